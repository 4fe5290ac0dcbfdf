"""One big list with the line that narrows it: what a screen and a side of a thing have alike that are such a list."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from textual.widget import Widget

from acxdesk.queries.listing import Line, Listing
from acxdesk.tui.perform import notice, perform, shell
from acxdesk.tui.screens.dialogs import FileName
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.filterline import FilterLine


class NarrowedList:
    """What a screen or a widget is, too, that shows one big list: it is narrowed, left and taken out of here."""

    list: BigList
    filter_line: FilterLine

    def file_stem(self) -> str:
        """The beginning of the name of a file that the list is written to."""
        raise NotImplementedError

    def value(self, line: Line | None, column: str) -> str:
        """What a line says in a column, as plain text; empty without a line.

        Raises:
            ValueError: the list has no such column.
        """
        listing = self.list.listing
        return "" if line is None or listing is None else said(listing, line, column)

    def on_big_list_read_failed(self, note: notes.ReadFailed) -> None:
        """The list shows what it showed before."""
        note.stop()
        notice(shell(cast("Widget", self)), note.refusal)

    # Narrowing

    def action_filter(self) -> None:
        """Let words be typed."""
        self.filter_line.open()

    def on_filter_line_words(self, message: FilterLine.Words) -> None:
        """Show what matches."""
        message.stop()
        self.list.filter(message.words)

    def on_filter_line_left(self, message: FilterLine.Left) -> None:
        """Back to the list."""
        message.stop()
        self.list.focus()

    def widen(self) -> bool:
        """Show all lines again, else take the marks away. Returns whether there was anything to take back."""
        if self.filter_line.value:
            self.filter_line.clear_words()
        elif self.list.marked:
            self.list.clear_marks()
        else:
            return False
        return True

    # Taking out

    def action_export(self) -> None:
        """Ask for the file's name; the list goes out as it is sorted, narrowed and shown."""
        app = shell(cast("Widget", self))
        suggested = f"{self.file_stem()}-{app.today.isoformat()}.csv"
        app.push_screen(FileName("Export this list as CSV", suggested), self._export)

    def _export(self, path: Path | None) -> None:
        if path is not None and self.list.listing is not None:
            _write(cast("Widget", self), self.list.listing, self.list.columns_shown, path)


def said(listing: Listing, line: Line, column: str) -> str:
    """What a line of a list says in a column, as plain text.

    Raises:
        ValueError: the list has no such column.
    """
    value = (line.values or line.cells)[[one.name for one in listing.columns].index(column)]
    return "" if value is None else str(value)


def _write(node: Widget, listing: Listing, columns: Sequence[str], path: Path) -> None:
    from acxdesk.actions.exports import export_list

    told = shell(node).counting("exporting")
    perform(node, lambda desk: export_list(desk, listing, columns, path, told=told))

"""A list of any length that hands can work with: marks, sort, columns, mouse. A million lines in the time of forty."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import ClassVar, TypeAlias

from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType

from acxdesk.errors import Refused
from acxdesk.queries.listing import Line, Listing
from acxdesk.tui.keys import bindings
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.cursorview import CursorView
from acxdesk.tui.widgets.lines import GUTTER
from acxdesk.tui.widgets.marks import Marks
from acxdesk.tui.widgets.pages import Reopened, all_ids
from acxdesk.tui.widgets.work import begin


class BigList(CursorView, inherit_bindings=False):
    """A list over a `Listing`: its owner hears its notes and acts on `targets()`.

    It stands on four floors, each in its own file: how lines are drawn (`lineview`), how they are read
    (`pagedview`), the cursor (`cursorview`), and here what hands do with them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list")]
    Opened: TypeAlias = notes.Opened
    Rested: TypeAlias = notes.Rested
    MarksChanged: TypeAlias = notes.MarksChanged
    Arranged: TypeAlias = notes.Arranged
    WindowChanged: TypeAlias = notes.WindowChanged
    ReadFailed: TypeAlias = notes.ReadFailed

    def __init__(
        self,
        listing: Listing | None = None,
        *,
        empty_words: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(listing, empty_words=empty_words, name=name, id=id, classes=classes, disabled=disabled)
        self._marks = Marks()
        self._range_from: int | None = None  # index at which a range was begun
        self._stop: threading.Event | None = None  # ends the marking of all lines

    # For the owner

    @property
    def marked(self) -> frozenset[int]:
        """The ids of the marked lines."""
        return frozenset(self._marks.in_order())

    def targets(self) -> tuple[int, ...]:
        """The ids that a deed is for: the marked ones in the order of marking, else the one under the cursor."""
        if len(self._marks):
            return self._marks.in_order()
        return () if self.current is None else (self.current.id,)

    def clear_marks(self) -> None:
        """Take all marks away."""
        if len(self._marks):
            self._marks.clear()
            self.refresh()
            self._say_marks()

    def show(self, listing: Listing) -> None:
        """Show another list, from its top and without marks."""
        self._moves()
        self._stop_marking()
        self.clear_marks()
        super().show(listing)

    def sort_by(self, name: str) -> None:
        """Sort by a column; the column that the list is sorted by already is turned round.

        Raises:
            ValueError: the list has no such column, or it cannot be sorted by it.
        """
        if self.listing is None:
            return
        if not any(column.name == name and column.sortable for column in self.listing.columns):
            raise ValueError(f"The list cannot be sorted by {name!r}.")
        turned = self.listing.sort == name and not self.listing.descending
        # Who has not left the top of the list wants to see the top of the new sort too.
        self._arrange(self.listing.arranged(sort=name, descending=turned), follow=self._cursor > 0)
        self.post_message(self.Arranged(self))

    def filter(self, words: str) -> None:
        """Show only the lines that match, from the first; empty words show all, and the cursor stays on its line."""
        if self.listing is not None and words != self.listing.filter:
            self._arrange(self.listing.arranged(words=words), follow=not words)

    # What the floors below ask and say

    def _is_marked(self, line: Line) -> bool:
        return line.id in self._marks

    def _marked_now(self) -> tuple[int, ...]:
        return self._marks.in_order()

    def _mark_count(self) -> int:
        return len(self._marks)

    def _moves(self) -> None:
        self._range_from = None
        self._marks.end_range()

    def _reopened(self, fresh: Reopened) -> None:
        self._moves()
        before = len(self._marks)
        self._marks.drop(fresh.gone)
        if len(self._marks) != before:
            self._say_marks()
        super()._reopened(fresh)

    def _say_marks(self) -> None:
        self._tell_window()
        self.post_message(self.MarksChanged(self, len(self._marks)))

    def _say_opened(self, line: Line) -> None:
        self.post_message(self.Opened(self, line.id))

    def _say_rested(self, line_id: int | None) -> None:
        self.post_message(self.Rested(self, line_id))

    def _say_refusal(self, refusal: Refused) -> None:
        self.post_message(self.ReadFailed(self, refusal))

    def _say_window(self, first: int, last: int, total: int | None, marked: int) -> None:
        self.post_message(self.WindowChanged(self, first=first, last=last, total=total, marked=marked))

    # Marks

    def action_mark(self) -> None:
        """Mark the line under the cursor or take its mark away, and move on."""
        self._toggle(self._cursor)
        self._step(1)

    def _toggle(self, index: int) -> None:
        self._moves()
        self._on_line(index, partial(self._mark_by, index, self._marks.toggle))

    def _mark_by(self, index: int, change: Callable[[int], None], line: Line) -> None:
        change(line.id)
        self.refresh_line(index + self._header_rows)
        self._say_marks()

    def _stretch(self, step: int) -> None:
        """Move by one line and let the range reach to it, or draw back from the line that is left."""
        if self._range_from is None:
            self._range_from = self._cursor
        left = self._cursor
        self._move(left + step)
        if self._cursor == left:
            return
        grows = abs(self._cursor - self._range_from) > abs(left - self._range_from)
        change = self._marks.reach if grows else self._marks.draw_back
        for index in (left, self._cursor) if grows else (left,):
            self._on_line(index, partial(self._mark_by, index, change))

    def action_mark_up(self) -> None:
        """Mark a range upward."""
        self._stretch(-1)

    def action_mark_down(self) -> None:
        """Mark a range downward."""
        self._stretch(1)

    def action_mark_all(self) -> None:
        """Mark all lines that match the filter; when all are marked, take their marks away."""
        if self.listing is not None and self._stop is None:
            self._stop = threading.Event()
            begin(self, partial(self._mark_all, self.listing, self._stop), group="marks")

    async def _mark_all(self, listing: Listing, stop: threading.Event) -> None:
        try:
            with self._slowly("marking…"):
                ids = await asyncio.to_thread(all_ids, listing, stop)
        except Refused as refusal:
            self._refuse(refusal, self._pages)
            return
        finally:
            if self._stop is stop:
                self._stop = None
        if not stop.is_set() and listing is self.listing:
            self._moves()
            self._marks.toggle_all(ids)
            self.refresh()
            self._say_marks()

    def _stop_marking(self) -> bool:
        """End the marking of all lines. Returns whether it was going on."""
        stop, self._stop = self._stop, None
        if stop is not None:
            stop.set()
        return stop is not None

    def action_stop(self) -> None:
        """Stop what takes long; when nothing does, the key is for somebody else."""
        if not self._stop_marking() and not self._give_up():
            raise SkipAction

    def on_unmount(self) -> None:
        """A thread that still collects ids ends."""
        self._stop_marking()

    # Columns

    def action_sort(self) -> None:
        """Ask which column to sort by."""
        listing = self.listing
        if listing is None or not any(column.sortable for column in listing.columns):
            self.app.bell()
            return
        from acxdesk.tui.widgets.columns import PickColumn

        dialog = PickColumn.to_sort(listing.columns, listing.sort, descending=listing.descending)
        self.app.push_screen(dialog, lambda names: self.sort_by(names[0]) if names else None)

    def action_columns(self) -> None:
        """Ask which columns to show."""
        from acxdesk.tui.widgets.columns import PickColumn

        if self.listing is not None:
            self.app.push_screen(PickColumn.to_show(self.listing.columns, self.columns_shown), self._choose)

    def _choose(self, names: tuple[str, ...] | None) -> None:
        if names and names != self.columns_shown:
            self.choose_columns(names)
            self.post_message(self.Arranged(self))

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor, twice opens; in the gutter it marks, on the heading it sorts."""
        at = event.get_content_offset(self)
        if at is None or event.button != 1:
            return
        event.stop()
        if at.y < self._header_rows:
            column = self._layout_of_columns().column_at(at.x)
            if column is not None and column.sortable:
                self.sort_by(column.name)
            return
        index = self._top + at.y - self._header_rows
        if self.line_at(index) is None:
            return
        self._step(index - self._cursor)
        if at.x < GUTTER:
            self._toggle(index)
        elif event.chain == 2:  # noqa: PLR2004 - a double click
            self.action_open()

"""The base of a screen that is one big list: reading it, narrowing it, saying where the window is, taking it out.

class JournalScreen(ListScreen):
    AREA = "8"
    BINDINGS = bindings("journal", *LIST_KEYS)
    SHOWN = ("at", "who", "sentence")
    NONE_YET = "Nothing was done yet."

    def listing(self, desk): ...       # runs in a thread
"""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult

from acxdesk.queries.listing import Line, Listing
from acxdesk.tui.perform import perform, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.filterline import FilterLine

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk

LIST_KEYS: Final = ("area.filter", "area.copy", "area.export")


class ListScreen(AreaScreen):
    """One big list in an area's frame."""

    SHOWN: ClassVar[tuple[str, ...]] = ()  # columns at first; empty for those that the listing shows
    NONE_YET: ClassVar[str] = ""  # what an empty list says, with the key that fills it
    NARROWED_BY: ClassVar[str] = "letters of what you look for"
    NOUN: ClassVar[str] = "list"  # names the file of an export

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self.list = BigList(id=self.NOUN, empty_words=self.NONE_YET)
        self.filter_line = FilterLine(self.list, placeholder=self.NARROWED_BY)

    def compose_body(self) -> ComposeResult:
        """The list, and the line that narrows it."""
        yield self.list
        yield self.filter_line

    def listing(self, desk: "Desk") -> Listing:
        """What is listed. Runs in a thread."""
        raise NotImplementedError

    # Reading

    def reread(self) -> None:
        """The list as it is sorted and narrowed."""
        read(self, self.listing, self.shown, slot="list")

    def shown(self, listing: Listing) -> None:
        """Show the listing for the first time; afterwards the list reads its own again."""
        if self.list.listing is None:
            self.list.show(listing)
            if self.SHOWN:
                self.list.choose_columns(self.SHOWN)
        else:
            self.list.reread()

    def on_big_list_window_changed(self, note: BigList.WindowChanged) -> None:
        """Tell where the window is."""
        self.name_crumbs(*self._crumbs, aside=note.big_list.title())

    def on_big_list_read_failed(self, note: BigList.ReadFailed) -> None:
        """Tell why no more comes."""
        self.shell.say(str(note.refusal))

    def on_big_list_marks_changed(self) -> None:
        """What can be done may be another."""
        self.refresh_bindings()

    def on_big_list_rested(self) -> None:
        """The keys follow the cursor."""
        self.refresh_bindings()

    # What the cursor is on

    def value(self, line: Line | None, column: str) -> str:
        """What a line says in a column, as a plain value; empty without a line."""
        if line is None or self.list.listing is None:
            return ""
        names = [one.name for one in self.list.listing.columns]
        said = line.values[names.index(column)]
        return "" if said is None else str(said)

    def copied(self) -> str:
        """What `y` takes: the line's first shown cell."""
        line, listing = self.list.current, self.list.listing
        if line is None or listing is None:
            return ""
        names = [one.name for one in listing.columns]
        return line.cells[names.index(self.list.columns_shown()[0])]

    def why_not(self, action: str) -> str:
        """Nothing can be copied from an empty list."""
        if action in {"copy", "export"} and self.list.current is None:
            return "The list is empty."
        return super().why_not(action)

    # Doing

    def action_filter(self) -> None:
        """Narrow the list."""
        self.filter_line.begin()

    def action_leave(self) -> None:
        """Esc shows all lines again before it does anything else."""
        if self.filter_line.value:
            self.filter_line.clear()
        else:
            super().action_leave()

    def action_copy(self) -> None:
        """Copy it. A terminal does not say whether it took it."""
        text = self.copied()
        self.app.copy_to_clipboard(text)
        self.shell.say(f"{text} given to the terminal's clipboard. Not every terminal takes it.")

    def action_export(self) -> None:
        """Write the list as it is shown."""
        from acxdesk.tui.screens.dialogs import FileName

        self.app.push_screen(FileName("Write this list to a file", f"{self.NOUN}.csv"), self._export)

    def _export(self, path: Path | None) -> None:
        listing = self.list.listing
        if path is None or listing is None:
            return
        from acxdesk.actions.exports import export_list

        columns = self.list.columns_shown()
        perform(self, lambda desk: export_list(desk, listing, columns, path))

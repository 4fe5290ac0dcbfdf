"""The base of a screen that is one big list: reading it, narrowing it, saying where the window is, taking it out.

class SessionsScreen(ListScreen):
    AREA = "2"
    BINDINGS = bindings("sessions")                # filter, copy and export are there already
    EMPTY = "No sessions yet. n schedules one."
    FILE = "sessions"
    SHOWN = ("reference", "starts_on", "status")

    def listing(self, desk: Desk) -> Listing:      # in a thread
        return sessions(desk)

    def opened(self, number: int) -> None:         # Enter, or two clicks
        self.shell.visit(Place("2", "session", self.value(self.list.current, "reference")))

self.list.targets()                                # the ids that a deed is for: the marked ones, else the cursor's
self.narrow_listing()                              # after `listing` would give another list: from its top
"""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from acxdesk.queries.listing import Listing
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.narrowed import NarrowedList
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.filterline import FilterLine

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk


class ListScreen(NarrowedList, AreaScreen):
    """One big list over the whole body."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("area.filter", "area.copy", "area.export")]
    EMPTY: ClassVar[str] = ""  # what an empty list says: the key that fills it
    FILE: ClassVar[str] = "list"  # the beginning of an export's name
    SHOWN: ClassVar[tuple[str, ...]] = ()  # columns at first; empty for those that the listing shows by itself
    PLACEHOLDER: ClassVar[str] = "letters of what you look for"  # on the line that / opens

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self.list = BigList(empty_words=self.EMPTY)
        self.filter_line = FilterLine(self.PLACEHOLDER)

    def listing(self, desk: "Desk") -> Listing:
        """The list. It runs in a thread and touches no widget."""
        raise NotImplementedError

    def opened(self, number: int) -> None:
        """A line was opened; it is the one under the cursor."""

    def copied(self) -> str:
        """What `y` takes: the shown cells of the line under the cursor, with tabs between; empty without a line."""
        line, listing = self.list.current, self.list.listing
        if line is None or listing is None:
            return ""
        shown = set(self.list.columns_shown)
        cells = zip(line.cells, listing.columns, strict=True)
        return "\t".join(cell for cell, column in cells if column.name in shown)

    # Reading

    def compose_body(self) -> ComposeResult:
        """The list, and the line that / opens."""
        yield self.list
        yield self.filter_line

    def reread(self) -> None:
        """The first time the list is asked for, later it reads itself again."""
        if self.list.listing is None:
            self.narrow_listing()
        else:
            self.list.reread()

    def narrow_listing(self) -> None:
        """Ask for `listing` and show it from its top."""
        read(self, self.listing, self._show_listing, slot="listing")

    def _show_listing(self, listing: Listing) -> None:
        first = self.list.listing is None
        words = self.filter_line.value
        self.list.show(listing.arranged(words=words) if words else listing)
        if first and self.SHOWN:
            self.list.choose_columns(self.SHOWN)

    def on_big_list_opened(self, note: notes.Opened) -> None:
        """Enter, or two clicks."""
        note.stop()
        self.opened(note.id)

    def on_big_list_window_changed(self, note: notes.WindowChanged) -> None:
        """How many, at the right end of the breadcrumb."""
        note.stop()
        self.name_crumbs(*self.crumbs, aside=self.list.title())

    def on_big_list_marks_changed(self) -> None:
        """Others are meant: what cannot be done with them may be another."""
        self.refresh_bindings()

    def on_big_list_rested(self) -> None:
        """The keys follow the cursor."""
        self.refresh_bindings()

    # Narrowing and taking out

    def action_leave(self) -> None:
        """Esc: all lines again, then no marks, then as everywhere."""
        if not self.widen():
            super().action_leave()

    def file_stem(self) -> str:
        """After what the list is of."""
        return self.FILE

    def why_not(self, action: str) -> str:
        """Nothing can be taken out of an empty list."""
        if action in {"copy", "export"} and self.list.current is None:
            return "The list is empty."
        return super().why_not(action)

    def action_copy(self) -> None:
        """Copy the line. A terminal does not say whether it took it."""
        self.app.copy_to_clipboard(self.copied())
        self.shell.say("The line was given to the terminal's clipboard. Not every terminal takes it.")

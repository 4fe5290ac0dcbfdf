"""The agenda: the meetings from a day on, one a line, as far as there are any."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from acxdesk.queries.listing import Listing
from acxdesk.rules.localtime import day_begins, reading
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.screens.views import WEEK, DatedScreen, day_of
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acxdesk.desk.door import Desk


class AgendaList(QuietList):
    """The list of meetings: l is another view, the arrow alone shows columns to the right."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dated.list")]


class AgendaScreen(DatedScreen, ListScreen):
    """The meetings from the day of its place on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(
            "sessions.new", "views.week", "views.month", "views.today", "dated.only", "dated.before", "dated.after"
        )
    ]
    HELP = (
        "The meetings from a day on, one a line, by your own clocks. Enter opens the session. , and . begin a week "
        "earlier and later, t today. / narrows by letters, v shows one coach, room or ladder. w, m and l are the week, "
        "the month and the list, so that l does not show columns to the right here."
    )
    EMPTY = "No meetings from this day on. , begins a week earlier."
    FILE = "agenda"
    SHOWN = ("day", "yours", "session", "number", "coaches", "seats", "status")
    PLACEHOLDER = "letters of a reference, a title or a city"

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self.list = AgendaList({"sort"}, empty_words=self.EMPTY)

    # Reading

    def listing(self, desk: "Desk") -> Listing:
        """The meetings."""
        from acxdesk.queries.weeks import agenda

        return agenda(desk, day_begins(self.first_day, self.shell.zone), self.shell.zone, self.whose.only)

    def reread(self) -> None:
        """As any list; the first time, where one was before."""
        self.name_crumbs(f"agenda from {reading(self.first_day)}", *self.whose.words, aside=self.list.title())
        super().reread()

    def ask_anew(self) -> None:
        """Other meetings, from the first."""
        self._area.cursor = None
        self.name_crumbs(f"agenda from {reading(self.first_day)}", *self.whose.words)
        self.narrow_listing()

    def _show_listing(self, listing: Listing) -> None:
        super()._show_listing(listing)
        before = self._area.cursor
        if before is not None:
            read(self, lambda _: _place_of(listing, before), self.list.go_to, slot="before")

    # The meeting under the cursor

    @property
    def day_in_sight(self) -> date:
        """The day of the meeting under the cursor."""
        return day_of(self.value(self.list.current, "day")) or super().day_in_sight

    def command_words(self) -> "Mapping[str, str]":
        """The session under the cursor, and the day."""
        session = self.value(self.list.current, "session")
        words = dict(super().command_words())
        return {**words, "session": session} if session else words

    def on_big_list_rested(self) -> None:
        """Remember it."""
        if self.list.current is not None:
            self.note(self.day_in_sight, self.list.current.id)

    def opened(self, number: int) -> None:
        """Go to its session; a quick hand comes before the cursor has rested."""
        self.note(self.day_in_sight, number)
        self.shell.visit(Place("2", "session", self.value(self.list.current, "session")))

    # Turning

    def action_before(self) -> None:
        """Begin a week earlier."""
        self.turn_page(self.first_day - WEEK)

    def action_after(self) -> None:
        """Begin a week later."""
        self.turn_page(self.first_day + WEEK)

    def action_today(self) -> None:
        """Begin today."""
        self.turn_page(self.shell.today)

    def action_leave(self) -> None:
        """Esc takes back the words first, then whose meetings they are."""
        if not self.widen():
            super().action_leave()


def _place_of(listing: Listing, meeting: int) -> int:
    """Where a meeting stands in the list; 0 where it is not in it."""
    return next((listing.rank(line.key) for line in listing.of([meeting])), 0)

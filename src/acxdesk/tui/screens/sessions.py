"""The sessions: a list of all of them, and beside it, where there is room, the one under the cursor."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from acxdesk.queries.listing import Listing
from acxdesk.rules.sessions import Phase, Status
from acxdesk.tui.areas import named
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.deciding import Deciding, Standing
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.screens.views import Views, day_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.sessions import SessionCard


# What is opened in the area -> the module in this folder and its screen, which is imported when it is shown.
THINGS: Final = {
    "session": "session:SessionScreen",
    "calendars": "updates:UpdatesScreen",
    "outbox": "outbox:OutboxScreen",
    "week": "week:WeekScreen",
    "month": "month:MonthScreen",
    "agenda": "agenda:AgendaScreen",
    "decisions": "decisions:DecisionsScreen",
    "closures": "closures:ClosuresScreen",
    "clashes": "clashes:ClashesScreen",
    "plans": "plans:PlansScreen",
    "plan": "plan:PlanScreen",
}


class SessionsScreen(Views, Deciding, ListScreen):
    """All sessions by their start."""

    AREA = "2"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sessions", "views")]
    EMPTY = "No sessions yet. n schedules one, i imports a printed schedule."
    FILE = "sessions"
    SHOWN = ("reference", "starts_on", "coaches", "status", "seats")
    PLACEHOLDER = "letters of a reference, a title or a city"
    HELP = (
        "Every session by its start. Enter opens one. Space marks, * marks all: open, confirm, close, cancel and "
        "reopen then go for all that are marked, after a look at what will change. / narrows the list by reference, "
        "title or city."
    )
    # The card stands beside the list where the list keeps the 80 columns that it is made for.
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (60, "-normal"), (119, "-wide")]
    DEFAULT_CSS = """
    SessionsScreen {
        & #aside { display: none; width: 40; border-left: solid $border-blurred; padding: 0 1; }
        &.-wide #aside { display: block; }
    }
    """

    def compose_body(self) -> ComposeResult:
        """The list, and the session under the cursor."""
        with Horizontal():
            with Vertical():
                yield from super().compose_body()
            with VerticalScroll(id="aside", can_focus=False):
                yield Static(id="card")

    # Reading

    def listing(self, desk: "Desk") -> Listing:
        """Every session."""
        from acxdesk.queries.sessions import sessions

        return sessions(desk)

    def on_big_list_rested(self) -> None:
        """The keys and the card follow the cursor."""
        super().on_big_list_rested()
        reference = self._reference
        if not reference:
            self.query_one("#card", Static).update("")
        elif self.query_one("#aside").display:
            read(self, lambda desk: _card(desk, reference), self._show_card, slot="card", refused=lambda _: None)

    def _show_card(self, card: "SessionCard") -> None:
        from acxdesk.tui.screens.sessionhead import aside

        self.query_one("#card", Static).update(aside(card, self.shell.zone, self.shell.clock.now()))

    # What is meant

    @property
    def _reference(self) -> str:
        return self.value(self.list.current, "reference")

    def targets(self) -> tuple[int, ...]:
        """The marked sessions, else the one under the cursor."""
        return self.list.targets()

    def standing(self) -> Standing | None:
        """Where the one session stands that is meant."""
        line = self.list.current
        if line is None or self.list.marked:
            return None
        status, phase = self.value(line, "status"), self.value(line, "phase")
        return Standing(self.value(line, "reference"), Status(status), Phase(phase))

    @property
    def day_in_sight(self) -> date:
        """Where the session under the cursor starts, once the cursor was moved; today before that."""
        line = self.list.current if self.list.index else None
        return day_of(self.value(line, "starts_on")) or self.shell.today

    def decided(self) -> None:
        """What was marked has had its deed."""
        self.list.clear_marks()

    def command_words(self) -> "Mapping[str, str]":
        """The session under the cursor."""
        day = {"day": self.day_in_sight.isoformat()}
        return {"session": self._reference, **day} if self._reference else day

    def why_not(self, action: str) -> str:
        """Nothing can be done with no session; a status refuses what does not follow from it."""
        if action in {"edit", "write_page"} and self.list.current is None:
            return "There is no session here."
        return super().why_not(action)

    # Doing

    def open_thing(self, place: Place) -> AreaScreen | None:
        """One session, a view of them all; or enrolments, one or all."""
        if place.thing in THINGS:
            return cast("AreaScreen", named(f"acxdesk.tui.screens.{THINGS[place.thing]}")(place))
        from acxdesk.tui.screens.enrolments import screen_of

        return screen_of(place)

    def opened(self, number: int) -> None:  # noqa: ARG002 - it is the one under the cursor
        """Go to it."""
        self.shell.visit(Place("2", "session", self._reference))

    def copied(self) -> str:
        """The reference is what people write into a mail."""
        return self._reference

    def action_new(self) -> None:
        """Say a session in one line, or several one after the other."""
        from acxdesk.tui.screens.scheduleline import say_session

        say_session(self)

    def action_new_form(self) -> None:
        """Schedule a session field by field."""
        from acxdesk.tui.screens.schedule import schedule_form

        def open_form(_open: None) -> None:
            self.app.push_screen(schedule_form(self.shell.settings), self._scheduled)

        read(self, lambda _desk: None, open_form, slot="form")  # the settings are known once the desk is open

    def _scheduled(self, receipt: "Receipt | None") -> None:
        if receipt is not None:
            self.shell.visit(Place("2", "session", receipt.reference))

    def action_edit(self) -> None:
        """Edit what it is apart from its times."""
        reference = self._reference
        read(self, lambda desk: _card(desk, reference), self._edit, slot="edit")

    def _edit(self, card: "SessionCard") -> None:
        from acxdesk.tui.screens.schedule import edit_form

        self.app.push_screen(edit_form(card))

    def action_today(self) -> None:
        """Put the cursor on the first session that starts today or later."""
        listing, today = self.list.listing, self.shell.today.isoformat()
        if listing is None:
            return
        if listing.sort != "starts_on" or listing.descending:
            self.shell.say("Sort by the start, the first on top, to go to today: s.")
            return
        read(self, lambda _: listing.rank((today, 0)), self.list.go_to, slot="today")

    def action_decisions(self) -> None:
        """Go to what must be decided."""
        self.shell.visit(Place("2", "decisions"))

    def action_enrolments(self) -> None:
        """Go to everybody's places."""
        self.shell.visit(Place("2", "enrolments"))

    def action_calendars(self) -> None:
        """Go to the calendars that are to be given out."""
        self.shell.visit(Place("2", "calendars"))

    def action_clashes(self) -> None:
        """Go to what clashes."""
        self.shell.visit(Place("2", "clashes"))

    def action_calendar(self) -> None:
        """Write every session into one calendar."""
        from acxdesk.tui.screens.calendars import export_everything

        export_everything(self)

    def action_plans(self) -> None:
        """Go to the plans that stand beside the real schedule."""
        self.shell.visit(Place("2", "plans"))

    def action_write_page(self) -> None:
        """Write a schedule as a page, of the session or of its month."""
        from acxdesk.tui.screens.timetablefile import write_either

        starts_on = self.value(self.list.current, "starts_on")
        write_either(self, self._reference, starts_on[:7])

    def action_closures(self) -> None:
        """Go to the closed days of the year."""
        self.shell.visit(Place("2", "closures"))

    def action_import_printed(self) -> None:
        """Paste a printed schedule."""
        from acxdesk.tui.screens.printedimport import PrintedImport

        self.app.push_screen(PrintedImport(self.shell.settings, self.shell.today))


def _card(desk: "Desk", reference: str) -> "SessionCard":
    from acxdesk.queries.sessions import session

    return session(desk, reference)

"""One session: its head, and its sides: timetable, delegates, attendance, marks, calendar, history."""

from importlib.util import find_spec
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from acxdesk.rules.sessions import CAN_CHANGE
from acxdesk.tui.areas import named
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.deciding import Deciding, Standing
from acxdesk.tui.screens.sessionhead import head
from acxdesk.tui.screens.sided import LaterSides
from acxdesk.tui.screens.timetable import Timetable
from acxdesk.tui.widgets.tabline import TabLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acxdesk.desk.door import Desk
    from acxdesk.queries.sessions import SessionCard

NAMES: Final = {
    "timetable": "Timetable",
    "delegates": "Delegates",
    "attendance": "Attendance",
    "marks": "Marks",
    "calendar": "Calendar",
    "history": "History",
}

# Sides that are made when they are first turned to, each a widget with `reread()` made from the session's reference.
# One whose module is not there is not offered.
_LATER: Final = {
    "delegates": "acxdesk.tui.screens.roster:Roster",
    "attendance": "acxdesk.tui.screens.attendancesheet:AttendanceSide",
    "marks": "acxdesk.tui.screens.marksheet:MarkSide",
    "calendar": "acxdesk.tui.screens.sessionsides:Occasions",
    "history": "acxdesk.tui.screens.sessionsides:History",
}
_SHEETS: Final = frozenset({"attendance", "marks"})  # sides that want every line of the screen: the head gives way
_CHANGE: Final = frozenset({"edit", "move_session", "coaches"})
_NEED_CARD: Final = _CHANGE | {"export", "copy", "certificates", "write_page"}
CALENDARS: Final = "acxdesk.tui.screens.calendars"
SIDES: Final = {
    side: name for side, name in NAMES.items() if side not in _LATER or find_spec(_LATER[side].partition(":")[0])
}


class SessionScreen(LaterSides, Deciding):
    """The session that the place names by its reference."""

    AREA = "2"
    SIDES = SIDES
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("session", "area.export", "area.copy")]
    HELP = (
        "One session. Tab, or { and }, turns to its timetable, its delegates, their attendance, their marks, its "
        "calendar and its history; in a sheet Tab goes from cell to cell. e edits what it is, M moves the whole of it, "
        "A asks its coaches, o f C r X decide about it, Q calls it off for good, P writes the certificates of all who "
        "passed."
    )
    DEFAULT_CSS = """
    SessionScreen {
        & #head { height: auto; max-height: 7; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        &.-low #head { max-height: 1; }
        &.-sheet #head { max-height: 1; }
        & .side { height: 1fr; }
    }
    """

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._card: SessionCard | None = None
        self._awarded = 0  # how many have something to show for it

    @property
    def reference(self) -> str:
        """What the session is called."""
        return str(self.place.id) if self._card is None else self._card.reference

    def compose_body(self) -> ComposeResult:
        """The head, the names of the sides, and the one that is shown."""
        yield Static(id="head")
        yield TabLine(SIDES, self.side)
        with ContentSwitcher(initial="timetable"):
            yield Timetable()
            for side in _LATER:
                if side in SIDES:
                    yield Vertical(id=side, classes="side")

    def on_mount(self) -> None:
        """Turn to the side that was asked for."""
        super().on_mount()
        self.name_crumbs(self.reference)
        self.show_tab(self.place.tab)

    # Reading

    def reread(self) -> None:
        """The session, then what its sides show of it."""
        reference = self.reference
        read(self, lambda desk: _card(desk, reference), self._show, slot="card", refused=self.not_read)

    def _show(self, card: "SessionCard") -> None:
        self._card = card
        self.query_one("#head", Static).update(head(card, self.shell.clock.now()))
        self.query_one(Timetable).show_card(card, self.shell.zone)
        self.query_one(TabLine).figures = {"timetable": str(len(card.meetings)), "delegates": str(card.booked)}
        self.say_where()
        for side in self.sides_made():
            side.reread()
        self.refresh_bindings()
        number = card.id
        read(self, lambda desk: _awarded(desk, number), self._show_awarded, slot="awarded")

    def _show_awarded(self, count: int) -> None:
        self._awarded = count
        self.refresh_bindings()

    # Sides

    def turned(self, side: str) -> None:
        """A side is made when it is first shown."""
        mount = self.query_one(f"#{side}", Widget)
        self.set_class(side in _SHEETS, "-sheet")
        self.call_after_refresh(self.say_where)
        if side in _LATER and not mount.children:
            mount.mount(named(_LATER[side])(self.reference))

    def say_where(self) -> None:
        """The breadcrumb, and at its right end what the side that is shown says, else the session."""
        aside = self.said_by_side or (self._card.summary if self._card else "")
        self.name_crumbs(self.reference, aside=aside)

    # What is meant

    def targets(self) -> tuple[int, ...]:
        """This session, once it is read."""
        return () if self._card is None else (self._card.id,)

    def standing(self) -> Standing | None:
        """Where it stands."""
        card = self._card
        return None if card is None else Standing(card.reference, card.status, card.phase)

    def command_words(self) -> "Mapping[str, str]":
        """The session, and what the side that is shown knows besides."""
        return {"session": self.reference, **self.words_of_side}

    def why_not(self, action: str) -> str:
        """A session that is over or called off is not edited; before it is read nothing is done."""
        if action in _NEED_CARD and self._card is None:
            return "The session is not read yet."
        if action == "certificates" and not self._awarded:
            return f"Nothing was awarded on {self.reference} yet: results are released first."
        if action == "export" and find_spec(CALENDARS) is None:
            return "No calendar can be exported here."
        if action in _CHANGE and self._card is not None and self._card.status not in CAN_CHANGE:
            return f"{self.reference} is {self._card.status} and cannot be changed."
        return super().why_not(action)

    # Doing

    def action_edit(self) -> None:
        """Edit what it is apart from its times."""
        from acxdesk.tui.screens.schedule import edit_form

        if self._card is not None:
            self.app.push_screen(edit_form(self._card))

    def action_coaches(self) -> None:
        """Ask coaches, or note what they answered."""
        from acxdesk.tui.screens.coachdeeds import coaches_of

        if self._card is not None:
            coaches_of(self, self._card)

    def action_move_session(self) -> None:
        """Move the whole of it."""
        from acxdesk.tui.screens.schedule import move_form

        if self._card is not None:
            self.app.push_screen(move_form(self._card, self.shell.settings))

    def action_export(self) -> None:
        """Write its calendar."""
        named(f"{CALENDARS}:export_session")(self, self.reference)

    def action_certificates(self) -> None:
        """Write the certificates of all who earned something in it."""
        from acxdesk.tui.screens.certificates import certificates_of_session

        certificates_of_session(self, self.reference)

    def action_write_page(self) -> None:
        """Write its schedule as a page."""
        from acxdesk.tui.screens.timetablefile import write_session

        write_session(self, self.reference)

    def action_copy(self) -> None:
        """Copy the reference. A terminal does not say whether it took it."""
        self.app.copy_to_clipboard(self.reference)
        self.shell.say(f"{self.reference} was given to the terminal's clipboard. Not every terminal takes it.")


def _card(desk: "Desk", reference: str) -> "SessionCard":
    from acxdesk.queries.sessions import session

    return session(desk, reference)


def _awarded(desk: "Desk", number: int) -> int:
    from acxdesk.queries.certificates import awarded_in

    return awarded_in(desk, number)

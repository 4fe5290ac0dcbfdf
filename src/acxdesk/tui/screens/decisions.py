"""What must be decided this week: the sessions, most urgent first, and below what either decision means."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from acxdesk.queries.listing import Column
from acxdesk.rules.deciding import advice, at_stake, verdict
from acxdesk.rules.localtime import reading
from acxdesk.rules.sessions import Phase
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.deciding import Deciding, Standing
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.deciding import Board, Decision

_COLUMNS: Final = (
    Column("decide", "Decide by", 12),
    Column("session", "Session", 16),
    Column("starts", "Starts", 10),
    Column("seats", "Seats", 11),
    Column("advice", "Figures say", 17),
)


class DecisionsScreen(Deciding):
    """The board of go or no-go."""

    AREA = "2"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("decisions", "area.copy")]
    HELP = (
        "Sessions ahead that nobody confirmed yet and that are to be decided about by Sunday, or that start within "
        "two weeks and have no date for it; the most urgent first. A ! stands before a date that has passed. Below is "
        "what it would cost to call the session off, and how many could go to the next one of the programme. f goes "
        "ahead, X calls it off for good, e sets another date, Enter opens it."
    )
    DEFAULT_CSS = """
    DecisionsScreen {
        & #says { height: auto; max-height: 6; padding: 0 1; border-top: solid $border-blurred; }
        & QuietList { height: 1fr; }
    }
    """

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.list = QuietList({"sort"}, empty_words="Nothing is to be decided this week.")
        self._board: Board | None = None

    def compose_body(self) -> ComposeResult:
        """The list, and what the session under the cursor is about."""
        yield self.list
        yield Static(id="says")

    def on_mount(self) -> None:
        """Where one is stands at once."""
        self.name_crumbs("To decide this week")

    def reread(self) -> None:
        """As it is now."""
        zone, days = self.shell.zone, self.shell.settings.decision_days
        read(self, lambda desk: _board(desk, zone, days), self._show, slot="board")

    def _show(self, board: "Board") -> None:
        self._board = board
        self.list.refill(FixedListing.made(_COLUMNS, [(one.id, _cells(one, board)) for one in board.decisions]))
        self.name_crumbs("To decide this week", aside=at_stake(one.choice for one in board.decisions))
        self._say()

    def _say(self) -> None:
        self.query_one("#says", Static).update(self._says())
        self.refresh_bindings()

    def _says(self) -> Content:
        one = self._here
        if one is None or self._board is None:
            return Content("")
        return paint(f"{one.choice.reference}, {one.title}, is {one.status}. {verdict(one.choice, self._board.today)}")

    # What is meant

    @property
    def _here(self) -> "Decision | None":
        line = self.list.current
        if line is None or self._board is None:
            return None
        return next((one for one in self._board.decisions if one.id == line.id), None)

    def targets(self) -> tuple[int, ...]:
        """The session under the cursor."""
        return () if self._here is None else (self._here.id,)

    def standing(self) -> Standing | None:
        """Where it stands."""
        one = self._here
        return None if one is None else Standing(one.choice.reference, one.status, Phase.UPCOMING)

    def command_words(self) -> Mapping[str, str]:
        """The session under the cursor."""
        return {} if self._here is None else {"session": self._here.choice.reference}

    def why_not(self, action: str) -> str:
        """Nothing can be done with no session."""
        if action in {"date", "copy"} and self._here is None:
            return "There is no session here."
        return super().why_not(action)

    # Doing

    def on_big_list_rested(self, note: notes.Rested) -> None:
        """What is said follows the cursor."""
        note.stop()
        self._say()

    def on_big_list_opened(self, note: notes.Opened) -> None:
        """Go to it."""
        note.stop()
        if self._here is not None:
            self.shell.visit(Place("2", "session", self._here.choice.reference, "delegates"))

    def action_date(self) -> None:
        """Ask by when it is decided instead."""
        from acxdesk.tui.screens.schedule import decision_form

        one = self._here
        if one is not None:
            self.app.push_screen(decision_form(one.choice.reference, one.choice.decide_by))

    def action_copy(self) -> None:
        """Copy what is said below. A terminal does not say whether it took it."""
        self.app.copy_to_clipboard(self._says().plain)
        self.shell.say("What is said below was given to the terminal's clipboard. Not every terminal takes it.")


def _cells(one: "Decision", board: "Board") -> tuple[str, ...]:
    choice = one.choice
    late = "! " if choice.days_left(board.today) < 0 else "  "
    by = f"{late}{reading(choice.decide_by)[:-5]}" if choice.is_set else "! no date"
    return (by, choice.reference, reading(choice.starts_on)[:-5], one.seats, advice(choice))


def _board(desk: "Desk", zone: str, days: int) -> "Board":
    from acxdesk.queries.deciding import decisions

    return decisions(desk, zone, days=days)

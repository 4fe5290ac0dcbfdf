"""One enrolment: whose place on which session, how it came about, and where to go from there."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from acxdesk.errors import NotFound
from acxdesk.queries.listing import Column
from acxdesk.rules.enrolments import PAST, Place
from acxdesk.rules.localtime import reading, wall
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place as Spot
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.placemoves import MovesPlaces
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import LOOKED_AT, QuietList

if TYPE_CHECKING:
    from datetime import datetime

    from acxdesk.desk.door import Desk
    from acxdesk.queries.enrolments import EnrolmentCard

COLUMNS: Final = (
    Column("at", "When", 21),
    Column("move", "Move", 22),
    Column("who", "Who", 10),
    Column("why", "Why", 18),
)
NOT_READ: Final = "The enrolment is not read yet."


class EnrolmentScreen(MovesPlaces, AreaScreen):
    """The enrolment that the place names by its number."""

    AREA = "2"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("enrolment")]
    HELP = (
        "One enrolment: the place as it is now, and below every move of it with who, when and why. b books, "
        "a accepts, F confirms, v declines, w withdraws, d cancels, m moves to another session. p goes to the "
        "delegate, t to the session, x writes the delegate's calendar to a file."
    )
    DEFAULT_CSS = """
    EnrolmentScreen {
        & #enrolment { height: auto; max-height: 5; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        &.-low #enrolment { max-height: 3; }
        & BigList { height: 1fr; border-top: solid $border-blurred; }
    }
    """

    def __init__(self, place: Spot) -> None:
        super().__init__(place)
        self._card: EnrolmentCard | None = None
        self.list = QuietList(LOOKED_AT, empty_words="Nothing was done yet.")

    def compose_body(self) -> ComposeResult:
        """The place, and its moves."""
        yield Static(id="enrolment")
        yield self.list

    # Reading

    def reread(self) -> None:
        """The card."""
        number = int(self.place.id)
        read(self, lambda desk: _card(desk, number), self._show, slot="card")

    def _show(self, card: "EnrolmentCard | None") -> None:
        if card is None:
            remedy = "The journal tells what became of it."
            self.gone(NotFound("The enrolment is not on the desk any more.", remedy=remedy))
            return
        self._card = card
        zone = self.shell.zone
        self.name_crumbs(card.session, card.name)
        self.query_one("#enrolment", Static).update(_head(card, zone))
        rows = [
            (place, (_moment(move.at, zone), _said(move.verb, move.before, move.after), move.who, move.why))
            for place, move in reversed(list(enumerate(card.moves)))
        ]
        listing = FixedListing.made(COLUMNS, rows)
        self.list.refill(listing)
        self.refresh_bindings()

    # What is meant

    def places_meant(self) -> tuple[int, ...]:
        """This one, once it is read."""
        return () if self._card is None else (self._card.id,)

    def one_meant(self) -> tuple[str, Place] | None:
        """Whose it is."""
        return None if self._card is None else (self._card.name, self._card.place)

    def command_words(self) -> Mapping[str, str]:
        """The session and the delegate."""
        card = self._card
        return {} if card is None else {"session": card.session, "person": str(card.person)}

    def why_not(self, action: str) -> str:
        """Before it is read nothing is done; a place refuses what does not follow from it."""
        if self._card is None and action in {"person", "session", "export"}:
            return NOT_READ
        return self.why_no_move(action) or super().why_not(action)

    # Going on

    def action_person(self) -> None:
        """Go to the delegate."""
        if self._card is not None:
            self.shell.visit(Spot("3", "person", self._card.person))

    def action_session(self) -> None:
        """Go to the session's delegates."""
        if self._card is not None:
            self.shell.visit(Spot("2", "session", self._card.session, "delegates"))

    def action_export(self) -> None:
        """Write the delegate's calendar."""
        from acxdesk.tui.screens.calendars import export_delegate

        if self._card is not None:
            export_delegate(self, self._card.person)


def _card(desk: "Desk", number: int) -> "EnrolmentCard | None":
    from acxdesk.queries.enrolments import enrolment

    return enrolment(desk, number)


def _head(card: "EnrolmentCard", zone: str) -> Content:
    from acxdesk.queries.enrolments import place_words

    lines = [
        paint(card.name, "bold"),
        paint(f"{place_words(card.place)} since {_moment(card.since, zone)} {zone}"),
        paint(f"{card.session}   {card.title}"),
    ]
    if card.offered_until is not None:
        until = f"! The offer stands until {_moment(card.offered_until, zone)} {zone}: a accepts, v declines."
        lines.insert(2, paint(until, "$text-warning"))
    return Content("\n").join(lines)


def _moment(moment: "datetime", zone: str) -> str:
    local = wall(moment, zone)
    return f"{reading(local.date())} {local:%H:%M}"


def _said(verb: str, before: Place | None, after: Place) -> str:
    """A move in words: what was done, and what it led to where that is not the same."""
    done = PAST.get(verb, verb)
    return done if done.startswith(after) else f"{done}: {after}" if before is None or before is not after else done

"""A person's places: the list of them, and what can be done with the one under the cursor."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType

from acxdesk.queries.listing import Column
from acxdesk.rules.enrolments import PAST, STEPS
from acxdesk.rules.localtime import reading, wall
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import perform
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from acxdesk.actions.enrolments import PlacesReport
    from acxdesk.desk.door import Desk
    from acxdesk.queries.people import PersonCard, PlaceRow

COLUMNS: Final = (
    Column("session", "Session", 18),
    Column("title", "Title", 13),
    Column("starts_on", "Starts", 11),
    Column("place", "Place", 12),
    Column("since", "Since, in line", 18),
)
VERBS: Final = {f"{verb}_place": verb for verb in ("accept", "confirm", "withdraw", "cancel", "decline", "transfer")}
MOST: Final = 500  # of one person's places whose offers are read; nobody is offered more


class Places(QuietList):
    """Her places, the latest session first; each is for itself, so none is marked."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("place")]

    def __init__(self) -> None:
        super().__init__({"sort"}, id="places", empty_words="No place in any session yet. b books one.")

    def show_places(self, places: "Iterable[PlaceRow]", offers: Mapping[int, datetime], zone: str) -> None:
        """Show them as they are now.

        Args:
            places: of her card.
            offers: enrolment -> until when its seat is offered, UTC.
            zone: the IANA zone of whoever looks.
        """
        rows = [(row.enrolment, _cells(row, offers.get(row.enrolment), zone)) for row in places]
        listing = FixedListing.made(COLUMNS, rows)
        self.refill(listing)


class WithPlaces(AreaScreen):
    """A screen of a person with a list of her places."""

    card: "PersonCard | None"
    places: Places

    @property
    def place_meant(self) -> "PlaceRow | None":
        """The place under the cursor."""
        line = self.places.current
        if self.card is None or line is None:
            return None
        return next((row for row in self.card.places if row.enrolment == line.id), None)

    def why_not(self, action: str) -> str:
        """A place moves only along the table of moves."""
        verb = VERBS.get(action)
        if verb is None:
            return super().why_not(action)
        row = self.place_meant
        if row is None or self.card is None:
            return "There is no place here: b books one."
        if row.place not in STEPS[verb].sources:
            return f"{self.card.name} is {row.place} on {row.reference}; that cannot be {PAST[verb]}."
        return ""

    def action_accept_place(self) -> None:
        """Take the seat that was offered."""
        self._move("accept")

    def action_confirm_place(self) -> None:
        """Confirm the booked seat."""
        self._move("confirm")

    def action_decline_place(self) -> None:
        """Turn it down."""
        self._move("decline")

    def action_withdraw_place(self) -> None:
        """By her own wish, with the reason."""
        self._ask("withdraw", "Withdraw {name} from {session}", "Why does she withdraw? The journal keeps it.")

    def action_cancel_place(self) -> None:
        """By the desk's decision, with the reason."""
        self._ask("cancel", "Cancel the place of {name} on {session}", "Why is it cancelled? The journal keeps it.")

    def action_transfer_place(self) -> None:
        """To another session, with the reason."""
        from acxdesk.tui.screens.transferring import transfer

        if self.card is not None and self.place_meant is not None:
            transfer(self, self.place_meant.reference, (self.card.id,), self.card.name)

    def _ask(self, verb: str, title: str, question: str) -> None:
        from acxdesk.tui.screens.dialogs import Reason

        card, row = self.card, self.place_meant
        if card is not None and row is not None:
            heading = title.format(name=card.name, session=row.reference)
            self.app.push_screen(Reason(heading, question), lambda why: self._move(verb, why, row) if why else None)

    def _move(self, verb: str, reason: str = "", row: "PlaceRow | None" = None) -> None:
        row = row or self.place_meant
        if self.card is None or row is None:
            return
        person, reference, hours = self.card.id, row.reference, self.shell.settings.offer_hours
        values = {"people": (person,), "session": reference, "verb": verb, "reason": reason, "offer_hours": hours}
        perform(self, lambda desk: _moved(desk, values))


def offers_of(desk: "Desk", person: int) -> dict[int, datetime]:
    """Until when seats are offered to a person: enrolment -> instant, UTC."""
    from acxdesk.queries.enrolments import enrolments
    from acxdesk.rules.enrolments import Place

    listing = enrolments(desk, person=person, place=Place.OFFERED)
    at = [column.name for column in listing.columns].index("offered_until")
    lines = listing.after(None, MOST)
    return {line.id: datetime.fromisoformat(str(line.values[at])) for line in lines if line.values[at]}


def _cells(row: "PlaceRow", until: datetime | None, zone: str) -> tuple[str, ...]:
    from acxdesk.queries.enrolments import place_words

    return row.reference, row.title, reading(row.starts_on)[4:], place_words(row.place), _since(row, until, zone)


def _since(row: "PlaceRow", until: datetime | None, zone: str) -> str:
    if row.waiting is not None:
        return f"no. {row.waiting} in line"
    if until is not None:
        local = wall(until, zone)
        return f"until {reading(local.date())[4:-5]} {local:%H:%M}"
    return reading(wall(row.since, zone).date())[4:]


def _moved(desk: "Desk", values: Mapping[str, object]) -> "PlacesReport":
    from acxdesk.actions.enrolments import MovePlaces, move_places

    return move_places(desk, MovePlaces.read(values))

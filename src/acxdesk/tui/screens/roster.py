"""The delegates of a session: who has which place, who waits, who is offered a seat; and what can be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from acxdesk.rules.enrolments import Place
from acxdesk.rules.sessions import TAKES_ENROLMENTS, Status
from acxdesk.tui.bulk import over
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import read, shell
from acxdesk.tui.places import Place as Spot
from acxdesk.tui.screens.narrowed import NarrowedList, said
from acxdesk.tui.screens.placemoves import MovesPlaces, people_moved
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.filterline import FilterLine

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.listing import Listing
    from acxdesk.queries.sessions import SessionCard
    from acxdesk.queries.sqllisting import SqlListing

SHOWN: Final = ("name", "country", "place", "position", "since", "reason")
NAMED: Final = 3  # open offers that are named in the head
LINE: Final = 200  # people on a waiting list among whom the first is looked for
BETWEEN: Final = "   "


@dataclass(frozen=True, slots=True)
class Seating:
    """What stands above the list."""

    listing: "SqlListing"
    reference: str
    status: Status
    seats: str  # by sign and figure
    free: int
    waiting: int
    first: str  # the name of who is first in line; empty when nobody waits
    offers: tuple[str, ...]  # to whom and until when, in the session's own time
    offered: int
    lacks: Mapping[int, str]  # person -> what she lacks of what the session asks for before


class Roster(NarrowedList, MovesPlaces, Vertical):
    """The delegates of one session, by its reference."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("roster", "area.export", "area.filter", "area.copy", "area.leave")
    ]
    HELP = (
        "The delegates of this session. n books somebody, also somebody new; of a full session people join the "
        "waiting list, and a seat that is freed is offered to the first in line. b books, a accepts, F confirms, "
        "v declines, w withdraws, d cancels and m moves to another session whoever is marked by Space, else the one "
        "under the cursor. ✕ at a place: she lacks what the session asks for before; below the list it is said what. "
        "Enter opens the enrolment with its history."
    )
    DEFAULT_CSS = """
    Roster {
        & > #seats { height: auto; max-height: 2; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #lacks { height: auto; max-height: 2; padding: 0 1; color: $text-warning; display: none; }
        & > #lacks.-shown { display: block; }
    }
    .-low Roster > #seats { max-height: 1; }
    """

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self._seating: Seating | None = None
        self.list = BigList(empty_words="Nobody yet. n books somebody, i imports a CSV file of places.")
        self.filter_line = FilterLine("letters of a name")

    def compose(self) -> ComposeResult:
        """The seats, the list, and the line that / opens."""
        yield Static(id="seats")
        yield self.list
        yield Static(id="lacks")
        yield self.filter_line

    # Reading

    def on_mount(self) -> None:
        """Read it once it is looked at."""
        self.reread()

    def reread(self) -> None:
        """The seats and who has them."""
        reference = self._reference
        read(self, lambda desk: seating(desk, reference), self._show)

    def _show(self, seating: Seating) -> None:
        self._seating = seating
        self.query_one("#seats", Static).update(_head(seating))
        listing, before = _signed(seating), self.list.listing
        if before is None:
            self.list.show(listing)
            self.list.choose_columns(SHOWN)
        else:
            self.list.reread(listing.arranged(sort=before.sort, descending=before.descending, words=before.filter))
        self._say()
        self.screen.refresh_bindings()

    def _say(self) -> None:
        """What the one under the cursor lacks."""
        line, listing, seating = self.list.current, self.list.listing, self._seating
        words = ""
        if line is not None and listing is not None and seating is not None:
            missing = seating.lacks.get(int(said(listing, line, "person")), "")
            words = f"✕ {said(listing, line, 'name')} {missing}." if missing else ""
        lacks = self.query_one("#lacks", Static)
        lacks.update(paint(words))
        lacks.set_class(bool(words), "-shown")

    # What is meant

    def places_meant(self) -> tuple[int, ...]:
        """The marked ones, else the one under the cursor."""
        return self.list.targets()

    def one_meant(self) -> tuple[str, Place] | None:
        """Who is under the cursor, when nobody is marked."""
        line, listing = self.list.current, self.list.listing
        if line is None or listing is None or self.list.marked:
            return None
        return said(listing, line, "name"), Place(said(listing, line, "place"))

    def moved(self) -> None:
        """What was marked has had its deed."""
        self.list.clear_marks()

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        seating = self._seating
        if action in {"book_people", "apply_people", "calendars"} and seating is None:
            return "The delegates are not read yet."
        if action in {"book_people", "apply_people"} and seating and seating.status not in TAKES_ENROLMENTS:
            remedy = " o opens it up." if seating.status is Status.DRAFT else ""
            return f"{seating.reference} is {seating.status} and takes nobody.{remedy}"
        if action in {"copy", "export", "calendars"} and self.list.current is None:
            return "Nobody is here."
        return self.why_no_move(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, for what cannot be done now."""
        return None if self.why_not(action) else True

    def on_big_list_rested(self) -> None:
        """The keys follow the cursor, and what is said below the list."""
        self._say()
        self.screen.refresh_bindings()

    def on_big_list_marks_changed(self) -> None:
        """Others are meant."""
        self.screen.refresh_bindings()

    # Booking

    def action_book_people(self) -> None:
        """Ask whom, then book them."""
        self._ask_whom("book")

    def action_apply_people(self) -> None:
        """Ask who applied, then put them down."""
        self._ask_whom("apply")

    def _ask_whom(self, verb: str) -> None:
        from acxdesk.tui.screens.rosterpicks import PickPeople

        words = {"book": "Book", "apply": "Put down as applied"}[verb]

        def go_on(people: tuple[int, ...] | None) -> None:
            if people:
                self._move_people(people, verb, words)

        self.app.push_screen(PickPeople(f"{words}: {self._reference}", self._reference, words), go_on)

    def _move_people(self, people: tuple[int, ...], verb: str, words: str) -> None:
        reference, hours = self._reference, shell(self).settings.offer_hours
        over(
            self,
            f"{words}: {len(people):,} people, {reference}",
            lambda desk: people_moved(desk, reference, people, verb, hours=hours),
        )

    # Opening, narrowing, taking out

    def on_big_list_opened(self, note: BigList.Opened) -> None:
        """Enter goes to the enrolment."""
        note.stop()
        shell(self).visit(Spot("2", "enrolment", note.id))

    def action_leave(self) -> None:
        """Esc: all lines again, then no marks, then it is the screen's."""
        if not self.widen():
            raise SkipAction

    def file_stem(self) -> str:
        """After the session."""
        return f"{self._reference}-delegates"

    def action_copy(self) -> None:
        """Copy the name and the address. A terminal does not say whether it took them."""
        line, listing = self.list.current, self.list.listing
        if line is not None and listing is not None:
            name, email = said(listing, line, "name"), said(listing, line, "email")
            self.app.copy_to_clipboard(f"{name} <{email}>" if email else name)
            shell(self).say("The name was given to the terminal's clipboard. Not every terminal takes it.")

    def action_calendars(self) -> None:
        """Write a calendar for everybody who has a seat."""
        from acxdesk.tui.screens.calendars import export_booked

        export_booked(self, self._reference)

    def action_import_places(self) -> None:
        """Read a CSV or XLSX file."""
        from acxdesk.tui.screens.rosterimport import import_places

        import_places(self)


def seating(desk: "Desk", reference: str) -> Seating:
    """The seats of a session and who has them. It runs in a thread.

    Raises:
        NotFound: no session has this reference.
    """
    from acxdesk.queries.enrolments import enrolments
    from acxdesk.queries.prerequisites import lacking
    from acxdesk.queries.sessions import session

    card = session(desk, reference)
    offered, waiting = card.places.get(Place.OFFERED, 0), card.places.get(Place.WAITLISTED, 0)
    return Seating(
        listing=enrolments(desk, session=card.id),
        reference=card.reference,
        status=card.status,
        seats=card.seats,
        free=max(card.capacity_max - card.booked - offered, 0),
        waiting=waiting,
        first=_first_in_line(desk, card) if waiting else "",
        offers=_offers(desk, card) if offered else (),
        offered=offered,
        lacks=lacking(desk, card.reference),
    )


def _signed(seating: Seating) -> "Listing":
    """The list, with a sign at the place of who lacks something."""
    from acxdesk.tui.widgets.signedlisting import SignedListing

    listing = seating.listing
    at = {column.name: place for place, column in enumerate(listing.columns)}
    lacks, person = seating.lacks, at["person"]
    if not lacks:
        return listing
    return SignedListing(listing, at["place"], lambda line: "✕" if line.values[person] in lacks else "")


def _first_in_line(desk: "Desk", card: "SessionCard") -> str:
    from acxdesk.queries.enrolments import enrolments

    line = enrolments(desk, session=card.id, place=Place.WAITLISTED)
    return next((said(line, one, "name") for one in line.after(None, LINE) if said(line, one, "position") == "1"), "")


def _offers(desk: "Desk", card: "SessionCard") -> tuple[str, ...]:
    from acxdesk.queries.enrolments import enrolments

    offers = enrolments(desk, session=card.id, place=Place.OFFERED)
    at = [column.name for column in offers.columns].index("offered_until")
    return tuple(f"{said(offers, one, 'name')} until {one.cells[at]}" for one in offers.after(None, NAMED))


def _head(seating: Seating) -> Content:
    """The seats, who waits; below, the open offers."""
    free = "no seat is free" if not seating.free else f"{seating.free:,} free"
    parts = [seating.seats.partition(" +")[0], free]
    if seating.waiting:
        first = f", first {seating.first}" if seating.first else ""
        parts.append(f"{seating.waiting:,} {'waits' if seating.waiting == 1 else 'wait'}{first}")
    lines = [paint(BETWEEN.join(parts), "bold")]
    if seating.offers:
        more = seating.offered - len(seating.offers)
        named = "; ".join(seating.offers) + (f"; and {more:,} more" if more else "")
        lines.append(paint(f"Offered to {named}"))
    return Content("\n").join(lines)

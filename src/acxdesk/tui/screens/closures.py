"""The closed days of a year: the business's own closures and public holidays, and the meetings that fall on each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType

from acxdesk.errors import Refused
from acxdesk.queries.listing import Column
from acxdesk.rules.localtime import FIRST_YEAR, LAST_YEAR, reading
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import notice, perform, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.dialogs import Reason
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.hits import Hit
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from datetime import datetime

    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.closures import ClosedSpan, OnClosedDay

COLUMNS: Final = (
    Column("first_on", "First day", 15),
    Column("last_on", "Last day", 15),
    Column("name", "Name", 21),
    Column("meetings", "Meetings", 8, numeric=True),
    Column("countries", "Holiday", 7),
)
_HOLIDAYS: Final = 1_000_000_000  # the numbers of holidays in the list begin there, behind those of closures
_A_DAY: Final = 100  # more than the names that one day has


@dataclass(frozen=True, slots=True)
class Year:
    """What was read of a year."""

    year: int
    countries: tuple[str, ...]
    spans: "tuple[ClosedSpan, ...]"


class ClosuresScreen(ListScreen):
    """Closures and public holidays by their first day."""

    AREA = "2"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("closures")]
    EMPTY = "No day of this year is closed. n closes some, o chooses countries with public holidays."
    FILE = "closed-days"
    PLACEHOLDER = "letters of a name or a month"
    HELP = (
        "The days of a year on which nothing should meet: the business's own closures, and the public holidays of the "
        "countries in which sessions lie ahead. Meetings counts those that meet there all the same; Enter lists them. "
        "v lists all of the season. A session that is scheduled or moved shifts over such days, skips or keeps them, "
        "as its form says. Holidays of single regions are not known here: n closes such a day."
    )

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self._listed = QuietList({"sort"}, empty_words=self.EMPTY)
        self.list = self._listed
        self._year = 0
        self._countries: tuple[str, ...] | None = None  # None: those of the sessions ahead
        self._shown: Mapping[int, ClosedSpan] = {}

    # Reading

    def reread(self) -> None:
        """Read the year."""
        year = self._year = self._year or self.shell.today.year
        chosen, now, zone = self._countries, self.shell.clock.now(), self.shell.zone
        read(self, lambda desk: _year(desk, year, chosen, now, zone), self._show, slot="listing")

    def _show(self, found: Year) -> None:
        if found.year != self._year:  # turned on meanwhile: the other year is being read
            return
        self._shown = dict(_numbered(found.spans))
        listing = FixedListing.made(COLUMNS, ((number, _cells(span)) for number, span in self._shown.items()))
        self._listed.refill(listing.arranged(words=self.filter_line.value))
        self.name_crumbs("closed days", str(found.year), ", ".join(found.countries), aside=self.list.title())
        self.refresh_bindings()

    # What is meant

    @property
    def _span(self) -> "ClosedSpan | None":
        line = self.list.current
        return None if line is None else self._shown.get(line.id)

    def command_words(self) -> Mapping[str, str]:
        """The closure under the cursor, and the year."""
        span = self._span
        own = {"closure": str(span.number)} if span is not None and span.number else {}
        return {"year": str(self._year), **own}

    def why_not(self, action: str) -> str:
        """Only what the business closes itself is its own to change."""
        if action in {"edit", "remove"} and (self._span is None or not self._span.number):
            return "It is no closure of your own." if self._span is not None else "There is no closure here."
        if (action, self._year) in {("before", FIRST_YEAR), ("after", LAST_YEAR)}:
            return f"Years are planned from {FIRST_YEAR} to {LAST_YEAR}."
        return super().why_not(action)

    # Doing

    def opened(self, number: int) -> None:
        """List the meetings that fall on it; Enter there goes to the session."""
        span = self._shown[number]
        self._pick_meeting(f"On {span.name}", span.meetings, "No meeting falls on it.")

    def action_check(self) -> None:
        """List what falls on closed days in the whole season."""
        now, countries = self.shell.clock.now(), self._countries or ()
        none = "No meeting ahead falls on a closed day."
        read(
            self,
            lambda desk: _check(desk, now, countries),
            lambda met: self._pick_meeting("On closed days", met, none),
            slot="check",
        )

    def _pick_meeting(self, title: str, met: "Iterable[OnClosedDay]", none: str) -> None:
        hits = [
            Hit(one.reference, f"{one.reference}, meeting {one.number}", one.why)
            if one.why
            else Hit(one.reference, one.words)
            for one in met
        ]
        if hits:
            self.app.push_screen(PickOne(title, hits), self._go_to)
        else:
            self.shell.say(none)

    def _go_to(self, reference: str | None) -> None:
        if reference is not None:
            self.shell.visit(Place("2", "session", reference))

    def action_new(self) -> None:
        """Close some days."""
        from acxdesk.tui.screens.closureforms import new_closure

        self.app.push_screen(new_closure())

    def action_edit(self) -> None:
        """Its days and its name."""
        from acxdesk.tui.screens.closureforms import edit_closure

        if self._span is not None:
            self.app.push_screen(edit_closure(self._span))

    def action_remove(self) -> None:
        """Open its days again; undo closes them."""
        span = self._span
        if span is not None:
            perform(self, lambda desk: _removed(desk, span.number))

    def action_before(self) -> None:
        """The year before."""
        self._turn(-1)

    def action_after(self) -> None:
        """The year after."""
        self._turn(1)

    def _turn(self, years: int) -> None:
        self._year += years
        self.reread()

    def action_countries(self) -> None:
        """Ask whose holidays."""
        self.app.push_screen(Countries(", ".join(self._countries or ())), self._choose)

    def _choose(self, said: str | None) -> None:
        if said is None:
            return
        from acxdesk.rules.countries import country

        try:
            chosen = dict.fromkeys(country(name.strip()) for name in said.split(",") if name.strip())
        except Refused as refusal:
            notice(self.app, refusal)
            return
        self._countries = tuple(chosen) or None
        self.reread()


class Countries(Reason):
    """Asks for countries, by name or code."""

    HELP = "Write countries by name or code, with commas between them. An empty line: those of the sessions ahead."

    def __init__(self, given: str) -> None:
        question = "Whose public holidays? As GB, India; empty for those of the sessions ahead."
        super().__init__("Public holidays", question, needed=False, given=given)


def _numbered(spans: "Iterable[ClosedSpan]") -> "Iterable[tuple[int, ClosedSpan]]":
    """Each with its number in the list, which it keeps from one reading to the next."""
    holidays: dict[int, int] = {}
    for span in spans:
        if span.number:
            yield span.number, span
        else:
            day = span.first_on.toordinal()
            holidays[day] = holidays.get(day, -1) + 1
            yield _HOLIDAYS + day * _A_DAY + holidays[day], span


def _cells(span: "ClosedSpan") -> tuple[str, ...]:
    last = "" if span.first_on == span.last_on else reading(span.last_on)
    countries = ", ".join(span.countries) or "closure"
    return reading(span.first_on), last, span.name, str(len(span.meetings) or ""), countries


def _year(desk: "Desk", year: int, chosen: tuple[str, ...] | None, now: "datetime", zone: str) -> Year:
    from acxdesk.queries.closures import closed_year, countries_ahead

    countries = countries_ahead(desk, now, zone) if chosen is None else chosen
    return Year(year, countries, closed_year(desk, year, countries))


def _check(desk: "Desk", now: "datetime", countries: tuple[str, ...]) -> "tuple[OnClosedDay, ...]":
    from acxdesk.queries.closures import season_check

    return season_check(desk, now, countries)


def _removed(desk: "Desk", number: int) -> "Receipt":
    from acxdesk.actions.closures import RemoveClosure, remove_closure

    return remove_closure(desk, RemoveClosure(closure=str(number)))

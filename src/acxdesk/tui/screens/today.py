"""The opening screen: what needs you now, and this week's meetings. Enter goes to the place where it is put right."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType

from acxdesk.queries.firstlook import first_look
from acxdesk.queries.listing import Column
from acxdesk.rules.cycles import Phase
from acxdesk.rules.localtime import city_of, reading, wall
from acxdesk.rules.updates import briefly
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.fixedlisting import FixedListing

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.givens import PersonUpdates
    from acxdesk.queries.todayrows import Today, WeekRow

_NEEDS: Final = (Column("session", "Session", 21), Column("what", "What", 29), Column("when", "When", 22))
_WEEK: Final = (
    Column("day", "Day", 6),
    Column("meeting", "Meeting", 14),
    Column("time", "Time", 11),
    Column("zone", "Zone", 9),
    Column("yours", "Yours", 5),
    Column("coaches", "Coaches", 12),
    Column("seats", "Seats", 12),
)
EMPTY_DESK: Final = "Nothing yet. n schedules a session, i imports a list, D loads a demonstration."
NOTHING_NEEDED: Final = (
    "Nothing: no open offer, no session under its minimum, no coach who lapses, no attendance and no result overdue."
)
MOST_LOOKED_AT: Final = 50  # people whose calendars are held against what they have
MOST_TOLD: Final = 5  # of those whose calendars changed, by name
NO_MEETING: Final = "No meeting this week. 2 shows all sessions."

# Where a phase of the award is left by a deed on one of its sides.
_AWARD_SIDES: Final = {Phase.SCREENING: "panel", Phase.VOTING: "count", Phase.COUNTED: "hall"}


class TodayScreen(AreaScreen):
    """What needs you, and the week."""

    AREA = "1"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("today")]
    HELP = (
        "What needs somebody now: seats that are offered and not taken, sessions that start within four weeks with "
        "fewer booked than they need, attendance that is missing on the day after a meeting, results a week after the "
        "last one, who passed and was not awarded yet, coaches who lack what the programme asks of them when the "
        "session meets last, and whose calendars changed since they were given out. Below it the meetings of this "
        "week. Enter goes to where it is put right, Tab to the other panel."
    )
    DEFAULT_CSS = """
    TodayScreen {
        & BigList { border-top: solid $border-blurred; height: auto; max-height: 50%; }
        & #week { height: 1fr; max-height: 100%; }
    }
    """

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self.needs = BigList(id="needs")
        self.week = BigList(id="week")
        self._places: dict[str, list[Place]] = {"needs": [], "week": []}
        self._today: Today | None = None
        self._calendars: Sequence[PersonUpdates] = ()  # changed since they were given out

    def compose_body(self) -> ComposeResult:
        """Both panels."""
        self.needs.border_title = paint("Needs you now")
        self.week.border_title = paint("This week")
        yield self.needs
        yield self.week

    def on_mount(self) -> None:
        """The first frame has its rows before the desk is open: a short read that waits for nobody."""
        super().on_mount()
        seen = first_look(self.shell.looks.data, self.shell.clock.now(), self.shell.zone)
        if seen is not None:
            self._shown(seen)

    def reread(self) -> None:
        """The screen's facts, at once; then the calendars, which are held against what everybody has."""
        zone = self.shell.zone
        read(self, lambda desk: _today(desk, zone), self._shown)
        read(self, _calendars, self._told, slot="calendars")

    def _told(self, calendars: "Sequence[PersonUpdates]") -> None:
        if calendars == self._calendars:
            return
        self._calendars = calendars
        if self._today is not None:
            self._shown(self._today)

    def _shown(self, today: "Today") -> None:
        self._today = today
        self.name_crumbs(aside=reading(today.day))
        needs = [*_needs(today), *_to_tell(self._calendars, self.shell.zone)]
        self._places["needs"] = [place for place, _ in needs]
        self._places["week"] = [Place("2", "session", row.session) for row in today.week]
        self.needs.empty_words = EMPTY_DESK if today.is_empty else NOTHING_NEEDED
        self.week.empty_words = "" if today.is_empty else NO_MEETING
        self.needs.styles.height = max(len(needs), 1) + 2  # its border and its head
        self.needs.show(FixedListing.made(_NEEDS, enumerate(cells for _, cells in needs)))
        zone = self.shell.zone
        self.week.show(FixedListing.made(_WEEK, ((place, _meeting(row, zone)) for place, row in enumerate(today.week))))
        if not needs and today.week and self.focused is self.needs:
            self.week.focus()

    def on_big_list_opened(self, note: notes.Opened) -> None:
        """Go to where it is put right."""
        note.stop()
        self.shell.visit(self._places[str(note.big_list.id)][note.id])

    def action_turn(self) -> None:
        """To the other panel."""
        (self.needs if self.week.has_focus else self.week).focus()

    def action_new(self) -> None:
        """Schedule a session."""
        self._in_sessions("new")

    def action_import_printed(self) -> None:
        """Import a printed schedule."""
        self._in_sessions("import_printed")

    def _in_sessions(self, action: str) -> None:
        """Go to the sessions, and begin there."""
        self.shell.visit(Place("2"))
        self.app.call_later(self._begin, action)

    async def _begin(self, action: str) -> None:
        await self.app.run_action(action, self.app.screen)


def _needs(today: "Today") -> Iterator[tuple[Place, Sequence[str]]]:
    """Where each is put right, and the cells of its line."""
    for side, cells in _of_sessions(today):
        yield Place("2", "session", cells[0], side), cells
    for award in today.awards:
        sign = "!" if award.is_due else " "
        place = Place("6", "cycle", award.year, _AWARD_SIDES.get(award.phase, "") if award.is_due else "")
        yield place, (f"Award {award.year}", f"{sign} {award.what}", reading(award.day))


def _to_tell(calendars: "Sequence[PersonUpdates]", zone: str) -> Iterator[tuple[Place, Sequence[str]]]:
    """Whose calendars changed since they were given out: some by name, and that there are more."""
    place = Place("2", "calendars")
    for one in calendars[:MOST_TOLD]:
        since = f"given {reading(wall(one.given_at, zone).date())[:-5]}" if one.given_at else ""
        yield place, (one.name, f"! calendar: {briefly(one.updates)}", since)
    if len(calendars) > MOST_TOLD:
        yield place, ("and more", "! calendars changed", "since they were given")


def _of_sessions(today: "Today") -> Iterator[tuple[str, Sequence[str]]]:
    """The side of the session where each is put right, and the cells of its line."""
    for due in today.due:
        end = wall(due.ends_at, due.zone).date()
        ended = f"class {'ended' if end < today.day else 'ends'} {reading(end)[:-5]}"
        for count, what, side in (
            (due.attendance, "! {} attendance{s} to mark", "attendance"),
            (due.release, "! {} result{s} not released", "marks"),
            (due.award, "  {} passed, not awarded", "marks"),
        ):
            if count:
                yield side, (due.session, what.format(f"{count:,}", s="s" if count > 1 else ""), ended)
    for lapse in today.lapses:
        last = f"last meets {reading(lapse.last)[:-5]}"
        yield "timetable", (lapse.session, f"! {lapse.what}: {lapse.name}", last)
    for offer in today.offers:
        until = _moment(offer.until, offer.zone) if offer.until else ""
        yield "delegates", (offer.session, f"? offered to {offer.name}", f"until {until}")
    for short in today.short:
        when = (
            f"decide {reading(short.decision_on)}" if short.decision_on else f"starts {reading(short.starts_on)[:-5]}"
        )
        yield "delegates", (short.session, f"◐ {short.booked} of {short.minimum} needed", when)


def _meeting(row: "WeekRow", zone: str) -> Sequence[str]:
    starts, ends = wall(row.starts_at, row.zone), wall(row.ends_at, row.zone)
    yours = wall(row.starts_at, zone)
    return (
        f"{reading(starts.date())[:3]} {starts.day}",
        f"{'✕ ' if row.cancelled else ''}{row.programme} {row.number}/{row.of}",
        f"{starts:%H:%M}-{ends:%H:%M}",
        city_of(row.zone),
        "" if yours == starts else f"{yours:%H:%M}",
        row.coaches,
        row.seats,
    )


def _moment(moment: datetime, zone: str) -> str:
    local = wall(moment, zone)
    return f"{reading(local.date())[:-5]} {local:%H:%M}"


def _calendars(desk: "Desk") -> "Sequence[PersonUpdates]":
    from acxdesk.queries.givens import changed_calendars

    return [next(iter(ways.values())) for ways in changed_calendars(desk, MOST_LOOKED_AT).values()]


def _today(desk: "Desk", zone: str) -> "Today":
    from acxdesk.queries.today import today

    return today(desk, zone)

"""What the opening screen shows, as frozen rows. Importing this is light: the first screen does not wait for more."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from acxdesk.rules.accreditations import Held, State, Terms, window
from acxdesk.rules.cycles import Dates, Phase, ahead
from acxdesk.rules.enrolments import seats_words
from acxdesk.rules.localtime import day_begins, wall
from acxdesk.rules.marking import ATTENDANCE_DUE, LOOKED_BACK, RESULTS_DUE
from acxdesk.rules.prerequisites import Alternative, Standing, Unmet, briefly, meets

SOON = timedelta(days=28)  # how far ahead a session under its minimum needs somebody now
AWARD_SOON = timedelta(days=7)  # how far ahead a date of the award is told
MOST = 200  # rows of a panel; a week has some tens


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One meeting of this week."""

    session: str  # reference
    programme: str
    number: int
    of: int  # meetings of the session
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC
    zone: str
    coaches: str
    seats: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A seat that is offered and not taken yet."""

    session: str
    enrolment: int
    person: int
    name: str
    until: datetime | None  # UTC; an offer always has one
    zone: str


@dataclass(frozen=True, slots=True)
class ShortRow:
    """A session that starts soon and has fewer booked than it needs."""

    session: str
    starts_on: date
    booked: int
    minimum: int
    decision_on: date | None


@dataclass(frozen=True, slots=True)
class DueRow:
    """A session whose attendance or results are overdue, or whose accreditations wait to be awarded."""

    session: str
    attendance: int  # people and meetings that nobody has marked in time
    release: int  # people whose outcome was not released in time
    award: int  # people who passed and have no accreditation of it
    ends_at: datetime  # UTC, its last meeting
    zone: str


@dataclass(frozen=True, slots=True)
class LapseRow:
    """A coach who lacks what the programme asks of its coaches when a session that is ahead or runs meets last."""

    session: str
    person: int
    name: str
    what: str  # in a few words: "CPPC ends 18 Nov"
    why: str  # "needs CPPC valid on 19 Nov 2026; holds CPPC until 18 Nov 2026"
    last: date  # the local day of that meeting


@dataclass(frozen=True, slots=True)
class AwardRow:
    """A cycle of the award in which something is due, or will be within a week."""

    year: int
    phase: Phase
    day: date  # in the cycle's zone
    what: str  # "nominations end", or once it is due "close nominations"
    is_due: bool


@dataclass(frozen=True, slots=True)
class Today:
    """The opening screen as of one instant."""

    day: date  # in the zone of whoever looks
    monday: date
    week: tuple[WeekRow, ...]
    offers: tuple[OfferRow, ...]
    short: tuple[ShortRow, ...]
    due: tuple[DueRow, ...]
    lapses: tuple[LapseRow, ...]
    awards: tuple[AwardRow, ...]
    is_empty: bool  # True: there is no session on the desk at all


@dataclass(frozen=True, slots=True)
class Stretch:
    """The instants (UTC) that the opening screen is asked for by."""

    now: datetime
    soon: datetime  # until when a session that starts needs its delegates now
    first: datetime  # the week's first instant on the wall of whoever looks
    after: datetime  # the next week's
    since: datetime  # from when on a session's last meeting makes it somebody's work of today
    sat: datetime  # until when a meeting had to end for its attendance to be overdue
    taught: datetime  # the same of the last meeting, for the results

    @classmethod
    def of(cls, now: datetime, zone: str) -> "Stretch":
        """The stretch around an instant, for somebody in an IANA zone."""
        monday = _monday(now, zone)
        first, after = (day_begins(monday + timedelta(days=days), zone) for days in (0, 7))
        return cls(now, now + SOON, first, after, now - LOOKED_BACK, now - ATTENDANCE_DUE, now - RESULTS_DUE)


def made(
    stretch: Stretch,
    zone: str,
    *,
    week: Iterable[Sequence[Any]],
    offers: Iterable[Sequence[Any]],
    short: Iterable[Sequence[Any]],
    due: Iterable[Sequence[Any]],
    lapses: Iterable[Sequence[Any]],
    cycles: Iterable[Sequence[Any]],
    is_empty: bool,
) -> Today:
    """The opening screen of the rows that its statements gave, in the order of their columns."""
    return Today(
        day=wall(stretch.now, zone).date(),
        monday=_monday(stretch.now, zone),
        week=tuple(map(_meeting, week)),
        offers=tuple(OfferRow(*row) for row in offers),
        short=tuple(ShortRow(*row) for row in short),
        due=tuple(DueRow(*row) for row in due),
        lapses=tuple(_lapses(lapses)),
        awards=tuple(_awards(cycles, stretch.now)),
        is_empty=is_empty,
    )


def _lapses(rows: Iterable[Sequence[Any]]) -> Iterator[LapseRow]:
    """Those of the doubted coaches who lack something, of rows that stand together by session and coach."""
    for (session, person, name, last), of_coach in groupby(rows, key=lambda row: tuple(row[:4])):
        if last is None:
            continue  # no meeting of it is held
        asks: dict[int, dict[Alternative, None]] = {}
        held: dict[Held, None] = {}
        for row in of_coach:
            group, standing, programme = row[4:7]
            asks.setdefault(group, {})[Alternative(programme, Standing(standing))] = None
            if row[7] is not None:
                held[_held(programme, row[7:])] = None
        groups = tuple(map(tuple, asks.values()))
        verdict = meets(groups, tuple(held), last)
        if isinstance(verdict, Unmet):
            yield LapseRow(session, person, name, briefly(groups, tuple(held), last), verdict.words, last)


def _awards(rows: Iterable[Sequence[Any]], now: datetime) -> Iterator[AwardRow]:
    for year, phase, zone, *dates in rows:
        today = wall(now, zone).date()
        coming = ahead(Phase(phase), Dates(*dates), today)
        if coming is not None and (coming.is_due or coming.day - today <= AWARD_SOON):
            what = coming.deed if coming.is_due else coming.words
            yield AwardRow(year, Phase(phase), coming.day, what, coming.is_due)


def _held(programme: str, row: Sequence[Any]) -> Held:
    awarded_on, until, state, since, *terms = row
    superseded_on = since if state == State.SUPERSEDED else None
    return Held(programme, awarded_on, until, State(state), *window(until, Terms(*terms)), superseded_on)


def _meeting(row: Sequence[Any]) -> WeekRow:
    session, programme, number, of, starts_at, ends_at, zone, coaches, taken, waiting, lowest, most, cancelled = row
    seats = seats_words(taken, 0, waiting, (lowest, most))
    return WeekRow(session, programme, number, of, starts_at, ends_at, zone, coaches, seats, bool(cancelled))


def _monday(now: datetime, zone: str) -> date:
    day = wall(now, zone).date()
    return day - timedelta(days=day.weekday())

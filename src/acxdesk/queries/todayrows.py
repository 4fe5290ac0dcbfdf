"""What the opening screen shows, as frozen rows. Importing this is light: the first screen does not wait for more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from acxdesk.errors import Refused
from acxdesk.rules.enrolments import seats_words
from acxdesk.rules.localtime import instant, wall
from acxdesk.rules.marking import ATTENDANCE_DUE, LOOKED_BACK, RESULTS_DUE

SOON = timedelta(days=28)  # how far ahead a session under its minimum needs somebody now
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
class Today:
    """The opening screen as of one instant."""

    day: date  # in the zone of whoever looks
    monday: date
    week: tuple[WeekRow, ...]
    offers: tuple[OfferRow, ...]
    short: tuple[ShortRow, ...]
    due: tuple[DueRow, ...]
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
        first, after = (_start(monday + timedelta(days=days), zone) for days in (0, 7))
        return cls(now, now + SOON, first, after, now - LOOKED_BACK, now - ATTENDANCE_DUE, now - RESULTS_DUE)


def made(
    stretch: Stretch,
    zone: str,
    *,
    week: Iterable[Sequence[Any]],
    offers: Iterable[Sequence[Any]],
    short: Iterable[Sequence[Any]],
    due: Iterable[Sequence[Any]],
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
        is_empty=is_empty,
    )


def _meeting(row: Sequence[Any]) -> WeekRow:
    session, programme, number, of, starts_at, ends_at, zone, coaches, taken, waiting, lowest, most, cancelled = row
    seats = seats_words(taken, 0, waiting, (lowest, most))
    return WeekRow(session, programme, number, of, starts_at, ends_at, zone, coaches, seats, bool(cancelled))


def _monday(now: datetime, zone: str) -> date:
    day = wall(now, zone).date()
    return day - timedelta(days=day.weekday())


def _start(day: date, zone: str) -> datetime:
    """The first instant of a local day; where the clocks skip midnight, the first that is."""
    for hour in range(3):
        try:
            return instant(day, time(hour), zone)
        except Refused:
            continue
    return datetime.combine(day, time(), UTC)

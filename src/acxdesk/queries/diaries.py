"""When coaches cannot teach: their leave, the hours outside of their week, what their own calendars have."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import orm, select

from acxdesk.desk.door import Desk
from acxdesk.records.diaries import BusyTime, Leave, TeachingHours
from acxdesk.rules.clashes import Kind
from acxdesk.rules.diaries import Hours, closed_stretches

AWAY_WORDS = {
    Kind.LEAVE: "is on leave",
    Kind.HOURS: "teaches other hours",
    Kind.BUSY: "has something else in her own calendar",
}


@dataclass(frozen=True, slots=True)
class Away:
    """A stretch in which a coach does not teach, and why."""

    person: int
    kind: Kind  # LEAVE, HOURS or BUSY
    starts_at: datetime  # UTC; of hours, no earlier than the range that was asked for
    ends_at: datetime  # UTC; of hours, no later


def away(work: orm.Session, people: Iterable[int], first: datetime, after: datetime) -> tuple[Away, ...]:
    """When some coaches cannot teach in a range, by coach, then by start. Three statements, however many they are.

    Args:
        work: a read or a deed.
        people: their numbers.
        first: the first instant of the range.
        after: the instant after its last.
    """
    wanted = sorted(set(people))
    found = [
        *_kept(work, Kind.LEAVE, wanted, first, after),
        *_kept(work, Kind.BUSY, wanted, first, after),
        *(
            Away(person, Kind.HOURS, one.starts_at, one.ends_at)
            for person, week in weeks(work, wanted).items()
            for one in closed_stretches(week.hours, week.zone, first, after)
        ),
    ]
    return tuple(sorted(found, key=lambda one: (one.person, one.starts_at, one.ends_at, one.kind)))


def _kept(work: orm.Session, kind: Kind, people: list[int], first: datetime, after: datetime) -> Iterator[Away]:
    """The rows that hold instants: of leave, or of busy times."""
    noun: type[Leave | BusyTime] = Leave if kind is Kind.LEAVE else BusyTime
    rows = work.execute(
        select(noun.person_id, noun.starts_at, noun.ends_at).where(
            noun.person_id.in_(people), noun.ends_at > first, noun.starts_at < after
        )
    )
    return (Away(row.person_id, kind, row.starts_at, row.ends_at) for row in rows)


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of a coach's week."""

    hours: tuple[Hours, ...]  # none: any time
    zone: str  # IANA; empty where there are none


ANY_TIME = Week((), "")


def weeks(work: orm.Session, people: Iterable[int]) -> dict[int, Week]:
    """The teaching hours of some coaches; whoever can teach at any time is not in it."""
    rows = work.execute(
        select(
            TeachingHours.person_id,
            TeachingHours.weekday,
            TeachingHours.opens,
            TeachingHours.closes,
            TeachingHours.zone,
        )
        .where(TeachingHours.person_id.in_(list(people)))
        .order_by(TeachingHours.weekday, TeachingHours.opens)
    )
    hours: dict[int, list[Hours]] = defaultdict(list)
    zones: dict[int, str] = {}
    for person, weekday, opens, closes, zone in rows:
        hours[person].append(Hours(weekday, opens, closes))
        zones[person] = zone
    return {person: Week(tuple(found), zones[person]) for person, found in hours.items()}


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """Some days of leave."""

    id: int
    version: int
    first_on: date
    last_on: date
    zone: str
    reason: str
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Diary:
    """What is known of a coach's time."""

    leaves: tuple[LeaveRow, ...]  # that end in the range, by their first day
    week: Week
    busy: tuple[Away, ...]  # likewise


def diary(desk: Desk, person: int, first: datetime, after: datetime) -> Diary:
    """A coach's leave and busy times in a range, and the hours of her week: three statements."""
    with desk.reading() as work:
        rows = work.scalars(
            select(Leave)
            .where(Leave.person_id == person, Leave.ends_at > first, Leave.starts_at < after)
            .order_by(Leave.starts_at, Leave.id)
        )
        leaves = tuple(
            LeaveRow(row.id, row.version, row.first_on, row.last_on, row.zone, row.reason, row.starts_at, row.ends_at)
            for row in rows
        )
        week = weeks(work, (person,)).get(person, ANY_TIME)
        busy = sorted(_kept(work, Kind.BUSY, [person], first, after), key=lambda one: one.starts_at)
        return Diary(leaves, week, tuple(busy))

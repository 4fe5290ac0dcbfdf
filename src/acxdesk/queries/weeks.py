"""The meetings of a stretch of days, whoever's they are: what a week, a month and an agenda show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, bindparam, case, func, orm, select, union

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.listing import Column
from acxdesk.queries.sessions import held, status_words
from acxdesk.queries.sqllisting import ListSpec, Rows, SqlListing, Value, containing
from acxdesk.queries.teaching import teacher_names, teaching
from acxdesk.records.catalogue import Programme
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.enrolments import TAKES_SEAT, Place, seats_words
from acxdesk.rules.localtime import clock_hours, day_begins, reading, wall
from acxdesk.rules.sessions import Status
from acxdesk.rules.text import fold, quoted

LONGEST: Final = timedelta(days=1)  # that a meeting lasts: how far before a stretch one begins that reaches into it
_BETWEEN_NAMES: Final = "\n"  # a name may hold a comma, but no line break


@dataclass(frozen=True, slots=True)
class Only:
    """Whose meetings are asked for; what is not given leaves all."""

    coach: int | None = None  # a person's number
    room: str = ""  # as `rooms` names it
    ladder: str = ""


EVERY: Final = Only()


@dataclass(frozen=True, slots=True)
class DatedMeeting:
    """One meeting, and what its session is."""

    id: int
    session: str  # reference
    programme: str  # code
    ladder: str
    number: int
    of: int  # meetings of the session, cancelled ones too
    day: date  # local, in the session's zone
    at: time  # local wall time
    minutes: int
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC
    zone: str  # the session's, IANA
    coaches: tuple[str, ...]  # who teaches it, leads first
    room: str  # where: its own place, else the session's city and venue; empty online
    seats: str  # by sign and figure
    status: Status  # of the session
    cancelled: bool  # the meeting is, or its session

    def local(self, zone: str) -> tuple[datetime, datetime]:
        """From when to when it lasts on the clocks of a zone, as naive local date-times."""
        return wall(self.starts_at, zone), wall(self.ends_at, zone)


def place_of_session() -> ColumnElement[str]:
    """The city and the venue of the row's session: "London, Room 5"; empty online."""
    return case(
        (and_(Session.city != "", Session.venue != ""), Session.city + ", " + Session.venue),
        else_=Session.city + Session.venue,
    )


def room_of_meeting() -> ColumnElement[str]:
    """Where the row's meeting is held."""
    return case((Meeting.place != "", Meeting.place), else_=place_of_session())


def meetings_of_session() -> ScalarSelect[int]:
    """How many meetings the row's session has."""
    return select(func.count()).where(Meeting.session_id == Session.id).correlate(Session).scalar_subquery()


def _rows() -> Rows:
    return (
        select(
            Meeting.id,
            Session.reference,
            Programme.code,
            Programme.ladder,
            Meeting.number,
            meetings_of_session().label("of"),
            Meeting.day,
            Meeting.at,
            Meeting.minutes,
            Meeting.starts_at,
            Meeting.ends_at,
            Session.zone,
            teacher_names(_BETWEEN_NAMES).label("coaches"),
            room_of_meeting().label("room"),
            held(*TAKES_SEAT).label("taken"),
            held(Place.WAITLISTED).label("waiting"),
            Session.capacity_min,
            Session.capacity_max,
            Session.status,
            Meeting.cancelled,
        )
        .select_from(Meeting)
        .join(Meeting.session)
        .join(Session.programme)
    )


def _narrowed(only: Only) -> dict[str, int | str]:
    """What is asked for: the parameters of `_conditions` and their values."""
    asked = {"coach": only.coach, "room": only.room or None, "ladder": only.ladder or None}
    return {name: value for name, value in asked.items() if value is not None}


def _conditions(given: Iterable[str]) -> list[ColumnElement[bool]]:
    """What a meeting fulfils, for the names of the parameters that are given."""
    conditions = {
        "coach": _taught(bindparam("coach", type_=Person.id.type)),
        "room": room_of_meeting() == bindparam("room"),
        "ladder": Programme.ladder == bindparam("ladder"),
    }
    return [conditions[name] for name in given]


def _taught(person: Any) -> ColumnElement[bool]:
    return Meeting.id.in_(select(teaching(person=person).subquery().c.meeting_id))


@cache
def _statement(*given: str) -> Rows:
    return (
        _rows()
        .where(
            Meeting.starts_at > bindparam("reaching", type_=Meeting.starts_at.type),
            Meeting.starts_at < bindparam("after", type_=Meeting.starts_at.type),
            Meeting.ends_at > bindparam("first", type_=Meeting.ends_at.type),
            *_conditions(given),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )


def meetings_between(desk: Desk, first: datetime, after: datetime, only: Only = EVERY) -> tuple[DatedMeeting, ...]:
    """The meetings that lie in a stretch of time or reach into it, by their start. One statement, along its index.

    Args:
        desk: where to read.
        first: the first instant (UTC) of the stretch.
        after: the first instant (UTC) behind it.
        only: whose.
    """
    values = _narrowed(only)
    stretch = {"reaching": first - LONGEST, "first": first, "after": after}
    with desk.reading() as work:
        return tuple(made(row) for row in work.execute(_statement(*values), {**stretch, **values}))


def made(row: Row[Any]) -> DatedMeeting:
    """A meeting out of a row of the statement."""
    return DatedMeeting(
        id=row.id,
        session=row.reference,
        programme=row.code,
        ladder=row.ladder,
        number=row.number,
        of=row.of,
        day=row.day,
        at=row.at,
        minutes=row.minutes,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        coaches=tuple(filter(None, row.coaches.split(_BETWEEN_NAMES))),
        room=row.room,
        seats=seats_words(row.taken, 0, row.waiting, (row.capacity_min, row.capacity_max)),
        status=row.status,
        cancelled=row.cancelled or row.status is Status.CANCELLED,
    )


# ---- the agenda: the same as a list

AGENDA: Final = (
    Column("day", "Day", 15),
    Column("yours", "Your time", 13),
    Column("session", "Session", 21),
    Column("number", "Meeting", 7),
    Column("time", "Time there", 11, shown=False),
    Column("zone", "Zone", 16, shown=False),
    Column("coaches", "Coaches", 14),
    Column("room", "Where", 14, shown=False),
    Column("seats", "Seats", 10),
    Column("status", "Status", 11),
    Column("starts_at", "Starts, UTC", 20, sortable=True, shown=False),
    Column("ends_at", "Ends, UTC", 20, shown=False),
)


def _agenda_values(row: Row[Any]) -> tuple[Value, ...]:
    meeting = made(row)
    starts, _ = meeting.local(row.viewer)
    return (
        starts.date().isoformat(),
        clock_hours(meeting.starts_at, meeting.ends_at, row.viewer),
        meeting.session,
        f"{meeting.number} of {meeting.of}",
        clock_hours(meeting.starts_at, meeting.ends_at, meeting.zone, beside=starts.date()),
        meeting.zone,
        ", ".join(meeting.coaches),
        meeting.room,
        meeting.seats,
        (Status.CANCELLED if meeting.cancelled else meeting.status).value,
        meeting.starts_at.isoformat(),
        meeting.ends_at.isoformat(),
    )


def _agenda_cells(row: Row[Any]) -> tuple[str, ...]:
    day, *middle, status, starts_at, ends_at = map(str, _agenda_values(row))
    return (reading(date.fromisoformat(day)), *middle, status_words(Status(status)), starts_at, ends_at)


@cache
def _agenda(*given: str) -> ListSpec:
    return ListSpec(
        noun="meetings",
        columns=AGENDA,
        rows=_rows().add_columns(bindparam("viewer", type_=Session.zone.type).label("viewer")),
        frame=orm.join(orm.join(Meeting, Session), Programme, Session.programme_id == Programme.id),
        id=Meeting.id,
        keys={"starts_at": Meeting.starts_at},
        sort="starts_at",
        values=_agenda_values,
        cells=_agenda_cells,
        where=(
            Meeting.starts_at > bindparam("reaching", type_=Meeting.starts_at.type),  # so that the index is searched
            Meeting.ends_at > bindparam("first", type_=Meeting.ends_at.type),
            *_conditions(given),
        ),
        matching=containing(Session.search_key),
    )


def agenda(desk: Desk, first: datetime, zone: str, only: Only = EVERY) -> SqlListing:
    """The meetings that end after an instant, by their start.

    Args:
        desk: where to read.
        first: the instant (UTC).
        zone: the IANA zone of whoever reads: her days and times are told.
        only: whose.
    """
    values = _narrowed(only)
    stretch = {"reaching": first - LONGEST, "first": first, "viewer": zone}
    return SqlListing(desk, _agenda(*values), MappingProxyType({**values, **stretch}))


# ---- a month: how many meetings each day has


@dataclass(frozen=True, slots=True)
class DayOfMeetings:
    """What one day has, on the clocks of whoever looks."""

    day: date
    meetings: tuple[int, ...]  # those that start on it and are held, by their start
    codes: tuple[str, ...]  # of their programmes, each once, in the same order
    cancelled: int  # that start on it and are not held


@cache
def _starting(*given: str) -> Rows:
    return (
        select(Meeting.id, Meeting.starts_at, Programme.code, Meeting.cancelled, Session.status)
        .select_from(Meeting)
        .join(Meeting.session)
        .join(Session.programme)
        .where(
            Meeting.starts_at >= bindparam("first", type_=Meeting.starts_at.type),
            Meeting.starts_at < bindparam("after", type_=Meeting.starts_at.type),
            *_conditions(given),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )


def days_between(desk: Desk, first: date, after: date, zone: str, only: Only = EVERY) -> tuple[DayOfMeetings, ...]:
    """The days of a stretch on which some meeting starts, by date. One statement, along the index of starts.

    Args:
        desk: where to read.
        first: the first day.
        after: the day behind the last.
        zone: the IANA zone of whoever looks.
        only: whose meetings.
    """
    values = _narrowed(only)
    stretch = {"first": day_begins(first, zone), "after": day_begins(after, zone)}
    with desk.reading() as work:
        rows = work.execute(_starting(*values), {**stretch, **values}).all()
    return tuple(
        _day(day, list(of_day)) for day, of_day in groupby(rows, key=lambda row: wall(row.starts_at, zone).date())
    )


def _day(day: date, rows: list[Row[Any]]) -> DayOfMeetings:
    held_ones = [row for row in rows if not row.cancelled and row.status is not Status.CANCELLED]
    codes = tuple(dict.fromkeys(row.code for row in held_ones))
    return DayOfMeetings(day, tuple(row.id for row in held_ones), codes, len(rows) - len(held_ones))


# ---- by which names meetings are asked for


def rooms(desk: Desk) -> tuple[str, ...]:
    """Every place where a meeting was or is held, by name. One statement."""
    statement = union(
        select(place_of_session().label("room")).distinct().where(place_of_session() != ""),
        select(Meeting.place).distinct().where(Meeting.place != ""),
    ).order_by("room")
    with desk.reading() as work:
        return tuple(work.scalars(statement))


def ladders(desk: Desk) -> tuple[str, ...]:
    """Every ladder that has a programme, by name. One statement."""
    with desk.reading() as work:
        return tuple(work.scalars(select(Programme.ladder).distinct().order_by(Programme.ladder)))


def resolve_room(desk: Desk, said: str) -> str:
    """The one room that is meant by some letters of it.

    Raises:
        NotFound: no room has them.
        Refused: several have; they are named.
    """
    return _resolved(rooms(desk), said, "room")


def resolve_ladder(desk: Desk, said: str) -> str:
    """The one ladder that is meant by some letters of it.

    Raises:
        NotFound: no ladder has them.
        Refused: several have; they are named.
    """
    return _resolved(ladders(desk), said, "ladder")


def _resolved(known: tuple[str, ...], said: str, noun: str) -> str:
    wanted = fold(said)
    found = [one for one in known if fold(one) == wanted] or [one for one in known if wanted in fold(one)]
    if not found:
        remedy = f"There are {', '.join(known)}." if known else ""
        raise NotFound(f"No {noun} {quoted(said)}.", remedy=remedy)
    if len(found) > 1:
        raise Refused(f"{quoted(said)} may be {' or '.join(found)}.", remedy="Write it in full.")
    return found[0]

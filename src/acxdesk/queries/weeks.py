"""The meetings of a stretch of days, whoever's they are: what a week, a month and an agenda show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, bindparam, case, func, select, union

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.sessions import held
from acxdesk.queries.sqllisting import Rows
from acxdesk.queries.teaching import teacher_names, teaching
from acxdesk.records.catalogue import Programme
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.enrolments import TAKES_SEAT, Place, seats_words
from acxdesk.rules.localtime import wall
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


def narrowing(only: Only) -> tuple[tuple[ColumnElement[bool], ...], Mapping[str, Any]]:
    """What a meeting fulfils that is asked for, and the values of its parameters."""
    conditions: Mapping[str, tuple[ColumnElement[bool], Any]] = {
        "coach": (_taught(bindparam("coach", type_=Person.id.type)), only.coach),
        "room": (room_of_meeting() == bindparam("room"), only.room or None),
        "ladder": (Programme.ladder == bindparam("ladder"), only.ladder or None),
    }
    given = {name: value for name, (_, value) in conditions.items() if value is not None}
    return tuple(conditions[name][0] for name in given), given


def _taught(person: Any) -> ColumnElement[bool]:
    return Meeting.id.in_(select(teaching(person=person).subquery().c.meeting_id))


@cache
def _statement(*given: str) -> Rows:
    only = Only(coach=0 if "coach" in given else None, **{name: name for name in given if name != "coach"})
    conditions, _ = narrowing(only)
    return (
        _rows()
        .where(
            Meeting.starts_at > bindparam("reaching", type_=Meeting.starts_at.type),
            Meeting.starts_at < bindparam("after", type_=Meeting.starts_at.type),
            Meeting.ends_at > bindparam("first", type_=Meeting.ends_at.type),
            *conditions,
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
    _, values = narrowing(only)
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

"""What the opening screen shows: this week's meetings, open offers, sessions under their minimum."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from acxdesk.queries.sessions import coach_names, held, seats_words
from acxdesk.records.catalogue import Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.enrolments import ATTENDS, TAKES_SEAT, Place
from acxdesk.rules.localtime import instant, wall
from acxdesk.rules.sessions import TAKES_ENROLMENTS, Status

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
class Today:
    """The opening screen as of one instant."""

    day: date  # in the zone of whoever looks
    monday: date
    week: tuple[WeekRow, ...]
    offers: tuple[OfferRow, ...]
    short: tuple[ShortRow, ...]
    is_empty: bool  # True: there is no session on the desk at all


def _of() -> ColumnElement[int]:
    return select(func.count()).where(Meeting.session_id == Session.id).correlate(Session).scalar_subquery()


_WEEK = (
    select(
        Session.reference,
        Programme.code,
        Meeting.number,
        _of(),
        Meeting.starts_at,
        Meeting.ends_at,
        Session.zone,
        coach_names(),
        held(*TAKES_SEAT),
        held(Place.WAITLISTED),
        Session.capacity_min,
        Session.capacity_max,
        or_(Meeting.cancelled, Session.status == Status.CANCELLED),
    )
    .select_from(Meeting)
    .join(Meeting.session)
    .join(Session.programme)
    .where(Meeting.starts_at >= bindparam("first"), Meeting.starts_at < bindparam("after"))
    .order_by(Meeting.starts_at, Meeting.id)
    .limit(MOST)
)
_OFFERS = (
    select(Session.reference, Enrolment.id, Person.id, Person.name, Enrolment.offered_until, Session.zone)
    .select_from(Enrolment)
    .join(Enrolment.session)
    .join(Enrolment.person)
    .where(Enrolment.place == Place.OFFERED)
    .order_by(Enrolment.offered_until, Enrolment.id)
    .limit(MOST)
)
_BOOKED = held(*ATTENDS)
_SHORT = (
    select(Session.reference, Session.starts_on, _BOOKED, Session.capacity_min, Session.decision_on)
    .where(
        Session.starts_at > bindparam("now"),
        Session.starts_at < bindparam("soon"),
        Session.status.in_(sorted(TAKES_ENROLMENTS)),
        Session.capacity_min > _BOOKED,
    )
    .order_by(Session.starts_at, Session.id)
    .limit(MOST)
)


def today(desk: Desk, zone: str) -> Today:
    """The opening screen, in four statements.

    Args:
        desk: where to read.
        zone: the IANA zone of whoever looks: it decides which day it is and when the week begins.
    """
    now = desk.clock.now()
    day = wall(now, zone).date()
    monday = day - timedelta(days=day.weekday())
    first, after = (_start(monday + timedelta(days=days), zone) for days in (0, 7))
    with desk.reading() as work:
        week = work.execute(_WEEK, {"first": first, "after": after}).all()
        offers = work.execute(_OFFERS).all()
        short = work.execute(_SHORT, {"now": now, "soon": now + SOON}).all()
        is_empty = work.scalar(select(Session.id).limit(1)) is None
    return Today(
        day=day,
        monday=monday,
        week=tuple(
            WeekRow(*row[:8], seats=seats_words(row[8], 0, row[9], (row[10], row[11])), cancelled=bool(row[12]))
            for row in week
        ),
        offers=tuple(OfferRow(*row) for row in offers),
        short=tuple(ShortRow(*row) for row in short),
        is_empty=is_empty,
    )


def _start(day: date, zone: str) -> datetime:
    """The first instant of a local day; where the clocks skip midnight, the first that is."""
    for hour in range(3):
        try:
            return instant(day, time(hour), zone)
        except Refused:
            continue
    return datetime.combine(day, time(), UTC)

"""What must be decided this week: sessions ahead that nobody confirmed yet, and what either decision means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, and_, exists, func, or_, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.sessions import held
from acxdesk.queries.teaching import teaching
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.deciding import DECISION_DAYS, Choice, urgency, week_end
from acxdesk.rules.enrolments import ATTENDS, TAKES_SEAT, Place, seats_words
from acxdesk.rules.localtime import wall
from acxdesk.rules.sessions import TAKES_ENROLMENTS, Status

MOST = 200  # sessions of the board; a week has some
LOSES = frozenset({Place.WAITLISTED, *TAKES_SEAT})  # whose place ends when a session is called off
_UNDECIDED = (Status.DRAFT, Status.OPEN)


@dataclass(frozen=True, slots=True)
class Decision:
    """A session of the board."""

    id: int
    programme: str  # its code
    title: str
    status: Status
    seats: str  # by sign and figure
    choice: Choice


@dataclass(frozen=True, slots=True)
class Board:
    """What must be decided, the most urgent first."""

    today: date  # in the zone of whoever looks
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another session of the same programme, where people could go."""

    reference: str
    starts_on: date
    seats: str  # by sign and figure


def decisions(desk: Desk, zone: str, *, days: int = DECISION_DAYS) -> Board:
    """The sessions whose decision is due by the end of this week, or that start soon with no date for it.

    Three statements, however many sessions there are; those ahead are searched by the index of their starts.

    Args:
        desk: where to read.
        zone: the IANA zone of whoever looks: it decides which day it is and when the week ends.
        days: how long before its start a session without a decision date is to be decided about; 0 for the default.
    """
    days = days or DECISION_DAYS
    now = desk.clock.now()
    today = wall(now, zone).date()
    with desk.reading() as work:
        numbers = work.scalars(_undecided(now, today, days)).all()
        rows = work.execute(_rows().where(Session.id.in_(numbers))).all()
        minutes = _coach_minutes(work, numbers)
    found = [_decision(row, minutes.get(row.id, 0), days) for row in rows]
    return Board(today, tuple(sorted(found, key=lambda one: urgency(one.choice))))


def alternatives(desk: Desk, session: str) -> tuple[Alternative, ...]:
    """Sessions of the same programme that are ahead and take delegates, by their start; two statements.

    Raises:
        NotFound: no session has this reference.
    """
    now = desk.clock.now()
    with desk.reading() as work:
        found = work.execute(
            select(Session.id, Session.programme_id).where(func.upper(Session.reference) == session.upper())
        ).one_or_none()
        if found is None:
            raise NotFound(f"No session {session}.", remedy="session list shows them all.")
        rows = work.execute(
            select(
                Session.reference,
                Session.starts_on,
                held(*ATTENDS).label("booked"),
                held(Place.OFFERED).label("offered"),
                held(Place.WAITLISTED).label("waiting"),
                Session.capacity_min,
                Session.capacity_max,
            )
            .where(
                Session.programme_id == found.programme_id,
                Session.id != found.id,
                Session.starts_at > now,
                Session.status.in_(sorted(TAKES_ENROLMENTS)),
            )
            .order_by(Session.starts_on, Session.id)
            .limit(MOST)
        ).all()
    return tuple(Alternative(row.reference, row.starts_on, _seats(row)) for row in rows)


def _undecided(now: datetime, today: date, days: int) -> Select[int]:
    by_date = Session.decision_on <= week_end(today)
    soon = and_(Session.decision_on.is_(None), Session.starts_on <= today + timedelta(days=days))
    return (
        select(Session.id)
        .where(
            Session.starts_on >= today - timedelta(days=1),  # elsewhere it may be yesterday still
            Session.starts_at > now,
            Session.status.in_(_UNDECIDED),
            or_(by_date, soon),
        )
        .order_by(func.coalesce(Session.decision_on, Session.starts_on), Session.starts_on, Session.id)
        .limit(MOST)
    )


def _rows() -> Select[*tuple[Any, ...]]:
    other = orm.aliased(Session)
    return (
        select(
            Session.id,
            Session.reference,
            Programme.code,
            Edition.title,
            Edition.price_minor,
            Edition.currency,
            Session.status,
            Session.starts_on,
            Session.decision_on,
            Session.capacity_min,
            Session.capacity_max,
            held(*ATTENDS).label("booked"),
            held(Place.OFFERED).label("offered"),
            held(Place.WAITLISTED).label("waiting"),
            held(*LOSES).label("losing"),
            other.reference.label("elsewhere"),
            (other.capacity_max - _taken(other)).label("left"),
            _is_free_there(other).label("could"),
        )
        .join(Session.programme)
        .join(Session.edition)
        .outerjoin(other, other.id == _next_with_seats())
    )


def _taken(session: type[Session]) -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(Enrolment.session_id == session.id, Enrolment.place.in_(sorted(TAKES_SEAT)))
        .correlate(session)
        .scalar_subquery()
    )


def _next_with_seats() -> ScalarSelect[int]:
    """The next session of the row's programme that has a free seat for whom nobody waits."""
    after = orm.aliased(Session)
    waits = exists().where(Enrolment.session_id == after.id, Enrolment.place == Place.WAITLISTED).correlate(after)
    return (
        select(after.id)
        .where(
            after.programme_id == Session.programme_id,
            after.starts_on >= Session.starts_on,
            after.id != Session.id,
            after.status.in_(sorted(TAKES_ENROLMENTS)),
            after.capacity_max > _taken(after),
            ~waits,
        )
        .order_by(after.starts_on, after.id)
        .limit(1)
        .correlate(Session)
        .scalar_subquery()
    )


def _is_free_there(other: type[Session]) -> ScalarSelect[int]:
    """How many of those who would lose their place in the row's session have none in the other."""
    there = orm.aliased(Enrolment)
    has_one = exists().where(
        there.session_id == other.id,
        there.person_id == Enrolment.person_id,
        there.place.in_(sorted({Place.APPLIED, *LOSES})),
    )
    return (
        select(func.count())
        .where(Enrolment.session_id == Session.id, Enrolment.place.in_(sorted(LOSES)))
        .where(~has_one.correlate(Enrolment, other))
        .correlate(Session, other)
        .scalar_subquery()
    )


def _coach_minutes(work: orm.Session, numbers: Iterable[int]) -> dict[int, int]:
    """What each of these sessions' coaches are to teach, added up."""
    taught = teaching(Session.id.in_(numbers)).subquery()
    rows = work.execute(
        select(Meeting.session_id, func.sum(Meeting.minutes))
        .join(taught, taught.c.meeting_id == Meeting.id)
        .where(Meeting.cancelled.is_(False))
        .group_by(Meeting.session_id)
    )
    return dict(rows.all())


def _decision(row: Row[Any], minutes: int, days: int) -> Decision:
    choice = Choice(
        reference=row.reference,
        booked=row.booked,
        minimum=row.capacity_min,
        maximum=row.capacity_max,
        decide_by=row.decision_on or row.starts_on - timedelta(days=days),
        is_set=row.decision_on is not None,
        starts_on=row.starts_on,
        losing=row.losing,
        price_minor=row.price_minor,
        currency=row.currency,
        coach_minutes=minutes,
        elsewhere=row.elsewhere or "",
        fits=min(row.could, row.left) if row.elsewhere else 0,
    )
    return Decision(row.id, row.code, row.title, row.status, _seats(row), choice)


def _seats(row: Any) -> str:
    return seats_words(row.booked, row.offered, row.waiting, (row.capacity_min, row.capacity_max))

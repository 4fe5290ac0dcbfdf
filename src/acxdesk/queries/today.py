"""What the opening screen shows: the week, open offers, sessions under their minimum, who lapses, the award.

The first frame reads the same by `queries.firstlook`, with the text of these statements and without SQLAlchemy.
"""

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select

from acxdesk.desk.door import Desk
from acxdesk.queries.marking import is_marked, unawarded, unmarked, unreleased
from acxdesk.queries.prerequisites import LAPSES
from acxdesk.queries.sessions import held
from acxdesk.queries.teaching import teacher_names
from acxdesk.queries.todayrows import (
    MOST,
    AwardRow,
    DueRow,
    LapseRow,
    OfferRow,
    ShortRow,
    Stretch,
    Today,
    WeekRow,
    made,
)
from acxdesk.records.catalogue import Programme
from acxdesk.records.cycles import Cycle
from acxdesk.records.enrolments import IS_OFFERED, Enrolment
from acxdesk.records.people import Person
from acxdesk.records.schemes import Scheme
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.cycles import ACTIVE, DATES, Phase
from acxdesk.rules.enrolments import ATTENDS, TAKES_SEAT, Place
from acxdesk.rules.sessions import TAKES_ENROLMENTS, Status

__all__ = [
    "CYCLES",
    "DUE",
    "EMPTY",
    "LAPSES",
    "OFFERS",
    "SHORT",
    "WEEK",
    "AwardRow",
    "DueRow",
    "LapseRow",
    "OfferRow",
    "ShortRow",
    "Today",
    "WeekRow",
    "today",
]


def _of() -> ColumnElement[int]:
    return select(func.count()).where(Meeting.session_id == Session.id).correlate(Session).scalar_subquery()


WEEK = (
    select(
        Session.reference,
        Programme.code,
        Meeting.number,
        _of(),
        Meeting.starts_at,
        Meeting.ends_at,
        Session.zone,
        teacher_names(),
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
OFFERS = (
    select(Session.reference, Enrolment.id, Person.id, Person.name, Enrolment.offered_until, Session.zone)
    .select_from(Enrolment)
    .join(Enrolment.session)
    .join(Enrolment.person)
    .where(IS_OFFERED)
    .order_by(Enrolment.offered_until, Enrolment.id)
    .limit(MOST)
)
_BOOKED = held(*ATTENDS)
SHORT = (
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
# The last of those that have begun: on a desk with thousands, the others are on the list of area 5.
_LATEST = (
    select(Session.id)
    .where(Session.ends_at >= bindparam("since"), is_marked())
    .order_by(Session.ends_at.desc(), Session.id.desc())
    .limit(MOST)
)
_OPEN = (
    select(
        Session.id,
        Session.reference,
        case((Scheme.attendance_percent > 0, unmarked(bindparam("sat"))), else_=0).label("attendance"),
        case((Session.ends_at <= bindparam("taught"), unreleased()), else_=0).label("release"),
        unawarded().label("award"),
        Session.ends_at,
        Session.zone,
    )
    .join(Scheme, Scheme.edition_id == Session.edition_id)
    .where(Session.id.in_(_LATEST))
    .subquery()
)
DUE = (
    select(_OPEN.c.reference, _OPEN.c.attendance, _OPEN.c.release, _OPEN.c.award, _OPEN.c.ends_at, _OPEN.c.zone)
    .where(or_(_OPEN.c.attendance > 0, _OPEN.c.release > 0, _OPEN.c.award > 0))
    .order_by(_OPEN.c.ends_at, _OPEN.c.id)
    .limit(MOST)
)
CYCLES = (
    select(Cycle.year, Cycle.phase, Cycle.zone, *(getattr(Cycle, name) for name in DATES))
    .where(Cycle.phase.in_(sorted({Phase.PLANNED, *ACTIVE})))
    .order_by(Cycle.year)
    .limit(MOST)
)
EMPTY = select(Session.id).limit(1)


def today(desk: Desk, zone: str) -> Today:
    """The opening screen, in seven statements.

    Args:
        desk: where to read.
        zone: the IANA zone of whoever looks: it decides which day it is and when the week begins.
    """
    stretch = Stretch.of(desk.clock.now(), zone)
    with desk.reading() as work:
        return made(
            stretch,
            zone,
            week=work.execute(WEEK, {"first": stretch.first, "after": stretch.after}).all(),
            offers=work.execute(OFFERS).all(),
            short=work.execute(SHORT, {"now": stretch.now, "soon": stretch.soon}).all(),
            due=work.execute(
                DUE,
                {"now": stretch.now, "since": stretch.since, "sat": stretch.sat, "taught": stretch.taught},
            ).all(),
            lapses=work.execute(LAPSES, {"now": stretch.now}).all(),
            cycles=work.execute(CYCLES).all(),
            is_empty=work.scalar(EMPTY) is None,
        )

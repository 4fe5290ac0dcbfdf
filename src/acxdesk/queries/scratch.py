"""Scratch plans as they are kept, and the figures of a schedule that two of them are compared by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.clashes import clashes_between
from acxdesk.queries.teaching import teaching
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.scratch import ScratchPlan, ScratchStep
from acxdesk.records.sessions import Meeting, Session
from acxdesk.records.teaching import SharedMeeting
from acxdesk.rules.clashes import Margins
from acxdesk.rules.comparing import Affected, Figures, Span
from acxdesk.rules.enrolments import ATTENDS
from acxdesk.rules.sessions import Status
from acxdesk.rules.text import fold

_AT_ONCE = 500  # numbers of one statement


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the list of them."""

    id: int
    name: str
    made_at: datetime  # UTC
    steps: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as it is kept."""

    number: int
    verb: str
    request: str  # JSON


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan with its steps, in the order in which they are done."""

    id: int
    name: str
    steps: tuple[StepRow, ...]


def plans(desk: Desk) -> tuple[PlanRow, ...]:
    """Every plan, the newest first. One statement."""
    statement = (
        select(ScratchPlan.id, ScratchPlan.name, ScratchPlan.made_at, func.count(ScratchStep.id))
        .outerjoin(ScratchStep, ScratchStep.plan_id == ScratchPlan.id)
        .group_by(ScratchPlan.id)
        .order_by(ScratchPlan.made_at.desc(), ScratchPlan.id.desc())
    )
    with desk.reading() as work:
        return tuple(PlanRow(*row) for row in work.execute(statement))


def plan(desk: Desk, said: str) -> PlanCard:
    """One plan, by its name or its number.

    Raises:
        NotFound: there is none; the others are named.
    """
    with desk.reading() as work:
        return card_of(found_plan(work, said))


def card_of(row: ScratchPlan) -> PlanCard:
    """A plan that was read with its steps."""
    return PlanCard(row.id, row.name, tuple(StepRow(one.number, one.verb, one.request) for one in row.steps))


def found_plan(work: orm.Session, said: str) -> ScratchPlan:
    """The row of a plan with its steps, by its name or its number.

    Raises:
        NotFound: there is none; the others are named.
    """
    is_it = ScratchPlan.name_key == fold(said)
    if said.isdecimal() and said.isascii() and len(said) < 10:  # noqa: PLR2004 - a number of a row, not of a star
        is_it |= ScratchPlan.id == int(said)
    row = work.scalar(select(ScratchPlan).where(is_it).options(orm.selectinload(ScratchPlan.steps)).limit(1))
    if row is None:
        names = work.scalars(select(ScratchPlan.name).order_by(ScratchPlan.id.desc()).limit(3)).all()
        remedy = f"There are: {', '.join(names)}." if names else "There is none yet: plan new makes one."
        raise NotFound(f'No plan "{said}".', remedy=remedy)
    return row


def figures(desk: Desk, span: Span, margins: Margins) -> Figures:
    """A schedule in a stretch of time, in three statements and the one of its clashes.

    Args:
        desk: also in the middle of a deed.
        span: meetings that start in it count, and the sessions that they belong to.
        margins: as clashes are told by.
    """
    in_span = (Meeting.starts_at >= span.first, Meeting.starts_at < span.after)
    held = (Meeting.cancelled.is_(False), Session.status.not_in((Status.CANCELLED, Status.DRAFT)))
    shared = select(SharedMeeting.id).where(SharedMeeting.meeting_id == Meeting.id).exists()
    sessions = select(Meeting.session_id).join(Meeting.session).where(*in_span, *held).distinct()
    with desk.reading() as work:
        count, minutes = work.execute(
            select(func.count(), func.coalesce(func.sum(Meeting.minutes).filter(~shared), 0))
            .select_from(Meeting)
            .join(Meeting.session)
            .where(*in_span, *held)
        ).one()
        runs, seats = work.execute(
            select(func.count(), func.coalesce(func.sum(Session.capacity_max), 0)).where(Session.id.in_(sessions))
        ).one()
        booked = work.scalar(
            select(func.count()).where(Enrolment.session_id.in_(sessions), Enrolment.place.in_(sorted(ATTENDS)))
        )
    found = clashes_between(desk, span.first, span.after, margins)
    clashes = frozenset(one.sentence for one in found if not one.accepted)
    return Figures(runs, count, minutes, seats, booked or 0, clashes)


def affected(work: orm.Session, sessions: Iterable[int]) -> frozenset[Affected]:
    """Who sits in some sessions or teaches them."""
    numbers = sorted(set(sessions))
    return frozenset(
        one for start in range(0, len(numbers), _AT_ONCE) for one in _of(work, numbers[start : start + _AT_ONCE])
    )


def _of(work: orm.Session, numbers: list[int]) -> Iterator[Affected]:
    sits = (
        select(Person.id, Person.name)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.session_id.in_(numbers), Enrolment.place.in_(sorted(ATTENDS)))
    )
    teaches = teaching(Meeting.session_id.in_(numbers)).subquery()
    coaches = select(Person.id, Person.name).where(Person.id.in_(select(teaches.c.person_id)))
    yield from (Affected(row.id, row.name, coach=False) for row in work.execute(sits))
    yield from (Affected(row.id, row.name, coach=True) for row in work.execute(coaches))

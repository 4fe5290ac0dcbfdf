"""Who teaches a meeting: the session's coaches who did not decline, with whoever stands in for one of them.

One select for every reader. Two halves: coaches in their own part, and substitutes in somebody else's. A condition on
`Meeting`, `Session` or on the person goes into both, so that SQLite searches each by an index (see `teaching`).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    ScalarSelect,
    Select,
    Subquery,
    Text,
    cast,
    func,
    null,
    or_,
    orm,
    select,
    union_all,
)

from acxdesk.desk.door import Desk
from acxdesk.queries.sessioncoaches import has_declined
from acxdesk.records.catalogue import Edition
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session, SessionCoach
from acxdesk.records.teaching import SharedMeeting, Substitution
from acxdesk.rules.sessions import Role, Status

Teaching = CompoundSelect[*tuple[Any, ...]]


def teaching(
    *where: ColumnElement[bool], person: int | None = None, people: BindParameter[Any] | None = None
) -> Teaching:
    """Each meeting with each person who teaches it, once: the columns `meeting_id`, `person_id`, `role`, `for_id`.

    It is one select to join by, as a subquery: cancelled meetings and sessions are in it, for the reader to leave out.
    `role` is the part that is taught, of the absent coach where somebody stands in; `for_id` is that coach, else NULL.

    Args:
        where: on `Meeting` and `Session`, which both halves join: a stretch of time, some sessions. Without any, and
            without a person, it is everything on the desk.
        person: only what she teaches, by the index of coaches and that of substitutes.
        people: only what some teach, in the same way.
    """
    own = _own().where(*where)
    stands_in = _stands_in().where(*where)
    if person is not None:
        own = own.where(SessionCoach.person_id == person)
        stands_in = stands_in.where(Substitution.person_id == person)
    if people is not None:
        own = own.where(SessionCoach.person_id.in_(people))
        stands_in = stands_in.where(Substitution.person_id.in_(people))
    return union_all(own, stands_in)


def _own() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Meeting.id.label("meeting_id"),
            SessionCoach.person_id.label("person_id"),
            SessionCoach.role.label("role"),
            null().label("for_id"),
        )
        .select_from(Meeting)
        .join(Session, Session.id == Meeting.session_id)
        .join(SessionCoach, SessionCoach.session_id == Session.id)
        .where(~has_declined(SessionCoach), ~_is_replaced(SessionCoach))
    )


def _stands_in() -> Select[*tuple[Any, ...]]:
    """Substitutes, but not one who has a part of her own in the meeting, and none twice."""
    absent, own, earlier = orm.aliased(SessionCoach), orm.aliased(SessionCoach), orm.aliased(Substitution)
    has_part = (
        select(own.id)
        .where(own.session_id == Meeting.session_id, own.person_id == Substitution.person_id)
        .where(~has_declined(own), ~_is_replaced(own))
    )
    is_there = select(earlier.id).where(
        earlier.meeting_id == Substitution.meeting_id,
        earlier.person_id == Substitution.person_id,
        earlier.id < Substitution.id,
    )
    return (
        select(
            Substitution.meeting_id.label("meeting_id"),
            Substitution.person_id.label("person_id"),
            absent.role.label("role"),
            Substitution.absent_id.label("for_id"),
        )
        .select_from(Substitution)
        .join(Meeting, Meeting.id == Substitution.meeting_id)
        .join(Session, Session.id == Meeting.session_id)
        .join(absent, (absent.session_id == Session.id) & (absent.person_id == Substitution.absent_id))
        .where(~has_part.exists(), ~is_there.exists())
    )


def _is_replaced(coach: Any) -> ColumnElement[bool]:
    """Whether somebody stands in for this coach in the meeting of the row."""
    other = orm.aliased(Substitution)
    found = select(other.id).where(other.meeting_id == Meeting.id, other.absent_id == coach.person_id)
    return found.correlate_except(other).exists()


def taught_by(person: int) -> Select[*tuple[Any, ...]]:
    """The meetings that a person teaches, as numbers; of a class that two sessions share, the one that is its host.

    Nothing is left out with a host that is called off itself, or in which she has no part.
    """
    hers = teaching(person=person).subquery("hers")
    of_host = teaching(person=person).subquery("of_host")
    return select(hers.c.meeting_id).where(~_counts_by_host(hers, of_host))


def taught_by_some(people: BindParameter[Any]) -> Select[*tuple[Any, ...]]:
    """As `taught_by`, of several: the columns `meeting_id` and `person_id`."""
    hers = teaching(people=people).subquery("hers")
    of_host = teaching(people=people).subquery("of_host")
    same = of_host.c.person_id == hers.c.person_id
    return select(hers.c.meeting_id, hers.c.person_id).where(~_counts_by_host(hers, of_host, same))


def _counts_by_host(hers: Subquery, of_host: Subquery, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    host, runs = orm.aliased(Meeting), orm.aliased(Session)
    held = select(of_host.c.meeting_id).where(*where).correlate(hers)  # else: held by anybody of those asked about
    found = (
        select(SharedMeeting.id)
        .join(host, host.id == SharedMeeting.host_id)
        .join(runs, runs.id == host.session_id)
        .where(
            SharedMeeting.meeting_id == hers.c.meeting_id,
            host.cancelled.is_(False),
            runs.status.not_in((Status.CANCELLED, Status.DRAFT)),
            host.id.in_(held),
        )
    )
    return found.exists()


def teacher_names(separator: str = ", ") -> ScalarSelect[str]:
    """The names of who teaches the row's meeting, leads first, a substitute in the place of whom she stands in for."""
    part, stands_in = orm.aliased(SessionCoach), orm.aliased(Substitution)
    ordered = (
        select(Person.name)
        .select_from(part)
        .outerjoin(stands_in, (stands_in.meeting_id == Meeting.id) & (stands_in.absent_id == part.person_id))
        .join(Person, Person.id == func.coalesce(stands_in.person_id, part.person_id))
        .where(part.session_id == Meeting.session_id, stands_in.id.is_not(None) | ~has_declined(part))
        .group_by(Person.id)
        .order_by(func.min(part.role != Role.LEAD), func.min(part.id))
        .correlate(Meeting)
        .subquery()
    )
    return select(func.coalesce(func.group_concat(ordered.c.name, separator), "")).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Taught:
    """A meeting that somebody teaches."""

    meeting: int  # its row
    reference: str
    title: str
    number: int
    day: date  # local
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC
    zone: str  # IANA
    role: Role
    instead_of: str  # the name of whom she stands in for, or empty


# Where nothing is held: what is called off, and drafts that may never be.
IS_HELD: Final = (Meeting.cancelled.is_(False), Session.status.not_in((Status.CANCELLED, Status.DRAFT)))


def taught_between(
    work: orm.Session, person: int, first: datetime, after: datetime, most: int | None = None
) -> tuple[Taught, ...]:
    """What a coach teaches in a range, by start; a class that two sessions share is told once.

    Args:
        work: a read or a deed.
        person: her number.
        first: the first instant.
        after: the instant after the last.
        most: how many at most; None for all.
    """
    ranged = (Meeting.starts_at < after, Meeting.ends_at > first, *IS_HELD)
    hers = teaching(*ranged, person=person).subquery()
    absent = orm.aliased(Person)
    rows = work.execute(
        select(
            Meeting.id,
            Session.reference,
            Edition.title,
            Meeting.number,
            Meeting.day,
            Meeting.starts_at,
            Meeting.ends_at,
            Session.zone,
            hers.c.role,
            func.coalesce(absent.name, ""),
        )
        .select_from(hers)
        .join(Meeting, Meeting.id == hers.c.meeting_id)
        .join(Session, Session.id == Meeting.session_id)
        .join(Edition, Edition.id == Session.edition_id)
        .outerjoin(absent, absent.id == hers.c.for_id)
        .where(hers.c.meeting_id.in_(taught_by(person)))
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(most)
    )
    return tuple(Taught(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Load:
    """What a coach teaches in a month."""

    month: date  # its first day
    minutes: int
    meetings: int


@dataclass(frozen=True, slots=True)
class CoachLoad:
    """What a coach teaches in some months."""

    person: int
    name: str
    months: tuple[Load, ...]  # those in which she teaches, in order

    def of(self, month: date) -> Load:
        """Of one month."""
        return next((one for one in self.months if one.month == month), Load(month, 0, 0))


def load(desk: Desk, first: date, after: date, person: int | None = None) -> tuple[CoachLoad, ...]:
    """How much every coach teaches in each month, by her name, in one statement.

    A substitute's meetings are hers, a class that two sessions share counts once for who teaches both, and what is
    called off, or a draft, counts for nobody. A coach who teaches nothing is in it, without months.

    Args:
        desk: where to read.
        first: the first local day.
        after: the local day after the last.
        person: only hers.
    """
    sums = _sums(first, after, person)
    statement = (
        select(Person.id, Person.name, sums.c.month, sums.c.minutes, sums.c.meetings)
        .outerjoin(sums, sums.c.person_id == Person.id)
        .where(Person.id == person if person is not None else or_(Person.coach, sums.c.month.is_not(None)))
        .order_by(Person.sort_key, Person.id, sums.c.month)
    )
    with desk.reading() as work:
        rows = work.execute(statement).all()
    return tuple(
        CoachLoad(
            number,
            name,
            tuple(
                Load(date.fromisoformat(f"{one.month}-01"), one.minutes, one.meetings) for one in theirs if one.month
            ),
        )
        for (number, name), theirs in groupby(rows, key=lambda one: (one.id, one.name))
    )


def _sums(first: date, after: date, person: int | None) -> Subquery:
    """Minutes and meetings by coach and month, of what is held on some local days."""
    zones = timedelta(days=1)  # a local day begins and ends within a day of UTC's
    starts, ends = (datetime.combine(day, time(), UTC) for day in (first, after))
    ranged = (
        Meeting.starts_at >= starts - zones,
        Meeting.starts_at < ends + zones,
        Meeting.day >= first,
        Meeting.day < after,
        *IS_HELD,
    )
    taught = teaching(*ranged, person=person).cte("taught")
    of_host = taught.alias("of_host")
    by_host = select(SharedMeeting.id).where(
        SharedMeeting.meeting_id == taught.c.meeting_id,
        SharedMeeting.host_id == of_host.c.meeting_id,
        of_host.c.person_id == taught.c.person_id,
    )
    month = func.substr(cast(Meeting.day, Text), 1, 7)
    return (
        select(
            taught.c.person_id,
            month.label("month"),
            func.sum(Meeting.minutes).label("minutes"),
            func.count().label("meetings"),
        )
        .join(Meeting, Meeting.id == taught.c.meeting_id)
        .where(~by_host.correlate(taught).exists())
        .group_by(taught.c.person_id, month)
        .subquery()
    )

"""Sessions that wait for attendance, marks, second marks, release or awarding."""

from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    orm,
    select,
)

from acxdesk.desk.door import Desk
from acxdesk.queries.listing import Column
from acxdesk.queries.sessions import coach_names
from acxdesk.queries.sqllisting import ListSpec, Rows, SqlListing, Value, containing
from acxdesk.records.accreditations import Accreditation
from acxdesk.records.attendance import Attendance
from acxdesk.records.catalogue import Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.marks import Mark, Result
from acxdesk.records.people import Person
from acxdesk.records.schemes import Component, Scheme
from acxdesk.records.sessions import Meeting, Session, SessionCoach
from acxdesk.rules.enrolments import ATTENDS
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.marking import Waits, due
from acxdesk.rules.marks import Series
from acxdesk.rules.outcomes import Verdict
from acxdesk.rules.people import sort_key
from acxdesk.rules.schemes import SecondMarking
from acxdesk.rules.sessions import TAKES_ENROLMENTS

COLUMNS = (
    Column("session", "Session", 21, sortable=True),
    Column("programme", "Programme", 10, shown=False),
    Column("ends_on", "Ends", 10, sortable=True),
    Column("waits_for", "Waits for", 30),
    Column("due", "Due", 8),
    Column("coaches", "Coaches", 12, shown=False),
    Column("attendance", "Attendances", 5, numeric=True, shown=False),
    Column("marks", "Marks", 5, numeric=True, shown=False),
    Column("second_marks", "Second marks", 5, numeric=True, shown=False),
    Column("to_release", "To release", 5, numeric=True, shown=False),
    Column("to_award", "To award", 5, numeric=True, shown=False),
    Column("resits", "Resits", 5, numeric=True, shown=False),
    Column("reviews", "Reviews", 5, numeric=True, shown=False),
    Column("overdue", "Overdue", 5, shown=False),
)
_NOW: Final = bindparam("now", type_=Session.starts_at.type)
_ATTENDS = Enrolment.place.in_(sorted(ATTENDS))


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many who sit in the row's session are so."""
    return (
        select(func.count())
        .select_from(Enrolment)
        .where(Enrolment.session_id == Session.id, _ATTENDS, *conditions)
        .correlate(Session)
        .scalar_subquery()
    )


def _has_result() -> ColumnElement[bool]:
    return exists().where(Result.enrolment_id == Enrolment.id).correlate(Enrolment)


def _last_verdict(verdict: Verdict) -> ColumnElement[bool]:
    """Whether the outcome that was released last says so."""
    later = orm.aliased(Result)
    newer = exists().where(later.enrolment_id == Result.enrolment_id, later.number > Result.number).correlate(Result)
    return exists().where(Result.enrolment_id == Enrolment.id, Result.verdict == verdict, ~newer).correlate(Enrolment)


def unmarked(before: ColumnElement[Any]) -> ScalarSelect[int]:
    """People and meetings of the row's session that ended by then and that nobody has marked.

    A meeting that was over before somebody came to the session is none of hers; see `queries.attendance`.
    """
    marked = (
        exists()
        .where(Attendance.enrolment_id == Enrolment.id, Attendance.meeting_id == Meeting.id)
        .correlate(Enrolment, Meeting)
    )
    joined_later = and_(Enrolment.attended_from >= Meeting.ends_at, Enrolment.attended_from < Session.ends_at)
    return (
        select(func.count())
        .select_from(Meeting)
        .join(Enrolment, Enrolment.session_id == Meeting.session_id)
        .where(
            Meeting.session_id == Session.id,
            Meeting.cancelled.is_(False),
            Meeting.ends_at <= before,
            _ATTENDS,
            ~joined_later,
            ~_has_result(),
            ~marked,
        )
        .correlate(Session)
        .scalar_subquery()
    )


def unreleased() -> ScalarSelect[int]:
    """People of the row's session whose outcome was never released."""
    return _count(~_has_result())


def unawarded() -> ScalarSelect[int]:
    """People of the row's session who passed, and have no accreditation of it."""
    return _count(_last_verdict(Verdict.PASSED), ~_is_awarded())


def _is_awarded() -> ColumnElement[bool]:
    return exists().where(Accreditation.enrolment_id == Enrolment.id).correlate(Enrolment)


def _components() -> ScalarSelect[int]:
    return select(func.count()).where(Component.scheme_id == Scheme.id).correlate(Scheme).scalar_subquery()


def _marks(series: Series) -> ScalarSelect[int]:
    """Marks of the first attempt that are entered for those whose outcome is to be released."""
    return (
        select(func.count())
        .select_from(Mark)
        .join(Enrolment, Enrolment.id == Mark.enrolment_id)
        .where(
            Enrolment.session_id == Session.id,
            _ATTENDS,
            ~_has_result(),
            Mark.series == series,
            Mark.attempt == 1,
            Mark.revision == 0,
        )
        .correlate(Session)
        .scalar_subquery()
    )


def _seconds_asked() -> ColumnElement[int]:
    """How many people of the row's session are marked twice: a part of a person is a whole one."""
    people = unreleased()
    return case(
        (Scheme.second_marking == SecondMarking.ALL, people),
        (Scheme.second_marking == SecondMarking.SAMPLE, (people * Scheme.sample_percent + 99) // 100),
        else_=0,
    )


def _is_reviewed() -> ColumnElement[bool]:
    """Whether a remark or an appeal is open; written out, so that SQLite sees the index of just those."""
    is_open = and_(Mark.origin != literal_column("'marking'"), Mark.state != literal_column("'released'"))
    return exists().where(Mark.enrolment_id == Enrolment.id, is_open).correlate(Enrolment)


def _when_delivered(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """What is waited for once the last meeting is over."""
    return case((Session.ends_at <= _NOW, value), else_=0)


def is_marked() -> ColumnElement[bool]:
    """Whether a session has begun and its results are not put aside by closing or cancelling it."""
    return and_(Session.starts_at <= _NOW, Session.status.in_(sorted(TAKES_ENROLMENTS)))


def _waits_for_something() -> ColumnElement[bool]:
    """Whether a session waits at all: one look at each of its people, however many sessions wait for nothing."""
    is_open = or_(
        and_(~_has_result(), Session.ends_at <= _NOW),
        and_(_last_verdict(Verdict.PASSED), ~_is_awarded()),
        _last_verdict(Verdict.RESIT),
        _is_reviewed(),
    )
    somebody = exists().where(Enrolment.session_id == Session.id, _ATTENDS, is_open).correlate(Session)
    return or_(somebody, and_(Session.ends_at > _NOW, Scheme.attendance_percent > 0, unmarked(_NOW) > 0))


def _rows() -> Rows:
    attendance = case((Scheme.attendance_percent > 0, unmarked(_NOW)), else_=0)
    return (
        select(
            Session.reference,
            Programme.code,
            Session.ends_at,
            Session.zone,
            coach_names().label("coaches"),
            attendance.label("attendance"),
            _when_delivered(func.max(unreleased() * _components() - _marks(Series.FIRST), 0)).label("marks"),
            _when_delivered(func.max(_seconds_asked() * _components() - _marks(Series.SECOND), 0)).label("second"),
            _when_delivered(unreleased()).label("release"),
            unawarded().label("award"),
            _count(_last_verdict(Verdict.RESIT)).label("resits"),
            _count(_is_reviewed()).label("reviews"),
            _NOW.label("now"),
        )
        .select_from(Session)
        .join(Session.programme)
        .join(Scheme, Scheme.edition_id == Session.edition_id)
    )


def _waits(row: Row[Any]) -> Waits:
    return Waits(row.attendance, row.marks, row.second, row.release, row.award, row.resits, row.reviews)


def _values(row: Row[Any]) -> tuple[Value, ...]:
    waits = _waits(row)
    return (
        row.reference,
        row.code,
        _local(row.ends_at, row).isoformat()[:10],
        ", ".join(waits.words()),
        _local(due(row.ends_at), row).isoformat()[:10],
        row.coaches,
        waits.attendance,
        waits.marks,
        waits.second,
        waits.release,
        waits.award,
        waits.resits,
        waits.reviews,
        bool(waits.release) and due(row.ends_at) <= row.now,
    )


def _cells(row: Row[Any]) -> tuple[str, ...]:
    values = _values(row)
    overdue = values[-1] is True
    shown = {
        "ends_on": reading(_local(row.ends_at, row).date())[:-5],
        "due": f"{'! ' if overdue else ''}{reading(_local(due(row.ends_at), row).date())[4:-5]}" if row.release else "",
        "overdue": "yes" if overdue else "",
    }
    return tuple(
        shown.get(column.name, "" if value in {None, 0} else str(value))
        for column, value in zip(COLUMNS, values, strict=True)
    )


def _local(moment: datetime, row: Row[Any]) -> datetime:
    return wall(moment, row.zone)


@cache
def _spec(*, mine: bool) -> ListSpec:
    return ListSpec(
        noun="sessions that wait",
        columns=COLUMNS,
        rows=_rows(),
        frame=Session.__table__.join(Scheme.__table__, Scheme.edition_id == Session.edition_id),
        id=Session.id,
        keys={"session": Session.reference, "ends_on": Session.ends_at},
        sort="ends_on",
        values=_values,
        cells=_cells,
        where=(is_marked(), _waits_for_something(), *((_of_coach(),) if mine else ())),
        matching=containing(Session.search_key),
    )


def _of_coach() -> ColumnElement[bool]:
    """Whether somebody of the folded name `me` is a coach of the row's session."""
    return (
        exists()
        .where(
            SessionCoach.session_id == Session.id,
            SessionCoach.person_id == Person.id,
            Person.sort_key == bindparam("me"),
        )
        .correlate(Session)
    )


def waiting(desk: Desk, *, coach: str = "") -> SqlListing:
    """Sessions that have begun and wait for something, those that ended first before the others.

    Args:
        desk: where to read.
        coach: only those that somebody of this name coaches; empty for all.
    """
    params: dict[str, Any] = {"now": desk.clock.now()}
    if coach:
        params["me"] = sort_key(coach)
    return SqlListing(desk, _spec(mine=bool(coach)), MappingProxyType(params))


def still_open(work: orm.Session, session: int, now: datetime) -> tuple[str, ...]:
    """What one session waits for at an instant, in words; nothing where its edition has no scheme. One statement."""
    row = work.execute(_rows().where(Session.id == session), {"now": now}).one_or_none()
    return () if row is None else tuple(_waits(row).words())


def coaches_here(desk: Desk, name: str) -> bool:
    """Whether somebody of this name coaches any session."""
    with desk.reading() as work:
        found = select(SessionCoach.id).join(SessionCoach.person).where(Person.sort_key == sort_key(name)).limit(1)
        return work.scalar(found) is not None

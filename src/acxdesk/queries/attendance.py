"""Attendance as the desk reads it: what everybody sat, for outcomes and for the attendance sheet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, case, exists, func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.schemes import schemes
from acxdesk.records.attendance import Attendance
from acxdesk.records.catalogue import Edition
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.marks import Result
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.attendance import Hours, Sat, hours
from acxdesk.rules.durations import Duration, meeting_name
from acxdesk.rules.enrolments import ATTENDS

_MOST_ASKED: Final = 30_000  # SQLite takes 32,766 variables a statement


def before_joining() -> ColumnElement[bool]:
    """Whether a meeting counts for nothing, because it was over when she came to the session and nobody marked it.

    It wants a meeting, its session, an enrolment and, outside joined, its attendance. Who was booked onto a session
    that was over is there for its history: every meeting of it counts for her.
    """
    return and_(
        Attendance.id.is_(None),
        Enrolment.attended_from.is_not(None),
        Meeting.ends_at <= Enrolment.attended_from,
        Enrolment.attended_from < Session.ends_at,
    )


def sat(work: orm.Session, *, sessions: Iterable[int] | None = None) -> dict[int, tuple[Sat, ...]]:
    """What everybody sat who attends: by enrolment, her meetings that are held, in their order.

    One statement, whatever the number; where more than 30,000 sessions are asked for, one for each 30,000.

    Args:
        work: what to read with.
        sessions: the numbers of the sessions; None for all.
    """
    found: dict[int, tuple[Sat, ...]] = {}
    known: dict[tuple[Any, ...], Sat] = {}  # most cells of a desk are alike: each is made once
    for condition in _conditions(sessions):
        rows = work.execute(_statement().where(*condition))
        for enrolment, hers in groupby(rows, key=attrgetter("id")):
            made = []
            for row in hers:
                cell = tuple(row)[1:]
                if cell not in known:
                    known[cell] = Sat(row.minutes, row.attended, row.late or 0, row.early or 0, bool(row.before))
                made.append(known[cell])
            found[enrolment] = tuple(made)
    return found


def _statement() -> Any:
    return (
        select(
            Enrolment.id,
            Meeting.minutes,
            Attendance.attended,
            Attendance.late,
            Attendance.early,
            case((before_joining(), 1), else_=0).label("before"),
        )
        .select_from(Enrolment)
        .join(Enrolment.session)
        .join(Meeting, and_(Meeting.session_id == Session.id, Meeting.cancelled.is_(False)))
        .outerjoin(Attendance, and_(Attendance.enrolment_id == Enrolment.id, Attendance.meeting_id == Meeting.id))
        .where(Enrolment.place.in_(sorted(ATTENDS)))
        .order_by(Enrolment.id, Meeting.number)
    )


def _conditions(sessions: Iterable[int] | None) -> Iterator[tuple[ColumnElement[bool], ...]]:
    if sessions is None:
        yield ()
        return
    rest = iter(dict.fromkeys(sessions))
    while some := list(islice(rest, _MOST_ASKED)):
        yield (Enrolment.session_id.in_(some),)


@dataclass(frozen=True, slots=True)
class MeetingHead:
    """One meeting that is held, as the heading of a column."""

    number: int
    name: str  # "day 2", "week 3"
    day: date  # local
    minutes: int  # taught
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class CellRow:
    """How one person sat one meeting, with what tells later whether somebody changed it meanwhile."""

    meeting: int  # its number
    sat: Sat
    note: str
    read: tuple[int, int]  # the number of its row and its version; 0, 0 while nobody has said


@dataclass(frozen=True, slots=True)
class Sitter:
    """One person of an attendance sheet."""

    enrolment: int
    person: int
    name: str
    email: str
    cells: tuple[CellRow, ...]  # one for each meeting that is held
    hours: Hours
    released: bool  # whether an outcome of hers was released, which stands on these hours

    def cell(self, meeting: int) -> CellRow | None:
        """How she sat the meeting with this number; None when it is not held."""
        return next((cell for cell in self.cells if cell.meeting == meeting), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the scheme of a session asks of attendance."""

    percent: int  # of the taught minutes; 0 for none
    recording_counts: bool


@dataclass(frozen=True, slots=True)
class AttendanceSheet:
    """The attendance of a session: people down, meetings across."""

    session: int
    reference: str
    title: str
    zone: str
    asked: Asked
    meetings: tuple[MeetingHead, ...]  # those that are held
    people: tuple[Sitter, ...]  # who attends, by name


def attendance_sheet(desk: Desk, reference: str) -> AttendanceSheet:
    """The attendance sheet of a session, in four statements however many people and meetings it has.

    Raises:
        NotFound: no session has this reference.
    """
    with desk.reading() as work:
        row = work.execute(
            select(Session.id, Session.reference, Session.duration, Session.zone, Session.edition_id, Edition.title)
            .join(Session.edition)
            .where(func.upper(Session.reference) == reference.upper())
        ).one_or_none()
        if row is None:
            raise NotFound(f"No session {reference}.", remedy="session list shows them all.")
        asked = asked_of(work, row.edition_id)
        duration = Duration.parse(row.duration)
        return AttendanceSheet(
            session=row.id,
            reference=row.reference,
            title=row.title,
            zone=row.zone,
            asked=asked,
            meetings=tuple(_heads(work, row.id, duration)),
            people=sitters(work, row.id, asked),
        )


def asked_of(work: orm.Session, edition: int) -> Asked:
    """What the scheme of an edition asks; nothing where there is none. One statement."""
    scheme = schemes(work, [edition]).get(edition)
    return Asked(0, recording_counts=False) if scheme is None else Asked(scheme.attendance, scheme.recording_counts)


def sitters(
    work: orm.Session, session: int, asked: Asked, enrolments: Iterable[int] | None = None
) -> tuple[Sitter, ...]:
    """Who attends a session and how she sat its meetings, by name. One statement.

    Args:
        work: what to read with.
        session: its number.
        asked: by its scheme.
        enrolments: only these; None for all.
    """
    statement = (
        select(
            Enrolment.id,
            Enrolment.person_id,
            Person.name,
            Person.email,
            exists().where(Result.enrolment_id == Enrolment.id).correlate(Enrolment).label("released"),
            Meeting.number,
            Meeting.minutes,
            Attendance.attended,
            Attendance.late,
            Attendance.early,
            Attendance.note,
            Attendance.id.label("row"),
            Attendance.version,
            case((before_joining(), 1), else_=0).label("before"),
        )
        .select_from(Enrolment)
        .join(Enrolment.session)
        .join(Enrolment.person)
        .outerjoin(Meeting, and_(Meeting.session_id == Session.id, Meeting.cancelled.is_(False)))
        .outerjoin(Attendance, and_(Attendance.enrolment_id == Enrolment.id, Attendance.meeting_id == Meeting.id))
        .where(Enrolment.session_id == session, Enrolment.place.in_(sorted(ATTENDS)))
        .order_by(Person.sort_key, Enrolment.id, Meeting.number)
    )
    if enrolments is not None:
        statement = statement.where(Enrolment.id.in_(sorted(set(enrolments))))
    rows: Iterable[Row[Any]] = work.execute(statement)
    return tuple(_sitter(tuple(hers), asked) for _, hers in groupby(rows, key=attrgetter("id")))


def _sitter(rows: Sequence[Row[Any]], asked: Asked) -> Sitter:
    first = rows[0]
    cells = tuple(
        CellRow(
            row.number,
            Sat(row.minutes, row.attended, row.late or 0, row.early or 0, bool(row.before)),
            row.note or "",
            (row.row or 0, row.version or 0),
        )
        for row in rows
        if row.minutes is not None
    )
    had = hours([cell.sat for cell in cells], asked=asked.percent, recording_counts=asked.recording_counts)
    return Sitter(first.id, first.person_id, first.name, first.email, cells, had, bool(first.released))


def _heads(work: orm.Session, session: int, duration: Duration) -> Iterator[MeetingHead]:
    rows = work.execute(
        select(Meeting.number, Meeting.day, Meeting.minutes, Meeting.starts_at, Meeting.ends_at)
        .where(Meeting.session_id == session, Meeting.cancelled.is_(False))
        .order_by(Meeting.number)
    )
    for row in rows:
        yield MeetingHead(
            row.number, meeting_name(duration, row.number), row.day, row.minutes, row.starts_at, row.ends_at
        )

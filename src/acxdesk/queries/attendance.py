"""Attendance as the desk reads it: what everybody sat, for outcomes and for the attendance sheet."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, orm, select

from acxdesk.records.attendance import Attendance
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.attendance import Sat
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

"""Moving, lengthening, cancelling and adding meetings, and moving a whole session."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from acxdesk.actions.requests import Day, GivenLine, Line, Reason, Request, WallTime, Zone
from acxdesk.actions.sessions import (
    check_can_change,
    meeting_words,
    new_meeting,
    session_of,
    settle,
    touch,
)
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules import planning
from acxdesk.rules.durations import Duration, span
from acxdesk.rules.localtime import is_doubled, reading
from acxdesk.rules.planning import Planned

Minutes = Annotated[int, Field(ge=1, le=1440)]
Number = Annotated[int, Field(ge=1)]


class MoveMeeting(Request):
    """Another date or wall time for one meeting; None leaves it."""

    session: GivenLine
    number: Number
    day: Day | None = None
    at: WallTime | None = None
    reason: Reason = ""


class ResizeMeeting(Request):
    """Another length for one meeting."""

    session: GivenLine
    number: Number
    minutes: Minutes
    reason: Reason = ""


class CancelMeeting(Request):
    """One meeting that will not be held."""

    session: GivenLine
    number: Number
    reason: Reason = ""


class RestoreMeeting(Request):
    """A cancelled meeting that will be held after all."""

    session: GivenLine
    number: Number


class AddMeeting(Request):
    """One more meeting; without a time or length it takes those of the others."""

    session: GivenLine
    day: Day
    at: WallTime | None = None
    minutes: Minutes | None = None
    place: Line = ""


class MoveSession(Request):
    """Another start, wall time or zone for a whole session: its meetings are planned again from there."""

    session: GivenLine
    start: Day | None = None
    at: WallTime | None = None
    zone: Zone = ""
    weekend: tuple[int, ...] = (6, 7)
    reason: Reason = ""


def move_meeting(desk: Desk, request: MoveMeeting) -> Receipt:
    """Move one meeting to another day or wall time of the session's zone.

    Raises:
        NotFound: no such session or meeting.
        Refused: it is cancelled, the session is over, or the new time is in the gap of a clock change.
    """
    with desk.changing("meeting move", deed=request.deed) as change:
        row, meeting = _meeting(change, request.session, request.number)
        _check_held(row, meeting)
        planned = planning.replan_one(
            number=meeting.number,
            day=request.day or meeting.day,
            at=request.at or meeting.at,
            minutes=meeting.minutes,
            zone=row.zone,
        )
        if not _apply(change, meeting, planned, request.reason):
            return _unchanged(row, meeting)
        settle(row)
        change.say(f"{row.reference}: meeting {meeting.number} moved from {meeting.was} to {_when(meeting)}.")
        return _receipt(desk, change, row, _doubled(row, meeting))


def resize_meeting(desk: Desk, request: ResizeMeeting) -> Receipt:
    """Make one meeting longer or shorter.

    Raises:
        NotFound: no such session or meeting.
        Refused: it is cancelled, or the session is over.
    """
    with desk.changing("meeting resize", deed=request.deed) as change:
        row, meeting = _meeting(change, request.session, request.number)
        _check_held(row, meeting)
        before = meeting.minutes
        planned = planning.replan_one(
            number=meeting.number, day=meeting.day, at=meeting.at, minutes=request.minutes, zone=row.zone
        )
        if not _apply(change, meeting, planned, request.reason):
            return _unchanged(row, meeting)
        settle(row)
        change.say(f"{row.reference}: meeting {meeting.number} takes {span(meeting.minutes)}, not {span(before)}.")
        return _receipt(desk, change, row)


def cancel_meeting(desk: Desk, request: CancelMeeting) -> Receipt:
    """Call one meeting off; it stays in every calendar as cancelled.

    Raises:
        NotFound: no such session or meeting.
        Refused: it is cancelled already, it is the last one held, or the session is over.
    """
    with desk.changing("meeting cancel", deed=request.deed) as change:
        row, meeting = _meeting(change, request.session, request.number)
        _check_held(row, meeting)
        if sum(not other.cancelled for other in row.meetings) == 1:
            raise Refused(
                f"Meeting {meeting.number} is the only one that {row.reference} still has.",
                remedy="Cancel the session instead.",
            )
        meeting.cancelled, meeting.reason = True, request.reason
        touch(change, meeting)
        settle(row)
        why = f": {request.reason}" if request.reason else ""
        change.say(f"{row.reference}: meeting {meeting.number}, {_when(meeting)}, cancelled{why}.")
        return _receipt(desk, change, row)


def restore_meeting(desk: Desk, request: RestoreMeeting) -> Receipt:
    """Hold a cancelled meeting after all, at the time that it had.

    Raises:
        NotFound: no such session or meeting.
        Refused: it is not cancelled, or the session is over.
    """
    with desk.changing("meeting restore", deed=request.deed) as change:
        row, meeting = _meeting(change, request.session, request.number)
        if not meeting.cancelled:
            raise Refused(f"{row.reference}: meeting {meeting.number} is not cancelled.")
        meeting.cancelled, meeting.reason = False, ""
        touch(change, meeting)
        settle(row)
        change.say(f"{row.reference}: meeting {meeting.number} will be held, {_when(meeting)}.")
        return _receipt(desk, change, row)


def add_meeting(desk: Desk, request: AddMeeting) -> Receipt:
    """Add one meeting behind the others' numbers.

    Raises:
        NotFound: no such session.
        Refused: the session is over, or the time is in the gap of a clock change.
    """
    with desk.changing("meeting add", deed=request.deed) as change:
        row = session_of(change.work, request.session, meetings=True)
        check_can_change(row)
        last = row.meetings[-1]
        planned = planning.replan_one(
            number=last.number + 1,
            day=request.day,
            at=request.at or last.at,
            minutes=request.minutes or last.minutes,
            zone=row.zone,
        )
        meeting = new_meeting(change, planned)
        meeting.place = request.place
        row.meetings.append(meeting)
        settle(row)
        change.say(f"{row.reference}: meeting {meeting.number} added, {_when(meeting)}, {span(meeting.minutes)}.")
        return _receipt(desk, change, row, _doubled(row, meeting))


def move_session(desk: Desk, request: MoveSession) -> Receipt:
    """Plan the meetings of a session again from another start, wall time or zone; lengths and names stay.

    Meetings beyond the duration, added alone, keep their distance in days from the start. The reference stays:
    people have it in their mails.

    Raises:
        NotFound: no such session.
        Refused: the session is over, the start is no working day, or a time is in the gap of a clock change.
    """
    with desk.changing("session move", deed=request.deed) as change:
        row = session_of(change.work, request.session, meetings=True)
        check_can_change(row)
        first = row.meetings[0]
        before = f"{reading(first.day)} {first.at:%H:%M} {row.zone}"
        row.zone = request.zone or row.zone
        moved = [
            meeting
            for meeting, planned in zip(row.meetings, _replanned(row, request), strict=True)
            if _apply(change, meeting, planned, request.reason)
        ]
        if not change.changed:
            return Receipt(f"{row.reference} stands there already.", changed=False)
        settle(row)
        change.say(
            f"{row.reference} moved from {before} to {reading(first.day)} {first.at:%H:%M} {row.zone}: "
            f"{len(moved)} of {len(row.meetings)} meetings."
        )
        return _receipt(desk, change, row, tuple(note for meeting in moved for note in _doubled(row, meeting)))


def _replanned(row: Session, request: MoveSession) -> list[Planned]:
    first = row.meetings[0]
    start, at = request.start or first.day, request.at or first.at
    timetable = planning.plan(
        Duration.parse(row.duration), start=start, at=at, zone=row.zone, weekend=frozenset(request.weekend)
    )
    days = {planned.number: planned.day for planned in timetable.meetings}
    shift: timedelta = start - first.day
    return [
        planning.replan_one(
            number=meeting.number,
            # A move of the clock alone leaves every date where somebody may have put it by hand.
            day=meeting.day if not shift else days.get(meeting.number, meeting.day + shift),
            at=at if request.at else meeting.at,
            minutes=meeting.minutes,
            zone=row.zone,
        )
        for meeting in row.meetings
    ]


def _meeting(change: Changing, reference: str, number: int) -> tuple[Session, Meeting]:
    row = session_of(change.work, reference, meetings=True)
    check_can_change(row)
    for meeting in row.meetings:
        if meeting.number == number:
            return row, meeting
    raise NotFound(f"{row.reference} has no meeting {number}.", remedy=f"It has 1 to {row.meetings[-1].number}.")


def _check_held(row: Session, meeting: Meeting) -> None:
    if meeting.cancelled:
        raise Refused(f"{row.reference}: meeting {meeting.number} is cancelled.", remedy="Restore it first.")


def _apply(change: Changing, meeting: Meeting, planned: Planned, reason: str) -> bool:
    """Put the meeting where it is planned now; False when it stands there already."""
    if (meeting.starts_at, meeting.ends_at, meeting.day, meeting.at, meeting.minutes) == (
        planned.starts_at,
        planned.ends_at,
        planned.day,
        planned.at,
        planned.minutes,
    ):
        return False
    meeting.was = _when(meeting)
    meeting.day, meeting.at, meeting.minutes = planned.day, planned.at, planned.minutes
    meeting.starts_at, meeting.ends_at = planned.starts_at, planned.ends_at
    if not meeting.cancelled:
        meeting.reason = reason
    touch(change, meeting)
    return True


def _when(meeting: Meeting) -> str:
    return f"{reading(meeting.day)} {meeting.at:%H:%M}"


def _doubled(row: Session, meeting: Meeting) -> tuple[str, ...]:
    if not is_doubled(meeting.day, meeting.at, row.zone):
        return ()
    return (f"{_when(meeting)} happens twice in {row.zone}; the first is taken.",)


def _unchanged(row: Session, meeting: Meeting) -> Receipt:
    return Receipt(f"{row.reference}: meeting {meeting.number} stands so already.", changed=False)


def _receipt(desk: Desk, change: Changing, row: Session, notes: tuple[str, ...] = ()) -> Receipt:
    change.work.flush()
    lines = tuple(
        f"{meeting_words(meeting)}{' (cancelled)' if meeting.cancelled else ''}"
        for meeting in sorted(row.meetings, key=lambda one: one.number)
    )
    return Receipt(change.sentence, (*lines, *notes), ids=(row.id,), rehearsed=desk.rehearsal)

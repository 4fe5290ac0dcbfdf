"""Moving, lengthening, cancelling and adding meetings, and moving a whole session."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from acxdesk.actions.clashing import Placing, Stood, settle_clashes, standing
from acxdesk.actions.closures import Choice, Holidays, OnClosedDays, binding, closed_around, unknown_holidays
from acxdesk.actions.guests import check_no_guest, follow, guests_of
from acxdesk.actions.prerequisites import told_of_dates
from acxdesk.actions.requests import Day, GivenLine, Line, Reason, Request, WallTime, Weekday, Zone
from acxdesk.actions.runs import (
    check_can_change,
    meeting_words,
    new_meeting,
    put_meeting,
    session_of,
    settle,
    touch,
    when_words,
)
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.closures import closed_days
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules import closures, planning
from acxdesk.rules.durations import Duration, span
from acxdesk.rules.planning import Planned, Skipped, at_one_time, clock_notes, kept_notes, stepped

Minutes = Annotated[int, Field(ge=1, le=1440)]
Number = Annotated[int, Field(ge=1)]
Steps = Annotated[int, Field(ge=-10_000, le=10_000)]  # on the wall clock: a step of a day keeps the hour


class MoveMeeting(Placing):
    """Another date or wall time for one meeting; None leaves it. Steps go from there."""

    session: GivenLine
    number: Number
    day: Day | None = None
    at: WallTime | None = None
    by_days: Steps = 0
    by_hours: Steps = 0
    reason: Reason = ""


class ResizeMeeting(Placing):
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


class RestoreMeeting(Placing):
    """A cancelled meeting that will be held after all."""

    session: GivenLine
    number: Number


class AddMeeting(Placing):
    """One more meeting; without a time or length it takes those of the others."""

    session: GivenLine
    day: Day
    at: WallTime | None = None
    minutes: Minutes | None = None
    place: Line = ""


class MoveSession(Placing):
    """Another start, wall time or zone for a whole session: its meetings are planned again from there."""

    session: GivenLine
    start: Day | None = None
    at: WallTime | None = None
    by_days: Steps = 0  # from that start
    by_hours: Steps = 0  # each meeting from its own wall time
    zone: Zone = ""
    weekend: tuple[Weekday, ...] = (6, 7)
    closed: OnClosedDays = Choice.SHIFT
    holidays: Holidays = None
    reason: Reason = ""


def move_meeting(desk: Desk, request: MoveMeeting) -> Receipt:
    """Move one meeting to another day or wall time of the session's zone.

    Raises:
        NotFound: no such session or meeting.
        Clashing: it makes a clash, and no reason is given to accept that.
        Refused: it is cancelled, the session is over, or the new time is in the gap of a clock change.
    """
    with desk.changing("meeting move", deed=request.deed) as change:
        row, meeting = _meeting(change, request.session, request.number)
        stood = _stood(change, row, request)
        _check_held(row, meeting)
        day, at = stepped(
            request.day or meeting.day, request.at or meeting.at, days=request.by_days, hours=request.by_hours
        )
        planned = planning.replan_one(
            number=meeting.number,
            day=day,
            at=at,
            minutes=meeting.minutes,
            zone=row.zone,
        )
        before = when_words(meeting)
        if not put_meeting(change, row, meeting, planned, request.reason):
            return _unchanged(row, meeting)
        settle(row)
        change.say(f"{row.reference}: meeting {meeting.number} moved from {before} to {when_words(meeting)}.")
        return _receipt(desk, change, row, clock_notes((planned,), row.zone), stood=stood)


def resize_meeting(desk: Desk, request: ResizeMeeting) -> Receipt:
    """Make one meeting longer or shorter.

    Raises:
        NotFound: no such session or meeting.
        Clashing: it makes a clash, and no reason is given to accept that.
        Refused: it is cancelled, or the session is over.
    """
    with desk.changing("meeting resize", deed=request.deed) as change:
        row, meeting = _meeting(change, request.session, request.number)
        stood = _stood(change, row, request)
        _check_held(row, meeting)
        before = meeting.minutes
        planned = planning.replan_one(
            number=meeting.number, day=meeting.day, at=meeting.at, minutes=request.minutes, zone=row.zone
        )
        if not put_meeting(change, row, meeting, planned, request.reason):
            return _unchanged(row, meeting)
        settle(row)
        change.say(f"{row.reference}: meeting {meeting.number} takes {span(meeting.minutes)}, not {span(before)}.")
        return _receipt(desk, change, row, clock_notes((planned,), row.zone), stood=stood)


def cancel_meeting(desk: Desk, request: CancelMeeting) -> Receipt:
    """Call one meeting off; it stays in every calendar as cancelled.

    Raises:
        NotFound: no such session or meeting.
        Refused: it is cancelled already, it is the last one held, or the session is over.
    """
    with desk.changing("meeting cancel", deed=request.deed) as change:
        row, meeting = _meeting(change, request.session, request.number)
        stood = _stood(change, row, request)
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
        change.say(f"{row.reference}: meeting {meeting.number}, {when_words(meeting)}, cancelled{why}.")
        return _receipt(desk, change, row, stood=stood)


def restore_meeting(desk: Desk, request: RestoreMeeting) -> Receipt:
    """Hold a cancelled meeting after all, at the time that it had.

    Raises:
        NotFound: no such session or meeting.
        Clashing: it makes a clash, and no reason is given to accept that.
        Refused: it is not cancelled, or the session is over.
    """
    with desk.changing("meeting restore", deed=request.deed) as change:
        row, meeting = _meeting(change, request.session, request.number)
        stood = _stood(change, row, request)
        if not meeting.cancelled:
            raise Refused(f"{row.reference}: meeting {meeting.number} is not cancelled.")
        meeting.cancelled, meeting.reason = False, ""
        touch(change, meeting)
        settle(row)
        change.say(f"{row.reference}: meeting {meeting.number} will be held, {when_words(meeting)}.")
        return _receipt(desk, change, row, stood=stood)


def add_meeting(desk: Desk, request: AddMeeting) -> Receipt:
    """Add one meeting behind the others' numbers.

    Raises:
        NotFound: no such session.
        Clashing: it makes a clash, and no reason is given to accept that.
        Refused: the session is over, or the time is in the gap of a clock change.
    """
    with desk.changing("meeting add", deed=request.deed) as change:
        row = session_of(change.work, request.session, meetings=True)
        check_can_change(row)
        last, stood = row.meetings[-1], _stood(change, row, request)
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
        change.say(f"{row.reference}: meeting {meeting.number} added, {when_words(meeting)}, {span(meeting.minutes)}.")
        return _receipt(desk, change, row, clock_notes((planned,), row.zone), stood=stood)


def move_session(desk: Desk, request: MoveSession) -> Receipt:
    """Plan the meetings of a session again from another start, wall time or zone; lengths and names stay.

    Another start puts each meeting where its number falls from there, closed days as the request says: a meeting that
    is to be skipped is cancelled, so that no calendar loses it unseen, and held again by the next such move. What was
    added beyond the duration keeps its distance in days. A move of the clock or the zone alone leaves every date, and a
    zone alone every wall time, where somebody may have put it. The reference stays: people have it in their mails.

    Raises:
        NotFound: no such session.
        Clashing: it makes a clash, and no reason is given to accept that.
        Refused: the session is over, the start is no working day, or a time is in the gap of a clock change.
    """
    with desk.changing("session move", deed=request.deed) as change:
        row = session_of(change.work, request.session, meetings=True)
        check_can_change(row)
        check_no_guest(change.work, row, row.meetings)
        first, zone, stood = row.meetings[0], row.zone, _stood(change, row, request)
        before = f"{when_words(first)} {zone}"
        row.zone = request.zone or zone
        plans, skipped = _replanned(change, row, request)
        again = _held_again(change, row) if _shift(row, request) else []
        moved = [
            meeting
            for meeting, planned in zip(row.meetings, plans, strict=True)
            if put_meeting(change, row, meeting, planned, request.reason, zone_before=zone)
        ]
        _leave_out(change, row, skipped)
        if not change.changed:
            return Receipt(f"{row.reference} stands there already.", ids=(row.id,), changed=False)
        settle(row)
        change.say(
            f"{row.reference} moved from {before} to {when_words(first)} {row.zone}: "
            f"{len(moved)} of {len(row.meetings)} meetings."
        )
        held = (f"Held again: meeting {meeting.number}." for meeting in again if not meeting.cancelled)
        notes = (*(skip.told for skip in skipped), *held, *_notes(row, plans), *unknown_holidays(request.holidays))
        return _receipt(desk, change, row, notes, stood=stood, holidays=request.holidays)


def _replanned(change: Changing, row: Session, request: MoveSession) -> tuple[list[Planned], list[Skipped]]:
    """Where each meeting goes, and the closed days that are passed over for it."""
    first = row.meetings[0]
    shift = _shift(row, request)
    days: dict[int, date] = {}
    skipped: list[Skipped] = []
    if shift:  # else no date is planned anew, and one that was put on a weekend by hand is nobody's business
        duration = Duration.parse(row.duration)
        closed = closed_around(change.work, row.zone, request.holidays, first.day + shift, duration)
        timetable = planning.plan(
            duration,
            start=first.day + shift,
            at=request.at or first.at,
            zone=row.zone,
            weekend=frozenset(request.weekend),
            closed=closed,
            choice=request.closed,
        )
        lost = [skip.day for skip in timetable.skipped if skip.lost]
        days = dict(enumerate(sorted([*lost, *(planned.day for planned in timetable.meetings)]), start=1))
        skipped = [skip for skip in timetable.skipped if skip.why == closed.get(skip.day)]
    plans = []
    for meeting in row.meetings:
        day = days.get(meeting.number, meeting.day + shift)
        day, at = stepped(day, request.at or meeting.at, hours=request.by_hours)
        plans.append(planning.replan_one(number=meeting.number, day=day, at=at, minutes=meeting.minutes, zone=row.zone))
    return plans, skipped


def _shift(row: Session, request: MoveSession) -> timedelta:
    """By how much the first day moves; nothing where only the clock or the zone does."""
    day = row.meetings[0].day
    return timedelta(days=((request.start or day) - day).days + request.by_days)


def _held_again(change: Changing, row: Session) -> list[Meeting]:
    """Hold the meetings that were left out for the days on which they stand: they get other days."""
    again = [one for one in row.meetings if one.cancelled and closures.tells_of(one.day, one.reason)]
    for meeting in again:
        meeting.cancelled, meeting.reason = False, ""
        touch(change, meeting)
    return again


def _leave_out(change: Changing, row: Session, skipped: Iterable[Skipped]) -> None:
    """Cancel the meetings whose days are left out, with the reason."""
    lost = {skip.day: skip.why for skip in skipped if skip.lost}
    for meeting in row.meetings:
        if meeting.day in lost and not meeting.cancelled:
            meeting.cancelled, meeting.reason = True, lost[meeting.day]
            touch(change, meeting)


def _notes(row: Session, plans: Iterable[Planned]) -> tuple[str, ...]:
    """What the clocks do to the meetings that are held, in the order of time."""
    held = {meeting.number for meeting in row.meetings if not meeting.cancelled}
    return clock_notes(sorted((one for one in plans if one.number in held), key=lambda one: one.starts_at), row.zone)


def _meeting(change: Changing, reference: str, number: int) -> tuple[Session, Meeting]:
    row = session_of(change.work, reference, meetings=True)
    check_can_change(row)
    for meeting in row.meetings:
        if meeting.number == number:
            check_no_guest(change.work, row, (meeting,))
            return row, meeting
    raise NotFound(f"{row.reference} has no meeting {number}.", remedy=f"It has 1 to {row.meetings[-1].number}.")


def _check_held(row: Session, meeting: Meeting) -> None:
    if meeting.cancelled:
        raise Refused(f"{row.reference}: meeting {meeting.number} is cancelled.", remedy="Restore it first.")


def _unchanged(row: Session, meeting: Meeting) -> Receipt:
    return Receipt(f"{row.reference}: meeting {meeting.number} stands so already.", ids=(row.id,), changed=False)


def _days(row: Session) -> frozenset[tuple[int, date]]:
    """The number and the day of each meeting that is held."""
    return frozenset((meeting.number, meeting.day) for meeting in row.meetings if not meeting.cancelled)


@dataclass(frozen=True, slots=True)
class _Before:
    """What there was before a deed."""

    days: frozenset[tuple[int, date]]  # when the session met
    touched: tuple[int, ...]  # its number, and those of the sessions that go along with it
    clashes: Stood


def _stood(change: Changing, row: Session, request: Request) -> _Before:
    touched = (row.id, *guests_of(change.work, row))
    return _Before(_days(row), touched, standing(change.work, request, *touched))


def _receipt(
    desk: Desk,
    change: Changing,
    row: Session,
    notes: tuple[str, ...] = (),
    *,
    stood: _Before,
    holidays: tuple[str, ...] | None = None,
) -> Receipt:
    """What was done, the meetings as they stand, and what other dates mean.

    Those are: clashes, closed days that it meets on now, and whom they leave without what the programme asks for.

    Args:
        desk: whether it rehearses.
        change: the deed.
        row: the session.
        notes: what else is to be known.
        stood: what `_stood` told before the deed.
        holidays: the countries whose public holidays are told; None for that of the session's zone.
    """
    change.work.flush()
    notes += follow(change, row)
    notes = (*settle_clashes(desk, change, stood.clashes, *stood.touched), *notes)
    if other := _days(row) - stood.days:
        dates = sorted(day for _, day in other)
        closed = closed_days(change.work, binding(row.zone, holidays), dates[0], dates[-1])
        notes = (*kept_notes(dates, closed), *notes)
    if _days(row) != stood.days:
        notes += told_of_dates(change.work, row)
    lines = tuple(
        f"{meeting_words(meeting)}{' (cancelled)' if meeting.cancelled else ''}"
        for meeting in sorted(row.meetings, key=lambda one: one.number)
    )
    planned = tuple(
        Planned(one.number, one.day, one.at, one.minutes, one.starts_at, one.ends_at)
        for one in row.meetings
        if not one.cancelled
    )
    told = (*lines, *at_one_time(planned), *notes)
    return Receipt(change.sentence, told, ids=(row.id,), rehearsed=desk.rehearsal, planned=planned)

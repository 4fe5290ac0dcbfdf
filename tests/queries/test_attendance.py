"""What everybody sat of her meetings, read at once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from acxdesk.actions.meetings import CancelMeeting, cancel_meeting
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.attendance import Asked, attendance_sheet, sat
from acxdesk.records.attendance import Attendance
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.sessions import Meeting
from acxdesk.rules.attendance import Attended, Hours, Sat
from tests.actions.sample import add_people, add_programme, book, move, run

REF = "ACXM-2026-12-07"
DAY, BEFORE = Sat(300), Sat(300, before_joining=True)


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """ACXM with four seats, delegates Ada, Bob and Cleo (1 to 3), and one session from Mon 7 Dec 2026 on."""
    add_programme(desk, most=4)
    add_people(desk, ("Ada", "Bob", "Cleo"))
    run(desk)
    return desk


def mark(desk: Desk, person: int, number: int, attended: Attended, late: int = 0) -> None:
    """Somebody's attendance of a meeting, as no deed."""
    with desk.changing("prepare", kind="system") as change:
        enrolment = change.work.scalars(select(Enrolment).where(Enrolment.person_id == person)).one()
        meeting = change.work.scalars(
            select(Meeting).where(Meeting.session_id == enrolment.session_id, Meeting.number == number)
        ).one()
        change.work.add(
            Attendance(enrolment_id=enrolment.id, meeting_id=meeting.id, attended=attended, late=late, early=0, note="")
        )


def read(desk: Desk, *sessions: int) -> dict[int, tuple[Sat, ...]]:
    """What everybody sat, of all sessions where none is named."""
    with desk.reading() as work:
        return sat(work, sessions=sessions or None)


def test_who_attends_has_each_meeting_that_is_held_and_nobody_else_has_any(staffed: Desk) -> None:
    book(staffed, REF, 1, 2)
    move(staffed, REF, "apply", 3)
    move(staffed, REF, "withdraw", 2, reason="ill")
    cancel_meeting(staffed, CancelMeeting.read({"session": REF, "number": 2, "reason": "strike"}))
    mark(staffed, 1, 3, Attended.PRESENT, late=10)
    assert read(staffed) == {1: (DAY, Sat(300, Attended.PRESENT, 10), DAY)}


def test_only_the_sessions_that_are_asked_for(staffed: Desk) -> None:
    run(staffed, "2026-12-14")
    book(staffed, REF, 1)
    book(staffed, "ACXM-2026-12-14", 2)
    assert read(staffed, 2) == {2: (DAY,) * 4}
    assert read(staffed).keys() == {1, 2}
    with staffed.reading() as work:
        assert sat(work, sessions=()) == {}


def test_a_meeting_that_was_over_when_she_came_is_no_absence_unless_it_was_marked(
    staffed: Desk, clock: FrozenClock
) -> None:
    book(staffed, REF, 1)
    clock.moment = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)  # the second day has just ended
    book(staffed, REF, 2)
    assert read(staffed) == {1: (DAY,) * 4, 2: (BEFORE, BEFORE, DAY, DAY)}
    mark(staffed, 2, 1, Attended.MAKE_UP)
    assert read(staffed)[2] == (Sat(300, Attended.MAKE_UP), BEFORE, DAY, DAY)


def test_a_meeting_that_runs_when_she_comes_is_hers(staffed: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 12, 8, 18, 59, tzinfo=UTC)
    book(staffed, REF, 1)
    assert read(staffed) == {1: (BEFORE, DAY, DAY, DAY)}


def test_who_was_booked_after_the_session_was_over_is_there_for_its_history(staffed: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 12, 10, 19, 0, tzinfo=UTC)
    book(staffed, REF, 1)
    assert read(staffed) == {1: (DAY,) * 4}


def test_the_sheet_shows_who_attends_by_name_and_the_meetings_that_are_held(staffed: Desk) -> None:
    book(staffed, REF, 3, 2, 1)
    move(staffed, REF, "withdraw", 2, reason="ill")
    cancel_meeting(staffed, CancelMeeting.read({"session": REF, "number": 2, "reason": "strike"}))
    mark(staffed, 3, 4, Attended.PRESENT, late=10)
    read = attendance_sheet(staffed, REF.lower())
    assert (read.reference, read.zone, read.asked) == (REF, "Europe/London", Asked(0, recording_counts=False))
    assert [(one.number, one.name, one.day.isoformat(), one.minutes) for one in read.meetings] == [
        (1, "day 1", "2026-12-07", 300),
        (3, "day 3", "2026-12-09", 300),
        (4, "day 4", "2026-12-10", 300),
    ]
    assert [(one.person, one.name, [cell.sat for cell in one.cells]) for one in read.people] == [
        (1, "Ada", [DAY, DAY, DAY]),
        (3, "Cleo", [DAY, DAY, Sat(300, Attended.PRESENT, 10)]),
    ]
    assert [one.hours for one in read.people] == [Hours(0, 900, 900, 0), Hours(290, 600, 900, 0)]
    assert [cell.read for cell in read.people[1].cells] == [(0, 0), (0, 0), (1, 1)]


def test_there_is_no_sheet_without_its_session(staffed: Desk) -> None:
    with pytest.raises(NotFound, match="No session ACXM-2026-01-01"):
        attendance_sheet(staffed, "ACXM-2026-01-01")

"""Sessions that wait: for attendance of what is over, marks, second marks, release, awarding; and what is overdue."""

from datetime import timedelta

import pytest

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.meetings import CancelMeeting, cancel_meeting
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.marking import coaches_here, waiting
from acxdesk.queries.today import DueRow, today
from acxdesk.records.attendance import Attendance
from acxdesk.rules import marks
from acxdesk.rules.attendance import Attended
from acxdesk.rules.outcomes import Verdict
from acxdesk.rules.schemes import SecondMarking
from tests.actions.sample import add_people, add_programme, book, move, run, utc
from tests.queries.marked import accreditation, add, add_scheme, mark, result

REF = "ACXM-2026-12-07"
ADA, BOB, CLEO, GRACE = 1, 2, 3, 4


@pytest.fixture
def taught(desk: Desk) -> Desk:
    """ACXM with a scheme of two components, from Mon 7 to Thu 10 Dec 2026; Grace coaches, Ada and Bob sit in it."""
    add_programme(desk, most=4)
    add_people(desk, ("Ada", "Bob", "Cleo"))
    add_people(desk, ("Grace",), coach=True)
    run(desk, coaches=[{"person": GRACE}])
    book(desk, REF, ADA, BOB)
    return desk


def waits(desk: Desk, **asked: str) -> dict[str, str]:
    """What each session waits for, by its reference."""
    listing = waiting(desk, **asked)
    names = [column.name for column in listing.columns]
    lines = listing.after(None, 100)
    assert listing.count() == len(lines)
    return {line.cells[0]: line.cells[names.index("waits_for")] for line in lines}


def test_a_session_waits_for_attendance_of_the_meetings_that_are_over(taught: Desk, clock: FrozenClock) -> None:
    add_scheme(taught)
    assert waits(taught) == {}
    clock.moment = utc(2026, 12, 8, 20)
    assert waits(taught) == {REF: "4 attendances"}
    add(taught, Attendance(enrolment_id=1, meeting_id=1, attended=Attended.PRESENT, late=0, early=0, note=""))
    assert waits(taught) == {REF: "3 attendances"}
    cancel_meeting(taught, CancelMeeting(session=REF, number=2, reason="fire"))
    assert waits(taught) == {REF: "1 attendance"}


def test_a_meeting_before_somebody_came_to_the_session_is_not_waited_for(taught: Desk, clock: FrozenClock) -> None:
    add_scheme(taught)
    clock.moment = utc(2026, 12, 8, 20)
    book(taught, REF, CLEO)
    assert waits(taught) == {REF: "4 attendances"}
    clock.moment = utc(2026, 12, 9, 20)
    assert waits(taught) == {REF: "7 attendances"}


def test_after_the_class_it_waits_for_marks_and_release_until_they_are_there(taught: Desk, clock: FrozenClock) -> None:
    add_scheme(taught, attendance=0)
    clock.moment = utc(2026, 12, 11)
    assert waits(taught) == {REF: "4 marks, 2 to release"}
    add(taught, mark(1, 1), mark(1, 2), mark(2, 1))
    assert waits(taught) == {REF: "1 mark, 2 to release"}
    add(taught, mark(2, 2), result(1, Verdict.PASSED))
    assert waits(taught) == {REF: "1 to release, 1 to award"}
    add(taught, result(2, Verdict.RESIT))
    assert waits(taught) == {REF: "1 to award, 1 resit"}
    add(taught, result(2, Verdict.FAILED, 2), accreditation(taught))
    assert waits(taught) == {}


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (SecondMarking.NONE, "2 to release"),
        (SecondMarking.SAMPLE, "2 second marks, 2 to release"),
        (SecondMarking.ALL, "4 second marks, 2 to release"),
    ],
)
def test_second_marks_are_waited_for_as_the_scheme_says(
    taught: Desk, clock: FrozenClock, second: SecondMarking, words: str
) -> None:
    add_scheme(taught, attendance=0, second=second)
    add(taught, *(mark(enrolment, component) for enrolment in (1, 2) for component in (1, 2)))
    clock.moment = utc(2026, 12, 11)
    assert waits(taught) == {REF: words}


def test_a_remark_that_is_not_decided_is_waited_for(taught: Desk, clock: FrozenClock) -> None:
    add_scheme(taught, attendance=0)
    clock.moment = utc(2026, 12, 11)
    released, asked = mark(1, 1), mark(1, 1)
    released.state = marks.MarkState.RELEASED
    add(taught, released, *(result(each, Verdict.FAILED) for each in (1, 2)))
    asked.revision, asked.origin, asked.replaces_id = 1, marks.Origin.REMARK, 1
    add(taught, asked)
    assert waits(taught) == {REF: "1 review"}


def test_without_a_scheme_or_closed_nothing_is_waited_for(taught: Desk, clock: FrozenClock) -> None:
    clock.moment = utc(2026, 12, 11)
    assert waits(taught) == {}
    add_scheme(taught)
    assert waits(taught) == {REF: "8 attendances, 4 marks, 2 to release"}
    decide(taught, Decide(session=REF, verb="confirm"))
    closed = decide(taught, Decide(session=REF, verb="close"))
    assert closed.lines == (f"{REF} was still waiting: 8 attendances, 4 marks, 2 to release.",)
    assert waits(taught) == {}


def test_whoever_left_is_not_waited_for(taught: Desk, clock: FrozenClock) -> None:
    add_scheme(taught, attendance=0)
    move(taught, REF, "withdraw", BOB, reason="ill")
    clock.moment = utc(2026, 12, 11)
    assert waits(taught) == {REF: "2 marks, 1 to release"}


def test_a_coach_sees_her_own_in_any_spelling(taught: Desk, clock: FrozenClock) -> None:
    add_scheme(taught, attendance=0)
    run(taught, "2026-12-08")
    book(taught, "ACXM-2026-12-08", CLEO)
    clock.moment = utc(2026, 12, 20)
    assert waits(taught, coach="GRACÉ") == {REF: "4 marks, 2 to release"}
    assert list(waits(taught)) == [REF, "ACXM-2026-12-08"]
    assert coaches_here(taught, "gracé")
    assert not coaches_here(taught, "Ada")


def test_what_is_overdue_stands_on_the_opening_screen(taught: Desk, clock: FrozenClock) -> None:
    add_scheme(taught)
    ends = utc(2026, 12, 10, 19)
    clock.moment = utc(2026, 12, 8, 18, 59)
    assert today(taught, "Europe/London").due == ()
    clock.moment = utc(2026, 12, 8, 19)
    assert today(taught, "Europe/London").due == (DueRow(REF, 2, 0, 0, ends, "Europe/London"),)
    clock.moment = ends + timedelta(days=7)
    assert today(taught, "Europe/London").due == (DueRow(REF, 8, 2, 0, ends, "Europe/London"),)
    add(taught, result(1, Verdict.PASSED), result(2, Verdict.FAILED))
    assert today(taught, "Europe/London").due == (DueRow(REF, 0, 0, 1, ends, "Europe/London"),)
    clock.moment = ends + timedelta(days=401)
    assert today(taught, "Europe/London").due == ()
    assert waits(taught) == {REF: "1 to award"}

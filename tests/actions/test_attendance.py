"""Marking how people sat meetings: what is kept, what it says, what is refused, and that undo takes it back."""

from datetime import UTC, datetime
from typing import Any

import pytest

from acxdesk.actions.attendance import (
    AttendanceReport,
    MarkAll,
    MarkAttendance,
    mark_all,
    mark_attendance,
)
from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.journal import undo
from acxdesk.actions.meetings import CancelMeeting, cancel_meeting
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Overtaken, Refused
from acxdesk.queries.attendance import AttendanceSheet, attendance_sheet
from acxdesk.records.marks import Result
from acxdesk.rules.attendance import Attended, Sat
from acxdesk.rules.outcomes import Verdict
from acxdesk.rules.schemes import Scheme
from tests.actions.sample import add_people, add_programme, add_scheme, book, book_of, entries, move, rows, run
from tests.conftest import Statements

REF = "ACXM-2026-12-07"
ADA, BOB, CLEO, DAN = 1, 2, 3, 4
OVER = datetime(2026, 12, 11, 9, 0, tzinfo=UTC)  # the four days are over


@pytest.fixture
def sat(desk: Desk, clock: FrozenClock) -> Desk:
    """Ada, Bob and Cleo booked on four days of five hours, which are over; Dan has no place."""
    add_programme(desk, most=9)
    add_people(desk, ("Ada Byron", "Bob", "Cleo", "Dan"))
    run(desk)
    book(desk, REF, ADA, BOB, CLEO)
    clock.moment = OVER
    return desk


def mark(desk: Desk, *marks: tuple[int, int, str | None], **besides: Any) -> AttendanceReport:
    """Mark people (number, meeting, how); what is said besides is said of each."""
    said = [{"person": who, "meeting": meeting, "attended": how, **besides} for who, meeting, how in marks]
    return mark_attendance(desk, MarkAttendance.read({"session": REF, "marks": said}))


def sheet(desk: Desk) -> AttendanceSheet:
    return attendance_sheet(desk, REF)


def sat_by(desk: Desk, person: int) -> list[Sat]:
    """How somebody sat each meeting."""
    return [cell.sat for one in sheet(desk).people if one.person == person for cell in one.cells]


def ask(desk: Desk, percent: int, *, recording: bool = False) -> None:
    """A scheme that asks for so much of the hours, as no deed."""
    add_scheme(desk, Scheme(attendance=percent, recording_counts=recording))


def release(desk: Desk, enrolment: int) -> None:
    """An outcome that was released, as no deed."""
    with desk.changing("prepare", kind="system") as change:
        change.work.add(
            Result(
                enrolment_id=enrolment,
                number=1,
                verdict=Verdict.PASSED,
                total=7000,
                sentence="Passed.",
                resit_by=None,
                released_at=change.now,
                released_by="anna",
            )
        )


def test_one_cell_is_marked_and_the_hours_are_told(sat: Desk) -> None:
    report = mark(sat, (ADA, 2, "present"), late=30)
    assert report.receipt.sentence == "Ada Byron present, 30 minutes late on day 2: 4.5 of 20 hours."
    assert report.receipt.changed
    assert [(one.person, one.hours.counted, one.hours.open) for one in report.people] == [(ADA, 270, 900)]
    assert sat_by(sat, ADA) == [Sat(300), Sat(300, Attended.PRESENT, late=30), Sat(300), Sat(300)]
    assert sat_by(sat, BOB) == [Sat(300)] * 4


@pytest.mark.parametrize(
    ("how", "said", "counted"),
    [
        ("present", "present", 300),
        ("absent", "absent", 0),
        ("excused", "excused", 0),
        ("recording", "watched the recording", 0),
        ("make-up", "made it up elsewhere", 300),
    ],
)
def test_every_way_to_sit_a_meeting(sat: Desk, how: str, said: str, counted: int) -> None:
    report = mark(sat, (BOB, 1, how), note="as she told")
    assert report.receipt.sentence == f"Bob {said} on day 1: {'5' if counted else '0'} of 20 hours."
    assert report.people[0].hours.counted == counted
    assert report.people[0].cells[0].note == "as she told"


def test_a_recording_counts_where_the_scheme_says_so(sat: Desk) -> None:
    ask(sat, 90, recording=True)
    assert mark(sat, (BOB, 1, "recording")).people[0].hours.counted == 300


def test_as_soon_as_the_rule_is_out_of_reach_it_is_told_with_the_arithmetic(sat: Desk) -> None:
    ask(sat, 90)
    assert mark(sat, (ADA, 1, "present")).receipt.lines == ()
    report = mark(sat, (ADA, 2, "absent"))
    assert report.receipt.lines == ("Ada Byron cannot reach 18 of 20 hours any more: 5 counted, 10 still open.",)


def test_many_cells_are_one_deed_and_one_undo(sat: Desk) -> None:
    before, count = book_of(sat), entries(sat)
    report = mark(sat, (ADA, 1, "present"), (BOB, 1, "absent"), (ADA, 2, "present"))
    assert report.receipt.sentence == f"3 attendances marked on {REF}."
    assert entries(sat) == count + 1
    undo(sat)
    assert book_of(sat) == before


def test_marked_otherwise_and_taken_away_are_undone_too(sat: Desk) -> None:
    mark(sat, (ADA, 1, "absent"))
    marked = book_of(sat)
    mark(sat, (ADA, 1, "present"), late=10)
    undo(sat)
    assert book_of(sat) == marked
    report = mark(sat, (ADA, 1, None))
    assert report.receipt.sentence == "Ada Byron not marked on day 1: 0 of 20 hours."
    assert rows(sat, "attendances") == []
    undo(sat)
    assert book_of(sat) == marked


def test_the_same_again_writes_nothing(sat: Desk) -> None:
    mark(sat, (ADA, 1, "present"))
    count = entries(sat)
    assert not mark(sat, (ADA, 1, "present")).receipt.changed
    assert not mark(sat, (BOB, 1, None)).receipt.changed
    assert entries(sat) == count


def test_the_journal_knows_the_session_and_the_person(sat: Desk) -> None:
    mark(sat, (ADA, 1, "present"))
    last = max(row["id"] for row in rows(sat, "entries"))
    about = [(row["noun"], row["row_id"]) for row in rows(sat, "entry_subjects") if row["entry_id"] == last]
    assert about == [("session", 1), ("person", ADA)]


def test_a_dry_run_answers_and_writes_nothing(sat: Desk) -> None:
    before = book_of(sat)
    report = mark(sat.rehearsing(), (ADA, 1, "present"))
    assert (report.receipt.sentence, report.receipt.rehearsed) == ("Ada Byron present on day 1: 5 of 20 hours.", True)
    assert book_of(sat) == before


@pytest.mark.parametrize(
    ("marks", "besides", "sentence"),
    [
        ([(ADA, 9, "present")], {}, f"{REF} has no meeting 9."),
        ([(DAN, 1, "present")], {}, f"Person 4 has no place on {REF}."),
        ([(ADA, 1, "present")], {"late": 300}, "300 minutes late leaves nothing of a meeting of 300 minutes."),
        ([(ADA, 1, "absent")], {"late": 5}, "Who is absent is neither late nor gone early."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_of_the_request_is_kept(
    sat: Desk, marks: list[tuple[int, int, str]], besides: dict[str, Any], sentence: str
) -> None:
    before = book_of(sat)
    with pytest.raises(Refused) as refused:
        mark(sat, (BOB, 1, "present"), *marks, **besides)
    assert refused.value.sentence in {sentence, "Who is absent is neither late nor gone early."}
    assert book_of(sat) == before


def test_there_is_no_such_session(sat: Desk) -> None:
    with pytest.raises(NotFound, match="No session ACXM-2026-01-01"):
        mark_all(sat, MarkAll.read({"session": "ACXM-2026-01-01", "meeting": 1}))


@pytest.mark.parametrize(
    "values", [{"late": -1}, {"late": 1441}, {"attended": "asleep"}, {"note": "x" * 201}, {"seat": 1}]
)
def test_a_mark_that_is_none_is_a_fault(values: dict[str, Any]) -> None:
    said = {"person": 1, "meeting": 1, "attended": "present", **values}
    with pytest.raises(Faulty):
        MarkAttendance.read({"session": REF, "marks": [said]})


def test_who_left_sits_in_no_meeting(sat: Desk) -> None:
    move(sat, REF, "withdraw", BOB, reason="ill")
    with pytest.raises(Refused, match=f"Bob is withdrawn on {REF} and sits in none of its meetings."):
        mark(sat, (BOB, 1, "present"))


def test_a_cancelled_meeting_was_sat_by_nobody(sat: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
    cancel_meeting(sat, CancelMeeting.read({"session": REF, "number": 2, "reason": "strike"}))
    clock.moment = OVER
    with pytest.raises(Refused, match=f"Day 2 of {REF} is cancelled; nobody sat it."):
        mark(sat, (ADA, 2, "present"))
    assert [meeting.number for meeting in sheet(sat).meetings] == [1, 3, 4]


def test_before_a_meeting_begins_only_an_excuse_is_marked(sat: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 12, 8, 13, 59, tzinfo=UTC)
    with pytest.raises(Refused, match=f"Day 2 of {REF} begins on Tue 8 Dec 2026 at 14:00"):
        mark(sat, (ADA, 2, "present"))
    with pytest.raises(Refused, match="nobody has sat it yet"):
        mark_all(sat, MarkAll.read({"session": REF, "meeting": 2}))
    assert mark(sat, (ADA, 2, "excused"), note="her wedding").receipt.changed
    assert mark(sat, (ADA, 2, None)).receipt.changed
    clock.moment = datetime(2026, 12, 8, 14, 0, tzinfo=UTC)
    assert mark(sat, (ADA, 2, "present")).receipt.changed


def test_a_closed_session_is_still_marked(sat: Desk) -> None:
    decide(sat, Decide.read({"session": REF, "verb": "confirm"}))
    decide(sat, Decide.read({"session": REF, "verb": "close"}))
    assert mark(sat, (ADA, 1, "present")).receipt.changed


def test_a_cancelled_session_was_sat_by_nobody(sat: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    decide(sat, Decide.read({"session": REF, "verb": "cancel", "reason": "too few"}))
    with pytest.raises(Refused, match=f"{REF} is cancelled; nobody sat it."):
        mark(sat, (ADA, 1, "present"))


def test_after_the_release_her_attendance_stays_as_it_is_and_that_of_others_does_not(sat: Desk) -> None:
    release(sat, 1)
    with pytest.raises(Refused, match=f"The outcome of Ada Byron on {REF} was released"):
        mark(sat, (ADA, 1, "present"))
    assert mark(sat, (BOB, 1, "present")).receipt.changed
    assert mark_all(sat, MarkAll.read({"session": REF, "meeting": 1})).receipt.sentence == (
        f"1 person present on day 1 of {REF}."
    )


def test_everybody_whom_nobody_has_marked_is_marked_at_once(sat: Desk) -> None:
    mark(sat, (BOB, 3, "absent"))
    before = book_of(sat)
    report = mark_all(sat, MarkAll.read({"session": REF, "meeting": 3}))
    assert report.receipt.sentence == f"2 people present on day 3 of {REF}."
    assert [sat_by(sat, person)[2].attended for person in (ADA, BOB, CLEO)] == [
        Attended.PRESENT,
        Attended.ABSENT,
        Attended.PRESENT,
    ]
    again = mark_all(sat, MarkAll.read({"session": REF, "meeting": 3}))
    assert again.receipt.sentence == f"Nobody is left to be marked on day 3 of {REF}."
    assert not again.receipt.changed
    undo(sat)
    assert book_of(sat) == before


def test_who_came_later_is_left_out_of_the_meetings_before(sat: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 12, 9, 9, 0, tzinfo=UTC)
    book(sat, REF, DAN)
    clock.moment = OVER
    mark_all(sat, MarkAll.read({"session": REF, "meeting": 1}))
    assert sat_by(sat, DAN)[:2] == [Sat(300, before_joining=True)] * 2
    dan = next(one for one in sheet(sat).people if one.person == DAN)
    assert (dan.hours.taught, dan.hours.open) == (600, 600)
    assert mark(sat, (DAN, 1, "make-up")).people[0].hours.taught == 900


def test_what_somebody_else_marked_meanwhile_is_not_overwritten(sat: Desk) -> None:
    read = {one.person: one.cells[0].read for one in sheet(sat).people}
    bert = Desk.open(sat.path, who="bert", clock=sat.clock)
    mark(bert, (ADA, 1, "absent"))
    for how in ("present", None):
        with pytest.raises(Overtaken) as refused:
            mark(sat, (ADA, 1, how), read=read[ADA])
        assert refused.value.sentence == (
            "Ada Byron on day 1 was changed by bert on Fri 11 Dec 2026 at 09:00 UTC, after you had read it."
        )
    assert sat_by(sat, ADA)[0].attended is Attended.ABSENT
    fresh = sheet(sat).people[0].cells[0].read
    mark(bert, (ADA, 1, None))
    mark(bert, (ADA, 1, "absent"))
    with pytest.raises(Overtaken):  # taken away and marked anew is not what was read
        mark(sat, (ADA, 1, "present"), read=fresh)
    bert.close()


def test_marks_of_one_reader_one_after_the_other_follow_what_was_answered(sat: Desk) -> None:
    seen = sheet(sat).people[0].cells[0].read
    for how in ("present", "absent", None, "excused"):
        seen = mark(sat, (ADA, 1, how), read=seen).people[0].cells[0].read
    assert sat_by(sat, ADA)[0].attended is Attended.EXCUSED


def test_many_cost_as_many_statements_as_one(sat: Desk, statements: Statements) -> None:
    counts = []
    for people in ((ADA,), (ADA, BOB, CLEO)):
        with statements(sat) as sent:
            mark(sat, *((person, 1, "present" if len(people) == 1 else "absent") for person in people))
        counts.append([statement.split()[0] for statement in sent].count("SELECT"))
    assert counts[0] == counts[1]


def test_a_note_is_kept_as_it_is_and_cannot_steer_a_terminal(sat: Desk) -> None:
    mark(sat, (ADA, 1, "excused"), note="[/oops] [red]x — عباس")
    assert sheet(sat).people[0].cells[0].note == "[/oops] [red]x — عباس"
    with pytest.raises(Faulty, match="control character"):
        mark(sat, (ADA, 1, "excused"), note="\x1b[2J")


def test_weeks_are_called_weeks(desk: Desk, clock: FrozenClock) -> None:
    add_programme(desk, duration="2 weeks @ 3 hours per week")
    add_people(desk, ("Ada Byron",))
    run(desk)
    book(desk, REF, ADA)
    clock.moment = datetime(2026, 12, 20, tzinfo=UTC)
    assert mark(desk, (ADA, 2, "present")).receipt.sentence == "Ada Byron present in week 2: 3 of 6 hours."

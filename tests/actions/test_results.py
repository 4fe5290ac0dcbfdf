"""Outcomes are told to a whole session: held back by what is missing, silent where nothing is new."""

from dataclasses import replace

import pytest

from acxdesk.actions.journal import redo, undo
from acxdesk.actions.results import Release, release
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.marks import sheet
from acxdesk.rules.attendance import Attended
from acxdesk.rules.outcomes import Verdict
from acxdesk.rules.schemes import Counts, ResitRule
from tests.actions.assessed import SCHEME, assessed, attend, enter, enter_all
from tests.actions.sample import add_people, book_of, entries, faults, rows, utc
from tests.conftest import Statements

REF = "ACXM-2026-11-16"
ADA, BOB, CLEO = 1, 2, 3


def tell(desk: Desk, reference: str = REF, **other: object) -> Receipt:
    return release(desk, Release.read({"session": reference, **other}))


def verdicts(desk: Desk) -> dict[str, tuple[Verdict, bool]]:
    return {one.name: (one.outcome.verdict, one.is_released) for one in sheet(desk, REF).people}


@pytest.fixture
def marked(desk: Desk) -> Desk:
    """Ada passes, Bob failed his case study."""
    assessed(desk, "Ada", "Bob")
    enter_all(desk, REF, ADA, "61", "80", "6")
    enter_all(desk, REF, BOB, "61", "47", "6")
    return desk


def test_a_whole_session_is_told_its_outcomes_in_one_deed(marked: Desk) -> None:
    before, count = book_of(marked), entries(marked)
    told = tell(marked)
    assert told.sentence == f"{REF}: 2 outcomes released (1 passed, 1 resit due)."
    assert told.lines == (
        "Ada: Passed: 68.5 of 100, exam 61 >= 50, case study 80 >= 60, demonstration 6 >= 5, 20 of 20 hours.",
        "Bob: Resit due by 23 Jan 2027: case study 47 < 60, total 55.3 of 100 < 60; attempts left 1.",
    )
    assert verdicts(marked) == {"Ada": (Verdict.PASSED, True), "Bob": (Verdict.RESIT, True)}
    assert {row["state"] for row in rows(marked, "marks")} == {"released"}
    assert [
        (row["number"], row["verdict"], row["total"], row["resit_by"], row["released_by"])
        for row in rows(marked, "results")
    ] == [
        (1, "passed", 68_50, None, "anna"),
        (1, "resit due", 55_30, "2027-01-23", "anna"),
    ]
    assert entries(marked) == count + 1
    after = book_of(marked)
    undo(marked)
    assert book_of(marked) == before
    redo(marked)
    assert book_of(marked) == after
    assert faults(marked) == []


def test_a_second_release_changes_nothing(marked: Desk, clock: FrozenClock) -> None:
    tell(marked)
    before, count = book_of(marked), entries(marked)
    clock.moment = utc(2026, 12, 24)
    again = tell(marked)
    assert not again.changed
    assert again.sentence == f"{REF}: nothing to release, everybody was told her outcome as it is."
    assert (book_of(marked), entries(marked)) == (before, count)


def test_who_is_incomplete_holds_the_release_back_by_name(marked: Desk) -> None:
    enter(marked, REF, (BOB, "Case study", ""))
    before = book_of(marked)
    with pytest.raises(Refused) as told:
        tell(marked)
    assert told.value.sentence == f"{REF}: 1 person is incomplete (Bob: case study is not marked)."
    assert told.value.remedy == "Mark what is missing, or release the others without them: --incomplete."
    assert book_of(marked) == before

    report = tell(marked, incomplete=True)
    assert report.sentence == f"{REF}: 1 outcome released (1 passed); 1 incomplete."
    assert verdicts(marked) == {"Ada": (Verdict.PASSED, True), "Bob": (Verdict.INCOMPLETE, False)}
    assert {row["state"] for row in rows(marked, "marks") if row["enrolment_id"] == BOB} == {"entered"}


def test_many_who_are_incomplete_are_named_in_part(desk: Desk) -> None:
    assessed(desk, *(f"Delegate {number:02}" for number in range(1, 15)))
    with pytest.raises(
        Refused, match=r"14 people are incomplete \(Delegate 01: .*; and 4 others\)\. Mark what is missing\.$"
    ):
        tell(desk, incomplete=True)


def test_a_released_mark_is_typed_over_no_more(marked: Desk) -> None:
    tell(marked)
    with pytest.raises(Refused, match=r"Exam of Ada is released\. It changes only by a remark or an appeal\."):
        enter(marked, REF, (ADA, "Exam", "99"), version=1)
    with pytest.raises(Refused, match="is released"):
        enter(marked, REF, (ADA, "Exam", ""), version=1)


def test_a_resit_is_marked_and_told_behind_the_first_outcome(marked: Desk) -> None:
    tell(marked)
    bob = sheet(marked, REF).person(BOB)
    assert bob is not None
    assert (bob.attempt, bob.open) == (2, (2,))
    with pytest.raises(Refused, match=r"Exam of Bob is no part of her resit\. It is of Case study\."):
        enter(marked, REF, (BOB, "Exam", "70"), attempt=2)
    with pytest.raises(Refused, match=r"Attempt 3 is not due for Bob\. Attempt 2 is\."):
        enter(marked, REF, (BOB, "Case study", "70"), attempt=3)
    with pytest.raises(Refused, match="Attempt 2 is not due for Ada"):
        enter(marked, REF, (ADA, "Case study", "70"), attempt=2)
    enter(marked, REF, (BOB, "Case study", "70"), attempt=2)
    before = book_of(marked)
    assert tell(marked).sentence == f"{REF}: 1 outcome released (1 passed)."
    assert [(row["enrolment_id"], row["number"], row["verdict"]) for row in rows(marked, "results")] == [
        (ADA, 1, "passed"),
        (BOB, 1, "resit due"),
        (BOB, 2, "passed"),
    ]
    undo(marked)
    assert book_of(marked) == before


def test_a_resit_that_was_not_taken_can_still_be_marked_late(marked: Desk, clock: FrozenClock) -> None:
    tell(marked)
    clock.moment = utc(2027, 1, 24)
    assert verdicts(marked)["Bob"] == (Verdict.FAILED, False)
    tell(marked)
    assert verdicts(marked)["Bob"] == (Verdict.FAILED, True)
    enter(marked, REF, (BOB, "Case study", "70"), attempt=2)
    assert tell(marked).sentence == f"{REF}: 1 outcome released (1 passed)."


def test_a_second_resit_is_due_after_a_first_one_that_failed(desk: Desk) -> None:
    assessed(desk, "Ada", scheme=replace(SCHEME, resits=ResitRule(most=2, counts=Counts.LAST, cap=80)))
    enter_all(desk, REF, ADA, "61", "47", "6")
    tell(desk)
    enter(desk, REF, (ADA, "Case study", "50"), attempt=2)
    tell(desk)
    enter(desk, REF, (ADA, "Case study", "90"), attempt=3)
    tell(desk)
    assert [row["verdict"] for row in rows(desk, "results")] == ["resit due", "resit due", "passed"]
    assert "case study 80 >= 60" in rows(desk, "results")[-1]["sentence"]


def test_hours_that_cannot_be_reached_fail_and_are_told(desk: Desk) -> None:
    assessed(desk, "Ada", sat=False)
    attend(desk, REF, Attended.ABSENT)
    assert tell(desk).lines == ("Ada: Failed: 0 of 20 hours counted cannot reach the 18 asked.",)


def test_whoever_taught_does_not_alone_mark_without_a_reason(desk: Desk) -> None:
    (coach,) = add_people(desk, ["Grace Hopper"], coach=True)
    assessed(desk, "Ada", "Bob", coaches=[coach])
    for one in sheet(desk, REF).people:
        enter_all(desk, REF, one.enrolment, "61", "80", "6", by="grace  HOPPER")
    with pytest.raises(Refused) as told:
        tell(desk)
    assert told.value.sentence == f"Grace Hopper taught {REF} and alone marked Ada and Bob."

    before = book_of(desk)
    tell(desk, reason="no second marker this year")
    kept = rows(desk, "overrides")
    assert [(row["sentence"], row["reason"], row["who"]) for row in kept] == [
        (told.value.sentence, "no second marker this year", "anna")
    ]
    assert not tell(desk).changed
    undo(desk)
    assert book_of(desk) == before


def test_a_session_without_people_or_scheme_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound):
        tell(desk)
    reference = assessed(desk, scheme=None)
    with pytest.raises(Refused, match="has no assessment scheme"):
        tell(desk, reference)
    reference = assessed(desk, code="ACXC", start="2026-11-09")
    with pytest.raises(Refused, match=f"Nobody attends {reference}"):
        tell(desk, reference)


def test_a_dry_run_says_what_would_be_told(marked: Desk) -> None:
    before = book_of(marked)
    assert tell(marked.rehearsing()).lines[0].startswith("Ada: Passed:")
    assert book_of(marked) == before


def test_a_release_to_many_costs_as_many_statements_as_to_one(desk: Desk, statements: Statements) -> None:
    counts = []
    for start, names in (("2026-11-16", ("Ada",)), ("2026-11-09", ("Bob", "Cleo", "Dan"))):
        reference = assessed(desk, *names, start=start)
        for one in sheet(desk, reference).people:
            enter_all(desk, reference, one.enrolment, "61", "80", "6")
        with statements(desk) as sent:
            tell(desk, reference)
        counts.append(len(sent))
    assert counts[0] == counts[1]

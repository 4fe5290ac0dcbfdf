"""A released mark changes only by a remark or an appeal: a new record, decided by somebody who did not mark."""

import pytest

from acxdesk.actions.journal import undo
from acxdesk.actions.results import Release, release
from acxdesk.actions.reviews import DecideReview, OpenReview, appeal, decide_review, remark
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Faulty, Refused
from acxdesk.queries.marks import sheet
from acxdesk.rules.outcomes import Verdict
from tests.actions.assessed import assessed, enter, enter_all
from tests.actions.sample import book_of, entries, faults, rows, utc

REF = "ACXM-2026-11-16"
ADA, BOB = 1, 2


def ask(component: str = "Case study", enrolment: int = BOB, reason: str = "page 2 was not read") -> OpenReview:
    return OpenReview.read({"session": REF, "enrolment": enrolment, "component": component, "reason": reason})


def decide(desk: Desk, points: str = "", **other: object) -> Receipt:
    values = {"session": REF, "enrolment": BOB, "component": "Case study", "points": points, **other}
    return decide_review(desk, DecideReview.read(values))


@pytest.fixture
def released(desk: Desk) -> Desk:
    """Ada passed; Bob's case study failed at 47; anna marked and released."""
    assessed(desk, "Ada", "Bob")
    enter_all(desk, REF, ADA, "61", "80", "6")
    enter_all(desk, REF, BOB, "61", "47", "6")
    release(desk, Release.read({"session": REF}))
    return desk


def verdict(desk: Desk) -> Verdict:
    one = sheet(desk, REF).person(BOB)
    assert one is not None
    return one.outcome.verdict


def test_a_remark_is_a_new_record_seeded_with_the_old(released: Desk) -> None:
    before, marks = book_of(released), rows(released, "marks")
    told = remark(released, ask())
    assert told.sentence == f"{REF}, remark: Case study of Bob: 47 counts until it is decided."
    assert rows(released, "marks")[:-1] == marks
    new = rows(released, "marks")[-1]
    assert (new["points"], new["revision"], new["state"], new["origin"], new["replaces_id"], new["reason"]) == (
        47_00,
        1,
        "entered",
        "remark",
        5,
        "page 2 was not read",
    )
    assert verdict(released) is Verdict.RESIT
    one = sheet(released, REF).person(BOB)
    assert one is not None
    assert one.review(2) is not None
    undo(released)
    assert book_of(released) == before


def test_a_remark_that_lifts_the_mark_is_told_anew(released: Desk) -> None:
    remark(released, ask())
    before, marks, count = book_of(released), rows(released, "marks"), entries(released)
    told = decide(released, "60", by="Grace", reason="page 2 holds the plan")
    assert told.sentence == f"{REF}, remark decided: Case study of Bob: 60, was 47."
    assert told.lines == (
        "Bob: Passed: 60.5 of 100, exam 61 >= 50, case study 60 >= 60, demonstration 6 >= 5, 20 of 20 hours.",
    )
    assert rows(released, "marks")[:-1] == marks[:-1]  # what was released is as it was
    assert [(row["number"], row["verdict"]) for row in rows(released, "results") if row["enrolment_id"] == BOB] == [
        (1, "resit due"),
        (2, "passed"),
    ]
    new = rows(released, "marks")[-1]
    assert (new["marked_by"], new["state"], new["reason"]) == (
        "Grace",
        "released",
        "page 2 was not read\npage 2 holds the plan",
    )
    assert entries(released) == count + 1
    undo(released)
    assert book_of(released) == before
    assert faults(released) == []


def test_a_mark_that_stays_is_told_to_stay(released: Desk) -> None:
    remark(released, ask())
    told = decide(released)
    assert told.sentence == f"{REF}, remark decided: Case study of Bob: 47 stays."
    assert told.lines[0].startswith("Bob: the outcome stays: Resit due by 23 Jan 2027")
    assert len(rows(released, "results")) == 2
    with pytest.raises(Refused, match="no remark or appeal is open"):
        decide(released)


def test_a_second_review_is_about_the_first(released: Desk) -> None:
    remark(released, ask())
    decide(released, "50", by="Grace")
    appeal(released, ask(reason="still page 2"))
    decide(released, "60", by="Alan")
    marks = [row for row in rows(released, "marks") if (row["enrolment_id"], row["component_id"]) == (BOB, 2)]
    assert [(row["revision"], row["points"], row["replaces_id"]) for row in marks] == [
        (0, 47_00, None),
        (1, 50_00, 5),
        (2, 60_00, 7),
    ]
    assert [row["verdict"] for row in rows(released, "results") if row["enrolment_id"] == BOB] == [
        "resit due",
        "resit due",
        "passed",
    ]


def test_nobody_who_marked_decides_the_appeal_without_a_reason(released: Desk) -> None:
    appeal(released, ask())
    before = book_of(released)
    with pytest.raises(Refused, match="anna marked Case study of Bob and decides the appeal against it"):
        decide(released, "60")
    assert book_of(released) == before
    decide(released, "60", override="nobody else can read the language")
    assert [(row["enrolment_id"], row["reason"]) for row in rows(released, "overrides")] == [
        (BOB, "nobody else can read the language")
    ]
    undo(released)
    assert book_of(released) == before
    decide(released, "60", by="Grace")
    assert rows(released, "overrides") == []


def test_whoever_decided_a_remark_does_not_decide_the_appeal_after_it(released: Desk) -> None:
    remark(released, ask())
    decide(released, by="Grace")
    appeal(released, ask())
    with pytest.raises(Refused, match="GRACE marked Case study"):
        decide(released, by="GRACE")


def test_what_is_not_released_is_not_reviewed(released: Desk) -> None:
    undo(released)
    with pytest.raises(Refused, match=r"Case study of Bob is not released\. Until then"):
        remark(released, ask())


def test_one_review_at_a_time(released: Desk) -> None:
    remark(released, ask())
    with pytest.raises(Refused, match=r"the remark of Tue 24 Nov 2026 09:00 is not decided yet"):
        appeal(released, ask())


def test_a_review_without_a_reason_is_faulty(released: Desk) -> None:
    with pytest.raises(Faulty, match="Reason is missing"):
        remark(released, ask(reason="  "))


@pytest.mark.parametrize("points", ["1_0", " 7 ", "101", "nan", "٩٥"])
def test_a_bad_mark_decides_nothing(released: Desk, points: str) -> None:
    remark(released, ask())
    before = book_of(released)
    with pytest.raises(Refused):
        decide(released, points)
    assert book_of(released) == before


def test_a_remark_that_passes_ends_the_resit_that_is_under_way(released: Desk) -> None:
    enter(released, REF, (BOB, "Case study", "20"), attempt=2)
    remark(released, ask())
    told = decide(released, "60", by="Grace")
    assert told.lines[0].startswith("Bob: Passed: 60.5")
    assert verdict(released) is Verdict.PASSED
    assert not release(released, Release.read({"session": REF})).changed


def test_a_remark_does_not_tell_a_resit_that_is_not_released(released: Desk) -> None:
    enter(released, REF, (BOB, "Case study", "90"), attempt=2)
    remark(released, ask())
    told = decide(released, "48", by="Grace")
    assert told.lines[0].startswith("Bob: Resit due by 23 Jan 2027: case study 48 < 60")


def test_a_resit_that_was_not_taken_is_not_due_again_by_a_remark(released: Desk, clock: FrozenClock) -> None:
    remark(released, ask())
    clock.moment = utc(2027, 1, 24)
    assert decide(released, "48", by="Grace").lines[0].startswith("Bob: Resit due by 23 Jan 2027: case study 48 < 60")
    release(released, Release.read({"session": REF}))
    remark(released, ask())
    told = decide(released, by="Grace")
    assert told.lines[0].startswith("Bob: the outcome stays: Failed: the resit due by 23 Jan 2027 was not taken;")


def test_of_several_attempts_the_last_released_one_is_meant(released: Desk) -> None:
    enter(released, REF, (BOB, "Case study", "50"), attempt=2)
    release(released, Release.read({"session": REF}))
    appeal(released, ask())
    assert rows(released, "marks")[-1]["attempt"] == 2
    decide(released, "60", by="Grace")
    assert verdict(released) is Verdict.PASSED

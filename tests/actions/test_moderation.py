"""Second marks: agreed where they are near, left to a third marker where not, undone with what they follow from."""

from dataclasses import replace

import pytest

from acxdesk.actions.journal import undo
from acxdesk.actions.moderation import AgreeMarks, agree_marks
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.queries.marks import sheet
from acxdesk.rules.marks import MarkState, Series
from acxdesk.rules.outcomes import Verdict
from tests.actions.assessed import TWICE, assessed, enter, enter_all
from tests.actions.sample import book_of, entries, rows
from tests.conftest import Statements

REF = "ACXM-2026-11-16"
ADA, BOB = 1, 2


def agree(desk: Desk) -> Receipt:
    return agree_marks(desk, AgreeMarks.read({"session": REF}))


@pytest.fixture
def marked_twice(desk: Desk) -> Desk:
    """Ada's two marks lie near each other; of Bob's, the exam's lie apart."""
    assessed(desk, "Ada", "Bob", scheme=TWICE)
    enter_all(desk, REF, ADA, "61", "80", "6")
    enter_all(desk, REF, ADA, "64.01", "76", "7", series=Series.SECOND, by="Grace")
    enter_all(desk, REF, BOB, "49", "61", "6")
    enter_all(desk, REF, BOB, "50", "61", "6", series=Series.SECOND, by="Grace")
    return desk


def points_of(desk: Desk, enrolment: int) -> list[int | None]:
    one = sheet(desk, REF).person(enrolment)
    assert one is not None
    return [mark.points if (mark := one.mark(part, series=Series.AGREED)) else None for part in (1, 2, 3)]


def test_near_marks_are_agreed_and_the_others_wait_for_a_third(marked_twice: Desk) -> None:
    before, count = book_of(marked_twice), entries(marked_twice)
    told = agree(marked_twice)
    assert told.sentence == f"{REF}: 5 marks agreed; 1 needs a third mark."
    assert told.lines == ("Exam of Bob: 49 and 50 lie apart; a third marker decides.",)
    assert points_of(marked_twice, ADA) == [62_51, 78_00, 6_50]
    assert points_of(marked_twice, BOB) == [None, 61_00, 6_00]
    found = sheet(marked_twice, REF)
    assert found.people[0].outcome.verdict is Verdict.PASSED
    assert found.people[1].outcome.missing == ("exam waits for a third mark, because two lie apart",)
    assert entries(marked_twice) == count + 1
    undo(marked_twice)
    assert book_of(marked_twice) == before


def test_the_third_mark_is_the_agreed_one(marked_twice: Desk) -> None:
    agree(marked_twice)
    enter(marked_twice, REF, (BOB, "Exam", "52"), series=Series.THIRD, by="Alan")
    assert agree(marked_twice).sentence == f"{REF}: 1 mark agreed."
    assert points_of(marked_twice, BOB) == [52_00, 61_00, 6_00]
    agreed = [row for row in rows(marked_twice, "marks") if row["series"] == "agreed"]
    assert agreed[-1]["marked_by"] == "Alan"


def test_agreeing_twice_changes_nothing(marked_twice: Desk) -> None:
    agree(marked_twice)
    again = agree(marked_twice)
    assert not again.changed
    assert again.sentence == f"{REF}: 0 marks agreed; 1 needs a third mark."


def test_nothing_to_agree_is_told(desk: Desk) -> None:
    assessed(desk, "Ada", scheme=TWICE)
    assert agree(desk).sentence == f"{REF}: no two marks are waiting to be agreed."


def test_a_mark_that_changes_afterwards_is_to_be_agreed_anew(marked_twice: Desk) -> None:
    agree(marked_twice)
    before = book_of(marked_twice)
    enter(marked_twice, REF, (ADA, "Exam", "70"))
    assert points_of(marked_twice, ADA) == [None, 78_00, 6_50]
    assert sheet(marked_twice, REF).people[0].outcome.missing == ("exam waits until its two marks are agreed",)
    states = {
        row["state"] for row in rows(marked_twice, "marks") if (row["enrolment_id"], row["component_id"]) == (1, 1)
    }
    assert states == {MarkState.ENTERED}
    undo(marked_twice)
    assert book_of(marked_twice) == before


def test_a_blind_marker_sees_what_was_agreed(marked_twice: Desk) -> None:
    agree(marked_twice)
    hers = sheet(marked_twice, REF, blind_for="Grace").people[1]
    assert hers.mark(1) is None
    held = hers.mark(2)
    assert held is not None
    assert held.points == 61_00


def test_a_dry_run_says_the_same_and_writes_nothing(marked_twice: Desk) -> None:
    before = book_of(marked_twice)
    assert agree(marked_twice.rehearsing()).sentence == f"{REF}: 5 marks agreed; 1 needs a third mark."
    assert book_of(marked_twice) == before


def test_a_session_without_a_scheme_is_refused(desk: Desk) -> None:
    assessed(desk, "Ada", scheme=None)
    with pytest.raises(Refused, match="has no assessment scheme"):
        agree(desk)


def test_many_cost_as_many_statements_as_one(desk: Desk, statements: Statements) -> None:
    counts = []
    for start, names in (("2026-11-16", ("Ada",)), ("2026-11-09", ("Bob", "Cleo", "Dan"))):
        reference = assessed(desk, *names, scheme=TWICE, start=start)
        for one in sheet(desk, reference).people:
            enter_all(desk, reference, one.enrolment, "61", "80", "6")
            enter_all(desk, reference, one.enrolment, "61", "80", "6", series=Series.SECOND, by="Grace")
        with statements(replace(desk)) as sent:
            agree_marks(desk, AgreeMarks.read({"session": reference}))
        counts.append(len(sent))
    assert counts[0] == counts[1]

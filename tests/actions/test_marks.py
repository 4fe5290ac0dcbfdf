"""Marks: typed into cells, one or many, by two people at once; refused in place, released for good."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.journal import undo
from acxdesk.actions.marks import CellState, EnterMarks, MarksReport, enter_marks
from acxdesk.actions.results import Release, release
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Overtaken, Refused
from acxdesk.queries.marks import sheet
from acxdesk.rules.marks import Series
from acxdesk.rules.schemes import SecondMarking, SecondRule
from tests.actions.assessed import SCHEME, TWICE, assessed, enter, enter_all
from tests.actions.sample import book_of, entries, faults, move, rows
from tests.conftest import Statements

REF = "ACXM-2026-11-16"
ADA, BOB, CLEO = 1, 2, 3


@pytest.fixture
def class_of_three(desk: Desk) -> Desk:
    """Ada, Bob and Cleo sat all of ACXM-2026-11-16; nobody has a mark."""
    assessed(desk, "Ada", "Bob", "Cleo")
    return desk


@pytest.fixture
def twice(desk: Desk) -> Desk:
    """The same, everybody's work to be marked twice."""
    assessed(desk, "Ada", "Bob", "Cleo", scheme=TWICE)
    return desk


def states(report: MarksReport) -> list[CellState]:
    return [cell.state for cell in report.cells]


def at(desk: Desk, who: str) -> Desk:
    return replace(desk, who=who)


def mark_of(desk: Desk, enrolment: int = ADA, component: int = 1, series: Series = Series.FIRST) -> int | None:
    person = sheet(desk, REF).person(enrolment)
    assert person is not None
    held = person.mark(component, series=series)
    return held.points if held else None


def test_a_mark_is_entered_changed_and_taken_away(class_of_three: Desk) -> None:
    before = book_of(class_of_three)

    entered = enter(class_of_three, REF, (ADA, "Exam", "61"))
    assert entered.receipt.sentence == f"{REF}: Exam of Ada: 61 of 100."
    assert (entered.cells[0].state, entered.cells[0].points, entered.cells[0].version) == (CellState.ENTERED, 61_00, 1)

    changed = enter(class_of_three, REF, (ADA, "exam", "68,5"), version=1)
    assert changed.receipt.sentence == f"{REF}: Exam of Ada: 68.5 of 100, was 61 by anna."
    assert changed.cells[0].version == 2

    same = enter(class_of_three, REF, (ADA, "1", "68.50"), version=2)
    assert not same.receipt.changed
    assert states(same) == [CellState.SAME]

    taken = enter(class_of_three, REF, (ADA, "1", ""), version=2)
    assert taken.receipt.sentence == f"{REF}: Exam of Ada: 68.5 was taken away."
    assert book_of(class_of_three) == before
    for expected in (68_50, 61_00, None):
        undo(class_of_three)
        assert mark_of(class_of_three) == expected
    assert book_of(class_of_three) == before
    assert faults(class_of_three) == []


def test_many_cells_are_one_deed_and_one_undo(class_of_three: Desk) -> None:
    before, count = book_of(class_of_three), entries(class_of_three)
    report = enter(class_of_three, REF, (ADA, "Exam", "61"), (ADA, "Case study", "80"), (BOB, "Exam", "47"))
    assert report.receipt.sentence == f"{REF}, marks: 3 entered."
    assert entries(class_of_three) == count + 1
    undo(class_of_three)
    assert book_of(class_of_three) == before


@pytest.mark.parametrize(
    "cell", ["1_0", "٩٥", " 7 ", "1e2", "nan", "-1", "100.001", "100.01", "abc", "[/oops]", "\x1b[2J", "9" * 5000]
)
def test_a_bad_cell_is_refused_in_place_and_keeps_the_rest(class_of_three: Desk, cell: str) -> None:
    report = enter(class_of_three, REF, (ADA, "Exam", cell), (BOB, "Exam", "47"))
    assert states(report) == [CellState.REFUSED, CellState.ENTERED]
    assert report.cells[0].sentence.startswith("Exam of Ada ")
    assert "\x1b" not in report.cells[0].sentence
    assert len(report.cells[0].sentence) < 200
    assert report.receipt.sentence == f"{REF}, marks: 1 entered, 1 refused."
    assert mark_of(class_of_three, ADA) is None
    assert mark_of(class_of_three, BOB) == 47_00


def test_one_bad_cell_alone_raises(class_of_three: Desk) -> None:
    with pytest.raises(Refused, match='Exam of Ada "101" is above 100'):
        enter(class_of_three, REF, (ADA, "Exam", "101"))


def test_a_component_that_is_not_the_schemes_is_refused(class_of_three: Desk) -> None:
    with pytest.raises(NotFound, match=r"has no component “Oral”\. It has Exam, Case study, Demonstration"):
        enter(class_of_three, REF, (ADA, "Oral", "61"))


def test_who_does_not_attend_has_no_mark(class_of_three: Desk) -> None:
    move(class_of_three, REF, "withdraw", BOB, reason="ill")
    report = enter(class_of_three, REF, (BOB, "Exam", "61"), (99, "Exam", "61"), (ADA, "Exam", "61"))
    assert states(report) == [CellState.REFUSED, CellState.REFUSED, CellState.ENTERED]
    assert report.cells[0].sentence.startswith(f"Place 2 does not attend {REF}.")


def test_a_session_without_a_scheme_has_no_marks(desk: Desk) -> None:
    assessed(desk, "Ada", scheme=None)
    with pytest.raises(Refused, match="has no assessment scheme"):
        enter(desk, REF, (ADA, "Exam", "61"))


def test_nothing_is_marked_in_a_session_that_was_cancelled(class_of_three: Desk) -> None:
    values = {"session": REF, "verb": "cancel", "reason": "no venue"}
    decide(class_of_three, Decide.read(values))
    with pytest.raises(Refused, match=f"{REF} is cancelled; nothing is marked in it"):
        enter(class_of_three, REF, (ADA, "Exam", "61"))
    with pytest.raises(Refused, match="nothing is marked in it"):
        release(class_of_three, Release.read({"session": REF}))


def test_a_request_without_a_cell_is_faulty(class_of_three: Desk) -> None:
    with pytest.raises(Faulty, match="Marks is missing"):
        enter(class_of_three, REF)


# ---- two desks


def test_a_mark_that_changed_since_it_was_read_is_not_overwritten(class_of_three: Desk) -> None:
    anna, grace = class_of_three, at(class_of_three, "Grace")
    enter(anna, REF, (ADA, "Exam", "47"))
    enter(grace, REF, (ADA, "Exam", "61"), version=1)
    with pytest.raises(Overtaken) as told:
        enter(anna, REF, (ADA, "Exam", "58"), version=1)
    assert told.value.sentence == (
        "Exam of Ada is 61 by Grace on Tue 24 Nov 2026 09:00, after you had read it; your 58 was not written."
    )
    report = enter(anna, REF, (ADA, "Exam", "58"), (BOB, "Exam", "50"), version=1)
    assert states(report) == [CellState.OVERTAKEN, CellState.OVERTAKEN]
    assert (report.cells[0].points, report.cells[0].version) == (61_00, 2)
    assert "was taken away" in report.cells[1].sentence


def test_a_cell_that_was_empty_is_not_filled_over_another_mark(class_of_three: Desk) -> None:
    enter(at(class_of_three, "Grace"), REF, (ADA, "Exam", "61"), version=0)
    with pytest.raises(Overtaken, match="is 61 by Grace"):
        enter(class_of_three, REF, (ADA, "Exam", "58"), version=0)
    assert enter(class_of_three, REF, (ADA, "Exam", "61"), version=0).cells[0].state is CellState.SAME


def test_who_did_not_look_overwrites_only_her_own_mark(class_of_three: Desk) -> None:
    anna, grace = class_of_three, at(class_of_three, "Grace")
    enter(anna, REF, (ADA, "Exam", "47"))
    assert enter(anna, REF, (ADA, "Exam", "48")).cells[0].state is CellState.CHANGED
    with pytest.raises(Overtaken, match=r"is 48 by anna .* To replace it, say that you read it: --version 2"):
        enter(grace, REF, (ADA, "Exam", "58"))
    assert enter(grace, REF, (ADA, "Exam", "58"), version=2).cells[0].state is CellState.CHANGED


def test_a_mark_that_was_taken_away_and_entered_anew_is_another(class_of_three: Desk) -> None:
    first = enter(class_of_three, REF, (ADA, "Exam", "47")).cells[0]
    enter(class_of_three, REF, (ADA, "Exam", ""))
    enter(at(class_of_three, "Grace"), REF, (ADA, "Exam", "61"))
    cell = {"enrolment": ADA, "component": "Exam", "points": "58", "version": first.version, "mark": first.mark}
    with pytest.raises(Overtaken):
        enter_marks(class_of_three, EnterMarks.read({"session": REF, "marks": [cell]}))


def test_of_two_desks_that_type_at_once_one_is_told(class_of_three: Desk) -> None:
    desks = [
        Desk.open(class_of_three.path, who=who, clock=class_of_three.clock)
        for who in ("Grace", "Alan", "Ada L.", "Mary")
    ]
    start = threading.Barrier(len(desks))

    def type_in(desk: Desk) -> str:
        start.wait()
        try:
            return enter(desk, REF, (ADA, "Exam", str(50 + desks.index(desk))), version=0).cells[0].state
        except Overtaken as told:
            return str(told.exit_code)

    with ThreadPoolExecutor(len(desks)) as pool:
        ends = list(pool.map(type_in, desks))
    for desk in desks:
        desk.close()
    assert sorted(ends) == ["9", "9", "9", CellState.ENTERED]
    assert len(rows(class_of_three, "marks")) == 1
    assert faults(class_of_three) == []


# ---- second marks


def test_a_second_mark_is_refused_where_nobody_asks_for_it(class_of_three: Desk) -> None:
    with pytest.raises(Refused, match=r"No second mark is asked for Ada\. The scheme has no second marking"):
        enter(class_of_three, REF, (ADA, "Exam", "61"), series=Series.SECOND)


def test_a_sample_names_whose_work_is_marked_twice(desk: Desk) -> None:
    scheme = replace(SCHEME, second=SecondRule(SecondMarking.SAMPLE, sample=20))
    assessed(desk, "Ada", "Bob", "Cleo", scheme=scheme)
    sample = [one for one in sheet(desk, REF).people if one.twice]
    assert len(sample) == 1
    for one in sheet(desk, REF).people:
        if one.twice:
            enter(desk, REF, (one.enrolment, "Exam", "61"), series=Series.SECOND)
        else:
            with pytest.raises(Refused, match=f"The sample is {sample[0].name}"):
                enter(desk, REF, (one.enrolment, "Exam", "61"), series=Series.SECOND)


def test_two_marks_by_one_person_need_a_reason_that_is_kept(twice: Desk) -> None:
    enter(twice, REF, (ADA, "Exam", "61"))
    with pytest.raises(Refused, match="anna gives Ada more than one of the marks") as told:
        enter(twice, REF, (ADA, "Exam", "65"), series=Series.SECOND)
    assert told.value.remedy == "Let somebody else mark it, or say why; the reason is kept."
    enter(twice, REF, (ADA, "Exam", "65"), series=Series.SECOND, reason="nobody else is here")
    enter(twice, REF, (ADA, "Case study", "61"))
    enter(twice, REF, (ADA, "Case study", "65"), series=Series.SECOND)  # the same warning again
    kept = rows(twice, "overrides")
    assert [(row["enrolment_id"], row["reason"], row["who"]) for row in kept] == [(ADA, "nobody else is here", "anna")]
    enter(twice, REF, (BOB, "Exam", "61"), by="Grace")
    enter(twice, REF, (BOB, "Exam", "61"), series=Series.SECOND)
    assert len(rows(twice, "overrides")) == 1


def test_a_third_mark_is_taken_only_where_two_lie_apart(twice: Desk) -> None:
    enter(twice, REF, (ADA, "Exam", "61"), by="Grace")
    enter(twice, REF, (ADA, "Exam", "65"), series=Series.SECOND)
    with pytest.raises(Refused, match="needs no third mark"):
        enter(twice, REF, (ADA, "Exam", "63"), series=Series.THIRD, by="Alan")
    enter(twice, REF, (ADA, "Exam", "90"), series=Series.SECOND)
    assert enter(twice, REF, (ADA, "Exam", "63"), series=Series.THIRD, by="Alan").cells[0].state is CellState.ENTERED


def test_an_agreed_mark_is_not_typed(twice: Desk) -> None:
    with pytest.raises(Refused, match="follows from the others"):
        enter(twice, REF, (ADA, "Exam", "63"), series=Series.AGREED)


def test_a_resit_is_refused_before_it_is_due(class_of_three: Desk) -> None:
    enter_all(class_of_three, REF, ADA, "61", "47", "6")
    with pytest.raises(Refused, match="Attempt 2 is not due for Ada"):
        enter(class_of_three, REF, (ADA, "Case study", "70"), attempt=2)


# ---- costs


def test_many_marks_cost_as_many_statements_as_one(desk: Desk, statements: Statements) -> None:
    assessed(desk, *[f"Delegate {number:02}" for number in range(1, 41)])
    counts = []
    for people in (range(1, 2), range(2, 41)):
        with statements(desk) as sent:
            enter(desk, REF, *[(number, "Exam", "61") for number in people])
        counts.append(len(sent))
    assert counts[0] == counts[1]

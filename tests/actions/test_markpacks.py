"""Marking packs: filled in elsewhere, sorted, in part; read back with what the desk did meanwhile as conflicts."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from acxdesk.actions.journal import undo
from acxdesk.actions.markpacks import PackMarks, UnpackMarks, pack_marks, plan_pack
from acxdesk.actions.markplans import LineState, Plan, Take, carry_out
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import InputProblem, NotFound, Refused
from acxdesk.exchange.markpacks import _digest
from acxdesk.queries.marks import sheet
from acxdesk.records.schemes import Component
from acxdesk.records.sessions import Session
from acxdesk.rules.marks import Series
from tests.actions.assessed import TWICE, assessed, enter, enter_all
from tests.actions.sample import book_of, entries, move
from tests.exchange.filled import filled, sheet_named

REF = "ACXM-2026-11-16"
ADA, BOB, CLEO = 1, 2, 3


@pytest.fixture
def class_of_three(desk: Desk) -> Desk:
    """Ada, Bob and Cleo sat all of ACXM-2026-11-16; Ada has 61 in the exam."""
    assessed(desk, "Ada", "Bob", "Cleo")
    enter_all(desk, REF, ADA, "61")
    return desk


@pytest.fixture
def other_desk(tmp_path: Path, template: Path, clock: FrozenClock) -> Iterator[Desk]:
    """A desk on another file."""
    path = tmp_path / "other.acx"
    shutil.copy(template, path)
    opened = Desk.open(path, who="otto", clock=clock)
    yield opened
    opened.close()


def packed(desk: Desk, folder: Path, **other: Any) -> bytes:
    path = folder / "pack.xlsx"
    pack_marks(desk, PackMarks.read({"session": REF, "by": "Grace", **other}), path, overwrite=True)
    return path.read_bytes()


def planned(desk: Desk, data: bytes, **other: Any) -> Plan:
    return plan_pack(desk, UnpackMarks.read({"data": data, **other}))


def told(plan: Plan) -> list[tuple[int, str, str]]:
    return [(line.line, line.state.value, line.sentence) for line in plan.lines]


def mark_of(desk: Desk, place: int, series: Series = Series.FIRST) -> tuple[int, str] | None:
    person = sheet(desk, REF).person(place)
    assert person is not None
    held = person.mark(1, series=series)
    return (held.points, held.by) if held else None


def test_a_pack_tells_who_is_to_mark_and_is_for_its_owner_alone(class_of_three: Desk, tmp_path: Path) -> None:
    receipt = pack_marks(class_of_three, PackMarks(session=REF, by="Grace"), tmp_path / "p.xlsx")
    assert receipt.sentence == f"A pack for Grace to mark 3 people written to {tmp_path / 'p.xlsx'}."
    assert not receipt.changed
    assert (tmp_path / "p.xlsx").stat().st_mode & 0o777 == 0o600
    data = (tmp_path / "p.xlsx").read_bytes()
    assert sheet_named(data, "Marks").rows[1][:5] == ("1", "Ada", "ada@example.org", "20", "61")
    assert sheet_named(data, "pack").hidden


def test_a_pack_that_nobody_filled_in_says_nothing(class_of_three: Desk, tmp_path: Path) -> None:
    plan = planned(class_of_three, packed(class_of_three, tmp_path))
    assert told(plan) == []
    assert plan.sentence == f"{REF}: the file has no mark."
    assert plan.notes == ("A pack of first marks for Grace, made on Tue 24 Nov 2026 at 09:00.",)


def test_a_pack_that_was_filled_in_and_sorted_is_one_deed_of_its_marker(class_of_three: Desk, tmp_path: Path) -> None:
    data = filled(
        packed(class_of_three, tmp_path),
        {("Ada", "Exam"): 64, ("Bob", "Exam"): 47.5, ("Cleo", "Demo"): 11},
        backwards=True,
    )
    before, count = book_of(class_of_three), entries(class_of_three)

    plan = planned(class_of_three, data)
    assert told(plan) == [
        (2, "refused", 'Row 2: Demonstration of Cleo "11" is above 10. Give 0 to 10.'),
        (3, "new", "Bob, Exam: 47.5 of 100."),
        (4, "changed", "Ada, Exam: 61 -> 64 (was 61 by anna on Tue 24 Nov 2026 09:00)."),
    ]
    carry_out(class_of_three, plan)

    assert mark_of(class_of_three, ADA) == (64_00, "Grace")
    assert mark_of(class_of_three, BOB) == (47_50, "Grace")
    assert entries(class_of_three) == count + 1
    assert [line.state for line in planned(class_of_three, data).lines if line.state is not LineState.REFUSED] == [
        LineState.SAME,
        LineState.SAME,
    ]
    undo(class_of_three)
    assert book_of(class_of_three) == before


def test_what_the_desk_marked_meanwhile_is_a_conflict_in_both_ways(class_of_three: Desk, tmp_path: Path) -> None:
    pack = packed(class_of_three, tmp_path)
    enter(class_of_three, REF, (ADA, "Exam", "70"), (BOB, "Exam", "50"), (CLEO, "Exam", "33"))
    data = filled(pack, {("Ada", "Exam"): 64, ("Bob", "Exam"): 47, ("Cleo", "Case"): 80})

    plan = planned(class_of_three, data)

    when = "by anna on Tue 24 Nov 2026 09:00"
    assert told(plan) == [
        (2, "conflict", f"Ada, Exam: the file says 64; since it was written the desk has 70 {when}."),
        (3, "conflict", f"Bob, Exam: the file says 47; since it was written the desk has 50 {when}."),
        (4, "new", "Cleo, Case study: 80 of 100."),
    ]
    carry_out(class_of_three, plan)
    assert (mark_of(class_of_three, ADA), mark_of(class_of_three, BOB)) == ((70_00, "anna"), (50_00, "anna"))
    carry_out(class_of_three, planned(class_of_three, data), theirs=[1])
    assert (mark_of(class_of_three, ADA), mark_of(class_of_three, BOB)) == ((70_00, "anna"), (47_00, "Grace"))
    carry_out(class_of_three, planned(class_of_three, data), Take.THEIRS)
    assert mark_of(class_of_three, ADA) == (64_00, "Grace")


def test_the_same_mark_on_both_sides_is_no_conflict(class_of_three: Desk, tmp_path: Path) -> None:
    pack = packed(class_of_three, tmp_path)
    enter(class_of_three, REF, (ADA, "Exam", "64"))
    assert [line.state for line in planned(class_of_three, filled(pack, {("Ada", "Exam"): 64})).lines] == [
        LineState.SAME
    ]


def test_a_mark_that_was_taken_away_meanwhile_is_a_conflict(class_of_three: Desk, tmp_path: Path) -> None:
    pack = packed(class_of_three, tmp_path)
    enter(class_of_three, REF, (ADA, "Exam", ""))
    plan = planned(class_of_three, filled(pack, {("Ada", "Exam"): 64}))
    assert told(plan) == [
        (2, "conflict", "Ada, Exam: the file says 64; since it was written the desk has no mark."),
    ]
    carry_out(class_of_three, plan, Take.THEIRS)
    assert mark_of(class_of_three, ADA) == (64_00, "Grace")


def test_a_mark_that_was_changed_and_changed_back_is_no_conflict(class_of_three: Desk, tmp_path: Path) -> None:
    pack = packed(class_of_three, tmp_path)
    enter(class_of_three, REF, (ADA, "Exam", "70"))
    undo(class_of_three)
    plan = planned(class_of_three, filled(pack, {("Ada", "Exam"): 64}))
    assert [line.state for line in plan.lines] == [LineState.CHANGED]


def test_a_second_markers_pack_holds_no_mark_of_the_first(desk: Desk, tmp_path: Path) -> None:
    assessed(desk, "Ada", "Bob", scheme=TWICE)
    enter_all(desk, REF, ADA, "61.25", "80.75", "8.5")
    data = packed(desk, tmp_path, series="second")
    for page in ("Marks", "pack"):
        said = " ".join(cell for row in sheet_named(data, page).rows for cell in row)
        assert not any(first in said for first in ("61.25", "6125", "80.75", "8075", "8.5", "850", "anna"))
    carry_out(desk, planned(desk, filled(data, {("Ada", "Exam"): 66})))
    assert mark_of(desk, ADA, Series.SECOND) == (66_00, "Grace")


def test_a_pack_that_nobody_needs_is_not_made(class_of_three: Desk, tmp_path: Path) -> None:
    for series in ("second", "third"):
        with pytest.raises(Refused, match=f"Nobody on {REF} is to be marked so"):
            packed(class_of_three, tmp_path, series=series)
    with pytest.raises(Refused, match=f"Nobody on {REF} is to be marked so"):
        packed(class_of_three, tmp_path, attempt=2)
    with pytest.raises(Refused, match="An agreed mark follows from the others"):
        packed(class_of_three, tmp_path, series="agreed")
    with pytest.raises(InputProblem, match="no XLSX file by its name"):
        pack_marks(class_of_three, PackMarks(session=REF), tmp_path / "p.csv")
    assert not list(tmp_path.glob("*.xlsx"))


def test_who_left_meanwhile_is_told_and_the_others_are_marked(class_of_three: Desk, tmp_path: Path) -> None:
    pack = packed(class_of_three, tmp_path)
    move(class_of_three, REF, "withdraw", BOB, reason="ill")
    plan = planned(class_of_three, filled(pack, {("Bob", "Exam"): 47, ("Cleo", "Exam"): 50}))
    assert told(plan) == [
        (3, "refused", f'Row 3: No person "2" attends {REF}.'),
        (4, "new", "Cleo, Exam: 50 of 100."),
    ]


def test_names_that_were_sorted_without_their_numbers_are_refused(class_of_three: Desk, tmp_path: Path) -> None:
    pack = filled(packed(class_of_three, tmp_path), {("Ada", "name"): "Bob", ("Cleo", "Exam"): 50})
    pack = filled(pack, {("Bob", "email"): "bob@example.org"})
    assert [line.state for line in planned(class_of_three, pack).lines] == [LineState.REFUSED, LineState.NEW]


def test_a_column_that_a_coach_added_says_nothing_and_is_told(class_of_three: Desk, tmp_path: Path) -> None:
    plan = planned(class_of_three, filled(packed(class_of_three, tmp_path), {("Bob", "Remarks"): "late [/oops]"}))
    assert plan.lines == ()
    assert plan.notes[1] == 'Passed over, since nothing is kept of it: "Remarks".'


def test_a_damaged_pack_is_refused(class_of_three: Desk, tmp_path: Path) -> None:
    pack = packed(class_of_three, tmp_path)
    memory = sheet_named(pack, "pack").rows
    cell = next(at for at, row in enumerate(memory) if row[0] == "cell")
    damaged = "The pack is damaged: what it remembers of its marks was changed."
    for change, sentence in (
        ({(cell, 4): "9"}, damaged),
        ({(cell, 1): "x"}, damaged),
        ({(len(memory) - 1, 1): "0"}, damaged),
        ({(1, 2): "2"}, 'The pack is of another acxdesk (format "2").'),
        ({(1, 1): "else"}, "The file is no marking pack: it has no sheet that remembers how it was written."),
    ):
        with pytest.raises(InputProblem) as caught:
            planned(class_of_three, filled(pack, {}, memory=change))
        assert caught.value.sentence == sentence


def test_what_is_no_pack_is_refused(class_of_three: Desk, tmp_path: Path) -> None:
    pack = packed(class_of_three, tmp_path)
    with pytest.raises(InputProblem, match="no marking pack"):
        planned(class_of_three, filled(pack, {}, without=["pack"]))
    with pytest.raises(InputProblem, match="no XLSX file"):
        planned(class_of_three, b"person,Exam\n1,61\n")
    with pytest.raises(InputProblem, match="Unknown column"):
        planned(class_of_three, filled(pack, {}, without=["Marks"]))


def test_a_pack_of_another_desk_is_refused(class_of_three: Desk, tmp_path: Path, other_desk: Desk) -> None:
    assessed(other_desk, "Ada")
    with pytest.raises(NotFound) as caught:
        planned(class_of_three, packed(other_desk, tmp_path))
    assert caught.value.sentence == f'The pack is of a session "{REF}" that is not on this desk.'


def test_a_pack_of_a_scheme_that_is_another_one_now_is_refused(class_of_three: Desk, tmp_path: Path) -> None:
    pack = packed(class_of_three, tmp_path)
    with class_of_three.changing("prepare", kind="system") as change:
        row = change.work.get(Component, 1)
        assert row is not None
        row.out_of = 50_00
    with pytest.raises(Refused) as caught:
        planned(class_of_three, pack)
    assert caught.value.sentence == (
        f"The scheme of {REF} is another one than when the pack was made. It has no Exam out of 100 any more."
    )


def test_a_pack_of_a_session_that_was_moved_is_read(class_of_three: Desk, tmp_path: Path) -> None:
    pack = filled(packed(class_of_three, tmp_path), {("Bob", "Exam"): 47})
    with class_of_three.changing("prepare", kind="system") as change:
        row = change.work.get(Session, 1)
        assert row is not None
        row.reference = "ACXM-2026-11-17"
    plan = planned(class_of_three, pack)
    assert plan.reference == "ACXM-2026-11-17"
    assert plan.notes[1] == f"Its session was called {REF} then."
    assert [line.state for line in plan.lines] == [LineState.NEW]


def test_a_crafted_pack_is_refused_in_words(class_of_three: Desk, tmp_path: Path) -> None:
    pack = packed(class_of_three, tmp_path)
    memory = [list(row) for row in sheet_named(pack, "pack").rows]
    places = {row[0]: at for at, row in enumerate(memory)}

    def crafted(kind: str, column: int, text: str) -> bytes:
        rows = [list(row) for row in memory]
        rows[places[kind]][column] = text
        digest = _digest([[*row, *[""] * (6 - len(row))] for row in rows[1:-1]])
        change = {(places[kind], column): text, (len(rows) - 1, 1): digest}
        return filled(pack, {("Bob", "Exam"): 47}, memory=change)

    assert planned(class_of_three, crafted("marks", 3, "[/oops]")).by == "[/oops]"
    for kind, column, text in (
        ("marks", 3, "x" * 201),
        ("marks", 2, "99"),
        ("marks", 1, "fourth"),
        ("made", 1, "2026-11-24"),
        ("made", 1, "0001-01-01T00:00:00+00:00"),
        ("cell", 5, "x"),
    ):
        with pytest.raises(Refused):
            planned(class_of_three, crafted(kind, column, text))

"""Mark sheets as files: what is exported reads back to the same marks; what was filled in is told cell by cell."""

import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from acxdesk.actions.journal import undo
from acxdesk.actions.markplans import LineState, Plan, Take, carry_out
from acxdesk.actions.marks import CellState
from acxdesk.actions.marksheets import ExportMarks, ImportMarks, export_marks, plan_marks
from acxdesk.desk.door import Desk
from acxdesk.errors import InputProblem, NotFound, Overtaken, Refused
from acxdesk.exchange.spreadsheets import Sheet, write_xlsx
from acxdesk.queries.marks import sheet
from acxdesk.rules.marks import Series
from acxdesk.rules.schemes import Part, Scheme
from tests.actions.assessed import SCHEME, TWICE, assessed, enter, enter_all
from tests.actions.sample import add_people, book, book_of, entries, faults
from tests.exchange.filled import csv_of, csv_rows, filled, typed

REF = "ACXM-2026-11-16"
ADA, BOB, CLEO = 1, 2, 3
ENDINGS = pytest.mark.parametrize("ending", ["csv", "xlsx"])


@pytest.fixture
def class_of_three(desk: Desk) -> Desk:
    """Ada, Bob and Cleo sat all of ACXM-2026-11-16; nobody has a mark."""
    assessed(desk, "Ada", "Bob", "Cleo")
    return desk


def exported(desk: Desk, path: Path, **other: Any) -> bytes:
    export_marks(desk, ExportMarks.read({"session": REF, **other}), path, overwrite=True)
    return path.read_bytes()


def planned(desk: Desk, data: bytes, **other: Any) -> Plan:
    return plan_marks(desk, ImportMarks.read({"session": REF, "data": data, **other}))


def told(plan: Plan) -> list[tuple[int, str, str]]:
    return [(line.line, line.state.value, line.sentence) for line in plan.lines]


def changed(data: bytes, cells: dict[tuple[str, str], Any], *, backwards: bool = False) -> bytes:
    """The file, CSV or XLSX, with other cells."""
    if data.startswith(b"PK"):
        return filled(data, cells, backwards=backwards)
    return csv_of(typed(csv_rows(data), cells, backwards=backwards))


def marks(desk: Desk, series: Series = Series.FIRST) -> dict[str, list[int | None]]:
    found = sheet(desk, REF)
    assert found.scheme is not None
    return {
        one.name: [
            given.points if given else None
            for given in (one.mark(part.id, series=series) for part in found.scheme.parts)
        ]
        for one in found.people
    }


def test_a_mark_sheet_as_csv(class_of_three: Desk, tmp_path: Path) -> None:
    enter_all(class_of_three, REF, ADA, "61", "80.5", "8")
    enter_all(class_of_three, REF, BOB, "47")
    path = tmp_path / "marks.csv"

    receipt = export_marks(class_of_three, ExportMarks(session=REF.lower()), path)

    rows = csv_rows(path.read_bytes())
    assert receipt.sentence == f"The mark sheet of 3 people written to {path}."
    assert rows[0] == [
        *("person", "name", "email", "hours", "Exam /100", "Case study /100", "Demonstration /10"),
        *("total", "outcome", "session", "as_of"),
    ]
    assert rows[1][:7] == ["1", "Ada", "ada@example.org", "20", "61", "80.5", "8"]
    assert rows[1][7:9] == [
        "70.7",
        "Passed: 70.7 of 100, exam 61 >= 50, case study 80.5 >= 60, demonstration 8 >= 5, 20 of 20 hours.",
    ]
    assert rows[2][4:8] == ["47", "", "", ""]
    assert rows[3][9:] == [REF, str(entries(class_of_three))]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@ENDINGS
def test_what_was_exported_is_the_same_when_it_comes_back(class_of_three: Desk, tmp_path: Path, ending: str) -> None:
    enter_all(class_of_three, REF, ADA, "61", "80.55", "8")
    enter_all(class_of_three, REF, BOB, "0", "100")
    before = entries(class_of_three)

    plan = planned(class_of_three, exported(class_of_three, tmp_path / f"m.{ending}"))

    assert {line.state for line in plan.lines} == {LineState.SAME}
    assert [(line.line, line.component, line.points) for line in plan.lines] == [
        (2, "Exam", "61"),
        (2, "Case study", "80.55"),
        (2, "Demonstration", "8"),
        (3, "Exam", "0"),
        (3, "Case study", "100"),
    ]
    with pytest.raises(Refused, match="nothing to enter"):
        carry_out(class_of_three, plan)
    assert entries(class_of_three) == before


@ENDINGS
def test_every_mark_reads_back_on_another_desk(class_of_three: Desk, tmp_path: Path, ending: str) -> None:
    values = {ADA: ("61", "80.55", "8"), BOB: ("0", "100", "9.99"), CLEO: ("33.33", "0.01", "10")}
    for place, said in values.items():
        enter_all(class_of_three, REF, place, *said)
    data = exported(class_of_three, tmp_path / f"m.{ending}")
    there = marks(class_of_three)
    for _ in values:
        undo(class_of_three)
    before, count = book_of(class_of_three), entries(class_of_three)

    plan = planned(class_of_three, data)
    carry_out(class_of_three, plan)

    assert [line.state for line in plan.lines] == [LineState.NEW] * 9
    assert marks(class_of_three) == there
    assert entries(class_of_three) == count + 1
    undo(class_of_three)
    assert book_of(class_of_three) == before
    assert faults(class_of_three) == []


@ENDINGS
def test_a_file_that_was_filled_in_is_told_cell_by_cell(class_of_three: Desk, tmp_path: Path, ending: str) -> None:
    enter_all(class_of_three, REF, ADA, "61", "80")
    data = exported(class_of_three, tmp_path / f"m.{ending}")
    data = changed(data, {("Ada", "Exam"): "64", ("Bob", "Exam"): "47.5", ("Cleo", "Exam"): "1_0"}, backwards=True)

    plan = planned(class_of_three, data)

    assert told(plan) == [
        (
            2,
            "refused",
            'Row 2: Exam of Cleo "1_0" is no plain number. Write digits 0 to 9, as 68 or 68.5, up to 100.',
        ),
        (3, "new", "Bob, Exam: 47.5 of 100."),
        (4, "changed", "Ada, Exam: 61 -> 64 (was 61 by anna on Tue 24 Nov 2026 09:00)."),
        (4, "same", "Ada, Case study: 80, as it is."),
    ]
    assert plan.sentence == f"{REF}: 1 new, 1 changed, 1 same, 1 refused."
    report = carry_out(class_of_three, plan)
    assert [cell.state for cell in report.cells] == [CellState.ENTERED, CellState.CHANGED]
    assert marks(class_of_three) == {
        "Ada": [64_00, 80_00, None],
        "Bob": [47_50, None, None],
        "Cleo": [None, None, None],
    }


@ENDINGS
def test_bad_cells_are_refused_and_keep_the_rest(desk: Desk, tmp_path: Path, ending: str) -> None:
    bad = ("1_0", "٩٥", " 7 ", "1e2", "nan", "-1", "100.001", "100.01", "68%", "TRUE", "#DIV/0!", "'61", "[/oops]")
    names = [f"Person {number:02}" for number in range(len(bad))]
    assessed(desk, *names, "Zoe")
    data = exported(desk, tmp_path / f"m.{ending}")
    cells = {(name, "Exam"): cell for name, cell in zip(names, bad, strict=True)}

    plan = planned(desk, changed(data, {**cells, ("Zoe", "Exam"): "47"}))

    assert [line.state for line in plan.lines] == [LineState.REFUSED] * len(bad) + [LineState.NEW]
    for number, (line, cell) in enumerate(zip(plan.lines, bad, strict=False)):
        assert line.sentence.startswith(f'Row {number + 2}: Exam of Person {number:02} "{cell}" is ')
    carry_out(desk, plan)
    assert marks(desk)["Zoe"] == [47_00, None, None]
    assert all(marks(desk)[name] == [None, None, None] for name in names)


def test_one_bad_cell_alone_is_told_as_well(class_of_three: Desk) -> None:
    plan = planned(class_of_three, b"person,Exam\n1,101\n")
    assert told(plan) == [(2, "refused", 'Row 2: Exam of Ada "101" is above 100. Give 0 to 100.')]


@ENDINGS
def test_what_the_desk_changed_since_is_a_conflict_and_stays(class_of_three: Desk, tmp_path: Path, ending: str) -> None:
    enter_all(class_of_three, REF, ADA, "61")
    data = exported(class_of_three, tmp_path / f"m.{ending}")
    enter(replace(class_of_three, who="Grace"), REF, (ADA, "Exam", "70"), version=1)
    data = changed(data, {("Ada", "Exam"): "64", ("Bob", "Exam"): "47"})

    plan = planned(class_of_three, data)

    assert told(plan) == [
        (
            2,
            "conflict",
            "Ada, Exam: the file says 64; since it was written the desk has 70 by Grace on Tue 24 Nov 2026 09:00.",
        ),
        (3, "new", "Bob, Exam: 47 of 100."),
    ]
    assert len(plan.due()) == 1
    carry_out(class_of_three, plan)
    assert marks(class_of_three)["Ada"][0] == 70_00
    carry_out(class_of_three, planned(class_of_three, data), Take.THEIRS)
    assert marks(class_of_three)["Ada"][0] == 64_00


def test_one_conflict_of_several_can_be_settled_by_the_file(class_of_three: Desk, tmp_path: Path) -> None:
    enter_all(class_of_three, REF, ADA, "61", "61")
    data = exported(class_of_three, tmp_path / "m.csv")
    enter(class_of_three, REF, (ADA, "Exam", "70"), (ADA, "Case study", "70"))
    data = changed(data, {("Ada", "Exam"): "64", ("Ada", "Case"): "65"})

    plan = planned(class_of_three, data)

    assert plan.of(LineState.CONFLICT) == 2
    carry_out(class_of_three, plan, theirs=[1])
    assert marks(class_of_three)["Ada"] == [70_00, 65_00, None]


def test_a_mark_that_was_put_back_since_is_a_conflict_too(class_of_three: Desk, tmp_path: Path) -> None:
    enter_all(class_of_three, REF, ADA, "61")
    enter(class_of_three, REF, (ADA, "Exam", "70"))
    data = exported(class_of_three, tmp_path / "m.csv")
    undo(class_of_three)

    plan = planned(class_of_three, changed(data, {("Ada", "Exam"): "64"}))

    assert [line.state for line in plan.lines] == [LineState.CONFLICT]


def test_a_file_that_does_not_tell_its_age_has_no_conflicts(class_of_three: Desk) -> None:
    enter_all(class_of_three, REF, ADA, "61")
    assert told(planned(class_of_three, b"name;Exam\nada;64,5\n")) == [
        (2, "changed", "Ada, Exam: 61 -> 64,5 (was 61 by anna on Tue 24 Nov 2026 09:00).")
    ]


def test_what_somebody_marks_between_the_plan_and_the_deed_is_not_overwritten(class_of_three: Desk) -> None:
    plan = planned(class_of_three, b"person,Exam\n1,61\n2,47\n")
    alone = planned(class_of_three, b"person,Exam\n1,61\n")
    enter(replace(class_of_three, who="Grace"), REF, (ADA, "Exam", "70"))

    report = carry_out(class_of_three, plan)

    assert [cell.state for cell in report.cells] == [CellState.OVERTAKEN, CellState.ENTERED]
    assert marks(class_of_three)["Ada"][0] == 70_00
    with pytest.raises(Overtaken, match="Exam of Ada is 70 by Grace"):
        carry_out(class_of_three, alone)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("9,,Adah", 'No person "9" attends ACXM-2026-11-16. Near it: Ada (1).'),
        (",,Adah", 'Nobody called "Adah" attends ACXM-2026-11-16. Near it: Ada (1).'),
        (",x@example.org,", 'Nobody with the address "x@example.org" attends ACXM-2026-11-16.'),
        (",,", "Nobody is named. Give her number, her address or her name."),
        ("1,,Bob", 'Person 1 is Ada, and not "Bob". Look whether the columns were sorted one without the other.'),
        ("١,,", 'No person "١" attends ACXM-2026-11-16.'),
        ("1.5,,", 'No person "1.5" attends ACXM-2026-11-16.'),
        (",,[/oops]\x1b", 'Nobody called "[/oops]␛" attends ACXM-2026-11-16.'),
    ],
)
def test_who_is_not_there_is_named_with_the_nearest(class_of_three: Desk, row: str, sentence: str) -> None:
    plan = planned(class_of_three, f"person,email,name,Exam\n{row},61\n2,,,47\n".encode())
    assert told(plan) == [(2, "refused", f"Row 2: {sentence}"), (3, "new", "Bob, Exam: 47 of 100.")]


def test_a_person_is_found_by_address_and_by_name_in_any_spelling(class_of_three: Desk) -> None:
    plan = planned(class_of_three, b"email,name,Exam\nADA@example.org,Countess of Lovelace,61\n,BOB,47\n")
    assert [line.person for line in plan.lines] == [1, 2]


def test_two_of_one_name_are_told_apart_by_number(class_of_three: Desk) -> None:
    book(class_of_three, REF, *add_people(class_of_three, ["Áda"]))
    plan = planned(class_of_three, b"name,Exam\nAda,61\n")
    assert told(plan) == [(2, "refused", 'Row 2: 2 people are called "Ada": 1, 4. Give the number.')]


def test_somebody_stands_in_one_row_alone(class_of_three: Desk) -> None:
    plan = planned(class_of_three, b"person,Exam\n1,61\n1,62\n")
    assert told(plan) == [
        (2, "new", "Ada, Exam: 61 of 100."),
        (3, "refused", "Row 3: Ada stands in row 2 already. Delete one of the two."),
    ]


def test_a_row_of_another_session_is_refused(class_of_three: Desk, tmp_path: Path) -> None:
    data = exported(class_of_three, tmp_path / "m.csv").replace(REF.encode(), b"COIM-2026-11-17")
    plan = planned(class_of_three, changed(data, {("Ada", "Exam"): "61"}))
    assert plan.lines[0].sentence == f'Row 2: It is of "COIM-2026-11-17", not of {REF}.'
    assert not plan.due()


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("person,Exma", 'Unknown column: "Exma" (did you mean "Exam"?).'),
        ("person,Exam /50", 'Unknown column: "Exam /50" (did you mean "Exam /100"?).'),
        ("person,Exam /100 second", 'Unknown column: "Exam /100 second" (did you mean "Exam /100"?).'),
        ("person,Exam,exam /100", "Two columns are Exam: with and without what it is out of."),
        ("person,Exam,EXAM", 'The header names "EXAM" twice: in columns 2 and 3.'),
        ("person,total", "No column is a component."),
        ("total,Exam", "No column says whose marks these are."),
        ("person,Notes,Exam", 'Unknown column: "Notes".'),
    ],
)
def test_headings_that_are_not_understood(class_of_three: Desk, header: str, sentence: str) -> None:
    with pytest.raises(InputProblem) as caught:
        planned(class_of_three, f"{header}\n".encode())
    assert caught.value.sentence.startswith(sentence)


def test_components_that_are_called_as_other_columns_or_alike(desk: Desk, tmp_path: Path) -> None:
    names = ("Total", "Name", "Case-study", "Case study", "1")
    parts = tuple(Part(name, 20, 10_00, 0, must_pass=False) for name in names)
    assessed(desk, "Ada", scheme=Scheme(parts, 50_00))
    enter_all(desk, REF, ADA, "1", "2", "3", "4", "5")
    data = exported(desk, tmp_path / "m.csv")
    assert csv_rows(data)[0][4:9] == [
        *("Total /10", "Name /10", "3. Case-study /10", "4. Case study /10", "1 /10"),
    ]
    assert {line.state for line in planned(desk, data).lines} == {LineState.SAME}
    plan = planned(desk, changed(data, {("Ada", "1 /10"): "6", ("Ada", "3. "): "7"}))
    carry_out(desk, plan)
    assert marks(desk)["Ada"] == [1_00, 2_00, 7_00, 4_00, 6_00]


def test_a_resit_has_headings_of_its_own(class_of_three: Desk, tmp_path: Path) -> None:
    data = exported(class_of_three, tmp_path / "m.csv", attempt=2)
    assert csv_rows(data)[0][4] == "Exam /100 attempt 2"
    plan = planned(class_of_three, changed(data, {("Ada", "Exam"): "61"}), attempt=2)
    assert [line.state for line in plan.lines] == [LineState.REFUSED]
    assert plan.lines[0].sentence.startswith("Row 2: Attempt 2 is not due for Ada.")


def test_a_second_markers_file_tells_neither_first_marks_nor_outcomes(desk: Desk, tmp_path: Path) -> None:
    assessed(desk, "Ada", "Bob", scheme=TWICE)
    enter_all(desk, REF, ADA, "61.25", "80.75", "8.5")
    data = exported(desk, tmp_path / "m.csv", series="second")
    assert csv_rows(data)[1] == ["1", "Ada", "ada@example.org", "", "", "", "", "", "", REF, str(entries(desk))]
    for first in (b"61.25", b"80.75", b"8.5"):
        assert first not in data
    plan = planned(desk, changed(data, {("Ada", "Exam"): "64"}), series="second", by="Grace")
    carry_out(desk, plan)
    assert marks(desk, Series.SECOND)["Ada"] == [64_00, None, None]


def test_two_marks_of_one_person_want_a_reason(desk: Desk) -> None:
    assessed(desk, "Ada", "Bob", scheme=TWICE)
    enter_all(desk, REF, ADA, "61")
    data = b"person,Exam\n1,64\n2,50\n"
    plan = planned(desk, data, series="second")
    assert [line.state for line in plan.lines] == [LineState.REFUSED, LineState.NEW]
    assert "anna gives Ada more than one of the marks" in plan.lines[0].sentence
    carry_out(desk, planned(desk, data, series="second", reason="Nobody else speaks Dutch"))
    assert marks(desk, Series.SECOND)["Ada"][0] == 64_00


@pytest.mark.parametrize("name", ["marks.ods", "marks", "marks.xls"])
def test_a_file_is_csv_or_xlsx_by_its_name(class_of_three: Desk, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputProblem, match="neither CSV nor XLSX"):
        exported(class_of_three, tmp_path / name)


def test_nothing_is_written_over_or_for_nothing(class_of_three: Desk, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(b"mine")
    with pytest.raises(Refused, match="is there already"):
        export_marks(class_of_three, ExportMarks(session=REF), path)
    with pytest.raises(NotFound, match="No session NOPE"):
        export_marks(class_of_three, ExportMarks(session="NOPE"), tmp_path / "n.csv")
    receipt = export_marks(class_of_three.rehearsing(), ExportMarks(session=REF), tmp_path / "n.csv")
    assert receipt.rehearsed
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".csv"] == ["m.csv"]


def test_a_session_without_components_has_no_mark_sheet(desk: Desk, tmp_path: Path) -> None:
    assessed(desk, "Ada", scheme=replace(SCHEME, parts=()))
    with pytest.raises(Refused, match="a scheme without components: there is nothing to mark"):
        exported(desk, tmp_path / "m.csv")


def test_hostile_names_are_told_as_they_are(desk: Desk, tmp_path: Path) -> None:
    names = ("=1+1", "[/oops] [red]x", "عباس, ليلى", "O'Neill")
    assessed(desk, *names)
    for ending in ("csv", "xlsx"):
        data = changed(exported(desk, tmp_path / f"m.{ending}"), {(name, "Exam"): "61" for name in names[1:]})
        assert {line.person for line in planned(desk, data).lines} == {2, 3, 4}


def test_a_file_with_another_sheet_first_is_read_by_its_name(class_of_three: Desk) -> None:
    data = write_xlsx(
        [Sheet("Notes", ("x",), [("y",)]), Sheet("marks", ("person", "Exam"), [(1, 61)])],
        made_at=class_of_three.clock.now(),
    )
    assert [line.state for line in planned(class_of_three, data).lines] == [LineState.NEW]

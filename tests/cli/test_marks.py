"""The verbs of `acxdesk mark`."""

from pathlib import Path

import pytest

from tests.actions.assessed import SCHEME, TWICE
from tests.cli.conftest import Say
from tests.cli.markdesk import ADA, AT, BOB, REF, furnish


@pytest.fixture
def marks(home: Path, template: Path, say: Say) -> Say:
    """A session to mark once."""
    furnish(home, template, SCHEME)
    return say


@pytest.fixture
def twice(home: Path, template: Path, say: Say) -> Say:
    """A session to mark twice."""
    furnish(home, template, TWICE)
    return say


def enter(say: Say, who: tuple[str, ...], *points: str, more: tuple[str, ...] = ()) -> None:
    for number, each in enumerate(points, 1):
        answer = say("mark", "enter", *who, "--component", str(number), "--points", each, *more)
        assert answer.code == 0, answer.err


def test_a_mark_is_entered_and_the_sheet_shows_it(marks: Say) -> None:
    answer = marks("mark", "enter", *ADA, "--component", "case study", "--points", "80")
    assert (answer.code, answer.err) == (0, f"{REF}: Case study of Ada Byron: 80 of 100.\n")

    sheet = marks("mark", "sheet", REF.lower())
    assert sheet.lines == [
        "Name        Hours  Exam /100  Case study /100  Demonstration /10  Total  Outcome",
        "Ada Byron      20          ·               80                  ·      ·  incomplete",
        "Bob Okafor     20          ·                ·                  ·      ·  incomplete",
    ]
    assert sheet.err == f"{REF}: 0 of 2 have an outcome.\n"
    marks("undo")
    assert "80" not in marks("mark", "sheet", REF).out


def test_a_dry_run_writes_no_mark(marks: Say) -> None:
    answer = marks("mark", "enter", *ADA, "--component", "1", "--points", "61", "--dry-run")
    assert answer.err == f"Dry run, nothing was written: {REF}: Exam of Ada Byron: 61 of 100.\n"
    assert "61" not in marks("mark", "sheet", REF).out


@pytest.mark.parametrize("points", ["1_0", "٩٥", " 7 ", "1e2", "nan", "-1", "100.001", "101"])
def test_a_bad_mark_is_a_sentence_and_exit_code_3(marks: Say, points: str) -> None:
    answer = marks("mark", "enter", *ADA, "--component", "Exam", "--points", points)
    assert answer.code == 3
    assert answer.err.startswith("acxdesk: Exam of Ada Byron ")


def test_unknown_names_are_exit_code_4(marks: Say) -> None:
    assert marks("mark", "enter", *ADA, "--component", "Oral", "--points", "1").code == 4
    assert marks("mark", "sheet", "ACXM-1").code == 4


def test_a_mark_of_somebody_else_needs_its_version(marks: Say) -> None:
    enter(marks, ADA, "61", more=("--by", "Grace Hopper"))
    answer = marks("mark", "enter", *ADA, "--component", "Exam", "--points", "50")
    assert answer.code == 9
    assert "Exam of Ada Byron is 61 by Grace Hopper on Tue 24 Nov 2026 09:00; your 50 was not written." in answer.err
    version = marks("mark", "sheet", REF, "--json").json["people"][0]["marks"][0]["version"]
    enter(marks, ADA, "50", more=("--version", str(version)))
    assert marks("mark", "enter", *ADA, "--component", "1", "--points", "").err.endswith("50 was taken away.\n")


def test_second_marks_are_blind_and_agreed(twice: Say) -> None:
    enter(twice, ADA, "61", "80", "6")
    enter(twice, ADA, "65", "40", "7", more=("--series", "second", "--by", "Grace Hopper"))
    assert "61" not in twice("mark", "sheet", REF, "--blind-for", "Grace Hopper").out
    assert "61" not in twice("mark", "sheet", REF, "--blind-for", "Grace Hopper", "--json").out
    answer = twice("mark", "agree", *AT)
    assert answer.err == (
        f"{REF}: 2 marks agreed; 1 needs a third mark.\n"
        "  Case study of Ada Byron: 80 and 40 lie apart; a third marker decides.\n"
    )
    enter(twice, ADA, more=())
    third = ("--component", "2", "--points", "70", "--series", "third", "--by", "Alan Turing")
    assert twice("mark", "enter", *ADA, *third).code == 0
    assert twice("mark", "agree", *AT).code == 0
    assert "61|65=63" in twice("mark", "sheet", REF).out
    assert "80|40|70=70" in twice("mark", "sheet", REF).out


def test_a_resit_and_a_remark_from_the_command_line(marks: Say) -> None:
    enter(marks, ADA, "61", "80", "6")
    enter(marks, BOB, "61", "47", "6")
    assert marks("result", "release", *AT).code == 0
    about = (*BOB, "--component", "Case study")

    opened = marks("mark", "remark", *about, "--reason", "page 2")
    assert opened.err == f"{REF}, remark: Case study of Bob Okafor: 47 counts until it is decided.\n"
    assert [row["kind"] for row in marks("mark", "reviews", *AT, "--json").json] == ["remark"]
    assert "Bob Okafor" in marks("mark", "reviews").out
    decided = marks("mark", "decide", *about, "--points", "50", "--by", "Grace Hopper")
    assert decided.err.startswith(f"{REF}, remark decided: Case study of Bob Okafor: 50, was 47.\n")

    assert marks("mark", "appeal", *about, "--reason", "page 3").code == 0
    refused = marks("mark", "decide", *about)
    assert refused.code == 3
    assert "anna marked Case study of Bob Okafor" in refused.err
    assert marks("mark", "decide", *about, "--override", "nobody else is here").code == 0
    assert marks("mark", "reviews", "--json").json == []

    assert marks("mark", "enter", *about, "--points", "70", "--attempt", "2").code == 0
    assert "50→70" in marks("mark", "sheet", REF).out
    assert marks("result", "release", *AT).err.startswith(f"{REF}: 1 outcome released (1 passed).")


def test_a_review_without_a_reason_is_wrong_use(marks: Say) -> None:
    assert marks("mark", "remark", *BOB, "--component", "1").code == 2

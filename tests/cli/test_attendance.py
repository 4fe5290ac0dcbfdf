"""The verbs of `acxdesk attendance`."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import SESSION, Answer, Say


@pytest.fixture
def over(desk: Say, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Ada and Zoë have sat the session of four days, which is over; nobody has said how."""
    desk("enrolment", "book", "--session", SESSION, "--person", "ada@example.org", "--person", "zoe@example.com")

    def later(*arguments: str, **besides: bytes) -> Answer:
        with monkeypatch.context() as patch:
            patch.setattr("tests.cli.conftest.NOW", datetime(2027, 1, 25, 9, 0, tzinfo=UTC))
            return desk(*arguments, **besides)

    return later


def mark(desk: Say, *arguments: str, person: str = "ada@example.org", meeting: str = "1") -> Answer:
    return desk("attendance", "mark", SESSION, "--person", person, "--meeting", meeting, *arguments)


def test_a_mark_answers_with_the_hours(over: Say) -> None:
    answer = mark(over, "--as", "late", "--minutes", "10")

    assert (answer.code, answer.out) == (0, "")
    assert answer.err.splitlines()[-1].startswith(
        "Ada Byron present, 10 minutes late on day 1: 4 h 50 min of 20 hours."
    )


def test_a_mark_as_json_has_full_field_names_and_minutes(over: Say) -> None:
    answer = mark(over, "--as", "present", "--late", "15", "--early", "5", "--json").json

    assert answer["changed"] is True
    (ada,) = answer["people"]
    assert (ada["person"], ada["name"]) == (1, "Ada Byron")
    assert (ada["counted_minutes"], ada["open_minutes"], ada["taught_minutes"]) == (280, 900, 1200)


def test_several_people_are_one_deed_and_clear_takes_it_away(over: Say) -> None:
    people = ("--person", "1", "--person", "2")
    answer = over("attendance", "mark", SESSION, *people, "--meeting", "2", "--as", "absent", "--note", "snow")
    assert answer.err.splitlines()[0] == f"2 attendances marked on {SESSION}."
    shown = over("attendance", "show", SESSION, "--json").json
    assert [[one["attended"] for one in who["meetings"]] for who in shown["people"]] == [
        [None, "absent", None, None]
    ] * 2
    assert shown["people"][0]["meetings"][1]["note"] == "snow"
    assert over("undo", "--yes").code == 0
    assert over("attendance", "clear", SESSION, *people, "--meeting", "2", "--json").json["changed"] is False


def test_all_present_marks_the_rest(over: Say) -> None:
    mark(over, "--as", "excused")
    answer = over("attendance", "all-present", SESSION, "--meeting", "1")
    assert answer.err.splitlines()[0] == f"1 person present on day 1 of {SESSION}."


def test_the_sheet_is_a_table(over: Say) -> None:
    mark(over, "--as", "make-up")
    lines = over("attendance", "show", SESSION).lines
    assert lines[0].split() == ["Name", "Day", "1", "Day", "2", "Day", "3", "Day", "4", "Hours"]
    assert lines[1].split() == ["Ada", "Byron", "make-up", "·", "·", "·", "5/20"]
    assert lines[2].split() == ["Zoë", "Brontë", "·", "·", "·", "·", "0/20"]


def test_the_sheet_is_a_csv_file_or_goes_down_a_pipe(over: Say, home: Path) -> None:
    mark(over, "--as", "early", "--minutes", "20")
    answer = over("attendance", "export", SESSION, "--out", str(home / "sheet.csv"))
    assert answer.err == f"Attendance of 2 people on {SESSION} written to {home / 'sheet.csv'}.\n"
    written = (home / "sheet.csv").read_text("utf-8-sig").splitlines()
    assert written[1].startswith(f"{SESSION},1,Ada Byron,ada@example.org,early 20,,,,280,900,1200,")
    assert over("attendance", "export", SESSION, "--out", str(home / "sheet.csv")).code == 3
    piped = over("attendance", "export", SESSION, "--out", "-")
    assert [line.split(",")[2] for line in piped.lines] == ["name", "Ada Byron", "Zoë Brontë"]


def test_a_dry_run_writes_nothing(over: Say, home: Path) -> None:
    assert mark(over, "--as", "present", "--dry-run").err.splitlines()[0].startswith("Dry run, nothing was written")
    over("attendance", "export", SESSION, "--out", str(home / "sheet.csv"), "--dry-run")
    assert not (home / "sheet.csv").exists()
    assert over("attendance", "show", SESSION, "--json").json["people"][0]["counted_minutes"] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--as", "asleep"], 2, '--as "asleep" is no way to sit a meeting.'),
        (["--as", "late"], 2, "How many minutes late, is not said."),
        (["--as", "absent", "--minutes", "5"], 2, "Who is absent has missed no --minutes."),
        (["--as", "late", "--minutes", "1_0"], 3, 'The minutes "1_0" is no whole number of minutes.'),
        (["--as", "late", "--minutes", "300"], 3, "300 minutes late leaves nothing of a meeting of 300 minutes."),
        (["--as", "present", "--late", "٩٥"], 3, 'Late "٩٥" is no whole number of minutes.'),
    ],
)
def test_what_cannot_be_is_refused(over: Say, arguments: list[str], code: int, said: str) -> None:
    answer = mark(over, *arguments)
    assert answer.code == code
    assert said in answer.err


def test_a_meeting_that_has_not_begun_is_not_marked(desk: Say) -> None:
    desk("enrolment", "book", "--session", SESSION, "--person", "1")
    answer = mark(desk, "--as", "present")
    assert answer.code == 3
    assert f"Day 1 of {SESSION} begins on Mon 18 Jan 2027 at 14:00; nobody has sat it yet." in answer.err


def test_an_empty_sheet_says_so(desk: Say) -> None:
    assert desk("attendance", "show", SESSION).err == f"Nobody sits in {SESSION}.\n"

"""What must not hurt a desk, seen from the command line: broken files, hostile words, impossible times."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from acxdesk.desk import connection
from tests.cli.conftest import SESSION, Say, start
from tests.cli.test_voice import STEERING


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
        connection.commit()


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 9999")
        connection.commit()


def _damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6_000])


def _text(path: Path) -> None:
    path.write_text("name,email\n")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _link(path: Path) -> None:
    path.rename(path.with_suffix(".real"))
    path.symlink_to(path.with_suffix(".real"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (Path.unlink, "There is no data file {path}. Make one with `acxdesk init --data {path}`."),
        (_empty, "{path} is empty, so it is no data file."),
        (_foreign, "{path} is a database of another program."),
        (_newer, "{path} was written by a newer acxdesk"),
        (_damaged, "{path} is damaged"),
        (_text, "{path} does not begin as a data file of acxdesk does."),
        (_folder, "{path} is a folder, not a data file."),
        (_link, "{path} is a link, and a data file is opened only by its own name."),
    ],
    ids=["missing", "empty", "foreign", "newer", "damaged", "text", "folder", "link"],
)
@pytest.mark.parametrize("verb", [("session", "list"), ("person", "add", "Hana"), ("undo",), ("backup",)])
def test_a_file_that_cannot_be_opened_is_named_in_one_line_and_left_as_it_is(
    desk: Say, desk_file: Path, spoil: Callable[[Path], None], said: str, verb: tuple[str, ...]
) -> None:
    spoil(desk_file)
    before = desk_file.read_bytes() if desk_file.is_file() else None

    answer = desk(*verb)

    assert (answer.code, answer.out) == (5, "")
    assert answer.err.startswith(f"acxdesk: {said.format(path=desk_file)}")
    assert answer.err.count("\n") == 1
    assert (desk_file.read_bytes() if desk_file.is_file() else None) == before


@pytest.mark.parametrize(
    ("was", "found", "verb"),
    [
        (b"Zo\xc3\xab", b"Zo\xc3\xff", ("person", "list")),
        (b"2027-01-18T14:00", b"2027-01-1XT14:00", ("meeting", "list", SESSION)),
        (b'"capacity_max":2', b'"capacity_max"!2', ("journal", "show", "7")),
        (b'"capacity_max":2', b'"capacity_max"!2', ("undo",)),
    ],
    ids=["letters", "instant", "journal", "undo"],
)
def test_a_damage_inside_a_row_is_named_and_what_stood_there_is_not_shown(
    desk: Say, desk_file: Path, was: bytes, found: bytes, verb: tuple[str, ...]
) -> None:
    held = desk_file.read_bytes()
    assert was in held
    desk_file.write_bytes(held.replace(was, found))

    answer = desk(*verb)

    assert (answer.code, answer.out) == (5, "")
    why = "text that is no UTF-8" if found.startswith(b"Zo") else "a value that acxdesk never wrote"
    assert answer.err.startswith(f"acxdesk: {desk_file} is damaged ({why}).")
    assert answer.err.count("\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_file_is_read_and_refuses_to_be_written(desk: Say, desk_file: Path) -> None:
    desk_file.chmod(0o400)
    desk_file.parent.chmod(0o500)
    try:
        _assert_reads_and_does_not_write(desk)
    finally:
        desk_file.parent.chmod(0o700)


def test_a_file_that_sqlite_finds_read_only_is_read_and_refuses_to_be_written(
    desk: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(path: Path, _mode: str, busy_seconds: float) -> connection.FileConnection:
        return connect(path, "ro", busy_seconds)

    connect = connection._connect
    monkeypatch.setattr(connection, "_connect", read_only)
    _assert_reads_and_does_not_write(desk)


def _assert_reads_and_does_not_write(desk: Say) -> None:
    assert desk("session", "list").code == 0
    answer = desk("person", "add", "Hana Sato")
    assert answer.code == 5
    assert "is read-only" in answer.err.splitlines()[-1]
    assert "Nothing was changed." in answer.err


def test_a_file_that_another_desk_holds_is_waited_for_then_refused(desk_file: Path) -> None:
    with closing(sqlite3.connect(desk_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = start("person", "add", "Hana Sato", data=desk_file)

    assert answer.returncode == 8
    assert "Another desk has been writing to" in answer.stderr
    assert answer.stdout == ""


NASTY = {
    "markup": "[/oops]",
    "escape": "\x1b[31mred\x1b[0m",
    "formula": "=1+1",
    "crlf": "Ada\r\nBcc: all@example.org",
    "emoji": "👩🏽‍🚀 Ada",
    "arabic": "ليلى عباس",
    "long": "x" * 5_000,
    "override": "Ada\u202enoryB",
    "nul": "Ada\x00",
    "surrogate": "Ada\udcff",
}
KEPT = {"markup", "formula", "emoji", "arabic"}


@pytest.mark.parametrize("kind", NASTY)
def test_a_name_is_kept_letter_for_letter_or_refused_with_its_place_and_never_steers(desk: Say, kind: str) -> None:
    answer = desk("person", "add", NASTY[kind])

    assert answer.code == (0 if kind in KEPT else 3)
    assert not STEERING & set((answer.out + answer.err).replace("\n", ""))
    if kind not in KEPT:
        assert answer.err.startswith("acxdesk: Name ")
        assert len(answer.err) < 400
        return
    number = answer.out.strip()
    assert desk("person", "show", number, "--json").json["name"] == NASTY[kind]
    assert NASTY[kind] in desk("person", "show", number).out
    assert NASTY[kind] in desk("person", "list", "--words", NASTY[kind]).out or kind in {"markup", "formula"}
    assert desk("enrolment", "book", "--session", SESSION, "--person", number).code == 0


def test_a_name_with_a_byte_that_is_no_letter_is_told_so(desk: Say) -> None:
    answer = desk("person", "add", "Zo\udceb")

    assert answer.code == 3
    assert answer.err == "acxdesk: Name “Zo\ufffd” holds a byte that is no UTF-8. Write it in UTF-8.\n"


def test_a_formula_leaves_the_desk_as_text(desk: Say, tmp_path: Path) -> None:
    desk("person", "add", "=1+1")
    out = tmp_path / "out.csv"

    desk("person", "list", "--csv", str(out), "--columns", "name")

    assert b"'=1+1" in out.read_bytes()


@pytest.mark.parametrize("kind", NASTY)
def test_wrong_words_anywhere_on_the_line_never_steer_the_terminal(desk: Say, kind: str) -> None:
    nasty = NASTY[kind]
    for arguments in (
        (nasty,),
        ("session", nasty),
        ("session", "show", nasty),
        ("session", "list", "--words", nasty),
        ("session", "list", "--sort", nasty),
        ("session", "list", f"--{nasty}"),
        ("session", "edit", SESSION, "--city", nasty, "--dry-run"),
        ("session", "schedule", "--programme", nasty, "--start", nasty),
        ("session", "schedule", "--programme", "ACXM", "--start", "2027-02-01", "--zone", nasty),
        ("person", "show", nasty),
        ("person", "find", nasty),
        ("enrolment", "withdraw", "--session", SESSION, "--person", "1", "--reason", nasty),
        ("calendar", "export", "--all", "--out", f"/nowhere/{nasty}"),
        ("settings", "set", nasty, nasty, "--dry-run"),
        ("session", "import", f"/nowhere/{nasty}"),
        ("restore", f"/nowhere/{nasty}", "--yes"),
        ("--data", f"/nowhere/{nasty}", "session", "list"),
    ):
        answer = desk(*arguments)
        assert answer.code in {0, 2, 3, 4, 5, 6, 7}, (arguments, answer.err)
        assert not STEERING & set((answer.out + answer.err).replace("\n", "")), arguments


def test_the_gap_of_a_clock_change_is_refused_with_the_nearest_times(desk: Say) -> None:
    answer = desk(
        *("session", "schedule", "--programme", "COIM", "--start", "2027-03-28", "--time", "01:30"),
        *("--zone", "Europe/London"),
    )

    assert (answer.code, answer.out) == (3, "")
    assert "does not exist in Europe/London" in answer.err
    assert "The nearest times are 00:59 and 02:00." in answer.err


def test_a_doubled_hour_is_taken_the_first_time_and_told(desk: Say) -> None:
    answer = desk(
        *("session", "schedule", "--programme", "COIM", "--start", "2026-12-06", "--time", "01:30"),
        *("--zone", "Europe/London"),
    )
    reference = answer.out.strip()

    moved = desk("meeting", "move", reference, "7", "--day", "2027-10-31")

    assert moved.code == 0
    assert "Sun 31 Oct 2027 01:30 happens twice in Europe/London; the first is taken." in moved.err
    assert desk("meeting", "list", reference, "--json").json[6]["starts_at"] == "2027-10-31T00:30:00+00:00"


def test_an_unknown_zone_names_the_near_ones(desk: Say) -> None:
    answer = desk("session", "schedule", "--programme", "ACXM", "--start", "2027-02-01", "--zone", "Europe/Londn")

    assert answer.code == 3
    assert "Did you mean Europe/London" in answer.err


def test_a_capacity_below_the_seats_taken_is_refused(desk: Say) -> None:
    for number in ("1", "2"):
        desk("enrolment", "book", "--session", SESSION, "--person", number)

    answer = desk("session", "edit", SESSION, "--max", "1", "--min", "0")

    assert answer.code == 3
    assert answer.err == (
        f"acxdesk: {SESSION} has 2 seats taken; a capacity of 1 would be below that. "
        "Give at least 2, or withdraw delegates first.\n"
    )


def test_a_weekend_start_and_a_wrong_date_are_refused_with_what_would_do(desk: Say) -> None:
    schedule = ("session", "schedule", "--programme", "ACXM", "--time", "14:00", "--zone", "Europe/London", "--start")

    weekend = desk(*schedule, "2027-01-23")
    assert weekend.code == 3
    assert "The nearest working days are Fri 22 Jan 2027 and Mon 25 Jan 2027." in weekend.err
    assert desk(*schedule, "29 feb 2027").code == 3
    assert desk(*schedule, "mon 17 nov 2026").code == 3
    assert "It is in the past" in desk(*schedule, "tue 17 nov 2026", "--dry-run").err


def test_two_verbs_after_the_last_seat_leave_one_booked_and_one_waiting(desk: Say, desk_file: Path) -> None:
    desk("session", "edit", SESSION, "--max", "1", "--min", "1")

    for number in ("1", "2"):
        assert start("enrolment", "book", "--session", SESSION, "--person", number, data=desk_file).returncode == 0

    places = {row["name"]: row["place"] for row in desk("enrolment", "list", "--json").json}
    assert places == {"Ada Byron": "booked", "Zoë Brontë": "waitlisted"}


def test_a_copy_of_the_file_is_another_desk(desk: Say, desk_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.acx"
    shutil.copy(desk_file, copy)

    desk("person", "add", "Hana Sato", "--data", str(copy))

    assert len(desk("person", "list", "--json").json) == 3
    assert len(desk("person", "list", "--json", "--data", str(copy)).json) == 4

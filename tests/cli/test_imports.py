"""`acxdesk session import`: the printed schedule."""

from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Say

SCHEDULE = ROOT / "seed" / "schedule-1.txt"
SETTLED = ("--year", "2020", "--time", "14:00", "--zone", "Europe/London")
BROKEN = """Accredited CX Master
(ACXM)
18th Aug4 days @ 5 hours per day
Something else
(NOPE)
1st Sep3 days @ 5 hours per day
"""


def test_a_dry_run_shows_every_line_and_writes_nothing(desk: Say) -> None:
    before = len(desk("session", "list", "--json").json)

    answer = desk("session", "import", str(SCHEDULE), *SETTLED, "--dry-run")

    assert answer.code == 0
    assert len(answer.lines) == 1 + 6
    assert answer.lines[0].split() == ["Line", "State", "Session", "What"]
    assert answer.lines[1] == (
        "3-5    new    CPPM-2020-08-10        4 days @ 5 hours per day, Mon 10 Aug 2020 to Thu 13 Aug 2020, "
        "14:00 Europe/London"
    )
    assert answer.err == "Dry run, nothing was written: 6 sessions with 25 meetings imported.\n"
    assert len(desk("session", "list", "--json").json) == before


def test_with_a_yes_it_is_one_deed_behind_a_backup_and_again_it_is_none(desk: Say, home: Path) -> None:
    first = desk("session", "import", str(SCHEDULE), *SETTLED, "--yes")
    again = desk("session", "import", str(SCHEDULE), *SETTLED, "--yes")

    assert (first.code, first.err) == (0, "6 sessions with 25 meetings imported.\n")
    assert (again.code, again.err) == (0, "Nothing new, 6 there already.\n")
    assert {line.split()[1] for line in again.lines[1:]} == {"there"}
    assert len(desk("session", "list", "--json").json) == 1 + 6
    assert [path.name for path in (home / "backups").iterdir()] == ["desk-20261124T090000Z-before-import.acx"]
    desk("undo")
    assert len(desk("session", "list", "--json").json) == 1


def test_where_nobody_can_be_asked_it_names_yes_and_writes_nothing(desk: Say) -> None:
    answer = desk("session", "import", str(SCHEDULE), *SETTLED)

    assert answer.code == 2
    assert answer.err == (
        "acxdesk: Import 6 sessions? Nobody can be asked here. Give --yes to go on, or --dry-run to look.\n"
    )
    assert len(desk("session", "list", "--json").json) == 1


@pytest.mark.parametrize(("typed", "sessions"), [("y\n", 7), ("Yes\n", 7), ("n\n", 1), ("\n", 1), ("", 1)])
def test_at_a_terminal_it_asks(desk: Say, typed: str, sessions: int) -> None:
    answer = desk("session", "import", str(SCHEDULE), *SETTLED, stdin=typed.encode(), terminal=True)

    assert "Import 6 sessions? [y/N] " in answer.err
    assert answer.code == (0 if sessions > 1 else 3)
    assert len(desk("session", "list", "--json").json) == sessions


def test_it_reads_stdin_and_never_asks_there(desk: Say) -> None:
    text = SCHEDULE.read_bytes()

    assert desk("session", "import", "-", *SETTLED, stdin=text).code == 2
    assert desk("session", "import", "-", *SETTLED, "--yes", stdin=text).code == 0
    assert len(desk("session", "list", "--json").json) == 7


def test_what_is_not_given_is_chosen_and_told(desk: Say) -> None:
    answer = desk("session", "import", str(SCHEDULE), "--dry-run")

    assert answer.err.splitlines()[:2] == [
        "Chosen: the year 2026.",
        "Chosen by the settings: the time 14:00 and the zone Europe/London.",
    ]


def test_json_is_one_object_with_every_line_and_its_meetings(desk: Say) -> None:
    answer = desk("session", "import", str(SCHEDULE), *SETTLED, "--yes", "--json")

    assert {name: answer.json[name] for name in ("sentence", "changed", "dry_run")} == {
        "sentence": "6 sessions with 25 meetings imported.",
        "changed": True,
        "dry_run": False,
    }
    line = answer.json["lines"][1]
    assert (line["state"], line["reference"], line["first_line"], line["last_line"]) == (
        "new",
        "ACXM-2020-08-18",
        6,
        8,
    )
    assert line["meetings"][0].split() == ["1", "Tue", "18", "Aug", "2020", "14:00,", "5", "hours"]


def test_an_unreadable_line_is_told_and_keeps_no_other_from_being_imported(desk: Say, tmp_path: Path) -> None:
    path = tmp_path / "schedule.txt"
    path.write_text(BROKEN)

    answer = desk("session", "import", str(path), *SETTLED, "--yes")

    assert answer.code == 6
    assert [line.split()[1] for line in answer.lines[1:]] == ["new", "unread"]
    assert answer.err.splitlines()[0] == "1 session with 4 meetings imported, 1 could not be read."
    assert "Line 4-6 could not be read: " in answer.err
    assert "NOPE" in answer.err
    assert answer.err.endswith(" Correct it and import the list again; what is there already stays.\n")
    assert len(desk("session", "list", "--json").json) == 2
    assert desk("session", "import", str(path), *SETTLED, "--yes").code == 6


def test_a_text_without_any_session_is_refused(desk: Say, tmp_path: Path) -> None:
    path = tmp_path / "schedule.txt"
    path.write_text("Minutes of the meeting\n")

    answer = desk("session", "import", str(path), *SETTLED, "--yes")

    assert answer.code == 6
    assert answer.err


def test_a_file_that_is_not_there_or_no_text_is_refused(desk: Say, tmp_path: Path) -> None:
    missing = desk("session", "import", str(tmp_path / "none.txt"), *SETTLED)
    assert (missing.code, missing.out) == (6, "")
    assert missing.err == (
        f"acxdesk: {tmp_path / 'none.txt'} cannot be read: No such file or directory. Name a file, or - for stdin.\n"
    )

    assert desk("session", "import", str(tmp_path), *SETTLED).code == 6

    path = tmp_path / "schedule.txt"
    path.write_bytes(b"Zo\xeb\n")
    wrong = desk("session", "import", str(path), *SETTLED)
    assert wrong.code == 6
    assert wrong.err == (
        f"acxdesk: {path} is not utf-8: byte 0xEB in line 1. Give --encoding cp1252 for a file from Windows, "
        "or save it as UTF-8.\n"
    )
    assert desk("session", "import", str(path), *SETTLED, "--encoding", "klingon").code == 6

    path.write_text("Accredited CX Master", encoding="utf-16")
    assert "Give --encoding utf-16" in desk("session", "import", str(path), *SETTLED).err


def test_a_start_in_the_gap_of_a_clock_change_is_unread_with_the_nearest_times(desk: Say, tmp_path: Path) -> None:
    path = tmp_path / "schedule.txt"
    path.write_text("Certified Outside In Master\n(COIM)\n28th Mar7 weeks @ 3 hours per week\n")

    answer = desk(
        "session", "import", str(path), "--year", "2027", "--time", "01:30", "--zone", "Europe/London", "--yes"
    )

    assert answer.code == 6
    assert "does not exist in Europe/London" in answer.err
    assert "00:59 and 02:00" in answer.err


def test_a_wrong_zone_time_or_year_is_refused_before_anything_is_shown(desk: Say) -> None:
    zone = desk("session", "import", str(SCHEDULE), "--year", "2020", "--zone", "Europe/Londn")
    assert (zone.code, zone.out) == (3, "")
    assert 'There is no time zone "Europe/Londn". Did you mean Europe/London' in zone.err

    assert desk("session", "import", str(SCHEDULE), "--year", "2020", "--time", "25:00").code == 3
    assert desk("session", "import", str(SCHEDULE), "--year", "20200").code == 3
    assert desk("session", "import", str(SCHEDULE), "--year", "next").code == 2

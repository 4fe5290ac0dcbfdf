"""`acxdesk doctor`."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Answer, Say


def states(answer: Answer) -> dict[str, str]:
    return {finding["check"]: finding["state"] for finding in answer.json["findings"]}


def test_a_sound_file_is_said_to_be_sound_and_a_missing_backup_is_told(desk: Say) -> None:
    answer = desk("doctor")
    assert answer.code == 0
    assert answer.lines[0].split() == ["State", "Check", "Finding"]
    assert answer.err.startswith("acxdesk: There is no backup of it in")

    desk("backup")
    again = desk("doctor", "--json")
    assert (again.code, again.json["sound"], set(states(again).values())) == (0, True, {"ok"})
    assert again.json["newest_good"].endswith("-by-hand.acx")


def test_a_journal_that_was_rewritten_is_found_with_its_entry(desk: Say, desk_file: Path) -> None:
    with closing(sqlite3.connect(desk_file)) as connection:
        (trigger,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'entries_keep_update'").fetchone()
        connection.execute("DROP TRIGGER entries_keep_update")
        connection.execute("UPDATE entries SET sentence = 'nothing happened' WHERE id = 2")
        connection.execute(trigger)
        connection.commit()

    answer = desk("doctor", "--json")

    assert (answer.code, answer.json["sound"], states(answer)["journal"]) == (5, False, "fault")
    assert answer.err.startswith("acxdesk: Entry 2 of the journal (")


def test_a_damaged_file_is_found_the_way_back_named_and_no_byte_changed(desk: Say, desk_file: Path) -> None:
    backup = desk("backup").out.strip()
    held = bytearray(desk_file.read_bytes())
    held[8_192:12_288] = b"\xff" * 4_096
    desk_file.write_bytes(held)

    answer = desk("doctor")

    assert answer.code == 5
    assert f"`acxdesk restore {backup}`" in answer.err
    assert desk_file.read_bytes() == held


def test_a_file_that_is_not_ours_is_named_and_left(say: Say, home: Path) -> None:
    (home / "desk.acx").write_text("my notes")

    answer = say("doctor", "--json")

    assert (answer.code, states(answer)["file"]) == (5, "fault")
    assert (home / "desk.acx").read_text() == "my notes"


def test_an_instant_that_does_not_follow_from_its_wall_time_is_mended(desk: Say, desk_file: Path) -> None:
    with closing(sqlite3.connect(desk_file)) as connection:
        connection.execute("UPDATE meetings SET starts_at = '2027-01-18T13:00:00.000000Z' WHERE number = 1")
        connection.commit()

    assert desk("doctor").code == 5
    assert desk("doctor", "--mend", "--dry-run").code == 5
    mended = desk("doctor", "--mend")
    assert (mended.code, "derived again" in mended.err) == (0, True)
    assert desk("doctor").code == 0
    assert desk("undo").code == 0

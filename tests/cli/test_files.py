"""`acxdesk init`, `backup` and `restore`."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from acxdesk.actions import catalogue
from acxdesk.desk.opening import APPLICATION_ID
from acxdesk.errors import SaveFailed
from tests.cli.conftest import SESSION, Say


def test_init_makes_a_private_file_with_the_printed_catalogue_and_prints_its_path(say: Say, home: Path) -> None:
    answer = say("init")

    path = home / "desk.acx"
    assert (answer.code, answer.out) == (0, f"{path}\n")
    assert answer.err == (
        f"{path} made. 13 programmes of the printed catalogue loaded. 3 years of the printed Hall of Fame loaded.\n"
    )
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(say("programme", "list", "--json").json) == 13


def test_init_again_changes_nothing_and_may_be_quiet(desk: Say, desk_file: Path) -> None:
    again = desk("init")
    assert (again.code, again.err) == (0, f"{desk_file} is there already.\n")

    quiet = desk("init", "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    assert len(desk("person", "list", "--json").json) == 3


def test_init_says_on_a_dry_run_what_it_would_make(say: Say, home: Path) -> None:
    answer = say("init", "--dry-run", "--json")

    assert (answer.code, answer.json["changed"], answer.json["dry_run"]) == (0, False, True)
    assert not (home / "desk.acx").exists()


def test_init_leaves_what_is_not_ours(say: Say, home: Path) -> None:
    path = home / "desk.acx"
    path.write_text("my notes")

    answer = say("init")

    assert (answer.code, path.read_text()) == (5, "my notes")


def test_a_backup_is_made_where_it_is_wanted(desk: Say, home: Path) -> None:
    own = desk("backup")
    assert own.code == 0
    assert own.out == f"{home / 'backups' / 'desk-20261124T090000Z-by-hand.acx'}\n"

    other = desk("backup", "--to", str(home / "stick"), "--json")
    assert Path(other.json["file"]).parent == home / "stick"
    assert Path(other.json["file"]).exists()

    assert desk("backup", "--to", str(home / "other"), "--dry-run").code == 0
    assert not (home / "other").exists()


def test_a_backup_that_cannot_be_written_ends_with_7(desk: Say, home: Path) -> None:
    (home / "stick").write_text("a file")

    assert desk("backup", "--to", str(home / "stick")).code == 7


def test_restore_takes_the_newest_good_backup_and_keeps_what_was_there(desk: Say, home: Path) -> None:
    desk("backup")
    desk("person", "add", "Hana Sato")
    assert desk("restore").code == 2
    assert desk("restore", "--dry-run").code == 0
    assert len(desk("person", "list", "--json").json) == 4

    answer = desk("restore", "--yes", "--json")

    assert answer.code == 0
    assert len(desk("person", "list", "--json").json) == 3
    assert answer.json["kept"] == str(home / "desk.acx.before-restore-20261124T090000Z")
    assert Path(answer.json["kept"]).exists()


def test_restore_asks_at_a_terminal(desk: Say) -> None:
    desk("backup")

    assert desk("restore", stdin=b"n\n", terminal=True).code == 3
    assert desk("restore", stdin=b"y\n", terminal=True).code == 0


def test_restore_brings_back_a_damaged_file(desk: Say, desk_file: Path) -> None:
    backup = desk("backup").out.strip()
    desk_file.write_bytes(desk_file.read_bytes()[:5_000])

    assert desk("session", "list").code == 5
    assert desk("restore", backup, "--yes").code == 0
    assert [row["reference"] for row in desk("session", "list", "--json").json] == [SESSION]


@pytest.mark.parametrize("named", [(), ("none.acx",)])
def test_restore_without_a_good_backup_is_refused(desk: Say, named: tuple[str, ...]) -> None:
    answer = desk("restore", *named, "--yes")

    assert answer.code == 5
    assert "none.acx" in answer.err if named else "There is no good backup" in answer.err


def test_a_file_of_an_older_version_is_kept_where_backups_go(
    say: Say, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(home / "desk.acx")) as connection:
        connection.executescript(
            f"PRAGMA application_id={APPLICATION_ID}; CREATE TABLE notes (text); INSERT INTO notes VALUES ('kept');"
        )
    monkeypatch.setenv("ACXDESK_BACKUP_FOLDER", str(home / "safe"))

    assert say("programme", "list").code == 0

    (kept,) = (home / "safe").iterdir()
    assert kept.name.endswith("-before-migration.acx")
    assert not (home / "backups").exists()


def test_a_file_that_could_not_be_filled_is_not_left_behind(
    say: Say, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_desk: object) -> None:
        raise SaveFailed("The disk is full.")

    monkeypatch.setattr(catalogue, "load_catalogue", full)

    assert say("init").code == 7
    assert [each.name for each in home.iterdir()] == []


def test_a_restore_looks_at_the_backup_before_it_asks(desk: Say, desk_file: Path, home: Path) -> None:
    missing = desk("restore", str(home / "none.acx"), "--dry-run")
    itself = desk("restore", str(desk_file))

    assert (missing.code, itself.code) == (5, 3)
    assert itself.err == f"acxdesk: {desk_file} is the data file itself. Name a backup of it.\n"

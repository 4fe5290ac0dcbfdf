import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from acxdesk.desk import opening
from acxdesk.desk.connection import open_connection, open_to_read
from acxdesk.desk.opening import APPLICATION_ID, USER_VERSION, Found, check, counts, faults
from acxdesk.errors import Busy, DataFileProblem, Refused
from tests.desk.bare import as_nobody, made, names_in, seats, without_rights


def refusal(path: Path) -> Refused:
    """The refusal of `check`, after which everything in the folder is byte for byte what it was."""
    before = {entry.name: entry.read_bytes() for entry in path.parent.iterdir() if entry.is_file()}
    with pytest.raises(Refused) as caught:
        check(path)
    after = {entry.name: entry.read_bytes() for entry in path.parent.iterdir() if entry.is_file()}
    assert after == before
    return caught.value


def test_a_data_file_of_this_version_is_found(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx", user_version=USER_VERSION)
    before = path.read_bytes()
    assert check(path) == Found(path, USER_VERSION)
    assert check(path).at_head
    assert path.read_bytes() == before
    assert names_in(tmp_path) == {"desk.acx", "desk.acx-journal"}


def test_an_older_one_is_found_and_told_to_be_older(tmp_path: Path) -> None:
    found = check(made(tmp_path / "desk.acx", user_version=USER_VERSION - 1))
    assert (found.user_version, found.at_head) == (USER_VERSION - 1, False)


def test_a_missing_one_is_refused_with_the_way_to_make_it(tmp_path: Path) -> None:
    path = tmp_path / "desk.acx"
    refused = refusal(path)
    assert type(refused) is DataFileProblem
    assert str(refused) == f"There is no data file {path}. Make one with `acxdesk init --data {path}`."
    made(path)
    with pytest.raises(DataFileProblem, match="There is no data file"):
        check(path / "below")


def test_an_empty_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "desk.acx"
    path.touch()
    assert refusal(path).sentence == f"{path} is empty, so it is no data file."


def test_a_folder_a_link_and_a_pipe_are_refused(tmp_path: Path) -> None:
    made(tmp_path / "desk.acx")
    (tmp_path / "link.acx").symlink_to(tmp_path / "desk.acx")
    os.mkfifo(tmp_path / "pipe.acx")
    (tmp_path / "folder.acx").mkdir()
    assert [
        refusal(tmp_path / name).sentence.removeprefix(f"{tmp_path}/")
        for name in ("folder.acx", "link.acx", "pipe.acx")
    ] == [
        "folder.acx is a folder, not a data file.",
        "link.acx is a link, and a data file is opened only by its own name.",
        "pipe.acx is a device or a pipe, not a data file.",
    ]


def test_one_that_ends_within_its_last_page_is_damaged(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx")
    os.truncate(path, path.stat().st_size - 1)
    assert refusal(path).sentence == f"{path} is damaged (its last page is not whole)."


def test_a_schema_that_is_no_text_any_more_is_damage(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx")
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE seats (id", b"CREATE TABLE s \xf5\xb3  (id"))
    assert refusal(path).sentence == f"{path} is damaged (malformed schema)."
    assert faults(path) == ("malformed schema",)


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_database_of_another_program_stays_as_it_is(mode: str, tmp_path: Path) -> None:
    path = made(tmp_path / "photos.db", application_id=0x0F055112)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode={mode}")
    assert refusal(path).sentence == f"{path} is a database of another program."


def test_what_another_program_left_half_done_is_not_rolled_back(tmp_path: Path) -> None:
    path = made(tmp_path / "photos.db", application_id=0)
    die_in_a_deed(path)
    assert refusal(path).sentence == f"{path} is a database of another program."


@pytest.mark.parametrize("content", [b"x", b"name,email\n" * 5000, bytes(8192)], ids=["short", "csv", "zeros"])
def test_what_is_no_database_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "desk.acx"
    path.write_bytes(content)
    refused = refusal(path)
    assert refused.sentence == f"{path} does not begin as a data file of acxdesk does."
    assert "acxdesk restore" in refused.remedy


def test_a_file_of_a_newer_acxdesk_stays_as_it_is(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx", user_version=USER_VERSION + 6)
    refused = refusal(path)
    assert type(refused) is DataFileProblem
    assert refused.sentence == (
        f"{path} was written by a newer acxdesk (tables {USER_VERSION + 6}; this one knows {USER_VERSION})."
    )
    die_in_a_deed(path)
    assert "newer" in refusal(path).sentence


def test_a_file_that_was_cut_off_is_damaged(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx")
    os.truncate(path, 60)
    refused = refusal(path)
    assert refused.sentence == f"{path} is damaged (it ends within its first page)."
    assert "acxdesk doctor" in refused.remedy


def test_a_file_whose_first_page_was_overwritten_behind_the_header_is_damaged(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx")
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xaa" * 3996
    path.write_bytes(content)
    assert refusal(path).sentence == f"{path} is damaged (SQLITE_CORRUPT)."


def test_a_file_that_may_not_be_read_is_refused() -> None:
    with without_rights() as folder:
        path = made(folder / "desk.acx")
        with as_nobody(), pytest.raises(DataFileProblem) as caught:
            check(path)
    assert caught.value.sentence == f"{path} cannot be read: Permission denied."


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(DataFileProblem, match="cannot be read"):
        check(Path("a\0b"))
    with pytest.raises(DataFileProblem, match="File name too long"):
        check(Path("a" * 300))


def test_a_desk_in_the_middle_of_a_commit_is_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "desk.acx")
    monkeypatch.setattr(opening, "open_to_read", partial(open_to_read, busy_seconds=0.01))
    with closing(open_connection(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Busy):
            check(path)
    assert check(path).user_version == 1


def die_in_a_deed(path: Path) -> None:
    """Leave the file as a desk does that is killed after its deed has begun to reach the disk."""
    program = f"""
import os
from functools import partial
from pathlib import Path
from acxdesk.desk.connection import open_connection
connection = open_connection(Path({str(path)!r}))
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN IMMEDIATE")
for number in range(2000):
    connection.execute("INSERT INTO seats (who) VALUES (?)", (f"{{number}}" + "x" * 300,))
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", program], check=False)
    assert path.with_name(f"{path.name}-journal").stat().st_size > 0


def test_a_deed_that_a_desk_died_in_is_rolled_back(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx")
    die_in_a_deed(path)
    assert check(path).user_version == 1
    assert seats(path) == 3
    assert faults(path) == ()


def test_looking_at_a_file_does_not_drop_the_locks_of_a_deed_in_this_process(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx")
    program = f"""
import sqlite3
connection = sqlite3.connect({str(path)!r}, timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
    print("the lock was lost")
except sqlite3.OperationalError as fault:
    print(fault.sqlite_errorname)
"""
    with closing(open_connection(path)) as deed:
        deed.execute("BEGIN IMMEDIATE")
        check(path)
        told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert told == "SQLITE_BUSY\n"


def test_a_sound_file_has_no_faults_and_counts_its_rows(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx", seats=5)
    assert faults(path) == ()
    with closing(open_connection(path)) as connection:
        connection.execute('CREATE TABLE "odd ""name" (id INTEGER) STRICT')
        connection.execute("CREATE VIRTUAL TABLE search USING fts5(words)")
        assert counts(connection) == {'odd "name': 0, "seats": 5}


def test_damage_within_a_page_is_found(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx", seats=500)
    content = bytearray(path.read_bytes())
    content[-4096:-2048] = bytes(2048)
    path.write_bytes(content)
    found = faults(path)
    assert 0 < len(found) <= 20
    assert all(isinstance(fault, str) for fault in found)


def test_a_reference_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx")
    with closing(open_connection(path, foreign_keys=False)) as connection:
        connection.execute("CREATE TABLE marks (id INTEGER PRIMARY KEY, seat_id INTEGER REFERENCES seats) STRICT")
        connection.execute("INSERT INTO marks VALUES (7, 99)")
    assert faults(path) == ("row 7 of marks points at a row of seats that is not there",)


def test_a_file_that_is_no_database_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "desk.acx"
    path.write_bytes(b"x" * 5000)
    assert faults(path) == ("file is not a database (SQLITE_NOTADB)",)


def test_the_header_says_whose_file_it_is(tmp_path: Path) -> None:
    header = made(tmp_path / "desk.acx", application_id=APPLICATION_ID).read_bytes()[:100]
    assert header[68:72] == b"ACXD"

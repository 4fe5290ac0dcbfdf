import errno
import os
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.desk import backups
from acxdesk.desk.backups import Backup, backup, due, folder_of, listing, restore, thin
from acxdesk.desk.connection import open_connection
from acxdesk.desk.engine import make_engine
from acxdesk.desk.opening import check, faults
from acxdesk.errors import Busy, DataFileProblem, Refused, SaveFailed
from tests.desk.bare import as_nobody, made, names_in, room_for, seats, without_rights

NOW = datetime(2026, 11, 16, 14, 30, 5, 250_000, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "desk.acx")


@pytest.fixture
def folder(path: Path) -> Path:
    return folder_of(path)


def spoil(path: Path) -> bytes:
    """Overwrite half of the last page; the content afterwards."""
    content = bytearray(path.read_bytes())
    content[-4096:-2048] = bytes(2048)
    path.write_bytes(content)
    return bytes(content)


def test_a_backup_is_a_whole_data_file_for_its_owner_alone(path: Path, folder: Path) -> None:
    copy = backup(path, folder, now=NOW, why="start")
    assert copy == path.parent / "backups" / "desk-20261116T143005Z-start.acx"
    assert (seats(copy), faults(copy), check(copy).user_version) == (3, (), 1)
    assert (copy.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert names_in(folder) == {copy.name}


def test_backups_of_the_same_second_stand_beside_each_other(path: Path, folder: Path) -> None:
    names = [backup(path, folder, now=NOW, why="before-import").name for _ in range(3)]
    assert names == [
        "desk-20261116T143005Z-before-import.acx",
        "desk-20261116T143005Z-before-import.1.acx",
        "desk-20261116T143005Z-before-import.2.acx",
    ]
    assert [each.path.name for each in listing(folder)] == names[::-1]


def test_a_backup_is_made_while_a_deed_is_under_way_and_holds_what_was_committed(path: Path, folder: Path) -> None:
    with closing(open_connection(path)) as deed:
        deed.execute("BEGIN IMMEDIATE")
        deed.execute("INSERT INTO seats (who) VALUES ('under way')")
        copy = backup(path, folder, now=NOW, why="start")
        deed.execute("COMMIT")
    assert (seats(copy), seats(path)) == (3, 4)


def test_backups_made_while_deeds_are_committed_are_whole(path: Path, folder: Path) -> None:
    done = threading.Event()

    def deeds() -> None:
        with closing(open_connection(path)) as connection:
            while not done.is_set():
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("INSERT INTO seats (who) VALUES (hex(randomblob(200)))", [()] * 3)
                connection.execute("COMMIT")
                time.sleep(0.002)

    thread = threading.Thread(target=deeds)
    thread.start()
    try:
        copies = [backup(path, folder, now=NOW, why="start") for _ in range(10)]
    finally:
        done.set()
        thread.join()
    assert [seats(copy) % 3 for copy in copies] == [0] * 10
    assert seats(copies[-1]) > seats(copies[0])


def test_a_backup_of_a_damaged_file_is_refused_and_not_kept(path: Path, folder: Path) -> None:
    content = spoil(path)
    with pytest.raises(DataFileProblem, match="is damaged"):
        backup(path, folder, now=NOW, why="start")
    assert names_in(folder) == set()
    assert path.read_bytes() == content


def test_a_copy_that_lacks_rows_is_refused_and_not_kept(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = iter([{"seats": 3}, {"seats": 2}])
    monkeypatch.setattr(backups, "counts", lambda _connection: next(counted))
    with pytest.raises(SaveFailed, match="does not hold the same rows"):
        backup(path, folder, now=NOW, why="start")
    assert names_in(folder) == set()


def test_a_full_disk_leaves_no_half_backup(tmp_path: Path) -> None:
    path = made(tmp_path / "desk.acx", seats=3000)
    folder = folder_of(path)
    with room_for(20_000), pytest.raises(SaveFailed) as caught:
        backup(path, folder, now=NOW, why="start")
    assert caught.value.sentence.startswith(f"The disk that holds {folder}")
    assert names_in(folder) == set()
    assert seats(path) == 3000


def test_a_backup_whose_name_cannot_be_given_is_tried_once(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_path: Path, _target: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Path, "hardlink_to", fails)
    with pytest.raises(SaveFailed, match="Input/output error"):
        backup(path, folder, now=NOW, why="start")
    assert names_in(folder) == set()


def test_a_backup_waits_for_another_desk_only_so_long(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "open_connection", partial(open_connection, busy_seconds=0.05))
    monkeypatch.setattr(backups, "check", lambda _path: None)
    with closing(open_connection(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Busy):
            backup(path, folder, now=NOW, why="start")
    assert names_in(folder) == set()


def test_a_folder_without_the_right_to_write_is_named() -> None:
    with without_rights() as place:
        path = made(place / "desk.acx")
        path.chmod(0o644)
        with as_nobody(), pytest.raises(SaveFailed) as caught:
            backup(path, folder_of(path), now=NOW, why="start")
    assert caught.value.sentence == f"{folder_of(path)} cannot be written: Permission denied."


def test_listing_tells_what_each_backup_is_the_newest_first(path: Path, folder: Path) -> None:
    other = made(path.with_name("north-2026.acx"), seats=1)
    first = backup(path, folder, now=NOW - timedelta(days=1), why="start")
    second = backup(other, folder, now=NOW, why="before-migration")
    (folder / "notes.txt").write_text("mine")
    (folder / "desk-20260230T000000Z-start.acx").write_text("no such day")
    at = NOW.replace(microsecond=0)
    assert listing(folder) == (
        Backup(at, 0, second, "north-2026", "before-migration", second.stat().st_size),
        Backup(at - timedelta(days=1), 0, first, "desk", "start", first.stat().st_size),
    )
    assert [each.path for each in listing(folder, "desk")] == [first]
    assert listing(folder / "none") == ()


def test_a_folder_that_may_not_be_read_is_refused() -> None:
    with without_rights() as place:
        folder = place / "backups"
        folder.mkdir(mode=0o700)
        with as_nobody(), pytest.raises(DataFileProblem, match="cannot be read: Permission denied"):
            listing(folder)


@pytest.mark.parametrize(
    ("written", "made_at", "is_due"),
    [
        (timedelta(0), None, True),
        (timedelta(minutes=10), timedelta(minutes=29), False),
        (timedelta(minutes=10), timedelta(minutes=30), True),
        (timedelta(days=3), timedelta(days=2), False),
    ],
    ids=["no backup yet", "last one is young", "last one is old", "no work since"],
)
def test_a_backup_is_due_for_new_work_half_an_hour_after_the_last(
    written: timedelta, made_at: timedelta | None, is_due: bool, path: Path, folder: Path
) -> None:
    if made_at is not None:
        backup(path, folder, now=NOW - made_at, why="start")
    moment = (NOW - written).timestamp()
    os.utime(path, (moment, moment))
    assert due(folder, path, NOW) is is_due


def test_no_backup_is_due_of_a_file_that_is_not_there(path: Path, folder: Path) -> None:
    assert due(folder, path.with_name("none.acx"), NOW) is False


def lay_down(folder: Path, whole: Path, *ages: timedelta) -> None:
    folder.mkdir(exist_ok=True)
    for age in ages:
        name = folder / f"desk-{NOW - age:%Y%m%dT%H%M%SZ}-start.acx"
        name.unlink(missing_ok=True)
        name.hardlink_to(whole)


def test_thinning_keeps_two_days_whole_then_days_weeks_and_months(path: Path, folder: Path) -> None:
    hourly = [timedelta(hours=hour) for hour in range(24 * 800)]
    lay_down(folder, path, *hourly[::3])
    removed = thin(folder, NOW)
    kept = listing(folder)
    assert len(removed) + len(kept) == 24 * 800 // 3
    young = [each for each in kept if each.at > NOW - timedelta(days=2)]
    assert len(young) == 16
    days = [each.at.date() for each in kept if each.at <= NOW - timedelta(days=2)]
    assert len(days) == len(set(days))
    assert sorted({day for day in days if day > datetime(2026, 11, 2, tzinfo=UTC).date()}) == [
        datetime(2026, 11, day, tzinfo=UTC).date()
        for day in range(3, 14)  # the last of the 14th is among the young
    ]
    assert kept[-1].at.date().isoformat() == "2025-12-31"  # the last of the twelfth month
    assert thin(folder, NOW) == ()


@settings(max_examples=50, deadline=None)
@given(ages=st.lists(st.integers(-86_400, 3 * 365 * 86_400), min_size=1, max_size=60, unique=True))
def test_thinning_always_keeps_the_newest_and_never_more_than_it_says(
    ages: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("thin")
    lay_down(place / "backups", made(place / "desk.acx"), *(timedelta(seconds=age) for age in ages))
    before = listing(place / "backups")
    removed = thin(place / "backups", NOW)
    kept = listing(place / "backups")
    assert kept[0] == before[0]
    assert {each.path for each in before} == {each.path for each in kept} | set(removed)
    assert all(each.path not in removed for each in before if each.at > NOW - timedelta(days=2))
    assert len([each for each in kept if each.at <= NOW - timedelta(days=2)]) <= 14 + 8 + 12


def test_thinning_does_not_mix_the_backups_of_two_files(path: Path, folder: Path) -> None:
    old = NOW - timedelta(days=400)
    other = made(path.with_name("north.acx"))
    kept = [
        backup(path, folder, now=old, why="start"),
        backup(other, folder, now=old + timedelta(hours=1), why="start"),
    ]
    superfluous = backup(path, folder, now=old - timedelta(hours=2), why="start")
    assert thin(folder, NOW) == (superfluous,)
    assert {each.path for each in listing(folder)} == set(kept)


def test_nothing_is_thinned_when_the_newest_cannot_be_opened(path: Path, folder: Path) -> None:
    old = NOW - timedelta(days=400)
    for hours in range(4):
        newest = backup(path, folder, now=old + timedelta(hours=hours), why="start")
    newest.write_bytes(b"x" * 8192)
    assert thin(folder, NOW) == ()
    assert len(listing(folder)) == 4


def test_a_restore_puts_the_backup_in_place_and_keeps_the_former_file(path: Path, folder: Path) -> None:
    copy = backup(path, folder, now=NOW, why="start")
    with closing(open_connection(path)) as connection:
        connection.execute("INSERT INTO seats (who) VALUES ('after the backup')")
    aside = restore(copy, path, NOW)
    assert aside == path.with_name("desk.acx.before-restore-20261116T143005Z")
    assert (seats(path), seats(aside), seats(copy)) == (3, 4, 3)
    assert path.stat().st_mode & 0o777 == 0o600
    again = restore(aside, path, NOW)
    assert again == path.with_name("desk.acx.before-restore-20261116T143005Z.1")
    assert (seats(path), seats(again)) == (4, 3)
    assert not [name for name in names_in(path.parent) if name.endswith(".part")]


def test_a_desk_that_has_the_file_open_reads_and_writes_the_restored_one(path: Path, folder: Path) -> None:
    copy = backup(path, folder, now=NOW, why="start")
    engine = make_engine(path)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO seats (who) VALUES ('after the backup')")
    aside = restore(copy, path, NOW)
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM seats").scalar() == 3
        connection.exec_driver_sql("INSERT INTO seats (who) VALUES ('one'), ('two')")
    engine.dispose()
    assert aside is not None
    assert (seats(path), seats(aside)) == (5, 4)


def test_a_restore_waits_until_a_deed_is_done(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = backup(path, folder, now=NOW, why="start")
    monkeypatch.setattr(backups, "open_connection", partial(open_connection, busy_seconds=0.05))
    with closing(open_connection(path)) as deed:
        deed.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy):
            restore(copy, path, NOW)
        deed.execute("INSERT INTO seats (who) VALUES ('not lost')")
        deed.execute("COMMIT")
    assert seats(path) == 4
    assert not [name for name in names_in(path.parent) if "restore" in name or name.endswith(".part")]


@pytest.mark.parametrize("content", [b"", b"x" * 9000], ids=["empty", "overwritten"])
def test_a_restore_replaces_a_damaged_file_and_keeps_it_with_its_journal(
    content: bytes, path: Path, folder: Path
) -> None:
    copy = backup(path, folder, now=NOW, why="start")
    path.write_bytes(content)
    path.with_name("desk.acx-journal").write_bytes(b"left by a desk that died")
    aside = restore(copy, path, NOW)
    assert aside is not None
    assert aside.read_bytes() == content
    assert aside.with_name(f"{aside.name}-journal").read_bytes() == b"left by a desk that died"
    assert (seats(path), faults(path)) == (3, ())
    assert "desk.acx-journal" not in names_in(path.parent)


def test_a_restore_brings_back_a_file_that_is_gone(path: Path, folder: Path) -> None:
    copy = backup(path, folder, now=NOW, why="start")
    path.unlink()
    assert restore(copy, path, NOW) is None
    assert seats(path) == 3


def test_a_damaged_backup_is_not_restored(path: Path, folder: Path) -> None:
    copy = backup(path, folder, now=NOW, why="start")
    spoil(copy)
    with pytest.raises(DataFileProblem) as caught:
        restore(copy, path, NOW)
    assert caught.value.sentence.startswith(f"{copy} is damaged (")
    assert seats(path) == 3
    assert names_in(path.parent) == {"desk.acx", "desk.acx-journal", "backups"}


def test_what_is_no_backup_is_not_restored(path: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    newer = made(tmp_path / "newer.acx", user_version=99)
    for source in (tmp_path / "notes.txt", newer, tmp_path / "none"):
        with pytest.raises(DataFileProblem):
            restore(source, path, NOW)
    assert seats(path) == 3


def test_a_database_of_another_program_is_not_replaced(path: Path, folder: Path, tmp_path: Path) -> None:
    copy = backup(path, folder, now=NOW, why="start")
    photos = made(tmp_path / "photos.db", application_id=7)
    link = tmp_path / "link.acx"
    link.symlink_to(path)
    for place in (photos, link, folder):
        with pytest.raises(DataFileProblem):
            restore(copy, place, NOW)
    assert link.is_symlink()
    with closing(sqlite3.connect(photos)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (7,)


def test_a_restore_that_fails_at_the_last_step_leaves_the_former_file(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backup(path, folder, now=NOW, why="start")
    with closing(open_connection(path)) as connection:
        connection.execute("INSERT INTO seats (who) VALUES ('after the backup')")
    before = names_in(path.parent)
    replaced = Path.replace

    def refuse_parts(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", refuse_parts)
    with pytest.raises(SaveFailed):
        restore(copy, path, NOW)
    assert (seats(path), names_in(path.parent)) == (4, before)


def test_a_refusal_to_restore_is_one_class_for_its_callers(path: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        restore(tmp_path / "none", path, NOW)

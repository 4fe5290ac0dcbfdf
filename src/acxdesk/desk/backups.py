"""Backups: whole, checked when they are made, thinned with age, and put back without losing what they replace.

The data file itself is never opened by hand, copied or zipped: SQLite's backup API reads it under SQLite's locks.
"""

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from acxdesk.desk.connection import identity, open_connection
from acxdesk.desk.opening import Kind, check, counts, faults, look
from acxdesk.desk.troubles import damaged, of_sqlite, of_writing, shown
from acxdesk.desk.writing import Taken, publish, sync_folder_entry, temporary
from acxdesk.errors import DataFileProblem, Refused, SaveFailed

DUE_AFTER: Final = timedelta(minutes=30)  # the age of the last backup from which new work is worth another
WHOLE_DAYS: Final = timedelta(days=2)  # every backup of this time is kept
DAILY, WEEKLY, MONTHLY = 14, 8, 12  # days, weeks, months of which the last one is kept

_STAMP: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(r"(?P<stem>.+)-(?P<stamp>\d{8}T\d{6}Z)-(?P<why>[a-z][a-z-]*[a-z])(?:\.(?P<turn>\d+))?\.acx")
_SIDES: Final = ("-journal", "-wal", "-shm")  # what SQLite keeps beside a file; it belongs to that file alone


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """One backup. They sort by age, the oldest first."""

    at: datetime  # UTC, whole seconds
    turn: int  # 0; 1 and up for others of the same second
    path: Path
    stem: str  # the data file's name without its ending
    why: str  # start, before-migration, before-import, ...
    size: int  # bytes


def folder_of(path: Path) -> Path:
    """Where the backups of a data file lie unless the settings say otherwise."""
    return path.absolute().parent / "backups"


def backup(path: Path, folder: Path, *, now: datetime, why: str) -> Path:
    """Make a backup of a data file, and check it before it counts as one.

    Other desks can read meanwhile, and wait to commit.

    Args:
        path: the data file.
        folder: where to; made with mode 0700 if it is not there.
        now: the instant that the name carries, in UTC.
        why: what it was made for, as small letters and hyphens; part of the name.

    Returns:
        The backup: `<stem>-20261116T140000Z-<why>.acx`.

    Raises:
        DataFileProblem: the file cannot be opened, or is damaged; a damaged copy is not kept.
        SaveFailed: the disk is full or does not let us write.
        Busy: another desk is in the middle of a long commit.
    """
    check(path)
    _make_folder(folder)
    with temporary(folder) as part:
        _copy(path, part)
        return _publish_free(part, _names(folder, path.stem, now, why))


def listing(folder: Path, stem: str = "") -> tuple[Backup, ...]:
    """The backups in a folder, the newest first; of one data file where its name without the ending is given.

    What has another name than a backup's is left out. There are none where there is no folder.

    Raises:
        DataFileProblem: the folder cannot be read.
    """
    try:
        entries = list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as fault:
        raise DataFileProblem(
            f"The backups in {shown(folder)} cannot be read: {fault.strerror}.",
            remedy="Give your user the right to read that folder.",
        ) from fault
    found = filter(None, map(_read_name, entries))
    return tuple(sorted((each for each in found if stem in ("", each.stem)), reverse=True))


def due(folder: Path, path: Path, now: datetime) -> bool:
    """Whether the data file holds work that is in no backup, and the last backup is half an hour old or more.

    Args:
        folder: of the backups.
        path: the data file.
        now: in UTC.
    """
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return False
    made = listing(folder, path.stem)
    return not made or (written > made[0].at and now - made[0].at >= DUE_AFTER)


def thin(folder: Path, now: datetime) -> tuple[Path, ...]:
    """Remove the backups that age has made superfluous, for each data file by itself.

    Kept are all of the last two days, and the last one of each of the latest 14 days, 8 weeks and 12 months (UTC)
    that have any. The newest is always kept; where it can no longer be opened, all are.

    Returns:
        What was removed.

    Raises:
        SaveFailed: one could not be removed.
    """
    made = listing(folder)
    removed: list[Path] = []
    for stem in sorted({each.stem for each in made}):
        of_file = [each for each in made if each.stem == stem]
        if look(of_file[0].path).kind is not Kind.OURS:
            continue
        kept = _kept(of_file, now)
        removed += [each.path for each in of_file if each not in kept]
    try:
        for path in removed:
            path.unlink(missing_ok=True)
    except OSError as fault:
        raise of_writing(fault, folder) from fault
    return tuple(removed)


def prove(source: Path, path: Path) -> None:
    """Make sure that a backup can be put in the place of a data file, as far as the backup goes.

    Raises:
        DataFileProblem: it is no data file, of a newer acxdesk, or damaged.
        Refused: it is the data file itself.
    """
    check(source)
    if found := faults(source):
        raise damaged(source, found[0])
    if identity(source) == identity(path):
        raise Refused(f"{shown(source)} is the data file itself.", remedy="Name a backup of it.")


def restore(source: Path, path: Path, now: datetime) -> Path | None:
    """Put a backup in the place of a data file. The file that was there is kept under another name.

    The backup is checked whole first, and stays where it is. Another desk that has the file open is refused its next
    deed and then reads the new file. Close this desk's own engine before.

    Args:
        source: the backup.
        path: the data file to be; it may be damaged, empty or missing.
        now: the instant for the name of the file put aside, in UTC.

    Returns:
        Where the former file is now, `<name>.before-restore-20261116T140000Z`; None when there was none.

    Raises:
        DataFileProblem: the backup is no data file, of a newer acxdesk, or damaged; or a link, a folder or another
            program's database stands at `path`. Nothing was changed.
        SaveFailed: the disk is full or does not let us write. Nothing was changed.
        Busy: another desk is in the middle of a deed.
    """
    prove(source, path)
    there = look(path).kind
    if there in (Kind.LINK, Kind.FOLDER, Kind.SPECIAL, Kind.FOREIGN, Kind.UNREADABLE):
        check(path)
    with temporary(path.parent) as part:
        _copy(source, part)
        if there is Kind.MISSING:
            publish(part, path)
            return None
        with _nobody_writing(path, there):
            return _swap(part, path, now)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise of_writing(fault, folder) from fault


def _copy(path: Path, part: Path) -> None:
    """Copy a data file into an empty one and hold the copy against it; it is on the disk when this returns."""
    try:
        with closing(open_connection(path)) as source:
            # The read lock is held from the count to the end of the copy, so that both are of one instant. (Without
            # it, the module's backup() would also wait for a lock without end.)
            source.execute("BEGIN")
            expected = counts(source)
            with closing(sqlite3.connect(part, isolation_level=None)) as copy:
                copy.execute("PRAGMA journal_mode=OFF")
                copy.execute("PRAGMA synchronous=OFF")
                source.backup(copy)
            source.execute("ROLLBACK")
        _hold_against(path, part, expected)
    except sqlite3.Error as fault:
        raise _of_copying(fault, path, part) from fault
    try:
        with part.open("rb") as file:
            os.fsync(file.fileno())
    except OSError as fault:
        raise of_writing(fault, part.parent) from fault


def _hold_against(path: Path, part: Path, expected: dict[str, int]) -> None:
    if found := faults(part):
        raise damaged(path, found[0])
    with closing(sqlite3.connect(f"{part.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        if counts(copy) != expected:
            raise SaveFailed(
                f"The backup of {shown(path)} does not hold the same rows.", remedy="It was not kept. Check the disk."
            )


def _of_copying(fault: sqlite3.Error, path: Path, part: Path) -> Refused | sqlite3.Error:
    """A full disk is the copy's; damage and what cannot be read is the original's."""
    name = getattr(fault, "sqlite_errorname", "")
    written = name == "SQLITE_FULL" or (name.startswith("SQLITE_IOERR") and "READ" not in name)
    return of_sqlite(fault, part.parent if written else path) or fault


def _names(folder: Path, stem: str, now: datetime, why: str) -> Callable[[int], Path]:
    stamp = now.astimezone(UTC).strftime(_STAMP)
    return lambda turn: folder / f"{stem}-{stamp}-{why}{f'.{turn}' if turn else ''}.acx"


def _publish_free(part: Path, name: Callable[[int], Path]) -> Path:
    """Give the first name that is free; another desk may be making a backup in the same second."""
    turn = 0
    while True:
        try:
            publish(part, name(turn))
        except Taken:
            turn += 1
        else:
            return name(turn)


def _read_name(path: Path) -> Backup | None:
    found = _NAME.fullmatch(path.name)
    if found is None:
        return None
    try:
        at = datetime.strptime(found["stamp"], _STAMP).replace(tzinfo=UTC)
        size = path.lstat().st_size
    except (ValueError, OSError):  # 30 February; removed meanwhile
        return None
    return Backup(at, int(found["turn"] or 0), path, found["stem"], found["why"], size)


def _kept(newest_first: list[Backup], now: datetime) -> set[Backup]:
    kept = {newest_first[0]} | {each for each in newest_first if each.at > now - WHOLE_DAYS}
    for most, period in (
        (DAILY, lambda at: at.date()),
        (WEEKLY, lambda at: at.isocalendar()[:2]),
        (MONTHLY, lambda at: (at.year, at.month)),
    ):
        last_of: dict[object, Backup] = {}
        for each in newest_first:
            last_of.setdefault(period(each.at), each)
        kept |= set(list(last_of.values())[:most])
    return kept


@contextmanager
def _nobody_writing(path: Path, there: Kind) -> Iterator[None]:
    """Keep other desks from committing to the file while it is put aside.

    A file that SQLite cannot open has nobody writing to it.
    """
    if there not in (Kind.OURS, Kind.NEWER):
        yield
        return
    try:
        connection = open_connection(path)
    except sqlite3.Error as fault:
        raise of_sqlite(fault, path) or fault from fault
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as fault:
            raise of_sqlite(fault, path) or fault from fault
        yield


def _swap(part: Path, path: Path, now: datetime) -> Path:
    aside = _free_aside(path, now)
    moved: list[tuple[Path, Path]] = []
    try:
        try:
            aside.hardlink_to(path)
        except OSError:  # a file system without links: for an instant no file has the name
            path.rename(aside)
        moved.append((path, aside))
        for side in _SIDES:
            # A journal left beside the old file would be rolled back into the new one.
            here, there = (file.with_name(file.name + side) for file in (path, aside))
            if here.exists():
                here.rename(there)
                moved.append((here, there))
        part.replace(path)
        sync_folder_entry(path.parent)
    except OSError as fault:
        for here, there in reversed(moved):
            _move_back(there, here)
        raise of_writing(fault, path) from fault
    return aside


def _move_back(there: Path, here: Path) -> None:
    with suppress(OSError):
        there.replace(here)  # does nothing where both are names of one file
        there.unlink(missing_ok=True)


def _free_aside(path: Path, now: datetime) -> Path:
    stamp = now.astimezone(UTC).strftime(_STAMP)
    aside = path.with_name(f"{path.name}.before-restore-{stamp}")
    turn = 0
    while aside.exists():
        turn += 1
        aside = path.with_name(f"{path.name}.before-restore-{stamp}.{turn}")
    return aside

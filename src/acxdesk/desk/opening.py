"""What stands at the path of a data file, found out without changing a byte of it.

A file that is not ours is recognised by its first hundred bytes (https://sqlite.org/fileformat.html) before SQLite
opens it: SQLite would leave files of its own beside a foreign database, or roll back what another program left.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final

from acxdesk.desk.connection import open_connection, open_to_read
from acxdesk.desk.troubles import damage_of, damaged, missing, of_sqlite, shown
from acxdesk.errors import DataFileProblem, Refused

APPLICATION_ID: Final = 0x41435844  # "ACXD", in the header of each data file
HEAD: Final = "0004"  # the newest step in migrations/versions
USER_VERSION: Final = int(HEAD)  # the same in the file's header: steps are numbered from 0001 without a gap

_HEADER_BYTES: Final = 100
_MAGIC: Final = b"SQLite format 3\0"
_MOST_FAULTS: Final = 20  # of one file that are named; the rest are like them


class Kind(Enum):
    """What stands at a path."""

    OURS = auto()  # a data file that this acxdesk can open; an older one is migrated
    MISSING = auto()
    EMPTY = auto()
    FOLDER = auto()
    LINK = auto()
    SPECIAL = auto()  # a pipe, a device, a socket
    FOREIGN = auto()  # a database of another program
    STRANGE = auto()  # no database; or one whose first page is lost
    NEWER = auto()
    DAMAGED = auto()
    UNREADABLE = auto()


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at a path."""

    kind: Kind
    user_version: int = 0
    detail: str = ""  # SQLite's or the system's word for what is wrong


@dataclass(frozen=True, slots=True)
class Found:
    """A data file that can be opened."""

    path: Path
    user_version: int  # from 0 (made, but without tables) to USER_VERSION

    @property
    def at_head(self) -> bool:
        """Whether its tables are those of this acxdesk; else it is to be migrated before anything is written."""
        return self.user_version == USER_VERSION


def check(path: Path) -> Found:
    """Make sure that a data file can be opened. Its bytes stay as they are.

    The one exception is a file of ours on which a desk died in the middle of a deed: it is rolled back, as SQLite
    does for every reader.

    Raises:
        DataFileProblem: it is missing, empty, a folder, a link, of another program, of a newer acxdesk, damaged
            or unreadable; the sentence says which, and what to do.
        Busy, SaveFailed: another desk is in the middle of a long deed; the disk fails.
    """
    seen = look(path)
    if seen.kind is Kind.OURS:
        return Found(path, seen.user_version)
    raise _refusal(path, seen)


def look(path: Path) -> Look:
    """What stands at a path, as `check` finds it out.

    Raises:
        Busy, SaveFailed: as `check`.
    """
    try:
        seen = path.lstat()
        if (odd := _odd(seen)) is not None:
            return Look(odd)
        header = None if _is_open_here(seen) else _header(path)
    except (FileNotFoundError, NotADirectoryError):
        return Look(Kind.MISSING)
    except (OSError, ValueError) as fault:  # ValueError: a name with a NUL
        return Look(Kind.UNREADABLE, detail=getattr(fault, "strerror", None) or str(fault))
    if header is not None and (told := _told_by_header(header)) is not None:
        return told
    return _told_by_sqlite(path)


def faults(path: Path) -> tuple[str, ...]:
    """What is wrong inside a data file, as far as SQLite can tell: every page, index and reference is read.

    Takes about a second for 200 MB and holds up commits as long. `quick_check` would be faster and misses a quarter
    of the damages.

    Returns:
        Sentences, 20 at most; none when the file is sound.

    Raises:
        Refused: the file cannot be read at all for a reason other than damage.
    """
    try:
        with reading(path) as connection:
            return faults_of(connection)
    except sqlite3.DatabaseError as fault:
        if not (damage := damage_of(fault)):
            raise of_sqlite(fault, path) or fault from fault
        return (f"{fault} ({damage})" if damage.isupper() else damage,)


def faults_of(connection: sqlite3.Connection) -> tuple[str, ...]:
    """What is wrong as this connection sees it, its own uncommitted changes included; as `faults`.

    Raises:
        sqlite3.DatabaseError: the damage is such that SQLite cannot go on.
    """
    said = connection.execute(f"PRAGMA integrity_check({_MOST_FAULTS})").fetchall()
    pages = [row[0] for row in said if row[0] != "ok"]
    return tuple([*pages, *references_of(connection)][:_MOST_FAULTS])


def references_of(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Which rows point at rows that are not there, as this connection sees it; the part of `faults` that is no damage.

    Raises:
        sqlite3.DatabaseError: the file is damaged such that SQLite cannot go on.
    """
    missed = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FAULTS)
    return tuple(
        f"row {row} of {table} points at a row of {parent} that is not there" for table, row, parent, _ in missed
    )


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of every table, those of the search index (which is made from the others) left out."""
    tables = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return {
        name: connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()[0]  # noqa: S608 - quoted
        for (name,) in tables
    }


def quoted(name: str) -> str:
    """A table's name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a data file of ours that has been read from once; rolled back first where a desk died."""
    connection = open_to_read(path)
    try:
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError as fault:
            if getattr(fault, "sqlite_errorcode", None) != sqlite3.SQLITE_READONLY_ROLLBACK:
                raise
            connection.close()
            connection = open_connection(path)
        yield connection
    finally:
        connection.close()


def _odd(seen: os.stat_result) -> Kind | None:
    if stat.S_ISLNK(seen.st_mode):
        return Kind.LINK
    if stat.S_ISDIR(seen.st_mode):
        return Kind.FOLDER
    if not stat.S_ISREG(seen.st_mode):
        return Kind.SPECIAL
    return Kind.EMPTY if seen.st_size == 0 else None


def _is_open_here(seen: os.stat_result) -> bool:
    """Whether this process has the file open: then reading it by hand would drop SQLite's locks on it.

    POSIX releases all locks of a process on a file when it closes any descriptor of that file
    (https://sqlite.org/howtocorrupt.html, 2.2). On Windows locks are not so, and there is no /dev/fd.
    """
    try:
        numbers = os.listdir("/dev/fd")  # noqa: PTH208 - numbers, not paths
    except OSError:
        return False
    for number in numbers:
        with suppress(OSError, ValueError):
            if os.path.samestat(os.fstat(int(number)), seen):
                return True
    return False


def _header(path: Path) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    try:
        return os.read(descriptor, _HEADER_BYTES)
    finally:
        os.close(descriptor)


def _told_by_header(header: bytes) -> Look | None:
    """What the header alone decides; None for a file of ours that SQLite may read."""
    if not header.startswith(_MAGIC):
        return Look(Kind.STRANGE)
    if len(header) < _HEADER_BYTES:
        return Look(Kind.DAMAGED, detail="it ends within its first page")
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        return Look(Kind.FOREIGN)
    return _unless_newer(int.from_bytes(header[60:64], signed=True))


def _unless_newer(user_version: int) -> Look | None:
    return Look(Kind.NEWER, user_version) if user_version > USER_VERSION else None


def _told_by_sqlite(path: Path) -> Look:
    try:
        with reading(path) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return Look(Kind.FOREIGN)
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version <= USER_VERSION and _is_cut_short(connection, path):
                return Look(Kind.DAMAGED, detail="its last page is not whole")
    except sqlite3.DatabaseError as fault:
        if damage := damage_of(fault):
            return Look(Kind.DAMAGED, detail=damage)
        refused = of_sqlite(fault, path)
        if refused is None or isinstance(refused, DataFileProblem):
            return Look(Kind.UNREADABLE, detail=str(fault))
        raise refused from fault
    return _unless_newer(version) or Look(Kind.OURS, version)


def _is_cut_short(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file ends within a page: SQLite would read zeros for what is gone, and say nothing."""
    connection.execute("BEGIN")
    try:
        (size,) = connection.execute("SELECT page_size FROM pragma_page_size").fetchone()
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # from here on nobody writes
        return path.stat().st_size % int(size) != 0
    finally:
        connection.execute("ROLLBACK")


def _refusal(path: Path, seen: Look) -> Refused:
    if seen.kind is Kind.MISSING:
        return missing(path)
    if seen.kind is Kind.DAMAGED:
        return damaged(path, seen.detail)
    sentence, remedy = _SAYINGS[seen.kind]
    facts = {
        "where": shown(path),
        "detail": shown(seen.detail),
        "found": seen.user_version,
        "known": USER_VERSION,
    }
    return DataFileProblem(sentence.format(**facts), remedy=remedy.format(**facts))


_OTHER: Final = (
    "It was left as it is. Name your data file with --data FILE, or make one with `acxdesk init --data FILE`."
)
# Kind -> the sentence, the remedy.
_SAYINGS: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.EMPTY: (
        "{where} is empty, so it is no data file.",
        (
            "If it held your data, `acxdesk restore --data {where}` brings back a backup; else remove it and make one "
            "with `acxdesk init --data {where}`."
        ),
    ),
    Kind.FOLDER: ("{where} is a folder, not a data file.", _OTHER),
    Kind.LINK: ("{where} is a link, and a data file is opened only by its own name.", _OTHER),
    Kind.SPECIAL: ("{where} is a device or a pipe, not a data file.", _OTHER),
    Kind.FOREIGN: ("{where} is a database of another program.", _OTHER),
    Kind.STRANGE: (
        "{where} does not begin as a data file of acxdesk does.",
        (
            "It was left as it is. Name your data file with --data FILE; if this was it, "
            "`acxdesk restore --data {where}` brings back a backup."
        ),
    ),
    Kind.NEWER: (
        "{where} was written by a newer acxdesk (tables {found}; this one knows {known}).",
        "It was left as it is. Update acxdesk, then open it.",
    ),
    Kind.UNREADABLE: (
        "{where} cannot be read: {detail}.",
        "Give your user the right to read the file and its folder.",
    ),
}

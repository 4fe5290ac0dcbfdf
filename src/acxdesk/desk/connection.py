"""One connection to a data file: what a commit survives, and what SQLite is told never to do.

Rollback journal, truncated and synced in full, not WAL: a moved or replaced file is noticed, a copy of the file is
whole, and a commit survives a power cut. The price is that an open read holds up a commit: reads are short.
"""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self

from acxdesk.desk.troubles import BUSY_SECONDS
from acxdesk.rules.text import fold

_PRAGMAS: Final = (
    "PRAGMA synchronous=FULL",
    "PRAGMA recursive_triggers=ON",  # or INSERT OR REPLACE would get round an append-only trigger
    "PRAGMA cell_size_check=ON",
    "PRAGMA secure_delete=ON",  # what was purged is not left in free pages
    "PRAGMA trusted_schema=OFF",  # a file that was tampered with cannot call functions from its views
)


class _FileCursor(sqlite3.Cursor):
    """A cursor whose failures are all sqlite3's."""

    def execute(self, sql: str, parameters: Any = (), /) -> Self:
        """As sqlite3's; a damaged schema can be quoted in SQLite's words, where its bytes are no text."""
        try:
            return super().execute(sql, parameters)
        except UnicodeDecodeError as fault:
            raise sqlite3.DatabaseError("malformed database schema") from fault


class FileConnection(sqlite3.Connection):
    """A connection that knows which file it opened, whatever has taken the name since."""

    identity: tuple[int, int] | None = None

    def cursor(self, factory: Any = _FileCursor) -> Any:
        """A cursor of our own kind."""
        return super().cursor(factory)

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """As sqlite3's, by such a cursor."""
        found: sqlite3.Cursor = self.cursor().execute(sql, parameters)
        return found


def identity(path: Path) -> tuple[int, int] | None:
    """Device and inode of the file that has this name now; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def open_connection(path: Path, *, busy_seconds: float = BUSY_SECONDS, foreign_keys: bool = True) -> FileConnection:
    """A connection to an existing data file, to be closed by the caller. Only a BEGIN begins a transaction in it.

    Args:
        path: the data file; it is never made here.
        busy_seconds: how long a statement waits for another desk's lock before it fails.
        foreign_keys: False for migrations alone: a table that is rebuilt would take its children with it.

    Raises:
        sqlite3.Error: the file is not there, cannot be opened or read, or is locked.
    """
    opened = identity(path)  # before opening: of a file replaced in between, the next use opens the new one
    connection = _connect(path, "rw", busy_seconds)
    try:
        connection.identity = opened
        for pragma in _PRAGMAS:
            connection.execute(pragma).close()
        # These fail without an error: in a build without foreign keys, and where a file cannot leave WAL.
        _insist(connection, {"foreign_keys": int(foreign_keys), "journal_mode": "truncate"})
    except BaseException:
        connection.close()
        raise
    return connection


def open_to_read(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> FileConnection:
    """A connection that cannot write a byte, to be closed by the caller.

    Raises:
        sqlite3.Error: as `open_connection`, at its first statement; SQLITE_READONLY_ROLLBACK where a desk died in
            the middle of a deed, which only a writing connection can roll back.
    """
    return _connect(path, "ro", busy_seconds)


def _connect(path: Path, mode: str, busy_seconds: float) -> FileConnection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",  # never rwc: a mistyped name makes no file
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,  # the sqlite3 module begins nothing by itself
        check_same_thread=False,  # a pool hands it from thread to thread, one at a time
        factory=FileConnection,
    )
    # For what is searched and has no folded column of its own: the sentences of the journal.
    connection.create_function("folded", 1, fold, deterministic=True)
    return connection


def _insist(connection: sqlite3.Connection, expected: Mapping[str, object]) -> None:
    for name, value in expected.items():
        connection.execute(f"PRAGMA {name}={value}").close()
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != value:
            raise RuntimeError(f"SQLite {sqlite3.sqlite_version} keeps {name} at {found!r} and not at {value!r}")

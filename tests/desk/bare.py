"""Small data files and a place without rights, for the tests of the door."""

import os
import resource
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from acxdesk.desk.connection import open_connection

NOBODY = 65534


def made(path: Path, *, seats: int = 3, application_id: int = 0x41435844, user_version: int = 1) -> Path:
    """A data file with one STRICT table of seats, as a release would leave it."""
    path.touch(mode=0o600)
    with closing(open_connection(path)) as connection:
        connection.execute(f"PRAGMA application_id={application_id}")
        connection.execute(f"PRAGMA user_version={user_version}")
        connection.execute("CREATE TABLE seats (id INTEGER PRIMARY KEY, who TEXT NOT NULL UNIQUE) STRICT")
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO seats (who) VALUES (?)", [(f"Delegate {number}",) for number in range(seats)]
        )
        connection.execute("COMMIT")
    return path


def seats(path: Path) -> int:
    """How many seats the file holds, by a connection that does not write."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM seats").fetchone()[0])


def names_in(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


@contextmanager
def without_rights() -> Iterator[Path]:
    """A folder that everybody may enter; whoever runs the tests has no more rights in it than its modes say."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root passes every mode; inside here it does not."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """A disk on which no file grows beyond `size` bytes: writing more fails as on a full one."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)

"""The tables of a data file: whether they are today's, and the steps that make them so.

A migration leaves the file exactly as it was or exactly as it should be: all steps, the checks behind them and the
version in the header are one transaction. There is no way back down but the backup that is made before.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from acxdesk.desk.backups import backup, folder_of
from acxdesk.desk.clock import SystemClock
from acxdesk.desk.opening import HEAD, USER_VERSION, check, counts, faults_of, quoted
from acxdesk.desk.troubles import shown
from acxdesk.errors import DataFileProblem
from acxdesk.records.triggers import TRIGGERS

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

__all__ = ["HEAD", "USER_VERSION", "Upgraded", "config_of", "is_at_head", "resource", "upgrade"]

_REVISION_TABLE: Final = "alembic_version"
_PACKAGE: Final = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What a migration did."""

    before: str  # the revision of the file before; empty for a file without tables
    after: str
    backup: Path | None  # of the file as it was; None when it held no rows, or nothing was to be done


def is_at_head(connection: "Connection") -> bool:
    """Whether the file behind an open SQLAlchemy connection has today's tables. One SELECT."""
    return connection.exec_driver_sql("SELECT user_version FROM pragma_user_version").scalar() == USER_VERSION


def resource(name: str) -> Path:
    """The folder of that name that comes with acxdesk: "migrations" or "seed".

    In the installed package it is `acxdesk/_<name>`, in a checkout it stands beside `src`.

    Raises:
        RuntimeError: it is in neither place; the installation is not whole.
    """
    for folder in (_PACKAGE / f"_{name}", _PACKAGE.parents[1] / name):
        if folder.is_dir():
            return folder
    raise RuntimeError(f"acxdesk is not installed whole: its {name} are missing beside {_PACKAGE}")


def upgrade(
    path: Path,
    to: str = HEAD,
    *,
    now: datetime | None = None,
    folder: Path | None = None,
    steps: Path | None = None,
    triggers: Mapping[str, str] = TRIGGERS,
) -> Upgraded:
    """Bring the tables of a data file to a revision: all of it, or nothing.

    A file that holds rows is backed up first, under the write lock, so that the backup is the file as the
    migration finds it. Tables may not lose rows, unless a step names them in `RETIRES`.

    Args:
        path: the data file.
        to: the revision; for an older one than HEAD give its own `triggers`.
        now: the instant for the backup's name; None asks the clock.
        folder: where the backup goes; None for the folder beside the file.
        steps: the folder with env.py and versions; None for acxdesk's own.
        triggers: name -> statement of those that the file has afterwards.

    Raises:
        DataFileProblem: it cannot be opened, is damaged, or has tables that this acxdesk does not know; or the
            result did not pass the checks. Nothing was changed.
        SaveFailed, Busy: as any deed.
    """
    check(path)
    moment = now or SystemClock().now()
    with _changing(path) as connection:
        migration = _Migration(path, connection, config_of(steps or resource("migrations"), connection), to)
        kept = migration.keep(moment, folder or folder_of(path))
        migration.run(triggers)
    return Upgraded(migration.revision, to, kept)


@contextmanager
def _changing(path: Path) -> "Iterator[Connection]":
    """One transaction under the write lock, with foreign keys off; its failures as sentences."""
    # The start does not need these: a file at head, which is nearly every one, is never migrated.
    from sqlalchemy import exc  # noqa: PLC0415

    from acxdesk.desk.engine import make_engine, translate  # noqa: PLC0415

    # A table that is rebuilt is dropped on the way; with foreign keys on, its children would go with it.
    engine = make_engine(path, foreign_keys=False)
    try:
        with engine.begin() as connection:
            yield connection
    except exc.DBAPIError as fault:
        raise translate(fault, path) from fault
    finally:
        engine.dispose()


def config_of(steps: Path, connection: "Connection") -> "Config":
    """What alembic wants to know, for `env.py` in the folder `steps`; no file of settings is read."""
    from alembic.config import Config  # noqa: PLC0415 - costs more than a whole start

    config = Config()
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


class _Migration:
    """The way of one file from the revision that it has to another, inside one transaction."""

    def __init__(self, path: Path, connection: "Connection", config: "Config", to: str) -> None:
        from alembic.script import ScriptDirectory  # noqa: PLC0415 - as in config_of

        self.path = path
        self.config = config
        self.to = to
        self.raw = cast("sqlite3.Connection", connection.connection.driver_connection)
        self.scripts = ScriptDirectory.from_config(config)
        self.chain = [step.revision for step in self.scripts.iterate_revisions(to, "base")][::-1]
        self.revision = _revision(self.raw)
        if self.revision and self.revision not in self.chain:
            raise DataFileProblem(
                f"{shown(path)} has tables that this acxdesk does not know (revision {shown(self.revision)}).",
                remedy="It was left as it is. Open it with the acxdesk that wrote it, or update this one.",
            )
        self.pending = self.chain[self.chain.index(self.revision) + 1 :] if self.revision else self.chain
        self.rows = counts(self.raw)

    def keep(self, now: datetime, folder: Path) -> Path | None:
        """Back up a file that has something to lose."""
        held = sum(count for table, count in self.rows.items() if table != _REVISION_TABLE)
        if not self.pending or not held:
            return None
        return backup(self.path, folder, now=now, why="before-migration")

    def run(self, triggers: Mapping[str, str]) -> None:
        """Take the steps, then hold the result against what was there."""
        from alembic import command  # noqa: PLC0415 - as in config_of

        if not self.pending:
            return
        # A table that is rebuilt loses its triggers without a word, and would run them while it is copied.
        for (name,) in self.raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            self.raw.execute(f"DROP TRIGGER {quoted(name)}")
        command.upgrade(self.config, self.to)
        for statement in triggers.values():
            self.raw.execute(statement)
        self.raw.execute(f"PRAGMA user_version={len(self.chain)}")
        self._hold_against()

    def _hold_against(self) -> None:
        retired = {
            table for step in self.pending for table in getattr(self.scripts.get_revision(step).module, "RETIRES", ())
        } | {_REVISION_TABLE}
        left = counts(self.raw)
        wrong = [
            f"{before - left.get(table, 0):,} of {before:,} rows of {table} would be lost"
            for table, before in self.rows.items()
            if table not in retired and left.get(table, 0) < before
        ]
        wrong += faults_of(self.raw)
        if wrong:
            raise DataFileProblem(
                f"{shown(self.path)} could not be brought to the tables of this acxdesk: {wrong[0]}.",
                remedy="Nothing was changed. Go on with the acxdesk that wrote it, and report this sentence.",
            )


def _revision(connection: sqlite3.Connection) -> str:
    """The revision of the file's tables; empty when it has none."""
    if not connection.execute(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", (_REVISION_TABLE,)
    ).fetchone():
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""

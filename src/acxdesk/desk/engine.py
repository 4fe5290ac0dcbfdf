"""The engine on the data file: how a transaction begins, which connection it gets, what its failures mean."""

import sqlite3
from pathlib import Path
from typing import Any, Final, cast

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, exc
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from acxdesk.desk.connection import FileConnection, identity, open_connection
from acxdesk.desk.troubles import BUSY_SECONDS, of_sqlite
from acxdesk.errors import Refused

READ: Final = "acxdesk_read"  # execution option of a transaction that only reads

_KEPT_OPEN: Final = 4  # connections; a new one must set itself up, read the schema and fill its cache


def make_engine(path: Path, *, busy_seconds: float = BUSY_SECONDS, foreign_keys: bool = True) -> Engine:
    """An engine on an existing data file; nothing is opened, and never made, before its first use.

    Transactions are BEGIN IMMEDIATE, so that two deeds decide one after the other on facts that hold; under the
    execution option `acxdesk_read=True` they are BEGIN, and SQLite refuses any write in them. Connections
    are kept open and handed from thread to thread, one at a time; after the file was replaced (a restore) the next
    transaction opens the new one.

    Args:
        path: the data file.
        busy_seconds: how long a statement waits for another desk's lock before it fails.
        foreign_keys: False for migrations alone: a table that is rebuilt would take its children with it.
    """
    path = path.absolute()
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: open_connection(path, busy_seconds=busy_seconds, foreign_keys=foreign_keys),
        poolclass=QueuePool,
        pool_size=_KEPT_OPEN,
        max_overflow=-1,  # a lock is waited for in SQLite, with its sentence, and not here
        pool_use_lifo=True,  # the connection used last has the warmest cache
        hide_parameters=True,  # an error's text goes to the log; the values are personal data
    )
    event.listen(engine, "begin", _begin)

    def same_file(opened: DBAPIConnection, _record: ConnectionPoolEntry, _proxy: Any) -> None:
        if cast("FileConnection", opened).identity != identity(path):
            raise exc.DisconnectionError("the data file was replaced since this connection was opened")

    event.listen(engine, "checkout", same_file)
    return engine


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get(READ):
        connection.exec_driver_sql("PRAGMA query_only=ON")
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def translate(fault: exc.DBAPIError, path: Path, *, waited: float = BUSY_SECONDS) -> Refused:
    """What a failure of the database means for who sits at the desk.

    Args:
        fault: as SQLAlchemy raised it.
        path: the data file.
        waited: seconds that the engine waits for a lock.

    Returns:
        Busy, DataFileProblem, SaveFailed; a plain Refused where a constraint of the file held.

    Raises:
        DBAPIError: `fault` itself, where it is no trouble with the file but a mistake of ours.
    """
    refused = of_sqlite(fault.orig, path, waited=waited) if isinstance(fault.orig, sqlite3.Error) else None
    if refused is None:
        raise fault
    return refused

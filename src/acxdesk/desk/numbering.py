"""Numbers for new rows before they are written, so that many of them are one statement.

SQLite tells the number of a row only after it has written it, and SQLAlchemy therefore sends each row by itself. Under
the lock of a deed nobody else adds rows, so the next numbers are known: https://sqlite.org/autoinc.html.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from typing import Any

from sqlalchemy import orm

from acxdesk.records.base import Base


def numbers(work: orm.Session, noun: type[Base]) -> Iterator[int]:
    """The numbers that the next rows of a table get, without end. One SELECT.

    Args:
        work: of a deed under way; it holds the write lock.
        noun: whose rows; all that are pending must have been flushed or have their numbers from the same iterator.
    """
    last = work.connection().exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (noun.__tablename__,))
    return count((last.scalar() or 0) + 1)


def number(work: orm.Session) -> None:
    """Give every row that is to be added its number, in the order in which they were added. One SELECT a table."""
    waiting: dict[type[Base], list[Any]] = defaultdict(list)
    for row in work.new:
        if row.id is None:
            waiting[type(row)].append(row)
    for noun, rows in waiting.items():
        for row, given in zip(rows, numbers(work, noun), strict=False):
            row.id = given

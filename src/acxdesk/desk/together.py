"""Many rows made or changed alike in one statement, past the flush.

A flush sends each changed row that has a version by itself, and keeps account of every row it makes: for ten thousand
that takes longer than all the rest. What a flush would do is done here: versions are checked and raised, and the
journal is told.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import orm
from sqlalchemy.orm.attributes import set_committed_value

from acxdesk.desk.journal import Work, noted, noted_new
from acxdesk.desk.numbering import numbers


def write_together(work: Work, rows: Sequence[Any]) -> None:
    """Write the pending changes of rows, all of one table, each changed in the same columns. One statement.

    The rows can be read on and no longer be changed: they are let go.

    Args:
        work: of a deed under way.
        rows: rows with a version, read in this deed.

    Raises:
        StaleDataError: one of them is no longer as it was read.
        ValueError: they are of several tables, or not changed in the same columns.
    """
    if not rows:
        return
    images = [noted(work, row)[1] for row in rows]
    tables, changed = {row.__tablename__ for row in rows}, {tuple(image) for image in images}
    if len(tables) != 1 or len(changed) != 1:
        raise ValueError("only rows of one table that are changed in the same columns are written together")
    (table,), (columns,) = tables, changed
    sets = ", ".join(f"{column} = ?" for column in columns)
    written = work.connection().exec_driver_sql(
        f"UPDATE {table} SET {sets}, version = version + 1 WHERE id = ? AND version = ?",  # noqa: S608 - our own names
        [(*image.values(), row.id, row.version) for image, row in zip(images, rows, strict=True)],
    )
    if written.rowcount != len(rows):
        raise orm.exc.StaleDataError(f"{len(rows) - written.rowcount} of {len(rows)} rows were changed meanwhile")
    for row in rows:
        for column in columns:
            set_committed_value(row, column, getattr(row, column))
        set_committed_value(row, "version", row.version + 1)
        work.expunge(row)  # else the next flush looks through it once more


def make_together(work: Work, rows: Sequence[Any]) -> None:
    """Write new rows, all of one table, and give them their numbers. Two statements.

    Args:
        work: of a deed under way, with nothing pending for that table.
        rows: complete but for their numbers; they are not added to `work`.

    Raises:
        ValueError: they are of several tables.
    """
    if not rows:
        return
    if len({row.__tablename__ for row in rows}) != 1:
        raise ValueError("only rows of one table are made together")
    kind = type(rows[0])
    for row, given in zip(rows, numbers(work, kind), strict=False):
        row.id = given
        if hasattr(kind, "version"):
            row.version = 1
    images = [noted_new(work, row) for row in rows]
    columns = images[0].keys()
    work.connection().exec_driver_sql(
        f"INSERT INTO {kind.__tablename__} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",  # noqa: S608
        [tuple(image.values()) for image in images],
    )

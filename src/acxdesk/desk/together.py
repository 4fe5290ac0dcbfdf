"""Many rows changed alike in one statement, where a flush sends each row that has a version by itself.

The rows are changed as always and handed in before the flush. Each one's version is checked and raised, and the journal
is told, as a flush would do it.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import orm
from sqlalchemy.orm.attributes import set_committed_value

from acxdesk.desk.journal import Work, noted


def write_together(work: Work, rows: Sequence[Any]) -> None:
    """Write the pending changes of rows, all of one table, each changed in the same columns. One statement.

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

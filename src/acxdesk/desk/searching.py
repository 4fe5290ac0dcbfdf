"""The name search follows the people: what a deed did to them is done to the index in the same transaction."""

import sqlite3
from collections.abc import Iterable

from sqlalchemy import Connection, exc, text

from acxdesk.desk.journal import RowChange
from acxdesk.desk.troubles import damage_of
from acxdesk.records.people import Person

_ADD = text("INSERT INTO people_search(rowid, search_key) VALUES (:row, :key)")
# An external-content index forgets a row by being told what it held: https://sqlite.org/fts5.html, 4.4.3.
_DROP = text("INSERT INTO people_search(people_search, rowid, search_key) VALUES ('delete', :row, :key)")


def follow(connection: Connection, changes: Iterable[RowChange]) -> None:
    """Bring the index up to the changed rows, in the order in which they were changed."""
    for change in changes:
        if change.table != Person.__tablename__:
            continue
        for image, statement in ((change.before, _DROP), (change.after, _ADD)):
            if image is not None and "search_key" in image:
                connection.execute(statement, {"row": change.row, "key": image["search_key"]})


def rebuild(connection: Connection) -> None:
    """Make the index anew from the people."""
    connection.execute(text("INSERT INTO people_search(people_search) VALUES ('rebuild')"))


def is_sound(connection: Connection) -> bool:
    """Whether the index holds just what the people's rows say. It is asked by a statement that needs the write lock.

    Raises:
        DBAPIError: it cannot be asked, as of a file that is read-only.
    """
    try:
        connection.execute(text("INSERT INTO people_search(people_search, rank) VALUES ('integrity-check', 1)"))
    except exc.DatabaseError as error:
        if isinstance(error.orig, sqlite3.Error) and damage_of(error.orig):
            return False
        raise
    return True

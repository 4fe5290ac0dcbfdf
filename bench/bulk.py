"""A deed over 10,000 enrolments beside the same rows by plain SQL.

Run it with `python -m bench.bulk`. The deed reads its facts, decides for each person, writes places, their history and
the journal with every row before and after; plain SQL writes the enrolments alone, in one transaction with the same
care for the disk.
"""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from acxdesk.actions.enrolments import MovePlaces, move_places
from acxdesk.actions.journal import undo
from acxdesk.desk.door import Desk
from bench.book import INSTANT, make
from bench.timing import in_turn, machine, say

PEOPLE = 10_000
INSERT = (
    "INSERT INTO enrolments "
    "(uid, session_id, person_id, place, since, priority, sequence, made_at, changed_at, version)"
    " VALUES (?, 1, ?, 'booked', ?, 0, 0, ?, ?, 1)"
)


def by_deed(desk: Desk, reference: str) -> None:
    """Book them, and take it back, so that the next round finds the same."""
    move_places(desk, MovePlaces(session=reference, people=tuple(range(1, PEOPLE + 1)), verb="book"))
    undo(desk)


def by_sql(path: Path) -> None:
    """Insert the rows, and delete them again."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        for statement, rows in (
            (
                INSERT,
                [(f"b-{number}", number, *(INSTANT,) * 3) for number in range(1, PEOPLE + 1)],
            ),
            ("DELETE FROM enrolments WHERE person_id = ?", [(number,) for number in range(1, PEOPLE + 1)]),
        ):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(statement, rows)
            connection.execute("COMMIT")


def main() -> None:
    """Do both in turn and print the ratio."""
    print(f"A deed over {PEOPLE:,} enrolments and its undo. {machine()}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plain.acx")
        make(path, people=PEOPLE, sessions=1, enrolments=0).close()
        desk = make(Path(folder, "desk.acx"), people=PEOPLE, sessions=1, enrolments=0)
        with closing(sqlite3.connect(path)) as connection:
            (reference,) = connection.execute("SELECT reference FROM sessions").fetchone()
        figures = in_turn(lambda: by_deed(desk, reference), lambda: by_sql(path), rounds=3)
        say("booked and taken back", figures, "told, not aimed at")


if __name__ == "__main__":
    main()

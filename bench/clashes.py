"""Clashes of a season of 20,000 sessions with 100,000 meetings, beside one of 200: of one session, of a week, of all.

Run it with `python -m bench.clashes`. Of a hundred meetings that are taught in one hour each has its own coach, but for
every fiftieth session.
"""

import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from acxdesk.desk.door import Desk
from acxdesk.queries.clashes import clashes_between, clashes_of
from acxdesk.rules.clashes import Margins
from bench.book import make
from bench.timing import in_turn, machine, say

MARGINS = Margins(timedelta(minutes=30), timedelta(minutes=120))
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
AIM = "aim <= 1.3"


def season(path: Path, *, sessions: int, people: int) -> Desk:
    """A season with a coach for each session and 20 delegates in it."""
    desk = make(path, people=people, sessions=sessions, enrolments=sessions * 20)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO session_coaches (session_id, person_id, role) VALUES (?, ?, 'lead')",
            ((number, _coach(number)) for number in range(1, sessions + 1)),
        )
        connection.execute("UPDATE enrolments SET place = 'withdrawn' WHERE person_id <= 430")
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    return desk


def _coach(number: int) -> int:
    """Who coaches a session: somebody else than those of the same days, but for every fiftieth."""
    spread = number // 60 % 84 * 5 + number % 5
    return (spread + (5 if number % 50 == 0 else 0)) % 420 + 1


def one(desk: Desk) -> object:
    """Check one session, as each deed does that puts it somewhere."""
    with desk.reading() as work:
        return clashes_of(work, (101,), MARGINS)


def main() -> None:
    """Make both seasons and print the ratios."""
    print(f"Clashes, 100,000 meetings beside 1,000. {machine()}")
    with tempfile.TemporaryDirectory() as folder:
        many = season(Path(folder, "many.acx"), sessions=20_000, people=60_000)
        few = season(Path(folder, "few.acx"), sessions=200, people=1_000)
        week = (MONDAY, MONDAY + timedelta(days=7))
        say("of one session", in_turn(lambda: one(many), lambda: one(few)), AIM)
        say(
            "of a week",
            in_turn(lambda: clashes_between(many, *week, MARGINS), lambda: clashes_between(few, *week, MARGINS)),
            "20 times as many meetings in it",
        )
        every = in_turn(lambda: clashes_between(many), lambda: clashes_between(few), rounds=1)
        say(f"of all, {len(clashes_between(many)):,} found", every, "told, not aimed at")


if __name__ == "__main__":
    main()

"""The outcomes of 100,000 people who attend, computed in one pass, beside those of 1,000; and one mark sheet of 500.

Run it with `python -m bench.outcomes`. Everybody has three marks and five attendances. A hundred times as many people
should cost a hundred times as much: nothing is asked for by person.
"""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from acxdesk.actions.marks import EnterMarks, enter_marks
from acxdesk.desk.clock import SystemClock
from acxdesk.desk.door import Desk
from acxdesk.queries.marks import sheet
from acxdesk.queries.outcomes import outcomes
from bench.book import INSTANT, make
from bench.timing import in_turn, machine, say


def main() -> None:
    """Make the books and print the ratios."""
    print(f"Outcomes, 100,000 people beside 1,000. {machine()}")
    with tempfile.TemporaryDirectory() as folder:
        many = _marked(Path(folder, "many.acx"), people=20_000, sessions=5_000, enrolments=100_000)
        few = _marked(Path(folder, "few.acx"), people=1_000, sessions=50, enrolments=1_000)
        passed = in_turn(lambda: _count(many), lambda: _count(few), rounds=3)
        say("all outcomes, a hundred times as many", passed, "aim <= 120")
        full = _marked(Path(folder, "full.acx"), people=500, sessions=1, enrolments=500)
        small = _marked(Path(folder, "small.acx"), people=5, sessions=1, enrolments=5)
        said = tuple(_reference(desk) for desk in (full, small))
        read = in_turn(lambda: sheet(full, said[0]), lambda: sheet(small, said[1]))
        say("a mark sheet of 500 people beside one of 5", read, "told, not aimed at")
        typed = in_turn(lambda: _type(full.rehearsing(), said[0]), lambda: _type(small.rehearsing(), said[1]))
        say("a mark typed on the sheet of 500 beside that of 5", typed, "aim <= 5")


def _count(desk: Desk) -> int:
    return sum(one.outcome.is_decided for one in outcomes(desk))


def _type(desk: Desk, reference: str) -> None:
    cell = {"enrolment": 1, "component": "Exam", "points": "12.34", "version": 1}
    enter_marks(desk, EnterMarks.read({"session": reference, "marks": [cell]}))


def _reference(desk: Desk) -> str:
    with desk.reading() as work:
        return str(work.connection().exec_driver_sql("SELECT reference FROM sessions WHERE id = 1").scalar_one())


def _marked(path: Path, *, people: int, sessions: int, enrolments: int) -> Desk:
    """A book with a scheme; everybody was present in every meeting and has a mark of each component."""
    make(path, people=people, sessions=sessions, enrolments=enrolments).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        connection.execute(
            "INSERT INTO schemes (id, edition_id, pass_total, attendance_percent, recording_counts, resits, "
            "resit_only_failed, resit_cap_percent, resit_counts, resit_days, second_marking, sample_percent, "
            "agreement, agreement_points, blind, chosen, version) "
            "VALUES (1, 1, 6000, 90, 0, 1, 1, NULL, 'best', 60, 'none', 20, 'average', 0, 1, 1, 1)"
        )
        connection.executemany(
            "INSERT INTO components VALUES (?, 1, ?, ?, ?, ?, ?, ?)",
            [
                (1, 1, "Exam", 50, 10_000, 5_000, 1),
                (2, 2, "Case study", 40, 10_000, 6_000, 1),
                (3, 3, "Demonstration", 10, 1_000, 500, 0),
            ],
        )
        connection.execute(
            "INSERT INTO marks (enrolment_id, component_id, attempt, series, revision, points, marked_by, marked_at, "
            "state, origin, reason, version) SELECT enrolments.id, components.id, 1, 'first', 0, "
            # From two fifths of the points up: some fail, most pass.
            "out_of * 2 / 5 + (enrolments.id * 7919 + components.id * 104729) % (out_of * 3 / 5), "
            "'bench', ?, 'entered', 'marking', '', 1 FROM enrolments CROSS JOIN components",
            (INSTANT,),
        )
        connection.execute(
            "INSERT INTO attendances (enrolment_id, meeting_id, attended, late, early, note, version) "
            "SELECT enrolments.id, meetings.id, 'present', 0, 0, '', 1 FROM enrolments "
            "JOIN meetings ON meetings.session_id = enrolments.session_id"
        )
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    return Desk.open(path, who="bench", clock=SystemClock())


if __name__ == "__main__":
    main()

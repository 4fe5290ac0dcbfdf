"""The steps of the schema, taken by a file that holds rows: nothing is lost, and undo says where it ends."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from acxdesk.actions.checks import INSIDE, Case
from acxdesk.actions.journal import undo
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.connection import open_connection
from acxdesk.desk.door import Desk
from acxdesk.desk.opening import APPLICATION_ID
from acxdesk.desk.schema import upgrade
from acxdesk.errors import Refused
from tests.actions.sample import book, rows, run

AT = "2026-11-24T09:00:00.000000Z"

# What a desk of the first step holds: a programme, a session, two delegates; the second of three places was removed,
# and so were the last of each table, whose numbers must not be given again.
FIRST = f"""
INSERT INTO people VALUES (1, 'p1', 'Ada Byron', '', '', NULL, '', '', NULL, '', '', 0, 'ada byron', 'ada byron', 3);
INSERT INTO people VALUES (2, 'p2', 'هدى', '', '', NULL, 'EG', '', NULL, '', '', 0, 'هدى', 'هدى', 1);
INSERT INTO people VALUES (9, 'p9', 'Gone', '', '', NULL, '', '', NULL, '', '', 0, 'gone', 'gone', 1);
DELETE FROM people WHERE id = 9;
INSERT INTO people_search (people_search) VALUES ('rebuild');
INSERT INTO programmes VALUES (1, 'ACXM', 'acxm', 'ACX', 'Master', 0, 'acxm accredited cx master', 1);
INSERT INTO editions VALUES (1, 1, 1, 'Accredited CX Master', 'ACXM', '4 days @ 5 hours per day',
    '4 days @ 5 hours per day', 4, 12, NULL, '', 36, 'capacity_max, validity_months', 2);
INSERT INTO editions VALUES (2, 1, 2, 'Accredited CX Master', 'ACXM', '4 days @ 5 hours per day', '', 4, 12, 86000,
    'GBP', 0, '', 1);
INSERT INTO editions VALUES (7, 1, 7, 'Gone', '', '', '', 1, 1, NULL, '', 0, '', 1);
DELETE FROM editions WHERE id = 7;
INSERT INTO sessions VALUES (1, 's1', 'ACXM-2026-12-07', 1, 1, '4 days @ 5 hours per day', 'Europe/London', 'online',
    '', '', NULL, '', '', 4, 12, NULL, 'open', NULL, '{AT}', '', '', 'acxm-2026-12-07', '2026-12-07',
    '2026-12-07T14:00:00.000000Z', '2026-12-07T19:00:00.000000Z', 1);
INSERT INTO meetings VALUES (1, 'm1', 1, 1, '2026-12-07', '14:00', 300, '2026-12-07T14:00:00.000000Z',
    '2026-12-07T19:00:00.000000Z', '', 0, '', '', 0, '{AT}', '{AT}', 1);
INSERT INTO enrolments VALUES (1, 'e1', 1, 1, 'booked', '{AT}', NULL, 0, NULL, '{AT}', NULL, 2, '{AT}', '{AT}', 4);
INSERT INTO enrolments VALUES (3, 'e3', 1, 2, 'waitlisted', '{AT}', '{AT}', 0, NULL, NULL, NULL, 0, '{AT}', '{AT}', 1);
INSERT INTO enrolments VALUES (8, 'e8', 1, 9, 'booked', '{AT}', NULL, 0, NULL, '{AT}', NULL, 0, '{AT}', '{AT}', 1);
DELETE FROM enrolments WHERE id = 8;
INSERT INTO moves VALUES (1, 1, 'book', NULL, 'booked', '{AT}', 'anna', '');
"""


def populated(path: Path) -> Path:
    """A file of the first step, with rows."""
    path.touch()
    with closing(open_connection(path)) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    upgrade(path, "0001")
    with closing(open_connection(path, foreign_keys=False)) as connection:
        connection.executescript(FIRST)
    return path


def held(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, by column."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
        raw.row_factory = sqlite3.Row
        names = [
            name
            for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
            if name != "alembic_version" and not name.startswith("people_search")
        ]
        return {name: [dict(row) for row in raw.execute(f"SELECT * FROM {name}")] for name in names}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return populated(tmp_path / "desk.acx")


def test_every_row_of_the_first_step_is_there_after_the_last(old: Path) -> None:
    before = held(old)
    assert {name: len(found) for name, found in before.items() if found} == {
        "people": 2,
        "programmes": 1,
        "editions": 2,
        "sessions": 1,
        "meetings": 1,
        "enrolments": 2,
        "moves": 1,
        "sqlite_sequence": 7,
    }
    upgrade(old)
    after = held(old)
    for edition, chosen in zip(before["editions"], ("capacity_max, validity_months, ", ""), strict=True):
        edition["chosen"] = f"{chosen}renewal, renewal_months, grace_months"
        edition |= {"renewal": "from expiry", "renewal_months": 6, "grace_months": 6}
    before["sqlite_sequence"].sort(key=lambda row: row["name"])
    after["sqlite_sequence"].sort(key=lambda row: row["name"])
    assert {name: after[name] for name in before} == before
    assert all(not found for name, found in after.items() if name not in before)


def test_a_migrated_file_is_one_that_nobody_can_tell_from_a_new_one(old: Path, clock: FrozenClock) -> None:
    desk = Desk.open(old, who="anna", clock=clock)
    case = Case(old, clock, old.parent, None)
    found = [finding for _, check in INSIDE for finding in check(case, desk)]
    desk.close()
    assert [finding.sentence for finding in found if finding.state != "ok"] == []


def test_work_goes_on_in_a_migrated_file_and_numbers_are_not_given_again(old: Path, clock: FrozenClock) -> None:
    desk = Desk.open(old, who="anna", clock=clock)
    reference = run(desk, "2026-12-14")
    book(desk, reference, 1)
    assert [row["id"] for row in rows(desk, "enrolments")] == [1, 3, 9]
    undo(desk)
    assert [row["id"] for row in rows(desk, "enrolments")] == [1, 3]
    desk.close()


def test_a_deed_from_before_a_step_can_be_read_and_not_taken_back(
    tmp_path: Path, template: Path, clock: FrozenClock
) -> None:
    path = tmp_path / "desk.acx"
    shutil.copy(template, path)
    with closing(open_connection(path)) as connection:
        connection.execute(
            "INSERT INTO entries (uid, at, who, verb, sentence, kind, revision, previous, hash) "
            f"VALUES ('u', '{AT}', 'anna', 'book', 'Ada Byron booked.', 'deed', '0001', '', 'x')"
        )
    desk = Desk.open(path, who="anna", clock=clock)
    with pytest.raises(Refused, match="was done with an older version of acxdesk"):
        undo(desk)
    desk.close()

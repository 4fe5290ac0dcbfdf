"""When coaches cannot teach: one answer for any number of them, in three statements, by indexes."""

from datetime import date

import pytest
from sqlalchemy import text

from acxdesk.desk.door import Desk
from acxdesk.queries.diaries import Away, away, diary
from acxdesk.records.diaries import BusyTime, Leave, TeachingHours
from acxdesk.rules.clashes import Kind
from acxdesk.rules.diaries import hours_words
from tests.actions.sample import add_people, utc
from tests.conftest import Statements

LONDON = "Europe/London"


@pytest.fixture
def kept(desk: Desk) -> Desk:
    """Three coaches: 1 has leave, hours and a busy time, 2 has leave, 3 has nothing."""
    add_people(desk, ["Grace", "Alan", "Hedy"], coach=True)
    leave = {"zone": LONDON, "reason": "", "first_on": date(2026, 12, 8), "last_on": date(2026, 12, 8)}
    days = {"starts_at": utc(2026, 12, 8), "ends_at": utc(2026, 12, 9)}
    with desk.changing("prepare", kind="system") as change:
        change.work.add_all(Leave(uid=f"{person}", person_id=person, **leave, **days) for person in (1, 2))
        change.work.add_all(
            TeachingHours(person_id=1, weekday=weekday, opens=540, closes=1020, zone=LONDON) for weekday in range(1, 6)
        )
        change.work.add(
            BusyTime(person_id=1, source="own", starts_at=utc(2026, 12, 7, 10), ends_at=utc(2026, 12, 7, 11))
        )
    return desk


def test_all_that_keeps_a_coach_away_is_told(kept: Desk) -> None:
    with kept.reading() as work:
        found = away(work, (3, 2, 1, 1), utc(2026, 12, 7), utc(2026, 12, 8, 12))
    assert found == (
        Away(1, Kind.HOURS, utc(2026, 12, 7), utc(2026, 12, 7, 9)),
        Away(1, Kind.BUSY, utc(2026, 12, 7, 10), utc(2026, 12, 7, 11)),
        Away(1, Kind.HOURS, utc(2026, 12, 7, 17), utc(2026, 12, 8, 9)),
        Away(1, Kind.LEAVE, utc(2026, 12, 8), utc(2026, 12, 9)),
        Away(2, Kind.LEAVE, utc(2026, 12, 8), utc(2026, 12, 9)),
    )


def test_what_ends_as_the_range_begins_is_not_in_it(kept: Desk) -> None:
    with kept.reading() as work:
        assert away(work, (2,), utc(2026, 12, 9), utc(2026, 12, 10)) == ()
        assert away(work, (2,), utc(2026, 12, 7), utc(2026, 12, 8)) == ()
        assert away(work, (), utc(2026, 12, 7), utc(2026, 12, 9)) == ()


@pytest.mark.parametrize("people", [(1,), (1, 2, 3)])
def test_it_costs_three_statements_and_no_scan(kept: Desk, statements: Statements, people: tuple[int, ...]) -> None:
    with statements(kept) as sent, kept.reading() as work:
        away(work, people, utc(2026, 12, 7), utc(2026, 12, 9))
    assert len(sent) == 3
    with kept.reading() as work:
        for statement in sent:
            plain = statement.replace("?", "'1'")
            steps = [str(row.detail) for row in work.execute(text(f"EXPLAIN QUERY PLAN {plain}"))]
            assert [step for step in steps if step.startswith("SCAN")] == []


def test_a_diary_is_what_is_kept(kept: Desk) -> None:
    found = diary(kept, 1, utc(2026, 12, 1), utc(2027, 1, 1))
    assert [(leave.first_on, leave.zone) for leave in found.leaves] == [(date(2026, 12, 8), LONDON)]
    assert hours_words(found.week.hours) == "Mon-Fri 09:00-17:00"
    assert [busy.starts_at for busy in found.busy] == [utc(2026, 12, 7, 10)]
    assert diary(kept, 3, utc(2026, 12, 1), utc(2027, 1, 1)).week.zone == ""

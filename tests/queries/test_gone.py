"""What calendars still have to call off is asked for once, by an index, however much the journal holds."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from acxdesk.actions.journal import undo
from acxdesk.desk.door import Desk
from acxdesk.queries.calendars import CalendarOf, of_all, of_coach, of_delegate, of_programme, of_session
from acxdesk.queries.gone import Scope, gone_occasions
from tests.actions.sample import add_people, add_programme, book, run
from tests.conftest import Statements

REF = "ACXM-2026-12-07"
CALENDARS: dict[str, Callable[[Desk], CalendarOf]] = {
    "delegate": lambda desk: of_delegate(desk, 1),
    "coach": lambda desk: of_coach(desk, 2),
    "session": lambda desk: of_session(desk, REF),
    "programme": lambda desk: of_programme(desk, "ACXM"),
    "everything": of_all,
}


@pytest.fixture
def taught(desk: Desk) -> Desk:
    """Ada in a session of Grace's."""
    add_programme(desk)
    add_people(desk, ["Ada"])
    add_people(desk, ["Grace"], coach=True)
    run(desk, coaches=[{"person": 2}])
    book(desk, REF, 1)
    return desk


@pytest.mark.parametrize("whose", CALENDARS)
def test_a_calendar_is_two_statements_where_nothing_is_gone(taught: Desk, statements: Statements, whose: str) -> None:
    calendar = CALENDARS[whose](taught)
    with statements(taught) as sent:
        assert len(list(calendar.occasions())) == 4
    assert len(sent) == 2


@pytest.mark.parametrize("whose", CALENDARS)
def test_a_calendar_costs_as_many_statements_for_three_gone_as_for_one(
    taught: Desk, statements: Statements, whose: str
) -> None:
    counts = []
    for more in (1, 2):
        for _each in range(more):
            run(taught, coaches=[{"person": 2}])
            book(taught, f"{REF}-2", 1)
            undo(taught)
            undo(taught)
        calendar = CALENDARS[whose](taught)
        with statements(taught) as sent:
            list(calendar.occasions())
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 5


def test_what_is_gone_is_searched_by_indexes_alone(taught: Desk, statements: Statements) -> None:
    with statements(taught) as sent, taught.reading() as work:
        gone_occasions(work, Scope(delegate=1), taught.clock.now())
    (statement,) = sent
    with taught.reading() as work:
        plan = work.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (0,) * statement.count("?"))
        steps = [str(row.detail) for row in plan]
    assert not [step for step in steps if step.startswith("SCAN")]
    assert sum("ix_entry_changes_gone (table_name=?)" in step for step in steps) == 5


def test_an_older_removal_is_not_told_again_once_the_row_is_back(taught: Desk) -> None:
    undo(taught)
    with taught.reading() as work:
        assert len(gone_occasions(work, Scope(delegate=1), taught.clock.now())) == 4
        assert gone_occasions(work, Scope(delegate=99), taught.clock.now()) == []
        (found,) = work.execute(text("SELECT count(*) FROM entry_changes WHERE after IS NULL AND table_name = 'moves'"))
        assert found == (1,)

"""The schedule of the demonstration: each step on its day, and what a newcomer finds of it."""

from datetime import UTC, datetime

from acxdesk.actions.scheduleseason import NEXT, PLAN, WEEKLY
from acxdesk.actions.scratch import compare
from acxdesk.actions.season import load_season
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.clashes import clashes_between
from acxdesk.queries.givens import pending
from acxdesk.queries.sessions import session
from acxdesk.rules.clashes import Kind
from acxdesk.rules.updates import Way
from tests.actions.sample import rows


def test_on_the_fullest_day_somebody_is_to_be_told_somebody_is_away_and_a_plan_waits(
    desk: Desk, clock: FrozenClock
) -> None:
    clock.moment = datetime(2020, 11, 24, 8, 30, tzinfo=UTC)
    load_season(desk)
    told = pending(desk, Way.FILE)
    assert len(told) == 8
    assert {len(one.updates) for one in told} == {1}
    assert [found.clash.kind for found in clashes_between(desk, desk.clock.now())] == [Kind.LEAVE]
    assert session(desk, WEEKLY).meetings[4].reason == "the coach sits an examination"
    assert compare(desk, PLAN).can_keep
    assert len(session(desk, NEXT).coaches) == 2


def test_before_their_day_nothing_of_it_has_happened(desk: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2020, 11, 18, 8, 30, tzinfo=UTC)
    load_season(desk)
    assert len(rows(desk, "closures")) == 1
    assert len(rows(desk, "given_calendars")) == 8
    assert rows(desk, "leaves") == rows(desk, "scratch_plans") == rows(desk, "askings") == []

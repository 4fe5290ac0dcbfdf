"""What-if: a plan is thought through beside the real schedule, compared, kept as one deed, or dropped."""

from collections.abc import Callable
from typing import Any

import pytest

from acxdesk.actions.deciding import Decide
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.meetings import AddMeeting, CancelMeeting, MoveMeeting, MoveSession, move_session
from acxdesk.actions.people import AddPerson
from acxdesk.actions.scratch import (
    KeepPlan,
    NewPlan,
    PlanNamed,
    add_step,
    compare,
    drop_plan,
    drop_step,
    keep_plan,
    new_plan,
)
from acxdesk.actions.sessions import EditSession, Schedule
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.scratch import plan, plans
from tests.actions.sample import book, book_of, entries, faults, rows, run

REF, OTHER = "ACXM-2026-12-07", "ACXM-2026-12-14"
ADA, BOB, GRACE, ALAN = 1, 2, 6, 7
PLAN = "later"


@pytest.fixture
def ready(staffed: Desk) -> Desk:
    """Two sessions of one coach in two weeks, Ada and Bob in the first; and a plan without a step."""
    run(staffed, "2026-12-07", coaches=[{"person": GRACE}])
    run(staffed, "2026-12-14", coaches=[{"person": GRACE}])
    book(staffed, REF, ADA, BOB)
    new_plan(staffed, NewPlan.read({"name": PLAN}))
    return staffed


def later(start: str = "2026-12-14", session: str = REF) -> MoveSession:
    return MoveSession.read({"session": session, "start": start})


def another(start: str = "2027-01-11", **values: Any) -> Schedule:
    return Schedule.read(
        {"programme": "ACXM", "start": start, "at": "14:00", "zone": "Europe/London", "capacity_max": 10, **values}
    )


def schedule_of(desk: Desk) -> dict[Any, Any]:
    """Every row but those of plans."""
    return {key: row for key, row in book_of(desk).items() if not key[0].startswith("scratch")}


def test_a_step_is_tried_and_told_and_nothing_of_the_schedule_moves(ready: Desk) -> None:
    before = schedule_of(ready)
    receipt = add_step(ready, PLAN, later("2026-12-21"))
    assert receipt.sentence.startswith(f'Plan "later", step 1: {REF} moved from Mon 7 Dec 2026 14:00')
    assert schedule_of(ready) == before
    assert [step.verb for step in plan(ready, "LATER").steps] == ["session move"]
    assert faults(ready) == []


def test_a_step_stands_on_those_before_it(ready: Desk) -> None:
    add_step(ready, PLAN, another())
    receipt = add_step(ready, PLAN, MoveMeeting.read({"session": "ACXM-2027-01-11", "number": 2, "at": "09:00"}))
    assert "ACXM-2027-01-11: meeting 2 moved from Tue 12 Jan 2027 14:00" in receipt.sentence
    with pytest.raises(Refused, match="No session ACXM-2027-02-01"):
        add_step(ready, PLAN, MoveMeeting.read({"session": "ACXM-2027-02-01", "number": 2, "at": "09:00"}))
    assert len(plan(ready, PLAN).steps) == 2


def test_what_cannot_be_done_and_what_is_no_deed_of_the_schedule_is_no_step(ready: Desk) -> None:
    with pytest.raises(Refused, match="is a weekend"):
        add_step(ready, PLAN, later("2026-12-19"))
    with pytest.raises(Refused, match="A plan schedules, moves, edits and cancels"):
        add_step(ready, PLAN, AddPerson.read({"name": "Zoë"}))
    with pytest.raises(Refused, match="A plan schedules, moves, edits and cancels"):
        add_step(ready, PLAN, Decide.read({"session": REF, "verb": "confirm"}))
    with pytest.raises(NotFound, match="There are: later"):
        add_step(ready, "sooner", later())
    assert plan(ready, PLAN).steps == ()


def test_a_plan_is_compared_by_clashes_hours_seats_and_people(ready: Desk) -> None:
    add_step(ready, PLAN, later())  # onto the other session of the same coach
    add_step(ready, PLAN, another())
    add_step(ready, PLAN, AddMeeting.read({"session": OTHER, "day": "2026-12-18"}))
    seen = compare(ready, PLAN)
    assert [step.can for step in seen.steps] == [True, True, True]
    assert (seen.after.sessions - seen.before.sessions, seen.after.seats - seen.before.seats) == (1, 10)
    assert (seen.after.meetings - seen.before.meetings, seen.after.minutes - seen.before.minutes) == (5, 1500)
    assert seen.before.clashes == frozenset()
    assert len(seen.new_clashes) == 4
    assert {(one.name, one.coach) for one in seen.people} == {
        ("Ada", False),
        ("Bob", False),
        ("Grace Hopper", True),
    }


def test_a_plan_that_ends_a_clash_says_so(ready: Desk) -> None:
    run(ready, "2026-12-07", coaches=[{"person": ALAN}])
    two = f"{REF}-2"
    edit = EditSession.read({"session": two, "coaches": [{"person": GRACE}], "accept": "both are short"})
    add_step(ready, PLAN, edit)
    keep_plan(ready, KeepPlan(plan=PLAN))
    new_plan(ready, NewPlan(name="apart"))
    add_step(ready, "apart", Decide.read({"session": two, "verb": "cancel", "reason": "too few"}))
    seen = compare(ready, "apart")
    assert seen.after.meetings - seen.before.meetings == -4
    assert seen.new_clashes == ()


def test_comparing_writes_nothing_and_sees_the_schedule_of_today(ready: Desk) -> None:
    add_step(ready, PLAN, CancelMeeting.read({"session": REF, "number": 2}))
    before = entries(ready)
    stored = ready.path.read_bytes()
    assert compare(ready, PLAN).can_keep
    assert (entries(ready), ready.path.read_bytes()) == (before, stored)
    move_session(ready, later("2026-12-21"))
    assert compare(ready, PLAN).steps[0].sentence.startswith(f"{REF}: meeting 2, Tue 22 Dec 2026 14:00, cancelled")


def test_a_step_that_can_no_longer_be_done_is_told_and_the_plan_is_not_kept(ready: Desk) -> None:
    add_step(ready, PLAN, CancelMeeting.read({"session": REF, "number": 2}))
    add_step(ready, PLAN, another())
    cancel = CancelMeeting.read({"session": REF, "number": 2})
    new_plan(ready, NewPlan(name="now"))
    add_step(ready, "now", cancel)
    keep_plan(ready, KeepPlan(plan="now"))
    seen = compare(ready, PLAN)
    assert [step.can for step in seen.steps] == [False, True]
    before = book_of(ready)
    with pytest.raises(Refused, match=r"Step 1: .*meeting 2 is cancelled"):
        keep_plan(ready, KeepPlan(plan=PLAN))
    assert book_of(ready) == before


def test_a_plan_is_kept_as_one_deed_with_one_undo(ready: Desk) -> None:
    add_step(ready, PLAN, later("2026-12-21"))
    add_step(ready, PLAN, another())
    before, count = book_of(ready), entries(ready)
    receipt = keep_plan(ready, KeepPlan(plan=PLAN))
    assert receipt.sentence == 'Plan "later" kept: 2 steps.'
    assert entries(ready) == count + 1
    assert [row["starts_on"] for row in rows(ready, "sessions")] == ["2026-12-21", "2026-12-14", "2027-01-11"]
    assert plans(ready) == ()
    kept = book_of(ready)
    undo(ready)
    assert {key: steady(row) for key, row in book_of(ready).items()} == {
        key: steady(row) for key, row in before.items()
    }
    redo(ready)
    assert {key: steady(row) for key, row in book_of(ready).items()} == {key: steady(row) for key, row in kept.items()}
    assert faults(ready) == []


def steady(row: Any) -> Any:
    """A row without what only ever goes up."""
    return {key: value for key, value in dict(row).items() if key not in {"version", "sequence", "changed_at"}}


def test_clashes_that_a_plan_makes_ask_for_a_reason_when_it_is_kept(ready: Desk) -> None:
    add_step(ready, PLAN, later())
    before = book_of(ready)
    with pytest.raises(Refused, match="Step 1"):
        keep_plan(ready, KeepPlan(plan=PLAN))
    assert book_of(ready) == before
    keep_plan(ready, KeepPlan.read({"plan": PLAN, "accept": "she teaches both groups together"}))
    assert {row["reason"] for row in rows(ready, "accepted_clashes")} == {"she teaches both groups together"}
    undo(ready)
    assert rows(ready, "accepted_clashes") == []


def test_steps_and_plans_are_taken_out_and_undo_brings_them_back(ready: Desk) -> None:
    add_step(ready, PLAN, later("2026-12-21"))
    add_step(ready, PLAN, another())
    drop_step(ready, PlanNamed(plan=PLAN, step=1))
    assert [step.verb for step in plan(ready, PLAN).steps] == ["session schedule"]
    with pytest.raises(Refused, match="has no step 7"):
        drop_step(ready, PlanNamed(plan=PLAN, step=7))
    drop_plan(ready, PlanNamed(plan=PLAN))
    assert plans(ready) == ()
    undo(ready)
    undo(ready)
    assert [step.verb for step in plan(ready, PLAN).steps] == ["session move", "session schedule"]


@pytest.mark.parametrize("deed", [keep_plan, lambda desk, _: new_plan(desk, NewPlan(name="LATER"))])
def test_a_name_is_given_once_and_a_plan_without_a_step_is_not_kept(
    ready: Desk, deed: Callable[[Desk, KeepPlan], object]
) -> None:
    with pytest.raises(Refused):
        deed(ready, KeepPlan(plan=PLAN))


def test_rehearsing_a_step_or_a_plan_leaves_no_trace(ready: Desk) -> None:
    stored = ready.path.read_bytes()
    assert add_step(ready.rehearsing(), PLAN, another()).rehearsed
    assert ready.path.read_bytes() == stored
    add_step(ready, PLAN, another())
    stored = ready.path.read_bytes()
    assert keep_plan(ready.rehearsing(), KeepPlan(plan=PLAN)).rehearsed
    assert ready.path.read_bytes() == stored

"""What-if by keys: a plan is begun, steps are put into it, its figures stand beside the real ones, and it is kept."""

from acxdesk.actions.meetings import MoveSession
from acxdesk.actions.scratch import NewPlan, add_step, new_plan
from acxdesk.desk.door import Desk
from acxdesk.queries.scratch import plan, plans
from acxdesk.queries.sessions import session
from acxdesk.tui.places import Place
from tests.tui.screens.sessionstage import SIZE, app_over, catalogue, pressed, scheduled, settled, shown, typed

REF = "ACXM-2026-12-07"


def starts_on(desk: Desk) -> str:
    return session(desk, REF).starts_on.isoformat()


async def test_a_session_is_moved_in_a_plan_that_is_kept(desk: Desk) -> None:
    catalogue(desk)
    scheduled(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.visit(Place("2"))
        await settled(pilot)
        await pressed(pilot, "S", "n")
        await typed(pilot, "two weeks later")
        await pressed(pilot, "enter")
        await settled(pilot)
        assert "No step yet." in shown(app)
        await pressed(pilot, "M")
        assert "letters of a reference, a title or a city" in shown(app)
        await typed(pilot, "ACXM")
        await settled(pilot)
        await pressed(pilot, "enter", "down")
        await typed(pilot, "2027-01-11")
        await pressed(pilot, "ctrl+s")
        await settled(pilot)
        assert f"{REF} moved from Mon 7 Dec 2026 14:00" in shown(app)
        assert starts_on(desk) == "2026-12-07"
        assert "Counted from Sun 6 Dec 2026 to Fri 15 Jan 2027." in " ".join(shown(app).split())
        await pressed(pilot, "A")
        await settled(pilot)
        assert "Keep the plan two weeks later" in shown(app)
        await pressed(pilot, "enter")
        await settled(pilot)
        assert "kept: 1 step." in shown(app)
    assert starts_on(desk) == "2027-01-11"
    assert plans(desk) == ()


async def test_a_step_is_taken_out_and_a_plan_is_dropped(desk: Desk) -> None:
    catalogue(desk)
    scheduled(desk)
    new_plan(desk, NewPlan(name="[red]later[/oops]"))
    add_step(desk, "1", MoveSession.read({"session": REF, "start": "2027-01-11"}))
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.visit(Place("2", "plans"))
        await settled(pilot)
        assert "[red]later[/oops]" in shown(app)
        await pressed(pilot, "enter")
        await settled(pilot)
        await pressed(pilot, "d")
        await settled(pilot)
        assert plan(desk, "1").steps == ()
        await pressed(pilot, "A")
        assert "It has no step yet." in shown(app)
        await pressed(pilot, "escape")
        await settled(pilot)
        await pressed(pilot, "d")
        await settled(pilot)
        assert "No plan yet." in shown(app)
    assert plans(desk) == ()

"""A coach's own calendar is read by keys on her card; of who is no coach it says why not."""

from pathlib import Path

from acxdesk.desk.door import Desk
from acxdesk.tui.places import Place
from tests.actions.sample import add_people, rows
from tests.exchange.test_busytimes import calendar, event
from tests.tui.screens.sessionstage import SIZE, app_over, catalogue, coach, pressed, settled, shown


async def test_i_on_a_coach_reads_her_file_back_before_it_is_kept(desk: Desk, tmp_path: Path) -> None:
    catalogue(desk)
    number = coach(desk)
    file = tmp_path / "h.ics"
    file.write_bytes(calendar(event("DTSTART:20261207T130000Z", "DTEND:20261207T150000Z")))
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.visit(Place("3", "person", number))
        await settled(pilot)
        await pressed(pilot, "i")
        assert "Only the stretches are kept" in shown(app)
        await pressed(pilot, *str(file))
        await pilot.pause(0.5)
        await settled(pilot)
        assert "1 busy stretch read from her calendar" in shown(app)
        await pressed(pilot, "ctrl+s")
        await settled(pilot)
    assert len(rows(desk, "busy_times")) == 1


async def test_of_who_is_no_coach_nothing_is_read(desk: Desk) -> None:
    add_people(desk, ["Ada Byron"])
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.visit(Place("3", "person", 1))
        await settled(pilot)
        await pressed(pilot, "i")
        assert "She is no coach" in shown(app)

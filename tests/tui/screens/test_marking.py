"""Area 5: what waits, whose it is, and where Enter leads."""

import pytest

from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.rules.outcomes import Verdict
from tests.actions.sample import add_people, add_programme, book, run, utc
from tests.queries.marked import add, add_scheme, result
from tests.tui.screens.sessionstage import SIZE, app_over, pressed, settled, shown, words

REF = "ACXM-2026-12-07"


@pytest.fixture
def taught(desk: Desk, clock: FrozenClock) -> Desk:
    """Two sessions that are over, the second coached by anna."""
    add_programme(desk, most=4)
    add_people(desk, ("Ada", "Bob"))
    add_people(desk, ("anna",), coach=True)
    add_scheme(desk)
    run(desk)
    run(desk, "2026-12-08", coaches=[{"person": 3}])
    book(desk, REF, 1, 2)
    book(desk, "ACXM-2026-12-08", 1)
    clock.moment = utc(2026, 12, 18, 20)
    return desk


async def test_a_coach_sees_her_own_sessions_and_o_shows_all(taught: Desk) -> None:
    app = app_over(taught)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "5")
        assert "Marks ▸ of anna" in words(app)
        assert "ACXM-2026-12-08" in shown(app)
        assert REF not in shown(app)
        await pressed(pilot, "o")
        assert "Marks ▸ of everybody" in words(app)
        assert f"{REF} Thu 10 Dec 8 attendances, 4 marks, 2 to re… ! 17 Dec" in words(app)
    assert app.troubles == []


async def test_enter_leads_to_the_sheet_where_the_first_of_it_is_done(taught: Desk) -> None:
    add(taught, result(1, Verdict.PASSED), result(2, Verdict.FAILED))
    app = app_over(taught)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "5", "o", "enter")
        assert app.history.present is not None
        assert (app.history.present.id, app.history.present.tab) == (REF, "marks")
        await pressed(pilot, "escape", "down", "enter")
        assert (app.history.present.id, app.history.present.tab) == ("ACXM-2026-12-08", "attendance")
        await pressed(pilot, "escape", "m")
        assert (app.history.present.id, app.history.present.tab) == ("ACXM-2026-12-08", "marks")
    assert app.troubles == []


async def test_an_empty_area_says_that_all_is_done(desk: Desk) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "5")
        assert "Nothing waits" in shown(app)
        await pressed(pilot, "a")
        assert "There is no session here." in shown(app)
    assert app.troubles == []


async def test_what_is_overdue_stands_on_today_and_leads_to_its_sheet(taught: Desk) -> None:
    app = app_over(taught)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        assert f"{REF} ! 8 attendances to mark class ended Thu 10 Dec" in words(app)
        assert f"{REF} ! 2 results not released class ended Thu 10 Dec" in words(app)
        await pressed(pilot, "enter")
        assert app.history.present is not None
        assert (app.history.present.id, app.history.present.tab) == (REF, "attendance")
    assert app.troubles == []

"""Awarding a session from a screen: looked at, done as one deed, taken back."""

import pytest

from acxdesk.desk.door import Desk
from acxdesk.rules.outcomes import Verdict
from acxdesk.tui.screens.awarding import award_session
from tests.actions.earned import column_of, release
from tests.actions.sample import add_people, add_programme, book, run
from tests.tui.screens.sessionstage import SIZE, app_over, pressed, settled, shown

SESSION = "ACXM-2026-11-02"


@pytest.fixture
def taught(desk: Desk) -> Desk:
    add_programme(desk, most=9)
    people = add_people(desk, ("Ada", "[/oops] [red]x", "Bob"))
    run(desk, "2026-11-02")
    book(desk, SESSION, *people)
    return desk


async def test_who_gets_one_and_who_not_is_shown_before(taught: Desk) -> None:
    release(taught, SESSION, 1, 2)
    release(taught, SESSION, 3, verdict=Verdict.FAILED)
    app = app_over(taught)
    told: list[str] = []
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        award_session(app.screen, SESSION, lambda: told.append("done"))
        await settled(pilot)
        assert "2 will be awarded, 1 cannot." in shown(app)
        assert f"✕ Bob has not passed {SESSION}: failed." in shown(app)
        assert column_of(taught, "number") == []
        await pressed(pilot, "enter")
        assert column_of(taught, "number") == ["ACXM-2026-0001", "ACXM-2026-0002"]
        assert told == ["done"]
        await pressed(pilot, "u")
        assert column_of(taught, "number") == []
    assert app.troubles == []


async def test_before_the_release_it_says_why_not(taught: Desk) -> None:
    app = app_over(taught)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        award_session(app.screen, SESSION)
        await settled(pilot)
        assert f"No result of {SESSION} is released." in shown(app)
    assert app.troubles == []

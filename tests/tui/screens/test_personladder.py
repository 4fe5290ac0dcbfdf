"""The ladders of a person: drawn with signs and words, gone on from, exempted and booked from."""

from datetime import date

import pytest
from textual.pilot import Pilot

from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.queries.ladders import ladder
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.screens.personladder import LadderSide
from acxdesk.tui.screens.programme import ProgrammeScreen
from acxdesk.tui.screens.session import SessionScreen
from tests.actions.sample import add_programme, hold, require
from tests.tui.screens.sessionstage import (
    HOSTILE,
    SIZE,
    app_over,
    drawn,
    pressed,
    scheduled,
    settled,
    shown,
    typed,
    until,
    words,
)

REF = "ACXC-2026-12-07"


@pytest.fixture
def ada(desk: Desk) -> int:
    """Ada holds ACXM until 10 Dec 2026; ACXC asks for it, and starts on 7 Dec and on 18 Jan."""
    add_programme(desk, "ACXM")
    add_programme(desk, "ACXC")
    require(desk, "ACXC", "ACXM")
    number = add_person(desk, AddPerson(name="Ada Byron")).ids[0]
    hold(desk, number, "ACXM", date(2020, 11, 20), date(2026, 12, 10))
    scheduled(desk, "ACXC")
    return number


async def on_ladder(pilot: Pilot[int], app: DeskApp, person: int) -> None:
    await settled(pilot)
    app.visit(Place("3", "person", person, "ladder"))
    await settled(pilot)


def why_not(app: DeskApp, action: str) -> str:
    return app.screen.query_one(LadderSide).why_not(action)


async def test_every_rung_is_drawn_and_the_one_under_the_cursor_explains_itself(desk: Desk, ada: int) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await on_ladder(pilot, app, ada)
        assert drawn(app)[2].strip().startswith("Ada Byron · ACXM")
        text = shown(app)
        assert "ACX    ◆ Master       ACXM       until 10 Dec 2026" in text
        assert "ACX    ◇ Master       ACXC       not held                       ✓ 7 Dec 2026" in text
        await pressed(pilot, "home")
        assert "ACXC: ACXM valid on 7 Dec 2026 ✓." in words(app)
        assert f"Next: {REF}, Mon 7 Dec 2026, 2 seats free." in words(app)
    assert app.troubles == []


async def test_b_books_her_on_the_next_session_and_enter_goes_there(desk: Desk, ada: int) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await on_ladder(pilot, app, ada)
        await pressed(pilot, "home", "b")
        assert f"Ada Byron booked on {REF}, seat 1 of 2." in words(app)
        assert "she is booked there" in words(app)
        assert why_not(app, "book_next") == f"Ada Byron is booked on {REF} already."
        await pressed(pilot, "enter")
        await until(pilot, app, f"Sessions ▸ {REF}")
        assert isinstance(app.screen, SessionScreen)
    assert app.troubles == []


async def test_what_is_missing_is_said_and_an_exemption_lets_her_in_until_it_is_taken_back(
    desk: Desk, ada: int
) -> None:
    bob = add_person(desk, AddPerson(name=HOSTILE)).ids[0]
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await on_ladder(pilot, app, bob)
        await pressed(pilot, "home")
        assert "✕ 7 Dec 2026" in shown(app)
        assert "ACXC: needs ACXM valid on 7 Dec 2026; does not hold it." in words(app)
        assert why_not(app, "book_next").endswith("needs ACXM valid on 7 Dec 2026; does not hold it. E exempts her.")
        await pressed(pilot, "E")
        assert isinstance(app.screen, FormScreen)
        await typed(pilot, "[/oops] ten years")
        await pilot.press("tab")
        await typed(pilot, "Towers")
        await pressed(pilot, "ctrl+s")
        assert "ACXC: exempted ✓ ([/oops] ten years, approved by Towers)." in words(app)
        await pressed(pilot, "X")
        await typed(pilot, "forged")
        await pressed(pilot, "enter")
        assert "ACXC: needs ACXM" in words(app)
        assert why_not(app, "unexempt").endswith("is not exempted from what ACXC asks for.")
        await pressed(pilot, "u")
        assert ladder(desk, bob, "Europe/London").rungs[0].exempt == "[/oops] ten years, approved by Towers"
    assert app.troubles == []


async def test_a_rung_without_a_session_leads_to_its_programme(desk: Desk, ada: int) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await on_ladder(pilot, app, ada)
        await pressed(pilot, "end")
        assert "ACXM: until 10 Dec 2026, renew by" in words(app)
        assert "No session ahead gives it." in words(app)
        assert why_not(app, "exempt") == "ACXM asks for nothing before."
        await pressed(pilot, "b")
        assert "No session ahead gives ACXM." in words(app)
        await pressed(pilot, "enter")
        await until(pilot, app, "Programmes ▸ ACXM")
        assert isinstance(app.screen, ProgrammeScreen)
    assert app.troubles == []


async def test_an_empty_catalogue_has_no_rung(desk: Desk) -> None:
    number = add_person(desk, AddPerson(name="Ada Byron")).ids[0]
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await on_ladder(pilot, app, number)
        assert "The catalogue is empty." in words(app)
        await pressed(pilot, "b", "E", "X", "enter")
    assert app.troubles == []


@pytest.mark.parametrize("size", [(120, 40), (59, 24), (40, 12), (20, 5)])
async def test_it_is_drawn_at_any_size(desk: Desk, ada: int, size: tuple[int, int]) -> None:
    app = app_over(desk)
    async with app.run_test(size=size, notifications=True) as pilot:
        await on_ladder(pilot, app, ada)
        assert len(drawn(app)) == size[1]
    assert app.troubles == []

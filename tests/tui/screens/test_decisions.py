"""The board of go or no-go: what it says, going ahead, calling off, another date."""

from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.queries.sessions import session
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens.decisions import DecisionsScreen
from acxdesk.tui.screens.dialogs import Report
from tests.actions.sample import add_programme, book, held
from tests.tui.screens.sessionstage import (
    SIZE,
    app_over,
    coach,
    pressed,
    scheduled,
    settled,
    shown,
    typed,
    until,
    words,
)

SHORT, THERE = "ACXM-2026-12-07", "ACXM-2027-01-18"


@pytest.fixture
def board(desk: Desk) -> Desk:
    """One session is one short and to be decided tomorrow, one has enough and no date, one is where people could go."""
    add_programme(desk, least=2, most=4)
    teaches = [{"person": coach(desk)}]
    scheduled(desk, decision_on=date(2026, 11, 25), coaches=teaches)
    scheduled(desk, start=date(2026, 12, 8), capacity_min=1, decision_on=date(2026, 11, 20))
    scheduled(desk, start=date(2027, 1, 18))
    ada, bob = (add_person(desk, AddPerson(name=name)).ids[0] for name in ("Ada [red]Byron", "Bob Núñez"))
    book(desk, SHORT, ada)
    book(desk, "ACXM-2026-12-08", bob)
    return desk


async def on_board(pilot: Pilot[Any], app: DeskApp) -> None:
    await settled(pilot)
    await pressed(pilot, "2", "W")
    assert isinstance(app.screen, DecisionsScreen)
    await until(pilot, app, "Figures say")
    await settled(pilot)


async def test_most_urgent_first_and_below_what_either_means(board: Desk) -> None:
    app = app_over(board)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await on_board(pilot, app)
        assert shown(app).index("ACXM-2026-12-08") < shown(app).index(SHORT)
        assert "1 of 1 needed, decision was due on Fri 20 Nov 2026: go." in words(app)
        await pressed(pilot, "down")
        assert (
            "1 of 2 needed, decision tomorrow: go with one more, or cancel: 1 person, no price printed, 20 coach "
            "hours; fits on ACXM-2026-12-08." in words(app)
        )


async def test_f_goes_ahead_and_the_session_leaves_the_board(board: Desk) -> None:
    app = app_over(board)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await on_board(pilot, app)
        await pressed(pilot, "f")
        assert session(board, "ACXM-2026-12-08").status == "confirmed"
        assert "go with one more" in words(app)
        assert "ACXM-2026-12-08 " not in words(app).partition("Figures say")[2].partition("needed")[0]


async def test_x_calls_off_after_a_look_at_what_becomes_of_each(board: Desk) -> None:
    app = app_over(board)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await on_board(pilot, app)
        await pressed(pilot, "down", "X")
        await until(pilot, app, "where do its people go?")
        await typed(pilot, "2027")
        await settled(pilot)
        await pressed(pilot, "enter")
        await typed(pilot, "too few")
        await pressed(pilot, "enter")
        await until(pilot, app, "1 person goes to ACXM-2027-01-18.")
        assert isinstance(app.screen, Report)
        assert held(board, SHORT) == {"Ada [red]Byron": "booked"}
        await pressed(pilot, "enter")
        assert held(board, SHORT) == {"Ada [red]Byron": "transferred"}
        assert held(board, THERE) == {"Ada [red]Byron": "booked"}
        await pressed(pilot, "u")
        assert held(board, SHORT) == {"Ada [red]Byron": "booked"}
        assert held(board, THERE) == {}


async def test_e_sets_another_date(board: Desk) -> None:
    app = app_over(board)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await on_board(pilot, app)
        await pressed(pilot, "down", "e")
        await pressed(pilot, "ctrl+a", "ctrl+k")
        await typed(pilot, "1 dec 2026")
        await pressed(pilot, "ctrl+s")
        assert session(board, SHORT).decision_on == date(2026, 12, 1)
        assert "Wed 25 Nov" not in words(app)


async def test_a_session_is_called_off_from_its_own_screen(board: Desk) -> None:
    app = app_over(board)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "session", SHORT))
        await settled(pilot)
        await pressed(pilot, "Q")
        await until(pilot, app, "where do its people go?")
        await typed(pilot, "nobody")
        await settled(pilot)
        await pressed(pilot, "enter")
        await typed(pilot, "no coach")
        await pressed(pilot, "enter")
        await until(pilot, app, "1 person loses the place.")
        await pressed(pilot, "enter")
        assert held(board, SHORT) == {"Ada [red]Byron": "cancelled"}


async def test_with_nothing_to_decide_keys_say_so(desk: Desk) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "2", "W")
        assert "Nothing is to be decided this week." in words(app)
        await pressed(pilot, "X")
        assert "There is no session here." in words(app)

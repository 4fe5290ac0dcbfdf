"""Dialogs that search: pick one, go to anything, everything that can be done, and help."""

from datetime import date, time
from typing import Any

import pytest

from acxdesk.actions.catalogue import load_catalogue
from acxdesk.actions.sessions import Schedule, schedule
from acxdesk.desk.door import Desk
from acxdesk.tui.app import DeskApp
from acxdesk.tui.finding import find
from acxdesk.tui.places import Place
from acxdesk.tui.screens.pick import MOST, PickOne
from acxdesk.tui.widgets.hits import Hit
from tests.tui.deskapp import HOSTILE, added, app_over, drawn, pressed, running, settled, shown, typed

CITIES = [Hit(1, "Zürich", "Switzerland"), Hit(2, "London", "United Kingdom"), Hit(3, HOSTILE)]


def flowing(app: DeskApp) -> str:
    """The screen as running text: lines that were broken in a box are whole again."""
    return " ".join(shown(app).replace("│", " ").split())


async def test_one_is_picked_by_any_words_without_accents(desk: Desk) -> None:
    app = app_over(desk)
    answers: list[Any] = []
    async with running(app) as pilot:
        app.push_screen(PickOne("Where", CITIES), answers.append)
        await settled(pilot)
        assert HOSTILE in shown(app)
        await typed(pilot, "switz zur")
        assert "London" not in shown(app)
        await pressed(pilot, "enter")
        assert answers == [1]


async def test_arrows_move_and_nothing_found_picks_nothing(desk: Desk) -> None:
    app = app_over(desk)
    answers: list[Any] = []
    async with running(app) as pilot:
        app.push_screen(PickOne("Where", CITIES), answers.append)
        await settled(pilot)
        await typed(pilot, "paris")
        await pressed(pilot, "enter")
        assert "Nothing matches." in shown(app)
        assert answers == []
        await pressed(pilot, "ctrl+u", "down", "down", "up", "enter")
        assert answers == [2]


async def test_a_long_list_says_how_much_of_it_is_shown(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        app.push_screen(PickOne("Which", [Hit(n, f"No. {n}") for n in range(1234)]))
        await settled(pilot)
        assert f"The first {MOST} of 1,234: type another word." in shown(app)


async def test_anybody_is_gone_to_in_two_keys_and_three_letters(desk: Desk) -> None:
    zoe = added(desk, "Zoë Ångström", email="zoe@example.org").ids[0]
    added(desk, "Ada Byron")
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "g")
        assert "People" in shown(app)
        await typed(pilot, "zoe")
        await pilot.pause(0.12)
        await settled(pilot)
        assert "Zoë Ångström  zoe@example.org" in shown(app)
        await pressed(pilot, "enter")
        assert app.history.present == Place("3", "person", zoe)
        await pressed(pilot, "g")
        await typed(pilot, "nobody")
        await pilot.pause(0.12)
        await settled(pilot)
        assert "Nothing on the desk is called that." in shown(app)


async def test_without_words_the_areas_are_gone_to(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "g", "down", "enter")
        assert app.current_mode == "8"


def test_sessions_and_programmes_are_found_by_what_they_are_called(desk: Desk) -> None:
    load_catalogue(desk)
    request = {"programme": "ACXM", "start": date(2026, 12, 7), "at": time(14), "zone": "Europe/London"}
    reference = schedule(desk, Schedule.read(request)).reference
    found = {hit.text: hit.value for hit in find(desk, "acxm", {"2", "3", "4"})}
    assert found[reference] == Place("2", "session", reference)
    assert found["ACXM"] == Place("4", "programme", "ACXM")
    assert find(desk, "acxm", {"3"}) == []
    assert {hit.text for hit in find(desk, "dec acxm", {"2"})} <= {reference}


async def test_everything_that_can_be_done_is_found_and_done(desk: Desk) -> None:
    added(desk, "Ada Byron")
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3", "ctrl+p")
        await typed(pilot, "colours")
        assert "Nothing matches." not in shown(app)
        await pressed(pilot, "ctrl+u")
        await typed(pilot, "take last deed back")
        assert "$ acxdesk undo" in shown(app)
        await pressed(pilot, "enter")
        assert "Taken back: Ada Byron added." in drawn(app)[-2]


@pytest.mark.parametrize("key", ["ctrl+p", "colon"])
async def test_the_command_line_is_copied_by_a_key(desk: Desk, key: str) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3", key)
        await typed(pilot, "put deed again")
        assert "Not now: Nothing is left to put again." in flowing(app)
        await pressed(pilot, "ctrl+y")
        assert app.clipboard == "acxdesk redo"
        assert "Not every terminal takes it." in shown(app)
        await pressed(pilot, "ctrl+u")
        await typed(pilot, "colours")
        await pressed(pilot, "tab", "y")
        assert "No command line does the same." in shown(app)


async def test_help_tells_of_the_screen_its_keys_and_why_some_do_nothing(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app, size=(80, 60)) as pilot:
        await pressed(pilot, "3", "question_mark")
        text = flowing(app)
        assert "Everybody who is on the desk." in text
        assert "^r U Put the deed again that was taken back last. Not now: Nothing is left to put again." in text
        assert "Open the line under the cursor." in text
        await pressed(pilot, "question_mark")  # help has no help of its own on top
        assert len(app.screen_stack) == 2
        await pressed(pilot, "escape")
        assert len(app.screen_stack) == 1

"""The month and the agenda, and how one turns from view to view with the same day in sight."""

from datetime import date, time

import pytest

from acxdesk.actions.meetings import CancelMeeting, cancel_meeting
from acxdesk.desk.door import Desk
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens.month import MonthScreen
from acxdesk.tui.screens.scheduleline import ScheduleLine
from acxdesk.tui.screens.session import SessionScreen
from acxdesk.tui.screens.sessions import SessionsScreen
from tests.tui.screens.sessionstage import (
    SIZE,
    app_over,
    catalogue,
    coach,
    drawn,
    pressed,
    scheduled,
    shown,
    typed,
)


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Tuesday 24 November 2026 is today: CPP since Monday, ACXM in December, COIM in January; one was in August."""
    catalogue(desk)
    okafor = {"coaches": [{"person": coach(desk)}]}
    scheduled(desk, "CPPM", date(2026, 8, 3))
    scheduled(desk, "CPP", date(2026, 11, 23), **okafor, at=time(9))
    scheduled(desk, "ACXM", date(2026, 12, 7), **okafor)
    scheduled(desk, "COIM", date(2027, 1, 5))
    return desk


def places(app: DeskApp) -> tuple[str, object, str]:
    present = app.history.present
    assert present is not None
    return present.thing, present.id, present.tab


async def test_the_day_in_sight_stays_from_view_to_view(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "m")
        assert places(app) == ("month", "2026-11-01", "2026-11-24")
        await pressed(pilot, "down", "down")
        assert places(app) == ("month", "2026-12-01", "2026-12-08")
        await pressed(pilot, "w")
        assert places(app) == ("week", "2026-12-07", "2026-12-08")
        await pressed(pilot, "right", "a")
        assert places(app)[:2] == ("agenda", "2026-12-09")
        await pressed(pilot, "j", "m")
        assert places(app) == ("month", "2026-12-01", "2026-12-10")
        await pressed(pilot, "l")
        assert places(app) == ("", 0, "")
        assert app.troubles == []


async def test_the_list_turns_to_the_session_under_a_cursor_that_was_moved(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "t")
        assert isinstance(app.screen, SessionsScreen)
        assert app.screen.command_words() == {"session": "ACXM-2026-12-07", "day": "2026-12-07"}
        await pressed(pilot, "m")
        assert places(app) == ("month", "2026-12-01", "2026-12-07")
        await pressed(pilot, "left_square_bracket", "s", "enter", "t")
        assert app.said.startswith("Sort by the start") or app.screen.command_words()["day"] == "2026-12-07"


async def test_a_month_counts_its_meetings_and_enter_opens_the_week(busy: Desk) -> None:
    cancel_meeting(busy, CancelMeeting(session="CPP-2026-11-23", number=2))
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "m")
        lines = drawn(app)
        assert lines[1].startswith(" Sessions ▸ Nov 2026")
        assert "23 (1)    ▸24 ✕" in shown(app)
        assert "Tue 24 Nov 2026  no meetings, 1 cancelled" in shown(app)
        await pressed(pilot, "h")
        assert "Mon 23 Nov 2026  1 meeting" in shown(app)
        await pressed(pilot, "home", "left")
        assert places(app) == ("month", "2026-10-01", "2026-10-31")
        await pressed(pilot, "full_stop", "end")
        assert places(app) == ("month", "2026-11-01", "2026-11-30")
        await pressed(pilot, "comma", "t", "enter")
        assert places(app) == ("week", "2026-11-23", "2026-11-24")


async def test_an_agenda_is_a_list_from_a_day_on(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "a")
        lines = drawn(app)
        assert "agenda from Tue 24 Nov 2026" in lines[1]
        assert lines[3].startswith("▸  Tue 24 Nov 2026 09:00-14:00   CPP-2026-11-23        2 of 2  Grace Okafor")
        assert lines[1].endswith("of 12")
        await pressed(pilot, "comma")
        assert "agenda from Tue 17 Nov 2026" in drawn(app)[1]
        assert "CPP-2026-11-23        1 of 2" in drawn(app)[3]
        await pressed(pilot, "t", "down", "enter")
        assert isinstance(app.screen, SessionScreen)
        await pressed(pilot, "escape")
        assert drawn(app)[4].startswith("▸  Mon 7 Dec 2026")
        await pressed(pilot, "slash")
        await typed(pilot, "coim")
        await pressed(pilot, "enter")
        assert "1-7 of 7" in drawn(app)[1]
        await pressed(pilot, "escape", "v")
        await typed(pilot, "okafor")
        await pressed(pilot, "enter")
        assert "▸ Grace Okafor" in drawn(app)[1]
        assert drawn(app)[1].endswith("of 5")


async def test_whose_meetings_are_shown_stays_from_view_to_view(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "m", "v")
        await typed(pilot, "coi")
        await pressed(pilot, "enter", "full_stop", "full_stop")
        assert "5 (1)" in shown(app)
        assert "▸ COI" in drawn(app)[1]
        await pressed(pilot, "w")
        assert "▸ COI" in drawn(app)[1]
        await pressed(pilot, "escape", "escape")
        assert isinstance(app.screen, MonthScreen)
        assert "▸ COI" not in drawn(app)[1]


@pytest.mark.parametrize("size", [(120, 40), (59, 24), (40, 12), (20, 5)])
@pytest.mark.parametrize("view", ["m", "a"])
async def test_they_can_be_looked_at_in_every_size(busy: Desk, size: tuple[int, int], view: str) -> None:
    app = app_over(busy)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pressed(pilot, "2", view, "down", "right")
        assert [len(line) <= size[0] for line in drawn(app)] == [True] * size[1]
        assert app.troubles == []


async def test_a_place_that_names_no_day_shows_today(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2")
        app.visit(Place("2", "month", "nonsense"))
        await pressed(pilot)
        assert "Nov 2026" in drawn(app)[1]


@pytest.mark.parametrize("view", ["w", "m", "a"])
async def test_n_schedules_a_session_from_every_view(busy: Desk, view: str) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", view, "n")
        assert isinstance(app.screen, ScheduleLine)

"""The week as a grid: what stands in it, how the cursor goes, whose meetings it shows, turning to other weeks."""

from collections.abc import Sequence
from datetime import date, time

import pytest

from acxdesk.actions.meetings import CancelMeeting, cancel_meeting
from acxdesk.desk.door import Desk
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens.session import SessionScreen
from acxdesk.tui.screens.week import WeekScreen
from tests.actions.sample import teach
from tests.tui.screens.sessionstage import (
    HOSTILE,
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
    """This week (Tuesday 24 November 2026 is today): CPPM from Monday to Thursday, CPP on two of these days."""
    catalogue(desk)
    okafor, hostile = coach(desk), coach(desk, HOSTILE)
    at = {"at": time(9), "coaches": [{"person": okafor}], "delivery": "city", "city": "London", "venue": "Room 5"}
    scheduled(desk, "CPPM", date(2026, 11, 23), **at)
    scheduled(desk, "CPP", date(2026, 11, 23), **{**at, "at": time(10), "coaches": [{"person": hostile}], "venue": ""})
    scheduled(desk, "COIM", date(2026, 12, 1))
    return desk


def week_of(app: DeskApp) -> WeekScreen:
    assert isinstance(app.screen, WeekScreen)
    return app.screen


def meeting_of(app: DeskApp) -> str:
    """The meeting under the cursor."""
    meeting = week_of(app).meeting
    return "" if meeting is None else f"{meeting.session} {meeting.number}"


async def test_the_week_of_today_stands_in_half_hours_and_days(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w")
        assert app.history.present == Place("2", "week", "2026-11-23", "2026-11-24")
        lines = drawn(app)
        assert lines[1].split("  ")[0] == " Sessions ▸ week of 23 Nov to 29 Nov 2026"
        assert lines[2].split() == ["Mon", "23", "Tue", "24", "today", "Wed", "25", "Thu", "26", "Fri", "27"]
        assert lines[3].startswith("09:00 ┌CPPM─        ┏CPPM━        ┌CPPM 3/4──── ┌CPPM 4/4────")
        assert lines[5].startswith("10:00 │09:00┌CPP 1─ ┃09:00┌CPP 2─ │09:00-14:00  │09:00-14:00")
        assert lines[19:22] == [
            " CPPM-2026-11-23 2 of 4  Tue 24 Nov 2026 09:00-14:00 London",
            " ○ open · ◐ 0 of 16 · Grace Okafor · London, Room 5",
            " O Grace Okafor  1 [/oops] [red]x[/red] [@click=app.quit]q[/] =1+1",
        ]
        assert app.troubles == []


async def test_the_cursor_goes_from_meeting_to_meeting_and_enter_opens_the_session(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w")
        seen = []
        for key in ("j", "j", "left", "k", "k", "right", "right", "right", "right", "home", "end"):
            await pressed(pilot, key)
            seen.append(meeting_of(app))
        assert seen == [
            "CPP-2026-11-23 2",
            "CPP-2026-11-23 2",
            "CPP-2026-11-23 1",
            "CPPM-2026-11-23 1",
            "CPPM-2026-11-23 1",
            "CPPM-2026-11-23 2",
            "CPPM-2026-11-23 3",
            "CPPM-2026-11-23 4",
            "CPPM-2026-11-23 4",
            "CPPM-2026-11-23 1",
            "CPPM-2026-11-23 4",
        ]
        await pressed(pilot, "enter")
        assert isinstance(app.screen, SessionScreen)
        await pressed(pilot, "escape")
        assert meeting_of(app) == "CPPM-2026-11-23 4"


async def test_weeks_are_turned_and_t_comes_back(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w", "pagedown")
        assert meeting_of(app) == "COIM-2026-12-01 1"
        await pressed(pilot, "pagedown", "pageup", "comma", "comma")
        assert week_of(app).monday == date(2026, 11, 16)
        assert "No meetings in this week." in shown(app)
        await pressed(pilot, "t")
        assert meeting_of(app) == "CPPM-2026-11-23 2"
        await pressed(pilot, "left_square_bracket")  # turning pages is no place of its own to go back to
        assert app.history.present == Place("2")


async def test_only_the_meetings_of_one_are_shown_and_esc_shows_all(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w", "v")
        await typed(pilot, "okafor")
        await pressed(pilot, "enter")
        assert "week of 23 Nov to 29 Nov 2026 ▸ Grace Okafor" in drawn(app)[1]
        assert {one.programme for one in week_of(app)._meetings.values()} == {"CPPM"}
        await pressed(pilot, "v")
        await typed(pilot, "ladder cpp")
        await pressed(pilot, "enter")
        assert "▸ Grace Okafor, " in drawn(app)[1]
        await pressed(pilot, "escape")
        assert {one.programme for one in week_of(app)._meetings.values()} == {"CPPM", "CPP"}


async def test_a_cancelled_meeting_has_its_sign(busy: Desk) -> None:
    cancel_meeting(busy, CancelMeeting(session="CPPM-2026-11-23", number=2))
    app = app_over(busy)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pressed(pilot, "2", "w")
        assert "┃✕ O " in shown(app)
        assert "✕ cancelled" in shown(app)


async def test_times_are_those_of_whoever_looks(busy: Desk) -> None:
    app = app_over(busy, zone="Asia/Tokyo")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w")
        assert "09:00-14:00 London, 18:00-23:00 Tokyo" in shown(app)
        assert any(line.startswith("18:00 ┌CPPM") for line in drawn(app))


@pytest.mark.parametrize("size", [(120, 40), (59, 24), (40, 12), (20, 5)])
async def test_it_can_be_looked_at_in_every_size(busy: Desk, size: tuple[int, int]) -> None:
    app = app_over(busy)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pressed(pilot, "2", "w", "down", "right")
        assert [len(line) <= size[0] for line in drawn(app)] == [True] * size[1]
        assert app.troubles == []


async def test_a_click_puts_the_cursor_and_two_open(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w")
        await pilot.click(offset=(40, 5))
        await pressed(pilot)
        assert meeting_of(app) == "CPPM-2026-11-23 3"
        await pilot.click(offset=(40, 5), times=2)
        await pressed(pilot)
        assert isinstance(app.screen, SessionScreen)


def many(desk: Desk, starts: Sequence[date]) -> None:
    for start in starts:
        scheduled(desk, "COIM", start, at=time(9))


async def test_what_has_no_room_is_counted_and_reached(desk: Desk) -> None:
    catalogue(desk)
    many(desk, [date(2026, 11, 24)] * 5)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w")
        assert "+3" in drawn(app)[3]
        seen = {meeting_of(app)}
        for _ in range(4):
            await pressed(pilot, "down")
            seen.add(meeting_of(app))
            assert "┏" in drawn(app)[3]
        assert len(seen) == 5


async def test_a_clash_has_its_sign_in_both_boxes_and_words_below(busy: Desk) -> None:
    scheduled(busy, "COIM", date(2026, 11, 25), at=time(10))
    teach(busy, "COIM-2026-11-25", 1)
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w", "right")
        assert "CPPM!" in drawn(app)[3]
        assert "COIM─! " in drawn(app)[5]
        assert drawn(app)[21].startswith(" ! Wed 25 Nov 2026 10:00-")
        await pressed(pilot, "m")
        assert "25 (2)   !" in shown(app)
        assert "Wed 25 Nov 2026  2 meetings  ! 2 of them clash" in shown(app)

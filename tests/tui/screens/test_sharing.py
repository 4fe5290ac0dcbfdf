"""On a timetable: what is taught together is told on both sides, w puts together and takes apart."""

from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens.dialogs import Report
from tests.actions.sample import add_programme, book, rows
from tests.tui.screens.sessionstage import SIZE, app_over, pressed, scheduled, settled, typed, until, words

GUEST, HOST = "CPP-2026-12-07", "CPPM-2026-12-07"


@pytest.fixture
def two(desk: Desk) -> Desk:
    """CPP's two days and CPPM's four, both from Mon 7 Dec 2026; Ada is on the first."""
    for code, duration in (("CPP", "2 days @ 5 hours per day"), ("CPPM", "4 days @ 5 hours per day")):
        add_programme(desk, code, duration)
        scheduled(desk, code, start=date(2026, 12, 7))
    book(desk, GUEST, add_person(desk, AddPerson(name="Ada Byron")).ids[0])
    return desk


async def at(pilot: Pilot[Any], app: DeskApp, session: str) -> None:
    await settled(pilot)
    app.visit(Place("2", "session", session))
    await settled(pilot)


async def test_w_teaches_two_sessions_together_and_takes_that_back(two: Desk) -> None:
    app = app_over(two)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at(pilot, app, GUEST)
        await pressed(pilot, "w")
        await until(pilot, app, HOST)
        await typed(pilot, "cppm")
        await until(pilot, app, HOST)
        await settled(pilot)
        await pressed(pilot, "enter")
        await until(pilot, app, f"meetings 1 and 2 are taught with {HOST}.")
        assert isinstance(app.screen, Report)
        assert rows(two, "shared_meetings") == []
        await pressed(pilot, "enter")
        assert f"= with {HOST} day 1" in words(app)
        await pressed(pilot, "m")
        await until(pilot, app, "Move meeting 1")
        await pressed(pilot, "escape")
        await at(pilot, app, HOST)
        assert f"= with {GUEST}, 1 delegate" in words(app)
        await pressed(pilot, "w")
        assert f"{GUEST} is taught with it: w on its own timetable takes that back." in words(app)
        await at(pilot, app, GUEST)
        await pressed(pilot, "w")
        await until(pilot, app, "taught alone again")
        await pressed(pilot, "enter")
        assert rows(two, "shared_meetings") == []
        await pressed(pilot, "u")
        assert len(rows(two, "shared_meetings")) == 2


async def test_from_the_second_meeting_on_it_goes_where_that_is(two: Desk) -> None:
    app = app_over(two)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at(pilot, app, GUEST)
        await pressed(pilot, "down", "w")
        await until(pilot, app, "from meeting 2 on")
        await typed(pilot, "cppm")
        await until(pilot, app, HOST)
        await settled(pilot)
        await pressed(pilot, "enter")
        await until(pilot, app, f"meeting 2 is taught with {HOST}.")
        await pressed(pilot, "enter")
        assert [(row["meeting_id"], row["host_id"]) for row in rows(two, "shared_meetings")] == [(2, 4)]

"""A coach's diary on her card, and the board of how much every coach teaches."""

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from acxdesk.actions.askings import Ask, ask
from acxdesk.actions.diaries import AddLeave, add_leave
from acxdesk.desk.door import Desk
from acxdesk.queries.diaries import diary
from acxdesk.queries.sessions import session
from acxdesk.rules.diaries import hours_words
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens.coachload import LoadScreen
from acxdesk.tui.screens.person import PersonScreen
from acxdesk.tui.screens.session import SessionScreen
from acxdesk.tui.widgets.forms import Field
from tests.actions.sample import utc
from tests.tui.screens.sessionstage import (
    SIZE,
    app_over,
    catalogue,
    coach,
    drawn,
    pressed,
    scheduled,
    settled,
    shown,
    typed,
    until,
    words,
)

REF = "ACXM-2026-12-07"


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """Grace Okafor (1) is asked to teach a session of which Alan Turing (2) is lead."""
    catalogue(desk)
    coach(desk)
    coach(desk, "Alan Turing")
    scheduled(desk, coaches=[{"person": 2, "role": "lead"}])
    ask(desk, Ask.read({"session": REF, "coaches": [{"person": 1}]}))
    return desk


async def opened(pilot: Pilot[int], app: DeskApp, place: Place) -> None:
    await settled(pilot)
    app.visit(place)
    await settled(pilot)


def kept(desk: Desk) -> Any:
    return diary(desk, 1, utc(2026, 1, 1), utc(2028, 1, 1))


DIARY = Place("3", "person", 1, "diary")


async def test_a_diary_tells_what_concerns_her_time(ready: Desk, snapshot: SnapshotAssertion) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app, DIARY)
        assert isinstance(app.screen, PersonScreen)
        said = words(app)
        assert f"? asked today Mon 7 Dec 2026 {REF} assistant" in said
        assert "Hours any time" in said
        assert "Load Dec 2026: 20 h 4 meetings" in said
        assert f"Teaches Tue 8 Dec 2026 14:00-19:00 {REF}, 2 assistant" in said
        assert "\n".join(drawn(app)) == snapshot


async def test_what_she_answers_is_noted_by_a_key(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app, DIARY)
        await pressed(pilot, "a")
        assert session(ready, REF).coaches[1].answer == "accepted"
        await pressed(pilot, "a")
        assert app.said == f"{REF}: she is accepted."
        await pressed(pilot, "F")
        assert session(ready, REF).coaches[1].answer == "confirmed"
        await pressed(pilot, "v")
        await typed(pilot, "ill")
        await pressed(pilot, "enter")
        assert session(ready, REF).coaches[1].answer == "declined"
        assert f"✕ declined Mon 7 Dec 2026 {REF} ill" in words(app)
        await pressed(pilot, "w")
        assert len(session(ready, REF).coaches) == 1


async def test_leave_comes_is_edited_and_goes(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app, DIARY)
        await pressed(pilot, "n")
        app.screen.query_one("#field-first_on", Field).focus_control()
        await typed(pilot, "8 dec")
        await until(pilot, app, f"! {REF} meeting 2")
        await pressed(pilot, "ctrl+s")
        assert [f"{one.first_on}" for one in kept(ready).leaves] == ["2026-12-08"]
        assert "Leave Tue 8 Dec 2026" in words(app)
        await pressed(pilot, "j", "j", "enter")
        app.screen.query_one("#field-reason", Field).focus_control()
        await typed(pilot, "family")
        await pressed(pilot, "ctrl+s")
        assert [one.reason for one in kept(ready).leaves] == ["family"]
        await pressed(pilot, "d")
        assert kept(ready).leaves == ()
        await pressed(pilot, "d")
        assert app.said == "That is no leave."


async def test_her_hours_are_set(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app, DIARY)
        await pressed(pilot, "H")
        app.screen.query_one("#field-hours", Field).focus_control()
        await typed(pilot, "mon-fri 9-17")
        await until(pilot, app, "Grace Okafor can teach Mon-Fri 09:00-17:00")
        await pressed(pilot, "ctrl+s")
        assert hours_words(kept(ready).week.hours) == "Mon-Fri 09:00-17:00"
        assert "Hours Mon-Fri 09:00-17:00" in words(app)


async def test_enter_goes_to_the_session(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app, DIARY)
        await pressed(pilot, "end", "enter")
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.reference == REF


async def test_who_is_no_coach_has_no_diary(ready: Desk) -> None:
    coach(ready, "Ada Byron", coach=False)
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app, Place("3", "person", 3, "diary"))
        assert "Nothing is kept: she is no coach. e marks her as one." in words(app)
        await pressed(pilot, "n")
        assert app.said == "She is no coach. e marks her as one."


async def test_the_board_shows_six_months_of_every_coach(ready: Desk, snapshot: SnapshotAssertion) -> None:
    scheduled(ready, programme="COIM", start="2027-01-04", coaches=[{"person": 2, "role": "lead"}])  # type: ignore[arg-type]
    add_leave(ready, AddLeave.read({"person": 1, "first_on": "2026-12-08"}))
    app = app_over(ready, coach_hours=19)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "3", "L")
        assert isinstance(app.screen, LoadScreen)
        rows = [line.split() for line in drawn(app) if "Okafor" in line or "Turing" in line]
        assert rows[1][-2:] == ["!▲20", "h"]
        assert "\n".join(drawn(app)) == snapshot


async def test_the_board_turns_by_months_and_opens_a_diary(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app, Place("3", "load"))
        assert "Nov 2026 to Apr 2027" in shown(app)
        await pressed(pilot, ">", ">")
        assert "Jan 2027 to Jun 2027" in shown(app)
        assert "20 h" not in shown(app)
        await pressed(pilot, "<")
        assert "Dec 2026 to May 2027" in shown(app)
        assert shown(app).count("20 h") == 2
        await pressed(pilot, "enter")
        assert isinstance(app.screen, PersonScreen)
        assert app.screen.side == "diary"

"""Whose calendars are to be given out: who is told what, in words and one by one, and files after a look."""

from datetime import timedelta
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from acxdesk.actions.calendars import ExportCalendar
from acxdesk.actions.enrolments import MovePlaces, move_places
from acxdesk.actions.givens import SYSTEM, give_calendar, note_given
from acxdesk.actions.meetings import MoveMeeting, move_meeting
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.givens import occasions_of, pending
from acxdesk.rules.updates import Part, Way
from acxdesk.tui.places import Place
from acxdesk.tui.screens.calendars import UpdatesFolder
from acxdesk.tui.screens.updates import UpdatesScreen
from tests.tui.screens.sessionstage import (
    HOSTILE,
    SIZE,
    app_over,
    catalogue,
    coach,
    drawn,
    pressed,
    scheduled,
    settled,
    shown,
)

REF = "ACXM-2026-12-07"


@pytest.fixture
def given(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: FrozenClock) -> Desk:
    """Ada (also by mail), somebody hostile and their coach have their calendars; Zoë has none. A meeting moved."""
    catalogue(desk)
    teacher = coach(desk)
    scheduled(desk, capacity_min=1, capacity_max=4, coaches=[{"person": teacher, "role": "lead"}])
    people = tuple(add_person(desk, AddPerson.read({"name": name})).ids[0] for name in ("Ada Byron", HOSTILE, "Zoë"))
    move_places(desk, MovePlaces(session=REF, people=people, verb="book"))
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    for whose in ({"person": people[0]}, {"person": people[1]}, {"coach": teacher}):
        give_calendar(desk, ExportCalendar.read({**whose, "out": tmp_path / "some.ics", "overwrite": True}))
    with desk.changing("calendar given", kind=SYSTEM) as change:
        note_given(change, people[0], Part.DELEGATE, Way.MAIL, occasions_of(desk, people[0], Part.DELEGATE))
    clock.moment += timedelta(hours=1)
    move_meeting(desk, MoveMeeting(session=REF, number=2, day="2026-12-12"))
    return desk


async def test_the_screen(given: Desk, snapshot: SnapshotAssertion) -> None:
    app = app_over(given)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "calendars"))
        await settled(pilot)
        assert "\n".join(drawn(app)) == snapshot
    assert app.troubles == []


async def test_who_must_be_told_what_and_by_which_way(given: Desk) -> None:
    app = app_over(given)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "2", "G")
        assert isinstance(app.screen, UpdatesScreen)
        lines = shown(app).splitlines()
        (ada,) = [line for line in lines if "Ada Byron" in line]
        assert "day 2 moved Tue 8 to Sat 12 Dec" in ada
        assert "file, mail" in ada
        assert HOSTILE[:10] in shown(app)
        assert "Zoë" not in shown(app)
        await pressed(pilot, "v")
        (zoe,) = [line for line in shown(app).splitlines() if "Zoë" in line]
        assert "✕ never" in zoe
        assert "4 new" in zoe
        await pressed(pilot, "v")
        assert "Zoë" not in shown(app)
        await pressed(pilot, "home", "enter")
        assert "moved from Tue 8 Dec 2026" in " ".join(shown(app).replace("│", " ").split())
    assert app.troubles == []


async def test_files_are_written_after_a_look_and_the_list_follows(given: Desk, tmp_path: Path) -> None:
    app = app_over(given)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "2", "G", "o")
        assert "3 to be told by file" in shown(app)
        await pressed(pilot, "escape")
        assert len(pending(given, Way.FILE)) == 3
        await pressed(pilot, "home", "space", "o")
        assert "1 to be told by file" in shown(app)
        await pressed(pilot, "enter")
        assert isinstance(app.screen, UpdatesFolder)
        await pressed(pilot, "enter")
        assert isinstance(app.screen, UpdatesScreen)
        assert len(pending(given, Way.FILE)) == 2
        assert len(list((tmp_path / "out" / "calendar-updates").iterdir())) == 1
        assert HOSTILE[:6] not in shown(app)
    assert app.troubles == []


async def test_nobody_to_tell_is_said(desk: Desk) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "2", "G")
        assert "Everybody who was given a calendar has it" in shown(app)
        await pressed(pilot, "o")
        assert "Nobody has to be told anything." in shown(app)
    assert app.troubles == []


async def test_today_tells_whose_calendars_changed_and_goes_there(given: Desk) -> None:
    app = app_over(given)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        (ada,) = [line for line in shown(app).splitlines() if "Ada Byron" in line]
        assert "! calendar: day 2 moved" in ada
        assert "given Tue 24 Nov" in ada
        await pressed(pilot, "end", "enter")
        assert isinstance(app.screen, UpdatesScreen)
    assert app.troubles == []


async def test_feeds_are_published_after_a_look(given: Desk, tmp_path: Path) -> None:
    app = app_over(given)
    folder = tmp_path / "out" / "feeds"
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "2", "G", "f", "enter")
        assert "4 calendars published in" in " ".join(shown(app).replace("│", " ").split())
        assert not folder.exists()
        await pressed(pilot, "enter")
        assert len(list(folder.iterdir())) == 4
        await pressed(pilot, "f", "enter")
        assert "What is there says what holds." in shown(app)
        await pressed(pilot, "escape", "f", "end", *("backspace",) * 5, "enter")
        assert "Write a name." in shown(app)
    assert app.troubles == []

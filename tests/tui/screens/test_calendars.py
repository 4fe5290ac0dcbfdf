"""Calendars on their way out: the file's name, what is there already, a folder of them, stopping."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from icalendar import Calendar

from acxdesk.actions.enrolments import MovePlaces, move_places
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.desk.writing import SomeTaken
from acxdesk.errors import InputProblem
from acxdesk.tui.app import DeskApp
from acxdesk.tui.calendarfolder import write_folder
from acxdesk.tui.perform import Node
from acxdesk.tui.places import Place as Spot
from acxdesk.tui.screens import calendars
from acxdesk.tui.screens.calendars import CalendarFile, CalendarFolder
from acxdesk.tui.screens.exporting import Stopped
from tests.tui.screens.sessionstage import (
    HOSTILE,
    SIZE,
    app_over,
    catalogue,
    coach,
    pressed,
    scheduled,
    settled,
    shown,
    typed,
)

REF = "ACXM-2026-12-07"
ADVICE = "Some programs do not update what they imported once"


@pytest.fixture
def ready(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A session of three seats; Ada, somebody hostile and another Ada are booked, Zoë waits. We stand in `out`."""
    catalogue(desk)
    scheduled(desk, capacity_min=1, capacity_max=3, coaches=[{"person": coach(desk), "role": "lead"}])
    people = tuple(
        add_person(desk, AddPerson.read({"name": name})).ids[0]
        for name in ("Ada Byron", HOSTILE, "ADA BYRON", "Zoë Núñez")
    )
    move_places(desk, MovePlaces(session=REF, people=people, verb="book"))
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    return desk


def meetings(path: Path) -> int:
    return len(Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def on(app: DeskApp, kind: type) -> bool:
    """Whether the screen that is shown is of a kind."""
    return isinstance(app.screen, kind)


EXPORTS: dict[str, tuple[Callable[[Node], None], str, int]] = {
    "session": (lambda node: calendars.export_session(node, REF), f"{REF}.ics", 4),
    "programme": (lambda node: calendars.export_programme(node, "ACXM"), "ACXM.ics", 4),
    "delegate": (lambda node: calendars.export_delegate(node, 2), "Ada-Byron.ics", 4),
    "coach": (lambda node: calendars.export_coach(node, 1), "Grace-Okafor-coach.ics", 4),
    "everything": (calendars.export_everything, "sessions.ics", 4),
}


@pytest.mark.parametrize("what", EXPORTS)
async def test_a_calendar_is_written_under_the_name_that_stands_there(ready: Desk, tmp_path: Path, what: str) -> None:
    export, name, count = EXPORTS[what]
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        export(app.screen)
        await settled(pilot)
        assert on(app, CalendarFile)
        assert name in shown(app)
        assert ADVICE in shown(app)
        await pressed(pilot, "enter")
        assert not on(app, CalendarFile)
        assert f"{count} meetings written to" in shown(app)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]
    assert meetings(tmp_path / "out" / name) == count
    assert app.troubles == []


async def test_a_file_that_is_there_is_replaced_only_when_enter_is_pressed_again(ready: Desk, tmp_path: Path) -> None:
    there = tmp_path / "out" / f"{REF}.ics"
    there.write_text("mine")
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        calendars.export_session(app.screen, REF)
        await settled(pilot)
        await pressed(pilot, "enter")
        assert "is there already." in shown(app)
        assert "Enter again replaces it" in " ".join(shown(app).replace("│", " ").split())
        assert there.read_text() == "mine"
        await pressed(pilot, "x", "backspace", "enter")  # another name in between: it is asked again
        assert there.read_text() == "mine"
        await pressed(pilot, "enter")
        assert meetings(there) == 4
    assert app.troubles == []


@pytest.mark.parametrize(
    ("name", "told"),
    [("", "Write a name."), ("none/a.ics", "There is no folder"), ("..", "is a folder"), ("../desk.acx", "data file")],
)
async def test_a_name_that_cannot_be_is_told_and_can_be_mended(ready: Desk, name: str, told: str) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        calendars.export_session(app.screen, REF)
        await settled(pilot)
        await pressed(pilot, "end", *("backspace",) * 30)
        for letter in name:
            await pilot.press({"/": "slash", ".": "full_stop"}.get(letter, letter))
        await pressed(pilot, "enter")
        assert told in " ".join(shown(app).replace("│", " ").split())
        assert on(app, CalendarFile)
        await pressed(pilot, "escape")
        assert not on(app, CalendarFile)
    assert app.troubles == []


async def test_nothing_to_export_is_told_in_the_dialog(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        calendars.export_delegate(app.screen, 5)  # who only waits
        await settled(pilot)
        await pressed(pilot, "enter")
        assert "there is no meeting to export" in shown(app)
    assert app.troubles == []


async def test_everybody_who_is_booked_gets_a_file_of_her_own(ready: Desk, tmp_path: Path) -> None:
    app = app_over(ready)
    folder = tmp_path / "out" / f"{REF}-calendars"
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Spot("2", "session", REF, "delegates"))
        await settled(pilot)
        await pressed(pilot, "I")
        assert on(app, CalendarFolder)
        assert ADVICE in shown(app)
        await pressed(pilot, "enter")
        assert "3 calendars written to" in shown(app)
        assert sorted(path.name for path in folder.iterdir()) == [
            "ADA-BYRON-4.ics",
            "Ada-Byron-2.ics",
            "oops-red-x-red-click-app-quit-q-1-1.ics",
        ]
        assert {meetings(path) for path in folder.iterdir()} == {4}
        await pressed(pilot, "I", "enter")
        assert "3 of 3 files are in" in shown(app)
        await pressed(pilot, "enter")
        assert "3 calendars written to" in shown(app)
    assert app.troubles == []


def test_a_folder_is_written_as_far_as_it_is_not_stopped(ready: Desk, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise Stopped("Stopped.")

    folder = tmp_path / "out" / "some"
    with pytest.raises(Stopped):
        write_folder(ready, REF, folder, stop, {}, overwrite=False)
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert len(list(folder.iterdir())) == 2
    with pytest.raises(SomeTaken, match=r"2 of 3 files are in some already: .*\.ics"):
        write_folder(ready, REF, folder, lambda _done, _total: None, {}, overwrite=False)


@pytest.mark.parametrize("name", ["none/there", "file"])
def test_a_folder_that_cannot_be_made_is_told(ready: Desk, tmp_path: Path, name: str) -> None:
    (tmp_path / "out" / "file").write_text("")
    with pytest.raises(InputProblem):
        write_folder(ready, REF, tmp_path / "out" / name, lambda _done, _total: None, {}, overwrite=False)


async def test_esc_stops_what_is_written(ready: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = Event(), Event()

    def slow(self: CalendarFile, desk: Desk, path: Path, told: Callable[[int, int], None], *, overwrite: bool) -> None:
        del self, desk, path, overwrite
        told(500, 0)
        begun.set()
        go_on.wait(5)
        told(1000, 0)

    monkeypatch.setattr(CalendarFile, "write", slow)
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        calendars.export_session(app.screen, REF)
        await settled(pilot)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert begun.is_set()
        assert "500 written. Esc stops." in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Stopping…" in shown(app)
        go_on.set()
        await settled(pilot)
        assert "✕ Stopped." in shown(app)
        await typed(pilot, "x")
        await pressed(pilot, "escape")
        assert not on(app, CalendarFile)
    assert list((tmp_path / "out").iterdir()) == []
    assert app.troubles == []


@pytest.mark.parametrize("size", [(40, 12), (20, 6)])
async def test_it_is_drawn_at_any_size(ready: Desk, size: tuple[int, int]) -> None:
    app = app_over(ready)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        calendars.export_booked(app.screen, REF)
        await settled(pilot)
        await pressed(pilot, "enter")
        assert not on(app, CalendarFolder)
    assert app.troubles == []

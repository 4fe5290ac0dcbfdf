"""The attendance sheet under the hands of a coach: a key a person, in order, never over what somebody else marked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from acxdesk.actions.attendance import MarkAttendance, mark_attendance
from acxdesk.actions.meetings import CancelMeeting, cancel_meeting
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.attendance import attendance_sheet
from acxdesk.records.marks import Result
from acxdesk.rules.outcomes import Verdict
from acxdesk.rules.schemes import Scheme
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from tests.actions.sample import add_programme, add_scheme, book, run
from tests.tui.screens.sessionstage import HOSTILE, app_over, drawn, pressed, settled, words

REF = "ACXM-2026-12-07"
OVER = datetime(2026, 12, 11, 9, 0, tzinfo=UTC)
NAMES = ("Ada Byron", "Grace Hopper", "Hana Sato")


def stage(desk: Desk, clock: FrozenClock, names: tuple[str, ...] = NAMES, start: datetime = OVER) -> None:
    """A session of four days with these delegates, 1 to n, and the clock at `start`."""
    add_programme(desk, most=max(len(names), 12))
    add_scheme(desk, Scheme(attendance=90))
    run(desk)
    if names:
        book(desk, REF, *(add_person(desk, AddPerson.read({"name": name})).ids[0] for name in names))
    clock.moment = start


@asynccontextmanager
async def at_sheet(desk: Desk, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[DeskApp, Pilot[Any]]]:
    app = app_over(desk)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "session", REF, "attendance"))
        await settled(pilot)
        yield app, pilot
        if app.troubles:
            raise app.troubles[0]


def marked(desk: Desk) -> dict[str, list[str]]:
    """What is kept: by name, a word a meeting."""
    said: dict[str, list[str]] = {}
    for one in attendance_sheet(desk, REF).people:
        said[one.name] = [
            f"{cell.sat.attended or '-'}"
            + (f" {cell.sat.late}/{cell.sat.early}" if cell.sat.late + cell.sat.early else "")
            for cell in one.cells
        ]
    return said


def text_of(path: Path) -> list[str]:
    """The lines of a file."""
    return path.read_text("utf-8-sig").splitlines()


def sheet_lines(app: DeskApp) -> list[str]:
    """The lines of the sheet, from its heading on."""
    lines = drawn(app)
    at = next(place for place, line in enumerate(lines) if line.lstrip().startswith("Delegate "))
    return lines[at:]


def mark(desk: Desk, person: int, meeting: int, attended: str | None) -> None:
    said = {"person": person, "meeting": meeting, "attended": attended}
    mark_attendance(desk, MarkAttendance.read({"session": REF, "marks": [said]}))


async def test_one_key_a_person_and_the_cursor_moves_on(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock)
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, "p", "l", "1", "0", "enter", "a")
        assert marked(desk) == {
            "Ada Byron": ["present", "-", "-", "-"],
            "Grace Hopper": ["present 10/0", "-", "-", "-"],
            "Hana Sato": ["absent", "-", "-", "-"],
        }
        lines = sheet_lines(app)
        assert [line.split() for line in lines[:2]] == [
            ["Delegate", "Day", "1", "Day", "2", "Day", "3", "Day", "4", "Hours"],
            ["7", "Dec", "8", "Dec", "9", "Dec", "10", "Dec", "needs", "18"],
        ]
        assert [line.split() for line in lines[2:5]] == [
            ["Ada", "Byron", "●", "·", "·", "·", "5/20"],
            ["Grace", "Hopper", "late", "10", "·", "·", "·", "4.83/20"],
            ["▸", "Hana", "Sato", "[absent", "]·", "·", "·", "0/20", "!"],
        ]
        assert "! Hana Sato cannot reach 18 of 20 hours any more: 0 counted, 15 still open." in words(app)


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        (["p"], "present"),
        (["a"], "absent"),
        (["c"], "excused"),
        (["r"], "recording"),
        (["m"], "make-up"),
        (["l", "5", "enter", "up", "e", "7", "enter"], "present 5/7"),
        (["a", "up", "a"], "excused"),
        (["p", "up", "d"], "-"),
        (["e", "3", "0", "0", "enter"], "-"),
        (["l", "x", "enter", "escape"], "-"),
        (["l", "0", "enter"], "present"),
    ],
)
async def test_each_key_keeps_what_it_says(desk: Desk, clock: FrozenClock, keys: list[str], kept: str) -> None:
    stage(desk, clock)
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, *keys)
        assert marked(desk)["Ada Byron"][0] == kept
        assert app.is_running


async def test_minutes_that_leave_nothing_are_refused_in_the_cell_and_mended_there(
    desk: Desk, clock: FrozenClock
) -> None:
    stage(desk, clock)
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, "l", *"300", "enter")
        assert "300 minutes late leaves nothing of a meeting of 300 minutes." in words(app)
        assert "300▏" in words(app)
        await pressed(pilot, "backspace", "enter")
        assert marked(desk)["Ada Byron"][0] == "present 30/0"


async def test_a_class_of_twenty_takes_a_key_a_person_and_the_minutes(desk: Desk, clock: FrozenClock) -> None:
    """Seventeen present, two late, one absent: 17 + 2 x (l, two digits, Enter) + 1 keys; at two keys a second, 13 s."""
    stage(desk, clock, tuple(f"Delegate {number:02}" for number in range(20)))
    keys = [*("p" * 5), "l", "1", "5", "enter", *("p" * 8), "a", *("p" * 4), "l", "3", "0", "enter"]
    assert len(keys) == 26
    async with at_sheet(desk) as (_app, pilot):
        await pressed(pilot, *keys)
        assert [said[0] for said in marked(desk).values()] == [
            *["present"] * 5,
            "present 15/0",
            *["present"] * 8,
            "absent",
            *["present"] * 4,
            "present 30/0",
        ]


async def test_keys_that_come_faster_than_they_are_saved_keep_their_order(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock, tuple(f"Delegate {number:02}" for number in range(12)))
    async with at_sheet(desk) as (app, pilot):
        for key in (*"pa", "up", "p", "up", "a", "l", "4", "enter", *"ppppppppp"):
            app.post_message(events.Key(key, key if len(key) == 1 else "\r" if key == "enter" else None))
        await settled(pilot)
        assert [said[0] for said in marked(desk).values()] == [
            "present",
            "absent",
            "present 4/0",
            *["present"] * 9,
        ]
        assert not app._notifications


async def test_p_for_everybody_leaves_who_is_marked_and_is_one_undo(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock)
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, "right", "down", "a", "P")
        assert [said[1] for said in marked(desk).values()] == ["present", "absent", "present"]
        assert "2 people present on day 2" in words(app)
        await pressed(pilot, "u")
        assert [said[1] for said in marked(desk).values()] == ["-", "absent", "-"]
        assert [line.split().count("●") for line in sheet_lines(app)[2:5]] == [0, 0, 0]


async def test_a_meeting_before_she_came_is_a_dash_and_none_of_her_hours(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock, NAMES[:2])
    clock.moment = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)
    person = add_person(desk, AddPerson.read({"name": "Zoë Late"})).ids[0]
    book(desk, REF, person)
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, "end")
        assert sheet_lines(app)[4].split() == ["▸", "Zoë", "Late", "[–", "]·", "·", "·", "0/15"]
        assert "Zoë Late, day 1, Mon 7 Dec 14:00: not there yet. 0 of 15 hours." in words(app)


async def test_what_another_desk_marked_meanwhile_stays_and_is_told(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock)
    bert = Desk.open(desk.path, who="bert", clock=clock)
    async with at_sheet(desk) as (app, pilot):
        mark(bert, 1, 1, "absent")
        await pressed(pilot, "p", "p")
        assert marked(desk)["Ada Byron"][0] == "absent"
        assert marked(desk)["Grace Hopper"][0] == "present"
        assert "!●" in sheet_lines(app)[2]
        assert "! Ada Byron on day 1 was changed by bert on Fri 11 Dec 2026" in words(app)
        await pressed(pilot, "home", "escape")
        assert "[absent" in sheet_lines(app)[2]
        await pressed(pilot, "p")
        assert marked(desk)["Ada Byron"][0] == "present"
    bert.close()


async def test_a_meeting_that_another_desk_cancels_meanwhile_takes_no_mark(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock, start=datetime(2026, 12, 8, 15, 0, tzinfo=UTC))
    bert = Desk.open(desk.path, who="bert", clock=clock)
    async with at_sheet(desk) as (app, pilot):
        cancel_meeting(bert, CancelMeeting.read({"session": REF, "number": 2, "reason": "snow"}))
        await pressed(pilot, "p", "right", "p")
        assert [said[0] for said in marked(desk).values()] == ["present", "-", "-"]
        assert "Day 2" not in words(app)
        assert "10/15" in words(app) or "5/15" in words(app)
    bert.close()


async def test_what_has_not_begun_is_refused_in_its_cell(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock, start=datetime(2026, 12, 7, 19, 30, tzinfo=UTC))
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, "right", "p")
        assert "begins on Tue 8 Dec 2026 at 14:00; nobody has sat it yet." in words(app)
        assert marked(desk)["Ada Byron"] == ["-"] * 4
        await pressed(pilot, "up", "c")
        assert marked(desk)["Ada Byron"][1] == "excused"
        assert "nobody has sat it yet" not in words(app)


async def test_it_opens_at_the_first_cell_that_waits(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock, start=datetime(2026, 12, 8, 15, 0, tzinfo=UTC))
    for person in (1, 2, 3):
        mark(desk, person, 1, "present")
    mark(desk, 1, 2, "present")
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, "p")
        assert [said[1] for said in marked(desk).values()] == ["present", "present", "-"]
        mark(desk, 3, 2, "present")
        await pressed(pilot, "up", "n", "escape")
        assert app.screen.command_words()["person"] == "2"  # type: ignore[attr-defined]


async def test_who_has_her_outcome_is_not_marked_and_digits_go_nowhere_else(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock)
    with desk.changing("prepare", kind="system") as change:
        change.work.add(
            Result(
                enrolment_id=1,
                number=1,
                verdict=Verdict.PASSED,
                total=None,
                sentence="Passed.",
                resit_by=None,
                released_at=clock.moment,
                released_by="anna",
            )
        )
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, "home", "p", "l", "1", "0", "enter")
        assert "The outcome of Ada Byron was released; it stands on the hours as they are." in words(app)
        await pressed(pilot, "escape", "down", "p")
        assert [said[0] for said in marked(desk).values()] == ["-", "present", "-"]


async def test_a_note_is_kept_with_the_mark_and_shown_below(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock)
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, "n")
        assert "Say first how she sat the meeting." in words(app)
        await pressed(pilot, "c", "up", "n", *"ill", "enter")
        assert "Ada Byron" in words(app)
        assert "excused (ill)" in words(app)
        await pressed(pilot, "m")
        assert attendance_sheet(desk, REF).people[0].cells[0].note == "ill"


async def test_a_name_is_found_and_everybody_comes_back(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock)
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, "/", *"sat", "enter")
        await pilot.pause(0.3)
        assert len([line for line in sheet_lines(app)[2:8] if "·" in line]) == 1
        await pressed(pilot, "p", "escape")
        assert marked(desk)["Hana Sato"][0] == "present"
        assert len([line for line in sheet_lines(app)[2:8] if "·" in line]) == 3


async def test_the_sheet_is_written_as_csv(
    desk: Desk, clock: FrozenClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage(desk, clock)
    mark(desk, 2, 1, "make-up")
    monkeypatch.chdir(tmp_path)
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, "x", "enter")
        text = text_of(tmp_path / f"{REF}-attendance-2026-12-11.csv")
        assert text[0] == (
            "session,person,name,email,day_1,day_2,day_3,day_4,counted_minutes,open_minutes,taught_minutes,asked_minutes"
        )
        assert text[2] == f"{REF},2,Grace Hopper,,make-up,,,,300,900,1200,1080"
        assert f"Attendance of 3 people on {REF} written to" in words(app)


async def test_names_are_never_markup(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock, (HOSTILE, "عباس ليلى", "佐藤 花"))
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, *"ppp", "home")
        assert "[/oops] [red]x" in words(app)
        assert app.is_running


async def test_an_empty_session_says_where_its_people_come_from(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock, ())
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, "p", "l", "P")
        assert "Nobody sits in this session yet." in words(app)
        assert "Nobody sits here in any meeting." in words(app)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
async def test_it_shows_what_it_can_in_any_size(desk: Desk, clock: FrozenClock, size: tuple[int, int]) -> None:
    stage(desk, clock)
    async with at_sheet(desk, size) as (_app, pilot):
        await pressed(pilot, "right", "right", "right", "p")
        assert marked(desk)["Ada Byron"][3] == "present"


async def test_the_command_line_of_a_key_names_the_person_and_the_meeting(desk: Desk, clock: FrozenClock) -> None:
    stage(desk, clock)
    async with at_sheet(desk) as (app, pilot):
        await pressed(pilot, "down", "right")
        assert app.screen.command_words() == {"session": REF, "person": "2", "meeting": "2"}  # type: ignore[attr-defined]

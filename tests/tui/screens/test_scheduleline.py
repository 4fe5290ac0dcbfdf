"""A session said in one line: offered words, read back before it is saved, and the next line at once."""

import os
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pexpect
import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from textual.widgets import Input

from acxdesk.actions.organisations import AddOrganisation, add_organisation
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.queries.sessions import session
from acxdesk.rules.sessions import Delivery, Role
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.screens.scheduleline import ScheduleLine
from acxdesk.tui.screens.sessions import SessionsScreen
from tests.tui.screens.sessionstage import (
    HOSTILE,
    SIZE,
    app_over,
    app_that_waits,
    catalogue,
    coach,
    drawn,
    pressed,
    settled,
    shown,
    typed,
    until,
    words,
)

SRC = Path(__file__).parents[3] / "src"

# The first printed season as it stands on the page, with the year that its weekdays fit: the line, the session, the
# last meeting as it is read back, and all days.
SEASON = (
    ("CPPM mon 10 aug 2020", "CPPM-2020-08-10", "4 Thu 13 Aug 2020 14:00-19:00", [10, 11, 12, 13]),
    ("ACXM 18th aug 2020", "ACXM-2020-08-18", "4 Fri 21 Aug 2020 14:00-19:00", [18, 19, 20, 21]),
    ("ACX-Mentor 1 sep 2020", "ACX-Mentor-2020-09-01", "4 Tue 22 Sep 2020 14:00-17:00", [1, 8, 15, 22]),
    ("ACXC 8 sep 2020", "ACXC-2020-09-08", "3 Thu 10 Sep 2020 14:00-19:00", [8, 9, 10]),
    ("COIM 8 sep 2020", "COIM-2020-09-08", "7 Tue 20 Oct 2020 14:00-17:00", [8, 15, 22, 29, 6, 13, 20]),
    ("CPPC tue 22 sep 2020", "CPPC-2020-09-22", "3 Thu 24 Sep 2020 14:00-19:00", [22, 23, 24]),
)


async def say(pilot: Pilot[Any], app: DeskApp, line: str, *then: str, reads: str) -> None:
    """Type a line, wait until it is read back, and press keys."""
    await typed(pilot, line)
    await until(pilot, app, reads)
    await pressed(pilot, *then)


def line_of(app: DeskApp) -> Input:
    return app.screen.query_one(Input)


async def test_the_first_printed_season_is_typed_in_line_by_line(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "n")
        for line, reference, last, _days in SEASON:
            await say(pilot, app, line, "enter", reads=last)
            assert f"✓ saved: {reference}" in words(app)
            assert line_of(app).value == ""
        await pressed(pilot, "escape")
        assert isinstance(app.screen, SessionsScreen)
        assert "1-6 of 6" in words(app)
    for _line, reference, _last, days in SEASON:
        assert [one.day.day for one in session(desk, reference).meetings] == days


async def test_one_session_is_said_saved_and_opened(desk: Desk) -> None:
    catalogue(desk)
    coach(desk, "Imogen Towers", zone="Asia/Dubai")
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "n")
        await say(pilot, app, "acxm mon 7 dec 14:00 new york coach:towers max:12", reads="4 Thu 10 Dec 2026")
        said = words(app)
        assert "Accredited CX Master, 4 days @ 5 hours per day, edition 1, online, 6 to 12 places" in said
        assert "Imogen Towers (lead, Dubai)" in said
        assert "New York Dubai 1 Mon 7 Dec 2026 14:00-19:00 23:00-04:00+1 !" in said
        await pressed(pilot, "ctrl+s")
        assert app.history.present == Place("2", "session", "ACXM-2026-12-07")
        card = session(desk, "ACXM-2026-12-07")
        assert (card.zone, card.delivery, card.capacity_max) == ("America/New_York", Delivery.ONLINE, 12)
        assert [(one.name, one.role) for one in card.coaches] == [("Imogen Towers", Role.LEAD)]


async def test_the_line_looks_as_it_did(desk: Desk, snapshot: SnapshotAssertion) -> None:
    catalogue(desk)
    coach(desk, "Imogen Towers", zone="Asia/Dubai")
    for name, zone in (("Ada", "America/New_York"), ("Ravi", "Asia/Kolkata")):
        add_person(desk, AddPerson.read({"name": name, "zone": zone}))
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "n")
        await say(pilot, app, "ACXC fri 18 dec 12:00 London coach:towers Pariss", reads="3 Tue 22 Dec 2026")
        assert "\n".join(drawn(app)) == snapshot


async def test_the_clocks_at_the_edges_of_the_delegates_stand_beside_each_meeting(desk: Desk) -> None:
    catalogue(desk)
    for name, zone in (("Ada", "America/New_York"), ("Ravi", "Asia/Kolkata"), ("Zoë", "Europe/Paris")):
        add_person(desk, AddPerson.read({"name": name, "zone": zone}))
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "n")
        await say(pilot, app, "ACXC mon 7 dec 12:00 London", reads="3 Wed 9 Dec 2026")
        assert "London New York Kolkata" in words(app)
        assert "1 Mon 7 Dec 2026 12:00-17:00 07:00-12:00 17:30-22:30 !" in words(app)


async def test_every_fault_is_told_and_the_first_is_selected_to_be_typed_over(desk: Desk) -> None:
    catalogue(desk)
    coach(desk, "Grace Okafor")
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "n")
        await say(pilot, app, "ACXX mon 7 dec Londn coach:okafr [/oops]", reads='Nobody answers to "okafr"')
        said = words(app)
        assert '✕ There is no programme "ACXX". Near it: ' in said
        assert '✕ "Londn" is not understood. Did you mean London?' in said
        assert "Near it: Grace Okafor" in said
        assert '✕ "[/oops]" is not understood.' in said
        await pressed(pilot, "enter")
        assert "4 things to put right first." in words(app)
        await typed(pilot, "ACXM")
        assert line_of(app).value == "ACXM mon 7 dec Londn coach:okafr [/oops]"
        await until(pilot, app, "3 Wed 9 Dec 2026")


async def test_nothing_is_saved_before_it_was_read_back(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "n")
        await typed(pilot, "ACXM mon 7 dec")
        await pilot.press("enter")
        await until(pilot, app, "! Look at it first; the same key again saves it.")
        await until(pilot, app, "4 Thu 10 Dec 2026")
        await pressed(pilot, "enter")
        assert "✓ saved: ACXM-2026-12-07" in words(app)


async def test_codes_cities_keys_and_names_are_offered_and_taken(desk: Desk) -> None:
    catalogue(desk)
    coach(desk, "Imogen Towers")
    coach(desk, HOSTILE)
    add_organisation(desk, AddOrganisation.read({"name": "Zürich [/] Werke"}))
    app = app_over(desk)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pressed(pilot, "2", "n")
        for typing, offered, key, taken in (
            ("acx-m", "⇥ ACX-Mentor", "tab", "ACX-Mentor "),
            ("7 dec new yo", "⇥ New York", "right", "ACX-Mentor 7 dec New York "),
            ("coa", "⇥ coach:", "tab", "ACX-Mentor 7 dec New York coach:"),
            ("towe", "⇥ Imogen Towers", "tab", 'ACX-Mentor 7 dec New York coach:"Imogen Towers" '),
            ("coach:oops", f"⇥ {HOSTILE}", "backspace", None),
        ):
            await typed(pilot, typing)
            await until(pilot, app, offered)
            await pressed(pilot, key)
            if taken is not None:
                assert line_of(app).value == taken
        line_of(app).value = "ACXM 7 dec for:zurich"
        line_of(app).cursor_position = len(line_of(app).value)
        await until(pilot, app, "⇥ Zürich [/] Werke")
        await pressed(pilot, "tab")
        await until(pilot, app, "in-house")
        await pressed(pilot, "ctrl+s")
    assert session(desk, "ACXM-2026-12-07").organisation == "Zürich [/] Werke"


async def test_the_form_takes_over_what_was_said_and_leaving_it_comes_back(desk: Desk) -> None:
    catalogue(desk)
    coach(desk, HOSTILE)
    app = app_over(desk)
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await pressed(pilot, "2", "n")
        line = "ACXM 7 dec 9.30 Kolkata coach:oops:tr min:3 max:9 city:Pune decide:1 dec draft closed:keep holidays:IN"
        await say(pilot, app, line, "f4", reads="edition 1")
        assert isinstance(app.screen, FormScreen)
        assert app.screen._form.request().model_dump(include={"closed", "holidays"}) == {
            "closed": "keep",
            "holidays": ("IN",),
        }
        await pressed(pilot, "escape")
        assert line_of(app).value == line
        await pressed(pilot, "f4", "ctrl+s")
        card = session(desk, "ACXM-2026-12-07")
        assert (card.zone, card.city, card.capacity_min, card.capacity_max) == ("Asia/Kolkata", "Pune", 3, 9)
        assert (card.status, card.decision_on, card.delivery) == ("draft", date(2026, 12, 1), Delivery.CITY)
        assert [(one.name, one.role) for one in card.coaches] == [(HOSTILE, Role.IN_TRAINING)]
        assert f"{card.meetings[0].at:%H:%M}" == "09:30"
        assert app.history.present == Place("2", "session", "ACXM-2026-12-07")


async def test_earlier_lines_come_back_by_the_arrows_also_when_it_is_opened_again(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "n")
        for line in ("ACXM 7 dec", "ACXC 14 dec"):
            await say(pilot, app, line, "enter", reads="2026 14:00-19:00")
        await pressed(pilot, "escape", "n")
        seen = []
        for key in ("up", "up", "up", "down", "down"):
            await pressed(pilot, key)
            seen.append(line_of(app).value)
        assert seen == ["ACXC 14 dec", "ACXM 7 dec", "ACXM 7 dec", "ACXC 14 dec", ""]


async def test_what_is_said_is_left_only_at_the_second_esc(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "n")
        await typed(pilot, "ACXM fri")
        await pressed(pilot, "escape")
        assert "Unsaved changes: Esc again to discard, Ctrl+S to save" in words(app)
        assert isinstance(app.screen, ScheduleLine)
        await pressed(pilot, "escape")
        assert "No sessions yet." in shown(app)


async def test_a_small_terminal_is_no_trouble(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=(40, 12), notifications=True) as pilot:
        await pressed(pilot, "2", "n")
        await say(pilot, app, "COIM 8 dec", reads="Certified")
        for key in (*["pagedown"] * 6, "f1", "escape"):
            await pressed(pilot, key)
        assert "7 Tue 19 Jan 2027" in words(app)
        await pressed(pilot, "enter")
        assert app.troubles == []
    assert session(desk, "COIM-2026-12-08").duration == "7 weeks @ 3 hours per week"


@pytest.mark.parametrize(("key", "opened"), [("n", ScheduleLine), ("N", FormScreen)])
async def test_a_key_that_comes_before_the_desk_is_open_waits_for_it(desk: Desk, key: str, opened: type) -> None:
    catalogue(desk)
    ready = threading.Event()
    app = app_that_waits(desk, ready.wait)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("2", key)
        await pilot.pause()
        assert isinstance(app.screen, SessionsScreen)
        ready.set()
        await settled(pilot)
        assert isinstance(app.screen, opened)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals of Unix")
def test_a_session_is_said_on_a_real_terminal(desk: Desk, tmp_path: Path) -> None:
    catalogue(desk)
    program = f"import sys\nfrom acxdesk.tui.app import run\nsys.exit(run({str(desk.path)!r}))"
    folders = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("STATE", "CONFIG", "DATA")}
    env = {**os.environ, **folders, "HOME": str(tmp_path), "TERM": "xterm-256color", "PYTHONPATH": str(SRC)}
    child = pexpect.spawn(sys.executable, ["-c", program], env=env, dimensions=(24, 80), encoding="utf-8", timeout=60)
    child.expect("all keys")
    child.send("n")
    child.expect("New session")
    child.send("ACXM mon 3 dec 2029")
    child.expect("Thu 6 Dec 2029")
    child.send("\r")
    child.expect("saved: ACXM-2029-12-03")
    child.send("\x11")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert [one.day for one in session(desk, "ACXM-2029-12-03").meetings] == [
        date(2029, 12, day) for day in (3, 4, 5, 6)
    ]

"""Scheduling a session by a form: values as people say them, the meetings read back, then one deed."""

from datetime import date, time

import pytest
from textual.pilot import Pilot

from acxdesk.actions.organisations import AddOrganisation, add_organisation
from acxdesk.actions.sessions import Schedule, schedule
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.queries.sessions import session
from acxdesk.rules.sessions import Delivery, Status
from acxdesk.tui.app import DeskApp
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.screens.schedule import read_back
from acxdesk.tui.screens.session import SessionScreen
from acxdesk.tui.screens.sessions import SessionsScreen
from acxdesk.tui.widgets.forms import Field
from tests.tui.screens.sessionstage import (
    HOSTILE,
    SIZE,
    app_over,
    catalogue,
    coach,
    pressed,
    settled,
    shown,
    typed,
    until,
    words,
)
from tests.tui.waiting import quiet


async def put(pilot: Pilot[int], app: DeskApp, name: str, text: str, *, pick: bool = False) -> None:
    """Type over what stands in a field; with `pick`, take the first that is found."""
    app.screen.query_one(f"#field-{name}", Field).focus_control()
    await pilot.press("end", "ctrl+u")
    await typed(pilot, text)
    if pick:
        await quiet(0.2)
        await settled(pilot)
        await pilot.press("enter")
    await quiet(0.35)
    await settled(pilot)


async def test_a_session_is_scheduled_within_a_few_keys_and_opened(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "N")
        await typed(pilot, "acxm")
        await pilot.pause(0.2)
        await settled(pilot)
        await pilot.press("enter", "down")
        await typed(pilot, "mon 7 dec")
        await pressed(pilot, "f2")
        assert isinstance(app.screen, SessionScreen)
        card = session(desk, "ACXM-2026-12-07")
        assert [(meeting.day.day, meeting.at) for meeting in card.meetings] == [
            (day, time(14)) for day in (7, 8, 9, 10)
        ]
        assert (card.zone, card.status, card.delivery) == ("Europe/London", Status.OPEN, Delivery.ONLINE)
        await pressed(pilot, "escape")
        assert "▸  ACXM-2026-12-07" in shown(app)
        await pressed(pilot, "u")
        assert "No sessions yet." in shown(app)


async def test_meetings_skipped_days_and_clock_changes_are_read_back_before_saving(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "N")
        await put(pilot, app, "programme", "acxm", pick=True)
        await put(pilot, app, "start", "thu 10 dec")
        said = words(app)
        assert "Thu 10 Dec 2026" in said
        assert "1 Thu 10 Dec 2026 14:00, 5 hours 3 Mon 14 Dec 2026 14:00, 5 hours" in said
        assert "! Skipped: Sat 12 Dec 2026 is a weekend" in said
        await put(pilot, app, "start", "sat 12 dec")
        assert "! Sat 12 Dec 2026 is a weekend. The nearest working days are Fri 11 Dec 2026 and Mon 14 Dec" in words(
            app
        )
        assert desk.clock.today("Europe/London") == date(2026, 11, 24)


async def test_zone_time_and_weekend_come_from_the_settings(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk, zone="Asia/Dubai", time="09:30", weekend=("Fri", "Sat"))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pressed(pilot, "2", "N")
        await put(pilot, app, "programme", "acxm", pick=True)
        await put(pilot, app, "start", "wed 9 dec")
        await pressed(pilot, "ctrl+s")
        card = session(desk, "ACXM-2026-12-09")
        assert card.zone == "Asia/Dubai"
        assert [(one.day.day, one.at) for one in card.meetings] == [(day, time(9, 30)) for day in (9, 10, 13, 14)]


async def test_everything_that_a_session_is_can_be_given(desk: Desk) -> None:
    catalogue(desk)
    coach(desk, HOSTILE)
    add_organisation(desk, AddOrganisation.read({"name": "Zürich [/] Werke"}))
    app = app_over(desk)
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await pressed(pilot, "2", "N")
        await put(pilot, app, "programme", "coim", pick=True)
        await put(pilot, app, "start", "2026-12-15")
        await put(pilot, app, "at", "9.30")
        await put(pilot, app, "zone", "zurich", pick=True)
        app.screen.query_one("#field-delivery", Field).focus_control()
        await pilot.press("i")
        await put(pilot, app, "city", "Zürich")
        await put(pilot, app, "venue", "Saal [/oops]")
        await put(pilot, app, "organisation", "zurich werke", pick=True)
        await put(pilot, app, "coaches", "oops", pick=True)
        await put(pilot, app, "capacity_min", "2")
        await put(pilot, app, "capacity_max", "8")
        await put(pilot, app, "decision_on", "1 dec")
        await put(pilot, app, "duration", "2 weeks @ 4.5 hours per week")
        app.screen.query_one("#field-draft", Field).focus_control()
        await pilot.press("y")
        await pressed(pilot, "ctrl+s")
        card = session(desk, "COIM-2026-12-15")
        assert (card.zone, card.delivery, card.city, card.venue) == (
            "Europe/Zurich",
            Delivery.IN_HOUSE,
            "Zürich",
            "Saal [/oops]",
        )
        assert (card.organisation, card.status) == ("Zürich [/] Werke", Status.DRAFT)
        assert [(one.name, one.role.value) for one in card.coaches] == [(HOSTILE, "lead")]
        assert (card.capacity_min, card.capacity_max, card.decision_on) == (2, 8, date(2026, 12, 1))
        assert [(one.day.day, one.minutes) for one in card.meetings] == [(15, 270), (22, 270)]
        assert "Saal [/oops]" in shown(app)


async def test_faults_stand_beside_their_fields_all_at_once_and_nothing_typed_is_lost(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await pressed(pilot, "2", "N")
        await put(pilot, app, "at", "25:00")
        await put(pilot, app, "link", "not a link")
        await put(pilot, app, "city", "[/oops]")
        await pressed(pilot, "ctrl+s")
        said = words(app)
        assert "✕ Programme is missing." in said
        assert "✕ Start is missing." in said
        assert "not a link" in said.partition("is no web address")[0]
        assert "[/oops]" in said
        assert app.screen.query_one("#field-programme", Field).has_focus_within
        assert isinstance(app.screen, FormScreen)


async def test_a_changed_form_is_left_only_at_the_second_esc(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "N")
        await put(pilot, app, "start", "fri")
        await pressed(pilot, "escape")
        assert "Unsaved changes: Esc again to discard, Ctrl+S to save" in words(app)
        await pressed(pilot, "escape")
        assert isinstance(app.screen, SessionsScreen)
        assert "No sessions yet." in shown(app)


async def test_nothing_is_written_by_reading_back(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "N")
        await put(pilot, app, "programme", "acxm", pick=True)
        await put(pilot, app, "start", "7 dec")
        await pressed(pilot, "escape", "escape")
        assert "No sessions yet." in shown(app)


@pytest.mark.parametrize(
    ("duration", "rows"),
    [("2 days @ 5 hours per day", 2), ("4 days @ 5 hours per day", 2), ("7 weeks @ 3 hours per week", 4)],
)
def test_many_meetings_are_read_back_in_two_columns(desk: Desk, duration: str, rows: int) -> None:
    catalogue(desk)
    asked = {"programme": "ACXM", "start": "2026-12-07", "at": "14:00", "zone": "Europe/London", "duration": duration}
    receipt = schedule(desk.rehearsing(), Schedule.read(asked))
    lines = [line for line in read_back(receipt) if line.lstrip()[:1].isdigit()]
    assert len(lines) == rows
    assert all(len(line) <= 70 for line in lines)


def test_what_is_to_know_stands_out_behind_the_meetings() -> None:
    receipt = Receipt("Scheduled.", (" 1  Mon 7 Dec 2026 14:00, 5 hours", "Skipped: Sat 12 Dec 2026 is a weekend"))
    assert read_back(receipt) == (
        "Scheduled.",
        " 1  Mon 7 Dec 2026 14:00, 5 hours",
        "! Skipped: Sat 12 Dec 2026 is a weekend",
    )


async def test_a_code_that_is_typed_in_full_needs_no_picking(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "N")
        await typed(pilot, "acxm")
        await pressed(pilot, "tab")
        await until(pilot, app, "Programme * ACXM")
        await typed(pilot, "mon 7 dec")
        await pressed(pilot, "f2")
        assert session(desk, "ACXM-2026-12-07").programme == "ACXM"


async def test_letters_that_may_mean_several_have_to_be_picked(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "N")
        await typed(pilot, "acx")
        await pressed(pilot, "tab")
        await until(pilot, app, '✕ "acx" is not picked yet.')

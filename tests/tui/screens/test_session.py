"""One session: its head, its sides, and the deeds on its meetings and on the whole of it."""

from datetime import date, time

import pytest
from textual.pilot import Pilot

from acxdesk.actions.catalogue import EditProgramme, edit_programme
from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.journal import undo
from acxdesk.actions.meetings import CancelMeeting, MoveMeeting, cancel_meeting, move_meeting
from acxdesk.actions.organisations import AddOrganisation, add_organisation
from acxdesk.actions.sessions import EditSession, edit_session
from acxdesk.desk.door import Desk
from acxdesk.queries.sessions import SessionCard, session
from acxdesk.rules.sessions import Status
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens.session import SIDES, SessionScreen
from acxdesk.tui.screens.sessions import SessionsScreen
from acxdesk.tui.screens.timetable import Timetable
from acxdesk.tui.widgets.forms import Field
from acxdesk.tui.widgets.tabline import TabLine
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
    typed,
    words,
)

REF = "ACXM-2026-12-07"


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """ACXM, four days from Mon 7 Dec 2026, 14:00 in London, with a lead and an assistant."""
    catalogue(desk)
    coaches = [
        {"person": coach(desk), "role": "lead"},
        {"person": coach(desk, HOSTILE), "role": "assistant"},
    ]
    scheduled(desk, coaches=coaches, capacity_min=4, capacity_max=12, decision_on="2026-11-30")
    return desk


def card(desk: Desk) -> SessionCard:
    return session(desk, REF)


async def opened(pilot: Pilot[int], app: DeskApp, tab: str = "") -> SessionScreen:
    await settled(pilot)
    app.visit(Place("2", "session", REF, tab))
    await settled(pilot)
    assert isinstance(app.screen, SessionScreen)
    return app.screen


async def fill(pilot: Pilot[int], app: DeskApp, **values: str) -> None:
    """Type over what stands in some fields of a form."""
    for name, text in values.items():
        app.screen.query_one(f"#field-{name}", Field).focus_control()
        await pilot.press("end", "ctrl+u")
        await typed(pilot, text)


# What is drawn


async def test_the_head_says_what_a_coordinator_asks_first(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        assert drawn(app)[1:6] == [
            " Sessions ▸ ACXM-2026-12-07                           4 of 4 meetings, 20 hours",
            " ○ open · upcoming · ◐ 0 of 12 seats, at least 4 · decision by Mon 30 Nov 2026",
            " Accredited CX Master (ACXM) · 4 days @ 5 hours per day · edition 1",
            " Europe/London · online",
            " Coaches: Grace Okafor (lead), [/oops] [red]x[/red] [@click=app.quit]q[/] =1+1…",
        ]


async def test_a_newer_edition_a_reason_and_differences_are_told(ready: Desk) -> None:
    edit_programme(ready, EditProgramme.read({"programme": "ACXM", "duration": "3 days @ 5 hours per day"}))
    cancel_meeting(ready, CancelMeeting(session=REF, number=2, reason="strike"))
    decide(ready, Decide(session=REF, verb="cancel", reason=HOSTILE))
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        said = shown(app)
        assert "✕ cancelled · upcoming" in said
        assert f"Cancelled: {HOSTILE}" in said
        assert "edition 1; 2 is newer" in said
        assert "! Differs from its duration: 3 of 4 days planned; 15 of 20 hours." in said


async def test_a_session_without_a_coach_names_the_key(desk: Desk) -> None:
    catalogue(desk)
    scheduled(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        assert "No coach yet: A asks one, e names one." in shown(app)


async def test_meetings_stand_in_the_session_s_zone_and_the_viewer_s(ready: Desk) -> None:
    move_meeting(ready, MoveMeeting(session=REF, number=2, day=date(2026, 12, 12), reason="hall [/] is shut"))
    cancel_meeting(ready, CancelMeeting(session=REF, number=3, reason="strike"))
    app = app_over(ready, zone="Asia/Tokyo")
    async with app.run_test(size=(120, 24), notifications=True) as pilot:
        await opened(pilot, app)
        lines = [" ".join(line.split()) for line in drawn(app)]
        assert "No. Day London Tokyo Length Remark" in lines
        assert "▸ 1 Mon 7 Dec 2026 14:00-19:00 23:00-04:00+1 5 hours" in lines
        assert any("✕ cancelled: strike" in line for line in lines)
        assert any("» was Tue 8 Dec 14:00: hall [/]" in line for line in lines)


# Sides


SHEETS = {"attendance", "marks"}


async def test_tab_turns_round_the_sides_and_esc_leaves_them_all(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "enter")
        seen = []
        for _ in SIDES:
            in_a_sheet = app.screen.query_one(TabLine).here in SHEETS  # there Tab goes from cell to cell
            await pressed(pilot, "}" if in_a_sheet else "tab")
            seen.append(app.screen.query_one(TabLine).here)
        assert seen == [*list(SIDES)[1:], "timetable"]
        await pressed(pilot, "{")
        assert app.screen.query_one(TabLine).here == "history"
        await pressed(pilot, "escape")
        assert isinstance(app.screen, SessionsScreen)


async def test_a_click_turns_to_a_side(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        screen = await opened(pilot, app)
        line = next(line for line in drawn(app) if "Timetable" in line)
        await pilot.click(TabLine, offset=(line.index("History"), 0))
        await settled(pilot)
        assert screen.place.tab == "history"
        assert "[History]" in shown(app)


async def test_a_place_can_name_a_side(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app, "calendar")
        said = shown(app)
        assert "[Calendar]" in said
        assert "ACXM, day 1 of 4" in said
        assert "Accredited CX Master" in said.partition("ACXM, day 4 of 4")[2]


async def test_the_calendar_shows_what_was_cancelled(ready: Desk) -> None:
    cancel_meeting(ready, CancelMeeting(session=REF, number=2, reason="strike"))
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app, "calendar")
        (line,) = [line for line in drawn(app) if "✕ cancelled" in line]
        assert "Tue 8 Dec 2026 14:00-19:00" in line


async def test_the_history_holds_what_was_done_about_this_session_alone(ready: Desk) -> None:
    scheduled(ready, "CPP", date(2026, 12, 1))
    cancel_meeting(ready, CancelMeeting(session=REF, number=2, reason=HOSTILE))
    app = app_over(ready)
    async with app.run_test(size=(120, 24), notifications=True) as pilot:
        await opened(pilot, app, "history")
        said = shown(app)
        assert f"{REF}: meeting 2, Tue 8 Dec 2026 14:00, cancelled" in said
        assert f"{REF} scheduled" in said
        assert "CPP-2026-12-01 scheduled" not in said
        decide(ready, Decide(session=REF, verb="confirm"))
        app.announce()
        await settled(pilot)
        assert f"{REF} confirmed." in shown(app)


# Meetings


async def test_one_meeting_is_moved_by_what_people_say_and_read_back_first(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "j", "m")
        await fill(pilot, app, day="sat 12 dec", at="9.30")
        await pilot.pause(0.4)
        await settled(pilot)
        assert "Date sat 12 dec Sat 12 Dec 2026" in words(app)
        assert "meeting 2 moved from Tue 8 Dec 2026 14:00 to Sat 12 Dec 2026 09:30." in words(app)
        assert card(ready).meetings[1].day == date(2026, 12, 8)
        await pressed(pilot, "f2")
        assert (card(ready).meetings[1].day, card(ready).meetings[1].at) == (date(2026, 12, 12), time(9, 30))
        assert "» was Tue 8 Dec 14:00" in shown(app)
        assert "▸    2 Sat 12 Dec 2026" in shown(app)
        await pressed(pilot, "u")
        assert card(ready).meetings[1].day == date(2026, 12, 8)


async def test_a_date_that_is_none_is_told_beside_its_field_and_nothing_is_lost(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "m")
        await fill(pilot, app, day="31 feb", reason="[/oops]")
        await pressed(pilot, "ctrl+s")
        said = shown(app)
        assert "✕" in said
        assert "[/oops]" in said
        assert card(ready).meetings[0].day == date(2026, 12, 7)


async def test_enter_moves_the_meeting_under_the_cursor(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "j", "j", "enter")
        assert "Move meeting 3 of ACXM-2026-12-07, Wed 9 Dec 2026" in shown(app)


async def test_a_meeting_is_made_shorter(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "L")
        await fill(pilot, app, minutes="270")
        await pressed(pilot, "ctrl+s")
        assert card(ready).meetings[0].minutes == 270
        assert "4.5 hours" in shown(app)
        assert "! Differs from its duration: meeting 1 meets 4.5 of 5 hours; 19.5 of 20 hours." in shown(app)


async def test_a_meeting_is_cancelled_with_a_reason_and_held_after_all_by_the_same_key(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "j", "d")
        await typed(pilot, "strike [/]")
        await pressed(pilot, "enter")
        assert (card(ready).meetings[1].cancelled, card(ready).meetings[1].reason) == (True, "strike [/]")
        assert "✕ cancelled" in shown(app)
        await pressed(pilot, "d")
        assert not card(ready).meetings[1].cancelled


async def test_what_cannot_be_done_with_a_cancelled_meeting_is_told(ready: Desk) -> None:
    cancel_meeting(ready, CancelMeeting(session=REF, number=1, reason="strike"))
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "m")
        assert isinstance(app.screen, SessionScreen)
        assert app.said == "Meeting 1 is cancelled. d holds it after all."


async def test_a_meeting_is_added(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "a")
        await fill(pilot, app, day="14 dec", minutes="90")
        await pressed(pilot, "ctrl+s")
        last = card(ready).meetings[-1]
        assert (last.number, last.day, last.at, last.minutes) == (5, date(2026, 12, 14), time(14), 90)
        assert "Timetable 5" in shown(app)


async def test_marks_are_not_offered_where_no_deed_is_for_many(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        screen = await opened(pilot, app)
        await pressed(pilot, "space", "*")
        assert not screen.query_one(Timetable).marked


# The whole session


async def test_the_whole_session_is_moved_after_it_was_read_back(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "M")
        await fill(pilot, app, start="thu 10 dec", zone="America/New_York")
        await pressed(pilot, "escape")  # the list of zones
        await pilot.pause(0.4)
        await settled(pilot)
        assert "1 Thu 10 Dec 2026 14:00, 5 hours 3 Mon 14 Dec 2026 14:00, 5 hours" in words(app)
        assert "2 Fri 11 Dec 2026 14:00, 5 hours 4 Tue 15 Dec 2026 14:00, 5 hours" in words(app)
        assert card(ready).zone == "Europe/London"
        await pressed(pilot, "ctrl+s")
        assert card(ready).zone == "America/New_York"
        assert [meeting.day.day for meeting in card(ready).meetings] == [10, 11, 14, 15]
        assert "America/New_York" in drawn(app)[4]


async def test_what_it_is_is_edited_and_only_what_was_touched(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "e")
        await fill(pilot, app, venue=HOSTILE, capacity_max="20", link="https://meet.example.org/1")
        await pressed(pilot, "ctrl+s")
        held = card(ready)
        assert (held.venue, held.capacity_max, held.capacity_min) == (HOSTILE, 20, 4)
        assert held.link == "https://meet.example.org/1"
        assert [one.role for one in held.coaches] == ["lead", "assistant"]
        assert HOSTILE in shown(app)


async def test_a_decision_date_and_an_organisation_can_be_taken_away(ready: Desk) -> None:
    number = add_organisation(ready, AddOrganisation.read({"name": "Werke [/]"})).ids[0]
    edit_session(ready, EditSession(session=REF, organisation=number))
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "e")
        assert "Werke [/]" in shown(app)
        await fill(pilot, app, organisation="", decision_on="")
        await pressed(pilot, "ctrl+s")
        assert (card(ready).organisation_id, card(ready).decision_on) == (None, None)


async def test_a_change_of_somebody_else_meanwhile_is_not_overwritten(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "e")
        await fill(pilot, app, city="Oslo")
        edit_session(ready, EditSession(session=REF, city="Rome"))
        await pressed(pilot, "ctrl+s")
        assert "was changed by" in words(app)
        assert "Oslo" in shown(app)
        assert card(ready).city == "Rome"
        await pressed(pilot, "ctrl+s")
        assert card(ready).city == "Oslo"


async def test_a_coach_is_added_in_a_part_by_some_letters(ready: Desk) -> None:
    coach(ready, "José Núñez")
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "e")
        app.screen.query_one("#field-coaches", Field).focus_control()
        await typed(pilot, "nunez mentor")
        await pilot.pause(0.2)
        await settled(pilot)
        await pressed(pilot, "enter", "ctrl+s")
        assert [(one.name, one.role.value) for one in card(ready).coaches] == [
            ("Grace Okafor", "lead"),
            (HOSTILE, "assistant"),
            ("José Núñez", "mentor in training"),
        ]


async def test_picking_a_coach_again_changes_her_part(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "e")
        app.screen.query_one("#field-coaches", Field).focus_control()
        await typed(pilot, "okafor assist")
        await pilot.pause(0.2)
        await settled(pilot)
        await pressed(pilot, "enter", "ctrl+s")
        assert {one.name: one.role.value for one in card(ready).coaches}["Grace Okafor"] == "assistant"


async def test_a_capacity_below_the_minimum_is_refused_and_the_form_stays(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "e")
        await fill(pilot, app, capacity_min="13")
        await pressed(pilot, "ctrl+s")
        assert "✕ The minimum of 13 seats is above the maximum of 12." in shown(app)
        assert card(ready).capacity_min == 4


@pytest.mark.parametrize(("key", "status"), [("f", Status.CONFIRMED), ("X", Status.CANCELLED)])
async def test_it_is_decided_about(ready: Desk, key: str, status: Status) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, key)
        if status is Status.CANCELLED:
            await typed(pilot, "fire")
            await pressed(pilot, "enter")
        assert card(ready).status is status
        assert f"{status}" in drawn(app)[2]


async def test_a_cancelled_session_refuses_to_change_and_says_so(ready: Desk) -> None:
    decide(ready, Decide(session=REF, verb="cancel", reason="fire"))
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        for key in ("e", "M", "m", "a", "d"):
            app.say("")
            await pressed(pilot, key)
            assert app.said == f"{REF} is cancelled and cannot be changed.", key
        await pressed(pilot, "r")
        assert card(ready).status is Status.OPEN


async def test_a_session_that_is_taken_back_is_left(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        undo(ready)
        app.announce()
        await settled(pilot)
        assert isinstance(app.screen, SessionsScreen)
        assert not app.history.can_go_forward
        assert not app.troubles

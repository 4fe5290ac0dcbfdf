"""The list of sessions: what is drawn, how it is narrowed, and what its verbs do to one session and to many."""

from datetime import date

import pytest

from acxdesk.actions.deciding import Decide, decide
from acxdesk.desk.door import Desk
from acxdesk.queries.sessions import session
from acxdesk.rules.sessions import Status
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens.dialogs import Report
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.screens.printedimport import PrintedImport
from acxdesk.tui.screens.scheduleline import ScheduleLine
from acxdesk.tui.screens.session import SessionScreen
from acxdesk.tui.screens.sessions import SessionsScreen
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
)


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Three sessions: a draft, an open one with a coach of a hostile name, a confirmed one."""
    catalogue(desk)
    scheduled(desk, "CPP", date(2026, 12, 1), draft=True)
    scheduled(desk, "ACXM", date(2026, 12, 7), coaches=[{"person": coach(desk, HOSTILE)}])
    decide(desk, Decide(session=scheduled(desk, "COIM", date(2026, 12, 15), city="Zürich"), verb="confirm"))
    return desk


def statuses(desk: Desk) -> list[Status]:
    return [session(desk, ref).status for ref in ("CPP-2026-12-01", "ACXM-2026-12-07", "COIM-2026-12-15")]


def screen_of(app: DeskApp) -> SessionsScreen:
    assert isinstance(app.screen, SessionsScreen)
    return app.screen


async def test_an_empty_list_names_the_keys_that_fill_it(desk: Desk) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2")
        assert "No sessions yet. n schedules one, i imports a printed schedule." in shown(app)
        await pressed(pilot, "e")
        assert app.said == "There is no session here."
        await pressed(pilot, "f")
        assert app.said == "There is no session here."


async def test_sessions_are_drawn_by_their_start(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2")
        assert drawn(app)[1:6] == [
            " Sessions                                                              1-3 of 3",
            "   Session               Starts ▲        Coaches      Status      Seats",
            "▸  CPP-2026-12-01        Tue 1 Dec 2026               · draft     ◐ 0 of 20",
            "   ACXM-2026-12-07       Mon 7 Dec 2026  [/oops] [re… ○ open      ◐ 0 of 16",
            "   COIM-2026-12-15       Tue 15 Dec 2026              ● confirmed ◐ 0 of 16",
        ]


async def test_where_there_is_room_the_session_under_the_cursor_stands_beside_the_list(busy: Desk) -> None:
    app = app_over(busy, zone="Asia/Kolkata")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pressed(pilot, "2", "j")
        beside = [line[82:] for line in drawn(app)[2:11]]
        assert beside[:2] == ["Accredited CX Master", "4 days @ 5 hours per day"]
        assert "Times of London, then of Kolkata" in beside
        assert " 1 Mon 7 Dec 2026  14:00-19:00 19:30" in beside


async def test_words_without_accents_narrow_the_list_and_esc_shows_all(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "slash")
        await typed(pilot, "zurich")
        await settled(pilot)
        await pressed(pilot, "enter")
        assert "1-1 of 1" in drawn(app)[1]
        assert "COIM-2026-12-15" in drawn(app)[3]
        await pressed(pilot, "escape")
        assert "1-3 of 3" in drawn(app)[1]


async def test_enter_opens_a_session_and_esc_comes_back(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "j", "enter")
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.place == Place("2", "session", "ACXM-2026-12-07")
        await pressed(pilot, "escape")
        assert screen_of(app).list.current is not None


async def test_a_double_click_opens_a_session(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2")
        await pilot.click("BigList", offset=(10, 3), times=2)
        await settled(pilot)
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.reference == "COIM-2026-12-15"


@pytest.mark.parametrize(
    ("down", "key", "reference", "status"),
    [(0, "o", "CPP-2026-12-01", Status.OPEN), (1, "f", "ACXM-2026-12-07", Status.CONFIRMED)],
)
async def test_a_verb_for_one_session_asks_nothing(
    busy: Desk, down: int, key: str, reference: str, status: Status
) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", *["j"] * down, key)
        assert session(busy, reference).status is status
        assert app.said.startswith(f"{reference} ")
        assert f"{status}" in drawn(app)[3 + down]
        await pressed(pilot, "u")
        assert session(busy, reference).status is not status


async def test_a_verb_that_does_not_follow_says_why(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "f")
        assert app.said.startswith("CPP-2026-12-01 is draft; only a session that is open can be confirmed.")
        assert statuses(busy)[0] is Status.DRAFT
        await pressed(pilot, "j", "j", "C")
        assert "it can be closed after its last meeting ends" in app.said


async def test_cancelling_asks_for_a_reason_and_keeps_it(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "j", "d", "enter")
        assert "A reason is needed" in shown(app)
        await typed(pilot, "too few [/x]")
        await pressed(pilot, "enter")
        card = session(busy, "ACXM-2026-12-07")
        assert (card.status, card.status_reason) == (Status.CANCELLED, "too few [/x]")
        assert app.said == "ACXM-2026-12-07 cancelled: too few [/x]."
        await pressed(pilot, "r")
        assert session(busy, "ACXM-2026-12-07").status is Status.OPEN


async def test_esc_leaves_a_session_as_it_is(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "j", "d", "escape")
        assert statuses(busy)[1] is Status.OPEN


async def test_a_verb_for_marked_sessions_looks_first_and_is_one_deed(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "*", "f")
        assert isinstance(app.screen, Report)
        assert "1 will be confirmed, 2 cannot." in shown(app)
        assert "✕ CPP-2026-12-01 is draft" in shown(app)
        assert statuses(busy)[1] is Status.OPEN
        await pressed(pilot, "enter")
        assert statuses(busy) == [Status.DRAFT, Status.CONFIRMED, Status.CONFIRMED]
        assert app.said == "1 session confirmed, 2 cannot."
        assert not screen_of(app).list.marked
        await pressed(pilot, "u")
        assert statuses(busy) == [Status.DRAFT, Status.OPEN, Status.CONFIRMED]


async def test_many_are_cancelled_for_one_reason(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "space", "space", "d")
        await typed(pilot, "fire")
        await pressed(pilot, "enter")
        assert "2 will be cancelled." in shown(app)
        await pressed(pilot, "escape")
        assert statuses(busy)[:2] == [Status.DRAFT, Status.OPEN]
        assert len(screen_of(app).list.marked) == 2
        await pressed(pilot, "d")
        await typed(pilot, "fire")
        await pressed(pilot, "enter", "enter")
        assert statuses(busy) == [Status.CANCELLED, Status.CANCELLED, Status.CONFIRMED]


async def test_what_somebody_else_did_is_read_again_and_the_cursor_stays(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "j")
        scheduled(busy, "ACXC", date(2026, 11, 30))
        app.announce()
        await settled(pilot)
        assert drawn(app)[3].startswith("   ACXC-2026-11-30")
        assert drawn(app)[5].startswith("▸  ACXM-2026-12-07")


async def test_the_reference_is_what_is_copied(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "y")
        assert app.clipboard == "CPP-2026-12-01"


@pytest.mark.parametrize(
    ("key", "dialog"), [("n", ScheduleLine), ("N", FormScreen), ("e", FormScreen), ("i", PrintedImport)]
)
async def test_forms_open_by_their_keys(busy: Desk, key: str, dialog: type) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", key)
        assert isinstance(app.screen, dialog)
        await pressed(pilot, "escape")
        assert isinstance(app.screen, SessionsScreen)


async def test_a_small_terminal_is_no_trouble(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=(40, 12), notifications=True) as pilot:
        await pressed(pilot, "2", "j", "enter", "m", "escape", "tab", "tab", "escape", "n", "escape", "i")
        assert not app.troubles

"""The list of clashes: read, gone to, accepted, moved away."""

import pytest
from syrupy.assertion import SnapshotAssertion

from acxdesk.actions.deciding import Decide, decide
from acxdesk.desk.door import Desk
from acxdesk.queries.clashes import clashes_between
from acxdesk.tui.places import Place
from acxdesk.tui.screens.clashes import ClashesScreen
from acxdesk.tui.screens.session import SessionScreen
from tests.actions.sample import add_people, add_programme, book, rows, run
from tests.tui.screens.sessionstage import HOSTILE, SIZE, app_over, drawn, pressed, settled, typed, until, words

GRACE = [{"person": 1}]


@pytest.fixture
def clashing(desk: Desk) -> Desk:
    """Somebody teaches ACXM and CPP on Tue 8 Dec, and Ada sits both."""
    add_programme(desk)
    add_programme(desk, "CPP", "1 day @ 2 hours per day", most=9)
    add_people(desk, [HOSTILE, "Alan Turing"], coach=True)
    add_people(desk, ["Ada Byron"])
    for session in (
        run(desk, coaches=GRACE),
        run(desk, "2026-12-08", programme="CPP", at="15:00", coaches=GRACE, accept="for now"),
    ):
        book(desk, session, 3)
    return desk


async def test_the_list_tells_them_and_goes_to_both_sessions(clashing: Desk, snapshot: SnapshotAssertion) -> None:
    app = app_over(clashing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2"))
        await until(pilot, app, "ACXM-2026-12-07")
        await pressed(pilot, "exclamation_mark")
        await until(pilot, app, "Ada Byron sits ACXM day 2 and CPP day 1 (2 h overlap).")
        assert "! delegate" in words(app)
        assert "✓ coach" not in words(app)  # it is accepted
        await pressed(pilot, "v")
        await until(pilot, app, "✓ coach")
        assert "[/oops] [red" in words(app)
        assert "\n".join(drawn(app)) == snapshot
        await pressed(pilot, "enter")
        await until(pilot, app, "Sessions ▸ ACXM-2026-12-07")
        await pressed(pilot, "[")
        await until(pilot, app, "! delegate")
        await pressed(pilot, "o")
        await until(pilot, app, "Sessions ▸ CPP-2026-12-08")
        assert isinstance(app.screen, SessionScreen)
    assert app.troubles == []


async def test_those_that_are_marked_are_accepted_with_one_reason_and_taken_back(clashing: Desk) -> None:
    app = app_over(clashing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "clashes"))
        await until(pilot, app, "! delegate")
        await pressed(pilot, "A")
        await typed(pilot, "she sits half of each")
        await pressed(pilot, "enter")
        await until(pilot, app, "Nothing clashes from now on.")
        await pressed(pilot, "v")
        await until(pilot, app, "✓ delegate")
        await pressed(pilot, "*", "d")
        await until(pilot, app, "2 clashes accepted no more.")
        await until(pilot, app, "! coach")
        assert rows(clashing, "accepted_clashes") == []
    assert app.troubles == []


async def test_a_proposal_is_picked_read_back_and_carried_out(clashing: Desk) -> None:
    app = app_over(clashing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "clashes"))
        await until(pilot, app, "! delegate")
        await pressed(pilot, "p")
        await until(pilot, app, "What is free, nearest first")
        await typed(pilot, "CPP day 1 to 11:30")
        await pressed(pilot, "enter")
        await until(pilot, app, "Move CPP day 1 of CPP-2026-12-08")
        await until(pilot, app, "moved from Tue 8 Dec 2026 15:00 to Tue 8 Dec 2026 11:30")
        await pressed(pilot, "ctrl+s")
        await until(pilot, app, "Nothing clashes from now on.")
        assert isinstance(app.screen, ClashesScreen)
        assert clashes_between(clashing) == ()
    assert app.troubles == []


async def test_a_form_asks_why_a_clash_is_accepted_and_saves_with_the_reason(clashing: Desk) -> None:
    app = app_over(clashing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "session", "CPP-2026-12-08"))
        await until(pilot, app, "Tue 8 Dec 2026")
        await pressed(pilot, "L", "end", "backspace", "backspace", "backspace", *"180")
        await until(pilot, app, "! Tue 8 Dec 2026 15:00-18:00 London")
        await pressed(pilot, "ctrl+s")
        await until(pilot, app, "Why is it accepted?")
        await pressed(pilot, "escape")
        await until(pilot, app, "Length of meeting 1")
        await pressed(pilot, "ctrl+s")
        await until(pilot, app, "Why is it accepted?")
        await typed(pilot, "she has help")
        await pressed(pilot, "enter")
        await until(pilot, app, "meeting 1 takes 3 hours, not 2 hours")
        assert {one.accepted for one in clashes_between(clashing)} == {"she has help"}
    assert app.troubles == []


async def test_what_is_held_after_all_and_reopened_asks_as_well(clashing: Desk) -> None:
    decide(clashing, Decide(session="CPP-2026-12-08", verb="cancel", reason="few"))
    app = app_over(clashing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "session", "CPP-2026-12-08"))
        await until(pilot, app, "cancelled")
        await pressed(pilot, "r")
        await until(pilot, app, "Why is it accepted?")
        await typed(pilot, "asked for")
        await pressed(pilot, "enter")
        await until(pilot, app, "CPP-2026-12-08 reopened")
        assert {one.accepted for one in clashes_between(clashing)} == {"for now", "asked for"}
    assert app.troubles == []


async def test_an_accepted_clash_shows_the_whole_reason_and_the_place_says_what_is_listed(clashing: Desk) -> None:
    app = app_over(clashing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "clashes"))
        await until(pilot, app, "Sessions ▸ clashes")
        await pressed(pilot, "v")
        await until(pilot, app, "✓ coach")
        assert "Sessions ▸ clashes ▸ past and accepted, too" in words(app)
        await pressed(pilot, "home")
        await until(pilot, app, "Accepted: for now")
    assert app.troubles == []


async def test_a_list_of_all_without_a_clash_does_not_offer_to_show_more(desk: Desk) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "clashes"))
        await until(pilot, app, "v shows what is past or was accepted, too.")
        await pressed(pilot, "v")
        await until(pilot, app, "v shows only what needs somebody.")
    assert app.troubles == []

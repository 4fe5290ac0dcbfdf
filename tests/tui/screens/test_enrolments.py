"""All enrolments on the desk, and one with its history."""

from datetime import date

import pytest
from textual.pilot import Pilot

from acxdesk.actions.enrolments import MovePlaces, move_places
from acxdesk.actions.journal import undo
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.queries.enrolments import enrolments
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place as Spot
from acxdesk.tui.screens.enrolment import EnrolmentScreen
from acxdesk.tui.screens.enrolments import EnrolmentsScreen
from acxdesk.tui.screens.session import SessionScreen
from acxdesk.tui.screens.sessions import SessionsScreen
from tests.tui.screens.sessionstage import (
    HOSTILE,
    SIZE,
    app_over,
    catalogue,
    drawn,
    pressed,
    scheduled,
    settled,
    shown,
    typed,
)

FIRST, SECOND = "ACXM-2026-12-07", "ACXM-2027-01-11"


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """Two sessions of one seat: Ada is booked on both, Zoë waits for the first, somebody hostile applied for it."""
    catalogue(desk)
    scheduled(desk, capacity_min=1, capacity_max=1)
    scheduled(desk, start=date(2027, 1, 11), capacity_min=1, capacity_max=1)
    ada, zoe, hostile = (
        add_person(desk, AddPerson.read({"name": name})).ids[0] for name in ("Ada Byron", "Zoë Núñez", HOSTILE)
    )
    for session, person, verb in (
        (FIRST, ada, "book"),
        (SECOND, ada, "book"),
        (FIRST, zoe, "book"),
        (FIRST, hostile, "apply"),
    ):
        move_places(desk, MovePlaces(session=session, people=(person,), verb=verb))
    return desk


def place_of(desk: Desk, number: int) -> str:
    listing = enrolments(desk)
    at = [column.name for column in listing.columns].index("place")
    (line,) = listing.of([number])
    return str(line.values[at])


def on(app: DeskApp, kind: type) -> bool:
    """Whether the screen that is shown is of a kind."""
    return isinstance(app.screen, kind)


async def all_of_them(pilot: Pilot[int], app: DeskApp) -> EnrolmentsScreen:
    await settled(pilot)
    await pressed(pilot, "2", "E")
    assert isinstance(app.screen, EnrolmentsScreen)
    return app.screen


async def one(pilot: Pilot[int], app: DeskApp, number: int) -> EnrolmentScreen:
    await settled(pilot)
    app.visit(Spot("2", "enrolment", number))
    await settled(pilot)
    assert isinstance(app.screen, EnrolmentScreen)
    return app.screen


async def test_all_enrolments_are_reached_from_the_sessions_and_left_by_esc(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await all_of_them(pilot, app)
        assert "Sessions ▸ all enrolments" in drawn(app)[1]
        assert "1-4 of 4" in drawn(app)[1]
        assert any(line.startswith("▸") and HOSTILE[:14] in line and "· applied" in line for line in drawn(app))
        await pressed(pilot, "escape")
        assert on(app, SessionsScreen)
    assert app.troubles == []


async def test_an_empty_desk_says_how_the_list_is_filled(desk: Desk) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await all_of_them(pilot, app)
        assert "Nobody has a place." in shown(app)
        await pressed(pilot, "w")
        assert "Nobody is here." in shown(app)
    assert app.troubles == []


async def test_the_list_is_narrowed_to_those_who_wait_and_esc_shows_all_again(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await all_of_them(pilot, app)
        await pressed(pilot, "n")
        await typed(pilot, "wait")
        await pressed(pilot, "enter")
        assert "▸ waitlisted" in drawn(app)[1]
        assert "1-1 of 1" in drawn(app)[1]
        assert any("Zoë Núñez" in line and "… waitlisted" in line for line in drawn(app))
        await pressed(pilot, "escape")
        assert "1-4 of 4" in drawn(app)[1]
    assert app.troubles == []


async def test_places_of_two_sessions_are_not_moved_as_one_deed_and_it_is_said_why(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await all_of_them(pilot, app)
        await pressed(pilot, "asterisk", "F")
        assert "The marked places are of 2 sessions." in shown(app)
        assert [place_of(ready, number) for number in (1, 2, 3, 4)] == ["booked", "booked", "waitlisted", "applied"]
    assert app.troubles == []


async def test_places_of_one_session_are_moved_after_a_look(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await all_of_them(pilot, app)
        await pressed(pilot, "n")
        await typed(pilot, "waitl")
        await pressed(pilot, "enter", "v")
        assert place_of(ready, 3) == "declined"
        assert "Nobody has a place." in shown(app)  # nobody waits any more
        await pressed(pilot, "u")
        assert place_of(ready, 3) == "waitlisted"
    assert app.troubles == []


async def test_t_goes_to_the_session_and_p_to_the_delegate(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await all_of_them(pilot, app)
        await pressed(pilot, "t")
        assert on(app, SessionScreen)
        assert "[Delegates" in shown(app)
        await pressed(pilot, "left_square_bracket", "p")
        assert app.history.present == Spot("3", "person", 3)
        assert "[/oops]" in shown(app)
    assert app.troubles == []


async def test_an_enrolment_tells_its_place_and_how_it_came_about(ready: Desk) -> None:
    app = app_over(ready, zone="Europe/London")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await one(pilot, app, 3)
        assert f"Sessions ▸ {FIRST} ▸ Zoë Núñez" in drawn(app)[1]
        assert "… waitlisted since Tue 24 Nov 2026 09:00 Europe/London" in shown(app)
        assert any("booked: waitlisted" in line and "anna" in line for line in drawn(app))
        move_places(ready, MovePlaces(session=FIRST, people=(1,), verb="cancel", reason="[/why] not"))
        app.announce()
        await settled(pilot)
        assert "! The offer stands until Thu 26 Nov 2026 09:00" in shown(app)
        assert any("offered a seat" in line and "a seat was freed" in line for line in drawn(app))
        await pressed(pilot, "a")
        assert place_of(ready, 3) == "booked"
        assert "○ booked since" in shown(app)
    assert app.troubles == []


async def test_a_reason_is_asked_for_and_kept(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await one(pilot, app, 4)
        await pressed(pilot, "d")
        assert "Cancel: [/oops]" in shown(app)
        await typed(pilot, "no")
        await pressed(pilot, "enter")
        assert place_of(ready, 4) == "cancelled"
        assert any("cancelled" in line and line.rstrip().endswith("no") for line in drawn(app))
        await pressed(pilot, "d")
        assert "is cancelled: that cannot" in shown(app)
    assert app.troubles == []


async def test_an_enrolment_that_is_taken_back_is_left(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await one(pilot, app, 4)
        undo(ready)
        app.announce()
        await settled(pilot)
        assert on(app, SessionsScreen)
        assert "not on the desk any more" in shown(app)
    assert app.troubles == []


@pytest.mark.parametrize("size", [(40, 12), (20, 6), (120, 40)])
async def test_they_are_drawn_at_any_size(ready: Desk, size: tuple[int, int]) -> None:
    app = app_over(ready)
    async with app.run_test(size=size, notifications=True) as pilot:
        await all_of_them(pilot, app)
        await pressed(pilot, "n", "escape", "enter")
        assert on(app, EnrolmentScreen)
        await pressed(pilot, "x", "escape", "p")
    assert app.troubles == []

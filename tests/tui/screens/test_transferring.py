"""A transfer from wherever places are shown; and who cannot be booked is seen before it is tried."""

from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens.booking import PickSession, sessions_for
from acxdesk.tui.screens.dialogs import Report
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.screens.rosterpicks import people_for
from tests.actions.sample import add_programme, book, held, hold, require
from tests.tui.screens.sessionstage import SIZE, app_over, pressed, scheduled, settled, shown, typed, until, words

HERE, THERE, ASKS = "ACXM-2026-12-07", "ACXM-2027-01-18", "ACXC-2026-12-07"


@pytest.fixture
def places(desk: Desk) -> tuple[int, int]:
    """Ada and Bob are on the first of two sessions of ACXM; ACXC asks for COIM, which nobody holds."""
    for code in ("ACXM", "ACXC", "COIM"):
        add_programme(desk, code)
    require(desk, "ACXC", "COIM")
    scheduled(desk, capacity_min=1)
    scheduled(desk, start=date(2027, 1, 18), capacity_min=1)
    scheduled(desk, "ACXC", capacity_min=1)
    ada, bob = (add_person(desk, AddPerson(name=name)).ids[0] for name in ("Ada Byron", "Bob Núñez"))
    book(desk, HERE, ada, bob)
    return ada, bob


async def at(pilot: Pilot[Any], app: DeskApp, place: Place) -> None:
    await settled(pilot)
    app.visit(place)
    await settled(pilot)


async def to_there(pilot: Pilot[Any], app: DeskApp) -> None:
    """Press m, pick the session, say why."""
    await pressed(pilot, "m")
    assert isinstance(app.screen, PickSession)
    await until(pilot, app, THERE)
    assert HERE not in words(app).partition("acxm nov")[2]
    await typed(pilot, "2027")
    await until(pilot, app, THERE)
    await settled(pilot)
    await pressed(pilot, "enter")
    await typed(pilot, "a wedding")
    await pressed(pilot, "enter")


@pytest.mark.parametrize(
    "place",
    [
        Place("2", "session", HERE, "delegates"),
        Place("2", "enrolment", 1),
        Place("3", "person", 1, "places"),
        Place("2", "enrolments"),
    ],
    ids=lambda place: f"{place.thing} {place.tab}",
)
async def test_m_transfers_whoever_is_meant(desk: Desk, places: tuple[int, int], place: Place) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at(pilot, app, place)
        await to_there(pilot, app)
        assert f"Ada Byron transferred from {HERE} to {THERE}" in words(app)
        assert (held(desk, HERE)["Ada Byron"], held(desk, THERE)) == ("transferred", {"Ada Byron": "booked"})
        await pressed(pilot, "u")
        assert held(desk, HERE) == {"Ada Byron": "booked", "Bob Núñez": "booked"}
    assert app.troubles == []


async def test_of_many_it_is_looked_at_before(desk: Desk, places: tuple[int, int]) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at(pilot, app, Place("2", "session", HERE, "delegates"))
        await pressed(pilot, "*")
        await to_there(pilot, app)
        assert isinstance(app.screen, Report)
        assert "2 will be transferred." in words(app)
        await pressed(pilot, "enter")
        assert held(desk, THERE) == {"Ada Byron": "booked", "Bob Núñez": "booked"}
    assert app.troubles == []


async def test_of_a_full_session_it_is_asked_whether_to_wait(desk: Desk, places: tuple[int, int]) -> None:
    others = [add_person(desk, AddPerson(name=name)).ids[0] for name in ("Cleo", "Dan")]
    book(desk, THERE, *others)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at(pilot, app, Place("3", "person", places[0], "places"))
        for answer in ("enter", "down"):
            await to_there(pilot, app)
            assert isinstance(app.screen, PickOne)
            await pressed(pilot, answer)
        assert held(desk, HERE)["Ada Byron"] == "booked"
        await pressed(pilot, "enter")
        assert (held(desk, HERE)["Ada Byron"], held(desk, THERE)["Ada Byron"]) == ("transferred", "waitlisted")
    assert app.troubles == []


async def test_who_has_left_is_not_transferred_and_it_is_said_why(desk: Desk, places: tuple[int, int]) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at(pilot, app, Place("2", "session", HERE, "delegates"))
        await to_there(pilot, app)
        await pressed(pilot, "m")
        assert "Ada Byron is transferred: that cannot be transferred." in words(app)
    assert app.troubles == []


# ---- who lacks what a session asks for is seen before it is tried


def test_beside_a_session_stands_what_is_lacked_for_it(desk: Desk, places: tuple[int, int]) -> None:
    ada, bob = places
    notes = {hit.value: hit.note for hit in sessions_for(desk, "", people=(ada,))}
    assert notes[ASKS].endswith("✕ needs COIM valid on 7 Dec 2026; does not hold it")
    assert "✕" not in notes[HERE]
    hold(desk, ada, "COIM")
    notes = {hit.value: hit.note for hit in sessions_for(desk, "", people=(ada, bob), but=HERE)}
    assert notes[ASKS].endswith("✕ 1 of 2 lack what it asks for")
    assert notes.keys() == {THERE, ASKS}
    assert "✕" not in {hit.value: hit.note for hit in sessions_for(desk, "", people=(ada,))}[ASKS]


def test_beside_a_person_stands_what_she_lacks_for_the_session(desk: Desk, places: tuple[int, int]) -> None:
    hold(desk, places[0], "COIM")
    notes = {hit.text: hit.note for hit in (*people_for(desk, "ada", ASKS), *people_for(desk, "bob", ASKS))}
    assert notes["Bob Núñez"] == "✕ needs COIM valid on 7 Dec 2026; does not hold it"
    assert "✕" not in notes["Ada Byron"]


async def test_on_the_roster_a_sign_and_a_line_tell_who_lacks_something(desk: Desk, places: tuple[int, int]) -> None:
    require(desk, "ACXM", "COIM")
    hold(desk, places[0], "COIM")
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at(pilot, app, Place("2", "session", HERE, "delegates"))
        await pressed(pilot, "home")
        assert "needs COIM" not in words(app)
        await pressed(pilot, "down")
        assert "✕ ○ booked" in shown(app)
        assert shown(app).count("✕ ○ booked") == 1
        assert "✕ Bob Núñez needs COIM valid on 7 Dec 2026; does not hold it." in words(app)
        hold(desk, places[1], "COIM")
        app.announce()
        await settled(pilot)
        assert "✕" not in shown(app)
    assert app.troubles == []

"""The delegates of a session: booking, the line, the moves of places, narrowing, taking out, import."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.enrolments import MovePlaces, move_places
from acxdesk.actions.journal import undo
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.enrolments import enrolments
from acxdesk.queries.people import everybody
from acxdesk.tui import app as app_module
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place as Spot
from acxdesk.tui.screens.enrolment import EnrolmentScreen
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.screens.roster import Roster
from acxdesk.tui.screens.rosterpicks import PickPeople
from acxdesk.tui.screens.session import SessionScreen
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

REF = "ACXM-2026-12-07"


@pytest.fixture
def people(desk: Desk) -> tuple[int, ...]:
    """Ada, Zoë, Hana and somebody whose name is hostile; a session of two seats that nobody is on."""
    catalogue(desk)
    scheduled(desk, capacity_min=1, capacity_max=2)
    return tuple(person(desk, name) for name in ("Ada Byron", "Zoë Núñez", "Hana Sato", HOSTILE))


def person(desk: Desk, name: str) -> int:
    return add_person(desk, AddPerson.read({"name": name})).ids[0]


def moved(desk: Desk, verb: str, people: Sequence[int], reason: str = "") -> None:
    move_places(desk, MovePlaces(session=REF, people=tuple(people), verb=verb, reason=reason))


def places(desk: Desk) -> dict[str, str]:
    """Name -> place, of everybody on the session."""
    listing = enrolments(desk)
    at = [column.name for column in listing.columns]
    return {
        str(line.values[at.index("name")]): str(line.values[at.index("place")]) for line in listing.after(None, 500)
    }


def on(app: DeskApp, kind: type) -> bool:
    """Whether the screen that is shown is of a kind."""
    return isinstance(app.screen, kind)


async def roster(pilot: Pilot[int], app: DeskApp) -> Roster:
    await settled(pilot)
    app.visit(Spot("2", "session", REF, "delegates"))
    await settled(pilot)
    assert isinstance(app.screen, SessionScreen)
    return app.screen.query_one(Roster)


async def cursor_on(pilot: Pilot[int], name: str) -> None:
    """Move down until the cursor is on somebody."""
    await pressed(pilot, "home")
    for _ in range(10):
        if any(line.startswith("▸") and name in line for line in drawn(pilot.app)):  # type: ignore[arg-type]
            return
        await pressed(pilot, "down")
    raise AssertionError(name)


async def test_an_empty_roster_says_which_key_fills_it_and_a_draft_says_why_it_takes_nobody(
    desk: Desk, people: tuple[int, ...]
) -> None:
    del people
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        assert "Nobody yet. n books somebody" in shown(app)
        assert "◐ 0 of 2   2 free" in shown(app)
        decide(desk, Decide(session=REF, verb="cancel", reason="no coach"))
        app.announce()
        await settled(pilot)
        await pressed(pilot, "n")
        assert not on(app, PickPeople)
        assert f"{REF} is cancelled and takes nobody." in shown(app)
    assert app.troubles == []


async def test_somebody_is_found_without_accents_and_booked_by_enter(desk: Desk, people: tuple[int, ...]) -> None:
    del people
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await pressed(pilot, "n")
        await typed(pilot, "nunez")
        await settled(pilot)
        assert "Zoë Núñez" in shown(app)
        await pressed(pilot, "enter")
        assert places(desk) == {"Zoë Núñez": "booked"}
        assert any("Zoë Núñez" in line and "○ booked" in line for line in drawn(app))
        assert "● 1 of 2   1 free" in shown(app)
        assert f"Zoë Núñez booked on {REF}, seat 1 of 2." in drawn(app)[-2]
        await pressed(pilot, "u")
        assert places(desk) == {}
    assert app.troubles == []


async def test_enter_that_is_quicker_than_the_search_books_who_was_typed(desk: Desk, people: tuple[int, ...]) -> None:
    del people
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await pressed(pilot, "n")
        await pilot.press("h", "a", "n", "a", "enter")
        await settled(pilot)
        assert places(desk) == {"Hana Sato": "booked"}
    assert app.troubles == []


async def test_several_are_picked_looked_at_and_booked_as_one_deed_and_who_has_no_seat_waits(
    desk: Desk, people: tuple[int, ...]
) -> None:
    moved(desk, "book", people[:1])
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await pressed(pilot, "n")
        for words in ("ada", "hana", "oops"):
            await typed(pilot, words)
            await settled(pilot)
            await pressed(pilot, "tab")
        assert "3 picked: Ada Byron, Hana Sato, [/oops]" in shown(app)
        await typed(pilot, "ada")
        await settled(pilot)
        assert "○ booked" in shown(app)  # who is on the session already is told in the search
        await pressed(pilot, *("backspace",) * 3)
        await typed(pilot, "zoe")
        await settled(pilot)
        await pressed(pilot, "enter")
        assert "1 will be booked, 2 will wait, 1 cannot." in shown(app)
        assert "Ada Byron is booked" in shown(app)
        assert len(places(desk)) == 1
        await pressed(pilot, "enter")
        assert places(desk) == {
            "Ada Byron": "booked",
            "Hana Sato": "booked",
            HOSTILE: "waitlisted",
            "Zoë Núñez": "waitlisted",
        }
        assert "■ 2 of 2   no seat is free   2 wait, first [/oops] [red]x[/red]" in shown(app)
        assert any("Zoë Núñez" in line and "… waitlisted     2" in line for line in drawn(app))
        undo(desk)
        assert len(places(desk)) == 1
    assert app.troubles == []


async def test_backspace_on_the_empty_line_takes_the_last_one_out_and_nobody_picked_books_nobody(
    desk: Desk, people: tuple[int, ...]
) -> None:
    del people
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await pressed(pilot, "n")
        await typed(pilot, "ada")
        await settled(pilot)
        await pressed(pilot, "tab")
        assert "1 picked: Ada Byron" in shown(app)
        await pressed(pilot, "backspace", "enter")
        assert on(app, PickPeople)
        assert "Nobody is picked yet." in shown(app)
        await pressed(pilot, "escape")
        assert places(desk) == {}
    assert app.troubles == []


async def test_somebody_new_is_made_in_the_search_and_booked(desk: Desk, people: tuple[int, ...]) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await pressed(pilot, "n")
        await typed(pilot, "wanda")
        await settled(pilot)
        assert "New person: wanda" in shown(app)
        await pressed(pilot, "enter")
        assert on(app, FormScreen)
        await pressed(pilot, "ctrl+s")
        assert everybody(desk).count() == len(people) + 1
        assert places(desk) == {"wanda": "booked"}
        assert any("wanda" in line and "booked" in line for line in drawn(app))
    assert app.troubles == []


async def test_the_mouse_picks_and_books(desk: Desk, people: tuple[int, ...]) -> None:
    del people
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await pressed(pilot, "n")
        await typed(pilot, "ada")
        await settled(pilot)
        await pilot.click("OptionList", offset=(2, 0))
        await settled(pilot)
        assert "1 picked: Ada Byron" in shown(app)
        await pilot.click("#go-on")
        await settled(pilot)
        assert places(desk) == {"Ada Byron": "booked"}
    assert app.troubles == []


async def test_who_applied_takes_no_seat_until_a_seat_is_given(desk: Desk, people: tuple[int, ...]) -> None:
    del people
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await pressed(pilot, "p")
        await typed(pilot, "ada")
        await settled(pilot)
        await pressed(pilot, "enter")
        assert places(desk) == {"Ada Byron": "applied"}
        assert "2 free" in shown(app)
        await pressed(pilot, "b")
        assert places(desk) == {"Ada Byron": "booked"}
        await pressed(pilot, "F")
        assert places(desk) == {"Ada Byron": "confirmed"}
        assert "● confirmed" in shown(app)
        await pressed(pilot, "F")
        assert "Ada Byron is confirmed: that cannot be confirmed." in shown(app)
    assert app.troubles == []


async def test_a_freed_seat_is_offered_and_the_offer_is_accepted_or_declined(
    desk: Desk, people: tuple[int, ...]
) -> None:
    moved(desk, "book", people)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await cursor_on(pilot, "Ada Byron")
        await pressed(pilot, "w", "enter")
        assert "A reason is needed" in shown(app)
        await typed(pilot, "ill")
        await pressed(pilot, "enter")
        assert places(desk)["Ada Byron"] == "withdrawn"
        assert places(desk)["Hana Sato"] == "offered"
        assert "Offered to Hana Sato until Thu 26 Nov 2026 09:00" in shown(app)
        await cursor_on(pilot, "Hana Sato")
        await pressed(pilot, "v")
        assert places(desk)["Hana Sato"] == "declined"
        assert places(desk)[HOSTILE] == "offered"
        await cursor_on(pilot, "oops")
        await pressed(pilot, "a")
        assert places(desk)[HOSTILE] == "booked"
    assert app.troubles == []


async def test_what_is_marked_is_cancelled_as_one_deed(desk: Desk, people: tuple[int, ...]) -> None:
    moved(desk, "book", people[:2])
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await pressed(pilot, "asterisk", "d")
        assert "Cancel 2 places" in shown(app)
        await typed(pilot, "moved")
        await pressed(pilot, "enter")
        assert "2 will be cancelled." in shown(app)
        await pressed(pilot, "enter")
        assert set(places(desk).values()) == {"cancelled"}
        assert app.screen.query_one(Roster).list.marked == frozenset()
        await pressed(pilot, "u")
        assert set(places(desk).values()) == {"booked"}
    assert app.troubles == []


async def test_the_roster_is_narrowed_and_esc_shows_all_again(desk: Desk, people: tuple[int, ...]) -> None:
    moved(desk, "book", people)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await pressed(pilot, "slash")
        await typed(pilot, "zoe")
        await pressed(pilot, "enter")
        assert "Ada Byron" not in shown(app)
        assert "Zoë Núñez" in shown(app)
        await pressed(pilot, "escape")
        assert "Ada Byron" in shown(app)
        await pressed(pilot, "space", "escape")
        assert on(app, SessionScreen)
        assert app.screen.query_one(Roster).list.marked == frozenset()
        await pressed(pilot, "escape")
        assert not on(app, SessionScreen)
    assert app.troubles == []


async def test_the_list_goes_out_as_it_is_shown(
    desk: Desk, people: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(desk, "book", people)
    monkeypatch.chdir(tmp_path)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await pressed(pilot, "x", "enter")
        await pressed(pilot, "y")
        assert "given to the terminal's clipboard" in shown(app)
    written = (tmp_path / f"{REF}-delegates-2026-11-24.csv").read_text("utf-8-sig")
    assert written.splitlines()[0] == "name,country,place,position,since,reason"
    assert "Zoë Núñez" in written
    assert app.troubles == []


async def test_enter_opens_the_enrolment(desk: Desk, people: tuple[int, ...]) -> None:
    moved(desk, "book", people)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await cursor_on(pilot, "oops")
        await pressed(pilot, "enter")
        assert on(app, EnrolmentScreen)
        assert "[/oops] [red]x[/red]" in shown(app)
        await pressed(pilot, "escape")
        assert on(app, SessionScreen)
        assert "[Delegates 2]" in shown(app)
    assert app.troubles == []


async def test_places_are_imported_after_a_dry_run_by_line_as_one_deed(
    desk: Desk, people: tuple[int, ...], tmp_path: Path
) -> None:
    del people
    file = tmp_path / "places.csv"
    file.write_text(f"session,name\n{REF},Ada Byron\n{REF},Nobody Known\n{REF},Zoë Núñez\n{REF},Hana Sato\n", "utf-8")
    app = app_over(desk, backup_folder=tmp_path / "backups")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await pressed(pilot, "i")
        await typed(pilot, str(file))
        await pressed(pilot, "ctrl+s")
        assert "3 new, 1 refused. Ctrl+S writes" in shown(app)
        assert "no seat is free for 1 person" in shown(app)
        await pressed(pilot, "r")
        assert "Nobody answers to" in shown(app)
        assert "Ada Byron" not in shown(app)
        assert places(desk) == {}
        await pressed(pilot, "ctrl+s")
        assert places(desk) == {"Ada Byron": "booked", "Zoë Núñez": "booked", "Hana Sato": "waitlisted"}
        assert list((tmp_path / "backups").iterdir()) != []
        await pressed(pilot, "u")
        assert places(desk) == {}
    assert app.troubles == []


async def test_a_file_that_is_not_there_is_told_at_its_field(
    desk: Desk, people: tuple[int, ...], tmp_path: Path
) -> None:
    del people
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        await pressed(pilot, "i")
        await typed(pilot, str(tmp_path / "none.csv"))
        await pressed(pilot, "ctrl+s")
        assert "cannot be read" in shown(app)
        assert on(app, FormScreen)
    assert app.troubles == []


async def test_offers_lapse_while_the_app_is_open(
    desk: Desk, clock: FrozenClock, people: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(desk, "book", people[:3])
    moved(desk, "withdraw", people[:1], "ill")
    assert places(desk)["Hana Sato"] == "offered"
    monkeypatch.setattr(app_module, "UPKEEP", 0.2)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        assert "Offered to Hana Sato" in shown(app)
        clock.moment = clock.now().replace(day=27)
        await pilot.pause(0.5)
        await settled(pilot)
        assert places(desk)["Hana Sato"] == "waitlisted"
        assert "Offered to" not in shown(app)
        assert "1 waits, first Hana Sato" in shown(app)
    assert app.troubles == []


@pytest.mark.parametrize("size", [(40, 12), (20, 6), (120, 40)])
async def test_it_is_drawn_at_any_size(desk: Desk, people: tuple[int, ...], size: tuple[int, int]) -> None:
    moved(desk, "book", people)
    app = app_over(desk)
    async with app.run_test(size=size, notifications=True) as pilot:
        await roster(pilot, app)
        await pressed(pilot, "n", "a", "enter", "escape", "escape", "enter", "escape", "i", "escape")
    assert app.troubles == []


async def test_the_line_of_another_session_is_not_counted(desk: Desk, people: tuple[int, ...]) -> None:
    other = scheduled(desk, start=date(2027, 1, 11))
    move_places(desk, MovePlaces(session=other, people=people, verb="book"))
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await roster(pilot, app)
        assert "Nobody yet." in shown(app)
    assert app.troubles == []

"""The closed days of a year: closures and holidays, what falls on them, and the forms that ask about them."""

from datetime import date
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from acxdesk.actions.closures import AddClosure, add_closure
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.queries.closures import closed_year
from acxdesk.tui.app import DeskApp
from acxdesk.tui.screens.closures import ClosuresScreen
from acxdesk.tui.screens.session import SessionScreen
from tests.actions.sample import rows
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
    until,
    words,
)


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """A session that meets over Christmas, and a closure behind it."""
    catalogue(desk)
    scheduled(desk, start=date(2026, 12, 23), closed="keep")
    add_closure(desk, AddClosure.read({"name": "Turn of the year", "first_on": "2026-12-28", "last_on": "2026-12-31"}))
    return desk


async def there(pilot: Pilot[Any], app: DeskApp) -> ClosuresScreen:
    await settled(pilot)
    await pressed(pilot, "2", "H")
    assert isinstance(app.screen, ClosuresScreen)
    return app.screen


async def test_closed_days_of_the_year_with_what_falls_on_them(ready: Desk, snapshot: SnapshotAssertion) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await there(pilot, app)
        assert "closed days ▸ 2026 ▸ GB" in shown(app)
        assert "\n".join(drawn(app)) == snapshot


async def test_enter_lists_the_meetings_and_goes_to_the_session(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await there(pilot, app)
        await pressed(pilot, "end", "enter")
        assert "ACXM-2026-12-23, meeting 4: Mon 28 Dec 2026 14:00 Europe/London" in words(app)
        await pressed(pilot, "enter")
        assert isinstance(app.screen, SessionScreen)


async def test_a_day_on_which_nothing_meets_says_so(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await there(pilot, app)
        await pressed(pilot, "home", "enter")
        assert "No meeting falls on it." in drawn(app)[-2]


async def test_the_season_is_checked_with_the_reasons(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=(120, 24), notifications=True) as pilot:
        await there(pilot, app)
        await pressed(pilot, "v")
        assert "Fri 25 Dec 2026 is Christmas Day in GB" in words(app)
        assert "Mon 28 Dec 2026 is closed: Turn of the year" in words(app)


async def test_a_closure_is_made_edited_and_removed_by_keys(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        screen = await there(pilot, app)
        await pressed(pilot, "n")
        await typed(pilot, HOSTILE)
        await pressed(pilot, "tab")
        await typed(pilot, "24 dec")
        await until(pilot, app, "On it falls ACXM-2026-12-23, meeting 2")
        await pressed(pilot, "ctrl+s")
        await until(pilot, app, "added.")
        assert [row["first_on"] for row in rows(ready, "closures")] == ["2026-12-28", "2026-12-24"]
        assert HOSTILE[:8] in shown(app)
        await pressed(pilot, "end", "e")
        await typed(pilot, "2")
        await pressed(pilot, "ctrl+s")
        await until(pilot, app, "edited.")
        await pressed(pilot, "end", "d")
        assert len(rows(ready, "closures")) == 1
        await pressed(pilot, "u")
        assert len(rows(ready, "closures")) == 2
        await pressed(pilot, "home")
        assert screen.why_not("remove") == "It is no closure of your own."


async def test_the_end_of_a_long_reading_is_reached_by_keys(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await there(pilot, app)
        await pressed(pilot, "n")
        await typed(pilot, HOSTILE)
        await pressed(pilot, "tab")
        await typed(pilot, "20 dec")
        await pressed(pilot, "tab")
        await typed(pilot, "31 dec")
        await until(pilot, app, "On it falls ACXM-2026-12-23, meeting 2")
        assert "to Thu 31 Dec 2026, added." not in words(app)
        await pressed(pilot, "pagedown")
        await until(pilot, app, "to Thu 31 Dec 2026, added.")
        await pressed(pilot, "pageup")
        await until(pilot, app, "On it falls ACXM-2026-12-23, meeting 1")
    assert app.troubles == []


async def test_years_and_countries_are_turned_to(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await there(pilot, app)
        await pressed(pilot, "full_stop")
        assert "closed days ▸ 2027 ▸ GB" in shown(app)
        await pressed(pilot, "comma", "comma")
        assert "closed days ▸ 2025 ▸ GB" in shown(app)
        await pressed(pilot, "o")
        await typed(pilot, "nepal, us")
        await pressed(pilot, "enter")
        assert "closed days ▸ 2025 ▸ NP, US" in shown(app)
        assert "Prithvi Jayanti" in shown(app)
        await pressed(pilot, "o")
        await typed(pilot, "x")
        await pressed(pilot, "enter")
        assert "no country" in words(app).lower()


async def test_the_form_of_a_session_asks_about_closed_days(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "2", "N")
        assert "Closed days" in shown(app)
        assert "Holidays of" in shown(app)


async def test_who_would_sit_at_night_is_asked_about_before_she_is_booked(ready: Desk) -> None:
    add_person(ready, AddPerson.read({"name": "Emmy Night", "zone": "Pacific/Auckland"}))
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "3")
        await pressed(pilot, "b")
        await until(pilot, app, "ACXM-2026-12-23")
        await pressed(pilot, "enter")
        await until(pilot, app, "outside 07:00-22:00 in Auckland")
        assert rows(ready, "enrolments") == []
        await pressed(pilot, "enter")
        assert len(rows(ready, "enrolments")) == 1


def test_the_list_has_a_line_a_span(ready: Desk) -> None:
    names = [span.name for span in closed_year(ready, 2026, ("GB",))]
    assert names[-3:] == ["Boxing Day", "Boxing Day (observed)", "Turn of the year"]

"""Moving in the week by keys: shown and rehearsed first, saved by Enter, dropped by Esc, accepted with a reason."""

from datetime import date, time

import pytest

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.meetings import MoveMeeting, move_meeting
from acxdesk.desk.door import Desk
from acxdesk.queries.sessions import session
from acxdesk.tui.app import DeskApp
from acxdesk.tui.screens.dialogs import Reason
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.screens.week import WeekScreen
from tests.actions.sample import entries
from tests.tui.screens.sessionstage import (
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
    until,
)

CPPM, CPP = "CPPM-2026-11-24", "CPP-2026-11-26"


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """CPPM from Tuesday 24 November 2026, today, at 09:00; CPP on Thursday and Friday at 15:00, by the same coach."""
    catalogue(desk)
    okafor = {"coaches": [{"person": coach(desk)}]}
    scheduled(desk, "CPPM", date(2026, 11, 24), at=time(9), duration="3 days @ 3 hours per day", **okafor)
    scheduled(desk, "CPP", date(2026, 11, 26), at=time(15), duration="2 days @ 2 hours per day", **okafor)
    return desk


def week_of(app: DeskApp) -> WeekScreen:
    assert isinstance(app.screen, WeekScreen)
    return app.screen


def stands(desk: Desk, reference: str) -> list[str]:
    """When the meetings of a session are, as "24 09:00"."""
    return [f"{one.day.day} {one.at:%H:%M}" for one in session(desk, reference).meetings]


async def test_a_step_is_shown_and_nothing_is_saved_before_enter(busy: Desk) -> None:
    app, before = app_over(busy), entries(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w", "right_curly_bracket", "right_curly_bracket")
        await until(pilot, app, "No clash.")
        assert "» CPPM-2026-11-24 1 of 3 to Tue 24 Nov 2026 11:00-14:00 London" in shown(app)
        assert any(line.startswith("11:00") and "╔" in line and "»" in line for line in drawn(app))
        assert stands(busy, CPPM)[0] == "24 09:00"
        assert entries(busy) == before
        await pressed(pilot, "enter")
        assert stands(busy, CPPM) == ["24 11:00", "25 09:00", "26 09:00"]
        assert "╔" not in shown(app)
        assert app.said.startswith("CPPM-2026-11-24: meeting 1 moved from Tue 24 Nov 2026 09:00")
        await pressed(pilot, "u")
        assert stands(busy, CPPM)[0] == "24 09:00"
        assert app.troubles == []


async def test_esc_drops_a_move_and_steps_back_do_so_by_themselves(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w", "less_than_sign")
        assert "╔" in shown(app)
        await pressed(pilot, "escape")
        assert "╔" not in shown(app)
        assert app.said == "CPPM-2026-11-24 1 of 3 stays where it was."
        await pressed(pilot, "greater_than_sign", "less_than_sign")
        assert "╔" not in shown(app)
        await pressed(pilot, "enter")  # opens the session: there is nothing to save
        assert not isinstance(app.screen, WeekScreen)
        assert stands(busy, CPPM) == ["24 09:00", "25 09:00", "26 09:00"]


async def test_a_move_into_another_week_turns_there(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w", *["greater_than_sign"] * 6)
        await until(pilot, app, "No clash.")
        assert week_of(app).monday == date(2026, 11, 30)
        assert "╔" in shown(app)
        await pressed(pilot, "ctrl+s")
        assert stands(busy, CPPM) == ["30 09:00", "25 09:00", "26 09:00"]
        assert "┏CPPM" in shown(app)


async def test_the_whole_session_is_moved_as_its_deed_would_put_it(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w", "asterisk", "greater_than_sign", "greater_than_sign")
        await until(pilot, app, "» all of CPPM-2026-11-24 to Thu 26 Nov 2026")
        await until(pilot, app, "clash.")
        assert [line.count("╔") for line in drawn(app) if "╔" in line] == [2]  # Thursday, Friday; the third on Monday
        await pressed(pilot, "left_curly_bracket", "enter")
        assert stands(busy, CPPM) == ["26 08:00", "27 08:00", "30 08:00"]


async def test_a_deed_that_would_be_refused_says_so_before(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w", "asterisk", *["greater_than_sign"] * 4)
        await until(pilot, app, "✕ Sat 28 Nov 2026 is a weekend.")
        await pressed(pilot, "enter")
        assert "is a weekend" in str([note.message for note in app._notifications])
        assert stands(busy, CPPM)[0] == "24 09:00"
        await pressed(pilot, "asterisk")  # the one meeting may be on a Saturday
        await until(pilot, app, "No clash.")
        await pressed(pilot, "enter")
        assert stands(busy, CPPM)[0] == "28 09:00"


async def test_m_asks_for_a_date(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w", "M")
        assert isinstance(app.screen, FormScreen)
        assert "Move meeting 1 of CPPM-2026-11-24" in shown(app)
        await pressed(pilot, "escape", "asterisk", "M")
        assert isinstance(app.screen, FormScreen)
        assert "Move meeting" not in shown(app)


async def test_what_is_over_is_not_moved(busy: Desk) -> None:
    decide(busy, Decide(session=CPPM, verb="cancel", reason="ill"))
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w", "greater_than_sign")
        assert app.said == f"{CPPM} is cancelled and cannot be changed."
        await pressed(pilot, "pagedown", "pagedown", "greater_than_sign")
        assert app.said == "There is no meeting here."
        await pressed(pilot, "f2")
        assert app.said == "Nothing was moved."


async def test_a_meeting_that_somebody_else_moved_meanwhile_is_not_moved_from_elsewhere(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w", "greater_than_sign")
        move_meeting(busy, MoveMeeting(session=CPPM, number=1, at=time(13)))
        app.announce()
        await settled(pilot)
        assert app.said == "CPPM-2026-11-24 1 of 3 was moved by somebody else."
        assert "╔" not in shown(app)


async def test_clashes_are_seen_before_and_accepted_with_a_reason(busy: Desk) -> None:
    app = app_over(busy)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pressed(pilot, "2", "w", "end", "less_than_sign", *["left_curly_bracket"] * 5)
        await until(pilot, app, "Okafor teaches")
        assert "»!" in shown(app)
        await pressed(pilot, "enter")
        assert isinstance(app.screen, Reason)
        await typed(pilot, "agreed by both")
        await pressed(pilot, "enter")
        assert stands(busy, CPP) == ["26 15:00", "26 10:00"]
        assert "Accepted (agreed by both): " in shown(app)
        assert "!" not in "".join(drawn(app)[3:18])
        assert app.troubles == []


async def test_a_clash_that_stands_has_its_sign_and_words(busy: Desk) -> None:
    scheduled(busy, "COIM", date(2026, 11, 25), at=time(10), coaches=[{"person": 1}], accept="known")
    app = app_over(busy)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pressed(pilot, "2", "w", "right")
        await settled(pilot)
        assert "Okafor teaches CPPM day 2 and COIM" in shown(app)
        assert "Accepted (known): " in shown(app)

"""The printed schedule is pasted, looked at line by line, and made into sessions as one deed."""

from datetime import date
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import TextArea

from acxdesk.desk.door import Desk
from acxdesk.queries.sessions import session, sessions
from acxdesk.tui.app import DeskApp
from acxdesk.tui.screens.printedimport import PrintedImport
from acxdesk.tui.screens.sessions import SessionsScreen
from acxdesk.tui.widgets.forms import Field
from tests.tui.screens.sessionstage import (
    SIZE,
    app_over,
    catalogue,
    drawn,
    pressed,
    scheduled,
    settled,
    shown,
    typed,
    words,
)
from tests.tui.waiting import quiet

PRINTED = """Accredited CX Master (ACXM)
7th Dec4 days @ 5 hours per day
Certified Nobody [/oops] (NOPE) 8th Dec 2 days @ 5 hours per day
Certified Outside In Master
(COIM) 15th Dec 7 weeks @ 3 hours per week
Accredited CX Champion (ACXC) 31st Feb 3 days @ 5 hours per day
"""


async def opened(pilot: Pilot[int], app: DeskApp) -> PrintedImport:
    await pressed(pilot, "2", "i")
    assert isinstance(app.screen, PrintedImport)
    return app.screen


async def pasted(pilot: Pilot[int], app: DeskApp, text: str) -> None:
    app.screen.query_one(TextArea).text = text
    await quiet(0.4)
    await settled(pilot)


async def put(pilot: Pilot[int], app: DeskApp, name: str, text: str) -> None:
    app.screen.query_one(f"#field-{name}", Field).focus_control()
    await pilot.press("end", "ctrl+u")
    await typed(pilot, text)
    await quiet(0.4)
    await settled(pilot)


def count(desk: Desk) -> int:
    return sessions(desk).count()


async def test_a_dry_run_says_what_each_line_becomes_and_writes_nothing(desk: Desk) -> None:
    catalogue(desk)
    scheduled(desk, "COIM", date(2026, 12, 15))
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pasted(pilot, app, PRINTED)
        lines = [" ".join(line.strip(" │").split()) for line in drawn(app)]
        assert any(line.startswith("▹ 1-2 + new ACXM-2026-12-07") for line in lines)
        assert any(line.startswith("3 ✕ unread") for line in lines)
        assert any(line.startswith("4-5 = there COIM-2026-12-15") for line in lines)
        assert any(line.startswith("6 ✕ unread") for line in lines)
        assert "1 new, 1 there, 2 unread. Ctrl+S makes the new ones." in words(app)
        assert count(desk) == 1


async def test_the_line_under_the_cursor_is_told_in_full(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        screen = await opened(pilot, app)
        await pasted(pilot, app, PRINTED)
        assert "1 Mon 7 Dec 2026 14:00, 5 hours; 2 Tue 8 Dec 2026 14:00, 5 hours" in words(app)
        screen.query_one("#field-zone", Field).focus_control()
        await pressed(pilot, "down", "j")
        assert "Certified Nobody [/oops] (NOPE): No programme NOPE." in words(app)


async def test_all_new_sessions_are_made_as_one_deed_and_the_list_tells(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pasted(pilot, app, PRINTED)
        await pressed(pilot, "ctrl+s")
        assert isinstance(app.screen, SessionsScreen)
        assert app.said == "2 sessions with 11 meetings imported, 2 could not be read."
        assert "1-2 of 2" in drawn(app)[1]
        assert session(desk, "ACXM-2026-12-07").chosen == "year, time, zone, capacity"
        await pressed(pilot, "u")
        assert count(desk) == 0


async def test_year_time_and_zone_are_asked_for(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk, zone="Asia/Dubai", time="09:30")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        assert "2026" in next(line for line in drawn(app) if "Year" in line)
        await pasted(pilot, app, PRINTED)
        await put(pilot, app, "year", "2027")
        await pressed(pilot, "f2")
        card = session(desk, "ACXM-2027-12-07")
        assert (card.zone, f"{card.meetings[0].at:%H:%M}") == ("Asia/Dubai", "09:30")


async def test_a_file_is_read_by_its_path(desk: Desk, tmp_path: Path) -> None:
    catalogue(desk)
    (tmp_path / "printed [x].txt").write_text(PRINTED, encoding="utf-8-sig")
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await put(pilot, app, "file", str(tmp_path / "printed [x].txt"))
        assert "2 new, 2 unread. Ctrl+S makes the new ones." in words(app)
        await pressed(pilot, "ctrl+s")
        assert count(desk) == 2


async def test_a_file_that_cannot_be_read_is_told_beside_its_field(desk: Desk, tmp_path: Path) -> None:
    catalogue(desk)
    (tmp_path / "latin").write_bytes(b"\xe9t\xe9")
    app = app_over(desk)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await opened(pilot, app)
        await put(pilot, app, "file", str(tmp_path / "nowhere"))
        assert "nowhere cannot be read: No such file or directory." in words(app)
        await put(pilot, app, "file", str(tmp_path / "latin"))
        await pressed(pilot, "ctrl+s")
        assert "latin cannot be read: it is no text in UTF-8 (byte 0)." in words(app)
        await pasted(pilot, app, PRINTED)
        await pressed(pilot, "ctrl+s")
        assert "✕ Give the text or a file, not both." in words(app)
        assert count(desk) == 0


async def test_nothing_to_import_is_told(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "ctrl+s")
        assert "✕ Paste the text here, or name a file below." in words(app)
        await pasted(pilot, app, "Accredited CX Master (ACXM) 31st Feb 4 days @ 5 hours per day")
        await pressed(pilot, "ctrl+s")
        assert "! Nothing new, 1 could not be read." in words(app)
        assert isinstance(app.screen, PrintedImport)
        assert count(desk) == 0


async def test_pasted_text_is_not_lost_by_one_esc(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pasted(pilot, app, PRINTED)
        await pressed(pilot, "escape")
        assert "Unsaved changes: Esc again to discard, Ctrl+S to save" in words(app)
        await pressed(pilot, "escape")
        assert isinstance(app.screen, SessionsScreen)


async def test_hostile_text_neither_crashes_nor_steers_the_terminal(desk: Desk) -> None:
    catalogue(desk)
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pasted(pilot, app, "\x1b]0;owned\x07 [/oops] [red](ACXM) 40th Foo 4 days @ 5 hours per day\r\n" * 300)
        assert not app.troubles
        assert "\x1b" not in shown(app)
        assert "✕ unread" in shown(app)

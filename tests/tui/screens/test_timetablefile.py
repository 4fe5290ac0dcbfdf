"""A schedule on its way out by keys: of the session under the cursor, of its month, and from its own screen."""

from pathlib import Path

import pytest

from acxdesk.desk.door import Desk
from acxdesk.tui.places import Place
from tests.tui.screens.sessionstage import SIZE, app_over, catalogue, pressed, scheduled, settled, shown

REF = "ACXM-2026-12-07"


@pytest.fixture
def ready(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    catalogue(desk)
    scheduled(desk)
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    return desk


def begins(file: str, with_: bytes) -> bool:
    return Path(file).read_bytes().startswith(with_)


async def test_p_on_the_list_writes_the_month_of_the_session_under_the_cursor(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.visit(Place("2"))
        await settled(pilot)
        await pressed(pilot, "p")
        assert "All sessions of 2026-12" in shown(app)
        await pressed(pilot, "down", "enter")
        assert "Ends in .pdf: a page to print." in shown(app)
        await pressed(pilot, "enter")
        await settled(pilot)
    assert begins("sessions-2026-12.pdf", b"%PDF-")


async def test_p_on_the_timetable_writes_the_session_as_html_when_the_name_says_so(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.visit(Place("2", "session", REF))
        await settled(pilot)
        await pressed(pilot, "p", *["backspace"] * 3, *"html", "enter")
        await settled(pilot)
        assert "4 meetings written to" in shown(app)
    assert begins(f"{REF}.html", b"<!DOCTYPE html>")

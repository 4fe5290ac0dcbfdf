"""A screen that is one big list: filter, figures, copy, export."""

from pathlib import Path

import pytest

from acxdesk.desk.door import Desk
from tests.tui.deskapp import StagePeople, added, app_over, drawn, pressed, running, shown, typed


async def test_words_narrow_the_list_and_escape_shows_all_again(desk: Desk) -> None:
    for name in ("Ada Byron", "Zoë Ångström", "Hana Sato"):
        added(desk, name)
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3")
        assert drawn(app)[1].endswith("1-3 of 3")
        await pressed(pilot, "slash")
        await typed(pilot, "ang zoe")
        await pressed(pilot, "enter")
        assert drawn(app)[1].endswith("1-1 of 1")
        assert "ang zoe" in shown(app)  # what filters stays in sight
        assert isinstance(app.screen, StagePeople)
        assert app.screen.list.has_focus
        await pressed(pilot, "w")  # a change keeps the filter
        assert drawn(app)[1].endswith("1-1 of 1")
        await pressed(pilot, "escape")
        assert drawn(app)[1].endswith("1-4 of 4")
        assert "ang zoe" not in shown(app)


async def test_escape_takes_the_marks_away_before_it_goes_anywhere(desk: Desk) -> None:
    added(desk, "Ada Byron")
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "8", "3", "space")
        assert drawn(app)[1].endswith("1-1 of 1, 1 marked")
        await pressed(pilot, "escape")
        assert drawn(app)[1].endswith("1-1 of 1")


async def test_a_line_is_copied_as_it_is_shown(desk: Desk) -> None:
    added(desk, "Ada Byron", email="ada@example.org")
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3", "y")
        assert app.clipboard.split("\t")[:2] == ["Ada Byron", "ada@example.org"]


async def test_nothing_is_taken_out_of_an_empty_list(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3")
        assert "Nobody yet. n adds somebody." in shown(app)
        await pressed(pilot, "x")
        assert "The list is empty." in drawn(app)[-2]


async def test_what_is_shown_is_written_to_a_file(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    added(desk, "=1+1", email="one@example.org")
    added(desk, "Ada Byron")
    app = app_over(desk)
    async with running(app) as pilot:
        await pressed(pilot, "3", "x")
        assert "people-2026-11-24.csv" in shown(app)
        await pressed(pilot, "enter")
        assert "2 lines written to" in drawn(app)[-2]
        lines = (tmp_path / "people-2026-11-24.csv").read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("name,email,organisation")
        assert [line.split(",")[0] for line in lines[1:]] == ["'=1+1", "Ada Byron"]
        await pressed(pilot, "w")
        assert "undo: Wanda add" in drawn(app)[-1]  # an export is nothing that can be taken back

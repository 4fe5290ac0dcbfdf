"""Dialogs return values and know nobody who asked; what is final starts on Cancel."""

from pathlib import Path
from typing import Any

import pytest
from textual.screen import ModalScreen
from textual.widgets import Button

from acxdesk.desk.door import Desk
from acxdesk.tui.app import DeskApp
from acxdesk.tui.screens.dialogs import Confirm, FileName, Reason, Report
from tests.tui.deskapp import HOSTILE, app_over, pressed, running, settled, shown, typed


def ask(app: DeskApp, dialog: ModalScreen[Any]) -> list[Any]:
    answers: list[Any] = []
    app.push_screen(dialog, answers.append)
    return answers


@pytest.mark.parametrize(
    ("keys", "answer"),
    [(["enter"], False), (["escape"], False), (["n"], False), (["Y"], True), (["tab", "enter"], True)],
)
async def test_what_is_final_starts_on_cancel_and_has_its_own_key(desk: Desk, keys: list[str], answer: bool) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        answers = ask(app, Confirm(f"Purge {HOSTILE}?", [HOSTILE], yes="Purge"))
        await settled(pilot)
        assert isinstance(app.focused, Button)
        assert str(app.focused.label) == "Cancel"
        assert shown(app).count(HOSTILE) == 2
        await pressed(pilot, "y", *keys)
        assert answers == [answer]


async def test_a_reason_is_needed_where_one_is_needed(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        answers = ask(app, Reason("Cancel", "Why?"))
        await settled(pilot)
        await pressed(pilot, "enter")
        assert "A reason is needed" in shown(app)
        await typed(pilot, " Too few. ")
        await pressed(pilot, "enter")
        assert answers == ["Too few."]
        answers = ask(app, Reason("Withdraw", "Why?", needed=False))
        await settled(pilot)
        await pressed(pilot, "enter")
        assert answers == [""]
        answers = ask(app, Reason("Withdraw", "Why?"))
        await settled(pilot)
        await pressed(pilot, "escape")
        assert answers == [None]


async def test_a_reason_that_is_half_written_is_left_only_at_the_second_escape(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        answers = ask(app, Reason("Cancel", "Why?"))
        await settled(pilot)
        await typed(pilot, "Too")
        await pressed(pilot, "escape")
        assert "Esc again to discard" in shown(app)
        await typed(pilot, " few.")
        await pressed(pilot, "escape", "enter")
        assert answers == ["Too few."]
        answers = ask(app, Reason("Cancel", "Why?"))
        await settled(pilot)
        await typed(pilot, "Too")
        await pressed(pilot, "escape", "escape")
        assert answers == [None]


async def test_a_preview_counts_and_goes_on_only_when_something_can_be_done(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        will = ["Ada is booked.", "Zoë is booked."]
        answers = ask(app, Report.preview("Book 3 people", "2 will be booked, 1 cannot.", will, [HOSTILE]))
        await settled(pilot)
        assert "2 will be booked, 1 cannot." in shown(app)
        assert f"✕ {HOSTILE}" in shown(app)
        await pressed(pilot, "enter")
        assert answers == [True]
        answers = ask(app, Report.preview("Book", "0 will be booked, 1 cannot.", [], ["Ada cannot."]))
        await settled(pilot)
        await pressed(pilot, "enter")
        assert answers == [False]
        answers = ask(app, Report.told("Booked", ["Ada"], []))
        await settled(pilot)
        assert "1 changed." in shown(app)
        await pressed(pilot, "escape")
        assert answers == [False]


async def test_a_file_name_is_asked_until_it_can_be_written(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "there.csv").write_text("x")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "folder"))
    app = app_over(desk)
    async with running(app) as pilot:
        answers = ask(app, FileName("Export", ""))
        await settled(pilot)
        for said, told in (
            ("", "Write a name."),
            ("folder", "is a folder"),
            ("there.csv", "is there already"),
            ("none/x.csv", "There is no folder"),
        ):
            await pressed(pilot, "ctrl+u")
            await typed(pilot, said)
            await pressed(pilot, "enter")
            assert told in shown(app)
            assert answers == []
        await pressed(pilot, "ctrl+u")
        await typed(pilot, "new.csv")
        await pressed(pilot, "enter")
        assert answers == [tmp_path / "new.csv"]
        answers = ask(app, FileName("Export", "~/new.csv"))
        await settled(pilot)
        await pressed(pilot, "enter")
        assert answers == [tmp_path / "folder" / "new.csv"]
        answers = ask(app, FileName("Export", "~nobody-of-that-name.csv"))
        await settled(pilot)
        await pressed(pilot, "enter")
        assert answers == [tmp_path / "~nobody-of-that-name.csv"]


async def test_arrows_go_from_button_to_button(desk: Desk) -> None:
    app = app_over(desk)
    async with running(app) as pilot:
        answers = ask(app, Report.preview("Book", "1 will be booked.", ["Ada"], []))
        await settled(pilot)
        await pressed(pilot, "down")
        assert isinstance(app.focused, Button)
        assert str(app.focused.label) == "Cancel"
        await pilot.click("#yes")
        await settled(pilot)
        assert answers == [True]

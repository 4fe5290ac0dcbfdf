"""One picture a screen: the opening week of the demonstration, as text at 80x24."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from acxdesk.actions.season import load_season
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.files import create
from tests.tui.screens.sessionstage import app_over, drawn, pressed, settled

SCREENS = {
    "today": (),
    "sessions": ("2",),
    "week": ("2", "w"),
    "month": ("2", "m"),
    "agenda": ("2", "a"),
    "decisions": ("2", "W"),
    "session": ("2", "end", "enter"),
    "roster": ("2", "end", "up", "enter", "tab"),
    "attendance": ("5", "end", "enter", "p", "p", "l", "1", "5", "enter", "a", "c"),
    "people": ("3",),
    "person": ("3", "enter"),
    "ladder": ("3", "enter", "tab"),
    "organisations": ("3", "tab", "tab"),
    "programmes": ("4",),
    "programme": ("4", "down", "down", "enter"),
    "scheme": ("4", "down", "down", "enter", "tab", "tab"),
    "prerequisites": ("4", "down", "down", "enter", "tab", "tab", "tab"),
    "journal": ("8",),
    "award": ("6",),
    "nominations": ("6", "tab"),
    "panel": ("6", "tab", "tab"),
    "hall": ("6", "left_curly_bracket"),
    "help": ("2", "question_mark"),
    "palette": ("2", "ctrl+p"),
}


MOMENT = datetime(2020, 11, 24, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data file with the demonstration, made once; copy it, never open it."""
    path = tmp_path_factory.mktemp("filled") / "demo.acx"
    create(path)
    desk = Desk.open(path, who="anna", clock=FrozenClock(MOMENT))
    load_season(desk)
    desk.close()
    return path


@pytest.fixture
def season(filled: Path, tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    """The demonstration on its fullest day."""
    clock.moment = MOMENT
    path = tmp_path / "demo.acx"
    shutil.copy(filled, path)
    desk = Desk.open(path, who="anna", clock=clock)
    yield desk
    desk.close()


@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_looks_as_it_did(season: Desk, snapshot: SnapshotAssertion, name: str) -> None:
    app = app_over(season)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        for key in SCREENS[name]:
            await pressed(pilot, key)
        assert "\n".join(drawn(app)) == snapshot
        assert app.troubles == []


@pytest.mark.parametrize("size", [(120, 40), (59, 24), (40, 12), (20, 5)])
async def test_every_screen_can_be_looked_at_in_every_size(season: Desk, size: tuple[int, int]) -> None:
    app = app_over(season)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        for keys in (("1",), ("2", "enter", "tab"), ("3", "enter"), ("4", "enter"), ("8", "enter"), ("2", "n")):
            for key in keys:
                await pressed(pilot, key)
            assert app.troubles == []
            assert len(drawn(app)) == size[1]

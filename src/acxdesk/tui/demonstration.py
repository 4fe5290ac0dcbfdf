"""The app on demonstration data: a file of its own, and a clock that shows the fullest week of the printed schedule."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import platformdirs

from acxdesk.desk.clock import Clock, DemonstrationClock
from acxdesk.tui.app import DeskApp
from acxdesk.tui.start import looks

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.settings import Settings

# Tuesday 24 November 2020, half past eight in London: four of the printed sessions meet on that day.
BEGINS_AT: Final = datetime(2020, 11, 24, 8, 30, tzinfo=UTC)


def run() -> int:
    """Open the app on the demonstration; its file is made and filled the first time.

    Returns:
        The exit code, as for the app itself.
    """
    clock = DemonstrationClock(BEGINS_AT)
    path = platformdirs.user_data_path("acxdesk", appauthor=False) / "demo.acx"
    app = DeskApp(lambda: opened(path, clock), looks=replace(looks(str(path)), data=path), clock=clock)
    app.run()
    return app.return_code or 0


def opened(path: Path, clock: Clock) -> "tuple[Desk, Settings]":
    """Open the demonstration's file, made and filled where it is not there. Runs in a thread, after the first frame.

    Raises:
        DataFileProblem, SaveFailed: what is there cannot be opened, or nothing can be written.
    """
    from acxdesk.actions.demo import is_empty
    from acxdesk.actions.season import load_season
    from acxdesk.desk import files, settings
    from acxdesk.desk.door import Desk

    held = settings.load(data=str(path))
    if not path.exists():
        files.create(path)
    desk = Desk.open(path, who=held.who, clock=clock, backups=held.backups)
    if is_empty(desk):
        load_season(desk)
    return desk, held

"""Draw the README's pictures from the real app on its demonstration data: `make screens`."""

import asyncio
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from textual.pilot import Pilot

from acxdesk.desk.clock import FrozenClock
from acxdesk.tui.app import DeskApp
from acxdesk.tui.demonstration import BEGINS_AT, opened
from acxdesk.tui.start import looks

FOLDER: Final = Path(__file__).with_name("screens")
# The picture's name, what it is of, and the keys that lead to it from the opening screen.
SCREENS: Final = (
    ("today", "Today", ()),
    ("sessions", "Sessions", ("2", *["down"] * 9)),
    ("session", "A session and its timetable", ("2", *["down"] * 9, "enter")),
    ("roster", "Who sits in it, and who waits", ("2", *["down"] * 12, "enter", "tab")),
    ("schedule", "A session is scheduled, and read back before it is saved", ("2", "N")),
    ("line", "One line schedules a session", ("2", "n", *"ACXM mon 7 dec 14:00 London coach:towers max:12")),
    ("week", "The week by half-hours", ("2", "w")),
    ("calendars", "Whose calendars are to be given out", ("2", "G")),
    ("import", "The printed schedule, line by line", ("2", "i")),
    ("person", "A person's card", ("3", "enter")),
    ("ladder", "Every rung of every ladder of a person", ("3", "enter", "}", "}")),
    ("register", "The register of accreditations", ("3", "R")),
    ("marking", "What waits for attendance, marks, release", ("5",)),
    ("attendance", "Attendance, one key a person", ("5", "down", "down", "a")),
    ("marks", "The mark sheet", ("5", "down", "down", "m")),
    ("scheme", "An assessment scheme", ("4", "down", "down", "enter", "}", "}")),
    ("award", "Nominations of the award", ("6", "}")),
    ("panel", "The panel's points", ("6", "}", "}")),
    ("programmes", "Programmes by ladder and rung", ("4",)),
    ("journal", "Who did what", ("8",)),
)


async def settled(app: DeskApp, pilot: Pilot[int]) -> None:
    """Wait until nothing is read or written any more, and what was read is drawn."""
    await pilot.pause(0.2)
    while not app.opened.done() or any(worker.is_running for worker in app.workers):
        await pilot.pause(0.05)
    await pilot.pause(0.2)


async def draw(path: Path, keys: Sequence[str], title: str, size: tuple[int, int]) -> str:
    """One picture as SVG, without the fonts that its writer would fetch from elsewhere."""
    clock = FrozenClock(BEGINS_AT)
    app = DeskApp(lambda: opened(path, clock), looks=replace(looks(str(path)), data=path, name="anna"), clock=clock)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(app, pilot)
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
        drawing = app.export_screenshot(title=f"acxdesk: {title}")
    return re.sub(r"@font-face \{.*?\}", "", drawing, flags=re.DOTALL)


async def main() -> None:
    """Draw them all, as anna sees them."""
    os.environ["ACXDESK_NAME"] = "anna"
    with tempfile.TemporaryDirectory() as folder:
        for name, title, keys in SCREENS:
            drawing = await draw(Path(folder, "demo.acx"), keys, title, (100, 30))
            FOLDER.joinpath(f"{name}.svg").write_text(drawing, encoding="utf-8")
            print(name)


if __name__ == "__main__":
    asyncio.run(main())

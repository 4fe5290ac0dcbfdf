"""The week of a season of 20,000 sessions with 100,000 meetings beside that of 20 sessions with 100.

Run it with `python -m bench.week [rounds]`. The large season's week has some 400 meetings, 80 on a day and all at the
same hours, the small one's five. Opening is reading, laying out and handing over to the grid; a key is the processor
time from the key to the painted screen of 120x40, as in `bench.biglist`.
"""

import asyncio
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from textual.pilot import Pilot

from acxdesk.desk.door import Desk
from acxdesk.queries.weeks import DatedMeeting, meetings_between
from acxdesk.rules.localtime import day_begins
from acxdesk.rules.weekgrid import Room, Spell, by_day, lay_out, pieces, shown_days, signs
from acxdesk.tui.screens.meetingwords import boxed, coaches_named
from acxdesk.tui.widgets.weekgrid import Drawn, WeekGrid
from bench.biglist import SIZE, Stage, pressed
from bench.book import make
from bench.timing import ROUNDS, Figures, in_turn, machine, say

FEW, MANY = 20, 20_000  # sessions of five meetings each
COACHES = 60
ZONE = "Europe/London"
MONDAY = date(2026, 2, 2)
WAY = ("right", "right", "right", "left", "left", "left", "end", "home")  # back to where it begins
TIMES = 8


def read(desk: Desk) -> tuple[DatedMeeting, ...]:
    """A week, as the screen reads it."""
    return meetings_between(desk, day_begins(MONDAY, ZONE), day_begins(MONDAY + timedelta(days=7), ZONE))


def shown(grid: WeekGrid, meetings: Sequence[DatedMeeting]) -> None:
    """The week in the grid, as the screen shows it."""
    letters = signs(coaches_named(meetings))
    found = tuple(pieces((Spell(one.id, one.starts_at, one.ends_at) for one in meetings), ZONE))
    by_key = {one.id: one for one in meetings}
    drawn = partial(_drawn, by_key, letters)
    grid.show(shown_days(MONDAY, found), found, drawn, today=MONDAY, cursor=None)


def _drawn(by_key: Mapping[int, DatedMeeting], letters: Mapping[str, str], key: int) -> Drawn:
    return boxed(by_key[key], letters, ZONE)


async def keys(meetings: Sequence[DatedMeeting]) -> dict[str, float]:
    """Seconds for each key, in one run of a fresh app."""
    app = Stage()
    taken: dict[str, float] = {}

    async def work(pilot: Pilot[object]) -> None:
        grid = WeekGrid()
        await app.mount(grid)
        grid.focus()
        shown(grid, meetings)
        await pilot.pause(0.3)
        for key in WAY * TIMES:
            taken[key] = taken.get(key, 0) + await pressed(app, key) / WAY.count(key) / TIMES
        app.exit()

    await app.run_async(size=SIZE, auto_pilot=work)
    return taken


def season(path: Path, sessions: int) -> Desk:
    """A desk with so many sessions, each with a coach."""
    desk = make(path, people=COACHES, sessions=sessions, enrolments=0)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO session_coaches (session_id, person_id, role) SELECT id, id % ? + 1, 'lead' FROM sessions",
            (COACHES,),
        )
        connection.commit()
    return desk


def opened(desk: Desk) -> None:
    """All that is done before the first line is drawn."""
    meetings = read(desk)
    signs(coaches_named(meetings))
    found = tuple(pieces((Spell(one.id, one.starts_at, one.ends_at) for one in meetings), ZONE))
    days = shown_days(MONDAY, found)
    for day, of_day in by_day(found, days).items():
        lay_out(day, of_day, Room(4, 3))


def main() -> None:
    """Make both seasons and print the ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(f"A week of {MANY:,} sessions beside one of {FEW}. {machine()}")
    with tempfile.TemporaryDirectory() as folder:
        few, many = season(Path(folder, "few.acx"), FEW), season(Path(folder, "many.acx"), MANY)
        print(f"meetings in the week: {len(read(many)):,} and {len(read(few)):,}")
        say("a week is read", in_turn(partial(read, many), partial(read, few), rounds), "grows with the week alone")
        say("and laid out", in_turn(partial(opened, many), partial(opened, few), rounds), "the same")
        seen: dict[str, list[dict[str, float]]] = {"many": [], "few": []}
        for _ in range(rounds):
            for name, desk in (("many", many), ("few", few)):
                seen[name].append(asyncio.run(keys(read(desk))))
        for key in dict.fromkeys(WAY):
            ours, base = (statistics.median(run[key] for run in seen[name]) for name in ("many", "few"))
            say(f"key {key}", Figures(ours, base), "aim <= 1.4: more boxes stand on the screen")
        for desk in (few, many):
            desk.close()


if __name__ == "__main__":
    main()

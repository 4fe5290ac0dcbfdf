"""What a big list costs beside Textual's own table, and at 1,000 lines beside 1,000,000.

Run it with `python bench/biglist.py [rounds]`. The contestants take turns in every round (A B C A B C), figures are
medians over the rounds, and only the ratios travel to another machine. Opening is the time from mounting to the first
lines on the screen; a key is the processor time from the key to the painted screen, through Textual's own way of keys
and up to the bytes for a terminal of 120x40, which are thrown away.
"""

import asyncio
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import textual
from textual import events
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.filter import LineFilter
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import DataTable

from acxdesk.queries.listing import Column, Key, Line
from acxdesk.tui.paint import ControlPictures
from acxdesk.tui.widgets.biglist import BigList

FEW, MANY = 1_000, 1_000_000
SIZE = (120, 40)
ROUNDS = 7
PRESSES = {"down": 80, "pagedown": 15, "end": 1, "home": 1}  # that one figure is the mean of
OF_THE_TABLE = {"end": "ctrl+end", "home": "ctrl+home"}  # its own keys for the last and the first row
COLUMNS = (
    Column("name", "Name", 28, sortable=True),
    Column("email", "E-mail", 28),
    Column("country", "Country", 16),
    Column("session", "Session", 12),
    Column("hours", "Hours", 6, numeric=True),
)


@dataclass(frozen=True)
class Delegates:
    """A listing over one table of a SQLite file, sorted by name, read by key."""

    work: sqlite3.Connection
    lock: threading.Lock
    sort: str = "name"
    descending: bool = False
    filter: str = ""
    columns: tuple[Column, ...] = COLUMNS

    def arranged(self, *, sort: str | None = None, descending: bool | None = None, words: str | None = None) -> Self:
        """The table is always sorted by name here."""
        del sort, descending, words
        return replace(self)

    def count(self) -> int:
        """How many delegates there are."""
        return int(self._rows("select count(*) from delegate")[0][0])

    def after(self, key: Key | None, size: int) -> tuple[Line, ...]:
        """The next lines behind a key."""
        if key is None:
            return self._lines("order by name, id limit ?", size)
        where = "where name >= ? and (name > ? or id > ?) order by name, id limit ?"
        return self._lines(where, key[0], key[0], key[1], size)

    def before(self, key: Key | None, size: int) -> tuple[Line, ...]:
        """The last lines in front of a key."""
        if key is None:
            return self._lines("order by name desc, id desc limit ?", size)[::-1]
        where = "where name <= ? and (name < ? or id < ?) order by name desc, id desc limit ?"
        return self._lines(where, key[0], key[0], key[1], size)[::-1]

    def at(self, index: int, size: int) -> tuple[Line, ...]:
        """Lines from an index on."""
        return self._lines("order by name, id limit ? offset ?", size, index)

    def rank(self, key: Key) -> int:
        """How many delegates stand in front of a key."""
        where = "where name <= ? and (name < ? or id < ?)"
        return int(self._rows(f"select count(*) from delegate {where}", key[0], key[0], key[1])[0][0])

    def of(self, ids: Iterable[int]) -> tuple[Line, ...]:
        """The lines with these ids."""
        wanted = tuple(ids)
        return self._lines(f"where id in ({','.join('?' * len(wanted))}) order by name, id", *wanted)

    def ids(self) -> Iterator[int]:
        """All ids in order."""
        return (int(row[0]) for row in self._rows("select id from delegate order by name, id"))

    def _lines(self, rest: str, *values: object) -> tuple[Line, ...]:
        rows = self._rows(f"select id, name, email, country, session, hours from delegate {rest}", *values)
        return tuple(Line(row[0], (row[1], row[0]), row[1:]) for row in rows)

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self.lock:
            return self.work.execute(statement, values).fetchall()


def filled(path: Path, lines: int) -> Delegates:
    """A SQLite file with so many delegates."""
    work = sqlite3.connect(path, check_same_thread=False)
    work.execute("create table delegate (id integer primary key, name, email, country, session, hours)")
    work.executemany(
        "insert into delegate values (?, ?, ?, ?, ?, ?)",
        (
            (
                at,
                f"Delegate {at * 7919 % lines:07d}",
                f"delegate.{at}@example.org",
                ("Peru", "Norway", "Kenya", "Japan")[at % 4],
                f"ACXM-{at % 400:03d}",
                f"{at % 40}.5",
            )
            for at in range(lines)
        ),
    )
    work.execute("create index delegate_by_name on delegate (name, id)")
    work.commit()
    return Delegates(work, threading.Lock())


class Nowhere(HeadlessDriver):
    """A terminal that takes all bytes and shows nothing."""

    @property
    def is_headless(self) -> bool:
        """So that Textual makes the bytes."""
        return False

    def stop_application_mode(self) -> None:
        """There is no terminal to put back."""

    def disable_input(self) -> None:
        """There is no input."""


class Stage(App[None]):
    """An empty app that tells when it has painted."""

    def __init__(self) -> None:
        super().__init__(driver_class=Nowhere)
        self.painted = asyncio.Event()

    def get_line_filters(self) -> list[LineFilter]:
        """With the filter of the real app."""
        return [*super().get_line_filters(), ControlPictures()]

    def post_display_hook(self) -> None:
        """Textual has handed a frame to the terminal."""
        self.painted.set()

    def shows(self, words: str) -> bool:
        """Whether some line of the screen has these words."""
        strips = self.screen._compositor.render_strips()  # noqa: SLF001 - no public way to read the screen
        return any(words in strip.text for strip in strips)


def big_list(listing: Delegates) -> Widget:
    return BigList(listing)


def data_table(listing: Delegates) -> Widget:
    table: DataTable[str] = DataTable(cursor_type="row")
    table.add_columns(*(column.title for column in listing.columns))
    table.add_rows(line.cells for line in listing.after(None, FEW))
    return table


async def figures(made: Callable[[Delegates], Widget], listing: Delegates) -> dict[str, float]:
    """Seconds for opening and for each key of `PRESSES`, in one run of a fresh app."""
    app, taken = Stage(), {}

    async def work(pilot: Pilot[object]) -> None:
        await pilot.pause(0.1)
        began = time.perf_counter()
        widget = made(listing)
        app.painted.clear()
        await app.mount(widget)
        while not app.shows("Delegate 0000001"):
            await asyncio.wait_for(app.painted.wait(), 5)
            app.painted.clear()
        taken["open"] = time.perf_counter() - began
        widget.focus()
        await pilot.pause(0.3)  # the count has come, the cursor has come to rest
        for key, presses in PRESSES.items():
            its_own = OF_THE_TABLE.get(key, key) if isinstance(widget, DataTable) else key
            taken[key] = sum([await pressed(app, its_own) for _ in range(presses)]) / presses
        app.exit()

    await app.run_async(size=SIZE, auto_pilot=work)
    return taken


async def pressed(app: Stage, key: str) -> float:
    """Processor seconds, of all threads, until a key's effect is on the screen."""
    app.painted.clear()
    began = time.process_time()
    app.post_message(events.Key(key, None))
    await asyncio.wait_for(app.painted.wait(), 5)
    await asyncio.sleep(0.04)  # what the key has set going, such as a page that is read, is part of its cost
    return time.process_time() - began


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        few, many = filled(Path(folder, "few.db"), FEW), filled(Path(folder, "many.db"), MANY)
        contestants = {
            "table": (data_table, few),
            "few": (big_list, few),
            "many": (big_list, many),
        }
        seen: dict[str, list[dict[str, float]]] = {name: [] for name in contestants}
        for _ in range(rounds):
            for name, (made, listing) in contestants.items():
                seen[name].append(asyncio.run(figures(made, listing)))
        few.work.close()
        many.work.close()
    report(seen, rounds)


def report(seen: dict[str, list[dict[str, float]]], rounds: int) -> None:
    """Print the medians, and the ratios that count, with the machine they were measured on."""
    python = platform.python_version()
    processor = platform.processor() or platform.machine()
    print(f"{processor}, {os.cpu_count()} cores, Python {python}, Textual {textual.__version__}, {rounds} rounds")
    print(f"{'':10}{'DataTable':>12}{'BigList':>12}{'BigList':>12}{'BigList/':>12}{'million/':>12}")
    print(f"{'ms':10}{FEW:>12,}{FEW:>12,}{MANY:>12,}{'DataTable':>12}{'thousand':>12}")
    for what in ("open", *PRESSES):
        table, few, many = (
            statistics.median(run[what] for run in seen[name]) * 1000 for name in ("table", "few", "many")
        )
        print(f"{what:10}{table:12.1f}{few:12.1f}{many:12.1f}{few / table:12.2f}{many / few:12.2f}")
    print("Aims: a key at most 0.70 of the table's; a million at most 1.30 of a thousand.")


if __name__ == "__main__":
    main()

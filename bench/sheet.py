"""What a key costs in a sheet of 500 people by 8 columns, beside a key in a list of 1,000 lines.

Run it with `python -m bench.sheet [rounds]`. The contestants take turns in every round, figures are medians over the
rounds, and only the ratios travel to another machine. A key is the processor time from the key to the painted screen,
as in `bench.biglist`.
"""

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

from textual.pilot import Pilot
from textual.widget import Widget

from acxdesk.tui.widgets.sheet import Sheet
from acxdesk.tui.widgets.sheetlines import Cell, SheetColumn, SheetRow
from bench.biglist import FEW, ROUNDS, SIZE, Delegates, Stage, big_list, filled, pressed
from bench.timing import machine

PEOPLE, COMPONENTS = 500, 8
PRESSES = {"down": 60, "pagedown": 10, "end": 1, "home": 1}  # that one figure is the mean of
SHEET_ALONE = {"right": 7, "tab": 40, "7": 1, "enter": 1}  # what a list has nothing like


def sheet() -> Sheet:
    """A sheet with a mark in every cell."""
    columns = [SheetColumn(str(number), f"Part {number}", 6, below="/100") for number in range(COMPONENTS)]
    columns += [
        SheetColumn("total", "Total", 6, typed=False, stays=True),
        SheetColumn("outcome", "Outcome", 12, typed=False, stays=True, right=False),
    ]
    rows = [SheetRow(number, f"Delegate {number:07}", number) for number in range(1, PEOPLE + 1)]
    made = Sheet(_painted, foot=lambda row, column: f"{column.title} of {row.name}", corner="Delegate")
    made.show(columns, rows)
    return made


def _painted(row: SheetRow, column: SheetColumn) -> Cell:
    if column.name == "outcome":
        return Cell("passed" if row.value % 3 else "resit due", "" if row.value % 3 else "warning")
    return Cell(f"{row.value % 61 + 39}.5", "muted" if row.value % 7 == 0 else "")


async def figures(widget: Widget, presses: dict[str, int]) -> dict[str, float]:
    """Seconds for each key, in one run of a fresh app."""
    app, taken = Stage(), {}

    async def work(pilot: Pilot[object]) -> None:
        await pilot.pause(0.1)
        await app.mount(widget)
        widget.focus()
        await pilot.pause(0.4)  # all that is read is read, and the cursor has come to rest
        for key, count in presses.items():
            taken[key] = sum([await pressed(app, key) for _ in range(count)]) / count
        app.exit()

    await app.run_async(size=SIZE, auto_pilot=work)
    return taken


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        few = filled(Path(folder, "few.db"), FEW)
        ours, lists = rounds_of(few, rounds)
        few.work.close()
    report(ours, lists, rounds)


def rounds_of(few: Delegates, rounds: int) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Both in turn."""
    ours, lists = [], []
    for _ in range(rounds):
        ours.append(asyncio.run(figures(sheet(), PRESSES | SHEET_ALONE)))
        lists.append(asyncio.run(figures(big_list(few), PRESSES)))
    return ours, lists


def report(ours: list[dict[str, float]], lists: list[dict[str, float]], rounds: int) -> None:
    """Print the medians and the ratios."""
    print(f"{machine()}, {rounds} rounds")
    print(f"{'ms':10}{f'sheet {PEOPLE}x{COMPONENTS}':>14}{f'list {FEW:,}':>14}{'sheet/list':>12}")
    for key in PRESSES | SHEET_ALONE:
        median = statistics.median(run[key] for run in ours) * 1000
        beside = statistics.median(run[key] for run in lists) * 1000 if key in PRESSES else 0
        print(f"{key:10}{median:14.1f}" + (f"{beside:14.1f}{median / beside:12.2f}" if beside else ""))
    print("Aim: a key as fast as a list's, at most 1.30 of it.")


if __name__ == "__main__":
    main()

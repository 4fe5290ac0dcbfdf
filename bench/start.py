"""From the command to the first usable screen, and a key in a list, beside a bare Textual app with a table of 40 rows.

Run it with `python -m bench.start`. Both programs run in a pseudo-terminal of 120x40; the clock stops when the words
that the first screen shows from the data have come through.
"""

import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fcntl import ioctl
from pathlib import Path

from bench.timing import Figures, machine, say

ROUNDS = 7
DEADLINE = 20.0  # seconds; a program that shows nothing by then is broken
BARE = """
from textual.app import App
from textual.widgets import DataTable, Footer, Header
class Bare(App):
    def compose(self):
        yield Header()
        yield DataTable(cursor_type="row")
        yield Footer()
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("Session", "Starts", "Seats")
        table.add_rows((f"ACXM-{n}", "Mon 16 Nov 2026", "9 of 12") for n in range(40))
Bare().run()
"""


def until_shown(command: Sequence[str], words: bytes, environment: Mapping[str, str]) -> float:
    """Seconds from the spawn of a program to the words on its screen; it is ended then.

    Raises:
        TimeoutError: the words never came.
    """
    begun = time.perf_counter()
    child, terminal = pty.fork()
    if not child:
        os.execve(command[0], list(command), {**os.environ, **environment, "TERM": "xterm-256color"})
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = b""
    try:
        while words not in seen:
            left = DEADLINE - (time.perf_counter() - begun)
            if left <= 0 or not select.select([terminal], [], [], left)[0]:
                raise TimeoutError(f"{command} never showed {words!r}")
            seen += os.read(terminal, 65536)
        return time.perf_counter() - begun
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def main() -> None:
    """Start both in turn and print the ratio."""
    print(f"Start to the first screen with data. {machine()}")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "demo.acx")
        environment = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "", "HOME": folder}
        ours = [sys.executable, "-m", "acxdesk", "--data", str(data)]
        today = datetime.now(UTC).date().isoformat()
        for verb in ("init --demo", f"session schedule --programme ACXM --start {today} --weekend none"):
            os.spawnve(os.P_WAIT, ours[0], [*ours, *verb.split()], {**os.environ, **environment})
        bare = [sys.executable, "-c", BARE]
        times = [
            (until_shown(ours, b"ACXM 1/4", environment), until_shown(bare, b"ACXM-9", environment))
            for _ in range(ROUNDS + 1)
        ][1:]
    middle = len(times) // 2
    say(
        "first usable screen, to a bare Textual app",
        Figures(*(sorted(column)[middle] for column in zip(*times, strict=True))),
        "aim <= 1.2",
    )


if __name__ == "__main__":
    main()

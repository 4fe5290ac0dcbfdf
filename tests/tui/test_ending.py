"""How the app ends on a real terminal: its exit code, the terminal put right, nothing of anybody's data told."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pexpect
import pytest

from acxdesk.desk.door import Desk
from acxdesk.tui import ending
from tests.tui.deskapp import app_over

ROOT = Path(__file__).parents[2]
ALTERNATE, NORMAL = "\x1b[?1049h", "\x1b[?1049l"  # into the app's screen and back to the shell's
MOUSE_OFF = "\x1b[?1000l"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals and signals of Unix")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "TERM": "xterm-256color",
    }


def begun(desk: Desk, environment: dict[str, str], before: str = "") -> "pexpect.spawn[str]":
    """The app on a terminal of its own, with its first frame drawn; `before` is run in its process first."""
    program = (
        f"{textwrap.dedent(before)}\nimport sys\nfrom acxdesk.tui.app import run\nsys.exit(run({str(desk.path)!r}))"
    )
    child = pexpect.spawn(
        sys.executable, ["-c", program], env=environment, dimensions=(24, 80), encoding="utf-8", timeout=30
    )
    child.expect(r"help\x1b|all keys\x1b")  # the footer is the last line that is drawn
    time.sleep(0.5)  # the signals are watched, and the desk is being opened
    return child


def ended(child: "pexpect.spawn[str]") -> str:
    """What it wrote until it ended."""
    child.expect(pexpect.EOF)
    child.close()
    return str(child.before)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)], ids=str
)
def test_a_signal_ends_it_in_order(desk: Desk, environment: dict[str, str], number: int, code: int) -> None:
    child = begun(desk, environment)
    child.kill(number)
    rest = ended(child)
    assert child.exitstatus == code
    assert NORMAL in rest
    assert MOUSE_OFF in rest


def test_a_closed_terminal_ends_it(desk: Desk, environment: dict[str, str]) -> None:
    child = begun(desk, environment)
    child.delayafterclose = child.ptyproc.delayafterclose = 2  # the kernel tells it by SIGHUP; pexpect helps only later
    child.close(force=False)
    assert child.ptyproc.exitstatus == 129


async def test_a_terminal_that_is_gone_ends_it_without_any_signal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    there = iter((True, False))
    monkeypatch.setattr(ending, "_has_terminal", lambda: next(there, False))
    monkeypatch.setattr(ending, "LOOK", 0.01)
    app = app_over(desk)
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause(0.2)
    assert app.return_code == 129


def test_a_key_ends_it_with_zero(desk: Desk, environment: dict[str, str]) -> None:
    child = begun(desk, environment)
    child.send("q")
    assert NORMAL in ended(child)
    assert child.exitstatus == 0


def test_a_deed_that_is_under_way_is_finished_before_it_ends(
    desk: Desk, environment: dict[str, str], tmp_path: Path
) -> None:
    begins = f"""
        import pathlib, time
        from acxdesk.tui import app, perform
        def slow(desk):
            pathlib.Path({str(tmp_path / "begun")!r}).touch()
            time.sleep(1)
            pathlib.Path({str(tmp_path / "done")!r}).touch()
        app.DeskApp.action_theme = lambda self: perform.perform(self, slow)
    """
    child = begun(desk, environment, begins)
    child.send("T")
    while not (tmp_path / "begun").exists():
        time.sleep(0.05)
    child.kill(signal.SIGTERM)
    ended(child)
    assert child.exitstatus == 143
    assert (tmp_path / "done").exists()


def test_a_crash_prints_one_line_without_anybodys_data_and_leaves_one(
    desk: Desk, environment: dict[str, str], tmp_path: Path
) -> None:
    crashes = """
        from acxdesk.tui import app
        def crash(self):
            secret = "Ada Byron"
            raise ZeroDivisionError(secret)
        app.DeskApp.action_theme = crash
    """
    child = begun(desk, environment, crashes)
    child.send("T")
    rest = ended(child)
    assert child.exitstatus == 1
    told = rest.rpartition(NORMAL)[2]
    assert "Something went wrong in acxdesk. The log has the place under " in " ".join(told.split())
    assert "Byron" not in rest
    assert "Traceback" not in rest
    logged = (tmp_path / "state" / "acxdesk" / "acxdesk.log").read_text()
    assert "ZeroDivisionError" in logged
    assert "Byron" not in logged


def test_a_desk_that_cannot_be_opened_is_told_in_a_sentence_with_its_own_code(
    desk: Desk, environment: dict[str, str]
) -> None:
    desk.close()
    desk.path.unlink()
    child = begun(desk, environment)
    child.expect("There is no data file")
    child.expect("acxdesk init")
    child.send("\r")
    ended(child)
    assert child.exitstatus == 5


def test_the_title_of_the_window_names_nobody(desk: Desk, environment: dict[str, str]) -> None:
    child = begun(desk, environment)
    child.send("q")
    written = str(child.before) + ended(child)
    assert "\x1b]0;" not in written
    assert "\x1b]2;" not in written


def test_it_draws_without_colours_where_none_are_wanted(desk: Desk, environment: dict[str, str]) -> None:
    child = begun(desk, {**environment, "NO_COLOR": "1"})
    child.send("q")
    ended(child)
    assert child.exitstatus == 0


def test_nothing_heavy_is_loaded_before_the_first_frame() -> None:
    program = (
        "import sys\nfrom acxdesk.tui.app import DeskApp\nfrom acxdesk.tui.start import looks, opened\n"
        "DeskApp(lambda: opened(''), looks=looks('/nowhere/desk.acx'))\n"
        "print(*sorted({'alembic', 'icalendar', 'pydantic', 'sqlalchemy', 'tomlkit'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert found.stdout.split() == []

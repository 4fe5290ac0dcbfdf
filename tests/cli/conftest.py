"""A command line in this process: what it prints, and the code that it ends with."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from acxdesk.__main__ import main
from acxdesk.desk.clock import FrozenClock, SystemClock
from acxdesk.desk.door import Desk
from tests.actions.sample import require_nothing

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answer:
    """What a command line answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What stands on stdout as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines of stdout."""
        return self.out.splitlines()


Say = Callable[..., Answer]


class _Typed(io.TextIOWrapper):
    """What somebody types."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for the data file; the settings and the log are in it for every test."""
    monkeypatch.setenv("ACXDESK_DATA", str(tmp_path / "desk.acx"))
    monkeypatch.setenv("ACXDESK_NAME", "anna")
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def say(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command line; it is Tuesday 24 November 2026, 09:00 UTC; `terminal`: whether somebody can be asked."""
    monkeypatch.setattr(SystemClock, "now", lambda _clock: NOW)

    def run(*arguments: str, stdin: bytes = b"", terminal: bool = False) -> Answer:
        monkeypatch.setattr(sys, "stdin", _Typed(io.BytesIO(stdin), encoding="utf-8"))
        for stream in (sys.stdin, sys.stderr):
            monkeypatch.setattr(stream, "isatty", lambda: terminal)
        capsys.readouterr()
        code = main(arguments)
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    return run


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data file with the printed catalogue, made once by the verb; copy it, never open it."""
    path = tmp_path_factory.mktemp("catalogue") / "desk.acx"
    _told(path, "init")
    return path


@pytest.fixture(scope="session")
def furnished(catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with two delegates, a coach and a session of two seats; nothing is required. Copy it, never open it."""
    path = tmp_path_factory.mktemp("furnished") / "desk.acx"
    shutil.copy(catalogue, path)
    opened = Desk.open(path, who="anna", clock=FrozenClock(NOW))
    require_nothing(opened)
    opened.close()
    _told(path, "person", "add", "Ada Byron", "--email", "ada@example.org", "--country", "gb")
    _told(path, "person", "add", "Zoë Brontë", "--email", "zoe@example.com")
    _told(path, "person", "add", "Ngozi Okafor", "--coach")
    _told(path, "session", "schedule", "--programme", "ACXM", "--start", "2027-01-18", "--time", "14:00", "--max", "2")
    return path


def _told(path: Path, *arguments: str) -> None:
    """Run a command line on the frozen clock, outside a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SystemClock, "now", lambda _clock: NOW)
        patch.setenv("ACXDESK_NAME", "anna")
        patch.setenv("ACXDESK_SETTINGS", str(path.with_name("none.toml")))
        path.with_name("none.toml").touch()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as errors:
            code = main(["--data", str(path), *arguments])
    assert code == 0, errors.getvalue()


@pytest.fixture
def desk_file(home: Path, furnished: Path) -> Path:
    """The furnished data file, where the settings look for it."""
    path = home / "desk.acx"
    shutil.copy(furnished, path)
    return path


@pytest.fixture
def desk(desk_file: Path, say: Say) -> Say:
    """The command line of a desk with the catalogue, two delegates, a coach and a session of two seats."""
    return say


SESSION = "ACXM-2027-01-18"


def start(
    *arguments: str, data: Path, stdin: bytes = b"", text: bool = True, **env: str
) -> subprocess.CompletedProcess[Any]:
    """Run a command line as a program of its own."""
    return subprocess.run(
        [sys.executable, "-m", "acxdesk", *arguments],
        input=stdin.decode() if text else stdin,
        capture_output=True,
        text=text,
        check=False,
        env=environment(data, **env),
        timeout=60,
    )


def environment(data: Path, **env: str) -> dict[str, str]:
    """The variables that a program of its own gets."""
    folder = data.parent
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("ACXDESK_")},
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_DATA_HOME": str(folder / "data"),
        "ACXDESK_DATA": str(data),
        "ACXDESK_NAME": "anna",
        **env,
    }

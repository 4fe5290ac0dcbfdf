"""What tests of a desk share: a data file with today's tables, a clock that stands still, the statements sent."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from acxdesk.desk import files
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk

Statements = Callable[[Desk], AbstractContextManager[list[str]]]


def pytest_collection_finish() -> None:
    """What is loaded by now stays for the whole run: looking through it again and again took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture(autouse=True)
def _nobodys_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, data and logs of whoever runs the tests are neither read nor written."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in [name for name in os.environ if name.upper().startswith("ACXDESK_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data file with every table and no rows, made once by the migrations; copy it, never open it."""
    path = tmp_path_factory.mktemp("template") / "template.acx"
    files.create(path)
    return path


@pytest.fixture
def clock() -> FrozenClock:
    """Tuesday 24 November 2026, 09:00 UTC, until a test sets it."""
    return FrozenClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


@pytest.fixture
def desk(tmp_path: Path, template: Path, clock: FrozenClock) -> Iterator[Desk]:
    """An open desk on an empty data file of its own; anna sits at it."""
    path = tmp_path / "desk.acx"
    shutil.copy(template, path)
    opened = Desk.open(path, who="anna", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def statements() -> Statements:
    """Collect the statements that a desk sends to its file, transactions and settings left out.

    with statements(desk) as sent:
        listing.after(None, 10)
    assert len(sent) == 1
    """

    @contextmanager
    def collecting(desk: Desk) -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                sent.append(statement)

        event.listen(desk.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(desk.engine, "before_cursor_execute", note)

    return collecting

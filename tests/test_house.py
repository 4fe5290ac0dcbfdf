"""The rules of the house that a reader cannot see from one file."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "acxdesk"
THIRD_PARTY = (
    *("alembic", "cryptography", "cyclopts", "icalendar", "pydantic", "python_calamine", "rapidfuzz", "segno"),
    *("sqlalchemy", "textual", "tomlkit", "typst", "xlsxwriter"),
)


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after a statement."""
    found = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    return set(found.stdout.split())


@pytest.mark.parametrize("module", sorted(path.stem for path in (SRC / "rules").glob("*.py")))
def test_rules_load_the_standard_library_alone(module: str) -> None:
    statement = "import acxdesk.rules" if module == "__init__" else f"import acxdesk.rules.{module}"
    assert loaded_by(statement).isdisjoint(THIRD_PARTY)


def test_the_command_line_never_loads_textual(tmp_path: Path) -> None:
    data = tmp_path / "desk.acx"
    statement = (
        "import contextlib\nfrom acxdesk.__main__ import main\n"
        f"for verb in (['init'], ['session', 'list']):\n"
        f"    with contextlib.suppress(SystemExit): main(['--data', {str(data)!r}, *verb])"
    )
    loaded = loaded_by(statement)
    assert data.exists()
    assert "textual" not in loaded
    assert "sqlalchemy" in loaded


def test_the_version_is_told_without_loading_anything() -> None:
    statement = (
        "import contextlib\nfrom acxdesk.__main__ import main\n"
        "with contextlib.suppress(SystemExit): main(['--version'])"
    )
    assert loaded_by(statement).isdisjoint(THIRD_PARTY)


def test_the_first_frame_of_the_app_waits_for_no_database() -> None:
    assert loaded_by("import acxdesk.tui.app").isdisjoint(
        {"alembic", "cryptography", "icalendar", "pydantic", "sqlalchemy", "typst"}
    )


def test_lock_files_name_no_host() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in lock.read_text(), lock.name


def test_every_locked_requirement_has_its_hashes() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        pinned = re.findall(r"(?m)^[a-z0-9][^\n]*==[^\n]*(?:\n +--hash=sha256:[0-9a-f]{64}[^\n]*)+", lock.read_text())
        named = re.findall(r"(?m)^[a-z0-9][^\n]*==", lock.read_text())
        assert named, lock.name
        assert len(pinned) == len(named), lock.name

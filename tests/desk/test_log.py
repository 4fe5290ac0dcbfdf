"""What the log of crashes holds."""

from pathlib import Path

import pytest

from acxdesk.desk import log


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "acxdesk"


def fail(secret: str) -> None:
    """An error that names somebody, out of another one that does."""
    try:
        {"": 0}[secret]
    except KeyError as error:
        raise ValueError(f"no {secret}") from error


def caught(secret: str) -> Exception:
    with pytest.raises(ValueError, match=secret) as seen:
        fail(secret)
    return seen.value


def test_an_error_is_told_by_type_file_and_line_and_so_is_its_cause() -> None:
    line = log.told(caught("Ada Byron"))

    assert line.startswith("builtins.ValueError at desk/test_log.py:")
    assert " from builtins.KeyError at desk/test_log.py:" in line
    assert "Ada" not in line
    assert "\n" not in line


def test_the_folders_above_the_program_are_not_told() -> None:
    with pytest.raises(TypeError) as seen:
        log._short(None)  # type: ignore[arg-type]  # an error out of the program's own file

    line = log.told(seen.value)
    assert "desk/log.py:" in line
    assert str(log._PACKAGE) not in line


def test_each_crash_has_a_reference_of_its_own_in_a_private_file(folder: Path) -> None:
    first, second = log.log_crash(caught("Ada")), log.log_crash(caught("Ada"))

    path = folder / "acxdesk.log"
    assert log.log_file() == path
    assert [line.split()[1] for line in path.read_text().splitlines()] == [first, second]
    assert first != second
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_log_does_not_grow_without_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_MOST_BYTES", 2_000)
    for _ in range(60):
        log.log_crash(caught("Ada"))

    files = sorted(folder.iterdir())
    assert [file.name for file in files] == ["acxdesk.log", "acxdesk.log.1", "acxdesk.log.2", "acxdesk.log.3"]
    assert all(file.stat().st_size <= 2_000 and file.stat().st_mode & 0o777 == 0o600 for file in files)


def test_a_log_behind_a_link_is_not_written(folder: Path) -> None:
    folder.mkdir()
    (folder / "elsewhere").touch()
    (folder / "acxdesk.log").symlink_to(folder / "elsewhere")

    assert log.log_crash(caught("Ada")) == ""
    assert (folder / "elsewhere").read_text() == ""

"""What the first frame knows of the settings, before they are read in full."""

from pathlib import Path

import pytest

from acxdesk.desk import clock, files
from acxdesk.errors import InputProblem
from acxdesk.tui.start import looks, opened


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No settings but those of the test."""
    for name in ("DATA", "THEME", "ZONE", "NAME", "KEYMAP", "SETTINGS"):
        monkeypatch.delenv(f"ACXDESK_{name}", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "acxdesk").mkdir()
    return tmp_path


def written(folder: Path, text: str) -> None:
    (folder / "acxdesk" / "acxdesk.toml").write_text(text, encoding="utf-8")


def test_without_settings_there_are_defaults(folder: Path) -> None:
    found = looks()
    assert found.data == folder / "data" / "acxdesk" / "desk.acx"
    assert (found.theme, found.keymap, found.zone, found.name) == ("dark", {}, "Europe/London", "")


def test_the_file_says_and_a_variable_says_louder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(folder, 'theme = "light"\nname = "anna"\ndata = "~/a.acx"\n[keymap]\n"app.goto" = "ctrl+g"\n"x" = 3\n')
    monkeypatch.setenv("ACXDESK_NAME", "zoë")
    monkeypatch.setenv("HOME", str(folder))
    found = looks()
    assert (found.theme, found.name, found.keymap) == ("light", "zoë", {"app.goto": "ctrl+g"})
    assert found.data == folder / "a.acx"
    assert looks("b.acx").data == Path("b.acx")


@pytest.mark.parametrize("text", ["theme = [1]\nzone = 3\nkeymap = 1\n", "= broken", ""])
def test_what_is_wrong_is_left_for_the_desk_to_tell(folder: Path, text: str) -> None:
    written(folder, text)
    assert looks().theme == "dark"


def test_the_desk_is_opened_with_all_settings(folder: Path) -> None:
    path = folder / "desk.acx"
    files.create(path)
    written(folder, 'name = "anna"\nzone = "Asia/Kathmandu"\n')
    desk, settings = opened(str(path))
    try:
        assert (desk.path, desk.who, settings.zone) == (path, "anna", "Asia/Kathmandu")
        assert isinstance(desk.clock, clock.SystemClock)
    finally:
        desk.close()


def test_a_wrong_setting_is_refused_when_the_desk_is_opened(folder: Path) -> None:
    written(folder, 'theme = "pink"\n')
    with pytest.raises(InputProblem, match="theme"):
        opened("")

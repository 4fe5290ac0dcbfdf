"""The README is true: what it names is there."""

import re
from pathlib import Path

import pytest

from acxdesk.cli.app import EXIT_CODES
from acxdesk.desk.settings import explain, load

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_setting_stands_in_it_with_its_own_sentence() -> None:
    for setting in explain(load()):
        assert f"| `{setting.name}` | {setting.description} |" in README


@pytest.mark.parametrize(("code", "meaning"), [pair for pair in EXIT_CODES if pair[0] < 100])
def test_every_exit_code_stands_in_it(code: int, meaning: str) -> None:
    assert f"| {code} | {meaning} |" in README


def test_every_make_command_that_it_names_is_there() -> None:
    named = set(re.findall(r"(?m)(?:^|`)make ([a-z]+)", README))
    assert named >= {"run", "test", "demo", "check", "bench"}
    for target in named:
        assert re.search(rf"(?m)^{target}:", MAKEFILE), target


def test_every_file_that_it_points_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).is_file(), target


def test_pictures_fetch_nothing() -> None:
    for picture in (ROOT / "docs" / "screens").glob("*.svg"):
        assert "@font-face" not in picture.read_text(encoding="utf-8"), picture.name

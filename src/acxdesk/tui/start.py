"""How the terminal app starts: what it has to know before anything heavy is loaded, and the opening of the desk."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from acxdesk.desk.settingsfile import read
from acxdesk.errors import Refused

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.desk.settings import Settings


@dataclass(frozen=True, slots=True)
class Looks:
    """The settings that the first frame needs, read without pydantic; the real ones follow with the desk."""

    data: Path
    theme: str = "dark"
    keymap: Mapping[str, str] = field(default_factory=dict)
    zone: str = "Europe/London"
    name: str = ""


def looks(data: str = "") -> Looks:
    """A first glance at the settings: variable, file, default. What is wrong in them is told when the desk is opened.

    Args:
        data: the data file as the command line names it; empty for the one of the settings.
    """
    try:
        said: Mapping[str, Any] = read()
    except Refused:
        said = {}

    def setting(name: str, default: str) -> str:
        value = os.environ.get(f"ACXDESK_{name.upper()}") or said.get(name)
        return value if isinstance(value, str) and value else default

    usual = platformdirs.user_data_path("acxdesk", appauthor=False) / "desk.acx"
    return Looks(
        data=Path(data or setting("data", str(usual))).expanduser(),
        theme=setting("theme", "dark"),
        keymap=_keymap(said.get("keymap")),
        zone=setting("zone", "Europe/London"),
        name=setting("name", ""),
    )


def _keymap(said: object) -> dict[str, str]:
    if not isinstance(said, dict):
        return {}
    return {str(name): keys for name, keys in said.items() if isinstance(keys, str)}


def demonstration(desk: "Desk") -> "Receipt":
    """Fill an empty desk with demonstration data.

    Raises:
        Refused: it is not empty.
    """
    from acxdesk.actions.season import load_season

    return load_season(desk)


def opened(data: str) -> "tuple[Desk, Settings]":
    """Read the settings in full and open the desk. It runs in a thread, after the first frame.

    Raises:
        InputProblem: a setting is wrong.
        DataFileProblem: the data file cannot be opened.
    """
    from acxdesk.desk import clock, settings
    from acxdesk.desk.door import Desk

    held = settings.load(data=data)
    return Desk.open(held.data, who=held.who, clock=clock.SystemClock(), backups=held.backups), held

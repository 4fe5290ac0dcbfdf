"""The file of settings: where it is, what it says as TOML, and one key of it written anew."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import platformdirs

from acxdesk.desk.troubles import of_writing, shown
from acxdesk.desk.writing import write_whole
from acxdesk.errors import InputProblem

FILE_VARIABLE: Final = "ACXDESK_SETTINGS"


def settings_file() -> Path:
    """The file of settings; it need not be there."""
    named = os.environ.get(FILE_VARIABLE)
    if named:
        return Path(named).expanduser()
    return platformdirs.user_config_path("acxdesk", appauthor=False) / "acxdesk.toml"


def read() -> dict[str, Any]:
    """What the file says; nothing when there is none and none was named.

    Raises:
        InputProblem: it cannot be read, is not TOML, or is not where `ACXDESK_SETTINGS` says.
    """
    path = settings_file()
    if not path.exists() and not os.environ.get(FILE_VARIABLE):
        return {}
    return _parsed(path)


def write(name: str, value: object) -> Path:
    """Write one key anew; comments, order and everything else stay.

    Args:
        name: the key.
        value: text, a number, a list or a table of texts; None takes the key out.

    Returns:
        The file.

    Raises:
        InputProblem: the file is there and cannot be read.
        SaveFailed: it cannot be written.
    """
    import tomlkit  # noqa: PLC0415 - only a change of the settings needs it

    file = settings_file()
    path = file.resolve()  # one that is a link stays one: people keep such files elsewhere
    document = tomlkit.document()
    if path.exists():
        _parsed(path)  # tomllib's error names the line
        document = tomlkit.parse(_text_of(path))
    table = document.get(name)
    if value is None:
        document.pop(name, None)
    elif isinstance(value, dict) and isinstance(table, dict):
        _fit(table, value)
    else:
        document[name] = value
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise of_writing(fault, path) from fault
    write_whole(path, [tomlkit.dumps(document).encode()], overwrite=True)
    return file


def _fit(table: dict[str, Any], made: Mapping[str, Any]) -> None:
    """Make a table of the file hold these and no others; what stays keeps its comment."""
    for key in [key for key in table if key not in made]:
        del table[key]
    for key, value in made.items():
        if table.get(key) != value:
            table[key] = value


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text_of(path))
    except tomllib.TOMLDecodeError as fault:
        raise InputProblem(
            f"{shown(path)} is not TOML: {shown(str(fault))}.", remedy="Correct that line, or put the file aside."
        ) from fault


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError as fault:
        raise InputProblem(
            f"There is no file of settings {shown(path)}.", remedy=f"Make it, or unset {FILE_VARIABLE}."
        ) from fault
    except OSError as fault:
        raise InputProblem(
            f"The settings in {shown(path)} cannot be read: {fault.strerror}.",
            remedy="Give your user the right to read that file.",
        ) from fault
    except UnicodeDecodeError as fault:
        raise InputProblem(
            f"{shown(path)} is not UTF-8 at byte {fault.start + 1:,}.", remedy="Save it as UTF-8."
        ) from fault

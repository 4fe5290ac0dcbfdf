"""Passwords of servers: from a variable or a file of their owner's alone; never in the settings or a sentence."""

import os
import stat
from pathlib import Path
from typing import Final

from acxdesk.desk.troubles import shown
from acxdesk.errors import InputProblem

_LONGEST: Final = 4_000  # bytes of a file with a password; a token of some services has two thousand


def password(variable: str, file: Path | None) -> str:
    """The password that a variable says, else the one in a file; empty when neither does.

    Args:
        variable: its name: "ACXDESK_SMTP_PASSWORD".
        file: its first line is the password; None for no file.

    Raises:
        InputProblem: the file cannot be read, somebody else can read it, or it is none with a password.
    """
    said = os.environ.get(variable, "")
    if said or file is None:
        return said
    try:
        with file.open("rb") as opened:
            mode = stat.S_IMODE(os.fstat(opened.fileno()).st_mode)
            held = opened.read(_LONGEST + 1)
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "its name cannot be one"
        raise InputProblem(f"The password in {shown(file)} cannot be read: {why}.") from fault
    if os.name == "posix" and mode & 0o077:
        raise InputProblem(
            f"Others than its owner may read the password in {shown(file)}.", remedy=f"`chmod 600 {shown(file)}`."
        )
    try:
        first = held.decode("utf-8-sig").partition("\n")[0].strip("\r")
    except UnicodeDecodeError:
        first = ""
    if not first or len(held) > _LONGEST:
        raise InputProblem(f"{shown(file)} has no password in its first line.", remedy="Write it there, in UTF-8.")
    return first

"""The log of crashes: where in the code, never what about. It holds no personal data and no path of the user's.

A data file's contents stand in an exception's words and in the locals of its frames; neither is written.
"""

import logging
import os
import secrets
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

import platformdirs

_MOST_BYTES: Final = 200_000  # of one file; some 500 crashes
_KEPT: Final = 3  # older files
_PACKAGE: Final = Path(__file__).resolve().parents[1]


def log_file() -> Path:
    """Where crashes are written to: `acxdesk.log` in the user's folder for state."""
    return platformdirs.user_state_path("acxdesk", appauthor=False) / "acxdesk.log"


def log_crash(error: BaseException) -> str:
    """Write down where a program error happened.

    Args:
        error: with its traceback; its words are left out.

    Returns:
        The reference that finds it in the log; empty when the log cannot be written.
    """
    reference = secrets.token_hex(4)
    path = log_file()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _PrivateFile(path, maxBytes=_MOST_BYTES, backupCount=_KEPT, encoding="utf-8")
    except OSError:
        return ""
    try:
        formatter = logging.Formatter("%(asctime)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%S%z")
        handler.setFormatter(formatter)
        message = f"{reference} {told(error)}"
        handler.emit(logging.LogRecord("acxdesk", logging.ERROR, "", 0, message, None, None))
    finally:
        handler.close()
    return reference


def told(error: BaseException) -> str:
    """An error as the log has it: the types of it and of what it came from, each with file and line of its frames."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        frames = " < ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in _frames(seen))
        parts.append(f"{type(seen).__module__}.{type(seen).__qualname__} at {frames or 'no frame'}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return " from ".join(parts)


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    """The innermost first."""
    return list(traceback.extract_tb(error.__traceback__))[::-1]


def _short(filename: str) -> str:
    """A file's name without the folders above the package: they may name the user."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE).as_posix()
    return "/".join(path.parts[-2:])


class _PrivateFile(RotatingFileHandler):
    """A rotating log that nobody else may read, and that never raises: it is the last resort itself."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        return os.fdopen(os.open(self.baseFilename, flags, 0o600), "a", encoding=self.encoding)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """A log that cannot be written is no reason for a second crash."""

"""What SQLite and the system report about a file, as a sentence: the value, the place, the remedy.

Codes are those of https://sqlite.org/rescode.html. SQLAlchemy is not needed here: the first rows of a start come
without it, and they can fail as well.
"""

import errno
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from acxdesk.errors import Busy, DataFileProblem, InputProblem, Refused, SaveFailed
from acxdesk.rules.text import visible

BUSY_SECONDS: Final = 5.0  # how long a desk waits for another one's deed

_UNCHANGED: Final = "Nothing was changed."

# What means damage although no code says so: the first words -> what they mean. The sqlite3 module's own complaint
# has no code at all, and a row of the journal that is no JSON is an error like any other.
_DAMAGES: Final[Mapping[str, str]] = {
    "Could not decode to UTF-8": "text that is no UTF-8",
    "malformed database schema": "malformed schema",
    "malformed JSON": "malformed JSON",
}
_LOCKED: Final = (
    Busy,
    "Another desk has been writing to {where} for over {waited} seconds.",
    f"{_UNCHANGED} Try again; if it stays so, close the other acxdesk.",
)
_CLOSED: Final = (
    DataFileProblem,
    "{where} cannot be opened ({name}): the file or its folder does not let you.",
    "Give your user the right to read and write both.",
)
# Primary result code -> the class, the sentence, the remedy.
_SAYINGS: Final[Mapping[int, tuple[type[Refused], str, str]]] = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_PROTOCOL: _LOCKED,
    sqlite3.SQLITE_READONLY: (
        DataFileProblem,
        "{where} is read-only: the file, its folder or its disk does not let you write.",
        f"{_UNCHANGED} Reading goes on; to write, give your user the right to change both.",
    ),
    sqlite3.SQLITE_FULL: (
        SaveFailed,
        "The disk that holds {where} is full.",
        f"{_UNCHANGED} Make room on it, then do it again.",
    ),
    sqlite3.SQLITE_IOERR: (
        SaveFailed,
        "The disk that holds {where} reported an error ({name}).",
        "Look whether the change was saved before you do it again, and check the disk.",
    ),
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_AUTH: _CLOSED,
}


def shown(path: Path | str) -> str:
    """A path as it can be printed: control characters in a name are shown as pictures."""
    return visible(str(path))


def missing(path: Path) -> DataFileProblem:
    """There is no data file of that name."""
    return DataFileProblem(
        f"There is no data file {shown(path)}.", remedy=f"Make one with `acxdesk init --data {shown(path)}`."
    )


def damaged(path: Path, detail: str) -> DataFileProblem:
    """The data file cannot be read as what it is; `detail` is SQLite's own word for it."""
    return DataFileProblem(
        f"{shown(path)} is damaged ({visible(detail)}).",
        remedy=(
            f"It was left as it is. `acxdesk doctor --data {shown(path)}` says what is wrong and names the newest good "
            "backup; `acxdesk restore` puts a backup in its place and keeps this file aside."
        ),
    )


def damage_of(fault: sqlite3.Error) -> str:
    """What SQLite says where the file is not what was written, as "SQLITE_CORRUPT"; empty for any other failure.

    It never holds the text that was found, which is somebody's data.
    """
    if getattr(fault, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return str(fault.sqlite_errorname)
    return next((meaning for words, meaning in _DAMAGES.items() if str(fault).startswith(words)), "")


def of_sqlite(fault: sqlite3.Error, path: Path, *, waited: float = BUSY_SECONDS) -> Refused | None:
    """What a failure of SQLite on the data file means.

    Args:
        fault: as sqlite3 raised it; its code decides, and its words only where it has none of use.
        path: the data file.
        waited: seconds that the connection waits for a lock.

    Returns:
        The refusal to raise; None when the failure is not about the file but a mistake of ours (a missing
        column, a closed connection), which stays what it is.
    """
    code = getattr(fault, "sqlite_errorcode", None)  # absent where the sqlite3 module itself complains
    if damage := damage_of(fault):
        return damaged(path, damage)
    if code is None:
        return None
    name = fault.sqlite_errorname
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return DataFileProblem(
            f"{shown(path)} was moved, replaced or removed while it was open.",
            remedy=f"{_UNCHANGED} Close acxdesk, look where the file went, and open it again.",
        )
    if code & 0xFF == sqlite3.SQLITE_CANTOPEN and not path.exists():
        return missing(path)
    return _of_primary(code & 0xFF, name, path, waited) or _of_rule(fault)


def _of_primary(primary: int, name: str, path: Path, waited: float) -> Refused | None:
    if primary not in _SAYINGS:
        return None
    kind, sentence, remedy = _SAYINGS[primary]
    return kind(sentence.format(where=shown(path), waited=f"{waited:g}", name=name), remedy=remedy)


def _of_rule(fault: sqlite3.Error) -> Refused | None:
    """A constraint held: what it names are tables and columns, never values."""
    if not isinstance(fault, sqlite3.IntegrityError):
        return None
    return Refused(
        f"The data file does not take this: {visible(str(fault))}.",
        remedy=f"{_UNCHANGED} Somebody may have done it before you; look again, then decide.",
    )


def of_writing(fault: OSError, path: Path) -> Refused:
    """What a failure of the system means while `path`, a file of any kind, was being written."""
    where, said = shown(path), fault.strerror or type(fault).__name__
    match fault.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return SaveFailed(
                f"There is no room for {where}: {said}.",
                remedy="Nothing was written. Make room on that disk, or choose another folder.",
            )
        case errno.ENOENT | errno.ENOTDIR:
            return InputProblem(
                f"There is no folder {shown(path.parent)}.", remedy="Make it first, or choose another one."
            )
        case errno.ENAMETOOLONG | errno.EINVAL | errno.EILSEQ:
            return InputProblem(f"{where} cannot be a file's name here: {said}.", remedy="Choose another name.")
    return SaveFailed(
        f"{where} cannot be written: {said}.",
        remedy="Nothing was written. Choose another folder, or give your user the right to write there.",
    )

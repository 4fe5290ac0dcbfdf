"""The data file as a thing on the disk: making one, and whether it lies where a database may lie.

What stands at a path is in `desk.opening`; its names are repeated here for those who open and make files.
"""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from acxdesk.desk.connection import open_connection
from acxdesk.desk.opening import APPLICATION_ID, Found, Kind, check, look
from acxdesk.desk.schema import upgrade
from acxdesk.desk.troubles import of_sqlite, of_writing, shown
from acxdesk.desk.writing import publish, temporary
from acxdesk.errors import Refused

__all__ = ["APPLICATION_ID", "Found", "check", "create", "discard", "sync_folder"]

_MOUNTS: Final = Path("/proc/mounts")
_NETWORK: Final = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "davfs"),
        *("fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.smbnetfs", "fuse.glusterfs", "fuse.gvfsd-fuse"),
    }
)
# The first letters of a folder's name, folded -> the service that keeps such a folder alike on several machines.
_SYNCED: Final = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "cloudstorage": "a cloud drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
}


def create(path: Path) -> Found:
    """Make a data file with empty tables: mode 0600, in a folder that is made with 0700 if it is not there.

    The file is made whole under another name and takes its own in the last step: a desk that dies before leaves no
    half data file.

    Args:
        path: the file to be.

    Raises:
        Refused: something has this name already; it stays as it is.
        SaveFailed, InputProblem: it cannot be written there. Nothing is left behind.
    """
    if look(path).kind is not Kind.MISSING:
        raise Refused(f"{shown(path)} is there already.", remedy="Open it, or name another file with --data FILE.")
    made = _make_folders(path.parent)
    try:
        with temporary(path.parent) as part:
            _fill(part, path)
            publish(part, path)
    except BaseException:
        _remove(made)
        raise
    return check(path)


def discard(path: Path) -> None:
    """Remove a data file that was made a moment ago and could not be filled, with SQLite's journal beside it."""
    for each in (path, path.with_name(f"{path.name}-journal")):
        with suppress(OSError):
            each.unlink()


def sync_folder(path: Path) -> str:
    """A warning when a data file lies where a cloud service or a network may tear it, as one sentence; else empty.

    Args:
        path: of the data file; it need not be there yet.
    """
    whole = path.resolve()
    reason = _synced_by(whole.parent) or _mounted_by(whole.parent)
    if not reason:
        return ""
    return (
        f"{shown(path)} lies in a folder {reason}: deeds can be lost there when two machines write. Keep it on a disk "
        "of this machine, and only its backups there."
    )


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it that are missing; answers with what was made, the topmost first."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()][::-1]
    made: list[Path] = []
    try:
        for each in missing:
            each.mkdir(mode=0o700)
            made.append(each)
    except OSError as fault:
        _remove(made)
        raise of_writing(fault, folder) from fault
    return made


def _remove(made: list[Path]) -> None:
    with suppress(OSError):  # somebody has put something there meanwhile
        for folder in reversed(made):
            folder.rmdir()


def _fill(part: Path, path: Path) -> None:
    """Make an empty file a data file. A refusal speaks of the name that it was to have."""
    try:
        try:
            with closing(open_connection(part)) as connection:
                connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        except sqlite3.Error as fault:
            raise of_sqlite(fault, part) or fault from fault
        upgrade(part)
    except Refused as refused:
        sentence = refused.sentence.replace(shown(part), shown(path))
        raise type(refused)(sentence, remedy=refused.remedy) from refused


def _synced_by(folder: Path) -> str:
    for name in folder.parts:
        for begins, service in _SYNCED.items():
            if name.casefold().startswith(begins):
                return f"that {service} copies"
    return ""


def _mounted_by(folder: Path) -> str:
    """What network file system holds a folder, by the longest mount point above it; empty where that is unknown."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:  # only Linux tells
        return ""
    mounts = [line.split(" ") for line in lines]
    above = [(Path(_unescaped(point)), kind) for _, point, kind, *_ in mounts]
    holding = [(point, kind) for point, kind in above if folder.is_relative_to(point)]
    if not holding:
        return ""
    # Of two mounts on one point the later one is seen.
    _, kind = max(enumerate(holding), key=lambda each: (len(each[1][0].parts), each[0]))[1]
    return f"on another machine ({kind})" if kind in _NETWORK else ""


def _unescaped(point: str) -> str:
    """A mount point as it is: blanks, tabs, line ends and backslashes stand in /proc/mounts as octal codes."""
    for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, letter)
    return point

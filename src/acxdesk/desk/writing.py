"""Files that leave the desk: whole or not at all, for their owner's eyes only, never over another file unasked."""

import errno
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from acxdesk.desk.opening import Kind, look
from acxdesk.desk.troubles import of_writing, shown
from acxdesk.errors import InputProblem, Refused, SaveFailed

NAME_BYTES: Final = 120  # most of a file's name, in UTF-8; every file system takes 255, an ending has to fit too

# 0 where a system lacks it: Windows has no O_NOFOLLOW, the others no O_BINARY.
_NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|conin|conout|clock|com[0-9]|lpt[0-9])", re.IGNORECASE)
# Unicode's Default_Ignorable_Code_Point as far as it is letters and marks: two names must not look alike.
_UNSEEN: Final = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]+")


# What a file system without links says to one: FAT, and some on another machine.
_NO_LINKS: Final = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


class Taken(Refused):
    """Something has the name already that a new file was to have."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{shown(path)} is there already.", remedy="Choose another name, or replace it with --overwrite."
        )


class SomeTaken(Refused):
    """Some of the names that files were to have in a folder are taken."""


def write_whole(path: Path, chunks: Iterable[bytes], *, overwrite: bool = False) -> int:
    """Write a file so that it is there whole, with mode 0600, or not at all.

    The bytes go to a file without a name of its own beside it, reach the disk, and only then take the name.

    Args:
        path: the file to be; its folder must exist.
        chunks: its bytes, taken one after the other, so that a long file needs no memory.
        overwrite: whether a file that has this name may be replaced. A link or a data file never is.

    Returns:
        The number of bytes.

    Raises:
        Refused: something has this name already.
        InputProblem: there is no such folder, or the name cannot be one.
        SaveFailed: the disk is full or does not let us write.
    """
    refuse_taken(path, overwrite=overwrite)
    with temporary(path.parent) as part:
        try:
            with part.open("wb") as file:
                size = sum(file.write(chunk) for chunk in chunks)
                file.flush()
                os.fsync(file.fileno())
        except OSError as fault:
            raise of_writing(fault, path) from fault
        publish(part, path, overwrite=overwrite)
    return size


def refuse_taken(path: Path, *, overwrite: bool = False) -> None:
    """Refuse a name that something has already, before the work of making the file begins.

    Args:
        path: the file to be.
        overwrite: whether a plain file there may be replaced.

    Raises:
        Refused: something has this name that may not be replaced.
        InputProblem: no file can have it.
        SaveFailed: its folder does not let us look.
    """
    if "\0" in str(path):
        raise InputProblem(f"{shown(path)} cannot be a file's name.", remedy="Choose another name.")
    kind = look(path).kind
    if kind is Kind.MISSING:
        return
    if kind is Kind.LINK:
        raise Refused(f"{shown(path)} is a link.", remedy="Nothing is written through a link: choose another name.")
    if kind is Kind.FOLDER:
        raise Refused(f"{shown(path)} is a folder.", remedy="Give a file's name in it.")
    if kind is Kind.SPECIAL:
        raise Refused(f"{shown(path)} is a device or a pipe.", remedy="Choose another name.")
    if kind in (Kind.OURS, Kind.NEWER, Kind.DAMAGED):
        raise Refused(f"{shown(path)} is a data file of acxdesk.", remedy="It is never replaced by an export.")
    if kind is Kind.UNREADABLE:
        try:
            path.lstat()
        except OSError as fault:
            raise of_writing(fault, path) from fault
    if not overwrite:
        raise Taken(path)


@contextmanager
def temporary(folder: Path) -> Iterator[Path]:
    """An empty file of mode 0600 in a folder, to be filled and published there; gone at the end if it was not.

    Raises:
        InputProblem: there is no such folder.
        SaveFailed: nothing can be written there.
    """
    part = folder / f".acxdesk-{secrets.token_hex(8)}.part"
    try:
        os.close(os.open(part, _NEW_FILE, 0o600))
    except (FileNotFoundError, NotADirectoryError) as fault:
        raise of_writing(fault, part) from fault
    except OSError as fault:
        raise of_writing(fault, folder) from fault
    try:
        yield part
    finally:
        for leftover in (part, part.with_name(f"{part.name}-journal")):  # SQLite's, emptied but not removed
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def publish(part: Path, path: Path, *, overwrite: bool = False) -> None:
    """Give a file that is whole and on the disk its name in the same folder, in one step.

    Args:
        part: the file; this name of it is gone afterwards.
        path: the name to be.
        overwrite: whether a file of that name is replaced.

    Raises:
        Taken: something got the name meanwhile.
        SaveFailed, InputProblem: the system does not allow the name; or it was given, and the disk reports an error
            that a power cut may undo it by. The sentence says which.
    """
    try:
        if overwrite:
            part.replace(path)
        else:
            _give_free_name(part, path)
    except FileExistsError as fault:
        raise Taken(path) from fault
    except OSError as fault:
        raise of_writing(fault, path) from fault
    try:
        sync_folder_entry(path.parent)
    except OSError as fault:
        raise SaveFailed(
            f"{shown(path)} was written, but its folder could not be: {fault.strerror}.",
            remedy="The file may not outlast a power cut. Check the disk.",
        ) from fault


def _give_free_name(part: Path, path: Path) -> None:
    try:
        path.hardlink_to(part)
    except OSError as fault:
        if fault.errno not in _NO_LINKS:
            raise
    else:
        with suppress(OSError):  # whoever made it tries again
            part.unlink()
        return
    os.close(os.open(path, _NEW_FILE, 0o600))  # holds the name
    try:
        part.replace(path)
    except OSError:
        path.unlink()
        raise


def sync_folder_entry(folder: Path) -> None:
    """Make a name that was given or changed in a folder survive a power cut."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows: a folder cannot be opened, and NTFS writes names in its journal
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder to write files into, for its owner's eyes only, unless it is there.

    Raises:
        InputProblem: something else has the name, or there is no folder to make it in.
        SaveFailed: the system does not let us.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError as fault:
        raise InputProblem(f"{shown(folder)} is no folder.", remedy="Choose another name.") from fault
    except (FileNotFoundError, NotADirectoryError, ValueError) as fault:
        raise InputProblem(
            f"There is no folder {shown(folder.parent)} to make one in.", remedy="Choose another name."
        ) from fault
    except OSError as fault:
        raise SaveFailed(f"{shown(folder)} cannot be made: {fault.strerror}.", remedy="Choose another name.") from fault


def safe_name(text: str) -> str:
    """The part of a file's name that stands for a text: letters and digits of every script, `-` and `_`.

    Args:
        text: any text, such as a person's name; not trusted.

    Returns:
        1 to 120 bytes in UTF-8, in Unicode's NFKC, without dots, blanks or an ending; what is neither letter nor
        digit is one `-`; "unnamed" where nothing is left. A name that Windows keeps for itself ends in `_`.
    """
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    kept = "".join(letter if _stays(letter) else "-" for letter in plain)
    name = re.sub("-+", "-", kept).strip("-")
    name = name.encode()[:NAME_BYTES].decode(errors="ignore").strip("-")
    if _RESERVED.fullmatch(name):
        return f"{name}_"
    return name or "unnamed"


def _stays(letter: str) -> bool:
    """Letters, the marks that belong to them in Arabic or Devanagari, and digits."""
    return letter in "-_" or unicodedata.category(letter)[0] in "LM" or unicodedata.category(letter) == "Nd"

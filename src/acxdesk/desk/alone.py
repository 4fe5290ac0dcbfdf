"""One program at a time: a lock beside the data file that goes with whoever holds it, also when it is killed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from acxdesk.desk.troubles import of_writing
from acxdesk.errors import Busy

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def alone(path: Path, what: str, sentence: str) -> Iterator[None]:
    """Do something that only one program may do at a time with a data file.

    Args:
        path: the data file.
        what: a word for it; a file of this name is beside the data file meanwhile.
        sentence: what is told when another one does it now.

    Raises:
        Busy: another one does it now.
        SaveFailed: the folder lets nobody write.
    """
    lock = path.with_name(f".{path.name}.{what}")
    descriptor = _held(lock, sentence)
    try:
        yield
    finally:
        with suppress(OSError):  # Windows keeps a file that is open; the next one takes it over
            lock.unlink()
        os.close(descriptor)


def _held(lock: Path, sentence: str) -> int:
    """The lock, open and ours."""
    while True:
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except OSError as fault:
            raise of_writing(fault, lock) from fault
        try:
            _lock(descriptor)
        except OSError as fault:
            os.close(descriptor)
            raise Busy(sentence, remedy="Wait until it is done, or stop it there.") from fault
        with suppress(OSError):
            if os.path.samestat(os.fstat(descriptor), lock.stat()):
                return descriptor
        os.close(descriptor)  # whoever had it took its name away in between: it is no lock any more

"""Ctrl+C as a wish: what goes out piece by piece stops between two of them."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from acxdesk.cli import voice


@contextmanager
def stopping(piece: str) -> Iterator[Callable[[], bool]]:
    """Take the first Ctrl+C for a wish to stop; the second breaks off. Gives what says whether it was wished.

    Args:
        piece: what is finished first: "this message".
    """
    asked: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        voice.say(f"acxdesk: stopping after {piece}; Ctrl+C again breaks off.")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)

"""The part of the app that tells: what was done, what takes long, what went wrong."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.reactive import reactive

from acxdesk.tui.ending import logged

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk

SLOW = 0.3  # seconds after which something under way is told
BAR = 12  # cells of the bar that shows how far something is


def bar(count: int, of: int | None) -> str:
    """How far something is: "▓▓▓▓░░░░ 50 %", or the count alone when the end is not known."""
    if not of:
        return f"{count:,}"
    part = min(max(count / of, 0), 1)
    full = int(part * BAR)
    return f"{'▓' * full}{'░' * (BAR - full)} {part:.0%}".replace("%", " %")


class Telling(App[int]):
    """The status line shows `said` and `under_way`; a toast is for what has no place on the screen."""

    said: reactive[str] = reactive("")  # what was done last
    under_way: reactive[str] = reactive("")  # what takes longer than a moment; empty for nothing

    def __init__(self) -> None:
        super().__init__()
        self.opened: Future[Desk] = Future()  # the desk; `perform` and `read` wait for it
        self.troubles: list[Exception] = []  # what nobody foresaw; each was told and is in the log
        self._slow = 0
        self._told_clashes: set[str] = set()

    def say(self, sentence: str) -> None:
        """Tell something in the status line."""
        self.said = sentence

    @contextmanager
    def working(self) -> Iterator[None]:
        """While this lasts and once it has lasted a moment, the frame says so."""
        shown = False

        def show() -> None:
            nonlocal shown
            shown = True
            self._slow += 1
            self.under_way = "working…" if self.opened.done() else "opening…"

        handle = asyncio.get_running_loop().call_later(SLOW, show)
        try:
            yield
        finally:
            handle.cancel()
            self._slow -= shown
            if not self._slow:
                self.under_way = ""

    def counting(self, words: str, of: int | None = None) -> Callable[[int], None]:
        """Something for a deed in a thread to tell how far it is; the frame shows it once the deed takes long.

            told = self.shell.counting("exporting", of=len(ids))
            perform(self, lambda desk: export_calendar(desk, request, told))

        Args:
            words: what is being done.
            of: how many there will be; None when that is not known.
        """
        loop = asyncio.get_running_loop()

        def show(count: int) -> None:
            if self._slow:
                self.under_way = f"{words} {bar(count, of)}"

        def told(count: int) -> None:
            with suppress(RuntimeError):  # the app has ended; the deed goes on to its end all the same
                loop.call_soon_threadsafe(show, count)

        return told

    def trouble(self, error: Exception) -> None:
        """Something that nobody foresaw: into the log, one line on the screen, and on we go."""
        self.troubles.append(error)
        self.notify(logged(error), severity="error", timeout=20, markup=False)

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """A clash that the table could not foresee: told once, not swallowed."""
        names = " and ".join(sorted(binding.id or binding.action for binding in clashed_bindings))
        sentence = f"The keymap takes the key of {names} away in {type(node).__name__}."
        if sentence not in self._told_clashes:
            self._told_clashes.add(sentence)
            self.notify(sentence, severity="warning", markup=False)

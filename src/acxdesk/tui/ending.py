"""How the app ends: by a key with a guard for what is unsaved, by a signal, by a crash."""

import asyncio
import os
import signal
import sys
import threading
from typing import Any, Final

from rich.segment import Segment, Segments
from textual.app import App
from textual.screen import Screen

# Exit codes as shells have them: 128 and the number of the signal.
SIGNALS: Final = {
    getattr(signal, name): code
    for name, code in (("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130))
    if hasattr(signal, name)
}
UNSAVED: Final = "Unsaved changes: the same key again to leave and lose them, Esc to go on."


LOOK: Final = 2.0  # seconds between two looks whether the terminal is still there


class Ending(App[int]):
    """The part of the app that ends it."""

    _crash_told = False
    _leaving = False  # leaving was asked for once although something is unsaved

    # By a key

    def unsaved(self) -> Screen[Any] | None:
        """A screen that holds something typed and not saved, or None."""
        stacks = self._screen_stacks.values()
        return next((one for stack in stacks for one in stack if getattr(one, "is_unsaved", False)), None)

    def action_leave(self) -> None:
        """Leave; when something is unsaved, only at the second time."""
        screen = self.unsaved()
        if screen is None or self._leaving:
            self.exit(return_code=0)
            return
        self._leaving = True
        self.notify(UNSAVED, severity="warning", markup=False)
        self.set_timer(5, self._stays)

    def _stays(self) -> None:
        self._leaving = False

    def action_help_quit(self) -> None:
        """Ctrl+C copies in most places; who wants to leave is told the key."""
        self.notify("q leaves acxdesk, in a dialog or a text field Ctrl+Q does.", markup=False)

    # By a signal

    def watch_signals(self) -> None:
        """End in order on a signal: what is being written is finished or rolled back, the terminal is put right."""
        if threading.current_thread() is not threading.main_thread() or sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for number, code in SIGNALS.items():
            loop.add_signal_handler(number, self._end_by_signal, code)
        if _has_terminal():
            self.set_interval(LOOK, self._end_without_terminal)

    def _end_by_signal(self, code: int) -> None:
        self.exit(return_code=code)

    def _end_without_terminal(self) -> None:
        """A window that was closed sends SIGHUP, but not to everything that was started in it (as by make)."""
        if not _has_terminal():
            self._end_by_signal(SIGNALS[signal.SIGHUP])

    # By a crash

    def _fatal_error(self) -> None:
        """Textual would print the traceback with the values of all variables; we log a reference and print one line."""
        error = sys.exc_info()[1] or self._exception
        if not self._crash_told:
            self._crash_told = True
            line = logged(error)
            self._exit_renderables.append(Segments([Segment(line), Segment.line()]))
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """The same for errors that would print themselves: what they print could hold what somebody typed."""
        if renderables:
            self._fatal_error()
        else:
            self._close_messages_no_wait()


def _has_terminal() -> bool:
    try:
        return sys.__stdin__ is not None and os.isatty(sys.__stdin__.fileno())
    except (OSError, ValueError):
        return False


def logged(error: BaseException | None) -> str:
    """Put what nobody foresaw into the log.

    Returns:
        The line that tells of it, with its reference in the log.
    """
    from acxdesk.desk.log import log_crash, log_file

    reference = "" if error is None else log_crash(error)
    if not reference:
        return "Something went wrong in acxdesk, and the log cannot be written."
    return f"Something went wrong in acxdesk. The log has the place under {reference}: {log_file()}"

"""A dialog that asks for a name and writes what takes long: with a bar, until Esc, never over a file unasked.

What is written, a subclass says; see `calendars.py` and `certificates.py`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input, ProgressBar, Static

from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import perform
from acxdesk.tui.screens.dialogs import LONGEST_PATH, Dialog

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk

Told = Callable[[int, int], None]  # is told how many are written, and of how many; 0 where nobody knows
_AGAIN: Final = "Enter again replaces {it}; another name leaves {it} alone."


class Stopped(Refused):
    """Esc while something was written."""


class Exporting(Dialog[Receipt | None]):
    """Asks for a name, and writes. What is there already is told, and replaced when Enter is pressed once more.

    Args:
        title: what is written.
        suggested: the name that stands there at first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog")]
    STOPPED: ClassVar[str] = "Stopped."  # what is told when Esc ended the writing
    DEFAULT_CSS = """
    Exporting {
        & ProgressBar { display: none; width: 1fr; }
        & ProgressBar.-shown { display: block; }
        & #told { display: none; }
        & #told.-shown { display: block; }
    }
    """

    class Written(Message):
        """So many are written."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done = done
            self.total = total  # 0 while nobody knows

    def __init__(self, title: str, suggested: str) -> None:
        super().__init__(title)
        self._suggested = suggested
        self._asked: Path | None = None  # what Enter replaces when it is pressed again
        self._writing = False
        self._stop = False  # a thread looks at it now and then

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> Receipt:
        """Write it. It runs in a thread.

        Raises:
            Taken, SomeTaken: what is there already may be replaced when that is asked for.
            Refused: anything else.
        """
        raise NotImplementedError

    def advice(self) -> str:
        """What is to be known before; empty for nothing."""
        return ""

    def compose_inside(self) -> ComposeResult:
        """One line for the name, where it is, what is to be known, how far it is."""
        yield Input(self._suggested, max_length=LONGEST_PATH, select_on_focus=False, compact=True)
        yield Static(paint(f"in {Path.cwd()}", "$text-muted"))
        if advice := self.advice():
            yield Static(paint(advice, "$text-muted"))
        yield ProgressBar(show_eta=False)
        yield Static("", id="told")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another name: nothing is replaced that was asked about before."""
        event.stop()
        self._asked = None
        self._tell("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write, unless that is under way."""
        event.stop()
        said = event.value.strip()
        if self._writing:
            return
        if not said or not said.isprintable():
            self._tell("Write a name.", "fault")
            return
        path = _path(said)
        overwrite = self._asked == path
        self._writing, self._stop = True, False
        self._tell("")
        perform(
            self,
            lambda desk: self.write(desk, path, self._written, overwrite=overwrite),
            done=self._done,
            refused=lambda refusal: self._refused(refusal, path),
        )

    def _written(self, done: int, total: int) -> None:
        """Called in the thread that writes: it ends there when Esc was pressed."""
        if self._stop:
            raise Stopped(self.STOPPED)
        self.post_message(self.Written(done, total))

    def on_exporting_written(self, message: Written) -> None:
        """How far it is."""
        message.stop()
        if not self._writing:
            return
        bar = self.query_one(ProgressBar)
        bar.set_class(bool(message.total), "-shown")
        bar.update(total=message.total or None, progress=message.done)
        self._tell(f"{message.done:,} written. Esc stops.")

    def _done(self, receipt: Receipt) -> None:
        self.dismiss(receipt)

    def _refused(self, refusal: Refused, path: Path) -> None:
        from acxdesk.desk.writing import SomeTaken, Taken

        self._writing = False
        self.query_one(ProgressBar).remove_class("-shown")
        if isinstance(refusal, (Taken, SomeTaken)):
            self._asked = path
            it = "them" if isinstance(refusal, SomeTaken) else "it"
            self._tell(f"{refusal.sentence} {_AGAIN.format(it=it)}", "warning")
        else:
            self._tell(str(refusal), "fault")

    def action_cancel(self) -> None:
        """Stop what is being written; else leave."""
        if self._writing:
            self._stop = True
            self._tell("Stopping…")
        else:
            self.dismiss(None)

    def _tell(self, words: str, kind: str = "") -> None:
        told = self.query_one("#told", Static)
        sign = {"fault": "✕ ", "warning": "! "}.get(kind, "")
        told.update(paint(f"{sign}{words}"))
        told.set_class(bool(words), "-shown")
        for one in ("fault", "warning"):
            told.set_class(kind == one, one)


def _path(said: str) -> Path:
    """The path that was typed; a name without a folder goes into the one that acxdesk was started in."""
    try:
        path = Path(said).expanduser()
    except RuntimeError:  # ~somebody who is not on this computer: a name like any other
        path = Path(said)
    return path if path.is_absolute() else Path.cwd() / path

"""Calendars on their way out: the name of the file or folder is asked for; what is there is replaced when asked.

export_session(self, "ACXM-2026-11-16")     export_delegate(self, person)      export_coach(self, person)
export_programme(self, "ACXM")              export_everything(self)            export_booked(self, reference)
export_either(self, person, "Ada Byron")
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input, ProgressBar, Static

from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.tui.calendarfolder import SomeTaken, write_folder
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import Node, perform, read, shell
from acxdesk.tui.screens.dialogs import LONGEST_PATH, Dialog
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.settings import Settings

Told = Callable[[int, int], None]  # is told how many are written, and of how many; 0 where nobody knows
_AGAIN: Final = "Enter again replaces {it}; another name leaves {it} alone."


def export_session(node: Node, reference: str) -> None:
    """Export the meetings of one session."""
    _ask(node, {"session": reference})


def export_programme(node: Node, code: str) -> None:
    """Export the meetings of every session of a programme."""
    _ask(node, {"programme": code})


def export_delegate(node: Node, person: int) -> None:
    """Export what a delegate sits."""
    _ask(node, {"person": person})


def export_coach(node: Node, person: int) -> None:
    """Export what a coach teaches."""
    _ask(node, {"coach": person})


def export_either(node: Node, person: int, name: str) -> None:
    """Ask which of a coach's two calendars is meant, then export it."""
    hits = (Hit(export_coach, "What she teaches"), Hit(export_delegate, "What she sits as a delegate"))
    dialog = PickOne(f"Which calendar of {name}", hits)
    shell(node).push_screen(dialog, lambda export: export(node, person) if export else None)


def export_everything(node: Node) -> None:
    """Export every session on the desk."""
    _ask(node, {"everything": True})


def export_booked(node: Node, reference: str) -> None:
    """Export, into a folder, the calendar of everybody who has a seat on a session: a file for each."""
    shell(node).push_screen(CalendarFolder(reference, shell(node).settings))


def _ask(node: Node, whose: Mapping[str, Any]) -> None:
    """Ask for the file, once it is known what the calendar is called."""

    def named(desk: "Desk") -> tuple[str, str]:
        from acxdesk.actions.calendars import ExportCalendar, calendar_of
        from acxdesk.desk.writing import safe_name

        calendar = calendar_of(desk, ExportCalendar.read({**whose, "out": "calendar.ics"}))
        return calendar.name, f"{safe_name(calendar.file)}.ics"

    def ask(names: tuple[str, str]) -> None:
        name, file = names
        shell(node).push_screen(CalendarFile(name, file, whose, shell(node).settings))

    read(node, named, ask, slot="calendar")


class Stopped(Refused):
    """Esc while something was written."""


class Exporting(Dialog[Receipt | None]):
    """Asks for a name, and writes. What is there already is told, and replaced when Enter is pressed once more.

    Args:
        title: what is written.
        suggested: the name that stands there at first.
        settings: for the office that calendars name.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog")]
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

    def __init__(self, title: str, suggested: str, settings: "Settings") -> None:
        super().__init__(title)
        self._suggested = suggested
        self._organizer = {
            "organizer_name": settings.organizer_name,
            "organizer_mailbox": settings.organizer_mailbox,
        }
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

    def compose_inside(self) -> ComposeResult:
        """One line for the name, where it is, what is to be known about calendars, how far it is."""
        from acxdesk.actions.calendars import ADVICE

        yield Input(self._suggested, max_length=LONGEST_PATH, select_on_focus=False, compact=True)
        yield Static(paint(f"in {Path.cwd()}", "$text-muted"))
        yield Static(paint(ADVICE, "$text-muted"))
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
            raise Stopped("Stopped.")
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
        from acxdesk.desk.writing import Taken

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


class CalendarFile(Exporting):
    """One calendar, in one file; in several when it has more meetings than programs take.

    Args:
        name: what the calendar is called.
        file: the name of its file that stands there at first.
        whose: the field of `ExportCalendar` that says whose it is.
        settings: for the office that calendars name.
    """

    HELP = (
        "Write the file's name; ~ is your own folder. Enter writes the calendar, for any program that reads iCalendar "
        "files. A file that is there already is replaced only when you press Enter again. Esc stops."
    )

    def __init__(self, name: str, file: str, whose: Mapping[str, Any], settings: "Settings") -> None:
        super().__init__(f"Export a calendar: {name}", file, settings)
        self._whose = dict(whose)

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> Receipt:
        """Write the calendar, whole or not at all."""
        from acxdesk.actions.calendars import ExportCalendar, export_calendar

        request = ExportCalendar.read({**self._whose, **self._organizer, "out": path, "overwrite": overwrite})
        return export_calendar(desk, request, lambda done: told(done, 0))


class CalendarFolder(Exporting):
    """The calendars of all who have a seat on a session, a file for each, in one folder.

    Args:
        reference: the session's.
        settings: for the office that calendars name.
    """

    HELP = (
        "Write the folder's name; it is made when it is not there. Everybody who is booked or confirmed gets a file "
        "with all that she sits. Files that are there already are replaced only when you press Enter again."
    )

    def __init__(self, reference: str, settings: "Settings") -> None:
        super().__init__(f"Calendars of all booked on {reference}", f"{reference}-calendars", settings)
        self._reference = reference

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> Receipt:
        """Write one after the other."""
        return write_folder(desk, self._reference, path, told, self._organizer, overwrite=overwrite)


def _path(said: str) -> Path:
    """The path that was typed; a name without a folder goes into the one that acxdesk was started in."""
    try:
        path = Path(said).expanduser()
    except RuntimeError:  # ~somebody who is not on this computer: a name like any other
        path = Path(said)
    return path if path.is_absolute() else Path.cwd() / path

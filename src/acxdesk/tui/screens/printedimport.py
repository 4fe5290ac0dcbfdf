"""The import of a printed schedule: paste it, see line by line what it holds, make all its sessions at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final
from uuid import uuid4

from pydantic import Field
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from acxdesk.actions.printed import LARGEST, ImportPrinted, ImportReport, import_printed
from acxdesk.actions.requests import Line
from acxdesk.desk.door import Desk
from acxdesk.desk.troubles import shown
from acxdesk.errors import Fault, Faulty, InputProblem, Refused
from acxdesk.queries.listing import Column
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import later, perform, read, shell
from acxdesk.tui.screens.dialogs import Dialog
from acxdesk.tui.screens.fileimport import backed_up, why_unread
from acxdesk.tui.screens.form import REST, UNSAVED
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.fields import Field as FormField
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.forms import Form, Kind, asking
from acxdesk.tui.widgets.quietlist import LOOKED_AT, QuietList

if TYPE_CHECKING:
    from acxdesk.actions.printed import ImportLine
    from acxdesk.desk.settings import Settings

COLUMNS: Final = (
    Column("line", "Line", 5, numeric=True),
    Column("state", "State", 8),
    Column("session", "Session", 21),
    Column("what", "What it is, or why not", 28),
)
SIGNS: Final = {"new": "+ new", "there": "= there", "unread": "✕ unread"}


class Pasted(ImportPrinted):
    """What the dialog asks for: the text itself, or the file that holds it."""

    text: str = Field(default="", description="paste the schedule here, as copied from the page")
    file: Line = Field(default="", description="or the path of a file that holds it")

    def whole(self) -> ImportPrinted:
        """The request with the file's text in it. It reads a file: call it in a thread.

        Raises:
            Faulty: neither text nor file is given, or both; or the file cannot be read.
        """
        if bool(self.file) is bool(self.text.strip()):
            words = "Give the text or a file, not both." if self.file else "Paste the text here, or name a file below."
            raise Faulty([Fault("file" if self.file else "text", words)])
        text = _text_of(self.file) if self.file else self.text
        return ImportPrinted(text=text, **self.model_dump(exclude={"text", "file"}))


class PrintedImport(Dialog[ImportReport | None]):
    """Asks for the text and what it does not say; below, a dry run by line. Ctrl+S writes all of it as one deed.

    Args:
        settings: for the time and the zone that stand there at first.
        today: for the year.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("form")]
    HELP = (
        "Paste the schedule as copied from the page, or name a file. Below stands what each line becomes: + a new "
        "session, = one that is there already, ✕ what cannot be read, with the reason. Ctrl+S or F2 makes all new "
        "sessions as one deed, which u takes back as one."
    )
    CSS = """
    PrintedImport > .dialog { width: 100%; height: 100%; max-width: 120; }
    """
    DEFAULT_CSS = """
    PrintedImport {
        & Form { max-height: 50%; }
        & BigList { min-height: 2; }
        & #about { height: auto; max-height: 4; display: none; }
        & #about.-shown { display: block; }
    }
    """

    def __init__(self, settings: "Settings", today: date) -> None:
        super().__init__("Import a printed schedule")
        self._form = Form(
            Pasted,
            ("text", "file", "year", "at", "zone"),
            given={"year": today.year, "at": settings.time, "zone": settings.zone},
            fixed={"deed": str(uuid4())},
            otherwise={"text": asking(Kind.TEXT, label="Printed text"), "at": asking(Kind.TIME, label="Time")},
        )
        self._list = QuietList({*LOOKED_AT, "columns"}, empty_words="What stands in the text is shown here.")
        self._lines: tuple[ImportLine, ...] = ()
        self._call_off: Callable[[], None] | None = None
        self._saving = False
        self._asked_to_leave = False

    def compose_inside(self) -> ComposeResult:
        """What is asked, what it would become, all about the line under the cursor, what is wrong with the whole."""
        yield self._form
        yield self._list
        yield Static("", id="about")
        yield Static("", id="told")

    # The dry run

    def on_field_changed(self, event: FormField.Changed) -> None:
        """Something else is asked for: try it once the typing rests."""
        event.stop()
        self._asked_to_leave = False
        if self._call_off is not None:
            self._call_off()
        self._call_off = later(self, REST, self._try)

    def _try(self) -> None:
        try:
            asked = self._form.request()
        except Faulty:
            self._show_lines(())
            return
        read(self, lambda desk: tried(desk, asked), self._tried, slot="try", refused=self._not_tried)

    def _tried(self, report: ImportReport) -> None:
        self._show_lines(report.lines)
        counts = [f"{report.of(state):,} {state}" for state in SIGNS if report.of(state)]
        self._tell(
            f"{', '.join(counts)}. " + ("Ctrl+S makes the new ones." if report.of("new") else "Nothing to make.")
        )

    def _not_tried(self, refusal: Refused) -> None:
        self._show_lines(())
        if not isinstance(refusal, Faulty):
            self._tell(str(refusal), "warning")
        elif any(fault.field == "file" for fault in refusal.faults):
            self._form.field("file").show_fault(str(refusal))

    def _show_lines(self, lines: "tuple[ImportLine, ...]") -> None:
        self._lines = lines
        self._list.show(FixedListing.made(COLUMNS, [(place, _cells(line)) for place, line in enumerate(lines)]))
        self._tell("")
        self._about()

    def on_big_list_rested(self, note: BigList.Rested) -> None:
        """All about the line under the cursor: the list has no room for a whole sentence."""
        note.stop()
        self._about()

    def _about(self) -> None:
        line = self._list.current
        about = self.query_one("#about", Static)
        one = self._lines[line.id] if line is not None and line.id < len(self._lines) else None
        about.set_class(one is not None, "-shown")
        if one is not None:
            meetings = "; ".join(" ".join(meeting.split()) for meeting in one.meetings)
            about.update(paint("\n".join(filter(None, (one.sentence, meetings))), "$text-muted"))

    # Moving

    def action_next(self) -> None:
        """To the next field, and from the last one to the list."""
        if not self._form.move(1):
            self._list.focus()

    def action_previous(self) -> None:
        """To the field before."""
        self._form.move(-1)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on."""
        event.stop()
        self.action_next()

    # Saving and leaving

    def action_save(self) -> None:
        """Make the sessions."""
        if self._saving:
            return
        try:
            asked = self._form.request()
        except Faulty as faulty:
            self._refused(faulty)
            return
        self._saving = True
        deed = backed_up(shell(self).settings, lambda desk: import_printed(desk, asked.whole()))
        perform(self, deed, done=self._saved, refused=self._refused)

    def _saved(self, report: ImportReport) -> None:
        """Back to the list; when nothing was new, what stands in the text stays in sight."""
        if report.receipt.changed:
            self.dismiss(report)
        else:
            self._saving = False
            self._show_lines(report.lines)
            self._tell(report.receipt.sentence, "warning")

    def _refused(self, refusal: Refused) -> None:
        self._saving = False
        others = self._form.show_faults(refusal) if isinstance(refusal, Faulty) else [str(refusal)]
        self._tell(" ".join(others), "fault")

    def action_cancel(self) -> None:
        """Leave; with something typed, only at the second time."""
        field = self._form.present
        if self._saving:
            self._tell("It is being saved; that cannot be stopped.", "warning")
        elif field is not None and field.closes():
            return
        elif self._form.is_changed and not self._asked_to_leave:
            self._asked_to_leave = True
            self._tell(UNSAVED, "warning")
        else:
            self.dismiss(None)

    def _tell(self, words: str, kind: str = "") -> None:
        told = self.query_one("#told", Static)
        sign = {"fault": "✕ ", "warning": "! "}.get(kind, "")
        told.update(paint(f"{sign}{words}"))
        for one in ("fault", "warning"):
            told.set_class(kind == one, one)


def tried(desk: Desk, asked: Pasted) -> ImportReport:
    """The dry run of an import. It runs in a thread.

    Raises:
        Faulty: the file cannot be read, or there is no text.
        InputProblem: there is no session in the text.
    """
    return import_printed(desk.rehearsing(), asked.whole())


def _text_of(path: str) -> str:
    """What a text file holds.

    Raises:
        Faulty: it cannot be read, is no text in UTF-8, or is too large.
    """
    try:
        with Path(path).expanduser().open("rb") as file:
            held = file.read(4 * LARGEST + 1)  # four bytes a character at most
        return held.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        why = f"it is no text in UTF-8 (byte {fault.start})"
    except (OSError, ValueError, RuntimeError) as fault:
        why = why_unread(fault)
    problem = InputProblem(f"{shown(path)} cannot be read: {why}.")
    raise Faulty([Fault("file", str(problem))])


def _cells(line: "ImportLine") -> tuple[str, ...]:
    place = str(line.first_line) if line.first_line == line.last_line else f"{line.first_line}-{line.last_line}"
    return place, SIGNS[line.state], line.reference, line.sentence

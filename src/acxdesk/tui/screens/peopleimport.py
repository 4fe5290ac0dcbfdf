"""People out of a CSV file: its path, what becomes of each line, and all that can be written as one deed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Final

from pydantic import Field
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from acxdesk.actions.registers import ImportPeople, import_people
from acxdesk.actions.requests import Request
from acxdesk.actions.tables import CsvLine, CsvReport, State
from acxdesk.errors import InputProblem, Refused
from acxdesk.queries.listing import Column
from acxdesk.rules.text import visible
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import notice, perform
from acxdesk.tui.screens.dialogs import LONGEST_PATH, Dialog
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.forms import Ask, Hit, choosing

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.tui.screens.area import AreaScreen

LARGEST: Final = 20_000_000  # bytes of a file, as the command line has it
ENCODINGS: Final = ("utf-8", "cp1252", "utf-16")
COLUMNS: Final = (
    Column("line", "Row", 6, numeric=True),
    Column("state", "", 9),
    Column("sentence", "What becomes of it", 50),
)
_SIGNS: Final = {State.NEW: "+ new", State.CHANGED: "~ changed", State.THERE: "= there", State.REFUSED: "✕ refused"}


class WhichFile(Request):
    """The file that people are read from."""

    file: Annotated[str, Field(description="as ~/delegates.csv, with a header line")]
    encoding: str = Field(default="utf-8", description="how its letters are written")
    coach: bool = Field(default=False, description="whether they are coaches, where no column says so")


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an import would do. It holds no receipt that could be taken for a deed's."""

    file: str
    request: ImportPeople
    lines: tuple[CsvLine, ...]
    sentence: str


def ask_file(*, coach: bool) -> FormScreen[DryRun, WhichFile]:
    """The form that asks for the file, and answers with what it would do."""
    return FormScreen(
        "Import coaches" if coach else "Import people",
        WhichFile,
        dry_run,
        given={"coach": coach},
        otherwise={"file": _as_path, "encoding": choosing(Hit(one, one) for one in ENCODINGS)},
    )


def _as_path(ask: Ask) -> Ask:
    return replace(ask, limit=LONGEST_PATH)


def dry_run(desk: "Desk", asked: WhichFile) -> DryRun:
    """Read the file and rehearse the import. Writes nothing.

    Raises:
        InputProblem: the file cannot be read, is too large, or is no table of people.
    """
    request = ImportPeople(data=_bytes(asked.file), encoding=asked.encoding, coach=asked.coach)
    report: CsvReport = import_people(desk.rehearsing(), request)
    return DryRun(asked.file, request, report.lines, report.receipt.sentence)


def _bytes(name: str) -> bytes:
    said = visible(name)
    if not name.strip():
        raise InputProblem("No file is named.", remedy="Write its path, as ~/delegates.csv.")
    try:
        with Path(name.strip()).expanduser().open("rb") as file:
            held = file.read(LARGEST + 1)
    except (OSError, ValueError, RuntimeError) as fault:
        why = getattr(fault, "strerror", None) or "its name cannot be one"
        raise InputProblem(f"{said} cannot be read: {why}.", remedy="Write the path of a CSV file.") from fault
    if len(held) > LARGEST:
        raise InputProblem(f"{said} is larger than {LARGEST // 1_000_000} MB.", remedy="Split it.")
    return held


def show_lines(screen: "AreaScreen", dry: DryRun | None) -> None:
    """Show what would become of each line; writing is asked for there."""
    if dry is not None:
        screen.app.push_screen(ImportLines(dry))


class _Lines(BigList):
    """The lines of the file: to be looked at."""

    NOTHING: ClassVar = frozenset({"open", "mark", "mark_all", "mark_up", "mark_down", "sort", "columns"})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Keys that would do nothing are not there."""
        return action not in self.NOTHING


class ImportLines(Dialog[None]):
    """A line for each row of the file; Ctrl+S or F2 writes those that can be written."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("people-import")]
    HELP = (
        "What becomes of each row of the file. Nothing is written yet: Ctrl+S or F2 writes what is new and changed, "
        "all as one deed that undo takes back. r shows only the rows that are refused. Esc leaves."
    )
    DEFAULT_CSS = """
    ImportLines {
        & > .dialog { width: 100%; height: 100%; }
        & _Lines { height: 1fr; }
        & #says { height: auto; max-height: 5; border-top: solid $border-blurred; }
    }
    """

    def __init__(self, dry: DryRun) -> None:
        super().__init__(f"Import {Path(dry.file).name or dry.file}")
        self._dry = dry
        self._refused_only = False
        self._writing = False
        self.list = _Lines(empty_words="No row is refused. r shows all rows.")

    def compose_inside(self) -> ComposeResult:
        """The figures, the lines, and the whole of the one under the cursor."""
        yield Static(paint(self._figures(), "bold"), id="figures")
        yield self.list
        yield Static(id="says")

    def _figures(self) -> str:
        parts = [f"{self._count(state):,} {state}" for state in State if self._count(state)]
        keys = "Ctrl+S writes, Esc leaves." if self._due else "There is nothing to write; Esc leaves."
        return f"{', '.join(parts)}. {keys}"

    def _count(self, state: State) -> int:
        return sum(line.state is state for line in self._dry.lines)

    @property
    def _due(self) -> int:
        return self._count(State.NEW) + self._count(State.CHANGED)

    def on_mount(self) -> None:
        """All lines, and the cursor in them."""
        self._show(self._dry.lines)
        self.list.focus()

    def _show(self, lines: Sequence[CsvLine]) -> None:
        self.list.show(FixedListing.made(COLUMNS, [(at, _cells(line)) for at, line in enumerate(lines)]))

    def on_big_list_rested(self) -> None:
        """The whole sentence of the line under the cursor."""
        line = self.list.current
        self.query_one("#says", Static).update(paint(line.cells[2] if line else ""))

    def action_only_refused(self) -> None:
        """Only what is refused, or all again."""
        self._refused_only = not self._refused_only
        lines = self._dry.lines
        self._show([line for line in lines if line.state is State.REFUSED] if self._refused_only else lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, while there is nothing to write."""
        return None if action == "write" and not self._due else True

    def action_write(self) -> None:
        """Carry the import out, and leave."""
        if self._writing or not self._due:
            return
        self._writing = True
        request = self._dry.request
        perform(self, lambda desk: import_people(desk, request), done=self._written, refused=self._refused)

    def _refused(self, refusal: Refused) -> None:
        self._writing = False
        notice(self.app, refusal)

    def _written(self, report: CsvReport) -> None:
        del report  # its sentence is told in the status line
        self.dismiss(None)


def _cells(line: CsvLine) -> tuple[str, ...]:
    return str(line.line), _SIGNS[line.state], line.sentence

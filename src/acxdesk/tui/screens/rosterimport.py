"""Places out of a CSV file: its path, what becomes of each line, and all that can be written as one deed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Final
from uuid import uuid4

from pydantic import Field
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from acxdesk.actions.requests import Request
from acxdesk.actions.rosters import ImportEnrolments, import_enrolments
from acxdesk.actions.tables import CsvLine, CsvReport, State
from acxdesk.errors import Fault, Faulty, Refused
from acxdesk.queries.listing import Column
from acxdesk.rules.text import visible
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import Node, notice, perform, shell
from acxdesk.tui.screens.dialogs import LONGEST_PATH, Dialog
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.forms import Ask, Hit, choosing

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.settings import Settings

LARGEST: Final = 20_000_000  # bytes of a file
ENCODINGS: Final = ("utf-8", "cp1252", "utf-16")
COLUMNS: Final = (
    Column("line", "Row", 6, numeric=True),
    Column("state", "", 9),
    Column("sentence", "What becomes of it", 48),
)
SIGNS: Final = {State.NEW: "+ new", State.CHANGED: "~ changed", State.THERE: "= there", State.REFUSED: "✕ refused"}


class PlacesFile(Request):
    """The file that places are read from."""

    file: Annotated[str, Field(description="columns session; person, email or name; place, reason")]
    encoding: str = Field(default="utf-8", description="how its letters are written")


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an import would do. It holds no receipt that could be taken for a deed's."""

    file: str
    request: ImportEnrolments
    lines: tuple[CsvLine, ...]
    warnings: tuple[str, ...]  # for whom no seat is free, which offers lapse

    def count(self, state: State) -> int:
        """How many rows are in this state."""
        return sum(line.state is state for line in self.lines)

    @property
    def due(self) -> int:
        """How many rows would be written."""
        return self.count(State.NEW) + self.count(State.CHANGED)

    @property
    def figures(self) -> str:
        """The rows in words, and what can be done."""
        counts = ", ".join(f"{self.count(state):,} {state}" for state in State if self.count(state))
        return f"{counts}. " + ("Ctrl+S writes, Esc leaves." if self.due else "There is nothing to write; Esc leaves.")


def import_places(node: Node) -> None:
    """Ask for the file, show what would become of each row, and write when that is asked for there."""
    settings = shell(node).settings

    def show(dry: DryRun | None) -> None:
        if dry is not None:
            shell(node).push_screen(PlaceLines(dry, settings))

    shell(node).push_screen(ask_file(settings), show)


def ask_file(settings: "Settings") -> FormScreen[DryRun, PlacesFile]:
    """The form that asks for the file, and answers with what it would do."""
    return FormScreen(
        "Import places",
        PlacesFile,
        lambda desk, asked: dry_run(desk, asked, settings.offer_hours),
        otherwise={"file": _as_path, "encoding": choosing(Hit(one, one) for one in ENCODINGS)},
    )


def _as_path(ask: Ask) -> Ask:
    return replace(ask, limit=LONGEST_PATH)


def dry_run(desk: "Desk", asked: PlacesFile, offer_hours: int) -> DryRun:
    """Read the file and rehearse the import. It runs in a thread and writes nothing.

    Raises:
        Faulty: the file cannot be read, or is too large.
        InputProblem: it is no table of places.
    """
    values = {"deed": str(uuid4()), "data": _bytes(asked.file), "encoding": asked.encoding, "offer_hours": offer_hours}
    request = ImportEnrolments.read(values)
    report = import_enrolments(desk.rehearsing(), request)
    return DryRun(asked.file, request, report.lines, report.receipt.lines)


def _bytes(name: str) -> bytes:
    if not name.strip():
        raise Faulty([Fault("file", "Write the path of a CSV file.")])
    try:
        with Path(name.strip()).expanduser().open("rb") as file:
            held = file.read(LARGEST + 1)
    except (OSError, ValueError, RuntimeError) as fault:
        why = getattr(fault, "strerror", None) or "its name cannot be one"
        raise Faulty([Fault("file", f"{visible(name)} cannot be read: {why}.")]) from fault
    if len(held) > LARGEST:
        raise Faulty([Fault("file", f"{visible(name)} is larger than {LARGEST // 1_000_000} MB. Split it.")])
    return held


class _Lines(BigList):
    """The rows of the file: to be looked at."""

    NOTHING: ClassVar = frozenset({"open", "mark", "mark_all", "mark_up", "mark_down", "sort", "columns"})

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Keys that would do nothing are not there."""
        return action not in self.NOTHING


class PlaceLines(Dialog[None]):
    """A line for each row of the file; Ctrl+S or F2 writes those that can be written.

    Args:
        dry: what would become of them.
        settings: for the folder of the backup that is made before.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("places-import")]
    HELP = (
        "What becomes of each row of the file. Nothing is written yet: Ctrl+S or F2 writes what is new and changed, "
        "all as one deed that undo takes back. r shows only the rows that are refused. Esc leaves."
    )
    DEFAULT_CSS = """
    PlaceLines {
        & > .dialog { width: 100%; height: 100%; }
        & _Lines { height: 1fr; }
        & #warnings { height: auto; max-height: 3; color: $text-warning; }
        & #says { height: auto; max-height: 5; border-top: solid $border-blurred; }
    }
    """

    def __init__(self, dry: DryRun, settings: "Settings") -> None:
        super().__init__(f"Import {Path(dry.file.strip()).name}")
        self._dry = dry
        self._settings = settings
        self._refused_only = False
        self._writing = False
        self.list = _Lines(empty_words="No row is refused. r shows all rows.")

    def compose_inside(self) -> ComposeResult:
        """The figures, the lines, and the whole of the one under the cursor."""
        yield Static(paint(self._dry.figures, "bold"), id="figures")
        warnings = Static(paint("\n".join(f"! {one}" for one in self._dry.warnings)), id="warnings")
        warnings.display = bool(self._dry.warnings)
        yield warnings
        yield self.list
        yield Static(id="says")

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
        return None if action == "write" and not self._dry.due else True

    def action_write(self) -> None:
        """Carry the import out, and leave."""
        if self._writing or not self._dry.due:
            return
        self._writing = True
        request, settings = self._dry.request, self._settings
        perform(self, lambda desk: written(desk, request, settings), done=self._written, refused=self._refused)

    def _refused(self, refusal: Refused) -> None:
        self._writing = False
        notice(self.app, refusal)

    def _written(self, report: CsvReport) -> None:
        del report  # its sentence is told in the status line
        self.dismiss(None)


def written(desk: "Desk", request: ImportEnrolments, settings: "Settings") -> CsvReport:
    """Make a backup, then import. It runs in a thread.

    Raises:
        Refused: the backup cannot be made, or the import is refused as a whole.
    """
    from acxdesk.actions.upkeep import keep_up

    keep_up(desk, folder=settings.backups, offer_hours=settings.offer_hours, large=True)
    return import_enrolments(desk, request)


def _cells(line: CsvLine) -> tuple[str, ...]:
    return str(line.line), SIGNS[line.state], line.sentence

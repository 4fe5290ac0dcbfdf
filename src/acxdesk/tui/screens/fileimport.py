"""A CSV or XLSX file that is handed in: its path, what becomes of each row, and all that can be written as one deed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from textual.app import ComposeResult
from textual.widgets import Static

from acxdesk.actions.tables import CsvLine, CsvReport, State
from acxdesk.errors import Fault, Faulty, Refused
from acxdesk.queries.listing import Column
from acxdesk.rules.text import visible
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import notice, perform, shell
from acxdesk.tui.screens.dialogs import LONGEST_PATH, Dialog
from acxdesk.tui.widgets.asks import Ask, Asking, choosing
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.hits import Hit
from acxdesk.tui.widgets.quietlist import LOOKED_AT, QuietList

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.settings import Settings

T = TypeVar("T")
LARGEST: Final = 20_000_000  # bytes of a file, as the command line has it
COLUMNS: Final = (
    Column("line", "Row", 6, numeric=True),
    Column("state", "", 9),
    Column("sentence", "What becomes of it", 50),
)
SIGNS: Final = {State.NEW: "+ new", State.CHANGED: "~ changed", State.THERE: "= there", State.REFUSED: "✕ refused"}


def _as_path(ask: Ask) -> Ask:
    return replace(ask, limit=LONGEST_PATH)


# How a form asks for the fields `file` and `encoding`.
ASKED: Final[Mapping[str, Asking]] = {
    "file": _as_path,
    "encoding": choosing(Hit(one, one) for one in ("utf-8", "cp1252", "utf-16")),
}


def backed_up(settings: "Settings", deed: "Callable[[Desk], T]") -> "Callable[[Desk], T]":
    """A deed over many rows with a backup before it.

    Args:
        settings: for the folder of the backup, and for how long a seat is offered that lapses meanwhile.
        deed: what follows; it refuses by itself.
    """

    def with_backup(desk: "Desk") -> T:
        from acxdesk.actions.upkeep import keep_up

        keep_up(desk, folder=settings.backups, offer_hours=settings.offer_hours, large=True)
        return deed(desk)

    return with_backup


def file_bytes(name: str) -> bytes:
    """What a file holds. It runs in a thread.

    Raises:
        Faulty: it is not named, cannot be read, or is too large.
    """
    if not name.strip():
        raise Faulty([Fault("file", "Write the path of a CSV or XLSX file.")])
    try:
        with Path(name.strip()).expanduser().open("rb") as file:
            held = file.read(LARGEST + 1)
    except (OSError, ValueError, RuntimeError) as fault:
        raise Faulty([Fault("file", f"{visible(name)} cannot be read: {why_unread(fault)}.")]) from fault
    if len(held) > LARGEST:
        raise Faulty([Fault("file", f"{visible(name)} is larger than {LARGEST // 1_000_000} MB. Split it.")])
    return held


def why_unread(fault: OSError | ValueError | RuntimeError) -> str:
    """Why a file could not be opened, in the system's words where it has any."""
    return getattr(fault, "strerror", None) or "its name cannot be one"


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an import would do. It holds no receipt that could be taken for a deed's."""

    file: str
    lines: tuple[CsvLine, ...]
    warnings: tuple[str, ...]  # what else it would bring about
    write: "Callable[[Desk], CsvReport]"  # the import itself

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


class FileLines(Dialog[None]):
    """A line for each row of the file; Ctrl+S or F2 writes those that can be written. Who stands on it binds the keys.

    Args:
        dry: what would become of them.
    """

    HELP = (
        "What becomes of each row of the file. Nothing is written yet: Ctrl+S or F2 writes what is new and changed, "
        "all as one deed that undo takes back. r shows only the rows that are refused. Esc leaves."
    )
    DEFAULT_CSS = """
    FileLines {
        & > .dialog { width: 100%; height: 100%; }
        & QuietList { height: 1fr; }
        & #warnings { height: auto; max-height: 3; color: $text-warning; }
        & #says { height: auto; max-height: 5; border-top: solid $border-blurred; }
    }
    """

    def __init__(self, dry: DryRun) -> None:
        super().__init__(f"Import {Path(dry.file.strip()).name or dry.file}")
        self._dry = dry
        self._refused_only = False
        self._writing = False
        self.list = QuietList({*LOOKED_AT, "columns"}, empty_words="No row is refused. r shows all rows.")

    def compose_inside(self) -> ComposeResult:
        """The figures, what else would come of it, the lines, and the whole of the one under the cursor."""
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
        deed = backed_up(shell(self).settings, self._dry.write)
        perform(self, deed, done=self._written, refused=self._refused)

    def _refused(self, refusal: Refused) -> None:
        self._writing = False
        notice(self.app, refusal)

    def _written(self, report: CsvReport) -> None:
        del report  # its sentence is told in the status line
        self.dismiss(None)


def _cells(line: CsvLine) -> tuple[str, ...]:
    return str(line.line), SIGNS[line.state], line.sentence

"""A CSV or XLSX file that is handed in: its path, what becomes of each row, and all that can be written as one deed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from textual.app import ComposeResult
from textual.widgets import Static

from acxdesk.actions.tables import State
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
SIGNS: Final[Mapping[str, str]] = {
    State.NEW: "+ new",
    State.CHANGED: "~ changed",
    State.THERE: "= there",
    State.REFUSED: "✕ refused",
}


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


class AnyLine(Protocol):
    """A line of a dry run, as `CsvLine`."""

    @property
    def line(self) -> int:
        """Where it stands in the file, from 1."""

    @property
    def state(self) -> StrEnum:
        """What becomes of it."""

    @property
    def sentence(self) -> str:
        """The same in words."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an import would do. It holds no receipt that could be taken for a deed's."""

    file: str
    lines: Sequence[AnyLine]
    warnings: tuple[str, ...]  # what else it would bring about
    write: "Callable[[Desk], Any]"  # the import itself; it answers with a report

    def count(self, state: State) -> int:
        """How many rows are in this state."""
        return sum(line.state == state for line in self.lines)

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

    @property
    def due(self) -> int:
        """How many would be written."""
        return self._dry.due

    @property
    def figures(self) -> str:
        """The rows in words, and what can be done."""
        return self._dry.figures

    def cells(self, at: int, line: AnyLine) -> tuple[str, ...]:  # noqa: ARG002 - for those whose lines can be chosen
        """One line of the list; `at` is its place in the dry run."""
        return str(line.line), SIGNS.get(line.state, line.state), line.sentence

    def compose_inside(self) -> ComposeResult:
        """The figures, what else would come of it, the lines, and the whole of the one under the cursor."""
        yield Static(paint(self.figures, "bold"), id="figures")
        warnings = Static(paint("\n".join(f"! {one}" for one in self._dry.warnings)), id="warnings")
        warnings.display = bool(self._dry.warnings)
        yield warnings
        yield self.list
        yield Static(id="says")

    def on_mount(self) -> None:
        """All lines, and the cursor in them."""
        self.show_lines()
        self.list.focus()

    def show_lines(self) -> None:
        """Show the lines, or those that are refused; the cursor stays."""
        shown = [
            (at, self.cells(at, line))
            for at, line in enumerate(self._dry.lines)
            if not self._refused_only or line.state == State.REFUSED
        ]
        self.list.refill(FixedListing.made(COLUMNS, shown))

    def on_big_list_rested(self) -> None:
        """The whole sentence of the line under the cursor."""
        line = self.list.current
        self.query_one("#says", Static).update(paint(line.cells[2] if line else ""))

    def action_only_refused(self) -> None:
        """Only what is refused, or all again."""
        self._refused_only = not self._refused_only
        self.show_lines()

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        return "There is nothing to write." if action == "write" and not self.due else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, for what cannot be done now."""
        return None if self.why_not(action) else True

    def action_write(self) -> None:
        """Carry the import out, and leave."""
        if self._writing or not self.due:
            return
        self._writing = True
        deed = backed_up(shell(self).settings, self._dry.write)
        perform(self, deed, done=self.written, refused=self._refused)

    def _refused(self, refusal: Refused) -> None:
        self._writing = False
        notice(self.app, refusal)

    def written(self, report: Any) -> None:
        """Leave."""
        del report  # its sentence is told in the status line
        self.dismiss(None)

"""Files of marks on the screen: asked for, shown cell by cell with their conflicts, entered as one deed."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import uuid4

from pydantic import Field
from textual.binding import BindingType
from textual.widgets import Static

from acxdesk.actions.markpacks import PackMarks, UnpackMarks, pack_marks, plan_pack
from acxdesk.actions.markplans import LineState, Plan, carry_out
from acxdesk.actions.marksheets import ImportMarks, plan_marks
from acxdesk.actions.requests import Line, Reason, Request
from acxdesk.errors import Fault, Faulty
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.screens import markwords as words
from acxdesk.tui.screens.dialogs import Report
from acxdesk.tui.screens.fileimport import ASKED, AnyLine, DryRun, FileLines, file_bytes
from acxdesk.tui.screens.form import FormScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acxdesk.actions.marks import MarksReport
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.tui.app import DeskApp


class MarksFile(Request):
    """The file that marks are read from."""

    file: Annotated[str, Field(description="CSV or XLSX; columns person, email or name, and the components")]
    by: Annotated[Line, Field(description="who marked; empty: you")] = ""
    reason: Annotated[Reason, Field(description="why one person gives two marks, where that is so")] = ""
    encoding: str = Field(default="utf-8", description="how its letters are written")


class FilledPack(Request):
    """The pack that marks are read from."""

    file: Annotated[str, Field(description="the pack that came back, XLSX")]
    reason: Annotated[Reason, Field(description="why one person gives two marks, where that is so")] = ""


class NewPack(Request):
    """A pack that is to be written."""

    file: Annotated[str, Field(description="XLSX; a file that is there is not overwritten")]
    by: Annotated[Line, Field(description="who is to mark")] = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A file, and what it would do."""

    file: str
    plan: Plan


class MarkLines(FileLines):
    """The cells of a file of marks; of each conflict it is chosen whether the desk or the file settles it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("marks-import")]
    HELP = (
        "What becomes of each mark of the file. Nothing is written yet: Ctrl+S or F2 enters what is new and changed, "
        "all as one deed that undo takes back. A conflict is a mark that the desk changed after the file was written: "
        "it stays as the desk has it, unless t lets the file settle it, a all of them. r shows only what is refused. "
        "Esc leaves."
    )

    def __init__(self, planned: Planned, session: str) -> None:
        plan = planned.plan
        super().__init__(DryRun(planned.file, plan.lines, plan.notes, write=self._carry_out))
        self._plan = plan
        self._session = session
        self._theirs: set[int] = set()  # places in the plan of conflicts that the file settles

    @property
    def due(self) -> int:
        """How many marks would be entered."""
        return len(self._plan.due(theirs=self._theirs))

    @property
    def figures(self) -> str:
        """The cells in words, and what can be done."""
        rest = f"Ctrl+S enters {self.due:,}, Esc leaves." if self.due else "There is nothing to enter; Esc leaves."
        return f"{self._plan.sentence} {rest}"

    def cells(self, at: int, line: AnyLine) -> tuple[str, ...]:
        """One line of the list."""
        signs: dict[str, str] = {
            LineState.SAME: "= same",
            LineState.CONFLICT: "≠ theirs" if at in self._theirs else "≠ ours",
        }
        row, sign, sentence = super().cells(at, line)
        return row, signs.get(line.state, sign), sentence

    def command_words(self) -> "Mapping[str, str]":
        """The session."""
        return {"session": self._session}

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        if action == "take" and self._conflict() is None:
            return "This is no conflict."
        if action == "take_all" and not self._plan.of(LineState.CONFLICT):
            return "There is no conflict."
        return super().why_not(action)

    def _conflict(self) -> int | None:
        line = self.list.current
        is_one = line is not None and self._plan.lines[line.id].state is LineState.CONFLICT
        return line.id if line is not None and is_one else None

    def action_take(self) -> None:
        """Let the other one settle the conflict under the cursor."""
        at = self._conflict()
        if at is not None:
            self._theirs ^= {at}
            self._chosen()

    def action_take_all(self) -> None:
        """Let the file settle all of them; when it does, the desk."""
        every = {at for at, line in enumerate(self._plan.lines) if line.state is LineState.CONFLICT}
        self._theirs = set() if self._theirs == every else every
        self._chosen()

    def _chosen(self) -> None:
        self.query_one("#figures", Static).update(paint(self.figures, "bold"))
        self.show_lines()
        self.refresh_bindings()

    def _carry_out(self, desk: "Desk") -> "MarksReport":
        return carry_out(desk, self._plan, theirs=self._theirs, deed=str(uuid4()))

    def written(self, report: "MarksReport") -> None:
        """Leave; what somebody marked at that moment is told."""
        self.dismiss(None)
        if report.refused:
            left = [cell.sentence for cell in report.refused]
            self.app.push_screen(Report("Not entered", report.receipt.sentence, left, asks=False))


def ask_marks(reference: str, view: words.View) -> FormScreen[Planned, MarksFile]:
    """The form that asks for a mark sheet, and answers with what it would do."""
    read = partial(_planned_marks, reference, view)
    return FormScreen(f"Import {view.words}: {reference}", MarksFile, read, otherwise=ASKED)


def ask_filled() -> FormScreen[Planned, FilledPack]:
    """The form that asks for a pack that was filled in, and answers with what it would do."""
    return FormScreen("Read a marking pack", FilledPack, _planned_pack, otherwise={"file": ASKED["file"]})


def ask_pack(reference: str, view: words.View, file: str, who: str) -> "FormScreen[Receipt, NewPack]":
    """The form that asks for whom a pack is, and writes it."""
    return FormScreen(
        f"A pack of {view.words}: {reference}",
        NewPack,
        partial(_packed, reference, view),
        given={"file": file, "by": who},
        otherwise={"file": ASKED["file"]},
    )


def show_lines(app: "DeskApp", session: str, planned: Planned | None) -> None:
    """Show what would become of each cell; entering is asked for there."""
    if planned is not None:
        app.push_screen(MarkLines(planned, session))


def _planned_marks(reference: str, view: words.View, desk: "Desk", asked: MarksFile) -> Planned:
    """Read a mark sheet. It runs in a thread and writes nothing."""
    values = {"session": reference, "series": view.series, "attempt": view.attempt, "by": asked.by}
    request = ImportMarks.read(
        {**values, "reason": asked.reason, "data": file_bytes(asked.file), "encoding": asked.encoding}
    )
    return Planned(asked.file, plan_marks(desk, request))


def _planned_pack(desk: "Desk", asked: FilledPack) -> Planned:
    """Read a pack. It runs in a thread and writes nothing."""
    request = UnpackMarks.read({"data": file_bytes(asked.file), "reason": asked.reason})
    return Planned(asked.file, plan_pack(desk, request))


def _packed(reference: str, view: words.View, desk: "Desk", asked: NewPack) -> "Receipt":
    if not asked.file.strip():
        raise Faulty([Fault("file", "Write the name of the file.")])
    values = {"session": reference, "series": view.series, "attempt": view.attempt, "by": asked.by}
    return pack_marks(desk, PackMarks.read(values), Path(asked.file.strip()).expanduser())

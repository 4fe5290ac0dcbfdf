"""The files of an award that are handed in: nominations, the panel's points, ballots; each shown line by line first.

Imported when one is asked for: the requests bring pydantic with them.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from pydantic import Field
from textual.binding import BindingType

from acxdesk.actions.ballots import ImportBallots, import_ballots
from acxdesk.actions.nominationimport import ImportNominations, import_nominations
from acxdesk.actions.panelfiles import ImportScores, import_scores
from acxdesk.actions.requests import Request
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import Node, shell
from acxdesk.tui.screens.fileimport import ASKED, DryRun, FileLines, file_bytes
from acxdesk.tui.screens.form import FormScreen

if TYPE_CHECKING:
    from acxdesk.actions.tables import CsvReport
    from acxdesk.desk.door import Desk
    from acxdesk.tui.widgets.asks import Ask


class AwardFile(Request):
    """A file of an award."""

    file: str
    encoding: str = Field(default="utf-8", description="how its letters are written")


class NominationLines(FileLines):
    """The rows of a file of nominations."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("nominations-import")]


class ScoreLines(FileLines):
    """The rows of a file of points."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("panel-import")]


class BallotLines(FileLines):
    """The rows of a file of ballots."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("ballots-import")]


def nominations_file(node: Node, year: int) -> None:
    """Import nominations that came by mail."""
    columns = "columns nominee, nominator, category, statement; evidence, state"
    rehearse = partial(_rehearsed, ImportNominations, import_nominations, year)
    _ask(node, "Import nominations", columns, NominationLines, rehearse)


def scores_file(node: Node, year: int) -> None:
    """Import the panel's points."""
    columns = "columns nominee, member, points"
    _ask(node, "Import points", columns, ScoreLines, partial(_rehearsed, ImportScores, import_scores, year))


def ballots_file(node: Node, year: int) -> None:
    """Import ballots."""
    columns = "columns code, ranking; if need be voter"
    _ask(node, "Import ballots", columns, BallotLines, partial(_rehearsed, ImportBallots, import_ballots, year))


def _ask(
    node: Node, title: str, columns: str, lines: type[FileLines], rehearse: "Callable[[Desk, AwardFile], DryRun]"
) -> None:
    """Ask for the file, show what would become of each row, and write when that is asked for there."""

    def told(ask: "Ask") -> "Ask":
        return replace(ASKED["file"](ask), hint=columns)

    def show(dry: DryRun | None) -> None:
        if dry is not None:
            shell(node).push_screen(lines(dry))

    form = FormScreen(title, AwardFile, rehearse, otherwise={**ASKED, "file": told})
    shell(node).push_screen(form, show)


def _rehearsed(
    model: type[Request],
    deed: "Callable[[Desk, Any], CsvReport]",
    year: int,
    desk: "Desk",
    asked: AwardFile,
) -> DryRun:
    """Read the file and rehearse the import. It runs in a thread and writes nothing.

    Raises:
        Faulty: the file cannot be read, or is too large.
        InputProblem: it is no such table.
        Refused: the award takes nothing of it now.
    """
    values = {"data": file_bytes(asked.file), "encoding": asked.encoding, "year": year, "deed": str(uuid4())}
    request = model.read(values)
    report = deed(desk.rehearsing(), request)
    return DryRun(asked.file, report.lines, report.receipt.lines, lambda real: deed(real, request))

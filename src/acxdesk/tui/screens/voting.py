"""Ballots by key: one by its code, with what would become of it read back, and many out of a file."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import uuid4

from pydantic import Field
from textual.binding import BindingType

from acxdesk.actions.ballots import Cast, ImportBallots, cast
from acxdesk.actions.ballots import import_ballots as put_in
from acxdesk.actions.requests import Request
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import Node, shell
from acxdesk.tui.screens.fileimport import ASKED, DryRun, FileLines, file_bytes
from acxdesk.tui.screens.form import FormScreen

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.voters import Turnout


class BallotsFile(Request):
    """The file that ballots are read from."""

    file: Annotated[str, Field(description="columns code, ranking; if need be voter")]
    encoding: str = Field(default="utf-8", description="how its letters are written")


class BallotLines(FileLines):
    """The rows of a file of ballots."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("ballots-import")]


def ballot_form(now: "Turnout") -> "FormScreen[Receipt, Cast]":
    """The form of one ballot; it names the nominees, and reads back whose ballot it is and what is left out of it.

    Args:
        now: how the vote stands.
    """
    nominees = tuple(f"{each.key}  {each.name}" for each in now.nominees if not each.has_left)

    def preview(desk: "Desk", request: Cast) -> tuple[str, ...]:
        would = cast(desk.rehearsing(), request)
        return (would.sentence, *would.lines, "! No undo takes it back.", *nominees)

    return FormScreen(
        f"Cast a ballot: {now.title}",
        Cast,
        cast,
        names=("code", "voter", "ranking", "blank"),
        fixed={"year": now.year},
        preview=preview,
    )


def import_ballots(node: Node, year: int) -> None:
    """Ask for the file, show what would become of each row, and write when that is asked for there."""

    def show(dry: DryRun | None) -> None:
        if dry is not None:
            shell(node).push_screen(BallotLines(dry))

    shell(node).push_screen(
        FormScreen("Import ballots", BallotsFile, lambda desk, asked: dry_run(desk, asked, year), otherwise=ASKED), show
    )


def dry_run(desk: "Desk", asked: BallotsFile, year: int) -> DryRun:
    """Read the file and rehearse the import. It runs in a thread and writes nothing.

    Raises:
        Faulty: the file cannot be read, or is too large.
        InputProblem: it is no table of ballots.
        Refused: no ballots are taken now.
    """
    values = {"data": file_bytes(asked.file), "encoding": asked.encoding, "year": year}
    request = ImportBallots.read({"deed": str(uuid4()), **values})
    report = put_in(desk.rehearsing(), request)
    return DryRun(asked.file, report.lines, report.receipt.lines, partial(put_in, request=request))

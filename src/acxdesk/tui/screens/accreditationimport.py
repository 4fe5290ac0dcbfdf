"""Accreditations out of a CSV or XLSX file."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import uuid4

from pydantic import Field
from textual.binding import BindingType

from acxdesk.actions.recorded import ImportAccreditations, import_accreditations
from acxdesk.actions.requests import Request
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import Node, shell
from acxdesk.tui.screens.fileimport import ASKED, DryRun, FileLines, file_bytes
from acxdesk.tui.screens.form import FormScreen

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk


class EarnedFile(Request):
    """The file that accreditations are read from."""

    file: Annotated[str, Field(description="columns programme, awarded_on; person, email or name; valid_until, number")]
    encoding: str = Field(default="utf-8", description="how its letters are written")


class EarnedLines(FileLines):
    """The rows of a file of accreditations."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("accreditations-import")]


def import_file(node: Node) -> None:
    """Ask for the file, show what would become of each row, and write when that is asked for there."""

    def show(dry: DryRun | None) -> None:
        if dry is not None:
            shell(node).push_screen(EarnedLines(dry))

    zone = shell(node).zone
    form = FormScreen(
        "Import accreditations", EarnedFile, lambda desk, asked: dry_run(desk, asked, zone), otherwise=ASKED
    )
    shell(node).push_screen(form, show)


def dry_run(desk: "Desk", asked: EarnedFile, zone: str) -> DryRun:
    """Read the file and rehearse the import. It runs in a thread and writes nothing.

    Raises:
        Faulty: the file cannot be read, or is too large.
        InputProblem: it is no table of accreditations.
    """
    values = {"data": file_bytes(asked.file), "encoding": asked.encoding, "zone": zone}
    request = ImportAccreditations.read({"deed": str(uuid4()), **values})
    report = import_accreditations(desk.rehearsing(), request)
    return DryRun(asked.file, report.lines, report.receipt.lines, partial(import_accreditations, request=request))

"""Places out of a CSV or XLSX file."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import uuid4

from pydantic import Field
from textual.binding import BindingType

from acxdesk.actions.requests import Request
from acxdesk.actions.rosters import ImportEnrolments, import_enrolments
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import Node, shell
from acxdesk.tui.screens.fileimport import ASKED, DryRun, FileLines, file_bytes
from acxdesk.tui.screens.form import FormScreen

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.settings import Settings


class PlacesFile(Request):
    """The file that places are read from."""

    file: Annotated[str, Field(description="columns session; person, email or name; place, reason")]
    encoding: str = Field(default="utf-8", description="how its letters are written")


class PlaceLines(FileLines):
    """The rows of a file of places."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("places-import")]


def import_places(node: Node) -> None:
    """Ask for the file, show what would become of each row, and write when that is asked for there."""

    def show(dry: DryRun | None) -> None:
        if dry is not None:
            shell(node).push_screen(PlaceLines(dry))

    shell(node).push_screen(ask_file(shell(node).settings), show)


def ask_file(settings: "Settings") -> FormScreen[DryRun, PlacesFile]:
    """The form that asks for the file, and answers with what it would do.

    Args:
        settings: for how long a seat is offered.
    """
    return FormScreen("Import places", PlacesFile, lambda desk, asked: dry_run(desk, asked, settings), otherwise=ASKED)


def dry_run(desk: "Desk", asked: PlacesFile, settings: "Settings") -> DryRun:
    """Read the file and rehearse the import. It runs in a thread and writes nothing.

    Raises:
        Faulty: the file cannot be read, or is too large.
        InputProblem: it is no table of places.
    """
    values = {"data": file_bytes(asked.file), "encoding": asked.encoding, "offer_hours": settings.offer_hours}
    request = ImportEnrolments.read({"deed": str(uuid4()), **values})
    report = import_enrolments(desk.rehearsing(), request)
    return DryRun(asked.file, report.lines, report.receipt.lines, partial(import_enrolments, request=request))

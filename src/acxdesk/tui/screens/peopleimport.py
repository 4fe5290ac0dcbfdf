"""People out of a CSV or XLSX file."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field
from textual.binding import BindingType

from acxdesk.actions.registers import ImportPeople, import_people
from acxdesk.actions.requests import Request
from acxdesk.tui.keys import bindings
from acxdesk.tui.screens.fileimport import ASKED, DryRun, FileLines, file_bytes
from acxdesk.tui.screens.form import FormScreen

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.tui.screens.area import AreaScreen


class WhichFile(Request):
    """The file that people are read from."""

    file: Annotated[str, Field(description="as ~/delegates.csv, with a header line")]
    encoding: str = Field(default="utf-8", description="how its letters are written")
    coach: bool = Field(default=False, description="whether they are coaches, where no column says so")


class PeopleLines(FileLines):
    """The rows of a file of people."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("people-import")]


def ask_file(*, coach: bool) -> FormScreen[DryRun, WhichFile]:
    """The form that asks for the file, and answers with what it would do."""
    title = "Import coaches" if coach else "Import people"
    return FormScreen(title, WhichFile, dry_run, given={"coach": coach}, otherwise=ASKED)


def dry_run(desk: "Desk", asked: WhichFile) -> DryRun:
    """Read the file and rehearse the import. It runs in a thread and writes nothing.

    Raises:
        Faulty: the file cannot be read, or is too large.
        InputProblem: it is no table of people.
    """
    request = ImportPeople(data=file_bytes(asked.file), encoding=asked.encoding, coach=asked.coach)
    lines = import_people(desk.rehearsing(), request).lines
    return DryRun(asked.file, lines, (), partial(import_people, request=request))


def show_lines(screen: "AreaScreen", dry: DryRun | None) -> None:
    """Show what would become of each line; writing is asked for there."""
    if dry is not None:
        screen.app.push_screen(PeopleLines(dry))

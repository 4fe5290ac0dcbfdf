"""A coach's own calendar, asked for as a file, and read back before its stretches are kept."""

from typing import TYPE_CHECKING

from pydantic import Field

from acxdesk.actions.busytimes import SOURCE, ReadBusy, read_busy
from acxdesk.actions.requests import GivenLine, Request
from acxdesk.tui.screens.fileimport import ASKED, file_bytes
from acxdesk.tui.screens.form import FormScreen, whole

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt


class BusyFile(Request):
    """What the form asks for."""

    file: str = Field(default="", description="the path of the .ics file, as her calendar program exports it")
    source: GivenLine = Field(default=SOURCE, description="which of her calendars it is, as private")


def read_busy_form(person: int, name: str, zone: str) -> "FormScreen[Receipt, BusyFile]":
    """Read when a coach is busy.

    Args:
        person: her number.
        name: as the form says it.
        zone: IANA, of her whole days where she has none herself.
    """

    def save(desk: "Desk", asked: BusyFile) -> "Receipt":
        values = {"person": person, "data": file_bytes(asked.file), "source": asked.source, "zone": zone}
        return read_busy(desk, ReadBusy.read({**values, "deed": asked.deed}))

    return FormScreen(
        f"When {name} is busy, from her own calendar",
        BusyFile,
        save,
        names=("file", "source"),
        otherwise={"file": ASKED["file"]},
        given={"source": SOURCE},
        about=("Only the stretches are kept: neither what they are about nor with whom.",),
        preview=lambda desk, asked: whole(save(desk.rehearsing(), asked)) if asked.file.strip() else (),
    )

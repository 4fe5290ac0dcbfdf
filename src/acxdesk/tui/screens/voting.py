"""Ballots by key: one by its code, with what would become of it read back, and many out of a file."""

from typing import TYPE_CHECKING

from acxdesk.actions.ballots import Cast, cast
from acxdesk.tui.screens.form import FormScreen

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.voters import Turnout


def ballot_form(now: "Turnout") -> "FormScreen[Receipt, Cast]":
    """The form of one ballot; it names the nominees, and reads back whose ballot it is and what is left out of it.

    Args:
        now: how the vote stands.
    """
    nominees = tuple(f"{each.key}  {each.name}" for each in now.nominees if not each.has_left)

    def preview(desk: "Desk", request: Cast) -> tuple[str, ...]:
        would = cast(desk.rehearsing(), request)
        return (would.sentence, *would.lines, "! No undo takes it back.")

    return FormScreen(
        f"Cast a ballot: {now.title}",
        Cast,
        cast,
        names=("code", "voter", "ranking", "blank"),
        fixed={"year": now.year},
        preview=preview,
        about=nominees,
    )

"""Exempting somebody from what a programme asks for before, and taking it back.

Imported when a form is opened: the requests bring pydantic with them.
"""

from typing import TYPE_CHECKING

from acxdesk.actions.prerequisites import Exempt, Unexempt, exempt, unexempt
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.widgets.asks import Kind, asking

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt


def exempt_form(person: int, name: str, programme: str) -> "FormScreen[Receipt, Exempt]":
    """Ask for the evidence and who approved it.

    Args:
        person: her number.
        name: what she is called.
        programme: the code of the one that she may sit without.
    """
    return FormScreen(
        f"Exempt {name} from what {programme} asks for",
        Exempt,
        exempt,
        names=("evidence", "approver"),
        fixed={"person": person, "programme": programme},
        otherwise={
            "evidence": asking(Kind.LINE, hint="what she has in its place; it is kept"),
            "approver": asking(Kind.LINE, hint="who decided so; it is kept"),
        },
    )


def taken_back(desk: "Desk", person: int, programme: str, reason: str) -> "Receipt":
    """Take an exemption back.

    Raises:
        NotFound: there is none any more.
    """
    return unexempt(desk, Unexempt.read({"person": person, "programme": programme, "reason": reason}))

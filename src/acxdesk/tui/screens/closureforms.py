"""The forms of a closure. Imported when one is opened: the requests bring pydantic with them."""

from typing import TYPE_CHECKING, Final

from acxdesk.actions.closures import AddClosure, EditClosure, add_closure
from acxdesk.actions.closures import edit_closure as edit_closure_deed
from acxdesk.desk.receipts import Receipt
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.screens.schedule import read_back
from acxdesk.tui.widgets.asks import Asking, Kind, asking

if TYPE_CHECKING:
    from acxdesk.queries.closures import ClosedSpan

_FIELDS: Final = ("name", "first_on", "last_on")
_WORDS: Final[dict[str, Asking]] = {
    "name": asking(Kind.LINE, hint="as Christmas closure"),
    "first_on": asking(Kind.DATE, label="First day"),
    "last_on": asking(Kind.DATE, label="Last day", hint="included; the first one unless given"),
}


def new_closure() -> FormScreen[Receipt, AddClosure]:
    """Close some days; the meetings that fall on them are read back."""
    return FormScreen(
        "New closure",
        AddClosure,
        add_closure,
        names=_FIELDS,
        otherwise=_WORDS,
        preview=lambda desk, request: read_back(add_closure(desk.rehearsing(), request)),
    )


def edit_closure(span: "ClosedSpan") -> FormScreen[Receipt, EditClosure]:
    """The days and the name of a closure. What is not touched stays as it is."""
    return FormScreen(
        f"Edit {span.name}",
        EditClosure,
        edit_closure_deed,
        names=_FIELDS,
        given={"name": span.name, "first_on": span.first_on, "last_on": span.last_on},
        fixed={"closure": str(span.number), "version": span.version},
        otherwise=_WORDS,
        only_changed=True,
        preview=lambda desk, request: read_back(edit_closure_deed(desk.rehearsing(), request)),
    )

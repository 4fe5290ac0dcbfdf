"""The form of who was named in an earlier year. Imported when it is opened: the request brings pydantic with it."""

from typing import TYPE_CHECKING

from acxdesk.actions.laureates import RecordLaureate, record_laureate
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.screens.sessionpicks import find_people
from acxdesk.tui.widgets.asks import Kind, asking, picking

if TYPE_CHECKING:
    from acxdesk.desk.receipts import Receipt


def record_form() -> "FormScreen[Receipt, RecordLaureate]":
    """Somebody who was named before this desk kept the award."""
    return FormScreen(
        "Record an earlier winner",
        RecordLaureate,
        record_laureate,
        names=("year", "honour", "name", "person", "job_title", "organisation", "country", "citation", "source"),
        otherwise={"person": picking(find_people), "source": asking(Kind.LINE, hint="where this is known from")},
    )

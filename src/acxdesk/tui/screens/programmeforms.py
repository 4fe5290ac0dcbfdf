"""The forms of a programme. An edit says before it is saved what changes, and whether a new edition is made.

Imported when a form is opened: the requests bring pydantic with them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from acxdesk.actions.catalogue import AddProgramme, EditProgramme
from acxdesk.actions.catalogue import add_programme as add_deed
from acxdesk.actions.catalogue import edit_programme as edit_deed
from acxdesk.actions.requirements import SetRequirements, set_requirements
from acxdesk.desk.receipts import Receipt
from acxdesk.rules.accreditations import Renewal
from acxdesk.rules.catalogue import LADDERS, RUNGS
from acxdesk.rules.requirements import print_requirements
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.widgets.asks import Asking, Kind, asking, choosing
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.catalogue import ProgrammeCard
    from acxdesk.queries.requirements import RequirementsCard

_FIELDS: Final = (
    "title",
    "ladder",
    "rung",
    "duration",
    "printed",
    "capacity_min",
    "capacity_max",
    "price",
    "validity_months",
    "renewal",
    "renewal_months",
    "grace_months",
    "post_nominal",
)
_REQUIRED: Final = "CPPM or ACXM; ACXP ever held; or none"
_WORDS: Final[dict[str, Asking]] = {
    "ladder": choosing(Hit(word, word) for word in LADDERS),
    "rung": choosing(Hit(word, word) for word in RUNGS),
    "duration": asking(Kind.LINE, hint="4 days @ 5 hours per day"),
    "printed": asking(Kind.LINE, label="As printed", hint="where the printed duration says more"),
    "capacity_min": asking(Kind.NUMBER, label="Seats at least"),
    "capacity_max": asking(Kind.NUMBER, label="Seats at most"),
    "validity_months": asking(Kind.NUMBER, label="Valid, months", hint="0 for life"),
    "renewal": choosing(Hit(word, word.value) for word in Renewal),
    "renewal_months": asking(Kind.NUMBER, label="Renewable", hint="months before its last day"),
    "grace_months": asking(Kind.NUMBER, label="and until", hint="months after its last day"),
}


def new_programme() -> FormScreen[Receipt, AddProgramme]:
    """A new programme with its first edition."""
    return FormScreen("New programme", AddProgramme, add_deed, names=("code", *_FIELDS), otherwise=_WORDS)


def edit_programme(card: "ProgrammeCard") -> FormScreen[Receipt, EditProgramme]:
    """What a programme is. What is not touched stays as it is."""
    current: dict[str, Any] = {name: getattr(card.current, name, "") for name in _FIELDS}
    return FormScreen(
        f"Edit {card.code}, edition {card.current.number}",
        EditProgramme,
        edit_deed,
        names=_FIELDS,
        given={**current, "ladder": card.ladder, "rung": card.rung},
        fixed={"programme": card.code, "version": card.version},
        otherwise=_WORDS,
        only_changed=True,
        preview=_read_back,
    )


def requirements_form(card: "RequirementsCard") -> FormScreen[Receipt, SetRequirements]:
    """What a programme requires, a line of delegates and one of coaches."""
    return FormScreen(
        f"What {card.code} requires, edition {card.edition}",
        SetRequirements,
        set_requirements,
        names=("delegate", "coach"),
        given={
            "delegate": print_requirements(card.delegate.groups),
            "coach": print_requirements(card.coach.groups),
        },
        fixed={"programme": card.code, "version": card.version},
        otherwise={
            "delegate": asking(Kind.LINE, label="Of a delegate", hint=_REQUIRED),
            "coach": asking(Kind.LINE, label="Of a coach", hint=_REQUIRED),
        },
        only_changed=True,
        preview=lambda desk, request: _told(set_requirements(desk.rehearsing(), request)),
    )


def _read_back(desk: "Desk", request: EditProgramme) -> Sequence[str]:
    """What an edit changes: each field as it will be and was, then what becomes of the edition."""
    return _told(edit_deed(desk.rehearsing(), request))


def _told(receipt: Receipt) -> Sequence[str]:
    if not receipt.changed:
        return ()
    sign = "! " if " has edition " in receipt.sentence else ""
    return (f"{sign}{receipt.sentence}", *receipt.lines)

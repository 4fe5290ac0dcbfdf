"""The forms of people and organisations. Each reads back what is to be known before it is saved.

Imported when a form is opened: the requests bring pydantic with them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from acxdesk.actions.organisations import AddOrganisation, EditOrganisation
from acxdesk.actions.organisations import add_organisation as add_organisation_deed
from acxdesk.actions.organisations import edit_organisation as edit_organisation_deed
from acxdesk.actions.people import AddPerson, EditPerson
from acxdesk.actions.people import add_person as add_person_deed
from acxdesk.actions.people import edit_person as edit_person_deed
from acxdesk.desk.receipts import Receipt
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.widgets.asks import Asking, Kind, asking

if TYPE_CHECKING:
    from acxdesk.queries.people import OrganisationCard, PersonCard

_FIELDS: Final = (
    "name",
    "email",
    "organisation",
    "country",
    "zone",
    "job_title",
    "languages",
    "certificate_name",
    "coach",
)
_ORGANISATION_FIELDS: Final = ("name", "country", "note")
_WORDS: Final[dict[str, Asking]] = {
    "email": asking(Kind.LINE, label="E-mail", hint="ada@example.org"),
    "organisation": asking(Kind.LINE, hint="its name in any spelling; made when it is new"),
    "country": asking(Kind.LINE, hint="its English name, or two letters: FR"),
    "zone": asking(Kind.ZONE, label="Time zone", hint="letters of a city: london"),
    "languages": asking(Kind.LINE, hint="the preferred one first: en, fr"),
    "certificate_name": asking(Kind.LINE, label="On certificates", hint="her name there, where it differs"),
}


def new_person(*, coach: bool = False, organisation: str = "") -> FormScreen[Receipt, AddPerson]:
    """Somebody new.

    Args:
        coach: whether she is marked as one at first.
        organisation: the name that stands there at first.
    """
    return FormScreen(
        "New coach" if coach else "New person",
        AddPerson,
        add_person_deed,
        names=_FIELDS,
        given={"coach": coach, "organisation": organisation},
        otherwise=_WORDS,
        preview=lambda desk, request: told(add_person_deed(desk.rehearsing(), request)),
    )


def edit_person(card: "PersonCard") -> FormScreen[Receipt, EditPerson]:
    """What is kept of a person. What is not touched stays as it is."""
    given = {name: getattr(card, name) for name in _FIELDS}
    return FormScreen(
        f"Edit {card.name}",
        EditPerson,
        edit_person_deed,
        names=_FIELDS,
        given={**given, "country": card.country_name},
        fixed={"person": str(card.id), "version": card.version},
        otherwise=_WORDS,
        only_changed=True,
        preview=lambda desk, request: told(edit_person_deed(desk.rehearsing(), request)),
    )


def new_organisation() -> FormScreen[Receipt, AddOrganisation]:
    """A new organisation."""
    return FormScreen(
        "New organisation",
        AddOrganisation,
        add_organisation_deed,
        names=_ORGANISATION_FIELDS,
        otherwise={"country": _WORDS["country"]},
        preview=lambda desk, request: told(add_organisation_deed(desk.rehearsing(), request)),
    )


def edit_organisation(card: "OrganisationCard") -> FormScreen[Receipt, EditOrganisation]:
    """What is kept of an organisation. What is not touched stays as it is."""
    return FormScreen(
        f"Edit {card.name}",
        EditOrganisation,
        edit_organisation_deed,
        names=_ORGANISATION_FIELDS,
        given={"name": card.name, "country": card.country_name, "note": card.note},
        fixed={"organisation": str(card.id), "version": card.version},
        otherwise={"country": _WORDS["country"]},
        only_changed=True,
        preview=lambda desk, request: told(edit_organisation_deed(desk.rehearsing(), request)),
    )


def told(receipt: Receipt) -> Sequence[str]:
    """What a rehearsed receipt warns of; nothing when all is plain."""
    return tuple(f"! {line}" for line in receipt.lines)

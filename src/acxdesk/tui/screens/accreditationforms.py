"""The forms about accreditations. Each is rehearsed before it is left, so that a refusal keeps what was typed.

Imported when a form is opened: the requests bring pydantic with them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import Field

from acxdesk.actions.accreditations import AccreditationsReport, MoveAccreditations, move_accreditations
from acxdesk.actions.decrees import Decree, decree
from acxdesk.actions.recorded import RecordAccreditation, record_accreditation
from acxdesk.actions.renewals import Reissue, reissue
from acxdesk.actions.requests import Day, Request
from acxdesk.desk.receipts import Receipt
from acxdesk.queries.catalogue import programmes
from acxdesk.tui.screens.form import FormScreen
from acxdesk.tui.screens.sessionpicks import find_people
from acxdesk.tui.widgets.asks import Asking, Kind, asking, choosing, picking
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.register import AccreditationCard

R = TypeVar("R", bound=Request)
MOST: Final = 30  # hits of a search
_WHY: Final = asking(Kind.LINE, hint="in a few words; it is kept")
_DECREED: Final = ("programme", "expires_from", "expires_until", "state")
_WORDS: Final[dict[str, Asking]] = {
    "reason": _WHY,
    "state": choosing((Hit("issued", "issued, also expired"), Hit("suspended", "suspended"))),
    "months": asking(Kind.NUMBER, label="Months longer", hint="below zero shorter"),
    "until": asking(Kind.DATE, label="Or valid until"),
    "expires_from": asking(Kind.DATE, label="Last day from", hint="those that end on this day or later"),
    "expires_until": asking(Kind.DATE, label="to", hint="and on this day or earlier"),
}


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a form was filled with, and what that would do."""

    report: AccreditationsReport
    deed: "Callable[[Desk], AccreditationsReport]"


class AsOf(Request):
    """The day that the register is shown as of."""

    day: Day | None = Field(default=None, description="empty for today")


def as_of_form(day: date) -> FormScreen[AsOf, AsOf]:
    """Asks for a day."""
    return FormScreen(
        "The register as of",
        AsOf,
        lambda _desk, asked: asked,
        given={"day": day},
        otherwise={"day": asking(Kind.DATE, label="As of", hint="empty for today")},
    )


def why_form(
    title: str, verb: str, rows: Sequence[int], today: date, zone: str
) -> FormScreen[Rehearsed, MoveAccreditations]:
    """Asks why, and from when it holds.

    Args:
        title: what is to be done.
        verb: suspend or revoke.
        rows: of which accreditations.
        today: from when at first.
        zone: whose today.
    """
    return FormScreen(
        title,
        MoveAccreditations,
        partial(_rehearsed, deed=move_accreditations),
        names=("reason", "day"),
        given={"day": today},
        fixed={"accreditations": tuple(rows), "verb": verb, "zone": zone},
        otherwise={"reason": _WHY, "day": asking(Kind.DATE, label="From", hint="up to today")},
    )


def name_form(card: "AccreditationCard", zone: str) -> FormScreen[Rehearsed, Reissue]:
    """Asks how the name is to stand; at first as the person is called on certificates now."""
    return FormScreen(
        f"Reissue {card.told.number}, now to {card.told.name}",
        Reissue,
        partial(_rehearsed, deed=reissue),
        names=("name", "reason"),
        given={"name": card.on_certificate},
        fixed={"accreditations": (card.told.id,), "version": card.version, "zone": zone},
        otherwise={"name": asking(Kind.LINE, label="Name on it"), "reason": _WHY},
    )


def decree_form(rows: Sequence[int], zone: str) -> FormScreen[Rehearsed, Decree]:
    """Asks what a decree changes.

    Args:
        rows: which ones are marked; with none, the filter is asked for as well.
        zone: whose today.
    """
    asked = ("months", "until", "reason")
    return FormScreen(
        f"Decree about {len(rows):,} marked" if rows else "Decree",
        Decree,
        partial(_rehearsed, deed=decree),
        names=asked if rows else (*_DECREED, *asked),
        fixed={"accreditations": tuple(rows), "zone": zone},
        otherwise={**_WORDS, "programme": picking(find_programmes)},
    )


def record_form(zone: str, person: Hit[int] | None = None) -> FormScreen[Receipt, RecordAccreditation]:
    """Asks what somebody earned before this desk kept it.

    Args:
        zone: whose today.
        person: whose it is; None to ask for her.
    """
    names = ("programme", "awarded_on", "valid_until", "for_life", "number", "certificate_name")
    return FormScreen(
        "Record an accreditation" if person is None else f"Record an accreditation of {person.text}",
        RecordAccreditation,
        record_accreditation,
        names=names if person else ("person", *names),
        given={"for_life": False},
        fixed={"zone": zone, **({"person": person.value} if person else {})},
        otherwise={
            "person": picking(find_people),
            "programme": picking(find_programmes),
            "valid_until": asking(Kind.DATE, hint="else as the programme has it"),
            "number": asking(Kind.LINE, hint="else the next of its year"),
            "certificate_name": asking(Kind.LINE, label="Name on it", hint="where it differs"),
        },
        preview=lambda desk, request: (record_accreditation(desk.rehearsing(), request).sentence,),
    )


def find_programmes(desk: "Desk", words: str) -> Sequence[Hit[str]]:
    """Programmes by code and title, retired ones too: people hold what they grant. It runs in a thread."""
    lines = programmes(desk).arranged(words=words).after(None, MOST)
    return [Hit(line.cells[0], line.cells[0], line.cells[1]) for line in lines]


def _rehearsed(desk: "Desk", request: R, *, deed: "Callable[[Desk, R], AccreditationsReport]") -> Rehearsed:
    """Rehearse a deed. It runs in a thread; a refusal keeps the form."""
    return Rehearsed(deed(desk.rehearsing(), request), lambda real: deed(real, request))

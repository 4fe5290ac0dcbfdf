"""The catalogue: ladders and their rungs, codes, and which edit of a programme needs a new edition."""

import re
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.accreditations import Renewal
from acxdesk.rules.text import fold, quoted

# Ladder -> what it stands for, in the order of the catalogue.
LADDERS: Final = MappingProxyType(
    {
        "ACX": "Accredited Customer Experience",
        "CPP": "Certified Process Professional",
        "COI": "Certified Outside In",
        "OKR": "Objectives and Key Results",
    }
)
# From the ground up. A coach and a mentor stand on the same rung of different ladders; an open course is beside them.
RUNGS: Final = ("Professional", "Specialist", "Master", "Champion", "Mentor", "Coach", "open course")

LONGEST_CODE: Final = 20  # characters; it begins every reference of a session
MOST_MONTHS: Final = 1200  # of validity; what is to last longer is for life

_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z][A-Za-z0-9]*)*")


@dataclass(frozen=True, slots=True)
class Promise:
    """What an edition promises those who sit in its sessions, and what cannot change under them.

    Capacity is no part of it: a session takes it over when it is scheduled, and has its own from then on. Nor is how
    the duration was printed: that tells where the duration comes from. Ladder and rung are
    the programme's, not its editions'.
    """

    title: str  # stands on the certificate
    post_nominal: str
    duration: str
    price_minor: int | None
    currency: str
    validity_months: int  # of what it grants; 0 for life
    renewal: Renewal
    renewal_months: int  # before its last valid day, from when it can be renewed
    grace_months: int  # after its last valid day, until when it still can be


PROMISES: Final = tuple(field.name for field in fields(Promise))


def changed(old: Promise, new: Promise) -> tuple[str, ...]:
    """The names of the fields in which two promises differ."""
    return tuple(name for name in PROMISES if getattr(old, name) != getattr(new, name))


def edition_needed(old: Promise, new: Promise, *, sessions: int) -> bool:
    """Whether an edit makes a new edition.

    Args:
        old: the current edition.
        new: what it would become.
        sessions: how many stand under the current edition, drafts left out: they promised nobody anything yet. One
            that was cancelled counts: it can be reopened, with its delegates.
    """
    return sessions > 0 and bool(changed(old, new))


def check_code(said: str) -> str:
    """A code that a programme can have, as it is said.

    Raises:
        Refused: empty, too long, or with anything but letters, digits and single hyphens. A part begins with a
            letter, so that the date in a session's reference is never taken for one.
    """
    if len(said) > LONGEST_CODE or not _CODE.fullmatch(said):
        raise Refused(
            f"{quoted(said)} cannot be a programme's code.",
            remedy=f"Give at most {LONGEST_CODE} letters and digits, as ACXM or ACX-Mentor.",
        )
    return said


def ladder(said: str) -> str:
    """The ladder that is meant, in its own capitals.

    Raises:
        Refused: there is none of that name.
    """
    return _one_of(said, tuple(LADDERS), "ladder")


def rung(said: str) -> str:
    """The rung that is meant, in its own capitals.

    Raises:
        Refused: there is none of that name.
    """
    return _one_of(said, RUNGS, "rung")


def _one_of(said: str, words: tuple[str, ...], what: str) -> str:
    known = {fold(word): word for word in words}
    found = known.get(fold(said))
    if found is None:
        raise Refused(f"There is no {what} {quoted(said)}.", remedy=f"The {what}s are {', '.join(words)}.")
    return found


def validity(months: int) -> str:
    """How long an accreditation is valid, in words: "for life", "36 months", "1 month"."""
    if months == 0:
        return "for life"
    return f"{months} {'month' if months == 1 else 'months'}"


def validity_words(months: int, renewal: Renewal, *, before: int, after: int) -> str:
    """How long an accreditation is valid and how it is renewed: "valid for life", "valid 36 months, renewed from ...".

    Args:
        months: of validity; 0 for life.
        renewal: what a renewal is counted from.
        before: months before its last valid day, from when it can be renewed.
        after: months after that day, until when it still can be.
    """
    if months == 0:
        return f"valid {validity(0)}"
    first = f"{validity(before)} before" if before else "its last day"
    last = f"{validity(after)} after" if after else "its last day"
    window = f"from {first} to {last}" if before or after else "on its last day"
    return f"valid {validity(months)}, renewed {_COUNTED[renewal]}, {window}"


_COUNTED: Final = MappingProxyType(
    {
        Renewal.FROM_AWARD: "from award",
        Renewal.FROM_EXPIRY: "from expiry",
        Renewal.END_OF_YEAR: "to year end",
    }
)

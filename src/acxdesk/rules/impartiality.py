"""Impartiality: whoever taught does not alone mark, two marks are two people's, whoever marked decides no appeal.

Each of these is a warning. Somebody can go past it with a reason, which is kept.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from acxdesk.rules.people import email_key, sort_key

_NAMED: Final = 3  # people that a warning names; the others are counted
_WITH_ADDRESS: Final = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>\s*")


@dataclass(frozen=True, slots=True)
class Coach:
    """Somebody who taught the session."""

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """One component of one person, and everybody who gave a mark for it."""

    enrolment: int
    name: str
    markers: tuple[str, ...]  # as they are written beside the marks


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning: what it says is what is kept, where somebody goes past it."""

    sentence: str
    enrolment: int | None = None  # whom it is about; None for the whole session


def is_same(marker: str, name: str, email: str = "") -> bool:
    """Whether whoever stands beside a mark is this person: by the same name or address, however they are spelled.

    Args:
        marker: a name, an address, or both as "Ada Byron <ada@example.org>".
        name: hers.
        email: her address, or empty.
    """
    both = _WITH_ADDRESS.fullmatch(marker)
    names, addresses = (both["name"], both["address"]) if both else (marker, marker)
    key = sort_key(names)
    return bool(key and key == sort_key(name)) or bool(email and email_key(addresses) == email_key(email))


def taught_alone(reference: str, coaches: Sequence[Coach], marked: Iterable[Marked]) -> tuple[Caution, ...]:
    """A warning for each coach of a session who alone marked somebody's work, with whose it was."""
    alone: dict[str, dict[int, str]] = defaultdict(dict)
    for one in marked:
        coach = next(
            (coach for coach in coaches if all(is_same(each, coach.name, coach.email) for each in one.markers)), None
        )
        if coach is not None and one.markers:
            alone[coach.name][one.enrolment] = one.name
    return tuple(
        Caution(f"{coach} taught {reference} and alone marked {_listed([*people.values()])}.")
        for coach, people in alone.items()
    )


def both_marks(marker: str, name: str, enrolment: int) -> Caution:
    """The warning that one person gives somebody two of her marks."""
    return Caution(f"{marker} gives {name} more than one of the marks that are to be independent.", enrolment)


def own_appeal(decider: str, name: str, component: str, enrolment: int) -> Caution:
    """The warning that an appeal is decided by whoever marked."""
    return Caution(f"{decider} marked {component} of {name} and decides the appeal against it.", enrolment)


def _listed(names: Sequence[str]) -> str:
    if len(names) <= _NAMED + 1:
        return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED:,} others"

"""Nominations: whom somebody proposes as Change Architect, for what, and what became of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.cycles import Phase
from acxdesk.rules.localtime import reading
from acxdesk.rules.text import quoted


class Category(StrEnum):
    """The transformation that a nominee is proposed for, as the award is printed."""

    PERSONAL = "personal"
    PROFESSIONAL = "professional"
    BUSINESS = "business"


class State(StrEnum):
    """What its nominator did with a nomination, or the nominee by leaving."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class Answer(StrEnum):
    """What the nominee says to being nominated."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Kind(StrEnum):
    """What a piece of evidence is."""

    LINK = "link"
    FILE = "file"  # by its name; the file itself stays where it is


class Ground(StrEnum):
    """One rule of eligibility."""

    ACCREDITED = "accredited"  # for at least so many years
    NOT_WINNER = "not a winner"  # of the last so many years
    NOT_STAFF = "not staff"  # of the organiser
    SECONDED = "seconded"  # by at least so many
    ACCEPTED = "accepted"  # the nominee said yes; of this one nobody can be excepted


MOST_EVIDENCE: Final = 20  # pieces with one nomination

_TAKING: Final = frozenset({Phase.PLANNED, Phase.NOMINATING})
_ANSWERING: Final = frozenset({Phase.NOMINATING, Phase.SCREENING, Phase.SHORTLISTED})
_SCREENING: Final = frozenset({Phase.NOMINATING, Phase.SCREENING})
_LEAVING: Final = frozenset({Phase.PLANNED, Phase.NOMINATING, Phase.SCREENING, Phase.SHORTLISTED, Phase.VOTING})
_CITING: Final = _LEAVING | {Phase.COUNTED}


@dataclass(frozen=True, slots=True)
class Taking:
    """What of a cycle says what can be done with nominations now."""

    title: str  # with its year
    phase: Phase
    nominating_until: date  # included
    today: date  # in the cycle's zone


def check_drafting(taking: Taking) -> None:
    """Whether a draft can be written or changed.

    Raises:
        Refused: nominations are over.
    """
    if taking.phase not in _TAKING:
        raise Refused(f"{taking.title} takes no nominations: it is {taking.phase}.")


def check_taking(taking: Taking, what: str) -> None:
    """Whether nominations, and seconds of them, are taken today.

    Args:
        taking: the cycle, today.
        what: "nominations" or "seconds"; for the sentence.

    Raises:
        Refused: not yet, or no more.
    """
    if taking.phase is Phase.PLANNED:
        raise Refused(
            f"{taking.title} takes no {what} yet.",
            remedy="Keep a draft, or open nominations: `acxdesk award advance`.",
        )
    if taking.phase is not Phase.NOMINATING:
        raise Refused(f"{taking.title} takes no {what}: it is {taking.phase}.")
    if taking.today > taking.nominating_until:
        raise Refused(
            f"{taking.title} took {what} until the end of {reading(taking.nominating_until)}.",
            remedy="Give nominations a later last day if this one is to count: `acxdesk award edit`.",
        )


def check_answering(taking: Taking) -> None:
    """Whether a nominee's answer is taken: until voting opens.

    Raises:
        Refused: not yet, or no more.
    """
    if taking.phase not in _ANSWERING:
        remedy = "If she leaves, withdraw her nomination." if taking.phase is Phase.VOTING else ""
        raise Refused(f"{taking.title} takes no answers: it is {taking.phase}.", remedy=remedy)


def check_screening(taking: Taking, what: str) -> None:
    """Whether a nomination can be merged or excepted: until the shortlist is made.

    Raises:
        Refused: not yet, or no more.
    """
    if taking.phase not in _SCREENING:
        raise Refused(f"{what} is possible until the shortlist is made, and {taking.title} is {taking.phase}.")


def check_leaving(taking: Taking) -> None:
    """Whether a nomination can be withdrawn: until the ballots are counted.

    Raises:
        Refused: they are.
    """
    if taking.phase not in _LEAVING:
        raise Refused(f"Nothing can be withdrawn from {taking.title} any more: it is {taking.phase}.")


def check_citing(taking: Taking) -> None:
    """Whether a citation can be written: until the result is announced.

    Raises:
        Refused: it is.
    """
    if taking.phase not in _CITING:
        raise Refused(
            f"{taking.title} is {taking.phase}; citations stay as they are.",
            remedy="What the Hall of Fame says is corrected there.",
        )


def evidence_of(said: str) -> tuple[Kind, str]:
    """What a piece of evidence is, from how it is written: a web address is a link, all else the name of a file.

    Args:
        said: a cleaned line.

    Raises:
        Refused: a link of another kind than http and https, or one to no place.
    """
    scheme, mark, rest = said.partition("://")
    if not mark:
        return Kind.FILE, said
    if scheme.lower() not in {"http", "https"} or not rest.strip("/") or " " in said:
        raise Refused(f"{quoted(said)} is no web address.", remedy="Write it as https://example.org/report.")
    return Kind.LINK, said

"""Nominations: whom somebody proposes as Change Architect, for what, and what became of it."""

from enum import StrEnum


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

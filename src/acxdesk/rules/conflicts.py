"""Conflicts of interest between whoever votes or scores and a nominee."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Conflict(StrEnum):
    """Why somebody is not to vote on a nominee, as the desk knows it."""

    SELF = "herself"
    COACHED = "coached"  # she coached the nominee
    COACHED_BY = "coached by"  # the nominee coached her
    ORGANISATION = "same organisation"
    NOMINATED = "nominated"
    SECONDED = "seconded"
    MARKED = "marked"  # she marked the nominee, or the nominee her


class Ruling(StrEnum):
    """What somebody decided about a conflict, whatever the desk proposes."""

    DECLARED = "declared"
    DISMISSED = "dismissed"


_WORDS: Final[dict[str, str]] = {
    Conflict.SELF: "is the nominee herself",
    Conflict.COACHED: "coached the nominee",
    Conflict.COACHED_BY: "was coached by the nominee",
    Conflict.ORGANISATION: "is of the nominee's organisation",
    Conflict.NOMINATED: "nominated her",
    Conflict.SECONDED: "seconded her",
    Conflict.MARKED: "marked the nominee's work, or the nominee hers",
    Ruling.DECLARED: "declared a conflict of interest",
}


def in_words(grounds: Iterable[str]) -> str:
    """Grounds as a sentence goes on: "coached the nominee, seconded her"."""
    return ", ".join(_WORDS.get(ground, ground) for ground in grounds)

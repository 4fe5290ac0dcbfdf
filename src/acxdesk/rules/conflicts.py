"""Conflicts of interest between whoever votes or scores and a nominee."""

from enum import StrEnum


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

"""The yearly cycle of the Change Architect award: its phases, in their order."""

from enum import StrEnum


class Phase(StrEnum):
    """Where a cycle stands. Each is a decision that somebody took; the dates beside it are the plan."""

    PLANNED = "planned"
    NOMINATING = "nominating"
    SCREENING = "screening"
    SHORTLISTED = "shortlisted"
    VOTING = "voting"
    COUNTED = "counted"  # the box is sealed and counted; the result is embargoed
    ANNOUNCED = "announced"
    ABANDONED = "abandoned"


# Of these phases one cycle at a time is in one.
ACTIVE = frozenset({Phase.NOMINATING, Phase.SCREENING, Phase.SHORTLISTED, Phase.VOTING, Phase.COUNTED})


class PanelRule(StrEnum):
    """What the points of a panel's members become for one nominee."""

    MEAN = "mean"
    MEDIAN = "median"
    TRIMMED = "mean without the extremes"  # the highest and the lowest left out where there are three or more


class Counting(StrEnum):
    """How ballots are counted."""

    SCHULZE = "schulze"  # the Condorcet method of the strongest paths
    IRV = "irv"  # single-winner STV: the last is left out, round after round

"""The Hall of Fame: who was named Change Architect in which year."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.countries import COUNTRIES
from acxdesk.rules.cycles import Phase

TITLE: Final = "Change Architect of the Year"  # unless a cycle calls it otherwise
FIRST_YEAR: Final = 2018  # the award was first given then, as printed
NOT_KNOWN: Final = "not known"


class Honour(StrEnum):
    """What somebody stands in the Hall of Fame for."""

    WINNER = "winner"
    RUNNER_UP = "runner-up"


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as she was announced: what she was then, not what she is now."""

    name: str
    job_title: str  # or empty, as what follows
    organisation: str  # its name
    country: str  # ISO 3166 alpha-2

    @property
    def about(self) -> str:
        """What she was then, in a line: "Head of Customer Operations, Multichoice, South Africa"; or empty."""
        where = COUNTRIES.get(self.country, self.country)
        return ", ".join(filter(None, (self.job_title, self.organisation, where)))

    @property
    def in_full(self) -> str:
        """Her name, and what she was then."""
        return ", ".join(filter(None, (self.name, self.about)))


def hall_years(known: Collection[int], this_year: int) -> tuple[int, ...]:
    """The years of the Hall, the newest first, from the first award on: a year in which nobody is known has its line.

    Args:
        known: the years that have a laureate, or a cycle that is over.
        this_year: the calendar year now; it has a line once its award was decided.
    """
    last = max((this_year - 1, *known))
    first = min((FIRST_YEAR, *known))
    return tuple(range(last, first - 1, -1))


def without_winner(phase: Phase | None) -> str:
    """What stands in the Hall for a year that has no name.

    Args:
        phase: of the year's cycle; None where this desk kept none.
    """
    if phase is None:
        return NOT_KNOWN
    if phase is Phase.ABANDONED:
        return "abandoned, nobody was named"
    if phase is Phase.ANNOUNCED:
        return "nobody was named"
    return "not announced yet"


def check_earlier(year: int, phase: Phase | None, this_year: int) -> None:
    """Refuse to record by hand who was named in a year, where that year's award is this desk's to announce.

    Args:
        year: of the award.
        phase: of the year's cycle; None where this desk kept none.
        this_year: the calendar year now.

    Raises:
        Refused: the award was not given yet in that year, the year is to come, or its cycle is on this desk.
    """
    if not FIRST_YEAR <= year <= this_year:
        raise Refused(
            f"There is no award of {year} to record.", remedy=f"Give a year from {FIRST_YEAR} to {this_year}."
        )
    if phase not in {None, Phase.ABANDONED}:
        raise Refused(
            f"The award of {year} has its cycle on this desk, which is {phase}; its winner is not recorded by hand.",
            remedy="Count its ballots, then: `acxdesk award announce`.",
        )

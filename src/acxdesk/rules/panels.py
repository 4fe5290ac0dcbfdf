"""The panel of an award: what its members' points become, and who is on the shortlist."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from acxdesk.rules.cycles import PanelRule
from acxdesk.rules.schemes import rounded

OUT_OF: Final = 1_000  # hundredths of a point: 10 points
_FEWEST_TO_TRIM: Final = 3


def figure(points: Iterable[int], rule: PanelRule) -> int | None:
    """What points become, in hundredths; a half goes up. None without any.

    Args:
        points: hundredths, one for each member who scored.
        rule: the mean; the median, of an even number the mean of the two in the middle; or the mean without the
            highest and the lowest, of which each is left out once, where there are three or more.
    """
    given = sorted(points)
    if not given:
        return None
    if rule is PanelRule.MEDIAN:
        middle = len(given) // 2
        given = given[middle : middle + 1] if len(given) % 2 else given[middle - 1 : middle + 1]
    elif rule is PanelRule.TRIMMED and len(given) >= _FEWEST_TO_TRIM:
        given = given[1:-1]
    return rounded(sum(given), len(given))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A nominee as the shortlist looks at her."""

    nomination: int
    name: str
    is_eligible: bool
    figure: int | None  # hundredths of a point; None: nobody scored her


def ranked(candidates: Iterable[Candidate]) -> tuple[tuple[int, Candidate], ...]:
    """Those who can be on the shortlist, the best first, each with her rank from 1; equals share one."""
    able = [one for one in candidates if one.is_eligible and one.figure is not None]
    able.sort(key=lambda one: -(one.figure or 0))
    ranks: list[tuple[int, Candidate]] = []
    for place, one in enumerate(able, start=1):
        same = bool(ranks) and ranks[-1][1].figure == one.figure
        ranks.append((ranks[-1][0] if same else place, one))
    return tuple(ranks)


def shortlist(candidates: Sequence[Candidate], size: int) -> tuple[Candidate, ...]:
    """The best ones, and whoever has as many points as the last of them: a shortlist draws no lots.

    Args:
        candidates: all nominees.
        size: how many there are to be, at least 1.
    """
    return tuple(one for rank, one in ranked(candidates) if rank <= size)

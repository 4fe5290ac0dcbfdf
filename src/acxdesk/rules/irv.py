"""Single-winner STV, the alternative vote: the last is left out, round after round, until one has more than half.

In each round a ballot is with the nominee whom it ranks highest among those who are left; one that ranks none of them
is with nobody. Half is counted of the ballots that are with somebody. The rounds go on until two are left, so that the
runner-up is told as well: whoever has more than half keeps it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from acxdesk.rules.ballots import Ranking

_FINAL: Final = 2  # so many are left in the last round
_NOBODY: Final = ""  # whom a ballot is with that ranks nobody who is left


@dataclass(frozen=True, slots=True)
class Round:
    """One round."""

    tallies: Mapping[str, int]  # of everybody who is left, by key
    exhausted: int  # ballots that rank nobody who is left, blank ones too
    out: str  # who is left out behind it; empty in the last round
    tied: tuple[str, ...]  # all who had as few, in the order of the draw: the last of them is out
    moved: Mapping[str, int]  # where her ballots went: by key, "" for those that are with nobody now


@dataclass(frozen=True, slots=True)
class Irv:
    """All rounds, and the nominees from the first to the last."""

    rounds: tuple[Round, ...]
    places: tuple[str, ...]
    elected_in: int  # the number of the round, from 1, in which the winner had more than half; 0: she was drawn


def irv(keys: Sequence[str], ballots: Iterable[tuple[Ranking, int]], drawn: tuple[str, ...]) -> Irv:
    """Count round after round.

    Args:
        keys: the nominees; a ranking names no others, and has one in each tier.
        ballots: each ranking, and how many ballots it is on.
        drawn: the order that decides between those who are equally few: the last of them is left out, and of two
            who are equal at the end the first wins.
    """
    left = [key for key in drawn if key in set(keys)]
    piles = _Piles.laid(left, ballots)
    rounds: list[Round] = []
    behind: list[str] = []
    elected_in = 0
    while left:
        tallies = {key: piles.heights[key] for key in left}
        exhausted = piles.heights[_NOBODY]
        if not elected_in and 2 * max(tallies.values()) > sum(tallies.values()):
            elected_in = len(rounds) + 1
        if len(left) <= _FINAL:
            rounds.append(Round(tallies, exhausted, "", (), {}))
            break
        fewest = min(tallies.values())
        tied = tuple(key for key in left if tallies[key] == fewest)
        out = tied[-1]
        left.remove(out)
        rounds.append(Round(tallies, exhausted, out, tied, piles.move(out)))
        behind.append(out)
    last = rounds[-1].tallies if rounds else {}
    finalists = sorted(left, key=lambda key: -last[key])  # stable: the first in the draw goes first
    return Irv(tuple(rounds), (*finalists, *reversed(behind)), elected_in)


@dataclass(frozen=True, slots=True)
class _Piles:
    """The ballots, each on the pile of whom it is with: a ballot is looked at when its pile moves, and only then."""

    piles: dict[str, list[tuple[Iterator[str], int]]]  # the rest of each ranking, and how many ballots it is on
    heights: dict[str, int]  # ballots on each pile; that of nobody too

    @classmethod
    def laid(cls, keys: Iterable[str], ballots: Iterable[tuple[Ranking, int]]) -> Self:
        """All ballots on the piles of their first ones."""
        made = cls({key: [] for key in keys}, dict.fromkeys((*keys, _NOBODY), 0))
        for ranking, count in ballots:
            made._lay(iter([tier[0] for tier in ranking]), count)
        return made

    def move(self, out: str) -> Mapping[str, int]:
        """Lay the ballots of who is left out on the piles of their next ones; how many went where."""
        moved: Counter[str] = Counter()
        for rest, count in self.piles.pop(out):
            moved[self._lay(rest, count)] += count
        return dict(moved)

    def _lay(self, rest: Iterator[str], count: int) -> str:
        key = next((key for key in rest if key in self.piles), _NOBODY)
        self.heights[key] += count
        if key != _NOBODY:
            self.piles[key].append((rest, count))
        return key

"""The Schulze method: of each two nominees the one wins over the other whose strongest path to her is stronger.

After Markus Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
election method", Social Choice and Welfare 36 (2011), section 2; a victory is as strong as the ballots that are for
it ("winning votes"). Whoever would beat every other one alone wins.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from acxdesk.rules.pairwise import Pairwise


@dataclass(frozen=True, slots=True)
class Placed:
    """Who comes next, and between whom she was drawn."""

    key: str
    tied: tuple[str, ...]  # all who stood equally well then, in the order of the draw; one alone where nobody else did


@dataclass(frozen=True, slots=True)
class Schulze:
    """The strongest paths, and the nominees from the first to the last."""

    strength: tuple[tuple[int, ...], ...]  # of the strongest path from the nominee at one place to the other; 0: none
    places: tuple[Placed, ...]


def strongest_paths(table: Pairwise) -> tuple[tuple[int, ...], ...]:
    """The strength of the strongest path between each two; a path is as strong as its weakest victory."""
    size = range(len(table.keys))
    above = table.above
    found = [[above[a][b] if above[a][b] > above[b][a] else 0 for b in size] for a in size]
    for middle, start in product(size, size):
        first, through = found[start][middle], found[middle]
        if first and start != middle:
            row = found[start]
            for end in size:
                if end not in (start, middle) and (strength := min(first, through[end])) > row[end]:
                    row[end] = strength
    return tuple(map(tuple, found))


def schulze(table: Pairwise, drawn: tuple[str, ...]) -> Schulze:
    """Place the nominees: first who is beaten by nobody, then who is beaten by nobody of the others, and so on.

    Args:
        table: how often each is above each.
        drawn: the order that decides between those who are equally well placed.
    """
    strength = strongest_paths(table)
    return Schulze(strength, tuple(_places(table.keys, strength, drawn)))


def unbeaten(keys: tuple[str, ...], strength: tuple[tuple[int, ...], ...], among: frozenset[str]) -> frozenset[str]:
    """Those of `among` whom none of them beats; at least one, for no three beat each other in a ring."""
    places = [place for place, key in enumerate(keys) if key in among]
    return frozenset(
        keys[one] for one in places if all(strength[one][other] >= strength[other][one] for other in places)
    )


def _places(keys: tuple[str, ...], strength: tuple[tuple[int, ...], ...], drawn: tuple[str, ...]) -> Iterator[Placed]:
    left = frozenset(keys)
    while left:
        best = unbeaten(keys, strength, left)
        tied = tuple(key for key in drawn if key in best)
        yield Placed(tied[0], tied)
        left -= {tied[0]}

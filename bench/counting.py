"""The count of 10,000 ballots that rank all of 60 nominees, by both rules, beside reading the sealed file alone.

Run it with `python -m bench.counting`. No two ballots are alike, which is the worst there can be. Memory is that of one
more count in the same process: it should not grow with the number of counts.
"""

import random
import resource
from functools import partial

from acxdesk.rules.ballots import Box, read_sealed, seal_of, sealed
from acxdesk.rules.counting import count
from acxdesk.rules.cycles import Counting
from bench.timing import in_turn, machine, say

BALLOTS, NOMINEES = 10_000, 60


def main() -> None:
    """Make the boxes and print the ratios."""
    print(f"Counting {BALLOTS:,} ballots of {NOMINEES} nominees. {machine()}")
    for rule in Counting:
        text = _sealed(rule)
        counted = in_turn(partial(_counted, text), partial(read_sealed, text), rounds=3)
        say(f"a recount by {rule}", counted, "beside reading the file")
    text = _sealed(Counting.SCHULZE)
    before = _peak()
    for _ in range(3):
        _counted(text)
    print(f"peak memory after three more counts beside before: {_peak() / before:.2f} (aim <= 1.1)")


def _counted(text: str) -> str | None:
    return count(read_sealed(text), seal_of(text)).winner


def _sealed(rule: Counting) -> str:
    drawn = random.Random(2026)
    keys = [f"N{number:02}" for number in range(1, NOMINEES + 1)]
    ballots: dict[str, int] = {}
    while len(ballots) < BALLOTS:
        ballots[">".join(drawn.sample(keys, len(keys)))] = 1
    nominees = tuple((key, f"Nominee {key}") for key in keys)
    return sealed(Box(2026, "Change Architect of the Year", rule, nominees, (), "ab" * 32, ballots))


def _peak() -> int:
    """The most memory that the process had so far, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()

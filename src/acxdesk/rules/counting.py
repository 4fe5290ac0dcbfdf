"""The count of a sealed box, and its report: the same box gives the same bytes on any machine.

Libraries that count were looked at: those that are kept up bring a numerical tower with them or break ties by chance,
and none says how. What is published here is to be counted again by anybody, so the whole of the rule stands in this
house: whole numbers only, and one order for all ties.

That order is drawn from the seal, which depends on every ballot. Its limit: whoever casts the last ballot and knows all
the others could choose among her lower ranks for the sake of the draw. To draw it by hand: for each nominee take the
SHA-256 of the seal, a blank, and her key, in ASCII; sort the nominees by these, written hexadecimal.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from acxdesk.rules.ballots import Box, Ranking, read_ranking, without
from acxdesk.rules.cycles import Counting
from acxdesk.rules.irv import Irv, Round, irv
from acxdesk.rules.pairwise import Pairwise, compare
from acxdesk.rules.schulze import Schulze, schulze


@dataclass(frozen=True, slots=True)
class Result:
    """What a count came to."""

    box: Box
    seal: str  # SHA-256 of the sealed box, hexadecimal
    drawn: tuple[str, ...]  # the order for ties, of all who can be elected
    pairwise: Pairwise
    blank: int  # ballots that rank nobody who can be elected
    method: Schulze | Irv
    places: tuple[str, ...]  # keys from the first to the last; empty where no ballot ranks anybody

    @property
    def winner(self) -> str | None:
        """The key of the winner; None where no ballot ranks anybody who can be elected."""
        return self.places[0] if self.places else None

    @property
    def runner_up(self) -> str | None:
        """The key of who comes next; None where there is nobody else."""
        return self.places[1] if len(self.places) > 1 else None

    def name(self, key: str) -> str:
        """A nominee's name."""
        return dict(self.box.nominees)[key]

    def lines(self) -> tuple[str, ...]:
        """The whole report, a line each."""
        return tuple(_report(self))


def draw(seal: str, keys: Sequence[str]) -> tuple[str, ...]:
    """The order of nominees that decides ties, the first before the others."""
    return tuple(sorted(keys, key=lambda key: (hashlib.sha256(f"{seal} {key}".encode()).hexdigest(), key)))


def count(box: Box, seal: str) -> Result:
    """Count a sealed box by its own rule.

    Args:
        box: as it was read; those who have withdrawn are left out of every ballot.
        seal: its seal.
    """
    all_keys = [key for key, _ in box.nominees]
    keys = sorted(key for key in all_keys if key not in box.withdrawn)
    ballots: dict[Ranking, int] = {}
    for text, many in box.ballots.items():
        ranking = without(read_ranking(text, all_keys, ties=True), box.withdrawn)
        ballots[ranking] = ballots.get(ranking, 0) + many
    drawn = draw(seal, keys)
    table = compare(keys, ballots.items())
    method: Schulze | Irv
    if box.counting is Counting.SCHULZE:
        method = schulze(table, drawn)
        places = tuple(placed.key for placed in method.places)
    else:
        method = irv(keys, ballots.items(), drawn)
        places = method.places
    blank = ballots.get((), 0)
    return Result(box, seal, drawn, table, blank, method, places if table.ballots > blank else ())


# ---- the report


def _report(result: Result) -> Iterator[str]:
    box = result.box
    yield f"{box.title} {box.year}: the count"
    yield f"seal {result.seal}"
    yield f"rules {box.rules_hash}"
    yield f"counting {box.counting}"
    yield f"ballots {result.pairwise.ballots}, of which {result.blank} rank nobody who can be elected"
    yield ""
    yield "Nominees"
    for key, name in sorted(box.nominees):
        yield f"{key} {name}{' (withdrawn)' if key in box.withdrawn else ''}"
    yield f"Order drawn from the seal, for ties: {' '.join(result.drawn) or 'nobody'}"
    yield ""
    if not result.places:
        yield "No ballot ranks anybody who can be elected: there is no winner."
        return
    yield "Ballots that rank the one in the row above the one in the column"
    yield from _table(result.pairwise.keys, result.pairwise.above)
    yield ""
    yield from _paths(result, result.method) if isinstance(result.method, Schulze) else _rounds(result, result.method)
    yield ""
    yield f"Winner: {result.places[0]} {result.name(result.places[0])}"
    if result.runner_up is not None:
        yield f"Runner-up: {result.runner_up} {result.name(result.runner_up)}"


def _table(keys: Sequence[str], figures: Sequence[Sequence[int]]) -> Iterator[str]:
    width = max(len(str(figure)) for figure in (*keys, *(figure for row in figures for figure in row)))
    first = max(map(len, keys))
    yield " ".join((" " * first, *(f"{key:>{width}}" for key in keys)))
    for place, (key, row) in enumerate(zip(keys, figures, strict=True)):
        cells = ("." if other == place else str(figure) for other, figure in enumerate(row))
        yield " ".join((f"{key:<{first}}", *(f"{cell:>{width}}" for cell in cells)))


def _paths(result: Result, method: Schulze) -> Iterator[str]:
    yield "Strength of the strongest path from the one in the row to the one in the column"
    yield from _table(result.pairwise.keys, method.strength)
    yield ""
    for number, placed in enumerate(method.places, start=1):
        tied = f", drawn of {', '.join(sorted(placed.tied))}" if len(placed.tied) > 1 else ""
        yield f"Place {number}: {placed.key} {result.name(placed.key)}{tied}"


def _rounds(result: Result, method: Irv) -> Iterator[str]:
    for number, one in enumerate(method.rounds, start=1):
        yield f"Round {number}: {sum(one.tallies.values())} ballots with somebody, {one.exhausted} with nobody"
        for key, tally in sorted(one.tallies.items(), key=lambda each: (-each[1], each[0])):
            yield f"  {key} {tally} {result.name(key)}"
        if number == method.elected_in:
            yield f"  {result.places[0]} has more than half."
        if one.out:
            yield from _left_out(result, one)
    if not method.elected_in:
        first, second = result.places[:2]
        yield f"{first} and {second} are equal; drawn: {first}."


def _left_out(result: Result, one: Round) -> Iterator[str]:
    tied = f", drawn of {', '.join(sorted(one.tied))}" if len(one.tied) > 1 else ""
    yield f"  Left out: {one.out} {result.name(one.out)}{tied}"
    for key, moved in sorted(one.moved.items()):
        yield f"  {moved} of her ballots go to {key}" if key else f"  {moved} of her ballots go to nobody"

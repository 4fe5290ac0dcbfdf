"""What is announced of a cycle: a text that names the winner, how it was counted, and how anybody counts it again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from acxdesk.rules.cycles import Counting
from acxdesk.rules.laureates import Named
from acxdesk.rules.localtime import reading

_BY = {
    Counting.SCHULZE: "the Schulze method",
    Counting.IRV: "the alternative vote (single-winner STV)",
}


@dataclass(frozen=True, slots=True)
class Announcement:
    """All that the text says."""

    title: str  # "Change Architect of the Year"
    year: int
    announced_on: date
    winner: Named
    citation: str  # of the winner, or empty
    runner_up: Named | None
    counting: Counting
    ballots: int
    voters: int  # on the roll
    rules_hash: str
    seal: str


def announcement_text(said: Announcement) -> str:
    """The announcement, plain text that Markdown shows well; the same facts give the same bytes."""
    return "\n".join(_lines(said)) + "\n"


def _lines(said: Announcement) -> Iterator[str]:
    yield f"{said.title} {said.year}"
    yield ""
    yield f"{said.winner.in_full}"
    yield ""
    yield f"was named {said.title} {said.year} by immediate peers and fellow professionals,"
    yield f"announced on {reading(said.announced_on)}."
    if said.citation:
        yield ""
        yield said.citation
    if said.runner_up is not None:
        yield ""
        yield f"Runner-up: {said.runner_up.in_full}"
    yield ""
    yield f"{said.ballots:,} of {said.voters:,} voters voted; counted by {_BY[said.counting]}."
    yield f"Rules, SHA-256: {said.rules_hash}"
    yield f"Sealed ballots, SHA-256: {said.seal}"
    yield "Anybody counts them again: acxdesk award count --from FILE"

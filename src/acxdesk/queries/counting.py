"""How the count of a cycle stands, and its result: computed from the sealed ballots whenever it is asked for.

Nobody keeps who won before it is announced; whoever asks before that has to say so.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, orm, select

from acxdesk.desk.ballotbox import size
from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from acxdesk.queries.cycles import found_cycle
from acxdesk.queries.voters import poll_of
from acxdesk.records.ballots import Voter
from acxdesk.records.cycles import Cycle
from acxdesk.rules.ballots import read_sealed, seal_of
from acxdesk.rules.counting import Result, count
from acxdesk.rules.cycles import Counting, Phase
from acxdesk.rules.localtime import reading


@dataclass(frozen=True, slots=True)
class CountCard:
    """How the count stands; nothing of the result."""

    year: int
    title: str
    phase: Phase
    counting: Counting
    voters: int  # on the roll
    voted: int
    closes_at: datetime  # UTC; when voting ends, or ended
    sealed_at: datetime | None  # UTC
    seal: str  # SHA-256 of the sealed box, hexadecimal; empty before
    announce_on: date
    is_embargoed: bool  # sealed and not announced


def count_card(desk: Desk, year: int | None = None) -> CountCard:
    """How the count of a cycle stands.

    Raises:
        NotFound: there is no such cycle.
    """
    with desk.reading() as work:
        row = found_cycle(work, year)
        voters, voted = work.execute(
            select(func.count(), func.count().filter(Voter.ballots_cast > 0)).where(Voter.cycle_id == row.id)
        ).one()
        return CountCard(
            year=row.year,
            title=row.title,
            phase=row.phase,
            counting=row.counting,
            voters=voters,
            voted=voted,
            closes_at=poll_of(row).closes_at,
            sealed_at=row.sealed_at,
            seal=seal_of(row.sealed_box) if row.sealed_box else "",
            announce_on=row.announce_on,
            is_embargoed=row.phase is Phase.COUNTED,
        )


def result(desk: Desk, year: int | None = None, *, embargoed: bool = False) -> Result:
    """What the count came to.

    Args:
        desk: where to read.
        year: of the cycle; None for the active one.
        embargoed: whether whoever asks may know it before the announcement.

    Raises:
        NotFound: there is no such cycle.
        Refused: the ballots are not counted yet, or the result is embargoed.
    """
    text = sealed_text(desk, year, embargoed=embargoed)
    return count(read_sealed(text), seal_of(text))


def sealed_text(desk: Desk, year: int | None = None, *, embargoed: bool = False) -> str:
    """The sealed ballots as they are published: whoever has them has the result.

    Raises:
        NotFound, Refused: as `result`.
    """
    with desk.reading() as work:
        return _sealed(work, found_cycle(work, year), embargoed=embargoed)


def _sealed(work: orm.Session, row: Cycle, *, embargoed: bool) -> str:
    if not row.sealed_box:
        waiting = size(work, row.id)
        raise Refused(
            f"The ballots of {row.title} {row.year} are not counted: it is {row.phase}, with {waiting:,} in the box.",
            remedy="Count them once voting is over: `acxdesk award count`.",
        )
    if row.phase is Phase.COUNTED and not embargoed:
        raise Refused(
            f"The result of {row.title} {row.year} is embargoed until it is announced, on {reading(row.announce_on)}.",
            remedy="Whoever may know it before that adds --embargoed.",
        )
    return row.sealed_box

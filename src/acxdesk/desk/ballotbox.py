"""The ballot box: the one room that writes the table `ballots`.

It is left out of the journal on purpose. The journal says who did what, when, and keeps every row before and after;
beside "Ada Byron voted" stands the next row that the file got, and that would be her ballot. So a ballot has no
entry, no time and no number, and no undo takes one out again.

The box of a cycle is emptied and filled anew with each ballot that comes in, in the order of its keys, and every
ballot is as long as the longest can be. So neither the order of the rows, nor where they lie in the pages of the
file, nor how many pages the box had at which time tells which ballot came last. SQLite wipes what is removed
(`secure_delete`, see `desk.connection`).

The honest limit: whoever has two copies of a file, as two backups, sees which ballots came between them, and from the
journal who voted between them. Where that was one voter, her ballot is known. And whoever has a voter's code can tell
her ballot: the codes are for their owners alone.
"""

from collections.abc import Mapping

from sqlalchemy import delete, func, insert, orm, select

from acxdesk.desk.journal import Work
from acxdesk.records.ballots import Ballot


def put(work: Work, cycle: int, ballots: Mapping[str, str], width: int) -> int:
    """Put ballots in the box of a cycle; one under a key that is there takes the place of the earlier one.

    Args:
        work: of the deed under way.
        cycle: its number.
        ballots: the ranking by the ballot's key, see `rules.voting.box_key`.
        width: characters of the longest ranking that there can be; each is filled up to it with blanks.

    Returns:
        How many took the place of an earlier one.
    """
    held = _held(work, cycle)
    replaced = len(held.keys() & ballots.keys())
    held |= {key: ranking.ljust(width) for key, ranking in ballots.items()}
    empty(work, cycle)
    rows = [{"cycle_id": cycle, "box_key": key, "ranking": ranking} for key, ranking in sorted(held.items())]
    if rows:
        work.connection().execute(insert(Ballot), rows)
    return replaced


def ballots_of(work: orm.Session, cycle: int) -> dict[str, int]:
    """What is in the box: how many ballots there are of each ranking, in the order of the rankings' text."""
    counted: dict[str, int] = {}
    for ranking in sorted(ranking.rstrip(" ") for ranking in _held(work, cycle).values()):
        counted[ranking] = counted.get(ranking, 0) + 1
    return counted


def size(work: orm.Session, cycle: int) -> int:
    """How many ballots are in the box."""
    return work.scalar(select(func.count()).select_from(Ballot).where(Ballot.cycle_id == cycle)) or 0


def empty(work: Work, cycle: int) -> None:
    """Take all ballots of a cycle out of the box."""
    work.connection().execute(delete(Ballot).where(Ballot.cycle_id == cycle))


def _held(work: orm.Session, cycle: int) -> dict[str, str]:
    """The rankings of a box by their keys, as they are stored."""
    held = select(Ballot.box_key, Ballot.ranking).where(Ballot.cycle_id == cycle)
    return {key: ranking for key, ranking in work.execute(held)}  # noqa: C416 - rows, typed one by one

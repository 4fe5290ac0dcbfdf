"""Clashes that stand: accepted with a reason that is kept, and taken back."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field
from sqlalchemy import select

from acxdesk.actions.clashing import Heeding, keep
from acxdesk.actions.requests import GivenLine, GivenReason
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.queries.clashes import FoundClash, clashes_named, signature
from acxdesk.records.clashes import AcceptedClash


class _OfClashes(Heeding):
    clashes: Annotated[tuple[GivenLine, ...], Field(min_length=1)]  # their names, as "coach-12-14-7"


class AcceptClashes(_OfClashes):
    """Some clashes that stand, by name, stay so for a reason."""

    reason: GivenReason


class UnacceptClashes(_OfClashes):
    """Some clashes that were accepted, by name, are to be dealt with after all."""


def accept_clashes(desk: Desk, request: AcceptClashes) -> Receipt:
    """Accept clashes; of one that is accepted already the reason is replaced.

    Raises:
        NotFound: one of them does not stand.
    """
    with desk.changing("clash accept", deed=request.deed) as change:
        found = clashes_named(change.work, request.clashes, request.margins)
        _forget(change, [one for one in found if one.accepted != request.reason])
        keep(change, [one for one in found if one.accepted != request.reason], request.reason)
        if not change.changed:
            return Receipt("Accepted for this reason already.", changed=False)
        change.say(f"{_counted(len(found))} accepted: {request.reason}")
    return Receipt(change.sentence, tuple(one.sentence for one in found), rehearsed=desk.rehearsal)


def unaccept_clashes(desk: Desk, request: UnacceptClashes) -> Receipt:
    """Take acceptances back: the clashes are told again.

    Raises:
        NotFound: one of them does not stand.
    """
    with desk.changing("clash unaccept", deed=request.deed) as change:
        found = [one for one in clashes_named(change.work, request.clashes, request.margins) if one.accepted]
        _forget(change, found)
        if not found:
            return Receipt("Nothing of this is accepted.", changed=False)
        change.say(f"{_counted(len(found))} accepted no more.")
    return Receipt(change.sentence, tuple(one.sentence for one in found), rehearsed=desk.rehearsal)


def _counted(clashes: int) -> str:
    return f"{clashes:,} clash{'' if clashes == 1 else 'es'}"


def _forget(change: Changing, found: Iterable[FoundClash]) -> None:
    """Remove the acceptances of clashes that stand."""
    signatures = {signature(one.clash) for one in found if one.accepted}
    meetings = {one.clash.sides[0].meeting for one in found}
    for row in change.work.scalars(select(AcceptedClash).where(AcceptedClash.meeting_id.in_(meetings))):
        where = (row.starts_at, row.ends_at, row.other_starts_at, row.other_ends_at)
        if (row.kind, row.meeting_id, row.other_id, row.person_id, *where) in signatures:
            change.work.delete(row)
    change.work.flush()

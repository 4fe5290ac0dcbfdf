"""Taking the last deed back, and putting it again."""

from acxdesk.desk.door import Desk
from acxdesk.desk.opening import HEAD
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.undoing import REDO, UNDO, next_redo, next_undo, take_back
from acxdesk.records.journal import Entry


def undo(desk: Desk, *, past_ballots: bool = False) -> Receipt:
    """Take the last deed back, whoever did it and however many rows it changed.

    Args:
        desk: where.
        past_ballots: whether to pass over ballots and seals, which cannot be taken back, to the deed before them.

    Raises:
        Refused: it is a ballot, or the seal on the box; or it was done under an older schema.
        Overtaken: something in it has changed since by itself, as an offer that lapsed.
    """
    with desk.changing(UNDO, kind=UNDO) as change:
        entry = next_undo(change.work, past_ballots=past_ballots)
        if entry is None:
            return Receipt("Nothing is left to take back.", changed=False)
        take_back(change.work, entry, now=change.now, revision=HEAD)
        change.undoes = entry.id
        change.say(f"Taken back: {entry.sentence}")
    return Receipt(change.sentence, rehearsed=desk.rehearsal)


def redo(desk: Desk) -> Receipt:
    """Put the deed again that was taken back last; a new deed in between ends that.

    Raises:
        Refused, Overtaken: as for `undo`.
    """
    with desk.changing(REDO, kind=REDO) as change:
        entry = next_redo(change.work)
        if entry is None:
            return Receipt("Nothing is left to put again.", changed=False)
        take_back(change.work, entry, now=change.now, revision=HEAD)
        change.undoes = entry.id
        deed = change.work.get(Entry, entry.undoes)
        assert deed is not None
        change.say(f"Put again: {deed.sentence}")
    return Receipt(change.sentence, rehearsed=desk.rehearsal)

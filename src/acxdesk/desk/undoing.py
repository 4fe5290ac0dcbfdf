"""Taking a deed back and putting it again: which one is next, and how its rows go back.

Undo is itself an entry that names what it undoes; putting back is undoing the undo. So the state of the stack is
read from the journal, and both work after a restart. Only what was written under today's schema can be taken back.
"""

# Table and column names in the statements here come from our own tables, every value is bound.
# ruff: noqa: S608

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Table, exists, orm, select

from acxdesk.desk.journal import Image, RowChange, Work, stored
from acxdesk.errors import Overtaken, Refused
from acxdesk.records.base import INSTANT
from acxdesk.records.journal import Change, Entry, Subject
from acxdesk.records.whole import TABLES

# SYSTEM: what the desk did by itself (loading the catalogue, letting an offer lapse); nobody takes that back.
# FINAL: a ballot, or the seal on the box. It cannot be taken back, and stops whoever takes back one deed after another.
DEED, UNDO, REDO, SYSTEM, FINAL = "deed", "undo", "redo", "system", "final"

# What no undo takes back by itself, because it happened in the world, and what cannot stay without its row: the
# calendars that somebody was given. It goes with the person whom an undo removes.
_GO_ALONG: Final = {"people": ("person_id", ("given_occasions", "given_calendars", "feeds", "messages"))}


def _taken_back(entry: type[Entry] | orm.util.AliasedClass[Entry]) -> Any:
    """Whether an undo of this deed stands that was not itself put back."""
    undo, redo = orm.aliased(Entry), orm.aliased(Entry)
    put_back = exists().where(redo.undoes == undo.id)
    return exists().where(undo.undoes == entry.id, undo.kind == UNDO, ~put_back)


def next_undo(work: orm.Session, *, past_ballots: bool = False) -> Entry | None:
    """The last deed that stands, or None. It may be a final one, unless those are passed over."""
    kinds = (DEED,) if past_ballots else (DEED, FINAL)
    standing = select(Entry).where(Entry.kind.in_(kinds), ~_taken_back(Entry))
    return work.scalar(standing.order_by(Entry.id.desc()).limit(1))


def next_redo(work: orm.Session) -> Entry | None:
    """The last undo that stands with no new deed after it, or None."""
    redo, deed = orm.aliased(Entry), orm.aliased(Entry)
    # Looked up from the end, so that it costs the same behind ten deeds and behind a million.
    last = select(deed.id).where(deed.kind.in_((DEED, FINAL))).order_by(deed.id.desc()).limit(1).scalar_subquery()
    return work.scalar(
        select(Entry)
        .where(Entry.id > last, Entry.kind == UNDO, ~exists().where(redo.undoes == Entry.id))
        .order_by(Entry.id.desc())
        .limit(1)
    )


def take_back(work: Work, entry: Entry, *, now: datetime, revision: str) -> None:
    """Put every row of `entry` back as it was before it, and note that in the ledger.

    Raises:
        Refused: the entry is final, or older than the present schema.
        Overtaken: a row has changed since, by a deed that is not taken back; or a ballot stands on one.
    """
    if entry.kind == FINAL:
        raise Refused(
            f"“{entry.sentence}” cannot be taken back: "
            "ballots are secret and the box keeps no trace of whose they are.",
            remedy="What was done before it can be: `acxdesk undo --past-ballots`.",
        )
    if _ballots_stand_on(work, entry):
        raise Overtaken(
            f"“{entry.sentence}” cannot be taken back: somebody has voted by it since.",
            remedy="The journal shows who.",
        )
    if entry.revision != revision:
        raise Refused(
            f"“{entry.sentence}” was done with an older version of acxdesk and cannot be taken back.",
            remedy="Put it right by hand; the journal shows what it changed.",
        )
    # Rows go back one by one; children and parents may stand alone until the end.
    work.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for change in stored(work, entry.id):
        _put_back(work, change, now.strftime(INSTANT), entry)
    for noun, row in work.execute(select(Subject.noun, Subject.row_id).where(Subject.entry_id == entry.id)):
        work.ledger.concern(noun, row)


def _ballots_stand_on(work: Work, entry: Entry) -> bool:
    """Whether a later final entry changed a row that this one changed, in whatever column.

    Without that, codes could be taken back behind the ballots that came by them, and new ones vote again.
    """
    later, own = orm.aliased(Change), orm.aliased(Change)
    same = (later.table_name == own.table_name) & (later.row_id == own.row_id)
    found = (
        select(later.id)
        .join(own, same)
        .join(Entry, Entry.id == later.entry_id)
        .where(own.entry_id == entry.id, Entry.id > entry.id, Entry.kind == FINAL)
        .limit(1)
    )
    return work.scalar(found) is not None


def _put_back(work: Work, change: RowChange, now: str, entry: Entry) -> None:
    table = TABLES[change.table]
    present = _present(work, table, change.row)
    steady = {column.key for column in table.columns if not column.info.get("monotone")}
    expected = None if change.after is None else {key: change.after[key] for key in change.after.keys() & steady}
    seen = None if present is None else {key: present[key] for key in expected or ()}
    if seen != expected:
        raise Overtaken(
            f"“{entry.sentence}” cannot be taken back: something in it has changed since.",
            remedy="The journal shows what came after it.",
        )
    if present is None:
        assert change.before is not None
        row = {**change.before, **_ups(table, change.before, now, step=2)}
        _run(work, f"INSERT INTO {table.name} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", row.values())
        made = RowChange(change.table, change.row, None, row)
    elif change.before is None:
        if table.name in _GO_ALONG:
            _take_along(work, table.name, change.row)
        _run(work, f"DELETE FROM {table.name} WHERE id = ?", (change.row,))
        made = RowChange(change.table, change.row, present, None)
    else:
        after = {key: change.before[key] for key in change.before.keys() & steady}
        after |= _ups(table, present, now, step=1, touched=change.before.keys())
        sets = ", ".join(f"{key} = ?" for key in after)
        _run(work, f"UPDATE {table.name} SET {sets} WHERE id = ?", (*after.values(), change.row))
        made = RowChange(change.table, change.row, {key: present[key] for key in after}, after)
    work.ledger.changes.append(made)


def _take_along(work: Work, table: str, row: int) -> None:
    """Remove what the desk itself keeps about a row that goes; noted, so that putting it again brings it back."""
    column, tables = _GO_ALONG[table]
    for name in tables:
        found = work.connection().exec_driver_sql(f"SELECT * FROM {name} WHERE {column} = ?", (row,)).mappings().all()
        for image in map(dict, found):
            _run(work, f"DELETE FROM {name} WHERE id = ?", (image["id"],))
            work.ledger.changes.append(RowChange(name, image["id"], image, None))


def _ups(table: Table, image: Image, now: str, *, step: int, touched: AbstractSet[str] | None = None) -> Image:
    """What the columns that only go up become: a calendar that was given out must learn of an undo, too.

    A row that comes back steps by two: its removal in between counted as one. All levels of a row go up together,
    whichever of them the deed raised; only its version goes up without the others.
    """
    levels = [column.key for column in table.columns if column.info.get("monotone")]
    raised = levels if touched is None or touched & {*levels} - {"version"} else ["version"]
    return {
        key: image[key] + step if isinstance(image[key], int) else max(image[key], now)  # a clock can be set back
        for key in raised
        if key in levels
    }


def _present(work: Work, table: Table, row: int) -> Image | None:
    found = work.connection().exec_driver_sql(f"SELECT * FROM {table.name} WHERE id = ?", (row,)).mappings().first()
    return None if found is None else dict(found)


def _run(work: Work, statement: str, values: Iterable[Any]) -> None:
    """Write one row as stored."""
    work.connection().exec_driver_sql(statement, tuple(values))

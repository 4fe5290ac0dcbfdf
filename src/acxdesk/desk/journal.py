"""The journal behind the door: every row before and after, the chain over all entries, and taking back.

Rows are kept as they are stored, not as Python sees them, so that taking a deed back puts the same bytes back.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, event, func, insert, inspect, orm, select
from sqlalchemy.dialects import sqlite

from acxdesk.records.ballots import Ballot
from acxdesk.records.base import INSTANT, Base
from acxdesk.records.journal import Change, Entry, Subject, row_image
from acxdesk.records.whole import TABLES

Image = dict[str, Any]  # column name -> value as stored

_DIALECT = sqlite.dialect()
_UNJOURNALED = frozenset({Entry.__tablename__, Change.__tablename__, Subject.__tablename__, Ballot.__tablename__})


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a deed: its whole image where it was made or removed, else the columns that changed."""

    table: str
    row: int
    before: Image | None
    after: Image | None


@dataclass(slots=True)
class Ledger:
    """What one deed has changed so far, in the order of writing."""

    changes: list[RowChange] = field(default_factory=list)
    subjects: dict[tuple[str, int], None] = field(default_factory=dict)  # a set that keeps its order

    def concern(self, noun: str, row: int) -> None:
        """Say whom or what the deed is about."""
        self.subjects[noun, row] = None


class Work(orm.Session):
    """An `orm.Session` that writes down what it flushes."""

    def __init__(self, *args: Any, ledger: Ledger, **kwargs: Any) -> None:
        self.ledger = ledger
        super().__init__(*args, **kwargs)


@cache
def _writers(table: Table) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    return tuple((column.key, column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)) for column in table.columns)


@cache
def _order() -> Mapping[str, int]:
    return {name: place for place, name in enumerate(TABLES)}


def _image(row: Base) -> Image:
    """A row as it is stored after the flush."""
    return {
        key: getattr(row, key) if write is None else write(getattr(row, key)) for key, write in _writers(_table(row))
    }


def _last_image(row: Base) -> Image:
    """A row that is removed as it was stored: what was set on it in the same flush never was."""
    image = _image(row)
    image.update(_difference(row)[0])
    return image


def _table(row: Base) -> Table:
    table = row.__table__
    assert isinstance(table, Table)
    return table


def _difference(row: Base) -> tuple[Image, Image]:
    before: Image = {}
    after: Image = {}
    state = inspect(row)
    for key, write in _writers(_table(row)):
        history = state.attrs[key].history
        if not history.has_changes():
            continue
        old, new = history.deleted[0] if history.deleted else None, history.added[0] if history.added else None
        before[key], after[key] = (old, new) if write is None else (write(old), write(new))
    return before, after


@event.listens_for(Work, "after_flush")
def _write_down(work: Work, _context: object) -> None:
    """Note each row of a flush. Parents first when made, children first when removed: as they can be put back."""
    ledger = work.ledger

    def place(row: Base) -> int:
        return _order()[row.__tablename__]

    made: list[Base] = sorted((row for row in work.new if row.__tablename__ not in _UNJOURNALED), key=place)
    gone: list[Base] = sorted(work.deleted, key=place, reverse=True)
    for row in made:
        image = _image(row)
        ledger.changes.append(RowChange(row.__tablename__, image["id"], None, image))
        _subjects_of(row, ledger)
    # By number, as they are written: the same deed gives the same entry, and goes back in just the other order.
    for row in sorted(work.dirty, key=lambda row: (place(row), row.id)):
        before, after = _difference(row)
        if after:
            ledger.changes.append(RowChange(row.__tablename__, row.id, before, after))
            _subjects_of(row, ledger)
    for row in gone:
        image = _last_image(row)
        ledger.changes.append(RowChange(row.__tablename__, image["id"], image, None))
        _subjects_of(row, ledger)


def noted(work: Work, row: Any) -> tuple[Image, Image]:
    """Note a changed row now, for whoever writes it past the flush; what changed of it as stored, before and after."""
    before, after = _difference(row)
    work.ledger.changes.append(RowChange(row.__tablename__, row.id, before, after))
    _subjects_of(row, work.ledger)
    return before, after


def noted_new(work: Work, row: Any) -> Image:
    """Note a row that is to be made, with its number, for whoever writes it past the flush; the row as stored."""
    image = _image(row)
    work.ledger.changes.append(RowChange(row.__tablename__, row.id, None, image))
    _subjects_of(row, work.ledger)
    return image


def _subjects_of(row: Base, ledger: Ledger) -> None:
    for noun, attribute in row.__subjects__.items():
        number = getattr(row, attribute)
        if number is not None:  # a laureate may be nobody on this desk
            ledger.concern(noun, number)


@event.listens_for(Work, "do_orm_execute")
def _refuse_bulk(execution: orm.ORMExecuteState) -> None:
    """A bulk UPDATE or DELETE would bypass the journal, and with it undo; so would one that is written as text."""
    if not execution.is_select:
        raise RuntimeError("the door writes through rows only: a bulk statement would bypass the journal")


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it is written."""

    uid: str
    at: datetime  # UTC
    who: str
    verb: str
    sentence: str
    kind: str
    undoes: int | None
    revision: str


def write(work: Work, draft: Draft) -> int:
    """Write the entry with its changes and subjects behind the last one; answers with its number."""
    ledger = work.ledger
    previous = work.scalar(select(Entry.hash).order_by(Entry.id.desc()).limit(1)) or ""
    connection = work.connection()
    changes = [
        {
            "ordinal": ordinal,
            "table_name": change.table,
            "row_id": change.row,
            "before": _text(change.before),
            "after": _text(change.after),
        }
        for ordinal, change in enumerate(ledger.changes)
    ]
    subjects = [{"noun": noun, "row_id": row} for noun, row in ledger.subjects]
    head = _head(draft)
    digest = _digest(
        head,
        previous,
        ((c["table_name"], c["row_id"], c["before"], c["after"]) for c in changes),
        ((s["noun"], s["row_id"]) for s in subjects),
    )
    values = {**head, "at": draft.at, "previous": previous, "hash": digest}
    made = connection.execute(insert(Entry), values).inserted_primary_key
    assert made is not None
    number = int(made[0])
    if changes:
        connection.execute(insert(Change), [{"entry_id": number, **change} for change in changes])
    if subjects:
        connection.execute(insert(Subject), [{"entry_id": number, **subject} for subject in subjects])
    return number


def _text(image: Image | None) -> str | None:
    return None if image is None else json.dumps(image, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _head(entry: Draft | Entry) -> dict[str, Any]:
    return {
        "uid": entry.uid,
        "at": entry.at.strftime(INSTANT),
        "who": entry.who,
        "verb": entry.verb,
        "sentence": entry.sentence,
        "kind": entry.kind,
        "undoes": entry.undoes,
        "revision": entry.revision,
    }


def _digest(
    head: Mapping[str, Any],
    previous: str,
    changes: Iterable[Sequence[object]],
    subjects: Iterable[Sequence[object]],
) -> str:
    """SHA-256 over the canonical JSON of each part, a part a line."""
    total = hashlib.sha256()
    for part in (head, previous, *changes, *subjects):
        total.update(json.dumps(part, ensure_ascii=False, sort_keys=True).encode())
        total.update(b"\n")
    return total.hexdigest()


def first_broken(work: orm.Session) -> int | None:
    """The number of the first entry whose hash does not fit what it says and stands on; None when all fit."""
    previous = ""
    for entry in work.scalars(select(Entry).order_by(Entry.id).execution_options(yield_per=500)):
        changes = work.execute(
            select(Change.table_name, Change.row_id, Change.before, Change.after)
            .where(Change.entry_id == entry.id)
            .order_by(Change.ordinal)
        )
        subjects = work.execute(
            select(Subject.noun, Subject.row_id).where(Subject.entry_id == entry.id).order_by(Subject.id)
        )
        digest = _digest(_head(entry), previous, (tuple(c) for c in changes), (tuple(s) for s in subjects))
        if entry.previous != previous or entry.hash != digest:
            return entry.id
        previous = entry.hash
    return None


def stored(work: orm.Session, entry: int) -> Iterator[RowChange]:
    """The changes of an entry, last written first: the order in which they are taken back."""
    rows = work.execute(
        select(Change.table_name, Change.row_id, Change.before, Change.after)
        .where(Change.entry_id == entry)
        .order_by(Change.ordinal.desc())
    )
    for table, row, before, after in rows:
        yield RowChange(table, row, row_image(before), row_image(after))


def new_uid() -> str:
    """A name for a deed or a row that nothing else has."""
    return str(uuid4())


def count(work: orm.Session) -> int:
    """How many entries the journal holds."""
    return work.scalar(select(func.count()).select_from(Entry)) or 0

"""The journal as it is read: who did what, filtered by person, session, date; one entry with its rows."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.desk.undoing import FINAL, UNDO, next_redo, next_undo
from acxdesk.queries.listing import Column
from acxdesk.queries.sqllisting import ListSpec, Rows, SqlListing, Value, containing
from acxdesk.records.journal import Change, Entry, Subject, row_image
from acxdesk.rules.localtime import reading, wall

COLUMNS = (
    Column("entry", "No.", 6, sortable=True, numeric=True),
    Column("at", "When", 21),
    Column("who", "Who", 7),
    Column("verb", "Deed", 16, shown=False),
    Column("sentence", "What was done", 43),
    Column("state", "State", 10, shown=False),
    Column("rows", "Rows", 5, numeric=True, shown=False),
)


def _rows() -> Rows:
    back, again = orm.aliased(Entry), orm.aliased(Entry)
    put_again = select(again.id).where(again.undoes == back.id).exists()
    undone = select(back.id).where(back.undoes == Entry.id, back.kind == UNDO, ~put_again).exists()
    rows = select(func.count()).where(Change.entry_id == Entry.id).correlate(Entry).scalar_subquery()
    return select(
        *(Entry.id, Entry.at, Entry.who, Entry.verb, Entry.sentence, Entry.kind),
        undone.label("undone"),
        rows.label("rows"),
        bindparam("zone", type_=Entry.who.type).label("zone"),
    )


def _state(row: Row[Any]) -> str:
    return "taken back" if row.undone else "" if row.kind == "deed" else str(row.kind)


def _values(row: Row[Any]) -> tuple[Value, ...]:
    return (row.id, row.at.isoformat(), row.who, row.verb, row.sentence, _state(row), row.rows)


def _cells(row: Row[Any]) -> tuple[str, ...]:
    local = wall(row.at, row.zone)
    when = f"{reading(local.date())} {local:%H:%M}"
    return (str(row.id), when, row.who, row.verb, row.sentence, _state(row), str(row.rows))


@cache
def _spec(*where: str) -> ListSpec:
    def about(noun: str) -> ColumnElement[bool]:
        number = bindparam(noun, type_=Subject.row_id.type)
        return Entry.id.in_(select(Subject.entry_id).where(Subject.noun == noun, Subject.row_id == number))

    conditions: dict[str, ColumnElement[bool]] = {
        "person": about("person"),
        "session": about("session"),
        "since": Entry.at >= bindparam("since", type_=Entry.at.type),
        "until": Entry.at < bindparam("until", type_=Entry.at.type),
    }
    return ListSpec(
        noun="entries",
        columns=COLUMNS,
        rows=_rows(),
        frame=Entry.__table__,
        id=Entry.id,
        keys={"entry": Entry.id},
        sort="entry",
        descending=True,
        values=_values,
        cells=_cells,
        where=tuple(conditions[name] for name in where),
        matching=containing(func.folded(Entry.sentence)),
    )


def journal(
    desk: Desk,
    *,
    zone: str,
    person: int | None = None,
    session: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> SqlListing:
    """Every entry, the last first.

    Args:
        desk: where to read.
        zone: the IANA zone whose wall clock the times are shown by.
        person: only what is about this person.
        session: only what is about this session.
        since: only from this instant on (UTC).
        until: only before this instant (UTC).
    """
    asked: dict[str, Any] = {"person": person, "session": session, "since": since, "until": until}
    given = {name: value for name, value in asked.items() if value is not None}
    return SqlListing(desk, _spec(*given), MappingProxyType({**given, "zone": zone}))


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One row that an entry changed."""

    table: str
    row: int
    before: dict[str, Any] | None  # as stored; None: it was made
    after: dict[str, Any] | None  # None: it was removed


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One entry with its rows before and after."""

    id: int
    at: datetime  # UTC
    who: str
    verb: str
    sentence: str
    kind: str
    undoes: int | None
    hash: str
    changes: tuple[ChangeRow, ...]
    more: int  # changes beyond those read


MOST_CHANGES = 500  # of one entry that are read; a bulk deed has tens of thousands


def entry(desk: Desk, number: int) -> EntryCard | None:
    """One entry, or None."""
    with desk.reading() as work:
        row = work.get(Entry, number)
        if row is None:
            return None
        total = work.scalar(select(func.count()).where(Change.entry_id == number)) or 0
        changes = work.execute(
            select(Change.table_name, Change.row_id, Change.before, Change.after)
            .where(Change.entry_id == number)
            .order_by(Change.ordinal)
            .limit(MOST_CHANGES)
        )
        made = tuple(
            ChangeRow(table, changed, row_image(before), row_image(after)) for table, changed, before, after in changes
        )
        return EntryCard(
            row.id, row.at, row.who, row.verb, row.sentence, row.kind, row.undoes, row.hash, made, total - len(made)
        )


@dataclass(frozen=True, slots=True)
class Back:
    """What undo and redo would do now, in the words of the deeds; empty where nothing is left."""

    undo: str
    redo: str
    final: str = ""  # the ballot or seal that is passed over to get at that deed; empty where none is
    entry: int = field(default=0, compare=False)  # the newest one of the journal when this was so; 0 for none


def back(desk: Desk) -> Back:
    """What `u` takes back and Ctrl+R puts again."""
    with desk.reading() as work:
        last, undone = next_undo(work), next_redo(work)
        deed = None if undone is None else work.get(Entry, undone.undoes)
        final = ""
        if last is not None and last.kind == FINAL:
            final, last = last.sentence, next_undo(work, past_ballots=True)
        return Back(last.sentence if last else "", deed.sentence if deed else "", final, _newest(work))


def newest(desk: Desk) -> int:
    """The number of the newest entry, 0 for none. Another one than before: something on the desk has changed."""
    with desk.reading() as work:
        return _newest(work)


def _newest(work: orm.Session) -> int:
    return work.scalar(select(func.max(Entry.id))) or 0

"""What an examination of the data file reads: derived instants, seats, the journal's end, the tables as they are.

Instants are read as stored: an examination must not fail on a value that cannot be what it should be.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Row, func, orm, select, text

from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from acxdesk.records.base import INSTANT
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.journal import Entry
from acxdesk.records.sessions import Session
from acxdesk.rules.enrolments import TAKES_SEAT
from acxdesk.rules.localtime import reading
from acxdesk.rules.planning import replan_one
from acxdesk.rules.text import visible

_DERIVED: Final = text(
    "SELECT s.id AS session, s.reference, s.zone, s.starts_on, s.starts_at AS first, s.ends_at AS last, "
    "m.number, m.day, m.at, m.minutes, m.starts_at, m.ends_at, m.cancelled "
    "FROM meetings m JOIN sessions s ON s.id = m.session_id ORDER BY s.id, m.number"
)
_AT_ONCE: Final = 1_000  # rows that are held in memory


@dataclass(frozen=True, slots=True)
class Off:
    """Something derived that is not what it is derived from."""

    session: int
    sentence: str  # with the session's reference
    can_mend: bool  # False: nothing can be derived from what is there
    can_read: bool = True  # False: a value is not even what its column says


@dataclass(frozen=True, slots=True)
class Overfull:
    """A session with more seats taken than it has."""

    reference: str
    taken: int
    capacity: int


@dataclass(frozen=True, slots=True)
class End:
    """Where the journal ends."""

    entries: int
    last: int  # number of the last entry that is there; 0 without any
    given: int  # the last number that was ever given to an entry
    hash: str  # of the last entry, hexadecimal SHA-256; empty without any


def derived(desk: Desk) -> tuple[tuple[Off, ...], int]:
    """What stands beside wall times and does not follow from them by the zone data in use; and how many were read.

    Every meeting's instants against its wall time and zone, every session's against its meetings.
    """
    off: list[Off] = []
    meetings = 0
    with desk.reading() as work:
        rows = work.execute(_DERIVED, execution_options={"yield_per": _AT_ONCE})
        for _session, together in groupby(rows, key=lambda row: row.session):
            held = list(together)
            meetings += len(held)
            found = [one for row in held if (one := _meeting_off(row)) is not None]
            off += found or _session_off(held)
    return tuple(off), meetings


def overfull(desk: Desk) -> tuple[Overfull, ...]:
    """The sessions with more seats taken than they have, the fullest first."""
    taken = func.count().label("taken")
    statement = (
        select(Session.reference, taken, Session.capacity_max)
        .join(Enrolment, Enrolment.session_id == Session.id)
        .where(Enrolment.place.in_(sorted(TAKES_SEAT)))
        .group_by(Session.id)
        .having(taken > Session.capacity_max)
        .order_by((taken - Session.capacity_max).desc(), Session.id)
    )
    with desk.reading() as work:
        return tuple(Overfull(*row) for row in work.execute(statement))


def journal_end(work: orm.Session) -> End:
    """Where the journal ends; of entries that were cut off behind it, SQLite still knows the numbers."""
    given = work.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'entries'")) or 0
    last = work.execute(select(Entry.id, Entry.hash).order_by(Entry.id.desc()).limit(1)).first()
    entries = work.scalar(select(func.count()).select_from(Entry)) or 0
    return End(entries, last.id if last else 0, given, last.hash if last else "")


def tables_of(path: Path) -> dict[tuple[str, str], str]:
    """Every table, index, trigger and view of a data file as SQLite keeps it: (kind, name) -> its statement.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql IS NOT NULL"
        )
        return {(kind, name): " ".join(sql.split()) for kind, name, sql in rows}


def _meeting_off(row: Row[Any]) -> Off | None:
    """What is wrong with the instants of one meeting."""
    called = f"{visible(str(row.reference))}, meeting {row.number}"
    try:
        day, at = date.fromisoformat(row.day), time.fromisoformat(row.at)
        planned = replan_one(number=row.number, day=day, at=at, minutes=row.minutes, zone=row.zone)
    except Refused as refused:
        return Off(row.session, f"{called}: {refused}", can_mend=False)
    except (TypeError, ValueError):
        return Off(row.session, f"{called} has a day or time that cannot be read.", can_mend=False, can_read=False)
    expected = (planned.starts_at.strftime(INSTANT), planned.ends_at.strftime(INSTANT))
    if (row.starts_at, row.ends_at) == expected:
        return None
    said = f"{reading(day)} {at:%H:%M} {row.zone} for {row.minutes} minutes"
    readable = _is_instant(row.starts_at) and _is_instant(row.ends_at)
    return Off(
        row.session,
        f"{called} ({said}) is kept as {_span(row.starts_at, row.ends_at)}; the zone data gives {_span(*expected)}.",
        can_mend=readable,
        can_read=readable,
    )


def _session_off(rows: list[Row[Any]]) -> Iterator[Off]:
    """What is wrong with what a session keeps of its meetings, which are right."""
    held = [row for row in rows if not row.cancelled] or rows
    row = rows[0]
    expected = (
        min(one.day for one in held),
        min(one.starts_at for one in held),
        max(one.ends_at for one in held),
    )
    if (row.starts_on, row.first, row.last) != expected:
        sentence = f"{visible(str(row.reference))} does not begin and end as its meetings do."
        readable = _is_day(row.starts_on) and _is_instant(row.first) and _is_instant(row.last)
        yield Off(row.session, sentence, can_mend=readable, can_read=readable)


def _span(starts_at: object, ends_at: object) -> str:
    """Two instants as stored, to the minute where they can be read: "2026-11-16 14:00 to 2026-11-16 19:00 UTC"."""
    first, last = (
        str(value)[:16].replace("T", " ") if _is_instant(value) else visible(repr(value))
        for value in (starts_at, ends_at)
    )
    return f"{first} to {last} UTC"


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_instant(value: object) -> bool:
    try:
        return bool(datetime.strptime(str(value), INSTANT).replace(tzinfo=UTC))
    except ValueError:
        return False

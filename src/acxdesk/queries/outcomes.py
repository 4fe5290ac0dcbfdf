"""Outcomes as the desk reads them: of everybody in one pass, and the list of those that were told."""

from collections.abc import Iterable, Iterator
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam, select

from acxdesk.desk.door import Desk
from acxdesk.queries.listing import Column
from acxdesk.queries.marks import SITTINGS, Assessed, Sitting, assessed
from acxdesk.queries.people import found_by
from acxdesk.queries.schemes import schemes
from acxdesk.queries.sqllisting import ListSpec, SqlListing, Value
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.marks import Result
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.outcomes import Verdict
from acxdesk.rules.schemes import points_words

_SESSIONS_A_READ: Final = 200  # each read is short, so that nobody who writes waits for the whole pass

COLUMNS: Final = (
    Column("result", "No.", 6, numeric=True, sortable=True, shown=False),
    Column("session", "Session", 16),
    Column("enrolment", "Place no.", 6, numeric=True, shown=False),
    Column("person", "Person no.", 6, numeric=True, shown=False),
    Column("name", "Name", 22, sortable=True),
    Column("number", "Time", 4, numeric=True, shown=False),
    Column("outcome", "Outcome", 12),
    Column("total", "Total", 6, numeric=True),
    Column("sentence", "Why", 60, shown=False),
    Column("resit_by", "Resit by", 15),
    Column("released_at", "Released", 15),
    Column("released_by", "By", 12, shown=False),
)
_SIGNS: Final = {Verdict.PASSED: "●", Verdict.RESIT: "◐", Verdict.FAILED: "✕", Verdict.INCOMPLETE: "·"}


def verdict_words(verdict: Verdict) -> str:
    """An outcome with its sign, so that colour is never alone."""
    return f"{_SIGNS[verdict]} {verdict}"


def outcomes(desk: Desk, sessions: Iterable[int] | None = None) -> Iterator[Assessed]:
    """The outcome of everybody who attends, as it is now, by session, then name.

    Some hundred sessions are read at a time, each time in six statements however many people sit in them: the pass
    takes the same memory for any number, and nobody waits for its end.

    Args:
        desk: where they are.
        sessions: the numbers of the sessions; None for all.
    """
    numbers = _everything(desk) if sessions is None else sorted(set(sessions))
    for start in range(0, len(numbers), _SESSIONS_A_READ):
        with desk.reading() as work:
            asked = SITTINGS.where(Session.id.in_(numbers[start : start + _SESSIONS_A_READ])).order_by(Session.id)
            sittings = [Sitting(*row) for row in work.execute(asked)]
            read = schemes(work, {sitting.edition for sitting in sittings})
            found = assessed(work, sittings, read, desk.clock.now())
        yield from found


def _everything(desk: Desk) -> list[int]:
    with desk.reading() as work:
        return list(work.scalars(select(Session.id).order_by(Session.id)))


def results(desk: Desk, *, session: int | None = None, person: int | None = None) -> SqlListing:
    """The outcomes that were told: of one session or person by name, or all with the newest first."""
    asked = {"session": session, "person": person}
    given = {name: value for name, value in asked.items() if value is not None}
    return SqlListing(desk, _spec(*given), MappingProxyType(given))


@cache
def _spec(*where: str) -> ListSpec:
    conditions: dict[str, ColumnElement[bool]] = {
        "session": Enrolment.session_id == bindparam("session", type_=Enrolment.session_id.type),
        "person": Enrolment.person_id == bindparam("person", type_=Enrolment.person_id.type),
    }
    return ListSpec(
        noun="results",
        columns=COLUMNS,
        rows=select(
            Result.id,
            Session.reference,
            Session.zone,
            Result.enrolment_id,
            Enrolment.person_id,
            Person.name,
            Result.number,
            Result.verdict,
            Result.total,
            Result.sentence,
            Result.resit_by,
            Result.released_at,
            Result.released_by,
        )
        .select_from(Result)
        .join(Result.enrolment)
        .join(Enrolment.person)
        .join(Enrolment.session),
        frame=Result.__table__.join(Enrolment.__table__, Enrolment.id == Result.enrolment_id).join(
            Person.__table__, Person.id == Enrolment.person_id
        ),
        id=Result.id,
        keys={"name": Person.sort_key, "result": Result.id},
        sort="name" if where else "result",
        descending=not where,
        values=_values,
        cells=_cells,
        where=tuple(conditions[name] for name in where),
        matching=found_by,
    )


def _values(row: Row[Any]) -> tuple[Value, ...]:
    return (
        row.id,
        row.reference,
        row.enrolment_id,
        row.person_id,
        row.name,
        row.number,
        row.verdict.value,
        None if row.total is None else points_words(row.total),
        row.sentence,
        row.resit_by.isoformat() if row.resit_by else None,
        row.released_at.isoformat(),
        row.released_by,
    )


def _cells(row: Row[Any]) -> tuple[str, ...]:
    shown = {
        "outcome": verdict_words(row.verdict),
        "resit_by": reading(row.resit_by) if row.resit_by else "",
        "released_at": reading(wall(row.released_at, row.zone).date()),
    }
    return tuple(
        shown.get(column.name, "" if value is None else str(value))
        for column, value in zip(COLUMNS, _values(row), strict=True)
    )

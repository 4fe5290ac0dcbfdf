"""The nominations of a cycle as a list: by nominee, with what became of each and whether she can be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import aliased

from acxdesk.desk.door import Desk
from acxdesk.queries.cycles import found_cycle
from acxdesk.queries.listing import Column, Line
from acxdesk.queries.nominations import Standing, standing
from acxdesk.queries.people import found_by
from acxdesk.queries.sqllisting import ListSpec, Rows, SqlListing, Value
from acxdesk.records.nominations import Nomination
from acxdesk.records.people import Organisation, Person
from acxdesk.rules.localtime import reading
from acxdesk.rules.nominations import State

COLUMNS: Final = (
    Column("nomination", "No.", 4, numeric=True),
    Column("person", "Person no.", 6, numeric=True, shown=False),
    Column("name", "Nominee", 22, sortable=True),
    Column("organisation", "Organisation", 16, shown=False),
    Column("category", "Category", 12),
    Column("nominator", "Nominated by", 16),
    Column("state", "State", 11),
    Column("answer", "Answer", 8),
    Column("seconds", "Seconds", 7, numeric=True),
    Column("eligible", "Eligible", 8),
    Column("submitted", "Submitted", 15, sortable=True, shown=False),
    Column("shortlisted", "Shortlist", 9, shown=False),
    Column("ballot_key", "Key", 4, shown=False),
)
_SECONDS: Final = [column.name for column in COLUMNS].index("seconds")
_ELIGIBLE: Final = [column.name for column in COLUMNS].index("eligible")


@dataclass(frozen=True)
class Nominations(SqlListing):
    """The list of one cycle; a window of it is read together with the eligibility of those who stand."""

    cycle_id: int = 0

    def _lines(self, statement: Rows, params: Mapping[str, Any]) -> tuple[Line, ...]:
        lines = super()._lines(statement, params)
        with self.desk.reading() as work:
            stands = {each.id: each for each in standing(work, self.cycle_id)}
        return tuple(_measured(line, stands.get(line.id)) for line in lines)


def nominations(desk: Desk, year: int | None = None) -> Nominations:
    """The nominations of a cycle by nominee, drafts, merged and withdrawn ones among them.

    Raises:
        NotFound: there is no such cycle.
    """
    with desk.reading() as work:
        number = found_cycle(work, year).id
    return Nominations(desk, _spec(), MappingProxyType({"cycle": number}), cycle_id=number)


def _measured(line: Line, of: Standing | None) -> Line:
    if of is None:
        return line
    cells, values = list(line.cells), list(line.values)
    cells[_SECONDS], values[_SECONDS] = str(of.seconds), of.seconds
    cells[_ELIGIBLE], values[_ELIGIBLE] = "✓ yes" if of.is_eligible else "✕ no", of.is_eligible
    return replace(line, cells=tuple(cells), values=tuple(values))


@cache
def _spec() -> ListSpec:
    nominator = aliased(Person)
    return ListSpec(
        noun="nominations",
        columns=COLUMNS,
        rows=select(
            *(Nomination.id, Nomination.nominee_id, Person.name, Organisation.name.label("organisation")),
            *(Nomination.category, nominator.name.label("nominator"), Nomination.state, Nomination.merged_into_id),
            *(Nomination.answer, Nomination.submitted_at, Nomination.shortlisted, Nomination.ballot_key),
        )
        .select_from(Nomination)
        .join(Nomination.nominee)
        .outerjoin(Person.organisation)
        .join(nominator, Nomination.nominator_id == nominator.id),
        frame=Nomination.__table__.join(Person.__table__, Person.id == Nomination.nominee_id),
        id=Nomination.id,
        keys={"name": Person.sort_key, "submitted": func.coalesce(Nomination.submitted_at, "")},
        sort="name",
        values=_values,
        cells=_cells,
        where=(Nomination.cycle_id == bindparam("cycle", type_=Nomination.cycle_id.type),),
        matching=found_by,
    )


def _values(row: Row[Any]) -> tuple[Value, ...]:
    stands = row.state is State.SUBMITTED and row.merged_into_id is None
    merged = row.state is State.SUBMITTED and row.merged_into_id is not None
    return (
        *(row.id, row.nominee_id, row.name, row.organisation, row.category.value, row.nominator),
        f"merged in {row.merged_into_id}" if merged else row.state.value,
        row.answer.value if stands else "",
        *(None, None),  # measured when they are read
        row.submitted_at.isoformat() if row.submitted_at else None,
        *(row.shortlisted, row.ballot_key),
    )


def _cells(row: Row[Any]) -> tuple[str, ...]:
    number, person, *said, _seconds, _eligible, _submitted, shortlisted, key = _values(row)
    return (
        *(str(number), str(person), *(str(each or "") for each in said), "", ""),
        reading(row.submitted_at.date()) if row.submitted_at else "",
        *("yes" if shortlisted else "", str(key)),
    )

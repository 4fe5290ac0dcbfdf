"""Who was exempted from what a programme asks for before: on which evidence, approved by whom."""

from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, bindparam, select

from acxdesk.desk.door import Desk
from acxdesk.queries.listing import Column
from acxdesk.queries.people import found_by
from acxdesk.queries.sqllisting import ListSpec, SqlListing, Value
from acxdesk.records.catalogue import Programme
from acxdesk.records.people import Person
from acxdesk.records.prerequisites import Exemption
from acxdesk.rules.localtime import reading

COLUMNS = (
    Column("person", "Person no.", 6, numeric=True, shown=False),
    Column("name", "Name", 22, sortable=True),
    Column("programme", "Programme", 10),
    Column("evidence", "Evidence", 26),
    Column("approver", "Approved by", 14),
    Column("at", "Since", 16),
    Column("who", "By", 8, shown=False),
)


def exemptions(desk: Desk, *, person: int | None = None, programme: int | None = None) -> SqlListing:
    """Every exemption by the name of who has it, or those of one person or programme."""
    asked = {"person": person, "programme": programme}
    given = {name: value for name, value in asked.items() if value is not None}
    return SqlListing(desk, _spec(*given), MappingProxyType(given))


@cache
def _spec(*where: str) -> ListSpec:
    conditions = {
        "person": Exemption.person_id == bindparam("person", type_=Exemption.person_id.type),
        "programme": Exemption.programme_id == bindparam("programme", type_=Exemption.programme_id.type),
    }
    return ListSpec(
        noun="exemptions",
        columns=COLUMNS,
        rows=select(
            *(Exemption.id, Exemption.person_id, Person.name, Programme.code, Exemption.evidence, Exemption.approver),
            *(Exemption.at, Exemption.who),
        )
        .select_from(Exemption)
        .join(Exemption.person)
        .join(Exemption.programme),
        frame=Exemption.__table__.join(Person.__table__, Person.id == Exemption.person_id),
        id=Exemption.id,
        keys={"name": Person.sort_key},
        sort="name",
        values=_values,
        cells=_cells,
        where=tuple(conditions[name] for name in where),
        matching=found_by,
    )


def _values(row: Row[Any]) -> tuple[Value, ...]:
    return (row.person_id, row.name, row.code, row.evidence, row.approver, row.at.isoformat(), row.who)


def _cells(row: Row[Any]) -> tuple[str, ...]:
    person, *said, _at, who = _values(row)
    return (str(person), *map(str, said), reading(row.at.date()), str(who))

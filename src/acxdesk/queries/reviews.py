"""Remarks and appeals that are not decided, and the warnings that somebody went past."""

from collections.abc import Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam, literal_column, select

from acxdesk.desk.door import Desk
from acxdesk.queries.listing import Column
from acxdesk.queries.people import found_by
from acxdesk.queries.sqllisting import ListSpec, SqlListing, Value, containing
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.marks import Mark, Override
from acxdesk.records.people import Person
from acxdesk.records.schemes import Component
from acxdesk.records.sessions import Session
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.marks import MarkState, Origin
from acxdesk.rules.schemes import points_words

# Written out: SQLite takes the partial index only for what it can see, not for a bound value.
IS_OPEN: Final = (Mark.origin != literal_column(f"'{Origin.MARKING.value}'")) & (
    Mark.state != literal_column(f"'{MarkState.RELEASED.value}'")
)

REVIEWS: Final = (
    Column("mark", "No.", 6, numeric=True, shown=False),
    Column("session", "Session", 16),
    Column("enrolment", "Place no.", 6, numeric=True, shown=False),
    Column("person", "Person no.", 6, numeric=True, shown=False),
    Column("name", "Name", 20),
    Column("component", "Component", 14),
    Column("attempt", "Attempt", 7, numeric=True, shown=False),
    Column("kind", "Kind", 6),
    Column("points", "Mark", 6, numeric=True),
    Column("reason", "Why", 24),
    Column("opened_at", "Since", 15, sortable=True),
    Column("opened_by", "By", 12, shown=False),
)
OVERRIDES: Final = (
    Column("override", "No.", 6, numeric=True, sortable=True, shown=False),
    Column("session", "Session", 16),
    Column("person", "Person no.", 6, numeric=True, shown=False),
    Column("name", "Name", 16, shown=False),
    Column("warning", "Warning", 40),
    Column("reason", "Reason", 24),
    Column("at", "When", 15),
    Column("who", "Who", 10),
)


def reviews(desk: Desk, *, session: int | None = None) -> SqlListing:
    """The remarks and appeals that are not decided, the oldest first; of one session or of all."""
    return _listed(desk, _reviews, session)


def overrides(desk: Desk, *, session: int | None = None) -> SqlListing:
    """The warnings that somebody went past, with the reason, the newest first; of one session or of all."""
    return _listed(desk, _overrides, session)


def _listed(desk: Desk, spec: Any, session: int | None) -> SqlListing:
    given: dict[str, Any] = {} if session is None else {"session": session}
    return SqlListing(desk, spec(*given), MappingProxyType(given))


@cache
def _reviews(*where: str) -> ListSpec:
    of_session = Enrolment.session_id == bindparam("session", type_=Enrolment.session_id.type)
    return ListSpec(
        noun="reviews",
        columns=REVIEWS,
        rows=select(
            Mark.id,
            Session.reference,
            Session.zone,
            Mark.enrolment_id,
            Enrolment.person_id,
            Person.name,
            Component.name.label("component"),
            Mark.attempt,
            Mark.origin,
            Mark.points,
            Mark.reason,
            Mark.marked_at,
            Mark.marked_by,
        )
        .select_from(Mark)
        .join(Mark.enrolment)
        .join(Mark.component)
        .join(Enrolment.person)
        .join(Enrolment.session),
        frame=Mark.__table__.join(Enrolment.__table__, Enrolment.id == Mark.enrolment_id).join(
            Person.__table__, Person.id == Enrolment.person_id
        ),
        id=Mark.id,
        keys={"opened_at": Mark.marked_at},
        sort="opened_at",
        values=_review_values,
        cells=_review_cells,
        where=(IS_OPEN, *((of_session,) if where else ())),
        matching=found_by,
    )


def _review_values(row: Row[Any]) -> tuple[Value, ...]:
    return (
        row.id,
        row.reference,
        row.enrolment_id,
        row.person_id,
        row.name,
        row.component,
        row.attempt,
        row.origin.value,
        points_words(row.points),
        row.reason,
        row.marked_at.isoformat(),
        row.marked_by,
    )


def _review_cells(row: Row[Any]) -> tuple[str, ...]:
    return _shown(REVIEWS, _review_values(row), {"opened_at": reading(wall(row.marked_at, row.zone).date())})


@cache
def _overrides(*where: str) -> ListSpec:
    of_session = Override.session_id == bindparam("session", type_=Override.session_id.type)
    return ListSpec(
        noun="overrides",
        columns=OVERRIDES,
        rows=select(
            Override.id,
            Session.reference,
            Session.zone,
            Enrolment.person_id,
            Person.name,
            Override.sentence,
            Override.reason,
            Override.at,
            Override.who,
        )
        .select_from(Override)
        .join(Session, Session.id == Override.session_id)
        .outerjoin(Enrolment, Enrolment.id == Override.enrolment_id)
        .outerjoin(Person, Person.id == Enrolment.person_id),
        frame=Override.__table__.join(Session.__table__, Session.id == Override.session_id)
        .outerjoin(Enrolment.__table__, Enrolment.id == Override.enrolment_id)
        .outerjoin(Person.__table__, Person.id == Enrolment.person_id),
        id=Override.id,
        keys={"override": Override.id},
        sort="override",
        descending=True,
        values=_override_values,
        cells=_override_cells,
        where=(of_session,) if where else (),
        matching=_of_person_or_session,
    )


def _of_person_or_session(words: Sequence[str]) -> ColumnElement[bool]:
    return found_by(words) | containing(Session.search_key)(words)


def _override_values(row: Row[Any]) -> tuple[Value, ...]:
    return (
        row.id,
        row.reference,
        row.person_id,
        row.name,
        row.sentence,
        row.reason,
        row.at.isoformat(),
        row.who,
    )


def _override_cells(row: Row[Any]) -> tuple[str, ...]:
    return _shown(OVERRIDES, _override_values(row), {"at": reading(wall(row.at, row.zone).date())})


def _shown(columns: tuple[Column, ...], values: tuple[Value, ...], shown: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        shown.get(column.name, "" if value is None else str(value))
        for column, value in zip(columns, values, strict=True)
    )

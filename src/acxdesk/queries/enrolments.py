"""Enrolments as the desk reads them: a session's roster, a person's places, all of them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.queries.listing import Column
from acxdesk.queries.people import found_by
from acxdesk.queries.sqllisting import ListSpec, Rows, SqlListing, Value
from acxdesk.records.catalogue import Edition
from acxdesk.records.enrolments import IS_OFFERED, Enrolment, Move
from acxdesk.records.people import Organisation, Person
from acxdesk.records.sessions import Session
from acxdesk.rules.enrolments import Place
from acxdesk.rules.localtime import reading, wall

COLUMNS = (
    Column("enrolment", "No.", 6, numeric=True, shown=False),
    Column("session", "Session", 21),
    Column("starts_on", "Starts", 10, shown=False),
    Column("person", "Person no.", 6, numeric=True, shown=False),
    Column("name", "Name", 26, sortable=True),
    Column("email", "E-mail", 24, shown=False),
    Column("country", "Country", 7),
    Column("organisation", "Organisation", 20, shown=False),
    Column("place", "Place", 12),
    Column("position", "Line", 4, numeric=True),
    Column("offered_until", "Offered until", 20, shown=False),
    Column("since", "Since", 16),
    Column("reason", "Why", 24, shown=False),
)
_SIGNS = {
    Place.APPLIED: "·",
    Place.WAITLISTED: "…",
    Place.OFFERED: "?",
    Place.BOOKED: "○",
    Place.CONFIRMED: "●",
    Place.WITHDRAWN: "✕",
    Place.CANCELLED: "✕",
    Place.DECLINED: "✕",
    Place.TRANSFERRED: "→",
}


def place_words(place: Place) -> str:
    """A place with its sign, so that colour is never alone."""
    return f"{_SIGNS[place]} {place}"


def _position() -> ColumnElement[Any]:
    """The place in line: how many of the same session wait before, plus one; NULL for who does not wait."""
    other = orm.aliased(Enrolment)
    before = (
        (other.priority > Enrolment.priority)
        | ((other.priority == Enrolment.priority) & (other.waiting_since < Enrolment.waiting_since))
        | (
            (other.priority == Enrolment.priority)
            & (other.waiting_since == Enrolment.waiting_since)
            & (other.id <= Enrolment.id)
        )
    )
    return (
        select(func.nullif(func.count(), 0))
        .where(
            other.session_id == Enrolment.session_id,
            other.place == Place.WAITLISTED,
            Enrolment.place == Place.WAITLISTED,
            before,
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )


def _why() -> ColumnElement[Any]:
    return (
        select(Move.why)
        .where(Move.enrolment_id == Enrolment.id)
        .order_by(Move.id.desc())
        .limit(1)
        .correlate(Enrolment)
        .scalar_subquery()
    )


def _rows() -> Rows:
    return (
        select(
            Enrolment.id,
            Session.reference,
            Session.starts_on,
            Session.zone,
            Enrolment.person_id,
            Person.name,
            Person.email,
            Person.country,
            func.coalesce(Organisation.name, "").label("organisation"),
            Enrolment.place,
            _position().label("position"),
            Enrolment.offered_until,
            Enrolment.since,
            _why().label("reason"),
        )
        .select_from(Enrolment)
        .join(Enrolment.person)
        .join(Enrolment.session)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    )


def _local(moment: datetime | None, zone: str) -> str:
    if moment is None:
        return ""
    local = wall(moment, zone)
    return f"{reading(local.date())} {local:%H:%M}"


def _values(row: Row[Any]) -> tuple[Value, ...]:
    return (
        row.id,
        row.reference,
        row.starts_on.isoformat(),
        row.person_id,
        row.name,
        row.email,
        row.country,
        row.organisation,
        row.place.value,
        row.position,
        row.offered_until.isoformat() if row.offered_until else None,
        row.since.isoformat(),
        row.reason or "",
    )


def _cells(row: Row[Any]) -> tuple[str, ...]:
    shown = {
        "place": place_words(row.place),
        "offered_until": _local(row.offered_until, row.zone),
        "since": reading(wall(row.since, row.zone).date()),
    }
    return tuple(
        shown.get(column.name, "" if value is None else str(value))
        for column, value in zip(COLUMNS, _values(row), strict=True)
    )


@cache
def _spec(*where: str) -> ListSpec:
    conditions: dict[str, ColumnElement[bool]] = {
        "session": Enrolment.session_id == bindparam("session", type_=Enrolment.session_id.type),
        "person": Enrolment.person_id == bindparam("person", type_=Enrolment.person_id.type),
        "place": Enrolment.place == bindparam("place", type_=Enrolment.place.type),
        "offered": IS_OFFERED,
        # True of everybody; without it, SQLite reads and sorts all enrolments before it shows the first page.
        "named": Person.sort_key >= "",
    }
    return ListSpec(
        noun="enrolments",
        columns=COLUMNS,
        rows=_rows(),
        frame=Enrolment.__table__.join(Person.__table__, Person.id == Enrolment.person_id),
        id=Enrolment.id,
        keys={"name": Person.sort_key},
        sort="name",
        values=_values,
        cells=_cells,
        where=tuple(conditions[name] for name in where),
        matching=found_by,
    )


def enrolments(
    desk: Desk, *, session: int | None = None, person: int | None = None, place: Place | None = None
) -> SqlListing:
    """Every enrolment by the delegate's name, or those of one session, person or place."""
    asked: dict[str, Any] = {"session": session, "person": person, "place": place}
    given = {name: value for name, value in asked.items() if value is not None}
    conditions = dict.fromkeys(given)
    if place is Place.OFFERED:
        del conditions["place"]
        conditions["offered"] = None
    elif session is None and person is None:
        conditions["named"] = None
    return SqlListing(desk, _spec(*conditions), MappingProxyType(given))


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One step of a place, as its history shows it."""

    at: datetime  # UTC
    verb: str
    before: Place | None
    after: Place
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class EnrolmentCard:
    """One person's place in one session, with how it came about."""

    id: int
    session: str
    title: str
    person: int
    name: str
    place: Place
    since: datetime  # UTC
    offered_until: datetime | None  # UTC
    moves: tuple[MoveRow, ...]


def enrolment(desk: Desk, number: int) -> EnrolmentCard | None:
    """The card of one enrolment, or None."""
    with desk.reading() as work:
        row = work.execute(
            select(
                Enrolment.id,
                Session.reference,
                Edition.title,
                Person.id.label("person"),
                Person.name,
                Enrolment.place,
                Enrolment.since,
                Enrolment.offered_until,
            )
            .join(Enrolment.person)
            .join(Enrolment.session)
            .join(Session.edition)
            .where(Enrolment.id == number)
        ).one_or_none()
        if row is None:
            return None
        moves = work.execute(
            select(Move.at, Move.verb, Move.before, Move.after, Move.who, Move.why)
            .where(Move.enrolment_id == number)
            .order_by(Move.id)
        )
        return EnrolmentCard(*row, moves=tuple(MoveRow(*move) for move in moves))

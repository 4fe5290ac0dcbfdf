"""Enrolments as the desk reads them: a session's roster, a person's places, all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam, func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.desk.zonecountries import zones_of_country
from acxdesk.queries.listing import Column
from acxdesk.queries.people import found_by
from acxdesk.queries.sqllisting import ListSpec, Rows, SqlListing, Value
from acxdesk.records.catalogue import Edition
from acxdesk.records.enrolments import IS_OFFERED, Enrolment, Move
from acxdesk.records.people import Organisation, Person
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.enrolments import Place
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.sociable import Stretch, unsocial

CHUNK: Final = 500  # people of one statement: SQLite takes 32,766 variables
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


def unsocial_hours(work: orm.Session, session: int, people: Iterable[int], now: datetime) -> tuple[str, ...]:
    """A sentence on each of some people for whom meetings ahead begin before 07:00 or end after 22:00.

    By her own zone; without one by her country, as far as its zones agree; who has neither is not told of. One
    statement for up to 500 people.

    Args:
        work: where to read.
        session: its number.
        people: their numbers.
        now: the instant (UTC) from which on meetings lie ahead.
    """
    told: list[str] = []
    known: dict[tuple[str, str], str] = {}
    who = list(people)
    for start in range(0, len(who), CHUNK):
        rows = work.execute(
            select(Person.id, Person.name, Person.zone, Person.country, Meeting.starts_at, Meeting.ends_at)
            .join(Meeting, Meeting.session_id == session)
            .where(Person.id.in_(who[start : start + CHUNK]), Meeting.cancelled.is_(False), Meeting.ends_at > now)
            .where((Person.zone != "") | (Person.country != ""))
            .order_by(Person.sort_key, Person.id, Meeting.starts_at)
        )
        meetings: dict[tuple[int, str, str, str], list[Stretch]] = {}
        for number, name, zone, country, starts_at, ends_at in rows:
            meetings.setdefault((number, name, zone, country), []).append((starts_at, ends_at))
        for (_, name, zone, country), met in meetings.items():
            if (zone, country) not in known:  # the same meetings for all
                known[zone, country] = unsocial(met, (zone,) if zone else zones_of_country(country))
            if words := known[zone, country]:
                told.append(f"{name}: {words}.")
    return tuple(told)

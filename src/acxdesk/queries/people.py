"""Delegates, coaches and organisations as lists, and one person's card.

How a person is found by what somebody says is in `queries.finding`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    column,
    exists,
    false,
    func,
    literal,
    literal_column,
    or_,
    orm,
    select,
    table,
)

from acxdesk.desk.door import Desk
from acxdesk.queries.listing import Column
from acxdesk.queries.sqllisting import ListSpec, SqlListing, Value, containing
from acxdesk.records.catalogue import Edition
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Organisation, Person
from acxdesk.records.sessions import Session, SessionCoach
from acxdesk.rules.countries import COUNTRIES
from acxdesk.rules.enrolments import ATTENDS, Place
from acxdesk.rules.people import search_phrases
from acxdesk.rules.sessions import Role

_PEOPLE: Final = Person.__table__
_ORGANISATIONS: Final = Organisation.__table__
_ENROLMENTS: Final = Enrolment.__table__
_COACHES: Final = SessionCoach.__table__
_SESSIONS: Final = Session.__table__
# The index of Person.search_key, SQLite's own: https://sqlite.org/fts5.html
_SEARCH: Final = table("people_search", column("rowid", Integer), column("people_search"))


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A person's place in one session."""

    enrolment: int
    session: int
    reference: str
    title: str  # of the edition that the session stands under
    starts_on: date  # local to the session
    place: Place
    since: datetime  # UTC
    waiting: int | None  # her position on the waiting list, from 1; None when she does not wait


@dataclass(frozen=True, slots=True)
class CoachingRow:
    """A person's part in teaching one session."""

    session: int
    reference: str
    title: str
    starts_on: date
    role: Role


@dataclass(frozen=True, slots=True)
class PersonCard:
    """All that is kept of one person."""

    id: int
    uid: str
    version: int  # as read; an edit hands it back, so that nobody's change is overwritten unseen
    name: str
    certificate_name: str  # empty: the name as it is
    email: str
    country: str  # ISO 3166 alpha-2, or empty
    country_name: str
    zone: str  # IANA, or empty
    organisation_id: int | None
    organisation: str  # its name, or empty
    job_title: str
    languages: str  # "en, fr"
    coach: bool
    places: tuple[PlaceRow, ...]  # the latest session first
    coaching: tuple[CoachingRow, ...]  # the latest session first

    @property
    def on_certificate(self) -> str:
        """Her name as it stands on a certificate."""
        return self.certificate_name or self.name


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """All that is kept of one organisation."""

    id: int
    version: int  # as for a person
    name: str
    country: str
    country_name: str
    note: str
    people: int  # how many come from it
    sessions: int  # how many are held in-house for it


def found(words: Sequence[str]) -> Select[int]:
    """The numbers of the people of whose search keys each word begins a word; by the index, in no order."""
    phrases = search_phrases(words)
    numbers = select(_SEARCH.c.rowid)
    if not phrases:
        return numbers.where(false())
    # A phrase is letters, digits and blanks: nothing in it could be read as a part of the query language.
    query = " ".join(f'"{phrase}"*' for phrase in phrases)
    return numbers.where(_SEARCH.c.people_search.op("MATCH")(query))


def found_by(words: Sequence[str]) -> ColumnElement[bool]:
    """The same as a condition on a row of people."""
    return _PEOPLE.c.id.in_(found(words))


def _looked_at(words: Sequence[str]) -> ColumnElement[bool]:
    """The same, looked for in the row itself."""
    phrases = search_phrases(words)
    key = literal(" ").concat(_PEOPLE.c.search_key)
    return and_(*(func.instr(key, f" {phrase}") > 0 for phrase in phrases)) if phrases else false()


def _country_name(code: str) -> str:
    return COUNTRIES.get(code, code)


def _sits_in() -> ScalarSelect[int]:
    counted = select(func.count()).select_from(_ENROLMENTS)
    return counted.where(
        _ENROLMENTS.c.person_id == _PEOPLE.c.id, or_(*(_ENROLMENTS.c.place == place for place in sorted(ATTENDS)))
    ).scalar_subquery()


def _teaches() -> ScalarSelect[int]:
    counted = select(func.count()).select_from(_COACHES)
    return counted.where(_COACHES.c.person_id == _PEOPLE.c.id).scalar_subquery()


def _person_values(row: Row[Any]) -> tuple[Value, ...]:
    # By place, not by name: a page has 600 of them.
    told: tuple[Any, ...] = row[:11]
    number, name, on_certificate, email, country, zone, job_title, languages, coach, house, sessions = told
    place = (country, _country_name(country), zone)
    return (number, name, on_certificate or name, email, *place, house, job_title, languages, coach, sessions)


def _people_spec(noun: str, sessions: ColumnElement[int], *where: ColumnElement[bool]) -> ListSpec:
    c = _PEOPLE.c
    return ListSpec(
        noun=noun,
        columns=(
            Column("id", "No.", 6, sortable=True, numeric=True, shown=False),
            Column("name", "Name", 24, sortable=True),
            Column("certificate_name", "On certificates", 24, shown=False),
            Column("email", "E-mail", 22),
            Column("country", "Code", 4, shown=False),
            Column("country_name", "Country", 16, shown=False),
            Column("zone", "Time zone", 18, shown=False),
            Column("organisation", "Organisation", 18),
            Column("job_title", "Job title", 20, shown=False),
            Column("languages", "Languages", 10, shown=False),
            Column("coach", "Coach", 5, shown=False),
            Column("sessions", "Sessions", 8, numeric=True),
        ),
        rows=select(
            *(c.id, c.name, c.certificate_name, c.email, c.country, c.zone, c.job_title, c.languages, c.coach),
            func.coalesce(_ORGANISATIONS.c.name, "").label("organisation"),
            sessions.label("sessions"),
        ).select_from(_PEOPLE.outerjoin(_ORGANISATIONS, c.organisation_id == _ORGANISATIONS.c.id)),
        frame=_PEOPLE,
        id=c.id,
        keys={"name": c.sort_key, "id": c.id},
        sort="name",
        values=_person_values,
        where=where,
        matching=_looked_at,
        found=found,
    )


# Who is no coach may be anybody's next delegate, before her first place. The mark is written out and not bound: a
# partial index is found by the words of its condition.
_IS_DELEGATE: Final = or_(
    _PEOPLE.c.coach == literal_column("0"),
    exists(select(1).select_from(_ENROLMENTS).where(_ENROLMENTS.c.person_id == _PEOPLE.c.id)),
)
_DELEGATES: Final = _people_spec("delegates", _sits_in(), _IS_DELEGATE)
_COACHING: Final = _people_spec("coaches", _teaches(), _PEOPLE.c.coach == literal_column("1"))
_EVERYBODY: Final = _people_spec("people", _sits_in() + _teaches())
_MEMBERS: Final = _people_spec(
    "people",
    _sits_in() + _teaches(),
    _PEOPLE.c.organisation_id == bindparam("organisation", type_=_PEOPLE.c.organisation_id.type),
)


def _organisation_values(row: Row[Any]) -> tuple[Value, ...]:
    return (row.id, row.name, row.country, _country_name(row.country), row.people, row.sessions, row.note)


def _count_for(referring: ColumnElement[Any]) -> ScalarSelect[int]:
    counted = select(func.count()).select_from(referring.table)
    return counted.where(referring == _ORGANISATIONS.c.id).scalar_subquery()


_FROM_IT: Final = _count_for(_PEOPLE.c.organisation_id)
_FOR_IT: Final = _count_for(_SESSIONS.c.organisation_id)
_ORGANISATION_LIST: Final = ListSpec(
    noun="organisations",
    columns=(
        Column("id", "No.", 6, sortable=True, numeric=True, shown=False),
        Column("name", "Name", 32, sortable=True),
        Column("country", "Code", 4, shown=False),
        Column("country_name", "Country", 20),
        Column("people", "People", 6, numeric=True),
        Column("sessions", "In-house", 8, numeric=True),
        Column("note", "Note", 30, shown=False),
    ),
    rows=select(_ORGANISATIONS, _FROM_IT.label("people"), _FOR_IT.label("sessions")),
    frame=_ORGANISATIONS,
    id=_ORGANISATIONS.c.id,
    keys={"name": _ORGANISATIONS.c.sort_key, "id": _ORGANISATIONS.c.id},
    sort="name",
    values=_organisation_values,
    matching=containing(_ORGANISATIONS.c.sort_key),
)

_PERSON: Final = (
    select(
        *(Person.id, Person.uid, Person.version, Person.name, Person.certificate_name, Person.email, Person.country),
        *(Person.zone, Person.organisation_id, Person.job_title, Person.languages, Person.coach),
        func.coalesce(Organisation.name, "").label("organisation"),
    )
    .outerjoin(Person.organisation)
    .where(Person.id == bindparam("person"))
)


def _waiting() -> ColumnElement[int | None]:
    """Her position on the waiting list, in the order of `rules.enrolments.line`."""
    other = orm.aliased(Enrolment)
    in_front = or_(
        other.priority > Enrolment.priority,
        and_(other.priority == Enrolment.priority, other.waiting_since < Enrolment.waiting_since),
        and_(
            other.priority == Enrolment.priority,
            other.waiting_since == Enrolment.waiting_since,
            other.id <= Enrolment.id,
        ),
    )
    counted = select(func.count()).where(
        other.session_id == Enrolment.session_id, other.place == Place.WAITLISTED, in_front
    )
    return case((Enrolment.place == Place.WAITLISTED, counted.scalar_subquery()))


_PLACES: Final = (
    select(
        *(Enrolment.id, Session.id, Session.reference, Edition.title, Session.starts_on, Enrolment.place),
        *(Enrolment.since, _waiting()),
    )
    .join(Enrolment.session)
    .join(Session.edition)
    .where(Enrolment.person_id == bindparam("person"))
    .order_by(Session.starts_on.desc(), Enrolment.id.desc())
)
_COACHED: Final = (
    select(Session.id, Session.reference, Edition.title, Session.starts_on, SessionCoach.role)
    .join(SessionCoach.session)
    .join(Session.edition)
    .where(SessionCoach.person_id == bindparam("person"))
    .order_by(Session.starts_on.desc(), Session.id.desc())
)
_ORGANISATION: Final = select(
    *(Organisation.id, Organisation.version, Organisation.name, Organisation.country, Organisation.note),
    _FROM_IT.label("people"),
    _FOR_IT.label("sessions"),
).where(Organisation.id == bindparam("organisation"))


def delegates(desk: Desk) -> SqlListing:
    """Everybody who has a place, or who may yet: all people but the coaches who never sat in a session.

    `sessions` counts the sessions that a person sits in: booked and confirmed.
    """
    return SqlListing(desk, _DELEGATES)


def coaches(desk: Desk) -> SqlListing:
    """The people who are marked as coaches. `sessions` counts the sessions that they teach, in whatever role."""
    return SqlListing(desk, _COACHING)


def everybody(desk: Desk) -> SqlListing:
    """All people. `sessions` counts those that a person sits in and those that she teaches."""
    return SqlListing(desk, _EVERYBODY)


def members(desk: Desk, organisation: int) -> SqlListing:
    """The people who come from one organisation. `sessions` counts as for everybody."""
    return SqlListing(desk, _MEMBERS, MappingProxyType({"organisation": organisation}))


def organisations(desk: Desk) -> SqlListing:
    """All organisations, with the number of people who come from each and of sessions held for it."""
    return SqlListing(desk, _ORGANISATION_LIST)


def person(desk: Desk, number: int) -> PersonCard | None:
    """One person with her places and her coaching; None when there is none with that number."""
    with desk.reading() as work:
        found = work.execute(_PERSON, {"person": number}).first()
        if found is None:
            return None
        values = found._asdict()
        country = values["country"]
        return PersonCard(
            **values,
            country_name=_country_name(country),
            places=tuple(PlaceRow(*row) for row in work.execute(_PLACES, {"person": number})),
            coaching=tuple(CoachingRow(*row) for row in work.execute(_COACHED, {"person": number})),
        )


def organisation(desk: Desk, number: int) -> OrganisationCard | None:
    """One organisation; None when there is none with that number."""
    with desk.reading() as work:
        found = work.execute(_ORGANISATION, {"organisation": number}).first()
        return None if found is None else OrganisationCard(**found._asdict(), country_name=_country_name(found.country))

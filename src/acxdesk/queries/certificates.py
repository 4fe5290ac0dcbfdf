"""What certificates are made of: of one accreditation, of a person, of a session; one statement each."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.accreditations import among, identified
from acxdesk.queries.sessions import coach_names
from acxdesk.queries.sqllisting import Rows
from acxdesk.records.accreditations import Accreditation
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session
from acxdesk.rules.accreditations import State
from acxdesk.rules.certificates import Certificate, Taught
from acxdesk.rules.localtime import wall


def of_number(desk: Desk, said: str) -> Certificate:
    """The certificate of one accreditation, whatever its state, by its number or its code.

    Raises:
        NotFound: no accreditation has this number or code.
        Refused: it looks like a code and is mistyped.
    """
    with desk.reading() as work:
        return _read(work, Accreditation.id == identified(work, said))[0]


def of_row(desk: Desk, accreditation: int) -> Certificate:
    """As `of_number`, by the number of the row.

    Raises:
        NotFound: there is no such accreditation.
    """
    found = of_rows(desk, (accreditation,))
    if not found:
        raise NotFound("This accreditation is no more.", remedy="The journal shows what became of it.")
    return found[0]


def of_rows(desk: Desk, accreditations: Iterable[int]) -> tuple[Certificate, ...]:
    """The certificates of some accreditations by their rows, whatever their states, by the holders' names.

    One that is no more is left out.
    """
    with desk.reading() as work:
        return _read(work, among(Accreditation.id, accreditations), Person.sort_key)


def of_person(desk: Desk, person: int) -> tuple[Certificate, ...]:
    """All that somebody was awarded, whatever its state, the oldest first; but not what another record replaced."""
    with desk.reading() as work:
        return _read(work, (Accreditation.person_id == person) & _stands())


def of_session(desk: Desk, session: int) -> tuple[Certificate, ...]:
    """All that was earned in a session, by the holders' names; but not what another record replaced."""
    with desk.reading() as work:
        return _read(work, (Enrolment.session_id == session) & _stands(), Person.sort_key)


def awarded_in(desk: Desk, session: int) -> int:
    """How many people have something to show for a session: awarded, and not replaced or revoked."""
    statement = (
        select(func.count())
        .select_from(Accreditation)
        .join(Accreditation.enrolment)
        .where(Enrolment.session_id == session, Accreditation.state.in_((State.ISSUED, State.SUSPENDED)))
    )
    with desk.reading() as work:
        return work.scalar(statement) or 0


def _stands() -> ColumnElement[bool]:
    return Accreditation.state != State.SUPERSEDED


def _read(work: orm.Session, which: ColumnElement[bool], *order: Any) -> tuple[Certificate, ...]:
    statement = _rows().where(which).order_by(*order, Accreditation.awarded_on, Accreditation.id)
    return tuple(_certificate(row) for row in work.execute(statement))


def _rows() -> Rows:
    later = orm.aliased(Accreditation)
    replaced_by = (
        select(later.number)
        .where(later.replaces_id == Accreditation.id)
        .order_by(later.id.desc())
        .limit(1)
        .correlate(Accreditation)
        .scalar_subquery()
    )
    return (
        select(
            Accreditation.uid,
            Accreditation.number,
            Accreditation.code,
            Accreditation.state,
            func.coalesce(replaced_by, "").label("replaced_by"),
            Accreditation.name,
            Person.country,
            Person.languages,
            Person.email,
            Programme.code.label("programme"),
            Edition.title,
            Edition.post_nominal,
            Accreditation.awarded_on,
            Accreditation.valid_until,
            Accreditation.made_at,
            Session.reference,
            Session.starts_on,
            Session.ends_at,
            Session.zone,
            Session.delivery,
            Session.city,
            Session.venue,
            coach_names("\n").label("coaches"),
        )
        .select_from(Accreditation)
        .join(Accreditation.person)
        .join(Accreditation.programme)
        .join(Accreditation.edition)
        .outerjoin(Accreditation.enrolment)
        .outerjoin(Enrolment.session)
    )


def _certificate(row: Row[Any]) -> Certificate:
    return Certificate(
        uid=row.uid,
        number=row.number,
        code=row.code,
        state=row.state,
        replaced_by=row.replaced_by,
        name=row.name,
        country=row.country,
        languages=tuple(tag.strip() for tag in row.languages.split(",") if tag.strip()),
        email=row.email,
        programme=row.programme,
        title=row.title,
        post_nominal=row.post_nominal,
        awarded_on=row.awarded_on,
        valid_until=row.valid_until,
        made_at=row.made_at,
        taught=None if row.reference is None else _taught(row),
    )


def _taught(row: Row[Any]) -> Taught:
    return Taught(
        reference=row.reference,
        starts_on=row.starts_on,
        ends_on=wall(row.ends_at, row.zone).date(),
        delivery=row.delivery,
        city=row.city,
        venue=row.venue,
        coaches=tuple(filter(None, row.coaches.split("\n"))),
    )

"""By whose clocks a session is looked at: of the delegates who wait for its programme, else of the latest ones."""

from datetime import date
from typing import Final

from sqlalchemy import Select, orm, select

from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session
from acxdesk.rules.enrolments import Place

LATEST: Final = 2_000  # delegates who are looked at where nobody waits: a line is read back at every rest of the typing
_WAITS: Final = (Place.APPLIED, Place.OFFERED, Place.WAITLISTED)


def delegates_clocks(work: orm.Session, programme: int, today: date) -> tuple[tuple[str, str], ...]:
    """The zones (IANA) and countries (alpha-2) of the delegates who may come, each pair once; either may be empty.

    Those who applied for a session of the programme that starts from today on, wait for one or are offered a seat;
    where nobody does, the `LATEST` delegates who came to the desk. Two statements at most.

    Args:
        work: an open read or deed.
        programme: its number.
        today: from when on sessions count.
    """
    waiting = (
        select(Person.zone, Person.country)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Session, Session.id == Enrolment.session_id)
        .where(Session.programme_id == programme, Session.starts_on >= today, Enrolment.place.in_(_WAITS))
    )
    latest = select(Person.zone, Person.country).where(Person.coach.is_(False)).order_by(Person.id.desc()).limit(LATEST)
    return _pairs(work, waiting) or _pairs(work, latest)


def _pairs(work: orm.Session, people: Select[str, str]) -> tuple[tuple[str, str], ...]:
    one = people.where((Person.zone != "") | (Person.country != "")).subquery()
    pairs = select(one.c.zone, one.c.country).distinct().order_by(one.c.zone, one.c.country)
    return tuple((row.zone, row.country) for row in work.execute(pairs))

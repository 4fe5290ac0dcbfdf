"""What has to be held before a seat is given: the check of every deed that gives one, and who is exempted from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Final

from pydantic import AfterValidator
from sqlalchemy import func, orm, select

from acxdesk.actions.requests import GivenLine, Line, Request, RowNumber, kept
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.accreditations import held
from acxdesk.queries.catalogue import resolved_programme
from acxdesk.queries.prerequisites import admission
from acxdesk.queries.requirements import requirements
from acxdesk.queries.teaching import teaching
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.prerequisites import Exemption
from acxdesk.records.sessions import Meeting, Session, SessionCoach
from acxdesk.rules.enrolments import PAST, TAKES_SEAT, Place
from acxdesk.rules.localtime import reading
from acxdesk.rules.prerequisites import Admission, Of, Unmet, lapse
from acxdesk.rules.sessions import ASKED_ROLES, TAKES_ENROLMENTS
from acxdesk.rules.text import clean_line

REMEDY: Final = "Record what she holds, or exempt her with the evidence."
MOST_TOLD: Final = 20  # people whom one line each is said of; the rest are counted


def _told(value: str, what: str) -> str:
    said = clean_line(value, what=what, limit=500)
    if not said:
        raise Refused(f"{what} is missing.")
    return said


Told = Annotated[str, AfterValidator(kept(_told))]


class Exempt(Request):
    """Somebody may sit in a programme's sessions without what it asks for before."""

    person: RowNumber
    programme: GivenLine
    evidence: Told
    approver: Told


class Unexempt(Request):
    """An exemption that holds no more."""

    person: RowNumber
    programme: GivenLine
    reason: Line = ""


def exempt(desk: Desk, request: Exempt) -> Receipt:
    """Exempt somebody from what a programme asks of its delegates; another evidence or approver replaces the first.

    Raises:
        NotFound: no such person or programme.
    """
    with desk.changing("person exempt", deed=request.deed) as change:
        person, programme, code = _meant(change.work, request.person, request.programme)
        row = _exemption(change.work, person.id, programme)
        if row is None:
            row = Exemption(person_id=person.id, programme_id=programme, at=change.now, who=change.who)
            change.work.add(row)
        elif (row.evidence, row.approver) != (request.evidence, request.approver):
            row.at, row.who = change.now, change.who
        row.evidence, row.approver = request.evidence, request.approver
        change.work.flush()
        if not change.changed:
            return Receipt(f"{person.name} is exempted so already.", ids=(row.id,), changed=False)
        change.say(
            f"{person.name} is exempted from what {code} asks for: {request.evidence}, approved by {request.approver}."
        )
        told = _could_be_booked(change.work, person, programme)
    return Receipt(change.sentence, told, ids=(row.id,), rehearsed=desk.rehearsal)


def unexempt(desk: Desk, request: Unexempt) -> Receipt:
    """Take an exemption back. Seats that were given under it stay, and are told.

    Raises:
        NotFound: no such person, programme or exemption.
    """
    with desk.changing("person unexempt", deed=request.deed) as change:
        person, programme, code = _meant(change.work, request.person, request.programme)
        row = _exemption(change.work, person.id, programme)
        if row is None:
            raise NotFound(
                f"{person.name} is not exempted from what {code} asks for.", remedy="person ladder shows who is."
            )
        number = row.id
        change.work.delete(row)
        change.work.flush()
        why = f": {request.reason}" if request.reason else ""
        change.say(f"{person.name} is no longer exempted from what {code} asks for{why}.")
        sessions = change.work.scalars(
            select(Session)
            .join(Enrolment, Enrolment.session_id == Session.id)
            .where(
                Enrolment.person_id == person.id,
                Enrolment.place.in_(sorted(TAKES_SEAT)),
                Session.programme_id == programme,
                Session.ends_at > change.now,
            )
            .order_by(Session.starts_at, Session.id)
        ).all()
        told = tuple(line for row in sessions for line in lacking(change.work, row))
    return Receipt(change.sentence, told, ids=(number,), rehearsed=desk.rehearsal)


def _could_be_booked(work: orm.Session, person: Person, programme: int) -> tuple[str, ...]:
    """A sentence for each session of a programme on whose waiting list she is while a seat is free."""
    other = orm.aliased(Enrolment)
    taken = select(func.count()).where(other.session_id == Session.id, other.place.in_(sorted(TAKES_SEAT)))
    free = Session.capacity_max - taken.correlate(Session).scalar_subquery()
    rows = work.execute(
        select(Session.reference, Session.capacity_max, free)
        .join(Enrolment, Enrolment.session_id == Session.id)
        .where(
            Enrolment.person_id == person.id,
            Enrolment.place == Place.WAITLISTED,
            Session.programme_id == programme,
            Session.status.in_(sorted(TAKES_ENROLMENTS)),
            free > 0,
        )
        .order_by(Session.starts_at, Session.id)
    )
    return tuple(
        f"{reference}: {person.name} waits there, and {left:,} of {most:,} seats are free."
        for reference, most, left in rows
    )


def _meant(work: orm.Session, number: int, said: str) -> tuple[Person, int, str]:
    person = work.get(Person, number)
    if person is None:
        raise NotFound(f"No person {number}.", remedy="person list shows them.")
    programme = resolved_programme(work, said)
    return person, programme.id, programme.code


def _exemption(work: orm.Session, person: int, programme: int) -> Exemption | None:
    return work.scalar(select(Exemption).where(Exemption.person_id == person, Exemption.programme_id == programme))


# ---- what a deed asks before it gives a seat


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody who is to have a seat."""

    person: int
    name: str
    reference: str  # of the session
    verb: str  # by which she is to have it
    delivered: bool  # the session is over: it is written down after the fact


def check(facts: Admission, asking: Asking) -> str:
    """Refuse a seat to somebody who lacks what is asked for before.

    Returns:
        What a session that is over would have asked of her, as a sentence; nobody need know any more what she held
        then. Empty when she lacks nothing.

    Raises:
        Refused: she lacks it; all that is missing is told.
    """
    verdict = facts.verdict(asking.person)
    if not isinstance(verdict, Unmet):
        return ""
    if asking.delivered:
        return f"! {asking.name} {verdict.words}."
    raise Refused(f"{asking.name} cannot be {PAST[asking.verb]} on {asking.reference}: {verdict.words}.", remedy=REMEDY)


def lacking(work: orm.Session, row: Session) -> tuple[str, ...]:
    """A sentence for each who has a seat and lacks what the session asks for on its first day, as it stands now."""
    seated = work.execute(
        select(Person.id, Person.name)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.session_id == row.id, Enrolment.place.in_(sorted(TAKES_SEAT)))
        .order_by(Person.sort_key, Person.id)
    ).all()
    facts = admission(work, row, (number for number, _name in seated))
    verdicts = ((name, facts.verdict(number)) for number, name in seated)
    return shortened(
        [f"{row.reference}: {name} {verdict.words}." for name, verdict in verdicts if isinstance(verdict, Unmet)]
    )


def uncovered(work: orm.Session, row: Session, person: int | None = None) -> tuple[str, ...]:
    """A sentence for each coach who lacks what the programme asks of its coaches at a meeting that she teaches.

    Args:
        work: a deed.
        row: the session.
        person: only of this one.
    """
    groups = requirements(work, (row.edition_id,))[row.edition_id][Of.COACH].groups
    if not groups:
        return ()
    teaches = teaching(Meeting.session_id == row.id, ~Meeting.cancelled, person=person).subquery()
    taught = work.execute(
        select(Person.id, Person.name, Meeting.number, Meeting.day)
        .select_from(teaches)
        .join(Person, Person.id == teaches.c.person_id)
        .join(Meeting, Meeting.id == teaches.c.meeting_id)
        .join(
            SessionCoach,
            (SessionCoach.session_id == Meeting.session_id)
            & (SessionCoach.person_id == func.coalesce(teaches.c.for_id, teaches.c.person_id)),
        )
        .where(teaches.c.role.in_(sorted(ASKED_ROLES)))
        .order_by(SessionCoach.id, Person.id)
    ).all()
    facts = held(work, {one.id for one in taught})
    told = []
    for (number, name), theirs in groupby(taught, key=lambda one: (one.id, one.name)):
        found = lapse(groups, facts.get(number, ()), ((one.number, one.day) for one in theirs))
        if found is not None:
            told.append(f"Coach {name}, meeting {found.meeting} on {reading(found.day)}: {found.why.words}.")
    return shortened(told)


def told_of_dates(work: orm.Session, row: Session) -> tuple[str, ...]:
    """Whom the dates of a session, as they stand now, leave without what the programme asks for: a sentence for each.

    Another date is not refused for it: a session moves for many, and whoever moves it has to know.
    """
    return (*lacking(work, row), *uncovered(work, row))


def shortened(told: Iterable[str]) -> tuple[str, ...]:
    """The first lines of many, and how many more there are."""
    lines = tuple(told)
    if len(lines) <= MOST_TOLD:
        return lines
    return (*lines[:MOST_TOLD], f"And {len(lines) - MOST_TOLD:,} more like these.")

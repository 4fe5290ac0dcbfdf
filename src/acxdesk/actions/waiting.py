"""Seats and the line for them: what is free, who is offered it, and what lapses.

Works on an open deed, so that a freed seat and its offer are one transaction, one entry and one undo.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import func, orm, select

from acxdesk.actions.prerequisites import shortened
from acxdesk.desk.door import Changing
from acxdesk.queries.prerequisites import admission
from acxdesk.records.enrolments import Enrolment, Move
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session
from acxdesk.rules.enrolments import (
    ATTENDS,
    LEFT,
    TAKES_SEAT,
    Place,
    Seats,
    Waiting,
    next_offers,
    offer_until,
    passed_over,
)
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.prerequisites import Unmet
from acxdesk.rules.sessions import phase

OFFER_HOURS: Final = 48  # how long an offer stands where the settings say nothing else
CHUNK: Final = 500  # SQLite takes 32,766 variables a statement; smaller statements are prepared once and shared
OfferHours = Annotated[int, Field(ge=1, le=24 * 90)]


@dataclass(frozen=True, slots=True)
class Step:
    """What moves a place: the verb, where to, and why."""

    verb: str
    target: Place
    why: str = ""


def seats_of(work: orm.Session, row: Session, now: datetime) -> Seats:
    """The session as booking sees it, in one statement."""
    counted = work.execute(
        select(Enrolment.place, func.count()).where(Enrolment.session_id == row.id).group_by(Enrolment.place)
    )
    counts: dict[Place, int] = dict(counted.all())
    return Seats(
        reference=row.reference,
        status=row.status,
        phase=phase(now, row.starts_at, row.ends_at),
        capacity=row.capacity_max,
        taken=sum(counts.get(place, 0) for place in TAKES_SEAT),
        waiting=counts.get(Place.WAITLISTED, 0),
    )


def waiting_of(work: orm.Session, row: Session) -> list[Enrolment]:
    """Who waits for a seat, in no order; `rules.enrolments.line` has the order."""
    return list(
        work.scalars(select(Enrolment).where(Enrolment.session_id == row.id, Enrolment.place == Place.WAITLISTED))
    )


def as_waiting(enrolment: Enrolment, *, lapsed: bool = False, barred: bool = False) -> Waiting:
    """A row of the waiting list as the rules see it."""
    return Waiting(enrolment.id, enrolment.waiting_since or enrolment.since, enrolment.priority, lapsed, barred)


def shift(change: Changing, enrolment: Enrolment, step: Step, *, offered_until: datetime | None = None) -> None:
    """Move a place and write down who, when, why. The rules have allowed it."""
    before = enrolment.place
    sat, sits = before in ATTENDS, step.target in ATTENDS
    enrolment.place, enrolment.since, enrolment.offered_until = step.target, change.now, offered_until
    if step.target is Place.WAITLISTED:
        enrolment.waiting_since = change.now
    elif step.target in ATTENDS or step.target in LEFT:
        enrolment.waiting_since = None
    if sits is not sat:
        # Raised by the first coming as well: taken back, it leaves her calendar with these meetings as cancelled.
        enrolment.sequence += 1
        enrolment.changed_at = max(enrolment.changed_at, change.now)
        enrolment.left_at = None if sits else change.now
        if enrolment.attended_from is None:
            enrolment.attended_from = change.now
    note(change, enrolment, before, step)


def note(change: Changing, enrolment: Enrolment, before: Place | None, step: Step) -> None:
    """Write down one move of a place."""
    change.work.add(
        Move(
            enrolment_id=enrolment.id,
            verb=step.verb,
            before=before,
            after=step.target,
            at=change.now,
            who=change.who,
            why=step.why,
        )
    )


def offer_seats(change: Changing, row: Session, hours: int, lapsed: frozenset[int] = frozenset()) -> tuple[str, ...]:
    """Offer the free seats of a session to the first in line who have what it asks for; answers with a sentence each.

    Whoever is passed over is told as well, with the reason.

    Args:
        change: the deed that freed them.
        row: the session.
        hours: how long an offer stands.
        lapsed: enrolments that just let an offer lapse and are passed over this time.
    """
    change.work.flush()
    seats = seats_of(change.work, row, change.now)
    if not seats.waiting or not seats.left:
        return ()
    rows = {enrolment.id: enrolment for enrolment in waiting_of(change.work, row)}
    facts = admission(change.work, row, (enrolment.person_id for enrolment in rows.values()))
    lacks = {number: facts.verdict(enrolment.person_id) for number, enrolment in rows.items()}
    queue = [as_waiting(one, lapsed=one.id in lapsed, barred=isinstance(lacks[one.id], Unmet)) for one in rows.values()]
    until = offer_until(change.now, hours, row.starts_at)
    offered = [rows[one.enrolment] for one in next_offers(seats, queue)]
    over = [rows[one.enrolment] for one in passed_over(seats, queue)]
    names = names_of(change.work, [enrolment.person_id for enrolment in (*offered, *over)])
    told = [f"{row.reference}: {names[one.person_id]} is passed over: {lacks[one.id].words}." for one in over]
    told = list(shortened(told))
    local = wall(until, row.zone)
    for enrolment in offered:
        shift(change, enrolment, Step("offer", Place.OFFERED, "a seat was freed"), offered_until=until)
        told.append(
            f"{row.reference}: a seat is offered to {names[enrolment.person_id]} until {reading(local.date())} "
            f"{local:%H:%M} {row.zone}."
        )
    return tuple(told)


def names_of(work: orm.Session, people: Iterable[int]) -> dict[int, str]:
    """The names of people by their numbers; without those whom nobody knows."""
    return {
        number: name
        for chunk in chunks(people)
        for number, name in work.execute(select(Person.id, Person.name).where(Person.id.in_(chunk)))
    }


def chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    """The numbers in lists that a statement takes."""
    rest = iter(numbers)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def lapse_due(change: Changing, row: Session, hours: int) -> tuple[str, ...]:
    """Let the session's offers lapse whose time is over: their holders go to the end of the line, the next is asked.

    Answers with a sentence for each lapse and each new offer.
    """
    due = change.work.execute(
        select(Enrolment, Person.name)
        .join(Enrolment.person)
        .where(
            Enrolment.session_id == row.id,
            Enrolment.place == Place.OFFERED,
            Enrolment.offered_until <= change.now,
        )
        .order_by(Enrolment.offered_until, Enrolment.id)
    ).all()
    told = []
    for enrolment, name in due:
        shift(change, enrolment, Step("lapse", Place.WAITLISTED, "the offer was not taken in time"))
        told.append(f"{row.reference}: the offer to {name} lapsed; {name} is at the end of the waiting list.")
    if not due:
        return ()
    return (*told, *offer_seats(change, row, hours, frozenset(enrolment.id for enrolment, _ in due)))

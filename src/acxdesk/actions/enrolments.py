"""Places: applying, booking, confirming, leaving. One person or many, each time one deed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import orm, select

from acxdesk.actions.clashing import warned_of_people
from acxdesk.actions.prerequisites import Asking, check
from acxdesk.actions.requests import GivenLine, Reason, Request, RowNumber, among
from acxdesk.actions.runs import session_of
from acxdesk.actions.waiting import (
    OFFER_HOURS,
    OfferHours,
    Step,
    as_waiting,
    chunks,
    lapse_due,
    names_of,
    note,
    offer_seats,
    seats_of,
    shift,
    waiting_of,
)
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.numbering import number, numbers
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.enrolments import unsocial_hours
from acxdesk.queries.prerequisites import admission
from acxdesk.records.enrolments import IS_OFFERED, Enrolment
from acxdesk.records.sessions import Session
from acxdesk.rules.enrolments import ATTENDS, PAST, TAKES_SEAT, WILL, Held, Place, Seats, Standing, standing, step
from acxdesk.rules.prerequisites import Admission, Unmet
from acxdesk.rules.sessions import Phase

__all__ = [
    "OFFER_HOURS",
    "Bench",
    "MovePlaces",
    "PlaceOutcome",
    "PlacesReport",
    "bench_of",
    "lapse_offers",
    "move_one",
    "move_places",
    "seated",
    "warned_of",
]


_TAKES_ON: Final = frozenset({"apply", "book", "accept"})  # verbs that bring somebody to a session


class MovePlaces(Request):
    """One step of a place, for one person or many of one session."""

    session: GivenLine
    people: Annotated[tuple[RowNumber, ...], Field(min_length=1)]
    verb: Annotated[str, among("apply", "book", "accept", "decline", "confirm", "withdraw", "cancel")]
    reason: Reason = ""
    offer_hours: OfferHours = OFFER_HOURS


@dataclass(frozen=True, slots=True)
class PlaceOutcome:
    """What became of one person of a request."""

    person: int
    name: str
    place: Place | None  # where she stands now; None when it could not be done
    sentence: str  # what was done, or why not


@dataclass(frozen=True, slots=True)
class PlacesReport:
    """What a request did to each, or would do."""

    receipt: Receipt
    outcomes: tuple[PlaceOutcome, ...]

    verb: str = "book"
    warned: tuple[str, ...] = ()  # what should be known before: whose own clock shows hours outside 07:00-22:00

    @property
    def foreseen(self) -> str:
        """What a rehearsal foresees: "12 will be booked, 3 will wait, 2 cannot."."""
        waiting = sum(outcome.place is Place.WAITLISTED for outcome in self.outcomes)
        moved = len(self.outcomes) - waiting - len(self.refused)
        parts = [f"{moved} will {WILL[self.verb]}"]
        parts += [f"{waiting} will wait"] if waiting else []
        parts += [f"{len(self.refused)} cannot"] if self.refused else []
        return f"{', '.join(parts)}."

    @property
    def refused(self) -> tuple[PlaceOutcome, ...]:
        """Those for whom it could not be done."""
        return tuple(outcome for outcome in self.outcomes if outcome.place is None)


@dataclass(slots=True)
class Bench:
    """A session's facts while a deed goes over many people; kept right from one to the next without asking again."""

    row: Session
    seats: Seats
    queue: list[Standing]  # a heap of those who wait, and of some who did
    waits: dict[int, Standing]  # enrolment -> where she stands on the waiting list
    places: dict[int, Enrolment]  # person -> her place, of those whom the deed is about
    numbers: Iterator[int]  # for new places; the line is ordered by them, and written they are in one statement
    admission: Admission  # of whom the deed is about, and of all who wait

    def is_first(self, enrolment: Enrolment) -> bool:
        """Whether nobody who could take a seat waits before her."""
        while self.queue and self.waits.get(self.queue[0][-1]) != self.queue[0]:
            heappop(self.queue)  # she waits no more, or waits elsewhere
        return not self.queue or self.waits[enrolment.id] <= self.queue[0]

    def moved(self, enrolment: Enrolment, before: Place | None) -> None:
        """Count the seats and the line again after one move."""
        after = enrolment.place
        taken = (after in TAKES_SEAT) - (before in TAKES_SEAT)
        waiting = (after is Place.WAITLISTED) - (before is Place.WAITLISTED)
        barred = waiting if self.is_barred(enrolment.person_id) else 0
        self.seats = replace(
            self.seats,
            taken=self.seats.taken + taken,
            waiting=self.seats.waiting + waiting,
            barred=self.seats.barred + barred,
        )
        if waiting > 0:
            self.waits[enrolment.id] = standing(as_waiting(enrolment))
            if not barred:
                heappush(self.queue, self.waits[enrolment.id])
        elif waiting < 0:
            del self.waits[enrolment.id]

    def is_barred(self, person: int) -> bool:
        """Whether she lacks what the session asks for before."""
        return isinstance(self.admission.verdict(person), Unmet)


def bench_of(change: Changing, row: Session, people: Iterable[int], hours: int) -> tuple[Bench, tuple[str, ...]]:
    """The bench of a session, after its offers that are due have lapsed; and a sentence for each of those.

    Args:
        change: the deed.
        row: the session.
        people: whom the deed is about.
        hours: how long a new offer stands.
    """
    told = lapse_due(change, row, hours)
    return seated(change, row, people), told


def seated(change: Changing, row: Session, people: Iterable[int]) -> Bench:
    """The bench of a session as it stands, with the offers that are due.

    Args:
        change: the deed.
        row: the session.
        people: whom the deed is about.
    """
    change.work.flush()
    waiting = waiting_of(change.work, row)
    facts = admission(change.work, row, (*people, *(one.person_id for one in waiting)))
    barred = {one.id for one in waiting if isinstance(facts.verdict(one.person_id), Unmet)}
    waits = {one.id: standing(as_waiting(one)) for one in waiting}
    return Bench(
        row,
        replace(seats_of(change.work, row, change.now), barred=len(barred)),
        sorted(place for number, place in waits.items() if number not in barred),
        waits,
        _places(change.work, row, people),
        numbers(change.work, Enrolment),
        facts,
    )


def move_places(desk: Desk, request: MovePlaces) -> PlacesReport:
    """Carry out one verb for each person: booking a full session puts her on its waiting list.

    One person who cannot is refused with the reason; of many, those who can are moved and the others are told. A
    seat that becomes free is offered to the first in line in the same deed.

    Raises:
        NotFound: no such session or person.
        Refused: the one person's move is not legal, lacks its reason, the session takes nobody, or she lacks what
            it asks for before.
    """
    verb = request.verb
    with desk.changing(f"enrolment {verb}", deed=request.deed) as change:
        row = session_of(change.work, request.session)
        people = dict.fromkeys(request.people)
        bench, told = bench_of(change, row, people, request.offer_hours)
        names = names_of(change.work, people)
        outcomes = []
        for person in people:
            if person not in names:
                raise NotFound(f"No person {person}.", remedy="person list shows them.")
            try:
                outcome = move_one(change, bench, (person, names[person]), verb, request.reason)
            except Refused as refused:
                if len(people) == 1:
                    raise
                outcome = PlaceOutcome(person, names[person], None, str(refused))
            outcomes.append(outcome)
        number(change.work)
        if verb in {"withdraw", "cancel", "decline"}:
            told += offer_seats(change, row, request.offer_hours)
        warned = warned_of(change, row, outcomes) if verb in _TAKES_ON else ()
        change.say(_summary(row.reference, verb, outcomes))
        changed = change.changed
    lines = (*(outcome.sentence for outcome in outcomes if len(outcomes) > 1), *told, *warned)
    receipt = Receipt(change.sentence, lines, changed=changed, rehearsed=desk.rehearsal)
    return PlacesReport(receipt, tuple(outcomes), verb, warned)


def warned_of(change: Changing, row: Session, outcomes: Iterable[PlaceOutcome]) -> tuple[str, ...]:
    """What those who came to a session should know of it, a sentence each: it keeps nobody out.

    What they sit or teach beside it at the same time, and that their own clocks show it too early or too late.
    """
    change.work.flush()
    came = [outcome for outcome in outcomes if outcome.place is not None]
    sitting = [outcome.person for outcome in came if outcome.place in ATTENDS]
    hours = unsocial_hours(change.work, row.id, [outcome.person for outcome in came], change.now)
    return (*warned_of_people(change.work, row.id, sitting), *hours)


def lapse_offers(desk: Desk, hours: int = OFFER_HOURS) -> Receipt:
    """Let every offer lapse whose time is over, and ask the next in each line. Nothing due: nothing is written."""
    with desk.reading() as work:
        # Each once by Python: DISTINCT makes SQLite walk the whole index of sessions and places.
        asked = select(Enrolment.session_id).where(IS_OFFERED, Enrolment.offered_until <= desk.clock.now())
        due = set(work.scalars(asked))
    if not due:
        return Receipt("No offer is due.", changed=False)
    with desk.changing("offers lapse", kind="system") as change:
        told: tuple[str, ...] = ()
        for row in change.work.scalars(select(Session).where(Session.id.in_(due)).order_by(Session.id)):
            told += lapse_due(change, row, hours)
        change.say(" ".join(told))
        changed = change.changed
    return Receipt(change.sentence, told, changed=changed, rehearsed=desk.rehearsal)


def move_one(change: Changing, bench: Bench, person: tuple[int, str], verb: str, reason: str = "") -> PlaceOutcome:
    """Move one person's place by a verb of `rules.enrolments.STEPS`.

    Args:
        change: the deed.
        bench: of the session; her place is in it if she has one.
        person: her number and her name.
        verb: what is done.
        reason: why; withdrawing and cancelling ask for one.

    Raises:
        Refused: the move is not legal, lacks its reason, the session takes nobody, or she lacks what it asks for.
    """
    who, name = person
    enrolment = bench.places.get(who)
    before = enrolment.place if enrolment else None
    target, warning = foresee(bench, person, verb, reason)
    move = Step(verb, target, reason)
    if enrolment is None:
        enrolment = bench.places[who] = _new_place(change, bench, who, target)
        note(change, enrolment, None, move)
    else:
        shift(change, enrolment, move)
    bench.moved(enrolment, before)
    return PlaceOutcome(who, name, target, " ".join(filter(None, (_done(name, verb, bench, enrolment), warning))))


def foresee(bench: Bench, person: tuple[int, str], verb: str, reason: str = "") -> tuple[Place, str]:
    """The place that a verb would lead one person to, and what is to be said of it; nothing is moved.

    Args:
        bench: of the session.
        person: her number and her name.
        verb: what would be done.
        reason: why.

    Raises:
        Refused: as for `move_one`.
    """
    who, name = person
    enrolment = bench.places.get(who)
    before = enrolment.place if enrolment else None
    first = before is Place.WAITLISTED and enrolment is not None and bench.is_first(enrolment)
    target = step(bench.seats, Held(name, before, first_in_line=first), verb, reason)
    if target not in TAKES_SEAT:
        return target, ""
    delivered = bench.seats.phase is Phase.DELIVERED
    return target, check(bench.admission, Asking(who, name, bench.row.reference, verb, delivered))


def _new_place(change: Changing, bench: Bench, person: int, target: Place) -> Enrolment:
    enrolment = Enrolment(
        id=next(bench.numbers),
        uid=change.new_uid(),
        session_id=bench.row.id,
        person_id=person,
        place=target,
        since=change.now,
        waiting_since=change.now if target is Place.WAITLISTED else None,
        priority=0,
        offered_until=None,
        attended_from=change.now if target in ATTENDS else None,
        left_at=None,
        sequence=0,
        made_at=change.now,
        changed_at=change.now,
    )
    change.work.add(enrolment)
    return enrolment


def _done(name: str, verb: str, bench: Bench, enrolment: Enrolment) -> str:
    seats, reference = bench.seats, bench.row.reference
    if enrolment.place is Place.WAITLISTED:
        free = f"{seats.left} of {seats.capacity} are free" if seats.left else f"all {seats.capacity} are taken"
        return f"{name} waits for a seat on {reference}: {free}, place {seats.waiting} in line."
    why = " It was delivered already." if verb == "book" and seats.phase is Phase.DELIVERED else ""
    if enrolment.place is Place.BOOKED:
        return f"{name} booked on {reference}, seat {seats.taken} of {seats.capacity}.{why}"
    if enrolment.place is Place.APPLIED:
        return f"{name} applied for {reference}."
    return f"{name} {PAST[verb]} on {reference}."


def _summary(reference: str, verb: str, outcomes: Sequence[PlaceOutcome]) -> str:
    if len(outcomes) == 1:
        return outcomes[0].sentence
    waiting = sum(outcome.place is Place.WAITLISTED for outcome in outcomes)
    refused = sum(outcome.place is None for outcome in outcomes)
    parts = [f"{len(outcomes) - waiting - refused} {PAST[verb]}"]
    if waiting:
        parts.append(f"{waiting} on the waiting list")
    if refused:
        parts.append(f"{refused} cannot")
    return f"{reference}: {', '.join(parts)}."


def _places(work: orm.Session, row: Session, people: Iterable[int]) -> dict[int, Enrolment]:
    return {
        enrolment.person_id: enrolment
        for chunk in chunks(people)
        for enrolment in work.scalars(
            select(Enrolment).where(Enrolment.session_id == row.id, Enrolment.person_id.in_(chunk))
        )
    }

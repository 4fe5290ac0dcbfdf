"""Places: which ones take a seat, which moves are legal, who is admitted and whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from acxdesk.errors import Refused
from acxdesk.rules.sessions import TAKES_ENROLMENTS, Phase, Status


class Place(StrEnum):
    """Where a person stands in a session."""

    APPLIED = "applied"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    BOOKED = "booked"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    TRANSFERRED = "transferred"


# Which states take a seat is a fact about the state. An offer holds its seat until it lapses.
TAKES_SEAT = frozenset({Place.OFFERED, Place.BOOKED, Place.CONFIRMED})
# Who sits in the meetings, and so has them in the calendar.
ATTENDS = frozenset({Place.BOOKED, Place.CONFIRMED})
LEFT = frozenset({Place.WITHDRAWN, Place.CANCELLED, Place.DECLINED, Place.TRANSFERRED})


@dataclass(frozen=True, slots=True)
class Step:
    """One legal move of a place."""

    verb: str
    sources: frozenset[Place | None]  # None: the person has no place in the session yet
    target: Place
    needs_reason: bool = False


# The table of moves. Booking is the one move whose target depends on the seats: see `admit`.
STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        Step("apply", frozenset({None, *LEFT}), Place.APPLIED),
        Step("book", frozenset({None, Place.APPLIED, Place.WAITLISTED, Place.OFFERED, *LEFT}), Place.BOOKED),
        Step("wait", frozenset({None, Place.APPLIED, *LEFT}), Place.WAITLISTED),
        Step("offer", frozenset({Place.WAITLISTED}), Place.OFFERED),
        Step("accept", frozenset({Place.OFFERED}), Place.BOOKED),
        Step("decline", frozenset({Place.OFFERED, Place.APPLIED, Place.WAITLISTED}), Place.DECLINED),
        Step("lapse", frozenset({Place.OFFERED}), Place.WAITLISTED),
        Step("confirm", frozenset({Place.BOOKED}), Place.CONFIRMED),
        Step(
            "withdraw",
            frozenset({Place.APPLIED, Place.WAITLISTED, Place.OFFERED, Place.BOOKED, Place.CONFIRMED}),
            Place.WITHDRAWN,
            needs_reason=True,
        ),
        Step(
            "cancel",
            frozenset({Place.APPLIED, Place.WAITLISTED, Place.OFFERED, Place.BOOKED, Place.CONFIRMED}),
            Place.CANCELLED,
            needs_reason=True,
        ),
        # To another session, where she is booked in the same deed.
        Step(
            "transfer",
            frozenset({Place.APPLIED, Place.WAITLISTED, Place.OFFERED, Place.BOOKED, Place.CONFIRMED}),
            Place.TRANSFERRED,
            needs_reason=True,
        ),
    )
}
PAST = {
    "apply": "applied for",
    "book": "booked",
    "wait": "put on the waiting list",
    "offer": "offered a seat",
    "accept": "accepted",
    "decline": "declined",
    "lapse": "lapsed",
    "confirm": "confirmed",
    "withdraw": "withdrawn",
    "cancel": "cancelled",
    "transfer": "transferred",
}
# The same as foreseen: "3 will be booked".
WILL = {
    "apply": "apply",
    "wait": "wait",
    "book": "be booked",
    "offer": "be offered a seat",
    "accept": "take the seat",
    "decline": "be declined",
    "lapse": "lapse",
    "confirm": "be confirmed",
    "withdraw": "be withdrawn",
    "cancel": "be cancelled",
    "transfer": "be transferred",
}


@dataclass(frozen=True, slots=True)
class Seats:
    """A session as booking sees it."""

    reference: str
    status: Status
    phase: Phase
    capacity: int
    taken: int  # offered, booked and confirmed
    waiting: int  # people on the waiting list
    barred: int = 0  # of those, how many cannot take a seat: they lack what is asked for before

    @property
    def left(self) -> int:
        """Free seats; never below zero, also where an older import has overfilled the session."""
        return max(self.capacity - self.taken, 0)


@dataclass(frozen=True, slots=True)
class Held:
    """A person as booking sees her."""

    name: str
    place: Place | None  # in this session; None without one
    first_in_line: bool = False  # on the waiting list, nobody before her


def step(seats: Seats, held: Held, verb: str, reason: str = "") -> Place:
    """The place that `verb` leads to; booking a full session leads to its waiting list.

    Args:
        seats: the session.
        held: the person.
        verb: a key of `STEPS`.
        reason: why; withdrawing and cancelling ask for one.

    Raises:
        Refused: the move is not in the table, its reason is missing, or the session takes nobody.
    """
    move = STEPS[verb]
    if held.place not in move.sources:
        raise Refused(_not_from(seats, held, verb))
    if move.needs_reason and not reason.strip():
        raise Refused(
            f"{held.name} cannot be {PAST[verb]} from {seats.reference} without a reason.",
            remedy="Say why in a few words; it is kept.",
        )
    if verb in {"apply", "book", "wait", "accept", "offer", "confirm"}:
        _check_takes(seats, held, verb)
    return admit(seats, held) if verb == "book" else move.target


def admit(seats: Seats, held: Held) -> Place:
    """Booked while a seat is free and nobody who could take it waits before her, else waitlisted.

    Raises:
        Refused: she waits already and it is not her turn.
    """
    if held.place is Place.OFFERED:  # the seat is held for her
        return Place.BOOKED
    if seats.left and (seats.waiting <= seats.barred or held.first_in_line):
        return Place.BOOKED
    if held.place is Place.WAITLISTED:
        why = "others wait longer" if seats.left else f"all {seats.capacity} seats are taken"
        raise Refused(
            f"{held.name} stays on the waiting list of {seats.reference}: {why}.",
            remedy="A freed seat is offered to the first in line.",
        )
    return Place.WAITLISTED


def _check_takes(seats: Seats, held: Held, verb: str) -> None:
    if seats.status not in TAKES_ENROLMENTS:
        remedy = "Open it first." if seats.status is Status.DRAFT else "Choose another session."
        raise Refused(f"{seats.reference} is {seats.status}; {held.name} cannot be {PAST[verb]} on it.", remedy=remedy)


def _not_from(seats: Seats, held: Held, verb: str) -> str:
    if held.place is None:
        return f"{held.name} has no place on {seats.reference} that could be {PAST[verb]}."
    return f"{held.name} is {held.place} on {seats.reference} already; that cannot be {PAST[verb]}."


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person on a waiting list."""

    enrolment: int
    since: datetime  # UTC, when she joined the list or went to its end
    priority: int = 0  # higher goes first
    lapsed: bool = False  # her last offer for the seat in question lapsed
    barred: bool = False  # she lacks what is asked for before


Standing = tuple[int, datetime, int]  # where somebody stands on a waiting list; the lowest is first


def standing(one: Waiting) -> Standing:
    """What the waiting list is ordered by: priority, then time, then who was written down first."""
    return -one.priority, one.since, one.enrolment


def line(waiting: Sequence[Waiting]) -> tuple[Waiting, ...]:
    """The waiting list in its order."""
    return tuple(sorted(waiting, key=standing))


def next_offers(seats: Seats, waiting: Sequence[Waiting]) -> tuple[Waiting, ...]:
    """Who is offered the free seats now: the first in line who can take one and did not just let one lapse.

    Nobody is offered a seat once the session runs, was delivered or takes no enrolments.
    """
    if not _makes_offers(seats):
        return ()
    return tuple(one for one in line(waiting) if not one.lapsed and not one.barred)[: seats.left]


def _makes_offers(seats: Seats) -> bool:
    return seats.phase is Phase.UPCOMING and seats.status in TAKES_ENROLMENTS


def passed_over(seats: Seats, waiting: Sequence[Waiting]) -> tuple[Waiting, ...]:
    """Who would be offered a free seat now, but lacks what is asked for before; in the order of the line."""
    barred = tuple(one for one in line(waiting) if one.barred and not one.lapsed)
    if not barred or not seats.left or not _makes_offers(seats):
        return ()
    offered = next_offers(seats, waiting)
    if len(offered) < seats.left:
        return barred
    return tuple(one for one in barred if standing(one) < standing(offered[-1]))


def offer_until(now: datetime, hours: int, starts_at: datetime | None) -> datetime:
    """Until when an offer stands: `hours` from now, at the latest until the session starts (all UTC)."""
    until = now + timedelta(hours=hours)
    return until if starts_at is None else min(until, starts_at)


def seats_words(booked: int, offered: int, waiting: int, capacity: tuple[int, int]) -> str:
    """Seats by sign and figure: `◐ 3 of 12`, `■ 12 of 12 +2`; the plus counts who waits."""
    lowest, most = capacity
    taken = booked + offered
    sign = "■" if taken >= most else "◐" if taken < lowest else "●"
    return f"{sign} {taken} of {most}" + (f" +{waiting}" if waiting else "")

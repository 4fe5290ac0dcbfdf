"""From one session to another: the place here ends, the place there begins, in one deed with one undo.

What was attended and marked stays with the place in the old session.
"""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from acxdesk.actions.enrolments import Bench, PlaceOutcome, PlacesReport, bench_of, foresee, move_one, warned_of
from acxdesk.actions.requests import GivenLine, Reason, Request, RowNumber
from acxdesk.actions.runs import session_of
from acxdesk.actions.waiting import OFFER_HOURS, OfferHours, names_of, offer_seats
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.numbering import number
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NoSeat, NotFound, Refused
from acxdesk.rules.enrolments import Place


class Transfer(Request):
    """Another session for some people of one."""

    session: GivenLine = Field(description="the reference of the session that they are on")
    people: Annotated[tuple[RowNumber, ...], Field(min_length=1)]
    to: GivenLine = Field(description="the reference of the session that they go to")
    reason: Reason = ""
    wait: bool = Field(default=False, description="go on the waiting list of a full session rather than stay")
    offer_hours: OfferHours = OFFER_HOURS


def transfer(desk: Desk, request: Transfer) -> PlacesReport:
    """Transfer people: each is booked on the other session as by hand, and her place on the first one ends.

    The freed seats are offered to the first in line there. One person who cannot is refused with the reason; of many,
    those who can are transferred and the others are told; nobody loses her place without getting the other one.

    Raises:
        NotFound: no such session or person.
        NoSeat: the other session is full for the one person, and she is not to wait.
        Refused: the two sessions are one, the reason is missing, or of the one person: she has no place that could
            end, has one on the other session already, or lacks what that asks for.
    """
    with desk.changing("enrolment transfer", deed=request.deed) as change:
        here, there = (session_of(change.work, said) for said in (request.session, request.to))
        if here is there:
            raise Refused(f"{here.reference} is the session that is left.", remedy="Choose another one to go to.")
        people = dict.fromkeys(request.people)
        benches: list[Bench] = []
        told: tuple[str, ...] = ()
        for row in (here, there):
            bench, lapsed = bench_of(change, row, people, request.offer_hours)
            benches.append(bench)
            told += lapsed
        names = names_of(change.work, people)
        outcomes: list[PlaceOutcome] = []
        for person in people:
            if person not in names:
                raise NotFound(f"No person {person}.", remedy="person list shows them.")
            try:
                outcome = transfer_one(change, benches, (person, names[person]), request)
            except Refused as refused:
                if len(people) == 1:
                    raise
                outcome = PlaceOutcome(person, names[person], None, str(refused))
            outcomes.append(outcome)
        number(change.work)
        told += offer_seats(change, here, request.offer_hours)
        warned = warned_of(change, there, outcomes)
        change.say(_summary(here.reference, there.reference, outcomes))
        changed = change.changed
    lines = (*(outcome.sentence for outcome in outcomes if len(outcomes) > 1), *told, *warned)
    receipt = Receipt(change.sentence, lines, changed=changed, rehearsed=desk.rehearsal)
    return PlacesReport(receipt, tuple(outcomes), "transfer", warned)


def transfer_one(
    change: Changing, benches: Sequence[Bench], person: tuple[int, str], request: Transfer
) -> PlaceOutcome:
    """Move one person; both moves are known to be legal before the first is written.

    Args:
        change: the deed.
        benches: of the session that is left, and of the one that is gone to.
        person: her number and her name.
        request: why, and whether to wait for a seat.

    Raises:
        Refused: one of them is not.
    """
    here, there = benches
    foresee(here, person, "transfer", request.reason)
    target, warning = foresee(there, person, "book", request.reason)
    if target is Place.WAITLISTED and not request.wait:
        why = f"all {there.seats.capacity} seats are taken" if not there.seats.left else "others wait longer"
        raise NoSeat(
            f"{person[1]} cannot be transferred to {there.row.reference}: {why}.",
            remedy="Ask for a place on its waiting list, or choose another session.",
        )
    move_one(change, there, person, "book", f"from {here.row.reference}: {request.reason}")
    move_one(change, here, person, "transfer", f"to {there.row.reference}: {request.reason}")
    seats = there.seats
    how = (
        f"waits there, place {seats.waiting} in line"
        if target is Place.WAITLISTED
        else (f"booked there, seat {seats.taken} of {seats.capacity}")
    )
    sentence = f"{person[1]} transferred from {here.row.reference} to {there.row.reference}, {how}."
    return PlaceOutcome(*person, target, " ".join(filter(None, (sentence, warning))))


def _summary(here: str, there: str, outcomes: Sequence[PlaceOutcome]) -> str:
    if len(outcomes) == 1:
        return outcomes[0].sentence
    refused = sum(outcome.place is None for outcome in outcomes)
    waiting = sum(outcome.place is Place.WAITLISTED for outcome in outcomes)
    parts = [f"{len(outcomes) - refused - waiting} transferred"]
    parts += [f"{waiting} on its waiting list"] if waiting else []
    parts += [f"{refused} cannot"] if refused else []
    return f"{here} to {there}: {', '.join(parts)}."

"""Calling a session off: its people go to another session or lose their places, in one deed with one undo.

`actions.deciding` cancels a session whose delegates keep their places for a reopening; here nobody is left behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import Field
from sqlalchemy import select

from acxdesk.actions.deciding import Decide, turn_session
from acxdesk.actions.enrolments import Bench, PlaceOutcome, bench_of, move_one, seated
from acxdesk.actions.requests import GivenLine, GivenReason, Line, Request
from acxdesk.actions.runs import session_of
from acxdesk.actions.transfers import Transfer, transfer_one
from acxdesk.actions.waiting import OFFER_HOURS, OfferHours
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.numbering import number
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session
from acxdesk.rules.deciding import people as people_words
from acxdesk.rules.enrolments import ATTENDS, LEFT, Place
from acxdesk.rules.sessions import TAKES_ENROLMENTS

# Whose turn it is for the seats of the other session: who sits, whom a seat is offered, who waits, who applied.
_TURN = {Place.CONFIRMED: 0, Place.BOOKED: 0, Place.OFFERED: 1, Place.WAITLISTED: 2, Place.APPLIED: 3}


class CallOff(Request):
    """A session that will not be taught, and where its people go."""

    session: GivenLine
    to: Line = Field(default="", description="the reference of the session that they go to; empty for none")
    reason: GivenReason
    wait: bool = Field(default=False, description="go on the waiting list of a full session rather than lose the place")
    offer_hours: OfferHours = OFFER_HOURS


@dataclass(frozen=True, slots=True)
class CallOffReport:
    """What became of each who had a place."""

    receipt: Receipt
    goes: tuple[PlaceOutcome, ...]  # to the other session, some of them perhaps onto its waiting list
    stays: tuple[PlaceOutcome, ...]  # whose place ended, with the reason why she does not go


@dataclass(slots=True)
class _Parting:
    """What happened so far."""

    goes: list[PlaceOutcome] = field(default_factory=list)
    stays: list[PlaceOutcome] = field(default_factory=list)
    waited: int = 0  # of those who stay, how many only waited or had applied


def call_off(desk: Desk, request: CallOff) -> CallOffReport:
    """Call a session off; whoever has a place goes to the other session where she can, else her place ends.

    She is booked there as by hand, the same as by a transfer: who sits here goes before whom a seat is offered, then
    the waiting list in its order. Who cannot go is told with the reason, and her place is cancelled by the business.

    Raises:
        NotFound: no such session.
        Refused: it cannot be cancelled from its present status, the reason is missing, or the other session is the
            same one, or takes nobody.
    """
    with desk.changing("session call-off", deed=request.deed) as change:
        here = session_of(change.work, request.session, meetings=True)
        there = session_of(change.work, request.to) if request.to else None
        _check(change, here, there)
        leaving = _with_a_place(change, here)
        benches, told = [seated(change, here, leaving)], tuple[str, ...]()
        if there is not None:
            other, told = bench_of(change, there, leaving, request.offer_hours)
            benches.append(other)
        parting = _Parting()
        for person in leaving.items():
            _part(change, benches, person, request, parting)
        number(change.work)
        change.work.flush()  # before the session's own row changes: places wait for that, and their moves do not
        told += turn_session(change, here, Decide(session=here.reference, verb="cancel", reason=request.reason))
        change.say(_sentence(here, there, request.reason, parting))
        ids = (here.id,)
    lines = (*(one.sentence for one in (*parting.stays, *parting.goes)), *told)
    receipt = Receipt(change.sentence, lines, ids=ids, rehearsed=desk.rehearsal)
    return CallOffReport(receipt, tuple(parting.goes), tuple(parting.stays))


def _check(change: Changing, here: Session, there: Session | None) -> None:
    """Refuse another session that nobody can go to, before anybody loses her place for that.

    Raises:
        Refused: it is the same one, takes nobody, or is over.
    """
    if there is None:
        return
    remedy = "Choose another one to go to."
    if here is there:
        raise Refused(f"{here.reference} is the session that is called off.", remedy=remedy)
    if there.status not in TAKES_ENROLMENTS:
        raise Refused(f"{there.reference} is {there.status} and takes nobody.", remedy=remedy)
    if there.ends_at <= change.now:
        raise Refused(f"{there.reference} was delivered already.", remedy=remedy)


def _with_a_place(change: Changing, row: Session) -> dict[int, str]:
    """Who has a place that ends, with her name, in the order in which they get the seats of the other session."""
    rows = change.work.execute(
        select(Enrolment, Person.name)
        .join(Enrolment.person)
        .where(Enrolment.session_id == row.id, Enrolment.place.not_in(sorted(LEFT)))
    ).all()
    ordered = sorted(
        rows,
        key=lambda one: (
            _TURN[one.Enrolment.place],
            -one.Enrolment.priority,
            one.Enrolment.waiting_since or one.Enrolment.since,
            one.Enrolment.id,
        ),
    )
    return {one.Enrolment.person_id: one.name for one in ordered}


def _part(
    change: Changing, benches: Sequence[Bench], person: tuple[int, str], request: CallOff, parting: _Parting
) -> None:
    """Let one person go to the other session, or end her place."""
    here, *there = benches
    why = ""
    if there:
        try:
            going = Transfer(
                session=request.session,
                to=request.to,
                people=(person[0],),
                reason=request.reason,
                wait=request.wait,
            )
            parting.goes.append(transfer_one(change, benches, person, going))
        except Refused as refused:
            why = refused.sentence
        else:
            return
    sat = here.places[person[0]].place in ATTENDS
    ended = move_one(change, here, person, "cancel", request.reason)
    parting.waited += not sat
    sentence = " ".join(filter(None, (why, ended.sentence)))
    parting.stays.append(PlaceOutcome(*person, ended.place, sentence))


def _sentence(here: Session, there: Session | None, reason: str, parting: _Parting) -> str:
    parts = []
    if there is not None and parting.goes:
        parts += [f"{_go(len(parting.goes))} to {there.reference}"]
        waiting = sum(one.place is Place.WAITLISTED for one in parting.goes)
        parts += [f"{waiting:,} of them onto its waiting list"] if waiting else []
    sat = len(parting.stays) - parting.waited
    if sat:
        parts.append(f"{people_words(sat)} {'loses the' if sat == 1 else 'lose their'} place")
    if parting.waited:
        parts.append(f"{parting.waited:,} on the waiting list {'is' if parting.waited == 1 else 'are'} to be told")
    said = ", ".join(parts) or "Nobody had a place"
    return f"{here.reference} called off: {reason.rstrip('.')}. {said}."


def _go(count: int) -> str:
    return f"{people_words(count)} {'goes' if count == 1 else 'go'}"

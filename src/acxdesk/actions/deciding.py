"""Deciding about sessions: they are opened, confirmed, closed, cancelled and reopened, one or many as one deed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field
from sqlalchemy import func, orm, select

from acxdesk.actions.clashing import Placing, Stood, settle_clashes, standing
from acxdesk.actions.guests import told_of_guests
from acxdesk.actions.prerequisites import told_of_dates
from acxdesk.actions.requests import GivenLine, Reason, RowNumber, among
from acxdesk.actions.runs import session_of, sessions_of, touch, touch_guests
from acxdesk.actions.waiting import OFFER_HOURS, OfferHours, offer_seats
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.queries.marking import still_open
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.sessions import Session
from acxdesk.rules.calendars import is_off
from acxdesk.rules.enrolments import Place
from acxdesk.rules.sessions import SessionFacts, Status, past, phase, turn


class Decision(Placing):
    """What is decided, whatever it is about."""

    verb: Annotated[str, among("open", "confirm", "close", "cancel", "reopen")]
    reason: Reason = ""
    offer_hours: OfferHours = OFFER_HOURS  # how long the offers stand that reopening leads to


class Decide(Decision):
    """A decision about a session: open, confirm, close, cancel or reopen."""

    session: GivenLine


class DecideMany(Decision):
    """The same decision about each of some sessions, by their numbers."""

    sessions: Annotated[tuple[RowNumber, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class SessionOutcome:
    """What became of one session of a decision about many."""

    session: int
    reference: str
    status: Status | None  # where it stands now; None when it could not be done
    sentence: str  # what was done, or why not


@dataclass(frozen=True, slots=True)
class SessionsReport:
    """What a decision did to each session, or would do."""

    receipt: Receipt
    outcomes: tuple[SessionOutcome, ...]
    verb: str = "open"

    @property
    def foreseen(self) -> str:
        """What a rehearsal foresees: "12 will be confirmed, 2 cannot."."""
        moved = f"{len(self.outcomes) - len(self.refused)} will be {past(self.verb)}"
        return f"{moved}, {len(self.refused)} cannot." if self.refused else f"{moved}."

    @property
    def refused(self) -> tuple[SessionOutcome, ...]:
        """Those for which it could not be done."""
        return tuple(outcome for outcome in self.outcomes if outcome.status is None)


def decide(desk: Desk, request: Decide) -> Receipt:
    """Open, confirm, close, cancel or reopen a session. Its delegates keep their places for a reopening.

    Seats that became free while it was cancelled are offered to the first in line when it is reopened.

    Raises:
        NotFound: no such session.
        Clashing: a session that is reopened makes a clash, and no reason is given to accept that.
        Refused: not from its present status, or without the reason that is asked for.
    """
    with desk.changing(f"session {request.verb}", deed=request.deed) as change:
        row = session_of(change.work, request.session, meetings=True)
        number = row.id
        stood = _stood(change, request, (number,))
        told = turn_session(change, row, request)
        change.say(f"{_turned(row, request)}.")
        told = (*settle_clashes(desk, change, stood, number), *told)
    return Receipt(change.sentence, told, ids=(number,), rehearsed=desk.rehearsal)


def decide_many(desk: Desk, request: DecideMany) -> SessionsReport:
    """Carry out one decision about each of some sessions, as one deed.

    One session that cannot is refused with the reason; of many, those that can are decided about and the others told.

    Raises:
        NotFound: no such session.
        Clashing: sessions that are reopened make clashes, and no reason is given to accept them.
        Refused: the one session's status does not allow it, or the reason is missing.
    """
    with desk.changing(f"session {request.verb}", deed=request.deed) as change:
        rows = sessions_of(change.work, request.sessions)
        stood = _stood(change, request, request.sessions)
        outcomes: list[SessionOutcome] = []
        told: tuple[str, ...] = ()
        for row in rows:
            try:
                told += turn_session(change, row, request)
            except Refused as refused:
                if len(rows) == 1:
                    raise
                outcomes.append(SessionOutcome(row.id, row.reference, None, str(refused)))
            else:
                outcomes.append(SessionOutcome(row.id, row.reference, row.status, f"{_turned(row, request)}."))
        change.say(_summary(request, outcomes))
        clashes = settle_clashes(desk, change, stood, *request.sessions)
        changed = change.changed
    lines = (*(outcome.sentence for outcome in outcomes if len(outcomes) > 1), *clashes, *told)
    ids = tuple(outcome.session for outcome in outcomes if outcome.status is not None)
    receipt = Receipt(change.sentence, lines, ids=ids, changed=changed, rehearsed=desk.rehearsal)
    return SessionsReport(receipt, tuple(outcomes), request.verb)


def _stood(change: Changing, decision: Decision, sessions: Sequence[int]) -> Stood:
    """What clashes before a decision: of all of them, only reopening puts anything anywhere."""
    return standing(change.work, decision, *sessions) if decision.verb == "reopen" else Stood(None)


def turn_session(change: Changing, row: Session, decision: Decision) -> tuple[str, ...]:
    """Change the status of one session.

    Returns:
        Of a reopening, a sentence of the places that ended with it, one for each who lacks what the programme asks
        for by now, and one for each offer; of a closing, one of what it leaves undone; of a cancelling, one for each
        session that shared meetings with it.

    Raises:
        Refused: not from its present status, or without the reason that is asked for.
    """
    facts = SessionFacts(row.reference, row.status, row.status_before, phase(change.now, row.starts_at, row.ends_at))
    target = turn(facts, decision.verb, decision.reason)
    off, ended, was_draft = _off(row), _ended(change.work, row), row.status is Status.DRAFT
    row.status_before = row.status if target is Status.CANCELLED else None
    row.status, row.status_at, row.status_reason = target, change.now, decision.reason
    is_now_off = _off(row)
    turned = [
        meeting
        for meeting in row.meetings
        if is_now_off[meeting.id] is not off[meeting.id] or (was_draft and meeting.ends_at > change.now)
    ]  # a draft is in no coach's calendar: whoever teaches it has to learn of it now
    for meeting in turned:
        touch(change, meeting)
    if turned:
        touch_guests(change, turned)
    if decision.verb == "close":
        return _left_open(change, row)
    if decision.verb == "cancel":
        return told_of_guests(change.work, row)
    if decision.verb != "reopen":
        return ()
    change.work.flush()
    return (*ended, *told_of_dates(change.work, row), *offer_seats(change, row, decision.offer_hours))


def _ended(work: orm.Session, row: Session) -> tuple[str, ...]:
    """How many places ended in the deed that called the session off: reopening does not bring them back."""
    if row.status is not Status.CANCELLED:
        return ()
    gone = (Place.CANCELLED, Place.TRANSFERRED)
    count = work.scalar(
        select(func.count()).where(
            Enrolment.session_id == row.id, Enrolment.place.in_(gone), Enrolment.since == row.status_at
        )
    )
    if not count:
        return ()
    places = "1 place" if count == 1 else f"{count:,} places"
    return (f"{row.reference}: {places} ended when it was called off and stay so; book who comes back.",)


def _left_open(change: Changing, row: Session) -> tuple[str, ...]:
    """A sentence of what the session waits for and, closed, is on no list for any more."""
    open_work = still_open(change.work, row.id, change.now)
    return (f"{row.reference} was still waiting: {', '.join(open_work)}.",) if open_work else ()


def _turned(row: Session, decision: Decision) -> str:
    return f"{row.reference} {past(decision.verb)}" + (f": {decision.reason}" if decision.reason else "")


def _summary(request: DecideMany, outcomes: Sequence[SessionOutcome]) -> str:
    if len(outcomes) == 1:
        return outcomes[0].sentence
    done = sum(outcome.status is not None for outcome in outcomes)
    why = f": {request.reason}" if request.reason else ""
    cannot = f", {len(outcomes) - done:,} cannot" if done < len(outcomes) else ""
    return f"{done:,} session{'' if done == 1 else 's'} {past(request.verb)}{cannot}{why}."


def _off(row: Session) -> dict[int, bool]:
    """Which of the session's meetings are not held."""
    return {
        meeting.id: is_off(
            cancelled=meeting.cancelled,
            starts_at=meeting.starts_at,
            status=row.status,
            status_at=row.status_at,
            session_ends_at=row.ends_at,
        )
        for meeting in row.meetings
    }

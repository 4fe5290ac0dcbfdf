"""Asking coaches to teach a session, and what they answer. Every move keeps who, when and why in the journal."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import orm, select

from acxdesk.actions.people import Who, person_of
from acxdesk.actions.prerequisites import uncovered
from acxdesk.actions.requests import GivenLine, Reason, Request
from acxdesk.actions.runs import check_can_change, forget_parts, session_of, touch, touch_guests
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.queries.clashes import clashes_of
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session, SessionCoach
from acxdesk.records.teaching import Asking
from acxdesk.rules.clashes import Margins
from acxdesk.rules.sessions import MOVES, Answer, Role, answer

MarginMinutes = Annotated[int, Field(ge=0, le=1440)]


class Asked(BaseModel):
    """A coach who is to be asked, and her part."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: Who
    role: Role | None = None  # None: the part that she has; of a new one lead where there is none, else assistant


class WithMargins(Request):
    """A request whose receipt tells of clashes."""

    rest_minutes: MarginMinutes = Field(default=0, description="how many minutes a coach rests between two meetings")
    travel_minutes: MarginMinutes = Field(default=0, description="how many minutes lie between two cities")

    @property
    def margins(self) -> Margins:
        """How much time lies between two meetings at least."""
        return Margins(timedelta(minutes=self.rest_minutes), timedelta(minutes=self.travel_minutes))


class Ask(WithMargins):
    """Ask one or several coaches to teach a session. Who is no coach of it yet becomes one."""

    session: GivenLine = Field(description="the session's reference")
    coaches: Annotated[tuple[Asked, ...], Field(min_length=1)] = Field(description="who is asked")


class AnswerAsking(Request):
    """What a coach answers, or what becomes of her asking."""

    session: GivenLine = Field(description="the session's reference")
    person: Who = Field(description="the coach: her number, address or name")
    verb: Literal["accept", "decline", "confirm", "withdraw"]
    reason: Reason = Field(default="", description="why; declining asks for it")


def ask(desk: Desk, request: Ask) -> Receipt:
    """Ask coaches to teach a session. Until they decline, its meetings are in their calendars.

    Raises:
        NotFound: no such session, or nobody is meant.
        Refused: somebody is no coach, or was asked already; the session is over or called off.
    """
    with desk.changing("coach ask", deed=request.deed) as change:
        row = session_of(change.work, request.session, meetings=True, coaches=True)
        check_can_change(row)
        people = [(person_of(change.work, one.person), one.role) for one in request.coaches]
        shown = [_ask(change, row, person, role) for person, role in people]
        if any(shown):
            _touch(change, row)
        change.work.flush()
        names = " and ".join(person.name for person, _role in people)
        change.say(f"{row.reference}: {names} {'is' if len(people) == 1 else 'are'} asked to teach it.")
        lines = tuple(line for person, _role in people for line in against(change.work, row, person, request.margins))
        number, reference = row.id, row.reference
    return Receipt(change.sentence, lines, ids=(number,), reference=reference, rehearsed=desk.rehearsal)


def _ask(change: Changing, row: Session, person: Person, role: Role | None) -> bool:
    """Ask one coach; whether calendars show another coach by that."""
    if not person.coach:
        raise Refused(f"{person.name} is not a coach.", remedy="Mark her as a coach first.")
    asking = _asking(change.work, row, person)
    before = asking.answer if asking else None
    after = answer(person.name, before, "ask")
    assert after is not None
    part = next((coach for coach in row.coaches if coach.person_id == person.id), None)
    if part is None:
        has_lead = any(coach.role is Role.LEAD for coach in row.coaches)
        part = SessionCoach(person_id=person.id, role=Role.ASSISTANT if has_lead else Role.LEAD)
        row.coaches.append(part)
        is_new = True
    else:
        is_new = before is Answer.DECLINED
    part.role = role or part.role
    if asking is None:
        asking = Asking(session_id=row.id, person_id=person.id)
        change.work.add(asking)
    asking.answer, asking.asked_at, asking.answered_at, asking.reason = after, change.now, None, ""
    return is_new


def answer_asking(desk: Desk, request: AnswerAsking) -> Receipt:
    """Note that a coach accepted, declined or is confirmed; or withdraw the asking, and take her off the session.

    Raises:
        NotFound: no such session, or nobody is meant.
        Refused: the move is not legal, declining has no reason, or the session has begun.
    """
    with desk.changing(f"coach {request.verb}", deed=request.deed) as change:
        row = session_of(change.work, request.session, meetings=True, coaches=True)
        check_can_change(row)
        person = person_of(change.work, request.person)
        asking = _asking(change.work, row, person)
        after = answer(person.name, asking.answer if asking else None, request.verb, request.reason)
        assert asking is not None  # the table lets nobody move who is not asked
        if after in {None, Answer.DECLINED}:
            _check_ahead(row, person, change.now)
            _touch(change, row)
        if after is None:
            _take_off(change, row, person)
        else:
            asking.answer, asking.answered_at, asking.reason = after, change.now, request.reason
        why = f": {request.reason}" if request.reason else ""
        change.say(f"{row.reference}: {person.name} {MOVES[request.verb].done}{why}.")
        change.work.flush()
        lines, number, reference = _left(row, person, after), row.id, row.reference
    return Receipt(change.sentence, lines, ids=(number,), reference=reference, rehearsed=desk.rehearsal)


def _asking(work: orm.Session, row: Session, person: Person) -> Asking | None:
    return work.scalar(select(Asking).where(Asking.session_id == row.id, Asking.person_id == person.id))


def _check_ahead(row: Session, person: Person, now: datetime) -> None:
    """Refuse to let somebody off who has begun to teach: her meetings would be nobody's."""
    if now >= row.starts_at:
        raise Refused(
            f"{row.reference} has begun, and {person.name} teaches in it.",
            remedy="Name a substitute for each meeting that she cannot teach.",
        )


def _take_off(change: Changing, row: Session, person: Person) -> None:
    for part in [coach for coach in row.coaches if coach.person_id == person.id]:
        row.coaches.remove(part)
        change.work.delete(part)
    forget_parts(change.work, row, (person.id,))


def _touch(change: Changing, row: Session) -> None:
    """Let every calendar learn who teaches the session now."""
    for meeting in row.meetings:
        touch(change, meeting)
    touch_guests(change, row.meetings)


def _left(row: Session, person: Person, after: Answer | None) -> tuple[str, ...]:
    """What it leaves to be done: somebody has to teach."""
    others = [coach for coach in row.coaches if coach.person_id != person.id]
    if after in {None, Answer.DECLINED} and not others:
        return (f"! {row.reference} has no coach now.",)
    return ()


def against(
    work: orm.Session, row: Session, person: Person, margins: Margins, meeting: int | None = None
) -> tuple[str, ...]:
    """What speaks against a coach: what she lacks, and her clashes. It is told, and keeps nobody from being asked.

    Args:
        work: a deed, flushed.
        row: the session.
        person: the coach.
        margins: how much time lies between two meetings at least.
        meeting: only the clashes of the meeting with this number as a row; None for all.
    """
    clashes = (
        f"! {one.sentence}"
        for one in clashes_of(work, (row.id,), margins)
        if one.clash.person == person.id
        and not one.accepted
        and meeting in {None, one.clash.one.meeting, one.clash.other.meeting}
    )
    return (*uncovered(work, row, person.id), *clashes)

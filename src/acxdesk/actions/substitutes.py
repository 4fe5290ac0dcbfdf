"""Somebody else teaches one meeting, with a reason; and takes it no more."""

from typing import Annotated

from pydantic import Field
from sqlalchemy import or_, orm, select

from acxdesk.actions.askings import WithMargins, against
from acxdesk.actions.people import Who, person_of
from acxdesk.actions.requests import GivenLine, GivenReason, Reason
from acxdesk.actions.runs import check_can_change, session_of, touch, touch_guests
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.teaching import IS_HELD, teaching
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session
from acxdesk.records.teaching import SharedMeeting, Substitution
from acxdesk.rules.localtime import reading

Number = Annotated[int, Field(ge=1)]


class Substitute(WithMargins):
    """Who teaches one meeting in the place of one of the session's coaches."""

    session: GivenLine = Field(description="the session's reference")
    number: Number = Field(description="the meeting's number in the session")
    absent: Who = Field(description="the coach who does not teach it: her number, address or name")
    by: Who = Field(description="the coach who does: her number, address or name")
    reason: GivenReason = Field(description="why; it is kept")


class EndSubstitution(WithMargins):
    """The coach teaches the meeting herself after all."""

    session: GivenLine
    number: Number
    absent: Who
    reason: Reason = ""


def substitute(desk: Desk, request: Substitute) -> Receipt:
    """Let somebody else teach one meeting. What she lacks, and what else she has to do then, is told.

    Raises:
        NotFound: no such session or meeting, or nobody is meant.
        Refused: the meeting is cancelled, the session is over; the one does not teach it, the other is no coach.
    """
    with desk.changing("coach substitute", deed=request.deed) as change:
        row, meeting = _meeting(change, request.session, request.number)
        absent, other = person_of(change.work, request.absent), person_of(change.work, request.by)
        _check_pair(absent, other)
        before = _substitution(change.work, meeting, absent)
        if before is None:
            _check_teaches(change.work, row, meeting, absent)
        elif (before.person_id, before.reason) == (other.id, request.reason):
            return Receipt(f"{other.name} stands in already.", ids=(row.id,), changed=False)
        else:
            change.work.delete(before)  # its removal is what calls the meeting off in the calendar of who stood in
            change.work.flush()
        change.work.add(
            Substitution(
                meeting_id=meeting.id, absent_id=absent.id, person_id=other.id, reason=request.reason, at=change.now
            )
        )
        touch(change, meeting)
        touch_guests(change, (meeting,))
        change.concern("person", absent.id)
        change.work.flush()
        change.say(f"{_said(row, meeting)}: {other.name} stands in for {absent.name} ({request.reason}).")
        lines = against(change.work, row, other, request.margins, meeting.id)
        lines += _still_hers(change.work, meeting, absent)
        number, reference = row.id, row.reference
    return Receipt(change.sentence, lines, ids=(number,), reference=reference, rehearsed=desk.rehearsal)


def end_substitution(desk: Desk, request: EndSubstitution) -> Receipt:
    """Let the coach teach the meeting herself again.

    Raises:
        NotFound: no such session or meeting, nobody is meant, or nobody stands in for her.
        Refused: the session is over or called off.
    """
    with desk.changing("coach unsubstitute", deed=request.deed) as change:
        row, meeting = _meeting(change, request.session, request.number)
        absent = person_of(change.work, request.absent)
        before = _substitution(change.work, meeting, absent)
        if before is None:
            raise NotFound(
                f"Nobody stands in for {absent.name} in meeting {meeting.number} of {row.reference}.",
                remedy="meeting list shows who teaches which.",
            )
        change.work.delete(before)
        touch(change, meeting)
        touch_guests(change, (meeting,))
        change.concern("person", absent.id)
        change.work.flush()
        why = f": {request.reason}" if request.reason else ""
        change.say(f"{_said(row, meeting)}: {absent.name} teaches it herself{why}.")
        lines = against(change.work, row, absent, request.margins, meeting.id)
        number, reference = row.id, row.reference
    return Receipt(change.sentence, lines, ids=(number,), reference=reference, rehearsed=desk.rehearsal)


def _meeting(change: Changing, reference: str, number: int) -> tuple[Session, Meeting]:
    row = session_of(change.work, reference, meetings=True)
    check_can_change(row)
    found = next((meeting for meeting in row.meetings if meeting.number == number), None)
    if found is None:
        raise NotFound(f"{row.reference} has no meeting {number}.", remedy=f"It has 1 to {row.meetings[-1].number}.")
    if found.cancelled:
        raise Refused(f"{row.reference}: meeting {number} is cancelled.", remedy="Restore it first.")
    return row, found


def _check_pair(absent: Person, other: Person) -> None:
    if absent.id == other.id:
        raise Refused(f"{other.name} cannot stand in for herself.", remedy="Name another coach.")
    if not other.coach:
        raise Refused(f"{other.name} is not a coach.", remedy="Mark her as a coach first.")


def _check_teaches(work: orm.Session, row: Session, meeting: Meeting, absent: Person) -> None:
    """Refuse an absence of somebody who does not teach the meeting in a part of her own."""
    teaches = teaching(Meeting.id == meeting.id).subquery()
    found = work.execute(
        select(Person.id, Person.name)
        .join(teaches, teaches.c.person_id == Person.id)
        .where(teaches.c.for_id.is_(None))
        .order_by(Person.sort_key)
    ).all()
    if absent.id not in {one.id for one in found}:
        names = " and ".join(one.name for one in found) or "nobody"
        raise Refused(
            f"{absent.name} does not teach meeting {meeting.number} of {row.reference}.",
            remedy=f"Of its coaches it is taught by {names}.",
        )


def _still_hers(work: orm.Session, meeting: Meeting, absent: Person) -> tuple[str, ...]:
    """What is taught in one class with a meeting and is still hers who is absent: a sentence for each."""
    host = work.scalar(select(SharedMeeting.host_id).where(SharedMeeting.meeting_id == meeting.id)) or meeting.id
    guests = select(SharedMeeting.meeting_id).where(SharedMeeting.host_id == host)
    same_class = or_(Meeting.id == host, Meeting.id.in_(guests))
    hers = teaching(same_class, Meeting.id != meeting.id, *IS_HELD, person=absent.id).subquery()
    rows = work.execute(
        select(Session.reference, Meeting.number)
        .join(hers, hers.c.meeting_id == Meeting.id)
        .join(Session, Session.id == Meeting.session_id)
        .order_by(Session.reference, Meeting.number)
    )
    return tuple(
        f"! {reference}: meeting {number} is taught with it and is still {absent.name}'s; say who stands in there too."
        for reference, number in rows
    )


def _substitution(work: orm.Session, meeting: Meeting, absent: Person) -> Substitution | None:
    return work.scalar(
        select(Substitution).where(Substitution.meeting_id == meeting.id, Substitution.absent_id == absent.id)
    )


def _said(row: Session, meeting: Meeting) -> str:
    return f"{row.reference}, meeting {meeting.number} on {reading(meeting.day)}"

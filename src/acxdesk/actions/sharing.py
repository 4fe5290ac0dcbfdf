"""Teaching meetings of two sessions as one class: the guest's are put where the host's are, and go along with them.

Each session keeps its own seats, attendance and marks. CPP's two days are the first two of CPPM's four.
"""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from sqlalchemy import orm, select

from acxdesk.actions.guests import meeting_numbers, planned_with
from acxdesk.actions.prerequisites import told_of_dates
from acxdesk.actions.requests import GivenLine, Reason, Request
from acxdesk.actions.runs import check_can_change, put_meeting, session_of, settle, touch, when_words
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.clashes import clashes_of
from acxdesk.queries.teaching import teaching
from acxdesk.records.sessions import Meeting, Session
from acxdesk.records.teaching import SharedMeeting
from acxdesk.rules.durations import Duration, meeting_name

Numbers = Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(max_length=1000)]
Pair = tuple[Meeting, Meeting]  # the guest's and the host's


class Share(Request):
    """Meetings of one session that are taught as part of another's."""

    session: GivenLine = Field(description="the reference of the session that is the guest")
    host: GivenLine = Field(description="the reference of the session whose meetings they become part of")
    meetings: Numbers = Field(default=(), description="the guest's meetings by number; none: all that the host has")
    first: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="the host's meeting that the first of them is taught in; by default the one at its time",
    )

    as_many: bool = Field(default=False, description="leave out what the host has no meeting for")


class Unshare(Request):
    """Meetings of a session that are taught alone again."""

    session: GivenLine = Field(description="the reference of the session that is the guest")
    meetings: Numbers = Field(default=(), description="its meetings by number; none: all that are shared")
    reason: Reason = ""


def share(desk: Desk, request: Share) -> Receipt:
    """Teach meetings of one session as part of another's; they are put where those are, and follow them from now on.

    Raises:
        NotFound: no such session or meeting.
        Refused: the two are one, one of them is over, a meeting is cancelled, taught with another session already, or
            one that others are taught with.
    """
    with desk.changing("session share", deed=request.deed) as change:
        guest, host = (session_of(change.work, said, meetings=True) for said in (request.session, request.host))
        if guest is host:
            raise Refused(f"{guest.reference} cannot be taught with itself.", remedy="Name another session.")
        check_can_change(guest)
        check_can_change(host)
        pairs = _pairs(guest, host, request)
        new = _new_pairs(change.work, guest, host, pairs)
        numbers = [meeting.number for meeting, _ in pairs]
        if not new:
            sentence = f"{guest.reference}: {_are(numbers)} taught with {host.reference} already."
            return Receipt(sentence, ids=(guest.id,), changed=False)
        days = {meeting.id: meeting.day for meeting, _ in new}
        lines = [_joined(change, guest, host, pair) for pair in new]
        settle(guest)
        for row in (guest, host):
            change.concern("session", row.id)
        change.work.flush()
        if any(meeting.day != days[meeting.id] for meeting, _ in new):
            lines += told_of_dates(change.work, guest)
        lines += _clashes(change.work, guest)
        change.say(f"{guest.reference}: {_are(numbers)} taught with {host.reference}.")
        ids = (guest.id, host.id)
    return Receipt(change.sentence, tuple(lines), ids=ids, rehearsed=desk.rehearsal)


def unshare(desk: Desk, request: Unshare) -> Receipt:
    """Teach meetings of a session alone again. They stay where they are; whoever is wanted twice then is told.

    Raises:
        NotFound: no such session or meeting.
        Refused: none of them is taught as part of another session.
    """
    with desk.changing("session unshare", deed=request.deed) as change:
        guest = session_of(change.work, request.session, meetings=True)
        asked = {meeting.id for meeting in _asked(guest, request.meetings)}
        held = [one for one in _held(change.work, guest) if one.meeting_id in asked]
        if not held:
            raise Refused(
                f"No meeting of {guest.reference} is taught as part of another session.",
                remedy="session show tells which are taught together, and with which.",
            )
        numbers = sorted(one.meeting.number for one in held)
        for row in {guest.id, *(one.host.session_id for one in held)}:
            change.concern("session", row)
        for one in held:
            if _has_one_teacher(change.work, one.meeting, one.host):
                touch(change, one.meeting)
            change.work.delete(one)
        why = f": {request.reason}" if request.reason else ""
        change.say(f"{guest.reference}: {_are(numbers)} taught alone again{why}.")
        change.work.flush()
        told = _clashes(change.work, guest)
        ids = (guest.id,)
    return Receipt(change.sentence, told, ids=ids, rehearsed=desk.rehearsal)


def _asked(row: Session, numbers: Sequence[int]) -> list[Meeting]:
    """The meetings with these numbers; all that are held where none are given.

    Raises:
        NotFound: it has no such meeting.
    """
    if not numbers:
        return [meeting for meeting in row.meetings if not meeting.cancelled]
    by_number = {meeting.number: meeting for meeting in row.meetings}
    for number in numbers:
        if number not in by_number:
            raise NotFound(
                f"{row.reference} has no meeting {number}.", remedy=f"It has 1 to {row.meetings[-1].number}."
            )
    return [by_number[number] for number in sorted(set(numbers))]


def _pairs(guest: Session, host: Session, request: Share) -> list[Pair]:
    """Which meeting is taught in which: one after the other, from the host's first that is meant on.

    Raises:
        NotFound: one of them has no such meeting.
        Refused: the host has not as many, or one of them is cancelled.
    """
    asked = _asked(guest, request.meetings)
    as_many = request.as_many or not request.meetings
    first = request.first or _same_time(asked[0], host) or asked[0].number
    by_number = {meeting.number: meeting for meeting in host.meetings}
    pairs: list[Pair] = []
    for meeting in asked:
        number = first + meeting.number - asked[0].number
        if number in by_number:
            pairs.append((meeting, by_number[number]))
        elif not pairs or not as_many:
            raise NotFound(
                f"{host.reference} has no meeting {number} for {guest.reference}'s meeting {meeting.number}.",
                remedy=f"It has 1 to {host.meetings[-1].number}.",
            )
    for row, one in ((row, one) for pair in pairs for row, one in zip((guest, host), pair, strict=True)):
        if one.cancelled:
            raise Refused(f"{row.reference}: meeting {one.number} is cancelled.", remedy="Restore it first.")
    return pairs


def _same_time(meeting: Meeting, host: Session) -> int | None:
    return next((one.number for one in host.meetings if one.starts_at == meeting.starts_at), None)


def _new_pairs(work: orm.Session, guest: Session, host: Session, pairs: Sequence[Pair]) -> list[Pair]:
    """Those that are not taught together yet.

    Raises:
        Refused: one of the guest's is taught elsewhere, or has guests itself; one of the host's is a guest.
    """
    known = {one.meeting_id: one for one in _shared(work, guest, host)}
    hosts = {one.host_id for one in known.values()}
    new: list[Pair] = []
    for meeting, other in pairs:
        held = known.get(meeting.id)
        if held is not None and held.host_id == other.id:
            continue
        if held is not None:
            _refuse(guest, meeting, f"is taught with {held.host.session.reference} already", guest)
        if meeting.id in hosts:
            with_it = next(one.meeting.session for one in known.values() if one.host_id == meeting.id)
            _refuse(guest, meeting, f"has {with_it.reference} taught with it", with_it)
        if other.id in known:
            _refuse(host, other, f"is itself taught with {known[other.id].host.session.reference}", host)
        new.append((meeting, other))
    return new


def _refuse(row: Session, meeting: Meeting, why: str, guest: Session) -> None:
    raise Refused(
        f"{row.reference}: meeting {meeting.number} {why}.",
        remedy=f"`acxdesk session unshare {guest.reference}` first.",
    )


def _shared(work: orm.Session, *rows: Session) -> Sequence[SharedMeeting]:
    """All shared meetings that any meeting of these sessions is guest or host of."""
    numbers = [meeting.id for row in rows for meeting in row.meetings]
    return work.scalars(
        select(SharedMeeting)
        .where(SharedMeeting.meeting_id.in_(numbers) | SharedMeeting.host_id.in_(numbers))
        .options(
            orm.joinedload(SharedMeeting.host).joinedload(Meeting.session),
            orm.joinedload(SharedMeeting.meeting).joinedload(Meeting.session),
        )
    ).all()


def _held(work: orm.Session, guest: Session) -> list[SharedMeeting]:
    own = {meeting.id for meeting in guest.meetings}
    return [one for one in _shared(work, guest) if one.meeting_id in own]


def _joined(change: Changing, guest: Session, host: Session, pair: Pair) -> str:
    """Put a meeting where its host is and note that; what is told of it."""
    meeting, other = pair
    before = when_words(meeting)
    moved = put_meeting(change, guest, meeting, planned_with(other, guest, meeting), f"taught with {host.reference}")
    if not moved and _has_one_teacher(change.work, meeting, other):
        touch(change, meeting)
    change.work.add(SharedMeeting(meeting_id=meeting.id, host_id=other.id))
    part = meeting_name(Duration.parse(host.duration), other.number)
    was = f", was {before}" if moved else ""
    return f"{meeting.number:>2}  {when_words(meeting)}, {host.reference} {part}{was}"


def _has_one_teacher(work: orm.Session, guest: Meeting, host: Meeting) -> bool:
    """Whether somebody teaches both: as one class they are one occasion in her calendar, which has to learn of it."""
    one, other = (teaching(Meeting.id == meeting.id).subquery() for meeting in (guest, host))
    both = select(one.c.person_id).join(other, other.c.person_id == one.c.person_id).limit(1)
    return work.scalar(both) is not None


def _clashes(work: orm.Session, guest: Session) -> tuple[str, ...]:
    """Who and what the guest wants that something else wants as well; it keeps nobody from teaching so."""
    return tuple(f"! {one.sentence}" for one in clashes_of(work, (guest.id,)) if not one.accepted)


def _are(numbers: Sequence[int]) -> str:
    return f"{meeting_numbers(numbers)} {'is' if len(numbers) == 1 else 'are'}"

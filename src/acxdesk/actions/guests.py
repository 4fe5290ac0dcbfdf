"""Meetings that are taught as part of another session's: they go where their host goes, in the same deed.

Works on an open deed; `actions.sharing` has the deeds that make and end it.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import orm, select

from acxdesk.actions.prerequisites import told_of_dates
from acxdesk.actions.runs import put_meeting, settle, touch, when_words
from acxdesk.desk.door import Changing
from acxdesk.errors import Refused
from acxdesk.records.sessions import Meeting, Session
from acxdesk.records.teaching import SharedMeeting
from acxdesk.rules import planning
from acxdesk.rules.localtime import wall
from acxdesk.rules.planning import Planned
from acxdesk.rules.sessions import Status


def check_no_guest(work: orm.Session, row: Session, meetings: Iterable[Meeting]) -> None:
    """Refuse to change meetings alone that are taught as part of another session's.

    Args:
        work: an open deed.
        row: their session.
        meetings: those that would be changed.

    Raises:
        Refused: one of them is; the sentence says with which.
    """
    numbers = {meeting.id: meeting.number for meeting in meetings}
    shared = work.execute(
        select(SharedMeeting.meeting_id, Session.reference)
        .join(SharedMeeting.host)
        .join(Meeting.session)
        .where(SharedMeeting.meeting_id.in_(numbers))
        .order_by(SharedMeeting.meeting_id)
        .limit(1)
    ).one_or_none()
    if shared is not None:
        number, host = numbers[shared.meeting_id], shared.reference
        raise Refused(
            f"{row.reference}: meeting {number} is taught with {host} and goes where that goes.",
            remedy=f"Move {host}, or `acxdesk session unshare {row.reference}` first.",
        )


def guests_of(work: orm.Session, row: Session) -> tuple[int, ...]:
    """The numbers of the sessions that have meetings which are taught as part of this one's."""
    host, guest = orm.aliased(Meeting), orm.aliased(Meeting)
    return tuple(
        work.scalars(
            select(guest.session_id)
            .join(SharedMeeting, SharedMeeting.meeting_id == guest.id)
            .join(host, host.id == SharedMeeting.host_id)
            .where(host.session_id == row.id)
            .distinct()
        )
    )


def shared_of(work: orm.Session, row: Session) -> Sequence[SharedMeeting]:
    """The meetings of other sessions that are taught as part of this one's, with all that is needed to move them."""
    host, guest = orm.aliased(Meeting), orm.aliased(Meeting)
    return work.scalars(
        select(SharedMeeting)
        .join(host, host.id == SharedMeeting.host_id)
        .join(guest, guest.id == SharedMeeting.meeting_id)
        .where(host.session_id == row.id)
        .order_by(guest.session_id, guest.number)
        .options(
            orm.joinedload(SharedMeeting.host),
            orm.joinedload(SharedMeeting.meeting)
            .joinedload(Meeting.session)
            .options(
                orm.selectinload(Session.meetings),
                orm.joinedload(Session.programme),
                orm.joinedload(Session.edition),
            ),
        )
    ).all()


def follow(change: Changing, row: Session) -> tuple[str, ...]:
    """Put the guests of a session's meetings where these are now; a sentence for each that goes along.

    Args:
        change: the deed, with the meetings as they are to be.
        row: the session that is host.

    Raises:
        Refused: a guest is closed, or would have no meeting left.
    """
    change.work.flush()
    told: list[str] = []
    moved: dict[int, Session] = {}
    for shared in shared_of(change.work, row):
        meeting, guest = shared.meeting, shared.meeting.session
        before = meeting.day
        if not _goes_along(change, guest, meeting, shared.host):
            continue
        settle(guest)
        what = "is cancelled" if meeting.cancelled else "goes along"
        told.append(f"{guest.reference}: meeting {meeting.number} {what}, {when_words(meeting)} {guest.zone}.")
        if meeting.day != before and not meeting.cancelled:
            moved[guest.id] = guest
    change.work.flush()
    return (*told, *(line for guest in moved.values() for line in told_of_dates(change.work, guest)))


def planned_with(host: Meeting, guest: Session, meeting: Meeting) -> Planned:
    """Where a meeting is put that is taught as part of another: at the same instant, on the clocks of its session.

    Raises:
        Refused: the clocks of its session show that time twice, and mean the other hour by it.
    """
    local = wall(host.starts_at, guest.zone)
    day: date = local.date()
    planned = planning.replan_one(
        number=meeting.number, day=day, at=local.time(), minutes=host.minutes, zone=guest.zone
    )
    if planned.starts_at != host.starts_at:
        raise Refused(
            f"{guest.reference}: {when_words(host)} is in the hour that the clocks of {guest.zone} show twice.",
            remedy="Move one of the two sessions by an hour first.",
        )
    return planned


def told_of_guests(work: orm.Session, row: Session) -> tuple[str, ...]:
    """Which sessions are taught alone while this one is called off, a sentence for each."""
    alone: dict[str, list[int]] = {}
    for shared in shared_of(work, row):
        guest = shared.meeting.session
        if guest.status is not Status.CANCELLED and not shared.meeting.cancelled:
            alone.setdefault(guest.reference, []).append(shared.meeting.number)
    return tuple(f"{guest} is taught alone now: {meeting_numbers(numbers)}." for guest, numbers in alone.items())


def meeting_numbers(numbers: Sequence[int]) -> str:
    """Some meetings in words: "meeting 1", "meetings 1 and 2", "meetings 1, 2 and 5"."""
    if len(numbers) == 1:
        return f"meeting {numbers[0]}"
    return f"meetings {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _goes_along(change: Changing, guest: Session, meeting: Meeting, host: Meeting) -> bool:
    """Do to one meeting what was done to its host; False when it stands so already."""
    planned = planned_with(host, guest, meeting)
    stands = (meeting.starts_at, meeting.minutes) == (planned.starts_at, planned.minutes)
    if stands and meeting.cancelled is host.cancelled:
        return False
    if guest.status is Status.CLOSED:
        raise Refused(
            f"{guest.reference} is closed, and its meeting {meeting.number} is taught with this one.",
            remedy=f"`acxdesk session unshare {guest.reference}` first.",
        )
    if host.cancelled and sum(not other.cancelled for other in guest.meetings) == 1:
        raise Refused(
            f"Meeting {meeting.number} is the only one that {guest.reference} still has.",
            remedy=f"Cancel {guest.reference} first, or `acxdesk session unshare {guest.reference}`.",
        )
    put_meeting(change, guest, meeting, planned, host.reason)
    if meeting.cancelled is not host.cancelled:
        meeting.cancelled, meeting.reason = host.cancelled, host.reason
        touch(change, meeting)
    return True

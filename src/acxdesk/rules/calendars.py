"""What somebody sits, as a calendar tells it: which meetings stand in it, under which name, and what they say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from acxdesk.rules.cycles import Dates, Phase
from acxdesk.rules.durations import Duration, Pace
from acxdesk.rules.sessions import Delivery, Status, start_in

# How long a cancelled meeting stays in a calendar file: behind its date, and behind its cancelling, so that whoever
# reads the calendar now and then still learns of it.
CANCELLED_STAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One meeting as one reader sees it: a delegate, a coach, a session, a programme or the whole desk."""

    uid: str  # a bare UUID; a delegate's differs from the meeting's own
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC
    zone: str  # IANA name: the wall clock that the meeting keeps
    summary: str
    location: str
    description: str  # plain text, may have several lines
    link: str  # where to join, or empty
    sequence: int  # raised at every change of time or status, never reset
    made_at: datetime  # UTC
    changed_at: datetime  # UTC, the last change of this meeting or of this reader's place in it
    cancelled: bool


@dataclass(frozen=True, slots=True)
class DatedOccasion:
    """One day, or some days on end, of which a calendar tells: nobody is busy on them, and no clock is meant."""

    uid: str  # a bare UUID
    first_day: date
    last_day: date  # included
    summary: str
    description: str  # plain text, may have several lines
    sequence: int  # as for an occasion, and so the two instants
    made_at: datetime  # UTC
    changed_at: datetime  # UTC
    cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleFacts:
    """A cycle of the award, as a calendar tells of it: never a name, nor anything of a result."""

    uid: str
    title: str
    year: int
    zone: str  # IANA: its days begin and end there
    phase: Phase
    dates: Dates
    sequence: int
    made_at: datetime  # UTC
    changed_at: datetime  # UTC, the last change of a date, or of being held at all


@dataclass(frozen=True, slots=True)
class ZoneSpan:
    """The stretch of time in which a calendar uses a zone."""

    zone: str  # IANA name
    first: datetime  # UTC, the earliest start
    last: datetime  # UTC, the latest end


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting with what its session says of it."""

    uid: str
    number: int
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC
    place: str  # where it differs from the session's
    cancelled: bool
    was: str  # what it was before the last move, and when that was: "Tue 20 Oct 2020 14:00, moved on ..."; or empty
    sequence: int
    made_at: datetime  # UTC
    changed_at: datetime  # UTC
    reference: str
    programme: str  # its code
    title: str
    duration: str
    zone: str
    delivery: Delivery
    city: str
    venue: str
    link: str
    coaches: str  # names of who teaches it, leads first, a name a line
    status: Status
    status_at: datetime  # UTC, when that was decided
    session_ends_at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class GoneMeeting:
    """A meeting by the last image of its row, after the deed that made it was taken back."""

    uid: str
    number: int
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC
    sequence: int
    made_at: datetime  # UTC
    changed_at: datetime  # UTC
    removed_at: datetime  # UTC
    reference: str  # its session's, which never changes
    duration: str  # its session's, likewise


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A delegate's place, as her calendar sees it."""

    uid: str
    attended_from: datetime  # UTC, when she first came to sit in the session
    left_at: datetime | None  # UTC, when she left; None while she sits in it
    sequence: int
    made_at: datetime  # UTC
    changed_at: datetime  # UTC

    def leaves(self, starts_at: datetime) -> bool:
        """Whether a meeting that starts then is none of hers any more: she left before it, or joined after it."""
        return self.left_at is not None and not self.attended_from <= starts_at < self.left_at


def is_called_off(meeting: MeetingFacts) -> bool:
    """Whether a meeting is not held: see `is_off`."""
    return is_off(
        cancelled=meeting.cancelled,
        starts_at=meeting.starts_at,
        status=meeting.status,
        status_at=meeting.status_at,
        session_ends_at=meeting.session_ends_at,
    )


def is_off(
    *, cancelled: bool, starts_at: datetime, status: Status, status_at: datetime, session_ends_at: datetime
) -> bool:
    """Whether a meeting is cancelled alone, or with its session unless it had begun by then.

    A session that is cancelled after its last meeting was never held at all.

    Args:
        cancelled: whether the meeting was cancelled alone.
        starts_at: when it starts (UTC).
        status: of its session.
        status_at: when that was decided (UTC).
        session_ends_at: when the session's last meeting ends (UTC).
    """
    if cancelled:
        return True
    if status is not Status.CANCELLED:
        return False
    return starts_at >= status_at or session_ends_at <= status_at


def occasion(meeting: MeetingFacts, now: datetime, place: PlaceFacts | None = None) -> Occasion | None:
    """The meeting as its session's reader sees it, or as the delegate with `place`; None when it has left the file.

    A delegate's has a name of its own: were it the meeting's, one person's leaving would cancel the meeting in every
    calendar that holds both (calendars of a coach and of a delegate in one phone).

    Args:
        meeting: the meeting.
        now: the instant of the reading (UTC): what was cancelled long ago is left out.
        place: the delegate's place; None for everybody else.
    """
    cancelled = is_called_off(meeting) or (place is not None and place.leaves(meeting.starts_at))
    changed_at = meeting.changed_at if place is None else max(meeting.changed_at, place.changed_at)
    if cancelled and now > max(meeting.starts_at, changed_at) + CANCELLED_STAYS:
        return None
    return Occasion(
        uid=_uid(meeting.uid, place),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.zone,
        summary=summary(meeting),
        location=location(meeting),
        description=description(meeting),
        link=meeting.link,
        sequence=meeting.sequence + (0 if place is None else place.sequence),
        made_at=meeting.made_at if place is None else max(meeting.made_at, place.made_at),
        changed_at=changed_at,
        cancelled=cancelled,
    )


def farewell(gone: GoneMeeting, now: datetime, place: PlaceFacts | None = None) -> Occasion | None:
    """How a meeting that was taken back is called off, for its session's reader or the delegate with `place`.

    It says only what never changes, because nothing can raise its SEQUENCE any more: the removal of its row counts
    as one change, and a row that comes back has counted it (see `desk.undoing`). Its times are in UTC, since its
    session may change its zone. None when it has left the file, as for `occasion`.
    """
    changed_at = max(gone.changed_at, gone.removed_at)
    if place is not None:
        changed_at = max(changed_at, place.changed_at)
    if now > max(gone.starts_at, changed_at) + CANCELLED_STAYS:
        return None
    start = start_in(gone.reference)
    code = gone.reference.partition(f"-{start}")[0]
    return Occasion(
        uid=_uid(gone.uid, place),
        starts_at=gone.starts_at,
        ends_at=gone.ends_at,
        zone="UTC",
        summary=_numbered(code, gone.duration, gone.number),
        location="",
        description=gone.reference,
        link="",
        sequence=gone.sequence + 1 + (0 if place is None else place.sequence),
        made_at=gone.made_at if place is None else max(gone.made_at, place.made_at),
        changed_at=changed_at,
        cancelled=True,
    )


def never_hers(place: PlaceFacts, at: datetime, *, removed: bool) -> PlaceFacts:
    """A place after the deed by which she came to sit in it was taken back: no meeting is hers, early or late.

    Args:
        place: by its row, or by the last image of it.
        at: when that was (UTC).
        removed: whether its row is gone, which counts as one change; a row that stands has counted it itself.
    """
    return replace(
        place,
        attended_from=at,
        left_at=at,
        sequence=place.sequence + removed,
        changed_at=max(place.changed_at, at),
    )


def _uid(meeting: str, place: PlaceFacts | None) -> str:
    return meeting if place is None else str(uuid5(UUID(meeting), place.uid))


def summary(meeting: MeetingFacts) -> str:
    """What it is called: "ACXM, day 2 of 4"; a meeting beyond the duration is "ACXM, day 5"."""
    return _numbered(meeting.programme, meeting.duration, meeting.number)


def _numbered(programme: str, said: str, number: int) -> str:
    duration = Duration.parse(said)
    unit = "week" if duration.pace is Pace.WEEKS else "day"
    of = f" of {duration.meetings}" if number <= duration.meetings else ""
    return f"{programme}, {unit} {number}{of}"


def location(meeting: MeetingFacts) -> str:
    """Where it is: see `whereabouts`."""
    return whereabouts(meeting.place, meeting.delivery, meeting.venue, meeting.city)


def whereabouts(place: str, delivery: Delivery, venue: str, city: str) -> str:
    """Where a meeting is: its own place, else "Online", else venue and city of its session."""
    if place:
        return place
    if delivery is Delivery.ONLINE:
        return "Online"
    return ", ".join(part for part in (venue, city) if part)


def description(meeting: MeetingFacts) -> str:
    """What a reader needs beside time and place. Nobody's family name or address is in it."""
    first_names = [name.split()[0] for name in meeting.coaches.splitlines() if name.strip()]
    lines = [meeting.title, meeting.duration]
    if first_names:
        lines.append(f"With {' and '.join(first_names)}")
    if meeting.link:
        lines.append(f"Join: {meeting.link}")
    if meeting.was:
        lines.append(f"Was {meeting.was}")
    lines.append(meeting.reference)
    return "\n".join(lines)


def cycle_dates(cycle: CycleFacts) -> Iterator[DatedOccasion]:
    """The dates of an award's cycle, by their first day: of nominations, the shortlist, voting, the announcement.

    Each has a name made of the cycle's and its own, so that a moved date is the same one in every calendar.
    """
    dates = cycle.dates
    spans = (
        (Phase.NOMINATING, "nominations", dates.nominating_from, dates.nominating_until),
        (Phase.SHORTLISTED, "the shortlist", dates.shortlist_on, dates.shortlist_on),
        (Phase.VOTING, "voting", dates.voting_from, dates.voting_until),
        (Phase.ANNOUNCED, "the announcement", dates.announce_on, dates.announce_on),
    )
    for phase, what, first, last in spans:
        yield DatedOccasion(
            uid=str(uuid5(UUID(cycle.uid), phase)),
            first_day=first,
            last_day=last,
            summary=f"{cycle.title} {cycle.year}: {what}",
            description=f"Days begin and end in {cycle.zone}.",
            sequence=cycle.sequence,
            made_at=cycle.made_at,
            changed_at=cycle.changed_at,
            cancelled=cycle.phase is Phase.ABANDONED,
        )

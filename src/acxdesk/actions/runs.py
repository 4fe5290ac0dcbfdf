"""A run of a programme under a deed: how its rows are found, made, settled and touched.

Works on an open deed, for every deed about sessions and meetings; `actions.sessions` has the deeds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, orm, select

from acxdesk.actions.requests import RowNumber
from acxdesk.desk.door import Changing
from acxdesk.errors import NotFound, Refused
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Organisation, Person
from acxdesk.records.sessions import Meeting, Session, SessionCoach
from acxdesk.records.teaching import Asking, SharedMeeting, Substitution
from acxdesk.rules.durations import Duration, span
from acxdesk.rules.enrolments import TAKES_SEAT
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.planning import Planned, Timetable
from acxdesk.rules.sessions import CAN_CHANGE, Delivery, Role, Status, reference, start_in
from acxdesk.rules.text import fold

CHUNK = 500  # sessions of one statement: SQLite takes 32,766 variables


class Coaching(BaseModel):
    """A coach and her part in a session."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: RowNumber
    role: Role = Role.LEAD


@dataclass(frozen=True, slots=True)
class Outline:
    """All that a new session is made of, beside its programme and its timetable."""

    at_zone: str
    duration: Duration
    capacity_min: int
    capacity_max: int
    status: Status = Status.OPEN
    delivery: Delivery = Delivery.ONLINE
    city: str = ""
    venue: str = ""
    organisation: int | None = None
    link: str = ""
    language: str = ""
    coaches: tuple[Coaching, ...] = ()
    decision_on: date | None = None
    chosen: tuple[str, ...] = field(default=())  # what was not printed


def put_down(change: Changing, edition: Edition, outline: Outline, timetable: Timetable) -> Session:
    """Write a session with its meetings and coaches; the caller has read everything under the lock."""
    check_place(outline.delivery, outline.city, outline.organisation)
    programme = edition.programme
    row = Session(
        uid=change.new_uid(),
        reference=_free_reference(change.work, programme.code, timetable.meetings[0].day),
        programme=programme,
        edition=edition,
        duration=str(outline.duration),
        zone=outline.at_zone,
        delivery=outline.delivery,
        city=outline.city,
        venue=outline.venue,
        organisation_id=organisation_number(change.work, outline.organisation),
        link=outline.link,
        language=outline.language,
        capacity_min=outline.capacity_min,
        capacity_max=outline.capacity_max,
        decision_on=outline.decision_on,
        status=outline.status,
        status_before=None,
        status_at=change.now,
        status_reason="",
        chosen=", ".join(outline.chosen),
        search_key="",
        meetings=[new_meeting(change, planned) for planned in timetable.meetings],
        coaches=[],
    )
    row.search_key = search_key(row, edition)
    set_coaches(change.work, row, outline.coaches)
    settle(row)
    change.work.add(row)
    change.work.flush()
    return row


def new_meeting(change: Changing, planned: Planned) -> Meeting:
    """A meeting as planned, with a name of its own for every calendar."""
    return Meeting(
        uid=change.new_uid(),
        number=planned.number,
        day=planned.day,
        at=planned.at,
        minutes=planned.minutes,
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
        place="",
        cancelled=False,
        reason="",
        was="",
        sequence=0,
        made_at=change.now,
        changed_at=change.now,
    )


def settle(row: Session) -> None:
    """Derive what a session's row keeps of its meetings: first day, first start, last end."""
    meetings = [meeting for meeting in row.meetings if not meeting.cancelled] or row.meetings
    row.starts_at = min(meeting.starts_at for meeting in meetings)
    row.ends_at = max(meeting.ends_at for meeting in meetings)
    row.starts_on = min(meeting.day for meeting in meetings)


def touch(change: Changing, meeting: Meeting) -> None:
    """Raise the meeting's SEQUENCE (RFC 5545 3.8.7.4): what calendars say of it changes."""
    meeting.sequence += 1
    meeting.changed_at = max(meeting.changed_at, change.now)  # a computer's clock can be set back


def touch_guests(change: Changing, meetings: Iterable[Meeting]) -> None:
    """Raise the SEQUENCE of what is taught as part of some meetings that were touched.

    Who teaches both has them in her calendar as one (see `queries.teaching.taught_by`): with the one that holds the
    class, it changes what her calendar says of the others.
    """
    with change.work.no_autoflush:
        guests = change.work.scalars(
            select(Meeting)
            .join(SharedMeeting, SharedMeeting.meeting_id == Meeting.id)
            .where(SharedMeeting.host_id.in_([meeting.id for meeting in meetings]))
        ).all()
    for guest in guests:
        touch(change, guest)


def session_of(work: orm.Session, said: str, *, meetings: bool = False, coaches: bool = False) -> Session:
    """The session with this reference, with its programme and edition, to be changed in this transaction.

    Raises:
        NotFound: none; the nearest references are named.
    """
    loads = [orm.joinedload(Session.programme), orm.joinedload(Session.edition).joinedload(Edition.programme)]
    if meetings:
        loads.append(orm.selectinload(Session.meetings))
    if coaches:
        loads.append(orm.selectinload(Session.coaches))
    row = work.scalar(select(Session).where(func.upper(Session.reference) == said.upper()).options(*loads))
    if row is None:
        raise NotFound(f"No session {said}.", remedy=_near_references(work, said))
    return row


def sessions_of(work: orm.Session, numbers: Iterable[int]) -> list[Session]:
    """The sessions with these numbers, each once and in this order, with their meetings, to be changed.

    Raises:
        NotFound: one is not there.
    """
    wanted = list(dict.fromkeys(numbers))
    found: dict[int, Session] = {}
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        rows = work.scalars(
            select(Session)
            .where(Session.id.in_(chunk))
            .options(
                orm.joinedload(Session.programme),
                orm.joinedload(Session.edition).joinedload(Edition.programme),
                orm.selectinload(Session.meetings),
            )
        )
        found.update((row.id, row) for row in rows)
    missing = next((number for number in wanted if number not in found), None)
    if missing is not None:
        raise NotFound(f"No session {missing}.", remedy="session list shows them all.")
    return [found[number] for number in wanted]


def _near_references(work: orm.Session, said: str) -> str:
    start = start_in(said)
    code = said if start is None else said.partition(f"-{start.isoformat()}")[0]
    near = work.scalars(
        select(Session.reference)
        .join(Session.programme)
        .where(Programme.code_key == fold(code))
        .order_by(func.abs(func.julianday(Session.starts_on) - func.julianday(start)), Session.id)
        .limit(3)
    ).all()
    return f"Near it: {', '.join(near)}." if near else "session list shows them all."


def current_edition(work: orm.Session, code: str) -> Edition:
    """The edition of a programme that new sessions are scheduled under.

    Raises:
        NotFound: no such programme.
        Refused: it is retired.
    """
    edition = work.scalar(
        select(Edition)
        .join(Edition.programme)
        .where(Programme.code_key == fold(code))
        .order_by(Edition.number.desc())
        .options(orm.contains_eager(Edition.programme))
        .limit(1)
    )
    if edition is None:
        raise NotFound(f"No programme {code}.", remedy="programme list shows the codes.")
    if edition.programme.retired:
        raise Refused(f"{edition.programme.code} is retired.", remedy="Take it back into the catalogue first.")
    return edition


def seats_taken(work: orm.Session, row: Session) -> int:
    """How many seats of a session are offered, booked or confirmed."""
    return (
        work.scalar(select(func.count()).where(Enrolment.session_id == row.id, Enrolment.place.in_(sorted(TAKES_SEAT))))
        or 0
    )


def check_can_change(row: Session) -> None:
    """Refuse to change a session that is over or called off.

    Raises:
        Refused: it is closed or cancelled.
    """
    if row.status not in CAN_CHANGE:
        remedy = "Reopen it first." if row.status is Status.CANCELLED else ""
        raise Refused(f"{row.reference} is {row.status} and cannot be changed.", remedy=remedy)


def check_place(delivery: Delivery, city: str, organisation: int | None) -> None:
    """Refuse a delivery without the place that it needs.

    Raises:
        Refused: a city session without a city, an in-house one without an organisation.
    """
    if delivery is Delivery.CITY and not city:
        raise Refused("A session in a city needs the city.", remedy="Give it, as London.")
    if delivery is Delivery.IN_HOUSE and organisation is None:
        raise Refused("An in-house session needs the organisation that it is held for.", remedy="Give it.")


def meeting_words(meeting: Planned | Meeting) -> str:
    """A meeting as a line of a receipt: "1  Mon 16 Nov 2026 14:00, 5 hours"."""
    return f"{meeting.number:>2}  {reading(meeting.day)} {meeting.at:%H:%M}, {span(meeting.minutes)}"


def when_words(meeting: Meeting) -> str:
    """When a meeting begins on the clocks of its session: "Mon 16 Nov 2026 14:00"."""
    return f"{reading(meeting.day)} {meeting.at:%H:%M}"


def put_meeting(
    change: Changing, row: Session, meeting: Meeting, planned: Planned, reason: str, *, zone_before: str = ""
) -> bool:
    """Put the meeting where it is planned now; False when calendars show it there already.

    Args:
        change: the deed.
        row: its session, with the zone that it has now.
        meeting: as it stands.
        planned: as it is to stand.
        reason: why; a cancelled meeting keeps the reason of that.
        zone_before: the session's zone before the deed; empty where that stays.
    """
    was = when_words(meeting)
    if zone_before and zone_before != row.zone:
        was = f"{was} {zone_before}"
    elif (meeting.day, meeting.at, meeting.minutes, meeting.starts_at, meeting.ends_at) == (
        planned.day,
        planned.at,
        planned.minutes,
        planned.starts_at,
        planned.ends_at,
    ):
        return False
    if (meeting.starts_at, meeting.day, meeting.at) != (planned.starts_at, planned.day, planned.at):
        meeting.was = f"{was}, moved on {reading(wall(change.now, row.zone).date())}"
    meeting.day, meeting.at, meeting.minutes = planned.day, planned.at, planned.minutes
    meeting.starts_at, meeting.ends_at = planned.starts_at, planned.ends_at
    if not meeting.cancelled:
        meeting.reason = reason
    touch(change, meeting)
    return True


def _free_reference(work: orm.Session, code: str, start: date) -> str:
    plain = reference(code, start)
    held = set(work.scalars(select(Session.reference).where(Session.reference.startswith(plain, autoescape=True))))
    return next(name for run in count(1) if (name := reference(code, start, run)) not in held)


def search_key(row: Session, edition: Edition) -> str:
    """What a session is found by, folded."""
    return fold(f"{row.reference} {edition.title} {row.city} {row.venue}")


def organisation_number(work: orm.Session, number: int | None) -> int | None:
    """The number, once it is known that an organisation has it; None stays None.

    Raises:
        NotFound: no organisation has it.
    """
    if number is not None and work.get(Organisation, number) is None:
        raise NotFound(f"No organisation {number}.", remedy="organisation list shows them.")
    return number


def set_coaches(work: orm.Session, row: Session, coaches: tuple[Coaching, ...]) -> None:
    """Make these the session's coaches; whoever is one already keeps her row.

    Raises:
        NotFound: no such person.
        Refused: somebody is named twice, or is no coach.
    """
    held = {coach.person_id: coach for coach in row.coaches}
    asked = {coaching.person: coaching.role for coaching in coaches}
    if len(asked) != len(coaches):
        raise Refused("A coach is named twice.", remedy="Name each coach once, with one role.")
    for number, role in asked.items():
        person = work.get(Person, number)
        if person is None:
            raise NotFound(f"No person {number}.", remedy="person list shows them.")
        if not person.coach:
            raise Refused(f"{person.name} is not a coach.", remedy="Mark her as a coach first.")
        if number in held:
            held[number].role = role
        else:
            row.coaches.append(SessionCoach(person_id=number, role=role))
    gone = [coach for number, coach in held.items() if number not in asked]
    for coach in gone:
        row.coaches.remove(coach)
        if coach in work:
            work.delete(coach)
    forget_parts(work, row, [coach.person_id for coach in gone])


def forget_parts(work: orm.Session, row: Session, people: Iterable[int]) -> None:
    """Remove what hung on the parts of coaches who are off a session: that they were asked, who stood in for them."""
    off = list(people)
    if not off:
        return
    meetings = select(Meeting.id).where(Meeting.session_id == row.id)
    with work.no_autoflush:
        askings = work.scalars(select(Asking).where(Asking.session_id == row.id, Asking.person_id.in_(off)))
        stand_ins = work.scalars(
            select(Substitution).where(Substitution.meeting_id.in_(meetings), Substitution.absent_id.in_(off))
        )
        for gone in (*askings, *stand_ins):
            work.delete(gone)

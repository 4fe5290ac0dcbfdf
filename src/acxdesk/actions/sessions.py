"""Scheduling a session, editing it, and deciding about it."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import func, orm, select

from acxdesk.actions.requests import Day, GivenLine, Line, Reason, Request, WallTime, Zone, kept
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.journal import new_uid
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Overtaken, Refused
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Organisation, Person
from acxdesk.records.sessions import Meeting, Session, SessionCoach
from acxdesk.rules import planning
from acxdesk.rules.durations import Duration, span
from acxdesk.rules.enrolments import TAKES_SEAT
from acxdesk.rules.localtime import reading
from acxdesk.rules.planning import Planned, Timetable
from acxdesk.rules.sessions import (
    CAN_CHANGE,
    Delivery,
    Role,
    SessionFacts,
    Status,
    check_capacity,
    past,
    phase,
    reference,
    start_in,
    turn,
)
from acxdesk.rules.text import fold


def _link(value: str, what: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.netloc or " " in value):
        raise Refused(f"{what} “{value}” is no web address.", remedy="Write it as https://example.org/room.")
    return value


Link = Annotated[Line, AfterValidator(kept(_link))]


class Coaching(BaseModel):
    """A coach and her part in a session."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: int
    role: Role = Role.LEAD


class Schedule(Request):
    """A new session of a programme."""

    programme: GivenLine = Field(description="the programme's code, as ACXM")
    start: Day = Field(description="the date of the first meeting")
    at: WallTime = Field(description="the wall time at which meetings start")
    zone: Annotated[Zone, Field(min_length=1)] = Field(description="the IANA zone of that wall time")
    delivery: Delivery = Field(default=Delivery.ONLINE, description="online, city or in-house")
    city: Line = Field(default="", description="the city, when taught in one")
    venue: Line = Field(default="", description="the building or room")
    organisation: int | None = Field(default=None, description="the organisation that it is held for, in-house")
    link: Link = Field(default="", description="where to join online")
    language: Line = Field(default="", description="the language that it is taught in, as en")
    coaches: tuple[Coaching, ...] = Field(default=(), description="who coaches it")
    capacity_min: int | None = Field(default=None, description="seats needed to go ahead; the programme's by default")
    capacity_max: int | None = Field(default=None, description="seats; the programme's by default")
    decision_on: Day | None = Field(default=None, description="by when it is decided whether it goes ahead")
    duration: Line = Field(default="", description="another duration than the programme's, as 3 days @ 5 hours per day")
    weekend: tuple[int, ...] = Field(default=(6, 7), description="weekdays without meetings, 1 Monday to 7 Sunday")
    draft: bool = Field(default=False, description="keep it a draft that takes nobody yet")


class EditSession(Request):
    """New values for a session; a field that is None stays as it is. Times are moved, see `actions.meetings`."""

    session: GivenLine
    version: int | None = None  # as read; somebody else's change in between is not overwritten
    delivery: Delivery | None = None
    city: Line | None = None
    venue: Line | None = None
    organisation: int | None = None
    link: Link | None = None
    language: Line | None = None
    coaches: tuple[Coaching, ...] | None = None
    capacity_min: int | None = None
    capacity_max: int | None = None
    decision_on: Day | None = None


class Decide(Request):
    """A decision about a session: open, confirm, close, cancel or reopen."""

    session: GivenLine
    verb: Annotated[str, Field(pattern="^(open|confirm|close|cancel|reopen)$")]
    reason: Reason = ""


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

    @classmethod
    def of(cls, request: Schedule, edition: Edition) -> Self:
        """What the request asks for, with the edition's values where it asks for none.

        Raises:
            Refused: the programme has no duration and none is given, or the capacity makes no sense.
        """
        words = request.duration or edition.duration
        if not words:
            raise Refused(
                f"{edition.programme.code} has no printed duration.",
                remedy="Give one, as 3 days @ 5 hours per day.",
            )
        lowest = edition.capacity_min if request.capacity_min is None else request.capacity_min
        most = edition.capacity_max if request.capacity_max is None else request.capacity_max
        if request.capacity_min is None:
            lowest = min(lowest, most)  # a smaller room than usual also needs fewer
        check_capacity(edition.programme.code, lowest, most)
        return cls(
            at_zone=request.zone,
            duration=Duration.parse(words),
            capacity_min=lowest,
            capacity_max=most,
            status=Status.DRAFT if request.draft else Status.OPEN,
            **request.model_dump(
                include={"delivery", "city", "venue", "organisation", "link", "language", "decision_on"}
            ),
            coaches=request.coaches,
        )


def schedule(desk: Desk, request: Schedule) -> Receipt:
    """Schedule a session with the meetings of its duration.

    Raises:
        NotFound: no such programme, coach or organisation.
        Refused: a retired programme, a start on a closed day or in the gap of a clock change, a senseless capacity.
    """
    with desk.changing("session schedule", deed=request.deed) as change:
        edition = current_edition(change.work, request.programme)
        outline = Outline.of(request, edition)
        timetable = planning.plan(
            outline.duration,
            start=request.start,
            at=request.at,
            zone=request.zone,
            weekend=frozenset(request.weekend),
        )
        row = put_down(change, edition, outline, timetable)
        change.say(
            f"{row.reference} scheduled: {outline.duration}, {_span_words(timetable)} at "
            f"{request.at:%H:%M} {request.zone}."
        )
    skipped = tuple(f"Skipped: {skip.why}" for skip in timetable.skipped)
    lines = (*(meeting_words(meeting) for meeting in timetable.meetings), *skipped, *timetable.notes)
    return Receipt(change.sentence, lines, ids=(row.id,), reference=row.reference, rehearsed=desk.rehearsal)


def put_down(change: Changing, edition: Edition, outline: Outline, timetable: Timetable) -> Session:
    """Write a session with its meetings and coaches; the caller has read everything under the lock."""
    check_place(outline.delivery, outline.city, outline.organisation)
    programme = edition.programme
    row = Session(
        uid=new_uid(),
        reference=_free_reference(change.work, programme.code, timetable.meetings[0].day),
        programme=programme,
        edition=edition,
        duration=str(outline.duration),
        zone=outline.at_zone,
        delivery=outline.delivery,
        city=outline.city,
        venue=outline.venue,
        organisation_id=_organisation(change.work, outline.organisation),
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
    row.search_key = _search_key(row, edition)
    _set_coaches(change.work, row, outline.coaches)
    settle(row)
    change.work.add(row)
    change.work.flush()
    return row


def new_meeting(change: Changing, planned: Planned) -> Meeting:
    """A meeting as planned, with a name of its own for every calendar."""
    return Meeting(
        uid=new_uid(),
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


def edit_session(desk: Desk, request: EditSession) -> Receipt:
    """Change what a session is apart from its times.

    Raises:
        NotFound: no such session, coach or organisation.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: capacity below the seats taken; a session that is closed or cancelled.
    """
    with desk.changing("session edit", deed=request.deed) as change:
        row = session_of(change.work, request.session, coaches=True)
        check_can_change(row)
        if request.version is not None and request.version != row.version:
            raise Overtaken(
                f"{row.reference} was changed by somebody else while you were editing it.",
                remedy="Look at it again, then repeat your change.",
            )
        values = request.model_dump(exclude_none=True, exclude={"session", "version", "coaches", "deed"})
        organisation = values.pop("organisation", None)
        if organisation is not None:
            row.organisation_id = _organisation(change.work, organisation)
        for name, value in values.items():
            setattr(row, name, value)
        check_place(row.delivery, row.city, row.organisation_id)
        check_capacity(row.reference, row.capacity_min, row.capacity_max, seats_taken(change.work, row))
        if request.coaches is not None:
            _set_coaches(change.work, row, request.coaches)
        row.search_key = _search_key(row, row.edition)
        if not change.changed:
            return Receipt(f"{row.reference} is so already.", changed=False)
        change.say(f"{row.reference} edited.")
    return Receipt(change.sentence, ids=(row.id,), rehearsed=desk.rehearsal)


def decide(desk: Desk, request: Decide) -> Receipt:
    """Open, confirm, close, cancel or reopen a session. Its delegates keep their places for a reopening.

    Raises:
        NotFound: no such session.
        Refused: not from its present status, or without the reason that is asked for.
    """
    with desk.changing(f"session {request.verb}", deed=request.deed) as change:
        row = session_of(change.work, request.session, meetings=True)
        now_phase = phase(change.now, row.starts_at, row.ends_at)
        facts = SessionFacts(row.reference, row.status, row.status_before, now_phase)
        target = turn(facts, request.verb, request.reason)
        row.status_before = row.status if target is Status.CANCELLED else None
        row.status, row.status_at, row.status_reason = target, change.now, request.reason
        if request.verb in {"cancel", "reopen"}:
            for meeting in row.meetings:
                touch(change, meeting)
        why = f": {request.reason}" if request.reason else ""
        change.say(f"{row.reference} {past(request.verb)}{why}.")
        change.work.flush()
    return Receipt(change.sentence, ids=(row.id,), rehearsed=desk.rehearsal)


def touch(change: Changing, meeting: Meeting) -> None:
    """Raise the meeting's SEQUENCE (RFC 5545 3.8.7.4): its time or its status changes."""
    meeting.sequence += 1
    meeting.changed_at = change.now


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


def _span_words(timetable: Timetable) -> str:
    first, last = timetable.meetings[0].day, timetable.meetings[-1].day
    return reading(first) if first == last else f"{reading(first)} to {reading(last)}"


def _free_reference(work: orm.Session, code: str, start: date) -> str:
    plain = reference(code, start)
    held = set(work.scalars(select(Session.reference).where(Session.reference.startswith(plain, autoescape=True))))
    return next(name for run in count(1) if (name := reference(code, start, run)) not in held)


def _search_key(row: Session, edition: Edition) -> str:
    return fold(f"{row.reference} {edition.title} {row.city} {row.venue}")


def _organisation(work: orm.Session, number: int | None) -> int | None:
    if number is not None and work.get(Organisation, number) is None:
        raise NotFound(f"No organisation {number}.", remedy="organisation list shows them.")
    return number


def _set_coaches(work: orm.Session, row: Session, coaches: tuple[Coaching, ...]) -> None:
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
    for number, coach in held.items():
        if number not in asked:
            row.coaches.remove(coach)
            if coach in work:
                work.delete(coach)

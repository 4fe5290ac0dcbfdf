"""Scheduling a session, and editing it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from acxdesk.actions.clashing import Placing, Stood, settle_clashes, standing
from acxdesk.actions.closures import Choice, Holidays, OnClosedDays, closed_around, unknown_holidays
from acxdesk.actions.prerequisites import uncovered
from acxdesk.actions.requests import (
    Day,
    GivenLine,
    GivenZone,
    Line,
    RowNumber,
    SeatCount,
    WallTime,
    Weekday,
    kept,
    said,
)
from acxdesk.actions.runs import (
    Coaching,
    Outline,
    check_can_change,
    check_place,
    current_edition,
    meeting_words,
    organisation_number,
    put_down,
    search_key,
    seats_taken,
    session_of,
    set_coaches,
    touch,
    touch_guests,
)
from acxdesk.actions.versions import check_version
from acxdesk.actions.waiting import OFFER_HOURS, OfferHours, lapse_due, offer_seats
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.records.catalogue import Edition
from acxdesk.records.sessions import Session
from acxdesk.rules import planning
from acxdesk.rules.calendars import whereabouts
from acxdesk.rules.deciding import MOST_DECISION_DAYS, proposed
from acxdesk.rules.durations import Duration
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.planning import Planned, Timetable
from acxdesk.rules.sessions import Delivery, Role, Status, check_capacity
from acxdesk.rules.text import clean_line

__all__ = ["Coaching", "EditSession", "MadeSession", "Schedule", "edit_session", "make_session", "schedule"]

LONGEST_LINK: Final = 2000  # characters; those of meeting services have several hundred


def _link(value: str, what: str) -> str:
    address = clean_line(value, what=what, limit=LONGEST_LINK)
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that hold no IPv6 address
        parts = urlsplit("")
    if address and (parts.scheme not in {"http", "https"} or not parts.netloc or " " in address):
        raise Refused(f"{what} {said(address)} is no web address.", remedy="Write it as https://example.org/room.")
    return address


Link = Annotated[str, AfterValidator(kept(_link))]


class Schedule(Placing):
    """A new session of a programme."""

    programme: GivenLine = Field(description="the programme's code, as ACXM")
    start: Day = Field(description="the date of the first meeting")
    at: WallTime = Field(description="the wall time at which meetings start")
    zone: GivenZone = Field(description="the IANA zone of that wall time")
    delivery: Delivery = Field(default=Delivery.ONLINE, description="online, city or in-house")
    city: Line = Field(default="", description="the city, when taught in one")
    venue: Line = Field(default="", description="the building or room")
    organisation: RowNumber | None = Field(default=None, description="the organisation that it is held for, in-house")
    link: Link = Field(default="", description="where to join online")
    language: Line = Field(default="", description="the language that it is taught in, as en")
    coaches: tuple[Coaching, ...] = Field(default=(), description="who coaches it")
    capacity_min: SeatCount | None = Field(
        default=None, description="seats needed to go ahead; the programme's by default"
    )
    capacity_max: SeatCount | None = Field(default=None, description="seats; the programme's by default")
    decision_on: Day | None = Field(default=None, description="by when it is decided whether it goes ahead")
    decision_days: Annotated[int, Field(ge=0, le=MOST_DECISION_DAYS)] = Field(
        default=0, description="without that date: how many days before the start it is; 0 for none"
    )
    duration: Line = Field(default="", description="another duration than the programme's, as 3 days @ 5 hours per day")
    weekend: tuple[Weekday, ...] = Field(default=(6, 7), description="weekdays without meetings, 1 Monday to 7 Sunday")
    closed: OnClosedDays = Choice.SHIFT
    holidays: Holidays = None
    draft: bool = Field(default=False, description="keep it a draft that takes nobody yet")


class EditSession(Placing):
    """New values for a session; only what is given is changed. Times are moved, see `actions.meetings`.

    None takes away the organisation and the decision date, and leaves anything else as it is.
    """

    session: GivenLine
    version: int | None = None  # as read; somebody else's change in between is not overwritten
    delivery: Delivery | None = None
    city: Line | None = None
    venue: Line | None = None
    organisation: RowNumber | None = None
    link: Link | None = None
    language: Line | None = None
    coaches: tuple[Coaching, ...] | None = None
    capacity_min: SeatCount | None = None
    capacity_max: SeatCount | None = None
    decision_on: Day | None = None
    offer_hours: OfferHours = OFFER_HOURS  # how long the offers of new seats stand


def schedule(desk: Desk, request: Schedule) -> Receipt:
    """Schedule a session with the meetings of its duration.

    Raises:
        NotFound: no such programme, coach or organisation.
        Clashing: it clashes with something, and no reason is given to accept that.
        Refused: a retired programme, a start on a closed day or in the gap of a clock change, a senseless capacity.
    """
    with desk.changing("session schedule", deed=request.deed) as change:
        made = make_session(desk, change, request)
        change.say(made.sentence)
    return Receipt(made.sentence, made.lines, ids=(made.number,), reference=made.reference, rehearsed=desk.rehearsal)


@dataclass(frozen=True, slots=True)
class MadeSession:
    """A session that a deed under way has made."""

    number: int
    reference: str
    sentence: str
    meetings: tuple[Planned, ...]
    told: tuple[str, ...]  # what is skipped, what is odd about a clock, who lacks what: sentences

    @property
    def lines(self) -> tuple[str, ...]:
        """Its meetings, then what is to be told."""
        return (*map(meeting_words, self.meetings), *self.told)


def make_session(desk: Desk, change: Changing, request: Schedule) -> MadeSession:
    """Schedule a session in a deed that is under way.

    Raises:
        NotFound, Clashing, Refused: as `schedule`.
    """
    edition = current_edition(change.work, request.programme)
    decided = _decided_by(change, request)
    outline = replace(_outline(request, edition), decision_on=request.decision_on or decided)
    timetable = planning.plan(
        outline.duration,
        start=request.start,
        at=request.at,
        zone=request.zone,
        weekend=frozenset(request.weekend),
        closed=closed_around(change.work, request.zone, request.holidays, request.start, outline.duration),
        choice=request.closed,
    )
    row = put_down(change, edition, outline, timetable)
    told = (
        *(skip.told for skip in timetable.skipped),
        *_short(timetable, outline.duration),
        *timetable.notes,
        *unknown_holidays(request.holidays),
        *settle_clashes(desk, change, Stood(request), row.id),
        *uncovered(change.work, row),
    )
    sentence = (
        f"{row.reference} scheduled: {outline.duration}, {_span_words(timetable)} at "
        f"{request.at:%H:%M} {request.zone}{f', decision by {reading(decided)}' if decided else ''}."
    )
    return MadeSession(row.id, row.reference, sentence, timetable.meetings, told)


def _decided_by(change: Changing, request: Schedule) -> date | None:
    """By when it is to be decided whether the session goes ahead where the request gives no date; None for none."""
    if request.decision_on is not None:
        return None
    return proposed(request.start, request.decision_days, wall(change.now, request.zone).date())


def _outline(request: Schedule, edition: Edition) -> Outline:
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
    return Outline(
        at_zone=request.zone,
        duration=Duration.parse(words),
        capacity_min=lowest,
        capacity_max=most,
        status=Status.DRAFT if request.draft else Status.OPEN,
        **request.model_dump(include={"delivery", "city", "venue", "organisation", "link", "language"}),
        coaches=request.coaches,
    )


def edit_session(desk: Desk, request: EditSession) -> Receipt:
    """Change what a session is apart from its times. New seats are offered to the first in line in the same deed.

    Raises:
        NotFound: no such session, coach or organisation.
        Overtaken: somebody else changed it since `request.version` was read.
        Clashing: its coaches or its room clash with something, and no reason is given to accept that.
        Refused: capacity below the seats taken; a session that is closed or cancelled.
    """
    with desk.changing("session edit", deed=request.deed) as change:
        row = session_of(change.work, request.session, meetings=True, coaches=True)
        check_can_change(row)
        check_version(change.work, row, row.reference, read=request.version, now=row.version)
        seats, shown, number = row.capacity_max, _shown(row), row.id
        stood = standing(change.work, request, number)
        _set(change, row, request)
        change.work.flush()  # new coaches stand in the order of their numbers
        shows = _shown(row)
        changed = [one for one in row.meetings if one.ends_at > change.now and shows[one.id] != shown[one.id]]
        for meeting in changed:
            touch(change, meeting)
        if changed:
            touch_guests(change, changed)
        if not change.changed:
            return Receipt(f"{row.reference} is so already.", ids=(number,), changed=False)
        told = settle_clashes(desk, change, stood, number)
        told += uncovered(change.work, row) if request.coaches is not None else ()
        if row.capacity_max > seats:
            told += lapse_due(change, row, request.offer_hours)
            told += offer_seats(change, row, request.offer_hours)
        change.say(f"{row.reference} edited.")
    return Receipt(change.sentence, told, ids=(number,), rehearsed=desk.rehearsal)


# What None takes away; the other columns always hold a value.
_CLEARED: Final = frozenset({"organisation", "decision_on"})
_COLUMN: Final = {"organisation": "organisation_id"}  # where a field and its column differ


def _set(change: Changing, row: Session, request: EditSession) -> None:
    """Give the session the values that the request names, once they are found to go together."""
    given = request.model_fields_set - {*Placing.model_fields, "session", "version", "offer_hours", "coaches"}
    values: dict[str, Any] = {name: getattr(request, name) for name in sorted(given)}
    organisation_number(change.work, request.organisation)
    taken = seats_taken(change.work, row)
    for name, value in values.items():
        if value is not None or name in _CLEARED:
            setattr(row, _COLUMN.get(name, name), value)
    check_place(row.delivery, row.city, row.organisation_id)
    check_capacity(row.reference, row.capacity_min, row.capacity_max, taken)
    row.search_key = search_key(row, row.edition)
    if request.coaches is not None:
        set_coaches(change.work, row, request.coaches)


def _shown(row: Session) -> dict[int, tuple[object, ...]]:
    """What calendars show of each meeting beside its time and its status: where, by which link, with whom."""
    coaches = tuple(
        coach.person_id for coach in sorted(row.coaches, key=lambda coach: (coach.role is not Role.LEAD, coach.id))
    )
    return {
        meeting.id: (whereabouts(meeting.place, row.delivery, row.venue, row.city), row.link, coaches)
        for meeting in row.meetings
    }


def _short(timetable: Timetable, duration: Duration) -> tuple[str, ...]:
    """What the course has less than its duration says: "6 of 7 weeks planned; 18 of 21 hours."."""
    held = [(meeting.number, meeting.minutes, False) for meeting in timetable.meetings]
    told = planning.differences(duration, held)
    return (f"{'; '.join(told)}.",) if told else ()


def _span_words(timetable: Timetable) -> str:
    first, last = timetable.meetings[0].day, timetable.meetings[-1].day
    return reading(first) if first == last else f"{reading(first)} to {reading(last)}"

"""Sessions as the desk reads them: the list, one session's card, what a reference names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, bindparam, func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.listing import Column
from acxdesk.queries.sessioncoaches import CoachRow, SubstituteRow, Teachers, has_declined
from acxdesk.queries.sharing import SharedRow, shared_with
from acxdesk.queries.sqllisting import ListSpec, Rows, SqlListing, Value, containing
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Organisation, Person
from acxdesk.records.sessions import Meeting, Session, SessionCoach
from acxdesk.rules.durations import Duration, hours
from acxdesk.rules.enrolments import ATTENDS, Place, seats_words
from acxdesk.rules.localtime import reading
from acxdesk.rules.planning import differences
from acxdesk.rules.sessions import Delivery, Phase, Role, Status, phase

COLUMNS = (
    Column("reference", "Session", 21, sortable=True),
    Column("programme", "Programme", 10, shown=False),
    Column("title", "Title", 34, shown=False),
    Column("starts_on", "Starts", 15, sortable=True),
    Column("ends_on", "Ends", 15, shown=False),
    Column("time", "Time", 5, shown=False),
    Column("zone", "Zone", 16, shown=False),
    Column("delivery", "Delivery", 8, shown=False),
    Column("where", "Where", 14, shown=False),
    Column("coaches", "Coaches", 12, shown=False),
    Column("duration", "Duration", 26, shown=False),
    Column("meetings", "Meetings", 4, numeric=True, shown=False),
    Column("taught_minutes", "Minutes taught", 5, numeric=True, shown=False),
    Column("status", "Status", 11),
    Column("phase", "Phase", 10),
    Column("seats", "Seats", 13),
    Column("capacity_min", "Minimum", 4, numeric=True, shown=False),
    Column("capacity", "Capacity", 4, numeric=True, shown=False),
    Column("booked", "Booked", 4, numeric=True, shown=False),
    Column("offered", "Offered", 4, numeric=True, shown=False),
    Column("waitlisted", "Waiting", 4, numeric=True, shown=False),
    Column("applied", "Applied", 4, numeric=True, shown=False),
)


def held(*places: Place) -> ScalarSelect[int]:
    """How many people have one of these places in the session of the row: an index answers it."""
    return (
        select(func.count())
        .where(Enrolment.session_id == Session.id, Enrolment.place.in_(sorted(places)))
        .correlate(Session)
        .scalar_subquery()
    )


def _meetings(value: ColumnElement[Any]) -> ScalarSelect[Any]:
    return (
        select(value)
        .where(Meeting.session_id == Session.id, Meeting.cancelled.is_(False))
        .correlate(Session)
        .scalar_subquery()
    )


def coach_names(separator: str = ", ") -> ScalarSelect[str]:
    """The names of the row's coaches, leads first, without who declined. A name may hold a comma, but no line break."""
    ordered = (
        select(Person.name)
        .join(SessionCoach, SessionCoach.person_id == Person.id)
        .where(SessionCoach.session_id == Session.id, ~has_declined(SessionCoach))
        .order_by(SessionCoach.role != Role.LEAD, SessionCoach.id)
        .correlate(Session)
        .subquery()
    )
    return select(func.coalesce(func.group_concat(ordered.c.name, separator), "")).scalar_subquery()


def _rows() -> Rows:
    return (
        select(
            Session.reference,
            Programme.code,
            Edition.title,
            Session.starts_on,
            Session.starts_at,
            Session.ends_at,
            Session.zone,
            Session.delivery,
            Session.city,
            Session.venue,
            Session.duration,
            Session.status,
            Session.capacity_min,
            Session.capacity_max,
            coach_names().label("coaches"),
            _meetings(func.count()).label("meetings"),
            _meetings(func.coalesce(func.sum(Meeting.minutes), 0)).label("taught_minutes"),
            _meetings(func.min(Meeting.at)).label("time"),
            _meetings(func.max(Meeting.day)).label("ends_on"),
            held(*ATTENDS).label("booked"),
            held(Place.OFFERED).label("offered"),
            held(Place.WAITLISTED).label("waitlisted"),
            held(Place.APPLIED).label("applied"),
            bindparam("now", type_=Session.starts_at.type).label("now"),
        )
        .join(Session.programme)
        .join(Session.edition)
    )


def _phase(row: Row[Any]) -> Phase:
    return phase(row.now, row.starts_at, row.ends_at)


def status_words(status: Status) -> str:
    """A status with its sign, so that colour is never alone."""
    return f"{_SIGNS[status]} {status}"


_SIGNS = {
    Status.DRAFT: "·",
    Status.OPEN: "○",
    Status.CONFIRMED: "●",
    Status.CLOSED: "■",
    Status.CANCELLED: "✕",
}


def _values(row: Row[Any]) -> tuple[Value, ...]:
    return (
        row.reference,
        row.code,
        row.title,
        row.starts_on.isoformat(),
        row.ends_on.isoformat() if row.ends_on else None,
        f"{row.time:%H:%M}" if row.time else None,
        row.zone,
        row.delivery.value,
        ", ".join(part for part in (row.city, row.venue) if part),
        row.coaches,
        row.duration,
        row.meetings,
        row.taught_minutes,
        row.status.value,
        _phase(row).value,
        seats_words(row.booked, row.offered, row.waitlisted, (row.capacity_min, row.capacity_max)),
        row.capacity_min,
        row.capacity_max,
        row.booked,
        row.offered,
        row.waitlisted,
        row.applied,
    )


def _cells(row: Row[Any]) -> tuple[str, ...]:
    shown = {
        "starts_on": reading(row.starts_on),
        "ends_on": reading(row.ends_on) if row.ends_on else "",
        "status": status_words(row.status),
    }
    return tuple(
        shown.get(column.name, "" if value is None else str(value))
        for column, value in zip(COLUMNS, _values(row), strict=True)
    )


@cache
def _spec(*where: str) -> ListSpec:
    conditions: dict[str, ColumnElement[bool]] = {
        "status": Session.status == bindparam("status", type_=Session.status.type),
        "programme": Session.programme_id == bindparam("programme", type_=Session.programme_id.type),
        "from": Session.ends_at >= bindparam("from", type_=Session.ends_at.type),
        "coach": Session.id.in_(
            select(SessionCoach.session_id).where(
                SessionCoach.person_id == bindparam("coach", type_=SessionCoach.person_id.type)
            )
        ),
    }
    return ListSpec(
        noun="sessions",
        columns=COLUMNS,
        rows=_rows(),
        frame=Session.__table__,
        id=Session.id,
        keys={"reference": Session.reference, "starts_on": Session.starts_on},
        sort="starts_on",
        values=_values,
        cells=_cells,
        where=tuple(conditions[name] for name in where),
        matching=containing(Session.search_key),
    )


def sessions(
    desk: Desk, *, status: Status | None = None, programme: int | None = None, coach: int | None = None
) -> SqlListing:
    """Every session by its start, or those of one status, programme or coach."""
    asked: Mapping[str, Any] = {"status": status, "programme": programme, "coach": coach}
    given = {name: value for name, value in asked.items() if value is not None}
    return SqlListing(desk, _spec(*given), MappingProxyType({**given, "now": desk.clock.now()}))


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting as the timetable shows it."""

    id: int
    number: int
    day: date
    at: time
    minutes: int
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC
    place: str
    cancelled: bool
    reason: str
    was: str
    substitutes: tuple[SubstituteRow, ...] = ()
    shared: tuple[SharedRow, ...] = ()  # with what it is taught together


@dataclass(frozen=True, slots=True)
class SessionCard:
    """All about one session."""

    id: int
    version: int
    reference: str
    programme: str  # its code
    title: str
    edition: int  # number
    current_edition: int
    duration: str
    promised: str  # the duration of its edition
    zone: str
    delivery: Delivery
    city: str
    venue: str
    organisation_id: int | None
    organisation: str
    link: str
    language: str
    capacity_min: int
    capacity_max: int
    decision_on: date | None
    status: Status
    status_reason: str
    phase: Phase
    chosen: str
    starts_on: date
    meetings: tuple[MeetingRow, ...]
    coaches: tuple[CoachRow, ...]
    places: Mapping[Place, int]  # how many people have each place
    differences: tuple[str, ...]  # how its meetings differ from its duration, in words

    @property
    def taught_minutes(self) -> int:
        """Minutes of the meetings that are held."""
        return sum(meeting.minutes for meeting in self.meetings if not meeting.cancelled)

    @property
    def booked(self) -> int:
        """Who sits in it."""
        return sum(self.places.get(place, 0) for place in ATTENDS)

    @property
    def seats(self) -> str:
        """The seats by sign and figure."""
        offered, waiting = self.places.get(Place.OFFERED, 0), self.places.get(Place.WAITLISTED, 0)
        return seats_words(self.booked, offered, waiting, (self.capacity_min, self.capacity_max))

    @property
    def summary(self) -> str:
        """Its meetings in words: "4 of 4 meetings, 20 hours"."""
        kept = sum(not meeting.cancelled for meeting in self.meetings)
        return f"{kept} of {len(self.meetings)} meetings, {hours(self.taught_minutes)} hours"


def session(desk: Desk, reference: str) -> SessionCard:
    """The card of one session, in seven statements however many meetings it has.

    Raises:
        NotFound: no session has this reference.
    """
    with desk.reading() as work:
        row = work.scalar(
            select(Session)
            .where(func.upper(Session.reference) == reference.upper())
            .options(
                orm.joinedload(Session.programme),
                orm.joinedload(Session.edition),
                orm.joinedload(Session.organisation),
                orm.selectinload(Session.meetings),
            )
        )
        if row is None:
            raise NotFound(f"No session {reference}.", remedy="session list shows them all.")
        newest = work.scalar(select(func.max(Edition.number)).where(Edition.programme_id == row.programme_id))
        places = work.execute(
            select(Enrolment.place, func.count()).where(Enrolment.session_id == row.id).group_by(Enrolment.place)
        )
        teaching = Teachers.of(work, row.id)
        counted = dict(places.all())
        return _card(row, newest or 1, counted, teaching, shared=shared_with(work, row.id), now=desk.clock.now())


def _card(
    row: Session,
    newest: int,
    places: Mapping[Place, int],
    teaching: Teachers,
    *,
    shared: Mapping[int, tuple[SharedRow, ...]],
    now: datetime,
) -> SessionCard:
    organisation: Organisation | None = row.organisation
    return SessionCard(
        id=row.id,
        version=row.version,
        reference=row.reference,
        programme=row.programme.code,
        title=row.edition.title,
        edition=row.edition.number,
        current_edition=newest,
        duration=row.duration,
        promised=row.edition.duration,
        zone=row.zone,
        delivery=row.delivery,
        city=row.city,
        venue=row.venue,
        organisation_id=row.organisation_id,
        organisation=organisation.name if organisation else "",
        link=row.link,
        language=row.language,
        capacity_min=row.capacity_min,
        capacity_max=row.capacity_max,
        decision_on=row.decision_on,
        status=row.status,
        status_reason=row.status_reason,
        phase=phase(now, row.starts_at, row.ends_at),
        chosen=row.chosen,
        starts_on=row.starts_on,
        meetings=tuple(_meeting(one, teaching.instead(one.id), shared.get(one.id, ())) for one in row.meetings),
        coaches=teaching.coaches,
        places=places,
        differences=differences(
            Duration.parse(row.duration),
            [(one.number, one.minutes, one.cancelled) for one in row.meetings],
        ),
    )


def _meeting(row: Meeting, substitutes: tuple[SubstituteRow, ...], shared: tuple[SharedRow, ...]) -> MeetingRow:
    return MeetingRow(
        id=row.id,
        number=row.number,
        day=row.day,
        at=row.at,
        minutes=row.minutes,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        cancelled=row.cancelled,
        reason=row.reason,
        was=row.was,
        substitutes=substitutes,
        shared=shared,
    )

"""What calendars still have to call off: meetings and places whose rows a taken-back deed removed, parts of coaches.

A calendar may have been given out before the undo. Its reader learns of it only if the next one says so: the same UID,
cancelled, under a higher SEQUENCE. What is gone is read from the journal; where nothing is, that is one statement.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, cast

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    Table,
    bindparam,
    func,
    literal,
    orm,
    select,
    union_all,
)
from sqlalchemy.dialects import sqlite

from acxdesk.queries.facts import OF_PLACE, meeting_facts
from acxdesk.records.base import Base, Instant
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.journal import Change, Entry, row_image
from acxdesk.records.sessions import Meeting, Session, SessionCoach
from acxdesk.records.teaching import Substitution
from acxdesk.rules.calendars import (
    CANCELLED_STAYS,
    GoneMeeting,
    MeetingFacts,
    Occasion,
    PlaceFacts,
    farewell,
    never_hers,
    occasion,
)
from acxdesk.rules.sessions import Status

_DIALECT: Final = sqlite.dialect()
_NOBODY: Final = 0  # no row has this number
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_UNSEATED: Final = "unseated"  # in place of a table's name: a place that stands, but as if she had never sat in it

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose calendar it is. With nothing given, everybody's."""

    delegate: int | None = None  # a person
    coach: int | None = None  # a person
    session: str = ""  # a reference
    programme: int | None = None


@dataclass(slots=True)
class _Gone:
    """What the journal says is no more, the last removal of each row."""

    meetings: dict[int, tuple[Values, datetime]] = field(default_factory=dict)
    sessions: dict[int, Values] = field(default_factory=dict)
    # What the coach had a part in -> until when: as a coach of the session, or for one meeting.
    coached: dict[int, datetime] = field(default_factory=dict)
    stood_in: dict[int, datetime] = field(default_factory=dict)
    places: dict[int, list[PlaceFacts]] = field(default_factory=lambda: defaultdict(list))  # by session


def gone_occasions(work: orm.Session, scope: Scope, now: datetime) -> list[Occasion]:
    """What is to be called off in a calendar, by start, then UID; as long as anything cancelled stays in one.

    Args:
        work: a read.
        scope: whose calendar.
        now: the instant of the reading (UTC).
    """
    gone = _read(work, scope, now)
    if not gone.meetings and not gone.places:
        return []
    by_session: dict[int, list[GoneMeeting]] = defaultdict(list)
    said = _said_of(work, gone)
    for image, at in gone.meetings.values():
        number = image["session_id"]
        if number in said and _is_in(scope, image, said[number], gone):
            by_session[number].append(_meeting(image, at, said[number]))
    if scope.delegate is None:
        found = [farewell(meeting, now) for meetings in by_session.values() for meeting in meetings]
    else:
        found = list(_hers(work, scope.delegate, by_session, gone.places, now))
    return sorted((one for one in found if one is not None), key=lambda one: (one.starts_at, one.uid))


def gone_session(work: orm.Session, reference: str) -> bool:
    """Whether a session of this name was on the desk once."""
    image = _of_image("reference")
    found = select(Change.id).where(*_removed(Session), func.upper(image) == reference.upper()).limit(1)
    return work.scalar(found) is not None


def ever_taught(person: int) -> CompoundSelect[*tuple[Any, ...]]:
    """The meetings that stand and that a person teaches or once taught, as numbers.

    Of those that are not hers any more, only the ones that changed with it or later: a calendar calls them off under a
    higher SEQUENCE. A meeting that was over when she was taken off was left as it was, and leaves her calendar.
    """
    coached, stood_in = (
        _changes(noun.__tablename__, Change.before)
        .add_columns(_of_image(column).label("of"))
        .where(*_removed(noun), _of_image("person_id") == person)
        .subquery()
        for noun, column in ((SessionCoach, "session_id"), (Substitution, "meeting_id"))
    )
    left = (
        select(Meeting.id).join(of, column == of.c.of).where(Meeting.made_at <= of.c.at, of.c.at <= Meeting.changed_at)
        for of, column in ((coached, Meeting.session_id), (stood_in, Meeting.id))
    )
    parts = select(SessionCoach.session_id).where(SessionCoach.person_id == person)
    return union_all(
        select(Meeting.id).where(Meeting.session_id.in_(parts)),
        select(Substitution.meeting_id).where(Substitution.person_id == person),
        *left,
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What is asked of a session, on the desk or gone."""

    reference: str
    programme: int
    duration: str
    status: Status


def _is_in(scope: Scope, image: Values, said: _Said, gone: _Gone) -> bool:
    """Whether a calendar holds a meeting that is gone, by its image and what its session says."""
    if scope.delegate is not None:
        return True
    if scope.session:
        return said.reference.upper() == scope.session.upper()
    if said.status is Status.DRAFT:
        return False
    if scope.coach is not None:
        until = max(gone.coached.get(image["session_id"], _NEVER), gone.stood_in.get(image["id"], _NEVER))
        return bool(image["made_at"] <= until)
    return scope.programme in (None, said.programme)


def _hers(
    work: orm.Session,
    person: int,
    gone_meetings: Mapping[int, Sequence[GoneMeeting]],
    gone_places: Mapping[int, Sequence[PlaceFacts]],
    now: datetime,
) -> Iterator[Occasion | None]:
    """A delegate's: what is left of her gone places, and of the gone meetings of her other places."""
    hers: dict[int, list[PlaceFacts]] = defaultdict(list)
    statement = select(*OF_PLACE, Enrolment.session_id).where(
        Enrolment.person_id == person, Enrolment.attended_from.is_not(None), Enrolment.session_id.in_(gone_meetings)
    )
    rows: Iterable[Any] = work.execute(statement)
    for *facts, session in rows:
        hers[session].append(PlaceFacts(*facts))
    for session, meetings in gone_meetings.items():
        places = (*hers[session], *gone_places.get(session, ()))
        yield from (farewell(meeting, now, place) for meeting in meetings for place in places)
    standing = meeting_facts().add_columns(Session.id.label("session")).where(Session.id.in_(gone_places))
    rows = work.execute(standing)
    for _number, *facts, session in rows:
        yield from (occasion(MeetingFacts(*facts), now, place) for place in gone_places[session])


def _read(work: orm.Session, scope: Scope, now: datetime) -> _Gone:
    params = {
        "since": now - CANCELLED_STAYS,
        "delegate": scope.delegate or _NOBODY,
        "coach": scope.coach or _NOBODY,
    }
    newest = {(row.table_name, row.row_id): row for row in work.execute(_gone_rows(), params)}
    gone = _Gone()
    for (table, number), row in newest.items():
        image = row_image(row.before) or {}
        match table:
            case Meeting.__tablename__:
                gone.meetings[number] = _values(Meeting, image), row.at
            case Session.__tablename__:
                gone.sessions[number] = _values(Session, image)
            case SessionCoach.__tablename__:
                gone.coached[image["session_id"]] = row.at
            case Substitution.__tablename__:
                gone.stood_in[image["meeting_id"]] = row.at
            case _:
                place = _place(_values(Enrolment, image))
                place = never_hers(place, row.at, removed=table != _UNSEATED)
                gone.places[image["session_id"]].append(place)
    if scope.coach is not None and gone.meetings:
        teaches = select(SessionCoach.session_id).where(SessionCoach.person_id == scope.coach)
        gone.coached |= dict.fromkeys(work.scalars(teaches), now)
    return gone


@cache
def _gone_rows() -> CompoundSelect[*tuple[Any, ...]]:
    """Each removal of a row that is not there now, the oldest first. By `ix_entry_changes_gone`, a search a table."""
    since = bindparam("since", type_=Instant())
    delegate, coach = (_of_image("person_id") == bindparam(name) for name in ("delegate", "coach"))

    def removals(noun: type[Base], *where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
        return _changes(noun.__tablename__, Change.before).where(*_removed(noun), *where)

    unseated = _changes(_UNSEATED, _standing_place()).where(
        Enrolment.person_id == bindparam("delegate"),
        Enrolment.attended_from.is_(None),
        Change.table_name == Enrolment.__tablename__,
        Change.row_id == Enrolment.id,
        _of_image("attended_from").is_not(None),
        func.json_type(Change.after, "$.attended_from") == "null",
    )
    return union_all(
        removals(Meeting, (Entry.at >= since) | (_of_image("starts_at") >= since)),
        removals(Session, (Entry.at >= since) | (_of_image("ends_at") >= since)),
        removals(Enrolment, delegate, _sat_once()),
        removals(SessionCoach, coach),
        removals(Substitution, coach),
        unseated,
    ).order_by("change")


def _sat_once() -> ColumnElement[bool]:
    """Whether the person of a place ever sat in it: nobody was given a calendar of what she only applied for."""
    other = orm.aliased(Change)
    attended = func.json_extract(other.after, "$.attended_from").is_not(None)
    return (
        select(other.id)
        .where(other.table_name == Enrolment.__tablename__, other.row_id == Change.row_id, attended)
        .exists()
    )


def _changes(table: str, before: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    name = literal(table).label("table_name")
    columns: tuple[Any, ...] = (Change.id.label("change"), name, Change.row_id, before.label("before"), Entry.at)
    return select(*columns).join(Entry, Entry.id == Change.entry_id)


def _removed(noun: type[Base]) -> tuple[ColumnElement[bool], ...]:
    """The removals of a table's rows that did not come back."""
    row = noun.__table__.c.id
    return (
        Change.table_name == noun.__tablename__,
        Change.after.is_(None),
        ~select(row).where(row == Change.row_id).exists(),
    )


def _of_image(column: str) -> ColumnElement[Any]:
    return func.json_extract(Change.before, f"$.{column}")


def _standing_place() -> ColumnElement[Any]:
    """The image of a place that is there, as far as it is needed."""
    columns = ("uid", "session_id", "sequence", "made_at", "changed_at")
    return func.json_object(*(part for name in columns for part in (name, getattr(Enrolment, name))))


def _said_of(work: orm.Session, gone: _Gone) -> dict[int, _Said]:
    """What the sessions of gone meetings say: those on the desk by their rows, the others by their images."""
    wanted = {image["session_id"] for image, _at in gone.meetings.values()}
    there = select(Session.id, Session.reference, Session.programme_id, Session.duration, Session.status).where(
        Session.id.in_(wanted)
    )
    said = {number: _Said(*facts) for number, *facts in cast("Iterable[Any]", work.execute(there))}
    for number in wanted & gone.sessions.keys():
        image = gone.sessions[number]
        said[number] = _Said(*(image[name] for name in ("reference", "programme_id", "duration", "status")))
    return said


def _meeting(image: Values, at: datetime, said: _Said) -> GoneMeeting:
    names = ("uid", "number", "starts_at", "ends_at", "sequence", "made_at", "changed_at")
    return GoneMeeting(
        **{name: image[name] for name in names}, removed_at=at, reference=said.reference, duration=said.duration
    )


def _place(image: Values) -> PlaceFacts:
    """A place of which only its names and its levels are known."""
    made_at = image["made_at"]
    return PlaceFacts(image["uid"], made_at, None, image["sequence"], made_at, image["changed_at"])


def _values(noun: type[Base], image: Values) -> dict[str, Any]:
    """A row's image as Python has its values."""
    table = noun.__table__
    assert isinstance(table, Table)
    found: dict[str, Any] = {}
    for name, stored in image.items():
        read = table.c[name].type.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
        found[name] = stored if read is None else read(stored)
    return found

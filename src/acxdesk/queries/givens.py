"""What people were given of their calendars, and whom a change since then concerns.

Who may have something to hear is found by indexes: from the meetings that are ahead, and from the rows that are gone.
Of those alone the calendars are read, some hundred people at a time, and held against what they have.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    SQLColumnExpression,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    orm,
    select,
    tuple_,
    union,
)

from acxdesk.desk.door import Desk
from acxdesk.queries.calendars import of_coach, of_delegate
from acxdesk.queries.facts import OF_PLACE, meeting_facts
from acxdesk.queries.sqllisting import Rows
from acxdesk.queries.teaching import taught_by_some
from acxdesk.records.base import Base, Instant, Word
from acxdesk.records.calendars import GivenCalendar, GivenOccasion, Message
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.journal import Change, Entry
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session, SessionCoach
from acxdesk.records.teaching import Substitution
from acxdesk.rules.calendars import MeetingFacts, Occasion, PlaceFacts, occasion
from acxdesk.rules.enrolments import ATTENDS
from acxdesk.rules.sessions import Status
from acxdesk.rules.updates import Given, Part, Sending, Update, Way, as_given, updates

# Messages that are not done with: they wait, are under way, or somebody has to decide on them.
UNDONE: Final = (Sending.WAITING, Sending.SENDING, Sending.UNSURE, Sending.REFUSED)
CHUNK: Final = 200  # people of one statement
LOOKED_BACK: Final = timedelta(days=30)  # a meeting that was moved to a day before that is a record, and told to nobody

Whose = tuple[int, Part]  # a person, and as what she has the calendar


@dataclass(frozen=True, slots=True)
class PersonUpdates:
    """What somebody has to be told of her calendar by one way."""

    person: int
    part: Part
    name: str
    email: str
    updates: tuple[Update, ...]  # at least one
    is_first: bool  # she was never given it by this way
    given_at: datetime | None  # UTC, when she was given some of it last


def pending(
    desk: Desk,
    way: Way,
    *,
    first: bool = False,
    people: Collection[int] | None = None,
    most: int | None = None,
) -> tuple[PersonUpdates, ...]:
    """Whose calendars differ from what they were given by one way, by name.

    Args:
        desk: where to read.
        way: how they were given.
        first: also who was never given hers by this way, and has a meeting ahead.
        people: only these; None for everybody.
        most: how many people are looked at; None for all whom a change may concern.
    """
    return _pending(desk, way, first=first, people=people, most=most)


def never_given(
    desk: Desk, *, people: Collection[int] | None = None, most: int | None = None
) -> tuple[PersonUpdates, ...]:
    """Who has a meeting ahead and was given nothing by any way, by name; for the arguments see `pending`."""
    return _pending(desk, None, first=True, people=people, most=most)


def still_to_tell(
    desk: Desk, way: Way, *, people: Collection[int] | None = None, most: int | None = None
) -> tuple[PersonUpdates, ...]:
    """Whose calendars differ from what they were given by one way, without what lies in the outbox for them already.

    For the arguments see `pending`.
    """
    due = pending(desk, way, people=people, most=most)
    if way is not Way.MAIL or not due:
        return due
    said = (Message.occasion, Message.sequence, Message.cancelled, Message.starts_at, Message.ends_at, Message.summary)
    lying: Rows = select(Message.person_id, Message.part, *said).where(Message.sending.in_(UNDONE))
    with desk.reading() as work:
        there = {(person, part, Given(*given)) for person, part, *given in work.execute(lying)}
    left = (
        replace(
            one,
            updates=tuple(
                update for update in one.updates if (one.person, one.part, as_given(update.occasion)) not in there
            ),
        )
        for one in due
    )
    return tuple(one for one in left if one.updates)


def changed_calendars(desk: Desk, most: int) -> dict[Whose, dict[Way, PersonUpdates]]:
    """Whose calendars changed since they were given out, each by the ways that she was given hers by.

    Args:
        desk: where to read.
        most: how many people are looked at for each way; the others are on the list once these were told.
    """
    with desk.reading() as work:
        used = [way for way in Way if work.scalar(select(GivenCalendar.id).where(GivenCalendar.way == way).limit(1))]
    found: dict[Whose, dict[Way, PersonUpdates]] = {}
    for way in used:
        for one in still_to_tell(desk, way, most=most):
            found.setdefault((one.person, one.part), {})[way] = one
    return found


def _pending(
    desk: Desk, way: Way | None, *, first: bool, people: Collection[int] | None, most: int | None
) -> tuple[PersonUpdates, ...]:
    now = desk.clock.now()
    found: list[PersonUpdates] = []
    with desk.reading() as work:
        for chunk in _chunks(_concerned(work, way, now, first=first, people=people, most=most)):
            found.extend(_told(work, chunk, way, now))
    return tuple(found)


def occasions_of(desk: Desk, person: int, part: Part) -> tuple[Occasion, ...]:
    """Somebody's whole calendar by start, then UID; with what is off and stays in it for a while.

    Raises:
        NotFound: no such person.
    """
    calendar = of_delegate(desk, person) if part is Part.DELEGATE else of_coach(desk, person)
    return tuple(calendar.occasions())


def given_to(work: orm.Session, whose: Sequence[Whose], way: Way) -> Mapping[Whose, Mapping[str, Given]]:
    """What each of some has by one way, by UID; nothing for who was given nothing."""
    rows = work.execute(
        select(
            GivenOccasion.person_id,
            GivenOccasion.part,
            GivenOccasion.uid,
            GivenOccasion.sequence,
            GivenOccasion.cancelled,
            GivenOccasion.starts_at,
            GivenOccasion.ends_at,
            GivenOccasion.summary,
        ).where(
            tuple_(GivenOccasion.person_id, GivenOccasion.part).in_(whose),
            GivenOccasion.way == way,
        )
    )
    found: dict[Whose, dict[str, Given]] = defaultdict(dict)
    for row in rows:
        found[row.person_id, row.part][row.uid] = Given(*row[2:])
    return found


def standing(work: orm.Session, whose: Iterable[Whose], now: datetime) -> Mapping[Whose, Sequence[Occasion]]:
    """The calendars of some as they stand, in no order, without what a taken-back deed left of them.

    What is missing in one is called off by what she has of it (see `rules.updates`); that costs no look at the journal.
    """
    people: dict[Part, list[int]] = defaultdict(list)
    for person, part in whose:
        people[part].append(person)
    found: dict[Whose, list[Occasion]] = defaultdict(list)
    places = len(OF_PLACE)
    for part, numbers in sorted(people.items()):
        rows = work.execute(_CALENDARS[part](), {"people": numbers})
        for _meeting, *facts, person in rows:
            place = None if part is Part.COACH else PlaceFacts(*facts[-places:])
            meeting = MeetingFacts(*(facts if place is None else facts[:-places]))
            one = occasion(meeting, now, place)
            if one is not None:
                found[person, part].append(one)
    return found


@cache
def _delegates() -> Rows:
    return (
        meeting_facts()
        .add_columns(*OF_PLACE, Enrolment.person_id)
        .join(Enrolment, Enrolment.session_id == Session.id)
        .where(Enrolment.person_id.in_(_people()), Enrolment.attended_from.is_not(None))
    )


@cache
def _coaches() -> Rows:
    hers = taught_by_some(_people()).subquery("taught")
    return (
        meeting_facts()
        .add_columns(hers.c.person_id)
        .join(hers, hers.c.meeting_id == Meeting.id)
        .where(Session.status != Status.DRAFT)
    )


_WAY: Final = bindparam("way", type_=Word(Way))
_CALENDARS: Final = {Part.DELEGATE: _delegates, Part.COACH: _coaches}


def _people() -> Any:
    return bindparam("people", expanding=True)


def _told(work: orm.Session, whose: Sequence[Whose], way: Way | None, now: datetime) -> Iterator[PersonUpdates]:
    """Those of some who have something to hear, in their order."""
    given = given_to(work, whose, way) if way else {}
    stands = standing(work, whose, now)
    people = {row.id: row for row in work.execute(select(Person.id, Person.name, Person.email).where(_is(whose)))}
    last = {(row.person_id, row.part): row.given_at for row in work.execute(_last_given(whose, way))}
    for person, part in whose:
        found = updates(stands.get((person, part), ()), given.get((person, part), {}), now)
        if found:
            row, given_at = people[person], last.get((person, part))
            yield PersonUpdates(person, part, row.name, row.email, found, given_at is None, given_at)


def _is(whose: Iterable[Whose]) -> ColumnElement[bool]:
    return Person.id.in_({person for person, _part in whose})


def _last_given(whose: Sequence[Whose], way: Way | None) -> Rows:
    """When each of some was given something by one way last."""
    last = (
        select(func.max(GivenOccasion.given_at))
        .where(*_same(GivenOccasion, GivenCalendar.person_id, GivenCalendar.part), GivenOccasion.way == way)
        .correlate(GivenCalendar)
        .scalar_subquery()
    )
    return select(
        GivenCalendar.person_id, GivenCalendar.part, func.coalesce(last, GivenCalendar.given_at).label("given_at")
    ).where(tuple_(GivenCalendar.person_id, GivenCalendar.part).in_(whose), GivenCalendar.way == way)


def _same(
    noun: type[GivenCalendar | GivenOccasion], person: SQLColumnExpression[int], part: SQLColumnExpression[Part]
) -> tuple[ColumnElement[bool], ...]:
    return noun.person_id == person, noun.part == part


def _concerned(
    work: orm.Session, way: Way | None, now: datetime, *, first: bool, people: Collection[int] | None, most: int | None
) -> Sequence[Whose]:
    """Who may have something to hear, by name: whatever else is said of them is not."""
    parts = [] if way is None else [*_changed(), *_gone()] if people is None else [_whoever_was_given()]
    if first:
        parts.extend(_never(any_way=way is None))
    return _by_name(work, parts, way, now, people=people, most=most)


def published(work: orm.Session, now: datetime, people: Collection[int] | None = None) -> Sequence[Whose]:
    """Whose calendars are published as feeds, by name: of all with a meeting ahead, and of who was given one so.

    Args:
        work: a read.
        now: the instant of the reading (UTC).
        people: only these; None for everybody.
    """
    parts = [*(rows for _part, _person, rows in _with_meetings()), _whoever_was_given()]
    return _by_name(work, parts, Way.FEED, now, people=people)


def _by_name(
    work: orm.Session,
    parts: Sequence[Rows],
    way: Way | None,
    now: datetime,
    *,
    people: Collection[int] | None,
    most: int | None = None,
) -> Sequence[Whose]:
    who = union(*parts).subquery()
    statement = select(who.c.person_id, who.c.part).join(Person, Person.id == who.c.person_id)
    if people is not None:
        statement = statement.where(Person.id.in_(people))
    rows = work.execute(
        statement.order_by(Person.sort_key, Person.id, who.c.part).limit(most),
        {"way": way, "since": now - LOOKED_BACK, "now": now},
    )
    return [(person, Part(part)) for person, part in rows]


def _whoever_was_given() -> Rows:
    """For some people: all of their calendars are looked at, whether or not anything in them changed."""
    return select(GivenCalendar.person_id, GivenCalendar.part).where(GivenCalendar.way == _WAY)


@cache
def _ahead() -> CTE:
    """The sessions that meet from a month ago on, with the last change of what they meet then, and their end."""
    return (
        select(
            Meeting.session_id,
            func.max(Meeting.changed_at).label("changed_at"),
            func.max(Meeting.ends_at).label("ends_at"),
        )
        .where(Meeting.starts_at >= bindparam("since", type_=Instant()))
        .group_by(Meeting.session_id + literal_column("0"))  # or all meetings ever would be read in this order
        .cte("ahead")
    )


def _given(part: Part, person: SQLColumnExpression[int]) -> ColumnElement[bool]:
    return and_(
        *_same(GivenCalendar, person, literal(part, Word(Part))),
        GivenCalendar.way == _WAY,
    )


def _as(part: Part, person: SQLColumnExpression[int]) -> Rows:
    return select(person.label("person_id"), literal(part.value).label("part"))


def _changed() -> Iterator[Rows]:
    """Who sits or teaches something that changed since, or whose own place in it did."""
    ahead = _ahead()
    yield (
        _as(Part.DELEGATE, Enrolment.person_id)
        .join(ahead, ahead.c.session_id == Enrolment.session_id)
        .join(GivenCalendar, _given(Part.DELEGATE, Enrolment.person_id))
        .where(or_(ahead.c.changed_at >= GivenCalendar.given_at, Enrolment.changed_at >= GivenCalendar.given_at))
    )
    yield (
        _as(Part.COACH, SessionCoach.person_id)
        .join(ahead, ahead.c.session_id == SessionCoach.session_id)
        .join(GivenCalendar, _given(Part.COACH, SessionCoach.person_id))
        .where(ahead.c.changed_at >= GivenCalendar.given_at)
    )
    yield (
        _as(Part.COACH, Substitution.person_id)
        .join(Meeting, Meeting.id == Substitution.meeting_id)
        .join(ahead, ahead.c.session_id == Meeting.session_id)
        .join(GivenCalendar, _given(Part.COACH, Substitution.person_id))
        .where(Meeting.changed_at >= GivenCalendar.given_at)
    )


def _gone() -> Iterator[Rows]:
    """Whose place, part or meeting was removed since."""
    for part, noun in _HELD.items():
        yield _removals(part, noun, func.json_extract(Change.before, "$.person_id"))
        held = noun.session_id == func.json_extract(Change.before, "$.session_id")
        yield _removals(part, Meeting, noun.person_id, held)
    yield _removals(Part.COACH, Substitution, func.json_extract(Change.before, "$.person_id"))


_HELD: Final[Mapping[Part, type[Enrolment | SessionCoach]]] = {Part.DELEGATE: Enrolment, Part.COACH: SessionCoach}


def _removals(part: Part, noun: type[Base], person: SQLColumnExpression[int], *held: ColumnElement[bool]) -> Rows:
    return (
        _as(part, person)
        .select_from(Change)
        .join(Entry, Entry.id == Change.entry_id)
        .join(GivenCalendar, _given(part, person))
        .where(
            Change.table_name == noun.__tablename__,
            Change.after.is_(None),
            Change.id > 0,  # lets the index of removals win, which is short, over that of all changes of a table
            Entry.at >= GivenCalendar.given_at,
            *held,
        )
    )


def _never(*, any_way: bool) -> Iterator[Rows]:
    """Who has a meeting ahead and was given nothing, by this way or by any."""
    for part, person, rows in _with_meetings():
        given = _same(GivenCalendar, person, literal(part, Word(Part)))
        if not any_way:
            given = (*given, GivenCalendar.way == _WAY)
        yield rows.where(~select(GivenCalendar.id).where(*given).exists())


def _with_meetings() -> Iterator[tuple[Part, SQLColumnExpression[int], Rows]]:
    """Who sits or teaches something that is ahead: as what, by which column, and all of them."""
    ahead = _ahead()
    is_ahead = ahead.c.ends_at > bindparam("now", type_=Instant())
    for part, noun in _HELD.items():
        seat = (Enrolment.place.in_(sorted(ATTENDS)),) if part is Part.DELEGATE else ()
        rows = _as(part, noun.person_id).join(ahead, ahead.c.session_id == noun.session_id).where(is_ahead, *seat)
        yield part, noun.person_id, rows
    stands_in = (
        _as(Part.COACH, Substitution.person_id)
        .join(Meeting, Meeting.id == Substitution.meeting_id)
        .where(Meeting.ends_at > bindparam("now", type_=Instant()))
    )
    yield Part.COACH, Substitution.person_id, stands_in


def _chunks(whose: Sequence[Whose]) -> Iterator[Sequence[Whose]]:
    for start in range(0, len(whose), CHUNK):
        yield whose[start : start + CHUNK]

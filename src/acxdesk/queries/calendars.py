"""What somebody sits: the occasions of a delegate, a coach, a session, a programme or the whole desk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import merge
from itertools import groupby
from typing import ClassVar

from sqlalchemy import ColumnElement, func, or_, select, true

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.cycles import dates_of, found_cycle
from acxdesk.queries.facts import OF_PLACE, meeting_facts
from acxdesk.queries.gone import Scope, ever_taught, gone_occasions, gone_session
from acxdesk.queries.teaching import taught_by
from acxdesk.records.catalogue import Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.journal import Entry
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.calendars import (
    CycleFacts,
    DatedOccasion,
    MeetingFacts,
    Occasion,
    PlaceFacts,
    ZoneSpan,
    cycle_dates,
    occasion,
)
from acxdesk.rules.sessions import Status
from acxdesk.rules.text import fold

PAGE = 500  # meetings read at a time: memory stays flat, and no read holds up a deed


@dataclass(frozen=True)
class CalendarOf:
    """A calendar before it is written: what it is called, and where its occasions come from."""

    name: str
    file: str  # a name for its file, without ending
    desk: Desk
    person: int | None = None  # a delegate's; else `where` says which meetings
    coach: int | None = None  # a coach's: what she does not teach any more is called off in hers
    where: tuple[ColumnElement[bool], ...] = ()
    scope: Scope = field(default_factory=Scope)  # the same for what is no more
    noun: ClassVar[str] = "meeting"

    def spans(self) -> tuple[ZoneSpan, ...]:
        """The zones that it uses, each with its stretch of time."""
        statement = (
            select(Session.zone, func.min(Meeting.starts_at), func.max(Meeting.ends_at))
            .select_from(Meeting)
            .join(Meeting.session)
            .group_by(Session.zone)
            .order_by(Session.zone)
        )
        if self.person is not None:
            statement = statement.join(Enrolment, Enrolment.session_id == Session.id).where(*self._delegate())
        with self.desk.reading() as work:
            spans = [ZoneSpan(*row) for row in work.execute(statement.where(*self.where))]
        return (*spans, *(ZoneSpan(one.zone, one.starts_at, one.ends_at) for one in self._gone()))

    def occasions(self) -> Iterator[Occasion]:
        """Each occasion by its start, then its UID; with what a taken-back deed leaves to be called off."""
        now = self.desk.clock.now()
        if self.person is None:
            made = (occasion(facts, now) for facts in self._meetings())
        else:
            made = (occasion(facts, now, place) for facts, place in self._places())
        present = (one for one in made if one is not None)
        every = merge(present, self._gone(), key=lambda one: one.starts_at)
        for _start, together in groupby(every, key=lambda one: one.starts_at):
            yield from sorted(together, key=lambda one: one.uid)

    def stamp(self) -> int:
        """The number of the journal's last entry: while it stays, nothing in the calendar has changed."""
        return _last_entry(self.desk)

    def _gone(self) -> list[Occasion]:
        with self.desk.reading() as work:
            return gone_occasions(work, self.scope, self.desk.clock.now())

    def _delegate(self) -> tuple[ColumnElement[bool], ...]:
        return (Enrolment.person_id == self.person, Enrolment.attended_from.is_not(None))

    def _stands(self) -> ColumnElement[bool]:
        """Whether a meeting of this calendar is still one of its reader's."""
        return true() if self.coach is None else Meeting.id.in_(taught_by(self.coach))

    def _meetings(self) -> Iterator[MeetingFacts]:
        last: tuple[datetime, int] | None = None
        while True:
            statement = (
                meeting_facts()
                .add_columns(self._stands())
                .where(*self.where)
                .order_by(Meeting.starts_at, Meeting.id)
                .limit(PAGE)
            )
            if last is not None:
                start, number = last
                statement = statement.where(
                    Meeting.starts_at >= start, or_(Meeting.starts_at > start, Meeting.id > number)
                )
            with self.desk.reading() as work:
                rows = work.execute(statement).all()
            for _number, *facts, stands in rows:
                meeting = MeetingFacts(*facts)
                yield meeting if stands else replace(meeting, cancelled=True)
            if len(rows) < PAGE:
                return
            last = (rows[-1].starts_at, rows[-1].id)

    def _places(self) -> Iterable[tuple[MeetingFacts, PlaceFacts]]:
        statement = (
            meeting_facts()
            .add_columns(*OF_PLACE)
            .join(Enrolment, Enrolment.session_id == Session.id)
            .where(*self._delegate())
            .order_by(Meeting.starts_at, Meeting.id)
        )
        with self.desk.reading() as work:
            rows = work.execute(statement).all()
        places = len(OF_PLACE)
        return [(MeetingFacts(*row[1:-places]), PlaceFacts(*row[-places:])) for row in rows]


@dataclass(frozen=True)
class CycleCalendar:
    """The dates of one award cycle, before they are written: whole days, so that no zone is in the file."""

    name: str
    file: str  # a name for its file, without ending
    desk: Desk
    facts: CycleFacts
    noun: ClassVar[str] = "date"

    def spans(self) -> tuple[ZoneSpan, ...]:
        """None: a whole day is the same everywhere."""
        return ()

    def occasions(self) -> Iterator[DatedOccasion]:
        """Each date by its first day."""
        yield from cycle_dates(self.facts)

    def stamp(self) -> int:
        """As of a calendar of meetings."""
        return _last_entry(self.desk)


def of_cycle(desk: Desk, year: int | None) -> CycleCalendar:
    """The dates of an award's cycle; without a year, of the one that is active, else the newest.

    Raises:
        NotFound: no such cycle.
    """
    with desk.reading() as work:
        row = found_cycle(work, year)
        facts = CycleFacts(
            uid=row.uid,
            title=row.title,
            year=row.year,
            zone=row.zone,
            phase=row.phase,
            dates=dates_of(row),
            sequence=row.sequence,
            made_at=row.created_at,
            changed_at=row.changed_at,
        )
    name = f"{facts.title} {facts.year}"
    return CycleCalendar(name, name, desk, facts)


def _last_entry(desk: Desk) -> int:
    with desk.reading() as work:
        return work.scalar(select(func.max(Entry.id))) or 0


# Where nobody asked for one session, a draft is nothing that anyone should plan with.
_PUBLISHED = Session.status != Status.DRAFT


def of_delegate(desk: Desk, person: int) -> CalendarOf:
    """What a delegate sits; what she left stays in it as cancelled.

    Raises:
        NotFound: no such person.
    """
    name = _person(desk, person)
    return CalendarOf(f"Sessions of {name}", name, desk, person=person, scope=Scope(delegate=person))


def of_coach(desk: Desk, person: int) -> CalendarOf:
    """What a coach teaches; what she taught until she declined, was replaced or taken off stays in it as cancelled.

    Raises:
        NotFound: no such person.
    """
    name = _person(desk, person)
    scope = Scope(coach=person)
    where = (_PUBLISHED, Meeting.id.in_(ever_taught(person)))
    return CalendarOf(f"Teaching of {name}", f"{name}-coach", desk, coach=person, where=where, scope=scope)


def of_session(desk: Desk, reference: str) -> CalendarOf:
    """The meetings of one session.

    Raises:
        NotFound: no such session.
    """
    with desk.reading() as work:
        found = work.execute(
            select(Session.id, Session.reference).where(func.upper(Session.reference) == reference.upper())
        ).one_or_none()
        was_there = found is not None or gone_session(work, reference)
    if not was_there:
        raise NotFound(f"No session {reference}.", remedy="session list shows them all.")
    name, number = (found.reference, found.id) if found else (reference.upper(), None)
    return CalendarOf(name, name, desk, where=(Meeting.session_id == number,), scope=Scope(session=name))


def of_programme(desk: Desk, code: str) -> CalendarOf:
    """The meetings of every session of a programme.

    Raises:
        NotFound: no such programme.
    """
    with desk.reading() as work:
        found = work.execute(select(Programme.id, Programme.code).where(Programme.code_key == fold(code))).one_or_none()
    if found is None:
        raise NotFound(f"No programme {code}.", remedy="programme list shows the codes.")
    where = (_PUBLISHED, Session.programme_id == found.id)
    return CalendarOf(f"Sessions of {found.code}", found.code, desk, where=where, scope=Scope(programme=found.id))


def of_all(desk: Desk) -> CalendarOf:
    """Every meeting on the desk."""
    return CalendarOf("All sessions", "sessions", desk, where=(_PUBLISHED,))


def _person(desk: Desk, number: int) -> str:
    with desk.reading() as work:
        name = work.scalar(select(Person.name).where(Person.id == number))
    if name is None:
        raise NotFound(f"No person {number}.", remedy="person list shows them.")
    return name

"""A coach's own calendar, read for when she is busy: the stretches join the check for clashes, nothing else is kept."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from pydantic import Field
from sqlalchemy import func, orm, select

from acxdesk.actions.people import counted
from acxdesk.actions.requests import GivenLine, Request, RowNumber
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.exchange.busytimes import Stretch, busy_times
from acxdesk.queries import calendars
from acxdesk.queries.teaching import taught_by
from acxdesk.records.diaries import BusyTime
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.localtime import clock_hours, reading, wall
from acxdesk.rules.sessions import Status

AHEAD: Final = timedelta(days=550)  # how far a calendar is read: the seasons that are planned
SOURCE: Final = "calendar"


class ReadBusy(Request):
    """A calendar file of a coach. What the same source said before is replaced."""

    person: RowNumber = Field(description="whose calendar it is")
    data: bytes = Field(description="the file, as the calendar program exports it")
    source: GivenLine = Field(default=SOURCE, description="which of her calendars it is, as private")
    zone: str = Field(default="UTC", description="the IANA zone of her whole days where she has none herself")


class ForgetBusy(Request):
    """Stretches to be forgotten: of one of a coach's calendars, or of all."""

    person: RowNumber = Field(description="whose they are")
    source: str = Field(default="", description="which of her calendars; empty for all")


def read_busy(desk: Desk, request: ReadBusy) -> Receipt:
    """Read when a coach is busy, from now on for the next eighteen months.

    Only the stretches are kept, joined where they touch: neither what they are about nor how many things lie in one.
    What the desk itself gave out, and she has in her calendar by now, is left out.

    Raises:
        NotFound: no such person.
        Refused: she is no coach.
        InputProblem: it is no calendar file.
    """
    ours = _given_out(desk, request.person)
    with desk.changing("busy times read", deed=request.deed) as change:
        person = _coach(change.work, request.person)
        first, after = change.now, change.now + AHEAD
        local = person.zone or request.zone
        busy = busy_times(request.data, local=local, first=first, after=after, ours=ours)
        before = _rows(change.work, person.id, request.source)
        if [(row.starts_at, row.ends_at) for row in before if row.ends_at > first] == [*busy.stretches]:
            return Receipt(f"{person.name}'s {request.source} says nothing new.", changed=False)
        for row in before:
            change.work.delete(row)
        change.work.add_all(
            BusyTime(person_id=person.id, source=request.source, starts_at=start, ends_at=end)
            for start, end in busy.stretches
        )
        change.say(
            f"{person.name}: {counted(len(busy.stretches), 'busy stretch', 'busy stretches')} read from her "
            f"{request.source}, until {reading(wall(after, local).date())}."
        )
        change.work.flush()
        told = [f"! {line}" for line in _fall_into(change, person.id, busy.stretches)]
        if busy.ours:
            told.append(f"Left out, as it is on this desk: {counted(busy.ours, 'event')}.")
        if busy.unread:
            told.append(f"! Not understood, and left out: {counted(busy.unread, 'event')}.")
        number = person.id
    return Receipt(change.sentence, tuple(told), ids=(number,), rehearsed=desk.rehearsal)


def forget_busy(desk: Desk, request: ForgetBusy) -> Receipt:
    """Forget what one of a coach's calendars said, or all of them.

    Raises:
        NotFound: no such person, or nothing is kept of that calendar.
    """
    with desk.changing("busy times forget", deed=request.deed) as change:
        person = _person(change.work, request.person)
        rows = _rows(change.work, person.id, request.source)
        if not rows:
            whose = f"of {person.name}'s {request.source}" if request.source else f"of {person.name}'s own calendars"
            raise NotFound(f"Nothing is kept {whose}.", remedy="calendar read reads one.")
        for row in rows:
            change.work.delete(row)
        change.say(f"{person.name}: {counted(len(rows), 'busy stretch', 'busy stretches')} forgotten.")
        number = person.id
        change.work.flush()
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def _given_out(desk: Desk, person: int) -> frozenset[str]:
    """The UIDs of all that the desk gives this person: her calendar program may hold it by now."""
    both = (calendars.of_coach(desk, person), calendars.of_delegate(desk, person))
    return frozenset(one.uid for calendar in both for one in calendar.occasions())


def _person(work: orm.Session, number: int) -> Person:
    person = work.get(Person, number)
    if person is None:
        raise NotFound(f"No person {number}.", remedy="person list shows them.")
    return person


def _coach(work: orm.Session, number: int) -> Person:
    person = _person(work, number)
    if not person.coach:
        raise Refused(f"{person.name} is not a coach.", remedy="Mark her as a coach first.")
    return person


def _rows(work: orm.Session, person: int, source: str) -> list[BusyTime]:
    """What is kept of a person, of one of her calendars or of all, by start."""
    statement = select(BusyTime).where(BusyTime.person_id == person).order_by(BusyTime.starts_at, BusyTime.id)
    if source:
        statement = statement.where(func.lower(BusyTime.source) == source.lower())
    return list(work.scalars(statement))


def _fall_into(change: Changing, person: int, stretches: Iterable[Stretch]) -> Iterable[str]:
    """A sentence for each of her meetings to come that overlaps a stretch."""
    meetings = change.work.execute(
        select(Session.reference, Session.zone, Meeting.number, Meeting.starts_at, Meeting.ends_at)
        .join(Meeting.session)
        .where(
            Meeting.id.in_(taught_by(person)),
            Meeting.ends_at > change.now,
            Meeting.cancelled.is_(False),
            Session.status != Status.CANCELLED,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
    kept = tuple(stretches)
    for row in meetings:
        if any(start < row.ends_at and row.starts_at < end for start, end in kept):
            day = reading(wall(row.starts_at, row.zone).date())
            yield f"{_when(row.starts_at, row.ends_at, row.zone, day)}: {row.reference}, meeting {row.number}."


def _when(starts_at: datetime, ends_at: datetime, zone: str, day: str) -> str:
    return f"{day} {clock_hours(starts_at, ends_at, zone)} {zone}"

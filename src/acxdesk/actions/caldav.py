"""Everybody's calendar on a CalDAV server: what changed is put there, person by person.

What the server has taken is noted as given after it said so. Where it breaks off in between, an occasion is put once
more later: that replaces it by itself.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pydantic import Field
from sqlalchemy import select

from acxdesk.actions.givens import note_all
from acxdesk.actions.requests import Request, RowNumber
from acxdesk.desk.alone import alone
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.exchange.ical import render_resource
from acxdesk.queries.givens import PersonUpdates, Whose, pending
from acxdesk.records.people import Person
from acxdesk.rules.calendars import Occasion
from acxdesk.rules.updates import Way, briefly

if TYPE_CHECKING:
    from acxdesk.desk.caldavserver import CaldavServer, Calendars

SYSTEM: Final = "system"  # for the journal: it happened in the world, and undo passes over it


class PushCalendars(Request):
    """Whose calendars to bring up to date."""

    people: tuple[RowNumber, ...] = Field(default=(), description="only these; empty for all whom a change concerns")
    first: bool = Field(default=False, description="also who has no calendar on the server yet")


@dataclass(frozen=True, slots=True)
class PushedCalendar:
    """One calendar that was brought up to date."""

    person: int
    name: str
    url: str  # what a phone subscribes to
    occasions: int  # that were put


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of all of them."""

    receipt: Receipt
    calendars: tuple[PushedCalendar, ...]
    is_whole: bool  # the server has all of it
    is_stopped: bool = False  # somebody stopped it before


@dataclass(slots=True)
class _Person:
    """Somebody with all that the server has to be told: what she sits and what she teaches, in one calendar."""

    number: int
    name: str
    updates: list[PersonUpdates]

    @property
    def count(self) -> int:
        return sum(len(one.updates) for one in self.updates)

    @property
    def brief(self) -> str:
        return briefly([update for one in self.updates for update in one.updates])


@dataclass(slots=True)
class _Tally:
    calendars: list[PushedCalendar] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    refused: int = 0
    away: str = ""
    stopped: bool = False


def push_calendars(
    desk: Desk,
    request: PushCalendars,
    server: "CaldavServer",
    told: Callable[[int, int], None] = lambda _done, _all: None,
    stop: Callable[[], bool] = lambda: False,
) -> Pushed:
    """Put what changed into people's calendars on a server; what is off is put there as cancelled.

    It ends when all is there, when the server cannot be used, or when it is stopped. Called again it goes on.

    Args:
        desk: a rehearsing one tells what would be put, and reaches no server.
        request: whose.
        server: where to.
        told: is told how many of how many people are done.
        stop: is asked before each person whether to go on no more.

    Raises:
        Busy: another desk is at it.
    """
    if desk.rehearsal:
        return _foreseen(_everybody(desk, request), server)
    from acxdesk.desk.caldavserver import Calendars, ServerAway  # noqa: PLC0415 - read where there is such a server

    tally = _Tally()
    with alone(desk.path, "pushing", "Another desk is bringing the calendars up to date."):
        everybody = _everybody(desk, request)
        uids = _uids(desk, [one.number for one in everybody])
        with Calendars(server) as calendars:
            for done, person in enumerate(everybody):
                told(done, len(everybody))
                if stop():
                    tally.stopped = True
                    break
                try:
                    _push(desk, calendars, person, uids[person.number], tally)
                except ServerAway as away:
                    tally.away = away.why
                    break
        told(len(everybody), len(everybody))
    return _told(tally, server)


def _push(desk: Desk, calendars: "Calendars", person: _Person, uid: str, tally: _Tally) -> None:
    """Bring one person's calendar up to date, and note what the server has, also where it breaks off.

    Raises:
        ServerAway: the server cannot be used.
    """
    from acxdesk.desk.caldavserver import NotTaken  # noqa: PLC0415 - as above

    has: dict[Whose, list[Occasion]] = {}
    refused: list[str] = []
    try:
        url = calendars.opened(uid, person.name)
        for one in person.updates:
            for update in one.updates:
                try:
                    calendars.put(url, update.occasion.uid, render_resource(update.occasion))
                except NotTaken as fault:
                    refused.append(f"! {person.name}, {update.occasion.summary}: {fault.sentence}")
                    continue
                has.setdefault((one.person, one.part), []).append(update.occasion)
    except NotTaken as fault:
        tally.lines.append(f"! {person.name}: {fault.sentence}")
        tally.refused += person.count
        return
    finally:
        _note(desk, person, has)
    count = sum(map(len, has.values()))
    tally.calendars.append(PushedCalendar(person.number, person.name, url, count))
    tally.lines += [f"{person.name}: {person.brief}. {url}", *refused]
    tally.refused += len(refused)


def _note(desk: Desk, person: _Person, has: dict[Whose, list[Occasion]]) -> None:
    if not has:
        return
    with desk.changing("push", kind=SYSTEM) as change:
        note_all(change, Way.CALDAV, has)
        change.say(f"Calendar of {person.name} on the server: {sum(map(len, has.values())):,} put.")


def _everybody(desk: Desk, request: PushCalendars) -> list[_Person]:
    return list(_grouped(pending(desk, Way.CALDAV, first=request.first, people=request.people or None)))


def _grouped(due: Iterable[PersonUpdates]) -> Iterator[_Person]:
    """Each person once, in the order of names, with all parts of hers."""
    for number, parts in groupby(due, key=lambda one: one.person):
        updates = list(parts)
        yield _Person(number, updates[0].name, updates)


def _uids(desk: Desk, people: list[int]) -> dict[int, str]:
    """What nobody can guess and what stays: the names of people's rows, which their calendars are called by."""
    with desk.reading() as work:
        return {row.id: row.uid for row in work.execute(select(Person.id, Person.uid).where(Person.id.in_(people)))}


def _foreseen(everybody: list[_Person], server: "CaldavServer") -> Pushed:
    count = sum(person.count for person in everybody)
    sentence = "Every calendar on the server is up to date."
    if everybody:
        sentence = f"{_people(len(everybody))}, {_occasions(count)} would be put on {server.host}."
    lines = tuple(f"{person.name}: {person.brief}" for person in everybody)
    numbers = tuple(person.number for person in everybody)
    return Pushed(Receipt(sentence, lines, numbers, changed=False, rehearsed=True), (), is_whole=True)


def _told(tally: _Tally, server: "CaldavServer") -> Pushed:
    count = sum(one.occasions for one in tally.calendars)
    people = len(tally.calendars)
    nothing = not (people or tally.refused or tally.away or tally.stopped)
    sentence = "Every calendar on the server is up to date."
    if not nothing:
        sentence = f"{_people(people)}, {_occasions(count)} put on {server.host}."
    if tally.refused:
        sentence += f" {_occasions(tally.refused)} not taken."
    if tally.away:
        sentence += f" It takes nothing now: {tally.away} The rest goes later."
    elif tally.stopped:
        sentence += " Stopped; the rest goes later."
    receipt = Receipt(sentence, tuple(tally.lines), tuple(one.person for one in tally.calendars), changed=bool(count))
    is_whole = not (tally.refused or tally.away or tally.stopped)
    return Pushed(receipt, tuple(tally.calendars), is_whole, tally.stopped)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _occasions(count: int) -> str:
    return "1 occasion" if count == 1 else f"{count:,} occasions"

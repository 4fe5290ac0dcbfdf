"""A session in one line: whom and what its words mean on this desk, and how it reads back before it is saved."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import orm, select

from acxdesk.actions.runs import current_edition
from acxdesk.actions.sessions import MadeSession, Schedule, make_session
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.zonecountries import zones_of_country
from acxdesk.errors import Faulty, Refused
from acxdesk.queries.catalogue import resolved_programme
from acxdesk.queries.clocks import delegates_clocks
from acxdesk.queries.finding import resolved, resolved_organisation
from acxdesk.queries.people import found_by
from acxdesk.queries.sqllisting import words_of
from acxdesk.records.people import Person
from acxdesk.rules.deciding import proposed
from acxdesk.rules.elsewhere import LIVED_IN, Clock, MeetingRead, beside, read_meetings
from acxdesk.rules.localtime import city_of, reading
from acxdesk.rules.people import sort_key, tokens
from acxdesk.rules.scheduleline import LineFault, LineReading, SaidCoach, SaidSession, read_line
from acxdesk.rules.sessions import Role, start_in
from acxdesk.rules.text import quoted

if TYPE_CHECKING:
    from acxdesk.desk.settings import Settings

T = TypeVar("T")
CLASH: Final = "! "  # what a line of a rehearsed receipt begins with that the deed would refuse
_MOST_LISTED: Final = 5  # coaches of one name that a refusal lists

# The fields of the request whose part of the line has another name.
_PART: Final = {
    "start": "date",
    "at": "time",
    "coaches": "coach",
    "capacity_min": "min",
    "capacity_max": "max",
    "decision_on": "decide",
    "organisation": "for",
    "language": "lang",
}


@dataclass(frozen=True, slots=True)
class House:
    """What holds where a line does not say it."""

    at: time
    zone: str  # IANA; that of whoever types, too
    weekend: tuple[int, ...]  # ISO weekdays
    rest_minutes: int
    travel_minutes: int
    decision_days: int  # before the start, until when it is decided whether it goes ahead; 0 for none

    @classmethod
    def of(cls, settings: "Settings") -> "House":
        """As the settings have it."""
        return cls(
            settings.time,
            settings.zone,
            tuple(sorted(settings.weekend_days)),
            settings.rest_minutes,
            settings.travel_minutes,
            settings.decision_days,
        )


@dataclass(frozen=True, slots=True)
class CoachMeant:
    """A coach whom a line names, in her part."""

    person: int
    name: str
    zone: str  # IANA, or empty
    role: Role


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A line as it is understood: what would be saved, or why it cannot be."""

    said: SaidSession
    request: Schedule | None  # None while there is a fault
    faults: tuple[LineFault, ...]  # in the order of their places
    coaches: tuple[CoachMeant, ...]
    organisation: int | None  # its number
    reference: str  # that it gets; empty where it cannot be made
    sentence: str  # of the deed
    head: tuple[str, ...]  # what it is, then who teaches it and for whom: as far as it is known
    zone: str  # IANA, of the session
    clocks: tuple[Clock, ...]  # others that show another time than the session's
    meetings: tuple[MeetingRead, ...]
    notes: tuple[str, ...]  # sentences: what is in doubt, clashes, what is skipped


@dataclass(frozen=True, slots=True)
class LinesReport:
    """What became of some lines, or would become."""

    receipt: Receipt
    readings: tuple[ReadBack, ...]  # of each line, in order

    @property
    def faulty(self) -> bool:
        """Whether one of them cannot stay so; then none is saved."""
        return any(reading.faults for reading in self.readings)


def read_back(desk: Desk, line: str, house: House) -> ReadBack:
    """Understand a line and rehearse the deed; what is wrong with it is in the answer and not raised.

    Args:
        desk: nothing is written.
        line: as typed; not trusted.
        house: what holds where the line says nothing.
    """
    rehearsing = desk.rehearsing()
    with rehearsing.changing("session schedule") as change:
        return _read(rehearsing, change, line, house)


def schedule_lines(desk: Desk, lines: Sequence[str], house: House, deed: str | None = None) -> LinesReport:
    """Schedule the sessions of some lines as one deed, each with the ones before it in sight.

    A rehearsal has the faults of all lines in its report; otherwise one of them is refused.

    Args:
        desk: to write on, or rehearsing.
        lines: as typed; not trusted.
        house: what holds where a line says nothing.
        deed: a UUID made by the client, so that the same deed is never done twice.

    Raises:
        Refused: a line cannot be saved; nothing is.
    """
    with desk.changing("session schedule", deed=deed) as change:
        readings = tuple(_read(desk, change, line, house) for line in lines)
        report = LinesReport(Receipt(_summary(readings), rehearsed=desk.rehearsal), readings)
        if report.faulty and not desk.rehearsal:
            raise Refused(" ".join(str(fault) for reading in readings for fault in reading.faults))
        change.say(report.receipt.sentence)
    return report


def _another(made: MadeSession | None) -> Iterator[str]:
    """A sentence where a session of the programme starts on that day already: a list may be typed in twice."""
    start = start_in(made.reference) if made else None
    if made and start and not made.reference.endswith(first := start.isoformat()):
        plain = made.reference.partition(first)[0] + first
        yield f"{plain} is there already; this is another one, {made.reference}."


def _summary(readings: Sequence[ReadBack]) -> str:
    made = [reading for reading in readings if reading.reference]
    meetings = sum(len(reading.meetings) for reading in made)
    faulty = sum(bool(reading.faults) for reading in readings)
    if faulty:
        return f"{_many(faulty, 'line')} of {len(readings)} cannot stay so."
    if len(made) == 1:
        return made[0].sentence
    return f"{_many(len(made), 'session')} with {_many(meetings, 'meeting')} scheduled."


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _read(desk: Desk, change: Changing, line: str, house: House) -> ReadBack:
    """Understand a line, and make its session in the deed that is under way."""
    understood = read_line(line, desk.clock.today(house.zone))
    zone = understood.said.zone or house.zone
    meaning = _Meaning(change.work, understood, house, desk.clock.today(zone))
    request, made = meaning.request(), None
    if request is not None:
        try:
            made = make_session(desk, change, request)
        except Refused as refused:
            meaning.refused(refused)
    meetings = made.meetings if made else ()
    told = made.told if made else ()
    for note in told:
        if note.startswith(CLASH):
            meaning.clash(note.removeprefix(CLASH))
    clocks = beside(zone, meaning.zones(), meetings[0].starts_at) if meetings else ()
    return ReadBack(
        understood.said,
        None if meaning.faults else request,
        tuple(sorted(meaning.faults, key=lambda fault: fault.at)),
        meaning.coaches,
        meaning.organisation,
        made.reference if made else "",
        made.sentence if made else "",
        tuple(meaning.head()),
        zone,
        clocks,
        read_meetings(meetings, zone, clocks),
        (*understood.doubts, *_another(made), *(note for note in told if not note.startswith(CLASH))),
    )


@dataclass(frozen=True, slots=True)
class _Programme:
    """What the line's programme promises."""

    id: int
    code: str
    title: str
    edition: int
    duration: str
    least: int  # seats
    most: int


class _Meaning:
    """Whom and what the names of a line mean, looked up in one open read; what nothing answers to becomes a fault."""

    def __init__(self, work: orm.Session, understood: LineReading, house: House, today: date) -> None:
        self.faults = list(understood.faults)
        self._today = today
        self._work = work
        self._understood = understood
        self._house = house
        said = self._said = understood.said
        self._programme = (
            self._sought("programme", lambda: _programme(work, said.programme)) if said.programme else None
        )
        self.organisation = (
            self._sought("for", lambda: resolved_organisation(work, said.organisation)) if said.organisation else None
        )
        found = (
            self._sought("coach", partial(_coach, work, coach), number) for number, coach in enumerate(said.coaches)
        )
        self.coaches = tuple(coach for coach in found if coach is not None)
        if self._programme and not self.duration:
            why = f"{self._programme.code} has no printed duration."
            self._fault("programme", Refused(why, remedy='Say one, as duration:"3 days @ 5 hours per day".'))

    @property
    def duration(self) -> str:
        """As the line says it, else as the programme has it; empty where neither does."""
        return self._said.duration or (self._programme.duration if self._programme else "")

    def refused(self, refusal: Refused) -> None:
        """The request, or the deed, says no: each fault at the part that it is about, any other at the date."""
        if isinstance(refusal, Faulty):
            for fault in refusal.faults:
                self._fault(_PART.get(fault.field, fault.field), Refused(fault.sentence))
        else:
            self._fault("date", refusal)

    def clash(self, sentence: str) -> None:
        """The session clashes with something, and the line does not say why that is accepted."""
        self._fault("accept", Refused(sentence, remedy='Say another time or coach, or why it stays so: accept:"why".'))

    def _sought(self, kind: str, search: Callable[[], T], number: int = 0) -> T | None:
        try:
            return search()
        except Refused as refusal:
            self._fault(kind, refusal, number)
            return None

    def _fault(self, kind: str, refusal: Refused, number: int = 0) -> None:
        at, length = self._understood.place(kind, number)
        self.faults.append(LineFault(at, length, getattr(refusal, "sentence", str(refusal)), refusal.remedy))

    def zones(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The zones of the coaches, and those of the delegates who may come."""
        coaches = tuple(coach.zone for coach in self.coaches if coach.zone)
        if self._programme is None:
            return coaches, ()
        known = delegates_clocks(self._work, self._programme.id, self._today)
        zones = ((zone,) if zone else LIVED_IN.get(country) or zones_of_country(country) for zone, country in known)
        return coaches, tuple(dict.fromkeys(chain.from_iterable(zones)))

    def request(self) -> Schedule | None:
        """The request, as far as the line is understood; None where it is too little to look at."""
        if self._programme is None or self._said.start is None or not self.duration:
            return None
        try:
            return Schedule.read(self._values(self._programme, self._said.start))
        except Faulty as faulty:
            self.refused(faulty)
            return None

    def _values(self, programme: _Programme, start: date) -> dict[str, Any]:
        said, house = self._said, self._house
        given = {
            "organisation": self.organisation,
            "capacity_min": said.least,
            "capacity_max": said.most,
            "decision_on": said.decision_on,
            "closed": said.closed or None,
            "holidays": said.holidays,
            "accept": said.accept or None,
        }
        return {
            "programme": programme.code,
            "start": start,
            "at": said.at or house.at,
            "zone": said.zone or house.zone,
            "weekend": house.weekend,
            "decision_days": house.decision_days,
            "coaches": [{"person": coach.person, "role": coach.role} for coach in self.coaches],
            **{name: getattr(said, name) for name in ("delivery", "city", "venue", "link", "language", "duration")},
            "draft": said.draft,
            **{name: value for name, value in given.items() if value is not None},
            "rest_minutes": house.rest_minutes,
            "travel_minutes": house.travel_minutes,
        }

    def head(self) -> Iterator[str]:
        """What the session is, in a line; and who teaches it and for whom, in another."""
        said, programme = self._said, self._programme
        if programme is None:
            return
        most = programme.most if said.most is None else said.most
        least = min(programme.least, most) if said.least is None else said.least
        where = ", ".join(filter(None, (said.delivery.value, said.city, said.venue)))
        yield ", ".join(
            filter(
                None,
                (programme.title, self.duration, f"edition {programme.edition}", where, f"{least} to {most} places"),
            )
        )
        decision = said.decision_on
        if decision is None and said.start is not None:
            decision = proposed(said.start, self._house.decision_days, self._today)
        others = [
            *(
                f"{coach.name} ({coach.role}{f', {city_of(coach.zone)}' if coach.zone else ''})"
                for coach in self.coaches
            ),
            f"for {said.organisation}" if self.organisation else "",
            f"in {said.language}" if said.language else "",
            f"decision by {reading(decision)}" if decision else "",
            "a draft" if said.draft else "",
        ]
        if any(others):
            yield ", ".join(filter(None, others))


def _programme(work: orm.Session, said: str) -> _Programme:
    """The programme that is meant, with its current edition.

    Raises:
        NotFound: there is none; near codes are told.
        Refused: it is retired.
    """
    edition = current_edition(work, resolved_programme(work, said).code)
    return _Programme(
        edition.programme_id,
        edition.programme.code,
        edition.title,
        edition.number,
        edition.duration,
        edition.capacity_min,
        edition.capacity_max,
    )


def _coach(work: orm.Session, said: SaidCoach) -> CoachMeant:
    """The coach who is meant: by whole words of her name, else by beginnings of them that only she has.

    Raises:
        NotFound: nobody; near names are told.
        Refused: several coaches, or somebody who is none.
    """
    coaches = work.scalars(
        select(Person).where(Person.coach.is_(True), found_by(words_of(said.who))).order_by(Person.sort_key).limit(50)
    ).all()
    wanted = set(tokens(sort_key(said.who)))
    whole = [coach for coach in coaches if wanted <= set(tokens(coach.sort_key))]
    found = whole or list(coaches)
    if len(found) > 1:
        listed = "; ".join(f"{coach.name} ({coach.id})" for coach in found[:_MOST_LISTED])
        more = f"; and {len(found) - _MOST_LISTED} more" if len(found) > _MOST_LISTED else ""
        raise Refused(f"{len(found)} coaches answer to {quoted(said.who)}: {listed}{more}.", remedy="Give the number.")
    coach = found[0] if found else work.get_one(Person, resolved(work, said.who))
    if not coach.coach:
        raise Refused(f"{coach.name} is not a coach.", remedy="Mark her as a coach first.")
    return CoachMeant(coach.id, coach.name, coach.zone, said.role)

"""Rosters, handed in as a table: who has which place in which session, told line by line, put down as one deed.

Seats are given in the order of the file, as long as there are any; who comes after that waits, and is told.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field
from sqlalchemy import func, select

from acxdesk.actions.enrolments import OFFER_HOURS, Bench, bench_of, move_one
from acxdesk.actions.named import Named
from acxdesk.actions.people import counted
from acxdesk.actions.requests import GivenLine, Line, Reason, Request, kept
from acxdesk.actions.runs import session_of
from acxdesk.actions.tables import CsvLine, CsvReport, State, chunks, refused, said, table_of, told_of, unread
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.numbering import number
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Faulty, InputProblem, NotFound, Refused
from acxdesk.exchange.tables import Table, whole_number
from acxdesk.records.sessions import Session
from acxdesk.rules.enrolments import LEFT, Place
from acxdesk.rules.localtime import reading
from acxdesk.rules.text import fold, quoted

WHO: Final = ("person", "email", "name")  # columns that say who; the first that a line fills in counts
OPTIONAL: Final = (*WHO, "place", "reason")
# Columns of the list of places that follow from other things: a list that was written out can come in again.
PASSED_OVER: Final = ("enrolment", "starts_on", "country", "organisation", "position", "offered_until", "since")
# What a line may ask for -> the first step to it. Whoever is to be confirmed is booked first.
_VERBS: Final[Mapping[Place, str]] = {
    Place.APPLIED: "apply",
    Place.BOOKED: "book",
    Place.CONFIRMED: "book",
    Place.WAITLISTED: "wait",
}
# Who is to have a seat goes before who is to wait for one, wherever the lines stand.
_TURNS: Final[Mapping[Place, int]] = {Place.BOOKED: 0, Place.CONFIRMED: 0, Place.WAITLISTED: 1, Place.APPLIED: 2}
_FARTHER: Final = (Place.APPLIED, Place.WAITLISTED, Place.OFFERED, Place.BOOKED, Place.CONFIRMED)
_MOST_SOUGHT: Final = 50  # sessions that are not there for which the nearest ones are looked up


def _place(value: str, what: str) -> Place:
    words = fold(value)
    if words not in _VERBS:
        raise Refused(f"{what} {quoted(value)} is not one of {', '.join(_VERBS)}.")
    return Place(words)


def _number(value: Any, _what: str) -> Any:
    return whole_number(value.removeprefix("#")) if isinstance(value, str) else value


class ImportEnrolments(Request):
    """A table of places: a column `session`, one of `WHO` at least, and those of `OPTIONAL` that the file has."""

    data: bytes = Field(description="the whole file, CSV or XLSX, with a header line", repr=False)
    encoding: str = Field(default="utf-8", description="how its letters are written")
    offer_hours: int = Field(default=OFFER_HOURS, ge=1, le=24 * 90, description="how long an offer stands")


class RosterLine(Request):
    """One line of such a table."""

    session: GivenLine
    person: Annotated[int | None, BeforeValidator(kept(_number))] = None
    email: Line = ""
    name: Line = ""
    place: Annotated[str, AfterValidator(kept(_place))] = Place.BOOKED
    reason: Reason = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A line of which the session and the person are found."""

    line: int
    session: Session
    person: tuple[int, str]  # number, name
    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of it."""

    told: CsvLine
    session: str  # its reference
    asked: Place
    now: Place  # where she stands


def import_enrolments(desk: Desk, request: ImportEnrolments) -> CsvReport:
    """Put the places of a table on the desk, all as one deed with one undo; on a rehearsing desk a dry run.

    Somebody who has what her line asks for, or more, stays where she is, and so does who waits already. Whoever was
    withdrawn, cancelled or declined comes back by hand alone: a table from before would undo that unseen.

    Raises:
        InputProblem: the file as a whole cannot be read, see `exchange.spreadsheets.read_table`; it has no row, or no
            column that says who.
    """
    table = table_of(
        request.data, required=("session",), optional=OPTIONAL, passed_over=PASSED_OVER, encoding=request.encoding
    )
    if not set(WHO) & set(table.header):
        raise InputProblem(
            "No column says whose places these are.", remedy=f"Add a column {' or '.join(WHO)} with one for each row."
        )
    read, lines = _read(table)
    with desk.changing("enrolment import", deed=request.deed) as change:
        asked, unknown = _found(change, read)
        told: tuple[str, ...] = ()
        done: list[_Done] = []
        for session, of_session in asked.items():
            people = dict.fromkeys(one.person[0] for one in of_session)
            bench, lapsed = bench_of(change, session, people, request.offer_hours)
            told += lapsed
            done += _seated(change, bench, of_session, rehearsed=desk.rehearsal)
        lines = sorted([*lines, *unknown, *(one.told for one in done)], key=lambda line: line.line)
        change.say(_sentence(lines, done))
        changed = change.changed
    ids = tuple(line.row for line in lines if line.row and line.state in {State.NEW, State.CHANGED})
    receipt = Receipt(
        change.sentence, (*told_of(table), *_overflow(done), *told), ids, changed=changed, rehearsed=desk.rehearsal
    )
    return CsvReport(receipt, tuple(lines))


def _read(table: Table) -> tuple[list[tuple[int, RosterLine]], list[CsvLine]]:
    """The lines that can be read, and those that are refused for what stands in them."""
    read: list[tuple[int, RosterLine]] = []
    lines = unread(table)
    for row in table.rows:
        if row.is_blank:
            continue
        try:
            one = RosterLine.read(said(row))
        except Faulty as faulty:
            lines.append(refused(row.line, faulty))
            continue
        if one.person is None and not one.email and not one.name:
            lines.append(refused(row.line, "Nobody is named. Give her address, her number or her name."))
        else:
            read.append((row.line, one))
    return read, lines


def _found(
    change: Changing, read: Sequence[tuple[int, RosterLine]]
) -> tuple[dict[Session, list[_Asked]], list[CsvLine]]:
    """The lines by session, and those whose session or person is not there or stands in two lines."""
    named = Named.read(change.work, [(one.person, one.email, one.name) for _line, one in read])
    sessions = _sessions(change, [one.session for _line, one in read])
    asked: dict[Session, list[_Asked]] = defaultdict(list)
    seen: dict[tuple[Session, int], int] = {}
    lines: list[CsvLine] = []
    for line, one in read:
        session = sessions[one.session.upper()]
        try:
            who = named.person(one.person, one.email, one.name)
            if isinstance(session, Refused):
                raise session
        except Refused as why:
            both = f"{why} {session}" if isinstance(session, Refused) and why is not session else why
            lines.append(refused(line, both))
            continue
        earlier = seen.setdefault((session, who[0]), line)
        if earlier != line:
            why_not = f"{who[1]} stands on {session.reference} in row {earlier} already. Delete one of the two."
            lines.append(refused(line, why_not))
            continue
        asked[session].append(_Asked(line, session, who, Place(one.place), one.reason))
    return asked, lines


def _sessions(change: Changing, references: Sequence[str]) -> dict[str, Session | Refused]:
    """The sessions by their references in capitals; for one that is not there, why not."""
    found: dict[str, Session | Refused] = {}
    wanted = {said.upper(): said for said in reversed(references)}
    for some in chunks(wanted):
        rows = change.work.scalars(select(Session).where(func.upper(Session.reference).in_(some)))
        found.update((row.reference.upper(), row) for row in rows)
    sought = 0
    for key, reference in wanted.items():
        if key in found:
            continue
        sought += 1
        if sought > _MOST_SOUGHT:
            found[key] = NotFound(f"No session {quoted(reference)}.")
            continue
        try:
            found[key] = session_of(change.work, reference)
        except NotFound as why:
            found[key] = why
    return found


def _seated(change: Changing, bench: Bench, asked: Sequence[_Asked], *, rehearsed: bool) -> list[_Done]:
    """Move each person of one session: first those who are to have seats, in the order of the file."""
    done = []
    for one in sorted(asked, key=lambda one: (_TURNS[one.place], one.line)):
        held = one.person[0] in bench.places
        try:
            there, sentence = _moved(change, bench, one)
        except Refused as why:
            done.append(_Done(refused(one.line, why), bench.row.reference, one.place, one.place))
            continue
        enrolment = bench.places[one.person[0]]
        state = State.THERE if there else State.CHANGED if held else State.NEW
        told = CsvLine(one.line, state, sentence, None if rehearsed and state is State.NEW else enrolment.id)
        done.append(_Done(told, bench.row.reference, one.place, enrolment.place))
    number(change.work)
    return done


def _moved(change: Changing, bench: Bench, one: _Asked) -> tuple[bool, str]:
    """Take the steps to what a line asks for; or tell that she has it, or waits for it, already.

    Raises:
        Refused: a step is not legal, the session takes nobody, or she has left it.
    """
    person, name = one.person
    enrolment = bench.places.get(person)
    reference = bench.row.reference
    if enrolment is not None:
        place = enrolment.place
        if place in LEFT:
            since = reading(enrolment.since.date())
            raise Refused(f"{name} is {place} on {reference} since {since}.", remedy="Book her by hand if she is back.")
        if _FARTHER.index(place) >= _FARTHER.index(one.place):
            return True, f"{name} is {place} on {reference} already."
        if place is Place.WAITLISTED and not (bench.seats.left and bench.is_first(enrolment)):
            return True, f"{name} waits for a seat on {reference} already."
    sentence = ""
    if enrolment is None or enrolment.place is not Place.BOOKED:
        sentence = move_one(change, bench, one.person, _VERBS[one.place], one.reason).sentence
    if one.place is Place.CONFIRMED and bench.places[person].place is Place.BOOKED:
        sentence = move_one(change, bench, one.person, "confirm", one.reason).sentence
    return False, sentence


def _overflow(done: Sequence[_Done]) -> tuple[str, ...]:
    """A sentence for each session on which not everybody got the seat that was asked for."""
    waiting: dict[str, int] = defaultdict(int)
    for one in done:
        moved = one.told.state in {State.NEW, State.CHANGED}
        if moved and one.now is Place.WAITLISTED and one.asked is not Place.WAITLISTED:
            waiting[one.session] += 1
    return tuple(
        f"{reference}: no seat is free for {counted(count, 'person', 'people')}; on the waiting list."
        for reference, count in waiting.items()
    )


def _sentence(lines: Sequence[CsvLine], done: Sequence[_Done]) -> str:
    moved = [one for one in done if one.told.state in {State.NEW, State.CHANGED}]
    sessions = len({one.session for one in moved})
    words = {Place.WAITLISTED: "on the waiting list"}
    places = [
        f"{count:,} {words.get(place, place)}"
        for place in reversed(_FARTHER)
        if (count := sum(one.now is place for one in moved))
    ]
    told = f"{counted(len(moved), 'place')} imported on {counted(sessions, 'session')}: {', '.join(places)}"
    parts = [told if moved else "Nothing new"]
    for state, word in ((State.THERE, "there already"), (State.REFUSED, "refused")):
        if count := sum(line.state is state for line in lines):
            parts.append(f"{count:,} {word}")
    return f"{'; '.join(parts)}."

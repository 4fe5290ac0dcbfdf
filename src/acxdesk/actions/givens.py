"""That calendars were given out: what each of some has now, by which way; and the way of files."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final

from pydantic import Field
from sqlalchemy import select, tuple_

from acxdesk.actions.calendars import ADVICE, ExportCalendar, calendar_of, export_calendar
from acxdesk.actions.people import counted
from acxdesk.actions.requests import Line, Request, RowNumber
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import shown
from acxdesk.desk.writing import SomeTaken, make_folder, publish, refuse_taken, safe_name, temporary, write_whole
from acxdesk.errors import Busy, Refused, SaveFailed
from acxdesk.exchange.ical import Organizer, render
from acxdesk.queries.calendars import CalendarOf
from acxdesk.queries.givens import CHUNK, PersonUpdates, Whose, given_to, occasions_of, pending, standing
from acxdesk.records.calendars import GivenCalendar, GivenOccasion
from acxdesk.rules.calendars import Occasion, ZoneSpan
from acxdesk.rules.updates import Part, Way, briefly, updates

SYSTEM: Final = "system"  # for the journal: it happened in the world, and undo passes over it
GIVEN: Final = "calendar given"
_NAMED: Final = 3  # files that a refusal names
_NOBODY: Final = "Those who were never given one are told with --first."


def note_given(change: Changing, person: int, part: Part, way: Way, occasions: Iterable[Occasion]) -> None:
    """Note what somebody was given; what she has besides stands.

    Args:
        change: an open deed, of kind `SYSTEM`.
        person: who.
        part: as what.
        way: how.
        occasions: what she was given: her whole calendar, or some updates of it.
    """
    note_all(change, way, {(person, part): tuple(occasions)})


def note_all(change: Changing, way: Way, given: Mapping[Whose, Sequence[Occasion]]) -> None:
    """Note what each of some was given by one way, as `note_given` does."""
    everybody = sorted(given)
    for start in range(0, len(everybody), CHUNK):
        _note(change, way, {whose: given[whose] for whose in everybody[start : start + CHUNK]})


def _note(change: Changing, way: Way, given: Mapping[Whose, Sequence[Occasion]]) -> None:
    _note_occasions(change, way, given)
    change.work.flush()
    has, stands = given_to(change.work, tuple(given), way), standing(change.work, given, change.now)
    calendars = {
        (row.person_id, row.part): row
        for row in change.work.scalars(
            select(GivenCalendar).where(
                tuple_(GivenCalendar.person_id, GivenCalendar.part).in_(tuple(given)), GivenCalendar.way == way
            )
        )
    }
    for whose in given:
        row = calendars.get(whose)
        left = updates(stands.get(whose, ()), has.get(whose, {}), change.now)
        # Whom a change concerns is asked by this instant: while something is left to be told it must not pass that.
        known = min((update.occasion.made_at for update in left), default=change.now)
        if row is None:
            person, part = whose
            change.work.add(GivenCalendar(person_id=person, part=part, way=way, given_at=known))
        elif not left:
            row.given_at = max(row.given_at, change.now)


def _note_occasions(change: Changing, way: Way, given: Mapping[Whose, Sequence[Occasion]]) -> None:
    rows = {
        (row.person_id, row.part, row.uid): row
        for row in change.work.scalars(
            select(GivenOccasion).where(
                tuple_(GivenOccasion.person_id, GivenOccasion.part).in_(tuple(given)), GivenOccasion.way == way
            )
        )
    }
    for (person, part), occasions in given.items():
        for one in occasions:
            row = rows.get((person, part, one.uid))
            if row is not None:
                _set(row, one)
                row.given_at = change.now
            elif one.ends_at > change.now and not one.cancelled:  # of the rest nobody hears again
                row = GivenOccasion(person_id=person, part=part, way=way, uid=one.uid, given_at=change.now)
                _set(row, one)
                change.work.add(row)


def _set(row: GivenOccasion, one: Occasion) -> None:
    row.sequence, row.cancelled = one.sequence, one.cancelled
    row.starts_at, row.ends_at, row.summary = one.starts_at, one.ends_at, one.summary


def give_calendar(desk: Desk, request: ExportCalendar, told: Callable[[int], None] = lambda _count: None) -> Receipt:
    """Export a calendar; of a person or a coach, note that she was given it as a file.

    Raises:
        As `export_calendar`. When it is written and cannot be noted, the receipt says so.
    """
    calendar = calendar_of(desk, request)
    whose = _whose(calendar) if isinstance(calendar, CalendarOf) else None
    if whose is None or desk.rehearsal:
        return export_calendar(desk, request, told)
    # Read before it is written: what changes in between is told once more, and not left out.
    occasions = occasions_of(desk, *whose)
    receipt = export_calendar(desk, request, told)
    try:
        with desk.changing(GIVEN, kind=SYSTEM) as change:
            note_all(change, Way.FILE, {whose: occasions})
            change.say(f"{calendar.name}: given out as a file.")
    except (Busy, SaveFailed) as fault:
        return replace(receipt, lines=(*receipt.lines, f"It could not be noted that she has it now: {fault}"))
    return receipt


def _whose(calendar: CalendarOf) -> Whose | None:
    if calendar.person is not None:
        return calendar.person, Part.DELEGATE
    return None if calendar.coach is None else (calendar.coach, Part.COACH)


class GiveFiles(Request):
    """Who is told by a file of what changed in her calendar since she was given it so."""

    folder: Path = Field(description="the folder to write a file for each into; it is made when it is not there")
    people: tuple[RowNumber, ...] = Field(default=(), description="only these; else all whose calendars changed")
    first: bool = Field(default=False, description="also who was never given hers, and has a meeting ahead")
    whole: bool = Field(default=False, description="give each her whole calendar, not its updates alone")
    overwrite: bool = Field(default=False, description="replace files that are there")
    organizer_name: Line = ""
    organizer_mailbox: Line = ""


def give_files(desk: Desk, request: GiveFiles, told: Callable[[int, int], None] = lambda _done, _of: None) -> Receipt:
    """Write what has to be told, a file for each calendar, all of them or none; and note it as given.

    A file holds several occasions, so it publishes them (RFC 5546, 3.2.1), those that are off as cancelled ones.

    Args:
        desk: a rehearsing one writes nothing.
        request: who, and where to.
        told: is told how many are made, and of how many; what it raises ends the work, and nothing is there.

    Raises:
        Refused: nobody has to be told anything.
        SomeTaken: files are there already; none was written.
        InputProblem, SaveFailed: the folder cannot be made, or a file cannot be written.
    """
    found = pending(desk, Way.FILE, first=request.first, people=request.people or None)
    if not found:
        raise Refused("Nobody's calendar has changed since it was given out as a file.", remedy=_NOBODY)
    given = {(one.person, one.part): _given_now(desk, one, request) for one in found}
    files = [request.folder / f"{stem}.ics" for stem in stems(found)]
    if not desk.rehearsal:
        make_folder(request.folder)
    _refuse_some(files, request)
    lines = tuple(f"{one.name}, {one.part}: {briefly(one.updates)}" for one in found)
    sentence = f"{counted(len(found), 'calendar')} written to {shown(request.folder)}."
    if desk.rehearsal:
        return Receipt(sentence, (*lines, ADVICE), rehearsed=True)
    with ExitStack() as stack:
        parts = []
        for done, (one, occasions) in enumerate(zip(found, given.values(), strict=True)):
            told(done, len(found))
            parts.append(stack.enter_context(temporary(request.folder)))
            write_whole(parts[-1], _rendered(one, occasions, request), overwrite=True)
        for part, path in zip(parts, files, strict=True):
            publish(part, path, overwrite=request.overwrite)
    told(len(found), len(found))
    with desk.changing(GIVEN, kind=SYSTEM) as change:
        note_all(change, Way.FILE, given)
        change.say(sentence)
    return Receipt(sentence, (*lines, ADVICE), ids=tuple(one.person for one in found))


def stems(found: Sequence[PersonUpdates]) -> list[str]:
    """A file's name for each, without ending: her name; two that would be one are told apart by their numbers."""
    names = [f"{safe_name(one.name)}{'-coach' if one.part is Part.COACH else ''}" for one in found]
    counts = Counter(name.casefold() for name in names)
    return [
        name if counts[name.casefold()] == 1 else f"{name}-{one.person}" for name, one in zip(names, found, strict=True)
    ]


def calendar_name(name: str, part: Part) -> str:
    """What somebody's calendar is called, as in `queries.calendars`."""
    return f"{'Sessions' if part is Part.DELEGATE else 'Teaching'} of {name}"


def _given_now(desk: Desk, one: PersonUpdates, request: GiveFiles) -> tuple[Occasion, ...]:
    """What a file tells, by start, then UID."""
    tells = {update.occasion.uid: update.occasion for update in one.updates}
    if request.whole:
        tells |= {each.uid: each for each in occasions_of(desk, one.person, one.part)}
    return tuple(sorted(tells.values(), key=lambda each: (each.starts_at, each.uid)))


def _rendered(one: PersonUpdates, occasions: Sequence[Occasion], request: GiveFiles) -> Iterable[bytes]:
    sender = Organizer(request.organizer_name, request.organizer_mailbox) if request.organizer_mailbox else None
    spans = [ZoneSpan(each.zone, each.starts_at, each.ends_at) for each in occasions]
    return render(calendar_name(one.name, one.part), spans, occasions, organizer=sender)


def _refuse_some(files: Sequence[Path], request: GiveFiles) -> None:
    taken = [path.name for path in files if path.exists() or path.is_symlink()]
    if taken and not request.overwrite:
        named = ", ".join(taken[:_NAMED]) + (" and more" if len(taken) > _NAMED else "")
        raise SomeTaken(
            f"{len(taken):,} of {counted(len(files), 'file')} in {shown(request.folder)} are there already: {named}.",
            remedy="Choose another folder, or replace them with --overwrite.",
        )
    for path in files:
        refuse_taken(path, overwrite=request.overwrite)

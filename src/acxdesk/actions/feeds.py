"""Feeds: calendars in a folder that any web server shows, a file for each person and part, under names to subscribe to.

Nobody can guess a name. Whoever has one can read that calendar, so a name can be taken back: the next publishing
removes the old file. The files are readable by everybody on the computer (0644), for a web server has to read them.
"""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import Field
from sqlalchemy import select

from acxdesk.actions.givens import GIVEN, SYSTEM, calendar_name, note_all
from acxdesk.actions.people import counted
from acxdesk.actions.requests import Line, Request, RowNumber
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import of_writing, shown
from acxdesk.desk.writing import publish, refuse_taken, temporary, write_whole
from acxdesk.errors import InputProblem, NotFound, Refused
from acxdesk.exchange.ical import Organizer, render
from acxdesk.queries.givens import CHUNK, PersonUpdates, Whose, occasions_of, pending, published
from acxdesk.records.calendars import Feed
from acxdesk.records.people import Person
from acxdesk.rules.calendars import Occasion, ZoneSpan
from acxdesk.rules.updates import Part, Way

READABLE: Final = 0o644
OPEN_FOLDER: Final = 0o755
_OURS: Final = re.compile(r"[0-9a-f]{32}(-coach)?\.ics")
_HEAD: Final = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//acxdesk//"


class FeedOf(Request):
    """Whose feed."""

    person: RowNumber


def name_feed(desk: Desk, request: FeedOf) -> Receipt:
    """The name of somebody's feed, as the receipt's reference; one is made where there is none.

    Raises:
        NotFound: no such person.
    """
    with desk.changing("calendar feed", deed=request.deed) as change:
        person = _person(change, request.person)
        row = change.work.scalar(select(Feed).where(Feed.person_id == person.id))
        made = row is None
        if row is None:
            row = _new(change, person.id)
        change.say(f"{person.name} can subscribe to {file_name(row.token, Part.DELEGATE)}.")
        token, number = row.token, person.id
    return Receipt(change.sentence, (), (number,), token, changed=made, rehearsed=desk.rehearsal)


def rename_feed(desk: Desk, request: FeedOf) -> Receipt:
    """Give somebody's feed another name: whoever knows the old one reads nothing once it is published again.

    Raises:
        NotFound: no such person.
        Refused: she has no feed.
    """
    with desk.changing("calendar unfeed", deed=request.deed) as change:
        person = _person(change, request.person)
        row = change.work.scalar(select(Feed).where(Feed.person_id == person.id))
        if row is None:
            raise Refused(f"{person.name} has no feed.", remedy="calendar feed gives her one.")
        row.token, row.made_at = secrets.token_hex(16), change.now
        change.say(f"The feed of {person.name} has another name; publish again, and the old one is gone.")
        token, number = row.token, person.id
    return Receipt(change.sentence, (), (number,), token, rehearsed=desk.rehearsal)


def file_name(token: str, part: Part) -> str:
    """The name of a feed's file."""
    return f"{token}-coach.ics" if part is Part.COACH else f"{token}.ics"


def feed_files(desk: Desk, person: int, token: str) -> list[str]:
    """The names of somebody's files: of what she sits, and of what she teaches."""
    with desk.reading() as work:
        parts = [part for _person, part in published(work, desk.clock.now(), (person,))] or [Part.DELEGATE]
    return [file_name(token, part) for part in parts]


class PublishFeeds(Request):
    """Which calendars go into which folder."""

    folder: Path = Field(description="the folder that a web server shows; it is made when it is not there")
    people: tuple[RowNumber, ...] = Field(default=(), description="only these; else all who have a meeting ahead")
    organizer_name: Line = ""
    organizer_mailbox: Line = ""


@dataclass(slots=True)
class _Run:
    """What was done so far."""

    given: dict[Whose, Sequence[Occasion]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)  # of those that were written
    kept: int = 0
    removed: int = 0

    @property
    def sentence(self) -> str:
        """How many were published, and what became of their files."""
        parts = [f"{len(self.lines):,} written", f"{self.kept:,} as they were", f"{self.removed:,} removed"]
        return ", ".join(part for part in parts if not part.startswith("0 ")) or "nothing to write"


def publish_feeds(
    desk: Desk, request: PublishFeeds, told: Callable[[int, int], None] = lambda _done, _of: None
) -> Receipt:
    """Publish calendars: a file for each person and part, those that are as they were left alone.

    Each file is there whole or not at all. When it ends in the middle, what is written counts as given. Files of
    names that are nobody's any more are removed, unless only some people were meant; no other file is touched.

    Args:
        desk: a rehearsing one writes nothing.
        request: whose, and where to.
        told: is told how many are done, and of how many; what it raises ends the work.

    Raises:
        Refused: nobody has a meeting ahead; a link or a folder has the name of a file.
        InputProblem, SaveFailed: the folder cannot be made, or a file cannot be written.
    """
    with desk.reading() as work:
        whose = published(work, desk.clock.now(), request.people or None)
    if not whose:
        raise Refused("Nobody has a meeting ahead.", remedy="A calendar is published for who is booked or teaches.")
    tokens, names = _tokens(desk, {person for person, _part in whose})
    if not desk.rehearsal:
        _make_open(request.folder)
    run = _Run()
    try:
        for done, one in enumerate(whose):
            told(done, len(whose))
            person, part = one
            path = request.folder / file_name(tokens[person], part)
            occasions = occasions_of(desk, person, part)
            made = _rendered(request, calendar_name(names[person], part), occasions)
            if _put(desk, path, made):
                run.lines.append(f"{names[person]}, {part}")
            else:
                run.kept += 1
            run.given[one] = occasions
        told(len(whose), len(whose))
    finally:
        _note(desk, run)
    if not request.people:
        run.removed = _sweep(desk, request.folder)
    sentence = f"{counted(len(whose), 'calendar')} published in {shown(request.folder)}: {run.sentence}."
    lines = tuple(run.lines) or ("What is there says what holds.",)
    return Receipt(sentence, lines, changed=bool(run.lines or run.removed), rehearsed=desk.rehearsal)


def _rendered(request: PublishFeeds, name: str, occasions: Sequence[Occasion]) -> bytes:
    sender = Organizer(request.organizer_name, request.organizer_mailbox) if request.organizer_mailbox else None
    spans = [ZoneSpan(one.zone, one.starts_at, one.ends_at) for one in occasions]
    return b"".join(render(name, spans, occasions, organizer=sender))


def _put(desk: Desk, path: Path, made: bytes) -> bool:
    """Write one file; whether it held anything else."""
    if _holds(path, made):
        return False
    refuse_taken(path, overwrite=True)
    if not desk.rehearsal:
        _write_open(path, made)
    return True


def _write_open(path: Path, made: bytes) -> None:
    with temporary(path.parent) as part:
        write_whole(part, (made,), overwrite=True)
        try:
            part.chmod(READABLE)
        except OSError as fault:
            raise of_writing(fault, path) from fault
        publish(part, path, overwrite=True)


def _note(desk: Desk, run: _Run) -> None:
    """Note what is published now of those who had something to hear; a feed that is as it was leaves no trace."""
    if desk.rehearsal or not run.given:
        return
    people = sorted({person for person, _part in run.given})
    news: dict[Whose, PersonUpdates] = {}
    for start in range(0, len(people), CHUNK):
        found = pending(desk, Way.FEED, first=True, people=people[start : start + CHUNK])
        news |= {(one.person, one.part): one for one in found}
    told: Mapping[Whose, Sequence[Occasion]] = {
        whose: (*occasions, *(update.occasion for update in news[whose].updates if update.occasion.cancelled))
        for whose, occasions in run.given.items()
        if whose in news
    }
    if told:
        with desk.changing(GIVEN, kind=SYSTEM) as change:
            note_all(change, Way.FEED, told)
            change.say(f"{counted(len(told), 'calendar')} published as feeds.")


def _tokens(desk: Desk, people: set[int]) -> tuple[dict[int, str], dict[int, str]]:
    """The names of some people's feeds, made where there is none; and their own."""
    with desk.changing("calendar feed", kind=SYSTEM) as change:
        names = {row.id: row.name for row in change.work.execute(select(Person.id, Person.name)) if row.id in people}
        held = {row.person_id: row.token for row in change.work.scalars(select(Feed)) if row.person_id in people}
        missing = sorted(people - held.keys())
        held |= {person: _new(change, person).token for person in missing}
        change.say(f"{counted(len(missing), 'feed')} made.")
    return held, names


def _new(change: Changing, person: int) -> Feed:
    row = Feed(person_id=person, token=secrets.token_hex(16), made_at=change.now)
    change.work.add(row)
    return row


def _person(change: Changing, number: int) -> Person:
    row = change.work.get(Person, number)
    if row is None:
        raise NotFound(f"No person {number}.", remedy="person list shows them.")
    return row


def _sweep(desk: Desk, folder: Path) -> int:
    """Remove the feeds whose names are nobody's any more; answers with how many."""
    with desk.reading() as work:
        tokens = set(work.scalars(select(Feed.token)))
    gone = [path for path in _feeds_in(folder) if path.name.partition(".")[0].partition("-")[0] not in tokens]
    if not desk.rehearsal:
        for path in gone:
            with suppress(FileNotFoundError):
                path.unlink()
    return len(gone)


def _feeds_in(folder: Path) -> Iterator[Path]:
    """The files that have the name of a feed and begin as one."""
    try:
        for path in sorted(folder.iterdir()):
            if _OURS.fullmatch(path.name) and not path.is_symlink() and path.is_file():
                with path.open("rb") as file:
                    if file.read(len(_HEAD)) == _HEAD:
                        yield path
    except FileNotFoundError:
        return


def _holds(path: Path, made: bytes) -> bool:
    """Whether a plain file holds just these bytes."""
    try:
        return not path.is_symlink() and path.is_file() and path.read_bytes() == made
    except OSError:
        return False


def _make_open(folder: Path) -> None:
    """Make the folder, which everybody on the computer may look into, unless it is there."""
    try:
        folder.mkdir(mode=OPEN_FOLDER, exist_ok=True)
    except FileExistsError as fault:
        raise InputProblem(f"{shown(folder)} is no folder.", remedy="Choose another name.") from fault
    except OSError as fault:
        raise of_writing(fault, folder) from fault

"""What is looked at when a data file is examined: each check gives its findings, as plain sentences with remedies.

The first ones read the file by hand and need no sound one; those of `INSIDE` read its tables.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sqlalchemy import exc

from acxdesk import __version__
from acxdesk.actions.people import counted
from acxdesk.desk import backups, files, opening
from acxdesk.desk.clock import Clock
from acxdesk.desk.door import Desk
from acxdesk.desk.engine import translate
from acxdesk.desk.journal import first_broken
from acxdesk.desk.searching import is_sound
from acxdesk.desk.troubles import shown
from acxdesk.errors import DataFileProblem, Refused
from acxdesk.queries.care import derived, journal_end, overfull, tables_of
from acxdesk.queries.earnedcare import unfit
from acxdesk.queries.voters import disagreeing
from acxdesk.records.journal import Entry
from acxdesk.rules.localtime import reading

MOST_TOLD: Final = 20  # findings of one check; the rest are counted
_HASH_SHOWN: Final = 16  # hexadecimal digits: as many as a person writes down and compares
_OLD_ZONES: Final = 1  # years that zone data may be behind
# What a backup helps against. A file that is held, newer or not to be read may be in the best of health.
_LOST: Final = frozenset({opening.Kind.MISSING, opening.Kind.EMPTY, opening.Kind.STRANGE, opening.Kind.DAMAGED})


class State(StrEnum):
    """How something was found."""

    OK = "ok"
    WARNING = "warning"  # nothing is lost; it may be one day
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the checklist."""

    check: str  # file, pages, references, tables, journal, ..., as the names of `INSIDE`, folder, backups, versions
    state: State
    sentence: str
    remedy: str = ""  # of a warning or a fault


@dataclass(frozen=True, slots=True)
class Case:
    """The file that is examined, and what is known of it before."""

    path: Path
    clock: Clock
    folder: Path  # of its backups
    good: Path | None  # the newest backup that is sound

    @property
    def restoring(self) -> str:
        """The remedy where only a backup helps."""
        if self.good is None:
            return "There is no sound backup of it. Keep a copy of the file as it is before you do anything else."
        return f"`acxdesk restore {shown(self.good)}` brings back the newest sound backup and keeps this file aside."


Found = Iterator[Finding]
Check = Callable[[Case, Desk], Found]


def guarded(check: str, case: Case, look: Callable[[], Found]) -> list[Finding]:
    """The findings of one check, at most `MOST_TOLD`; that it could not be finished is one, too."""
    try:
        found = list(look())
    except Refused as refused:
        return [Finding(check, State.FAULT, f"This could not be examined: {refused.sentence}", refused.remedy)]
    except (exc.SQLAlchemyError, sqlite3.Error, ValueError, LookupError) as fault:
        # A value that is not what its column says. Its text would be somebody's data; the kind of error is not.
        return [Finding(check, State.FAULT, f"This could not be examined: {type(fault).__name__}.", case.restoring)]
    if len(found) <= MOST_TOLD:
        return found
    more = Finding(check, found[-1].state, f"And {len(found) - MOST_TOLD:,} more like these.", found[-1].remedy)
    return [*found[:MOST_TOLD], more]


def newest_good(path: Path, folder: Path) -> Path | None:
    """The newest backup of a data file that is sound; None where there is none, or the folder cannot be read."""
    try:
        made = backups.listing(folder, path.stem)
    except Refused:
        return None
    return next((one.path for one in made if _is_good(one.path)), None)


def file(case: Case) -> Finding:
    """What stands at the path."""
    try:
        found = files.check(case.path)
    except Refused as refused:
        is_lost = case.good and isinstance(refused, DataFileProblem) and opening.look(case.path).kind in _LOST
        return Finding("file", State.FAULT, refused.sentence, case.restoring if is_lost else refused.remedy)
    if not found.at_head:
        versions = f"{found.user_version}, not {opening.USER_VERSION}"
        sentence = f"{shown(case.path)} has tables of an older version ({versions}); what is in them was not examined."
        return Finding("file", State.WARNING, sentence, "Open it: that brings them up to date, after a backup.")
    return Finding("file", State.OK, f"{shown(case.path)} is a data file of this version of acxdesk.")


def pages(case: Case) -> Found:
    """Every page and index, as SQLite reads them."""
    found = opening.faults(case.path)
    references = _missing(case.path) if found else ()
    damages = [each for each in found if each not in references]
    for each in damages:
        yield Finding("pages", State.FAULT, f"{shown(case.path)} is damaged: {shown(each)}.", case.restoring)
    if not damages:
        yield Finding("pages", State.OK, "Every page and index was read and is sound.")


def folder(case: Case) -> Finding:
    """Whether the file lies where a database may lie."""
    warning = files.sync_folder(case.path)
    if not warning:
        return Finding("folder", State.OK, "It lies on a disk of this machine, as far as can be told.")
    sentence, _, remedy = warning.rpartition(". ")
    return Finding("folder", State.WARNING, f"{sentence}.", remedy)


def kept(case: Case) -> Found:
    """The backups: the newest, whether it is sound, and how old it is."""
    made = backups.listing(case.folder, case.path.stem)
    if not made:
        sentence = f"There is no backup of it in {shown(case.folder)}."
        yield Finding("backups", State.WARNING, sentence, "`acxdesk backup` makes one.")
    for one in made:
        if one.path == case.good:
            sentence = f"The newest sound backup was made {_age(case.clock.now() - one.at)}: {shown(one.path)}."
            yield Finding("backups", State.OK, sentence)
            return
        wrong = f"The backup {shown(one.path)} is damaged."
        yield Finding("backups", State.WARNING, wrong, "`acxdesk backup` makes another one.")


def versions(case: Case) -> Finding:
    """What the answers rest on."""
    zones = version("tzdata")
    sentence = f"acxdesk {__version__} with SQLite {sqlite3.sqlite_version} and zone data {zones}."
    if case.clock.now().year - int(zones.partition(".")[0]) > _OLD_ZONES:
        return Finding("versions", State.WARNING, sentence, "The zone data is old; update acxdesk.")
    return Finding("versions", State.OK, sentence)


def index_is_sound(desk: Desk) -> bool:
    """Whether the search index is. SQLite is asked by an INSERT that inserts nothing, which needs the write lock."""
    try:
        with desk.engine.connect() as connection:
            try:
                return is_sound(connection)
            finally:
                connection.rollback()
    except exc.DBAPIError as error:
        raise translate(error, desk.path) from error


def _references(case: Case, _desk: Desk) -> Found:
    missing = _missing(case.path)
    for each in missing:
        yield Finding("references", State.FAULT, f"{each[:1].upper()}{each[1:]}.", case.restoring)
    if not missing:
        yield Finding("references", State.OK, "Every row points at rows that are there.")


def _tables(case: Case, _desk: Desk) -> Found:
    """The tables, indexes and triggers against those of a file made this moment."""
    with tempfile.TemporaryDirectory(prefix="acxdesk-") as name:
        fresh = Path(name) / "fresh.acx"
        files.create(fresh)
        wanted = tables_of(fresh)
    found = tables_of(case.path)
    told = [f"The {kind} {shown(name)} is missing" for kind, name in wanted.keys() - found.keys()]
    told += [f"The {kind} {shown(name)} does not belong here" for kind, name in found.keys() - wanted.keys()]
    told += [
        f"The {kind} {shown(name)} is not as acxdesk made it"
        for kind, name in wanted.keys() & found.keys()
        if wanted[kind, name] != found[kind, name]
    ]
    for each in sorted(told):
        yield Finding("tables", State.FAULT, f"{each}: the file was changed past acxdesk.", case.restoring)
    if not told:
        yield Finding("tables", State.OK, f"All {len(wanted)} tables, indexes and triggers are as they should be.")


def _journal(case: Case, desk: Desk) -> Found:
    with desk.reading() as work:
        broken = first_broken(work)
        end = journal_end(work)
        entry = work.get(Entry, broken) if broken is not None else None
    if entry is not None:
        when = f"{reading(entry.at.date())} {entry.at:%H:%M} UTC, by {entry.who}"
        sentence = f"Entry {entry.id} of the journal ({when}) is not what was written, or the one before it is gone."
        yield Finding("journal", State.FAULT, sentence, f"The file was changed past acxdesk. {case.restoring}")
    elif end.given > end.last:
        gone = f"entry {end.given}" if end.given == end.last + 1 else f"entries {end.last + 1} to {end.given}"
        yield Finding("journal", State.FAULT, f"The end of the journal is gone: {gone}.", case.restoring)
    elif not end.entries:
        yield Finding("journal", State.OK, "The journal is empty.")
    else:
        entries = counted(end.entries, "entry", "entries")
        head = f"the last is entry {end.last}, {end.hash[:_HASH_SHOWN]}"
        yield Finding("journal", State.OK, f"The journal holds together: {entries}, {head}.")


def _instants(case: Case, desk: Desk) -> Found:
    off, meetings = derived(desk)
    for one in off:
        if one.can_mend:
            remedy = "`acxdesk doctor --mend` derives it again."
        else:
            remedy = "Move the meeting to another time." if one.can_read else case.restoring
        yield Finding("instants", State.FAULT, one.sentence, remedy)
    if not off:
        sentence = f"{counted(meetings, 'meeting')}: every instant follows from its wall time and zone."
        yield Finding("instants", State.OK, sentence)


def _search(_case: Case, desk: Desk) -> Found:
    try:
        sound = index_is_sound(desk)
    except Refused as refused:  # SQLite is asked by writing, which is nobody's fault where it is not let
        why = f"The search index was not examined: {refused.sentence}"
        yield Finding("search", State.WARNING, why, refused.remedy)
        return
    if sound:
        yield Finding("search", State.OK, "The search index holds just what the people's rows say.")
    else:
        sentence = "The search index does not hold what the people's rows say."
        yield Finding("search", State.FAULT, sentence, "`acxdesk doctor --mend` makes it anew.")


def _seats(_case: Case, desk: Desk) -> Found:
    found = overfull(desk)
    for one in found:
        sentence = f"{one.reference} has {counted(one.taken, 'seat')} taken and {one.capacity:,} to give."
        yield Finding("seats", State.WARNING, sentence, "Give it more seats, or move somebody to another session.")
    if not found:
        yield Finding("seats", State.OK, "No session has more seats taken than it has.")


def _accreditations(case: Case, desk: Desk) -> Found:
    found, count = unfit(desk)
    for each in found:
        yield Finding("accreditations", State.FAULT, each, f"The file was changed past acxdesk. {case.restoring}")
    if not found:
        sentence = f"{counted(count, 'accreditation')}: every state, number and code fits."
        yield Finding("accreditations", State.OK, sentence)


def _ballots(case: Case, desk: Desk) -> Found:
    found, count = disagreeing(desk)
    for each in found:
        yield Finding("ballots", State.FAULT, each, f"The file was changed past acxdesk. {case.restoring}")
    if not found:
        yield Finding("ballots", State.OK, f"{counted(count, 'vote')}: every box fits its roll and its seal.")


INSIDE: Final[Sequence[tuple[str, Check]]] = (
    ("references", _references),
    ("tables", _tables),
    ("journal", _journal),
    ("instants", _instants),
    ("search", _search),
    ("seats", _seats),
    ("accreditations", _accreditations),
    ("ballots", _ballots),
)


def _missing(path: Path) -> tuple[str, ...]:
    try:
        with opening.reading(path) as connection:
            return opening.references_of(connection)
    except sqlite3.DatabaseError:
        return ()


def _is_good(path: Path) -> bool:
    try:
        return opening.look(path).kind is opening.Kind.OURS and not opening.faults(path)
    except Refused:
        return False


def _age(passed: timedelta) -> str:
    minutes = int(passed.total_seconds()) // 60
    for size, noun in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            return f"{counted(minutes // size, noun)} ago"
    return "just now"

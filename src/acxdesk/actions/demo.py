"""A desk to try things on: the printed catalogue and schedules, and people who are made up, by the app's own imports.

Each import is an entry of the journal of its own, as if somebody had done them one after the other. It is the same on
every desk, down to whose work is marked twice; only codes and the names of deeds are drawn anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import exists, func, or_, orm, select

from acxdesk.actions.catalogue import load_catalogue
from acxdesk.actions.laureates import load_hall
from acxdesk.actions.people import counted
from acxdesk.actions.printed import ImportPrinted, import_printed
from acxdesk.actions.recorded import ImportAccreditations, import_accreditations
from acxdesk.actions.registers import ImportPeople, import_people
from acxdesk.actions.rosters import ImportEnrolments, import_enrolments
from acxdesk.actions.sessions import Coaching, EditSession, edit_session
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.schema import resource
from acxdesk.errors import Refused
from acxdesk.records.journal import Entry
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session

SCHEDULES: Final = ("schedule-1.txt", "schedule-2.txt")
YEAR, AT, ZONE = 2020, "14:00", "Europe/London"  # not printed; the printed weekdays are those of 2020

NAMESPACE: Final = UUID("2dee280d-7e48-40d7-9c30-296345874b0b")  # of the names of its rows

Span = tuple[datetime, datetime]  # UTC: the start and the end of a meeting


def is_empty(desk: Desk) -> bool:
    """Whether nobody and no session is on the desk; the catalogue may be. One SELECT."""
    with desk.reading() as work:
        return not work.scalar(select(or_(exists(select(Person.id)), exists(select(Session.id)))))


def load_demo(desk: Desk) -> Receipt:
    """Fill an empty desk: 14 printed sessions with 55 meetings, coaches, delegates of 48 countries and their places.

    Raises:
        Refused: somebody or some session is on the desk already.
    """
    if not is_empty(desk):
        raise Refused(
            "There are people or sessions on this desk already.",
            remedy="The demonstration needs a desk of its own: `acxdesk init --demo --data demo.acx`.",
        )
    if desk.rehearsal:
        return Receipt("The demonstration would be loaded.", changed=False, rehearsed=True)
    desk = replace(desk, naming=_names(desk))
    seed = resource("seed")
    catalogue, hall = load_catalogue(desk), load_hall(desk)
    people = [
        import_people(desk, ImportPeople(data=(seed / name).read_bytes(), coach=coach))
        for name, coach in (("coaches.csv", True), ("delegates.csv", False))
    ]
    runs = [import_printed(desk, _printed(seed / name)) for name in SCHEDULES]
    held = import_accreditations(desk, ImportAccreditations(data=(seed / "accreditations.csv").read_bytes(), zone=ZONE))
    coached = _coached(desk, tuple(line.row for line in people[0].lines if line.row))
    places = import_enrolments(desk, ImportEnrolments(data=(seed / "enrolments.csv").read_bytes()))
    receipts = [catalogue, hall, *(report.receipt for report in people), *(report.receipt for report in runs)]
    receipts += [held.receipt, *coached]
    coaches, delegates = (report.of("new") for report in people)
    sentence = (
        f"{counted(sum(run.of('new') for run in runs), 'session')}, {counted(coaches, 'coach', 'coaches')}, "
        f"{counted(delegates, 'delegate')} and {counted(places.of('new'), 'place')} loaded for demonstration."
    )
    return Receipt(sentence, tuple(receipt.sentence for receipt in (*receipts, places.receipt) if receipt.changed))


def _names(desk: Desk) -> Callable[[], str]:
    """Names for the rows to come, the same on every desk: who is in a sample follows from them.

    Where a demonstration was taken back before they are others, because calendars still call off what is gone, by name.
    """
    with desk.reading() as work:
        undone = work.scalar(select(func.count()).where(Entry.kind == "undo"))
    places = count()
    return lambda: str(uuid5(NAMESPACE, f"{undone} {next(places)}"))


def _printed(path: Path) -> ImportPrinted:
    text = path.read_text(encoding="utf-8")
    return ImportPrinted.read({"text": text, "year": YEAR, "at": AT, "zone": ZONE})


@dataclass(slots=True)
class _Diary:
    """What a coach teaches so far."""

    coach: int
    sessions: int
    meetings: list[Span]

    def is_free(self, meetings: list[Span]) -> bool:
        return not any(start < ends and starts < end for starts, ends in self.meetings for start, end in meetings)


def _coached(desk: Desk, coaches: tuple[int, ...]) -> list[Receipt]:
    """Give each session, from the first on, to the coach who is free at all its meetings and teaches the fewest."""
    diaries = [_Diary(coach, 0, []) for coach in coaches]
    receipts = []
    for reference, meetings in _timetables(desk):
        free = [diary for diary in diaries if diary.is_free(meetings)]
        if not free:
            continue
        diary = min(free, key=lambda one: one.sessions)
        diary.sessions += 1
        diary.meetings += meetings
        receipts.append(edit_session(desk, EditSession(session=reference, coaches=(Coaching(person=diary.coach),))))
    return receipts


def _timetables(desk: Desk) -> list[tuple[str, list[Span]]]:
    with desk.reading() as work:
        rows = work.scalars(
            select(Session).options(orm.selectinload(Session.meetings)).order_by(Session.starts_at, Session.id)
        )
        return [(row.reference, [(one.starts_at, one.ends_at) for one in row.meetings]) for row in rows]

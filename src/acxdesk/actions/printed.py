"""Importing the schedule as printed: a dry run by line, then all of it as one deed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import permutations
from typing import Annotated, Final

from pydantic import Field, StringConstraints
from sqlalchemy import orm, select

from acxdesk.actions.closures import Choice, binding
from acxdesk.actions.requests import GivenZone, Request, WallTime
from acxdesk.actions.runs import Outline, current_edition, meeting_words, put_down
from acxdesk.actions.tables import chunks
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import InputProblem, Refused
from acxdesk.queries.closures import closed_days
from acxdesk.records.catalogue import Programme
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules import planning
from acxdesk.rules.durations import Duration
from acxdesk.rules.localtime import reading
from acxdesk.rules.planning import Timetable
from acxdesk.rules.printed import PrintedRun, PrintedSchedule, read_printed
from acxdesk.rules.sessions import Status, start_in
from acxdesk.rules.text import fold

LARGEST = 1_000_000  # characters; a season's list has some 700
_LONGEST: Final = timedelta(days=366)  # closed days are told that far beyond the year's end


class ImportPrinted(Request):
    """A printed schedule and what it does not say: the year, the time of day and the zone."""

    # Blanks around it stay: its lines are counted as whoever handed it in counts them.
    text: Annotated[str, StringConstraints(strip_whitespace=False)] = Field(
        description="the schedule as copied from the page"
    )
    year: Annotated[int, Field(ge=1990, le=2199)] = Field(description="the year of its dates")
    at: WallTime = Field(description="the wall time at which meetings start")
    zone: GivenZone = Field(description="the IANA zone of that wall time")


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One line of the dry run."""

    first_line: int  # of the text, from 1
    last_line: int
    state: str  # new, there, unread
    reference: str  # the session's, empty when unread
    sentence: str  # what it is, or why it cannot be read
    meetings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do."""

    receipt: Receipt
    lines: tuple[ImportLine, ...]

    def of(self, state: str) -> int:
        """How many lines are in this state: new, there or unread."""
        return sum(line.state == state for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Held:
    """A session that is on the desk already."""

    reference: str
    duration: str
    status: Status


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lines of one text are held against."""

    held: dict[tuple[str, date], _Held]  # by the programme's key and the start in the reference
    closed: Mapping[date, str]  # with the reasons


def import_printed(desk: Desk, request: ImportPrinted) -> ImportReport:
    """Make sessions of the printed runs that are not on the desk yet, all in one deed.

    They meet on the days that are printed, also on closed ones, which are told.
    What cannot be read is told line by line and keeps nothing else from being imported. A run whose programme and
    start are on the desk already is left alone, whatever became of that session since.

    Raises:
        InputProblem: there is no run in the text at all, or it is too large.
    """
    if len(request.text) > LARGEST:
        raise InputProblem(
            f"The text has {len(request.text):,} characters; a schedule has at most {LARGEST:,}.",
            remedy="Hand in the page with the schedule only.",
        )
    schedule = read_printed(request.text)
    if not schedule.runs and not schedule.unread:
        raise InputProblem(
            "There is no session in this text.",
            remedy="A session reads like: Accredited CX Master (ACXM) 18th Aug 4 days @ 5 hours per day.",
        )
    with desk.changing("session import", deed=request.deed) as change:
        lines = _lines(change, request, schedule)
        made, there = (sum(line.state == state for line in lines) for state in ("new", "there"))
        meetings = sum(len(line.meetings) for line in lines if line.state == "new")
        change.say(_sentence(made, meetings, there, len(schedule.unread) + _bad(lines, schedule)))
        told = _together(change.work, [line.reference for line in lines if line.state == "new"])
    receipt = Receipt(change.sentence, told, changed=bool(made), rehearsed=desk.rehearsal)
    return ImportReport(receipt, tuple(lines))


def _bad(lines: list[ImportLine], schedule: PrintedSchedule) -> int:
    return sum(line.state == "unread" for line in lines) - len(schedule.unread)


def _lines(change: Changing, request: ImportPrinted, schedule: PrintedSchedule) -> list[ImportLine]:
    known = _Known(
        _held(change.work, {fold(run.code) for run in schedule.runs}),
        closed_days(
            change.work, binding(request.zone, None), date(request.year, 1, 1), date(request.year, 12, 31) + _LONGEST
        ),
    )
    lines = [_line(change, request, run, known) for run in schedule.runs]
    lines += [ImportLine(part.first_line, part.last_line, "unread", "", part.why) for part in schedule.unread]
    return sorted(lines, key=lambda line: line.first_line)


def _line(change: Changing, request: ImportPrinted, run: PrintedRun, known: _Known) -> ImportLine:
    place = (run.first_line, run.last_line)
    try:
        start = run.starts_on(request.year)
        there = known.held.get((fold(run.code), start))
        if there:
            return ImportLine(*place, "there", there.reference, _there(there, run.duration))
        edition = current_edition(change.work, run.code)
        timetable = planning.plan(
            run.duration, start=start, at=request.at, zone=request.zone, closed=known.closed, choice=Choice.KEEP
        )
    except Refused as refused:
        return ImportLine(*place, "unread", "", f"{run.title} ({run.code}): {refused}")
    outline = Outline(
        at_zone=request.zone,
        duration=run.duration,
        capacity_min=edition.capacity_min,
        capacity_max=edition.capacity_max,
        status=Status.OPEN,
        chosen=("year", "time", "zone", "capacity") if run.year is None else ("time", "zone", "capacity"),
    )
    row = put_down(change, edition, outline, timetable)
    known.held[fold(run.code), start] = _Held(row.reference, row.duration, row.status)
    return ImportLine(
        *place,
        "new",
        row.reference,
        _new(timetable, request.at, request.zone, run.duration),
        (*(meeting_words(meeting) for meeting in timetable.meetings),),
    )


def _together(work: orm.Session, references: Sequence[str]) -> tuple[str, ...]:
    """Which of these sessions are the beginning of a longer one of their ladder, at the same times: a sentence each."""
    meetings: dict[tuple[str, str], list[tuple[datetime, int]]] = defaultdict(list)
    for chunk in chunks(references):
        for reference, ladder, starts_at, minutes in work.execute(
            select(Session.reference, Programme.ladder, Meeting.starts_at, Meeting.minutes)
            .join(Session.programme)
            .join(Meeting, Meeting.session_id == Session.id)
            .where(Session.reference.in_(chunk))
            .order_by(Session.id, Meeting.number)
        ):
            meetings[ladder, reference].append((starts_at, minutes))
    alike: dict[tuple[str, datetime], list[str]] = defaultdict(list)
    for (ladder, reference), held in meetings.items():
        alike[ladder, held[0][0]].append(reference)
    return tuple(
        f"{guest} starts with {host}: `acxdesk session share {guest} --with {host}` would teach its "
        f"{len(short)} meeting{'' if len(short) == 1 else 's'} together."
        for (ladder, _start), sessions in alike.items()
        for guest, host in permutations(sessions, 2)
        if len(short := meetings[ladder, guest]) < len(long := meetings[ladder, host]) and long[: len(short)] == short
    )


def _held(work: orm.Session, codes: AbstractSet[str]) -> dict[tuple[str, date], _Held]:
    """The sessions of programmes by the start in their reference, which a later move leaves as printed."""
    rows = work.execute(
        select(Programme.code_key, Session.reference, Session.duration, Session.status)
        .join(Session.programme)
        .where(Programme.code_key.in_(codes))
        .order_by(Session.id.desc())
    )
    return {
        (code, start): _Held(reference, duration, status)
        for code, reference, duration, status in rows
        if (start := start_in(reference))
    }


def _there(row: _Held, duration: Duration) -> str:
    state = "" if row.status in {Status.OPEN, Status.CONFIRMED} else f", {row.status}"
    if row.duration != str(duration):
        return f"is there already as {row.duration}{state}; printed is {duration}. Left as it is."
    return f"is there already{state}."


def _new(timetable: Timetable, at: time, zone: str, duration: Duration) -> str:
    """The run in words, and what a wrong year or zone shows by: days passed over, clock changes."""
    first, last = timetable.meetings[0].day, timetable.meetings[-1].day
    until = "" if first == last else f" to {reading(last)}"
    said = f"{duration}, {reading(first)}{until}, {at:%H:%M} {zone}"
    skipped = "; ".join(skip.why for skip in timetable.skipped)
    told = f"{said}. Skipped: {skipped}" if skipped else said
    return " ".join((f"{told}.", *timetable.notes)) if timetable.notes else told


def _sentence(made: int, meetings: int, there: int, unread: int) -> str:
    def many(count: int, noun: str) -> str:
        return f"{count} {noun}{'' if count == 1 else 's'}"

    parts = [f"{many(made, 'session')} with {many(meetings, 'meeting')} imported" if made else "Nothing new"]
    if there:
        parts.append(f"{there} there already")
    if unread:
        parts.append(f"{unread} could not be read")
    return f"{', '.join(parts)}."

"""Calendars on their way out: read, rendered, written whole or not at all."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from acxdesk.actions.cycles import Year
from acxdesk.actions.requests import Line, Request, RowNumber, as_fault
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.writing import publish, refuse_taken, temporary, write_whole
from acxdesk.errors import Overtaken, Refused
from acxdesk.exchange.ical import EVENTS_PER_FILE, Organizer, chunked, render
from acxdesk.queries import calendars
from acxdesk.queries.calendars import CalendarOf, CycleCalendar
from acxdesk.rules.calendars import DatedOccasion, Occasion, ZoneSpan

# Found with real clients: Thunderbird's import of a file never updates an event that it holds, calcurse doubles it.
ADVICE = "Some programs do not update what they imported once: remove the old import first, or subscribe to the file."

Dated = Occasion | DatedOccasion
Parts = Iterable[tuple[tuple[ZoneSpan, ...], Iterable[Dated]]]  # of a calendar: the zones of each, and what is in it


class ExportCalendar(Request):
    """Whose calendar goes where. Exactly one of person, coach, session, programme, award and everything is given."""

    person: RowNumber | None = Field(default=None, description="what she sits; of who only teaches, what she teaches")
    coach: RowNumber | None = Field(default=None, description="a coach's: what she teaches")
    session: Line = Field(default="", description="one session's, by its reference")
    programme: Line = Field(default="", description="all sessions of a programme, by its code")
    award: Year | None = Field(default=None, description="the dates of the award's cycle of a year")
    everything: bool = Field(default=False, description="every session on the desk")
    out: Path = Field(description="the file to write, as ada.ics")
    overwrite: bool = Field(default=False, description="replace the file if it is there")
    whole: bool = Field(default=False, description="one file, however many meetings")
    organizer_name: Line = ""
    organizer_mailbox: Line = ""

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        said = (self.session, self.programme, self.everything)
        given = [self.person, self.coach, self.award, *(value or None for value in said)]
        if sum(value is not None for value in given) != 1:
            raise as_fault(
                Refused(
                    "A calendar is of one person, coach, session, programme, award, or of everything.",
                    remedy="Give one.",
                )
            )
        return self


def calendar_of(desk: Desk, request: ExportCalendar) -> CalendarOf | CycleCalendar:
    """The calendar that the request names.

    Raises:
        NotFound: no such person, session, programme or cycle.
    """
    if request.award is not None:
        return calendars.of_cycle(desk, request.award)
    if request.person is not None:
        sits, teaches = calendars.of_delegate(desk, request.person), calendars.of_coach(desk, request.person)
        return teaches if _is_empty(sits) and not _is_empty(teaches) else sits
    if request.coach is not None:
        return calendars.of_coach(desk, request.coach)
    if request.session:
        return calendars.of_session(desk, request.session)
    if request.programme:
        return calendars.of_programme(desk, request.programme)
    return calendars.of_all(desk)


def export_calendar(desk: Desk, request: ExportCalendar, told: Callable[[int], None] = lambda _count: None) -> Receipt:
    """Write a calendar. More than 1,500 meetings become several files (-1, -2, ...): programs refuse larger ones.

    Args:
        desk: read only.
        request: whose, and where to.
        told: is told the number of meetings written so far, now and then.

    Raises:
        NotFound: no such person, session or programme.
        Refused: nothing is in it, or a file is there already and may not be replaced.
        SaveFailed: the disk is full or does not let us write.
        Overtaken: the desk changed while a large calendar was written.
    """
    calendar = calendar_of(desk, request)
    sender = Organizer(request.organizer_name, request.organizer_mailbox) if request.organizer_mailbox else None
    counted = _Counted(calendar, told)
    occasions = _begun(counted, calendar.name)
    parts: Parts = ((_spans(chunk), chunk) for chunk in chunked(occasions, EVENTS_PER_FILE))
    if request.whole:
        parts = [(calendar.spans(), occasions)]
    paths: list[Path] = []
    with ExitStack() as stack:
        done = []
        for spans, some, path in _named(parts, request):
            refuse_taken(path, overwrite=request.overwrite)
            pieces = render(calendar.name, spans, some, organizer=sender)
            if desk.rehearsal:
                deque(pieces, maxlen=0)
            else:  # under a name of its own until all of them are whole
                done.append(stack.enter_context(temporary(path.parent)))
                write_whole(done[-1], pieces, overwrite=True)
            paths.append(path)
        for part, path in zip(done, paths, strict=False):
            publish(part, path, overwrite=request.overwrite)
    return Receipt(_written(calendar, counted.count, paths), (ADVICE,), changed=False, rehearsed=desk.rehearsal)


def _written(calendar: CalendarOf | CycleCalendar, count: int, paths: Sequence[Path]) -> str:
    noun = calendar.noun if count == 1 else f"{calendar.noun}s"
    files = str(paths[0]) if len(paths) == 1 else f"{len(paths)} files, {paths[0]} to {paths[-1]}"
    return f"{calendar.name}: {count:,} {noun} written to {files}."


def _is_empty(calendar: CalendarOf) -> bool:
    return next(calendar.occasions(), None) is None


class _Counted:
    """The occasions of a calendar, counted as they go by; a deed in between ends the reading."""

    def __init__(self, calendar: CalendarOf | CycleCalendar, told: Callable[[int], None]) -> None:
        self.calendar, self.told, self.count = calendar, told, 0
        self.stamp = calendar.stamp()

    def __iter__(self) -> Iterator[Dated]:
        for occasion in self.calendar.occasions():
            self.count += 1
            yield occasion
            if not self.count % calendars.PAGE:
                self.told(self.count)
        if self.calendar.stamp() != self.stamp:
            raise Overtaken("The desk changed while the calendar was written.", remedy="Export it again.")
        self.told(self.count)


def _begun(occasions: Iterable[Dated], name: str) -> Iterator[Dated]:
    """The occasions, once it is known that there is one: a file without any is none that a program takes."""
    rest = iter(occasions)
    first = next(rest, None)
    if first is None:
        raise Refused(f"{name}: there is no meeting to export.", remedy="Book or schedule one first.")
    return chain((first,), rest)


def _spans(chunk: Iterable[Dated]) -> tuple[ZoneSpan, ...]:
    return tuple(ZoneSpan(one.zone, one.starts_at, one.ends_at) for one in chunk if isinstance(one, Occasion))


def _named(parts: Parts, request: ExportCalendar) -> Iterator[tuple[tuple[ZoneSpan, ...], Iterable[Dated], Path]]:
    """Each part with its path: the one asked for when it is the only part, else numbered."""
    rest = iter(parts)
    first, second = next(rest, None), next(rest, None)
    if first is None:
        return
    if second is None:
        yield (*first, request.out)
        return
    for number, part in enumerate(chain((first, second), rest), start=1):
        yield (*part, request.out.with_stem(f"{request.out.stem}-{number}"))

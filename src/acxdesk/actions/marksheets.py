"""Mark sheets that leave the desk as files, and come back filled in."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from acxdesk.actions.markplans import Plan, Planner, is_number
from acxdesk.actions.marks import MOST_ATTEMPTS
from acxdesk.actions.people import counted
from acxdesk.actions.requests import GivenLine, Line, Reason, Request
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import shown
from acxdesk.desk.writing import refuse_taken, write_whole
from acxdesk.errors import InputProblem, Refused
from acxdesk.exchange.marksheets import FileLine, Kind, SheetLine, marks_csv, marks_xlsx, read_marks
from acxdesk.queries.marks import Assessed, MarkSheet
from acxdesk.queries.marksheets import Paper, paper
from acxdesk.rules.durations import hours
from acxdesk.rules.marks import Given, Series
from acxdesk.rules.schemes import Part

MOST_LINES: Final = 10_000  # of one file
ENDINGS: Final = (".csv", ".xlsx")


class ExportMarks(Request):
    """A session's mark sheet as a file."""

    session: GivenLine
    series: Series = Series.FIRST
    attempt: Annotated[int, Field(ge=1, le=MOST_ATTEMPTS)] = 1


class ImportMarks(Request):
    """A mark sheet that was filled in."""

    session: GivenLine
    series: Series = Series.FIRST
    attempt: Annotated[int, Field(ge=1, le=MOST_ATTEMPTS)] = 1
    data: bytes = Field(description="the whole file, CSV or XLSX, with a header line", repr=False)
    encoding: str = Field(default="utf-8", description="how the letters of a CSV file are written")
    by: Line = Field(default="", description="who marked; else whoever sits at the desk")
    reason: Reason = Field(default="", description="why one person gives two marks that are to be independent")


def export_marks(desk: Desk, request: ExportMarks, out: Path, *, overwrite: bool = False) -> Receipt:
    """Write a session's mark sheet to a CSV or XLSX file, as its name ends.

    Raises:
        NotFound: no such session.
        Refused: there is nothing to mark; something is there already that may not be replaced; no cell holds a text.
        InputProblem, SaveFailed: the name ends otherwise; or as `desk.writing.write_whole`.
    """
    ending = out.suffix.casefold()
    if ending not in ENDINGS:
        raise InputProblem(f"{shown(out)} is neither CSV nor XLSX by its name.", remedy="Let it end in .csv or .xlsx.")
    refuse_taken(out, overwrite=overwrite)
    held = paper(desk, request.session)
    kind = Kind(parts_of(held.sheet), request.series, request.attempt)
    lines = sheet_lines(held, kind, everybody=True)
    session, as_of = held.sheet.reference, held.entry
    pieces: Iterable[bytes] = marks_csv(kind, lines, session=session, as_of=as_of)
    if ending == ".xlsx":
        pieces = [marks_xlsx(kind, lines, session=session, as_of=as_of, made_at=desk.clock.now())]
    if not desk.rehearsal:
        write_whole(out, pieces, overwrite=overwrite)
    sentence = f"The mark sheet of {counted(len(lines), 'person', 'people')} written to {shown(out)}."
    return Receipt(sentence, changed=False, rehearsed=desk.rehearsal)


def plan_marks(desk: Desk, request: ImportMarks) -> Plan:
    """Read a mark sheet and tell for each cell what would become of it. Nothing is written.

    An empty cell leaves its mark as it is. Where the file says how old it is (`as_of`), a mark that was changed on
    the desk since is a conflict.

    Raises:
        NotFound: no such session.
        Refused: there is nothing to mark in it.
        InputProblem: the file as a whole cannot be read, see `exchange.marksheets.read_marks`.
    """
    held = paper(desk, request.session)
    kind = Kind(parts_of(held.sheet), request.series, request.attempt)
    read = read_marks(request.data, kind, encoding=request.encoding)
    if len(read.lines) > MOST_LINES:
        raise InputProblem(f"The file has {len(read.lines):,} rows; at most {MOST_LINES:,}.", remedy="Split it.")
    ages = [int(line.as_of) for line in read.lines if is_number(line.as_of)]
    if ages:
        held = paper(desk, request.session, since=min(ages))
    planner = Planner(held, kind)
    for fault in read.faults:
        planner.refuse(fault.line, fault.sentence)
    for line in read.lines:
        who = planner.who(line)
        if who is not None:
            planner.add(line, who, line.cells, partial(_is_newer, held, line))
    return planner.plan(desk, by=request.by, reason=request.reason)


def _is_newer(held: Paper, line: FileLine, _who: Assessed, _at: int, given: Given | None) -> bool:
    """Whether a mark was changed after the file was written."""
    return given is not None and is_number(line.as_of) and held.changed.get(given.id, 0) > int(line.as_of)


# What all files of marks have alike


def parts_of(sheet: MarkSheet) -> tuple[Part, ...]:
    """The components of a session.

    Raises:
        Refused: it has no scheme, or one without components.
    """
    if sheet.scheme is None or not sheet.scheme.parts:
        what = "no assessment scheme" if sheet.scheme is None else "a scheme without components"
        raise Refused(f"{sheet.reference} has {what}: there is nothing to mark.", remedy="See scheme edit.")
    return sheet.scheme.parts


def sheet_lines(held: Paper, kind: Kind, *, everybody: bool) -> list[SheetLine]:
    """The lines of a file, by name. Where marking is blind, a second marker's file tells no outcome.

    Args:
        held: the mark sheet.
        kind: whose marks.
        everybody: whether who has nothing to be marked in this series and attempt stands in it too.
    """
    scheme = held.sheet.scheme
    blind = kind.series in {Series.SECOND, Series.THIRD} and scheme is not None and scheme.second.blind
    return [
        SheetLine(
            person=one.person,
            name=one.name,
            email=held.emails.get(one.person, ""),
            hours="" if blind else hours(one.hours.counted),
            points=tuple(given.points if given else None for given in marks_in(one, kind)),
            total=None if blind else one.outcome.total,
            outcome="" if blind else one.outcome.sentence,
        )
        for one in held.sheet.people
        if everybody or is_asked(one, kind)
    ]


def marks_in(one: Assessed, kind: Kind) -> list[Given | None]:
    """Somebody's marks of a series and attempt, a component each."""
    return [one.mark(part.id, kind.attempt, kind.series) for part in kind.parts]


def is_asked(one: Assessed, kind: Kind) -> bool:
    """Whether somebody has something to be marked in this series and attempt, or has a mark in it already."""
    if any(marks_in(one, kind)):
        return True
    if kind.attempt > 1 and (one.due is None or one.due.attempt != kind.attempt):
        return False
    return kind.series is Series.FIRST or one.twice

"""The points of a panel as a table, a line for each nominee and member: out as CSV, in line by line as one deed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from acxdesk.actions.cycles import Year
from acxdesk.actions.named import Named, whom
from acxdesk.actions.panels import ScoreCellSaid, entered, open_cycle
from acxdesk.actions.people import counted
from acxdesk.actions.requests import Request
from acxdesk.actions.tables import CsvLine, CsvReport, State, refused, said, table_of, told_of, unread
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import shown
from acxdesk.desk.writing import refuse_taken, write_whole
from acxdesk.errors import NotFound, Refused
from acxdesk.exchange.tables import write_csv
from acxdesk.queries.panels import NomineeRow, PanelSheet, panel_sheet, sheet_of
from acxdesk.records.cycles import Cycle
from acxdesk.rules.schemes import points_words

HEADER: Final = ("nominee", "name", "member", "by", "points")
REQUIRED: Final = ("nominee", "member", "points")
Said = tuple[int, dict[str, str]]  # line, cells
PASSED_OVER: Final = ("name", "by")  # names beside the numbers, for whoever reads the file


class ImportScores(Request):
    """A whole table of points."""

    year: Year | None = None  # None: the active cycle
    data: bytes
    encoding: str = "utf-8"


@dataclass(slots=True)
class Cells:
    """Whom the lines mean, and where each cell was said first."""

    named: Named
    lines: dict[tuple[int, int], int] = field(default_factory=dict)  # nominee and member -> line

    def meant(self, sheet: PanelSheet, row: Said) -> tuple[NomineeRow, int, str]:
        """The nominee of a line, and the member's number and name.

        Raises:
            NotFound: somebody of them is not known, or she is not nominated.
            Refused: the same two stood in a line before.
        """
        line, said_ = row
        nominee, member = self.named.meant((said_.get("nominee", ""), said_.get("member", "")))
        before = self.lines.setdefault((nominee[0], member[0]), line)
        if before != line:
            raise Refused(f"{nominee[1]} and {member[1]} stand in row {before} already.")
        one = next((one for one in sheet.nominees if one.standing.nominee_id == nominee[0]), None)
        if one is None:
            raise NotFound(f"{nominee[1]} is not nominated in {sheet.year}.")
        return one, member[0], member[1]


def export_scores(desk: Desk, out: Path, year: int | None = None, *, overwrite: bool = False) -> Receipt:
    """Write the sheet: a line for each nominee and each member who scores her, with or without points.

    Args:
        desk: read only; a rehearsing one writes nothing.
        out: the file to be.
        year: of the cycle; None for the active one.
        overwrite: whether a file that is there may be replaced.

    Raises:
        NotFound: there is no such cycle.
        Refused: something is there already that may not be replaced.
        InputProblem, SaveFailed: as `desk.writing.write_whole`.
    """
    sheet = panel_sheet(desk, year)
    refuse_taken(out, overwrite=overwrite)
    if not desk.rehearsal:
        write_whole(out, csv_of(sheet), overwrite=overwrite)
    sentence = f"The points of the panel of {sheet.year} are written to {shown(out)}."
    return Receipt(sentence, changed=False, rehearsed=desk.rehearsal)


def csv_of(sheet: PanelSheet) -> Iterator[bytes]:
    """The sheet as the bytes of a CSV file."""
    rows = (
        (
            *(one.standing.nominee_id, one.standing.name, member.person_id, member.name),
            points_words(one.scores[member.number].points) if member.number in one.scores else "",
        )
        for one in sheet.nominees
        for member in sheet.members
        if member.number not in one.conflicts
    )
    return write_csv(HEADER, rows)


def import_scores(desk: Desk, request: ImportScores) -> CsvReport:
    """Enter the points of a table, all as one deed with one undo; on a rehearsing desk a dry run.

    An empty cell says nothing. A line that is refused leaves the others alone.

    Raises:
        NotFound: there is no such cycle.
        InputProblem: the file as a whole cannot be read, see `exchange.spreadsheets.read_table`; or it has no row.
        Refused: the shortlist is made.
    """
    table = table_of(request.data, required=REQUIRED, optional=(), passed_over=PASSED_OVER, encoding=request.encoding)
    rows = [(row.line, said(row)) for row in table.rows if not row.is_blank]
    with desk.changing("panel import", deed=request.deed) as change:
        cycle = open_cycle(change, request.year)
        people = [whom(cells.get(column, "")) for _, cells in rows for column in ("nominee", "member")]
        named = Named.read(change.work, people)
        sheet = sheet_of(change.work, cycle)
        cells = Cells(named)
        lines = [*unread(table), *(_line(change, cycle, sheet, cells, row) for row in rows)]
        lines.sort(key=lambda line: line.line)
        change.say(_sentence(lines, cycle.year))
        changed = change.changed
    receipt = Receipt(change.sentence, told_of(table), changed=changed, rehearsed=desk.rehearsal)
    return CsvReport(receipt, tuple(lines))


def _line(change: Changing, cycle: Cycle, sheet: PanelSheet, cells: Cells, row: Said) -> CsvLine:
    """Enter one line; what became of it."""
    try:
        one, member, name = cells.meant(sheet, row)
        number = next((each.number for each in sheet.members if each.person_id == member), 0)
        before = one.scores.get(number)
        typed = row[1].get("points", "")
        if not typed or (before is not None and typed == points_words(before.points)):
            words = "as it was" if before else "no points are given"
            return CsvLine(row[0], State.THERE, f"{one.standing.name} by {name}: {words}.")
        cell = ScoreCellSaid(nomination=one.standing.id, member=member, points=typed)
        sentence = entered(change, sheet, cycle, cell)
    except Refused as why:
        return refused(row[0], why)
    return CsvLine(row[0], State.CHANGED if before else State.NEW, sentence, one.standing.id)


def _sentence(lines: Sequence[CsvLine], year: int) -> str:
    done = sum(line.state in {State.NEW, State.CHANGED} for line in lines)
    refusals = sum(line.state is State.REFUSED for line in lines)
    told = f"{counted(done, 'score')} of the panel of {year} entered" if done else "Nothing new"
    return f"{told}{f'; {refusals:,} refused' if refusals else ''}."

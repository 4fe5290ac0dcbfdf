"""A table of nominations that came by mail, as CSV: a dry run line by line, or all of them as one deed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from acxdesk.actions.cycles import Year
from acxdesk.actions.named import Named, Who, whom
from acxdesk.actions.nominations import Nominate, nominated
from acxdesk.actions.requests import GivenLine, Line, Request, Text
from acxdesk.actions.tables import CsvLine, CsvReport, State, refused, said, table_of, told_of, unread
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Faulty, Refused
from acxdesk.exchange.tables import Table
from acxdesk.queries.cycles import found_cycle
from acxdesk.records.cycles import Cycle
from acxdesk.records.nominations import Nomination
from acxdesk.rules import nominations as rules
from acxdesk.rules.nominations import Category

REQUIRED: Final = ("nominee", "nominator", "category", "statement")
OPTIONAL: Final = ("evidence", "state")  # several pieces of evidence with "; " between them
PASSED_OVER: Final = ("nomination", "person", "organisation", "answer", "seconds", "eligible", "submitted")


class NominationLine(Request):
    """One line of the table."""

    nominee: GivenLine  # her number, address or name
    nominator: GivenLine
    category: Category
    statement: Text = ""
    evidence: Line = ""
    state: Line = ""  # "draft", or empty for a submitted one


class ImportNominations(Request):
    """A whole table."""

    year: Year | None = None  # None: the active cycle, else the newest
    data: bytes
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class _Read:
    line: int
    said: NominationLine


def import_nominations(desk: Desk, request: ImportNominations) -> CsvReport:
    """Put the nominations of a table on the desk, all as one deed with one undo; on a rehearsing desk a dry run.

    A line that is refused leaves the others alone. Who has nominated the same person already, stays as she is.

    Raises:
        NotFound: there is no such cycle.
        InputProblem: the file as a whole cannot be read, see `exchange.spreadsheets.read_table`; or it has no row.
    """
    table = table_of(
        request.data, required=REQUIRED, optional=OPTIONAL, passed_over=PASSED_OVER, encoding=request.encoding
    )
    read, lines = _read(table)
    with desk.changing("nomination import", deed=request.deed) as change:
        cycle = found_cycle(change.work, request.year)
        named = Named.read(change.work, [whom(name) for one in read for name in (one.said.nominee, one.said.nominator)])
        there = _there(change, cycle)
        for one in read:
            lines.append(_imported(change, cycle, named, there, one, rehearsed=desk.rehearsal))
        lines.sort(key=lambda line: line.line)
        change.say(_sentence(lines))
        changed = change.changed
    ids = tuple(line.row for line in lines if line.row and line.state is State.NEW)
    receipt = Receipt(change.sentence, told_of(table), ids, changed=changed, rehearsed=desk.rehearsal)
    return CsvReport(receipt, tuple(lines))


def _read(table: Table) -> tuple[list[_Read], list[CsvLine]]:
    """The lines that can be read, and those that are refused for what stands in them."""
    read: list[_Read] = []
    lines = unread(table)
    for row in table.rows:
        if row.is_blank:
            continue
        try:
            read.append(_Read(row.line, NominationLine.read(said(row))))
        except Faulty as faulty:
            lines.append(refused(row.line, faulty))
    return read, lines


def _there(change: Changing, cycle: Cycle) -> dict[tuple[int, int], int]:
    """Who has nominated whom already: (nominee, nominator) -> nomination."""
    rows = change.work.execute(
        select(Nomination.id, Nomination.nominee_id, Nomination.nominator_id).where(
            Nomination.cycle_id == cycle.id, Nomination.state != rules.State.WITHDRAWN
        )
    )
    return defaultdict(int, {(row.nominee_id, row.nominator_id): row.id for row in rows})


def _imported(
    change: Changing, cycle: Cycle, named: Named, there: dict[tuple[int, int], int], one: _Read, *, rehearsed: bool
) -> CsvLine:
    try:
        nominee, nominator = named.meant((one.said.nominee, one.said.nominator))
        if number := there[nominee[0], nominator[0]]:
            sentence = f"{nominator[1]} has nominated {nominee[1]} already: nomination {number}."
            return CsvLine(one.line, State.THERE, sentence, None if rehearsed else number)
        row, sentence = nominated(change, cycle, _request(one.said, nominee, nominator))
    except Refused as why:
        return refused(one.line, why)
    there[nominee[0], nominator[0]] = row.id
    return CsvLine(one.line, State.NEW, sentence, None if rehearsed else row.id)


def _request(one: NominationLine, nominee: Who, nominator: Who) -> Nominate:
    if one.state not in {"", "draft", "submitted"}:
        raise Refused(f"State “{one.state}” is not one of draft, submitted.")
    draft = one.state == "draft"
    if not draft and not one.statement:
        raise Refused("The statement is missing.", remedy="Say why she is proposed; a draft may do without.")
    return Nominate.read(
        {
            "nominee": nominee[0],
            "nominator": nominator[0],
            "category": one.category,
            "statement": one.statement,
            "evidence": tuple(piece.strip() for piece in one.evidence.split(";")),
            "submitted": not draft,
        }
    )


def _sentence(lines: Sequence[CsvLine]) -> str:
    count = sum(line.state is State.NEW for line in lines)
    parts = [f"{count:,} nomination{'' if count == 1 else 's'} imported" if count else "Nothing new"]
    for state, word in ((State.THERE, "there already"), (State.REFUSED, "refused")):
        if number := sum(line.state is state for line in lines):
            parts.append(f"{number:,} {word}")
    return f"{'; '.join(parts)}."

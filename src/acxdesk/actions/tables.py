"""Tables that are handed in: what becomes of each line, as a dry run tells it and as the deed does it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from acxdesk.desk.receipts import Receipt
from acxdesk.errors import InputProblem
from acxdesk.exchange.spreadsheets import read_table
from acxdesk.exchange.tables import Row, Table
from acxdesk.rules.text import visible

CHUNK: Final = 500  # values of one statement: one text of it is built, prepared and kept, however long the table

Value = TypeVar("Value")


class State(StrEnum):
    """What becomes of one line."""

    NEW = "new"
    THERE = "there"  # it is so already; nothing is written
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CsvLine:
    """One line of the dry run."""

    line: int  # the physical line of the file where the record starts, from 1; the header is one
    state: State
    sentence: str  # what becomes of it; of a refused one "Row 14: ..." with every fault
    row: int | None = None  # the row that it is about; None when refused, and for a new one of a dry run


@dataclass(frozen=True, slots=True)
class CsvReport:
    """What an import did, or would do."""

    receipt: Receipt
    lines: tuple[CsvLine, ...]  # in the order of the file

    def of(self, state: str) -> int:
        """How many lines are in this state: new, there, changed or refused."""
        return sum(line.state == state for line in self.lines)


def table_of(
    data: bytes, *, required: Sequence[str], optional: Sequence[str], passed_over: Sequence[str], encoding: str
) -> Table:
    """Read a table that has at least one row with something in it.

    Raises:
        InputProblem: as `exchange.spreadsheets.read_table`; or there is nothing below the header.
    """
    table = read_table(data, required=required, optional=optional, passed_over=passed_over, encoding=encoding)
    if not table.faults and all(row.is_blank for row in table.rows):
        raise InputProblem("There is no row below the header line.", remedy="Write one row for each.")
    return table


def told_of(table: Table) -> tuple[str, ...]:
    """What is to be said of a table as a whole: which of its columns say nothing here."""
    if not table.passed_over:
        return ()
    return (f"Passed over, since nothing is kept of it: {', '.join(map(visible, table.passed_over))}.",)


def unread(table: Table) -> list[CsvLine]:
    """The lines that are no rows of the table."""
    return [CsvLine(fault.line, State.REFUSED, fault.sentence) for fault in table.faults]


def said(row: Row) -> dict[str, str]:
    """The cells of a row that say something. An empty one says nothing: it takes nothing away."""
    return {name: text for name, cell in row.cells.items() if (text := cell.strip())}


def refused(line: int, why: object) -> CsvLine:
    """A line that cannot be imported, and why: one sentence or several."""
    return CsvLine(line, State.REFUSED, f"Row {line}: {why}")


def chunks(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values, each once, in lists of at most `CHUNK`."""
    listed = list(dict.fromkeys(values))
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def listing(parts: Sequence[str]) -> str:
    """A few words as one would say them: "country", "country and zone", "country, zone and languages"."""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last

"""Mark sheets as files, CSV or XLSX: people down, a column for each component; what is written reads back.

A component's heading says what it is out of, and whose marks they are where they are not the first: "Exam /100",
"Exam /100 second", "Exam /100 attempt 2". So a file of one kind is not taken for one of the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from acxdesk.errors import InputProblem
from acxdesk.exchange.headings import heading_key
from acxdesk.exchange.spreadsheets import Sheet, read_table, write_xlsx
from acxdesk.exchange.tables import Row, RowFault, Value, write_csv
from acxdesk.rules.marks import Series
from acxdesk.rules.schemes import Part, points_words

SHEET: Final = "Marks"  # the sheet of an XLSX file
WHO: Final = ("person", "email", "name")  # columns that say who; the first that a line fills in counts
_BEFORE: Final = ("person", "name", "email", "hours")
_AFTER: Final = ("total", "outcome", "session", "as_of")
_SILENT: Final = ("hours", "total", "outcome")  # they follow from other things


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One person of a mark sheet that is to be written."""

    person: int
    name: str
    email: str
    hours: str  # counted, "18.5"; empty where they are not told
    points: tuple[int | None, ...]  # hundredths of a point, a component each in the scheme's order
    total: int | None  # hundredths of a point of 100
    outcome: str  # in words, or empty


@dataclass(frozen=True, slots=True)
class Kind:
    """Whose marks a file holds."""

    parts: tuple[Part, ...]
    series: Series = Series.FIRST
    attempt: int = 1

    @property
    def headings(self) -> tuple[str, ...]:
        """The heading of each component; a number tells apart what would be the same heading."""
        behind = "" if self.series is Series.FIRST else f" {self.series}"
        behind += "" if self.attempt == 1 else f" attempt {self.attempt}"
        said = [f"{part.name} /{points_words(part.out_of)}{behind}" for part in self.parts]
        keys = [heading_key(one) for one in said]
        return tuple(
            one if keys.count(key) == 1 else f"{number}. {one}"
            for number, (one, key) in enumerate(zip(said, keys, strict=True), 1)
        )

    @property
    def known(self) -> Mapping[str, int]:
        """Every heading that is understood -> the component's place: the full one, and its bare name where that
        cannot be taken for another column."""  # noqa: D205, D209 - one sentence
        full = {heading: at for at, heading in enumerate(self.headings)}
        taken = [heading_key(name) for name in (*_BEFORE, *_AFTER, *full)]
        bare = [heading_key(part.name) for part in self.parts]
        short = {
            part.name: at
            for at, (part, key) in enumerate(zip(self.parts, bare, strict=True))
            if part.name and key not in taken and bare.count(key) == 1
        }
        return {**short, **full}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line of a mark sheet that was handed in."""

    line: int  # of the file, from 1
    person: str  # as it stands; empty where the file does not say
    email: str
    name: str
    session: str
    as_of: str
    cells: Mapping[int, str]  # a component's place -> its cell as it stands; none for an empty one


@dataclass(frozen=True, slots=True)
class FileLines:
    """What such a file says."""

    lines: tuple[FileLine, ...]
    faults: tuple[RowFault, ...]
    columns: frozenset[int] = field(default_factory=frozenset)  # the components that it has
    passed_over: tuple[str, ...] = ()  # columns that nobody asked for


def marks_csv(kind: Kind, lines: Sequence[SheetLine], *, session: str, as_of: int) -> Iterator[bytes]:
    """A mark sheet as CSV.

    Args:
        kind: whose marks.
        lines: one for each person.
        session: its reference.
        as_of: the last entry of the journal that it has seen.
    """
    return write_csv(_header(kind), (_record(one, session, as_of) for one in lines))


def marks_xlsx(
    kind: Kind, lines: Sequence[SheetLine], *, session: str, as_of: int, made_at: datetime, more: Sequence[Sheet] = ()
) -> bytes:
    """A mark sheet as XLSX; a spreadsheet program refuses a mark that is out of range.

    Args:
        kind: as `marks_csv` has it, like `lines`, `session` and `as_of`.
        lines: see there.
        session: see there.
        as_of: see there.
        made_at: UTC.
        more: further sheets behind it.
    """
    first = len(_BEFORE)
    most = {first + at: Decimal(points_words(part.out_of)) for at, part in enumerate(kind.parts)}
    page = Sheet(SHEET, _header(kind), [_record(one, session, as_of) for one in lines], most=most)
    return write_xlsx((page, *more), made_at=made_at)


def read_marks(data: bytes, kind: Kind, *, encoding: str = "utf-8", other: Sequence[str] = ()) -> FileLines:
    """Read a mark sheet, CSV or XLSX.

    Args:
        data: the whole file; not trusted.
        kind: whose marks it is to hold.
        encoding: of CSV.
        other: headings that may be there and say nothing, besides hours, total and outcome.

    Raises:
        InputProblem: as `exchange.spreadsheets.read_table`; or no column says who, or none is a component; or one
            component has two columns.
    """
    known = kind.known
    table = read_table(
        data,
        required=(),
        optional=(*WHO, "session", "as_of", *known),
        passed_over=(*_SILENT, *other),
        encoding=encoding,
        sheet=SHEET,
    )
    if not set(WHO) & set(table.header):
        raise InputProblem(
            "No column says whose marks these are.", remedy=f"Add a column {' or '.join(WHO)} with one for each row."
        )
    columns = [known[name] for name in table.header if name in known]
    twice = next((at for at in columns if columns.count(at) > 1), None)
    if twice is not None:
        raise InputProblem(
            f"Two columns are {kind.parts[twice].name}: with and without what it is out of.",
            remedy="Delete one of the two.",
        )
    if not columns:
        raise InputProblem("No column is a component.", remedy=f"They are headed {', '.join(kind.headings)}.")
    own = {heading_key(name) for name in _SILENT}
    lines = tuple(_line(row, known) for row in table.rows if not row.is_blank)
    passed = tuple(name for name in table.passed_over if heading_key(name) not in own)
    return FileLines(lines, table.faults, frozenset(columns), passed)


def _line(row: Row, known: Mapping[str, int]) -> FileLine:
    said = row.cells
    who = {name: said.get(name, "").strip() for name in (*WHO, "session", "as_of")}
    cells = {at: said[name] for name, at in known.items() if said.get(name, "") != ""}
    return FileLine(row.line, cells=cells, **who)


def _header(kind: Kind) -> tuple[str, ...]:
    return (*_BEFORE, *kind.headings, *_AFTER)


def _record(one: SheetLine, session: str, as_of: int) -> list[Value]:
    return [
        one.person,
        one.name,
        one.email,
        _figure(one.hours),
        *(_points(points) for points in one.points),
        _points(one.total),
        one.outcome,
        session,
        as_of,
    ]


def _points(points: int | None) -> Value:
    return "" if points is None else Decimal(points_words(points))


def _figure(said: str) -> Value:
    return Decimal(said) if said.replace(".", "", 1).isdigit() else said

"""Tables that people hand in and take away in a spreadsheet program's own format: XLSX to rows, rows to XLSX.

Rows have the shape that `exchange.tables` gives of CSV, and the same strictness. A number is read as the program shows
it in a plain cell; what is no plain number there (a date, a truth, an error, per cents) is a text that no count and no
mark takes.
"""

import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from acxdesk.errors import InputProblem, Refused
from acxdesk.exchange.headings import match_headings
from acxdesk.exchange.tables import MOST_BYTES, MOST_CHARACTERS, Row, Table, Value, guarded, read_csv, unguarded
from acxdesk.exchange.workbooks import Part, is_workbook, open_workbook, place
from acxdesk.rules.text import quoted

MOST_IN_A_CELL: Final = 32_767  # characters, as XLSX has it
MOST_SHEET_NAME: Final = 31  # characters
_SHOWN_DIGITS: Final = 15  # of a number, as spreadsheet programs keep them


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as text."""

    name: str
    hidden: bool
    rows: tuple[tuple[str, ...], ...]  # from the first row of the sheet on, each as wide as the widest


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to be written."""

    name: str
    header: tuple[str, ...]
    rows: Iterable[Sequence[Value]]  # each with one value a column; numbers stay numbers, a text is never a formula
    hidden: bool = False
    most: Mapping[int, Decimal] = field(default_factory=dict)  # a column -> the largest number that it takes, from 0


def read_table(
    data: bytes,
    *,
    required: Collection[str],
    optional: Collection[str],
    passed_over: Collection[str] = (),
    encoding: str = "utf-8",
    sheet: str = "",
) -> Table:
    """Read a table with a header line from a CSV or an XLSX file; its first bytes tell which it is.

    Args:
        data: the whole file; not trusted.
        required: as `exchange.tables.read_csv` has it, like `optional`, `passed_over` and `encoding` (of CSV).
        optional: see there.
        passed_over: see there.
        encoding: see there.
        sheet: the sheet of an XLSX file that is meant, where it has one of this name; else the only one that has
            something in it.

    Returns:
        The table; of an XLSX file the lines are rows of the sheet.

    Raises:
        InputProblem: as `read_csv`; or as `read_grids`; or several sheets might be meant.
    """
    if not is_workbook(data):
        return read_csv(data, required=required, optional=optional, passed_over=passed_over, encoding=encoding)
    grid = _meant(read_grids(data), sheet)
    said = next((number for number, cells in enumerate(grid.rows) if "".join(cells).strip()), None)
    if said is None:
        raise InputProblem("The file is empty.", remedy="Export it again, with a header line that names the columns.")
    header, passed = match_headings(
        [name.strip() for name in grid.rows[said]], required=required, optional=optional, passed_over=passed_over
    )
    rows = tuple(
        Row(number + 1, {name: cell for name, cell in zip(header, cells, strict=True) if name})
        for number, cells in islice(enumerate(grid.rows), said + 1, None)
        if "".join(cells).strip()
    )
    return Table(tuple(filter(None, header)), rows, (), passed)


def read_grids(data: bytes) -> tuple[Grid, ...]:
    """Read every sheet of an XLSX file as text.

    Args:
        data: the whole file; not trusted.

    Raises:
        InputProblem: it has more than 20 MB; or as `exchange.workbooks.open_workbook`.
    """
    from python_calamine import CalamineError, load_workbook  # noqa: PLC0415 - only who reads such a file waits for it

    if len(data) > MOST_BYTES:
        raise InputProblem(
            f"The file has {len(data):,} bytes; at most {MOST_BYTES:,} (20 MB) can be read.",
            remedy="Split it into several files, each with the header line.",
        )
    opened = open_workbook(data)
    try:
        with load_workbook(io.BytesIO(opened.data)) as book:
            return tuple(_grid(part, book.get_sheet_by_name(part.name)) for part in opened.parts)
    except CalamineError as fault:
        raise InputProblem(
            "The file is damaged, or no XLSX file.",
            remedy="Open it in a spreadsheet program and save it as .xlsx again.",
        ) from fault


def write_xlsx(sheets: Iterable[Sheet], *, made_at: datetime) -> bytes:
    """Write an XLSX file: the same sheets give the same bytes.

    Texts are texts: none of them becomes a formula, a link or a number. One that another program might evaluate after
    the next export gets an apostrophe, as in CSV, which reading takes away again. No copy of it lies in the temporary
    folder meanwhile.

    Args:
        sheets: at least one.
        made_at: UTC, as the file's properties tell it.

    Raises:
        Refused: a text that no cell can hold: half of a surrogate pair, more than 32,767 characters.
        ValueError: a record that has more or fewer values than the header.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - as above

    held = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(held, options)
    book.set_properties({"created": made_at.replace(tzinfo=None), "author": "acxdesk"})
    heading = book.add_format({"bold": True, "bottom": 1})
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name[:MOST_SHEET_NAME]), sheet, heading)
    book.close()
    return held.getvalue()


# Reading


def _meant(grids: Sequence[Grid], wanted: str) -> Grid:
    """The sheet of this name; else the only one to be seen that has something in it."""
    for grid in grids:
        if wanted and grid.name.casefold() == wanted.casefold():
            return grid
    filled = [grid for grid in grids if not grid.hidden and grid.rows]
    if len(filled) > 1:
        names = ", ".join(quoted(grid.name) for grid in filled[:6])
        raise InputProblem(
            f"The file has {len(filled)} sheets with something in them: {names}.",
            remedy="Keep only the one to be read, or hide the others.",
        )
    return filled[0] if filled else Grid("", hidden=False, rows=())


def _grid(part: Part, sheet: Any) -> Grid:
    height, width = part.last[0] + 1, part.last[1] + 1
    cells: list[list[Any]] = sheet.to_python(skip_empty_area=False, nrows=height) if height else []
    for merged in part.merged[:1]:
        raise InputProblem(
            f"The cells {merged[:20]} of the sheet {quoted(part.name)} are merged, so that a column is not told.",
            remedy="Split them, then save the file again.",
        )
    rows = tuple(
        tuple(_said(part, (row, column), values) for column in range(width)) for row, values in enumerate(cells)
    )
    return Grid(part.name, part.hidden, rows)


def _said(part: Part, at: tuple[int, int], values: Sequence[Any]) -> str:
    """One cell as text."""
    if at in part.errors:
        return part.errors[at]
    value = values[at[1]] if at[1] < len(values) else ""
    if isinstance(value, str):
        return _fitting(unguarded(value), at)
    if at in part.percents and isinstance(value, int | float):
        return f"{_number(value * 100)}%"
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else ""


def _number(value: float) -> str:
    """A number as a plain cell shows it: 61.0 is "61", and what sums leave behind the fifteenth digit is no part."""
    said = f"{value:.{_SHOWN_DIGITS}g}"
    return "0" if said == "-0" else said


def _fitting(text: str, at: tuple[int, int]) -> str:
    if len(text) > MOST_CHARACTERS:
        raise InputProblem(
            f"Cell {place(at)} has more than {MOST_CHARACTERS:,} characters.", remedy="Shorten or delete it."
        )
    return text


# Writing


def _write(page: Any, sheet: Sheet, heading: Any) -> None:
    widths = [len(name) for name in sheet.header]
    for column, name in enumerate(sheet.header):
        page.write_string(0, column, _storable(name, 1, name), heading)
    rows = 0
    for rows, record in enumerate(sheet.rows, start=1):
        for column, (name, value) in enumerate(zip(sheet.header, record, strict=True)):
            if isinstance(value, str):
                if value:
                    page.write_string(rows, column, _storable(value, rows + 1, name))
            else:
                page.write_number(rows, column, value)
            widths[column] = max(widths[column], len(str(value)))
    for column, width in enumerate(widths):
        page.set_column(column, column, min(width, 40) + 2)
    for column, most in sheet.most.items():
        if rows:
            page.data_validation(1, column, rows, column, _no_more_than(most))
    page.freeze_panes(1, 0)
    if sheet.hidden:
        page.hide()


def _no_more_than(most: Decimal) -> dict[str, Any]:
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": float(most),
        "error_title": "Out of range",
        "error_message": f"Give 0 to {most}, or leave the cell empty.",
    }


def _storable(text: str, row: int, name: str) -> str:
    kept = guarded(text)
    if any("\ud800" <= letter <= "\udfff" for letter in kept):
        raise Refused(f"Row {row}: {quoted(name)} has half of a character.", remedy="Correct it, then export again.")
    if len(kept) > MOST_IN_A_CELL:
        raise Refused(
            f"Row {row}: {quoted(name)} has {len(kept):,} characters; at most {MOST_IN_A_CELL:,}.",
            remedy="Shorten it, then export again.",
        )
    return kept

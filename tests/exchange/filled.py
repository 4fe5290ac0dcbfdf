"""A mark sheet as a coach fills it in with a spreadsheet program: cells typed, rows sorted, saved by that program."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from acxdesk.exchange.spreadsheets import Grid, read_grids


def filled(
    data: bytes,
    cells: Mapping[tuple[str, str], Any],
    *,
    backwards: bool = False,
    without: Sequence[str] = (),
    memory: Mapping[tuple[int, int], str] | None = None,
) -> bytes:
    """An XLSX file with other cells.

    Args:
        data: as it was written.
        cells: a name and the beginning of a heading -> what is typed there. A new heading is a new column.
        backwards: whether the rows were sorted the other way round.
        without: names of sheets that are lost.
        memory: row and column of the hidden sheet -> another text.
    """
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    for grid in read_grids(data):
        if grid.name in without:
            continue
        page = book.add_worksheet(grid.name)
        rows = [list(row) for row in grid.rows]
        if not grid.hidden:
            rows = typed(rows, cells, backwards=backwards)
        else:
            page.hide()
            for (row, column), text in (memory or {}).items():
                rows[row][column] = text
        _write(page, rows)
    book.close()
    return held.getvalue()


def typed(rows: list[list[str]], cells: Mapping[tuple[str, str], Any], *, backwards: bool = False) -> list[list[Any]]:
    """The rows of a table, its header line first, with other cells."""
    header, *people = rows
    for (name, heading), value in cells.items():
        at = next((at for at, one in enumerate(header) if one.startswith(heading)), None)
        if at is None:
            at = len(header)
            header.append(heading)
            for row in people:
                row.append("")
        next(row for row in people if row[1] == name)[at] = value
    return [header, *(reversed(people) if backwards else people)]


def csv_rows(data: bytes) -> list[list[str]]:
    """A CSV file as rows, as the plain csv module reads it."""
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def csv_of(rows: Sequence[Sequence[Any]]) -> bytes:
    """Rows as CSV, as another program writes it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def sheet_named(data: bytes, name: str) -> Grid:
    """A sheet of an XLSX file."""
    return next(grid for grid in read_grids(data) if grid.name == name)


def _write(page: Any, rows: Sequence[Sequence[Any]]) -> None:
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str) and value.replace(".", "", 1).isdigit() and value.isascii():
                page.write_number(row, column, float(value))
            elif isinstance(value, str):
                page.write_string(row, column, value)
            else:
                page.write(row, column, value)

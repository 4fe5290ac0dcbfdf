"""XLSX in and out: values come back as they were, what a program made of them is told, hostile files are refused."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import InputProblem, Refused
from acxdesk.exchange.spreadsheets import Sheet, read_grids, read_table, write_xlsx
from acxdesk.exchange.tables import Row, Table, Value

MADE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
# XML holds no other controls, and a carriage return in it is read as a line feed.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)
TRICKY = st.text(st.sampled_from("'\"=+-@＝,;\t\n \u00a0\u200b\u20285.aé_x004ظ<&"), max_size=12)


def written(*rows: Sequence[Value], header: tuple[str, ...] = ("name", "email"), **more: Any) -> bytes:
    return write_xlsx([Sheet("People", header, rows, **more)], made_at=MADE)


def read(data: bytes, sheet: str = "") -> Table:
    return read_table(data, required=("name",), optional=("email",), passed_over=("no.",), sheet=sheet)


def made(*rows: Sequence[Any], then: Any = None, **formats: str) -> bytes:
    """A file as another program makes it: numbers, dates, formulas as what they are."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": True})
    page = book.add_worksheet("Sheet1")
    kinds = {name: book.add_format({"num_format": said}) for name, said in formats.items()}
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, tuple):
                page.write(row, column, cell[0], kinds[cell[1]])
            else:
                page.write(row, column, cell)
    if then:
        then(book, page)
    book.close()
    return held.getvalue()


def repacked(data: bytes, changes: dict[str, bytes], *, declared: dict[str, int] | None = None) -> bytes:
    """The same file with other parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        kept = {name: old.read(name) for name in old.namelist()}
        for name, content in {**kept, **changes}.items():
            new.writestr(name, content)
    packed = bytearray(held.getvalue())
    for name, size in (declared or {}).items():
        at = packed.rindex(name.encode()) - 46  # its entry in the directory
        packed[at + 24 : at + 28] = size.to_bytes(4, "little")
    return bytes(packed)


def sheet_of(cells: str) -> bytes:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{cells}</sheetData></worksheet>"
    ).encode()


def refusal(data: bytes, sheet: str = "") -> tuple[str, str]:
    with pytest.raises(InputProblem) as caught:
        read(data, sheet)
    return caught.value.sentence, caught.value.remedy


def test_table_reads_with_the_rows_of_the_sheet_as_its_lines() -> None:
    data = made(("E-Mail", "No.", "NAME"), ("ada@example.org", 7, "Ada"), (), ("", 8, "Zoë"))
    assert read(data) == Table(
        header=("email", "name"),
        rows=(Row(2, {"email": "ada@example.org", "name": "Ada"}), Row(4, {"email": "", "name": "Zoë"})),
        faults=(),
        passed_over=("No.",),
    )


@given(st.lists(st.tuples(TEXT | TRICKY, TEXT | TRICKY), max_size=6))
@settings(max_examples=150, deadline=None)
def test_texts_read_back_as_they_were_written(rows: list[tuple[str, str]]) -> None:
    grid = read_grids(written(*rows, header=("a", "b")))[0]
    kept = [row for row in grid.rows[1:] if any(row)]
    assert kept == [row for row in rows if any(row)]


@given(st.lists(st.integers(0, 100_000_00), min_size=1, max_size=20))
@settings(max_examples=50, deadline=None)
def test_points_read_back_as_they_were_written(points: list[int]) -> None:
    values = [Decimal(one) / 100 for one in points]
    grid = read_grids(written(*((one,) for one in values), header=("mark",)))[0]
    assert [Decimal(row[0]) for row in grid.rows[1:]] == values


def test_the_same_sheets_are_the_same_bytes() -> None:
    assert written(("Ada", 61)) == written(("Ada", 61))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (61, "61"),
        (68.5, "68.5"),
        (0.1 + 0.2, "0.3"),
        (68.50000000000001, "68.5"),
        (-0.0, "0"),
        (1e22, "1e+22"),
        (123456789012345, "123456789012345"),
        (True, "TRUE"),
        ("1_0", "1_0"),
        ("٩٥", "٩٥"),
        ("nan", "nan"),
        ("1e2", "1e2"),
        (" 7 ", " 7 "),
        ("'61", "'61"),
        ("'=1+1", "=1+1"),
        ((0.68, "percent"), "68%"),
        ((0.685, "custom"), "68.5%"),
        ((datetime.fromisoformat("2020-08-10"), "day"), "2020-08-10"),
        ((datetime.fromisoformat("2020-08-10T14:30"), "day"), "2020-08-10 14:30"),
        ("=1/0", "#DIV/0!"),
        ("=1+1", "2"),
    ],
    ids=repr,
)
def test_cells_are_read_as_a_plain_cell_shows_them(cell: Any, text: str) -> None:
    def formulas(_book: Any, page: Any) -> None:
        if cell == "=1/0":
            page.write_formula(1, 0, cell, None, "#DIV/0!")
        elif cell == "=1+1":
            page.write_formula(1, 0, cell, None, 2)
        elif isinstance(cell, str):
            page.write_string(1, 0, cell)

    data = made(("name",), (cell,), then=formulas, percent="0%", custom="0.0 %", day="dd/mm/yyyy")
    assert read(data).rows == (Row(2, {"name": text}),)


def test_a_length_of_time_and_a_time_of_day_are_texts() -> None:
    data = made(
        ("name",), ((timedelta(hours=30), "length"),), ((timedelta(hours=14), "day"),), length="[h]:mm", day="h:mm"
    )
    assert [row.cells["name"] for row in read(data).rows] == ["1 day, 6:00:00", "14:00:00"]


def test_texts_are_never_formulas_links_or_numbers() -> None:
    data = written(("=1+1", "https://example.org"), ("007", "1e5"))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        page = packed.read("xl/worksheets/sheet1.xml").decode()
        texts = packed.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page
    assert "<t>'=1+1</t>" in texts
    assert [row.cells for row in read(data).rows] == [
        {"name": "=1+1", "email": "https://example.org"},
        {"name": "007", "email": "1e5"},
    ]


def test_a_csv_file_is_read_by_the_same_call() -> None:
    assert read(b"name,email\nAda,a@example.org\n").rows == (Row(2, {"name": "Ada", "email": "a@example.org"}),)


def test_the_sheet_of_the_name_is_meant_and_hidden_ones_are_not() -> None:
    data = write_xlsx(
        [
            Sheet("Notes", ("x",), [("y",)]),
            Sheet("People", ("name",), [("Ada",)]),
            Sheet("pack", ("name",), [("Bob",)], hidden=True),
        ],
        made_at=MADE,
    )
    assert [row.cells["name"] for row in read(data, "people").rows] == ["Ada"]
    assert refusal(data) == (
        'The file has 2 sheets with something in them: "Notes", "People".',
        "Keep only the one to be read, or hide the others.",
    )
    assert [(grid.name, grid.hidden) for grid in read_grids(data)] == [
        ("Notes", False),
        ("People", False),
        ("pack", True),
    ]


def test_an_empty_second_sheet_is_no_matter() -> None:
    data = made(("name",), ("Ada",), then=lambda book, _page: book.add_worksheet("Sheet2"))
    assert [row.cells["name"] for row in read(data).rows] == ["Ada"]


def test_merged_cells_are_refused() -> None:
    data = made(("name", "email"), ("Ada", "a"), then=lambda _book, page: page.merge_range("A3:B3", "Bob"))
    assert refusal(data) == (
        'The cells A3:B3 of the sheet "Sheet1" are merged, so that a column is not told.',
        "Split them, then save the file again.",
    )


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (("name", "Name"), 'The header names "Name" twice: in columns 1 and 2.'),
        (("nam", "email"), 'Unknown column: "nam" (did you mean "name"?).'),
        (("name", ""), "Column 2 of the header has no name."),
        (("email",), 'Missing column: "name". The header names "email".'),
    ],
)
def test_wrong_headings_are_told_as_of_csv(header: tuple[str, ...], sentence: str) -> None:
    assert refusal(made(header, ("x", "y")[: len(header)] if all(header) else ("x", "y")))[0] == sentence


def test_an_empty_sheet_is_refused() -> None:
    assert refusal(made())[0] == "The file is empty."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "The file is an old Excel file (.xls)."),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "The file is protected by a password.",
        ),
        (b"PK\x03\x04 and then nothing", "The file is damaged, or no XLSX file."),
        (
            repacked(made(("name",), ("Ada",)), {"xl/workbook.xml": b"<workbook"}),
            "The file is damaged, or no XLSX file.",
        ),
        (
            repacked(
                made(("name",), ("Ada",)), {"xl/worksheets/sheet1.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}
            ),
            "The file is damaged, or no XLSX file.",
        ),
        (
            repacked(made(("name",), ("Ada",)), {"xl/sharedStrings.xml": b"<sst><si>"}),
            "The file is damaged, or no XLSX file.",
        ),
    ],
    ids=["xls", "password", "cut", "workbook", "doctype", "strings"],
)
def test_files_of_other_kinds_are_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    assert refusal(data)[0] == sentence


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("xl/workbook.bin", "The file is a binary Excel file (.xlsb)."),
        ("content.xml", "The file is an OpenDocument file (.ods)."),
        ("photo.jpg", "The file is a zip, and no XLSX file."),
    ],
)
def test_other_zips_are_called_what_they_are(name: str, sentence: str) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr(name, b"x")
    assert refusal(held.getvalue())[0] == sentence


def test_every_file_that_is_cut_off_is_refused() -> None:
    data = made(("name",), ("Ada",))
    for size in range(4, len(data), 97):
        assert refusal(data[:size])[0] == "The file is damaged, or no XLSX file."


def test_a_zip_bomb_is_refused_before_it_is_read() -> None:
    bomb = repacked(made(("name",), ("Ada",)), {"xl/worksheets/sheet1.xml": b" " * 120_000_000})
    assert len(bomb) < 1_000_000
    sentence, remedy = refusal(bomb)
    assert sentence == "The file unpacks to more than 100 MB and is not read."
    assert remedy == "Copy the table into a new file, and save that."


def test_a_part_that_lies_about_its_size_is_damage() -> None:
    bomb = repacked(
        made(("name",), ("Ada",)),
        {"xl/worksheets/sheet1.xml": b" " * 120_000_000},
        declared={"xl/worksheets/sheet1.xml": 100},
    )
    assert refusal(bomb)[0] == "The file is damaged, or no XLSX file."


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="190000"><c r="OI190000"><v>1</v></c></row>',
    ],
)
def test_a_cell_far_out_is_refused_and_takes_no_room(cells: str) -> None:
    sentence, _ = refusal(repacked(made(("name",), ("Ada",)), {"xl/worksheets/sheet1.xml": sheet_of(cells)}))
    assert "in cell" in sentence or "to cell OI190000" in sentence


@pytest.mark.parametrize("place", ["a1", "$A$1", "A0", "1A", "AAAA1"])
def test_a_cell_that_has_no_place_is_damage(place: str) -> None:
    page = sheet_of(f'<row r="1"><c r="{place}"><v>1</v></c></row>')
    assert refusal(repacked(made(("name",), ("Ada",)), {"xl/worksheets/sheet1.xml": page}))[0].startswith("The file is")


def test_styles_of_empty_cells_far_out_are_no_content() -> None:
    page = sheet_of('<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="XFD1" s="1"/></row>')
    assert read(repacked(made(("x",)), {"xl/worksheets/sheet1.xml": page})).header == ("name",)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("\ud800", 'Row 2: "name" has half of a character.'),
        ("x" * 32_768, 'Row 2: "name" has 32,768 characters; at most 32,767.'),
    ],
    ids=["surrogate", "long"],
)
def test_a_text_that_no_cell_can_hold_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        written((text, ""))
    assert caught.value.sentence == sentence


def test_a_column_that_takes_marks_refuses_others_in_the_program_itself() -> None:
    data = written(("Ada", 61), most={1: Decimal("68.5")})
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        page = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<formula1>0</formula1><formula2>68.5</formula2>" in page
    assert 'sqref="B2"' in page

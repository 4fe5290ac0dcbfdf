"""CSV in and out: what is written reads back, what is broken is told with its place and a remedy."""

import csv
import io
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from acxdesk.errors import InputProblem, Refused
from acxdesk.exchange.tables import MOST_BYTES, Row, RowFault, Table, read_csv, whole_number, write_csv

REQUIRED = ("name", "email")
OPTIONAL = ("certificate_name", "zone")

# Every text that a file can hold, with a leaning towards what spreadsheets, terminals and CSV itself react to.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
TRICKY_TEXT = st.text(st.sampled_from("'\"=+-@＝＠,;\t\r\n \u00a0\u200b\u2028\x1b\x1d5.aé"), max_size=12)
CELL = ANY_TEXT | TRICKY_TEXT


def read(data: bytes | str, *, encoding: str = "utf-8") -> Table:
    content = data.encode() if isinstance(data, str) else data
    return read_csv(content, required=REQUIRED, optional=OPTIONAL, encoding=encoding)


def refusal(data: bytes | str, *, encoding: str = "utf-8") -> tuple[str, str]:
    with pytest.raises(InputProblem) as caught:
        read(data, encoding=encoding)
    return caught.value.sentence, caught.value.remedy


def write(header: Sequence[str], *rows: Sequence[str | int], mark: bool = False) -> bytes:
    return b"".join(write_csv(header, rows, mark=mark))


def as_spreadsheets_see(text: str) -> str:
    """One text, written and then read by the plain csv module, which knows nothing of the guard."""
    content = write(("note", "end"), (text, "")).decode()
    return list(csv.reader(io.StringIO(content, newline="")))[1][0]


def test_table_reads_with_names_as_asked_for_and_lines_as_in_the_file() -> None:
    content = 'E-Mail,NAME,Certificate Name\r\nada@example.org,"Byron\r\nAda",A. A. Byron\r\n\r\nz@example.net,Zoë,\r\n'
    assert read(content) == Table(
        header=("email", "name", "certificate_name"),
        rows=(
            Row(2, {"email": "ada@example.org", "name": "Byron\r\nAda", "certificate_name": "A. A. Byron"}),
            Row(5, {"email": "z@example.net", "name": "Zoë", "certificate_name": ""}),
        ),
        faults=(),
    )


def test_a_column_that_says_nothing_is_passed_over_and_named() -> None:
    table = read_csv(b"No.,name,Sessions\n7,Ada,3\n", required=("name",), optional=(), passed_over=("no.", "sessions"))
    assert table == Table(("name",), (Row(2, {"name": "Ada"}),), (), passed_over=("No.", "Sessions"))


@pytest.mark.parametrize("header", ["certificate_name", "Certificate-Name", "CERTIFICATE  NAME", " certificatename "])
def test_header_matches_without_regard_to_case_blanks_underscores_and_hyphens(header: str) -> None:
    assert read(f"name,email,{header}\n").header == ("name", "email", "certificate_name")


def test_header_alone_is_a_table_without_rows() -> None:
    assert read("name,email\n") == Table(("name", "email"), (), ())


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(line_end: str) -> None:
    table = read(line_end.join(["name,email", "a,b", "c,d"]))
    assert [(row.line, row.cells["name"]) for row in table.rows] == [(2, "a"), (3, "c")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_told_by_the_header_line_alone(delimiter: str) -> None:
    others = "".join({",", ";", "\t"} - {delimiter}) * 9
    table = read(f"name{delimiter}email{delimiter}zone\n{others}{delimiter}b{delimiter}c\n")
    assert table.rows == (Row(2, {"name": others, "email": "b", "zone": "c"}),)
    assert table.faults == ()


def test_rows_with_a_wrong_cell_count_are_told_with_both_figures_and_the_others_are_read() -> None:
    table = read('name,email\na,b\nc\nd,e,f\n"x\ny"\ng,h\n')
    assert [row.cells for row in table.rows] == [{"name": "a", "email": "b"}, {"name": "g", "email": "h"}]
    assert table.faults == (
        RowFault(3, "Row 3: 1 cell, but the header names 2. Add the cells that are missing, empty ones too."),
        RowFault(4, "Row 4: 3 cells, but the header names 2. Put a text that has a comma in it into quotes."),
        RowFault(5, "Row 5 (to line 6): 1 cell, but the header names 2. Look for a quote that is closed too late."),
    )


def test_blank_rows_of_a_spreadsheet_are_known_as_such_and_empty_lines_are_none() -> None:
    table = read("\n\nname,email\n\n   \n, \na,\n")
    assert [(row.line, row.is_blank) for row in table.rows] == [(6, True), (7, False)]
    assert table.faults == ()


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\n", b'"",""\n,,\n'], ids=repr)
def test_empty_file_is_refused(content: bytes) -> None:
    assert refusal(content) == (
        "The file is empty.",
        "Export it again, with a header line that names the columns.",
    )


def test_file_of_over_20_mb_is_refused_with_both_sizes() -> None:
    sentence, remedy = refusal(b"name,email\n" + b"a,b\n" * (MOST_BYTES // 4))
    assert sentence == "The file has 20,000,011 bytes; at most 20,000,000 (20 MB) can be read."
    assert remedy == "Split it into several files, each with the header line."


def test_windows_text_is_refused_as_utf_8_and_read_as_what_it_is() -> None:
    content = "name;email\nAda;a\nZoë;z\n".encode("cp1252")
    assert refusal(content) == (
        "The byte 0xEB in line 3 is not UTF-8; cp1252 (Windows, western Europe) would fit.",
        'Give --encoding cp1252, or save the file as "CSV UTF-8".',
    )
    assert [row.cells["name"] for row in read(content, encoding="cp1252").rows] == ["Ada", "Zoë"]


def test_utf_8_with_one_damaged_letter_is_not_called_windows_text() -> None:
    sentence, remedy = refusal("name,email\nŁukasz Żółw,ł\nDamag".encode() + b"\xe9d,x\n")
    assert sentence == "The byte 0xE9 in line 3 is not UTF-8, as the rest is."
    assert remedy == "Mend that line, or export the file again."


def test_bytes_that_fit_nothing_are_refused_without_a_guess() -> None:
    sentence, remedy = refusal(b"name,email\n\x81\x8d,x\n")
    assert sentence == "The byte 0x81 in line 2 is not UTF-8."
    assert "cp1252" not in remedy


@pytest.mark.parametrize(
    ("content", "encoding", "sentence", "remedy"),
    [
        (
            "name,email\n".encode("utf-16"),
            "utf-8",
            "The file says by its first bytes that it is UTF-16, but is read as utf-8.",
            "Give --encoding utf-16.",
        ),
        (
            "name,email\n".encode("utf-32"),
            "utf-16",
            "The file says by its first bytes that it is UTF-32, but is read as utf-16.",
            "Give --encoding utf-32.",
        ),
        (
            "name,email\n".encode("utf-8-sig"),
            "cp1252",
            "The file says by its first bytes that it is UTF-8, but is read as cp1252.",
            "Leave out --encoding.",
        ),
        (
            "name,email\nAda,a\n".encode("utf-16-le"),
            "utf-8",
            "The file has a NUL byte in line 1, so it is no table in UTF-8.",
            "It looks like UTF-16: give --encoding utf-16-le.",
        ),
        (
            "name,email\nZoë,a\n".encode("utf-16-be"),
            "utf-8",
            "The byte 0xEB in line 2 is not UTF-8.",
            "It looks like UTF-16: give --encoding utf-16-be.",
        ),
        (
            b"name,email\nAda,a\nB\0b,x\n",
            "utf-8",
            "The file has a NUL byte in line 3, so it is no table in UTF-8.",
            "Export it again, as CSV.",
        ),
        (
            "name,email\nAda,a\nŁ,x\n".encode(),
            "cp1252",
            "The byte 0x81 in line 3 is not CP1252.",
            "Leave out --encoding, or give the one that the file was saved in.",
        ),
        (
            b"name,email\n",
            "base64",
            'There is no encoding "base64".',
            "Use utf-8, utf-16, cp1252 or another one's name.",
        ),
        (
            b"name,email\n",
            "\x1b[2J",
            'There is no encoding "␛[2J".',
            "Use utf-8, utf-16, cp1252 or another one's name.",
        ),
    ],
)
def test_file_in_another_encoding_is_refused(content: bytes, encoding: str, sentence: str, remedy: str) -> None:
    assert refusal(content, encoding=encoding) == (sentence, remedy)


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode_is_read_with_its_mark_and_without(encoding: str) -> None:
    expected = Table(("name", "email"), (Row(2, {"name": "Đỗ Thị Hạnh", "email": "陳怡君"}),), ())
    text = "name,email\nĐỗ Thị Hạnh,陳怡君\n"
    assert read(text.encode(encoding), encoding=encoding) == expected
    marked = text if encoding in {"utf-8-sig", "utf-16", "utf-32"} else f"\ufeff{text}"
    assert read(marked.encode(encoding), encoding=encoding) == expected


def test_unclosed_quote_is_refused_with_the_line_where_it_opens() -> None:
    content = 'name,email\n"Ada\nByron",a\nBob,"opened here\nlost,lost\n' + "swallowed,too\n" * 20_000
    assert refusal(content) == (
        "The quote that opens in line 4 is never closed.",
        'Close it, or write a quote that belongs to the text twice: "".',
    )


def test_unclosed_quote_that_meets_another_one_is_refused_with_both_lines() -> None:
    sentence, _ = refusal('name;email\nBob;"opened here\nAda;"Ada"\n')
    assert sentence == 'The quote that opens in line 2 closes in line 3 in front of "Ada"" instead of a semicolon.'


def test_doubled_quotes_at_the_end_do_not_close_a_cell() -> None:
    sentence, _ = refusal('name,email\n"a ""b""')
    assert sentence == "The quote that opens in line 2 is never closed."


def test_cell_that_is_too_long_is_refused_with_its_row() -> None:
    sentence, _ = refusal("name,email\na,b\n" + "x" * 131_073 + ",y\n")
    assert sentence == "Row 3: a cell has more than 131,072 characters."


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("name,E-Mail,e_mail", 'The header names "e_mail" twice: in columns 2 and 3.'),
        ("name,,email", "Column 2 of the header has no name."),
        ("name,zone", 'Missing column: "email". The header names "name", "zone".'),
        ("Ada,ada@example.org", 'Missing column: "name", "email". The header names "Ada", "ada@example.org".'),
        ("name,emial", 'Unknown column: "emial" (did you mean "email"?).'),
        ("nmae,emial", 'Unknown column: "nmae" (did you mean "name"?), "emial" (did you mean "email"?).'),
        ("name,email,zoen", 'Unknown column: "zoen" (did you mean "zone"?).'),
        (
            "name,email,[/oops]\x1b",
            'Unknown column: "[/oops]␛". Known are "name", "email", "certificate_name", "zone".',
        ),
    ],
)
def test_wrong_header_is_refused_by_the_name_of_the_column(header: str, sentence: str) -> None:
    told, remedy = refusal(f"{header}\na,b\n")
    assert told == sentence
    assert remedy


def test_sentence_about_a_huge_header_stays_short() -> None:
    names = ["w" * 5_000, *(f"q{number}" for number in range(5_000))]
    sentence, _ = refusal(",".join(names))
    assert sentence.endswith(" and 4,989 more.")
    assert len(sentence) < 300


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=5), mark=st.booleans())
@example(rows=[("", "", ""), ("'", "''=", "'\t'"), ("\r", "\r\n=1", "a;'-b")], mark=False)
def test_what_is_written_reads_back(rows: list[tuple[str, str, str]], *, mark: bool) -> None:
    header = ("name", "email", "certificate_name")
    table = read(write(header, *rows, mark=mark))
    assert table.header == header
    assert [tuple(row.cells.values()) for row in table.rows] == rows
    assert table.faults == ()


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(CELL, max_size=6))
def test_single_column_reads_back_with_its_empty_cells(texts: list[str]) -> None:
    data = write(("note",), *((text,) for text in texts))
    table = read_csv(data, required=["note"], optional=[])
    assert [row.cells["note"] for row in table.rows] == texts


@settings(max_examples=100, deadline=None)
@given(text=TRICKY_TEXT)
def test_no_line_or_cell_that_a_spreadsheet_sees_begins_with_a_sign(text: str) -> None:
    seen = as_spreadsheets_see(text)
    for part in seen.replace(";", "\n").replace("\t", "\n").splitlines():
        begun = part.strip(" \u00a0\u200b\x1b\x1d")
        assert not begun.startswith(tuple("=+-@＝＠")) or is_plain_number(seen)


def is_plain_number(text: str) -> bool:
    whole, _, fraction = text.removeprefix("-").partition(".")
    return whole.isdecimal() and (fraction.isdecimal() or "." not in text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20 7946 0000", "'+44 20 7946 0000"),
        ("+441", "'+441"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("  =1", "'  =1"),
        ("\u3000\u200b=1", "'\u3000\u200b=1"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("first\n=1", "first\n'=1"),
        ("first\r\n  @x\nlast", "first\r\n'  @x\nlast"),
        ("a;=1", "a;'=1"),
        ("'=1", "''=1"),
        ("12", "12"),
        ("-12.50", "-12.50"),
        ("O'Neill", "O'Neill"),
        ("'t Hooft", "'t Hooft"),
        ("Brontë-Byron a=b", "Brontë-Byron a=b"),
        ("a, -b", "a, -b"),
        ("[/oops]", "[/oops]"),
        ("", ""),
    ],
)
def test_texts_that_a_spreadsheet_would_evaluate_get_an_apostrophe(text: str, seen: str) -> None:
    assert as_spreadsheets_see(text) == seen


def test_output_is_utf_8_with_crlf_quotes_where_needed_and_bare_numbers() -> None:
    rows = [("Zoë", 5, -3), ('say "a;b"', 0, 12), (" edge", 1, 1)]
    assert write(("name", "seats", "left"), *rows) == (
        'name,seats,left\r\nZoë,5,-3\r\n"say ""a;b""",0,12\r\n" edge",1,1\r\n'.encode()
    )


def test_mark_is_written_once_and_only_when_asked_for() -> None:
    assert write(("name",), ("x",), mark=True) == b"\xef\xbb\xbfname\r\nx\r\n"


def test_rows_are_taken_one_at_a_time() -> None:
    taken: list[int] = []

    def counted() -> Iterator[tuple[int]]:
        for number in range(3):
            taken.append(number)
            yield (number,)

    pieces = write_csv(("n",), counted())
    assert [next(pieces), next(pieces)] == [b"n\r\n", b"0\r\n"]
    assert taken == [0]


@pytest.mark.parametrize(
    ("text", "code"), [("a\0b", "U+0000"), ("half \ud83d", "U+D83D")], ids=["NUL", "half of a pair"]
)
def test_text_that_no_csv_file_can_hold_is_refused_with_its_row(text: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        write(("name", "note"), ("a", "b"), ("c", text))
    assert caught.value.sentence == f'Row 3: "note" has a character that CSV cannot hold ({code}).'


def test_text_that_could_not_be_read_back_is_refused() -> None:
    assert len(write(("n",), ("x" * 131_072,))) == 131_077
    with pytest.raises(Refused, match=r'Row 2: "n" has 131,073 characters; at most 131,072\.'):
        write(("n",), ("x" * 131_073,))


@pytest.mark.parametrize("record", [("a",), ("a", "b", "c")])
def test_record_that_does_not_fit_the_header_is_a_fault_of_the_program(record: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="argument 2"):
        write(("name", "email"), record)


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_whole_number_is_read(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", " 1", "1\n", "1_0", "+1", "-1", "1.0", "１", "٣", "²", "1e3", "0x1", "\x1b"])
def test_everything_else_is_no_whole_number(text: str) -> None:
    with pytest.raises(Refused, match="is no whole number"):
        whole_number(text)


def test_whole_number_that_does_not_fit_64_bits_is_refused() -> None:
    with pytest.raises(Refused, match=r"has 5,000 digits; at most 18\."):
        whole_number("9" * 5_000)

"""Tables that people hand in and take away: CSV bytes to rows, rows to CSV bytes (RFC 4180).

What `write_csv` writes, `read_csv` reads back to the same texts. A spreadsheet that opens it in between evaluates
nothing: a text that it would take for a formula is written behind an apostrophe, which reading takes away again.
"""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from acxdesk.errors import InputProblem, Refused
from acxdesk.exchange.headings import MOST_QUOTED, heading_key, match_headings, shown

Value: TypeAlias = str | int | Decimal  # of a cell that is written

MOST_BYTES: Final = 20_000_000  # of one file
MOST_CHARACTERS: Final = 131_072  # of one cell: what the csv module reads without being told otherwise
MOST_DIGITS: Final = 18  # of a whole number, so that it fits into 64 bits

# In the order of preference where a header line fits several.
_DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab"}
# What a file begins with to tell its encoding. UTF-32 stands first: its mark begins as UTF-16's does.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8"),
)

# What may begin a new cell or line for the program that opens the file: line breaks, but also the tab and the
# semicolon, at which a spreadsheet with another list separator splits.
_BREAKS: Final = "\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029;"
# What a spreadsheet may pass over in front of a sign: blanks of every width, controls, invisible characters.
_BLANK: Final = (
    "[\x00-\x08\x0e-\x1b\x1f \x7f-\x84\x86-\xa0\xad\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f-\u206f\u3000\ufeff]"
)
_SIGN: Final = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"  # plain and full-width
_HEAD: Final = f"(?:\\A|(?<=[{_BREAKS}]))"
# Apostrophes count as part of what is guarded: only so can reading tell ours from one that was there before.
_LIVE: Final = f"(?='*+{_BLANK}*+{_SIGN})"
_OPENS_WITH_BREAK: Final = f"(?='*+{_BLANK}*+[\\t\\r\\n])"
_UNGUARDED: Final = re.compile(f"{_HEAD}{_LIVE}|\\A{_OPENS_WITH_BREAK}")
_GUARDED: Final = re.compile(f"{_HEAD}'{_LIVE}|\\A'{_OPENS_WITH_BREAK}")

# A leading plus is no plain number: a spreadsheet would drop it, and a telephone number needs it.
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DIGITS: Final = re.compile(r"[0-9]+")
_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
_NEEDS_QUOTES: Final = re.compile(f'[",{_BREAKS}]|\\A\\s|\\s\\Z')
_QUOTED: Final = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a table."""

    line: int  # the physical line of the file, from 1, where the record starts
    cells: Mapping[str, str]  # column name as asked for -> text as it stands; no key for a column that is not there

    @property
    def is_blank(self) -> bool:
        """Whether no cell says anything, as in the rows that spreadsheets leave below a table."""
        return not any(cell.strip() for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class RowFault:
    """One record that could not be read; the others could."""

    line: int  # as in `Row`
    sentence: str  # begins with the place: "Row 14: ..."


@dataclass(frozen=True, slots=True)
class Table:
    """What a file says."""

    header: tuple[str, ...]  # the column names as asked for, in the order of the file
    rows: tuple[Row, ...]  # in the order of the file, without empty lines and without those that have a fault
    faults: tuple[RowFault, ...]  # in the order of the file
    passed_over: tuple[str, ...] = ()  # the columns that say nothing here, as the file names them


def read_csv(
    data: bytes,
    *,
    required: Collection[str],
    optional: Collection[str],
    passed_over: Collection[str] = (),
    encoding: str = "utf-8",
) -> Table:
    """Read a table with a header line; comma, semicolon or tab between its cells, as the header line tells.

    Args:
        data: the whole file; not trusted.
        required: the columns that must be there, by name.
        optional: the columns that may be there. A name of the file is matched to both without regard to case,
            blanks, underscores and hyphens.
        passed_over: columns that may be there and say nothing, as of a list that we wrote ourselves.
        encoding: how the file's letters are written; for UTF-8 with or without its mark.

    Returns:
        The table. Cells are as the file has them, blanks included, but for our own formula guard, which is undone.

    Raises:
        InputProblem: the file as a whole cannot be read: too big, empty, in another encoding, with a NUL, a quote
            that is not closed (with its line), a cell that is too long; a column that has no name, stands twice,
            is missing or is not known.
    """
    if len(data) > MOST_BYTES:
        raise InputProblem(
            f"The file has {len(data):,} bytes; at most {MOST_BYTES:,} (20 MB) can be read.",
            remedy="Split it into several files, each with the header line.",
        )
    text = _decoded(data, encoding)
    known = {heading_key(name) for name in (*required, *optional)}
    delimiter = _delimiter(text, known)
    records = _records(text, delimiter)
    said = next((cells for _, _, cells in records if "".join(cells).strip()), None)
    if said is None:
        raise InputProblem("The file is empty.", remedy="Export it again, with a header line that names the columns.")
    names = [unguarded(name).strip() for name in said]
    header, left = match_headings(names, required=required, optional=optional, passed_over=passed_over)
    rows: list[Row] = []
    faults: list[RowFault] = []
    for first, last, cells in records:
        if len(cells) == len(header):
            said_of = zip(header, map(unguarded, cells), strict=True)
            rows.append(Row(first, {name: cell for name, cell in said_of if name}))
        elif len(cells) > 1 or "".join(cells).strip():
            faults.append(RowFault(first, _wrong_count(first, last, len(cells), len(header), delimiter)))
    return Table(tuple(filter(None, header)), tuple(rows), tuple(faults), left)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]], *, mark: bool = False) -> Iterator[bytes]:
    """Write a table as UTF-8 with commas and CRLF, one piece of bytes a record, while `rows` is being read.

    Args:
        header: the column names, at least one.
        rows: the records, each with one value a column. Numbers stay numbers for a spreadsheet, and so does a
            text that is a plain number (`12`, `-3.50`); a text that it would evaluate gets a leading apostrophe,
            a later line of it too: = + - @ and their full-width forms, also after blanks; a tab or line break first.
        mark: begin with UTF-8's mark, without which Excel reads the letters as the machine's own code page. Off,
            since other programs take the mark for a part of the first name.

    Raises:
        Refused: a text that no CSV file can hold: a NUL, half of a surrogate pair, more than 131,072 characters.
        ValueError: a record that has more or fewer values than the header.
    """
    if mark:
        yield codecs.BOM_UTF8
    yield _written(header, header, 1)
    for number, record in enumerate(rows, start=2):
        yield _written(record, header, number)


def whole_number(text: str) -> int:
    """A count, in the digits 0 to 9 alone: no sign, blank, underscore or digit of another script.

    Raises:
        Refused: anything else, and a figure of more than 18 digits.
    """
    if not _DIGITS.fullmatch(text):
        raise Refused(f"{shown(text)} is no whole number.", remedy="Write it in the digits 0 to 9 alone: 12.")
    digits = len(text.lstrip("0"))
    if digits > MOST_DIGITS:
        raise Refused(f"{shown(text)} has {digits:,} digits; at most {MOST_DIGITS}.", remedy="Give a smaller number.")
    return int(text)


def _decoded(data: bytes, encoding: str) -> str:
    """The text of a file, without its mark."""
    try:
        codec = codecs.lookup(encoding).name.removesuffix("-sig")
        told = next((name for mark, name in _MARKS if data.startswith(mark)), codec)
        if not codec.startswith(told):
            raise InputProblem(
                f"The file says by its first bytes that it is {told.upper()}, but is read as {codec}.",
                remedy="Leave out --encoding." if told == "utf-8" else f"Give --encoding {told}.",
            )
        text = data.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, codec) from None
    except (LookupError, ValueError):
        raise InputProblem(
            f"There is no encoding {shown(encoding)}.", remedy="Use utf-8, utf-16, cp1252 or another one's name."
        ) from None
    if "\0" in text:
        place = f"line {_line_at(text, text.index(chr(0)))}"
        raise InputProblem(
            f"The file has a NUL byte in {place}, so it is no table in {codec.upper()}.",
            remedy=_sixteen_bits(data) or "Export it again, as CSV.",
        )
    return text


def _undecodable(data: bytes, error: UnicodeDecodeError, codec: str) -> InputProblem:
    """What to say of a byte that the encoding does not know."""
    before = data[: error.start].decode(codec, "replace")
    place = f"line {_line_at(before, len(before))}"
    wrong = f"The byte 0x{data[error.start]:02X} in {place} is not {codec.upper()}"
    if codec != "utf-8":
        return InputProblem(f"{wrong}.", remedy="Leave out --encoding, or give the one that the file was saved in.")
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    # Letters of more than one byte do not come about by chance: the file is UTF-8, and a part of it was damaged.
    if sum(letter > "\x7f" for letter in lenient) > 2 * broken:
        return InputProblem(f"{wrong}, as the rest is.", remedy="Mend that line, or export the file again.")
    if b"\0" in data:
        return InputProblem(f"{wrong}.", remedy=_sixteen_bits(data) or "Export it again, as CSV.")
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return InputProblem(f"{wrong}.", remedy='Save it as "CSV UTF-8", or give its own: --encoding utf-16, say.')
    return InputProblem(
        f"{wrong}; cp1252 (Windows, western Europe) would fit.",
        remedy='Give --encoding cp1252, or save the file as "CSV UTF-8".',
    )


def _sixteen_bits(data: bytes) -> str:
    """The remedy for UTF-16 without its mark: every other byte of a mostly Latin text is NUL. Else empty."""
    halves = {"utf-16-le": data[1::2], "utf-16-be": data[::2]}
    likely = max(halves, key=lambda name: halves[name].count(0))
    if halves[likely].count(0) * 4 <= len(halves[likely]):
        return ""
    return f"It looks like UTF-16: give --encoding {likely}."


def _delimiter(text: str, known: Collection[str]) -> str:
    """What stands between the cells: by the header line alone, since later lines may have all three in their texts."""
    line = next((line for line in io.StringIO(text, newline="") if line.strip()), "\n")

    def names(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([line[:MOST_CHARACTERS]], delimiter=delimiter))
        return sum(heading_key(cell) in known for cell in cells), len(cells)

    return max(_DELIMITERS, key=names)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """Each record with its first and last line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = 1
    try:
        for cells in reader:
            yield first, reader.line_num, cells
            first = reader.line_num + 1
    except csv.Error:
        raise _broken(text, delimiter, first) from None


def _broken(text: str, delimiter: str, first: int) -> InputProblem:
    """Why the csv module gave up in the record that starts in line `first`: it does not tell where a quote opened."""
    ends = f"{delimiter}\r\n"
    plain = re.compile(f"[^{ends}]*+")
    at = 0
    while at < len(text):
        opened = at
        cell = (_QUOTED if text[at] == '"' else plain).match(text, at)
        if cell is None:
            return InputProblem(
                f"The quote that opens in line {_line_at(text, opened)} is never closed.",
                remedy='Close it, or write a quote that belongs to the text twice: "".',
            )
        at = cell.end() + 1
        if text[cell.end() : at].strip(ends):
            return InputProblem(
                f"The quote that opens in line {_line_at(text, opened)} closes in line {_line_at(text, cell.end())}"
                f" in front of {shown(_LINE_END.split(text[cell.end() : at + MOST_QUOTED])[0])}"
                f" instead of a {_DELIMITERS[delimiter]}.",
                remedy='Close it where its text ends; write a quote that belongs to the text twice: "".',
            )
    return InputProblem(
        f"Row {first}: a cell has more than {MOST_CHARACTERS:,} characters.", remedy="Shorten or delete it."
    )


def _wrong_count(first: int, last: int, cells: int, columns: int, delimiter: str) -> str:
    """The sentence of a row with more or fewer cells than the header."""
    place = f"Row {first}" if last == first else f"Row {first} (to line {last})"
    if last != first:
        remedy = "Look for a quote that is closed too late."
    elif cells > columns:
        remedy = f"Put a text that has a {_DELIMITERS[delimiter]} in it into quotes."
    else:
        remedy = "Add the cells that are missing, empty ones too."
    return f"{place}: {cells:,} {'cell' if cells == 1 else 'cells'}, but the header names {columns:,}. {remedy}"


def _written(record: Sequence[Value], header: Sequence[str], number: int) -> bytes:
    """One record as bytes; `number` is its place in the table, the header being 1."""
    cells: list[str] = []
    for name, value in zip(header, record, strict=True):
        if not isinstance(value, str):
            cells.append(f"{value:f}" if isinstance(value, Decimal) else str(int(value)))
            continue
        if found := _UNWRITABLE.search(value):
            raise Refused(
                f"Row {number}: {shown(name)} has a character that CSV cannot hold (U+{ord(found[0]):04X}).",
                remedy="Correct it, then export again.",
            )
        text = value if _NUMBER.fullmatch(value) else guarded(value)
        if len(text) > MOST_CHARACTERS:
            raise Refused(
                f"Row {number}: {shown(name)} has {len(text):,} characters; at most {MOST_CHARACTERS:,}.",
                remedy="Shorten it, then export again.",
            )
        # A single empty cell would be an empty line, which is no record.
        quoted = _NEEDS_QUOTES.search(text) or (not text and len(header) == 1)
        cells.append('"' + text.replace('"', '""') + '"' if quoted else text)
    return (",".join(cells) + "\r\n").encode()


def guarded(text: str) -> str:
    """A text as it is written, so that no program evaluates it: behind an apostrophe where one might."""
    return _UNGUARDED.sub("'", text)


def unguarded(text: str) -> str:
    """A text as it was before `guarded`."""
    return _GUARDED.sub("", text) if "'" in text else text


def _line_at(text: str, place: int) -> int:
    return sum(1 for _ in _LINE_END.finditer(text, 0, place)) + 1

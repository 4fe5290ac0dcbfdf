"""XLSX files as what they are, zips of XML (ECMA-376): unpacked within limits, and looked through before reading.

The reader that turns a sheet into rows makes room for every cell between its first and its last one, and takes a cell
with an error for an empty one. So each sheet is looked through here first: how far it reaches, which cells hold errors,
which show a share as per cents.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Final
from xml.parsers import expat

from acxdesk.errors import InputProblem
from acxdesk.rules.text import quoted

MOST_UNPACKED: Final = 100_000_000  # bytes of all parts that are read
MOST_ROWS: Final = 200_000  # of one sheet
MOST_COLUMNS: Final = 400
MOST_CELLS: Final = 4_000_000  # of the rectangle that holds all that is in a sheet
MOST_PARTS: Final = 2_000  # files in the zip

At = tuple[int, int]  # a cell: row and column, from 0

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")  # what old .xls files and encrypted new ones begin with
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK: Final = "xl/workbook.xml"
_STYLES: Final = "xl/styles.xml"
# What is read; pictures, charts and macros are left packed.
_READ: Final = (".xml", ".rels")
_PERCENT: Final = frozenset({9, 10})  # the number formats of per cents that every workbook has
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_PIECE: Final = 1 << 20
_AGAIN: Final = "Open it in a spreadsheet program and save it as .xlsx again."


@dataclass(slots=True)
class Part:
    """One sheet as its file has it."""

    name: str
    hidden: bool
    file: str  # in the zip
    last: At = (-1, -1)  # the last row and the last column that have something; -1 in an empty sheet
    errors: dict[At, str] = field(default_factory=dict)  # a cell -> "#DIV/0!"
    percents: set[At] = field(default_factory=set)  # cells whose number is shown as per cents
    merged: list[str] = field(default_factory=list)  # ranges, as "A1:B2"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that may be read."""

    data: bytes  # the same workbook with only what is read, not compressed
    parts: tuple[Part, ...]  # the worksheets in the order of the workbook


def is_workbook(data: bytes) -> bool:
    """Whether a file is, or was once, a spreadsheet program's own, and no text: it is told apart by its first bytes."""
    return data.startswith((_ZIP, _OLE))


def open_workbook(data: bytes) -> Opened:
    """Unpack an XLSX file and look through its sheets.

    Args:
        data: the whole file; not trusted.

    Raises:
        InputProblem: it is of another kind, protected by a password, damaged, unpacks to more than 100 MB, or has a
            sheet that reaches too far.
    """
    files = _unpacked(_of_this_kind(data))
    percents = _percent_styles(files)
    parts = tuple(part for part in _parts(files) if part.file in files)
    for part in parts:
        _look_through(part, files[part.file], percents)
    return Opened(_packed(files), parts)


def place(at: At) -> str:
    """A cell as spreadsheet programs name it: "B3"."""
    letters, column = "", at[1] + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{at[0] + 1}"


def _of_this_kind(data: bytes) -> bytes:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise InputProblem(
                "The file is protected by a password.", remedy="Save it without one; acxdesk asks for no password."
            )
        raise InputProblem("The file is an old Excel file (.xls).", remedy="Save it as .xlsx or as CSV.")
    if not data.startswith(_ZIP):
        raise InputProblem("The file is no XLSX file.", remedy=_AGAIN)
    return data


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The parts that are read, by name. What a part says of its own size is believed only as far as it is true."""
    files: dict[str, bytes] = {}
    room = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            if len(entries) > MOST_PARTS:
                raise _too_large(f"has {len(entries):,} parts; at most {MOST_PARTS:,}")
            for entry in entries:
                if not entry.filename.endswith(_READ):
                    continue
                with packed.open(entry) as part:
                    files[entry.filename] = b"".join(_pieces(part, room))
                room -= len(files[entry.filename])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as fault:
        raise _damaged() from fault
    if _WORKBOOK not in files:
        raise InputProblem(_other_kind(data), remedy="Save it as .xlsx or as CSV.")
    return files


def _pieces(part: IO[bytes], room: int) -> Iterator[bytes]:
    while piece := part.read(_PIECE):
        room -= len(piece)
        if room < 0:
            raise _too_large(f"unpacks to more than {MOST_UNPACKED // 1_000_000} MB")
        yield piece


def _other_kind(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
    if "xl/workbook.bin" in names:
        return "The file is a binary Excel file (.xlsb)."
    if "content.xml" in names:
        return "The file is an OpenDocument file (.ods)."
    return "The file is a zip, and no XLSX file."


def _packed(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, held in files.items():
            archive.writestr(name, held)
    return packed.getvalue()


# The parts of a workbook


def _parts(files: Mapping[str, bytes]) -> list[Part]:
    """The worksheets that the workbook names, each with its file."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, bool, str]] = []

    def relation(name: str, said: Mapping[str, str]) -> None:
        if name == "Relationship" and said.get("Type", "").endswith("/worksheet"):
            targets[said.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", said.get("Target", "")))[1:]

    def sheet(name: str, said: Mapping[str, str]) -> None:
        if name == "sheet":
            sheets.append((said.get("name", ""), said.get("state", "visible") != "visible", said.get("id", "")))

    _walk(files.get("xl/_rels/workbook.xml.rels", b""), relation)
    _walk(files[_WORKBOOK], sheet)
    return [Part(name, hidden, targets[id_]) for name, hidden, id_ in sheets if id_ in targets]


def _percent_styles(files: Mapping[str, bytes]) -> frozenset[str]:
    """The styles of cells, by number, that show a number as per cents."""
    formats = {str(number) for number in _PERCENT}
    styles: list[str] = []
    inside: list[str] = []

    def begun(name: str, said: Mapping[str, str]) -> None:
        inside.append(name)
        if name == "numFmt" and "%" in said.get("formatCode", ""):
            formats.add(said.get("numFmtId", ""))
        elif name == "xf" and "cellXfs" in inside:
            styles.append(said.get("numFmtId", ""))

    def ended(_name: str) -> None:
        inside.pop()

    if _STYLES in files:
        _walk(files[_STYLES], begun, ended)
    return frozenset(str(number) for number, style in enumerate(styles) if style in formats)


def _look_through(part: Part, held: bytes, percents: frozenset[str]) -> None:
    """Note how far a sheet reaches, and the cells that are not what the reader takes them for."""
    look = _Look(part, percents)
    _walk(held, look.begun, look.ended, look.said)
    if (part.last[0] + 1) * (part.last[1] + 1) > MOST_CELLS:
        raise _too_large(f"has a sheet that reaches to cell {place(part.last)}")


class _Look:
    """One pass through a sheet. Only cells with a value count: programs keep the style of many an empty one."""

    def __init__(self, part: Part, percents: frozenset[str]) -> None:
        self.part, self.percents = part, percents
        self.row, self.column = -1, -1
        self.at: At = (-1, -1)
        self.kind, self.style = "", ""
        self.value: list[str] | None = None

    def begun(self, name: str, said: Mapping[str, str]) -> None:
        if name == "row":
            self.row = _counted(said.get("r", ""), self.row + 2) - 1
            self.column = -1
        elif name == "c":
            self.at = self._at(said.get("r", ""))
            self.row, self.column = self.at
            self.kind, self.style = said.get("t", ""), said.get("s", "")
        elif name in {"v", "is"}:
            self.value = []
            self._reach()
        elif name == "mergeCell":
            self.part.merged.append(said.get("ref", ""))

    def said(self, text: str) -> None:
        if self.value is not None:
            self.value.append(text)

    def ended(self, name: str) -> None:
        if name not in {"v", "is"} or self.value is None:
            return
        if self.kind == "e":
            self.part.errors[self.at] = "".join(self.value)[:20]
        elif self.kind in {"", "n"} and self.style in self.percents:
            self.part.percents.add(self.at)
        self.value = None

    def _at(self, said: str) -> At:
        if not said:  # a cell without a place follows the one before
            return max(self.row, 0), self.column + 1
        found = _CELL.fullmatch(said)
        if found is None:
            raise _damaged()
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        return int(found[2]) - 1, column - 1

    def _reach(self) -> None:
        row, column = self.at
        if row < 0:
            raise _damaged()
        if row >= MOST_ROWS or column >= MOST_COLUMNS:
            raise InputProblem(
                f"The sheet {quoted(self.part.name)} has something in cell {place(self.at)}; at most {MOST_ROWS:,} rows"
                f" and {MOST_COLUMNS} columns are read.",
                remedy="Delete what stands so far out, or split the sheet.",
            )
        self.part.last = max(self.part.last[0], row), max(self.part.last[1], column)


def _counted(said: str, otherwise: int) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 7 else otherwise  # noqa: PLR2004 - 1,048,576


def _walk(
    held: bytes,
    begun: Callable[[str, Mapping[str, str]], None],
    ended: Callable[[str], None] | None = None,
    said: Callable[[str], None] | None = None,
) -> None:
    """Go through some XML; names come without their namespaces.

    Raises:
        InputProblem: it is no XML, or declares a type of its own, as only hostile files do.
    """
    parser = expat.ParserCreate(namespace_separator="\n")

    def declared(*_said: object) -> None:
        raise _damaged()

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = lambda name, kept: begun(
        _local(name), {_local(word): value for word, value in kept.items()}
    )
    if ended is not None:
        parser.EndElementHandler = lambda name: ended(_local(name))
    if said is not None:
        parser.CharacterDataHandler = said
    try:
        parser.Parse(held, True)  # noqa: FBT003 - expat takes no keyword
    except expat.ExpatError as fault:
        raise _damaged() from fault


def _local(name: str) -> str:
    return name.rpartition("\n")[2]


def _damaged() -> InputProblem:
    return InputProblem("The file is damaged, or no XLSX file.", remedy=_AGAIN)


def _too_large(why: str) -> InputProblem:
    return InputProblem(f"The file {why} and is not read.", remedy="Copy the table into a new file, and save that.")

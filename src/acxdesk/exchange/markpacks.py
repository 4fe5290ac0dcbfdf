"""Marking packs: a mark sheet in XLSX for a coach who is offline, and a second sheet that remembers how it was written.

The second sheet is hidden. It names the session, whose marks they are, and of every cell the mark, its version and its
value, so that reading it back can tell what the coach did from what the desk did meanwhile, however rows were sorted.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from acxdesk.errors import InputProblem
from acxdesk.exchange.headings import heading_key
from acxdesk.exchange.marksheets import SHEET, WHO, FileLines, Kind, SheetLine, marks_xlsx, read_marks
from acxdesk.exchange.spreadsheets import Grid, Sheet, read_grids
from acxdesk.exchange.tables import Value
from acxdesk.rules.marks import Series
from acxdesk.rules.text import quoted

_FORMAT: Final = "acxdesk marking pack"
_VERSION: Final = 1
_MEMORY: Final = "pack"  # the hidden sheet
_HEADER: Final = ("kind", "1", "2", "3", "4", "5")
_WIDTH: Final = len(_HEADER)
_FIRST_YEAR, _LAST_YEAR = 2000, 2200  # that a pack may have been made in
_ANEW: Final = "Make a new pack, and copy the marks into it."


@dataclass(frozen=True, slots=True)
class Seen:
    """One cell as it was written."""

    mark: int  # its number; 0 for none
    version: int
    points: int  # hundredths of a point; 0 without a mark


@dataclass(frozen=True, slots=True)
class Pack:
    """What the hidden sheet remembers."""

    session: str  # the session's UUID
    reference: str  # what it was called
    series: Series
    attempt: int
    by: str  # who is to mark
    made_at: datetime  # UTC
    components: tuple[tuple[int, str, int], ...]  # number of its row, name, out of in hundredths of a point
    seen: Mapping[tuple[int, int], Seen] = field(default_factory=dict)  # person, the component's place


def pack_xlsx(pack: Pack, kind: Kind, lines: Sequence[SheetLine], *, as_of: int) -> bytes:
    """Write a pack.

    Args:
        pack: what it is to remember.
        kind: whose marks.
        lines: one for each person.
        as_of: the last entry of the journal that it has seen.
    """
    told = list(_remembered(pack))
    digest = _digest([[str(value) for value in row] for row in told])
    memory = Sheet(_MEMORY, _HEADER, [*told, _row("digest", digest)], hidden=True)
    return marks_xlsx(kind, lines, session=pack.reference, as_of=as_of, made_at=pack.made_at, more=[memory])


def read_pack(data: bytes) -> Pack:
    """Read what a pack remembers.

    Args:
        data: the whole file; not trusted.

    Raises:
        InputProblem: it is no XLSX file, no pack, one of a newer acxdesk, or what it remembers was changed.
    """
    memory = next((grid for grid in read_grids(data) if grid.name.casefold() == _MEMORY), None)
    rows = [list(row) for row in memory.rows[1:] if any(row)] if memory else []
    if not rows or rows[0][0] != "format" or rows[0][1:2] != [_FORMAT]:
        raise InputProblem(
            "The file is no marking pack: it has no sheet that remembers how it was written.",
            remedy="Read it as a mark sheet: mark import.",
        )
    rows = [[*row, *[""] * (_WIDTH - len(row))] for row in rows]
    if rows[0][2] != str(_VERSION):
        raise InputProblem(f"The pack is of another acxdesk (format {quoted(rows[0][2])}).", remedy=_ANEW)
    *told, last = rows
    pack = None
    if last[:2] == ["digest", _digest(told)]:
        with suppress(ValueError, KeyError):
            pack = _recalled(told)
    if pack is None:
        raise InputProblem("The pack is damaged: what it remembers of its marks was changed.", remedy=_ANEW)
    return pack


def read_filled(data: bytes, kind: Kind) -> FileLines:
    """Read the mark sheet of a pack. A column that a coach added says nothing, and is told.

    Raises:
        InputProblem: as `exchange.marksheets.read_marks`.
    """
    grid = next((grid for grid in read_grids(data) if grid.name.casefold() == SHEET.casefold()), None)
    known = {heading_key(name) for name in (*WHO, "session", "as_of", *kind.known)}
    added = [name for name in _headings(grid) if heading_key(name) not in known]
    return read_marks(data, kind, other=added)


def _headings(grid: Grid | None) -> list[str]:
    rows = grid.rows if grid else ()
    return [name.strip() for name in next((row for row in rows if any(row)), ()) if name.strip()]


def _remembered(pack: Pack) -> Iterator[list[Value]]:
    yield _row("format", _FORMAT, _VERSION)
    yield _row("session", pack.session, pack.reference)
    yield _row("marks", pack.series.value, pack.attempt, pack.by)
    yield _row("made", pack.made_at.isoformat())
    for component in pack.components:
        yield _row("component", *component)
    for (person, at), seen in pack.seen.items():
        yield _row("cell", person, at, seen.mark, seen.version, seen.points)


def _row(*values: Value) -> list[Value]:
    return [*values, *[""] * (_WIDTH - len(values))]


def _digest(rows: Sequence[Sequence[str]]) -> str:
    return sha256("\n".join("\t".join(row) for row in rows).encode()).hexdigest()


def _recalled(rows: Sequence[Sequence[str]]) -> Pack:
    """The pack out of its rows.

    Raises:
        ValueError, KeyError: they are not what was written.
    """
    one = {row[0]: row for row in rows if row[0] not in {"component", "cell"}}
    made_at = datetime.fromisoformat(one["made"][1])
    if made_at.utcoffset() != timedelta() or not _FIRST_YEAR <= made_at.year <= _LAST_YEAR:
        raise ValueError(made_at)
    return Pack(
        session=one["session"][1],
        reference=one["session"][2],
        series=Series(one["marks"][1]),
        attempt=int(one["marks"][2]),
        by=one["marks"][3],
        made_at=made_at,
        components=tuple((int(row[1]), row[2], int(row[3])) for row in rows if row[0] == "component"),
        seen={
            (int(row[1]), int(row[2])): Seen(int(row[3]), int(row[4]), int(row[5])) for row in rows if row[0] == "cell"
        },
    )

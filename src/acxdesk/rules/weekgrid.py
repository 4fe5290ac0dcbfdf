"""Where meetings stand in a grid of half-hours down and days across, for whoever looks at it from her own zone.

The rows are those of a wall clock, the same for all days: on a day of 23 or 25 hours a meeting stands where the clocks
show its start. Meetings that overlap stand side by side in lanes; what has no lane left is counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from typing import Final

from acxdesk.rules.localtime import wall

ROW: Final = 30  # minutes of a row
DAY: Final = 24 * 60 // ROW  # rows of a whole day
WORKING: Final = (9 * 60 // ROW, 17 * 60 // ROW)  # rows that are shown at least: 09:00 to 17:00

_MINUTE: Final = timedelta(minutes=1)
_WEEKEND: Final = 5  # the index of Saturday in a week


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of time that is to stand in the grid."""

    key: int
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC, later


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a spell lies on one day."""

    key: int
    day: date
    top: int  # its first row of the day, from 0
    bottom: int  # the row behind its last
    begins: bool = True  # the spell starts on this day; else it goes on from the day before
    ends: bool = True  # the spell ends on this day


@dataclass(frozen=True, slots=True)
class Box:
    """A piece in its lane."""

    piece: Piece
    lane: int  # from the left, from 0
    lanes: int  # side by side with which it shares the width


@dataclass(frozen=True, slots=True)
class More:
    """Pieces that have no lane in a stretch of overlapping ones."""

    top: int  # the first row of the stretch
    bottom: int  # the row behind its last
    count: int


@dataclass(frozen=True, slots=True)
class DayLayout:
    """One day of the grid. No two boxes of it share a row and a lane."""

    day: date
    boxes: tuple[Box, ...]  # by their first row, then their lane
    more: tuple[More, ...] = ()

    def box_of(self, key: int) -> Box | None:
        """Where a spell stands on this day; None when it has no lane, or nothing on it."""
        return next((box for box in self.boxes if box.piece.key == key), None)


@dataclass(frozen=True, slots=True)
class Room:
    """How many lanes a day's width has."""

    all: int  # when nothing is left out
    beside_more: int  # when the figure of those left out needs room, too; at least 1


def pieces(spells: Iterable[Spell], zone: str) -> Iterator[Piece]:
    """The parts of spells on the local days of a zone; one across midnight has a part on each day.

    Args:
        spells: in any order.
        zone: the IANA zone of whoever looks.
    """
    for spell in spells:
        starts, ends = wall(spell.starts_at, zone), wall(spell.ends_at, zone)
        ends = max(ends, starts + _MINUTE)  # while the clocks go back it may end before it starts, on the wall
        last = (ends - _MINUTE).date()  # what ends at midnight has nothing on the next day
        day = starts.date()
        while day <= last:
            top = _minute(starts) // ROW if day == starts.date() else 0
            bottom = -(-_minute(ends) // ROW) if day == ends.date() else DAY
            yield Piece(spell.key, day, top, max(bottom, top + 1), day == starts.date(), day == last)
            day += timedelta(days=1)


def _minute(clock: datetime) -> int:
    return clock.hour * 60 + clock.minute


def by_day(found: Iterable[Piece], days: Sequence[date]) -> dict[date, list[Piece]]:
    """The pieces of some days, each day's by their first row; the longer first of those that start together."""
    kept: dict[date, list[Piece]] = {day: [] for day in days}
    for piece in found:
        if piece.day in kept:
            kept[piece.day].append(piece)
    for of_day in kept.values():
        of_day.sort(key=lambda piece: (piece.top, -piece.bottom, piece.key))
    return kept


def shown_days(monday: date, found: Iterable[Piece]) -> tuple[date, ...]:
    """The days of a week that have to be seen: seven, or the first five when nothing lies on the last two."""
    days = tuple(monday + timedelta(days=number) for number in range(7))
    return days if any(piece.day in days[_WEEKEND:] for piece in found) else days[:_WEEKEND]


def used(found: Iterable[Piece]) -> tuple[int, int]:
    """The first row that has a piece, and the one behind the last that has; the working day where there is none."""
    rows = [(piece.top, piece.bottom) for piece in found]
    return (min(top for top, _ in rows), max(bottom for _, bottom in rows)) if rows else WORKING


def window(found: Iterable[Piece]) -> tuple[int, int]:
    """The first row that a grid needs, and the one behind its last: those that are used, and the working day."""
    first, after = used(found)
    return min(first, WORKING[0]), max(after, WORKING[1])


def lay_out(day: date, of_day: Sequence[Piece], room: Room, foremost: int | None = None) -> DayLayout:
    """Give the pieces of a day their lanes.

    Args:
        day: the day.
        of_day: its pieces, as `by_day` orders them.
        room: how many lanes there are.
        foremost: the key of a piece that is seen whatever else is left out for it: the one under the cursor.
    """
    boxes: list[Box] = []
    more: list[More] = []
    for together in _overlapping(of_day):
        placed, left_out = _lanes(together, room, foremost)
        boxes += placed
        if left_out:
            bottom = max(piece.bottom for piece in together)
            more.append(More(together[0].top, bottom, left_out))
    boxes.sort(key=lambda box: (box.piece.top, box.lane))
    return DayLayout(day, tuple(boxes), tuple(more))


def _overlapping(of_day: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces in stretches: none overlaps one of another stretch."""
    together: list[Piece] = []
    bottom = 0
    for piece in of_day:
        if together and piece.top >= bottom:
            yield together
            together, bottom = [], 0
        together.append(piece)
        bottom = max(bottom, piece.bottom)
    if together:
        yield together


def _lanes(together: Sequence[Piece], room: Room, foremost: int | None) -> tuple[list[Box], int]:
    """The boxes of one stretch, and how many pieces have none."""
    lanes = list(_partitioned(together))
    used = max(lanes) + 1
    if used <= room.all:
        return [Box(piece, lane, used) for piece, lane in zip(together, lanes, strict=True)], 0
    most = max(1, room.beside_more)
    boxes = [Box(piece, lane, most) for piece, lane in zip(together, lanes, strict=True) if lane < most]
    hidden = next(
        (one for one, lane in zip(together, lanes, strict=True) if one.key == foremost and lane >= most), None
    )
    if hidden is not None:
        boxes = [box for box in boxes if box.lane != most - 1 or not _overlap(box.piece, hidden)]
        boxes.append(Box(hidden, most - 1, most))
    return boxes, len(together) - len(boxes)


def _partitioned(together: Sequence[Piece]) -> Iterator[int]:
    """A lane for each piece, the first that is free: as few lanes as there are pieces at the fullest row."""
    taken: list[tuple[int, int]] = []  # until which row, which lane
    free: list[int] = []
    opened = 0
    for piece in together:
        while taken and taken[0][0] <= piece.top:
            heappush(free, heappop(taken)[1])
        if free:
            lane = heappop(free)
        else:
            lane, opened = opened, opened + 1
        heappush(taken, (piece.bottom, lane))
        yield lane


def _overlap(one: Piece, other: Piece) -> bool:
    return one.top < other.bottom and other.top < one.bottom


def signs(names: Iterable[str]) -> dict[str, str]:
    """A sign of one letter for each name, no two alike while letters last: of the last name, else of the others.

    Args:
        names: people, in the order in which they may choose.
    """
    taken: dict[str, str] = {}
    for name in dict.fromkeys(names):
        last, _, others = " ".join(reversed(name.split())).partition(" ")
        wished = [*last[:1].upper(), *others[:1].upper(), *last.upper(), *others.upper(), *_SPARE]
        free = (letter for letter in wished if letter.isalnum() and letter not in taken.values())
        taken[name] = next(free, "*")
    return taken


_SPARE: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnopqrstuvwxyz"

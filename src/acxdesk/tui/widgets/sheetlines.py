"""What a sheet is made of, and how a line of it stands in cells: names that stay, columns that scroll or do not.

The cell under the cursor stands between `[` and `]`, so that it is seen without colour. A cell whose value is still
being saved ends in `*`; one that was refused begins with `!` and keeps what was typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from rich.cells import cell_len

from acxdesk.rules.text import visible
from acxdesk.tui.widgets.lines import MORE_LEFT, MORE_RIGHT, fit, fit_line

GUTTER: Final = 2  # cells in front of the names: the sign of the cursor's line
GAP: Final = 1  # cells in front of each column, and behind the last: the brackets of the cursor
LEAST_NAME: Final = 12  # cells that a name keeps when columns want room
WAITING, REFUSED = "*", "!"
CARET: Final = "▏"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of a sheet."""

    name: str  # what its owner calls it
    title: str  # its heading
    width: int  # cells, the brackets left out
    below: str = ""  # a second line of its heading, as "/100"
    typed: bool = True  # whether the cursor goes there; False for what is only read
    stays: bool = False  # at the right end, where it does not scroll: hours, a total, an outcome
    right: bool = True  # whether its texts stand at the right, as figures do


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One person of a sheet."""

    id: int  # who it is: the cursor stays with her when the sheet is shown again
    name: str  # user text
    value: Any = None  # what the owner's painter reads: a frozen row of his own


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it is painted."""

    text: str
    look: str = ""  # "", "muted", "accent", "warning" or "error": beside a sign or a word, never instead of one


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one column stands in the line."""

    index: int  # of the column
    left: int  # cells in front of its text
    width: int


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """The columns that fit into a width."""

    width: int  # cells of the whole line
    name: int  # cells of the names
    spots: tuple[Spot, ...]
    scrolling: tuple[int, ...]  # indexes of the columns that scroll
    room: int  # cells for those, their gaps included
    skipped: int  # how many of them are scrolled out on the left
    more_right: bool  # some are hidden on the right

    @property
    def end(self) -> int:
        """Cells in front of the last gap."""
        return self.spots[-1].left + self.spots[-1].width if self.spots else GUTTER + self.name

    def column_at(self, x: int) -> int | None:
        """The index of the column over cell `x` of the line, its bracket included; None over names and blanks."""
        return next((spot.index for spot in self.spots if spot.left - GAP <= x < spot.left + spot.width), None)

    def heading(self, corner: str, texts: Sequence[str], columns: Sequence[SheetColumn], *, signs: bool) -> str:
        """One line of the heading in exactly `width` cells.

        Args:
            corner: what stands over the names.
            texts: one for each column of the sheet.
            columns: all of the sheet.
            signs: whether this line carries the signs of more columns.
        """
        parts = [" " * GUTTER, fit(corner, self.name)]
        scrolls, more_left = set(self.scrolling), signs and self.skipped > 0
        more_right = signs and self.more_right
        for spot in self.spots:
            gap = " "
            if more_left:
                gap, more_left = MORE_LEFT, False
            elif more_right and spot.index not in scrolls:
                gap, more_right = MORE_RIGHT, False
            parts += gap, fit(texts[spot.index], spot.width, right=columns[spot.index].right)
        parts.append(MORE_RIGHT if more_right else " ")
        return fit_line("".join(parts), self.end + GAP, self.width)

    def skipped_for(self, columns: Sequence[SheetColumn], index: int) -> int:
        """How many columns have to be scrolled out on the left so that a column is in sight.

        Args:
            columns: all of the sheet.
            index: of the column that is to be seen.
        """
        if index not in self.scrolling or any(spot.index == index for spot in self.spots):
            return self.skipped
        at = self.scrolling.index(index)
        if at < self.skipped:
            return at
        skipped = self.skipped
        while skipped < at and _cells(columns, self.scrolling[skipped : at + 1]) > self.room:
            skipped += 1
        return skipped


def lay_out(columns: Sequence[SheetColumn], width: int, longest: int, skipped: int) -> SheetLayout:
    """Place the columns of a sheet.

    The columns that stay stand at the end as long as one that scrolls has room beside them; else they scroll too.

    Args:
        columns: all, those that stay last.
        width: cells of the line.
        longest: cells of the longest name: what the names take when there is room.
        skipped: how many scrolling columns are scrolled out on the left.
    """
    staying = [index for index, column in enumerate(columns) if column.stays]
    scrolling = [index for index, column in enumerate(columns) if not column.stays]
    widest = max((columns[index].width for index in scrolling), default=0)
    if GUTTER + LEAST_NAME + GAP + widest + _cells(columns, staying) + GAP > width:
        scrolling, staying = [*scrolling, *staying], []
    room = max(0, width - GUTTER - GAP - _cells(columns, staying))
    name = min(room, max(LEAST_NAME, min(longest, max(room - _cells(columns, scrolling), room // 3))))
    shown = _that_fit(columns, scrolling[skipped:], room - name)
    spots, left = [], GUTTER + name
    for index in (*shown, *staying):
        cells = max(0, min(columns[index].width, width - left - 2 * GAP))
        spots.append(Spot(index, left + GAP, cells))
        left += GAP + cells
    more_right = len(shown) < len(scrolling) - skipped
    return SheetLayout(width, name, tuple(spots), tuple(scrolling), room - name, skipped, more_right)


def _cells(columns: Sequence[SheetColumn], places: Sequence[int]) -> int:
    return sum(GAP + columns[place].width for place in places)


def _that_fit(columns: Sequence[SheetColumn], places: Sequence[int], room: int) -> list[int]:
    """The first columns that fit; at least one, cut if it must be."""
    shown: list[int] = []
    for place in places:
        room -= GAP + columns[place].width
        if shown and room < 0:
            break
        shown.append(place)
    return shown


def cells_of(text: str) -> int:
    """How many cells a user text takes."""
    return len(text) if text.isascii() and text.isprintable() else cell_len(visible(text))


def ending(text: str, width: int, *, right: bool) -> str:
    """What is being typed, with its caret, in exactly `width` cells: of a long text the end."""
    shown = visible(text[-4 * width :]) if width else ""
    while shown and cell_len(shown) >= width:
        shown = shown[1:]
    return fit(shown + CARET, width, right=right)

"""How one line of a big list stands in cells: which columns fit, and each text cut and aligned to its column."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from acxdesk.queries.listing import Column
from acxdesk.rules.text import visible
from acxdesk.tui.paint import is_plain

GUTTER = 2  # cells in front of the columns: the sign of the cursor, the sign of a mark
GAP = 1  # cells in front of each column
MORE = 1  # cells that the sign of more columns takes at the right end of the heading
GROWTH = 2  # a text column takes at most this many times the width that it wishes for

ELLIPSIS = "…"
ASCENDING, DESCENDING = "▲", "▼"
MORE_LEFT = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
MORE_RIGHT = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"

# A cell of many combining marks has many characters; beyond this many for each cell the rest is not looked at.
_CHARACTERS_A_CELL = 8


def fit(text: str, width: int, *, right: bool = False) -> str:
    """A text in exactly `width` cells: cut with … when it is longer, else filled up with blanks.

    Args:
        text: user text; what would steer the terminal is shown as a picture.
        width: cells, at least 0. A wide character that would stand half in and half out is left out.
        right: whether the blanks stand in front, as for figures.
    """
    if width <= 0:
        return ""
    if is_plain(text):
        if len(text) > width:
            return text[: width - 1] + ELLIPSIS
        return text.rjust(width) if right else text.ljust(width)
    looked_at = text[: (width + 1) * _CHARACTERS_A_CELL]
    shown = visible(looked_at)
    cells = cell_len(shown)
    if cells > width or len(looked_at) < len(text):
        return set_cell_size(shown, width - 1) + ELLIPSIS
    blanks = " " * (width - cells)
    return blanks + shown if right else shown + blanks


@dataclass(frozen=True, slots=True)
class Place:
    """Where one column stands in the line."""

    column: Column
    index: int  # of the column's text in `Line.cells`
    left: int  # cells in front of it
    width: int  # its own cells

    def text(self, value: str) -> str:
        """A value in exactly this place's cells."""
        return fit(value, self.width, right=self.column.numeric)

    def heading(self, sign: str) -> str:
        """The column's title in exactly this place's cells; `sign` (may be empty) tells the sort and is never cut."""
        if not sign:
            return self.text(self.column.title)
        room = self.width - len(sign) - 1
        if room <= 0:
            return fit(sign, self.width)
        title = fit(self.column.title, min(room, cell_len(visible(self.column.title))))
        return fit(f"{title} {sign}", self.width, right=self.column.numeric)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that fit into a width, from left to right."""

    places: tuple[Place, ...]
    width: int  # cells of the whole line
    more_left: bool  # columns are hidden left of the first one that scrolls
    more_right: bool  # columns are hidden behind the last one

    def line(self, cells: Sequence[str], *, cursor: str = " ", mark: str = " ") -> str:
        """One line's text in exactly `width` cells.

        Args:
            cells: `Line.cells`.
            cursor: the one-cell sign of the cursor, or a blank.
            mark: the one-cell sign of a mark, or a blank.
        """
        parts = [cursor, mark]
        for place in self.places:
            parts += " ", place.text(cells[place.index])
        return fit_line("".join(parts), self._end, self.width)

    def heading(self, sort: str, *, descending: bool) -> str:
        """The heading in exactly `width` cells, with the sign of the sort and the signs of more columns."""
        parts = [MORE_LEFT if self.more_left else " ", " "]
        for place in self.places:
            sign = (DESCENDING if descending else ASCENDING) if place.column.name == sort else ""
            parts += " ", place.heading(sign)
        if not self.more_right or self.width < 1:
            return fit_line("".join(parts), self._end, self.width)
        return fit_line("".join(parts), self._end, self.width - MORE) + MORE_RIGHT

    def column_at(self, x: int) -> Column | None:
        """The column over cell `x` of the line; None in the gutter and behind the last column."""
        return next((place.column for place in self.places if place.left <= x < place.left + place.width), None)

    @property
    def _end(self) -> int:
        return self.places[-1].left + self.places[-1].width if self.places else GUTTER


def fit_line(text: str, cells: int, width: int) -> str:
    """A text that is known to take `cells` cells, in exactly `width`."""
    return text + " " * (width - cells) if cells <= width else set_cell_size(text, width)


def lay_out(columns: Sequence[tuple[int, Column]], width: int, skipped: int = 0) -> Layout:
    """Place columns in a line.

    As many columns as fit stand in the width that they wish for; the last ones that do not fit are left out. At
    least one stands, cut if it must be. Room that is left goes to the columns of text. Once columns are skipped, the
    first one stays where it is if it takes no more than a third: it says whose line it is.

    Args:
        columns: those to show, in order, each with the index of its text in `Line.cells`.
        width: cells of the line, gutter included.
        skipped: how many columns are scrolled out on the left.
    """
    room = width - GUTTER
    stays = skipped > 0 and len(columns) > 1 and (GAP + columns[0][1].width) * 3 <= room
    first = columns[:1] if stays else ()
    scrolling = columns[1 + skipped :] if stays else columns[skipped:]
    if not scrolling:
        first, scrolling = (), columns[-1:]
    chosen = [*first, *_that_fit(scrolling, room - sum(GAP + column.width for _, column in first))]
    more_right = len(chosen) < len(first) + len(scrolling)
    widths = _widths([column for _, column in chosen], room - (MORE if more_right else 0))
    places, left = [], GUTTER
    for (index, column), cells in zip(chosen, widths, strict=True):
        places.append(Place(column, index, left + GAP, cells))
        left += GAP + cells
    return Layout(tuple(places), width, more_left=skipped > 0, more_right=more_right)


def _that_fit(columns: Sequence[tuple[int, Column]], room: int) -> list[tuple[int, Column]]:
    """The first columns that fit into `room` cells with their gaps, and with the sign of more if some are left out."""
    chosen: list[tuple[int, Column]] = []
    for place, (index, column) in enumerate(columns):
        room -= GAP + column.width
        if chosen and room < (0 if place == len(columns) - 1 else MORE):
            break
        chosen.append((index, column))
    return chosen


def _widths(columns: list[Column], room: int) -> list[int]:
    """The cells of each column: as wished, cut to the room, and wider for text when room is left."""
    widths = [column.width for column in columns]
    spare = room - sum(GAP + width for width in widths)
    if spare < 0:  # only when a single column is wider than the line
        widths[-1] = max(0, widths[-1] + spare)
        return widths
    wished = sum(column.width for column in columns if not column.numeric)
    for place, column in enumerate(columns):
        if not column.numeric:
            widths[place] += min(column.width * (GROWTH - 1), spare * column.width // max(1, wished))
    return widths

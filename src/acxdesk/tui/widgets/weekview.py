"""A grid of half-hours down and days across: drawn line by line, only what is seen; a cursor that goes from box to box.

grid.show(days, drawn, zone)                  # `drawn` are the boxes' words, by key
grid.cursor                                   # the key under the cursor; None in an empty grid
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from acxdesk.rules.localtime import WEEKDAYS
from acxdesk.rules.weekgrid import ROW, Box, DayLayout, Piece, Room, by_day, lay_out, used, window
from acxdesk.tui.widgets.lines import fit

GUTTER: Final = 6  # cells of the hours
GAP: Final = 1  # cells behind each day
NARROWEST: Final = 5  # cells of a lane: a code of four letters and its edge
MORE: Final = 3  # cells of "+12"
CLOSED: Final = 3  # rows from which on a box has a line at its foot

# How the edge of a box begins, goes on and ends, and what fills its first and its last line.
_EDGES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "": ("┌", "│", "└", "─"),
    "cursor": ("┏", "┃", "┗", "━"),
    "moved": ("╔", "║", "╚", "═"),
}


Words: TypeAlias = tuple[str, ...]  # one text, and shorter ones for less room; never empty


@dataclass(frozen=True, slots=True)
class Drawn:
    """What stands in a box. User text is fine."""

    title: Words  # its first line: "CPPM 2/4"
    signs: str = ""  # at the end of its first line, always seen: "!"
    lines: tuple[Words, ...] = ()  # below, as far as there is room
    short: str = ""  # signs of its lines, for a box that has none
    is_muted: bool = False  # it does not take place
    is_moved: bool = False  # it is to stand here and is not saved yet


class WeekView(ScrollView, can_focus=True):
    """The days that it was given, in as many lanes as their width has."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "weekgrid--box",
        "weekgrid--cursor",
        "weekgrid--header",
        "weekgrid--hours",
        "weekgrid--line",
        "weekgrid--moved",
        "weekgrid--muted",
        "weekgrid--today",
    }
    DEFAULT_CSS = """
    WeekView {
        width: 1fr;
        height: 1fr;
        color: $foreground;
        background: $background;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .weekgrid--header { color: $foreground; background: $panel; text-style: bold; }
        & > .weekgrid--today { color: $text-accent; background: $panel; text-style: bold underline; }
        & > .weekgrid--hours { color: $text-muted; }
        & > .weekgrid--box { background: $boost; }
        & > .weekgrid--muted { color: $text-muted; }
        & > .weekgrid--moved { color: $text-warning; background: $boost; text-style: bold; }
        & > .weekgrid--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .weekgrid--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        &:ansi > .weekgrid--header, &:nocolor > .weekgrid--header { text-style: bold underline; }
        &:nocolor:focus > .weekgrid--cursor { text-style: reverse; }
    }
    """
    ALLOW_SELECT = False

    def __init__(
        self,
        *,
        empty_words: str = "",
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(id=id)
        self.empty_words = empty_words
        self.cursor: int | None = None  # the key of the box under it
        self._days: tuple[date, ...] = ()
        self._drawn: Callable[[int], Drawn] | None = None  # what gives the words of a box
        self._words: dict[int, Drawn] = {}  # those of the boxes that were seen
        self._of_day: dict[date, list[Piece]] = {}
        self._pieces: dict[int, list[Piece]] = {}  # the same by their key
        self._layouts: dict[date, DayLayout] = {}
        self._today: date | None = None
        self._rows = (0, 0)  # of the day: the first that is there, and the one behind the last
        self._used = (0, 0)  # the same of those that boxes stand in
        self._strips: dict[int, Strip] = {}  # by row of the day
        self._styles_now: dict[str, Style] = {}

    # What is shown

    def show(
        self,
        days: Sequence[date],
        found: Sequence[Piece],
        drawn: Callable[[int], Drawn],
        *,
        today: date,
        cursor: int | None,
    ) -> None:
        """Show some days.

        Args:
            days: from left to right.
            found: the pieces of boxes; those of other days are left out.
            drawn: gives the words of a box by the key of its pieces; it is asked for those that are seen.
            today: the day that stands out.
            cursor: the key that the cursor is to be on; where it is not there, the cursor goes to the first box.
        """
        self._days, self._today = tuple(days), today
        self._drawn, self._words = drawn, {}
        self._of_day = by_day(found, days)
        self._pieces = {}
        for piece in self._in_order():
            self._pieces.setdefault(piece.key, []).append(piece)
        self._rows = window(self._in_order())
        self._used = used(self._in_order())
        self._layouts.clear()
        self.cursor = cursor if self._piece(cursor) else next((piece.key for piece in self._in_order()), None)
        self.virtual_size = Size(1, self._rows[1] - self._rows[0] + 1)
        self._draw_anew()
        self._into_sight()
        self._say_rested()

    def _say_rested(self) -> None:
        """Tell the owner that the cursor is on another box."""
        raise NotImplementedError

    def _in_order(self) -> Iterable[Piece]:
        return (piece for day in self._days for piece in self._of_day.get(day, ()))

    def _piece(self, key: int | None) -> Piece | None:
        """The first piece of a box."""
        return next(iter(self._pieces.get(-1 if key is None else key, ())), None)

    # The window

    @property
    def _width(self) -> int:
        return max(0, self.size.width - self.scrollbar_size_vertical)

    @property
    def _day_width(self) -> int:
        """Cells of a day, the gap behind it left out."""
        return max(1, (self._width - GUTTER) // max(1, len(self._days)) - GAP)

    def _lefts(self) -> list[int]:
        return [GUTTER + number * (self._day_width + GAP) for number in range(len(self._days))]

    def _layout(self, day: date) -> DayLayout:
        found = self._layouts.get(day)
        if found is None:
            width = self._day_width
            room = Room(max(1, width // NARROWEST), max(1, (width - MORE) // NARROWEST))
            found = self._layouts[day] = lay_out(day, self._of_day.get(day, ()), room, self.cursor)
        return found

    def _span(self, box: Box, day: date) -> tuple[int, int]:
        """Cells in front of a box in its day, and its own."""
        width = self._day_width
        if any(more.top <= box.piece.top < more.bottom for more in self._layout(day).more):
            width -= MORE
        left = box.lane * width // box.lanes
        return left, (box.lane + 1) * width // box.lanes - left

    def on_resize(self) -> None:
        """Lanes and lines anew, the cursor in sight."""
        self._layouts.clear()
        self._draw_anew()
        self._into_sight()

    def _into_sight(self) -> None:
        """Scroll until all boxes are seen, where they fit; else until the one under the cursor is."""
        piece, rows = self._piece(self.cursor), max(1, self.size.height - 1)
        if piece is None:
            return
        first, after = self._used if self._used[1] - self._used[0] <= rows else (piece.top, piece.bottom)
        top, bottom, at = first - self._rows[0], after - self._rows[0], self.scroll_offset.y
        if top < at or bottom > at + rows:
            self.scroll_to(y=top if top < at or bottom - top > rows else bottom - rows, animate=False, force=True)

    # Drawing

    def _draw_anew(self) -> None:
        self._strips.clear()
        self.refresh()

    def _redraw(self, *keys: int | None) -> None:
        """The lines of some boxes. A day that leaves the one under the cursor out makes another choice of them."""
        for piece in [piece for key in keys if key is not None for piece in self._pieces.get(key, ())]:
            top, bottom = piece.top, piece.bottom
            layout = self._layouts.get(piece.day)
            if layout is not None and piece.key == self.cursor and layout.box_of(piece.key) is None:
                del self._layouts[piece.day]
                top = min(top, *(more.top for more in layout.more))
                bottom = max(bottom, *(more.bottom for more in layout.more))
            for row in range(top, bottom):
                self._strips.pop(row, None)
            self.refresh(Region(0, top - self._rows[0] + 1 - self.scroll_offset.y, self.size.width, bottom - top))

    def notify_style_update(self) -> None:
        """The theme, the focus or a class changed."""
        super().notify_style_update()
        self._styles_now.clear()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the days' names, or half an hour."""
        if y == 0:
            return self._heading()
        row = self._rows[0] + self.scroll_offset.y + y - 1
        if row >= self._rows[1] or not self._days:
            return self._strip([("", "line")])
        if row not in self._strips:
            self._strips[row] = self._strip(self._parts(row))
        return self._strips[row]

    def _heading(self) -> Strip:
        parts = [(" " * GUTTER, "header")]
        for day in self._days:
            name = f"{WEEKDAYS[day.weekday()]} {day.day}"
            look = "today" if day == self._today else "header"
            parts += [(fit(f"{name} today" if look == "today" else name, self._day_width), look), (" " * GAP, "header")]
        return self._strip(parts, "header")

    def _parts(self, row: int) -> list[tuple[str, str]]:
        hour = f"{row * ROW // 60:02}:00" if row * ROW % 60 == 0 else ""
        parts = [(fit(hour, GUTTER), "hours")]
        for day in self._days:
            parts += self._of_row(day, row)
            parts.append((" " * GAP, "line"))
        if not self._pieces and self._drawn is not None and self.empty_words and row == self._rows[0]:
            return [parts[0], (self.empty_words, "muted")]
        return parts

    def _of_row(self, day: date, row: int) -> list[tuple[str, str]]:
        layout, at = self._layout(day), 0
        parts: list[tuple[str, str]] = []
        for box in sorted(
            (one for one in layout.boxes if one.piece.top <= row < one.piece.bottom), key=lambda one: one.lane
        ):
            left, width = self._span(box, day)
            parts += [(" " * (left - at), "line"), (self._line(box.piece, row, width), self._look(box.piece))]
            at = left + width
        more = next((one for one in layout.more if one.top == row), None)
        if more is not None:
            parts += [(" " * (self._day_width - MORE - at), "line"), (fit(f"+{more.count}", MORE), "muted")]
            at = self._day_width
        parts.append((" " * (self._day_width - at), "line"))
        return parts

    def _words_of(self, piece: Piece) -> Drawn:
        found = self._words.get(piece.key)
        if found is None:
            assert self._drawn is not None  # who has pieces has words for them
            found = self._words[piece.key] = self._drawn(piece.key)
        return found

    def _look(self, piece: Piece) -> str:
        drawn = self._words_of(piece)
        if piece.key == self.cursor:
            return "cursor"
        return "moved" if drawn.is_moved else "muted" if drawn.is_muted else "box"

    def _line(self, piece: Piece, row: int, width: int) -> str:
        """What a box says in one of its rows, in exactly its width."""
        drawn = self._words_of(piece)
        edges = _EDGES["moved" if drawn.is_moved else "cursor" if piece.key == self.cursor else ""]
        opens, goes_on, closes, fill = edges
        at, height = row - piece.top, piece.bottom - piece.top
        if at == 0:
            signs = drawn.signs if height > 1 else f"{drawn.short}{drawn.signs}"
            edge = opens if piece.begins else goes_on
            return edge + _filled(drawn.title, width - 1, fill, signs)
        is_last = at == height - 1 and piece.ends
        words = ("",) if is_last and height >= CLOSED else next(iter(drawn.lines[at - 1 : at]), ("",))
        if is_last:
            return closes + _filled(words, width - 1, fill)
        return goes_on + fit(_chosen(words, width - 1), width - 1)

    def _strip(self, parts: Sequence[tuple[str, str]], rest: str = "line") -> Strip:
        """Parts as one line of the whole width; those of one look that stand side by side are one segment."""
        merged: list[tuple[str, str]] = []
        for text, look in parts:
            if merged and merged[-1][1] == look:
                merged[-1] = (merged[-1][0] + text, look)
            elif text:
                merged.append((text, look))
        made = Strip([Segment(text, self._style(look)) for text, look in merged])
        return made.adjust_cell_length(self._width, self._style(rest))

    def _style(self, look: str) -> Style:
        style = self._styles_now.get(look)
        if style is None:
            style = self._styles_now[look] = self.get_component_styles(f"weekgrid--{look}").rich_style
        return style


def _filled(words: Words, width: int, fill: str, signs: str = "") -> str:
    """A text and the signs behind it in exactly `width` cells; a line goes on between them."""
    room = width - cell_len(signs)
    if room <= 0:
        return fit(signs, width)
    shown = fit(_chosen(words, room), room)
    kept = shown.rstrip(" ")
    return kept + fill * (len(shown) - len(kept)) + signs


def _chosen(words: Words, room: int) -> str:
    """The first that has room, else the shortest."""
    return next((text for text in words if cell_len(text) <= room), words[-1])

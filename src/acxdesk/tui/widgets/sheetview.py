"""How a sheet is drawn: only the lines that are seen, each from few segments, a heading above and two lines below."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from acxdesk.tui.paint import paint
from acxdesk.tui.widgets.lines import fit
from acxdesk.tui.widgets.sheetlines import (
    GAP,
    Cell,
    SheetColumn,
    SheetLayout,
    SheetRow,
    cells_of,
    ending,
    lay_out,
)

STRIPS: Final = 1024  # drawn lines that are kept
LOW: Final = 8  # a sheet of fewer lines than this has one line below instead of two

Painter = Callable[[SheetRow, SheetColumn], Cell]


class SheetView(ScrollView, can_focus=True):
    """Draws people down and columns across. What a cell holds, `_cell` says; what stands below, `_words_below`."""

    FOOT: ClassVar[int] = 2  # lines below the sheet, where there is room
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--accent",
        "sheet--cursor",
        "sheet--error",
        "sheet--foot",
        "sheet--header",
        "sheet--line",
        "sheet--muted",
        "sheet--person",
        "sheet--typing",
        "sheet--warning",
    }
    DEFAULT_CSS = """
    SheetView {
        width: 1fr;
        height: 1fr;
        color: $foreground;
        background: $background;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .sheet--header { color: $foreground; background: $panel; text-style: bold; }
        & > .sheet--person { text-style: bold; }
        & > .sheet--muted { color: $text-muted; }
        & > .sheet--foot { color: $text-muted; }
        & > .sheet--accent { color: $text-accent; }
        & > .sheet--warning { color: $text-warning; }
        & > .sheet--error { color: $text-error; text-style: bold; }
        & > .sheet--typing { text-style: bold underline; }
        & > .sheet--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .sheet--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        &:ansi > .sheet--header, &:nocolor > .sheet--header { text-style: bold underline; }
        &:nocolor:focus > .sheet--cursor { text-style: reverse; }
    }
    """
    ALLOW_SELECT = False

    def __init__(
        self,
        *,
        corner: str = "",
        empty_words: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.corner = corner  # what stands over the names
        self.empty_words = empty_words  # what an empty sheet says: the key that fills it
        self._columns: tuple[SheetColumn, ...] = ()
        self._rows: tuple[SheetRow, ...] = ()  # those that are shown
        self._line = 0  # index of the row under the cursor
        self._column = 0  # index of the column under the cursor
        self._typing: str | None = None  # what is typed into the cell under the cursor; None while nothing is
        self._skipped = 0  # columns scrolled out on the left
        self._longest = 0  # cells of the longest name
        self._layout_now: SheetLayout | None = None
        self._strips: dict[tuple[int, bool], Strip] = {}  # by row, whether the cursor is in it
        self._styles_now: dict[str, Style] = {}

    # What the floor above says

    def _cell(self, row: SheetRow, column: SheetColumn) -> Cell:
        """One cell as it is painted now."""
        raise NotImplementedError

    def _words_below(self) -> tuple[str, str]:
        """What stands below the sheet, and its look."""
        raise NotImplementedError

    def _nothing_words(self) -> str:
        """What stands in the place of rows when there are none."""
        raise NotImplementedError

    # The window

    @property
    def _width(self) -> int:
        """Cells of a line, the scroll bar left out."""
        return max(0, self.size.width - self.scrollbar_size_vertical)

    @property
    def _header_rows(self) -> int:
        wished = 2 if any(column.below for column in self._columns) else 1
        return min(wished, max(0, self.size.height - 1))

    @property
    def _foot_rows(self) -> int:
        room = self.size.height - self._header_rows
        return self.FOOT if room >= LOW else 1 if room > 1 else 0

    @property
    def _window(self) -> int:
        """How many rows the window shows."""
        return max(0, self.size.height - self._header_rows - self._foot_rows)

    @property
    def _top(self) -> int:
        """The index of the window's first row."""
        return self.scroll_offset.y

    def _grow(self) -> None:
        """Let the scroll bar stand for all rows."""
        size = Size(1, len(self._rows) + self._header_rows + self._foot_rows)
        if size != self.virtual_size:
            self.virtual_size = size

    def on_resize(self) -> None:
        """Place the columns anew, the cursor in sight."""
        self._lay_out_anew()
        self._grow()
        self._into_sight()

    def _into_sight(self) -> None:
        """Scroll to the cell under the cursor, if it is out of sight."""
        window = max(1, self._window)
        if not self._top <= self._line < self._top + window:
            top = self._line if self._line < self._top else self._line - window + 1
            self.scroll_to(y=top, animate=False, force=True)
        if self._columns:
            skipped = self._layout_of_columns().skipped_for(self._columns, self._column)
            if skipped != self._skipped:
                self._skipped = skipped
                self._lay_out_anew()

    # Drawing again

    def _lay_out_anew(self) -> None:
        self._layout_now = None
        self._draw_anew()

    def _draw_anew(self) -> None:
        self._strips.clear()
        self.refresh()

    def _redraw(self, index: int) -> None:
        """One row was changed."""
        self._strips.pop((index, True), None)
        self._strips.pop((index, False), None)
        self.refresh_line(index + self._header_rows)

    def _redraw_foot(self) -> None:
        if self._foot_rows:
            self.refresh_lines(self._top + self.size.height - self._foot_rows, self._foot_rows)

    def notify_style_update(self) -> None:
        """The theme, the focus or a class changed: draw all lines anew."""
        super().notify_style_update()
        self._styles_now.clear()
        self._strips.clear()

    def _layout_of_columns(self) -> SheetLayout:
        width = self._width
        if self._layout_now is None or self._layout_now.width != width:
            self._strips.clear()
            self._layout_now = lay_out(self._columns, width, self._longest, self._skipped)
        return self._layout_now

    def _measure(self, rows: Sequence[SheetRow]) -> None:
        self._longest = max((cells_of(row.name) for row in rows), default=0)

    # Lines

    def render_line(self, y: int) -> Strip:
        """One line of the screen: a heading, a row, or a line below the sheet."""
        if y < self._header_rows:
            return self._heading(y)
        below = y - (self.size.height - self._foot_rows)
        if below >= 0:
            words, look = self._words_below()
            return self._of_words(words, below, look)
        index = self._top + y - self._header_rows
        if index < len(self._rows):
            return self._drawn(index)
        words = "" if self._rows else self._nothing_words()
        return self._of_words(words, y - self._header_rows, "muted")

    def _heading(self, y: int) -> Strip:
        layout, columns = self._layout_of_columns(), self._columns
        texts = [column.below if y else column.title for column in columns]
        text = layout.heading("" if y else self.corner, texts, columns, signs=not y)
        return Strip([Segment(text, self._style("header"))], self._width)

    def _drawn(self, index: int) -> Strip:
        key = (index, index == self._line)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._draw(index, has_cursor=key[1])
            if len(self._strips) >= STRIPS:
                self._strips.clear()
            self._strips[key] = strip
        return strip

    def _draw(self, index: int, *, has_cursor: bool) -> Strip:
        """One row: texts of one look that stand side by side are one segment, since a key costs what it has of them."""
        layout, row = self._layout_of_columns(), self._rows[index]
        cursor = ("▸ " if self.has_focus else "▹ ") if has_cursor else "  "
        parts = [(cursor + fit(row.name, layout.name), "person" if has_cursor else "line")]
        gap, gap_look = " ", "line"
        for spot in layout.spots:
            column = self._columns[spot.index]
            cell = self._cell(row, column)
            look = cell.look or "line"
            if has_cursor and spot.index == self._column:
                look = "cursor"
                text = fit(cell.text, spot.width, right=column.right)
                if self._typing is not None:
                    text = ending(self._typing, spot.width, right=column.right)
                parts += ("[", look), (text, look)
                gap, gap_look = "]", look
                continue
            parts += (gap, gap_look), (fit(cell.text, spot.width, right=column.right), look)
            gap, gap_look = " ", "line"
        parts.append((gap, gap_look))
        blanks = layout.width - layout.end - GAP
        if blanks > 0:
            parts.append((" " * blanks, "line"))
        strip = Strip(self._segments(parts), max(layout.width, layout.end + GAP))
        return strip.crop(0, layout.width) if blanks < 0 else strip

    def _segments(self, parts: Sequence[tuple[str, str]]) -> list[Segment]:
        merged: list[tuple[str, str]] = []
        for text, look in parts:
            if merged and merged[-1][1] == look:
                merged[-1] = (merged[-1][0] + text, look)
            else:
                merged.append((text, look))
        return [Segment(text, self._style(look)) for text, look in merged]

    def _of_words(self, words: str, row: int, look: str) -> Strip:
        """One row of a sentence that stands below the sheet, or in the place of its rows."""
        width = self._width
        wrapped = paint(words).wrap(max(1, width - 2)) if words else []
        text = wrapped[row].plain if row < len(wrapped) else ""
        return Strip([Segment(fit(" " + text, width), self._style(look))], width)

    def _style(self, look: str) -> Style:
        style = self._styles_now.get(look)
        if style is None:
            style = self._styles_now[look] = self.get_component_styles(f"sheet--{look}").rich_style
        return style

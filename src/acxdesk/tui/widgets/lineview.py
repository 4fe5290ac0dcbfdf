"""How a big list is drawn: a heading that stays, and only the lines that are seen, each in one segment."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.scroll_view import ScrollView
from textual.strip import Strip

from acxdesk.queries.listing import Column, Line, Listing
from acxdesk.tui.paint import paint
from acxdesk.tui.widgets.lines import Layout, fit, lay_out

STRIPS = 1024  # drawn lines that are kept


class LineView(ScrollView, can_focus=True):
    """Draws lines in columns. It is told what there is by `_listing_shown`, `line_at` and `_is_marked`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "biglist--cursor",
        "biglist--empty",
        "biglist--header",
        "biglist--line",
        "biglist--marked",
    }
    DEFAULT_CSS = """
    LineView {
        width: 1fr;
        height: 1fr;
        color: $foreground;
        background: $background;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .biglist--header {
            color: $foreground;
            background: $panel;
            text-style: bold;
        }
        & > .biglist--marked {
            color: $text-accent;
            text-style: bold;
        }
        & > .biglist--empty {
            color: $text-muted;
        }
        & > .biglist--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .biglist--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        &:ansi > .biglist--header, &:nocolor > .biglist--header {
            text-style: bold underline;
        }
        &:nocolor:focus > .biglist--cursor {
            text-style: reverse;
        }
    }
    """
    ALLOW_SELECT = False

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self._cursor = 0  # index of the line under the cursor
        self._shown: tuple[str, ...] = ()  # names of the columns that the reader wants to see
        self._skipped = 0  # columns scrolled out on the left
        self._layout_now: Layout | None = None
        self._strips: dict[tuple[int, bool, bool], Strip] = {}  # by index, whether it has the cursor, a mark
        self._styles_now: dict[str, Style] = {}

    # What there is to draw

    @property
    def _listing_shown(self) -> Listing | None:
        """The list that the lines are of."""
        raise NotImplementedError

    def line_at(self, index: int) -> Line | None:
        """The line at a zero-based place of the list; None when it was not read yet or is not there."""
        raise NotImplementedError

    def _is_marked(self, line: Line) -> bool:
        """Whether a line carries the sign of a mark."""
        raise NotImplementedError

    def _words_for_nothing(self) -> str:
        """What stands in the place of lines when there are none; empty when lines are still to come."""
        raise NotImplementedError

    # The window

    @property
    def _width(self) -> int:
        """Cells of a line, the scroll bar left out."""
        return max(0, self.size.width - self.scrollbar_size_vertical)

    @property
    def _header_rows(self) -> int:
        return 1 if self.size.height > 1 else 0

    @property
    def _rows(self) -> int:
        """How many lines of the list the window shows."""
        return max(0, self.size.height - self._header_rows)

    @property
    def _top(self) -> int:
        """The index of the window's first line."""
        return self.scroll_offset.y

    # Columns

    @property
    def columns_shown(self) -> tuple[str, ...]:
        """The names of the columns that the reader wants to see, in their order."""
        return self._shown

    def _show_columns(self, names: Sequence[str]) -> None:
        self._shown = tuple(names)
        self._skipped = 0
        self._lay_out_anew()

    def action_columns_left(self) -> None:
        """Scroll the columns back."""
        if self._skipped > 0:
            self._skipped -= 1
            self._lay_out_anew()

    def action_columns_right(self) -> None:
        """Scroll the columns on, while some are hidden on the right."""
        if self._layout_of_columns().more_right:
            self._skipped += 1
            self._lay_out_anew()

    def _lay_out_anew(self) -> None:
        self._layout_now = None
        self._draw_anew()

    def _draw_anew(self) -> None:
        self._strips.clear()
        self.refresh()

    def _layout_of_columns(self) -> Layout:
        width = self._width
        if self._layout_now is None or self._layout_now.width != width:
            self._strips.clear()
            self._layout_now = lay_out(self._columns(), width, self._skipped)
        return self._layout_now

    def _columns(self) -> list[tuple[int, Column]]:
        columns = () if self._listing_shown is None else self._listing_shown.columns
        return [(index, column) for index, column in enumerate(columns) if column.name in self._shown]

    # Drawing

    def notify_style_update(self) -> None:
        """The theme, the focus or a class changed: draw all lines anew."""
        super().notify_style_update()
        self._styles_now.clear()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the heading, a line of the list, or a blank in the place of one still to be read."""
        row = y - self._header_rows
        if row < 0:
            return self._heading()
        index = self._top + row
        line = self.line_at(index)
        if line is not None:
            return self._drawn(index, line)
        words = self._words_for_nothing()
        if words:
            return self._of_words(words, row)
        return self._strip(" " * self._width, "biglist--line" if index != self._cursor else "biglist--cursor")

    def _heading(self) -> Strip:
        layout, listing = self._layout_of_columns(), self._listing_shown
        if listing is None:
            return self._strip(" " * layout.width, "biglist--header")
        return self._strip(layout.heading(listing.sort, descending=listing.descending), "biglist--header")

    def _drawn(self, index: int, line: Line) -> Strip:
        layout = self._layout_of_columns()
        has_cursor, is_marked = index == self._cursor, self._is_marked(line)
        strip = self._strips.get((index, has_cursor, is_marked))
        if strip is None:
            cursor = ("▸" if self.has_focus else "▹") if has_cursor else " "
            text = layout.line(line.cells, cursor=cursor, mark="✓" if is_marked else " ")
            look = "biglist--cursor" if has_cursor else "biglist--marked" if is_marked else "biglist--line"
            strip = self._strip(text, look)
            if len(self._strips) >= STRIPS:
                self._strips.clear()
            self._strips[index, has_cursor, is_marked] = strip
        return strip

    def _of_words(self, words: str, row: int) -> Strip:
        """One row of a sentence that stands in the place of lines."""
        width = self._width
        wrapped = paint(words).wrap(max(1, width - 2))
        text = wrapped[row].plain if row < len(wrapped) else ""
        return self._strip(fit(" " + text, width), "biglist--empty")

    def _strip(self, text: str, look: str) -> Strip:
        """A text of the whole width as one segment: what a key costs is mostly the number of segments."""
        style = self._styles_now.get(look)
        if style is None:
            style = self._styles_now[look] = self.get_component_styles(look).rich_style
        return Strip([Segment(text, style)], self._width)

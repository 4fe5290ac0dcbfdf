"""A month as a grid of weeks down and weekdays across: a cursor on a day, and some words in each.

grid.show(first, said, today=today, cursor=day)      # `said` are the words of the days that have any
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from acxdesk.rules.localtime import WEEKDAYS
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.widgets.lines import fit

DAYS: Final = 7
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in a day. User text is fine."""

    head: str  # behind its number: "4 meetings"
    text: str  # below, as far as there is room
    signs: str = ""  # at the end of the first line: "!"


class MonthGrid(Widget, can_focus=True):
    """The weeks that a month touches; the days of other months are quieter."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("grid")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "monthgrid--cursor",
        "monthgrid--day",
        "monthgrid--header",
        "monthgrid--other",
        "monthgrid--text",
        "monthgrid--today",
    }
    DEFAULT_CSS = """
    MonthGrid {
        width: 1fr;
        height: 1fr;
        color: $foreground;
        background: $background;
        & > .monthgrid--header { color: $foreground; background: $panel; text-style: bold; }
        & > .monthgrid--day { text-style: bold; }
        & > .monthgrid--today { color: $text-accent; text-style: bold underline; }
        & > .monthgrid--other { color: $text-muted; }
        & > .monthgrid--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .monthgrid--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        &:ansi > .monthgrid--header, &:nocolor > .monthgrid--header { text-style: bold underline; }
        &:nocolor:focus > .monthgrid--cursor { text-style: reverse; }
    }
    """
    ALLOW_SELECT = False

    class Rested(Message):
        """The cursor is on another day."""

    class Opened(Message):
        """The day under the cursor is to be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.cursor: date | None = None  # the day under it
        self._first = date.min  # of the month
        self._said: Mapping[date, Said] = {}
        self._today: date | None = None
        self._styles_now: dict[str, Style] = {}

    def show(self, first: date, said: Mapping[date, Said], *, today: date, cursor: date) -> None:
        """Show a month.

        Args:
            first: its first day.
            said: what stands in its days, and in those of other months beside them.
            today: the day that stands out.
            cursor: the day under the cursor.
        """
        self._first, self._said, self._today, self.cursor = first, said, today, cursor
        self.refresh()
        self.post_message(self.Rested())

    # Moving

    def _go(self, days: int) -> None:
        if self.cursor is not None:
            self.put(self.cursor + timedelta(days=days))

    def put(self, cursor: date) -> None:
        """Put the cursor on a day; whoever owns the grid shows another month where it lies in one."""
        self.cursor = cursor
        self.refresh()
        self.post_message(self.Rested())

    def action_up(self) -> None:
        """A week back."""
        self._go(-DAYS)

    def action_down(self) -> None:
        """A week on."""
        self._go(DAYS)

    def action_left(self) -> None:
        """A day back."""
        self._go(-1)

    def action_right(self) -> None:
        """A day on."""
        self._go(1)

    def action_first(self) -> None:
        """To the first day of the month."""
        self.put(self._first)

    def action_last(self) -> None:
        """To the last day of the month."""
        self.put(after_month(self._first) - _DAY)

    def action_open(self) -> None:
        """Open the day."""
        if self.cursor is not None:
            self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor, twice opens."""
        at = event.get_content_offset(self)
        if at is None or event.button != 1 or at.y < 1 or self.cursor is None:
            return
        event.stop()
        week, day = self._spot(at.y)[0], min(at.x // max(1, self._width), DAYS - 1)
        if week < self._weeks:
            self.put(shown_from(self._first) + timedelta(days=week * DAYS + day))
            if event.chain == 2:  # noqa: PLR2004 - a double click
                self.action_open()

    # Drawing

    @property
    def _weeks(self) -> int:
        return (shown_until(self._first) - shown_from(self._first)).days // DAYS

    def _spot(self, y: int) -> tuple[int, int]:
        """The week that a line of the screen is of, from 0, and which of its lines it is: all lines are shared out."""
        lines = max(self.size.height - 1, self._weeks)
        week = next(number for number in range(self._weeks, -1, -1) if number * lines // self._weeks <= y - 1)
        return week, y - 1 - week * lines // self._weeks

    @property
    def _width(self) -> int:
        """Cells of a day."""
        return self.size.width // DAYS

    def notify_style_update(self) -> None:
        """The theme, the focus or a class changed."""
        super().notify_style_update()
        self._styles_now.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the weekdays, or a line of a week."""
        if y == 0:
            return self._strip([(fit(f" {name}", self._width), "header") for name in WEEKDAYS], "header")
        if self.cursor is None:
            return self._strip([], "text")
        week, line = self._spot(y)
        monday = shown_from(self._first) + timedelta(days=week * DAYS)
        return self._strip([self._part(monday + timedelta(days=number), line) for number in range(DAYS)], "text")

    def _part(self, day: date, line: int) -> tuple[str, str]:
        """One line of one day, in exactly its width, and its look."""
        said, width = self._said.get(day), self._width - 1
        is_here = day == self.cursor
        edge = ("▸" if self.has_focus else "▹") if is_here and line == 0 else " "
        if line == 0:
            signs = said.signs if said else ""
            head = f"{day.day:>2} {said.head if said else ''}"
            text = fit(head, max(0, width - len(signs))) + signs
            look = "today" if day == self._today else "day"
        else:
            wrapped = paint(said.text).wrap(max(1, width - 1)) if said and said.text else []
            text = fit(wrapped[line - 1].plain if line <= len(wrapped) else "", width)
            look = "text"
        is_other = (day.year, day.month) != (self._first.year, self._first.month)
        return edge + text, "cursor" if is_here else "other" if is_other else look

    def _strip(self, parts: list[tuple[str, str]], rest: str) -> Strip:
        made = Strip([Segment(text, self._style(look)) for text, look in parts])
        return made.adjust_cell_length(self.size.width, self._style(rest))

    def _style(self, look: str) -> Style:
        style = self._styles_now.get(look)
        if style is None:
            component = self.get_component_styles(f"monthgrid--{look}")
            style = self._styles_now[look] = component.rich_style
        return style


def after_month(first: date) -> date:
    """The first day of the month behind."""
    return (first.replace(day=1) + timedelta(days=31)).replace(day=1)


def shown_from(first: date) -> date:
    """The Monday of the week in which a month begins."""
    return first - timedelta(days=first.weekday())


def shown_until(first: date) -> date:
    """The Monday behind the week in which it ends."""
    after = after_month(first)
    return after + timedelta(days=-after.weekday() % DAYS)

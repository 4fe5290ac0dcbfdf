"""A thing with several sides, one of them shown: the line that names them, the keys that turn, what has focus."""

from collections.abc import Mapping
from typing import ClassVar

from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.widgets.tabline import TabLine


class Aside(Message):
    """A side has something else to say at the right end of the breadcrumb: its `aside`."""


class SidedScreen(AreaScreen):
    """A screen with a `TabLine` over its `SIDES`, and a `ContentSwitcher` with a widget of each side's id."""

    SIDES: ClassVar[Mapping[str, str]] = {}  # what each is called in a place -> its name on the screen
    DEFAULT_CSS = """
    SidedScreen {
        & ContentSwitcher { height: 1fr; }
    }
    """

    @property
    def side(self) -> str:
        """The side that the place asks for; the first when it names none that there is."""
        return self.place.tab if self.place.tab in self.SIDES else next(iter(self.SIDES))

    def turned(self, side: str) -> None:
        """A side was turned to; it is about to have focus."""

    def show_tab(self, tab: str) -> None:
        """Turn to a side."""
        side = tab if tab in self.SIDES else next(iter(self.SIDES))
        self.query_one(TabLine).here = side
        self.query_one(ContentSwitcher).current = side
        self.turned(side)
        self.call_after_refresh(self._focus_side)

    def _focus_side(self) -> None:
        shown = self.query_one(ContentSwitcher).visible_content
        if shown is not None and self.is_current:
            inside = (shown, *shown.query(Widget))
            self.set_focus(next((widget for widget in inside if widget.focusable), None))

    def on_tab_line_clicked(self, message: TabLine.Clicked) -> None:
        """A click turns to a side."""
        self.turn_to(message.side)

    def action_next_tab(self) -> None:
        """To the next side."""
        self.turn_to(self.query_one(TabLine).after(1))

    def action_previous_tab(self) -> None:
        """To the side before."""
        self.turn_to(self.query_one(TabLine).after(-1))

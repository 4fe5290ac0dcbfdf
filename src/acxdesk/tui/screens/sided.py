"""A thing with several sides, one of them shown: the line that names them, the keys that turn, what has focus."""

from collections.abc import Mapping
from typing import ClassVar, Protocol, cast, runtime_checkable

from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.widgets.tabline import TabLine


class Aside(Message):
    """A side has something else to say at the right end of the breadcrumb: its `aside`."""


class Side(Protocol):
    """A side that was made when it was turned to."""

    def reread(self) -> None:
        """Something on the desk changed."""


@runtime_checkable
class Worded(Protocol):
    """A side that says what stands for the braces in its command lines."""

    @property
    def is_on_screen(self) -> bool:
        """Whether it is the side that is shown."""

    def command_words(self) -> Mapping[str, str]:
        """As `AreaScreen.command_words`."""


@runtime_checkable
class Spoken(Protocol):
    """A side that has something to say itself."""

    @property
    def aside(self) -> str:
        """What stands at the right end of the breadcrumb; empty for what the session says."""

    @property
    def is_on_screen(self) -> bool:
        """Whether it is the side that is shown."""


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


class LaterSides(SidedScreen):
    """A screen with sides that are made when they are first turned to, each in a container of the class `side`."""

    def sides_made(self) -> list[Side]:
        """The sides that were turned to so far."""
        return [cast("Side", child) for mount in self.query(".side") for child in mount.children]

    def say_where(self) -> None:
        """The breadcrumb, with what the side that is shown says at its right end."""
        raise NotImplementedError

    @property
    def said_by_side(self) -> str:
        """What the side that is shown says; empty when it says nothing."""
        shown = (side for side in self.sides_made() if isinstance(side, Spoken) and side.is_on_screen)
        return next((side.aside for side in shown if side.aside), "")

    @property
    def words_of_side(self) -> Mapping[str, str]:
        """What the side that is shown knows of the braces in its command lines."""
        words: dict[str, str] = {}
        for side in self.sides_made():
            if isinstance(side, Worded) and side.is_on_screen:
                words.update(side.command_words())
        return words

    def on_aside(self, message: Aside) -> None:
        """A side says something else. Whether it is on the screen is known once that is laid out."""
        message.stop()
        self.call_after_refresh(self.say_where)

"""Dialogs with a line to type on and a list below: pick one of some things, go to anything, every action.

self.app.push_screen(PickOne("Move to", hits), self.move_to)     # the hit's value, or None
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from acxdesk.tui.keys import bindings
from acxdesk.tui.screens.dialogs import Dialog
from acxdesk.tui.widgets.hits import Hit, matching

T = TypeVar("T")
LONGEST = 100  # characters that are searched for
MOST = 200  # lines that are shown at once


class SearchDialog(Dialog[T | None], Generic[T]):
    """The base: letters go into the line, arrows move in the list, Enter picks."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("pick")]
    PLACEHOLDER: ClassVar[str] = "type to narrow"
    NOTHING: ClassVar[str] = "Nothing matches."

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._hits: tuple[Hit[T], ...] = ()

    def compose_inside(self) -> ComposeResult:
        """A line to type on, the list, and a line for what cannot be listed."""
        yield Input(placeholder=self.PLACEHOLDER, max_length=LONGEST, compact=True)
        yield OptionList(markup=False, compact=True, classes="lines")
        yield Static("", classes="muted", id="told")

    def on_mount(self) -> None:
        """What stands there before a word is typed."""
        self.search("")

    def search(self, words: str) -> None:
        """Find what matches and `show_hits` it, now or later."""
        raise NotImplementedError

    def show_hits(self, hits: Iterable[Hit[T]]) -> None:
        """List what was found, the cursor on the first."""
        found = tuple(hits)
        self._hits = found[:MOST]
        options = self.query_one(OptionList)
        options.set_options(Option(hit.painted) for hit in self._hits)
        options.highlighted = 0 if self._hits else None
        told = "" if found else self.NOTHING
        if len(found) > MOST:
            told = f"The first {MOST} of {len(found):,}: type another word."
        self.query_one("#told", Static).update(told)

    @property
    def picked(self) -> Hit[T] | None:
        """What the cursor of the list is on."""
        at = self.query_one(OptionList).highlighted
        return None if at is None or at >= len(self._hits) else self._hits[at]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Other words."""
        event.stop()
        self.search(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter picks."""
        event.stop()
        self._pick()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """So does a click."""
        event.stop()
        self._pick()

    def _pick(self) -> None:
        if self.picked is not None:
            self.dismiss(self.picked.value)

    def action_next(self) -> None:
        """One line down."""
        self.query_one(OptionList).action_cursor_down()

    def action_previous(self) -> None:
        """One line up."""
        self.query_one(OptionList).action_cursor_up()


class PickOne(SearchDialog[T]):
    """Asks for one of some things that are all known. Typing narrows the list, whatever the accents."""

    HELP = "Type some letters to narrow the list, move with the arrows, Enter picks."

    def __init__(self, title: str, hits: Sequence[Hit[T]]) -> None:
        super().__init__(title)
        self._all = tuple(hits)

    def search(self, words: str) -> None:
        """Those that hold every word."""
        self.show_hits(matching(self._all, words))

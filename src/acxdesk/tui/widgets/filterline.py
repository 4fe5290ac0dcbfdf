"""The line that / opens: what is typed filters a list; Enter goes into the list, Esc shows all again."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from acxdesk.tui.perform import later

PAUSE = 0.15  # seconds without a letter before the list is filtered
LONGEST = 100  # characters


class FilterLine(Input):
    """One line, hidden until it is needed. It speaks by `Words` and `Left`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Show all", show=False),
        Binding("down", "leave", "Into the list", show=False),
    ]
    HELP = "Beginnings of words, in any order and without accents. Enter goes into the list, Esc shows all again."
    DEFAULT_CSS = """
    FilterLine { dock: bottom; display: none; }
    FilterLine.-shown { display: block; }
    """

    class Words(Message):
        """Other words are to be filtered by."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words  # empty for all

    class Left(Message):
        """The line is done with: focus goes into the list."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, max_length=LONGEST, select_on_focus=False, compact=True)
        self._call_off = _nothing

    def open(self) -> None:
        """Let words be typed."""
        self.add_class("-shown")
        self.focus()

    def clear_words(self) -> None:
        """Filter by nothing, and go."""
        self._call_off()
        self.value = ""
        self.remove_class("-shown")
        self.post_message(self.Words(""))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter once the typing rests."""
        event.stop()
        self._call_off()
        self._call_off = later(self, PAUSE, self._say)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Filter at once, and into the list."""
        event.stop()
        self._call_off()
        self._say()
        self.action_leave()

    def _say(self) -> None:
        self.post_message(self.Words(self.value))

    def action_clear(self) -> None:
        """Show all again."""
        self.clear_words()
        self.post_message(self.Left())

    def action_leave(self) -> None:
        """Into the list; words that filter stay in sight."""
        self.set_class(bool(self.value), "-shown")
        self.post_message(self.Left())


def _nothing() -> None:
    """Nothing is to be called off."""

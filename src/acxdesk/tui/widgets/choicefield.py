"""One of a few values, all in sight on one line: (●) online  ( ) city  ( ) in-house."""

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from acxdesk.tui.paint import paint
from acxdesk.tui.widgets.asks import Ask
from acxdesk.tui.widgets.fields import LEFT_OUT, Field
from acxdesk.tui.widgets.hits import Hit

CHOSEN, OTHER = "(●) ", "( ) "
GAP = "  "


class ChoiceLine(Widget, can_focus=True):
    """Left and right choose, so does the first letter, so does a click."""

    ALLOW_SELECT: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Before", show=False),
        Binding("right,space", "step(1)", "Next", show=False),
    ]
    DEFAULT_CSS = """
    ChoiceLine { height: auto; min-height: 1; }
    ChoiceLine:focus { background: $foreground 8%; }
    """
    at: reactive[int | None] = reactive(None, layout=True)

    class Chosen(Message):
        """Another one was chosen."""

    def __init__(self, hits: Sequence[Hit[Any]], at: int | None) -> None:
        super().__init__()
        self._hits = tuple(hits)
        self.set_reactive(ChoiceLine.at, at)

    def render(self) -> Content:
        """A sign tells the chosen one, not a colour."""
        return Content(GAP).join(
            [paint((CHOSEN if n == self.at else OTHER) + hit.text) for n, hit in enumerate(self._hits)]
        )

    def choose(self, at: int) -> None:
        """Choose by place."""
        if at != self.at:
            self.at = at
            self.post_message(self.Chosen())

    def action_step(self, step: int) -> None:
        """The next one or the one before, round and round."""
        before = -1 if self.at is None and step > 0 else (self.at or 0)
        self.choose((before + step) % len(self._hits))

    def on_key(self, event: events.Key) -> None:
        """A letter chooses the next one that begins with it."""
        letter = (event.character or "").casefold()
        start = -1 if self.at is None else self.at
        for step in range(1, len(self._hits) + 1):
            place = (start + step) % len(self._hits)
            if letter.isalnum() and self._hits[place].text.casefold().startswith(letter):
                event.stop()
                self.choose(place)
                return

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002 - Textual's signature
        """Letters choose here and fire nothing else."""
        return character is not None and character.isalnum()

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        left = 0
        for place, hit in enumerate(self._hits):
            width = cell_len(CHOSEN + hit.text)
            if event.y == 0 and left <= event.x < left + width:
                self.choose(place)
            left += width + len(GAP)


class ChoiceField(Field):
    """One of a few values."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        given = ask.given.value if isinstance(ask.given, Hit) else ask.given
        self._first = next((n for n, hit in enumerate(ask.choices) if hit.value == given), None)

    def make_control(self) -> Widget:
        """The choices on one line; on a narrow screen they go on below."""
        return ChoiceLine(self.ask.choices, self._first)

    @property
    def _at(self) -> int | None:
        return self.query_one(ChoiceLine).at

    @property
    def value(self) -> Any:
        """The value of the chosen one."""
        at = self._at
        return LEFT_OUT if at is None else self.ask.choices[at].value

    @property
    def is_changed(self) -> bool:
        """Whether another one is chosen."""
        return self._at != self._first

    @property
    def is_empty(self) -> bool:
        """Whether none is chosen."""
        return self._at is None

    def on_choice_line_chosen(self, event: ChoiceLine.Chosen) -> None:
        """Tell the form."""
        event.stop()
        self._tell()

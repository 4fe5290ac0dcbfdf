"""The line that a session is said in: it offers words while they are typed, and brings earlier lines back."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from acxdesk.rules.completing import Completion, Typing, completed, completions, typing_at
from acxdesk.rules.scheduleline import EXAMPLE, LONGEST
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import later, read

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk

PAUSE: Final = 0.1  # seconds without a letter before the desk is asked
MOST: Final = 12  # words that are offered
SAYS: Final = "code, date, time, city of the clock; then coach: max: city: decide: ..."

Find = Callable[["Desk", Typing], Sequence[Completion]]


class _Line(Input):
    """One line. Tab, or the right arrow at its end, takes the first word that is offered."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("line")]

    def __init__(self) -> None:
        super().__init__(placeholder=f"({EXAMPLE})", max_length=LONGEST, select_on_focus=False, compact=True)
        self.offered: tuple[Completion, ...] = ()
        self.earlier_lines: list[str] = []
        self._step = 0  # how many lines back

    def action_complete(self) -> None:
        """Take the first word that is offered."""
        if self.offered:
            self.value, self.cursor_position = completed(self.value, self.cursor_position, self.offered[0])

    def action_cursor_right(self, select: bool = False) -> None:
        """At the end of the line, the same; elsewhere a letter on."""
        if self.offered and self.cursor_at_end and not select:
            self.action_complete()
        else:
            super().action_cursor_right(select)

    def action_earlier(self) -> None:
        """Bring back the line that was saved before."""
        self._go(1)

    def action_later(self) -> None:
        """Go on to the line after."""
        self._go(-1)

    def _go(self, step: int) -> None:
        self._step = max(0, min(len(self.earlier_lines), self._step + step))
        self.value = self.earlier_lines[-self._step] if self._step else ""
        self.cursor_position = len(self.value)

    def begin_anew(self) -> None:
        """An empty line; the last one is one step back."""
        self._step = 0
        self.value = ""


class SaidLine(VerticalGroup):
    """The line, and below it the words that may follow. It speaks by `Said`.

    Args:
        find: asks the desk for codes and names; it runs in a thread.
        earlier: the lines that were saved before, the latest last; saved ones are added to it.
    """

    DEFAULT_CSS = """
    SaidLine {
        & > #offers { height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    class Said(Message):
        """Something else is said."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, find: Find, earlier: list[str], text: str = "") -> None:
        super().__init__()
        self._find = find
        self._line = _Line()
        self._line.earlier_lines = earlier
        self._line.value = text
        self._call_off: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        """The line and what is offered."""
        yield self._line
        yield Static("", id="offers")

    def on_mount(self) -> None:
        """Typing goes on at the end of what stands there."""
        self._line.cursor_position = len(self._line.value)
        self._line.focus()
        self._offer(())

    @property
    def text(self) -> str:
        """What is typed."""
        return self._line.value

    def kept(self) -> None:
        """It is saved: an empty line for the next one."""
        self._line.earlier_lines.append(self.text)
        self._line.begin_anew()

    def point_at(self, at: int, length: int) -> None:
        """Select some of it, so that what is typed next takes its place."""
        self._line.focus()
        self._line.selection = type(self._line.selection)(at, min(at + length, len(self.text)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what may follow: at once what is known, after a rest what the desk knows."""
        event.stop()
        self.post_message(self.Said(event.value))
        if self._call_off is not None:
            self._call_off()
            self._call_off = None
        typing = typing_at(self._line.value, self._line.cursor_position)
        self._offer(completions(typing))
        if typing.is_of_desk and typing.text:
            self._call_off = later(self, PAUSE, self._ask, typing)

    def _ask(self, typing: Typing) -> None:
        read(self, lambda desk: tuple(self._find(desk, typing)), self._offer, slot="offers")

    def _offer(self, offered: Sequence[Completion]) -> None:
        typed = self.text[: self._line.cursor_position]
        self._line.offered = tuple(one for one in offered if typed[one.at :] != one.text.rstrip())[:MOST]
        self.query_one("#offers", Static).update(_painted(self._line.offered) if self.text else paint(SAYS))


def _painted(offered: Sequence[Completion]) -> Content:
    """The words in a row, the one that Tab takes first and brighter."""
    if not offered:
        return Content("")
    words = [
        Content.assemble(
            paint(one.shown, "bold $foreground" if place == 0 else ""), paint(f" {one.note}" if one.note else "")
        )
        for place, one in enumerate(offered)
    ]
    return Content.assemble("⇥ ", Content("   ").join(words))

"""One field of a form: a label, something to type in or choose from, and a line below for what is wrong with it."""

from collections.abc import Callable
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from acxdesk.tui.paint import paint
from acxdesk.tui.widgets.asks import Ask

LEFT_OUT: Final = object()  # nothing was given: the request's own default holds


def hinted(hint: str) -> str:
    """A hint in brackets: without colours, too, nobody takes it for what was typed."""
    return f"({hint})" if hint else ""


class Field(VerticalGroup):
    """The base. It speaks by `Field.Changed` and is asked for its `value`."""

    DEFAULT_CSS = """
    Field {
        & > HorizontalGroup { height: auto; }
        & .label { width: 18; color: $text-muted; padding-right: 1; }
        & .control { width: 1fr; }
        & > .note { padding-left: 18; display: none; }
        & > .note.-shown { display: block; }
        & > .note.-fault { color: $text-error; }
        & > .note.-warning { color: $text-warning; }
        &:focus-within { color: $foreground; } /* Textual asks the field itself whether focus changes its style */
        &:focus-within .label { color: $foreground; text-style: bold; }
    }
    """

    class Changed(Message):
        """Something else stands in the field."""

        def __init__(self, field: "Field") -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> "Field":
            """The field that speaks."""
            return self.field

    def __init__(self, ask: Ask) -> None:
        super().__init__(id=f"field-{ask.name}")
        self.ask = ask
        self._fault = ""

    def compose(self) -> ComposeResult:
        """The label beside the control, the note below both."""
        with HorizontalGroup():
            yield Static(paint(self.ask.label + (" *" if self.ask.needed else "")), classes="label")
            control = self.make_control()
            control.add_class("control")
            yield control
        yield from self.compose_below()
        yield Static("", classes="note")

    def make_control(self) -> Widget:
        """What is typed in."""
        raise NotImplementedError

    def compose_below(self) -> ComposeResult:
        """What else belongs to the field, as a list of hits."""
        yield from ()

    @property
    def value(self) -> Any:
        """What goes into the request; `LEFT_OUT` when nothing does.

        Raises:
            Refused: what stands there cannot be read; its sentence is shown below the field.
        """
        raise NotImplementedError

    @property
    def is_changed(self) -> bool:
        """Whether it differs from what it was given."""
        raise NotImplementedError

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there."""
        raise NotImplementedError

    def moves(self, step: int) -> bool:  # noqa: ARG002 - for those with a list
        """Take an arrow key for itself. Returns whether it did."""
        return False

    def closes(self) -> bool:
        """Take an Esc for itself. Returns whether it did."""
        return False

    def help_words(self) -> str:
        """What help says of it."""
        return f"{self.ask.label}: {self.ask.hint}." if self.ask.hint else ""

    def focus_control(self) -> None:
        """Let it be typed in."""
        self.query(".control").first().focus()

    # The note

    def show_fault(self, sentence: str) -> None:
        """Say what is wrong, until something else is typed; an empty sentence says that all is well."""
        self._fault = sentence
        self._note(f"✕ {sentence}" if sentence else "", "-fault")

    def show_reading(self, reading: str, warning: str = "") -> None:
        """Say how it is understood; a fault stays."""
        if not self._fault:
            self._note(f"{reading}  ! {warning}".strip() if warning else reading, "-warning" if warning else "")

    def _note(self, words: str, kind: str) -> None:
        note = self.query(".note").last(Static)
        note.update(paint(words) if words else Content(""))
        note.set_class(bool(words), "-shown")
        note.set_class(kind == "-fault", "-fault")
        note.set_class(kind == "-warning", "-warning")

    def _tell(self) -> None:
        if self._fault:
            self.show_fault("")
        self.post_message(self.Changed(self))


class _Line(Input):
    """A line that says so when a text is too long for it, in place of dropping it without a word.

    Args:
        text: what stands there at first.
        hint: what is shown while nothing does.
        limit: characters.
        restrict: what each text in it must match; None for any.
        too_long: is told how many characters there would be.
    """

    def __init__(
        self, text: str, hint: str, *, limit: int, restrict: str | None, too_long: Callable[[int], None]
    ) -> None:
        super().__init__(
            text, placeholder=hint, max_length=limit, restrict=restrict, select_on_focus=False, compact=True
        )
        self._limit, self._too_long = limit, too_long

    def replace(self, text: str, start: int, end: int) -> None:
        """Put a text in the place of another, as a key or a paste asks; one that is too long changes nothing."""
        first, last = sorted((max(0, start), min(len(self.value), end)))
        length = len(self.value) - (last - first) + len(text)
        if length > self._limit:
            self._too_long(length)
        else:
            super().replace(text, start, end)


class LineField(Field):
    """One line of text."""

    RESTRICT: ClassVar[str | None] = None

    def make_control(self) -> Widget:
        """A line without a border; its end is where typing goes on."""
        return _Line(
            self.first_text(),
            hinted(self.ask.hint),
            limit=self.ask.limit,
            restrict=self.RESTRICT,
            too_long=self._show_too_long,
        )

    def _show_too_long(self, length: int) -> None:
        self.show_fault(f"{self.ask.label} has {length:,} characters; at most {self.ask.limit:,}.")

    def first_text(self) -> str:
        """What stands there at first."""
        return "" if self.ask.given is None else str(self.ask.given)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    @property
    def value(self) -> Any:
        """The text."""
        return self.text

    @property
    def is_changed(self) -> bool:
        """Whether the text is another one."""
        return self.text != self.first_text()

    @property
    def is_empty(self) -> bool:
        """Whether only blanks stand there."""
        return not self.text.strip()

    # Textual calls a handler of a class and those of its bases too; a subclass overrides these instead.

    def typed(self) -> None:
        """Something else is typed."""
        self._tell()

    def left(self) -> None:
        """The line is no longer typed in."""

    def on_input_changed(self, event: Input.Changed) -> None:
        """A key, or a value that was set."""
        event.stop()
        self.typed()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Focus is elsewhere."""
        event.stop()
        self.left()


class NumberField(LineField):
    """A whole number. Only digits can be typed."""

    RESTRICT = r"-?[0-9]*"

    @property
    def value(self) -> Any:
        """The digits, which the request reads."""
        return LEFT_OUT if self.is_empty else self.text


class TextField(Field):
    """Several lines of text; Tab leaves them."""

    DEFAULT_CSS = """
    TextField TextArea { height: 4; border: none; padding: 0; }
    """

    def make_control(self) -> Widget:
        """Four lines that scroll."""
        return TextArea(
            self._first(), compact=True, placeholder=paint(hinted(self.ask.hint)), highlight_cursor_line=False
        )

    def _first(self) -> str:
        return str(self.ask.given or "")

    @property
    def value(self) -> Any:
        """The text. One that is too long is refused by the request, with both figures."""
        return self.query_one(TextArea).text

    @property
    def is_changed(self) -> bool:
        """Whether the text is another one."""
        return bool(self.value != self._first())

    @property
    def is_empty(self) -> bool:
        """Whether only blanks stand there."""
        return not self.value.strip()

    def moves(self, step: int) -> bool:  # noqa: ARG002 - both ways
        """Arrows move in the text."""
        return self.query_one(TextArea).has_focus

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell the form."""
        event.stop()
        self._tell()

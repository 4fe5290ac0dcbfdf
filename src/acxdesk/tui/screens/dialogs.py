"""Dialogs: each returns a value by `dismiss` and knows nobody who asked.

self.app.push_screen(Confirm("Purge Ada Byron?", ["Her marks go too."], yes="Purge"), self.purge_if)   # bool
self.app.push_screen(Reason("Cancel ACXM-2026-11-16", "Why is it cancelled?"), self.cancel_with)   # str | None
self.app.push_screen(Report.preview("Book 14 people", head, will, cannot), self.book_if)                     # bool
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalGroup, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from acxdesk.errors import Refused
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.widgets.footer import KeyBar

T = TypeVar("T")
LONGEST_REASON = 500  # characters, as the requests have it
LONGEST_PATH = 1000  # characters


class Dialog(ModalScreen[T], Generic[T]):
    """A box over what was there, with a title, its keys at its foot, and Esc to leave it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog", "app.help")]
    BESIDE: ClassVar[int] = 6  # rows of the box beside what scrolls in it: border, foot, buttons

    def __init__(self, title: str) -> None:
        super().__init__()
        self._heading = title

    def compose(self) -> ComposeResult:
        """The box round what the dialog asks."""
        with VerticalGroup(classes="dialog") as box:
            box.border_title = paint(self._heading)
            yield from self.compose_inside()
            yield KeyBar()

    def compose_inside(self) -> ComposeResult:
        """What stands in the box."""
        yield from ()

    def on_resize(self) -> None:
        """What scrolls takes what the screen has left. In an auto box Textual heeds only a height in cells."""
        for scrolling in self.query(".lines"):
            scrolling.styles.max_height = max(1, self.app.size.height - self.BESIDE)

    def action_cancel(self) -> None:
        """Leave; nothing is done."""
        self.dismiss(None)


def _lines(lines: Iterable[str]) -> Static:
    return Static(Content("\n").join([paint(line) for line in lines]))


class Confirm(Dialog[bool]):
    """Asks before something that is final: the confirming key is Y, and focus starts on Cancel."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("confirm")]
    HELP = "Y does it; Esc, n or Enter leaves everything as it is."

    def __init__(self, question: str, lines: Sequence[str] = (), *, yes: str, final: bool = True) -> None:
        super().__init__(question)
        self._about = (*lines, "This cannot be taken back.") if final else tuple(lines)
        self._yes = yes

    def compose_inside(self) -> ComposeResult:
        """What it means, and the two ways."""
        with VerticalScroll(classes="lines", can_focus=False):
            yield _lines(self._about)
        with Horizontal(classes="buttons"):
            yield Button("Cancel", id="no", compact=True)
            yield Button(paint(f"{self._yes} (Y)"), id="yes", variant="error", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A click, or Enter on what has focus."""
        event.stop()
        self.dismiss(event.button.id == "yes")

    def action_yes(self) -> None:
        """Do it."""
        self.dismiss(result=True)

    def action_cancel(self) -> None:
        """Leave everything as it is."""
        self.dismiss(result=False)


class Reason(Dialog[str | None]):
    """Asks for a sentence: why something is done. Enter gives it; an empty one is not taken where one is needed."""

    HELP = "Write why, in a sentence that the journal keeps. Enter goes on, Esc leaves everything as it is."

    def __init__(self, title: str, question: str, *, needed: bool = True, given: str = "") -> None:
        super().__init__(title)
        self._question = question
        self._needed = needed
        self._given = given
        self._asked_to_leave = False

    def compose_inside(self) -> ComposeResult:
        """The question and one line for the answer."""
        yield Static(paint(self._question))
        yield Input(self._given, max_length=LONGEST_REASON, select_on_focus=False, compact=True)
        yield Static("", classes="fault", id="fault")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Leaving has to be asked for anew."""
        event.stop()
        self._asked_to_leave = False

    def action_cancel(self) -> None:
        """Leave everything as it is; with something typed, only at the second time."""
        if self.query_one(Input).value == self._given or self._asked_to_leave:
            self.dismiss(None)
        else:
            self._asked_to_leave = True
            self.query_one("#fault", Static).update(
                "! Not done yet: Esc again to discard what is written, Enter goes on."
            )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the reason, or say that one is needed."""
        event.stop()
        said = event.value.strip()
        if said or not self._needed:
            self.dismiss(said)
        else:
            self.query_one("#fault", Static).update("A reason is needed: the journal keeps it.")


class FileName(Dialog[Path | None]):
    """Asks for the name of a file to write. A name without a folder goes into the one that acxdesk was started in."""

    HELP = "Write the file's name; ~ is your own folder. A file that is there already is not overwritten."
    THEN: ClassVar[str] = "Enter writes it"

    def __init__(self, title: str, suggested: str) -> None:
        super().__init__(title)
        self._suggested = suggested

    def compose_inside(self) -> ComposeResult:
        """One line for the name, and the folder that it is in."""
        yield Input(self._suggested, max_length=LONGEST_PATH, select_on_focus=False, compact=True)
        yield Static(paint(f"in {Path.cwd()}; {self.THEN}", "$text-muted"))
        yield Static("", classes="fault", id="fault")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the path; what is wrong with it is told at once."""
        event.stop()
        path = _home(event.value.strip())
        wrong = self._wrong(event.value.strip(), path)
        if wrong:
            self.query_one("#fault", Static).update(paint(f"✕ {wrong}"))
        else:
            self.dismiss(path if path.is_absolute() else Path.cwd() / path)

    @staticmethod
    def _wrong(said: str, path: Path) -> str:
        if not said or not path.name or not said.isprintable():
            return "Write a name."
        if path.is_dir():
            return f"{path} is a folder. Write a name behind it."
        if path.exists() or path.is_symlink():
            return f"{path.name} is there already. Write another name."
        if not path.absolute().parent.is_dir():
            return f"There is no folder {path.absolute().parent}."
        return ""


def _home(said: str) -> Path:
    try:
        return Path(said).expanduser()
    except RuntimeError:  # ~somebody who is not on this computer: a name like any other
        return Path(said)


class Report(Dialog[bool]):
    """Tells what a deed over many will do, or did: how many, and of the others why not."""

    HELP = "Enter goes on with those that can, Esc leaves everything as it is."

    def __init__(self, title: str, head: str, lines: Sequence[str], *, asks: bool) -> None:
        super().__init__(title)
        self._head = head
        self._about = tuple(lines)
        self._asks = asks

    @classmethod
    def preview(
        cls, title: str, head: str, will: Sequence[str], cannot: Sequence[str], warned: Sequence[str] = ()
    ) -> "Report":
        """Asks before a deed over many: "12 will be booked, 2 cannot: why".

        Args:
            title: what is to be done.
            head: how many will, and how many cannot.
            will: a sentence for each that will change.
            cannot: a sentence for each that cannot, with the reason.
            warned: sentences on what should be known before.
        """
        signed = (("✕", cannot), ("!", warned), ("✓", will))
        return cls(title, head, [f"{sign} {one}" for sign, several in signed for one in several], asks=bool(will))

    @classmethod
    def told(cls, title: str, done: Sequence[str], refused: Sequence[str]) -> "Report":
        """Tells after a deed over many who could not."""
        head = f"{len(done)} changed" + (f", {len(refused)} did not." if refused else ".")
        return cls(title, head, (*(f"✕ {one}" for one in refused), *(f"✓ {one}" for one in done)), asks=False)

    def compose_inside(self) -> ComposeResult:
        """The figures, then a line for each."""
        yield Static(paint(self._head, "bold"))
        with VerticalScroll(classes="lines"):
            yield _lines(self._about)
        with Horizontal(classes="buttons"):
            if self._asks:
                yield Button("Go on", id="yes", compact=True, variant="primary")
            yield Button("Cancel" if self._asks else "Close", id="no", compact=True)

    def on_mount(self) -> None:
        """Enter goes on at once: what is done can be taken back."""
        self.query(Button).first().focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A click, or Enter on what has focus."""
        event.stop()
        self.dismiss(event.button.id == "yes")

    def action_cancel(self) -> None:
        """Leave everything as it is."""
        self.dismiss(result=False)


class Told(Dialog[None]):
    """Tells a refusal that nothing can go on from: the sentence, and the command that mends it."""

    def __init__(self, refusal: Refused, title: str = "acxdesk") -> None:
        super().__init__(title)
        self._refusal = refusal

    def compose_inside(self) -> ComposeResult:
        """The sentence and the remedy."""
        yield _lines(filter(None, (self._refusal.sentence, "", self._refusal.remedy)))
        with Horizontal(classes="buttons"):
            yield Button("Close", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Read."""
        event.stop()
        self.dismiss(None)

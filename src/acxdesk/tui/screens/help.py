"""Help for what has focus: one paragraph, then every key that is live, and why some do nothing now."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Static

from acxdesk.tui.keys import by_id
from acxdesk.tui.paint import paint
from acxdesk.tui.screens.dialogs import Dialog
from acxdesk.tui.widgets.footer import Entry, live

PLAIN = "Arrows or hjkl move, Enter opens, Esc goes back. Every key below can be changed in the settings, under keymap."
_HEADINGS = {"list": "In the list", "area": "Here", "app": "Everywhere", "form": "In the form"}


class Help(Dialog[None]):
    """Made by `of`, before it covers what it tells of."""

    HELP: ClassVar[str] = "Esc leaves the help."
    BESIDE = 3

    def __init__(self, paragraph: str, entries: list[tuple[Entry, str]]) -> None:
        super().__init__("Help")
        self._paragraph = paragraph
        self._entries = entries

    @classmethod
    def of(cls, screen: Screen[Any]) -> "Help":
        """Help for the widget that has focus on a screen, else for the screen."""
        return cls(_paragraph(screen), [(entry, _why_not(entry)) for entry in live(screen)])

    def compose_inside(self) -> ComposeResult:
        """The paragraph, and the keys by the part of the screen that they belong to."""
        with VerticalScroll(classes="lines"):
            yield Static(paint(self._paragraph))
            yield Static(Content("\n").join(self._lines()))

    def _lines(self) -> list[Content]:
        lines: list[Content] = []
        before = ""
        for entry, why in self._entries:
            row = by_id(entry.id)
            where = "" if row is None else row.where
            if where != before:
                lines += [Content(""), paint(_HEADINGS.get(where, where.capitalize()), "bold")]
                before = where
            keys = " ".join(entry.shown_keys).ljust(10)
            lines.append(Content.assemble("  ", paint(keys, "$primary bold"), " ", paint(entry.help), paint(why)))
        return lines


def _paragraph(screen: Screen[Any]) -> str:
    nodes = screen.ancestors_with_self if screen.focused is None else screen.focused.ancestors_with_self
    field = next((str(says()) for node in nodes if (says := getattr(node, "help_words", None)) is not None), "")
    said = (getattr(node, "HELP", None) for node in nodes)
    words = next((" ".join(str(words).split()) for words in said if words), PLAIN)
    return f"{field}\n{words}" if field else words


def _why_not(entry: Entry) -> str:
    if entry.enabled:
        return ""
    return f" Not now: {sentence}" if (sentence := why_not(entry.node, entry.action)) else " Not now."


def why_not(node: DOMNode, action: str) -> str:
    """Why an action cannot be done now, as whoever would do it says; empty when it does not say."""
    target, _, name = action.partition("(")[0].rpartition(".")
    asked = {"app": node.app, "screen": node.screen}.get(target, node)
    says = getattr(asked, "why_not", None)
    return str(says(name)) if says is not None else ""

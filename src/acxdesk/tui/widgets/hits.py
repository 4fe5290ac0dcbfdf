"""What a search finds: a value, the text that people know it by, and what tells it from others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual.content import Content

from acxdesk.rules.text import fold
from acxdesk.tui.paint import paint

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """Something that can be picked."""

    value: T
    text: str  # user text is fine
    note: str = ""

    @property
    def painted(self) -> Content:
        """The text, and the note in a quieter colour."""
        if not self.note:
            return paint(self.text)
        return Content.assemble(paint(self.text), "  ", paint(self.note, "$text-muted"))


def matching(hits: Iterable[Hit[Any]], words: str) -> Iterator[Hit[Any]]:
    """Those that hold every word, in any order, whatever accents and capitals. No words: all."""
    wanted = fold(words).split()
    for hit in hits:
        searched = fold(f"{hit.text} {hit.note}")
        if all(word in searched for word in wanted):
            yield hit

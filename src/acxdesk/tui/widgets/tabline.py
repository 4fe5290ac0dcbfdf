"""The sides of a thing, on one line: the one that is shown stands out, a click turns to another."""

from collections.abc import Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

GAP = 3  # cells between two sides


class TabLine(Widget):
    """Tells which sides there are. It turns nothing itself: it says `Clicked`, and is told what is `here`.

    Args:
        sides: what each is called by in a place -> its name on the screen; words of the house only.
        here: the one that is shown at first.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    TabLine { height: 1; width: 1fr; padding: 0 1; text-wrap: nowrap; color: $text-muted; background: $panel; }
    """

    here: reactive[str] = reactive("")
    figures: reactive[Mapping[str, str]] = reactive({})  # what stands behind a side's name: how many are on it

    class Clicked(Message):
        """A side is to be shown."""

        def __init__(self, side: str) -> None:
            super().__init__()
            self.side = side

    def __init__(self, sides: Mapping[str, str], here: str) -> None:
        super().__init__()
        self.sides = dict(sides)
        self.set_reactive(TabLine.here, here)

    def after(self, step: int) -> str:
        """The side so many steps behind the present one, round and round."""
        names = list(self.sides)
        return names[(names.index(self.here) + step) % len(names)]

    def _texts(self) -> dict[str, str]:
        """Each side's text; the present one in brackets, so that it is told without colour."""
        texts = {}
        for name, words in self.sides.items():
            said = f"{words} {self.figures.get(name, '')}".rstrip()
            texts[name] = f"[{said}]" if name == self.here else f" {said} "
        return texts

    def render(self) -> Content:
        """The sides in their order."""
        texts = self._texts()
        looks = {name: "bold $primary" if name == self.here else "" for name in texts}
        return Content(" " * (GAP - 2)).join([Content.styled(text, looks[name]) for name, text in texts.items()])

    def on_click(self, event: events.Click) -> None:
        """Turn to the side that was clicked."""
        at = event.get_content_offset(self)
        left = 0
        for name, text in self._texts().items():
            if at is not None and left <= at.x < left + cell_len(text):
                self.post_message(self.Clicked(name))
            left += cell_len(text) + GAP - 2

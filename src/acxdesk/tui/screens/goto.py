"""Go to anything: a person, a session, a programme, by a few letters of each word."""

from collections.abc import Callable, Sequence

from acxdesk.tui.perform import later, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.pick import SearchDialog
from acxdesk.tui.widgets.hits import Hit

PAUSE = 0.08  # seconds without a letter before the desk is asked


class GoTo(SearchDialog[Place]):
    """Go to a person, a session or a programme. Without words the areas are listed.

    Args:
        areas: what is listed without words.
    """

    HELP = "Type a few letters of a name, a session or a programme, in any order and without accents. Enter goes there."
    PLACEHOLDER = "zoe, acxm nov, byron …"
    NOTHING = "Nothing on the desk is called that."

    def __init__(self, areas: Sequence[Hit[Place]]) -> None:
        super().__init__("Go to")
        self._areas = tuple(areas)
        self._call_off: Callable[[], None] | None = None

    def search(self, words: str) -> None:
        """Ask the desk, once the typing rests."""
        if self._call_off is not None:
            self._call_off()
            self._call_off = None
        if words.strip():
            self._call_off = later(self, PAUSE, self._ask, words)
        else:
            self.show_hits(self._areas)

    def _ask(self, words: str) -> None:
        from acxdesk.tui.finding import find

        there = {hit.value.area for hit in self._areas}
        read(self, lambda desk: find(desk, words, there), self.show_hits, slot="find")

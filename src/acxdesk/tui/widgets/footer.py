"""The live keys at the foot of a screen: grouped, and never cut off without a sign of more."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.cells import cell_len
from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from acxdesk.tui.keys import by_id, shown_key, table
from acxdesk.tui.paint import paint

if TYPE_CHECKING:
    from acxdesk.tui.app import DeskApp

MORE = "… "  # before the last entry, when some had no room
GAP, WIDE_GAP = "  ", "   "  # between two keys, between two groups
LAST = "app.help"  # always there, at the end
UNDO_ROOM = 36  # cells for what undo would take back


@dataclass(frozen=True, slots=True)
class Entry:
    """One key as the footer, help and palette have it."""

    id: str
    keys: tuple[str, ...]  # as Textual names them
    words: str
    help: str
    enabled: bool
    action: str
    node: DOMNode

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """The keys as people read them."""
        return tuple(map(shown_key, self.keys))

    @property
    def label(self) -> str:
        """For the footer: the first key and the words; a deed that cannot be done now stands in brackets."""
        text = f"{self.shown_keys[0]} {self.words}"
        return text if self.enabled else f"({text})"


def live(screen: Screen[Any]) -> list[Entry]:
    """Every key of the table that works on a screen now, in the order of the table. Keys with no row are left out."""
    found: dict[str, list[tuple[str, ActiveBinding]]] = {}
    for key, active in screen.active_bindings.items():
        if by_id(active.binding.id) is not None:
            found.setdefault(str(active.binding.id), []).append((key, active))
    entries = []
    for row in table().values():
        if row.id in found:
            keys = tuple(key for key, _ in found[row.id])
            active = found[row.id][0][1]
            entries.append(Entry(row.id, keys, row.words, row.help, active.enabled, active.binding.action, active.node))
    return entries


def arranged(entries: Iterable[Entry], width: int) -> list[tuple[Entry | None, str]]:
    """What fits on one line: entries with their texts, gaps as texts without an entry.

    Args:
        entries: in order; the groups are the parts of the screen that they belong to.
        width: cells.
    """
    entries = list(entries)
    last = [entry for entry in entries if entry.id == LAST]
    others = [entry for entry in entries if entry.id != LAST]
    fixed = sum(cell_len(entry.label) for entry in last)
    line = _laid(others, last)
    if _width(line) <= width:
        return line
    while others and _width(line) > width:
        others.pop()
        line = [*_laid(others, []), (None, WIDE_GAP + MORE), *((entry, _all_keys(entry)) for entry in last)]
    return line if fixed <= width else []


def _all_keys(entry: Entry) -> str:
    return f"{entry.shown_keys[0]} all keys"


def _laid(entries: list[Entry], last: list[Entry]) -> list[tuple[Entry | None, str]]:
    line: list[tuple[Entry | None, str]] = []
    before: Entry | None = None
    for entry in (*entries, *last):
        if before is not None:
            together = before.id.partition(".")[0] == entry.id.partition(".")[0]
            line.append((None, GAP if together else WIDE_GAP))
        line.append((entry, entry.label))
        before = entry
    return line


def _width(line: list[tuple[Entry | None, str]]) -> int:
    return sum(cell_len(text) for _, text in line)


class KeyBar(Widget):
    """One line of live keys. A click does what the key does."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    KeyBar { height: 1; width: 1fr; padding: 0 1; background: $panel; color: $text-muted; text-wrap: nowrap; }
    """

    def on_mount(self) -> None:
        """Follow the screen's bindings and what undo would take back."""
        self._line: list[tuple[Entry | None, str]] = []
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self.watch(self.app, "undo_words", self._anew, init=False)

    def _changed(self, screen: Screen[Any]) -> None:
        if screen is self.screen and self.is_attached:
            self.refresh()

    def _anew(self) -> None:
        self.refresh()

    def render(self) -> Content:
        """The keys of the table that are shown in footers."""
        rows = table()
        entries = [self._worded(entry) for entry in live(self.screen) if rows[entry.id].shown]
        self._line = arranged(entries, self.content_size.width)
        parts: list[Content] = []
        for entry, text in self._line:
            if entry is None or not entry.enabled:
                parts.append(paint(text))
            else:
                key, _, words = text.partition(" ")
                parts.append(Content.assemble(paint(key, "bold $primary"), " ", paint(words)))
        return Content("").join(parts)

    def _worded(self, entry: Entry) -> Entry:
        words = cast("DeskApp", self.app).undo_words
        if entry.id != "app.undo" or not words:
            return entry
        said = paint(words).truncate(UNDO_ROOM, ellipsis=True).plain
        return replace(entry, words=f"undo: {said}")

    def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        at = event.get_content_offset(self)
        left = 0
        for entry, text in self._line:
            if at is not None and entry is not None and left <= at.x < left + cell_len(text):
                self.app.simulate_key(entry.keys[0])
            left += cell_len(text)

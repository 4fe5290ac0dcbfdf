"""The live keys at the foot of a screen: grouped, and never cut off without a sign of more."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.cells import cell_len
from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.dom import DOMNode
from textual.keys import format_key
from textual.screen import Screen
from textual.widget import Widget

from acxdesk.tui.keys import by_id, shown_key, table
from acxdesk.tui.paint import paint

if TYPE_CHECKING:
    from acxdesk.tui.app import DeskApp

MORE = "… "  # before the last entry, when some had no room
GAP, WIDE_GAP = "  ", "   "  # between two keys, between two groups
LAST = "app.help"  # always there, at the end
UNDO = "app.undo"
UNDO_ROOM = (40, 16, 10)  # cells for what undo would take back: as wished, and where there is no room for all


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
    typed_in = screen.focused
    for key, active in screen.active_bindings.items():
        # Textual leaves keys in here that a text field takes for typing, when their names are its own, as "slash".
        character = format_key(key) if len(format_key(key)) == 1 else None
        typed = typed_in is not None and active.node is not typed_in and typed_in.check_consume_key(key, character)
        if by_id(active.binding.id) is not None and not typed:
            found.setdefault(str(active.binding.id), []).append((key, active))
    entries = []
    for row in table().values():
        if row.id in found:
            keys = tuple(key for key, _ in found[row.id])
            active = found[row.id][0][1]
            entries.append(Entry(row.id, keys, row.words, row.help, active.enabled, active.binding.action, active.node))
    return entries


def arranged(entries: Iterable[Entry], width: int, undo: str = "") -> list[tuple[Entry | None, str]]:
    """What fits on one line: entries with their texts, gaps as texts without an entry.

    What undo would take back is shortened first; then the entries go that can be missed, those that cannot be used now
    before the others; the last entry then says that there are more.

    Args:
        entries: in order; the groups are the parts of the screen that they belong to.
        width: cells.
        undo: the deed that undo would take back.
    """
    kept = list(entries)
    for room in UNDO_ROOM:
        line = _laid([_undoing(entry, undo, room) for entry in kept])
        if _width(line) <= width:
            return line
    while kept and _width(line) > width:
        kept.remove(max(reversed(kept), key=_missable))
        line = _laid([_undoing(entry, undo, UNDO_ROOM[-1]) for entry in kept], more=True)
    return line if kept and _width(line) <= width else []


def _missable(entry: Entry) -> tuple[bool, bool, int]:
    row = by_id(entry.id)
    return entry.id != LAST, not entry.enabled, 0 if row is None else row.rank


def _undoing(entry: Entry, words: str, room: int) -> Entry:
    if entry.id != UNDO or not words:
        return entry
    return replace(entry, words=f"undo: {paint(words).truncate(room, ellipsis=True).plain}")


def _laid(entries: list[Entry], *, more: bool = False) -> list[tuple[Entry | None, str]]:
    """The entries in their groups, help at the end; with `more`, a sign before it that some are missing."""
    line: list[tuple[Entry | None, str]] = []
    last = [entry for entry in entries if entry.id == LAST]
    before: Entry | None = None
    for entry in (one for one in entries if one.id != LAST):
        if before is not None:
            together = before.id.partition(".")[0] == entry.id.partition(".")[0]
            line.append((None, GAP if together else WIDE_GAP))
        line.append((entry, entry.label))
        before = entry
    if before is not None and (last or more):
        line.append((None, WIDE_GAP))
    if more:
        line.append((None, MORE))
    return [*line, *((entry, f"{entry.shown_keys[0]} all keys" if more else entry.label) for entry in last)]


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
        shown = [entry for entry in live(self.screen) if rows[entry.id].shown]
        self._line = arranged(shown, self.content_size.width, cast("DeskApp", self.app).undo_words)
        parts: list[Content] = []
        for entry, text in self._line:
            if entry is None or not entry.enabled:
                parts.append(paint(text))
            else:
                key, _, words = text.partition(" ")
                parts.append(Content.assemble(paint(key, "bold $primary"), " ", paint(words)))
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        at = event.get_content_offset(self)
        left = 0
        for entry, text in self._line:
            if at is not None and entry is not None and left <= at.x < left + cell_len(text):
                self.app.simulate_key(entry.keys[0])
            left += cell_len(text)

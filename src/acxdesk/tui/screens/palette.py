"""Every action with its key and the command line that does the same; Enter does it, y copies the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import OptionList, Static

from acxdesk.tui.areas import ALL
from acxdesk.tui.keys import bindings, by_id, command_line, shown_key, table
from acxdesk.tui.paint import paint
from acxdesk.tui.screens.help import why_not
from acxdesk.tui.screens.pick import SearchDialog
from acxdesk.tui.widgets.footer import Entry, live
from acxdesk.tui.widgets.hits import Hit, matching

KEY_WIDTH = 7  # cells for the key in front of the words


@dataclass(frozen=True, slots=True)
class Offer:
    """An action that can be chosen."""

    action: str  # as Textual runs it
    node: DOMNode | None  # who does it; None for an action of another area, which is gone to
    command: str  # the command line; empty for none


class Palette(SearchDialog[Offer]):
    """Returns what was chosen, None when it was left. Made by `of`, before it covers the screen it tells of."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("palette")]
    HELP = "Type a word of what you want to do. Enter does it; Ctrl+Y, or y in the list, copies the command line."
    PLACEHOLDER = "what do you want to do?"

    def __init__(self, hits: Sequence[Hit[Offer]]) -> None:
        super().__init__("Everything")
        self._all = tuple(hits)

    @classmethod
    def of(cls, screen: Screen[Any], areas: Sequence[str]) -> "Palette":
        """Every action that is live on a screen, then those of the areas that are there.

        Args:
            screen: the one that is shown.
            areas: the numbers of the areas that can be gone to.
        """
        says = getattr(screen, "command_words", dict)
        words: Mapping[str, str] = says()
        here = live(screen)
        rows = table()
        shown = [entry for entry in here if rows[entry.id].shown]
        others = [entry for entry in here if not rows[entry.id].shown]  # arrows and the like
        known = {entry.id for entry in here}
        return cls(
            [
                *(_here(entry, words) for entry in shown),
                *_elsewhere(known, areas),
                *(_here(entry, words) for entry in others),
            ]
        )

    def compose_inside(self) -> ComposeResult:
        """Below the list, the command line of what the cursor is on."""
        yield from super().compose_inside()
        yield Static("", id="command")

    def search(self, words: str) -> None:
        """Those whose words, help or key hold every word."""
        self.show_hits(matching(self._all, words))
        self._show_command()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """The cursor is on another action."""
        event.stop()
        self._show_command()

    def _show_command(self) -> None:
        hit = self.picked
        command = "" if hit is None else hit.value.command
        self.query_one("#command", Static).update(paint(f"$ {command}" if command else "", "$text-muted"))

    def action_copy(self) -> None:
        """Copy the command line. A terminal does not say whether it took it; the line stays in sight."""
        hit = self.picked
        told = self.query_one("#told", Static)
        if hit is None or not hit.value.command:
            told.update("No command line does the same.")
            return
        self.app.copy_to_clipboard(hit.value.command)
        told.update("Given to the terminal's clipboard. Not every terminal takes it.")


def _here(entry: Entry, words: Mapping[str, str]) -> Hit[Offer]:
    row = by_id(entry.id)
    command = "" if row is None else command_line(row, words)
    note = entry.help if entry.enabled else f"{entry.help} Not now: {why_not(entry.node, entry.action)}"
    return Hit(Offer(entry.action, entry.node, command), _text(entry.keys[0], entry.words), note)


def _elsewhere(known: set[str], areas: Sequence[str]) -> list[Hit[Offer]]:
    hits = []
    for area in ALL:
        if area.number not in areas:
            continue
        rows = [row for row in table().values() if row.where == area.keys and row.id not in known]
        for row in rows:
            offer = Offer(f"app.area('{area.number}')", None, command_line(row, {}))
            hits.append(Hit(offer, _text(row.key.split(",")[0], row.words), f"in {area.name}: {row.help}"))
    return hits


def _text(key: str, words: str) -> str:
    return f"{shown_key(key).ljust(KEY_WIDTH)} {words}"

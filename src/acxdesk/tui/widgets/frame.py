"""The frame round every area: areas and breadcrumb above, what was done and the live keys below."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from acxdesk.tui.paint import paint
from acxdesk.tui.places import Place
from acxdesk.tui.widgets.footer import KeyBar

if TYPE_CHECKING:
    from acxdesk.tui.app import DeskApp

__all__ = ["AreaBar", "Crumbs", "KeyBar", "StatusLine"]

ARROW = " ▸ "
GAP = "  "  # between two areas
BRAND = "acxdesk  "


class _Strip(Widget):
    """One line of the frame."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    _Strip { height: 1; width: 1fr; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    @property
    def shell(self) -> "DeskApp":
        """The app, as what it is."""
        return cast("DeskApp", self.app)


class AreaBar(_Strip):
    """The areas with their number keys. A click goes there."""

    DEFAULT_CSS = """
    AreaBar { color: $text-muted; background: $panel; }
    """

    here: reactive[str] = reactive("")  # the number of the present area

    def on_mount(self) -> None:
        """Who is at the desk is known when it is open."""
        self.watch(self.app, "who", self._anew, init=False)

    def _anew(self) -> None:
        self.refresh()

    def _entries(self) -> list[tuple[str, str, bool]]:
        """Number, text, whether it is the present one; without room for all names only the present one's."""
        areas, here = self.shell.areas, self.here
        wide = [(one.number, f"{one.number} {one.name}", one.number == here) for one in areas]
        if sum(cell_len(text) + len(GAP) for _, text, _ in wide) <= self.content_size.width:
            return wide
        return [
            (one.number, f"{one.number} {one.name}" if one.number == here else one.number, one.number == here)
            for one in areas
        ]

    def render(self) -> Content:
        """The areas; where there is room, the program's name before them and at the right who is at the desk."""
        parts: list[Content | str] = [self._brand]
        used = cell_len(self._brand)
        for _, text, here in self._entries():
            parts += [Content.styled(text, "bold $primary underline" if here else ""), GAP]
            used += cell_len(text) + len(GAP)
        who = paint(self.shell.who)
        room = self.content_size.width - used - who.cell_length
        return Content.assemble(*parts, " " * room, who) if room >= 0 else Content.assemble(*parts)

    @property
    def _brand(self) -> str:
        areas = sum(cell_len(text) + len(GAP) for _, text, _ in self._entries())
        return BRAND if areas + len(BRAND) + cell_len(self.shell.who) <= self.content_size.width else ""

    def on_click(self, event: events.Click) -> None:
        """Go to the area that was clicked."""
        at = event.get_content_offset(self)
        left = len(self._brand)
        for number, text, _ in self._entries():
            if at is not None and left <= at.x < left + cell_len(text):
                self.shell.visit(Place(number))
            left += cell_len(text) + len(GAP)


class Crumbs(_Strip):
    """Where one is: the area, the thing opened in it, the side of it; at the right what the screen wants to say."""

    DEFAULT_CSS = """
    Crumbs { color: $foreground; }
    """

    crumbs: reactive[tuple[str, ...]] = reactive(())
    aside = reactive("")

    def render(self) -> Content:
        """The crumbs give way to the aside only down to half of the line."""
        width = self.content_size.width
        crumbs = Content(ARROW).join([paint(crumb, "bold" if not n else "") for n, crumb in enumerate(self.crumbs)])
        aside = paint(self.aside, "$text-muted")
        room = max(width - aside.cell_length - 2, width // 2)
        crumbs = crumbs.truncate(room, ellipsis=True)
        aside = aside.truncate(max(width - crumbs.cell_length - 2, 0), ellipsis=True)
        gap = width - crumbs.cell_length - aside.cell_length
        return Content.assemble(crumbs, " " * gap, aside)


class StatusLine(_Strip):
    """A rule that tells what was done last, and at its right that something is under way."""

    DEFAULT_CSS = """
    StatusLine { color: $text-muted; }
    """

    def on_mount(self) -> None:
        """Follow the app."""
        self.watch(self.app, "said", self._changed, init=False)
        self.watch(self.app, "under_way", self._changed, init=False)

    def _changed(self) -> None:
        self.refresh()

    def render(self) -> Content:
        """A sentence that is too long ends in an ellipsis; what is under way always has room."""
        width = self.content_size.width
        tail = f" {self.shell.under_way} ─" if self.shell.under_way else ""
        said = paint(self.shell.said.replace("\n", " "), "$foreground")
        if self.shell.said:
            said = Content.assemble("─ ", said.truncate(max(width - cell_len(tail) - 4, 0), ellipsis=True), " ")
        return Content.assemble(said, "─" * (width - said.cell_length - cell_len(tail)), tail)


def crumbs_of(screen: Screen[Any], words: Sequence[str], aside: str = "") -> None:
    """Set the breadcrumb of a screen, if it has one."""
    for line in screen.query(Crumbs):
        line.crumbs = tuple(words)
        line.aside = aside

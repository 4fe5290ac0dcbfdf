"""Area 6: one cycle of the Change Architect award, and its sides. Without another year it is the one under way."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from acxdesk.errors import NotFound, Refused
from acxdesk.rules.cycles import Phase
from acxdesk.tui.areas import named
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import perform, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.awardhead import head, plan
from acxdesk.tui.screens.sided import LaterSides
from acxdesk.tui.widgets.tabline import TabLine

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.cycles import CycleCard

# Sides that are made from the cycle's year when they are first turned to, each a widget with `reread()`.
_LATER: Final = {
    "nominations": "acxdesk.tui.screens.nominations:Nominations",
    "panel": "acxdesk.tui.screens.panelsheet:PanelSide",
    "conflicts": "acxdesk.tui.screens.conflicts:Conflicts",
    "voters": "acxdesk.tui.screens.voters:Voters",
    "count": "acxdesk.tui.screens.counted:Counted",
    "hall": "acxdesk.tui.screens.hall:Hall",
}
_NAMES: Final = {
    "cycle": "Cycle",
    "nominations": "Nominations",
    "panel": "Panel",
    "conflicts": "Conflicts",
    "voters": "Voters",
    "count": "Count",
    "hall": "Hall of Fame",
}
SIDES: Final = {
    side: name for side, name in _NAMES.items() if side not in _LATER or find_spec(_LATER[side].partition(":")[0])
}
_ALWAYS: Final = frozenset({"cycle", "hall"})  # sides that need no cycle
NO_CYCLE: Final = "No cycle is planned yet. N plans one: its dates, who is eligible, who votes, how it is counted."
_NEEDS_CYCLE: Final = frozenset({"advance", "edit_cycle", "abandon", "export_dates"})
_OVER: Final = frozenset({Phase.ANNOUNCED, Phase.ABANDONED})


class AwardScreen(LaterSides):
    """The cycle that the place names by its year; the area itself shows the one under way, else the newest."""

    AREA = "6"
    SIDES = SIDES
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("award")]
    HELP = (
        "The Change Architect of the Year, from the first nomination to the Hall of Fame. Tab, or { and }, turns to "
        "the sides of the cycle; in the panel's sheet Tab goes from cell to cell. A takes it into its next phase: "
        "nominating, screening, shortlisted, voting, counted, announced. E edits its dates, and its rules as long as "
        "voting has not opened; then they are frozen. O turns to another year."
    )
    DEFAULT_CSS = """
    AwardScreen {
        & #head { height: auto; max-height: 2; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        &.-low #head { max-height: 1; }
        & .side { height: 1fr; }
        & #cycle { padding: 1 1 0 1; }
    }
    """

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self._card: CycleCard | None = None

    @property
    def year(self) -> int | None:
        """The year that is shown; None while it is not read, or where there is no cycle."""
        if self._card is not None:
            return self._card.year
        return None if self.place.is_area else int(self.place.id)

    def compose_body(self) -> ComposeResult:
        """The head, the names of the sides, and the one that is shown."""
        yield Static(id="head")
        yield TabLine(SIDES, self.side)
        with ContentSwitcher(initial="cycle"):
            with VerticalScroll(id="cycle"):
                yield Static(id="plan")
            for side in _LATER:
                if side in SIDES:
                    yield Vertical(id=side, classes="side")

    def on_mount(self) -> None:
        """Turn to the side that was asked for."""
        self.show_tab(self.place.tab)

    def open_thing(self, place: Place) -> AreaScreen | None:
        """The cycle of a year."""
        return AwardScreen(place) if place.thing == "cycle" else None

    # Reading

    def reread(self) -> None:
        """The cycle, then what its sides show of it."""
        year = None if self.place.is_area else int(self.place.id)
        read(self, lambda desk: _card(desk, year), self._show, slot="card", refused=self._not_there)

    def _not_there(self, refusal: Refused) -> None:
        if isinstance(refusal, NotFound) and self.place.is_area:
            self._show(None)
        else:
            self.not_read(refusal)

    def _show(self, card: "CycleCard | None") -> None:
        if card is None or (self._card is not None and card.year != self._card.year):
            self._forget_sides()  # they were made for another year
        self._card = card
        if card is None:
            told, planned = paint(NO_CYCLE), Content("")
        else:
            today = self.shell.clock.today(card.zone)
            told, planned = head(card, today), plan(card, today)
        self.query_one("#head", Static).update(told)
        self.query_one("#plan", Static).update(planned)
        self._make(self.query_one(TabLine).here)
        for side in self.sides_made():
            side.reread()
        self.say_where()
        self.refresh_bindings()

    def _forget_sides(self) -> None:
        for mount in self.query(".side"):
            mount.remove_children()

    # Sides

    def turned(self, side: str) -> None:
        """A side is made when it is first shown."""
        self._make(side)
        self.call_after_refresh(self.say_where)

    def _make(self, side: str) -> None:
        mount = self.query_one(f"#{side}", Widget)
        if side not in _LATER or mount.children:
            return
        year = self.year
        if year is not None or side in _ALWAYS:
            mount.mount(named(_LATER[side])(year or 0))
            self.call_after_refresh(self._focus_side)

    def say_where(self) -> None:
        """The breadcrumb, and at its right end what the side that is shown says, else the phase."""
        year = () if self.year is None else (str(self.year),)
        self.name_crumbs(*year, aside=self.said_by_side or (self._card.phase.value if self._card else ""))

    # What is meant

    def command_words(self) -> Mapping[str, str]:
        """The year, and what the side that is shown knows besides."""
        year = {} if self.year is None else {"year": str(self.year)}
        return {**year, **self.words_of_side}

    def why_not(self, action: str) -> str:
        """Nothing is done with a cycle that is not there, or over."""
        if action in _NEEDS_CYCLE and self._card is None:
            return "There is no cycle yet: N plans one."
        if action in {"advance", "abandon", "edit_cycle"} and self._card is not None and self._card.phase in _OVER:
            return f"The cycle of {self._card.year} is {self._card.phase}."
        return super().why_not(action)

    # Doing

    def action_plan_cycle(self) -> None:
        """Plan the cycle of a year."""
        from acxdesk.tui.screens.cycleforms import plan_form

        self.app.push_screen(plan_form(self.shell.today, self.shell.zone))

    def action_edit_cycle(self) -> None:
        """Edit its dates and rules."""
        from acxdesk.tui.screens.cycleforms import edit_form

        if self._card is not None:
            self.app.push_screen(edit_form(self._card))

    def action_advance(self) -> None:
        """Look at what the next phase means, then take the cycle there."""
        from acxdesk.tui.screens.cycleforms import advance_cycle

        if self._card is not None:
            advance_cycle(self, self._card)

    def action_abandon(self) -> None:
        """Ask why, then give it up."""
        from acxdesk.tui.screens.dialogs import Reason

        if self._card is not None:
            self.app.push_screen(
                Reason(f"Abandon the cycle of {self._card.year}", "Why? The journal keeps it."), self._abandon_with
            )

    def _abandon_with(self, reason: str | None) -> None:
        if reason is not None and self._card is not None:
            year = self._card.year
            perform(self, lambda desk: _abandoned(desk, year, reason))

    def action_other_year(self) -> None:
        """Pick another year."""
        from acxdesk.tui.screens.cycleforms import pick_year

        pick_year(self, self._turn_to_year)

    def _turn_to_year(self, year: int) -> None:
        self.shell.visit(Place("6", "cycle", year, self.query_one(TabLine).here))

    def action_export_dates(self) -> None:
        """Write its dates as a calendar."""
        from acxdesk.tui.screens.calendars import export_cycle

        if self._card is not None:
            export_cycle(self, self._card.year)


def _card(desk: "Desk", year: int | None) -> "CycleCard":
    from acxdesk.queries.cycles import cycle

    return cycle(desk, year)


def _abandoned(desk: "Desk", year: int, reason: str) -> object:
    from acxdesk.actions.cycles import AbandonCycle, abandon

    return abandon(desk, AbandonCycle.read({"year": year, "reason": reason}))

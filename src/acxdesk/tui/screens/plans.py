"""Scratch plans: a list of them, each a schedule that might be; Enter opens one beside the real schedule."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType

from acxdesk.queries.listing import Column
from acxdesk.rules.localtime import reading, wall
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import perform, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.scratch import PlanRow

COLUMNS: Final = (
    Column("name", "Plan", 40),
    Column("steps", "Steps", 6, numeric=True),
    Column("made_at", "Begun", 16),
)


class PlansScreen(AreaScreen):
    """Every plan that is thought through, the newest first."""

    AREA = "2"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("plans")]
    HELP = (
        "What if? A plan stands beside the real schedule: sessions are moved, added and cancelled in it, and it shows "
        "what would come of that. n begins one, Enter opens it, A carries it out as one deed, d drops it."
    )

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self.list = QuietList({"sort", "columns"}, empty_words="No plan yet. n begins one beside the real schedule.")
        self._rows: tuple[PlanRow, ...] = ()

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield self.list

    def on_mount(self) -> None:
        """Where one is."""
        super().on_mount()
        self.name_crumbs("Plans")
        self.list.focus()

    def reread(self) -> None:
        """As they are now."""
        read(self, _plans, self._show, slot="plans")

    def _show(self, rows: "tuple[PlanRow, ...]") -> None:
        self._rows = rows
        zone = self.shell.zone
        cells = [(row.id, (row.name, str(row.steps), reading(wall(row.made_at, zone).date()))) for row in rows]
        self.list.refill(FixedListing.made(COLUMNS, cells))
        self.refresh_bindings()

    @property
    def _here(self) -> "PlanRow | None":
        line = self.list.current
        return None if line is None else next((row for row in self._rows if row.id == line.id), None)

    def command_words(self) -> Mapping[str, str]:
        """The plan under the cursor."""
        return {"plan": self._here.name} if self._here else {}

    def why_not(self, action: str) -> str:
        """Nothing is kept or dropped without a plan, or without a step."""
        if action in {"keep", "drop"} and self._here is None:
            return "There is no plan here."
        if action == "keep" and self._here is not None and not self._here.steps:
            return "It has no step yet: Enter opens it."
        return super().why_not(action)

    def on_big_list_rested(self) -> None:
        """The keys follow the cursor."""
        self.refresh_bindings()

    def on_big_list_opened(self, note: notes.Opened) -> None:
        """Go to it."""
        note.stop()
        self.shell.visit(Place("2", "plan", note.id))

    def action_new(self) -> None:
        """Ask what it is called, and open it."""
        from acxdesk.tui.screens.planforms import new_plan_form

        self.app.push_screen(new_plan_form(), self._begun)

    def _begun(self, receipt: "Receipt | None") -> None:
        if receipt is not None:
            self.shell.visit(Place("2", "plan", receipt.ids[0]))

    def action_keep(self) -> None:
        """Look at what it would do, then do it."""
        from acxdesk.tui.screens.planforms import keep

        if self._here is not None:
            keep(self, self._here.id, self._here.name)

    def action_drop(self) -> None:
        """Forget it; undo brings it back."""
        row = self._here
        if row is not None:
            perform(self, lambda desk: _drop(desk, row.id))


def _plans(desk: "Desk") -> "tuple[PlanRow, ...]":
    from acxdesk.queries.scratch import plans

    return plans(desk)


def _drop(desk: "Desk", number: int) -> "Receipt":
    from acxdesk.actions.scratch import PlanNamed, drop_plan

    return drop_plan(desk, PlanNamed(plan=str(number)))

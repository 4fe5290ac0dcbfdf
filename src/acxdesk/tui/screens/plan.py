"""One scratch plan beside the real schedule: its steps, the figures before and after, clashes and people."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from acxdesk.queries.listing import Column
from acxdesk.rules.comparing import compared, listed_people
from acxdesk.rules.localtime import reading, wall
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import perform, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import LOOKED_AT, QuietList

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.errors import Refused
    from acxdesk.rules.clashes import Margins
    from acxdesk.rules.comparing import Comparison

COLUMNS: Final = (Column("number", "", 3, numeric=True), Column("sentence", "Step", 72))
CANNOT: Final = "✕ "


class PlanScreen(AreaScreen):
    """The plan that the place names by its number."""

    AREA = "2"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("plan")]
    HELP = (
        "A plan beside the real schedule: nothing of it is done. n schedules a session in it, M moves one, m moves one "
        "meeting, X cancels a session, d takes a step out. Below stand what differs from the real schedule, the "
        "clashes that it makes and ends, and whose calendars would change. A carries it out as one deed."
    )
    DEFAULT_CSS = """
    PlanScreen {
        & #figures { height: auto; padding: 0 1; border-bottom: solid $border-blurred; }
        & QuietList { height: 1fr; min-height: 3; }
        & #rest { height: auto; max-height: 40%; padding: 0 1; border-top: solid $border-blurred; }
    }
    """

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        words = "No step yet. n schedules a session in the plan, M moves one, X cancels one."
        self.list = QuietList({*LOOKED_AT, "columns"}, empty_words=words)
        self._comparison: Comparison | None = None
        self._kept = False

    @property
    def plan(self) -> str:
        """Its number, as requests name it."""
        return str(self.place.id)

    def compose_body(self) -> ComposeResult:
        """The figures, the steps, and what else would come of them."""
        yield Static(id="figures")
        yield self.list
        with VerticalScroll(id="rest", can_focus=False):
            yield Static(id="lines")

    def on_mount(self) -> None:
        """Where one is."""
        super().on_mount()
        self.name_crumbs("Plans")
        self.list.focus()

    # Reading

    def reread(self) -> None:
        """Carry it out in thought, on the schedule as it is now."""
        plan, margins = self.plan, self.shell.settings.margins
        read(self, lambda desk: _compare(desk, plan, margins), self._show, slot="plan", refused=self.not_read)

    def _show(self, comparison: "Comparison") -> None:
        self._comparison = comparison
        self.name_crumbs("Plans", comparison.plan)
        cells = [
            (step.number, (str(step.number), f"{'' if step.can else CANNOT}{step.sentence}"))
            for step in comparison.steps
        ]
        self.list.refill(FixedListing.made(COLUMNS, cells))
        self.query_one("#figures", Static).update(_figures(comparison, self.shell.zone))
        self.query_one("#figures").display = bool(comparison.steps)
        self.query_one("#lines", Static).update(Content("\n").join(_rest(comparison)))
        self.refresh_bindings()

    def command_words(self) -> Mapping[str, str]:
        """The plan."""
        return {"plan": self._comparison.plan if self._comparison else self.plan}

    def why_not(self, action: str) -> str:
        """What cannot be done now."""
        if action == "unstep" and self.list.current is None:
            return "There is no step here."
        if action == "keep" and self._comparison is not None and not self._comparison.can_keep:
            return "It has no step yet." if not self._comparison.steps else "One of its steps cannot be done: see ✕."
        return super().why_not(action)

    def on_big_list_rested(self) -> None:
        """The keys follow the cursor."""
        self.refresh_bindings()

    # Doing

    def action_schedule(self) -> None:
        """One more session."""
        from acxdesk.tui.screens.planforms import schedule_step

        self.app.push_screen(schedule_step(self.plan, self.shell.settings))

    def action_move_session(self) -> None:
        """Another start for one."""
        from acxdesk.tui.screens.planforms import move_session_step

        self.app.push_screen(move_session_step(self.plan, self.shell.settings))

    def action_move_meeting(self) -> None:
        """Another date for one meeting."""
        from acxdesk.tui.screens.planforms import move_meeting_step

        self.app.push_screen(move_meeting_step(self.plan))

    def action_cancel_session(self) -> None:
        """One that is not held."""
        from acxdesk.tui.screens.planforms import cancel_step

        self.app.push_screen(cancel_step(self.plan))

    def action_unstep(self) -> None:
        """Take the step under the cursor out."""
        line, plan = self.list.current, self.plan
        if line is not None:
            perform(self, lambda desk: _unstep(desk, plan, line.id))

    def action_keep(self) -> None:
        """Look at what it would do, then do it; the plan is no more then."""
        from acxdesk.tui.screens.planforms import keep

        if self._comparison is not None:
            keep(self, int(self.plan), self._comparison.plan, self._was_kept)

    def _was_kept(self, _receipt: "Receipt") -> None:
        """The plan is no more: go to the others, and let nothing lead here again."""
        self._kept = True
        self.shell.history.forget(self.place)
        self.shell.visit(Place("2", "plans"))

    def not_read(self, refusal: "Refused") -> None:
        """A plan that was kept just now is missed by nobody."""
        if not self._kept:
            super().not_read(refusal)


def _figures(comparison: "Comparison", zone: str) -> Content:
    """The figures that would be others, now and then, and of which days; nothing of a plan without a step."""
    if not comparison.steps:
        return Content("")
    different = [(what, now, then, by) for what, now, then, by in compared(comparison) if by]
    lines = [paint(f"{'':<22}{'now':>9}{'then':>16}", "$text-muted")]
    lines += [paint(f"{what:<22}{now:>9}{then:>16}  {by}") for what, now, then, by in different]
    same = [f"{what.lower()} {now}" for what, now, _then, by in compared(comparison) if not by]
    said = [f"As now: {', '.join(same)}."] if same else []
    if comparison.span is not None:
        first, last = (wall(day, zone).date() for day in (comparison.span.first, comparison.span.after))
        said.append(f"Counted from {reading(first)} to {reading(last)}.")
    return Content("\n").join([*lines, paint(" ".join(said), "$text-muted")])


def _rest(comparison: "Comparison") -> Iterator[Content]:
    for clash in comparison.new_clashes:
        yield paint(f"! new: {clash}", "$text-warning")
    for clash in comparison.gone_clashes:
        yield paint(f"✓ gone: {clash}")
    for step in comparison.steps:
        yield from (paint(f"{step.number}: {line}", "$text-muted") for line in step.lines if line.startswith("!"))
    if comparison.people:
        yield paint(f"Calendars that would change: {', '.join(listed_people(comparison.people))}", "$text-muted")


def _compare(desk: "Desk", plan: str, margins: "Margins") -> "Comparison":
    from acxdesk.actions.scratch import compare

    return compare(desk, plan, margins)


def _unstep(desk: "Desk", plan: str, step: int) -> "Receipt":
    from acxdesk.actions.scratch import PlanNamed, drop_step

    return drop_step(desk, PlanNamed(plan=plan, step=step))

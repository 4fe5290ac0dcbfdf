"""What is asked for a scratch plan: its name, each step, and whether it is carried out.

Imported when a form is opened: the requests bring pydantic with them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from acxdesk.actions.deciding import Decide
from acxdesk.actions.meetings import MoveMeeting, MoveSession
from acxdesk.actions.requests import Request
from acxdesk.actions.scratch import KeepPlan, NewPlan, add_step, compare, keep_plan, new_plan
from acxdesk.rules.comparing import in_words
from acxdesk.tui.perform import Node, perform, read, shell
from acxdesk.tui.screens.booking import sessions_for
from acxdesk.tui.screens.dialogs import Reason, Report
from acxdesk.tui.screens.form import FormScreen, whole
from acxdesk.tui.screens.schedule import schedule_form
from acxdesk.tui.widgets.asks import Ask, Asking, Kind, asking, picking

if TYPE_CHECKING:
    from acxdesk.actions.sessions import Schedule
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.desk.settings import Settings
    from acxdesk.rules.comparing import Comparison

R = TypeVar("R", bound=Request)


def _which_session(ask: Ask) -> Ask:
    return replace(picking(sessions_for)(ask), hint="letters of a reference, a title or a city")


_ASKED: Final[dict[str, Asking]] = {
    "session": _which_session,
    "start": asking(Kind.DATE, label="Starts", hint="the date of the first meeting"),
    "day": asking(Kind.DATE, label="Date"),
    "at": asking(Kind.TIME, label="Time"),
    "zone": asking(Kind.LINE, hint="another zone than its own, as Asia/Kolkata"),
    "number": asking(Kind.NUMBER, label="Meeting", hint="its number in the session"),
    "reason": asking(Kind.LINE, hint="why; the journal keeps it"),
}


def new_plan_form() -> "FormScreen[Receipt, NewPlan]":
    """What a new plan is called."""
    return FormScreen("New plan", NewPlan, new_plan, names=("name",))


def schedule_step(plan: str, settings: "Settings") -> "FormScreen[Receipt, Schedule]":
    """One more session, in the plan."""
    return schedule_form(settings, into=lambda desk, request: add_step(desk, plan, request))


def move_session_step(plan: str, settings: "Settings") -> "FormScreen[Receipt, MoveSession]":
    """Another start, time or zone for a session, in the plan."""
    fixed = {"weekend": tuple(sorted(settings.weekend_days))}
    return _step(plan, "Move a session", MoveSession, ("session", "start", "at", "zone", "reason"), fixed)


def move_meeting_step(plan: str) -> "FormScreen[Receipt, MoveMeeting]":
    """Another date or time for one meeting, in the plan."""
    return _step(plan, "Move a meeting", MoveMeeting, ("session", "number", "day", "at", "reason"))


def cancel_step(plan: str) -> "FormScreen[Receipt, Decide]":
    """A session that is cancelled, in the plan."""
    return _step(plan, "Cancel a session", Decide, ("session", "reason"), {"verb": "cancel"})


def _step(
    plan: str, title: str, model: type[R], names: Sequence[str], fixed: dict[str, Any] | None = None
) -> "FormScreen[Receipt, R]":
    """A form whose request becomes a step of the plan."""

    def preview(desk: "Desk", request: R) -> Sequence[str]:
        return whole(add_step(desk.rehearsing(), plan, request))

    return FormScreen(
        f"{title}, in the plan",
        model,
        lambda desk, request: add_step(desk, plan, request),
        names=names,
        fixed=fixed,
        otherwise=_ASKED,
        preview=preview,
    )


def keep(node: Node, number: int, name: str, done: "Callable[[Receipt], None] | None" = None) -> None:
    """Show what a plan would do, ask for a reason where it makes clashes, and carry it out.

    Args:
        node: who asks.
        number: the plan's.
        name: as it is said.
        done: gets the receipt.
    """
    margins = shell(node).settings.margins

    def looked(comparison: "Comparison") -> None:
        lines = [f"{'' if step.can else '✕ '}{step.sentence}" for step in comparison.steps]
        lines += [f"! {clash}" for clash in comparison.new_clashes]
        report = Report(f"Keep the plan {name}", in_words(comparison), lines, asks=comparison.can_keep)
        shell(node).push_screen(report, lambda yes: go_on(comparison) if yes else None)

    def go_on(comparison: "Comparison") -> None:
        if not comparison.new_clashes:
            carry_out("")
            return
        question = "Why are they accepted? The reason is kept."
        shell(node).push_screen(
            Reason(f"The plan makes {len(comparison.new_clashes)} new clashes", question),
            lambda why: carry_out(why) if why else None,
        )

    def carry_out(why: str) -> None:
        request = KeepPlan.read({"plan": str(number), "accept": why})
        perform(node, lambda desk: keep_plan(desk, request), done=done)

    read(node, lambda desk: compare(desk, str(number), margins), looked, slot="rehearsal")

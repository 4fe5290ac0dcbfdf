"""Picks what is to be done about a clash: a free time for one of its meetings, or a coach who stands in.

What is picked is the ordinary deed, with its preview and a reason; undo takes it back.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from acxdesk.actions.meetings import MoveMeeting, move_meeting
from acxdesk.actions.substitutes import Substitute, substitute
from acxdesk.queries.proposals import Proposals, proposals
from acxdesk.rules.proposals import Coach, Slot
from acxdesk.tui.perform import read, shell
from acxdesk.tui.screens.form import FormScreen, doubt
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.widgets.asks import Kind, asking
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from textual.screen import Screen

    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt

_WHY = {"reason": asking(Kind.LINE, hint="why; it is kept")}


def propose(screen: "Screen[Any]", meetings: Iterable[int]) -> None:
    """Ask for what is free for some meetings, let one be picked, and open its form.

    Args:
        screen: who asks.
        meetings: their numbers as rows.
    """
    wanted, settings = tuple(sorted(meetings)), shell(screen).settings

    def found(desk: "Desk") -> tuple[Proposals, ...]:
        return tuple(proposals(desk, one, settings.margins, settings.weekend_days) for one in wanted)

    read(screen, found, partial(_pick, screen), slot="proposals")


def _pick(screen: "Screen[Any]", found: Sequence[Proposals]) -> None:
    hits: list[Hit[object]] = []
    for one in found:
        hits += (Hit(_move_form(one, slot), f"{one.label} to {slot.words}") for slot in one.slots)
        hits += (
            Hit(_substitute_form(one, absent, coach), f"{one.label} by {coach.words}", f"for {name}")
            for absent, name in one.teachers.items()
            for coach in one.coaches
        )
    if not hits:
        shell(screen).say("Nothing is free in the days around, and nobody who could teach it.")
        return

    def go_on(form: object) -> None:
        if form is not None:
            shell(screen).push_screen(cast("FormScreen[Receipt, MoveMeeting]", form))

    shell(screen).push_screen(PickOne("What is free, nearest first", hits), go_on)


def _move_form(one: Proposals, slot: Slot) -> "FormScreen[Receipt, MoveMeeting]":
    fixed = {"session": one.session, "number": one.number, "day": slot.day, "at": slot.at}
    return FormScreen(
        f"Move {one.label} of {one.session}",
        MoveMeeting,
        move_meeting,
        names=("reason",),
        fixed=fixed,
        otherwise=_WHY,
        preview=lambda desk, request: _told(move_meeting(desk.rehearsing(), request)),
        about=(slot.words,),
    )


def _substitute_form(one: Proposals, absent: int, coach: Coach) -> "FormScreen[Receipt, Substitute]":
    fixed = {"session": one.session, "number": one.number, "absent": str(absent), "by": str(coach.person)}
    return FormScreen(
        f"{coach.name} teaches {one.label} of {one.session}",
        Substitute,
        substitute,
        names=("reason",),
        fixed=fixed,
        otherwise=_WHY,
        preview=lambda desk, request: _told(substitute(desk.rehearsing(), request)),
        about=(coach.words,),
    )


def _told(receipt: "Receipt") -> Sequence[str]:
    """What a rehearsal says, without the meetings that stay."""
    return (receipt.sentence, *(doubt(line) for line in receipt.lines if not line.lstrip()[:1].isdigit()))

"""Keys of the list of clashes."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

ROWS: Final = (
    Action(
        "clashes.accept",
        "A",
        "accept",
        "accept",
        "Accept the clash, or all that are marked, with a reason that is kept.",
        "acxdesk clash accept {clash} --reason WHY",
        rank=0,
    ),
    Action(
        "clashes.propose",
        "p",
        "propose",
        "propose",
        "Show the nearest free times of its meetings and coaches who could stand in, with what each would cost.",
        "acxdesk clash propose {clash}",
        rank=0,
    ),
    Action(
        "clashes.unaccept",
        "d",
        "unaccept",
        "not accepted",
        "Take back that the clash, or all that are marked, was accepted.",
        "acxdesk clash unaccept {clash}",
        rank=2,
    ),
    Action(
        "clashes.other",
        "o",
        "other",
        "other session",
        "Go to the session on the other side of the clash.",
        "acxdesk session show {session}",
        rank=2,
    ),
    Action(
        "clashes.all",
        "v",
        "show_all",
        "all or open",
        "Show what is past or was accepted, too; again: only what needs somebody.",
        "acxdesk clash list --all",
        rank=1,
    ),
)

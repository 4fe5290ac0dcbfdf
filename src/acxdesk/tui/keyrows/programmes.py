"""Keys of the programmes: of the catalogue and of one programme."""

from typing import Final

from acxdesk.tui.keyrows.row import Action
from acxdesk.tui.keyrows.shared import sides


def _changes(where: str) -> tuple[Action, ...]:
    """The keys that change a programme, the same in the catalogue and on its own screen."""
    return (
        Action(
            f"{where}.edit",
            "e",
            "edit",
            "edit",
            "Edit the programme; before saving it is told whether a new edition is made.",
            "acxdesk programme edit {programme}",
        ),
        Action(
            f"{where}.retire",
            "d",
            "retire",
            "retire",
            "Take the programme out of the catalogue: no new sessions, those there are go on.",
            "acxdesk programme retire {programme}",
        ),
        Action(
            f"{where}.reinstate",
            "r",
            "reinstate",
            "reinstate",
            "Take the retired programme back into the catalogue.",
            "acxdesk programme reinstate {programme}",
        ),
    )


def _schedule(where: str, key: str, words: str) -> Action:
    return Action(
        f"{where}.schedule",
        key,
        "schedule",
        words,
        "Schedule a session of the programme.",
        "acxdesk session schedule --programme {programme} --start DATE",
    )


CATALOGUE: Final = (
    Action(
        "programmes.new",
        "n",
        "new",
        "new",
        "Put a new programme into the catalogue.",
        "acxdesk programme add CODE --title TITLE --ladder LADDER --rung RUNG",
    ),
    *_changes("programmes"),
    _schedule("programmes", "S", "schedule"),
)

PROGRAMME: Final = (
    *sides("programme", "Turn to its sessions, editions, scheme and prerequisites, or who is exempted."),
    _schedule("programme", "n,S", "new session"),
    *_changes("programme"),
)

EXEMPTED: Final = (
    Action(
        "exempted.unexempt",
        "X",
        "unexempt",
        "exempt no more",
        "Take the exemption under the cursor back, with the reason.",
        "acxdesk person unexempt --person WHO --programme {programme}",
        rank=1,
    ),
)

ROWS: Final = (*EXEMPTED, *CATALOGUE, *PROGRAMME)

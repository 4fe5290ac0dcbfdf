"""Keys of the area of marks: what waits for attendance, marks, release or awarding."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

ROWS: Final = (
    Action(
        "marking.attendance",
        "a",
        "attendance",
        "attendance",
        "Go to the attendance sheet of the session.",
        "acxdesk attendance show {session}",
        rank=3,
    ),
    Action(
        "marking.marks",
        "m",
        "marks",
        "marks",
        "Go to the mark sheet of the session.",
        "acxdesk mark sheet {session}",
        rank=3,
    ),
    Action(
        "marking.mine",
        "o",
        "mine",
        "only mine",
        "Show only the sessions that you coach, or all.",
        "acxdesk marking --coach NAME",
        rank=3,
    ),
)

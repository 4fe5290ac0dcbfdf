"""Keys of the list of all enrolments."""

from typing import Final

from acxdesk.tui.keyrows.row import Action
from acxdesk.tui.keyrows.shared import moves

ROWS: Final = (
    Action(
        "enrolments.narrow",
        "n",
        "narrow",
        "which",
        "Show only who applied, waits, is offered a seat, is booked, or has left.",
        "acxdesk enrolment list --place PLACE",
        rank=1,
    ),
    *moves("enrolments"),
    Action(
        "enrolments.session",
        "t",
        "session",
        "session",
        "Go to the session of the enrolment under the cursor.",
        "acxdesk session show {session}",
        rank=2,
    ),
    Action(
        "enrolments.person",
        "p",
        "person",
        "person",
        "Go to the delegate under the cursor.",
        "acxdesk person show {person}",
        rank=2,
    ),
)

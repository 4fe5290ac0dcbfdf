"""Keys of the line that schedules a session."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

ROWS: Final = (
    Action(
        "line.next",
        "enter",
        "screen.save_next",
        "save, next",
        "Save the session as it is read back, and say the next one.",
        "acxdesk session add {line}",
        rank=0,
    ),
    Action(
        "line.save",
        "ctrl+s,f2",
        "screen.save",
        "save, open",
        "Save the session as it is read back, and go to it.",
        rank=1,
    ),
    Action("line.complete", "tab", "complete", "complete", "Take the first word that is offered.", rank=3),
    Action("line.form", "f4", "screen.form", "form", "Go on in the full form with what is said so far.", rank=3),
    Action("line.earlier", "up", "earlier", "line before", "Bring back the line that was saved before.", shown=False),
    Action("line.later", "down", "later", "line after", "Go on to the line after.", shown=False),
    Action("line.down", "pagedown", "screen.turn(1)", "further", "Show more of what is read back.", shown=False),
    Action("line.up", "pageup", "screen.turn(-1)", "back", "Show what stands before.", shown=False),
)

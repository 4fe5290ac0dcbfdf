"""Keys of the opening screen."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

ROWS: Final = (
    Action("today.new", "n", "new", "new session", "Schedule a session.", "acxdesk session schedule"),
    Action(
        "today.import",
        "i",
        "import_printed",
        "import",
        "Paste a printed schedule and make all its sessions at once.",
        "acxdesk session import FILE",
    ),
    Action("today.turn", "tab", "turn", "other panel", "Go to the other panel.", shown=False),
)

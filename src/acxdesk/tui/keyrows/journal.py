"""Keys of the journal."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

ROWS: Final = (
    Action(
        "journal.narrow",
        "n",
        "narrow",
        "narrow",
        "Show only what is about one person or session, or was done between two dates.",
        "acxdesk journal list --person ID --session REF --since DATE --until DATE",
    ),
)

"""Keys of the programmes: of the catalogue and of one programme."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

CATALOGUE: Final = (
    Action(
        "programmes.new",
        "n",
        "new",
        "new",
        "Put a new programme into the catalogue.",
        "acxdesk programme add CODE --title TITLE --ladder LADDER --rung RUNG",
    ),
    Action(
        "programmes.edit",
        "e",
        "edit",
        "edit",
        "Edit the programme; before saving it is told whether a new edition is made.",
        "acxdesk programme edit {programme}",
    ),
    Action(
        "programmes.retire",
        "d",
        "retire",
        "retire",
        "Take the programme out of the catalogue: no new sessions, those there are go on.",
        "acxdesk programme retire {programme}",
    ),
    Action(
        "programmes.reinstate",
        "r",
        "reinstate",
        "reinstate",
        "Take the retired programme back into the catalogue.",
        "acxdesk programme reinstate {programme}",
    ),
    Action(
        "programmes.schedule",
        "S",
        "schedule",
        "schedule",
        "Schedule a session of the programme.",
        "acxdesk session schedule --programme {programme} --start DATE",
    ),
)

PROGRAMME: Final = (
    Action("programme.next-tab", "},tab", "next_tab", "next side", "Turn to its sessions or its editions."),
    Action(
        "programme.previous-tab",
        "{,shift+tab",
        "previous_tab",
        "side before",
        "Turn to the side before.",
        shown=False,
    ),
    Action(
        "programme.schedule",
        "n,S",
        "schedule",
        "new session",
        "Schedule a session of the programme.",
        "acxdesk session schedule --programme {programme} --start DATE",
    ),
    Action(
        "programme.edit",
        "e",
        "edit",
        "edit",
        "Edit the programme; before saving it is told whether a new edition is made.",
        "acxdesk programme edit {programme}",
    ),
    Action(
        "programme.retire",
        "d",
        "retire",
        "retire",
        "Take the programme out of the catalogue: no new sessions, those there are go on.",
        "acxdesk programme retire {programme}",
    ),
    Action(
        "programme.reinstate",
        "r",
        "reinstate",
        "reinstate",
        "Take the retired programme back into the catalogue.",
        "acxdesk programme reinstate {programme}",
    ),
)

ROWS: Final = (*CATALOGUE, *PROGRAMME)

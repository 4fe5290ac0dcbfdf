"""Keys that work in every area, in dialogs and in forms."""

from typing import Final

from acxdesk.tui.areas import ALL
from acxdesk.tui.keyrows.row import Action

AREAS: Final = tuple(
    Action(
        f"app.{area.name.lower()}",
        area.number,
        f"area('{area.number}')",
        area.name,
        f"Go to {area.name}.",
        shown=False,
    )
    for area in ALL
)

APP: Final = (
    *AREAS,
    Action("app.goto", "g", "goto", "go to", "Go to any person, session or programme by a few letters of it.", rank=1),
    Action("app.undo", "u", "undo", "undo", "Take the last deed back, also one of many rows.", "acxdesk undo", rank=0),
    Action(
        "app.redo",
        "ctrl+r,U",
        "redo",
        "redo",
        "Put the deed again that was taken back last.",
        "acxdesk redo",
        shown=False,
    ),
    Action("app.back", "[", "go_back", "back", "Go back to where you were before.", shown=False),
    Action("app.forward", "]", "go_forward", "forward", "Go forward again after going back.", shown=False),
    Action(
        "app.demo",
        "D",
        "demo",
        "demonstration data",
        "Fill an empty desk with demonstration data.",
        "acxdesk init --demo",
        shown=False,
    ),
    Action("app.theme", "T", "theme", "colours", "Change to dark, light or the terminal's own colours.", shown=False),
    Action(
        "app.help",
        "?,f1",
        "app.help",
        "help",
        "Tell what can be done here, and every key that is live.",
        rank=1,
        priority=True,
    ),
    Action("app.palette", "ctrl+p,:", "palette", "everything", "Find any action by its words, with its key.", rank=3),
    Action("app.quit", "q", "app.leave", "quit", "Leave acxdesk.", rank=3),
    Action(
        "app.leave", "ctrl+q", "app.leave", "quit", "Leave acxdesk, also from a dialog.", shown=False, priority=True
    ),
)

AREA: Final = (
    Action("area.export", "x", "export", "export", "Write what is shown to a file.", rank=3),
    Action("area.filter", "/", "filter", "filter", "Show only what matches the words that you type."),
    Action("area.copy", "y", "copy", "copy", "Copy what is under the cursor.", shown=False),
    Action("area.leave", "escape", "leave", "back", "Stop what takes long, or go back.", shown=False),
)

DIALOG: Final = (
    Action("dialog.cancel", "escape", "cancel", "back", "Leave the dialog; nothing is done."),
    Action("dialog.next", "down", "app.focus_next", "next", "Go to the next field or button.", shown=False),
    Action("dialog.previous", "up", "app.focus_previous", "previous", "Go to the one before.", shown=False),
)

FORM: Final = (
    Action("form.save", "ctrl+s,f2", "save", "save", "Save what the form says.", priority=True),
    Action("form.cancel", "escape", "cancel", "back", "Leave the form; asked twice when something was typed."),
    Action("form.next", "down", "next", "next field", "Go to the next field.", shown=False),
    Action("form.previous", "up", "previous", "field before", "Go to the field before.", shown=False),
    Action("form.down", "pagedown", "turn(1)", "further", "Show more of the fields, then of the reading.", shown=False),
    Action("form.up", "pageup", "turn(-1)", "back", "Show what stands before.", shown=False),
)

CONFIRM: Final = (
    Action("confirm.yes", "Y", "yes", "yes", "Do it; this cannot be taken back.", shown=False),
    Action("confirm.cancel", "escape,n", "cancel", "no", "Leave everything as it is."),
)

PICK: Final = (
    Action("pick.cancel", "escape", "cancel", "back", "Leave the list; nothing is picked."),
    Action("pick.next", "down", "next", "next", "One line down.", shown=False),
    Action("pick.previous", "up", "previous", "previous", "One line up.", shown=False),
)

PALETTE: Final = (
    Action("palette.copy", "ctrl+y,y", "copy", "copy command", "Copy the command line that does the same."),
)

"""Keys of a sheet that is filled by typing, whatever is typed into it."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

SHEET: Final = (
    Action("sheet.enter", "enter", "enter", "next", "Keep what was typed and move on.", rank=3),
    Action("sheet.amend", "f2", "amend", "amend", "Type on at what stands in the cell.", shown=False),
    Action(
        "sheet.next",
        "tab",
        "next",
        "next cell",
        "The next cell; behind the last one the next person's first.",
        shown=False,
    ),
    Action("sheet.previous", "shift+tab", "previous", "cell before", "The cell before.", shown=False),
    Action("sheet.up", "up,k", "up", "up", "One person up.", shown=False),
    Action("sheet.down", "down,j", "down", "down", "One person down.", shown=False),
    Action("sheet.left", "left", "left", "left", "One column left.", shown=False),
    Action("sheet.right", "right", "right", "right", "One column right.", shown=False),
    Action("sheet.page-up", "pageup", "page_up", "page up", "A window up.", shown=False),
    Action("sheet.page-down", "pagedown", "page_down", "page down", "A window down.", shown=False),
    Action("sheet.first", "home", "first", "first", "To the first person.", shown=False),
    Action("sheet.last", "end", "last", "last", "To the last person.", shown=False),
    Action("sheet.turn", "t", "turn", "turn", "Move on down, or to the right, from now on.", rank=4),
    Action("sheet.stop", "escape", "stop", "stop", "Take back what is being typed or was refused.", shown=False),
)

# Not on a sheet whose own letters these are: late is l.
LETTERS: Final = (
    Action("sheet-letters.left", "h", "left", "left", "One column left.", shown=False),
    Action("sheet-letters.right", "l", "right", "right", "One column right.", shown=False),
)

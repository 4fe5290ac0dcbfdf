"""Keys of the big list, whatever it lists."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

LIST: Final = (
    Action("list.open", "enter", "open", "open", "Open the line under the cursor.", rank=1),
    Action("list.mark", "space", "mark", "mark", "Mark the line, or take its mark away.", rank=3),
    Action(
        "list.mark-all", "*", "mark_all", "mark all", "Mark all lines that match, or take their marks away.", rank=4
    ),
    Action("list.mark-up", "shift+up,K", "mark_up", "mark up", "Mark from here upward.", shown=False),
    Action("list.mark-down", "shift+down,J", "mark_down", "mark down", "Mark from here downward.", shown=False),
    Action("list.sort", "s", "sort", "sort", "Choose the column to sort by.", rank=4),
    Action("list.columns", "c", "columns", "columns", "Choose the columns to show.", rank=4),
    Action("list.up", "up,k", "up", "up", "One line up.", shown=False),
    Action("list.down", "down,j", "down", "down", "One line down.", shown=False),
    Action("list.page-up", "pageup", "page_up", "page up", "A window up.", shown=False),
    Action("list.page-down", "pagedown", "page_down", "page down", "A window down.", shown=False),
    Action("list.first", "home", "first", "first", "To the first line.", shown=False),
    Action("list.last", "end", "last", "last", "To the last line.", shown=False),
    Action("list.columns-left", "left,h", "columns_left", "columns left", "Show columns further left.", shown=False),
    Action(
        "list.columns-right", "right,l", "columns_right", "columns right", "Show columns to the right.", shown=False
    ),
    Action("list.stop", "escape", "stop", "stop", "Stop what takes long.", shown=False),
)

"""Keys of the big list, whatever it lists."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

LIST: Final = (
    Action("list.open", "enter", "open", "Open", "Open the line under the cursor"),
    Action("list.mark", "space", "mark", "Mark", "Mark the line, or take its mark away"),
    Action("list.mark-all", "*", "mark_all", "Mark all", "Mark all lines that match, or take their marks away"),
    Action("list.mark-up", "shift+up,K", "mark_up", "Mark up", "Mark from here upward", shown=False),
    Action("list.mark-down", "shift+down,J", "mark_down", "Mark down", "Mark from here downward", shown=False),
    Action("list.sort", "s", "sort", "Sort", "Choose the column to sort by"),
    Action("list.columns", "c", "columns", "Columns", "Choose the columns to show"),
    Action("list.up", "up,k", "up", "Up", "One line up", shown=False),
    Action("list.down", "down,j", "down", "Down", "One line down", shown=False),
    Action("list.page-up", "pageup", "page_up", "Page up", "A window up", shown=False),
    Action("list.page-down", "pagedown", "page_down", "Page down", "A window down", shown=False),
    Action("list.first", "home", "first", "First", "To the first line", shown=False),
    Action("list.last", "end", "last", "Last", "To the last line", shown=False),
    Action("list.columns-left", "left,h", "columns_left", "Columns left", "Show columns further left", shown=False),
    Action("list.columns-right", "right,l", "columns_right", "Columns right", "Show columns to the right", shown=False),
    Action("list.stop", "escape", "stop", "Stop", "Stop what takes long", shown=False),
)

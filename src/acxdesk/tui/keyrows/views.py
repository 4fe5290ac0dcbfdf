"""Keys of the week, the month and the agenda, and those that turn from one view of the sessions to another."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

# On the list of sessions as well.
VIEWS: Final = (
    Action(
        "views.week",
        "w",
        "week",
        "week",
        "Show the week of the day in sight, half-hours down and days across.",
        "acxdesk session week {day}",
        rank=3,
    ),
    Action(
        "views.month",
        "m",
        "month",
        "month",
        "Show the month of the day in sight, a day a box.",
        "acxdesk session month {day}",
        rank=3,
    ),
    Action(
        "views.agenda",
        "a",
        "agenda",
        "agenda",
        "List the meetings from the day in sight on, one a line.",
        "acxdesk session agenda {day}",
        rank=3,
    ),
    Action("views.today", "t", "today", "today", "Go to today.", rank=3),
)

DATED: Final = (
    Action(
        "dated.list",
        "l",
        "screen.show_list",
        "list",
        "Show the list of sessions. The arrows alone go to the right here.",
        "acxdesk session list",
        rank=3,
    ),
    Action(
        "dated.only",
        "v",
        "only",
        "only…",
        "Show only the meetings of one coach, of one room or of one ladder; Esc shows all again.",
        "acxdesk session week {day} --coach WHO --room ROOM --ladder LADDER",
        rank=2,
    ),
    Action("dated.before", "comma,pageup", "before", "before", "Turn to the week or the month before.", rank=3),
    Action("dated.after", "full_stop,pagedown", "after", "after", "Turn to the week or the month after.", rank=3),
)

GRID: Final = (
    Action("grid.open", "enter", "open", "open", "Open what is under the cursor.", rank=1),
    Action("grid.up", "up,k", "up", "up", "Go up.", shown=False),
    Action("grid.down", "down,j", "down", "down", "Go down.", shown=False),
    Action("grid.left", "left,h", "left", "left", "Go to the left.", shown=False),
    Action("grid.right", "right", "right", "right", "Go to the right; l is the list of sessions.", shown=False),
    Action("grid.first", "home", "first", "first", "To the first.", shown=False),
    Action("grid.last", "end", "last", "last", "To the last.", shown=False),
)

_MEETING: Final = "acxdesk meeting move {session} {number}"

WEEK: Final = (
    Action(
        "week.day-before",
        "less_than_sign",
        "day_before",
        "day back",
        "Move the meeting a day back; it is not saved before Enter.",
        f"{_MEETING} --by-days -1",
        shown=False,
    ),
    Action(
        "week.day-after",
        "greater_than_sign",
        "day_after",
        "day on",
        "Move the meeting a day on; it is not saved before Enter.",
        f"{_MEETING} --by-days 1",
        rank=1,
    ),
    Action(
        "week.hour-before",
        "left_curly_bracket",
        "hour_before",
        "hour back",
        "Move the meeting an hour back; it is not saved before Enter.",
        f"{_MEETING} --by-hours -1",
        shown=False,
    ),
    Action(
        "week.hour-after",
        "right_curly_bracket",
        "hour_after",
        "hour on",
        "Move the meeting an hour on; it is not saved before Enter.",
        f"{_MEETING} --by-hours 1",
        rank=1,
    ),
    Action(
        "week.move-to",
        "M",
        "move_to",
        "move to…",
        "Move the meeting to a date and a time that you type.",
        f"{_MEETING} --day DATE",
        rank=2,
    ),
    Action(
        "week.whole",
        "*",
        "whole",
        "all its meetings",
        "Let the keys that move go for the whole session, or for the one meeting again.",
        "acxdesk session move {session} --by-days 1",
        rank=3,
    ),
    Action(
        "week.save",
        "ctrl+s,f2",
        "save",
        "save",
        "Save where the meeting was moved to, as Enter does; Esc leaves it where it was.",
        rank=2,
    ),
)

ROWS: Final = (*VIEWS, *DATED, *GRID, *WEEK)

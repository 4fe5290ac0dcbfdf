"""Keys of the Change Architect award: of a cycle as a whole. Each of its sides has a file of its own."""

from typing import Final

from acxdesk.tui.keyrows.row import Action
from acxdesk.tui.keyrows.shared import sides

ROWS: Final = (
    *sides("award", "Turn to its nominations, panel, conflicts, voters, count, or the Hall of Fame.", rank=3),
    Action(
        "award.advance",
        "A",
        "advance",
        "next phase",
        "Take the cycle into its next phase, after a look at what that means.",
        "acxdesk award advance {year}",
        rank=2,
    ),
    Action(
        "award.edit",
        "E",
        "edit_cycle",
        "dates, rules",
        "Edit the cycle's dates, and its rules until voting opens.",
        "acxdesk award edit {year}",
        rank=2,
    ),
    Action(
        "award.new",
        "N",
        "plan_cycle",
        "new cycle",
        "Plan the cycle of a year: its dates and its rules.",
        "acxdesk award plan YEAR",
        rank=2,
    ),
    Action(
        "award.abandon",
        "Z",
        "abandon",
        "abandon",
        "Give the cycle up, with the reason: nobody is named in its year.",
        "acxdesk award abandon {year} --reason WHY",
        shown=False,
    ),
    Action(
        "award.year",
        "O",
        "other_year",
        "another year",
        "Look at the cycle of another year.",
        "acxdesk award list",
        shown=False,
    ),
    Action(
        "award.calendar",
        "X",
        "export_dates",
        "calendar",
        "Write the cycle's dates as a calendar.",
        "acxdesk award calendar {year} --out FILE",
        rank=2,
    ),
)

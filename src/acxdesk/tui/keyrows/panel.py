"""Keys of the award's panel sheet, and of the list of conflicts of interest."""

from typing import Final

from acxdesk.tui.keyrows.row import Action
from acxdesk.tui.keyrows.shared import file_lines

SHEET: Final = (
    Action(
        "panel.member",
        "n",
        "member",
        "new member",
        "Put somebody on the panel, by a few letters of her name.",
        "acxdesk panel add WHO",
        rank=0,
    ),
    Action(
        "panel.unseat",
        "r",
        "unseat",
        "take off",
        "Take the member under the cursor off the panel; her points go with her.",
        "acxdesk panel remove {member}",
        rank=0,
    ),
    Action(
        "panel.clear",
        "d",
        "clear",
        "clear",
        "Take the points under the cursor away.",
        'acxdesk panel score --nominee {nominee} --by {member} --points ""',
        rank=0,
    ),
    Action(
        "panel.import",
        "i",
        "import_file",
        "import",
        "Read points from a CSV or XLSX file, see line by line what becomes of it, and enter them at once.",
        "acxdesk panel import FILE",
        rank=0,
    ),
    Action(
        "panel.shortlist",
        "S",
        "shortlist",
        "shortlist",
        "Make the shortlist of the best by points, after a look at it.",
        "acxdesk panel shortlist {year}",
        rank=0,
    ),
    Action(
        "panel.chosen",
        "H",
        "by_hand",
        "by hand",
        "Choose the shortlist by hand, with the reason.",
        "acxdesk panel shortlist {year} --nominee WHO --reason WHY",
        shown=False,
    ),
)

CONFLICTS: Final = (
    Action(
        "conflicts.declare",
        "n",
        "declare",
        "declare",
        "Note a conflict of interest that somebody declares.",
        "acxdesk conflict declare --person WHO --nominee WHOM --note WHY",
        rank=0,
    ),
    Action(
        "conflicts.dismiss",
        "d",
        "dismiss",
        "dismiss",
        "Let the conflict under the cursor not stand, with a note.",
        "acxdesk conflict dismiss --person {person} --nominee {nominee} --note WHY",
        rank=0,
    ),
    Action(
        "conflicts.withdraw",
        "w",
        "withdraw",
        "as proposed",
        "Take back what was declared or dismissed: what the desk knows by itself holds again.",
        "acxdesk conflict withdraw --person {person} --nominee {nominee}",
        rank=0,
    ),
)

FILE: Final = file_lines("panel-import", "acxdesk panel import FILE")

ROWS: Final = (*SHEET, *FILE, *CONFLICTS)

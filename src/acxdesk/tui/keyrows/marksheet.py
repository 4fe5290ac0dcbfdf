"""Keys of a session's mark sheet, and of the lines of a file of marks."""

from typing import Final

from acxdesk.tui.keyrows.row import Action
from acxdesk.tui.keyrows.shared import file_lines

_CELL: Final = "--session {session} --person {person} --component {component}"

SHEET: Final = (
    Action(
        "marksheet.series",
        "S",
        "series",
        "whose marks",
        "Turn from the first marks to the second, the third, and what they become.",
        "acxdesk mark sheet {session}",
        rank=1,
    ),
    Action(
        "marksheet.attempt",
        "a",
        "attempt",
        "resit",
        "Turn from the first attempt to the resits, and back.",
        "acxdesk mark sheet {session}",
        rank=3,
    ),
    Action(
        "marksheet.clear",
        "d",
        "clear",
        "clear",
        "Take the mark under the cursor away, as long as it is not released.",
        f'acxdesk mark enter {_CELL} --points ""',
        rank=4,
    ),
    Action(
        "marksheet.agree",
        "A",
        "agree",
        "agree",
        "Let every pair of first and second marks become the agreed one, as the scheme says.",
        "acxdesk mark agree --session {session}",
        rank=3,
    ),
    Action(
        "marksheet.release",
        "R",
        "release",
        "release…",
        "Tell everybody her outcome; it is shown first, with what stands against it.",
        "acxdesk result release --session {session}",
        rank=1,
    ),
    Action(
        "marksheet.award",
        "W",
        "award",
        "award",
        "Award the accreditation to everybody who passed and was told so.",
        "acxdesk accreditation award {session}",
        rank=2,
    ),
    Action(
        "marksheet.remark",
        "m",
        "remark",
        "remark",
        "Have a released mark marked again, with the reason; until it is decided the mark counts as it is.",
        f"acxdesk mark remark {_CELL} --reason WHY",
        rank=4,
    ),
    Action(
        "marksheet.appeal",
        "L",
        "appeal",
        "appeal",
        "Note the delegate's appeal against a released mark.",
        f"acxdesk mark appeal {_CELL} --reason WHY",
        rank=4,
    ),
    Action(
        "marksheet.decide",
        "v",
        "decide",
        "decide",
        "Decide the remark or the appeal that is open on the mark under the cursor.",
        f"acxdesk mark decide {_CELL} --points POINTS",
        rank=4,
    ),
    Action(
        "marksheet.mine",
        "p",
        "put_mine",
        "put mine",
        "Put the mark that you typed over the one that somebody else gave meanwhile.",
        rank=2,
    ),
    Action(
        "marksheet.because",
        "b",
        "because",
        "say why",
        "Say why the mark that was refused is given all the same; the reason is kept.",
        rank=3,
    ),
    Action(
        "marksheet.marked",
        "w",
        "marked",
        "who marked",
        "Who gave which mark for the component under the cursor, and when.",
        "acxdesk journal list --session {session}",
        rank=4,
    ),
    Action(
        "marksheet.import",
        "i",
        "import_marks",
        "import",
        "Read marks from a CSV or XLSX file, see by line what becomes of them, and enter all at once.",
        "acxdesk mark import {session} FILE",
        rank=3,
    ),
    Action(
        "marksheet.pack",
        "o",
        "pack",
        "pack",
        "Write a marking pack, a spreadsheet for a coach who is offline.",
        "acxdesk mark pack {session} --out FILE",
        rank=3,
    ),
    Action(
        "marksheet.unpack",
        "O",
        "unpack",
        "unpack",
        "Read a marking pack that was filled in, and see by line what becomes of it.",
        "acxdesk mark unpack FILE",
        rank=4,
    ),
)

IMPORT: Final = (
    *file_lines("marks-import", "acxdesk mark import {session} FILE"),
    Action(
        "marks-import.take",
        "t",
        "take",
        "take theirs",
        "Let the file settle the conflict under the cursor, or the desk again.",
        rank=2,
    ),
    Action(
        "marks-import.take-all",
        "a",
        "take_all",
        "take all",
        "Let the file settle every conflict, or the desk every one.",
        "acxdesk mark import {session} FILE --take theirs",
        rank=3,
    ),
)

ROWS: Final = (*SHEET, *IMPORT)

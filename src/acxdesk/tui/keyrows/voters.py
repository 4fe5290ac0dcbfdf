"""Keys of the roll of a vote: codes, and ballots that come in."""

from typing import Final

from acxdesk.tui.keyrows.row import Action
from acxdesk.tui.keyrows.shared import file_lines

ROWS: Final = (
    Action(
        "voters.cast",
        "v",
        "cast",
        "vote",
        "Cast a ballot by a voting code. It replaces what that voter voted before; no undo takes it back.",
        "acxdesk ballot cast RANKING --code CODE",
        rank=0,
    ),
    Action(
        "voters.import",
        "i",
        "import_ballots",
        "import",
        "Read ballots from a CSV or XLSX file, see line by line what becomes of it, and put them in the box at once.",
        "acxdesk ballot import FILE",
        rank=0,
    ),
    Action(
        "voters.codes",
        "o",
        "write_codes",
        "codes",
        "Give a voting code to everybody on the roll who has none, and write the codes to a file for mailing.",
        "acxdesk ballot codes {year} --out FILE",
        rank=0,
    ),
    Action(
        "voters.replace",
        "R",
        "replace_code",
        "lost code",
        "Give the voter under the cursor another code in the place of one that she lost, while she has not voted.",
        "acxdesk ballot replace WHO --out FILE",
        rank=3,
    ),
    *file_lines("ballots-import", "acxdesk ballot import FILE"),
)

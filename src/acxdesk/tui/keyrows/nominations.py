"""Keys of the award's nominations, of the lines of a file of them, and of the Hall of Fame."""

from typing import Final

from acxdesk.tui.keyrows.row import Action
from acxdesk.tui.keyrows.shared import file_lines


def _row(name: str, key: str, words: str, told: str, command: str, *, rank: int = 2) -> Action:
    return Action(f"nominations.{name}", key, name, words, told, f"acxdesk nomination {command}", rank=rank)


NOMINATIONS: Final = (
    _row("new", "n", "nominate", "Write down a nomination, as a draft or submitted.", "add WHO --by WHO", rank=0),
    _row("edit", "e", "edit", "Edit the category, the statement and the evidence.", "edit {nomination}"),
    _row("submit", "p", "submit", "Submit the draft under the cursor.", "submit {nomination}"),
    _row("accept", "a", "accept", "Note that the nominee accepts.", "accept {nomination}", rank=0),
    _row("decline", "v", "decline", "Note that the nominee declines.", "decline {nomination}"),
    _row("second", "S", "second", "Note that a peer supports it.", "second {nomination} --by WHO", rank=0),
    _row("grant", "r", "except", "Let her stand although a rule does not hold, and why.", "except {nomination}"),
    _row("cite", "C", "citation", "Write what is said of her if she wins.", "cite {nomination} --citation TEXT"),
    _row("merge", "m", "merge", "Merge it into that of somebody who is the same human.", "merge {nomination}"),
    _row("withdraw", "w", "withdraw", "Take it back; a nominee who left is passed over.", "withdraw {nomination}"),
    _row("import_file", "i", "import", "Import nominations that came by mail, line by line.", "import FILE"),
)

FILE: Final = file_lines("nominations-import", "acxdesk nomination import FILE")

HALL: Final = (
    Action(
        "hall.announce",
        "a",
        "announce",
        "announce",
        "Announce the result: the winner and the runner-up enter the Hall of Fame.",
        "acxdesk award announce {year}",
        rank=0,
    ),
    Action(
        "hall.text",
        "t",
        "announcement",
        "announcement",
        "Show the text that announces the winner.",
        "acxdesk award announcement {year}",
        rank=0,
    ),
    Action(
        "hall.certificate",
        "P",
        "certificate",
        "certificate",
        "Write the certificate of the winner as PDF.",
        "acxdesk award certificate {year} --out FILE",
        rank=0,
    ),
    Action(
        "hall.record",
        "n",
        "record",
        "earlier winner",
        "Record who was named in an earlier year.",
        "acxdesk award record YEAR --name NAME --source WHERE",
        rank=0,
    ),
)

ROWS: Final = (*NOMINATIONS, *FILE, *HALL)

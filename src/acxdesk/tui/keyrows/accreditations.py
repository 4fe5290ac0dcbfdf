"""Keys of the accreditations: of the register, of one of them, of a person's own."""

from typing import Final

from acxdesk.tui.keyrows.row import Action
from acxdesk.tui.keyrows.shared import file_lines

# What is done to accreditations -> its key, its word in the footer, what help says, its command line, its rank.
_DEEDS: Final = {
    "renew": (
        "r",
        "renew",
        "Renew what is in its window, one or all that are marked; a new record takes the old one's place.",
        "acxdesk accreditation renew {accreditation}",
        1,
    ),
    "reissue": (
        "N",
        "name",
        "Issue it again with the name put right; the old code answers with where it went.",
        "acxdesk accreditation reissue {accreditation} --name NAME",
        2,
    ),
    "suspend": (
        "S",
        "suspend",
        "Suspend it, with the reason and the day: it does not count until it is reinstated.",
        "acxdesk accreditation suspend {accreditation} --reason WHY",
        2,
    ),
    "reinstate": (
        "R",
        "reinstate",
        "Let what is suspended count again.",
        "acxdesk accreditation reinstate {accreditation}",
        2,
    ),
    "revoke": (
        "d",
        "revoke",
        "Take it away for good, with the reason and the day; undo puts it back.",
        "acxdesk accreditation revoke {accreditation} --reason WHY",
        2,
    ),
    "decree": (
        "E",
        "decree",
        "Change the last valid day of all that are marked, or of all that a filter finds, for one reason.",
        "acxdesk accreditation decree --programme CODE --expires-until DATE --months N --reason WHY",
        3,
    ),
    "certificate": (
        "P",
        "certificate",
        "Write its certificate as PDF; of all that are marked a file each, into a folder.",
        "acxdesk certificate write --number {accreditation} --out FILE",
        3,
    ),
    "badge": (
        "B",
        "badge",
        "Write it as a signed Open Badges credential; of all that are marked a file each, into a folder.",
        "acxdesk certificate badge {accreditation} --out FILE",
        4,
    ),
}


def _deeds(where: str) -> tuple[Action, ...]:
    """The keys that do something to accreditations, the same wherever they are shown."""
    return tuple(
        Action(f"{where}.{verb}", key, f"{verb}_accreditation", words, told, command, rank=rank)
        for verb, (key, words, told, command, rank) in _DEEDS.items()
    )


REGISTER: Final = (
    Action(
        "accreditations.as-of",
        "t",
        "as_of",
        "as of",
        "Show the register as it stood on another day.",
        "acxdesk accreditation list --as-of DATE",
        rank=1,
    ),
    Action(
        "accreditations.narrow",
        "o",
        "narrow",
        "only",
        "Show only what is issued, expired, suspended, revoked or superseded that day, or every record.",
        "acxdesk accreditation list --state STATE",
    ),
    Action(
        "accreditations.record",
        "n",
        "record",
        "record",
        "Put down what somebody earned before this desk kept it.",
        "acxdesk accreditation record --person ID --programme CODE --awarded-on DATE",
        rank=1,
    ),
    Action(
        "accreditations.import",
        "i",
        "import_accreditations",
        "import",
        "Read accreditations from a CSV or XLSX file, see line by line what becomes of them, write all at once.",
        "acxdesk accreditation import FILE",
    ),
    Action(
        "accreditations.verify",
        "V",
        "verify",
        "verify",
        "Type the code of a certificate and see what was awarded under it, and what became of that.",
        "acxdesk certificate verify CODE",
        rank=3,
    ),
    Action(
        "accreditations.person",
        "p",
        "person",
        "person",
        "Go to the holder of the accreditation under the cursor.",
        "acxdesk person show {person}",
    ),
    *_deeds("accreditations"),
)

ONE: Final = (
    *_deeds("accreditation"),
    Action("accreditation.person", "p", "person", "person", "Go to the holder.", "acxdesk person show {person}"),
    Action(
        "accreditation.session",
        "t",
        "session",
        "session",
        "Go to the session that it was earned in.",
        "acxdesk session show {session}",
    ),
)

HERS: Final = (
    Action(
        "earned.record",
        "n",
        "record",
        "record",
        "Put down what she earned before this desk kept it.",
        "acxdesk accreditation record --person {person} --programme CODE --awarded-on DATE",
        rank=1,
    ),
    *_deeds("earned"),
)

IMPORT: Final = file_lines("accreditations-import", "acxdesk accreditation import FILE")

ROWS: Final = (*REGISTER, *ONE, *HERS, *IMPORT)

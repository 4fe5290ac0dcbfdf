"""Keys of the count of an award."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

ROWS: Final = (
    Action(
        "counted.count",
        "S",
        "count",
        "seal and count",
        "Seal the box after voting and count it; this is final.",
        "acxdesk award count {year}",
        rank=0,
    ),
    Action(
        "counted.reveal",
        "v",
        "reveal",
        "result",
        "Show what the count came to, with every round, also before it is announced.",
        "acxdesk award result {year} --embargoed",
        rank=0,
    ),
    Action(
        "counted.write",
        "w",
        "write_ballots",
        "ballots",
        "Write the sealed ballots to a file, for anybody to count them again.",
        "acxdesk award ballots {year} --out FILE",
        rank=0,
    ),
)

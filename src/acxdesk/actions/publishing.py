"""The sealed ballots leave the desk as a file, so that anybody can count them again."""

from pathlib import Path

from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import shown
from acxdesk.desk.writing import refuse_taken, write_whole
from acxdesk.queries.counting import sealed_text
from acxdesk.rules.ballots import seal_of


def publish_ballots(
    desk: Desk, out: Path, year: int | None = None, *, embargoed: bool = False, overwrite: bool = False
) -> Receipt:
    """Write the sealed ballots of a cycle, whole or not at all.

    Args:
        desk: read only; a rehearsing one writes nothing.
        out: the file to be.
        year: of the cycle; None for the active one.
        embargoed: whether they may be written before the announcement.
        overwrite: whether a file that is there may be replaced.

    Raises:
        NotFound: there is no such cycle.
        Refused: they are not counted, or embargoed; or something is there already.
        InputProblem, SaveFailed: as `desk.writing.write_whole`.
    """
    text = sealed_text(desk, year, embargoed=embargoed)
    refuse_taken(out, overwrite=overwrite)
    if not desk.rehearsal:
        write_whole(out, [text.encode()], overwrite=overwrite)
    sentence = f"The sealed ballots are written to {shown(out)}; their seal is {seal_of(text)}."
    told = ("Anybody counts them again with `acxdesk award count --from FILE`.",)
    return Receipt(sentence, told, changed=False, rehearsed=desk.rehearsal)

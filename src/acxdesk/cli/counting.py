"""The verbs of `acxdesk award` about the count: sealing and counting, the result, the ballots as a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, WrongUse
from acxdesk.cli.said import DASH
from acxdesk.rules.ballots import read_sealed, seal_of
from acxdesk.rules.counting import count as counted

if TYPE_CHECKING:
    from acxdesk.rules.counting import Result

Year = Annotated[int | None, Parameter(help="the year; else the cycle that is active, else the newest")]
Embargoed = Annotated[bool, Parameter(negative="", help="also before the announcement: for those who may know it")]


def count(
    year: Year = None,
    *,
    from_: Annotated[
        str | None,
        DASH,
        Parameter(name="--from", metavar="FILE", help='sealed ballots as published; "-": stdin'),
    ] = None,
    call: Asked,
) -> None:
    """Seal the box of a cycle after voting, which is final; or, with --from, count published ballots again.

    A recount needs no data file and prints the same bytes on any machine.
    """
    if from_ is not None:
        if year is not None:
            raise WrongUse("Give a year or --from, not both.")
        held = said.file_bytes(from_)
        box = read_sealed(held)
        _print(counted(box, seal_of(held.decode())), as_json=call.as_json)
        return
    from acxdesk.actions.voting import seal_box

    if not call.dry_run:
        call.confirm("Seal the box and count it? No undo opens it again.")
    with call.writing() as desk:
        call.answer(seal_box(desk, year))


def result(year: Year = None, *, embargoed: Embargoed = False, call: Asked) -> None:
    """What the count came to, with every round; before the announcement only with --embargoed."""
    from acxdesk.queries.counting import count_card
    from acxdesk.queries.counting import result as result_of
    from acxdesk.rules.localtime import reading

    with call.reading() as desk:
        found = result_of(desk, year, embargoed=embargoed)
        card = count_card(desk, year)
    if card.is_embargoed:
        voice.say(f"EMBARGOED until {reading(card.announce_on)}: it is for you, and not to be told.")
    _print(found, as_json=call.as_json)


def ballots(
    year: Year = None,
    *,
    out: Annotated[str, DASH, Parameter(metavar="FILE", help='the file to write; "-" is stdout')],
    embargoed: Embargoed = False,
    overwrite: Annotated[bool, Parameter(help="replace the file if it is there")] = False,
    call: Asked,
) -> None:
    """Write the sealed ballots, without any voter's name, for anybody to count again."""
    from acxdesk.actions.publishing import publish_ballots
    from acxdesk.queries.counting import sealed_text

    with call.reading() as opened:
        if out == "-":
            voice.raw([sealed_text(opened, year, embargoed=embargoed).encode()])
            return
        desk = opened.rehearsing() if call.dry_run else opened
        receipt = publish_ballots(desk, Path(out), year, embargoed=embargoed, overwrite=overwrite)
    call.answer(receipt, file=out)


def _print(found: "Result", *, as_json: bool) -> None:
    if not as_json:
        for line in found.lines():
            voice.data(line)
        return
    box: Any = found.box
    voice.print_json(
        {
            "year": box.year,
            "title": box.title,
            "counting": box.counting,
            "seal": found.seal,
            "rules_hash": box.rules_hash,
            "ballots": found.pairwise.ballots,
            "blank": found.blank,
            "nominees": dict(box.nominees),
            "withdrawn": box.withdrawn,
            "drawn": found.drawn,
            "method": found.method,  # the paths, or every round
            "places": found.places,
            "winner": found.winner,
            "runner_up": found.runner_up,
            "pairwise": {
                key: dict(zip(found.pairwise.keys, row, strict=True))
                for key, row in zip(found.pairwise.keys, found.pairwise.above, strict=True)
            },
        }
    )

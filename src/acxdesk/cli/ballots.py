"""The verbs of `acxdesk ballot`."""

import sys
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, noun
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.said import DASH

app = noun("ballot", "The vote of the Change Architect award: the roll, voting codes, ballots.")
app.command(
    "acxdesk.cli.handed:ballots",
    name="import",
    help="Import ballots from a CSV or XLSX file, after a dry run by line.",
)

Year = Annotated[int | None, Parameter(help="of the cycle; else the active one, else the newest")]
Out = Annotated[Path, DASH, Parameter(metavar="FILE", help="the CSV file to write: name, email, code; never replaced")]
_LONGEST_CODE: Final = 1_000  # characters of stdin that are looked at


@app.command
def roll(year: Year = None, *, shown: Shown = AS_IT_IS, call: Asked) -> int:
    """List who may vote, who has a code, and who has voted; never what."""
    from acxdesk.queries import voters

    with call.reading() as desk:
        return print_list(call, desk, voters.roll(desk, year), shown)


@app.command
def status(year: Year = None, *, call: Asked) -> None:
    """Whether ballots are taken, who stands on them, and how many have voted."""
    from acxdesk.queries.voters import turnout

    with call.reading() as desk:
        now = turnout(desk, year)
    if call.as_json:
        voice.print_json(now)
        return
    voice.print_pairs(
        [
            ("Vote", now.title),
            ("Now", now.sentence),
            ("On the roll", f"{now.voters:,}"),
            ("With a code", f"{now.codes:,}"),
            ("Voted", f"{now.voted:,}"),
            *((each.key, f"{each.name}{' (no nominee any more)' if each.has_left else ''}") for each in now.nominees),
        ]
    )


@app.command
def codes(
    year: Year = None,
    *,
    out: Out,
    person: Annotated[
        list[str] | None, Parameter(help="only this voter, by number, address or name; repeatable")
    ] = None,
    call: Asked,
) -> None:
    """Give everybody on the roll who has none a voting code, and write the codes for mailing. They are kept nowhere."""
    from acxdesk.actions.voting import GiveCodes, give_codes

    with call.writing() as desk:
        receipt = give_codes(desk, GiveCodes.read({"people": person or (), **said.given(year=year)}), out)
    call.answer(receipt, file=out)


@app.command
def replace(person: said.Who, *, out: Out, year: Year = None, call: Asked) -> None:
    """Give somebody who has not voted another code in the place of a lost one."""
    from acxdesk.actions.voting import ReplaceCode, replace_code

    with call.writing() as desk:
        receipt = replace_code(desk, ReplaceCode.read({"person": person, **said.given(year=year)}), out)
    call.answer(receipt, file=out)


@app.command
def cast(
    ranking: Annotated[str, Parameter(help="keys of nominees, the best first: N03>N01=N07, or N03,N01")] = "",
    *,
    code: Annotated[str, DASH, Parameter(help="the voting code; - for the first line of stdin")],
    voter: Annotated[str, Parameter(help="whose code it is to be, by number, address or name")] = "",
    blank: Annotated[bool, Parameter(help="cast it without anybody")] = False,
    year: Year = None,
    call: Asked,
) -> None:
    """Cast one ballot. It replaces what she voted before, and no undo takes it back."""
    from acxdesk.actions.ballots import Cast
    from acxdesk.actions.ballots import cast as put_in

    spelled = sys.stdin.readline(_LONGEST_CODE).strip() if code == "-" else code
    values = {"code": spelled, "ranking": ranking, "voter": voter, "blank": blank}
    with call.writing() as desk:
        receipt = put_in(desk, Cast.read({**values, **said.given(year=year)}))
    call.answer(receipt)

"""`acxdesk panel ...`: who scores the nominees, what they give, and the shortlist."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import handed, said, voice
from acxdesk.cli.award import Year
from acxdesk.cli.call import Asked, noun
from acxdesk.cli.said import DASH, Who, given
from acxdesk.cli.voice import Heading
from acxdesk.errors import NotFound
from acxdesk.rules.conflicts import in_words
from acxdesk.rules.schemes import points_words

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.panels import NomineeRow, PanelSheet

app = noun("panel", "The panel of the award: its members, their points, the shortlist.")

app.command(handed.scores, name="import")

Nominee = Annotated[str, Parameter(help="a nominee by number, e-mail address or unambiguous name")]


@app.command
def add(person: Who, *, year: Year = None, call: Asked) -> None:
    """Put somebody on the panel."""
    from acxdesk.actions.panels import PanelRequest, add_member

    with call.writing() as desk:
        (number,) = said.people(desk, [person])
        call.answer(add_member(desk, PanelRequest.read({"person": number, **given(year=year)})))


@app.command
def remove(person: Who, *, year: Year = None, call: Asked) -> None:
    """Take somebody off the panel; her points go with her."""
    from acxdesk.actions.panels import PanelRequest, remove_member

    with call.writing() as desk:
        (number,) = said.people(desk, [person])
        call.answer(remove_member(desk, PanelRequest.read({"person": number, **given(year=year)})))


@app.command
def score(
    *,
    nominee: Nominee,
    by: Annotated[str, Parameter(help="the member of the panel, by number, e-mail address or name")],
    points: Annotated[str, Parameter(help='0 to 10, as 8 or 7.5; "" takes them away')],
    year: Year = None,
    call: Asked,
) -> None:
    """Enter what a member gives a nominee."""
    from acxdesk.actions.panels import EnterScores, enter_scores

    with call.writing() as desk:
        member, wanted = said.people(desk, [by, nominee])
        cell = {"nomination": nomination_of(desk, wanted, nominee, year), "member": member, "points": points}
        call.answer(enter_scores(desk, EnterScores.read({"scores": [cell], **given(year=year)})))


@app.command
def sheet(year: Year = None, *, call: Asked) -> None:
    """Nominees and what each member gave them; - is a conflict of interest, what it is stands below."""
    from acxdesk.queries.panels import panel_sheet

    with call.reading() as desk:
        found = panel_sheet(desk, year)
    if call.as_json:
        voice.print_json(_as_json(found))
        return
    headings = [
        Heading("Nominee"),
        *(Heading(member.name, numeric=True) for member in found.members),
        Heading(str(found.rule), numeric=True),
        Heading("Rank", numeric=True),
        Heading("Eligible"),
    ]
    voice.print_table(headings, (_cells(found, one) for one in found.nominees))
    for one in found.nominees:
        for member in found.members:
            if why := one.conflicts.get(member.number):
                voice.say(f"{member.name} does not score {one.standing.name}: {in_words(why)}.")


@app.command
def export(
    year: Year = None,
    *,
    out: Annotated[str, DASH, Parameter(metavar="FILE", help='the CSV file to write; "-" is stdout')],
    overwrite: Annotated[bool, Parameter(help="replace the file if it is there")] = False,
    call: Asked,
) -> None:
    """Write the panel's points as CSV, a line for each nominee and member; `panel import` reads it back."""
    from acxdesk.actions.panelfiles import csv_of, export_scores
    from acxdesk.queries.panels import panel_sheet

    with call.reading() as opened:
        if out == "-":
            voice.raw(csv_of(panel_sheet(opened, year)))
            return
        desk = opened.rehearsing() if call.dry_run else opened
        receipt = export_scores(desk, Path(out), year, overwrite=overwrite)
    call.answer(receipt, file=out)


@app.command
def shortlist(
    year: Year = None,
    *,
    nominee: Annotated[
        list[str] | None, Parameter(help="chosen by hand, repeatable; else the best by points", negative="")
    ] = None,
    reason: said.Reason = "",
    call: Asked,
) -> None:
    """Make the shortlist: the best by points, and whoever has as many as the last of them; or by hand, with why."""
    from acxdesk.actions.panels import MakeShortlist, make_shortlist

    with call.writing() as desk:
        named = nominee or []
        numbers = [
            nomination_of(desk, person, name, year)
            for person, name in zip(said.people(desk, named), named, strict=True)
        ]
        request = {"nominations": numbers, "reason": reason, **given(year=year)}
        call.answer(make_shortlist(desk, MakeShortlist.read(request)))


def nomination_of(desk: "Desk", person: int, name: str, year: int | None) -> int:
    """The nomination that stands for a nominee.

    Raises:
        NotFound: she is not nominated in that cycle.
    """
    from acxdesk.queries.panels import panel_sheet

    found = panel_sheet(desk, year)
    for one in found.nominees:
        if one.standing.nominee_id == person:
            return one.standing.id
    raise NotFound(f"{name} is not nominated in {found.year}.", remedy="See `acxdesk nomination list`.")


def _cells(found: "PanelSheet", one: "NomineeRow") -> tuple[str, ...]:
    given_ = (
        "-"
        if member.number in one.conflicts
        else points_words(one.scores[member.number].points)
        if member.number in one.scores
        else ""
        for member in found.members
    )
    figure = "" if one.figure is None else points_words(one.figure)
    eligible = "yes" if one.standing.is_eligible else "no"
    return (one.standing.name, *given_, figure, "" if one.rank is None else str(one.rank), eligible)


def _as_json(found: "PanelSheet") -> dict[str, object]:
    return {
        "year": found.year,
        "phase": found.phase,
        "rule": found.rule,
        "shortlist_size": found.size,
        "members": found.members,
        "nominees": [
            {
                "nomination": one.standing.id,
                "person": one.standing.nominee_id,
                "name": one.standing.name,
                "eligible": one.standing.is_eligible,
                "shortlisted": one.standing.shortlisted,
                "points": {str(number): cell.points / 100 for number, cell in sorted(one.scores.items())},
                "conflicts": {str(number): list(why) for number, why in sorted(one.conflicts.items())},
                "figure": None if one.figure is None else one.figure / 100,
                "rank": one.rank,
            }
            for one in found.nominees
        ],
    }

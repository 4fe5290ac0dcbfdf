"""The verbs of `acxdesk organisation`."""

from typing import Annotated

from cyclopts import Parameter

from acxdesk.cli import voice
from acxdesk.cli.call import Asked, WrongUse, noun
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.said import given

app = noun("organisation", "Where delegates come from, and whom in-house sessions are for.")

Which = Annotated[str, Parameter(help="an organisation by number or name")]
Name = Annotated[str, Parameter(help="its name; no other may have it in any spelling")]
Country = Annotated[str, Parameter(help="where it is: an English name or a code of two letters")]
Note = Annotated[str, Parameter(help="what else is to be known about it")]


@app.command
def add(name: Name, *, country: Country = "", note: Note = "", call: Asked) -> None:
    """Put a new organisation on the desk. Prints its number."""
    from acxdesk.actions import organisations

    request = organisations.AddOrganisation.read({"name": name, "country": country, "note": note})
    with call.writing() as desk:
        receipt = organisations.add_organisation(desk, request)
    call.answer(receipt, made=str(receipt.ids[0]), id=None if call.dry_run else receipt.ids[0])


@app.command
def edit(
    organisation: Which,
    *,
    name: Name | None = None,
    country: Country | None = None,
    note: Note | None = None,
    call: Asked,
) -> None:
    """Change what is kept of an organisation; what is not given stays, what is given empty is taken away."""
    from acxdesk.actions import organisations

    values = given(name=name, country=country, note=note)
    if not values:
        raise WrongUse("Nothing to change is given.", remedy="See `acxdesk organisation edit --help`.")
    request = organisations.EditOrganisation.read({"organisation": organisation, **values})
    with call.writing() as desk:
        receipt = organisations.edit_organisation(desk, request)
    call.answer(receipt, id=receipt.ids[0])


@app.command
def remove(organisation: Which, *, call: Asked) -> None:
    """Take an organisation off the desk that nobody comes from and no session is held for."""
    from acxdesk.actions import organisations

    request = organisations.RemoveOrganisation.read({"organisation": organisation})
    with call.writing() as desk:
        receipt = organisations.remove_organisation(desk, request)
    call.answer(receipt, id=receipt.ids[0])


@app.command(name="list")
def list_(*, shown: Shown = AS_IT_IS, call: Asked) -> int:
    """List organisations by name."""
    from acxdesk.queries.people import organisations

    with call.reading() as desk:
        return print_list(
            call, desk, organisations(desk), shown, pick=("id", "name", "country_name", "people", "sessions")
        )


@app.command
def show(organisation: Which, *, call: Asked) -> None:
    """All that is kept of one organisation."""
    from acxdesk.queries.finding import resolve_organisation
    from acxdesk.queries.people import organisation as card_of

    with call.reading() as desk:
        card = card_of(desk, resolve_organisation(desk, organisation))
    assert card is not None  # resolved a moment ago
    if call.as_json:
        voice.print_json(card)
        return
    facts = {
        "No.": str(card.id),
        "Name": card.name,
        "Country": card.country_name,
        "People": str(card.people),
        "In-house sessions": str(card.sessions),
        "Note": card.note,
    }
    voice.print_pairs(facts.items())

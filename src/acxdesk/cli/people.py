"""The verbs of `acxdesk person`."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, WrongUse, noun
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.said import Who, given
from acxdesk.cli.voice import Heading
from acxdesk.rules.localtime import reading

if TYPE_CHECKING:
    from acxdesk.queries.people import PersonCard

app = noun("person", "Delegates and coaches.")
app.command(
    "acxdesk.cli.handed:people",
    name="import",
    help="Import people from a CSV or XLSX file: first shown by line, then as one deed.",
)
for verb, about in {
    "ladder": "Every rung of every ladder: what she holds, what is missing, and the next session that gives it.",
    "exempt": "Exempt somebody from what a programme asks to be held before.",
    "unexempt": "Take an exemption back.",
    "exemptions": "List who was exempted from what a programme asks to be held before.",
}.items():
    app.command(f"acxdesk.cli.ladders:{verb}", name=verb, help=about)

Name = Annotated[str, Parameter(help="her name, as she writes it")]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Details:
    """What is kept of a person beside her name; None where an option was left out."""

    certificate_name: Annotated[str | None, Parameter(help="as it stands on certificates, where it differs")] = None
    email: Annotated[str | None, Parameter(help="her address; nobody else may have it")] = None
    country: Annotated[str | None, Parameter(help="where she lives: an English name or a code of two letters")] = None
    zone: Annotated[str | None, Parameter(help="her time zone, as Europe/London")] = None
    organisation: Annotated[str | None, Parameter(help="where she comes from; made when it is new")] = None
    job_title: Annotated[str | None, Parameter(help="what she does there")] = None
    languages: Annotated[str | None, Parameter(help='what she speaks, the preferred one first: "en, fr"')] = None
    coach: Annotated[bool | None, Parameter(negative="--no-coach", help="whether she teaches sessions")] = None


@app.command
def add(name: Name, *, details: Details = Details(), call: Asked) -> None:
    """Put somebody new on the desk. Prints her number."""
    from acxdesk.actions import people

    request = people.AddPerson.read({"name": name, **given(**asdict(details))})
    with call.writing() as desk:
        receipt = people.add_person(desk, request)
    call.answer(receipt, made=str(receipt.ids[0]), id=None if call.dry_run else receipt.ids[0])


@app.command
def edit(person: Who, *, details: Details = Details(), name: Name | None = None, call: Asked) -> None:
    """Change what is kept of a person; what is not given stays, what is given empty is taken away."""
    from acxdesk.actions import people

    values = given(name=name, **asdict(details))
    if not values:
        raise WrongUse("Nothing to change is given.", remedy="See `acxdesk person edit --help`.")
    with call.writing() as desk:
        receipt = people.edit_person(desk, people.EditPerson.read({"person": person, **values}))
    call.answer(receipt, id=receipt.ids[0])


@app.command
def remove(person: Who, *, call: Asked) -> None:
    """Take a person off the desk who has neither places nor sessions."""
    from acxdesk.actions import people

    with call.writing() as desk:
        receipt = people.remove_person(desk, people.RemovePerson.read({"person": person}))
    call.answer(receipt, id=receipt.ids[0])


@app.command(name="list")
def list_(
    *,
    only: Annotated[
        Literal["everybody", "delegates", "coaches"],
        Parameter(help="whom to list: everybody, those who sit in sessions, or those who may teach"),
    ] = "everybody",
    shown: Shown = AS_IT_IS,
    call: Asked,
) -> int:
    """List people by name."""
    from acxdesk.queries import people

    listing = {"everybody": people.everybody, "delegates": people.delegates, "coaches": people.coaches}[only]
    with call.reading() as desk:
        return print_list(call, desk, listing(desk), shown, pick=("id", "name", "email", "organisation", "sessions"))


@app.command
def find(
    *words: Annotated[str, Parameter(help="the beginnings of any words of her name, address, organisation or job")],
    limit: Annotated[int, Parameter(help="the most to show")] = 20,
    call: Asked,
) -> None:
    """Find people by any part of what they are called, in any spelling."""
    from acxdesk.queries.finding import find as found

    with call.reading() as desk:
        hits = found(desk, " ".join(words), max(limit, 1))
    if call.as_json:
        voice.print_json([{"id": hit.id, "name": hit.label, "detail": hit.detail} for hit in hits])
        return
    headings = (Heading("No.", numeric=True), Heading("Name"), Heading("Address, organisation"))
    if not voice.print_table(headings, ((str(hit.id), hit.label, hit.detail) for hit in hits)):
        voice.say("Nobody is called so.")


@app.command
def show(person: Who, *, call: Asked) -> None:
    """All that is kept of one person: her places and her coaching."""
    from acxdesk.queries import people

    with call.reading() as desk:
        number = said.people(desk, [person])[0]
        card = people.person(desk, number)
    assert card is not None  # resolved a moment ago
    if call.as_json:
        voice.print_json(card)
        return
    voice.print_pairs(_facts(card))
    places = [
        (row.reference, row.title, reading(row.starts_on), _standing(row.place, row.waiting)) for row in card.places
    ]
    taught = [(row.reference, row.title, reading(row.starts_on), row.role.value) for row in card.coaching]
    for head, rows in (("Place", places), ("Coaches as", taught)):
        if rows:
            voice.data("")
            voice.print_table(tuple(map(Heading, ("Session", "Title", "Starts", head))), rows)


def _standing(place: str, waiting: int | None) -> str:
    return place if waiting is None else f"{place}, {waiting} in line"


def _facts(card: "PersonCard") -> list[tuple[str, str]]:
    return [
        ("No.", str(card.id)),
        ("Name", card.name),
        ("On certificates", card.certificate_name),
        ("E-mail", card.email),
        ("Country", card.country_name),
        ("Time zone", card.zone),
        ("Organisation", card.organisation),
        ("Job title", card.job_title),
        ("Languages", card.languages),
        ("Coach", "yes" if card.coach else ""),
    ]

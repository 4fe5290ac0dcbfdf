"""The verbs of `acxdesk programme`."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from acxdesk.cli import voice
from acxdesk.cli.call import Asked, WrongUse, noun
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.said import Reason, given
from acxdesk.cli.voice import Heading
from acxdesk.rules.catalogue import validity

if TYPE_CHECKING:
    from acxdesk.queries.catalogue import EditionRow

app = noun("programme", "The catalogue: programmes and their editions.")
app.command(
    "acxdesk.cli.requirements:require",
    name="require",
    help="Set what a programme requires of its delegates and coaches, or show it.\n\n"
    'Every group has to be met; groups stand between ";" or "and". One alternative of a group is enough; they stand '
    'between "or". Behind a code stands "valid", which is meant where nothing is said, "valid or renewable", or "ever '
    'held". Sessions keep the edition that they stand under.',
)

Code = Annotated[
    str, Parameter(name=("--programme", "--code"), help="the programme's code, as ACXM, or its whole title")
]

Edition = Annotated[int | None, Parameter(help="the edition, by its number; else the current one")]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Details:
    """What a programme is; None where an option was left out."""

    title: Annotated[str | None, Parameter(help="its name, as on certificates")] = None
    ladder: Annotated[str | None, Parameter(help="ACX, CPP, COI or OKR")] = None
    rung: Annotated[str | None, Parameter(help="Professional, Specialist, Master, Champion, Mentor, Coach, ...")] = None
    post_nominal: Annotated[str | None, Parameter(help="what those who pass put behind their names")] = None
    duration: Annotated[str | None, Parameter(help='as "4 days @ 5 hours per day"')] = None
    printed: Annotated[str | None, Parameter(help="the duration as printed, where it says more")] = None
    least: Annotated[
        int | None, Parameter(name=("--min", "--capacity-min"), help="seats needed for a session to go ahead")
    ] = None
    most: Annotated[int | None, Parameter(name=("--max", "--capacity"), help="seats of a session")] = None
    price: Annotated[str | None, Parameter(help="as £860 or 860 EUR")] = None
    validity: Annotated[int | None, Parameter(help="how many months what it grants is valid; 0 for life")] = None

    renewal: Annotated[
        Literal["from-award", "from-expiry", "end-of-year"] | None,
        Parameter(help="what the validity of a renewal is counted from"),
    ] = None
    renewal_months: Annotated[
        int | None, Parameter(help="from how many months before its last valid day it can be renewed")
    ] = None
    grace_months: Annotated[
        int | None, Parameter(help="until how many months after its last valid day it still can be")
    ] = None

    def values(self) -> dict[str, object]:
        """The fields of a request, as far as they were given."""
        names = {"least": "capacity_min", "most": "capacity_max", "validity": "validity_months"}
        values = {names.get(name, name): value for name, value in given(**asdict(self)).items()}
        return values if self.renewal is None else {**values, "renewal": self.renewal.replace("-", " ")}


@app.command
def add(
    code: Annotated[str, Parameter(help="what it is called for short, as ACXM; for good")],
    *,
    details: Details = Details(),
    call: Asked,
) -> None:
    """Put a new programme into the catalogue; title, ladder and rung are needed. Prints its code."""
    from acxdesk.actions import catalogue

    request = catalogue.AddProgramme.read({"code": code, **details.values()})
    with call.writing() as desk:
        receipt = catalogue.add_programme(desk, request)
    call.answer(receipt, made=request.code, code=request.code)


@app.command
def edit(code: Code, *, details: Details = Details(), call: Asked) -> None:
    """Change a programme. Sessions that stand under what it promises now keep that edition."""
    from acxdesk.actions import catalogue

    values = details.values()
    if not values:
        raise WrongUse("Nothing to change is given.", remedy="See `acxdesk programme edit --help`.")
    request = catalogue.EditProgramme.read({"programme": code, **values})
    with call.writing() as desk:
        receipt = catalogue.edit_programme(desk, request)
    call.answer(receipt)


@app.command
def retire(code: Code, *, reason: Reason = "", call: Asked) -> None:
    """Take a programme out of the catalogue: no new sessions are scheduled, those there are go on."""
    from acxdesk.actions import catalogue

    request = catalogue.RetireProgramme.read({"programme": code, "reason": reason})
    with call.writing() as desk:
        receipt = catalogue.retire_programme(desk, request)
    call.answer(receipt)


@app.command
def reinstate(code: Code, *, call: Asked) -> None:
    """Take a retired programme back into the catalogue."""
    from acxdesk.actions import catalogue

    request = catalogue.ReinstateProgramme.read({"programme": code})
    with call.writing() as desk:
        receipt = catalogue.reinstate_programme(desk, request)
    call.answer(receipt)


@app.command(name="list")
def list_(*, shown: Shown = AS_IT_IS, call: Asked) -> int:
    """List programmes by ladder and rung, under their current editions."""
    from acxdesk.queries.catalogue import programmes

    with call.reading() as desk:
        return print_list(call, desk, programmes(desk), shown, pick=("code", "title", "duration", "sessions", "status"))


@app.command
def show(code: Code, *, call: Asked) -> None:
    """One programme with all its editions, and what each asks and requires otherwise than the one before."""
    from acxdesk.queries import catalogue
    from acxdesk.queries.editions import edition_changes

    with call.reading() as desk:
        card = catalogue.programme(desk, catalogue.resolve_programme(desk, code).code)
        assert card is not None  # resolved a moment ago
        changes = edition_changes(desk, card.id)
    if call.as_json:
        voice.print_json(card)
        return
    facts = {
        "Programme": card.code,
        "Title": card.current.title,
        "Ladder": f"{card.ladder} {card.ladder_title}".strip(),
        "Rung": card.rung,
        "Post-nominal": card.current.post_nominal,
        "What it grants": card.current.validity,
        "Status": "retired" if card.retired else "active",
        "Chosen, not printed": ", ".join(card.current.chosen),
    }
    voice.print_pairs(facts.items())
    voice.data("")
    titles = ("Edition", "Title", "Duration", "Seats", "Price", "Validity", "Sessions")
    voice.print_table(
        [Heading(title, numeric=title in {"Edition", "Sessions"}) for title in titles], map(_cells, card.editions)
    )
    told = [(f"Edition {number} against {number - 1}", "\n".join(lines)) for number, lines in changes.items() if lines]
    if told:
        voice.data("")
        voice.print_pairs(reversed(told))


def _cells(edition: "EditionRow") -> tuple[str, ...]:
    return (
        str(edition.number),
        edition.title,
        edition.duration or edition.printed,
        f"{edition.capacity_min}-{edition.capacity_max}",
        edition.price,
        validity(edition.validity_months),
        str(edition.sessions),
    )

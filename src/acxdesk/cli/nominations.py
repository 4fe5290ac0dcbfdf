"""`acxdesk nomination ...`: whom somebody proposes as Change Architect, and what becomes of it."""

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from acxdesk.cli import handed, voice
from acxdesk.cli.call import Asked, WrongUse, noun
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.said import Reason, Who, given

if TYPE_CHECKING:
    from acxdesk.queries.nominations import EvidenceRow, NominationCard

app = noun("nomination", "Nominations for the award: submit, answer, second, screen, import.")
app.command(handed.nominations, name="import")

Number = Annotated[int, Parameter(help="the nomination's number; see `nomination list`")]
Year = Annotated[int | None, Parameter(help="of the award; else the active cycle, else the newest")]
Category = Annotated[Literal["personal", "professional", "business"], Parameter(help="the transformation it is for")]
Statement = Annotated[str, Parameter(help="why she is proposed")]
Pieces = Annotated[
    tuple[str, ...], Parameter(name="--evidence", help="a link or the name of a file; again for each piece")
]
Ground = Annotated[
    Literal["accredited", "not a winner", "not staff", "seconded"], Parameter(help="the rule of eligibility")
]


@app.command
def draft(
    nominee: Who,
    *,
    by: Who,
    category: Category,
    statement: Statement = "",
    evidence: Pieces = (),
    year: Year = None,
    call: Asked,
) -> None:
    """Keep a nomination as a draft. Prints its number."""
    _nominate(call, nominee, by, submitted=False, category=category, statement=statement, evidence=evidence, year=year)


@app.command
def submit(number: Number, *, call: Asked) -> None:
    """Submit a draft; a further nomination of one nominee is merged into the first, and both nominators stay."""
    from acxdesk.actions import nominations

    with call.writing() as desk:
        receipt = nominations.submit(desk, nominations.OfNomination.read({"nomination": number}))
    call.answer(receipt, nomination=number)


@app.command
def add(
    nominee: Who,
    *,
    by: Who,
    category: Category,
    statement: Statement,
    evidence: Pieces = (),
    year: Year = None,
    call: Asked,
) -> None:
    """Write down a nomination and submit it at once. Prints its number."""
    _nominate(call, nominee, by, submitted=True, category=category, statement=statement, evidence=evidence, year=year)


@app.command
def edit(
    number: Number,
    *,
    category: Category | None = None,
    statement: Statement | None = None,
    evidence: Pieces | None = None,
    call: Asked,
) -> None:
    """Change the category, the statement, or all of the evidence, while nominations are taken."""
    from acxdesk.actions import nominations

    values = given(category=category, statement=statement, evidence=evidence)
    if not values:
        raise WrongUse("Nothing to change is given.", remedy="See `acxdesk nomination edit --help`.")
    with call.writing() as desk:
        request = nominations.EditNomination.read({"nomination": number, **values})
        receipt = nominations.edit_nomination(desk, request)
    call.answer(receipt, nomination=number)


@app.command
def accept(number: Number, *, call: Asked) -> None:
    """Note that the nominee accepts."""
    _answered(call, number, accepted=True, reason="")


@app.command
def decline(number: Number, *, reason: Reason = "", call: Asked) -> None:
    """Note that the nominee declines."""
    _answered(call, number, accepted=False, reason=reason)


@app.command
def second(number: Number, *, by: Who, note: Annotated[str, Parameter(help="what she says")] = "", call: Asked) -> None:
    """Note that a peer supports a nomination."""
    from acxdesk.actions import nominations
    from acxdesk.queries.finding import resolve

    with call.writing() as desk:
        values = {"nomination": number, "person": resolve(desk, by), "note": note}
        receipt = nominations.second(desk, nominations.SecondNomination.read(values))
    call.answer(receipt, nomination=number)


@app.command
def withdraw(
    number: Number,
    *,
    reason: Reason = "",
    everything: Annotated[bool, Parameter(help="the nominee leaves: with all that are merged into it")] = False,
    call: Asked,
) -> None:
    """Take a nomination back; a ballot that ranks a nominee who left passes her over."""
    from acxdesk.actions import nominations

    with call.writing() as desk:
        values = {"nomination": number, "reason": reason, "everything": everything}
        receipt = nominations.withdraw(desk, nominations.WithdrawNomination.read(values))
    call.answer(receipt, nomination=number)


@app.command
def merge(
    number: Number,
    *,
    into: Annotated[int, Parameter(help="the nomination that stands from then on")],
    call: Asked,
) -> None:
    """Merge two nominations whose nominees are one human; every nominator is kept."""
    from acxdesk.actions import screening

    with call.writing() as desk:
        receipt = screening.merge(desk, screening.Merge.read({"nomination": number, "into": into}))
    call.answer(receipt, nomination=into)


@app.command(name="except")
def except_(number: Number, *, ground: Ground, reason: Reason, call: Asked) -> None:
    """Let a nominee stand although one rule does not hold for her."""
    from acxdesk.actions import screening

    with call.writing() as desk:
        values = {"nomination": number, "ground": ground, "reason": reason}
        receipt = screening.except_(desk, screening.Except.read(values))
    call.answer(receipt, nomination=number)


@app.command
def lift(number: Number, *, ground: Ground, call: Asked) -> None:
    """Take back an exception that was given before."""
    from acxdesk.actions import screening

    with call.writing() as desk:
        receipt = screening.lift(desk, screening.LiftException.read({"nomination": number, "ground": ground}))
    call.answer(receipt, nomination=number)


@app.command
def cite(
    number: Number,
    *,
    citation: Annotated[str, Parameter(help="what is said of her if she wins or comes second; empty takes it away")],
    call: Asked,
) -> None:
    """Write the citation of a nominee."""
    from acxdesk.actions import screening

    with call.writing() as desk:
        receipt = screening.cite(desk, screening.Cite.read({"nomination": number, "citation": citation}))
    call.answer(receipt, nomination=number)


@app.command(name="list")
def list_(year: Year = None, *, shown: Shown = AS_IT_IS, call: Asked) -> int:
    """List nominations by nominee: their state, seconds, and whether she can be chosen."""
    from acxdesk.queries.nominationlist import nominations

    with call.reading() as desk:
        return print_list(call, desk, nominations(desk, year), shown)


@app.command
def show(number: Number, *, call: Asked) -> None:
    """All of one nomination: statement, evidence, seconds, and each rule of eligibility with its facts."""
    from acxdesk.queries.nominations import nomination

    with call.reading() as desk:
        card = nomination(desk, number)
    if call.as_json:
        voice.print_json(card)
        return
    voice.print_pairs(_facts(card))


def _nominate(
    call: Asked,
    nominee: str,
    by: str,
    *,
    submitted: bool,
    category: str,
    statement: str,
    evidence: tuple[str, ...],
    year: int | None,
) -> None:
    from acxdesk.actions import nominations
    from acxdesk.queries.finding import resolve

    with call.writing() as desk:
        values = {
            "nominee": resolve(desk, nominee),
            "nominator": resolve(desk, by),
            "category": category,
            "statement": statement,
            "evidence": evidence,
            "year": year,
            "submitted": submitted,
        }
        receipt = nominations.nominate(desk, nominations.Nominate.read(values))
    number = receipt.ids[0]
    call.answer(receipt, made=str(number), nomination=None if call.dry_run else number)


def _answered(call: Asked, number: int, *, accepted: bool, reason: str) -> None:
    from acxdesk.actions import nominations

    with call.writing() as desk:
        values = {"nomination": number, "accepted": accepted, "reason": reason}
        receipt = nominations.answer(desk, nominations.AnswerNomination.read(values))
    call.answer(receipt, nomination=number)


def _facts(card: "NominationCard") -> list[tuple[str, str]]:
    whose = f"{card.nominee}, {card.organisation}" if card.organisation else card.nominee
    into = f"merged into {card.merged_into_id}" if card.merged_into_id else ""
    return [
        ("No.", str(card.id)),
        ("Award", f"{card.title} {card.year}"),
        ("Nominee", whose),
        ("Nominated by", card.nominator),
        ("Category", card.category.value),
        ("State", ", ".join(filter(None, (card.state.value, into)))),
        ("Answer", card.answer.value),
        ("Reason", card.reason),
        ("Statement", card.statement.replace("\n", " ")),
        *(("Evidence", _piece(each)) for each in card.evidence),
        *(("Merged", f"{each.id} by {each.nominator}: {each.statement}".replace("\n", " ")) for each in card.merged),
        *(("Evidence", _piece(piece)) for each in card.merged for piece in each.evidence),
        *(("Seconded by", f"{each.name}{f': {each.note}' if each.note else ''}") for each in card.seconds),
        *(("Rule", finding.words) for finding in card.findings),
        ("Shortlist", "yes" if card.shortlisted else ""),
        ("Ballot key", card.ballot_key),
        ("Citation", card.citation.replace("\n", " ")),
    ]


def _piece(row: "EvidenceRow") -> str:
    return f"{row.kind}: {row.place}"

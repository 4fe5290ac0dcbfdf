"""`acxdesk person ladder`, `exempt`, `unexempt`, `exemptions`: where somebody stands, and what she need not have."""

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked
from acxdesk.cli.lists import AS_IT_IS, Shown, print_list
from acxdesk.cli.said import Reason, Who
from acxdesk.cli.voice import Heading
from acxdesk.rules.localtime import reading

if TYPE_CHECKING:
    from acxdesk.queries.ladders import PersonLadder, RungRow

WhoSaid = Annotated[str, Parameter(name="--person", help="a person by number, e-mail address or unambiguous name")]
Code = Annotated[str, Parameter(name="--programme", help="the programme's code, as ACXC, or its whole title")]


def ladder(person: Who, *, call: Asked) -> None:
    """Every rung of every ladder: what she holds, what is missing, and the next session that gives it."""
    from acxdesk.queries import ladders

    with call.reading() as desk:
        (number,) = said.people(desk, [person])
        found = ladders.ladder(desk, number, call.settings.zone)
    if call.as_json:
        voice.print_json({**voice.plain(found), "lines": {one.code: one.line for one in found.ladders}})
        return
    _print(found)


def _print(found: "PersonLadder") -> None:
    after = ", ".join(found.post_nominals)
    voice.data(f"{found.name}{', ' if after else ''}{after} on {reading(found.day)}")
    voice.data("")
    for one in found.ladders:
        voice.data(f"{one.code}  {one.line}")
    voice.data("")
    headings = tuple(map(Heading, ("Programme", "Rung", "Held", "Asks for before", "Next session")))
    voice.print_table(headings, map(_rung, found.rungs))


def _rung(rung: "RungRow") -> tuple[str, ...]:
    coming = ""
    if rung.next is not None:
        place = f"{rung.next.seats_left} free" if rung.next.place is None else f"she is {rung.next.place}"
        coming = f"{rung.next.session}, {place}"
    needs = rung.needs if rung.is_open else ""
    return (rung.programme, f"{rung.stand.sign} {rung.rung}", rung.stand.words, needs, coming)


def exempt(
    *,
    person: WhoSaid,
    programme: Code,
    evidence: Annotated[str, Parameter(help="what she has in the place of what is asked for; it is kept")],
    approver: Annotated[str, Parameter(help="who decided so; it is kept")],
    call: Asked,
) -> None:
    """Exempt somebody from what a programme asks to be held before, with the evidence and who approved it."""
    from acxdesk.actions import prerequisites

    with call.writing() as desk:
        values = {"programme": programme, "evidence": evidence, "approver": approver}
        (number,) = said.people(desk, [person])
        receipt = prerequisites.exempt(desk, prerequisites.Exempt.read({"person": number, **values}))
    call.answer(receipt)


def unexempt(*, person: WhoSaid, programme: Code, reason: Reason = "", call: Asked) -> None:
    """Take an exemption back. Who has a seat without what is asked for keeps it, and is told."""
    from acxdesk.actions import prerequisites

    with call.writing() as desk:
        (number,) = said.people(desk, [person])
        request = prerequisites.Unexempt.read({"person": number, "programme": programme, "reason": reason})
        receipt = prerequisites.unexempt(desk, request)
    call.answer(receipt)


def exemptions(
    *,
    person: Annotated[str | None, Parameter(help="only hers, by number, address or name")] = None,
    programme: Annotated[str | None, Parameter(help="only of this programme, by its code")] = None,
    shown: Shown = AS_IT_IS,
    call: Asked,
) -> int:
    """List who was exempted from what a programme asks to be held before."""
    from acxdesk.queries.catalogue import resolve_programme
    from acxdesk.queries.exemptions import exemptions as listed

    with call.reading() as desk:
        listing = listed(
            desk,
            person=None if person is None else said.people(desk, [person])[0],
            programme=None if programme is None else resolve_programme(desk, programme).id,
        )
        return print_list(call, desk, listing, shown)

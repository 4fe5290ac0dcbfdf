"""`acxdesk programme require`."""

from typing import Annotated

from cyclopts import Parameter

from acxdesk.cli import voice
from acxdesk.cli.call import Asked, WrongUse
from acxdesk.cli.programmes import Code, Edition
from acxdesk.cli.said import given
from acxdesk.rules.prerequisites import Of
from acxdesk.rules.requirements import print_requirements

Line = Annotated[str | None, Parameter(metavar="LINE")]


def require(
    code: Code,
    *,
    delegate: Annotated[
        Line, Parameter(help='what a delegate holds, as "CPPM or ACXM; ACXP ever held"; "none" for nothing')
    ] = None,
    coach: Annotated[
        Line, Parameter(help='what a coach holds at every meeting, as "ACXC or ACX-Mentor ever held"')
    ] = None,
    edition: Annotated[Edition, Parameter(help="the edition to show, by its number; else the current one")] = None,
    call: Asked,
) -> None:
    """Set what a programme requires, or show it where nothing is given."""
    values = given(delegate=delegate, coach=coach)
    if not values:
        _show_requirements(code, edition, call)
        return
    if edition is not None:
        raise WrongUse("Only the current edition can be set.", remedy="Leave out --edition.")
    from acxdesk.actions import requirements

    request = requirements.SetRequirements.read({"programme": code, **values})
    with call.writing() as desk:
        receipt = requirements.set_requirements(desk, request)
    call.answer(receipt)


def _show_requirements(code: str, edition: int | None, call: Asked) -> None:
    from acxdesk.queries.requirements import requirements_card

    with call.reading() as desk:
        card = requirements_card(desk, code, edition)
    by = {of: [one.code for one in card.required_by if one.of is of] for of in Of}
    lines = {"delegate": print_requirements(card.delegate.groups), "coach": print_requirements(card.coach.groups)}
    if call.as_json:
        chosen = [name for name, one in (("delegate", card.delegate), ("coach", card.coach)) if one.chosen]
        voice.print_json(
            {
                "programme": card.code,
                "edition": card.edition,
                **lines,
                "chosen": chosen,
                "required_of_delegates_by": by[Of.DELEGATE],
                "required_of_coaches_by": by[Of.COACH],
            }
        )
        return
    facts = {
        "Programme": f"{card.code}, edition {card.edition}",
        "Of a delegate": _told(lines["delegate"], chosen=card.delegate.chosen),
        "Of a coach": _told(lines["coach"], chosen=card.coach.chosen),
        "Required of delegates by": ", ".join(by[Of.DELEGATE]),
        "Required of coaches by": ", ".join(by[Of.COACH]),
    }
    voice.print_pairs(facts.items())


def _told(words: str, *, chosen: bool) -> str:
    return f"{words} (chosen, not printed)" if chosen else words

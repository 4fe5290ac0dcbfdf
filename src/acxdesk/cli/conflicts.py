"""`acxdesk conflict ...`: conflicts of interest between whoever votes or scores and a nominee."""

from typing import Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.award import Year
from acxdesk.cli.call import Asked, Call, noun
from acxdesk.cli.panels import Nominee, nomination_of
from acxdesk.cli.said import given
from acxdesk.cli.voice import Heading

app = noun("conflict", "Conflicts of interest of the award: proposed, declared, dismissed.")

Person = Annotated[str, Parameter(help="who votes or scores, by number, e-mail address or unambiguous name")]
Note = Annotated[str, Parameter(help="why; it is kept")]


@app.command(name="list")
def list_(year: Year = None, *, call: Asked) -> None:
    """Every conflict of whoever votes or is on the panel, also those that were dismissed."""
    from acxdesk.queries.conflictlist import conflicts

    with call.reading() as desk:
        rows = conflicts(desk, year)
    if call.as_json:
        voice.print_json(rows)
        return
    voice.print_table(
        [Heading(word) for word in ("Who", "Nominee", "State", "Why", "Note")],
        ((row.person, row.nominee, row.state, row.grounds, row.note) for row in rows),
    )
    if not rows:
        voice.say("No conflict of interest is known.")


@app.command
def declare(*, person: Person, nominee: Nominee, note: Note, year: Year = None, call: Asked) -> None:
    """Note a conflict that she declares: her ballot leaves the nominee out from now on."""
    _rule(call, "declare", person=person, nominee=nominee, year=year, note=note)


@app.command
def dismiss(*, person: Person, nominee: Nominee, note: Note, year: Year = None, call: Asked) -> None:
    """Let a conflict not stand, with a note."""
    _rule(call, "dismiss", person=person, nominee=nominee, year=year, note=note)


@app.command
def withdraw(*, person: Person, nominee: Nominee, year: Year = None, call: Asked) -> None:
    """Take a declaration or a dismissal back: what the desk knows by itself holds again."""
    from acxdesk.actions.conflicts import WithdrawRuling, withdraw_ruling

    with call.writing() as desk:
        who, whom = said.people(desk, [person, nominee])
        values = {"person": who, "nomination": nomination_of(desk, whom, nominee, year), **given(year=year)}
        call.answer(withdraw_ruling(desk, WithdrawRuling.read(values)))


def _rule(call: Call, verb: str, *, person: str, nominee: str, year: int | None, note: str) -> None:
    from acxdesk.actions import conflicts

    with call.writing() as desk:
        who, whom = said.people(desk, [person, nominee])
        request = conflicts.RuleOnConflict.read(
            {"person": who, "nomination": nomination_of(desk, whom, nominee, year), "note": note, **given(year=year)}
        )
        call.answer(getattr(conflicts, verb)(desk, request))

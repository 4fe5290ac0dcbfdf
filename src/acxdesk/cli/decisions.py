"""`acxdesk session decisions` and `call-off`: what must be decided this week, and the no of a go or no-go."""

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from acxdesk.cli import voice
from acxdesk.cli.call import Asked
from acxdesk.cli.said import Reason, Reference
from acxdesk.cli.voice import Heading
from acxdesk.rules.deciding import at_stake, verdict
from acxdesk.rules.localtime import reading

if TYPE_CHECKING:
    from datetime import date

    from acxdesk.queries.deciding import Decision

_HEADINGS = tuple(map(Heading, ("Session", "Decide by", "Starts", "Seats", "What")))


def decisions(*, call: Asked) -> None:
    """What must be decided by the end of this week, the most urgent first, and what either way means."""
    from acxdesk.queries import deciding

    with call.reading() as desk:
        board = deciding.decisions(desk, call.settings.zone, days=call.settings.decision_days)
    if call.as_json:
        voice.print_json([_fields(one, board.today) for one in board.decisions])
        return
    if not voice.print_table(_HEADINGS, (_cells(one, board.today) for one in board.decisions)):
        voice.say("Nothing is to be decided this week.")
        return
    voice.say(f"At stake: {at_stake(one.choice for one in board.decisions)}.")


def call_off(
    ref: Reference,
    *,
    to: Annotated[str, Parameter(help="the session that its people go to; without it their places end")] = "",
    reason: Reason,
    wait: Annotated[bool, Parameter(help="wait for a seat where it is full, rather than lose the place")] = False,
    call: Asked,
) -> None:
    """Call a session off for good, as one deed: its people go to another session, or their places end."""
    from acxdesk.actions import callingoff

    with call.writing() as desk:
        values = {"session": ref, "to": to, "reason": reason, "wait": wait}
        request = callingoff.CallOff.read({**values, "offer_hours": call.settings.offer_hours})
        report = callingoff.call_off(desk, request)
    people = [
        {"person": each.person, "name": each.name, "place": each.place, "goes": goes, "sentence": each.sentence}
        for goes, outcomes in ((True, report.goes), (False, report.stays))
        for each in outcomes
    ]
    call.answer(report.receipt, reference=ref.upper(), to=to.upper(), people=people)


def _fields(one: "Decision", today: "date") -> dict[str, Any]:
    choice = one.choice
    return {
        **voice.plain(choice),
        "id": one.id,
        "programme": one.programme,
        "status": one.status,
        "seats": one.seats,
        "days_left": choice.days_left(today),
        "foregone_minor": choice.foregone,
        "verdict": verdict(choice, today),
    }


def _cells(one: "Decision", today: "date") -> tuple[str, ...]:
    choice = one.choice
    by = reading(choice.decide_by) if choice.is_set else ""
    return (choice.reference, by, reading(choice.starts_on), one.seats, verdict(choice, today))

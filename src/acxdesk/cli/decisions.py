"""`acxdesk session decisions`: what must be decided this week, and what either way means."""

from typing import TYPE_CHECKING, Any

from acxdesk.cli import voice
from acxdesk.cli.call import Asked
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

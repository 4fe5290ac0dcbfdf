"""What is done about the coaches of a session from its screen: they are asked, answer, and somebody stands in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.widget import Widget

from acxdesk.rules.sessions import MOVES
from acxdesk.tui.perform import perform, shell
from acxdesk.tui.screens.dialogs import Reason
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.sessions import MeetingRow, SessionCard

OTHERS = "others"  # in a verb's place: coaches who are none of the session's yet
_CHOICES = {
    "accept": "accepts",
    "decline": "declines",
    "confirm": "is confirmed",
    "withdraw": "is asked no more, and off the session",
}


def coaches_of(screen: Widget, card: "SessionCard") -> None:
    """Pick what one of the session's coaches answered, or ask others."""

    def picked(choice: tuple[str, int] | None) -> None:
        if choice is None:
            return
        verb, person = choice
        if verb == OTHERS:
            _ask_others(screen, card)
        else:
            answered(screen, card.reference, verb, person, _name(card, person))

    screen.app.push_screen(PickOne(f"Coaches of {card.reference}", list(_choices(card))), picked)


def _choices(card: "SessionCard") -> Iterator[Hit[tuple[str, int]]]:
    """Every legal move of its coaches; asking others comes first where nobody is asked."""
    moves = [
        Hit((verb, coach.person), f"{coach.name} {_CHOICES[verb]}", coach.role.value)
        for coach in card.coaches
        for verb, move in MOVES.items()
        if verb in _CHOICES and coach.answer in move.sources
    ]
    again = [
        Hit(("ask", coach.person), f"Ask {coach.name}{' again' if coach.answer else ''}", coach.role.value)
        for coach in card.coaches
        if coach.answer in MOVES["ask"].sources
    ]
    yield from moves
    yield Hit((OTHERS, 0), "Ask others …")
    yield from again


def _name(card: "SessionCard", person: int) -> str:
    return next((coach.name for coach in card.coaches if coach.person == person), "")


def _ask_others(screen: Widget, card: "SessionCard") -> None:
    from acxdesk.tui.screens.coachforms import ask_form

    screen.app.push_screen(ask_form(card, _margins(screen)))


def answered(screen: Widget, reference: str, verb: str, person: int, name: str) -> None:
    """Carry out a move of a coach's asking; where it needs a reason, that is asked for.

    Args:
        screen: whoever does it.
        reference: the session's.
        verb: one of `MOVES`.
        person: the coach's number.
        name: hers, for the question.
    """
    if not MOVES[verb].needs_reason:
        perform(screen, lambda desk: _moved(desk, reference, verb, person, ""))
        return

    def because(reason: str | None) -> None:
        if reason is not None:
            perform(screen, lambda desk: _moved(desk, reference, verb, person, reason))

    title = f"{name} declines {reference}"
    screen.app.push_screen(Reason(title, "Why? It is kept, and told in the journal.", needed=True), because)


def stands_in(screen: Widget, card: "SessionCard", meeting: "MeetingRow") -> None:
    """Ask who stands in at a meeting; where somebody does, she does no more."""
    if meeting.substitutes:
        reference, number, absent = card.reference, meeting.number, meeting.substitutes[0].absent
        perform(screen, lambda desk: _ended(desk, reference, number, absent))
        return
    from acxdesk.tui.screens.coachforms import substitute_form

    screen.app.push_screen(substitute_form(card, meeting, _margins(screen)))


def _margins(screen: Widget) -> dict[str, int]:
    settings = shell(screen).settings
    return {"rest_minutes": settings.rest_minutes, "travel_minutes": settings.travel_minutes}


def _moved(desk: "Desk", reference: str, verb: str, person: int, reason: str) -> "Receipt":
    from acxdesk.actions import askings

    if verb == "ask":
        return askings.ask(desk, askings.Ask.read({"session": reference, "coaches": [{"person": person}]}))
    values = {"session": reference, "person": person, "verb": verb, "reason": reason}
    return askings.answer_asking(desk, askings.AnswerAsking.read(values))


def _ended(desk: "Desk", reference: str, number: int, absent: int) -> "Receipt":
    from acxdesk.actions.substitutes import EndSubstitution, end_substitution

    return end_substitution(desk, EndSubstitution.read({"session": reference, "number": number, "absent": absent}))

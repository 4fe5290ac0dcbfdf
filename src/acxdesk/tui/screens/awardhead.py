"""A cycle of the award in a few lines: its head, and its plan with the phases, their dates and the rules."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from textual.content import Content

from acxdesk.rules.cycles import Phase, ahead, rules_text
from acxdesk.rules.localtime import reading
from acxdesk.tui.paint import paint

if TYPE_CHECKING:
    from acxdesk.queries.cycles import CycleCard

_ORDER: Final = (
    Phase.PLANNED,
    Phase.NOMINATING,
    Phase.SCREENING,
    Phase.SHORTLISTED,
    Phase.VOTING,
    Phase.COUNTED,
    Phase.ANNOUNCED,
)
_WIDTH: Final = 12  # cells of a phase's name
_DONE, _HERE, _TO_COME = "●", "▸", "○"


def head(card: "CycleCard", today: date) -> Content:
    """What is asked first: which award, where it stands, what comes next and when."""
    phase = paint(card.phase.value, "bold $text-accent")
    state = Content.assemble(paint(card.title, "bold"), f" {card.year} · ", phase)
    coming = ahead(card.phase, card.dates, today)
    if coming is None:
        return state
    words = f"{coming.words[0].upper()}{coming.words[1:]}: {coming.when(today)}"
    return Content("\n").join([state, paint(words, "$text-muted")])


def plan(card: "CycleCard", today: date) -> Content:
    """What is due, the phases in their order, each with its dates, then the rules."""
    coming = ahead(card.phase, card.dates, today)
    lines = [*_phases(card), Content(""), *_rules(card)]
    if coming is not None and coming.is_due:
        lines = [paint(f"! It is time to {coming.deed}: A goes on.", "$text-warning"), Content(""), *lines]
    return Content("\n").join(lines)


def _phases(card: "CycleCard") -> Iterator[Content]:
    spans: dict[Phase, str] = {
        Phase.NOMINATING: f"{reading(card.nominating_from)} to {reading(card.nominating_until)}",
        Phase.SCREENING: "eligibility, the panel's points, conflicts of interest",
        Phase.SHORTLISTED: f"{reading(card.shortlist_on)}, the best {card.shortlist_size}",
        Phase.VOTING: f"{reading(card.voting_from)} to {reading(card.voting_until)}, that day included",
        Phase.COUNTED: "sealed and counted, embargoed until it is announced",
        Phase.ANNOUNCED: reading(card.announce_on),
    }
    at = _ORDER.index(card.phase) if card.phase in _ORDER else len(_ORDER)
    for place, phase in enumerate(_ORDER[1:], start=1):
        sign = _HERE if place == at else _DONE if place < at else _TO_COME
        line = f"{sign} {phase.value:<{_WIDTH}} {spans[phase]}"
        yield paint(line, "bold" if place == at else "$text-muted" if place < at else "")
    yield paint(f"  All days in {card.zone}.", "$text-muted")


def _rules(card: "CycleCard") -> Iterator[Content]:
    if card.rules_text:
        yield paint(f"Rules, frozen {reading(card.frozen_at.date()) if card.frozen_at else ''}:", "bold")
        yield from (paint(line) for line in card.rules_text.splitlines()[1:])
        yield paint(f"SHA-256 {card.rules_hash}", "$text-muted")
        return
    yield paint("Rules, until voting opens to be changed by E:", "bold")
    yield from (paint(line) for line in rules_text(card.rules).splitlines()[1:])

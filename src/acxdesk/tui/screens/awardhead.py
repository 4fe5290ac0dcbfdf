"""A cycle of the award in a few lines: its head, and its plan with the phases, their dates and the rules."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from textual.content import Content

from acxdesk.rules.cycles import Phase, rules_text
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


def head(card: "CycleCard", today: date | None) -> Content:
    """What is asked first: which award, where it stands, what comes next and when."""
    state = Content.assemble(
        paint(card.title, "bold"), f" {card.year} · ", paint(card.phase.value, "bold $text-accent")
    )
    return Content("\n").join([state, paint(_next(card, today), "$text-muted")])


def _next(card: "CycleCard", today: date | None) -> str:
    dated: dict[Phase, tuple[str, date]] = {
        Phase.PLANNED: ("Nominations open on", card.nominating_from),
        Phase.NOMINATING: ("Nominations until", card.nominating_until),
        Phase.SCREENING: ("Shortlist on", card.shortlist_on),
        Phase.SHORTLISTED: ("Voting opens on", card.voting_from),
        Phase.VOTING: ("Votes until", card.voting_until),
        Phase.COUNTED: ("Embargoed: announced on", card.announce_on),
    }
    if card.phase not in dated:
        return ""
    words, day = dated[card.phase]
    return f"{words} {reading(day)}{_away(day, today)}"


def _away(day: date, today: date | None) -> str:
    if today is None:
        return ""
    days = (day - today).days
    if days == 0:
        return ", today"
    return f", in {_days(days)}" if days > 0 else f", {_days(-days)} ago"


def _days(count: int) -> str:
    return f"{count:,} day{'' if count == 1 else 's'}"


def plan(card: "CycleCard", today: date | None) -> Content:
    """The phases in their order, each with its dates, then the rules."""
    lines = [*_phases(card), Content(""), *_rules(card)]
    late = _late(card, today)
    return Content("\n").join([*([late, Content("")] if late is not None else []), *lines])


def _late(card: "CycleCard", today: date | None) -> Content | None:
    """What is due: a phase whose date has come and that nobody has begun."""
    due: dict[Phase, tuple[bool, str]] = {
        Phase.PLANNED: (today is not None and today >= card.nominating_from, "Nominations can be opened"),
        Phase.NOMINATING: (today is not None and today > card.nominating_until, "The time for nominations is over"),
        Phase.SHORTLISTED: (today is not None and today >= card.voting_from, "Voting can be opened"),
        Phase.VOTING: (today is not None and today > card.voting_until, "Voting is over: the ballots can be counted"),
        Phase.COUNTED: (today is not None and today >= card.announce_on, "The winner can be announced"),
    }
    is_due, words = due.get(card.phase, (False, ""))
    return paint(f"! {words}: A goes on.", "$text-warning") if is_due else None


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

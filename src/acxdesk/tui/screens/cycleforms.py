"""The forms of an award cycle: planned, edited, taken into its next phase after a look, and picked by its year.

Imported when one is opened: the requests bring pydantic with them.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from acxdesk.actions.cycles import AdvanceCycle, EditCycle, PlanCycle, advance, edit, plan
from acxdesk.desk.receipts import Receipt
from acxdesk.queries.cycles import cycles
from acxdesk.rules.cycles import DATES, Phase, Rules, rules_text
from acxdesk.tui.bulk import looked_at
from acxdesk.tui.perform import read, shell
from acxdesk.tui.screens.form import FormScreen, whole
from acxdesk.tui.screens.pick import PickOne
from acxdesk.tui.widgets.asks import Asking, Kind, asking
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.cycles import CycleCard
    from acxdesk.tui.screens.area import AreaScreen

_RULES: Final = (
    "eligibility_years",
    "winner_years",
    "organiser",
    "excludes_staff",
    "seconds_needed",
    "panel_rule",
    "shortlist_size",
    "voter_years",
    "counting",
)
_FIELDS: Final = ("title", "zone", *DATES, *_RULES)
_WORDS: Final[dict[str, Asking]] = {
    "zone": asking(Kind.ZONE, hint="letters of a city: london"),
    "nominating_from": asking(Kind.DATE, label="Nominate from"),
    "nominating_until": asking(Kind.DATE, label="Nominate until"),
    "shortlist_on": asking(Kind.DATE, label="Shortlist on"),
    "voting_from": asking(Kind.DATE, label="Voting from"),
    "voting_until": asking(Kind.DATE, label="Voting until"),
    "announce_on": asking(Kind.DATE, label="Announced on"),
    "eligibility_years": asking(Kind.NUMBER, label="Accredited for", hint="years, of a nominee; 0: need not be"),
    "winner_years": asking(Kind.NUMBER, label="No winner of", hint="the last so many years; 0: whoever"),
    "organiser": asking(Kind.LINE, hint="the organisation whose people are staff"),
    "excludes_staff": asking(Kind.CHOICE, label="Without its staff"),
    "seconds_needed": asking(Kind.NUMBER, label="Seconds", hint="peers, at least"),
    "panel_rule": asking(Kind.CHOICE, label="Panel's points"),
    "shortlist_size": asking(Kind.NUMBER, label="Shortlisted", hint="so many nominees"),
    "voter_years": asking(Kind.NUMBER, label="Voters", hint="accredited for so many years"),
    "counting": asking(Kind.CHOICE, label="Counted by"),
}
# Where a phase is left by a deed on one of the sides -> that side, and what is to be done there.
_BY_SIDE: Final = {
    Phase.SCREENING: ("panel", "The shortlist is made here, of the panel's points: S."),
    Phase.VOTING: ("count", "The ballots are counted here, once voting is over: S."),
    Phase.COUNTED: ("hall", "The winner is announced here: a."),
}


def plan_form(today: date, zone: str) -> FormScreen[Receipt, PlanCycle]:
    """The cycle of a year, read back with the rules as they would be declared."""
    return FormScreen(
        "New award cycle",
        PlanCycle,
        plan,
        names=("year", *_FIELDS),
        given={"year": str(today.year), "zone": zone},
        otherwise=_WORDS,
        preview=lambda desk, request: (*whole(plan(desk.rehearsing(), request)), *_declared(request)),
    )


def edit_form(card: "CycleCard") -> FormScreen[Receipt, EditCycle]:
    """The dates of a cycle, and its rules. What is not touched stays as it is."""
    frozen = card.frozen_at is not None
    names = DATES if frozen else _FIELDS
    return FormScreen(
        f"Edit {card.title} {card.year}",
        EditCycle,
        edit,
        names=names,
        given={name: getattr(card, name) for name in names},
        fixed={"year": card.year, "version": card.version},
        otherwise=_WORDS,
        only_changed=True,
        preview=lambda desk, request: whole(edit(desk.rehearsing(), request)),
    )


def advance_cycle(screen: "AreaScreen", card: "CycleCard") -> None:
    """Look at what the next phase means, then go on; where that is the deed of a side, turn there."""
    if card.phase in _BY_SIDE:
        side, words = _BY_SIDE[card.phase]
        screen.turn_to(side)
        shell(screen).say(words)
        return
    request = AdvanceCycle(year=card.year, version=card.version)

    looked_at(screen, f"{card.title} {card.year}", lambda desk: advance(desk, request))


def pick_year(screen: "AreaScreen", then: Callable[[int], None]) -> None:
    """Ask for one of the years that have a cycle."""

    def ask(hits: Sequence[Hit[int]]) -> None:
        shell(screen).push_screen(PickOne("The cycle of", hits), lambda year: then(year) if year else None)

    read(screen, _years, ask, slot="years")


def _years(desk: "Desk") -> tuple[Hit[int], ...]:
    return tuple(Hit(row.year, f"{row.year} {row.title}", row.phase.value) for row in cycles(desk))


def _declared(request: PlanCycle) -> Sequence[str]:
    """The rules in words, without their headline."""
    fields = request.model_dump(include={*Rules.__slots__})
    return rules_text(Rules(**fields)).splitlines()[1:]

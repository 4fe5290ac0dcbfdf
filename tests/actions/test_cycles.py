"""A cycle is planned, edited, led on, and abandoned."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from acxdesk.actions.cycles import (
    AbandonCycle,
    AdvanceCycle,
    EditCycle,
    PlanCycle,
    abandon,
    advance,
    edit,
    plan,
)
from acxdesk.actions.journal import undo
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Overtaken, Refused
from acxdesk.queries.cycles import cycle, cycles
from acxdesk.rules.cycles import Phase
from tests.actions import awarding

DAYS = {
    "nominating_from": "2026-12-01",
    "nominating_until": "2026-12-20",
    "shortlist_on": "2027-01-10",
    "voting_from": "2027-01-11",
    "voting_until": "2027-02-11",
    "announce_on": "2027-03-01",
}


def planned(desk: Desk, year: int = 2026, **values: Any) -> None:
    plan(desk, PlanCycle.read({"year": year, "zone": "Europe/London", **DAYS, **values}))


def at(desk: Desk, month: int, day: int, hour: int = 0, minute: int = 0) -> None:
    assert isinstance(desk.clock, FrozenClock)
    desk.clock.moment = datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_a_cycle_is_planned_with_its_dates_and_rules(desk: Desk) -> None:
    planned(desk, winner_years=3)

    card = cycle(desk)
    assert (card.year, card.phase, card.title) == (2026, Phase.PLANNED, "Change Architect of the Year")
    assert (card.voting_until, card.winner_years, card.sequence) == (date(2027, 2, 11), 3, 0)
    with pytest.raises(Refused, match="award cycle of 2026 already"):
        planned(desk)


def test_dates_out_of_order_are_no_plan(desk: Desk) -> None:
    with pytest.raises(Refused, match="Announce on is"):
        planned(desk, announce_on="2027-02-11")
    assert cycles(desk) == ()


def test_every_wrong_figure_is_told_at_once(desk: Desk) -> None:
    with pytest.raises(Faulty) as told:
        planned(desk, eligibility_years=-1, shortlist_size=0, counting="borda", zone="Europe/Londn")
    assert {fault.field for fault in told.value.faults} == {"eligibility_years", "shortlist_size", "counting", "zone"}


def test_a_moved_date_raises_the_sequence_and_a_rule_does_not(desk: Desk) -> None:
    planned(desk)
    edit(desk, EditCycle.read({"counting": "irv"}))
    before = cycle(desk)
    at(desk, 11, 30)
    receipt = edit(desk, EditCycle.read({"announce_on": "2027-03-02"}))

    assert before.sequence == 0
    assert receipt.lines == ("Announce on: Tue 2 Mar 2027, was Mon 1 Mar 2027.",)
    after = cycle(desk)
    assert (after.sequence, after.changed_at) == (1, datetime(2026, 11, 30, tzinfo=UTC))
    assert not edit(desk, EditCycle.read({"announce_on": "2027-03-02"})).changed


def test_an_edit_of_what_somebody_else_changed_is_overtaken(desk: Desk) -> None:
    planned(desk)
    read = cycle(desk).version
    edit(desk, EditCycle.read({"seconds_needed": 3}))

    with pytest.raises(Overtaken, match="was changed"):
        edit(desk, EditCycle.read({"seconds_needed": 1, "version": read}))


def test_frozen_rules_stay(desk: Desk) -> None:
    awarding.cycle(desk, Phase.VOTING)

    for field, value in (("counting", "irv"), ("voter_years", 1), ("title", "Hero"), ("zone", "Asia/Tokyo")):
        with pytest.raises(Refused, match="declared before voting opened"):
            edit(desk, EditCycle.read({field: value}))
    with pytest.raises(Refused, match="cannot end earlier"):
        edit(desk, EditCycle.read({"voting_until": "2026-11-28"}))
    edit(desk, EditCycle.read({"voting_until": "2026-12-02"}))
    assert cycle(desk).voting_until == date(2026, 12, 2)


def test_a_day_begins_in_the_cycles_zone(desk: Desk) -> None:
    planned(desk, zone="Asia/Kathmandu")
    at(desk, 11, 30, 18, 14)
    with pytest.raises(Refused, match="Nominations open on Tue 1 Dec 2026"):
        advance(desk, AdvanceCycle())
    at(desk, 11, 30, 18, 15)

    assert advance(desk, AdvanceCycle()).sentence.startswith("Change Architect of the Year 2026 is nominating now.")
    assert cycle(desk).phase is Phase.NOMINATING
    undo(desk)
    assert cycle(desk).phase is Phase.PLANNED


def test_one_cycle_is_active_at_a_time(desk: Desk) -> None:
    awarding.cycle(desk, Phase.SCREENING, year=2025)
    planned(desk)
    at(desk, 12, 2)

    with pytest.raises(Refused, match="The cycle of 2025 is screening"):
        advance(desk, AdvanceCycle(year=2026))
    assert cycle(desk).year == 2025
    abandon(desk, AbandonCycle(year=2025, reason="nobody was nominated"))
    assert cycle(desk).year == 2026
    advance(desk, AdvanceCycle(year=2026))
    assert [(row.year, row.phase) for row in cycles(desk)] == [(2026, Phase.NOMINATING), (2025, Phase.ABANDONED)]


def test_what_is_over_is_not_abandoned(desk: Desk) -> None:
    awarding.cycle(desk, Phase.ANNOUNCED)
    with pytest.raises(Refused, match="is announced and cannot be abandoned"):
        abandon(desk, AbandonCycle(reason="late"))
    with pytest.raises(Faulty, match="Reason"):
        AbandonCycle.read({"reason": " "})


def test_a_year_without_a_cycle_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no award cycle yet"):
        cycle(desk)
    planned(desk)
    with pytest.raises(NotFound, match="There is one of 2026"):
        cycle(desk, 2024)

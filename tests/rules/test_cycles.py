"""Dates, phases and declared rules of an award's cycle."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.cycles import (
    DATES,
    Counting,
    Dates,
    PanelRule,
    Phase,
    Rules,
    advanced,
    ahead,
    check_dates,
    check_moved,
    check_unfrozen,
    rules_hash,
    rules_text,
)

PLAN = Dates(
    nominating_from=date(2026, 3, 2),
    nominating_until=date(2026, 5, 29),
    shortlist_on=date(2026, 7, 1),
    voting_from=date(2026, 9, 1),
    voting_until=date(2026, 11, 30),
    announce_on=date(2026, 12, 12),
)
RULES = Rules(
    year=2026,
    title="Change Architect of the Year",
    zone="Europe/London",
    voting_from=date(2026, 9, 1),
    voting_until=date(2026, 11, 30),
    eligibility_years=2,
    winner_years=5,
    excludes_staff=True,
    organiser="Cobalt Academy",
    seconds_needed=2,
    panel_rule=PanelRule.MEDIAN,
    shortlist_size=5,
    voter_years=1,
    counting=Counting.SCHULZE,
)


def test_dates_in_order_are_a_plan() -> None:
    check_dates(PLAN)
    check_dates(replace(PLAN, voting_from=PLAN.shortlist_on, voting_until=PLAN.shortlist_on))


@pytest.mark.parametrize(
    ("name", "day", "sentence"),
    [
        ("nominating_until", date(2026, 3, 1), "Nominating until is Sun 1 Mar 2026, before nominating from"),
        ("shortlist_on", date(2026, 5, 29), "Shortlist on is Fri 29 May 2026, the same day as nominating until"),
        ("voting_from", date(2026, 6, 30), "Voting from is Tue 30 Jun 2026, before shortlist on"),
        ("announce_on", date(2026, 11, 30), "Announce on is Mon 30 Nov 2026, the same day as voting until"),
        ("announce_on", date(2400, 1, 1), "2400"),
    ],
)
def test_dates_out_of_order_are_told_with_both_days(name: str, day: date, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_dates(replace(PLAN, **{name: day}))


@given(st.permutations([getattr(PLAN, name) for name in DATES]))
@settings(max_examples=60)
def test_of_all_orders_of_six_days_one_is_a_plan(days: list[date]) -> None:
    try:
        check_dates(Dates(*days))
    except Refused:
        assert days != sorted(days)
    else:
        assert days == sorted(days)


@pytest.mark.parametrize(
    ("phase", "too_early", "then", "to"),
    [
        (Phase.PLANNED, PLAN.nominating_from - timedelta(days=1), PLAN.nominating_from, Phase.NOMINATING),
        (Phase.NOMINATING, PLAN.nominating_until, PLAN.nominating_until + timedelta(days=1), Phase.SCREENING),
        (Phase.SHORTLISTED, PLAN.voting_from - timedelta(days=1), PLAN.voting_from, Phase.VOTING),
    ],
)
def test_a_phase_is_entered_on_its_day_and_not_before(phase: Phase, too_early: date, then: date, to: Phase) -> None:
    with pytest.raises(Refused, match="award edit"):
        advanced(phase, PLAN, too_early)
    assert advanced(phase, PLAN, then) is to


@pytest.mark.parametrize(
    ("phase", "remedy"),
    [
        (Phase.SCREENING, "panel shortlist"),
        (Phase.VOTING, "award count"),
        (Phase.COUNTED, "award announce"),
        (Phase.ANNOUNCED, "award plan"),
        (Phase.ABANDONED, "award plan"),
    ],
)
def test_what_has_a_deed_of_its_own_is_named(phase: Phase, remedy: str) -> None:
    with pytest.raises(Refused, match=remedy):
        advanced(phase, PLAN, date(2027, 6, 1))


def test_a_day_that_has_done_its_work_stays() -> None:
    later = replace(PLAN, nominating_until=date(2026, 6, 12))

    check_moved(Phase.NOMINATING, PLAN, later)
    with pytest.raises(Refused, match="Nominating until stays Fri 29 May 2026: the cycle is screening"):
        check_moved(Phase.SCREENING, PLAN, later)


def test_open_voting_can_be_made_longer_and_not_shorter() -> None:
    check_moved(Phase.VOTING, PLAN, replace(PLAN, voting_until=date(2026, 12, 1)))
    with pytest.raises(Refused, match="cannot end earlier"):
        check_moved(Phase.VOTING, PLAN, replace(PLAN, voting_until=date(2026, 11, 29)))


def test_rules_change_until_voting_opens() -> None:
    for phase in Phase:
        if phase in {Phase.PLANNED, Phase.NOMINATING, Phase.SCREENING, Phase.SHORTLISTED}:
            check_unfrozen(phase, "Counting")
        else:
            with pytest.raises(Refused, match="Counting cannot be changed"):
                check_unfrozen(phase, "Counting")


OTHERS: dict[str, Callable[[Rules], Rules]] = {
    "year": lambda rules: replace(rules, year=2027),
    "title": lambda rules: replace(rules, title="Architect"),
    "zone": lambda rules: replace(rules, zone="Asia/Kathmandu"),
    "voting_from": lambda rules: replace(rules, voting_from=date(2026, 9, 2)),
    "voting_until": lambda rules: replace(rules, voting_until=date(2026, 12, 1)),
    "eligibility_years": lambda rules: replace(rules, eligibility_years=1),
    "winner_years": lambda rules: replace(rules, winner_years=0),
    "excludes_staff": lambda rules: replace(rules, excludes_staff=False),
    "organiser": lambda rules: replace(rules, organiser="Moorland"),
    "seconds_needed": lambda rules: replace(rules, seconds_needed=1),
    "panel_rule": lambda rules: replace(rules, panel_rule=PanelRule.TRIMMED),
    "shortlist_size": lambda rules: replace(rules, shortlist_size=6),
    "voter_years": lambda rules: replace(rules, voter_years=0),
    "counting": lambda rules: replace(rules, counting=Counting.IRV),
}


@pytest.mark.parametrize("field", OTHERS)
def test_each_rule_stands_in_the_declared_text(field: str) -> None:
    other = OTHERS[field](RULES)

    assert rules_text(other) != rules_text(RULES)
    assert rules_hash(rules_text(other)) != rules_hash(rules_text(RULES))


def test_no_rule_is_forgotten_by_the_test_above() -> None:
    assert set(OTHERS) == {field.name for field in fields(Rules)}


def test_the_declared_text_is_one_rule_a_line() -> None:
    text = rules_text(RULES)

    assert text.endswith("\n")
    assert text.splitlines()[:4] == [
        "Change Architect of the Year 2026: the rules",
        "A nominee has been accredited for at least 2 years when nominations close.",
        "A nominee has not won in the last 5 years.",
        "A nominee is not staff of Cobalt Academy.",
    ]
    assert "below every one who is." in text
    assert len(rules_hash(text)) == 64


@pytest.mark.parametrize(
    ("phase", "day", "words", "is_due"),
    [
        (Phase.PLANNED, date(2026, 3, 2), "open nominations", True),
        (Phase.NOMINATING, date(2026, 5, 29), "close nominations", False),  # the last day is a day of nominations
        (Phase.NOMINATING, date(2026, 5, 30), "close nominations", True),
        (Phase.SCREENING, date(2026, 6, 30), "make the shortlist", False),
        (Phase.VOTING, date(2026, 11, 30), "count the ballots", False),
        (Phase.VOTING, date(2026, 12, 1), "count the ballots", True),
        (Phase.COUNTED, date(2026, 12, 12), "announce the winner", True),
    ],
)
def test_what_is_due_follows_from_the_phase_and_the_day(phase: Phase, day: date, words: str, is_due: bool) -> None:
    coming = ahead(phase, PLAN, day)
    assert coming is not None
    assert (coming.deed, coming.is_due) == (words, is_due)


def test_nothing_is_due_of_a_cycle_that_is_over() -> None:
    for phase in (Phase.ANNOUNCED, Phase.ABANDONED):
        assert ahead(phase, PLAN, date(2030, 1, 1)) is None

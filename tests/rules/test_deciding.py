"""Go or no-go in words: by when, what is missing, what it costs, who fits elsewhere."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.rules.deciding import Choice, advice, at_stake, cost, proposed, urgency, verdict, week_end

TODAY = date(2026, 11, 24)
ACXC = Choice(
    reference="ACXC-2026-12-01",
    booked=3,
    minimum=4,
    maximum=12,
    decide_by=date(2026, 11, 25),
    is_set=True,
    starts_on=date(2026, 12, 1),
    losing=3,
    price_minor=120_000,
    currency="GBP",
    coach_minutes=900,
    elsewhere="ACXC-2027-01-12",
    fits=3,
)

choices = st.builds(
    Choice,
    reference=st.just("ACXC-2026-12-01"),
    booked=st.integers(0, 20),
    minimum=st.integers(0, 20),
    maximum=st.integers(1, 20),
    decide_by=st.dates(date(2026, 10, 1), date(2026, 12, 31)),
    is_set=st.booleans(),
    starts_on=st.dates(TODAY, date(2027, 3, 1)),
    losing=st.integers(0, 20),
    price_minor=st.none() | st.integers(0, 10**12),
    currency=st.sampled_from(["GBP", "EUR", "JPY"]),
    coach_minutes=st.integers(0, 10_000),
    elsewhere=st.sampled_from(["", "ACXC-2027-01-12"]),
    fits=st.integers(0, 20),
)


def test_a_session_that_is_one_short_goes_with_one_more_or_is_cancelled() -> None:
    assert verdict(ACXC, TODAY) == (
        "3 of 4 needed, decision tomorrow: go with one more, or cancel: 3 people, £3,600.00, 15 coach hours; all 3 fit "
        "on ACXC-2027-01-12."
    )


def test_a_session_that_has_enough_goes() -> None:
    enough = replace(ACXC, booked=4, losing=5, price_minor=None, currency="", fits=2)
    assert verdict(enough, TODAY) == (
        "4 of 4 needed, decision tomorrow: go. To cancel would be 5 people, no price printed, 15 coach hours; 2 of 5 "
        "fit on ACXC-2027-01-12."
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"decide_by": TODAY}, "decision today"),
        ({"decide_by": date(2026, 11, 29)}, "decision in 5 days"),
        ({"decide_by": date(2026, 11, 2)}, "decision was due on Mon 2 Nov 2026"),
        ({"decide_by": date(2026, 11, 17), "is_set": False}, "no decision date, starts in 7 days"),
        ({"decide_by": TODAY, "is_set": False}, "no decision date, starts in 7 days"),  # nobody set today
    ],
)
def test_by_when_it_is_decided(changed: dict[str, object], said: str) -> None:
    assert verdict(replace(ACXC, **changed), TODAY).startswith(f"3 of 4 needed, {said}: go with one more")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"losing": 0, "booked": 0, "coach_minutes": 0}, "nobody has a place"),
        ({"losing": 1, "booked": 1, "fits": 1}, "1 person, £1,200.00, 15 coach hours; fits on ACXC-2027-01-12"),
        ({"losing": 2, "booked": 0, "fits": 0}, "2 people, 15 coach hours; nobody fits on another session"),
        (
            {"elsewhere": "", "fits": 0, "coach_minutes": 60},
            "3 people, £3,600.00, 1 coach hour; nobody fits on another session",
        ),
        ({"coach_minutes": 260}, "3 people, £3,600.00, 4 h 20 min of coaching; all 3 fit on ACXC-2027-01-12"),
    ],
)
def test_what_it_costs(changed: dict[str, object], said: str) -> None:
    assert cost(replace(ACXC, **changed)) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("booked", "said"), [(0, "nobody yet"), (2, "go with 2 more"), (3, "go with one more"), (4, "go")]
)
def test_what_the_figures_say(booked: int, said: str) -> None:
    assert advice(replace(ACXC, booked=booked)) == said


@given(choices, st.dates(date(2026, 11, 1), date(2026, 12, 31)))
def test_it_is_told_to_go_just_when_enough_are_booked(choice: Choice, today: date) -> None:
    said = verdict(choice, today)
    assert (": go. " in said) is (choice.booked >= choice.minimum)
    assert ("no price printed" in said) is (choice.price_minor is None and choice.booked > 0)
    assert said.endswith(".")


@given(st.lists(choices, max_size=5))
def test_what_is_at_stake_adds_up_by_currency(listed: list[Choice]) -> None:
    said = at_stake(listed)
    assert (said == "") is (not listed)
    in_yen = sum(one.foregone or 0 for one in listed if one.currency == "JPY")
    assert (f" {in_yen:,} JPY" in f" {said}") is (in_yen > 0)
    assert (said.count("price") == 1) is any(one.booked and one.price_minor is None for one in listed)


@given(choices, choices)
def test_the_earlier_decision_is_the_more_urgent(one: Choice, other: Choice) -> None:
    if one.decide_by < other.decide_by:
        assert urgency(one) < urgency(other)


@given(st.dates(TODAY, date(2030, 1, 1)), st.integers(0, 60))
def test_a_date_is_proposed_ahead_or_not_at_all(starts_on: date, days: int) -> None:
    day = proposed(starts_on, days, TODAY)
    if day is None:
        assert days == 0 or starts_on - timedelta(days=days) < TODAY
    else:
        assert day >= TODAY
        assert (starts_on - day).days == days


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_week_ends_on_its_sunday(day: date) -> None:
    end = week_end(day)
    assert end.isoweekday() == 7
    assert day <= end < day + timedelta(days=7)

"""Where somebody stands on a rung, and what follows her name."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.rules.accreditations import Held, State
from acxdesk.rules.catalogue import LADDERS, RUNGS
from acxdesk.rules.ladders import Hold, Post, Stand, order, post_nominals, stand

DAY = date(2026, 11, 24)
AWARDED = date(2023, 11, 16)


def held(until: date | None = None, state: State = State.ISSUED, **other: date) -> Held:
    values = {"awarded_on": AWARDED, **other}
    return Held("ACXM", valid_until=until, state=state, **values)


def renewable(until: date) -> Held:
    """From three months before to six months after."""
    return held(until, renewable_from=until - timedelta(days=90), renewable_until=until + timedelta(days=180))


@pytest.mark.parametrize(
    ("records", "state", "valid", "words"),
    [
        pytest.param((), Hold.NOT, False, "not held", id="nothing"),
        pytest.param((held(),), Hold.HELD, True, "since 16 Nov 2023, for life", id="for life"),
        pytest.param((held(DAY),), Hold.HELD, True, "since 16 Nov 2023, until 24 Nov 2026", id="on its last day"),
        pytest.param(
            (renewable(date(2027, 5, 1)),),
            Hold.HELD,
            True,
            "since 16 Nov 2023, until 1 May 2027, renews from 31 Jan 2027",
            id="to be renewed later",
        ),
        pytest.param(
            (renewable(date(2027, 1, 1)),),
            Hold.RENEWABLE,
            True,
            "until 1 Jan 2027, renew by 30 Jun 2027",
            id="in its window, valid",
        ),
        pytest.param(
            (renewable(date(2026, 11, 1)),),
            Hold.RENEWABLE,
            False,
            "expired 1 Nov 2026, renew by 30 Apr 2027",
            id="in its window, expired",
        ),
        pytest.param((renewable(date(2026, 1, 1)),), Hold.EXPIRED, False, "expired 1 Jan 2026", id="expired"),
        pytest.param(
            (held(None, State.SUSPENDED),),
            Hold.SUSPENDED,
            False,
            "suspended; since 16 Nov 2023, for life",
            id="suspended",
        ),
        pytest.param((held(None, State.REVOKED),), Hold.NOT, False, "not held", id="revoked"),
        pytest.param((held(awarded_on=DAY + timedelta(days=1)),), Hold.NOT, False, "not held", id="not yet awarded"),
        pytest.param(
            (
                held(date(2025, 11, 16), State.SUPERSEDED, superseded_on=date(2025, 9, 1)),
                held(date(2027, 11, 16), awarded_on=date(2025, 9, 1)),
            ),
            Hold.HELD,
            True,
            "since 16 Nov 2023, until 16 Nov 2027",
            id="renewed",
        ),
        pytest.param(
            (held(date(2024, 1, 1)), held(None, awarded_on=date(2026, 2, 1))),
            Hold.HELD,
            True,
            "since 1 Feb 2026, for life",
            id="earned again after a gap",
        ),
        pytest.param(
            (
                held(None, State.SUPERSEDED, superseded_on=date(2025, 9, 1)),
                held(None, State.REVOKED, awarded_on=date(2025, 9, 1)),
            ),
            Hold.EXPIRED,
            False,
            "expired 31 Aug 2025",
            id="renewed, and that revoked",
        ),
        pytest.param(
            (held(None, State.SUSPENDED), held(date(2026, 1, 1))),
            Hold.SUSPENDED,
            False,
            "suspended; since 16 Nov 2023, for life",
            id="what is suspended goes before what expired",
        ),
    ],
)
def test_where_she_stands(records: tuple[Held, ...], state: Hold, valid: bool, words: str) -> None:
    found = stand(records, DAY)
    assert (found.state, found.valid, found.words) == (state, valid, words)
    assert found.sign == ("◆" if valid else "◇")


days = st.integers(-800, 800).map(lambda distance: DAY + timedelta(days=distance))
records = st.builds(
    Held,
    programme=st.just("ACXM"),
    awarded_on=days,
    valid_until=st.none() | days,
    state=st.sampled_from(State),
    renewable_from=st.none() | days,
    renewable_until=st.none() | days,
    superseded_on=st.none() | days,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(records, max_size=6), days, st.randoms())
def test_a_rung_stands_just_when_one_of_its_records_does_in_whatever_order(
    holds: list[Held], day: date, chance: Random
) -> None:
    found = stand(holds, day)
    assert found.valid == any(one.is_valid_on(day) for one in holds)
    assert found.words
    shuffled = list(holds)
    chance.shuffle(shuffled)
    assert stand(shuffled, day) == found
    if found.since is None:
        assert found == Stand(Hold.NOT)
    else:
        assert found.since <= day


def test_of_each_ladder_the_highest_rung_follows_her_name_in_the_order_of_the_ladders() -> None:
    posts = [
        Post("CPP", "Champion", "CPPC"),
        Post("ACX", "Professional", "ACXP"),
        Post("ACX", "Master", "ACXM"),
        Post("CPP", "Master", "CPPM"),
        Post("ACX", "open course", ""),
    ]
    assert post_nominals(posts) == ("ACXM", "CPPC")
    assert post_nominals(reversed(posts)) == ("ACXM", "CPPC")
    assert post_nominals(()) == ()


def test_what_nobody_printed_comes_last() -> None:
    places = [(ladder, rung) for ladder in (*LADDERS, "ZZZ") for rung in (*RUNGS, "Grand Master")]
    assert sorted(places, key=lambda place: order(*place)) == places

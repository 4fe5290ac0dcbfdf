"""What has to be held, what is missing, and how it is said."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.rules.accreditations import Held, State
from acxdesk.rules.prerequisites import (
    Admission,
    Alternative,
    Group,
    Groups,
    Lapse,
    Met,
    Standing,
    Unmet,
    asked,
    lapse,
    meets,
)

DAY = date(2026, 11, 16)
CODES = ("ACXM", "CPPM", "COIM")
ACXM, CPPM, COIM = (Alternative(code) for code in CODES)


def held(code: str = "ACXM", until: date | None = None, state: State = State.ISSUED, **other: date) -> Held:
    """Awarded on 2 Jan 2024 unless said otherwise."""
    values = {"awarded_on": date(2024, 1, 2), **other}
    return Held(code, valid_until=until, state=state, **values)


groups = st.lists(
    st.lists(st.builds(Alternative, st.sampled_from(CODES), st.sampled_from(Standing)), min_size=1, max_size=3).map(
        tuple
    ),
    max_size=4,
).map(tuple)
days = st.integers(-800, 800).map(lambda distance: DAY + timedelta(days=distance))
records = st.builds(
    Held,
    programme=st.sampled_from(CODES),
    awarded_on=days,
    valid_until=st.none() | days,
    state=st.sampled_from(State),
    renewable_from=st.none() | days,
    renewable_until=st.none() | days,
    superseded_on=st.none() | days,
)
holdings = st.lists(records, max_size=6)


@pytest.mark.parametrize(
    ("group", "holds", "words"),
    [
        pytest.param((CPPM, ACXM), (), "needs CPPM or ACXM valid on 16 Nov 2026; holds neither", id="neither"),
        pytest.param((ACXM,), (), "needs ACXM valid on 16 Nov 2026; does not hold it", id="nothing"),
        pytest.param(
            (CPPM, ACXM),
            (held("CPPM", date(2026, 9, 30)),),
            "needs CPPM or ACXM valid on 16 Nov 2026; holds CPPM until 30 Sep 2026",
            id="one expired",
        ),
        pytest.param(
            (CPPM, ACXM),
            (held("CPPM", date(2026, 9, 30)), held("ACXM", state=State.SUSPENDED)),
            "needs CPPM or ACXM valid on 16 Nov 2026; holds CPPM until 30 Sep 2026 and ACXM, which is suspended",
            id="expired and suspended",
        ),
        pytest.param(
            (ACXM,),
            (held(state=State.REVOKED),),
            "needs ACXM valid on 16 Nov 2026; holds ACXM, which was revoked",
            id="revoked",
        ),
        pytest.param(
            (ACXM,),
            (held(awarded_on=date(2026, 11, 20)),),
            "needs ACXM valid on 16 Nov 2026; holds ACXM from 20 Nov 2026",
            id="too late",
        ),
        pytest.param(
            (ACXM,),
            (held(until=date(2023, 1, 1)), held(until=date(2026, 11, 15)), held(until=date(2025, 1, 1))),
            "needs ACXM valid on 16 Nov 2026; holds ACXM until 15 Nov 2026",
            id="the last of several",
        ),
        pytest.param(
            (Alternative("ACXM", Standing.RENEWABLE),),
            (held(until=date(2026, 3, 31), renewable_from=date(2025, 9, 30), renewable_until=date(2026, 9, 30)),),
            "needs ACXM valid or renewable on 16 Nov 2026; holds ACXM until 31 Mar 2026, renewable until 30 Sep 2026",
            id="renewable no more",
        ),
        pytest.param(
            (CPPM, Alternative("ACXM", Standing.EVER)),
            (),
            "needs CPPM valid on 16 Nov 2026, or ACXM ever held; holds neither",
            id="standings that differ",
        ),
        pytest.param(
            (ACXM, CPPM, COIM),
            (held(state=State.SUPERSEDED, superseded_on=date(2026, 5, 1)),),
            "needs ACXM or CPPM or COIM valid on 16 Nov 2026; holds ACXM until 30 Apr 2026",
            id="replaced by nothing that stands",
        ),
    ],
)
def test_what_is_missing_is_said_in_words(group: Group, holds: tuple[Held, ...], words: str) -> None:
    assert meets((group,), holds, DAY) == Unmet((words,))


@pytest.mark.parametrize(
    ("group", "holds", "words"),
    [
        pytest.param((ACXM,), held(), "ACXM valid on 16 Nov 2026 ✓", id="for life"),
        pytest.param((ACXM,), held(until=DAY), "ACXM valid on 16 Nov 2026 ✓", id="on its last day"),
        pytest.param((ACXM,), held(awarded_on=DAY), "ACXM valid on 16 Nov 2026 ✓", id="on its first day"),
        pytest.param((CPPM, ACXM), held(), "ACXM valid on 16 Nov 2026 ✓", id="by the other"),
        pytest.param(
            (Alternative("ACXM", Standing.RENEWABLE),),
            held(until=date(2026, 11, 15), renewable_from=date(2026, 5, 15), renewable_until=DAY),
            "ACXM renewable on 16 Nov 2026 ✓",
            id="on the last day of its window",
        ),
        pytest.param(
            (Alternative("ACXM", Standing.EVER),), held(until=date(2024, 6, 1)), "ACXM held ✓", id="long expired"
        ),
        pytest.param(
            (Alternative("ACXM", Standing.EVER),), held(state=State.SUSPENDED), "ACXM held ✓", id="suspended now"
        ),
        pytest.param(
            (ACXM,),
            held(state=State.SUPERSEDED, superseded_on=date(2026, 11, 17)),
            "ACXM valid on 16 Nov 2026 ✓",
            id="replaced later",
        ),
    ],
)
def test_what_is_met_says_by_what(group: Group, holds: Held, words: str) -> None:
    assert meets((group,), (holds,), DAY) == Met(words)


def test_every_group_that_is_not_met_is_named() -> None:
    verdict = meets(((ACXM,), (CPPM,), (COIM,)), (held("CPPM"),), DAY)
    assert isinstance(verdict, Unmet)
    assert verdict.words == (
        "needs ACXM valid on 16 Nov 2026; does not hold it; and needs COIM valid on 16 Nov 2026; does not hold it"
    )


def test_where_nothing_is_asked_nothing_is_said() -> None:
    assert meets((), (), DAY) == Met("")


def test_what_a_group_asks_for_can_be_said_without_a_day() -> None:
    assert asked((CPPM, Alternative("ACXM", Standing.EVER))) == "CPPM valid, or ACXM ever held"


def test_an_exemption_says_on_what() -> None:
    assert meets(((ACXM,),), (), DAY, "ten years of practice") == Met("exempted ✓ (ten years of practice)")


@settings(max_examples=200, deadline=None)
@given(groups, holdings, records, days)
def test_one_more_accreditation_never_takes_away_what_was_met(
    asks: Groups, holds: list[Held], more: Held, day: date
) -> None:
    before, after = meets(asks, holds, day), meets(asks, [*holds, more], day)
    assert isinstance(after, Met) or isinstance(before, Unmet)
    if isinstance(before, Unmet) and isinstance(after, Unmet):
        assert len(after.missing) <= len(before.missing)


@settings(max_examples=200, deadline=None)
@given(groups, holdings, days, st.randoms())
def test_the_order_of_what_is_held_and_asked_does_not_matter(
    asks: Groups, holds: list[Held], day: date, chance: Random
) -> None:
    others, turned = list(holds), [tuple(chance.sample(group, len(group))) for group in asks]
    chance.shuffle(others)
    assert meets(asks, others, day) == meets(asks, holds, day)
    chance.shuffle(turned)
    assert type(meets(tuple(turned), others, day)) is type(meets(asks, holds, day))


@settings(max_examples=100, deadline=None)
@given(groups, holdings, days)
def test_an_exemption_meets_everything(asks: Groups, holds: list[Held], day: date) -> None:
    assert isinstance(meets(asks, holds, day, "evidence"), Met)


@settings(max_examples=200, deadline=None)
@given(groups, holdings, days)
def test_the_explanation_names_every_group_that_is_missing_and_no_other(
    asks: Groups, holds: list[Held], day: date
) -> None:
    verdict = meets(asks, holds, day)
    alone = [group for group in asks if isinstance(meets((group,), holds, day), Unmet)]
    if isinstance(verdict, Met):
        assert alone == []
        return
    assert [clause.partition(";")[0] for clause in verdict.missing] == [f"needs {asked(one, day)}" for one in alone]
    assert all(alternative.programme in verdict.words for group in alone for alternative in group)


@settings(max_examples=100, deadline=None)
@given(holdings, days)
def test_ever_held_asks_less_than_renewable_and_that_less_than_valid(holds: list[Held], day: date) -> None:
    valid, renewable = (
        isinstance(meets(((Alternative("ACXM", how),),), holds, day), Met)
        for how in (Standing.VALID, Standing.RENEWABLE)
    )
    assert renewable or not valid


def test_a_session_admits_each_by_what_she_holds_or_is_exempted_from() -> None:
    facts = Admission(DAY, ((ACXM,),), {1: (held(),), 2: (held("CPPM"),)}, {3: "practice, approved by Towers"})
    assert [type(facts.verdict(person)) for person in (1, 2, 3, 4)] == [Met, Unmet, Met, Unmet]
    assert facts.verdict(4) == Unmet(("needs ACXM valid on 16 Nov 2026; does not hold it",))


def test_a_coach_lapses_at_the_first_meeting_that_she_lacks_something_for() -> None:
    meetings = [(number, DAY + timedelta(days=number - 1)) for number in (4, 2, 3, 1)]
    until = (held("CPPC", date(2026, 11, 18)),)
    asks = ((Alternative("CPPC"),),)
    why = Unmet(("needs CPPC valid on 19 Nov 2026; holds CPPC until 18 Nov 2026",))
    assert lapse(asks, until, meetings) == Lapse(4, date(2026, 11, 19), why)
    assert lapse(asks, (held("CPPC"),), meetings) is None
    assert lapse((), (), meetings) is None
    assert lapse(asks, (), []) is None

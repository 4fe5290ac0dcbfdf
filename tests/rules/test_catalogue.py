"""Ladders, rungs, codes, and which edit makes a new edition."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.accreditations import Renewal
from acxdesk.rules.catalogue import (
    LADDERS,
    PROMISES,
    RUNGS,
    Promise,
    changed,
    check_code,
    edition_needed,
    ladder,
    validity,
    validity_words,
)
from acxdesk.rules.catalogue import rung as rung_of

ACXS = Promise("Accredited CX Specialist", "ACXS", "on demand, 25 lessons", 86000, "GBP", 0, Renewal.FROM_EXPIRY, 6, 6)

promises = st.builds(
    Promise,
    title=st.sampled_from(["A", "B"]),
    post_nominal=st.sampled_from(["", "X"]),
    duration=st.sampled_from(["", "2 days @ 5 hours per day"]),
    price_minor=st.sampled_from([None, 0, 86000]),
    currency=st.sampled_from(["", "GBP"]),
    validity_months=st.sampled_from([0, 36]),
    renewal=st.sampled_from(list(Renewal)),
    renewal_months=st.sampled_from([0, 6]),
    grace_months=st.sampled_from([0, 6]),
)


def test_ladders_stand_in_the_order_of_the_catalogue() -> None:
    assert tuple(LADDERS) == ("ACX", "CPP", "COI", "OKR")
    assert RUNGS == ("Professional", "Specialist", "Master", "Champion", "Mentor", "Coach", "open course")


@pytest.mark.parametrize(("said", "meant"), [("acx", "ACX"), ("OKR", "OKR"), (" cpp ", "CPP")])
def test_a_ladder_is_known_in_any_case(said: str, meant: str) -> None:
    assert ladder(said) == meant


@pytest.mark.parametrize(("said", "meant"), [("master", "Master"), ("Open Course", "open course"), ("COACH", "Coach")])
def test_a_rung_is_known_in_any_case(said: str, meant: str) -> None:
    assert rung_of(said) == meant


def test_an_unknown_ladder_or_rung_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refused) as refused:
        ladder("XYZ")
    assert str(refused.value) == 'There is no ladder "XYZ". The ladders are ACX, CPP, COI, OKR.'
    with pytest.raises(Refused) as refused:
        rung_of("Wizard")
    assert refused.value.sentence == 'There is no rung "Wizard".'


@pytest.mark.parametrize("code", ["ACXM", "ACX-Mentor", "CPP", "A", "L5", "OI-Vision", "A" * 20])
def test_a_code_of_letters_and_digits_is_kept(code: str) -> None:
    assert check_code(code) == code


@pytest.mark.parametrize(
    "code", ["", "5ACX", "ACX-", "-ACX", "ACX--M", "ACX M", "ACXM-2026", "ÄCX", "A" * 21, "A/B", "=A", "A\n", "A.B"]
)
def test_what_could_break_a_reference_is_no_code(code: str) -> None:
    with pytest.raises(Refused):
        check_code(code)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Accredited CX Master"),
        ("post_nominal", ""),
        ("duration", "2 days @ 5 hours per day"),
        ("price_minor", None),
        ("currency", "EUR"),
        ("validity_months", 36),
        ("renewal", Renewal.END_OF_YEAR),
        ("renewal_months", 3),
        ("grace_months", 0),
    ],
)
def test_a_promise_that_changes_under_sessions_needs_an_edition(field: str, value: str | int | None) -> None:
    new = replace(ACXS, **{field: value})  # type: ignore[arg-type]
    assert changed(ACXS, new) == (field,)
    assert edition_needed(ACXS, new, sessions=1)
    assert not edition_needed(ACXS, new, sessions=0)


def test_every_field_of_a_promise_counts() -> None:
    assert (
        *("title", "post_nominal", "duration", "price_minor", "currency", "validity_months"),
        *("renewal", "renewal_months", "grace_months"),
    ) == PROMISES


@given(promises, promises, st.integers(0, 3))
@settings(max_examples=100, deadline=None)
def test_an_edition_is_needed_just_when_a_promise_changes_under_a_session(
    old: Promise, new: Promise, sessions: int
) -> None:
    assert edition_needed(old, new, sessions=sessions) is (old != new and sessions > 0)
    assert changed(old, new) == changed(new, old)


@pytest.mark.parametrize(("months", "words"), [(0, "for life"), (1, "1 month"), (36, "36 months")])
def test_validity_reads_in_words(months: int, words: str) -> None:
    assert validity(months) == words


@pytest.mark.parametrize(
    ("months", "renewal", "before", "after", "words"),
    [
        (0, Renewal.FROM_EXPIRY, 6, 6, "valid for life"),
        (
            36,
            Renewal.FROM_EXPIRY,
            6,
            6,
            "valid 36 months, renewed from expiry, from 6 months before to 6 months after",
        ),
        (
            12,
            Renewal.FROM_AWARD,
            1,
            0,
            "valid 12 months, renewed from award, from 1 month before to its last day",
        ),
        (
            1,
            Renewal.END_OF_YEAR,
            0,
            3,
            "valid 1 month, renewed to year end, from its last day to 3 months after",
        ),
        (24, Renewal.FROM_EXPIRY, 0, 0, "valid 24 months, renewed from expiry, on its last day"),
    ],
)
def test_validity_and_renewal_are_told(months: int, renewal: Renewal, before: int, after: int, words: str) -> None:
    assert validity_words(months, renewal, before=before, after=after) == words

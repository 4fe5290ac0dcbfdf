"""What was earned: last valid days at the odd ends of the calendar, renewal windows, moves, numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.accreditations import (
    MOVES,
    Effect,
    Facts,
    Held,
    Origin,
    Renewal,
    Renewed,
    State,
    Terms,
    anchored,
    check_foreign,
    counts_from_expiry,
    months_from,
    move,
    next_issue,
    number_in,
    series,
    valid_until,
    window,
)

DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31))
MONTHS = st.integers(1, 240)
RENEWALS = st.sampled_from(Renewal)


def terms(months: int, renewal: Renewal = Renewal.FROM_EXPIRY, before: int = 6, grace: int = 6) -> Terms:
    return Terms(months, renewal, before, grace)


# ---- months


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 11, 16), 12, date(2027, 11, 16)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 2, 28), 12, date(2024, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 31), -1, date(2025, 12, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_end_at_the_same_day_or_the_last_of_a_shorter_month(start: date, months: int, last: date) -> None:
    assert months_from(start, months) == last


@given(DAYS, MONTHS)
def test_months_keep_the_day_or_end_the_month(start: date, months: int) -> None:
    last = months_from(start, months)
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) == months
    assert last.day == start.day or (last.day < start.day and (last + timedelta(days=1)).day == 1)


def test_a_day_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(Refused, match="no day of the calendar"):
        valid_until(date(9999, 6, 1), terms(12))


# ---- last valid days


def test_for_life_there_is_no_last_day() -> None:
    assert [valid_until(date(2026, 2, 28), terms(0, renewal)) for renewal in Renewal] == [None, None, None]


@pytest.mark.parametrize(
    ("renewal", "last"),
    [
        (Renewal.FROM_AWARD, date(2027, 11, 16)),
        (Renewal.FROM_EXPIRY, date(2027, 11, 16)),
        (Renewal.END_OF_YEAR, date(2027, 12, 31)),
    ],
)
def test_an_award_is_valid_by_its_rule(renewal: Renewal, last: date) -> None:
    assert valid_until(date(2026, 11, 16), terms(12, renewal)) == last


def test_an_award_of_the_last_day_of_a_year_ends_with_its_year() -> None:
    assert valid_until(date(2026, 12, 31), terms(12, Renewal.END_OF_YEAR)) == date(2027, 12, 31)
    assert valid_until(date(2027, 1, 1), terms(12, Renewal.END_OF_YEAR)) == date(2028, 12, 31)


@pytest.mark.parametrize(
    ("on", "renewal", "last"),
    [
        pytest.param(date(2027, 9, 1), Renewal.FROM_EXPIRY, date(2028, 11, 16), id="early, from expiry"),
        pytest.param(date(2028, 5, 16), Renewal.FROM_EXPIRY, date(2028, 11, 16), id="the last day of grace"),
        pytest.param(date(2028, 5, 17), Renewal.FROM_EXPIRY, date(2029, 5, 17), id="after grace: a new award"),
        pytest.param(date(2027, 9, 1), Renewal.FROM_AWARD, date(2028, 9, 1), id="from award"),
        pytest.param(date(2027, 9, 1), Renewal.END_OF_YEAR, date(2028, 12, 31), id="end of year"),
    ],
)
def test_a_renewal_counts_by_its_rule(on: date, renewal: Renewal, last: date) -> None:
    renewed = Renewed(date(2027, 11, 16), date(2028, 5, 16), date(2026, 11, 16))
    assert valid_until(on, terms(12, renewal), renewed) == last


def test_who_renews_early_loses_no_day() -> None:
    renewed = Renewed(date(2028, 1, 31), date(2028, 7, 31), date(2026, 1, 31))
    assert valid_until(date(2026, 6, 1), terms(12, Renewal.FROM_AWARD), renewed) == date(2028, 1, 31)


def test_renewing_after_a_short_month_does_not_creep() -> None:
    began, last, ends = date(2026, 8, 31), date(2027, 2, 28), []
    for _each in range(4):
        renewed = Renewed(last, months_from(last, 6), began)
        until = valid_until(last, terms(6), renewed)
        assert until is not None
        ends.append(until)
        last = until
    assert ends == [date(2027, 8, 31), date(2028, 2, 29), date(2028, 8, 31), date(2029, 2, 28)]


def test_a_last_day_that_was_set_by_hand_counts_from_itself() -> None:
    assert anchored(date(2027, 3, 15), 12, date(2026, 8, 31)) == date(2028, 3, 15)


@given(DAYS, st.integers(1, 40), st.integers(1, 12))
def test_any_run_of_renewals_ends_on_the_day_of_its_award(began: date, months: int, times: int) -> None:
    last = valid_until(began, terms(months))
    for _each in range(times):
        assert last is not None
        last = valid_until(last, terms(months), Renewed(last, last, began))
    assert last == months_from(began, months * (times + 1))


@given(DAYS, MONTHS, MONTHS, RENEWALS)
def test_more_months_are_never_valid_for_less(awarded: date, one: int, other: int, renewal: Renewal) -> None:
    less, more = sorted((one, other))
    ends = [valid_until(awarded, terms(months, renewal)) for months in (less, more)]
    assert ends[0] is not None
    assert ends[1] is not None
    assert awarded < ends[0] <= ends[1]


@given(DAYS, MONTHS, RENEWALS, st.integers(-400, 400))
def test_a_renewal_is_valid_at_least_as_long_as_what_it_renews(
    awarded: date, months: int, renewal: Renewal, after: int
) -> None:
    held = terms(months, renewal)
    last = valid_until(awarded, held)
    assert last is not None
    assume(last + timedelta(days=after) >= awarded)
    renewed = Renewed(last, months_from(last, 6), awarded)
    until = valid_until(last + timedelta(days=after), held, renewed)
    assert until is not None
    assert until >= last
    if renewal is Renewal.FROM_EXPIRY and counts_from_expiry(last + timedelta(days=after), renewed):
        assert until == anchored(last, months, awarded)


# ---- the window


def test_the_window_lies_around_the_last_valid_day() -> None:
    assert window(date(2027, 8, 31), terms(12, before=6, grace=3)) == (date(2027, 2, 28), date(2027, 11, 30))
    assert window(None, terms(0)) == (None, None)
    assert window(date(9999, 12, 1), terms(12)) == (date(9999, 6, 1), date.max)


@given(DAYS, st.integers(0, 24), st.integers(0, 24))
def test_the_last_valid_day_lies_in_the_window(last: date, before: int, grace: int) -> None:
    opens, closes = window(last, terms(12, before=before, grace=grace))
    held = Held("ACXM", date.min, last, State.ISSUED, opens, closes)
    assert held.is_renewable_on(last)
    assert held.is_valid_on(last)
    assert not held.is_valid_on(last + timedelta(days=1))


# ---- moves

TODAY = date(2026, 11, 24)


def facts(state: State, **other: str) -> Facts:
    return Facts("ACXM-2026-0001", "Ada Byron", state, date(2026, 11, 20), date(2026, 11, 16), **other)


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize("state", State)
def test_each_move_is_legal_from_its_sources_alone(verb: str, state: State) -> None:
    effect = Effect(TODAY, TODAY, "why")
    if state in MOVES[verb].sources:
        assert move(facts(state), verb, effect) is MOVES[verb].target
    else:
        with pytest.raises(Refused, match=f"is {state} since Fri 20 Nov 2026 and cannot be"):
            move(facts(state), verb, effect)


def test_what_was_superseded_names_what_took_its_place() -> None:
    with pytest.raises(Refused) as refused:
        move(facts(State.SUPERSEDED, superseded_by="ACXM-2026-0001/2"), "revoke", Effect(TODAY, TODAY, "fraud"))
    assert str(refused.value) == (
        "ACXM-2026-0001 of Ada Byron is superseded by ACXM-2026-0001/2 since Fri 20 Nov 2026 and cannot be revoked. "
        "Take ACXM-2026-0001/2."
    )


@pytest.mark.parametrize("verb", ["suspend", "revoke", "extend"])
def test_what_takes_something_away_needs_a_reason(verb: str) -> None:
    with pytest.raises(Refused, match="without a reason"):
        move(facts(State.ISSUED), verb, Effect(TODAY, TODAY, "  "))


@pytest.mark.parametrize(("day", "why"), [(date(2026, 11, 25), "lies ahead"), (date(2026, 11, 15), "it holds from")])
def test_a_change_holds_from_a_day_of_the_record_up_to_today(day: date, why: str) -> None:
    with pytest.raises(Refused, match=why):
        move(facts(State.ISSUED), "revoke", Effect(day, TODAY, "fraud"))


# ---- numbers


def test_numbers_count_by_programme_and_year() -> None:
    begun = series("CPP-Coach", date(2026, 1, 1))
    assert [number_in(begun, count) for count in (1, 9999, 10000)] == [
        "CPP-Coach-2026-0001",
        "CPP-Coach-2026-9999",
        "CPP-Coach-2026-10000",
    ]


@pytest.mark.parametrize(
    ("number", "origin", "after"),
    [
        ("ACXM-2026-0001", Origin.AWARD, "ACXM-2026-0001/2"),
        ("ACXM-2026-0001/2", Origin.REISSUE, "ACXM-2026-0001/3"),
        ("ACXM-2026-0001/9", Origin.DECREE, "ACXM-2026-0001/10"),
        ("2015/0123", Origin.RECORDED, "2015/0123/2"),
        ("2015/0123/2", Origin.DECREE, "2015/0123/3"),
    ],
)
def test_a_later_issue_keeps_the_number(number: str, origin: Origin, after: str) -> None:
    assert next_issue(number, origin) == after


@pytest.mark.parametrize("number", ["2015/12", "ACXM-2026-0001/2", "acxm-2026-1234567"])
def test_a_recorded_number_that_could_become_one_of_ours_is_refused(number: str) -> None:
    with pytest.raises(Refused, match=r"later issue|too long"):
        check_foreign(number, "ACXM")


@pytest.mark.parametrize("number", ["ACXM-2026-0001", "2015/0123", "№ 7/b", "CPPM 5-1234567"])
def test_any_other_number_may_be_recorded(number: str) -> None:
    check_foreign(number, "ACXM")

"""Second marking: the sample, what two marks become, what a cell waits for."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.rules.marks import Given, MarkState, Origin, Series
from acxdesk.rules.moderation import Counting, agreed, counting, sampled
from acxdesk.rules.schemes import Agreement, Part, Scheme, SecondMarking, SecondRule

NOW = datetime(2026, 11, 24, tzinfo=UTC)
EXAM = Part("Exam", 60, 100_00, 50_00, must_pass=True, id=1)
CASE = Part("Case study", 40, 100_00, 60_00, must_pass=True, id=2)
WITHIN = SecondRule(SecondMarking.ALL, agreement=Agreement.WITHIN, within=10_00)
SCHEME = Scheme((EXAM, CASE), 60_00, second=WITHIN)
PEOPLE = [(number, f"place-{number}") for number in range(1, 41)]


def mark(
    series: Series = Series.FIRST,
    points: int = 61_00,
    *,
    component: int = 1,
    attempt: int = 1,
    revision: int = 0,
    state: MarkState = MarkState.ENTERED,
    origin: Origin = Origin.MARKING,
) -> Given:
    return Given(0, 1, component, attempt, series, revision, points, "anna", NOW, state, origin)


@pytest.mark.parametrize(
    ("first", "second", "third", "expected"),
    [
        (61_00, 70_00, None, 65_50),
        (61_00, 61_01, None, 61_01),  # half a hundredth goes up
        (61_00, 71_00, None, 66_00),  # just within
        (61_00, 71_01, None, None),
        (49_99, 50_00, None, None),  # across the pass mark, however near
        (49_99, 50_00, 52_00, 52_00),
        (61_00, 70_00, 99_00, 65_50),  # nobody asked for a third
    ],
)
def test_two_marks_become_one_or_a_third_decides(first: int, second: int, third: int | None, expected: int) -> None:
    assert agreed(WITHIN, 50_00, first, second, third) == expected


def test_the_average_is_taken_of_any_two_marks_where_the_rule_says_so() -> None:
    assert agreed(SecondRule(SecondMarking.ALL), 50_00, 0, 100_00) == 50_00


@given(first=st.integers(0, 100_00), second=st.integers(0, 100_00), within=st.integers(0, 100_00))
def test_an_agreed_mark_lies_between_the_two_on_their_side(first: int, second: int, within: int) -> None:
    rule = SecondRule(SecondMarking.ALL, agreement=Agreement.WITHIN, within=within)
    found = agreed(rule, 50_00, first, second)
    assert found == agreed(rule, 50_00, second, first)
    if found is not None:
        assert min(first, second) <= found <= max(first, second)
        assert (found >= 50_00) is (first >= 50_00) is (second >= 50_00)


@pytest.mark.parametrize(("percent", "size"), [(0, 0), (1, 1), (20, 8), (21, 9), (100, 40)])
def test_a_sample_has_its_part_of_the_people_and_at_least_one(percent: int, size: int) -> None:
    assert len(sampled(SecondRule(SecondMarking.SAMPLE, sample=percent), "session", PEOPLE)) == size


def test_a_sample_is_the_same_in_any_order_and_another_for_another_session() -> None:
    rule = SecondRule(SecondMarking.SAMPLE, sample=20)
    found = sampled(rule, "session", PEOPLE)
    assert sampled(rule, "session", reversed(PEOPLE)) == found
    assert sampled(rule, "other", PEOPLE) != found
    assert found == {2, 10, 11, 21, 29, 32, 35, 38}  # on every desk


def test_one_more_person_moves_at_most_one_out_of_the_sample() -> None:
    rule = SecondRule(SecondMarking.SAMPLE, sample=20)
    before, after = sampled(rule, "session", PEOPLE[:-1]), sampled(rule, "session", PEOPLE)
    assert len(before - after) <= 1


def test_nobody_and_everybody_are_samples_too() -> None:
    assert sampled(SecondRule(), "session", PEOPLE) == frozenset()
    assert sampled(SecondRule(SecondMarking.ALL), "session", PEOPLE) == {number for number, _ in PEOPLE}
    assert sampled(SecondRule(SecondMarking.SAMPLE), "session", []) == frozenset()


def test_a_first_mark_counts_by_itself_where_nobody_marks_twice() -> None:
    assert counting(SCHEME, [mark()], twice=False) == (Counting(1, 1, 61_00),)


@pytest.mark.parametrize(
    ("marks", "waits"),
    [
        ([mark()], "waits for a second mark"),
        ([mark(Series.SECOND)], "waits for a first mark"),
        ([mark(), mark(Series.SECOND, 65_00)], "waits until its two marks are agreed"),
        ([mark(), mark(Series.SECOND, 90_00)], "waits for a third mark, because two lie apart"),
        (
            [mark(), mark(Series.SECOND, 90_00), mark(Series.THIRD, 70_00)],
            "waits until its two marks are agreed",
        ),
    ],
)
def test_a_cell_that_is_marked_twice_waits_for_what_it_lacks(marks: list[Given], waits: str) -> None:
    assert counting(SCHEME, marks, twice=True) == (Counting(1, 1, None, waits),)


def test_the_agreed_mark_counts() -> None:
    marks = [mark(), mark(Series.SECOND, 65_00), mark(Series.AGREED, 63_00, state=MarkState.AGREED)]
    assert counting(SCHEME, marks, twice=True) == (Counting(1, 1, 63_00),)


def test_a_second_mark_counts_also_where_it_is_not_asked_for() -> None:
    assert counting(SCHEME, [mark(), mark(Series.SECOND, 65_00)], twice=False)[0].points is None


def test_what_was_released_counts_although_a_second_mark_is_asked_for_since() -> None:
    assert counting(SCHEME, [mark(state=MarkState.RELEASED)], twice=True) == (Counting(1, 1, 61_00),)


def test_a_remark_counts_once_it_is_decided() -> None:
    released = mark(points=47_00, state=MarkState.RELEASED)
    asked = mark(points=52_00, revision=1, origin=Origin.REMARK)
    decided = mark(points=52_00, revision=1, origin=Origin.REMARK, state=MarkState.RELEASED)
    assert counting(SCHEME, [asked, released], twice=False) == (Counting(1, 1, 47_00),)
    assert counting(SCHEME, [decided, released], twice=False) == (Counting(1, 1, 52_00),)


def test_components_come_in_the_order_of_the_scheme_and_others_not_at_all() -> None:
    marks = [mark(component=9), mark(component=2, attempt=2), mark(component=2), mark()]
    found = counting(SCHEME, marks, twice=False)
    assert [(one.component, one.attempt) for one in found] == [(1, 1), (2, 1), (2, 2)]

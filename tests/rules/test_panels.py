from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.rules.cycles import PanelRule
from acxdesk.rules.panels import Candidate, figure, ranked, shortlist

POINTS = st.lists(st.integers(0, 1000), min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("rule", "points", "expected"),
    [
        (PanelRule.MEAN, [800, 705], 753),  # 752.5: a half goes up
        (PanelRule.MEDIAN, [100, 900, 1000], 900),
        (PanelRule.MEDIAN, [100, 701, 800, 1000], 751),
        (PanelRule.TRIMMED, [0, 700, 800, 1000], 750),
        (PanelRule.TRIMMED, [500, 500, 800], 500),  # of two lowest one is left out
        (PanelRule.TRIMMED, [0, 1000], 500),  # two have no middle
        (PanelRule.MEAN, [], None),
    ],
)
def test_what_points_become(rule: PanelRule, points: list[int], expected: int | None) -> None:
    assert figure(points, rule) == expected


@given(POINTS, st.sampled_from(PanelRule), st.randoms(use_true_random=False))
def test_the_order_of_the_panel_changes_nothing_and_the_figure_lies_between(
    points: list[int], rule: PanelRule, random: object
) -> None:
    mixed = list(points)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = figure(points, rule)
    assert found is not None
    assert found == figure(mixed, rule)
    assert min(points) <= found <= max(points)


@given(POINTS)
def test_mean_and_median_are_those_of_the_books(points: list[int]) -> None:
    assert abs((figure(points, PanelRule.MEAN) or 0) - mean(points)) <= 0.5
    assert abs((figure(points, PanelRule.MEDIAN) or 0) - median(points)) <= 0.5


def candidates(*figures: int | None) -> list[Candidate]:
    return [
        Candidate(number, f"Nominee {number}", is_eligible=True, figure=each) for number, each in enumerate(figures)
    ]


def test_whoever_has_as_many_as_the_last_one_is_on_the_shortlist_too() -> None:
    assert [one.nomination for one in shortlist(candidates(700, 900, 700, 500, None), 2)] == [1, 0, 2]
    assert [(rank, one.nomination) for rank, one in ranked(candidates(700, 900, 700, 500))] == [
        (1, 1),
        (2, 0),
        (2, 2),
        (4, 3),
    ]


def test_who_is_not_eligible_or_not_scored_takes_nobodys_place() -> None:
    best = Candidate(9, "Not eligible", is_eligible=False, figure=1000)
    assert [one.nomination for one in shortlist([best, *candidates(None, 300, 200)], 1)] == [1]
    assert shortlist([best], 3) == ()

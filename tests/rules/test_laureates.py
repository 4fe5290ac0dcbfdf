"""The years of the Hall, and what is recorded by hand."""

import pytest

from acxdesk.errors import Refused
from acxdesk.rules.cycles import Phase
from acxdesk.rules.laureates import Named, check_earlier, hall_years, without_winner


def test_somebody_is_told_with_what_she_was_then() -> None:
    assert Named("Ada", "Coach", "", "ZA").in_full == "Ada, Coach, South Africa"
    assert Named("Ada", "", "", "").in_full == "Ada"


@pytest.mark.parametrize(
    ("known", "this_year", "years"),
    [
        pytest.param((), 2018, (), id="before-anything-was-decided"),
        pytest.param((), 2020, (2019, 2018), id="up-to-last-year"),
        pytest.param((2020,), 2020, (2020, 2019, 2018), id="this-year-once-decided"),
        pytest.param((2016,), 2018, (2017, 2016), id="whoever-is-kept-of-before"),
    ],
)
def test_every_year_has_a_line(known: tuple[int, ...], this_year: int, years: tuple[int, ...]) -> None:
    assert hall_years(known, this_year) == years


def test_a_year_without_a_name_says_why_and_nothing_of_a_result() -> None:
    assert {phase: without_winner(phase) for phase in (None, Phase.ABANDONED, Phase.ANNOUNCED)} == {
        None: "not known",
        Phase.ABANDONED: "abandoned, nobody was named",
        Phase.ANNOUNCED: "nobody was named",
    }
    assert without_winner(Phase.COUNTED) == without_winner(Phase.NOMINATING) == "not announced yet"


def test_only_an_earlier_year_is_recorded_by_hand() -> None:
    check_earlier(2018, None, 2026)
    check_earlier(2026, Phase.ABANDONED, 2026)
    for year, phase in ((2017, None), (2027, None), (2026, Phase.ANNOUNCED), (2026, Phase.PLANNED)):
        with pytest.raises(Refused):
            check_earlier(year, phase, 2026)

"""Public holidays come from a library, in English, by country and year."""

from datetime import date

import pytest

from acxdesk.desk.publicholidays import has_holidays, public_holidays
from acxdesk.rules.countries import COUNTRIES


def test_holidays_of_a_country_and_a_year() -> None:
    assert dict(public_holidays("GB", 2020)) == {
        date(2020, 1, 1): "New Year's Day",
        date(2020, 4, 10): "Good Friday",
        date(2020, 5, 8): "May Day",
        date(2020, 5, 25): "Spring Bank Holiday",
        date(2020, 12, 25): "Christmas Day",
        date(2020, 12, 26): "Boxing Day",
        date(2020, 12, 28): "Boxing Day (observed)",
    }


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("BR", date(2026, 4, 21), "Tiradentes' Day"),
        ("DE", date(2026, 10, 3), "German Unity Day"),
        ("JP", date(2026, 5, 5), "Children's Day"),
        ("US", date(2026, 11, 26), "Thanksgiving Day"),
    ],
)
def test_names_are_english(country: str, day: date, name: str) -> None:
    assert public_holidays(country, 2026)[day] == name


def test_a_year_has_its_own_days_only() -> None:
    days = [day for country in COUNTRIES for day in public_holidays(country, 2022)]
    assert {day.year for day in days} == {2022}


@pytest.mark.parametrize("year", [1970, 1999, 2040, 2199])
def test_years_of_which_little_is_known_are_no_fault_of_any_country(year: int) -> None:
    for country in COUNTRIES:
        assert {day.year for day in public_holidays(country, year)} <= {year}


def test_a_country_that_nobody_knows_has_none() -> None:
    assert not has_holidays("XX")
    assert not public_holidays("XX", 2026)
    assert has_holidays("GB")

"""Zones lie in countries, and countries have zones."""

import pytest

from acxdesk.desk.zonecountries import country_of_zone, zones_of_country
from acxdesk.rules.countries import COUNTRIES
from acxdesk.rules.localtime import zone_names


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/London", "GB"),
        ("Europe/Oslo", "NO"),  # a link to Berlin's clock, and no less in Norway
        ("Asia/Kathmandu", "NP"),
        ("Asia/Calcutta", "IN"),  # an older name
        ("US/Eastern", "US"),
        ("UTC", ""),
        ("Etc/GMT+5", ""),
        ("Mars/Olympus", ""),
    ],
)
def test_the_country_of_a_zone(zone: str, country: str) -> None:
    assert country_of_zone(zone) == country


def test_every_zone_with_a_town_lies_in_a_known_country() -> None:
    without = {name for name in zone_names() if country_of_zone(name) not in COUNTRIES}
    assert not [name for name in without if name.partition("/")[0] in {"Europe", "Asia", "Africa", "America"}]


def test_the_zones_of_a_country() -> None:
    assert zones_of_country("NP") == ("Asia/Kathmandu",)
    assert zones_of_country("NZ") == ("Pacific/Auckland", "Pacific/Chatham")
    assert zones_of_country("XX") == ()

"""Cities and IANA names are words for a zone, in any spelling."""

import pytest

from acxdesk.errors import Refused
from acxdesk.rules.cities import city_names, zone_of, zones_of
from acxdesk.rules.localtime import zone_names


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("London", "Europe/London"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("europe/london", "Europe/London"),
        ("são paulo", "America/Sao_Paulo"),
        ("Kolkata", "Asia/Kolkata"),
        ("Mumbai", "Asia/Kolkata"),
        ("Istanbul", "Europe/Istanbul"),
        ("Indianapolis", "America/Indianapolis"),
        ("Port of Spain", "America/Port_of_Spain"),
        ("utc", "UTC"),
    ],
)
def test_a_city_or_a_name_in_any_spelling_is_its_zone(said: str, zone: str) -> None:
    assert zone_of(said) == zone


def test_every_iana_name_is_itself() -> None:
    assert [zone_of(name) for name in sorted(zone_names())] == sorted(zone_names())


def test_every_city_that_is_offered_means_one_zone() -> None:
    assert {len(zones_of(city)) for city in city_names()} == {1}
    assert {"London", "New York", "Cape Town"} <= set(city_names())


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("Londn", 'There is no time zone "Londn". Did you mean London?'),
        ("eastern", 'More than one zone is called "eastern". Write Canada/Eastern or US/Eastern.'),
        ("[/oops]", 'There is no time zone "[/oops]". Write it as Europe/London or Asia/Kathmandu.'),
    ],
)
def test_what_is_no_zone_or_several_is_refused_with_what_is_near(said: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        zone_of(said)
    assert str(refused.value) == sentence

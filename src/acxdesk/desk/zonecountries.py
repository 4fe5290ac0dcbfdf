"""Which country a time zone lies in, and which zones a country has, by the tables that come with tzdata."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

_COUNTRY: Final = 0  # columns of zone.tab, between tabs
_ZONE: Final = 2


def country_of_zone(zone: str) -> str:
    """The country (ISO 3166 alpha-2) of a zone's town, also by an older name; empty for UTC and the like."""
    countries = _countries()
    return countries.get(zone) or countries.get(_renamed().get(zone, ""), "")


@cache
def zones_of_country(country: str) -> tuple[str, ...]:
    """The zones of a country (ISO 3166 alpha-2), in the order of the table; none for a code that it lacks."""
    return tuple(zone for zone, where in _countries().items() if where == country)


@cache
def _countries() -> Mapping[str, str]:
    """The country of each zone that has a town."""
    rows = (line.split("\t") for line in _lines("zone.tab") if not line.startswith("#"))
    return MappingProxyType({row[_ZONE]: row[_COUNTRY] for row in rows})


@cache
def _renamed() -> Mapping[str, str]:
    """Older and other names of zones -> the zone that they are links to, where the table has that."""
    links = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return MappingProxyType({other: zone for _, zone, other in links})


def _lines(name: str) -> list[str]:
    return files("tzdata").joinpath("zoneinfo", name).read_text("utf-8").splitlines()

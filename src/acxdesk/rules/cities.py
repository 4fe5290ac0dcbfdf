"""Cities as words for a time zone: "London", "New York", "Mumbai" and every IANA name, in any spelling."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.localtime import LONGEST_NAME, city_of, zone, zone_names
from acxdesk.rules.text import fold, quoted

MOST_WORDS: Final = 4  # of one name
NEAR: Final = 0.75  # of 1; how much of a name must be there to be meant

# Names of places come before those of countries' own divisions: US/Eastern, Canada/Eastern, Brazil/East.
_PLACES: Final = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
# Large cities that no zone is named after, by the zone whose clocks they keep.
_OTHERS: Final = {
    "Africa/Johannesburg": ("Cape Town", "Durban", "Pretoria"),
    "America/Chicago": ("Austin", "Dallas", "Houston", "Minneapolis"),
    "America/Los_Angeles": ("San Diego", "San Francisco", "Seattle"),
    "America/New_York": ("Atlanta", "Boston", "Miami", "Philadelphia", "Washington"),
    "America/Sao_Paulo": ("Brasilia", "Rio de Janeiro"),
    "America/Toronto": ("Ottawa",),
    "Asia/Dubai": ("Abu Dhabi",),
    "Asia/Karachi": ("Islamabad", "Lahore"),
    "Asia/Kolkata": ("Bangalore", "Bengaluru", "Chennai", "Delhi", "Hyderabad", "Mumbai", "New Delhi", "Pune"),
    "Asia/Riyadh": ("Jeddah",),
    "Asia/Shanghai": ("Beijing", "Guangzhou", "Shenzhen"),
    "Asia/Tokyo": ("Kyoto", "Osaka"),
    "Australia/Sydney": ("Canberra",),
    "Europe/Berlin": ("Cologne", "Frankfurt", "Hamburg", "Munich"),
    "Europe/Istanbul": ("Ankara",),
    "Europe/London": ("Birmingham", "Edinburgh", "Glasgow", "Manchester"),
    "Europe/Madrid": ("Barcelona",),
    "Europe/Rome": ("Milan",),
    "Europe/Zurich": ("Geneva",),
    "Pacific/Auckland": ("Wellington",),
}


def zones_of(said: str) -> tuple[str, ...]:
    """The zones that a name may mean: one as a rule, several where it is shared, none where nothing is called so.

    Args:
        said: a city, or an IANA name, whatever the case, the accents and whether blanks or underscores part its words.
    """
    return _zones().get(_key(said), ()) if len(said) <= LONGEST_NAME else ()


def zone_of(said: str) -> str:
    """The IANA name of the zone that somebody means.

    Raises:
        Refused: nothing is called so, or more than one zone is; what is near is told.
    """
    found = zones_of(said)
    if len(found) > 1:
        raise Refused(f"More than one zone is called {quoted(said)}.", remedy=f"Write {' or '.join(found)}.")
    if found:
        return found[0]
    near = near_places(said)
    if not near:
        return zone(said).key  # refuses, with what is near among the IANA names
    raise Refused(f"There is no time zone {quoted(said)}.", remedy=f"Did you mean {' or '.join(near)}?")


def near_places(said: str) -> tuple[str, ...]:
    """At most three cities with nearly these letters."""
    if not 3 <= len(said) <= LONGEST_NAME:  # noqa: PLR2004 - two letters are near to everything
        return ()
    return tuple(_cities()[key] for key in get_close_matches(_key(said), _cities(), n=3, cutoff=NEAR))


def city_names() -> tuple[str, ...]:
    """Every city that stands for one zone, by its letters: for completion."""
    return tuple(sorted(_cities().values()))


def _key(name: str) -> str:
    return fold(name.replace("_", " "))


@cache
def _cities() -> Mapping[str, str]:
    """The name of each city that stands for one zone, by its key."""
    named = {_key(city_of(name)): city_of(name) for name in sorted(zone_names()) if name.partition("/")[0] in _PLACES}
    named |= {_key(city): city for cities in _OTHERS.values() for city in cities}
    return {key: city for key, city in named.items() if len(zones_of(city)) == 1}


@cache
def _zones() -> Mapping[str, tuple[str, ...]]:
    """Zones by the key of each name that they answer to; a name in full goes before a city, a place before others."""
    known: dict[str, tuple[str, ...]] = {}
    by_city: dict[str, list[str]] = {}
    for name in zone_names():
        if "/" in name:
            by_city.setdefault(_key(city_of(name)), []).append(name)
    for key, names in by_city.items():
        places = sorted((name for name in names if name.partition("/")[0] in _PLACES), key=_plainest)
        known[key] = tuple(places[:1] or sorted(names))  # Asia/Istanbul and Europe/Istanbul are one
    known |= {_key(city): (name,) for name, cities in _OTHERS.items() for city in cities}
    return known | {_key(name): (name,) for name in zone_names()}


def _plainest(name: str) -> tuple[bool, int, str]:
    """Europe goes before Asia, to which it lends some cities; a short name before a long one."""
    return (not name.startswith("Europe/"), name.count("/"), name)

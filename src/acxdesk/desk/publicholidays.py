"""Public holidays by country and year, with English names; they are looked up in a maintained library, not kept.

Those of a whole country only: what one of its regions keeps besides is the business's own closure, if it is one.
"""

import warnings
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

_NONE: Mapping[date, str] = MappingProxyType({})


@cache
def has_holidays(country: str) -> bool:
    """Whether the library knows the holidays of this country (ISO 3166 alpha-2) at all."""
    from holidays import list_supported_countries  # noqa: PLC0415 - 70 ms; who plans nothing does not wait for it

    return country in list_supported_countries(include_aliases=False)


@cache
def public_holidays(country: str, year: int) -> Mapping[date, str]:
    """The public holidays of a country in one year, by day; empty where none are known.

    Args:
        country: ISO 3166 alpha-2.
        year: of the Christian era. Movable feasts are known for some decades around ours only.
    """
    if not has_holidays(country):
        return _NONE
    from holidays import country_holidays  # noqa: PLC0415 - as above

    with warnings.catch_warnings():
        # India's are known from 2001 to 2035; of other years it warns on stderr, where a screen may be drawn.
        warnings.simplefilter("ignore", UserWarning)
        found = country_holidays(country, years=year, language="en_US")
    return MappingProxyType({day: name for day, name in sorted(found.items()) if day.year == year})

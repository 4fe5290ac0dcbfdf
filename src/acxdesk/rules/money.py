"""Prices: whole minor units of a currency, read as people write them and printed one way.

Currencies and their minor units are those of ISO 4217 (list one, funds and metals left out).
"""

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Self

from acxdesk.errors import Refused
from acxdesk.rules.text import quoted

HOUSE_CURRENCY: Final = "GBP"  # what the printed prices are in
MOST_MINOR: Final = 10**12  # a price beyond is a slip of the keyboard

# How many digits of a currency stand behind the point, where they are not two.
_DIGITS: Final = MappingProxyType(
    {
        **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV"), 0),
        **dict.fromkeys(("XAF", "XOF", "XPF"), 0),
        **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    }
)
_TWO_DIGITS: Final = (
    *("AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BMD", "BND", "BOB", "BRL"),
    *("BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DKK", "DOP"),
    *("DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GTQ", "GYD", "HKD", "HNL"),
    *("HTG", "HUF", "IDR", "ILS", "INR", "IRR", "JMD", "KES", "KGS", "KHR", "KPW", "KYD", "KZT", "LAK", "LBP", "LKR"),
    *("LRD", "LSL", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN"),
    *("NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB"),
    *("SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB"),
    *("TJS", "TMT", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "USD", "UYU", "UZS", "VED", "VES", "WST", "XCD", "XCG"),
    *("YER", "ZAR", "ZMW", "ZWG"),
)
DIGITS: Final = MappingProxyType({**dict.fromkeys(_TWO_DIGITS, 2), **_DIGITS})  # code -> digits behind the point

# Signs that stand for one currency alone. "$" and "¥" do not.
_SIGNS: Final = MappingProxyType(
    {"£": "GBP", "€": "EUR", "₹": "INR", "₩": "KRW", "₦": "NGN", "₺": "TRY", "₪": "ILS", "US$": "USD", "A$": "AUD"}
)
_PRINTED: Final = MappingProxyType({"GBP": "£"})

_SAID: Final = re.compile(
    r"(?P<before>[^\d\s.,+-]{1,4})?\s*"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})"
    r"(?:\.(?P<point>[0-9]{1,3})|,(?P<comma>[0-9]{1,2}))?"
    r"\s*(?P<behind>[^\d\s.,+-]{1,4})?"
)
_REMEDY: Final = "Write it as £860, 860 GBP or 1,200.50 EUR."


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of money.

    Raises:
        Refused: a currency that ISO 4217 does not have, less than nothing, or more than a price can be.
    """

    minor: int  # pence, cents; whole units where the currency has no smaller ones
    currency: str  # ISO 4217, a key of `DIGITS`

    def __post_init__(self) -> None:
        if self.currency not in DIGITS:
            raise Refused(f"There is no currency {quoted(self.currency)}.", remedy="Write three letters, as GBP.")
        if not 0 <= self.minor <= MOST_MINOR:
            raise Refused("A price is from nothing to ten thousand million.", remedy=_REMEDY)

    @classmethod
    def parse(cls, said: str, currency: str = HOUSE_CURRENCY) -> Self:
        """Read a price: "£860", "860 GBP", "EUR 1,200.50", "860.00", "860,00".

        Args:
            said: as typed or read; not trusted.
            currency: what it is in when none is said.

        Raises:
            Refused: it is no price, its sign stands for several currencies, or it has more digits behind the point
                than its currency.
        """
        found = _SAID.fullmatch(said.strip())
        if found is None or (found["before"] and found["behind"]):
            raise Refused(f"{quoted(said)} is no price.", remedy=_REMEDY)
        mark = found["before"] or found["behind"]
        code = currency if mark is None else _code(mark)
        fraction = found["point"] or found["comma"] or ""
        digits = DIGITS.get(code, 0)
        if len(fraction) > digits:
            raise Refused(f"{quoted(said)} has more digits behind the point than {code} has: {digits}.")
        return cls(int(found["whole"].replace(",", "") + fraction.ljust(digits, "0")), code)

    def __str__(self) -> str:
        """As it is printed: "£860.00", "1,200.50 EUR", "12,000 JPY"."""
        return printed(self.minor, self.currency)


def printed(minor: int, currency: str) -> str:
    """An amount as it is printed: "£860.00", "1,200.50 EUR", "12,000 JPY"; a sum may be more than a price can be.

    Args:
        minor: in minor units of the currency.
        currency: a key of `DIGITS`.
    """
    digits = DIGITS[currency]
    whole, rest = divmod(minor, 10**digits)
    figure = f"{whole:,}.{rest:0{digits}d}" if digits else f"{whole:,}"
    sign = _PRINTED.get(currency)
    return f"{sign}{figure}" if sign else f"{figure} {currency}"


def _code(mark: str) -> str:
    code = _SIGNS.get(mark, mark.upper())
    if mark in {"$", "¥"}:
        raise Refused(f"{mark} stands for several currencies.", remedy="Write its code, as 860 USD.")
    if code not in DIGITS:
        raise Refused(f"There is no currency {quoted(mark)}.", remedy="Write three letters, as GBP.")
    return code

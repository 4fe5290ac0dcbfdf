"""Closed days: what a course does about a day on which nothing should meet, and why it is one, in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from acxdesk.errors import Refused
from acxdesk.rules.localtime import reading

MOST_DAYS = 366  # of one closure; more is a slip in a year


class Choice(StrEnum):
    """What a course does about a closed day on which it would meet."""

    SHIFT = "shift"  # the meeting goes to the next day of the pattern; all are held
    SKIP = "skip"  # the meeting is left out; the course has one less than its duration says
    KEEP = "keep"  # it meets all the same


def holiday_words(day: date, names: Mapping[str, str]) -> str:
    """Why a day is a public holiday: "Fri 25 Dec 2026 is Christmas Day in GB and US".

    Args:
        day: the local date.
        names: what the day is called, by the code of each country; not empty.
    """
    countries: dict[str, list[str]] = {}
    for country, name in names.items():
        countries.setdefault(name, []).append(country)
    return f"{reading(day)} is {_listed(f'{name} in {_listed(where)}' for name, where in countries.items())}"


def closure_words(day: date, names: Iterable[str]) -> str:
    """Why the business is closed on a day: "Tue 29 Dec 2026 is closed: Christmas closure"."""
    return f"{reading(day)} is closed: {_listed(names)}"


def tells_of(day: date, reason: str) -> bool:
    """Whether a reason is that of a closed day, in the words of `holiday_words` or `closure_words`."""
    return reason.startswith(f"{reading(day)} is ")


def check_days(first: date, last: date) -> None:
    """Refuse days that are none or too many.

    Raises:
        Refused: the last lies before the first, or more than a year after it.
    """
    if last < first:
        raise Refused(f"The last day, {reading(last)}, lies before the first, {reading(first)}.")
    days = (last - first).days + 1
    if days > MOST_DAYS:
        raise Refused(
            f"{reading(first)} to {reading(last)} are {days:,} days; a closure has at most {MOST_DAYS}.",
            remedy="Check the years.",
        )


def _listed(words: Iterable[str]) -> str:
    """One, "one and other", "one, other and third"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last

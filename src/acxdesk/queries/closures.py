"""Closed days: the business's own closures, and the public holidays of countries; which meetings fall on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import orm, select

from acxdesk.desk.publicholidays import public_holidays
from acxdesk.records.closures import Closure
from acxdesk.rules.closures import closure_words, holiday_words

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """One of the business's own closures."""

    id: int
    name: str
    first_on: date
    last_on: date  # included
    version: int


def closures(work: orm.Session, first: date | None = None, last: date | None = None) -> tuple[ClosureRow, ...]:
    """The business's own closures by their first day, those that touch the days between; None: without an end."""
    wanted = select(Closure.id, Closure.name, Closure.first_on, Closure.last_on, Closure.version)
    if first is not None:
        wanted = wanted.where(Closure.last_on >= first)
    if last is not None:
        wanted = wanted.where(Closure.first_on <= last)
    rows = work.execute(wanted.order_by(Closure.first_on, Closure.id))
    return tuple(ClosureRow(*row) for row in rows)


def closed_days(work: orm.Session, countries: Iterable[str], first: date, last: date) -> dict[date, str]:
    """The days between two dates, both included, on which nothing should meet, each with the reason as a clause.

    One statement, whatever the countries and the closures.

    Args:
        work: where to read.
        countries: whose public holidays count, by their codes (ISO 3166 alpha-2); one whose holidays nobody knows
            has none.
        first: the first of the days.
        last: the last of them.

    Returns:
        In the order of the days: "Fri 25 Dec 2026 is Christmas Day in GB", "Tue 29 Dec 2026 is closed: Move".
    """
    own: dict[date, list[str]] = {}
    for closure in closures(work, first, last):
        for ahead in range((min(closure.last_on, last) - max(closure.first_on, first)).days + 1):
            own.setdefault(max(closure.first_on, first) + ahead * _DAY, []).append(closure.name)
    found = holidays_between(countries, first, last)
    told = {day: holiday_words(day, names) for day, names in found.items()}
    told |= {day: closure_words(day, names) for day, names in own.items()}
    return dict(sorted(told.items()))


def holidays_between(countries: Iterable[str], first: date, last: date) -> dict[date, dict[str, str]]:
    """The public holidays between two dates, both included: the day -> what it is called, by country."""
    found: dict[date, dict[str, str]] = {}
    for country in dict.fromkeys(countries):
        for year in range(first.year, last.year + 1):
            for day, name in public_holidays(country, year).items():
                if first <= day <= last:
                    found.setdefault(day, {})[country] = name
    return found

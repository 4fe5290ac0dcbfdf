"""Closed days under a deed: which bind a session; and the business's own closures, made, changed and taken away."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field
from sqlalchemy import orm

from acxdesk.actions.requests import kept
from acxdesk.desk.publicholidays import has_holidays
from acxdesk.desk.zonecountries import country_of_zone
from acxdesk.queries.closures import closed_days
from acxdesk.rules.closures import Choice
from acxdesk.rules.countries import country
from acxdesk.rules.durations import Duration, Pace
from acxdesk.rules.localtime import LAST_YEAR, check_year

__all__ = ["Choice", "Holidays", "OnClosedDays", "binding", "closed_around", "unknown_holidays"]

_BEFORE: Final = timedelta(days=62)  # nearest working days before a start are looked for in them
_AFTER: Final = timedelta(days=366)  # beyond twice the course's own span: the longest closure does not end it


def _countries(value: Any, _what: str) -> Any:
    """Countries as a form and an option have them, "GB, India"; "none" for no public holidays, nothing for None."""
    if value is None:
        return None
    said = value.split(",") if isinstance(value, str) else [str(each) for each in value]
    names = [name.strip() for name in said if name.strip()]
    if isinstance(value, str) and not names:
        return None
    if [name.casefold() for name in names] == ["none"]:
        return ()
    return tuple(dict.fromkeys(country(name) for name in names))


OnClosedDays = Annotated[Choice, Field(description="closed days: shift the meeting, skip it, or keep it")]
# None: those of the country that the session's zone lies in.
Holidays = Annotated[
    tuple[str, ...] | None,
    BeforeValidator(kept(_countries)),
    Field(description='countries whose public holidays are closed days, as GB, IN; or "none"'),
]


def binding(zone: str, holidays: tuple[str, ...] | None) -> tuple[str, ...]:
    """The countries whose public holidays bind a session: the chosen ones, else that of its zone, if it has one."""
    if holidays is not None:
        return holidays
    where = country_of_zone(zone)
    return (where,) if where else ()


def closed_around(
    work: orm.Session, zone: str, holidays: tuple[str, ...] | None, start: date, duration: Duration
) -> dict[date, str]:
    """The closed days that a course which starts on a day may meet with, each with the reason.

    Args:
        work: where to read; one statement.
        zone: of the session.
        holidays: the countries that were chosen; None for that of the zone.
        start: the local date of the first meeting.
        duration: how many meetings it has, how far apart.

    Raises:
        Refused: the start lies outside the years that are planned.
    """
    check_year(start)
    span = timedelta(days=2 * duration.meetings * (7 if duration.pace is Pace.WEEKS else 1))
    last = min(start, date(LAST_YEAR, 12, 31) - span - _AFTER) + span + _AFTER
    return closed_days(work, binding(zone, holidays), start - _BEFORE, last)


def unknown_holidays(countries: Iterable[str] | None) -> tuple[str, ...]:
    """A sentence on each chosen country whose public holidays nobody knows."""
    return tuple(
        f"The public holidays of {one} are not known: add them as closures."
        for one in countries or ()
        if not has_holidays(one)
    )

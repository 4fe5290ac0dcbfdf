"""Closed days under a deed: which bind a session; and the business's own closures, made, changed and taken away."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field
from sqlalchemy import orm

from acxdesk.actions.people import Who
from acxdesk.actions.requests import Day, GivenLine, Request, kept
from acxdesk.actions.versions import check_version
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.publicholidays import has_holidays
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.zonecountries import country_of_zone
from acxdesk.queries.closures import closed_days, closure_number, meetings_on
from acxdesk.records.closures import Closure
from acxdesk.rules.closures import Choice, check_days
from acxdesk.rules.countries import country
from acxdesk.rules.durations import Duration, Pace
from acxdesk.rules.localtime import LAST_YEAR, check_year, reading

__all__ = [
    "AddClosure",
    "Choice",
    "EditClosure",
    "Holidays",
    "OnClosedDays",
    "RemoveClosure",
    "add_closure",
    "binding",
    "closed_around",
    "edit_closure",
    "remove_closure",
    "unknown_holidays",
]

_BEFORE: Final = timedelta(days=62)  # nearest working days before a start are looked for in them
MOST_TOLD: Final = 12  # meetings that a receipt names
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


class AddClosure(Request):
    """Some days on end on which nothing is to meet."""

    name: GivenLine = Field(description="what it is called, as Christmas closure")
    first_on: Day = Field(description="its first day")
    last_on: Day | None = Field(default=None, description="its last day, included; the first one unless given")


class EditClosure(Request):
    """New values for a closure. What is None stays as it is."""

    closure: Who = Field(description="which one: its number or its name")
    version: int | None = Field(default=None, description="as it was read; a change since then is not overwritten")
    name: GivenLine | None = Field(default=None, description="what it is called")
    first_on: Day | None = Field(default=None, description="its first day")
    last_on: Day | None = Field(default=None, description="its last day, included")


class RemoveClosure(Request):
    """Days that are open again."""

    closure: Who = Field(description="which one: its number or its name")


def add_closure(desk: Desk, request: AddClosure) -> Receipt:
    """Close some days. No meeting is moved; those that fall on them are told.

    Raises:
        Refused: the last day lies before the first or more than a year after it, or outside the planned years.
    """
    with desk.changing("closure add", deed=request.deed) as change:
        row = Closure(
            uid=change.new_uid(),
            name=request.name,
            first_on=request.first_on,
            last_on=request.last_on or request.first_on,
        )
        _check(row)
        change.work.add(row)
        change.work.flush()
        number = row.id
        change.say(f"{_words(row)}, added.")
        lines = _met(change, row)
    return Receipt(change.sentence, lines, ids=(number,), rehearsed=desk.rehearsal)


def edit_closure(desk: Desk, request: EditClosure) -> Receipt:
    """Change the days or the name of a closure. No meeting is moved; those that fall on the days are told.

    Raises:
        NotFound: there is none.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: several have the name, or the days make no sense.
    """
    with desk.changing("closure edit", deed=request.deed) as change:
        row = _closure(change, request.closure)
        check_version(change.work, row, row.name, read=request.version, now=row.version)
        values = request.model_dump(exclude_none=True, exclude={"deed", "closure", "version"})
        for name, value in values.items():
            setattr(row, name, value)
        _check(row)
        number = row.id
        if not change.changed:
            return Receipt(f"{_words(row)}, is so already.", ids=(number,), changed=False)
        change.say(f"{_words(row)}, edited.")
        lines = _met(change, row)
    return Receipt(change.sentence, lines, ids=(number,), rehearsed=desk.rehearsal)


def remove_closure(desk: Desk, request: RemoveClosure) -> Receipt:
    """Open the days of a closure again. What was planned round it stays where it is.

    Raises:
        NotFound: there is none.
        Refused: several have the name.
    """
    with desk.changing("closure remove", deed=request.deed) as change:
        row = _closure(change, request.closure)
        number = row.id
        change.work.delete(row)
        change.say(f"{_words(row)}, removed; no meeting is moved.")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def _closure(change: Changing, said: str) -> Closure:
    number = closure_number(change.work, said)
    row = change.work.get(Closure, number)
    assert row is not None  # found a moment ago
    return row


def _check(row: Closure) -> None:
    check_year(row.first_on)
    check_year(row.last_on)
    check_days(row.first_on, row.last_on)


def _words(row: Closure) -> str:
    """The closure with its days: "Christmas closure, Thu 24 Dec 2026 to Fri 1 Jan 2027"."""
    until = "" if row.first_on == row.last_on else f" to {reading(row.last_on)}"
    return f"{row.name}, {reading(row.first_on)}{until}"


def _met(change: Changing, row: Closure) -> tuple[str, ...]:
    """The meetings that fall on its days, a line each, as far as a receipt goes."""
    days = (row.first_on + timedelta(days=ahead) for ahead in range((row.last_on - row.first_on).days + 1))
    met = meetings_on(change.work, days)
    told = [f"On it falls {one.words}." for one in met[:MOST_TOLD]]
    if len(met) > MOST_TOLD:
        told.append(f"And {len(met) - MOST_TOLD:,} more.")
    return tuple(told) or ("No meeting falls on it.",)


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

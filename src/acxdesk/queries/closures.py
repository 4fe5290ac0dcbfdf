"""Closed days: the business's own closures, and the public holidays of countries; which meetings fall on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.desk.publicholidays import public_holidays
from acxdesk.desk.zonecountries import country_of_zone
from acxdesk.errors import NotFound, Refused
from acxdesk.records.closures import Closure
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.closures import closure_words, holiday_words
from acxdesk.rules.localtime import reading
from acxdesk.rules.sessions import CAN_CHANGE, Status
from acxdesk.rules.text import fold, quoted

_DAY = timedelta(days=1)
_CHUNK = 500  # days of one statement: SQLite takes 32,766 variables
_MOST_DIGITS = 18  # of a number that SQLite can hold


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """One of the business's own closures."""

    id: int
    name: str
    first_on: date
    last_on: date  # included
    version: int


@dataclass(frozen=True, slots=True)
class OnClosedDay:
    """A meeting that falls on a closed day."""

    reference: str
    number: int
    day: date  # local, in the zone
    at: time  # wall clock
    zone: str
    why: str = ""  # the day is closed; empty where that is known

    @property
    def words(self) -> str:
        """The line of a receipt: "ACXM-2026-12-07, meeting 2: Tue 8 Dec 2026 14:00 Europe/London"."""
        return f"{self.reference}, meeting {self.number}: {reading(self.day)} {self.at:%H:%M} {self.zone}"


@dataclass(frozen=True, slots=True)
class ClosedSpan:
    """A closure, or a public holiday; and how many meetings fall on it."""

    number: int  # of the closure's row; 0 for a public holiday
    name: str
    first_on: date
    last_on: date  # included
    countries: tuple[str, ...]  # whose holiday it is; empty for a closure
    meetings: tuple[OnClosedDay, ...]
    version: int = 0


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


def closure_number(work: orm.Session, said: str) -> int:
    """The number of the closure that is meant, by its number or its name in any spelling.

    Raises:
        NotFound: there is none; those that there are, are told.
        Refused: several have the name.
    """
    rows = closures(work)
    if said.isascii() and said.isdigit() and len(said) <= _MOST_DIGITS and int(said) in {row.id for row in rows}:
        return int(said)
    named = [row for row in rows if fold(row.name) == fold(said)]
    if len(named) == 1:
        return named[0].id
    listed = "; ".join(f"{row.name}, {reading(row.first_on)} ({row.id})" for row in (named or rows[-3:]))
    if named:
        raise Refused(f"{len(named)} closures are called {quoted(said)}: {listed}.", remedy="Give the number.")
    raise NotFound(f"There is no closure {quoted(said)}.", remedy=f"There is {listed}." if listed else "There is none.")


def meetings_on(work: orm.Session, days: Iterable[date], since: datetime | None = None) -> tuple[OnClosedDay, ...]:
    """The meetings that are held on some local days, by their start; those of cancelled sessions are not.

    Args:
        work: where to read; one statement for up to 500 days.
        days: of the sessions' own zones.
        since: only meetings that start at this instant (UTC) or later; None for all.
    """
    wanted = sorted(set(days))
    found: list[OnClosedDay] = []
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        # A day of any zone begins and ends within a day of the same day in UTC; so the index of starts is enough.
        first = max(_midnight(chunk[0] - _DAY), since) if since else _midnight(chunk[0] - _DAY)
        rows = work.execute(
            select(Session.reference, Meeting.number, Meeting.day, Meeting.at, Session.zone)
            .join(Meeting.session)
            .where(
                Meeting.starts_at >= first,
                Meeting.starts_at < _midnight(chunk[-1] + 2 * _DAY),
                Meeting.day.in_(chunk),
                Meeting.cancelled.is_(False),
                Session.status != Status.CANCELLED,
            )
            .order_by(Meeting.starts_at, Meeting.id)
        )
        found += [OnClosedDay(*row) for row in rows]
    return tuple(found)


def season_check(desk: Desk, now: datetime, countries: Iterable[str] = ()) -> tuple[OnClosedDay, ...]:
    """The meetings ahead that fall on closed days: closures, and the public holidays of their sessions' own countries.

    Three statements, whatever the season.

    Args:
        desk: where to read.
        now: the instant (UTC) from which on meetings lie ahead.
        countries: whose public holidays count for every session besides, as those of its delegates.
    """
    with desk.reading() as work:
        zones = _zones_ahead(work, now)
        if not zones:
            return ()
        first, last = now.date() - _DAY, max(zones.values()).date() + _DAY
        own = closed_days(work, countries, first, last)
        holidays = {zone: _national(zone, first, last) for zone in zones}
        days = own.keys() | {day for some in holidays.values() for day in some}
        return tuple(
            OnClosedDay(one.reference, one.number, one.day, one.at, one.zone, why)
            for one in meetings_on(work, days, now)
            if (why := own.get(one.day) or holidays.get(one.zone, {}).get(one.day))
        )


def countries_ahead(desk: Desk, now: datetime, zone: str) -> tuple[str, ...]:
    """The countries of the sessions ahead of an instant (UTC), by their zones, and that of `zone`; in order of code."""
    with desk.reading() as work:
        return tuple(sorted({country_of_zone(each) for each in (zone, *_zones_ahead(work, now))} - {""}))


def closed_year(desk: Desk, year: int, countries: Iterable[str]) -> tuple[ClosedSpan, ...]:
    """The closures and the public holidays of a year by their first day, each with the meetings that fall on it.

    On a public holiday fall the meetings of sessions in its country. Two statements.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    holidays = holidays_between(countries, first, last)
    with desk.reading() as work:
        own = closures(work, first, last)
        on_own = {row.first_on + ahead * _DAY for row in own for ahead in range((row.last_on - row.first_on).days + 1)}
        met = meetings_on(work, on_own | holidays.keys())
    spans = [
        ClosedSpan(
            row.id,
            row.name,
            row.first_on,
            row.last_on,
            (),
            tuple(one for one in met if row.first_on <= one.day <= row.last_on),
            row.version,
        )
        for row in own
    ]
    for day, names in holidays.items():
        for name in dict.fromkeys(names.values()):
            where = tuple(country for country, called in names.items() if called == name)
            held = tuple(one for one in met if one.day == day and country_of_zone(one.zone) in where)
            spans.append(ClosedSpan(0, name, day, day, where, held))
    return tuple(sorted(spans, key=lambda span: (span.first_on, span.last_on, not span.number, span.name)))


def _zones_ahead(work: orm.Session, now: datetime) -> dict[str, datetime]:
    """The zones of the sessions ahead, each with the instant at which the last of them ends."""
    rows = work.execute(
        select(Session.zone, func.max(Session.ends_at))
        .where(Session.ends_at >= now, Session.status.in_(sorted(CAN_CHANGE)))
        .group_by(Session.zone)
    )
    return dict(rows.all())


def _national(zone: str, first: date, last: date) -> dict[date, str]:
    where = country_of_zone(zone)
    found = holidays_between((where,), first, last) if where else {}
    return {day: holiday_words(day, names) for day, names in found.items()}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

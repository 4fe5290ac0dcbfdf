"""Dates and times as people say them: `fri`, `+3d`, `24/3`, `mon 16 nov`, `w34 tue`, `2pm`.

An own grammar, because the general parsers guess: one reads "99" as 1999, another "18-20 aug" as the year 2120.
Here a date is read in one way that is written down, doubt is told beside the reading, and the rest is refused.
"""

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, time, timedelta
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.localtime import reading
from acxdesk.rules.text import quoted

EXAMPLES: Final = "e.g. fri, 24/3, 16 nov, 2026-03-24"
TIME_EXAMPLES: Final = "e.g. 14:00, 9.30, 2pm, 0900, noon"
FAR_YEARS: Final = 2  # a date further ahead than this is probably a slip
RECENT_DAYS: Final = 31  # a day and month without a year that were so short a time ago may have been meant
LONGEST: Final = 60  # characters of what is said; no date has as many

_WEEK: Final = timedelta(weeks=1)
_CENTURY: Final = 2000  # of a year that is said in two digits
_LEAP_YEAR: Final = 2000  # whose months are as long as they can be
_LONGEST_MONTH: Final = 31  # days

WEEKDAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _said_names(names: Iterable[str]) -> dict[str, int]:
    """The number (from 1) of each name and of each of its beginnings from three letters on."""
    return {
        name[:length].lower(): number
        for number, name in enumerate(names, start=1)
        for length in range(3, len(name) + 1)
    }


_WEEKDAYS: Final = {**_said_names(WEEKDAY_NAMES), "weds": 3}  # ISO: Monday is 1
_MONTHS: Final = _said_names(MONTH_NAMES)
_WEEKDAY: Final = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})\.?"
_DAY: Final = r"(?:the )?(?P<day>[0-9]{1,2})(?P<ordinal>st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>[0-9]{4}|[0-9]{2})"
_NAMED_MONTH: Final = rf"(?P<month>{'|'.join(_MONTHS)})\.?"

_WORD: Final = re.compile(r"(?P<word>today|tomorrow|yesterday)(?P<week> week)?")
_WEEKDAY_ALONE: Final = re.compile(rf"(?:(?P<which>this|next|last) )?{_WEEKDAY}(?P<week> week)?")
_STEP: Final = re.compile(r"(?P<sign>\+|-|in ) ?(?P<count>[0-9]{1,4}) ?(?P<unit>[dwmy]|(?:day|week|month|year)s?)")
_ISO_WEEK: Final = re.compile(
    r"(?:(?P<year>[0-9]{4})[ -]?)?(?:w|week )(?P<week>[0-9]{1,2})(?:-(?P<number>[0-9]))?(?: (?P<later>[0-9]{4}))?"
)
_WEEKDAY_FIRST: Final = re.compile(rf"{_WEEKDAY} (?P<rest>.*[0-9].*)")
_WEEKDAY_LAST: Final = re.compile(rf"(?P<rest>.*[0-9].*) {_WEEKDAY}(?: (?P<year>[0-9]{{4}}))?")
_WRITTEN: Final = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})",
        rf"(?P<day>[0-9]{{1,2}})(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark){_YEAR}",
        r"(?P<day>[0-9]{1,2})(?P<mark>[/.])(?P<month>[0-9]{1,2})\.?",
        rf"{_DAY}\.?(?: of)?[ -]?{_NAMED_MONTH}(?:[ -]?{_YEAR})?",
        rf"{_NAMED_MONTH}[ -]?{_DAY}(?:[ -]{_YEAR})?",
        rf"{_DAY}\.?",
    )
)
_TIME: Final = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.h]?(?P<minute>[0-9]{2})|h)? ?(?P<half>[ap]\.?m\.?)?",
)


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A date that somebody said, and how it was understood."""

    day: date
    reading: str  # in full, "Tue 24 Nov 2026"
    warning: str  # sentences on what else could be meant, or that it is past or far ahead; empty if in no doubt


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was said, and when: what a refusal and a missing year need."""

    said: str  # as typed
    plain: str  # small letters, single blanks, no commas
    today: date

    def refusal(self, why: str, remedy: str = f"Write it in another way, {EXAMPLES}.") -> Refused:
        return Refused(f"{quoted(self.said)} is no date that can be read: {why}.", remedy=remedy)


@dataclass(frozen=True, slots=True)
class _Taken:
    """One way to understand it, and the doubt that is left."""

    day: date
    doubt: str = ""
    others: tuple[date, ...] = ()  # what else it could be


def read_date(said: str, today: date) -> SaidDate:
    """The day that a person means, in English, whatever the case and the blanks.

    - `today`, `tomorrow`, `yesterday`; `tomorrow week` is a week later.
    - `fri` is the next Friday, today included (then with a warning); `fri week` is a week later; `this fri` is
      the one of this week, Monday to Sunday; `next fri` the one of next week, with a warning while this week's is
      still to come; `last fri` the latest before today.
    - `+3d`, `-2d`, `+2w`, `+1m`, `+1y`, `in 3 days`. A month that is too short gives its last day, with a warning.
    - `24`, `24th`: the next 24th. `24/3`, `24.3.`, `16 nov`, `nov 16th`: the next such day, today included.
      A figure before a figure is always the day: a warning where month/day (`3/4`) could be meant as well.
    - `24/3/2026`, `24.3.2026`, `16 nov 2026`, `2026-03-24`; two digits of a year are 20.., with a warning.
    - `mon 16 nov`: any of these with its weekday, which must fit and then settles the doubt.
    - `w34 tue`, `w34 tue 2026`, `2026-w34-2`: the ISO week.

    Args:
        said: as typed; not trusted.
        today: the date on the speaker's wall.

    Returns:
        The day, with a warning where it is in the past or more than two years ahead, too.

    Raises:
        Refused: it cannot be read, does not exist (29 feb 2027) or its weekday does not fit; with what would do.
    """
    asked = _Asked(said, " ".join(said.lower().replace(",", " ").split()), today)
    if not asked.plain:
        raise Refused("No date is given.", remedy=f"Write one, {EXAMPLES}.")
    if len(asked.plain) > LONGEST:  # the patterns look for a weekday at the end in square time
        raise asked.refusal("it is longer than any date")
    try:
        taken = _take(asked)
    except OverflowError:
        raise asked.refusal(f"it is outside the years {MINYEAR} to {MAXYEAR}") from None
    return SaidDate(taken.day, reading(taken.day), " ".join(_warnings(taken, today)))


def read_time(said: str) -> time:
    """The wall time that a person means: `14:00`, `14`, `2pm`, `9.30`, `0900`, `930`, `14h30`, `noon`.

    Without am or pm it is the clock of 24 hours: `2` is 02:00.

    Args:
        said: as typed; not trusted.

    Returns:
        A time without a zone, to the minute.

    Raises:
        Refused: it is no time of day, with what would do.
    """
    plain = " ".join(said.lower().split())
    if plain == "noon":
        return time(12)
    if not plain:
        raise Refused("No time is given.", remedy=f"Write one, {TIME_EXAMPLES}.")
    found = _TIME.fullmatch(plain)
    if found is None:
        raise _no_time(said, "it is not written like a time")
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half and not 1 <= hour <= 12:  # noqa: PLR2004 - hours on a dial
        raise _no_time(said, "with am or pm the hour is 1 to 12")
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if (hour, minute) == (24, 0):
        raise _no_time(said, "a day ends at 23:59", "Write 00:00, with the date of the next day.")
    if hour > 23 or minute > 59:  # noqa: PLR2004 - a day's hours, an hour's minutes
        raise _no_time(said, "a day has the times 00:00 to 23:59")
    return time(hour, minute)


def _no_time(said: str, why: str, remedy: str = f"Write it in another way, {TIME_EXAMPLES}.") -> Refused:
    return Refused(f"{quoted(said)} is no time that can be read: {why}.", remedy=remedy)


def _take(asked: _Asked) -> _Taken:
    """The first form that what was said has the shape of."""
    forms: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Asked], _Taken]], ...] = (
        (_WORD, _by_word),
        (_WEEKDAY_ALONE, _by_weekday),
        (_STEP, _by_step),
        (_ISO_WEEK, _by_iso_week),
        (_WEEKDAY_FIRST, _by_weekday_and_date),
        (_WEEKDAY_LAST, _by_weekday_and_date),
    )
    for pattern, take in forms:
        if found := pattern.fullmatch(asked.plain):
            return take(found, asked)
    return _written(asked.plain, asked)


def _warnings(taken: _Taken, today: date) -> Iterator[str]:
    if taken.doubt:
        yield taken.doubt
    if taken.day < today:
        yield f"It is in the past, {_days_ago(taken.day, today)}."
    # As figures, not as dates: two years after 29 Feb is no date.
    ahead = (taken.day.year - FAR_YEARS, taken.day.month, taken.day.day)
    if ahead > (today.year, today.month, today.day):
        yield f"It is more than {FAR_YEARS} years ahead."


def _days_ago(day: date, today: date) -> str:
    days = (today - day).days
    return "1 day ago" if days == 1 else f"{days:,} days ago"


def _by_word(found: re.Match[str], asked: _Asked) -> _Taken:
    days = {"yesterday": -1, "today": 0, "tomorrow": 1}[found["word"]]
    return _Taken(asked.today + timedelta(days=days) + (_WEEK if found["week"] else timedelta()))


def _by_weekday(found: re.Match[str], asked: _Asked) -> _Taken:
    today, weekday, which = asked.today, _WEEKDAYS[found["weekday"]], found["which"]
    if which and found["week"]:
        raise asked.refusal(f'"{which}" and "week" are too much together')
    this_weeks = today + timedelta(days=weekday - today.isoweekday())
    if which == "this":
        return _Taken(this_weeks)
    if which == "last":
        return _Taken(this_weeks if this_weeks < today else this_weeks - _WEEK)
    if which == "next":
        doubt = f"Read as the one of next week; the one of this week is {reading(this_weeks)}."
        return _Taken(this_weeks + _WEEK, doubt if this_weeks > today else "")
    coming = this_weeks if this_weeks >= today else this_weeks + _WEEK
    taken = coming + _WEEK if found["week"] else coming
    if coming > today:
        return _Taken(taken)
    since = "a week from today" if found["week"] else "today"
    return _Taken(taken, f"Read as {since}; it could also be {reading(taken + _WEEK)}.")


def _by_step(found: re.Match[str], asked: _Asked) -> _Taken:
    count = int(found["count"]) * (-1 if found["sign"] == "-" else 1)
    unit = found["unit"][0]
    if unit in "dw":
        return _Taken(asked.today + timedelta(days=count * (7 if unit == "w" else 1)))
    months = asked.today.year * 12 + asked.today.month - 1 + count * (12 if unit == "y" else 1)
    year, month = months // 12, months % 12 + 1
    if not 1 <= year <= MAXYEAR:
        raise OverflowError
    length = calendar.monthrange(year, month)[1]
    if asked.today.day <= length:
        return _Taken(date(year, month, asked.today.day))
    doubt = f"{MONTH_NAMES[month - 1]} {year} has {length} days: read as its last."
    return _Taken(date(year, month, length), doubt)


def _by_iso_week(found: re.Match[str], asked: _Asked) -> _Taken:
    if found["number"] is None:
        raise asked.refusal("a week has seven days", f"Add the day, e.g. w{found['week']} tue.")
    return _in_week(found, int(found["number"]), asked)


def _in_week(found: re.Match[str], weekday: int, asked: _Asked) -> _Taken:
    """A day of an ISO week; without a year the next such day on or after today."""
    week, year = int(found["week"]), found["year"] or found["later"]
    if not 1 <= week <= 53 or not 1 <= weekday <= 7:  # noqa: PLR2004 - ISO 8601
        raise asked.refusal("weeks are 1 to 53 and their days 1 to 7")

    def on(iso_year: int) -> date | None:
        try:
            return date.fromisocalendar(iso_year, week, weekday)
        except ValueError:
            return None

    if year is not None:
        day = on(int(year))
        if day is None and week == 53:  # noqa: PLR2004 - the only one that some years lack
            raise asked.refusal(f"{year} has no week 53")
        if day is None:
            raise OverflowError
        return _Taken(day)
    return _next_yearly(on, asked.today)


def _next_yearly(on: Callable[[int], date | None], today: date) -> _Taken:
    """The next of what comes at most once a year; in doubt if the last one was a short time ago."""
    # An ISO year may have begun in the year before; 29 Feb and week 53 stay away for eight years at most.
    years = range(max(today.year - 1, MINYEAR), min(today.year + 9, MAXYEAR) + 1)
    days = [day for year in years if (day := on(year))]
    coming = next((day for day in days if day >= today), None)
    if coming is None:
        raise OverflowError
    recent = [day for day in days if day < today and (today - day).days <= RECENT_DAYS]
    if not recent:
        return _Taken(coming)
    doubt = f"Read as the next one; {reading(recent[-1])} was {_days_ago(recent[-1], today)}."
    return _Taken(coming, doubt, tuple(recent))


def _by_weekday_and_date(found: re.Match[str], asked: _Asked) -> _Taken:
    weekday, year = _WEEKDAYS[found["weekday"]], found.groupdict().get("year")
    rest = found["rest"] if year is None else f"{found['rest']} {year}"
    week = _ISO_WEEK.fullmatch(rest)
    if week and week["number"] is None:
        return _in_week(week, weekday, asked)
    taken = _by_iso_week(week, asked) if week else _written(rest, asked)
    if taken.day.isoweekday() == weekday:
        return _Taken(taken.day)  # what the weekday confirms is in no doubt
    before = taken.day.toordinal() - (taken.day.isoweekday() - weekday) % 7
    fitting = {day for day in taken.others if day.isoweekday() == weekday}
    # The calendar has a first and a last day.
    fitting |= {date.fromordinal(at) for at in (before, before + 7) if 1 <= at <= date.max.toordinal()}
    *most, last = (reading(day) for day in sorted(fitting))
    raise asked.refusal(
        f"{reading(taken.day)[4:]} is a {WEEKDAY_NAMES[taken.day.weekday()]}",
        f"Near it: {', '.join(most)} or {last}." if most else f"Near it: {last}.",
    )


def _written(plain: str, asked: _Asked) -> _Taken:
    """A date in figures or with its month's name; `plain` is without a weekday."""
    found = next((match for form in _WRITTEN if (match := form.fullmatch(plain))), None)
    if found is None:
        raise asked.refusal("it is not written like a date")
    parts = found.groupdict()
    day = int(parts["day"])
    if (ordinal := parts.get("ordinal")) and ordinal != _ordinal(day):
        raise asked.refusal(f"{day}{ordinal} may be a slip", f"Write {day}{_ordinal(day)} or {day}.")
    if (month := parts.get("month")) is None:
        if not 1 <= day <= _LONGEST_MONTH:
            raise asked.refusal(f"a month has the days 1 to {_LONGEST_MONTH}")
        return _Taken(_next_of_months(day, asked.today))
    if month in _MONTHS:
        return _on(day, _MONTHS[month], parts["year"], asked)
    taken = _on(day, int(month), parts.get("year"), asked)
    # With dots, or the year first, nobody writes the month before the day.
    if parts["mark"] == "." or plain.startswith(f"{parts.get('year')}{parts['mark']}"):
        return taken
    return _or_month_first(taken, day, int(month), parts.get("year"), asked)


def _or_month_first(taken: _Taken, day: int, month: int, year: str | None, asked: _Asked) -> _Taken:
    """The reading day/month, in doubt if month/day would be another date."""
    if day > len(MONTH_NAMES) or day == month:
        return taken
    other = _on(month, day, year, asked).day
    doubt = f"Read as day/month; as month/day it would be {reading(other)}."
    return _Taken(taken.day, f"{doubt} {taken.doubt}".strip(), (other, *taken.others))


def _on(day: int, month: int, year: str | None, asked: _Asked) -> _Taken:
    """A day of a month, of a year in two or four digits or, without one, of the next year that has it."""
    if not 1 <= month <= len(MONTH_NAMES):
        why = f"there is no month {month}"
        if 1 <= day <= len(MONTH_NAMES) < month <= _LONGEST_MONTH:
            raise asked.refusal(why, f"Write the day before the month, {EXAMPLES}.")
        raise asked.refusal(why)
    number = _LEAP_YEAR if year is None else int(year) + (_CENTURY if len(year) == len("26") else 0)
    if number < MINYEAR:
        raise asked.refusal(f"there is no year {number}")
    length = calendar.monthrange(number, month)[1]
    if not 1 <= day <= length:
        named = MONTH_NAMES[month - 1] if year is None else f"{MONTH_NAMES[month - 1]} {number}"
        raise asked.refusal(f"{named} has the days 1 to {length}")
    if year is None:
        return _next_yearly(lambda trial: _date_or_none(trial, month, day), asked.today)
    return _Taken(date(number, month, day), "" if number == int(year) else f"The year is read as {number}.")


def _next_of_months(day: int, today: date) -> date:
    """The next day with this number, today included; a month that is too short is passed over."""
    months = range(today.year * 12 + today.month - 1, (MAXYEAR + 1) * 12)
    days = (found for month in months if (found := _date_or_none(month // 12, month % 12 + 1, day)))
    coming = next((found for found in days if found >= today), None)
    if coming is None:
        raise OverflowError
    return coming


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _ordinal(day: int) -> str:
    """What is said behind a day's figure: 1st, 2nd, 3rd, 4th, 11th, 21st."""
    if day in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")

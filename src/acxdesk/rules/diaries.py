"""When a coach can teach: the hours of her week and the days of her leave, as stretches of instants.

Both are kept as people say them, on the wall clock of a zone, and become instants for the range that is asked for. So
"Monday from 9" stays at 9 across a clock change.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.durations import hours as hours_of
from acxdesk.rules.localtime import MONTHS, WEEKDAYS, edge, reading, wall
from acxdesk.rules.text import quoted

WHOLE_DAY: Final = 24 * 60  # minutes
LONGEST_LEAVE: Final = 366  # days; a longer one is a slip of the finger, or somebody who teaches no more
_DAY: Final = timedelta(days=1)
_DAYS: Final = {name.casefold(): number for number, name in enumerate(WEEKDAYS, start=1)}
_TIME: Final = r"(\d{1,2})(?::(\d{2}))?"
_PART: Final = re.compile(rf"(?P<first>[a-z]{{3,}})(?:\s*-\s*(?P<last>[a-z]{{3,}}))?\s+{_TIME}\s*-\s*{_TIME}")


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one instant to another one."""

    starts_at: datetime  # UTC
    ends_at: datetime  # UTC, not included


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """A stretch of a weekday, on the wall clock of the coach's zone."""

    weekday: int  # ISO: 1 Monday to 7 Sunday
    opens: int  # minutes after midnight
    closes: int  # likewise, later; 1440 for the midnight that ends the day


def leave_stretch(first_on: date, last_on: date, zone: str) -> Stretch:
    """Leave as instants: from the midnight before its first day to the one after its last, in its zone.

    Raises:
        Refused: the last day comes before the first, or more than a year after it.
    """
    if last_on < first_on:
        raise Refused(
            f"Leave from {reading(first_on)} cannot end on {reading(last_on)}, before it begins.",
            remedy="Give its last day, or none for a single day.",
        )
    if (last_on - first_on).days >= LONGEST_LEAVE:
        raise Refused(
            f"Leave from {reading(first_on)} to {reading(last_on)} is longer than a year.",
            remedy="Give a last day within a year.",
        )
    return Stretch(edge(first_on, 0, zone), edge(last_on, WHOLE_DAY, zone))


def open_stretches(hours: Sequence[Hours], zone: str, first: datetime, after: datetime) -> Iterator[Stretch]:
    """When a coach can teach between two instants, in order, none touching the next.

    Args:
        hours: of her week; none of them is any time.
        zone: the IANA name of the clock that they are on.
        first: the first instant.
        after: the instant after the last.
    """
    if not hours:
        if first < after:
            yield Stretch(first, after)
        return
    last: Stretch | None = None
    for one in _openings(hours, zone, first, after):
        if last is not None and one.starts_at <= last.ends_at:
            last = Stretch(last.starts_at, max(last.ends_at, one.ends_at))
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _openings(hours: Sequence[Hours], zone: str, first: datetime, after: datetime) -> Iterator[Stretch]:
    """Each opening that lies in the range, cut to it, by its start; they may touch or overlap."""
    day = wall(first, zone).date() - _DAY
    end = wall(after, zone).date()
    ordered = sorted(hours)
    while day <= end:
        for one in ordered:
            if one.weekday == day.isoweekday():
                starts = max(edge(day, one.opens, zone), first)
                ends = min(_closing(day, one.closes, zone), after)
                if starts < ends:
                    yield Stretch(starts, ends)
        day += _DAY


def _closing(day: date, closes: int, zone: str) -> datetime:
    """When hours end: of a doubled time the second one, unless the clocks go back just then."""
    minute_before = edge(day, closes - 1, zone, last=True)
    return min(edge(day, closes, zone, last=True), minute_before + timedelta(minutes=1))


def closed_stretches(hours: Sequence[Hours], zone: str, first: datetime, after: datetime) -> Iterator[Stretch]:
    """When a coach cannot teach between two instants by the hours of her week, in order; the rest of the range."""
    since = first
    for one in open_stretches(hours, zone, first, after):
        if since < one.starts_at:
            yield Stretch(since, one.starts_at)
        since = one.ends_at
    if since < after:
        yield Stretch(since, after)


def read_hours(said: str) -> tuple[Hours, ...]:
    """Teaching hours as people write them: "mon-thu 9-17, fri 09:00-12:30"; nothing is any time.

    Raises:
        Refused: a part that says no weekday and hours, hours that end before they begin, or overlap.
    """
    found: list[Hours] = []
    for part in said.replace(";", ",").split(","):
        if part.strip():
            found += _read_part(part.strip())
    ordered = sorted(found)
    for one, other in pairwise(ordered):
        if one.weekday == other.weekday and other.opens < one.closes:
            raise Refused(
                f"On {WEEKDAYS[one.weekday - 1]} {_clock(one)} and {_clock(other)} overlap.", remedy="Say them as one."
            )
    return tuple(ordered)


def _read_part(part: str) -> list[Hours]:
    match = _PART.fullmatch(part.casefold())
    first = _DAYS.get(match["first"][:3]) if match else None
    last = _DAYS.get((match["last"] or match["first"])[:3]) if match else None
    if match is None or first is None or last is None:
        raise Refused(f"{quoted(part)} is no teaching time.", remedy="Write it as mon-fri 09:00-17:00.")
    opens, closes = (int(match[at]) * 60 + int(match[at + 1] or 0) for at in (3, 5))
    if not opens < closes <= WHOLE_DAY or max(match[4] or "", match[6] or "") >= "60":
        raise Refused(
            f"{quoted(part)} does not say from when until when.", remedy="Write the hours of a day as 09:00-17:00."
        )
    weekdays = range(first, last + 1 if last >= first else last + 8)
    return [Hours((weekday - 1) % 7 + 1, opens, closes) for weekday in weekdays]


def hours_words(hours: Iterable[Hours]) -> str:
    """Teaching hours in words that `read_hours` reads back: "Mon-Thu 09:00-17:00, Fri 09:00-12:30", or "any time"."""
    runs: list[list[Hours]] = []
    for one in sorted(hours, key=lambda each: (each.opens, each.closes, each.weekday)):
        run = runs[-1] if runs else []
        if run and (run[-1].opens, run[-1].closes, run[-1].weekday + 1) == (one.opens, one.closes, one.weekday):
            run.append(one)
        else:
            runs.append([one])
    return ", ".join(_run_words(run) for run in sorted(runs)) or "any time"


def _run_words(run: list[Hours]) -> str:
    first, last = WEEKDAYS[run[0].weekday - 1], WEEKDAYS[run[-1].weekday - 1]
    return f"{first if len(run) == 1 else f'{first}-{last}'} {_clock(run[0])}"


def _clock(one: Hours) -> str:
    return f"{one.opens // 60:02d}:{one.opens % 60:02d}-{one.closes // 60:02d}:{one.closes % 60:02d}"


def days_words(first_on: date, last_on: date) -> str:
    """Some days on end: "Mon 21 Dec 2026 to Fri 1 Jan 2027", or the only one."""
    return reading(first_on) if first_on == last_on else f"{reading(first_on)} to {reading(last_on)}"


def amount(minutes: int) -> str:
    """How much is taught, in a column: "20 h", "4.5 h", "4 h 20 min"; empty for nothing."""
    figure = hours_of(minutes)
    return "" if not minutes else figure if figure.endswith("min") else f"{figure} h"


def month_words(month: date) -> str:
    """The month of a day: "Nov 2026"."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def short_days(first_on: date, last_on: date) -> str:
    """Some days on end in a column: "21 Dec 2026 to 1 Jan 2027", "21 to 24 Dec 2026"; one day with its weekday."""
    if first_on == last_on:
        return reading(first_on)
    last = f"{last_on.day} {month_words(last_on)}"
    if month_words(first_on) == month_words(last_on):
        return f"{first_on.day} to {last}"
    return f"{first_on.day} {month_words(first_on)} to {last}"

"""Wall clocks and instants: which moment "14:00 on 16 Nov in Europe/London" is, and back again.

Only the tzdata that comes with acxdesk counts: the system's may be older, and two desks with different data
would send the same delegate two different times.
"""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from acxdesk.errors import Refused
from acxdesk.rules.text import visible

zoneinfo.reset_tzpath(to=())
ZoneInfo.clear_cache()  # a zone that somebody read before this line came from the system

FIRST_YEAR: Final = 1970  # before it, tzdata is a guess for many zones
LAST_YEAR: Final = 2199  # no session is planned beyond; keeps every sum of dates inside the calendar
LONGEST_NAME: Final = 60  # characters; the longest zone name of tzdata has 32

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_MINUTE: Final = timedelta(minutes=1)
_SECOND: Final = timedelta(seconds=1)


@cache
def zone_names() -> frozenset[str]:
    """Every IANA zone name that the pinned tzdata knows, without "Factory", which is no place."""
    return frozenset(zoneinfo.available_timezones() - {"Factory", "localtime"})


def zone(name: str) -> ZoneInfo:
    """The time zone with this IANA name, spelled as IANA spells it.

    Raises:
        Refused: no such zone; near names are told ("Europe/Londn": did you mean Europe/London?).
    """
    if name in zone_names():
        return ZoneInfo(name)
    shown = visible(name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…")
    near = _near(name)
    raise Refused(
        f'There is no time zone "{shown}".',
        remedy=f"Did you mean {' or '.join(near)}?" if near else "Write it as Europe/London or Asia/Kathmandu.",
    )


def instant(day: date, at: time, zone_name: str) -> datetime:
    """The UTC instant of a wall time in a zone; of a doubled hour (clocks go back) the first one.

    Args:
        day: the local date, of the years 1970 to 2199.
        at: the wall time on it, without a zone.
        zone_name: an IANA name.

    Raises:
        Refused: the zone is unknown, the year out of range, or the clocks jump over this time; then the two
            nearest times are named.
    """
    tz = zone(zone_name)
    check_year(day)
    said = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    earlier, later = _offsets(said, tz)
    if earlier < later:
        before, after = _edges(said, tz)
        raise Refused(
            f"{_told(said, near=None)} does not exist in {zone_name}: the clocks go forward over it.",
            remedy=f"The nearest times are {_told(before, near=said)} and {_told(after, near=said)}.",
        )
    return (said - earlier).replace(tzinfo=UTC)


def day_begins(day: date, zone_name: str) -> datetime:
    """The first instant (UTC) of a local day; where the clocks jump over its midnight, the first that it has.

    A day that a zone left out (30 December 2011 in Apia) begins with the next one.

    Raises:
        Refused: the zone is unknown, or the year out of range.
    """
    check_year(day)
    return edge(day, 0, zone_name)


def edge(day: date, minutes: int, zone_name: str, *, last: bool = False) -> datetime:
    """The UTC instant at which something begins or ends on the clocks of a zone, whatever they do then.

    Where `instant` refuses a time that the clocks jump over, this is the instant of their jump.

    Args:
        day: the local date.
        minutes: after its midnight on the wall clock; 1440 is the midnight that ends it.
        zone_name: an IANA name.
        last: of a doubled time, the second one.

    Raises:
        Refused: the zone is unknown.
    """
    tz = zone(zone_name)
    said = datetime.combine(day, time()) + timedelta(minutes=minutes)
    earlier, later = _offsets(said, tz)
    if earlier < later:
        return _jump(said, tz).replace(tzinfo=UTC)
    return (said - (later if last else earlier)).replace(tzinfo=UTC)


def check_year(day: date) -> None:
    """Refuse a day on which no meeting is planned: before 1970 or after 2199.

    Raises:
        Refused: the day lies outside.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(f"{reading(day)} is out of range.", remedy=f"Give a year from {FIRST_YEAR} to {LAST_YEAR}.")


def is_doubled(day: date, at: time, zone_name: str) -> bool:
    """Whether the clocks show this wall time twice on that day in that zone."""
    earlier, later = _offsets(datetime.combine(day, at.replace(tzinfo=None, fold=0)), zone(zone_name))
    return earlier > later


def wall(moment: datetime, zone_name: str) -> datetime:
    """What a clock in the zone shows at an instant, as a naive local date-time.

    Raises:
        ValueError: the moment carries no zone; it would be read in the system's.
        Refused: the zone is unknown.
    """
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} is no instant: it has no zone")
    return moment.astimezone(zone(zone_name)).replace(tzinfo=None, fold=0)


def offset(moment: datetime, zone_name: str) -> str:
    """The UTC offset that holds in the zone at an instant, in whole minutes: "+01:00", "-03:30".

    Raises:
        ValueError: the moment carries no zone.
        Refused: the zone is unknown.
    """
    minutes = round((wall(moment, zone_name) - moment.astimezone(UTC).replace(tzinfo=None)) / _MINUTE)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def reading(day: date) -> str:
    """A day as everybody reads it alike, with its weekday: "Mon 16 Nov 2026". English in every locale."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year:04d}"


def clock_hours(starts_at: datetime, ends_at: datetime, zone_name: str, *, beside: date | None = None) -> str:
    """From when to when something lasts on the clocks of a zone: "14:00-19:00", "Tue 23:30-04:30+1".

    Args:
        starts_at: an instant.
        ends_at: an instant.
        zone_name: an IANA name.
        beside: the date that stands beside it; where the clocks show another one, the weekday goes before.
    """
    starts, ends = wall(starts_at, zone_name), wall(ends_at, zone_name)
    other_day = beside is not None and starts.date() != beside
    weekday = f"{WEEKDAYS[starts.weekday()]} " if other_day else ""
    days = (ends.date() - starts.date()).days
    return f"{weekday}{starts:%H:%M}-{ends:%H:%M}{f'+{days}' if days else ''}"


def city_of(zone_name: str) -> str:
    """The city that a zone is named after: "New York" of America/New_York."""
    return zone_name.rpartition("/")[2].replace("_", " ")


def _offsets(said: datetime, tz: ZoneInfo) -> tuple[timedelta, timedelta]:
    """The offsets of the first and the second reading of a wall time (PEP 495).

    Equal on a plain day; the first is larger in a doubled hour and smaller in a gap.
    """
    first = tz.utcoffset(said.replace(tzinfo=tz, fold=0))
    second = tz.utcoffset(said.replace(tzinfo=tz, fold=1))
    assert first is not None  # ZoneInfo knows every wall time's offset
    assert second is not None
    return first, second


def _edges(said: datetime, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """The last whole minute before and the first after the gap that a wall time falls into."""
    earlier, later = _offsets(said, tz)
    change = _jump(said, tz)
    opens, closes = change + earlier, change + later
    before = (opens - _SECOND).replace(second=0)
    after = (closes + _MINUTE - _SECOND).replace(second=0)
    return before, after


def _jump(said: datetime, tz: ZoneInfo) -> datetime:
    """When the clocks go forward over a wall time, in UTC without a zone."""
    earlier, later = _offsets(said, tz)
    low, high = said - later, said - earlier  # the change lies after low and not after high
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        if tz.utcoffset(middle.replace(tzinfo=UTC).astimezone(tz)) == earlier:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def _told(said: datetime, *, near: datetime | None) -> str:
    """A wall time in words; the day is left out when it is that of the time beside it."""
    clock = f"{said:%H:%M}"
    return clock if near is not None and near.date() == said.date() else f"{reading(said.date())} {clock}"


def _near(name: str) -> list[str]:
    """At most three zone names that were probably meant: the same city, or nearly the same letters."""
    if len(name) > LONGEST_NAME:
        return []
    folded = name.strip().replace(" ", "_").casefold()
    known = {known.casefold(): known for known in sorted(zone_names())}
    if folded in known:
        return [known[folded]]
    city = [known[key] for key in known if folded and key.rpartition("/")[2] == folded.rpartition("/")[2]]
    return city[:3] or [known[key] for key in get_close_matches(folded, known, n=3, cutoff=0.75)]

"""When somebody's own calendar has something (RFC 5545): the stretches alone, whatever they are about.

Of an event nothing is taken but its times, whether it makes busy, and its UID, by which what the desk itself gave out
is told apart. Recurrences are expanded as far as they are asked for.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import icalendar
import recurring_ical_events

from acxdesk.errors import InputProblem
from acxdesk.rules.localtime import day_begins, zone

LONGEST: Final = timedelta(days=366)  # of one stretch; a longer one is nobody's appointment
_TOO_OFTEN: Final = frozenset({"SECONDLY", "MINUTELY"})  # no calendar of a person recurs so
_BUSY: Final = frozenset({"BUSY", "BUSY-UNAVAILABLE"})  # of a FREEBUSY period (3.2.9); tentative ones are free

Stretch = tuple[datetime, datetime]  # UTC: the start, and the end after it


@dataclass(frozen=True, slots=True)
class Busy:
    """What a calendar file says."""

    stretches: tuple[Stretch, ...]  # by start; those that touch or overlap are one
    ours: int  # events that the desk gave out itself, left out
    unread: int  # events whose times cannot be understood, or recur too often; left out


def busy_times(data: bytes, *, local: str, first: datetime, after: datetime, ours: Collection[str] = ()) -> Busy:
    """The busy stretches of an iCalendar file, from `first` on and before `after`.

    Free (TRANSPARENT) and cancelled events are none. Whole days, and times without a zone, are those of `local`.

    Args:
        data: the file.
        local: the IANA zone of whoever the calendar belongs to.
        first: UTC.
        after: UTC.
        ours: UIDs of what the desk gave out: it knows of that without being told.

    Raises:
        InputProblem: it is no iCalendar file.
    """
    place = zone(local).key
    found: list[Stretch] = []
    left_out = unread = 0
    for calendar in _calendars(data):
        kept = icalendar.Calendar()
        for part in calendar.subcomponents:
            if part.name == "VFREEBUSY":
                found += _periods(part)
            elif part.name != "VEVENT":
                kept.add_component(part)  # the zones that its events name
            elif str(part.get("UID", "")) in ours:
                left_out += 1
            elif not _can_be_read(part):
                unread += 1
            else:
                kept.add_component(part)
        for event in recurring_ical_events.of(kept, skip_bad_series=True).between(first, after):
            stretch = _stretch(event, place)
            if stretch is None:
                continue
            found.append(stretch)
    return Busy(tuple(_joined(_within(found, first, after))), left_out, unread)


def _calendars(data: bytes) -> list[icalendar.Calendar]:
    try:
        found = icalendar.Calendar.from_ical(data, multiple=True)
    except (ValueError, IndexError, KeyError) as fault:
        raise InputProblem(
            "This is no calendar file.", remedy="Export it from the calendar program as iCalendar (.ics)."
        ) from fault
    calendars = [one for one in found if one.name == "VCALENDAR"]
    if not calendars:
        raise InputProblem(
            "There is no calendar in this file.", remedy="Export it from the calendar program as iCalendar (.ics)."
        )
    return calendars


def _can_be_read(event: Any) -> bool:
    """Whether an event has times at all, in zones that are known, and does not recur by the minute."""
    rules = event.get("RRULE", ())
    often = {str(freq) for rule in (rules if isinstance(rules, list) else [rules]) if rule for freq in rule["FREQ"]}
    times = [event.get(name) for name in ("DTSTART", "DTEND") if name in event]
    is_said = bool(times) and "DTSTART" in event and all(isinstance(getattr(one, "dt", None), date) for one in times)
    return is_said and not any(map(_names_no_zone, times)) and not often & _TOO_OFTEN


def _names_no_zone(said: Any) -> bool:
    """Whether a time names a zone that neither the file nor IANA knows: when it is meant, nobody can tell."""
    return "TZID" in said.params and isinstance(said.dt, datetime) and said.dt.tzinfo is None


def _stretch(event: Any, place: str) -> Stretch | None:
    """When an occurrence makes busy; None when it does not."""
    if (
        str(event.get("TRANSP", "OPAQUE")).upper() == "TRANSPARENT"
        or str(event.get("STATUS", "")).upper() == "CANCELLED"
    ):
        return None
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    starts_at, ends_at = _instant(start, place), _instant(end, place)
    return (starts_at, ends_at) if starts_at < ends_at <= starts_at + LONGEST else None


def _instant(said: date, place: str) -> datetime:
    """A time of an event as an instant; a date is the beginning of that day, a time without a zone is local."""
    if not isinstance(said, datetime):
        return day_begins(said, place)
    return (said if said.tzinfo else said.replace(tzinfo=zone(place))).astimezone(UTC)


def _periods(part: Any) -> Iterator[Stretch]:
    """The busy periods of a VFREEBUSY (3.6.4); they are in UTC."""
    lines = part.get("FREEBUSY", [])
    for line in lines if isinstance(lines, list) else [lines]:
        if str(line.params.get("FBTYPE", "BUSY")).upper() in _BUSY:
            start, end = line.dt
            ends_at = start + end if isinstance(end, timedelta) else end
            yield start.astimezone(UTC), ends_at.astimezone(UTC)


def _within(found: Iterable[Stretch], first: datetime, after: datetime) -> Iterator[Stretch]:
    for start, end in found:
        if end > first and start < after:
            yield max(start, first), min(end, after)


def _joined(found: Iterable[Stretch]) -> Iterator[Stretch]:
    """What touches or overlaps as one stretch: how many things lie in it is nobody's business."""
    pending: Stretch | None = None
    for start, end in sorted(found):
        if pending is not None and start <= pending[1]:
            pending = (pending[0], max(pending[1], end))
        else:
            if pending is not None:
                yield pending
            pending = (start, end)
    if pending is not None:
        yield pending

"""Meetings on other clocks: the coaches' own, and those at the western and the eastern edge of the delegates."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from acxdesk.rules.localtime import city_of, clock_hours, reading, wall
from acxdesk.rules.planning import Planned
from acxdesk.rules.sociable import is_unsocial

# Countries that keep several times, with the zones in which most of their people live.
LIVED_IN: Final = MappingProxyType(
    {
        "AU": ("Australia/Perth", "Australia/Sydney"),
        "BR": ("America/Sao_Paulo",),
        "CA": ("America/Vancouver", "America/Toronto"),
        "CD": ("Africa/Kinshasa",),
        "CL": ("America/Santiago",),
        "CN": ("Asia/Shanghai",),
        "EC": ("America/Guayaquil",),
        "ES": ("Europe/Madrid",),
        "ID": ("Asia/Jakarta",),
        "KZ": ("Asia/Almaty",),
        "MN": ("Asia/Ulaanbaatar",),
        "MX": ("America/Mexico_City",),
        "NZ": ("Pacific/Auckland",),
        "PT": ("Europe/Lisbon",),
        "RU": ("Europe/Moscow",),
        "US": ("America/Los_Angeles", "America/New_York"),
    }
)
_GAP: Final = 2  # cells between two columns
_OWN: Final = 3  # columns before those of other clocks: number, day, hours
_END: Final = re.compile(r"-[0-9]{2}:[0-9]{2}(?:\+[0-9])?")


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock beside the session's own."""

    zone: str  # IANA
    city: str  # what the zone is named after


@dataclass(frozen=True, slots=True)
class MeetingRead:
    """One meeting as it is read back. Hours with a "!" lie outside of 07:00 to 22:00 on that clock."""

    number: int
    day: str  # "Mon 16 Nov 2026", in the session's zone
    hours: str  # "14:00-19:00", as the session's clock shows them
    elsewhere: tuple[str, ...]  # the same on each other clock: "19:30-00:30+1 !"


def beside(zone: str, zones: tuple[Iterable[str], Iterable[str]], at: datetime) -> tuple[Clock, ...]:
    """The clocks to look at: those of the coaches, then the earliest and the latest of the delegates.

    One that shows the time of the session's, or of a clock before it, says nothing new and is left out.

    Args:
        zone: the session's.
        zones: the coaches', and the delegates'.
        at: the instant at which clocks are compared.
    """
    coaches, delegates = zones
    shown = {wall(at, zone)}
    found: list[Clock] = []
    for each in (*coaches, *_edges(delegates, at)):
        if (shows := wall(at, each)) not in shown:
            shown.add(shows)
            found.append(Clock(each, city_of(each)))
    return tuple(found)


def _edges(zones: Iterable[str], at: datetime) -> Sequence[str]:
    """The most western and the most eastern of some zones at an instant; the only one, or none."""
    ordered = sorted(zones, key=lambda name: (wall(at, name), name))
    return ordered[:1] if len(ordered) < len("WE") else (ordered[0], ordered[-1])


def read_meetings(meetings: Iterable[Planned], zone: str, clocks: Sequence[Clock]) -> tuple[MeetingRead, ...]:
    """Meetings as they are read back, each on every clock."""
    return tuple(
        MeetingRead(
            meeting.number,
            reading(meeting.day),
            _hours(meeting, zone),
            tuple(_hours(meeting, clock.zone) for clock in clocks),
        )
        for meeting in meetings
    )


def _hours(meeting: Planned, zone: str) -> str:
    hours = clock_hours(meeting.starts_at, meeting.ends_at, zone, beside=meeting.day)
    return f"{hours} !" if is_unsocial((meeting.starts_at, meeting.ends_at), zone) else hours


def timetable(meetings: Sequence[MeetingRead], zone: str, clocks: Sequence[Clock], width: int) -> Iterator[str]:
    """The meetings as lines with a head, a column for each clock. Where these have no room, they show starts alone.

    Args:
        meetings: as they are read back.
        zone: the session's.
        clocks: the others.
        width: cells.
    """
    if not meetings:
        return
    head = ("", "", city_of(zone), *(clock.city for clock in clocks))
    rows = [head, *((f"{one.number:>2}", one.day, one.hours, *one.elsewhere) for one in meetings)]
    if sum(_widths(rows)) + _GAP * (len(head) - 1) > width:
        rows = [(*row[:_OWN], *map(_start, row[_OWN:])) for row in rows]
    widths = _widths(rows)
    while len(widths) > _OWN and sum(widths) + _GAP * (len(widths) - 1) > width:
        widths.pop()
    for row in rows:
        cells = zip(row, widths, strict=False)
        yield (" " * _GAP).join(f"{cell:<{room}}" for cell, room in cells).rstrip()


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)]


def _start(hours: str) -> str:
    """Hours without their end: "19:30 !" of "19:30-00:30+1 !"."""
    return _END.sub("", hours)

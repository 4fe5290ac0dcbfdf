"""A schedule as a page to send or to print: what stands on it, for one session or for a month of all of them.

Nobody who attends is named on it, nor how many they are: it goes to whoever asks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from acxdesk.rules.calendars import MeetingFacts, is_called_off, whereabouts
from acxdesk.rules.certificates import listed
from acxdesk.rules.dates import MONTH_NAMES
from acxdesk.rules.durations import Duration, meeting_name, span
from acxdesk.rules.localtime import city_of, clock_hours, reading, wall

CANCELLED: Final = "cancelled"


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting on a page."""

    cells: tuple[str, ...]  # as many as the page has headings
    off: bool = False  # it is not held; the page says so in words, and strikes it through


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading of their own; of the only section it is empty."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that stands on a page. Every text is a person's, and none of it is markup."""

    title: str
    facts: tuple[tuple[str, str], ...]  # label, text: "Duration", "4 days @ 5 hours per day"
    headings: tuple[str, ...]
    sections: tuple[Section, ...]
    changed_at: datetime  # UTC, the last change of what stands on it: the date of the page
    notes: tuple[str, ...] = field(default=())  # whole sentences below the meetings


def session_page(meetings: Sequence[MeetingFacts], also: Sequence[str] = ()) -> Page:
    """The schedule of one session.

    Args:
        meetings: of the session, at least one, in any order.
        also: IANA zones whose local times stand beside the session's own.

    Raises:
        Refused: a zone is unknown.
    """
    ordered = sorted(meetings, key=lambda one: one.number)
    one = ordered[0]
    zones = tuple(dict.fromkeys((one.zone, *also)))
    headings = ("", "Day", *map(city_of, zones), "Length", "")
    rows = tuple(_session_row(meeting, zones) for meeting in ordered)
    if not any(row.cells[-1] for row in rows):  # nothing is remarked on any of them
        headings, rows = headings[:-1], tuple(Row(row.cells[:-1], off=row.off) for row in rows)
    return Page(
        title=one.title,
        facts=tuple((label, text) for label, text in _facts(one) if text),
        headings=headings,
        sections=(Section("", rows),),
        changed_at=max(max(one.changed_at, one.status_at) for one in ordered),
        notes=(f"Times are those of the clocks in {listed([city_of(zone) for zone in zones])}.",),
    )


def _session_row(meeting: MeetingFacts, zones: Sequence[str]) -> Row:
    """One meeting by the clocks of its own zone, which is the first, and of others."""
    off = is_called_off(meeting)
    minutes = round((meeting.ends_at - meeting.starts_at) / timedelta(minutes=1))
    day = wall(meeting.starts_at, zones[0]).date()
    cells = (
        meeting_name(Duration.parse(meeting.duration), meeting.number).capitalize(),
        reading(day),
        *(clock_hours(meeting.starts_at, meeting.ends_at, zone, beside=day) for zone in zones),
        span(minutes),
        _remark(meeting, off=off),
    )
    return Row(cells, off=off)


def _facts(one: MeetingFacts) -> Iterator[tuple[str, str]]:
    """What a page says of the session that a meeting belongs to; a text may be empty."""
    coaches = one.coaches.splitlines()
    yield "Session", one.reference
    yield "Duration", one.duration
    yield "Where", whereabouts("", one.delivery, one.venue, one.city)
    yield "Join", one.link
    yield ("Coaches" if coaches[1:] else "Coach"), ", ".join(coaches)


def month_page(meetings: Iterable[MeetingFacts], month: date, zone: str) -> Page:
    """The schedule of a month, day by day.

    Args:
        meetings: those that start in the month, in any order, at least one that is held; the others are left out.
        month: any day of it.
        zone: IANA, whose days and times stand on the page.
    """
    held = sorted(
        (one for one in meetings if not is_called_off(one)), key=lambda one: (one.starts_at, one.reference, one.number)
    )
    days = groupby(held, key=lambda one: wall(one.starts_at, zone).date())
    return Page(
        title=f"Sessions in {MONTH_NAMES[month.month - 1]} {month.year}",
        facts=(),
        headings=(city_of(zone), "", "Session", "Where", "With"),
        sections=tuple(Section(reading(day), tuple(_month_rows(together, zone))) for day, together in days),
        changed_at=max(one.changed_at for one in held),
        notes=(f"Times are those of the clocks in {city_of(zone)}.",),
    )


def _month_rows(meetings: Iterable[MeetingFacts], zone: str) -> Iterator[Row]:
    for one in meetings:
        duration = Duration.parse(one.duration)
        of = f" of {duration.meetings}" if one.number <= duration.meetings else ""
        yield Row(
            (
                clock_hours(one.starts_at, one.ends_at, zone),
                one.programme,
                f"{one.title}, {meeting_name(duration, one.number)}{of}",
                whereabouts(one.place, one.delivery, one.venue, one.city),
                ", ".join(one.coaches.splitlines()),
            )
        )


def _remark(meeting: MeetingFacts, *, off: bool) -> str:
    if off:
        return CANCELLED
    was = f"was {meeting.was.partition(',')[0]}" if meeting.was else ""
    return "; ".join(filter(None, (was, meeting.place)))

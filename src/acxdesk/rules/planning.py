"""Which meetings a course has: from its duration and a start to dated classes, and how a session differs from it.

Wall time is the truth of a meeting: a weekly course keeps its hour across a clock change. Its length is elapsed time: a
class of 300 minutes lasts 300 minutes also while the clocks change, and then ends an hour off on the wall.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.closures import Choice
from acxdesk.rules.durations import MOST_MINUTES, Duration, Pace, hours, span
from acxdesk.rules.localtime import WEEKDAYS, check_year, instant, is_doubled, offset, reading, wall
from acxdesk.rules.localtime import zone as known_zone

WEEKEND: Final[frozenset[int]] = frozenset({6, 7})  # ISO weekdays: Saturday and Sunday

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_OPEN: Final[Mapping[date, str]] = MappingProxyType({})  # no day is closed

# A meeting of a session as `differences` weighs it: its number, its minutes, whether it is cancelled.
Kept = tuple[int, int, bool]


@dataclass(frozen=True, slots=True)
class Planned:
    """One dated class of a session."""

    number: int  # from 1
    day: date  # local
    at: time  # wall clock, without a zone
    minutes: int  # taught, breaks excluded
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC; `minutes` of elapsed time after the start


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day on which the course would have met, and why it does not."""

    day: date
    why: str  # "Sat 14 Nov 2026 is a weekend"
    lost: bool = False  # whether the course has a meeting less for it

    @property
    def told(self) -> str:
        """The line of a receipt: "Skipped: Sat 14 Nov 2026 is a weekend"."""
        return f"{'Left out' if self.lost else 'Skipped'}: {self.why}"


@dataclass(frozen=True, slots=True)
class Timetable:
    """The meetings of a course in order, the days passed over, and what a coordinator should know about them."""

    meetings: tuple[Planned, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]  # whole sentences: clock changes, weekend days


def plan(
    duration: Duration,
    *,
    start: date,
    at: time,
    zone: str,
    weekend: frozenset[int] = WEEKEND,
    closed: Mapping[date, str] = _OPEN,
    choice: Choice = Choice.SHIFT,
) -> Timetable:
    """All meetings of a course that starts on a day.

    A course of days meets on consecutive working days, weekends passed over; a weekly course meets on the same weekday
    at the same wall time. Of a closed day the choice decides: shifted, its meeting goes to the next day of the pattern
    and the course has all its meetings; skipped, the meeting is left out; kept, it meets with a note.

    Args:
        duration: how many meetings, how long each.
        start: the local date of the first meeting.
        at: the wall time at which each starts.
        zone: the IANA name of the zone that date and time are meant in.
        weekend: ISO weekdays (1 Monday to 7 Sunday) on which a course of days does not meet.
        closed: local dates on which nothing should meet (public holidays, closures), each with the reason as a clause:
            "Fri 25 Dec 2026 is Christmas Day in GB".
        choice: what the course does about them.

    Raises:
        Refused: the course is on demand; the start is closed and not kept or, for a course of days, on a weekend (the
            nearest working days are named); a meeting falls into the gap of a clock change (its number and day are
            named); the zone is unknown; a day lies outside 1970 to 2199.
    """
    if duration.pace is Pace.ON_DEMAND:
        raise Refused(f"A course {duration} has no meetings; it is taken on demand.")
    check_year(start)
    off = weekend if duration.pace is Pace.DAYS else frozenset[int]()  # a weekly course may meet on a weekend day
    barred = _OPEN if choice is Choice.KEEP else closed
    _check_start(start, off, weekend, barred)
    days: list[date] = []
    skipped: list[Skipped] = []
    left = duration.meetings
    for day in _days(start, _DAY if duration.pace is Pace.DAYS else _WEEK):
        why = _why_not(day, off, barred)
        lost = bool(why) and choice is Choice.SKIP and day.isoweekday() not in off
        if why:
            skipped.append(Skipped(day, why, lost))
        else:
            days.append(day)
        left -= lost or not why
        if not left:
            break
    meetings = [
        replan_one(number=number, day=day, at=at, minutes=duration.minutes, zone=zone)
        for number, day in enumerate(days, start=1)
    ]
    notes = [*_weekend_note(start, duration, weekend), *kept_notes(days, closed), *clock_notes(meetings, zone)]
    return Timetable(tuple(meetings), tuple(skipped), tuple(notes))


def at_one_time(meetings: Iterable[Planned]) -> tuple[str, ...]:
    """A warning for each two meetings of one session that follow each other and overlap in time."""
    ordered = sorted(meetings, key=lambda one: (one.starts_at, one.number))
    return tuple(
        f"! Meetings {one.number} and {other.number} are at one time: {reading(other.day)} {other.at:%H:%M}."
        for one, other in pairwise(ordered)
        if other.starts_at < one.ends_at
    )


def kept_notes(days: Iterable[date], closed: Mapping[date, str]) -> tuple[str, ...]:
    """Sentences on the days that are closed and are met on all the same."""
    return tuple(f"{closed[day]}; it meets all the same." for day in days if day in closed)


def replan_one(*, number: int, day: date, at: time, minutes: int, zone: str) -> Planned:
    """One meeting, planned on its own: to move, cut, lengthen or add it. Weekends and closures do not bind it.

    Args:
        number: its number in the session, from 1.
        day: the local date.
        at: the wall time of its start.
        minutes: how long it is taught, 1 to 1440.
        zone: the session's IANA zone.

    Raises:
        Refused: the minutes are out of range, the clocks jump over the start (the two nearest times are named), the
            zone is unknown, or the day lies outside the years 1970 to 2199.
    """
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused(
            f"Meeting {number} on {reading(day)} cannot last {minutes:,} minutes.",
            remedy=f"Give 1 to {MOST_MINUTES:,} minutes.",
        )
    known_zone(zone)  # refused by its own sentence, not as the fault of one meeting
    try:
        starts_at = instant(day, at, zone)
    except Refused as refused:
        raise Refused(f"Meeting {number}: {refused.sentence}", remedy=refused.remedy) from refused
    clock = at.replace(tzinfo=None, fold=0)
    return Planned(number, day, clock, minutes, starts_at, starts_at + timedelta(minutes=minutes))


def stepped(day: date, at: time, *, days: int = 0, hours: int = 0) -> tuple[date, time]:
    """A wall time some steps on, or back where they are negative: a day keeps the hour, whatever the clocks do."""
    moved = datetime.combine(day, at) + timedelta(days=days, hours=hours)
    return moved.date(), moved.time()


def clock_notes(meetings: Sequence[Planned], zone: str) -> tuple[str, ...]:
    """What a zone's clock changes do to meetings in order: doubled hours, odd ends, offsets that change between."""
    notes: list[str] = []
    for meeting in meetings:
        said = f"{meeting.at:%H:%M}"
        if is_doubled(meeting.day, meeting.at, zone):
            notes.append(f"{reading(meeting.day)} {said} happens twice in {zone}; the first is taken.")
        ends = wall(meeting.ends_at, zone)
        if ends - wall(meeting.starts_at, zone) != meeting.ends_at - meeting.starts_at:
            notes.append(
                f"The clocks change during meeting {meeting.number} on {reading(meeting.day)}: it starts at {said}, "
                f"lasts {span(meeting.minutes)} and ends at {ends:%H:%M}."
            )
    for one, other in pairwise(meetings):
        was, becomes = offset(one.starts_at, zone), offset(other.starts_at, zone)
        if was != becomes and one.at == other.at:
            notes.append(
                f"UTC offset changes from {was} to {becomes} between meeting {one.number} and {other.number}; "
                f"the wall time {other.at:%H:%M} is kept."
            )
    return tuple(notes)


def differences(duration: Duration, meetings: Iterable[Kept]) -> tuple[str, ...]:
    """How a session's meetings differ from its duration, in words: "6 of 7 weeks planned", "18 of 20 hours".

    Args:
        duration: what the session promises.
        meetings: number, minutes and whether it is cancelled, of each meeting, in any order.

    Returns:
        The count, then single meetings, then the hours in all. Empty when the session is as its duration says.
    """
    held = sorted((number, minutes) for number, minutes, cancelled in meetings if not cancelled)
    told: list[str] = []
    more = len(held) - duration.meetings
    if more > 0:
        told.append(f"{more} {'meeting' if more == 1 else 'meetings'} more than printed")
    elif more < 0:
        unit = duration.pace.value.removesuffix("s") if duration.meetings == 1 else duration.pace.value
        told.append(f"{len(held)} of {duration.meetings} {unit} planned")
    if duration.pace is Pace.ON_DEMAND:
        return tuple(told)
    by_length: dict[int, list[int]] = {}
    for number, minutes in held:
        by_length.setdefault(minutes, []).append(number)
    for minutes, numbers in by_length.items():
        if minutes != duration.minutes:
            told.append(f"{_numbered(numbers)} {_compared(minutes, duration.minutes)}")
    taught = sum(minutes for _, minutes in held)
    if taught != duration.taught_minutes:
        told.append(_compared(taught, duration.taught_minutes))
    return tuple(told)


def _days(start: date, step: timedelta) -> Iterator[date]:
    """The start and every day that lies whole steps after it, to the end of the years that are planned."""
    day = start
    while True:
        check_year(day)
        yield day
        day += step


def _why_not(day: date, weekend: frozenset[int], closed: Mapping[date, str]) -> str:
    """Why nothing meets on a day; empty for a working day."""
    return f"{reading(day)} is a weekend" if day.isoweekday() in weekend else closed.get(day, "")


def _check_start(start: date, off: frozenset[int], weekend: frozenset[int], closed: Mapping[date, str]) -> None:
    """Refuse a start that is closed or on a weekday that is off, with the nearest working days."""
    why = _why_not(start, off, closed)
    if not why:
        return
    if weekend.issuperset(range(1, 8)):
        raise Refused(f"{why}.", remedy="Every weekday is in the weekend: leave one out.")
    before = _nearest(start, -_DAY, weekend, closed)
    after = _nearest(start, _DAY, weekend, closed)
    remedy = f"The nearest working days are {reading(before)} and {reading(after)}."
    raise Refused(f"{why}.", remedy=f"{remedy} Or keep closed days." if start in closed else remedy)


def _nearest(start: date, step: timedelta, weekend: frozenset[int], closed: Mapping[date, str]) -> date:
    """The first working day before or after a day."""
    return next(day for day in _days(start, step) if not _why_not(day, weekend, closed))


def _weekend_note(start: date, duration: Duration, weekend: frozenset[int]) -> list[str]:
    if duration.pace is Pace.WEEKS and start.isoweekday() in weekend:
        return [f"{reading(start)} is a weekend; the course meets on {WEEKDAYS[start.weekday()]} every week."]
    return []


def _numbered(numbers: Sequence[int]) -> str:
    """The subject of a difference: "meeting 2 meets", "meetings 2, 3 and 5 meet"."""
    if len(numbers) == 1:
        return f"meeting {numbers[0]} meets"
    return f"meetings {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} meet"


def _compared(minutes: int, printed: int) -> str:
    """Less than printed reads "4.5 of 5 hours", more reads "5.5 instead of 5 hours"."""
    joined = "of" if minutes < printed else "instead of"
    # A printed length with units of its own ("4 h 20 min") would leave a bare figure before it without any.
    figure = span(minutes) if hours(printed).endswith("min") else hours(minutes)
    return f"{figure} {joined} {span(printed)}"

"""Where a meeting could go instead, or who could teach it: what is free, nearest first, and what each would cost."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.clashes import Kind, Margins, Wanted, clashes
from acxdesk.rules.localtime import city_of, instant, reading, wall

EARLIEST, LATEST = time(7), time(22)  # local: what begins earlier or ends later is told, or not proposed at all
DAYS_AROUND: Final = 7  # that are looked at before and after a meeting's day
STEP: Final = timedelta(minutes=30)
MOST: Final = 8  # that are proposed
A_DAY: Final = 2  # of them on one day: the third nearest is nearly the same


@dataclass(frozen=True, slots=True)
class Sitting:
    """A delegate of the session: whose meeting it is, and on which clock she lives."""

    person: int
    zone: str  # IANA; empty where it is not known


@dataclass(frozen=True, slots=True)
class Slot:
    """Another time for a meeting at which its coaches and its room are free."""

    day: date  # local, in the session's zone
    at: time  # wall clock there
    moved: timedelta  # from where it stands; negative for earlier
    calendars: int  # how many people's change
    clashing: int  # delegates who sit something else then
    unsocial: int  # delegates for whom it begins before 07:00 or ends after 22:00

    @property
    def words(self) -> str:
        """It as a line: "Wed 25 Nov 2020 09:00: 1 day later, 12 calendars change, 2 delegates would clash"."""
        parts = [_moved(self.moved), f"{_many(self.calendars, 'calendar')} change{'s' if self.calendars == 1 else ''}"]
        if self.clashing:
            parts.append(f"{_many(self.clashing, 'delegate')} would clash")
        if self.unsocial:
            parts.append(f"{_many(self.unsocial, 'delegate')} outside 07:00-22:00")
        return f"{reading(self.day)} {self.at:%H:%M}: {', '.join(parts)}"


def slots(
    wanted: Sequence[Wanted],
    taken: Iterable[Wanted],
    *,
    sitting: Sequence[Sitting],
    now: datetime,
    margins: Margins,
    weekend: frozenset[int],
    closed: Iterable[date] = (),
) -> tuple[Slot, ...]:
    """The nearest times at which a meeting's coaches and room are free, with what each would cost.

    Args:
        wanted: of whom and of which room the meeting takes time, as it stands; none of them in `taken`.
        taken: what else takes their time, in the days around.
        sitting: its delegates.
        now: nothing is proposed for the past (UTC).
        margins: how much time lies between two meetings at least.
        weekend: ISO weekdays on which nothing is proposed, but for the meeting's own.
        closed: local dates on which nothing is proposed.
    """
    if not wanted:
        return ()
    others, shut = tuple(taken), frozenset(closed)
    staff = [one for one in wanted if one.kind is not Kind.DELEGATE]
    found: list[Slot] = []
    stands = wanted[0]
    for day, at, starts in _candidates(stands, weekend, shut):
        if starts <= now or _clashing(staff, others, starts, margins):
            continue
        ends = starts + stands.length
        clashing = {one.key for one in _clashing([one for one in wanted if one not in staff], others, starts, margins)}
        unsocial = sum(is_unsocial(starts, ends, one.zone) for one in sitting if one.zone)
        people = {one.key for one in wanted if one.kind is not Kind.ROOM}
        found.append(Slot(day, at, starts - stands.starts_at, len(people), len(clashing), unsocial))
    nearest = sorted(found, key=lambda one: (abs(one.moved), one.moved))
    on_day: Counter[date] = Counter()
    kept: list[Slot] = []
    for one in nearest:
        on_day[one.day] += 1
        if on_day[one.day] <= A_DAY:
            kept.append(one)
    return tuple(kept[:MOST])


def is_unsocial(starts_at: datetime, ends_at: datetime, zone: str) -> bool:
    """Whether a meeting begins before 07:00 or ends after 22:00 on the clock of a zone."""
    begins, ends = wall(starts_at, zone), wall(ends_at, zone)
    return begins.time() < EARLIEST or ends.date() > begins.date() or ends.time() > LATEST


def _candidates(
    stands: Wanted, weekend: frozenset[int], closed: frozenset[date]
) -> Iterator[tuple[date, time, datetime]]:
    """Every half-hour of the days around at which a meeting would lie within the hours of its session's zone."""
    here = wall(stands.starts_at, stands.zone)
    for days in range(-DAYS_AROUND, DAYS_AROUND + 1):
        day = here.date() + timedelta(days=days)
        if day in closed or (day.isoweekday() in weekend and day.isoweekday() != here.isoweekday()):
            continue
        clock = datetime.combine(day, EARLIEST)
        while clock.date() == day:
            try:
                starts = instant(day, clock.time(), stands.zone)
            except Refused:  # the clocks jump over it, or nothing is planned in that year
                clock += STEP
                continue
            is_it = starts == stands.starts_at
            if not is_it and not is_unsocial(starts, starts + stands.length, stands.zone):
                yield day, clock.time(), starts
            clock += STEP


def _clashing(wanted: Sequence[Wanted], others: Sequence[Wanted], starts: datetime, margins: Margins) -> list[Wanted]:
    """Whose time is taken by something else when the meeting begins then."""
    reach = margins.widest
    found = []
    for one in wanted:
        moved = replace(one, starts_at=starts, ends_at=starts + one.length)
        near = [
            other
            for other in others
            if other.key == one.key and other.starts_at < moved.ends_at + reach and other.ends_at + reach > starts
        ]
        if near and any(moved in {clash.one, clash.other} for clash in clashes((moved, *near), margins)):
            found.append(one)
    return found


@dataclass(frozen=True, slots=True)
class Coach:
    """A coach who is free at a meeting and holds what its programme asks of its coaches then."""

    person: int
    name: str
    zone: str  # IANA; empty where it is not known
    calendars: int  # how many people's change
    meetings: int  # that she teaches in the week around
    hours: str = ""  # the meeting on her clock, where that is another one

    @property
    def words(self) -> str:
        """It as a line: "Turing: 12 calendars change, 2 meetings in the days around, 23:30-04:30 in Kolkata"."""
        parts = [f"{_many(self.calendars, 'calendar')} change{'s' if self.calendars == 1 else ''}"]
        parts.append(f"{_many(self.meetings, 'meeting')} in the days around")
        if self.hours:
            parts.append(f"{self.hours} in {city_of(self.zone)}")
        return f"{self.name}: {', '.join(parts)}"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _moved(by: timedelta) -> str:
    """How far something is moved: "2 h later", "1 day earlier", "1 day 2 h 30 min later"."""
    days, rest = divmod(abs(by), timedelta(days=1))
    hours, minutes = divmod(rest // timedelta(minutes=1), 60)
    parts = [_many(days, "day")] if days else []
    parts += [f"{hours} h"] if hours else []
    parts += [f"{minutes} min"] if minutes else []
    return f"{' '.join(parts)} {'later' if by > timedelta(0) else 'earlier'}"

"""VTIMEZONE blocks that every calendar program reads alike, or none at all.

A block is one STANDARD and at most one DAYLIGHT with a yearly rule each, because that is what all programs evaluate
alike (RFC 5545, 3.6.5; Outlook keeps one pair of rules for a zone). Real zones are wilder than that. So a block is
made from the clock changes that tzdata tells, then held against tzdata over the whole stretch in which it is used;
where it does not hold there is no block, and the meetings of that zone are written in UTC.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from acxdesk.rules.calendars import ZoneSpan
from acxdesk.rules.localtime import FIRST_YEAR, LAST_YEAR, zone

NEARBY: Final = timedelta(days=400)  # how far around the span a zone's habits are looked at: a year and a bit
LAST: Final = -1  # the last weekday of its kind in a month, as BYDAY counts

_DAY: Final = timedelta(days=1)
_GRID: Final = timedelta(days=6, hours=1)  # walks through the weekdays and the hours
_SECOND: Final = timedelta(seconds=1)
_MINUTE: Final = timedelta(minutes=1)
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Change:
    """One change of a zone's clocks, as tzdata tells it."""

    moment: datetime  # UTC, the first second of the new offset
    before: timedelta
    after: timedelta
    name: str  # what the zone is called from then on: "BST"

    @property
    def onset(self) -> datetime:
        """What the clock showed when it was set: a naive local time in the offset before."""
        return (self.moment + self.before).replace(tzinfo=None)


@dataclass(frozen=True, slots=True, order=True)
class _Pattern:
    """When in a year the clocks are set."""

    nth: int  # 1 to 4, or LAST; first, so that LAST is the least of several that fit
    month: int  # 1 to 12
    weekday: int  # 0 is Monday
    at: time  # local, in the offset before

    def onset(self, year: int) -> datetime:
        """The naive local time at which the clocks are set in that year."""
        if self.nth == LAST:
            end = date(year + self.month // 12, self.month % 12 + 1, 1) - _DAY
            return datetime.combine(end - _DAY * ((end.weekday() - self.weekday) % 7), self.at)
        first = date(year, self.month, 1)
        ahead = (self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1)
        return datetime.combine(first + _DAY * ahead, self.at)

    def rrule(self) -> str:
        """The pattern as RFC 5545 writes it."""
        return f"RRULE:FREQ=YEARLY;BYMONTH={self.month};BYDAY={self.nth}{_WEEKDAYS[self.weekday]}"


class _Block(Protocol):
    """What can stand in a file as a zone's VTIMEZONE."""

    def offsets(self, wall: datetime) -> set[timedelta | None]:
        """What programs make of a naive local time; one value when they agree, None when nothing is defined."""

    def onsets(self, first: datetime, last: datetime) -> Iterator[datetime]:
        """The UTC instants from first to last at which the block sets the clocks."""

    def lines(self) -> Iterator[str]:
        """The sub-components, line by line."""


@dataclass(frozen=True, slots=True)
class _Fixed:
    """A zone whose clocks are not set in the stretch that counts."""

    offset: timedelta
    name: str

    def offsets(self, wall: datetime) -> set[timedelta | None]:  # noqa: ARG002 - the same at every time
        return {self.offset}

    def onsets(self, first: datetime, last: datetime) -> Iterator[datetime]:  # noqa: ARG002 - as above
        return iter(())

    def lines(self) -> Iterator[str]:
        yield from _observance("STANDARD", datetime(FIRST_YEAR, 1, 1), self.offset, self.offset, self.name)  # noqa: DTZ001 - a wall time


@dataclass(frozen=True, slots=True)
class _Yearly:
    """A zone whose clocks go forward and back once a year, at the same place of the year."""

    since: int  # the year of both first onsets, the one before the first meeting
    forward: _Pattern
    back: _Pattern
    standard: timedelta
    daylight: timedelta
    standard_name: str
    daylight_name: str

    def offsets(self, wall: datetime) -> set[timedelta | None]:
        return {self._strictly(wall), self._by_the_last_rules(wall)}

    def _strictly(self, wall: datetime) -> timedelta | None:
        """By RFC 5545, 3.6.5: the latest onset not after the time decides, and none counts before its DTSTART."""
        passed = [
            (onset, offset)
            for year in (wall.year - 1, wall.year)
            for onset, offset in ((self.forward.onset(year), self.daylight), (self.back.onset(year), self.standard))
            if year >= self.since and onset <= wall
        ]
        return max(passed)[1] if passed else None

    def _by_the_last_rules(self, wall: datetime) -> timedelta:
        """As Outlook does: one pair of rules for all years, looked at within the year of the time."""
        forward, back = self.forward.onset(wall.year), self.back.onset(wall.year)
        if forward < back:
            return self.daylight if forward <= wall < back else self.standard
        return self.standard if back <= wall < forward else self.daylight

    def onsets(self, first: datetime, last: datetime) -> Iterator[datetime]:
        for year in range(first.year - 1, last.year + 2):
            for pattern, before in ((self.forward, self.standard), (self.back, self.daylight)):
                moment = pattern.onset(year).replace(tzinfo=UTC) - before
                if first <= moment <= last:
                    yield moment

    def lines(self) -> Iterator[str]:
        onset = self.back.onset(self.since)
        yield from _observance("STANDARD", onset, self.daylight, self.standard, self.standard_name, self.back.rrule())
        onset = self.forward.onset(self.since)
        yield from _observance(
            "DAYLIGHT", onset, self.standard, self.daylight, self.daylight_name, self.forward.rrule()
        )


def vtimezone(span: ZoneSpan) -> bytes | None:
    """The VTIMEZONE of a zone, lines ended by CRLF, good for every meeting from span.first to span.last.

    Made for whole years where that holds, so that a meeting more does not change the block; for the span alone
    where it does not (the year in which a zone gives up summer time).

    Returns:
        None when no block of two yearly rules tells the zone's real times over the span, when the span leaves the
        years 1971 to 2198, and for UTC itself: then that zone's meetings are written in UTC.

    Raises:
        Refused: there is no such zone.
    """
    place = zone(span.zone)
    first, last = span.first.astimezone(UTC), span.last.astimezone(UTC)
    if first.year <= FIRST_YEAR or last.year >= LAST_YEAR or _name(place, first) == "UTC":
        return None
    years = datetime(first.year, 1, 1, tzinfo=UTC), datetime(last.year + 1, 1, 1, tzinfo=UTC)
    return _verified(place, *years) or _verified(place, first, last)


@lru_cache(maxsize=2048)  # some 600 names, a few ranges of years each; tzdata does not change while we run
def _verified(place: ZoneInfo, first: datetime, last: datetime) -> bytes | None:
    """The block of a zone that holds from first to last (UTC, both included), or None."""
    changes = list(_changes(place, first - NEARBY, last + NEARBY))
    inside = [change for change in changes if first <= change.moment <= last]
    for block in _candidates(place, first, changes, inside):
        if _holds(block, place, first, last, inside):
            lines = ("BEGIN:VTIMEZONE", f"TZID:{place.key}", *block.lines(), "END:VTIMEZONE", "")
            return "\r\n".join(lines).encode("ascii")
    return None


def _candidates(
    place: ZoneInfo, first: datetime, changes: Sequence[_Change], inside: Sequence[_Change]
) -> Iterator[_Block]:
    """Blocks that may tell the zone's times, the most telling first; none of them is trusted yet."""
    if changes:
        for known in (changes, inside):  # the year's own changes alone, when its neighbours follow another pattern
            block = _yearly(known, (inside or changes)[-1], first.year - 1)
            if block is not None:
                yield block
    if not inside:
        yield _Fixed(_offset(place, first), _name(place, first))


def _yearly(changes: Iterable[_Change], model: _Change, since: int) -> _Yearly | None:
    """Two yearly rules between the offsets that the model change stands for; None when the changes have none.

    The lower offset is STANDARD whatever tzdata calls it: Ireland's winter is "daylight" there.
    """
    standard, daylight = sorted((model.before, model.after))
    forward = [change for change in changes if (change.before, change.after) == (standard, daylight)]
    back = [change for change in changes if (change.before, change.after) == (daylight, standard)]
    patterns = _pattern(forward), _pattern(back)
    if patterns[0] is None or patterns[1] is None:
        return None
    return _Yearly(
        since=since,
        forward=patterns[0],
        back=patterns[1],
        standard=standard,
        daylight=daylight,
        standard_name=back[-1].name,
        daylight_name=forward[-1].name,
    )


def _pattern(changes: Iterable[_Change]) -> _Pattern | None:
    """The place of the year that all these changes share, the last weekday of a month rather than the fourth."""
    shared = [_patterns(change.onset) for change in changes]
    return min(set.intersection(*shared), default=None) if shared else None


def _patterns(onset: datetime) -> set[_Pattern]:
    """Every pattern that gives this onset in its year: one, or two when the fourth weekday is the last."""
    candidates = (_Pattern(nth, onset.month, onset.weekday(), onset.time()) for nth in (LAST, (onset.day + 6) // 7))
    return {pattern for pattern in candidates if pattern.nth <= 4 and pattern.onset(onset.year) == onset}  # noqa: PLR2004 - a fifth one is missing in most months


def _holds(block: _Block, place: ZoneInfo, first: datetime, last: datetime, inside: Iterable[_Change]) -> bool:
    """Whether a block gives the real offset at every local time from first to last that the clocks show once.

    Between two changes nothing happens, neither in tzdata nor in the block; so it is enough to look on both sides
    of every real change and of every onset that the block predicts, as near as the doubled hour allows. The grid
    stands behind that reasoning.
    """
    edges = {first, last}
    for change in inside:
        shift = abs(change.after - change.before)
        edges |= {change.moment + step for step in (-shift - _SECOND, -_SECOND, timedelta(), shift)}
    for onset in block.onsets(first, last):
        edges |= {onset + step for step in (-_SECOND, timedelta())}
    grid = (first + _GRID * step for step in range((last - first) // _GRID + 1))
    return all(
        _agrees(block, place, moment) for moments in (edges, grid) for moment in moments if first <= moment <= last
    )


def _agrees(block: _Block, place: ZoneInfo, moment: datetime) -> bool:
    """Whether every program finds the real offset for what the clock shows at this instant.

    A time that the clocks show twice counts as agreed: it is never written as a local time. An offset of odd
    seconds never agrees: programs drop them.
    """
    local = moment.astimezone(place)
    if shown_twice(local):
        return True
    return block.offsets(local.replace(tzinfo=None)) == {local.utcoffset()} and not _offset(place, moment) % _MINUTE


def shown_twice(local: datetime) -> bool:
    """Whether the clocks of its zone show this local time twice; it must carry a ZoneInfo and exist."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _changes(place: ZoneInfo, first: datetime, last: datetime) -> Iterator[_Change]:
    """Every change of a zone's offset from first to last (UTC), in order; a change of name alone is none.

    Looked for day by day: no zone has set its clocks twice within a day since 1970.
    """
    low, before = first, _offset(place, first)
    while low < last:
        high = min(low + _DAY, last)
        after = _offset(place, high)
        if after != before:
            moment = _moment(place, low, high)
            yield _Change(moment, before, after, _name(place, moment))
        low, before = high, after


def _moment(place: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second after low at which the offset is that of high."""
    low, before = low.replace(microsecond=0), _offset(place, low)
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        if _offset(place, middle) == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def _offset(place: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(place).utcoffset()
    assert offset is not None  # ZoneInfo knows the offset of every instant
    return offset


def _name(place: ZoneInfo, moment: datetime) -> str:
    return moment.astimezone(place).tzname() or place.key


def _observance(
    kind: str, onset: datetime, before: timedelta, after: timedelta, name: str, *rrule: str
) -> Iterator[str]:
    """A STANDARD or DAYLIGHT (RFC 5545, 3.6.5); the onset is told in the offset before it."""
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{onset:%Y%m%dT%H%M%S}"
    yield from rrule
    yield f"TZOFFSETFROM:{_signed(before)}"
    yield f"TZOFFSETTO:{_signed(after)}"
    yield f"TZNAME:{name}"
    yield f"END:{kind}"


def _signed(offset: timedelta) -> str:
    """An offset as RFC 5545, 3.3.14 writes it, in whole minutes: "+0545", never "-0000"."""
    minutes = round(offset / _MINUTE)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"

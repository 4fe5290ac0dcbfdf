"""Whether somebody, or a room, is wanted twice at one time: on real meetings, in instants, with margins.

A course of seven weeks holds its coach for its seven meetings, not for the 43 days from the first to the last.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Final

from acxdesk.rules.durations import HOUR, hours
from acxdesk.rules.localtime import city_of, clock_hours, reading, wall

_NONE: Final = timedelta(0)
_MINUTE: Final = timedelta(minutes=1)


class Kind(StrEnum):
    """What a clash is of."""

    COACH = "coach"  # one who teaches two meetings, or teaches one and sits another
    ROOM = "room"  # two meetings in one room, or behind one link
    DELEGATE = "delegate"  # one who sits two meetings
    LEAVE = "leave"  # a coach who is on leave
    HOURS = "hours"  # a coach outside of the hours in which she can teach
    BUSY = "busy"  # a coach whose own calendar has something


AWAY: Final = frozenset({Kind.LEAVE, Kind.BUSY, Kind.HOURS})  # what keeps a coach away and is no meeting


@dataclass(frozen=True, slots=True)
class Margins:
    """How much time lies between two meetings of one person at least."""

    rest: timedelta = _NONE  # for coaches, whatever they go from and to
    travel: timedelta = _NONE  # for everybody, between two places in different cities

    @property
    def widest(self) -> timedelta:
        """The longest that any two may have to lie apart."""
        return max(self.rest, self.travel)


NO_MARGINS: Final = Margins()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One stretch of time for which somebody or a room is wanted."""

    kind: Kind  # COACH, ROOM or DELEGATE; LEAVE, BUSY and HOURS of what keeps a coach away
    key: str  # whom or which: "12" of a person, the folded name of a room
    name: str  # as it is said
    meeting: int | None  # its number as a row; None of one that is not written yet, and of what is no meeting
    session: str  # its reference; empty of what is no meeting
    label: str  # how it is called in a sentence: "CPPM day 2"
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC
    city: str = ""  # folded; empty online
    host: int | None = None  # the meeting that it is taught in; None when it is taught by itself
    zone: str = "UTC"  # IANA: the wall clock of its session

    @property
    def length(self) -> timedelta:
        """How long it takes."""
        return self.ends_at - self.starts_at


@dataclass(frozen=True, slots=True)
class Clash:
    """Two stretches that one person or room cannot keep both."""

    kind: Kind
    one: Wanted  # starts first
    other: Wanted
    short: timedelta  # by how much they overlap, or by how much the margin between them is too small

    @property
    def overlaps(self) -> bool:
        """Whether they overlap in time; False when only a margin is missing."""
        return self.other.starts_at < self.one.ends_at

    @property
    def sides(self) -> tuple[Wanted, Wanted]:
        """Both: a meeting first where the other is none, of two meetings the one whose row has the lower number."""
        one, other = self.one, self.other
        first_is_one = other.meeting is None or (one.meeting is not None and one.meeting < other.meeting)
        return (one, other) if first_is_one else (other, one)

    @property
    def person(self) -> int | None:
        """Whose time it is; None of a room."""
        return None if self.kind is Kind.ROOM else int(self.one.key)

    @property
    def meetings(self) -> frozenset[int]:
        """The one meeting or both that it is about."""
        return frozenset(side.meeting for side in (self.one, self.other) if side.meeting is not None)

    @property
    def name(self) -> str:
        """A name for it that nothing else has while it stands: "coach-12-14-7", "busy-12-20261124T0900-7"."""
        first, second = self.sides
        what = f"{second.starts_at:%Y%m%dT%H%M}" if second.meeting is None else f"{second.meeting}"
        return "-".join((self.kind, str(first.meeting), what, *([] if self.person is None else [str(self.person)])))


# ---- who is wanted twice


def clashes(wanted: Iterable[Wanted], margins: Margins = NO_MARGINS) -> Iterator[Clash]:
    """Every clash among some stretches, by key, then by start.

    Args:
        wanted: in any order. A coach's leave and busy times have her number as key, as her teaching and sitting have.
        margins: coaches rest between any two meetings, everybody travels between two cities.
    """
    ordered = sorted(wanted, key=_order)
    for _whose, together in groupby(ordered, key=lambda one: (one.kind is Kind.ROOM, one.key)):
        open_still: list[Wanted] = []
        for one in together:
            open_still = [earlier for earlier in open_still if one.starts_at < earlier.ends_at + margins.widest]
            for earlier in open_still:
                clash = _between(earlier, one, margins)
                if clash is not None:
                    yield clash
            open_still.append(one)


def _order(one: Wanted) -> tuple[bool, str, datetime, datetime, int, Kind]:
    return one.kind is Kind.ROOM, one.key, one.starts_at, one.ends_at, one.meeting or 0, one.kind


def _between(one: Wanted, other: Wanted, margins: Margins) -> Clash | None:
    """The clash of two stretches of one person or room, the first of which starts no later; None when there is none."""
    kinds = {one.kind, other.kind}
    away = kinds & AWAY
    if away and (away == kinds or Kind.DELEGATE in kinds):  # leave is from teaching: she may learn meanwhile
        return None
    if _is_one_class(one, other):
        return None
    short = one.ends_at + _margin(one, other, margins) - other.starts_at
    if short <= _NONE:
        return None
    if other.starts_at < one.ends_at:
        short = min(one.ends_at, other.ends_at) - other.starts_at
    kind = next(iter(away), Kind.COACH if Kind.COACH in kinds else one.kind)
    return Clash(kind, one, other, short)


def _is_one_class(one: Wanted, other: Wanted) -> bool:
    """Whether both are the same meeting, or are taught as one."""
    classes = [side.meeting if side.host is None else side.host for side in (one, other)]
    return classes[0] is not None and classes[0] == classes[1]


def _margin(one: Wanted, other: Wanted, margins: Margins) -> timedelta:
    kinds = {one.kind, other.kind}
    if Kind.ROOM in kinds or kinds & AWAY:
        return _NONE
    rest = margins.rest if kinds == {Kind.COACH} else _NONE
    return max(rest, margins.travel) if one.city and other.city and one.city != other.city else rest


# ---- outside of the hours in which she teaches


def outside(one: Wanted, closed: Iterable[tuple[datetime, datetime]]) -> Clash | None:
    """The clash of a meeting with the hours of its coach's week; None when she can teach all of it.

    Args:
        one: the meeting, wanted of her.
        closed: the stretches of it (UTC) in which she cannot teach, in order.
    """
    stretches = tuple(closed)
    if not stretches:
        return None
    away = Wanted(Kind.HOURS, one.key, one.name, None, "", Kind.HOURS, stretches[0][0], stretches[-1][1], zone=one.zone)
    return Clash(Kind.HOURS, one, away, sum((ends - starts for starts, ends in stretches), _NONE))


# ---- in words


def sentence(clash: Clash) -> str:
    """A clash as people read it, with the wall time of the meeting that begins first.

    "Tue 24 Nov 2026 09:00-14:00 London: Ngozi Okafor teaches CPPM day 2 and CPP day 2 (5 h overlap)."
    """
    day, here, city, beside = _when(clash)
    by = f"{by_words(clash)} overlap" if clash.overlaps else f"{_between_words(clash)}, {by_words(clash)} too little"
    if clash.kind is Kind.HOURS:
        by = by_words(clash)
    return f"{reading(day)} {here} {city}{beside}: {_what(clash, *_in_order(clash))} ({by})."


def when_words(clash: Clash) -> str:
    """When it is, on the clock of the session that begins first: "Tue 24 Nov 2020 09:00-14:00"."""
    day, here, _city, _beside = _when(clash)
    return f"{reading(day)} {here}"


def by_words(clash: Clash) -> str:
    """By how much they overlap, or the margin between them is too small: "5 h", "45 min"."""
    return _length(-(-clash.short // _MINUTE))


def labels(clash: Clash) -> tuple[str, ...]:
    """What it is of: one label, or two."""
    return tuple(label for label in _labels(*_in_order(clash)) if label)


def _in_order(clash: Clash) -> tuple[Wanted, Wanted]:
    """Both sides as they are told: the meeting first, of two the earlier one."""
    is_later = clash.kind not in AWAY and clash.one.starts_at < clash.other.starts_at
    return (clash.one, clash.other) if is_later else clash.sides


def _between_words(clash: Clash) -> str:
    return f"{_length((clash.other.starts_at - clash.one.ends_at) // _MINUTE)} between them"


def _what(clash: Clash, first: Wanted, second: Wanted) -> str:
    one, other = _labels(first, second)
    if clash.kind is Kind.ROOM:
        return f"{first.name} is taken by {one} and {other}"
    if clash.kind is Kind.LEAVE:
        return f"{first.name} teaches {one} and is on leave"
    if clash.kind is Kind.BUSY:
        return f"{first.name} teaches {one} and is busy by her own calendar"
    if clash.kind is Kind.HOURS:
        return f"{first.name} teaches {one} outside of her hours"
    verbs = ["teaches" if side.kind is Kind.COACH else "sits" for side in (first, second)]
    return f"{first.name} {verbs[0]} {one} and {f'{verbs[1]} ' if verbs[0] != verbs[1] else ''}{other}"


def _labels(first: Wanted, second: Wanted) -> tuple[str, str]:
    """How both are called; two runs of one programme by their references."""
    codes = [side.label.partition(" ")[0] for side in (first, second)]
    if codes[0] != codes[1]:
        return first.label, second.label
    one, other = (f"{side.session} {side.label.partition(' ')[2]}" for side in (first, second))
    return one, other


def _length(minutes: int) -> str:
    """Minutes as few letters: "5 h", "4.5 h", "45 min"."""
    if minutes < HOUR:
        return f"{minutes} min"
    figure = hours(minutes)
    return figure if figure.endswith("min") else f"{figure} h"


def _when(clash: Clash) -> tuple[date, str, str, str]:
    """The stretch that is wanted twice, or that is too short: day, clock and city, then clocks elsewhere."""
    starts, ends = clash.other.starts_at, min(clash.one.ends_at, clash.other.ends_at)
    if not clash.overlaps:
        starts, ends = ends, starts
    first, *others = dict.fromkeys(side.zone for side in (clash.one, clash.other) if side.kind not in AWAY)
    day = wall(starts, first).date()
    here = clock_hours(starts, ends, first)
    there = {name: clock_hours(starts, ends, name, beside=day) for name in others}
    beside = ", ".join(f"{clock} {city_of(name)}" for name, clock in there.items() if clock != here)
    return day, here, city_of(first), f" ({beside})" if beside else ""

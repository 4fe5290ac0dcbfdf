"""Whether somebody, or a room, is wanted twice at one time: on real meetings, in instants, with margins.

A course of seven weeks holds its coach for its seven meetings, not for the 43 days from the first to the last.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Final


class Kind(StrEnum):
    """What a clash is of."""

    COACH = "coach"  # one who teaches two meetings
    ROOM = "room"  # two meetings in one room, or behind one link
    DELEGATE = "delegate"  # one who sits two meetings
    LEAVE = "leave"  # a coach who is on leave
    HOURS = "hours"  # a coach outside of the hours in which she can teach
    BUSY = "busy"  # a coach whose own calendar has something


@dataclass(frozen=True, slots=True)
class Margins:
    """How much time lies between two meetings of one person at least."""

    rest: timedelta = timedelta(0)  # for coaches, whatever they go from and to
    travel: timedelta = timedelta(0)  # for everybody, between two places in different cities


NO_MARGINS: Final = Margins()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One stretch of time for which somebody or a room is wanted."""

    kind: Kind  # COACH, ROOM or DELEGATE; LEAVE and BUSY of what keeps a coach away
    key: str  # whom or which: "12" of a person, the folded name of a room
    name: str  # as it is said
    meeting: int | None  # its number as a row; None of one that is not written yet, and of leave and busy times
    session: str  # its reference; empty of leave and busy times
    label: str  # how it is called in a sentence: "CPPM day 2"
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC
    city: str = ""  # folded; empty online
    host: int | None = None  # the meeting that it is taught in; None when it is taught by itself


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


def clashes(wanted: Iterable[Wanted], margins: Margins = NO_MARGINS) -> Iterator[Clash]:
    """Every clash among some stretches, by key, then by start.

    Args:
        wanted: in any order. A coach's leave and busy times have her number as key.
        margins: coaches rest between any two meetings, everybody travels between two cities.
    """
    ordered = sorted(wanted, key=lambda one: (_side(one.kind), one.key, one.starts_at, one.ends_at, one.meeting or 0))
    for _whose, together in groupby(ordered, key=lambda one: (_side(one.kind), one.key)):
        open_still: list[Wanted] = []
        widest = max(margins.rest, margins.travel)
        for one in together:
            open_still = [earlier for earlier in open_still if one.starts_at < earlier.ends_at + widest]
            for earlier in open_still:
                clash = _between(earlier, one, margins)
                if clash is not None:
                    yield clash
            open_still.append(one)


def _side(kind: Kind) -> Kind:
    """Whose time it takes: leave and busy times take the coach's."""
    return Kind.COACH if kind in {Kind.LEAVE, Kind.BUSY, Kind.HOURS} else kind


def _between(one: Wanted, other: Wanted, margins: Margins) -> Clash | None:
    """The clash of two stretches of one person or room, the first of which starts no later; None when there is none."""
    away = {Kind.LEAVE, Kind.BUSY}
    if one.kind in away and other.kind in away:
        return None
    if one.meeting is not None and one.meeting == other.meeting:
        return None
    if one.host is not None and one.host in {other.host, other.meeting}:
        return None
    if other.host is not None and other.host == one.meeting:
        return None
    short = one.ends_at + _margin(one, other, margins) - other.starts_at
    if short <= timedelta(0):
        return None
    if other.starts_at < one.ends_at:
        short = min(one.ends_at, other.ends_at) - other.starts_at
    kind = next((side.kind for side in (one, other) if side.kind in away), one.kind)
    return Clash(kind, one, other, short)


def _margin(one: Wanted, other: Wanted, margins: Margins) -> timedelta:
    if one.kind is Kind.ROOM or Kind.LEAVE in {one.kind, other.kind} or Kind.BUSY in {one.kind, other.kind}:
        return timedelta(0)
    rest = margins.rest if one.kind is Kind.COACH else timedelta(0)
    return max(rest, margins.travel) if one.city and other.city and one.city != other.city else rest

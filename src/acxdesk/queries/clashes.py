"""Who and what is wanted twice: of some sessions by what can overlap them, of a season in one statement."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import CompoundSelect, Row, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.diaries import Week
from acxdesk.queries.stretches import ACCEPTED, in_between, of_sessions
from acxdesk.records.sessions import Meeting
from acxdesk.rules.clashes import NO_MARGINS, Clash, Kind, Margins, Wanted, clashes, outside, sentence
from acxdesk.rules.diaries import Hours, closed_stretches
from acxdesk.rules.durations import MOST_MINUTES, Duration, meeting_name
from acxdesk.rules.sessions import Delivery
from acxdesk.rules.text import fold

_LONGEST: Final = timedelta(minutes=MOST_MINUTES)  # of a meeting: one that began earlier is over
_EVER: Final = (datetime(1000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class FoundClash:
    """A clash that stands, and why it was accepted."""

    clash: Clash
    accepted: str = ""  # the reason; empty while nobody accepted it

    @property
    def sentence(self) -> str:
        """It in words."""
        return sentence(self.clash)


def clashes_of(work: orm.Session, sessions: Iterable[int], margins: Margins = NO_MARGINS) -> tuple[FoundClash, ...]:
    """The clashes of the meetings of some sessions with anything that can overlap them, in one statement.

    Args:
        work: an open read or deed, with everything flushed.
        sessions: their numbers.
        margins: how much time lies between two meetings at least.

    Returns:
        By the time from which they clash. An acceptance counts while both sides stand where they were then.
    """
    numbers = frozenset(sessions)
    if not numbers:
        return ()
    given = {"mine": json.dumps(sorted(numbers))}
    found = _found(work, of_sessions, given, margins)
    return found.clashes(lambda side: found.session_of.get(side.meeting or 0) in numbers)


_NAME: Final = re.compile(r"[a-z]+-(?P<meeting>[0-9]{1,18})-[0-9T]+(-[0-9]+)?")


def clashes_named(work: orm.Session, names: Iterable[str], margins: Margins = NO_MARGINS) -> tuple[FoundClash, ...]:
    """The clashes that stand under some names, each once and in this order, in two statements.

    Raises:
        NotFound: one does not stand.
    """
    wanted = list(dict.fromkeys(names))
    meetings = {int(match["meeting"]) for name in wanted if (match := _NAME.fullmatch(name))}
    sessions = work.scalars(select(Meeting.session_id).where(Meeting.id.in_(meetings))).all()
    stand = {one.clash.name: one for one in clashes_of(work, sessions, margins)}
    for name in wanted:
        if name not in stand:
            raise NotFound(f"No clash {name} stands.", remedy="clash list shows those that do.")
    return tuple(stand[name] for name in wanted)


def clashes_between(
    desk: Desk, first: datetime | None = None, after: datetime | None = None, margins: Margins = NO_MARGINS
) -> tuple[FoundClash, ...]:
    """The clashes of all meetings that are under way in a stretch of time, in one statement.

    Args:
        desk: an open desk.
        first: when it begins (UTC); None for ever.
        after: when it is over (UTC); None for never.
        margins: how much time lies between two meetings at least.

    Returns:
        As `clashes_of`.
    """
    opens, closes = first or _EVER[0], after or _EVER[1]
    reach = _LONGEST + margins.widest
    given = {
        "lowest": opens if first is None else opens - _LONGEST - reach,
        "highest": closes if after is None else closes + reach,
    }
    with desk.reading() as work:
        found = _found(work, in_between, given, margins)
    return found.clashes(lambda side: side.meeting is not None and side.starts_at < closes and side.ends_at > opens)


def by_meeting(found: Iterable[FoundClash]) -> dict[int, tuple[FoundClash, ...]]:
    """Clashes by the numbers of the meetings that they are of: one of two meetings stands at both."""
    listed: dict[int, tuple[FoundClash, ...]] = {}
    for one in found:
        for meeting in one.clash.meetings:
            listed[meeting] = (*listed.get(meeting, ()), one)
    return listed


# ---- rows as stretches


@dataclass(frozen=True, slots=True)
class _Found:
    """What a statement found, before it is decided about."""

    wanted: tuple[Wanted, ...]
    weeks: dict[int, Week]  # of coaches, by their numbers; none of one who can teach at any time
    accepted: dict[tuple[object, ...], str]  # which clash, and where both sides stood -> the reason
    session_of: dict[int, int]  # a meeting's
    margins: Margins

    def clashes(self, concerns: Callable[[Wanted], bool]) -> tuple[FoundClash, ...]:
        """Each clash of which one side is concerned, once."""
        by_name = {clash.name: clash for clash in self._every() if concerns(clash.one) or concerns(clash.other)}
        found = (FoundClash(clash, self.accepted.get(signature(clash), "")) for clash in by_name.values())
        return tuple(sorted(found, key=lambda one: (one.clash.other.starts_at, one.clash.kind, one.clash.name)))

    def _every(self) -> Iterator[Clash]:
        yield from clashes(self.wanted, self.margins)
        for one in self.wanted:
            if one.kind is Kind.COACH and (hers := self.weeks.get(int(one.key))):
                closed = closed_stretches(hers.hours, hers.zone, one.starts_at, one.ends_at)
                clash = outside(one, ((each.starts_at, each.ends_at) for each in closed))
                if clash is not None:
                    yield clash


def signature(clash: Clash) -> tuple[object, ...]:
    """Which clash it is, and where both sides stand: an acceptance holds as long as this is the same."""
    first, second = clash.sides
    return (
        *(clash.kind, first.meeting, second.meeting, clash.person),
        *(first.starts_at, first.ends_at, second.starts_at, second.ends_at),
    )


def _found(
    work: orm.Session,
    made: Callable[[bool], CompoundSelect[*tuple[Any, ...]]],
    given: dict[str, Any],
    margins: Margins,
) -> _Found:
    minutes = -(-margins.widest // timedelta(minutes=1))
    given |= {"wider": f"+{minutes} minutes", "earlier": f"-{minutes + MOST_MINUTES} minutes"}
    wanted: list[Wanted] = []
    found = _Found((), {}, {}, {}, margins)
    for row in work.execute(made(minutes > 0), given):
        if row.side == ACCEPTED:
            where = (row.starts_at, row.ends_at, row.other_starts_at, row.other_ends_at)
            found.accepted[Kind(row.kind), row.meeting_id, row.other_id, row.person_id, *where] = row.reason
            continue
        wanted.append(as_wanted(row))
        if row.meeting_id is not None:
            found.session_of[row.meeting_id] = row.session_id
        if row.hours:
            found.weeks[row.person_id] = _week(row.hours)
    return _Found(tuple(wanted), found.weeks, found.accepted, found.session_of, margins)


def as_wanted(row: Row[Any]) -> Wanted:
    """A row of `queries.stretches` as a stretch."""
    kind = Kind(row.kind)
    if row.meeting_id is None:
        return Wanted(kind, row.key, row.person, None, "", kind.value, row.starts_at, row.ends_at)
    online = row.delivery == Delivery.ONLINE
    return Wanted(
        kind=kind,
        key=row.key,
        name=row.person if row.person is not None else _room_said(row, online=online),
        meeting=row.meeting_id,
        session=row.reference,
        label=f"{row.code} {_part(row.duration, row.number)}",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        city="" if online else fold(row.city),
        host=row.host_id,
        zone=row.zone,
    )


@lru_cache(maxsize=4096)
def _part(duration: str, number: int) -> str:
    return meeting_name(Duration.parse(duration), number)


def _room_said(row: Row[Any], *, online: bool) -> str:
    if online and not row.place:
        return str(row.link)
    return ", ".join(part for part in (row.place or row.venue, row.city) if part)


@lru_cache(maxsize=1024)
def _week(lines: str) -> Week:
    """The hours that `queries.stretches` made one text of."""
    said = [line.split(" ") for line in lines.split("\n")]
    return Week(tuple(Hours(int(day), int(opens), int(closes)) for day, opens, closes, _zone in said), said[0][3])

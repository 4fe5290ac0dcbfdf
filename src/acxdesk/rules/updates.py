"""What of somebody's calendar has changed since it was given out, and how she is told of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from acxdesk.rules.calendars import Occasion
from acxdesk.rules.localtime import reading, wall


class Part(StrEnum):
    """As what somebody has the calendar."""

    DELEGATE = "delegate"
    COACH = "coach"


class Way(StrEnum):
    """How a calendar is given out; each way has its own account of what was given."""

    FILE = "file"  # files in a folder
    MAIL = "mail"  # messages of the outbox
    CALDAV = "caldav"  # a CalDAV server
    FEED = "feed"  # a folder that a web server shows


class Method(StrEnum):
    """What a calendar message asks for (RFC 5546)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Sending(StrEnum):
    """Where a message of the outbox stands."""

    WAITING = "waiting"  # nothing was handed over yet
    SENDING = "sending"  # is being handed over now; found so later, nobody knows
    SENT = "sent"  # a server took it
    UNSURE = "unsure"  # the line broke when the server may have taken it; it is not sent again by itself
    REFUSED = "refused"  # the server will never take it: no such mailbox
    DROPPED = "dropped"  # overtaken by a later change, or taken out by hand


class News(StrEnum):
    """What an update tells."""

    ADDED = "added"
    CHANGED = "changed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Given:
    """An occasion as it was given out."""

    uid: str
    sequence: int
    cancelled: bool
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC
    summary: str


@dataclass(frozen=True, slots=True)
class Update:
    """One occasion of which somebody has to be told."""

    news: News
    occasion: Occasion
    was: Given | None  # as she has it; None when she does not

    @property
    def method(self) -> Method:
        """REQUEST for what she gets, CANCEL for what she leaves."""
        return Method.CANCEL if self.news is News.CANCELLED else Method.REQUEST


def as_given(one: Occasion) -> Given:
    """An occasion as somebody has it once it was given to her."""
    return Given(one.uid, one.sequence, one.cancelled, one.starts_at, one.ends_at, one.summary)


def updates(occasions: Iterable[Occasion], given: Mapping[str, Given], now: datetime) -> tuple[Update, ...]:
    """What has to be told, by start, then UID.

    What is over is told no more, unless she has it at another time; what she never had and what is off needs no
    word. What she has and her calendar knows nothing of any more is called off.

    Args:
        occasions: her calendar as it stands, in any order.
        given: what she has, by UID.
        now: the instant of the reading (UTC).
    """
    found: list[Update] = []
    standing: set[str] = set()
    for one in occasions:
        standing.add(one.uid)
        was = given.get(one.uid)
        if was is None:
            if not one.cancelled and one.ends_at > now:
                found.append(Update(News.ADDED, one, None))
        elif _differs(one, was) and max(one.ends_at, was.ends_at) > now:
            found.append(Update(News.CANCELLED if one.cancelled else News.CHANGED, one, was))
    for uid, was in given.items():
        if uid not in standing and not was.cancelled and was.ends_at > now:
            found.append(Update(News.CANCELLED, called_off(was, now), was))
    return tuple(sorted(found, key=lambda update: (update.occasion.starts_at, update.occasion.uid)))


def called_off(was: Given, now: datetime) -> Occasion:
    """What somebody has and nothing knows of any more, as it is called off: by what she has, in UTC."""
    return Occasion(
        uid=was.uid,
        starts_at=was.starts_at,
        ends_at=was.ends_at,
        zone="UTC",
        summary=was.summary,
        location="",
        description="",
        link="",
        sequence=was.sequence + 1,
        made_at=now,
        changed_at=now,
        cancelled=True,
    )


def _differs(one: Occasion, was: Given) -> bool:
    """Whether what she has is not what stands; of what is off in both nobody has to hear again."""
    if one.cancelled and was.cancelled:
        return False
    told = (was.sequence, was.cancelled, was.starts_at, was.ends_at)
    return (one.sequence, one.cancelled, one.starts_at, one.ends_at) != told


def words(update: Update) -> str:
    """An update as a sentence: "ACXM, week 3 of 7 moved from Tue 20 Oct 2020 14:00 to Wed 21 Oct 2020 14:00 ..."."""
    one, was = update.occasion, update.was
    when = f"{_moment(one.starts_at, one.zone)} {one.zone}"
    match update.news:
        case News.ADDED:
            return f"{one.summary} is new: {when}."
        case News.CANCELLED:
            return f"{one.summary} is cancelled: {when}."
        case News.CHANGED:
            assert was is not None
    if was.cancelled:
        return f"{one.summary} is held again: {when}."
    if was.starts_at != one.starts_at:
        return f"{one.summary} moved from {_moment(was.starts_at, one.zone)} to {when}."
    if was.ends_at != one.ends_at:
        return f"{one.summary} of {when} ends at {wall(one.ends_at, one.zone):%H:%M} now."
    return f"{one.summary} of {when}: place, link or coach changed."


def briefly(found: Sequence[Update]) -> str:
    """Some updates in a few words: of one "week 3 moved Tue 20 to Wed 21 Oct", of several "2 new, 1 cancelled"."""
    if len(found) == 1:
        return _brief(found[0])
    counts = Counter(update.news for update in found)
    said = {News.ADDED: "new", News.CHANGED: "changed", News.CANCELLED: "cancelled"}
    return ", ".join(f"{counts[news]:,} {word}" for news, word in said.items() if counts[news])


def _brief(update: Update) -> str:
    one, was = update.occasion, update.was
    name = one.summary.rpartition(", ")[2].partition(" of ")[0]  # "ACXM, week 3 of 7": "week 3"
    start = wall(one.starts_at, one.zone)
    if update.news is not News.CHANGED or was is None:
        return f"{name} {'new' if update.news is News.ADDED else 'cancelled'}, {_short(start)}"
    if was.cancelled:
        return f"{name} held again, {_short(start)}"
    before = wall(was.starts_at, one.zone)
    if before.date() != start.date():
        same_month = (before.year, before.month) == (start.year, start.month)
        return f"{name} moved {_short(before, month=not same_month)} to {_short(start)}"
    if before != start:
        return f"{name} moved {before:%H:%M} to {start:%H:%M}, {_short(start)}"
    if was.ends_at != one.ends_at:
        return f"{name} ends {wall(one.ends_at, one.zone):%H:%M} now, {_short(start)}"
    return f"{name} changed, {_short(start)}"


def _moment(moment: datetime, zone_name: str) -> str:
    local = wall(moment, zone_name)
    return f"{reading(local.date())} {local:%H:%M}"


def _short(local: datetime, *, month: bool = True) -> str:
    """A day without its year: "Wed 21 Oct"."""
    weekday, day, name, _year = reading(local.date()).split()
    return f"{weekday} {day} {name}" if month else f"{weekday} {day}"

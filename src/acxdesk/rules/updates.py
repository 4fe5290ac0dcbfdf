"""What of somebody's calendar has changed since it was given out, and how she is told of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from acxdesk.rules.calendars import Occasion


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


def updates(occasions: Iterable[Occasion], given: Mapping[str, Given], now: datetime) -> tuple[Update, ...]:
    """What has to be told, by start, then UID.

    What is over is told no more, unless she has it at another time or cancelled; what she never had and what is off
    needs no word.

    Args:
        occasions: her calendar as it stands, in any order.
        given: what she has, by UID.
        now: the instant of the reading (UTC).
    """
    found: list[Update] = []
    for one in occasions:
        was = given.get(one.uid)
        if was is None:
            if not one.cancelled and one.ends_at > now:
                found.append(Update(News.ADDED, one, None))
        elif _differs(one, was) and max(one.ends_at, was.ends_at) > now:
            found.append(Update(News.CANCELLED if one.cancelled else News.CHANGED, one, was))
    return tuple(sorted(found, key=lambda update: (update.occasion.starts_at, update.occasion.uid)))


def _differs(one: Occasion, was: Given) -> bool:
    """Whether what she has is not what stands; of what is off in both nobody has to hear again."""
    if one.cancelled and was.cancelled:
        return False
    return one.sequence > was.sequence or one.cancelled is not was.cancelled

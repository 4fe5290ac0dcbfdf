"""What somebody sits, as a calendar tells it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Occasion:
    """One meeting as one reader sees it: a delegate, a coach, a session, a programme or the whole desk."""

    uid: str  # a bare UUID; a delegate's differs from the meeting's own
    starts_at: datetime  # UTC
    ends_at: datetime  # UTC
    zone: str  # IANA name: the wall clock that the meeting keeps
    summary: str
    location: str
    description: str  # plain text, may have several lines
    link: str  # where to join, or empty
    sequence: int  # raised at every change of time or status, never reset
    made_at: datetime  # UTC
    changed_at: datetime  # UTC, the last change of this meeting or of this reader's place in it
    cancelled: bool


@dataclass(frozen=True, slots=True)
class ZoneSpan:
    """The stretch of time in which a calendar uses a zone."""

    zone: str  # IANA name
    first: datetime  # UTC, the earliest start
    last: datetime  # UTC, the latest end

"""What time it is. The only place that reads the clock; everything else is handed a moment."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from acxdesk.rules.localtime import wall


class Clock(Protocol):
    """Where a desk gets its moments from."""

    def now(self) -> datetime:
        """The present instant: aware, in UTC, with microseconds."""

    def today(self, zone: str) -> date:
        """The date that the clocks of `zone` (an IANA name) show now.

        Raises:
            Refused: the zone is unknown.
        """
        return wall(self.now(), zone).date()


class SystemClock(Clock):
    """The computer's clock. No setting and no variable turns it."""

    def now(self) -> datetime:
        """The present instant, as the system has it."""
        return datetime.now(UTC)


class DemonstrationClock(SystemClock):
    """A clock that runs, but from another moment on: demonstration data looks alive in the week that it shows.

    For data of which everybody knows that it is made up: what is done under it is written down with its time.
    """

    def __init__(self, begins_at: datetime) -> None:
        """Take the moment (aware) that it shows now."""
        self._ahead = begins_at - super().now()

    def now(self) -> datetime:
        """The moment it began at, and the time since then."""
        return super().now() + self._ahead


@dataclass(slots=True)
class FrozenClock(Clock):
    """A clock that stands still until it is set: what is checked or measured comes out the same each time."""

    moment: datetime  # aware; set it to let time pass

    def now(self) -> datetime:
        """The moment it was set to, in UTC."""
        if self.moment.utcoffset() is None:
            raise ValueError(f"{self.moment!r} is no instant: it has no zone")
        return self.moment.astimezone(UTC)

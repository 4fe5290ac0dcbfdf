"""What was earned: how long it is valid, when it can be renewed, its number, and the code that it is verified by."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Renewal(StrEnum):
    """What the validity of a renewed accreditation is counted from."""

    FROM_AWARD = "from award"  # the day of the renewal
    FROM_EXPIRY = "from expiry"  # the last valid day of what is renewed
    END_OF_YEAR = "end of year"  # as from award, then on to the 31st of December


class State(StrEnum):
    """What was decided about an accreditation. Expired is no decision: it follows from the day."""

    ISSUED = "issued"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"  # another record has taken its place


class Origin(StrEnum):
    """How a record of an accreditation came about."""

    AWARD = "award"
    RENEWAL = "renewal"
    REISSUE = "reissue"  # with a name put right
    DECREE = "decree"  # one of many whose validity was changed
    RECORDED = "recorded"  # earned before this desk kept it


@dataclass(frozen=True, slots=True)
class Held:
    """One accreditation of a person, as a prerequisite, a ladder or a renewal looks at it."""

    programme: str  # its code
    awarded_on: date
    valid_until: date | None  # last valid day; None for life
    state: State
    renewable_from: date | None = None  # first day on which it can be renewed; None for life
    renewable_until: date | None = None  # last day of that; None for life
    superseded_on: date | None = None  # from when another record stands for it; None while none does

    def is_valid_on(self, day: date) -> bool:
        """Whether it stood that day; what has been replaced stood until then."""
        if self.state is State.SUPERSEDED:
            if self.superseded_on is None or day >= self.superseded_on:
                return False
        elif self.state is not State.ISSUED:
            return False
        return self.awarded_on <= day and (self.valid_until is None or day <= self.valid_until)

    def is_renewable_on(self, day: date) -> bool:
        """Whether that day lies in its renewal window, before or after its last valid day."""
        if self.state is not State.ISSUED or self.renewable_from is None or self.renewable_until is None:
            return False
        return self.renewable_from <= day <= self.renewable_until

    @property
    def was_held(self) -> bool:
        """Whether it was ever rightly held: what was revoked never was."""
        return self.state is not State.REVOKED

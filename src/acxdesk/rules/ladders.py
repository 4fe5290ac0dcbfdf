"""Where somebody stands on the ladders: what she holds of each rung, from when to when, and what follows her name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from acxdesk.rules.accreditations import Held, State
from acxdesk.rules.catalogue import LADDERS, RUNGS
from acxdesk.rules.prerequisites import said, stood_until


class Hold(StrEnum):
    """What somebody holds of a rung on a day."""

    HELD = "held"
    RENEWABLE = "in its renewal window"  # before or after its last valid day
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    NOT = "not held"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody stands on one rung."""

    state: Hold
    valid: bool = False  # whether it stands that day
    since: date | None = None  # the award that the run of renewals began with; None when it is not held
    until: date | None = None  # last valid day; None for life, or when it is not held
    renew_from: date | None = None  # first day of renewing; None when there is nothing to renew
    renew_until: date | None = None  # last day of it

    @property
    def words(self) -> str:
        """How it is held: "since 16 Nov 2020, until 16 Nov 2026, renews from 16 Aug 2026"; "not held"."""
        if self.since is None:
            return str(self.state)
        last = "for life" if self.until is None else f"until {said(self.until)}"
        if self.state is Hold.SUSPENDED:
            return f"suspended; since {said(self.since)}, {last}"
        if self.state is Hold.EXPIRED and self.until is not None:
            return f"expired {said(self.until)}"
        if self.state is Hold.RENEWABLE and self.renew_until is not None and self.until is not None:
            begins = f"until {said(self.until)}" if self.valid else f"expired {said(self.until)}"
            return f"{begins}, renew by {said(self.renew_until)}"
        renews = f", renews from {said(self.renew_from)}" if self.renew_from is not None else ""
        return f"since {said(self.since)}, {last}{renews}"

    @property
    def sign(self) -> str:
        """A full diamond for what stands, an empty one for what does not."""
        return "◆" if self.valid else "◇"


def stand(held: Iterable[Held], day: date) -> Stand:
    """Where somebody stands on a rung on a day.

    Args:
        held: all that she ever earned of it, in any order; what was revoked never was.
        day: as of when; what was awarded later is not there yet.
    """
    records = [one for one in held if one.was_held and one.awarded_on <= day]
    now = max(records, key=lambda one: _weight(one, day), default=None)
    if now is None:
        return Stand(Hold.NOT)
    valid, until = now.is_valid_on(day), stood_until(now)
    if now.is_renewable_on(day):
        state = Hold.RENEWABLE
    elif valid:
        state = Hold.HELD
    else:
        state = Hold.SUSPENDED if now.state is State.SUSPENDED else Hold.EXPIRED
    if state is Hold.EXPIRED and until is None:  # replaced by nothing that is known
        return Stand(Hold.NOT)
    return Stand(state, valid, _since(records, now), until, now.renewable_from, now.renewable_until)


def _weight(one: Held, day: date) -> tuple[bool, bool, bool, date, date, date, date, str]:
    """Which of several records a rung stands by: one that is valid, not replaced, can be renewed, lasts longest.

    Two that differ in anything that is told differ here, so that their order does not matter.
    """
    until = stood_until(one) or date.max
    begins, ends = one.renewable_from or date.max, one.renewable_until or date.max
    replaced = one.state is State.SUPERSEDED
    last = (until, one.awarded_on, ends, begins, one.state)
    return (one.is_valid_on(day), not replaced, one.is_renewable_on(day), *last)


def _since(records: Sequence[Held], now: Held) -> date:
    """The award that the run of records up to this one began with: none of them was late for its renewal."""
    since = now.awarded_on
    for one in sorted(records, key=lambda one: one.awarded_on, reverse=True):
        end = max(filter(None, (one.renewable_until, one.valid_until, one.superseded_on)), default=None)
        if one.awarded_on < since and (end is None or (since - end).days <= 1):
            since = one.awarded_on
    return since


@dataclass(frozen=True, slots=True)
class Post:
    """A rung that stands, as what follows a name is made of."""

    ladder: str
    rung: str
    letters: str  # or empty


def order(ladder: str, rung: str) -> tuple[int, int, str, str]:
    """Where a rung stands in the order of the ladders; ladders and rungs that nobody printed come last."""
    ladders, rungs = tuple(LADDERS), RUNGS
    at = ladders.index(ladder) if ladder in ladders else len(ladders)
    height = rungs.index(rung) if rung in rungs else len(rungs)
    return at, height, ladder, rung


def post_nominals(posts: Iterable[Post]) -> tuple[str, ...]:
    """What follows a name: of each ladder the letters of the highest rung that stands, in the order of the ladders."""
    lettered = (one for one in posts if one.letters)
    standing = sorted(lettered, key=lambda one: (*order(one.ladder, one.rung), one.letters))
    highest = [list(rungs)[-1] for _ladder, rungs in groupby(standing, key=lambda one: one.ladder)]
    return tuple(one.letters for one in highest)

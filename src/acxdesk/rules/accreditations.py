"""What was earned: how long it is valid, when it can be renewed, its number, and what may become of it.

How a last valid day is counted:

- A last valid day is valid still. Twelve months from 16 Nov 2026 on, that is 16 Nov 2027.
- A month that lacks the day gives its last one: 29 Feb and 12 months is 28 Feb, 31 Aug and 6 months is 28 or 29 Feb.
- A renewal from expiry counts from the last valid day, early as well as late within the days of grace; after those it
  counts as a new award, from its own day.
- So that renewing from expiry does not creep (31 Aug, 28 Feb, 28 Aug ...), the day of the month is that of the award
  which the run of renewals began with, wherever a month has it (31 Aug, 28 Feb, 31 Aug ...); see `anchored`.
- Whoever renews loses no day: a renewal is valid at least as long as what it renews.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.localtime import reading
from acxdesk.rules.text import quoted

MOST_MONTHS: Final = 1_200  # that anything is valid for, or extended by
_YEAR: Final = 12  # months
_DIGITS: Final = 4  # of a number, at least
# How a number says that it is a later issue of the same: ACXM-2026-0001/2.
_ISSUE: Final = re.compile(r"(?P<first>.+)/(?P<issue>[1-9][0-9]{0,2})")


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


# ---- how long


@dataclass(frozen=True, slots=True)
class Terms:
    """What an edition says of the validity of its accreditation."""

    months: int  # 0 for life
    renewal: Renewal
    renewal_months: int  # before the last valid day, from when it can be renewed
    grace_months: int  # after it, until when


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a renewal renews."""

    valid_until: date  # its last valid day
    grace_until: date  # the last day on which a renewal counts from that
    began_on: date  # the award that this run of renewals began with


def valid_until(awarded_on: date, terms: Terms, renewed: Renewed | None = None) -> date | None:
    """The last valid day; None for life.

    Args:
        awarded_on: the day of the award or of the renewal.
        terms: what the edition says that it is awarded under.
        renewed: what it renews; None for an award.

    Raises:
        Refused: the day would lie outside the calendar.
    """
    if not terms.months:
        return None
    if terms.renewal is Renewal.FROM_EXPIRY and renewed is not None and counts_from_expiry(awarded_on, renewed):
        return anchored(renewed.valid_until, terms.months, renewed.began_on)
    until = months_from(awarded_on, terms.months)
    if terms.renewal is Renewal.END_OF_YEAR:
        until = date(until.year, 12, 31)
    return until if renewed is None else max(until, renewed.valid_until)


@dataclass(frozen=True, slots=True)
class Link:
    """One record in a chain of those that took each other's place."""

    awarded_on: date
    valid_until: date | None
    origin: Origin
    terms: Terms


def began_on(chain: Sequence[Link]) -> date:
    """The award that a run of renewals from expiry began with.

    Args:
        chain: the record in question, what it replaced, what that replaced, and so on; at least one.

    Returns:
        The day of the first record, going back, that was counted from its own day: an award, what was recorded, a
        renewal by another rule or after the days of grace. Reissues and decrees are passed over.
    """
    for link, before in pairwise(chain):
        if link.origin in {Origin.REISSUE, Origin.DECREE}:
            continue
        _opens, closes = window(before.valid_until, before.terms)
        in_time = closes is not None and link.awarded_on <= closes
        if link.origin is not Origin.RENEWAL or link.terms.renewal is not Renewal.FROM_EXPIRY or not in_time:
            return link.awarded_on
    return chain[-1].awarded_on


def counts_from_expiry(awarded_on: date, renewed: Renewed) -> bool:
    """Whether a renewal of that day is in time: within the days of grace of what it renews."""
    return awarded_on <= renewed.grace_until


def anchored(last: date, months: int, began_on: date) -> date:
    """So many months on from a last valid day, on the day of the month of the award that all began with.

    A last day that is another day than that of the award, as far as its month has it, was set by hand: then its own
    day of the month counts.

    Raises:
        Refused: the day would lie outside the calendar.
    """
    day = began_on.day if _day_of(last.year, last.month, began_on.day) == last else last.day
    return months_from(last, months, day)


def months_from(start: date, months: int, day: int | None = None) -> date:
    """So many months on (or back, below zero), on the same day of the month or the last one that there is.

    Args:
        start: where it is counted from.
        months: how many.
        day: the day of the month to end at; None for that of `start`.

    Raises:
        Refused: the day would lie outside the calendar.
    """
    year, month = divmod(start.year * _YEAR + start.month - 1 + months, _YEAR)
    if not MINYEAR <= year <= MAXYEAR:
        raise Refused(f"{months:,} months from {reading(start)} is no day of the calendar.", remedy="Give fewer.")
    return _day_of(year, month + 1, day or start.day)


def _day_of(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def window(last: date | None, terms: Terms) -> tuple[date | None, date | None]:
    """The first and the last day of renewing what is valid until `last`; None and None for life.

    What would lie outside the calendar ends at its edge.
    """
    if last is None:
        return None, None
    return _within(last, -terms.renewal_months, date.min), _within(last, terms.grace_months, date.max)


def _within(last: date, months: int, edge: date) -> date:
    try:
        return months_from(last, months)
    except Refused:
        return edge


# ---- what may become of it


@dataclass(frozen=True, slots=True)
class Move:
    """One legal change of state: the verb, from where, to where."""

    verb: str
    sources: frozenset[State]
    target: State
    needs_reason: bool = False


# A reissue and a decree make a new record that keeps the state; a renewal makes one that is issued.
MOVES: dict[str, Move] = {
    move.verb: move
    for move in (
        Move("suspend", frozenset({State.ISSUED}), State.SUSPENDED, needs_reason=True),
        Move("reinstate", frozenset({State.SUSPENDED}), State.ISSUED),
        Move("revoke", frozenset({State.ISSUED, State.SUSPENDED}), State.REVOKED, needs_reason=True),
        Move("renew", frozenset({State.ISSUED}), State.SUPERSEDED),
        Move("reissue", frozenset({State.ISSUED, State.SUSPENDED}), State.SUPERSEDED),
        Move("extend", frozenset({State.ISSUED, State.SUSPENDED}), State.SUPERSEDED, needs_reason=True),
    )
}
PAST: Final = {
    "award": "awarded",
    "suspend": "suspended",
    "reinstate": "reinstated",
    "revoke": "revoked",
    "renew": "renewed",
    "reissue": "reissued",
    "extend": "changed by decree",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """An accreditation as a change of its state looks at it."""

    number: str
    name: str
    state: State
    since: date  # from when it is so
    begins_on: date  # the first day of this record
    superseded_by: str = ""  # the number of the record that took its place


@dataclass(frozen=True, slots=True)
class Effect:
    """From when a change holds, as somebody asks for it."""

    day: date
    today: date
    reason: str = ""


def move(facts: Facts, verb: str, effect: Effect) -> State:
    """The state that `verb` leads to.

    Args:
        facts: the accreditation as it stands.
        verb: a key of `MOVES`.
        effect: from when, and why; suspending, revoking and decrees ask for a reason.

    Raises:
        Refused: the move is not in the table, its reason is missing, or the day lies before the record or ahead.
    """
    wanted = MOVES[verb]
    called = f"{facts.number} of {facts.name}"
    if facts.state not in wanted.sources:
        raise Refused(f"{called} is {facts.state}{_since(facts)} and cannot be {PAST[verb]}.", remedy=_instead(facts))
    check_reason(verb, effect.reason)
    if effect.day > effect.today:
        raise Refused(
            f"{called} cannot be {PAST[verb]} from {reading(effect.day)} on, which lies ahead.",
            remedy="Give a day up to today.",
        )
    if effect.day < facts.begins_on:
        raise Refused(
            f"{called} cannot be {PAST[verb]} from {reading(effect.day)} on: it holds from {reading(facts.begins_on)}.",
            remedy="Give a day from then on.",
        )
    return wanted.target


def check_reason(verb: str, reason: str) -> None:
    """Refuse what takes something away without a reason.

    Raises:
        Refused: the reason is missing.
    """
    if MOVES[verb].needs_reason and not reason.strip():
        raise Refused(f"Nothing is {PAST[verb]} without a reason.", remedy="Say why in a few words; it is kept.")


def _since(facts: Facts) -> str:
    by = f" by {facts.superseded_by}" if facts.superseded_by else ""
    return f"{by} since {reading(facts.since)}"


def _instead(facts: Facts) -> str:
    if facts.state is State.SUPERSEDED:
        return f"Take {facts.superseded_by}." if facts.superseded_by else ""
    legal = [PAST[verb] for verb, move in MOVES.items() if facts.state in move.sources]
    return f"It can be {' or '.join(legal)}." if legal else "Nothing more becomes of it."


# ---- its number


def series(programme: str, awarded_on: date) -> str:
    """What the numbers of a programme's accreditations of one year begin with: "ACXM-2026-"."""
    return f"{programme}-{awarded_on.year:04}-"


def number_in(begun: str, count: int) -> str:
    """The number of the count-th of a series: "ACXM-2026-0001"; from the ten thousandth on it is longer."""
    return f"{begun}{count:0{_DIGITS}}"


def is_first_issue(number: str, programme: str, year: str) -> bool:
    """Whether a number is one of a programme's series of a year, and no later issue."""
    return re.fullmatch(rf"{re.escape(programme)}-{re.escape(year)}-[0-9]{{{_DIGITS},}}", number) is not None


def next_issue(number: str, origin: Origin) -> str:
    """The number of a record that a reissue or a decree puts in the place of another: "ACXM-2026-0001/2", then "/3".

    Args:
        number: of the record that is replaced.
        origin: how that one came about: only a reissue or a decree has made its number a later issue.
    """
    found = _ISSUE.fullmatch(number) if origin in {Origin.REISSUE, Origin.DECREE} else None
    return f"{number}/2" if found is None else f"{found['first']}/{int(found['issue']) + 1}"


def check_foreign(number: str, programme: str) -> None:
    """Refuse the number of something recorded that this desk could give itself one day.

    Raises:
        Refused: it ends as a later issue does, or has more digits in a series of ours than that may count up to.
    """
    if _ISSUE.fullmatch(number):
        raise Refused(
            f"The number {quoted(number)} reads as a later issue of another one.",
            remedy="Write another sign in the place of the last slash.",
        )
    if re.fullmatch(rf"{re.escape(programme)}-[0-9]{{4}}-[0-9]{{7,}}", number, re.IGNORECASE):
        raise Refused(
            f"The number {quoted(number)} is too long for one of {programme}.", remedy="It counts to 999999 at most."
        )

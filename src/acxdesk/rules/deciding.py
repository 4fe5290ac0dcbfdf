"""Go or no-go: what is to be decided about a session, and what either way means, in words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from acxdesk.rules.durations import HOUR, hours
from acxdesk.rules.localtime import reading
from acxdesk.rules.money import printed

DECISION_DAYS: Final = 14  # how long before its start a session is decided about where nothing else is said
MOST_DECISION_DAYS: Final = 365


def proposed(starts_on: date, days: int, today: date) -> date | None:
    """By when a session is to be decided about, so many days before its start; None for no days, or a day gone by."""
    if not days:
        return None
    day = starts_on - timedelta(days=days)
    return day if day >= today else None


def week_end(today: date) -> date:
    """The Sunday of the week that a day is in."""
    return today + timedelta(days=7 - today.isoweekday())


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A session that goes ahead or is called off: what there is to go by."""

    reference: str
    booked: int  # who sits in it
    minimum: int  # seats needed to go ahead
    maximum: int  # seats
    decide_by: date
    is_set: bool  # False: nobody gave that date, it is counted back from the start
    starts_on: date  # of its first meeting
    losing: int  # people with a place: booked, confirmed, offered, on the waiting list
    price_minor: int | None  # of one seat; None where no price is printed
    currency: str  # ISO 4217, or empty
    coach_minutes: int  # that its coaches are to teach, added up over them
    elsewhere: str  # the next session of the same programme with free seats, or empty
    fits: int  # how many of those who would lose their place have a seat there

    @property
    def short(self) -> int:
        """How many more it needs; 0 when it has enough."""
        return max(self.minimum - self.booked, 0)

    @property
    def foregone(self) -> int | None:
        """What those who sit in it were to pay, in minor units; None where no price is printed."""
        return None if self.price_minor is None else self.price_minor * self.booked

    def days_left(self, today: date) -> int:
        """How many days are left to decide; below 0 once the date has passed."""
        return (self.decide_by - today).days


def advice(choice: Choice) -> str:
    """What the figures say in a few words: "go", "go with one more", "nobody booked yet"."""
    if not choice.short:
        return "go"
    return f"go with {_more(choice)}" if choice.booked else "nobody yet"


def _more(choice: Choice) -> str:
    return "one more" if choice.short == 1 else f"{choice.short} more"


def verdict(choice: Choice, today: date) -> str:
    """What to do, by when, and what the other way costs.

    "3 of 4 needed, decision tomorrow: go with one more, or cancel: 3 people, £3,600.00, 15 coach hours; all 3 fit on
    ACXC-2027-01-12."
    """
    head = f"{choice.booked} of {choice.minimum} needed, {due(choice, today)}"
    if not choice.short:
        return f"{head}: go. To cancel would be {cost(choice)}."
    return f"{head}: go with {_more(choice)}, or cancel: {cost(choice)}."


def due(choice: Choice, today: date) -> str:
    """By when it is decided: "decision tomorrow", "decision in 3 days", "decision was due on Mon 2 Nov 2026".

    Where nobody set a date, the one that is counted back is not told as if it were set: "no decision date, starts in 7
    days".
    """
    left = choice.days_left(today)
    if not choice.is_set:
        return "no decision date, starts " + _in_days((choice.starts_on - today).days)
    return f"decision was due on {reading(choice.decide_by)}" if left < 0 else f"decision {_in_days(left)}"


def _in_days(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days") if days >= 0 else "before now"


def cost(choice: Choice) -> str:
    """What it costs to call it off, and what is left of that where its people go elsewhere."""
    parts = [people(choice.losing) if choice.losing else "nobody has a place"]
    if choice.booked:
        parts.append(money(choice.foregone, choice.currency))
    if choice.coach_minutes:
        parts.append(coaching(choice.coach_minutes))
    said = ", ".join(parts)
    return f"{said}; {_elsewhere(choice)}" if choice.losing else said


def people(count: int) -> str:
    """So many: "1 person", "1,200 people"."""
    return f"{count:,} {'person' if count == 1 else 'people'}"


def coaching(minutes: int) -> str:
    """Minutes that coaches teach, added up over them: "15 coach hours"."""
    figure = hours(minutes)
    if figure.endswith("min"):
        return f"{figure} of coaching"
    return f"{figure} coach {'hour' if minutes == HOUR else 'hours'}"


def money(minor: int | None, currency: str) -> str:
    """An amount in words; what was never printed is said to be so."""
    return "no price printed" if minor is None else printed(minor, currency)


def _elsewhere(choice: Choice) -> str:
    if not choice.elsewhere or not choice.fits:
        return "nobody fits on another session"
    if choice.fits < choice.losing:
        return f"{choice.fits} of {choice.losing} fit on {choice.elsewhere}"
    return f"{'fits' if choice.losing == 1 else f'all {choice.losing} fit'} on {choice.elsewhere}"


def urgency(choice: Choice) -> tuple[date, date, str]:
    """What a board is ordered by: the next decision first, then the next start."""
    return choice.decide_by, choice.starts_on, choice.reference


def at_stake(choices: Iterable[Choice]) -> str:
    """All that hangs on some decisions: "12 people, £8,400.00, 400.00 EUR, 55 coach hours"; empty for none."""
    listed = tuple(choices)
    if not listed:
        return ""
    by_currency: Counter[str] = Counter()
    for one in listed:
        by_currency[one.currency] += one.foregone or 0
    sums = [printed(minor, currency) for currency, minor in sorted(by_currency.items()) if minor]
    minutes = sum(one.coach_minutes for one in listed)
    parts = [people(sum(one.losing for one in listed)), *sums]
    if any(one.booked and one.foregone is None for one in listed):
        parts.append("others without a printed price" if sums else "no price printed")
    parts += [coaching(minutes)] if minutes else []
    return ", ".join(parts)

"""How long a programme is taught, in the words that are printed: `4 days @ 5 hours per day`.

A duration parses from and prints to exactly those words, and knows its meetings and its taught time.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from acxdesk.errors import Refused
from acxdesk.rules.text import visible

MOST_MEETINGS: Final = 999  # of one course, and lessons of one that is taken on demand
MOST_MINUTES: Final = 24 * 60  # of one meeting
HOUR: Final = 60  # minutes
MOST_QUOTED: Final = 60  # characters of a wrong text that a refusal repeats
EXAMPLES: Final = 'Write it as "4 days @ 5 hours per day", "7 weeks @ 3 hours per week" or "on demand, 25 lessons".'

# One amount of time: "5 hours", "4.5 hours", "4 h 20 min", "50 min". At least one of the two parts is there.
_AMOUNT: Final = (
    r"(?:(?P<hours>[0-9]{1,4}(?:[.,][0-9]{1,4})?)\s*(?:hours?|hrs?|h)(?![a-z]))?"
    r"(?:\s*(?P<minutes>[0-9]{1,4})\s*(?:minutes?|mins?)(?![a-z]))?"
)
_TAUGHT: Final = re.compile(
    rf"(?P<count>[0-9]{{1,4}})\s*(?P<pace>day|week)s?\s*(?:@|at(?![a-z]))\s*{_AMOUNT}\s*per\s+(?P<per>day|week)",
    re.IGNORECASE,
)
_ON_DEMAND: Final = re.compile(r"on[\s-]+demand\s*,\s*(?P<count>[0-9]{1,4})\s*(?:video\s+)?lessons?", re.IGNORECASE)


class Pace(StrEnum):
    """How the meetings of a course follow one another."""

    DAYS = "days"  # on consecutive working days
    WEEKS = "weeks"  # once a week
    ON_DEMAND = "on demand"  # never: each person takes the lessons when they like


@dataclass(frozen=True, slots=True)
class Duration:
    """How many meetings a course has, how they follow one another and how long each is taught.

    Raises:
        Refused: a count outside 1 to 999, minutes outside 1 to 1440, or minutes on a course without meetings.
    """

    pace: Pace
    count: int  # meetings; lessons when on demand
    minutes: int  # taught in one meeting, breaks excluded; 0 on demand

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST_MEETINGS:
            what = "lessons" if self.pace is Pace.ON_DEMAND else self.pace.value
            raise Refused(
                f"A duration of {self.count} {what} cannot be taught.",
                remedy=f"Give 1 to {MOST_MEETINGS} {what}.",
            )
        if self.pace is Pace.ON_DEMAND:
            if self.minutes:
                raise Refused("A course that is taken on demand has no meetings, so none of them has minutes.")
        elif not 1 <= self.minutes <= MOST_MINUTES:
            raise Refused(
                f"A meeting of {span(self.minutes)} cannot be taught.",
                remedy="Give 1 minute to 24 hours a meeting.",
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a duration as it is printed, with any blanks and line breaks, "@" or "at", singular or plural.

        Raises:
            Refused: the text is no duration, its two paces differ ("4 days @ 5 hours per week"), its hours
                are no whole number of minutes, or a figure is out of range.
        """
        said = text.strip()
        on_demand = _ON_DEMAND.fullmatch(said)
        if on_demand:
            return cls(Pace.ON_DEMAND, int(on_demand["count"]), 0)
        taught = _TAUGHT.fullmatch(said)
        if taught is None or not (taught["hours"] or taught["minutes"]):
            raise Refused(f'"{quoted(said)}" is no duration.', remedy=EXAMPLES)
        pace, per = taught["pace"].lower(), taught["per"].lower()
        if pace != per:
            raise Refused(
                f'"{quoted(said)}" counts {pace}s but says how long it is taught per {per}.',
                remedy=f'Say "per {pace}", or count {per}s.',
            )
        minutes = _minutes(taught["hours"] or "0") + int(taught["minutes"] or "0")
        return cls(Pace(f"{pace}s"), int(taught["count"]), minutes)

    @property
    def meetings(self) -> int:
        """How many meetings a session of it has; 0 on demand."""
        return 0 if self.pace is Pace.ON_DEMAND else self.count

    @property
    def taught_minutes(self) -> int:
        """Minutes taught in all meetings together; 0 on demand."""
        return self.meetings * self.minutes

    def __str__(self) -> str:
        if self.pace is Pace.ON_DEMAND:
            return f"on demand, {self.count} {'lesson' if self.count == 1 else 'lessons'}"
        unit = self.pace.value.removesuffix("s")
        return f"{self.count} {unit if self.count == 1 else self.pace.value} @ {span(self.minutes)} per {unit}"


_UNITS: Final = {Pace.DAYS: ("on", "day"), Pace.WEEKS: ("in", "week"), Pace.ON_DEMAND: ("at", "meeting")}


def meeting_name(duration: Duration, number: int) -> str:
    """What a meeting is called: "day 2" of days, "week 3" of weeks, "meeting 1" of what is taken on demand."""
    return f"{_UNITS[duration.pace][1]} {number}"


def at_meeting(duration: Duration, number: int) -> str:
    """A meeting in a sentence: "on day 2", "in week 3", "at meeting 1"."""
    return f"{_UNITS[duration.pace][0]} {meeting_name(duration, number)}"


def hours(minutes: int) -> str:
    """Minutes as a figure of hours: "5", "4.5", "4.25"; without its unit, for "4.5 of 5 hours".

    What is not exact in hundredths of an hour carries its units: "4 h 20 min", "20 min". Use `span` when the
    unit is to follow in any case.
    """
    whole, rest = divmod(minutes, HOUR)
    if rest * 100 % HOUR:
        return f"{whole} h {rest} min" if whole else f"{rest} min"
    hundredths = f"{rest * 100 // HOUR:02d}".rstrip("0")
    return f"{whole}.{hundredths}" if hundredths else str(whole)


def span(minutes: int) -> str:
    """Minutes as hours with their unit: "5 hours", "1 hour", "4.5 hours", "4 h 20 min"."""
    figure = hours(minutes)
    if figure.endswith("min"):
        return figure
    return f"{figure} {'hour' if minutes == HOUR else 'hours'}"


def quoted(said: str) -> str:
    """What was said, safe to show, on one line and short enough for a sentence."""
    line = visible(" ".join(said.split()))
    return line if len(line) <= MOST_QUOTED else f"{line[: MOST_QUOTED - 1]}…"


def _minutes(said: str) -> int:
    """Whole minutes of a decimal figure of hours, "4.5" or "4,5"; refused when it has none ("4.33")."""
    whole, _, decimals = said.replace(",", ".").partition(".")
    scale: int = 10 ** len(decimals)
    minutes, rest = divmod(int(whole + decimals) * HOUR, scale)
    if rest:
        near = max(1, minutes + (2 * rest >= scale))
        raise Refused(f"{said} hours is no whole number of minutes.", remedy=f'Write "{span(near)}".')
    return minutes

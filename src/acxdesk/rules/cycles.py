"""The yearly cycle of the Change Architect award: its phases, in their order, its dates, and the rules it declares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.localtime import check_year, reading


class Phase(StrEnum):
    """Where a cycle stands. Each is a decision that somebody took; the dates beside it are the plan."""

    PLANNED = "planned"
    NOMINATING = "nominating"
    SCREENING = "screening"
    SHORTLISTED = "shortlisted"
    VOTING = "voting"
    COUNTED = "counted"  # the box is sealed and counted; the result is embargoed
    ANNOUNCED = "announced"
    ABANDONED = "abandoned"


# Of these phases one cycle at a time is in one.
ACTIVE = frozenset({Phase.NOMINATING, Phase.SCREENING, Phase.SHORTLISTED, Phase.VOTING, Phase.COUNTED})


class PanelRule(StrEnum):
    """What the points of a panel's members become for one nominee."""

    MEAN = "mean"
    MEDIAN = "median"
    TRIMMED = "mean without the extremes"  # the highest and the lowest left out where there are three or more


class Counting(StrEnum):
    """How ballots are counted."""

    SCHULZE = "schulze"  # the Condorcet method of the strongest paths
    IRV = "irv"  # single-winner STV: the last is left out, round after round


DATES: Final = ("nominating_from", "nominating_until", "shortlist_on", "voting_from", "voting_until", "announce_on")

# One phase after the other. The shortlist, the count and the announcement are deeds of their own, named beside.
NEXT: Final[Mapping[Phase, Phase]] = MappingProxyType(
    {
        Phase.PLANNED: Phase.NOMINATING,
        Phase.NOMINATING: Phase.SCREENING,
        Phase.SCREENING: Phase.SHORTLISTED,
        Phase.SHORTLISTED: Phase.VOTING,
        Phase.VOTING: Phase.COUNTED,
        Phase.COUNTED: Phase.ANNOUNCED,
    }
)
_OWN_DEEDS: Final[Mapping[Phase, str]] = MappingProxyType(
    {
        Phase.SHORTLISTED: "Make the shortlist: `acxdesk panel shortlist`.",
        Phase.COUNTED: "Count the ballots: `acxdesk award count`.",
        Phase.ANNOUNCED: "Announce the result: `acxdesk award announce`.",
    }
)
# What can still be moved in a phase: the date of what has happened is history.
_MOVABLE: Final[Mapping[Phase, frozenset[str]]] = MappingProxyType(
    {
        Phase.PLANNED: frozenset(DATES),
        Phase.NOMINATING: frozenset(DATES[1:]),
        Phase.SCREENING: frozenset(DATES[2:]),
        Phase.SHORTLISTED: frozenset(DATES[3:]),
        Phase.VOTING: frozenset(DATES[4:]),
        Phase.COUNTED: frozenset(DATES[5:]),
        Phase.ANNOUNCED: frozenset(),
        Phase.ABANDONED: frozenset(),
    }
)
_FROZEN: Final = frozenset({Phase.VOTING, Phase.COUNTED, Phase.ANNOUNCED, Phase.ABANDONED})


@dataclass(frozen=True, slots=True)
class Dates:
    """The plan of a cycle: days in its zone, the last one of a span included."""

    nominating_from: date
    nominating_until: date
    shortlist_on: date
    voting_from: date
    voting_until: date
    announce_on: date


def check_dates(dates: Dates) -> None:
    """Refuse a plan whose days are not in their order.

    Nominations end before the shortlist is made, votes are cast on or after that day, and the result is announced
    after the last day of voting.

    Raises:
        Refused: the first two that are the wrong way round; or a year that no cycle is planned in.
    """
    for name in DATES:
        check_year(getattr(dates, name))
    # (earlier, later, whether one day may be both)
    pairs = (
        ("nominating_from", "nominating_until", True),
        ("nominating_until", "shortlist_on", False),
        ("shortlist_on", "voting_from", True),
        ("voting_from", "voting_until", True),
        ("voting_until", "announce_on", False),
    )
    for earlier, later, may_be_one in pairs:
        first, second = getattr(dates, earlier), getattr(dates, later)
        if first > second or (first == second and not may_be_one):
            raise Refused(
                f"{_said(later)} is {reading(second)}, {'before' if first > second else 'the same day as'} "
                f"{_said(earlier).lower()}, {reading(first)}.",
                remedy=f"Give a day {'on or after' if may_be_one else 'after'} {reading(first)}.",
            )


def _said(name: str) -> str:
    return name.replace("_", " ").capitalize()


def check_moved(phase: Phase, before: Dates, after: Dates) -> None:
    """Refuse to move a day that has done its work, or to close the voting sooner than the voters were told.

    Raises:
        Refused: the phase has left that day behind; or voting is open and would end earlier.
    """
    for name in DATES:
        was, is_ = getattr(before, name), getattr(after, name)
        if was != is_ and name not in _MOVABLE[phase]:
            raise Refused(
                f"{_said(name)} stays {reading(was)}: the cycle is {phase}.",
                remedy="Only days that are still to come can be moved.",
            )
    if phase is Phase.VOTING and after.voting_until < before.voting_until:
        raise Refused(
            f"Voting is open until {reading(before.voting_until)} and cannot end earlier.",
            remedy="Give a later day; voters have been told this one.",
        )


def check_unfrozen(phase: Phase, what: str) -> None:
    """Refuse to change a rule once voting has opened.

    Args:
        phase: the cycle's.
        what: the rule in words; it begins the sentence.

    Raises:
        Refused: the rules are frozen, or the cycle is over.
    """
    if phase in _FROZEN:
        raise Refused(
            f"{what} cannot be changed: the cycle is {phase}, and its rules were declared before voting opened.",
            remedy="Set it for the next year's cycle.",
        )


def check_due(to: Phase, dates: Dates, today: date) -> None:
    """Refuse to enter a phase before the day that is planned for it.

    Args:
        to: the phase to enter.
        dates: the plan.
        today: the date in the cycle's zone.

    Raises:
        Refused: it is too early; the remedy is to move the date.
    """
    begins, word = {
        Phase.NOMINATING: (dates.nominating_from, "Nominations open on"),
        Phase.SCREENING: (dates.nominating_until + timedelta(days=1), "Nominations are taken until the end of"),
        Phase.SHORTLISTED: (dates.shortlist_on, "The shortlist is made on"),
        Phase.VOTING: (dates.voting_from, "Voting opens on"),
        Phase.COUNTED: (dates.voting_until + timedelta(days=1), "Ballots are taken until the end of"),
        Phase.ANNOUNCED: (dates.announce_on, "The result is announced on"),
    }[to]
    if today < begins:
        said = begins - timedelta(days=1) if to in {Phase.SCREENING, Phase.COUNTED} else begins
        raise Refused(f"{word} {reading(said)}.", remedy="Wait for that day, or change the date: `acxdesk award edit`.")


def advanced(phase: Phase, dates: Dates, today: date) -> Phase:
    """The phase that comes after this one, where it is entered by no deed of its own.

    Raises:
        Refused: the cycle is over; the next phase is entered by another deed; or it is too early.
    """
    if phase not in NEXT:
        raise Refused(f"The cycle is {phase}; no phase comes after that.", remedy="Plan the next year's: award plan.")
    to = NEXT[phase]
    check_due(to, dates, today)
    if to in _OWN_DEEDS:
        raise Refused(f"The cycle is {phase} and does not become {to} by itself.", remedy=_OWN_DEEDS[to])
    return to


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes next in a cycle, and whether it is due."""

    day: date  # in the cycle's zone
    words: str  # what ends or begins on that day: "nominations end"
    deed: str  # what is to be done then: "close nominations"
    is_due: bool

    def when(self, today: date) -> str:
        """The day, and how far away it is: "Fri 29 May 2026, in 3 days"."""
        days = (self.day - today).days
        away = "today" if not days else f"in {_days(days)}" if days > 0 else f"{_days(-days)} ago"
        return f"{reading(self.day)}, {away}"


def ahead(phase: Phase, dates: Dates, today: date) -> Ahead | None:
    """What comes next; None where nothing does.

    Args:
        phase: of the cycle.
        dates: its plan.
        today: the date in its zone. What lasts until a day is due on the next one.
    """
    table: dict[Phase, tuple[date, str, str, bool]] = {
        Phase.PLANNED: (dates.nominating_from, "nominations open", "open nominations", False),
        Phase.NOMINATING: (dates.nominating_until, "nominations end", "close nominations", True),
        Phase.SCREENING: (dates.shortlist_on, "the shortlist is made", "make the shortlist", False),
        Phase.SHORTLISTED: (dates.voting_from, "voting opens", "open voting", False),
        Phase.VOTING: (dates.voting_until, "voting ends", "count the ballots", True),
        Phase.COUNTED: (dates.announce_on, "the winner is announced", "announce the winner", False),
    }
    if phase not in table:
        return None
    day, words, deed, lasts = table[phase]
    return Ahead(day, words, deed, today > day if lasts else today >= day)


def _days(count: int) -> str:
    return f"{count:,} day{'' if count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Rules:
    """What is declared before voting opens. 0 years, or 0 seconds, is no such rule."""

    year: int
    title: str
    zone: str  # IANA
    voting_from: date
    voting_until: date
    eligibility_years: int
    winner_years: int
    excludes_staff: bool
    organiser: str  # its name; empty where nobody's people are staff
    seconds_needed: int
    panel_rule: PanelRule
    shortlist_size: int
    voter_years: int
    counting: Counting


def rules_text(rules: Rules) -> str:
    """The rules as they are declared: one a line, each line ended by LF; the same rules give the same bytes."""
    lines = (
        f"{rules.title} {rules.year}: the rules",
        *_of_nominees(rules),
        *_of_shortlist(rules),
        *_of_voters(rules),
        *_of_count(rules),
    )
    return "".join(f"{line}\n" for line in lines)


def rules_hash(text: str) -> str:
    """SHA-256 of the declared rules in UTF-8, hexadecimal."""
    return sha256(text.encode()).hexdigest()


def years(count: int) -> str:
    """So many years in words: "1 year", "5 years"."""
    return "1 year" if count == 1 else f"{count:,} years"


def _of_nominees(rules: Rules) -> Iterator[str]:
    if rules.eligibility_years:
        yield f"A nominee has been accredited for at least {years(rules.eligibility_years)} when nominations close."
    else:
        yield "A nominee need not be accredited."
    if rules.winner_years:
        yield f"A nominee has not won in the last {years(rules.winner_years)}."
    else:
        yield "Whoever has won before may win again."
    if rules.excludes_staff and rules.organiser:
        yield f"A nominee is not staff of {rules.organiser}."
    else:
        yield "Staff of the organiser may be nominated."
    if rules.seconds_needed:
        peers = "1 peer" if rules.seconds_needed == 1 else f"{rules.seconds_needed:,} peers"
        yield f"A nomination is seconded by at least {peers} besides whoever made it."
    else:
        yield "A nomination needs no seconds."
    yield "A nominee has accepted her nomination."


def _of_shortlist(rules: Rules) -> Iterator[str]:
    yield (
        f"The panel's points become one figure by the {rules.panel_rule}; the best {rules.shortlist_size:,} are on the "
        "shortlist, and whoever has as many points as the last of them."
    )


def _of_voters(rules: Rules) -> Iterator[str]:
    if rules.voter_years:
        yield f"Who has been accredited for at least {years(rules.voter_years)} on {rules.voting_from} may vote."
    else:
        yield f"Who is accredited on {rules.voting_from} may vote."
    yield f"Ballots are taken until the end of {rules.voting_until} in {rules.zone}, or of a later day that is told."
    yield "A voter ranks as many nominees as she likes, may change her ballot until then, and the last one counts."
    yield "A voter's ballot leaves out herself and every nominee with whom she has a conflict of interest."
    yield "A nominee who is not ranked stands below every one who is."


def _of_count(rules: Rules) -> Iterator[str]:
    if rules.counting is Counting.SCHULZE:
        yield (
            "Ballots are counted by the Schulze method: of each two nominees the one whom more ballots prefer wins "
            "over the other, by the strongest path. Equal ranks are allowed."
        )
    else:
        yield (
            "Ballots are counted by the alternative vote (single-winner STV): the nominee with the fewest first "
            "preferences is left out, round after round, until one has more than half. Equal ranks are not allowed."
        )
    yield "A tie is broken by an order drawn from the SHA-256 hash of the sealed ballots."

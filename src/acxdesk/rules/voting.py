"""Voting: who is on the roll, the code that a voter votes by, and whether the box takes a ballot now.

A voting code is twenty characters of the alphabet of `rules.codes` in five groups, `K7MX-3PRT-9WAE-HN4J-YCF3`: some 85
bits, so that nobody finds one by trying. It is kept nowhere. Two hashes of it are: by one a voter is known, under the
other her ballot lies; from neither the code follows, nor one hash from the other.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.accreditations import State, months_from
from acxdesk.rules.codes import ALPHABET
from acxdesk.rules.cycles import Phase
from acxdesk.rules.localtime import instant, reading, wall
from acxdesk.rules.text import fold

LENGTH: Final = 20
GROUP: Final = 4
_LONGEST: Final = 100  # characters of what is said; no code in whatever groups has as many
_FILLER: Final = re.compile(r"[\s\-._/]+")
_YEAR: Final = 12  # months


def draw_code() -> str:
    """A new voting code, by the system's source of secrets."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_code(said: str) -> str:
    """A voting code as it was drawn, from what somebody typed.

    Args:
        said: not trusted; case, blanks, hyphens, dots and the width of letters do not count. No refusal repeats it.

    Raises:
        Refused: it cannot be one.
    """
    letters = _FILLER.sub("", fold(said[:_LONGEST])).upper()
    if any(letter not in ALPHABET for letter in letters):
        raise Refused(
            "This is no voting code: it has a character that none has.",
            remedy=f"A code has only {' '.join(ALPHABET)}. Read it again.",
        )
    if len(letters) != LENGTH or len(said) > _LONGEST:
        raise Refused(
            f"This is no voting code: it has {len(letters)} characters, and a code has {LENGTH}.",
            remedy=f"Write all {LENGTH // GROUP} groups of {GROUP} of it.",
        )
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def voter_check(cycle: str, code: str) -> str:
    """What a voter is known by: a hash of her code in this cycle.

    Args:
        cycle: its UUID.
        code: as `read_code` gives it.
    """
    return _hash("voter", cycle, code)


def box_key(cycle: str, code: str) -> str:
    """What her ballot lies under: another hash of the same code."""
    return _hash("ballot", cycle, code)


def _hash(purpose: str, cycle: str, code: str) -> str:
    return hashlib.sha256(f"{purpose}\n{cycle}\n{code}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Poll:
    """What of a cycle says whether it takes ballots."""

    title: str  # with its year
    phase: Phase
    zone: str  # IANA
    voting_from: date
    voting_until: date  # included; voting ends with it

    @property
    def closes_at(self) -> datetime:
        """The first instant (UTC) that is too late: midnight after the last day, or the first time that there is."""
        day = self.voting_until + timedelta(days=1)
        try:
            return instant(day, time(), self.zone)
        except Refused:  # the clocks go forward over midnight
            return instant(day, time(1), self.zone)


def check_open(poll: Poll, now: datetime) -> None:
    """Whether a ballot is taken now.

    Raises:
        Refused: voting has not been opened, is over, or the box is sealed.
    """
    if poll.phase in {Phase.COUNTED, Phase.ANNOUNCED}:
        raise Refused(f"The ballots of {poll.title} are sealed and counted: none is taken any more.")
    if poll.phase is not Phase.VOTING:
        raise Refused(
            f"Voting for {poll.title} is not open: it is {poll.phase}.",
            remedy=f"Voting is planned from {reading(poll.voting_from)} to {reading(poll.voting_until)}.",
        )
    if now >= poll.closes_at:
        raise Refused(
            f"Voting for {poll.title} ended with {reading(poll.voting_until)} in {poll.zone}: "
            "a ballot that comes later is not taken.",
            remedy="What she voted before that counts.",
        )


def check_sealable(poll: Poll, now: datetime) -> None:
    """Whether the box can be sealed now: voting is over, so that nobody's ballot is kept out.

    Raises:
        Refused: it is not, or was never opened, or the box is sealed.
    """
    if poll.phase in {Phase.COUNTED, Phase.ANNOUNCED}:
        raise Refused(f"The ballots of {poll.title} are sealed already.")
    if poll.phase is not Phase.VOTING:
        raise Refused(f"There is no box to seal: {poll.title} is {poll.phase}.", remedy="Open voting first.")
    if now < poll.closes_at:
        here = wall(now, poll.zone)
        raise Refused(
            f"Voting for {poll.title} lasts until the end of {reading(poll.voting_until)} in {poll.zone}; "
            f"there it is {reading(here.date())} {here:%H:%M}.",
            remedy="Seal the box after that.",
        )


@dataclass(frozen=True, slots=True)
class Holding:
    """One accreditation of somebody, with all that it renewed."""

    began_on: date  # the award that it goes back to
    valid_until: date | None  # last valid day; None for life
    state: State


def may_vote(held: Iterable[Holding], years: int, day: date) -> bool:
    """Whether somebody is on the roll: accredited on that day, and for so many years before it.

    Args:
        held: her accreditations as they stand.
        years: at least so many; 0: since whenever.
        day: the first day of voting.
    """
    return any(
        each.state is State.ISSUED
        and (each.valid_until is None or each.valid_until >= day)
        and months_from(each.began_on, years * _YEAR) <= day
        for each in held
    )

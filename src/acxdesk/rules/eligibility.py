"""Whether a nominee can be chosen: each rule held or not, with the facts that it was measured by.

Measured on the last day of nominations. A rule that the cycle does not have is not mentioned.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from acxdesk.rules.accreditations import State, months_from
from acxdesk.rules.cycles import Rules, years
from acxdesk.rules.localtime import reading
from acxdesk.rules.nominations import Answer, Ground
from acxdesk.rules.voting import Holding

_YEAR: Final = 12  # months


@dataclass(frozen=True, slots=True)
class Merits:
    """What the desk knows of a nominee."""

    held: tuple[Holding, ...]  # her accreditations as they stand
    won: tuple[int, ...]  # the years in which she was named
    organisation: str  # where she comes from; empty for nowhere
    is_staff: bool  # of the organiser
    seconds: int  # distinct peers, without herself and her nominators
    answer: Answer


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one rule."""

    ground: Ground
    holds: bool
    sentence: str  # the facts
    exception: str = ""  # why she stands although it does not hold; empty without one

    @property
    def passes(self) -> bool:
        """Whether it is in nobody's way."""
        return self.holds or bool(self.exception)

    @property
    def words(self) -> str:
        """The rule's word, whether it holds, and the facts, as one line."""
        state = "held" if self.holds else "excepted" if self.exception else "not held"
        told = f"{self.ground}: {state}. {self.sentence}"
        return f"{told} Excepted: {self.exception}" if self.exception and not self.holds else told


def is_eligible(findings: Iterable[Finding]) -> bool:
    """Whether every rule holds, or is excepted."""
    return all(finding.passes for finding in findings)


def eligibility(
    merits: Merits, rules: Rules, closes: date, exceptions: Mapping[Ground, str] | None = None
) -> tuple[Finding, ...]:
    """Every rule of the cycle, held or not.

    Args:
        merits: of the nominee.
        rules: of the cycle.
        closes: the last day of nominations.
        exceptions: ground -> the reason; of `Ground.ACCEPTED` there is none.
    """
    given = exceptions or {}
    return tuple(
        Finding(ground, holds, sentence, "" if ground is Ground.ACCEPTED else given.get(ground, ""))
        for ground, holds, sentence in _measured(merits, rules, closes)
    )


def _measured(merits: Merits, rules: Rules, closes: date) -> Iterator[tuple[Ground, bool, str]]:
    if rules.eligibility_years:
        yield Ground.ACCREDITED, *_accredited(merits.held, rules.eligibility_years, closes)
    if rules.winner_years:
        yield Ground.NOT_WINNER, *_not_winner(merits.won, rules)
    if rules.excludes_staff and rules.organiser:
        of = f"She comes from {merits.organisation}." if merits.organisation else "She comes from no organisation."
        yield Ground.NOT_STAFF, not merits.is_staff, of
    if rules.seconds_needed:
        peers = "1 peer seconds" if merits.seconds == 1 else f"{merits.seconds:,} peers second"
        enough = merits.seconds >= rules.seconds_needed
        yield Ground.SECONDED, enough, f"{peers} her; {rules.seconds_needed:,} are needed."
    said = {
        Answer.WAITING: "She has not answered yet.",
        Answer.ACCEPTED: "She accepted.",
        Answer.DECLINED: "She declined.",
    }
    yield Ground.ACCEPTED, merits.answer is Answer.ACCEPTED, said[merits.answer]


def _accredited(held: Iterable[Holding], needed: int, closes: date) -> tuple[bool, str]:
    standing = [
        each
        for each in held
        if each.state is State.ISSUED
        and each.began_on <= closes
        and (each.valid_until is None or each.valid_until >= closes)
    ]
    if not standing:
        return False, f"She holds no accreditation on {reading(closes)}."
    first = min(each.began_on for each in standing)
    due = months_from(first, needed * _YEAR)
    since = f"Accredited since {reading(first)}"
    if due <= closes:
        return True, f"{since}, {years(needed)} or more before {reading(closes)}."
    return False, f"{since}; {years(needed)} are over on {reading(due)}, and nominations close on {reading(closes)}."


def _not_winner(won: Iterable[int], rules: Rules) -> tuple[bool, str]:
    first = rules.year - rules.winner_years
    recent = sorted(year for year in won if first <= year < rules.year)
    if recent:
        return False, f"She won in {' and '.join(map(str, recent))}; not in {first} to {rules.year - 1} is asked for."
    return True, f"She is not among the known winners of {first} to {rules.year - 1}."

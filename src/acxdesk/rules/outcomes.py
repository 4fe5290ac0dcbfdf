"""The outcome of somebody in a session: computed from hours and marks by the scheme, and explained in words.

Everything is whole numbers until it is shown: a total is compared as a fraction, and rounded (half up) only to be read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from math import lcm

from acxdesk.rules import durations
from acxdesk.rules.attendance import Hours
from acxdesk.rules.localtime import MONTHS
from acxdesk.rules.marks import Given
from acxdesk.rules.moderation import Counting
from acxdesk.rules.schemes import HUNDREDTHS, WHOLE, Counts, Part, ResitRule, Scheme, points_words, rounded


class Verdict(StrEnum):
    """What became of somebody."""

    PASSED = "passed"
    RESIT = "resit due"
    FAILED = "failed"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Due:
    """A resit that was released as due."""

    attempt: int  # which one it is; the first resit is attempt 2
    by: date  # the last day for it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of somebody, and why."""

    verdict: Verdict
    sentence: str  # all of it in words, with the figures
    total: int | None = None  # hundredths of a point of 100, rounded half up; None without every mark
    counted: tuple[int | None, ...] = ()  # hundredths of a point that each component counts for, in the scheme's order
    failed: tuple[Part, ...] = ()  # components below their pass mark that must be passed
    resits: tuple[Part, ...] = ()  # what may be tried again, where a resit is due
    resit_by: date | None = None  # the last day of a resit that is due, or was not taken
    attempts_left: int = 0  # resits that the scheme still allows
    missing: tuple[str, ...] = ()  # why it is incomplete, a clause each

    @property
    def is_decided(self) -> bool:
        """Whether there is an outcome that can be released."""
        return self.verdict is not Verdict.INCOMPLETE


def outcome(
    scheme: Scheme | None, hours: Hours, marks: Iterable[Counting], *, today: date, due: Due | None = None
) -> Outcome:
    """Judge one person.

    Who cannot reach the hours any more has failed, whatever her marks. Where hours or marks are still to come, it is
    incomplete. A resit that was due and of which nothing was marked by its last day was not taken.

    Args:
        scheme: of her session's edition; None where it has none.
        hours: what she sat and what is asked.
        marks: what she has for each component and attempt, in any order; see `moderation.counting`.
        today: at the session; a resit that becomes due now counts its days from here.
        due: the resit that was released as due and not released since; None without one.
    """
    if scheme is None:
        return _incomplete(("the programme's edition has no assessment scheme: give it one",))
    if not scheme.parts and not (scheme.attendance and hours.taught):
        return _incomplete(("the scheme asks for no component, and there are no hours to sit",))
    if not hours.can_reach:
        return Outcome(Verdict.FAILED, f"Failed: {_out_of_reach(hours)}.", counted=tuple(None for _ in scheme.parts))
    case = _Case.of(scheme, marks, today, due)
    missing = (*case.missing(), *_hours_missing(hours))
    if missing:
        return _incomplete(missing, case.counted)
    return case.judged(hours)


def due_after(resit_by: date | None, marks: Iterable[Given]) -> Due | None:
    """The resit that is due after the last release: the attempt behind the last one that was released.

    Args:
        resit_by: of the outcome that was released last; None without one, or where it asks for no resit.
        marks: all of hers.
    """
    return None if resit_by is None else Due(_released_attempts(marks) + 1, resit_by)


def in_force(marks: Sequence[Given], due: Due | None) -> tuple[Given, ...]:
    """The marks that have to do with her outcome: none of a resit that is due no more, as a remark has passed her."""
    last = _released_attempts(marks) if due is None else due.attempt
    return tuple(mark for mark in marks if mark.attempt <= last)


def _released_attempts(marks: Iterable[Given]) -> int:
    return max((mark.attempt for mark in marks if mark.is_released), default=1)


def _incomplete(missing: Sequence[str], counted: tuple[int | None, ...] = ()) -> Outcome:
    sentence = f"Incomplete: {'; '.join(missing)}."
    return Outcome(Verdict.INCOMPLETE, sentence, counted=counted, missing=tuple(missing))


def _hours_missing(hours: Hours) -> tuple[str, ...]:
    if hours.is_reached:
        return ()
    asked, counted, still = (durations.hours(minutes) for minutes in (hours.asked, hours.counted, hours.open))
    return (f"{counted} of the {asked} hours asked are counted, {still} are still open",)


def _out_of_reach(hours: Hours) -> str:
    counted, still, asked, taught = (
        durations.hours(minutes) for minutes in (hours.counted, hours.open, hours.asked, hours.taught)
    )
    rest = f" and {still} still open" if hours.open else ""
    return f"{counted} of {taught} hours counted{rest} cannot reach the {asked} asked"


@dataclass(frozen=True, slots=True)
class _Case:
    """One person's marks against the scheme."""

    scheme: Scheme
    tries: Mapping[int, Mapping[int, Counting]]  # component -> attempt -> what she has
    today: date
    due: Due | None
    counted: tuple[int | None, ...]

    @classmethod
    def of(cls, scheme: Scheme, marks: Iterable[Counting], today: date, due: Due | None) -> "_Case":
        tries: dict[int, dict[int, Counting]] = {part.id: {} for part in scheme.parts}
        for mark in marks:
            if mark.component in tries:
                tries[mark.component][mark.attempt] = mark
        counted = tuple(_counts(scheme.resits, part, tries[part.id]) for part in scheme.parts)
        return cls(scheme, tries, today, due, counted)

    @property
    def parts(self) -> list[tuple[Part, int]]:
        """Each component with what it counts for; nothing for one that is not marked."""
        return [(part, points or 0) for part, points in zip(self.scheme.parts, self.counted, strict=True)]

    @property
    def attempts(self) -> int:
        """The last attempt of which anything is marked."""
        return max((attempt for tries in self.tries.values() for attempt in tries), default=1)

    @property
    def left(self) -> int:
        """Resits that are still allowed."""
        return max(0, 1 + self.scheme.resits.most - self.attempts)

    @property
    def is_due_untouched(self) -> bool:
        """Whether a resit is due of which nothing is marked."""
        return self.due is not None and self.attempts < self.due.attempt

    @property
    def is_late(self) -> bool:
        """Whether the last day of the resit that was due is over."""
        return self.due is not None and self.today > self.due.by

    def missing(self) -> list[str]:
        """What is still to be marked, a clause each."""
        found = []
        for part in self.scheme.parts:
            tries = self.tries[part.id]
            if 1 not in tries:
                found.append(f"{_called(part)} is not marked")
            found += [f"{_called(part)} {tries[attempt].waits}" for attempt in sorted(tries) if tries[attempt].waits]
        if found or self.due is None or self.is_late or self.is_due_untouched:
            return found
        return [f"the resit of {_called(part)} is not marked" for part in self._to_be_sat_again(self.due)]

    def _to_be_sat_again(self, due: Due) -> list[Part]:
        """What she has to pass and did not before the resit that is due, of which it has no mark."""
        return [
            part
            for part in self.scheme.parts
            if part.must_pass
            and due.attempt not in self.tries[part.id]
            and (_counts(self.scheme.resits, part, self.tries[part.id]) or 0) < part.pass_mark
        ]

    def judged(self, hours: Hours) -> Outcome:
        """The outcome where every mark is there and enough hours are counted."""
        scheme = self.scheme
        if not scheme.parts:
            return Outcome(Verdict.PASSED, f"Passed: {_sat(hours)}.")
        parts = self.parts
        total, enough = _total(scheme, [points for _, points in parts])
        failed = tuple(part for part, points in parts if part.must_pass and points < part.pass_mark)
        found = Outcome(Verdict.PASSED, "", total=total, counted=self.counted, failed=failed)
        if enough and not failed:
            clauses = [f"{points_words(total)} of 100", *(_part_words(*each) for each in parts)]
            clauses += [_sat(hours)] if hours.asked else []
            return replace(found, sentence=f"Passed: {', '.join(clauses)}.")
        clauses = [_part_words(part, points) for part, points in parts if part in failed]
        clauses += [] if enough else [_total_words(scheme, total)]
        return self._not_passed(replace(found, verdict=Verdict.FAILED, attempts_left=self.left), ", ".join(clauses))

    def _not_passed(self, found: Outcome, why: str) -> Outcome:
        if self.due is not None and self.is_due_untouched and self.is_late:
            sentence = f"Failed: the resit due by {_day(self.due.by)} was not taken; {why}."
            return replace(found, sentence=sentence, resit_by=self.due.by)
        if not self.left:
            rest = "no attempts left" if self.scheme.resits.most else "the scheme has no resit"
            return replace(found, sentence=f"Failed: {why}; {rest}.")
        again = tried_again(self.scheme, self.parts)
        if not again:
            return replace(found, sentence=f"Failed: {why}; {_beyond(self.scheme)}.")
        by = self.today + timedelta(days=self.scheme.resits.days)
        if self.due is not None and self.is_due_untouched:
            by = self.due.by
        sentence = f"Resit due by {_day(by)}: {why}; attempts left {self.left}."
        return replace(found, verdict=Verdict.RESIT, sentence=sentence, resits=again, resit_by=by)


def _counts(rule: ResitRule, part: Part, tries: Mapping[int, Counting]) -> int | None:
    """What a component counts for; None without its first attempt, or while one waits."""
    if 1 not in tries or any(mark.points is None for mark in tries.values()):
        return None
    top = _most_again(rule, part)
    values = [
        mark.points if attempt == 1 else min(mark.points, top)
        for attempt, mark in sorted(tries.items())
        if mark.points is not None
    ]
    return max(values) if rule.counts is Counts.BEST else values[-1]


def _most_again(rule: ResitRule, part: Part) -> int:
    """The points that a resit of a component counts for at most; a part of a hundredth is left out."""
    return part.out_of if rule.cap is None else part.out_of * rule.cap // WHOLE


def _total(scheme: Scheme, points: Sequence[int]) -> tuple[int, bool]:
    """The total in hundredths of a point of 100, rounded to be read; and whether the exact one is enough."""
    if not scheme.parts:
        return 0, True
    whole = lcm(*(part.out_of for part in scheme.parts))
    sum_ = HUNDREDTHS * sum(
        part.weight * had * (whole // part.out_of) for part, had in zip(scheme.parts, points, strict=True)
    )
    return rounded(sum_, whole), sum_ >= scheme.pass_total * whole


def resit_parts(scheme: Scheme, marks: Iterable[Counting], due: Due) -> tuple[Part, ...]:
    """What may be marked of a resit that was released as due, as things stood before it."""
    before = [mark for mark in marks if mark.attempt < due.attempt]
    return tried_again(scheme, _Case.of(scheme, before, due.by, None).parts)


def tried_again(scheme: Scheme, parts: Sequence[tuple[Part, int]]) -> tuple[Part, ...]:
    """What somebody may try again; nothing where even the best resit would not pass.

    What lies below its pass mark; but every component where the rule says so, where nothing lies below, or where the
    total cannot be reached without the others.

    Args:
        scheme: what is asked.
        parts: each of its components with what it counts for, in its order.
    """
    rule = scheme.resits
    best = [max(points, _most_again(rule, part)) for part, points in parts]
    if any(part.must_pass and top < part.pass_mark for (part, _), top in zip(parts, best, strict=True)):
        return ()
    if not _total(scheme, best)[1]:
        return ()
    short = tuple(part for part, points in parts if points < part.pass_mark)
    reached = [top if part in short else points for (part, points), top in zip(parts, best, strict=True)]
    if not rule.only_failed or not short or not _total(scheme, reached)[1]:
        return tuple(part for part, _ in parts)
    return short


def _beyond(scheme: Scheme) -> str:
    cap = scheme.resits.cap
    return "no resit can mend it" if cap is None else f"no resit can mend it, as it counts for at most {cap} per cent"


def _called(part: Part) -> str:
    """A component inside a sentence: "Case study" is "case study", "CX lab" stays."""
    return part.name[:1].lower() + part.name[1:] if part.name[1:2].islower() else part.name


def _part_words(part: Part, points: int) -> str:
    if not part.pass_mark:
        return f"{_called(part)} {points_words(points)}"
    sign = ">=" if points >= part.pass_mark else "<"
    rest = "" if part.must_pass or points >= part.pass_mark else " (need not be passed)"
    return f"{_called(part)} {points_words(points)} {sign} {points_words(part.pass_mark)}{rest}"


def _total_words(scheme: Scheme, total: int) -> str:
    asked = points_words(scheme.pass_total)
    # What is not enough can look enough once it is rounded.
    return (
        f"total just below {asked}" if total >= scheme.pass_total else f"total {points_words(total)} of 100 < {asked}"
    )


def _sat(hours: Hours) -> str:
    return f"{durations.hours(hours.counted)} of {durations.hours(hours.taught)} hours"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year:04d}"

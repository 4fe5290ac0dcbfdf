"""Assessment schemes: what is marked and how much it weighs, the hours asked for, resits, and second marking.

Marks and pass marks are whole hundredths of a point (68.5 is 6850), weights whole per cents: nothing is rounded on the
way to a total. Totals are hundredths of a point of 100.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.text import quoted

HUNDREDTHS: Final = 100  # of a point
WHOLE: Final = 100  # per cents that the weights of a scheme sum up to; points that a total is of
MOST_OUT_OF: Final = 1_000 * HUNDREDTHS
MOST_COMPONENTS: Final = 20
MOST_RESITS: Final = 9
MOST_RESIT_DAYS: Final = 1_000


class Counts(StrEnum):
    """Which of several attempts at a component counts."""

    BEST = "best"
    LAST = "last"


class SecondMarking(StrEnum):
    """Whose work a second marker sees."""

    NONE = "none"
    SAMPLE = "sample"
    ALL = "all"


class Agreement(StrEnum):
    """How two marks become the agreed one."""

    AVERAGE = "average"  # whatever they are
    WITHIN = "within"  # the average while they are near and on one side of the pass mark, else a third marker decides


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a scheme: a written exam, a case study, a demonstration, a contribution."""

    name: str
    weight: int  # per cent of the total
    out_of: int  # hundredths of a point
    pass_mark: int  # hundredths of a point; 0: any mark will do
    must_pass: bool  # whether the whole is failed without it
    id: int = 0  # its row; 0 before it has one


@dataclass(frozen=True, slots=True)
class ResitRule:
    """What somebody who did not pass may try again."""

    most: int = 0  # attempts after the first; 0 for none
    only_failed: bool = True  # False: every component is open again
    cap: int | None = None  # per cent of what a component is out of, that a resit counts for at most; None for all
    counts: Counts = Counts.BEST
    days: int = 60  # after the outcome was released, until when


@dataclass(frozen=True, slots=True)
class SecondRule:
    """Who marks again, and when two marks count as agreed."""

    whose: SecondMarking = SecondMarking.NONE
    sample: int = 20  # per cent of a session's delegates, where `whose` is a sample
    agreement: Agreement = Agreement.AVERAGE
    within: int = 0  # hundredths of a point that two marks may lie apart, where `agreement` is within
    blind: bool = True  # whether the second marker does not see the first mark


@dataclass(frozen=True, slots=True)
class Scheme:
    """All that is asked of a delegate of one programme edition."""

    parts: tuple[Part, ...] = ()
    pass_total: int = 0  # hundredths of a point of 100
    attendance: int = 0  # per cent of the taught hours; 0 asks for none
    recording_counts: bool = False  # whether a recording that was watched counts as hours
    resits: ResitRule = ResitRule()
    second: SecondRule = SecondRule()


def check_scheme(scheme: Scheme) -> None:
    """Refuse a scheme that cannot be marked by.

    Raises:
        Refused: with everything that is wrong with it, a sentence each.
    """
    faults = [*_part_faults(scheme.parts), *_rule_faults(scheme)]
    if faults:
        raise Refused(" ".join(faults))


def _part_faults(parts: Sequence[Part]) -> list[str]:
    faults = []
    weights = sum(part.weight for part in parts)
    if parts and weights != WHOLE:
        faults.append(f"The weights of the components sum up to {weights}, not to {WHOLE}.")
    if len(parts) > MOST_COMPONENTS:
        faults.append(f"A scheme has at most {MOST_COMPONENTS} components; these are {len(parts)}.")
    names = [part.name.casefold() for part in parts]
    faults += [
        f"There are two components {quoted(part.name)}." for part in parts if names.count(part.name.casefold()) > 1
    ][:1]
    for part in parts:
        if not part.name:
            faults.append("A component has no name.")
        if not 1 <= part.weight <= WHOLE:
            faults.append(f"{part.name} weighs {part.weight} per cent; give 1 to {WHOLE}.")
        if not 1 <= part.out_of <= MOST_OUT_OF:
            faults.append(
                f"{part.name} cannot be out of {points_words(part.out_of)}; give up to {points_words(MOST_OUT_OF)}."
            )
        if not 0 <= part.pass_mark <= part.out_of:
            faults.append(
                f"{part.name} cannot be passed at {points_words(part.pass_mark)} out of {points_words(part.out_of)}."
            )
    return faults


def _rule_faults(scheme: Scheme) -> list[str]:
    ranges = (
        ("The total to pass", scheme.pass_total, WHOLE * HUNDREDTHS, points_words(scheme.pass_total), "100"),
        ("Attendance in per cent", scheme.attendance, WHOLE, str(scheme.attendance), "100"),
        ("The number of resits", scheme.resits.most, MOST_RESITS, str(scheme.resits.most), str(MOST_RESITS)),
        ("The days for a resit", scheme.resits.days, MOST_RESIT_DAYS, str(scheme.resits.days), f"{MOST_RESIT_DAYS:,}"),
        ("The cap on a resit in per cent", scheme.resits.cap or 0, WHOLE, str(scheme.resits.cap), "100"),
        ("The sample in per cent", scheme.second.sample, WHOLE, str(scheme.second.sample), "100"),
        (
            "The points between two marks",
            scheme.second.within,
            MOST_OUT_OF,
            points_words(scheme.second.within),
            "1,000",
        ),
    )
    return [
        f"{what} cannot be {said}; give 0 to {top}."
        for what, value, most, said, top in ranges
        if not 0 <= value <= most
    ]


def points_words(points: int) -> str:
    """Hundredths of a point as people write them: 6850 is "68.5", 6000 is "60"."""
    whole, rest = divmod(abs(points), HUNDREDTHS)
    sign = "-" if points < 0 else ""
    return f"{sign}{whole}.{rest:02}".rstrip("0") if rest else f"{sign}{whole}"


def rounded(numerator: int, denominator: int) -> int:
    """The nearest whole number to a fraction of nothing negative; a half goes up, as marks are rounded by hand."""
    return (2 * numerator + denominator) // (2 * denominator)

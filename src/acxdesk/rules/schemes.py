"""Assessment schemes: what is marked and how much it weighs, the hours asked for, resits, and second marking.

Marks and pass marks are whole hundredths of a point (68.5 is 6850), weights whole per cents: nothing is rounded on the
way to a total. Totals are hundredths of a point of 100.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from acxdesk.errors import Refused
from acxdesk.rules.text import clean_line, quoted

HUNDREDTHS: Final = 100  # of a point
WHOLE: Final = 100  # per cents that the weights of a scheme sum up to; points that a total is of
MOST_OUT_OF: Final = 1_000 * HUNDREDTHS
MOST_COMPONENTS: Final = 20
MOST_RESITS: Final = 9
MOST_RESIT_DAYS: Final = 1_000
LONGEST_NAME: Final = 60  # characters of a component's name; it heads a column of the mark sheet
EXAMPLE: Final = 'Write it as "Written exam, 40%, out of 100, pass 50, must pass".'


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

    name: str  # without a comma, which ends it where a component is one line
    weight: int  # per cent of the total
    out_of: int  # hundredths of a point
    pass_mark: int  # hundredths of a point; 0: any mark will do
    must_pass: bool  # whether the whole is failed without it
    id: int = 0  # its row; 0 before it has one

    @classmethod
    def parse(cls, said: str) -> "Part":
        """Read a component from one line: its name, its weight, then in any order what it is out of and its pass mark.

        "Written exam, 40%, out of 100, pass 50, must pass". Out of 100 where nothing else is said; without a pass mark
        any mark will do. Figures are written in the digits 0 to 9, with a point or a comma before hundredths.

        Raises:
            Refused: with everything in the line that is not understood, or is missing, or there twice.
        """
        line = clean_line(said, what="Component", limit=_LONGEST)
        name, *items = (item.strip() for item in _BETWEEN.split(line))
        called = quoted(name) if name else "It"
        found: dict[str, str] = {}
        faults = [] if name else ["A component begins with its name."]
        for item in filter(None, items):
            what, value = _item(item)
            if not what:
                faults.append(f"{quoted(item)} is not understood in the component {quoted(name)}.")
            elif what in found:
                faults.append(f"{called} says twice {_CALLED[what]}.")
            found[what] = value
        if "weight" not in found:
            faults.append(f"{called} has no weight in per cent.")
        if faults:
            raise Refused(" ".join(faults), remedy=EXAMPLE)
        return cls(
            name,
            weight=int(found["weight"]),
            out_of=points_said(found.get("out_of", "100")),
            pass_mark=points_said(found.get("pass_mark", "0")),
            must_pass="must_pass" in found,
        )

    def __str__(self) -> str:
        """The line that it parses from; its row is not in it."""
        passes = f", pass {points_words(self.pass_mark)}" if self.pass_mark else ""
        must = ", must pass" if self.must_pass else ""
        return f"{self.name}, {self.weight}%, out of {points_words(self.out_of)}{passes}{must}"


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

    @property
    def bare(self) -> "Scheme":
        """The same without the rows of its components: two schemes that ask the same are equal so."""
        return replace(self, parts=tuple(replace(part, id=0) for part in self.parts))

    @property
    def weights(self) -> int:
        """What the weights of the components sum up to, in per cent."""
        return sum(part.weight for part in self.parts)


def check_scheme(scheme: Scheme) -> None:
    """Refuse a scheme that cannot be marked by.

    Raises:
        Refused: with everything that is wrong with it, a sentence each.
    """
    faults = [*_faults_of_all(scheme), *(fault for part in scheme.parts for fault in _faults(part))]
    faults += _rule_faults(scheme)
    if faults:
        raise Refused(" ".join(faults))


def check_part(part: Part) -> None:
    """Refuse a component that cannot be marked, whatever stands beside it.

    Raises:
        Refused: with everything that is wrong with it, a sentence each.
    """
    if faults := _faults(part):
        raise Refused(" ".join(faults))


def _faults_of_all(scheme: Scheme) -> list[str]:
    faults = []
    parts = scheme.parts
    if parts and scheme.weights != WHOLE:
        faults.append(f"The weights of the components sum up to {scheme.weights}, not to {WHOLE}.")
    if len(parts) > MOST_COMPONENTS:
        faults.append(f"A scheme has at most {MOST_COMPONENTS} components; these are {len(parts)}.")
    names = [part.name.casefold() for part in parts]
    twice = [part.name for part in parts if names.count(part.name.casefold()) > 1]
    return [*faults, *(f"There are two components {quoted(name)}." for name in twice[:1])]


def _faults(part: Part) -> list[str]:
    faults = []
    called = quoted(part.name)
    if not part.name:
        faults.append("A component has no name.")
    elif len(part.name) > LONGEST_NAME:
        faults.append(f"{called} has {len(part.name)} characters; a component's name has at most {LONGEST_NAME}.")
    if "," in part.name:
        faults.append(f"{called} has a comma, which ends a component's name.")
    if not 1 <= part.weight <= WHOLE:
        faults.append(f"{called} weighs {part.weight} per cent; give 1 to {WHOLE}.")
    if not 1 <= part.out_of <= MOST_OUT_OF:
        faults.append(f"{called} cannot be out of {points_words(part.out_of)}; give up to {points_words(MOST_OUT_OF)}.")
    if not 0 <= part.pass_mark <= part.out_of:
        faults.append(
            f"{called} cannot be passed at {points_words(part.pass_mark)} out of {points_words(part.out_of)}."
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


def points_said(said: str) -> int:
    """Points as they are typed, in hundredths: "60", "62.5", "62,5".

    Raises:
        Refused: it is no plain number of at most two decimals in the digits 0 to 9.
    """
    found = _POINTS.fullmatch(said)
    if found is None:
        raise Refused(f"{quoted(said)} is no plain number.", remedy="Write digits 0 to 9, as 60 or 62.5.")
    return int(found["whole"]) * HUNDREDTHS + int((found["rest"] or "0").ljust(2, "0"))


_FIGURE: Final = "[0-9]{1,6}(?:[.,][0-9]{1,2})?"  # ASCII digits only
_POINTS: Final = re.compile(r"(?P<whole>[0-9]{1,6})(?:[.,](?P<rest>[0-9]{1,2}))?")
_LONGEST: Final = 300  # characters of the line of a component
_BETWEEN: Final = re.compile("(?<![0-9]),|,(?![0-9])")  # a comma between two digits is one of decimals
# What a line says of a component besides its name; blanks in it are single, its letters small.
_ITEMS: Final = {
    "weight": re.compile("(?:weighs |weight )?(?P<value>[0-9]{1,3}) ?(?:%|per ?cent)"),
    "out_of": re.compile(f"out of (?P<value>{_FIGURE})"),
    "pass_mark": re.compile(f"pass(?: at| mark)? (?P<value>{_FIGURE})"),
    "must_pass": re.compile("(?P<value>must (?:be passed|pass))"),
}
_CALLED: Final = {
    "weight": "how much it weighs",
    "out_of": "what it is out of",
    "pass_mark": "at what it is passed",
    "must_pass": "that it must be passed",
}


def _item(said: str) -> tuple[str, str]:
    """What an item of a component's line is about, and its figure; empty for what is not understood."""
    plain = " ".join(said.split()).casefold()
    for what, pattern in _ITEMS.items():
        if found := pattern.fullmatch(plain):
            return what, found["value"]
    return "", ""

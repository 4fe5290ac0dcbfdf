"""Second marking: whose work is marked twice, what two marks become, and what each mark counts for until then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from acxdesk.rules.marks import Given, MarkState, Series, standing
from acxdesk.rules.schemes import WHOLE, Agreement, Part, Scheme, SecondMarking, SecondRule


@dataclass(frozen=True, slots=True)
class Counting:
    """What somebody has for one component in one attempt."""

    component: int
    attempt: int
    points: int | None  # hundredths of a point; None while it waits for something
    waits: str = ""  # what for: "waits for a second mark"


NO_FIRST = "waits for a first mark"
NO_SECOND = "waits for a second mark"
NOT_AGREED = "waits until its two marks are agreed"
NO_THIRD = "waits for a third mark, because two lie apart"


def sampled(rule: SecondRule, session: str, people: Iterable[tuple[int, str]]) -> frozenset[int]:
    """Whose work is marked twice: the same people on every desk, and at least one where any are asked for.

    They are ordered by a hash over the session's and their own name, and the first of them taken, so that one more
    person on the list changes at most who was the last in the sample.

    Args:
        rule: of the scheme.
        session: the session's UUID.
        people: the number and the UUID of the place of everybody who attends.
    """
    everybody = list(people)
    if rule.whose is SecondMarking.NONE:
        return frozenset()
    if rule.whose is SecondMarking.ALL:
        return frozenset(number for number, _ in everybody)
    size = -(-len(everybody) * rule.sample // WHOLE)
    ordered = sorted(everybody, key=lambda one: sha256(f"{session} {one[1]}".encode()).digest())
    return frozenset(number for number, _ in ordered[:size])


def agreed(rule: SecondRule, pass_mark: int, first: int, second: int, third: int | None = None) -> int | None:
    """What two marks become, in hundredths of a point; None where a third marker has to decide.

    Half a hundredth goes up. What the third marker gave counts only where the two lie apart.
    """
    if lie_apart(rule, pass_mark, first, second):
        return third
    return (first + second + 1) // 2


def lie_apart(rule: SecondRule, pass_mark: int, first: int, second: int) -> bool:
    """Whether two marks are too different to be agreed: by their points, or because one passes and one does not."""
    if rule.agreement is Agreement.AVERAGE:
        return False
    return abs(first - second) > rule.within or (first >= pass_mark) is not (second >= pass_mark)


def counting(scheme: Scheme, marks: Iterable[Given], *, twice: bool) -> tuple[Counting, ...]:
    """What a person's marks count for, by component in the scheme's order, then attempt.

    Args:
        scheme: of her session.
        marks: all of hers; those of components that are not the scheme's are passed over.
        twice: whether her work is marked twice; whatever has a second mark is in any case.
    """
    cells = standing(marks)
    places = {part.id: place for place, part in enumerate(scheme.parts)}
    ordered = sorted((places[component], attempt) for component, attempt in cells if component in places)
    found = []
    for place, attempt in ordered:
        part = scheme.parts[place]
        found.append(_counting(scheme.second, part, attempt, cells[part.id, attempt], twice=twice))
    return tuple(found)


def _counting(rule: SecondRule, part: Part, attempt: int, cell: Mapping[Series, Given], *, twice: bool) -> Counting:
    settled = cell.get(Series.AGREED)
    if settled is None and Series.SECOND not in cell:
        first = cell.get(Series.FIRST)
        if first is not None and (not twice or first.state is MarkState.RELEASED):
            settled = first
    if settled is not None:
        return Counting(part.id, attempt, settled.points)
    return Counting(part.id, attempt, None, _waits(rule, part, cell))


def _waits(rule: SecondRule, part: Part, cell: Mapping[Series, Given]) -> str:
    if Series.FIRST not in cell:
        return NO_FIRST
    if Series.SECOND not in cell:
        return NO_SECOND
    apart = lie_apart(rule, part.pass_mark, cell[Series.FIRST].points, cell[Series.SECOND].points)
    return NO_THIRD if apart and Series.THIRD not in cell else NOT_AGREED

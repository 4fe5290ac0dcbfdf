"""A scheme in words: what each of its rules asks, and what one asks otherwise than another."""

from collections.abc import Iterator
from typing import Final

from acxdesk.rules.durations import hours
from acxdesk.rules.schemes import (
    HUNDREDTHS,
    WHOLE,
    Agreement,
    Counts,
    Part,
    ResitRule,
    Scheme,
    SecondMarking,
    SecondRule,
    points_words,
)

RULES: Final = ("To pass", "Attendance", "Resits", "Second marks")  # in the order in which they are told


def rules_of(scheme: Scheme, *, taught: int = 0) -> dict[str, str]:
    """Every rule of a scheme by its name, in words that stand behind a colon.

    Args:
        scheme: what is asked.
        taught: minutes that the programme is taught; 0 where that is not known, then the hours are not told.
    """
    told = (
        total_words(scheme),
        attendance_words(scheme, taught),
        resit_words(scheme.resits),
        second_words(scheme.second),
    )
    return dict(zip(RULES, told, strict=True))


def total_words(scheme: Scheme) -> str:
    """What the total has to be: "60 of 100 in total, and every component that must be passed"."""
    if not scheme.parts:
        return "nothing is marked"
    total = f"{points_words(scheme.pass_total)} of {WHOLE} in total" if scheme.pass_total else "any total"
    must = ", and every component that must be passed" if any(part.must_pass for part in scheme.parts) else ""
    return f"{total}{must}"


def attendance_words(scheme: Scheme, taught: int = 0) -> str:
    """How much has to be sat: "90% of the hours (18 of 20); recordings do not count"."""
    if not scheme.attendance:
        return "none is asked for"
    asked = -(-taught * scheme.attendance // WHOLE)
    told = f" ({hours(asked)} of {hours(taught)})" if taught else ""
    recordings = "recordings count" if scheme.recording_counts else "recordings do not count"
    return f"{scheme.attendance}% of the hours{told}; {recordings}"


def resit_words(rule: ResitRule) -> str:
    """What may be tried again: "one within 60 days, of what was failed, 60% at most; best counts"."""
    if not rule.most:
        return "none"
    many = "one" if rule.most == 1 else str(rule.most)
    days = f"within {rule.days} {'day' if rule.days == 1 else 'days'}"
    what = "of what was failed" if rule.only_failed else "of every component"
    cap = "" if rule.cap is None else f", {rule.cap}% at most"
    return f"{many} {days}, {what}{cap}; {'best' if rule.counts is Counts.BEST else 'last'} counts"


def second_words(rule: SecondRule) -> str:
    """Who marks again and how two marks agree: "a sample of 20%, blind; agreed as their average"."""
    if rule.whose is SecondMarking.NONE:
        return "none"
    whose = "everybody" if rule.whose is SecondMarking.ALL else f"a sample of {rule.sample}%"
    blind = "blind" if rule.blind else "with the first mark in sight"
    return f"{whose}, {blind}; agreed as {agreement_words(rule)}"


def agreement_words(rule: SecondRule) -> str:
    """How two marks become the agreed one."""
    if rule.agreement is Agreement.AVERAGE:
        return "their average"
    points = f"{points_words(rule.within)} {'point' if rule.within == HUNDREDTHS else 'points'}"
    return f"their average within {points} and on one side of the pass mark, else a third marker decides"


def differences(old: Scheme | None, new: Scheme) -> tuple[str, ...]:
    """What a scheme asks otherwise than an older one, a sentence each; all of it where there was none."""
    told = (*_components(old.parts if old else (), new.parts), *_rules(old, new))
    if not told and old is not None and old.bare != new.bare:
        return ("Only what is not in force is set otherwise.",)
    return told


def _components(old: tuple[Part, ...], new: tuple[Part, ...]) -> Iterator[str]:
    before = {part.name.casefold(): part for part in old}
    after = {part.name.casefold(): part for part in new}
    for name, part in after.items():
        former = before.get(name)
        if former is None:
            yield f"New component: {part}."
        elif str(former) != str(part):
            yield f"{part}; was {former}."
    yield from (f"No component any more: {former}." for name, former in before.items() if name not in after)
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield f"In the order {', '.join(part.name for part in new)}."


def _rules(old: Scheme | None, new: Scheme) -> Iterator[str]:
    before, after = rules_of(old) if old else {}, rules_of(new)
    for name, told in after.items():
        if old is None:
            yield f"{name}: {told}."
        elif before[name] != told:
            yield f"{name}: {told}; was {before[name]}."

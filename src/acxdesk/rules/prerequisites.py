"""What has to be held already: by a delegate at a session's start, by a coach at every meeting.

    verdict = meets(groups, held, date(2026, 11, 16))
    verdict.words      # "needs CPPM or ACXM valid on 16 Nov 2026; holds CPPM until 30 Sep 2026"

One function decides wherever it is asked: booking, an offer, a transfer, another date, a coach, the ladder of a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from acxdesk.rules.accreditations import Held, State
from acxdesk.rules.localtime import reading


class Of(StrEnum):
    """Whom a requirement is asked of."""

    DELEGATE = "delegate"
    COACH = "coach"


class Standing(StrEnum):
    """How an accreditation has to stand on the day that it is asked for."""

    VALID = "valid"
    RENEWABLE = "valid or renewable"
    EVER = "ever held"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One accreditation that would do."""

    programme: str  # its code
    standing: Standing = Standing.VALID

    def __str__(self) -> str:
        return self.programme if self.standing is Standing.VALID else f"{self.programme} {self.standing.value}"

    def met_by(self, held: Iterable[Held], day: date) -> str:
        """In words, how it is met on a day by what somebody holds: "valid"; empty when it is not."""
        words = [
            "valid" if one.is_valid_on(day) else "renewable" if self._renewable(one, day) else "held"
            for one in held
            if one.programme == self.programme and self._does(one, day)
        ]
        return min(words, key=("valid", "renewable", "held").index, default="")

    def _does(self, one: Held, day: date) -> bool:
        if one.is_valid_on(day):
            return True
        if self.standing is Standing.EVER:
            return one.was_held and one.awarded_on <= day
        return self._renewable(one, day)

    def _renewable(self, one: Held, day: date) -> bool:
        return self.standing is Standing.RENEWABLE and one.is_renewable_on(day)


Group = tuple[Alternative, ...]  # one of them is enough; never empty
Groups = tuple[Group, ...]  # every one of them has to be met; none: nothing is asked


@dataclass(frozen=True, slots=True)
class Met:
    """Nothing is missing."""

    words: str  # "ACXM valid on 1 Dec 2026 ✓", "exempted ✓ (...)"; empty where nothing is asked


@dataclass(frozen=True, slots=True)
class Unmet:
    """Something is missing."""

    missing: tuple[str, ...]  # a clause for each group that is not met: "needs ... ; holds ..."

    @property
    def words(self) -> str:
        """All that is missing, to stand behind a name."""
        return "; and ".join(self.missing)


Verdict = Met | Unmet


def meets(groups: Groups, held: Sequence[Held], day: date, exemption: str = "") -> Verdict:
    """Whether somebody has what is asked for, and how, or what is missing.

    Args:
        groups: what is asked for.
        held: all that she ever earned, in any order.
        day: that it has to stand on.
        exemption: on what she was exempted from all of it, in words; empty when she was not.
    """
    if exemption:
        return Met(f"exempted ✓ ({exemption})")
    missing = tuple(_missing(group, held, day) for group in groups if not _met(group, held, day))
    return Unmet(missing) if missing else Met("; ".join(_met(group, held, day) for group in groups))


def _met(group: Group, held: Sequence[Held], day: date) -> str:
    """How a group is met: "ACXM valid on 1 Dec 2026 ✓"; empty when it is not."""
    for one in group:
        how = one.met_by(held, day)
        if how:
            return f"{one.programme} held ✓" if how == "held" else f"{one.programme} {how} on {said(day)} ✓"
    return ""


def asked(group: Group, day: date | None = None) -> str:
    """What a group asks for: "CPPM or ACXM valid on 16 Nov 2026"; without a day "CPPM or ACXM valid".

    Args:
        group: at least one alternative.
        day: that it has to stand on; None where the day is not known.
    """
    on = "" if day is None else f" on {said(day)}"
    codes: dict[Standing, list[str]] = {}
    for one in group:
        codes.setdefault(one.standing, []).append(one.programme)
    parts = [
        f"{' or '.join(of)} {standing}" + ("" if standing is Standing.EVER else on) for standing, of in codes.items()
    ]
    return ", or ".join(parts)


def _missing(group: Group, held: Sequence[Held], day: date) -> str:
    return f"needs {asked(group, day)}; {_holds(group, held, day)}"


def _holds(group: Group, held: Sequence[Held], day: date) -> str:
    """What somebody holds of a group that is not met that day."""
    parts = []
    for one in group:
        of_it = [record for record in held if record.programme == one.programme]
        if of_it:
            parts.append(_stands(max(of_it, key=_weight), one.standing, day))
    if parts:
        return f"holds {' and '.join(dict.fromkeys(parts))}"
    if len({one.programme for one in group}) == 1:
        return "does not hold it"
    return "holds neither" if len(group) == 2 else "holds none of them"  # noqa: PLR2004 - a pair


def _weight(one: Held) -> tuple[bool, bool, date, date, date, str]:
    """Which of several records of one programme says most: one that stands, then the one that lasts longest."""
    stands = one.state is not State.REVOKED
    until = one.valid_until or date.max
    return stands, one.state is not State.SUPERSEDED, until, one.awarded_on, one.superseded_on or date.min, one.state


def _stands(one: Held, standing: Standing, day: date) -> str:
    if one.state is State.REVOKED:
        return f"{one.programme}, which was revoked"
    if one.awarded_on > day:
        return f"{one.programme} from {said(one.awarded_on)}"
    if one.state is State.SUSPENDED:
        return f"{one.programme}, which is suspended"
    until = stood_until(one)
    if until is None:
        return f"{one.programme}, which another record has replaced"
    window = standing is Standing.RENEWABLE and one.renewable_until is not None
    return f"{one.programme} until {said(until)}" + (
        f", renewable until {said(one.renewable_until)}" if window and one.renewable_until else ""
    )


def briefly(groups: Groups, held: Sequence[Held], day: date) -> str:
    """The first thing that is missing, in a few words: "CPPC ends 18 Nov", "no CPPM or ACXM"; empty when nothing is."""
    for group in groups:
        if _met(group, held, day):
            continue
        codes = {one.programme for one in group}
        of_it = [record for record in held if record.programme in codes]
        return _shortly(max(of_it, key=_weight), day) if of_it else f"no {' or '.join(one.programme for one in group)}"
    return ""


def _shortly(one: Held, day: date) -> str:
    if one.state in {State.REVOKED, State.SUSPENDED}:
        return f"{one.programme} {one.state}"
    if one.awarded_on > day:
        return f"{one.programme} only from {_short(one.awarded_on, day)}"
    until = stood_until(one)
    return f"{one.programme} replaced" if until is None else f"{one.programme} ends {_short(until, day)}"


def _short(day: date, near: date) -> str:
    """A day without its year where it is that of the other one."""
    return said(day)[:-5] if day.year == near.year else said(day)


def stood_until(one: Held) -> date | None:
    """The last day that a record stood for itself; None for life, or where nothing tells."""
    if one.state is State.SUPERSEDED and one.superseded_on is not None:
        return one.superseded_on - timedelta(days=1)
    return one.valid_until


def said(day: date) -> str:
    """A day as these sentences have it: "16 Nov 2026"."""
    return reading(day)[4:]


@dataclass(frozen=True, slots=True)
class Admission:
    """What a session asks of its delegates on its first day, and what the people of a deed hold."""

    day: date
    groups: Groups = ()
    held: Mapping[int, Sequence[Held]] = field(default_factory=dict)  # person -> all that she ever earned
    exempt: Mapping[int, str] = field(default_factory=dict)  # person -> on what she was exempted

    def verdict(self, person: int) -> Verdict:
        """Whether she may have a seat; the facts were read for her."""
        return meets(self.groups, self.held.get(person, ()), self.day, self.exempt.get(person, ""))


@dataclass(frozen=True, slots=True)
class Lapse:
    """A meeting at which a coach does not hold what the programme asks of its coaches."""

    meeting: int  # its number
    day: date
    why: Unmet


def lapse(groups: Groups, held: Sequence[Held], meetings: Iterable[tuple[int, date]]) -> Lapse | None:
    """The first of some meetings at which a coach lacks something; None when she has it at all of them.

    Args:
        groups: what is asked of coaches.
        held: all that she ever earned.
        meetings: the number and the local day of each that is held.
    """
    for number, day in sorted(meetings, key=lambda one: (one[1], one[0])):
        verdict = meets(groups, held, day)
        if isinstance(verdict, Unmet):
            return Lapse(number, day, verdict)
    return None

"""What a scratch plan would change: the schedule's figures before and after it, and the difference in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from acxdesk.rules.durations import hours


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch of time in which two schedules are compared."""

    first: datetime  # UTC
    after: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Figures:
    """A schedule in one stretch of time."""

    sessions: int  # that are held
    meetings: int  # likewise
    minutes: int  # taught; a class that two sessions share counts once
    seats: int  # of those sessions
    booked: int  # people who sit in them
    clashes: frozenset[str] = field(default_factory=frozenset)  # those that nobody accepted, in words


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one step of a plan."""

    number: int
    verb: str  # "session move"
    sentence: str  # what would be done, or why it cannot be
    can: bool
    lines: tuple[str, ...] = ()  # what else would come of it


@dataclass(frozen=True, slots=True)
class Affected:
    """Somebody whose calendar would change."""

    person: int
    name: str
    coach: bool  # as one who teaches; else as a delegate


@dataclass(frozen=True, slots=True)
class Comparison:
    """A plan beside the real schedule."""

    plan: str
    steps: tuple[Done, ...]
    span: Span | None  # None: nothing would change
    before: Figures
    after: Figures
    people: tuple[Affected, ...]

    @property
    def can_keep(self) -> bool:
        """Whether every step can be done as things are."""
        return bool(self.steps) and all(step.can for step in self.steps)

    @property
    def new_clashes(self) -> tuple[str, ...]:
        """Those that the plan would make."""
        return tuple(sorted(self.after.clashes - self.before.clashes))

    @property
    def gone_clashes(self) -> tuple[str, ...]:
        """Those that it would end."""
        return tuple(sorted(self.before.clashes - self.after.clashes))


def compared(comparison: Comparison) -> Iterator[tuple[str, str, str, str]]:
    """Each figure: what it is, before, after, and by how much it differs; the last is empty where it does not."""
    before, after = comparison.before, comparison.after
    yield _line("Clashes", len(before.clashes), len(after.clashes))
    yield _line("Sessions", before.sessions, after.sessions)
    yield _line("Meetings", before.meetings, after.meetings)
    difference = after.minutes - before.minutes
    signed = f"{'-' if difference < 0 else '+'}{hours(abs(difference))}" if difference else ""
    yield "Hours", hours(before.minutes), hours(after.minutes), signed
    yield _line("Seats", before.seats, after.seats)
    yield _line("Booked", before.booked, after.booked)
    coaches = sum(one.coach for one in comparison.people)
    delegates = _counted(len(comparison.people) - coaches, "delegate")
    yield "Calendars that change", "", delegates, _counted(coaches, "coach", "coaches")


def _line(what: str, before: int, after: int) -> tuple[str, str, str, str]:
    return what, f"{before:,}", f"{after:,}", f"{after - before:+,}" if after != before else ""


def in_words(comparison: Comparison) -> str:
    """A plan in one sentence: "3 steps: clashes 4 to 2, hours 120 to 125; 12 calendars change."."""
    steps = _counted(len(comparison.steps), "step")
    cannot = sum(not step.can for step in comparison.steps)
    if cannot:
        return f"{steps}, {cannot} of them cannot be done as things are."
    changed = [f"{what.lower()} {one} to {other}" for what, one, other, by in compared(comparison) if by and one]
    told = ", ".join(changed) or "no figure changes"
    return f"{steps}: {told}; {_counted(len(comparison.people), 'calendar')} would change."


def _counted(count: int, noun: str, many: str = "") -> str:
    return f"{count:,} {noun if count == 1 else many or f'{noun}s'}"


def listed_people(people: Sequence[Affected]) -> tuple[str, ...]:
    """Who is affected, a line each, coaches first."""
    ordered = sorted(people, key=lambda one: (not one.coach, one.name, one.person))
    return tuple(f"{one.name}{' (teaches)' if one.coach else ''}" for one in ordered)

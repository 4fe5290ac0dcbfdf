"""What a file of marks would do to a mark sheet: a line for each cell, shown before anything is entered.

Each line holds the version of the mark that was read for it, so that what somebody marks meanwhile is not overwritten
unseen: neither what was marked between the file's writing and its reading, nor between the plan and the deed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from acxdesk.actions.marks import CellMark, CellOutcome, CellState, EnterMarks, MarksReport, enter_marks
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound, Overtaken, Refused
from acxdesk.exchange.marksheets import FileLine, Kind
from acxdesk.exchange.tables import MOST_DIGITS
from acxdesk.queries.marks import Assessed
from acxdesk.queries.marksheets import Paper
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.marks import Given, Series
from acxdesk.rules.people import email_key, sort_key
from acxdesk.rules.schemes import Part, points_words
from acxdesk.rules.text import fold, quoted

_MOST_NEAR: Final = 3  # people that a refusal names


class Take(StrEnum):
    """Which value settles a conflict."""

    OURS = "ours"  # what stands on the desk stays
    THEIRS = "theirs"  # what the file says


class LineState(StrEnum):
    """What becomes of one cell of a file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One cell of a file, or a whole line of it that cannot be read."""

    line: int  # of the file, from 1
    state: LineState
    sentence: str  # what becomes of it; of a refused one "Row 14: ..."
    person: int | None = None
    component: str = ""
    points: str = ""  # as the file has it
    cell: CellMark | None = None  # what would be entered; None where nothing can be


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do."""

    reference: str
    series: Series
    attempt: int
    by: str  # who marked; empty for whoever sits at the desk
    reason: str
    lines: tuple[PlanLine, ...]  # in the order of the file
    notes: tuple[str, ...] = ()  # what is to be said of the file as a whole

    def of(self, state: str) -> int:
        """How many cells are in this state: new, changed, same, conflict or refused."""
        return sum(line.state == state for line in self.lines)

    @property
    def sentence(self) -> str:
        """The figures, as a sentence."""
        parts = [f"{number:,} {state}" for state in LineState if (number := self.of(state))]
        return f"{self.reference}: {', '.join(parts)}." if parts else f"{self.reference}: the file has no mark."

    def due(self, take: Take = Take.OURS, theirs: Iterable[int] = ()) -> tuple[CellMark, ...]:
        """The cells that would be entered.

        Args:
            take: what settles a conflict.
            theirs: the places in `lines` of conflicts that the file settles, whatever `take` says.
        """
        chosen = frozenset(theirs)
        return tuple(
            line.cell
            for at, line in enumerate(self.lines)
            if line.cell is not None and (line.state is not LineState.CONFLICT or take is Take.THEIRS or at in chosen)
        )


def carry_out(
    desk: Desk, plan: Plan, take: Take = Take.OURS, *, theirs: Iterable[int] = (), deed: str | None = None
) -> MarksReport:
    """Enter what a plan would, as one deed; a cell that somebody changed since is left as it is, and told.

    Args:
        desk: where to.
        plan: as it was shown.
        take: what settles a conflict.
        theirs: as `Plan.due` has it.
        deed: a UUID made by the client.

    Raises:
        Refused: there is nothing to enter.
        Overtaken, Refused: as `enter_marks`, for a cell that is the only one.
    """
    cells = plan.due(take, theirs)
    if not cells:
        raise Refused("There is nothing to enter.")
    return enter_marks(desk, _request(plan, cells, deed))


def _request(plan: Plan, cells: Sequence[CellMark], deed: str | None = None) -> EnterMarks:
    """The request that enters some cells of a plan.

    Raises:
        Faulty: what the file says of itself cannot be: who marked, which attempt.
    """
    return EnterMarks.read(
        {
            "session": plan.reference,
            "series": plan.series,
            "attempt": plan.attempt,
            "marks": tuple(cells),
            "by": plan.by,
            "reason": plan.reason,
            "deed": deed,
        }
    )


def is_number(said: str) -> bool:
    """Whether a text is a whole number, in the digits 0 to 9 alone."""
    return said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS


def mark_words(given: Given | None, zone: str) -> str:
    """A mark with who gave it and when, on the clocks of a zone: "64 by Grace on Tue 24 Nov 2026 14:31"."""
    if given is None:
        return "no mark"
    at = wall(given.at, zone)
    return f"{points_words(given.points)} by {given.by} on {reading(at.date())} {at:%H:%M}"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A cell that the engine has to judge."""

    at: int  # its place among the lines
    who: Assessed
    part: Part
    cell: CellMark
    given: Given | None  # what stands there
    changed: bool  # since the file was written


IsChanged = Callable[[Assessed, int, Given | None], bool]  # person, the component's place, what stands there


@dataclass(slots=True)
class Planner:
    """Goes over the lines of a file; what can be entered is judged at the end, all at once."""

    held: Paper
    kind: Kind
    lines: list[PlanLine] = field(default_factory=list)
    asked: list[_Asked] = field(default_factory=list)
    seen: dict[int, int] = field(default_factory=dict)  # a place -> the line that she stands in

    def refuse(self, line: int, sentence: str) -> None:
        """Tell of a line that cannot be read; the sentence begins with its place."""
        self.lines.append(PlanLine(line, LineState.REFUSED, sentence))

    def who(self, line: FileLine) -> Assessed | None:
        """Whom a line means; None where nobody is meant, which is told then."""
        try:
            who = self._meant(line)
            self._check_whole(line, who)
        except Refused as why:
            self.refuse(line.line, f"Row {line.line}: {why}")
            return None
        return who

    def add(self, line: FileLine, who: Assessed, cells: Mapping[int, str], is_changed: IsChanged) -> None:
        """Ask for the cells of one line.

        Args:
            line: of the file.
            who: whom it means.
            cells: a component's place -> what the file says.
            is_changed: whether what stands on the desk was changed since the file was written.
        """
        for at, said in sorted(cells.items()):
            part = self.kind.parts[at]
            given = who.mark(part.id, self.kind.attempt, self.kind.series)
            cell = CellMark(
                enrolment=who.enrolment,
                component=self._called(at),
                points=said,
                version=given.version if given else 0,
                mark=given.id if given else None,
            )
            self.asked.append(_Asked(len(self.lines), who, part, cell, given, is_changed(who, at, given)))
            self.lines.append(PlanLine(line.line, LineState.SAME, "", who.person, part.name, said))

    def plan(self, desk: Desk, *, by: str = "", reason: str = "", notes: Sequence[str] = ()) -> Plan:
        """Let the engine judge on a dry run, and tell what would become of each cell."""
        plan = Plan(self.held.sheet.reference, self.kind.series, self.kind.attempt, by, reason, (), tuple(notes))
        if self.asked:
            request = _request(plan, [one.cell for one in self.asked])
            for one, judged in zip(self.asked, _judged(desk.rehearsing(), request), strict=True):
                self.lines[one.at] = self._told(self.lines[one.at], one, judged)
        return replace(plan, lines=tuple(sorted(self.lines, key=lambda line: line.line)))

    def _told(self, line: PlanLine, one: _Asked, judged: "CellOutcome | Refused") -> PlanLine:
        """A line with what becomes of its cell."""
        called, said = f"{one.who.name}, {one.part.name}", one.cell.points
        stands = mark_words(one.given, self.held.zone)
        if isinstance(judged, Overtaken) or (isinstance(judged, CellOutcome) and judged.state is CellState.OVERTAKEN):
            sentence = f"{called}: somebody marks it at this moment; the file says {said}."
            return replace(line, state=LineState.CONFLICT, sentence=sentence)
        if isinstance(judged, Refused) or judged.is_refused:
            why = judged if isinstance(judged, Refused) else judged.sentence
            return replace(line, state=LineState.REFUSED, sentence=f"Row {line.line}: {why}")
        if judged.state is CellState.SAME:
            return replace(line, sentence=f"{called}: {said}, as it is.")
        if one.changed:
            sentence = f"{called}: the file says {said}; since it was written the desk has {stands}."
            return replace(line, state=LineState.CONFLICT, sentence=sentence, cell=one.cell)
        if one.given is None:
            sentence = f"{called}: {said} of {points_words(one.part.out_of)}."
            return replace(line, state=LineState.NEW, sentence=sentence, cell=one.cell)
        sentence = f"{called}: {points_words(one.given.points)} -> {said} (was {stands})."
        return replace(line, state=LineState.CHANGED, sentence=sentence, cell=one.cell)

    def _called(self, at: int) -> str:
        """How a request calls a component: by its number, where no other has that number for its name."""
        number = str(at + 1)
        return self.kind.parts[at].name if any(fold(part.name) == number for part in self.kind.parts) else number

    def _check_whole(self, line: FileLine, who: Assessed) -> None:
        """Refuse a line of another session, of two people, or of somebody who has a line already."""
        reference = self.held.sheet.reference
        if line.session and line.session.upper() != reference.upper():
            raise Refused(f"It is of {quoted(line.session)}, not of {reference}.")
        address = email_key(self.held.emails.get(who.person, ""))
        if (
            line.name
            and sort_key(line.name) != sort_key(who.name)
            and (not line.email or email_key(line.email) != address)
        ):
            raise Refused(
                f"Person {who.person} is {who.name}, and not {quoted(line.name)}.",
                remedy="Look whether the columns were sorted one without the other.",
            )
        earlier = self.seen.setdefault(who.enrolment, line.line)
        if earlier != line.line:
            raise Refused(f"{who.name} stands in row {earlier} already.", remedy="Delete one of the two.")

    def _meant(self, line: FileLine) -> Assessed:
        """Who is meant: by her number, else her address, else her name.

        Raises:
            Refused: nobody who attends, or two of the name; the nearest are named.
        """
        people, key = self.held.sheet.people, sort_key(line.name)
        if line.person:
            number = line.person.removeprefix("#")
            found = [one for one in people if is_number(number) and one.person == int(number)]
            said = f"No person {quoted(line.person)}"
        elif line.email:
            address = email_key(line.email)
            found = [one for one in people if address and email_key(self.held.emails.get(one.person, "")) == address]
            said = f"Nobody with the address {quoted(line.email)}"
        elif line.name:
            found = [one for one in people if sort_key(one.name) == key]
            said = f"Nobody called {quoted(line.name)}"
        else:
            raise Refused("Nobody is named.", remedy="Give her number, her address or her name.")
        if len(found) > 1:
            numbers = ", ".join(str(one.person) for one in found)
            raise Refused(f"{len(found)} people are called {quoted(line.name)}: {numbers}.", remedy="Give the number.")
        if found:
            return found[0]
        names = {sort_key(one.name): f"{one.name} ({one.person})" for one in people}
        near = "; ".join(names[one] for one in get_close_matches(key, list(names), n=_MOST_NEAR)) if key else ""
        raise NotFound(f"{said} attends {self.held.sheet.reference}.", remedy=f"Near it: {near}." if near else "")


def _judged(desk: Desk, request: EnterMarks) -> "Sequence[CellOutcome | Refused]":
    """What the engine says of each cell; one alone is refused by raising."""
    try:
        return enter_marks(desk, request).cells
    except Refused as why:
        if len(request.marks) > 1:
            raise
        return (why,)

"""Marks: one cell of a mark sheet or many, entered as one deed; nothing is overwritten unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from acxdesk.actions.assessing import Delegate, MarkBook
from acxdesk.actions.requests import GivenLine, Line, Reason, Request, RowNumber
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.numbering import number
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Overtaken, Refused
from acxdesk.records.marks import Mark
from acxdesk.rules.impartiality import both_marks, is_same
from acxdesk.rules.marks import MarkState, Origin, Series, points
from acxdesk.rules.moderation import counting, lie_apart
from acxdesk.rules.outcomes import resit_parts
from acxdesk.rules.schemes import Part, points_words

MOST_ATTEMPTS: Final = 10
_UNSEEN: Final = "Look at the sheet again, then repeat your mark."


class CellMark(BaseModel):
    """One cell as somebody typed it."""

    # Blanks stay: " 7 " is no plain number.
    model_config = ConfigDict(extra="forbid", frozen=True)

    enrolment: RowNumber | None = None  # the number of her place; or
    person: RowNumber | None = None  # her number
    component: Annotated[str, BeforeValidator(str)]  # by name, or by its number in the scheme's order
    points: str  # a plain number; empty takes an unreleased mark away
    version: Annotated[int, Field(ge=0)] | None = None  # as read; 0: it was empty; None: nobody looked
    mark: RowNumber | None = None  # the number of the mark that was read, where there was one


class EnterMarks(Request):
    """Marks of one series and attempt, of one person or many."""

    session: GivenLine
    series: Series = Series.FIRST
    attempt: Annotated[int, Field(ge=1, le=MOST_ATTEMPTS)] = 1
    marks: Annotated[tuple[CellMark, ...], Field(min_length=1)]
    by: Line = ""  # who marked; empty: who sits at the desk
    reason: Reason = ""  # why one person gives two of the marks that are to be independent


class CellState(StrEnum):
    """What became of a cell."""

    ENTERED = "entered"
    CHANGED = "changed"
    TAKEN = "taken away"
    SAME = "as it was"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """What became of one cell, and what stands in it now."""

    enrolment: int | None  # None where nobody is meant
    person: int | None
    name: str
    component: int | None  # the number of its row; None where the scheme has none
    state: CellState
    sentence: str  # what was done, or why not
    points: int | None = None  # hundredths of a point
    mark: int | None = None  # the number of the mark, to be read with its version
    version: int = 0

    @property
    def is_refused(self) -> bool:
        """Whether it was not done."""
        return self.state in {CellState.REFUSED, CellState.OVERTAKEN}


@dataclass(frozen=True, slots=True)
class MarksReport:
    """What a request did to each cell, or would do; in the order of the request."""

    receipt: Receipt
    cells: tuple[CellOutcome, ...]

    @property
    def refused(self) -> tuple[CellOutcome, ...]:
        """The cells that stay as they are."""
        return tuple(cell for cell in self.cells if cell.is_refused)


def enter_marks(desk: Desk, request: EnterMarks) -> MarksReport:
    """Enter marks, change them, or take them away, all as one deed.

    A cell that cannot be is refused with its sentence and keeps no other from being done; one cell alone raises.

    Raises:
        NotFound: no such session; or the one cell's person or component.
        Overtaken: the one cell holds another mark than the one that was read.
        Refused: the session has no scheme; or the one cell cannot be marked so.
    """
    with desk.changing("mark enter", deed=request.deed) as change:
        book = MarkBook.read(change.work, request.session)
        writer = _Writer(change, book, request)
        book.open(change.work, writer.places())
        done = [writer.written(cell) for cell in request.marks]
        number(change.work)
        change.concern("session", book.sitting.id)
        change.say(_summary(book.sitting.reference, request, [each.outcome() for each in done]))
        changed = change.changed  # flushed: the rows have their versions
        cells = tuple(each.outcome() for each in done)
    lines = tuple(cell.sentence for cell in cells) if len(cells) > 1 else ()
    return MarksReport(Receipt(change.sentence, lines, changed=changed, rehearsed=desk.rehearsal), cells)


@dataclass(frozen=True, slots=True)
class _Done:
    """A cell that was gone over; its row has a number and a version once it is written."""

    who: Delegate | None
    part: Part | None
    state: CellState
    sentence: str
    row: Mark | None = None

    def outcome(self) -> CellOutcome:
        row, who = self.row, self.who
        return CellOutcome(
            enrolment=who.enrolment if who else None,
            person=who.person if who else None,
            name=who.name if who else "",
            component=self.part.id if self.part else None,
            state=self.state,
            sentence=self.sentence,
            points=row.points if row else None,
            mark=row.id if row else None,
            version=row.version or 0 if row else 0,
        )


@dataclass(slots=True)
class _Writer:
    """Goes over the cells of a request."""

    change: Changing
    book: MarkBook
    request: EnterMarks

    @property
    def by(self) -> str:
        return self.request.by or self.change.who

    def places(self) -> list[int]:
        """The places of everybody whom the request is about and who attends."""
        by_person = {one.person: one.enrolment for one in self.book.people.values()}
        meant = (
            cell.enrolment if cell.enrolment is not None else by_person.get(cell.person or 0)
            for cell in self.request.marks
        )
        return [place for place in meant if place in self.book.people]

    def written(self, cell: CellMark) -> _Done:
        who, part = None, None
        try:
            who = self.book.delegate(enrolment=cell.enrolment, person=cell.person)
            part = self.book.part(cell.component)
            return self._written(cell, who, part)
        except Refused as refused:
            if len(self.request.marks) == 1:
                raise
            state = CellState.OVERTAKEN if isinstance(refused, Overtaken) else CellState.REFUSED
            row = self._cell(who, part).get(self.request.series) if who and part else None
            return _Done(who, part, state, str(refused), row)

    def _cell(self, who: Delegate, part: Part) -> Mapping[Series, Mark]:
        """What stands in the cell as it was marked: remarks and appeals are about released marks only."""
        return {
            mark.series: mark
            for mark in self.book.marks[who.enrolment]
            if mark.component_id == part.id and mark.attempt == self.request.attempt and mark.origin is Origin.MARKING
        }

    def _written(self, cell: CellMark, who: Delegate, part: Part) -> _Done:
        held = self._cell(who, part)
        called = f"{part.name} of {who.name}"
        self._check_open(called, who, part, held)
        self._check_series(called, who, part, held)
        row = held.get(self.request.series)
        given = None if cell.points == "" else points(cell.points, out_of=part.out_of, what=called)
        if given == (row.points if row else None):
            return _Done(who, part, CellState.SAME, f"{called} is as it was.", row)
        self._check_seen(called, cell, row)
        if given is None:
            assert row is not None
            self._unsettle(who, held)
            self.book.marks[who.enrolment].remove(row)
            self.change.work.delete(row)
            self.change.concern("person", who.person)
            return _Done(who, part, CellState.TAKEN, f"{called}: {points_words(row.points)} was taken away.")
        self._check_markers(who, held)
        self._unsettle(who, held)
        self.change.concern("person", who.person)
        figures = f"{called}: {points_words(given)} of {points_words(part.out_of)}"
        if row is None:
            row = self._new(who, part, given)
            return _Done(who, part, CellState.ENTERED, f"{figures}.", row)
        was = f"{figures}, was {points_words(row.points)} by {row.marked_by}."
        row.points, row.marked_by, row.marked_at = given, self.by, self.change.now
        return _Done(who, part, CellState.CHANGED, was, row)

    def _new(self, who: Delegate, part: Part, given: int) -> Mark:
        row = Mark(
            enrolment_id=who.enrolment,
            component_id=part.id,
            attempt=self.request.attempt,
            series=self.request.series,
            revision=0,
            points=given,
            marked_by=self.by,
            marked_at=self.change.now,
            state=MarkState.ENTERED,
            origin=Origin.MARKING,
            replaces_id=None,
            reason="",
        )
        self.book.marks[who.enrolment].append(row)
        self.change.work.add(row)
        return row

    def _unsettle(self, who: Delegate, held: Mapping[Series, Mark]) -> None:
        """What was agreed of other marks is agreed no more."""
        settled = held.get(Series.AGREED)
        if settled is None:
            return
        self.book.marks[who.enrolment].remove(settled)
        self.change.work.delete(settled)
        for mark in held.values():
            if mark is not settled:
                mark.state = MarkState.ENTERED

    def _check_open(self, called: str, who: Delegate, part: Part, held: Mapping[Series, Mark]) -> None:
        """Refuse what was released, and a resit that is not due."""
        if any(mark.state is MarkState.RELEASED for mark in held.values()):
            raise Refused(f"{called} is released.", remedy="It changes only by a remark or an appeal.")
        attempt, due = self.request.attempt, self.book.due.get(who.enrolment)
        if attempt == 1:
            return
        if due is None or due.attempt != attempt:
            other = f" Attempt {due.attempt} is." if due else ""
            raise Refused(
                f"Attempt {attempt} is not due for {who.name}.{other}",
                remedy="A resit is marked once the outcome before it was released as resit due.",
            )
        worth = counting(self.book.scheme, self.book.given(who.enrolment), twice=who.twice)
        parts = resit_parts(self.book.scheme, worth, due)
        if part not in parts:
            tried = ", ".join(each.name for each in parts)
            raise Refused(f"{called} is no part of her resit.", remedy=f"It is of {tried}." if tried else "")

    def _check_series(self, called: str, who: Delegate, part: Part, held: Mapping[Series, Mark]) -> None:
        """Refuse a mark that nobody asked for."""
        match self.request.series:
            case Series.AGREED:
                raise Refused(f"{called}: an agreed mark follows from the others.", remedy="Use mark agree.")
            case Series.SECOND if not who.twice and Series.SECOND not in held:
                raise Refused(f"No second mark is asked for {who.name}.", remedy=self._asked_twice())
            case Series.THIRD if Series.THIRD not in held:
                first, second = held.get(Series.FIRST), held.get(Series.SECOND)
                rule = self.book.scheme.second
                if first is None or second is None or not lie_apart(rule, part.pass_mark, first.points, second.points):
                    raise Refused(
                        f"{called} needs no third mark.", remedy="A third marker decides where two marks lie apart."
                    )

    def _asked_twice(self) -> str:
        names = [one.name for one in self.book.people.values() if one.twice]
        if not names:
            return "The scheme has no second marking."
        few = ", ".join(names[:5])
        return f"The sample is {few}{f' and {len(names) - 5} others' if len(names) > 5 else ''}."  # noqa: PLR2004

    def _check_seen(self, called: str, cell: CellMark, row: Mark | None) -> None:
        """Refuse to overwrite a mark that whoever types has not seen."""
        yours = f"your {cell.points or 'removal'} was not written"
        if row is None:
            if cell.version:
                raise Overtaken(f"{called}: the mark that you read was taken away; {yours}.", remedy=_UNSEEN)
            return
        now = f"{points_words(row.points)} by {row.marked_by} on {self.book.local(row.marked_at)}"
        if cell.version is None:
            if not is_same(row.marked_by, self.by):
                raise Overtaken(
                    f"{called} is {now}; {yours}.",
                    remedy=f"To replace it, say that you read it: --version {row.version}.",
                )
        elif cell.version != row.version or cell.mark not in {None, row.id}:
            raise Overtaken(f"{called} is {now}, after you had read it; {yours}.", remedy=_UNSEEN)

    def _check_markers(self, who: Delegate, held: Mapping[Series, Mark]) -> None:
        """Warn where one person gives two marks that are to be independent."""
        others = [mark for series, mark in held.items() if series not in {self.request.series, Series.AGREED}]
        if any(is_same(mark.marked_by, self.by) for mark in others):
            caution = both_marks(self.by, who.name, who.enrolment)
            remedy = "Let somebody else mark it, or say why; the reason is kept."
            self.book.warnings.go_past(self.change, [caution], self.request.reason, remedy)


def _summary(reference: str, request: EnterMarks, cells: Sequence[CellOutcome]) -> str:
    kind = "" if request.series is Series.FIRST else f"{request.series} "
    again = f" of attempt {request.attempt}" if request.attempt > 1 else ""
    if len(cells) == 1:
        about = f", {kind}mark{again}" if kind or again else ""
        return f"{reference}{about}: {cells[0].sentence}"
    count = {state: sum(cell.state is state for cell in cells) for state in CellState}
    parts = [f"{number:,} {state}" for state, number in count.items() if number]
    return f"{reference}, {kind}marks{again}: {', '.join(parts)}."

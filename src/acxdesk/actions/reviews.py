"""Remarks and appeals: the only way in which a released mark changes, each a new record seeded with the old."""

from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import AfterValidator, ConfigDict, Field

from acxdesk.actions.assessing import Delegate, MarkBook
from acxdesk.actions.marks import MOST_ATTEMPTS
from acxdesk.actions.requests import GivenLine, Line, Reason, Request, RowNumber, kept
from acxdesk.actions.results import new_result
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.queries.marks import sheet_of
from acxdesk.records.marks import Mark
from acxdesk.rules.impartiality import is_same, own_appeal
from acxdesk.rules.marks import Given, MarkState, Origin, Series, points, standing
from acxdesk.rules.schemes import Part, points_words

_APPEAL_REMEDY: Final = "Let somebody decide it who did not mark, or say why not: --override; the reason is kept."


def _given_reason(value: str, what: str) -> str:
    if not value:
        raise Refused(f"{what} is missing.", remedy="Say why in a few words; it is kept.")
    return value


class OpenReview(Request):
    """A released mark that somebody wants looked at again."""

    session: GivenLine
    enrolment: RowNumber | None = None  # the number of her place; or
    person: RowNumber | None = None  # her number
    component: GivenLine  # by name, or by its number in the scheme's order
    attempt: Annotated[int, Field(ge=1, le=MOST_ATTEMPTS)] | None = None  # None: the last one that was released
    reason: Annotated[Reason, AfterValidator(kept(_given_reason))]


class DecideReview(Request):
    """What a remark or an appeal comes to."""

    model_config = ConfigDict(str_strip_whitespace=False)  # " 7 " is no plain number

    session: GivenLine
    enrolment: RowNumber | None = None
    person: RowNumber | None = None
    component: GivenLine
    points: str = ""  # a plain number; empty: the mark stays as it was
    by: Line = ""  # who decides; empty: who sits at the desk
    reason: Reason = ""  # why it was decided so
    override: Reason = ""  # why whoever marked decides the appeal


def remark(desk: Desk, request: OpenReview) -> Receipt:
    """Have a released mark marked again. Until that is decided, the mark counts as it is.

    Raises:
        NotFound: no such session, component, or person who attends it.
        Refused: the mark is not released, or is looked at again already.
    """
    return _opened(desk, request, Origin.REMARK)


def appeal(desk: Desk, request: OpenReview) -> Receipt:
    """Note a delegate's appeal against a released mark; as `remark`, but nobody who marked should decide it."""
    return _opened(desk, request, Origin.APPEAL)


def decide_review(desk: Desk, request: DecideReview) -> Receipt:
    """Decide the open remark or appeal of a component; the outcome is told anew where it is another now.

    Raises:
        NotFound: no such session, component, or person who attends it.
        Refused: nothing is open there, the mark is no plain number, or whoever marked decides an appeal without a
            reason.
    """
    with desk.changing("mark decide", deed=request.deed) as change:
        book, who, part = _meant(change, request)
        row = next(
            (mark for mark in book.marks[who.enrolment] if mark.component_id == part.id and _is_open(mark)), None
        )
        called = f"{part.name} of {who.name}"
        if row is None:
            raise Refused(f"{called}: no remark or appeal is open.", remedy="It was decided, or nobody asked for it.")
        by, was = request.by or change.who, row.points
        if request.points:
            row.points = points(request.points, out_of=part.out_of, what=called)
        if row.origin is Origin.APPEAL and any(is_same(each, by) for each in _markers(book.marks[who.enrolment], row)):
            caution = own_appeal(by, who.name, part.name, who.enrolment)
            book.warnings.go_past(change, [caution], request.override, _APPEAL_REMEDY)
        row.marked_by, row.marked_at, row.state = by, change.now, MarkState.RELEASED
        if request.reason:
            row.reason = f"{row.reason}\n{request.reason}"
        told = _told_anew(change, book, who)
        figures = (
            f"{points_words(was)} stays"
            if row.points == was
            else f"{points_words(row.points)}, was {points_words(was)}"
        )
        change.say(f"{book.sitting.reference}, {row.origin} decided: {called}: {figures}.")
    return Receipt(change.sentence, told, (row.id,), rehearsed=desk.rehearsal)


def _opened(desk: Desk, request: OpenReview, origin: Origin) -> Receipt:
    with desk.changing(f"mark {origin}", deed=request.deed) as change:
        book, who, part = _meant(change, request)
        called = f"{part.name} of {who.name}"
        given = book.given(who.enrolment)
        if open_ := next((mark for mark in given if mark.component == part.id and mark.is_open_review), None):
            raise Refused(
                f"{called}: the {open_.origin} of {book.local(open_.at)} is not decided yet.",
                remedy="Decide it first: mark decide.",
            )
        old = _released_mark(given, part, request.attempt)
        if old is None:
            raise Refused(f"{called} is not released.", remedy="Until then it is changed on the mark sheet.")
        revisions = [mark.revision for mark in given if _cell(mark) == _cell(old)]
        row = Mark(
            enrolment_id=who.enrolment,
            component_id=part.id,
            attempt=old.attempt,
            series=old.series,
            revision=max(revisions) + 1,
            points=old.points,
            marked_by=change.who,
            marked_at=change.now,
            state=MarkState.ENTERED,
            origin=origin,
            replaces_id=old.id,
            reason=request.reason,
        )
        change.work.add(row)
        change.work.flush()
        change.say(
            f"{book.sitting.reference}, {origin}: {called}: {points_words(old.points)} counts until it is decided."
        )
    return Receipt(change.sentence, (), (row.id,), rehearsed=desk.rehearsal)


def _meant(change: Changing, request: OpenReview | DecideReview) -> tuple[MarkBook, Delegate, Part]:
    book = MarkBook.read(change.work, request.session)
    who = book.delegate(enrolment=request.enrolment, person=request.person)
    part = book.part(request.component)
    book.open(change.work, [who.enrolment])
    change.concern("session", book.sitting.id)
    change.concern("person", who.person)
    return book, who, part


def _is_open(mark: Mark) -> bool:
    return mark.origin is not Origin.MARKING and mark.state is not MarkState.RELEASED


def _cell(mark: Given) -> tuple[int, int, Series]:
    return mark.component, mark.attempt, mark.series


def _released_mark(given: Sequence[Given], part: Part, attempt: int | None) -> Given | None:
    """The released mark that counts for a component, of the last attempt unless one is asked for."""
    for (component, tried), cell in sorted(standing(given).items(), reverse=True):
        if component != part.id or attempt not in {None, tried}:
            continue
        mark = cell.get(Series.AGREED, cell.get(Series.FIRST))
        if mark is not None and mark.is_released:
            return mark
    return None


def _markers(marks: Sequence[Mark], row: Mark) -> list[str]:
    """Everybody who gave a mark in the cell that an appeal is about."""
    return [
        mark.marked_by
        for mark in marks
        if mark is not row
        and (mark.component_id, mark.attempt) == (row.component_id, row.attempt)
        and not (mark.series is Series.AGREED and mark.origin is Origin.MARKING)  # it follows from the others
    ]


def _told_anew(change: Changing, book: MarkBook, who: Delegate) -> tuple[str, ...]:
    """Tell somebody her outcome anew where it is another after a decision; answers with what she is told."""
    change.work.flush()
    sheet = sheet_of(change.work, book.sitting, change.now)
    one = sheet.person(who.enrolment)
    if one is None or sheet.scheme is None:
        return ()
    now = one.told_anew(sheet.scheme, sheet.today)
    if not now.is_decided:
        return (f"{one.name}: the outcome is told anew with the next release. {now.sentence}",)
    if one.released is not None and one.released.says(now):
        return (f"{one.name}: the outcome stays: {now.sentence}",)
    change.work.add(new_result(change, one.enrolment, one.released, now))
    return (f"{one.name}: {now.sentence}",)

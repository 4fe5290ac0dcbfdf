"""Outcomes that are told: a release for a whole session, or anew for one person after a remark or an appeal."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import orm, select

from acxdesk.actions.assessing import NO_SCHEME, Warnings, marked_session
from acxdesk.actions.requests import GivenLine, Reason, Request
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.numbering import number
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.together import write_together
from acxdesk.errors import Refused
from acxdesk.queries.marks import Assessed, MarkSheet, Released, sheet_of
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.marks import Mark, Result
from acxdesk.records.people import Person
from acxdesk.records.sessions import SessionCoach
from acxdesk.rules.impartiality import Coach, Marked, taught_alone
from acxdesk.rules.marks import Given, MarkState, Origin, Series
from acxdesk.rules.outcomes import Outcome, Verdict, in_force

_MOST_NAMED: Final = 10  # people that a refusal names


class Release(Request):
    """A session whose outcomes are to be told."""

    session: GivenLine
    incomplete: bool = False  # release the others where somebody's is incomplete
    reason: Reason = ""  # why whoever taught alone marked; it is kept


def release(desk: Desk, request: Release) -> Receipt:
    """Tell everybody who attends her outcome, where it is another than the last that she was told.

    Her marks are released with it and stay as they are from then on. A second release of the same changes nothing.

    Raises:
        NotFound: no such session.
        Refused: it has no scheme, nobody attends, somebody's outcome is incomplete, or whoever taught alone marked
            and no reason is given.
    """
    with desk.changing("result release", deed=request.deed) as change:
        sheet = _sheet(change, request.session)
        waiting = [one for one in sheet.people if not one.outcome.is_decided]
        if waiting and (not request.incomplete or len(waiting) == len(sheet.people)):
            raise _held_back(sheet, waiting)
        ready = [one for one in sheet.people if one.outcome.is_decided]
        cautions = taught_alone(sheet.reference, _coaches(change.work, sheet.session), _marked(ready))
        remedy = "Have the work marked by somebody else too, or say why not; the reason is kept."
        Warnings(sheet.session).go_past(change, cautions, request.reason, remedy)
        told = [one for one in ready if not one.is_released]
        for one in told:
            change.work.add(new_result(change, one.enrolment, one.released, one.outcome))
        number(change.work)
        fresh = [mark for one in ready for mark in _fresh(one)]
        released = _rows(change.work, sheet.session, fresh)
        for mark in released:
            mark.state = MarkState.RELEASED
        write_together(change.work, released)
        for one in told:
            change.concern("person", one.person)
        change.concern("session", sheet.session)
        change.say(_summary(sheet.reference, told, waiting))
        changed = change.changed
    lines = tuple(f"{one.name}: {one.outcome.sentence}" for one in (*told, *waiting))
    return Receipt(change.sentence, lines, changed=changed, rehearsed=desk.rehearsal)


def new_result(change: Changing, enrolment: int, before: Released | None, outcome: Outcome) -> Result:
    """The record of an outcome that is told, behind the last one."""
    return Result(
        enrolment_id=enrolment,
        number=before.number + 1 if before else 1,
        verdict=outcome.verdict,
        total=outcome.total,
        sentence=outcome.sentence,
        resit_by=outcome.resit_by,
        released_at=change.now,
        released_by=change.who,
    )


def _sheet(change: Changing, reference: str) -> MarkSheet:
    sheet = sheet_of(change.work, marked_session(change.work, reference), change.now)
    if sheet.scheme is None:
        raise Refused(f"{sheet.reference} has no assessment scheme.", remedy=NO_SCHEME)
    if not sheet.people:
        raise Refused(f"Nobody attends {sheet.reference}.", remedy="Book its delegates first.")
    return sheet


def _held_back(sheet: MarkSheet, waiting: Sequence[Assessed]) -> Refused:
    named = "; ".join(f"{one.name}: {', '.join(one.outcome.missing)}" for one in waiting[:_MOST_NAMED])
    more = f"; and {len(waiting) - _MOST_NAMED:,} others" if len(waiting) > _MOST_NAMED else ""
    who = "1 person is" if len(waiting) == 1 else f"{len(waiting):,} people are"
    rest = "" if len(waiting) == len(sheet.people) else ", or release the others without them: --incomplete"
    return Refused(f"{sheet.reference}: {who} incomplete ({named}{more}).", remedy=f"Mark what is missing{rest}.")


def _fresh(one: Assessed) -> list[Given]:
    """Her marks that are released with her outcome; a remark or appeal is decided by itself."""
    return [
        mark
        for mark in in_force(one.marks, one.due)
        if mark.origin is Origin.MARKING and mark.state is not MarkState.RELEASED
    ]


def _marked(ready: Sequence[Assessed]) -> list[Marked]:
    """Who gave the marks that are to be released, cell by cell."""
    found = []
    for one in ready:
        cells: dict[tuple[int, int], list[str]] = {}
        for mark in _fresh(one):
            if mark.series is not Series.AGREED:
                cells.setdefault((mark.component, mark.attempt), []).append(mark.by)
        found += [Marked(one.enrolment, one.name, tuple(markers)) for markers in cells.values()]
    return found


def _coaches(work: orm.Session, session: int) -> list[Coach]:
    rows = work.execute(
        select(Person.name, Person.email)
        .join(SessionCoach, SessionCoach.person_id == Person.id)
        .where(SessionCoach.session_id == session)
        .order_by(SessionCoach.id)
    )
    return [Coach(row.name, row.email) for row in rows]


def _rows(work: orm.Session, session: int, fresh: Iterable[Given]) -> list[Mark]:
    """The rows of marks of a session that are not released yet, to be changed."""
    wanted = {mark.id for mark in fresh}
    rows = work.scalars(
        select(Mark)
        .join(Mark.enrolment)
        .where(Enrolment.session_id == session, Mark.state != MarkState.RELEASED)
        .order_by(Mark.id)
    )
    return [row for row in rows if row.id in wanted]


def _summary(reference: str, told: Sequence[Assessed], waiting: Sequence[Assessed]) -> str:
    held = f"; {len(waiting):,} incomplete" if waiting else ""
    if not told:
        return f"{reference}: nothing to release, everybody was told her outcome as it is{held}."
    counts = ((verdict, sum(one.outcome.verdict is verdict for one in told)) for verdict in Verdict)
    parts = ", ".join(f"{count:,} {verdict}" for verdict, count in counts if count)
    return f"{reference}: {len(told):,} outcome{'' if len(told) == 1 else 's'} released ({parts}){held}."

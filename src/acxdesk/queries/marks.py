"""Marks as the desk reads them: the mark sheet of a session, and everybody's marks, hours and outcome behind it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.attendance import sat
from acxdesk.queries.schemes import schemes
from acxdesk.records.catalogue import Edition
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.marks import Mark, Result
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session
from acxdesk.rules.attendance import Hours, Sat, hours
from acxdesk.rules.enrolments import ATTENDS
from acxdesk.rules.localtime import wall
from acxdesk.rules.marks import Given, Series, standing
from acxdesk.rules.moderation import Counting, counting, sampled
from acxdesk.rules.outcomes import Due, Outcome, Verdict, due_after, in_force, outcome, resit_parts
from acxdesk.rules.people import sort_key
from acxdesk.rules.schemes import Scheme
from acxdesk.rules.sessions import Status


@dataclass(frozen=True, slots=True)
class Released:
    """The outcome that somebody was told last."""

    number: int  # from 1; the highest holds
    verdict: Verdict
    total: int | None  # hundredths of a point of 100
    sentence: str
    resit_by: date | None
    at: datetime  # UTC
    by: str

    def says(self, outcome: Outcome) -> bool:
        """Whether an outcome is this one."""
        now = (outcome.verdict, outcome.total, outcome.sentence, outcome.resit_by)
        return (self.verdict, self.total, self.sentence, self.resit_by) == now


@dataclass(frozen=True, slots=True)
class Assessed:
    """One person who attends a session: what she sat, her marks, what they come to."""

    session: int
    enrolment: int
    person: int
    name: str
    hours: Hours
    twice: bool  # whether her work is marked twice
    marks: tuple[Given, ...]  # of every series and attempt, open reviews and what was replaced among them
    due: Due | None  # the resit that was released as due
    open: tuple[int, ...]  # components whose marks can be entered: what is not released, or what a due resit is of
    outcome: Outcome  # as it is now, released or not
    released: Released | None  # None: she was told nothing yet

    @property
    def attempt(self) -> int:
        """The attempt that is marked now: the resit that is due, else the last one."""
        return self.due.attempt if self.due else max((mark.attempt for mark in self.marks), default=1)

    def mark(self, component: int, attempt: int = 1, series: Series = Series.FIRST) -> Given | None:
        """The mark of a series that stands; None where there is none, or where it is not for the reader."""
        return standing(self.marks).get((component, attempt), {}).get(series)

    def review(self, component: int) -> Given | None:
        """The remark or appeal of a component that nobody has decided."""
        return next((mark for mark in self.marks if mark.component == component and mark.is_open_review), None)

    def told_anew(self, scheme: Scheme, today: date) -> Outcome:
        """Her outcome by released marks alone: what a remark or an appeal changes, before a resit is judged.

        A resit whose last day is over was not taken only once a release has said so.
        """
        given = [mark for mark in self.marks if mark.is_released]
        worth = counting(scheme, in_force(given, self.due), twice=self.twice)
        if self.due is not None and self.released is not None and self.released.verdict is Verdict.RESIT:
            today = min(today, self.due.by)
        return outcome(scheme, self.hours, worth, today=today, due=self.due)

    @property
    def is_released(self) -> bool:
        """Whether she was told her outcome as it is now."""
        return self.released is not None and self.released.says(self.outcome)


@dataclass(frozen=True, slots=True)
class MarkSheet:
    """The mark sheet of a session: people down, components across."""

    session: int
    reference: str
    title: str
    edition: int  # the number of its edition's row
    scheme: Scheme | None  # None: its edition has none yet
    people: tuple[Assessed, ...]  # who attends, by name
    today: date  # at the session
    blind: bool  # whether marks were kept from the reader

    @property
    def complete(self) -> int:
        """How many people have an outcome that can be released."""
        return sum(one.outcome.is_decided for one in self.people)

    def person(self, enrolment: int) -> Assessed | None:
        """Somebody by the number of her place; None for who does not attend."""
        return next((one for one in self.people if one.enrolment == enrolment), None)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session as outcomes look at it."""

    id: int
    uid: str
    reference: str
    edition: int
    title: str
    zone: str
    status: Status


def sheet(desk: Desk, reference: str, *, blind_for: str = "") -> MarkSheet:
    """The mark sheet of a session, in six statements however many people and marks it has.

    Args:
        desk: where it is.
        reference: of the session.
        blind_for: the name of a second marker. Where the scheme is blind, first and third marks that somebody else
            gave are left out for everybody whose work is marked twice, until they are agreed.

    Raises:
        NotFound: no session has this reference.
    """
    with desk.reading() as work:
        sitting = sitting_of(work, reference)
        found = sheet_of(work, sitting, desk.clock.now())
    if not blind_for or found.scheme is None or not found.scheme.second.blind:
        return found
    return replace(found, blind=True, people=tuple(_unseen(one, blind_for) for one in found.people))


def sitting_of(work: orm.Session, reference: str) -> Sitting:
    """The session of this reference.

    Raises:
        NotFound: there is none.
    """
    row = work.execute(SITTINGS.where(func.upper(Session.reference) == reference.upper())).one_or_none()
    if row is None:
        raise NotFound(f"No session {reference}.", remedy="session list shows them all.")
    return Sitting(*row)


def sheet_of(work: orm.Session, sitting: Sitting, now: datetime) -> MarkSheet:
    """The whole mark sheet of a session, also for a deed on it."""
    read = schemes(work, [sitting.edition])
    people = assessed(work, [sitting], read, now)
    return MarkSheet(
        session=sitting.id,
        reference=sitting.reference,
        title=sitting.title,
        edition=sitting.edition,
        scheme=read.get(sitting.edition),
        people=tuple(people),
        today=wall(now, sitting.zone).date(),
        blind=False,
    )


SITTINGS = select(
    Session.id, Session.uid, Session.reference, Session.edition_id, Edition.title, Session.zone, Session.status
).join(Session.edition)


def assessed(
    work: orm.Session, sittings: Sequence[Sitting], read: Mapping[int, Scheme], now: datetime
) -> list[Assessed]:
    """Everybody who attends one of the sessions, by session, then name. Four statements for any number of people.

    Args:
        work: what to read with.
        sittings: the sessions; some hundreds at a time.
        read: the schemes of their editions.
        now: the instant of the reading (UTC).
    """
    numbers = [sitting.id for sitting in sittings]
    attending = (Enrolment.session_id.in_(numbers), Enrolment.place.in_(sorted(ATTENDS)))
    people: dict[int, list[Any]] = defaultdict(list)
    for row in work.execute(
        select(Enrolment.session_id, Enrolment.id, Enrolment.uid, Enrolment.person_id, Person.name)
        .join(Enrolment.person)
        .where(*attending)
        .order_by(Person.sort_key, Enrolment.id)
    ):
        people[row.session_id].append(row)
    marks = marks_of(work, *attending)
    told = released(work, *attending)
    meetings = sat(work, sessions=numbers)
    found = []
    for sitting in sittings:
        scheme, today = read.get(sitting.edition), wall(now, sitting.zone).date()
        hers = people[sitting.id]
        twice = sampled(scheme.second, sitting.uid, ((row.id, row.uid) for row in hers)) if scheme else frozenset()
        found += [
            _assessed(
                row,
                scheme,
                _Facts(marks.get(row.id, ()), meetings.get(row.id, ()), told.get(row.id), row.id in twice, today),
            )
            for row in hers
        ]
    return found


def marks_of(work: orm.Session, *where: ColumnElement[bool]) -> dict[int, tuple[Given, ...]]:
    """Marks by enrolment, in the order in which they were made. One statement."""
    found: dict[int, list[Given]] = defaultdict(list)
    for enrolment, *mark in work.execute(
        select(
            Mark.enrolment_id,
            Mark.id,
            Mark.version,
            Mark.component_id,
            Mark.attempt,
            Mark.series,
            Mark.revision,
            Mark.points,
            Mark.marked_by,
            Mark.marked_at,
            Mark.state,
            Mark.origin,
            Mark.reason,
        )
        .join(Mark.enrolment)
        .where(*where)
        .order_by(Mark.id)
    ):
        found[enrolment].append(Given(*mark))
    return {enrolment: tuple(hers) for enrolment, hers in found.items()}


def released(work: orm.Session, *where: ColumnElement[bool]) -> dict[int, Released]:
    """The last outcome that each was told, by enrolment. One statement."""
    rows: Iterable[Any] = work.execute(
        select(
            Result.enrolment_id,
            Result.number,
            Result.verdict,
            Result.total,
            Result.sentence,
            Result.resit_by,
            Result.released_at,
            Result.released_by,
        )
        .join(Result.enrolment)
        .where(*where)
        .order_by(Result.number)
    )
    return {enrolment: Released(*told) for enrolment, *told in rows}


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of one person before she is judged."""

    marks: tuple[Given, ...]
    meetings: tuple[Sat, ...]
    told: Released | None
    twice: bool
    today: date


def _assessed(row: Any, scheme: Scheme | None, facts: _Facts) -> Assessed:
    due = due_after(facts.told.resit_by if facts.told else None, facts.marks)
    worth = counting(scheme, in_force(facts.marks, due), twice=facts.twice) if scheme else ()
    sat_hours = hours(
        facts.meetings,
        asked=scheme.attendance if scheme else 0,
        recording_counts=scheme.recording_counts if scheme else False,
    )
    return Assessed(
        session=row.session_id,
        enrolment=row.id,
        person=row.person_id,
        name=row.name,
        hours=sat_hours,
        twice=facts.twice,
        marks=facts.marks,
        due=due,
        open=_open(scheme, facts.marks, worth, due) if scheme else (),
        outcome=outcome(scheme, sat_hours, worth, today=facts.today, due=due),
        released=facts.told,
    )


def _open(scheme: Scheme, marks: Iterable[Given], worth: Sequence[Counting], due: Due | None) -> tuple[int, ...]:
    if due is not None:
        return tuple(part.id for part in resit_parts(scheme, worth, due))
    told = {mark.component for mark in marks if mark.is_released}
    return tuple(part.id for part in scheme.parts if part.id not in told)


def _unseen(one: Assessed, reader: str) -> Assessed:
    """A person of the sheet without the marks that her second marker must not know."""
    if not one.twice:
        return one
    agreed = {cell for cell, held in standing(one.marks).items() if Series.AGREED in held}

    def is_hers_to_see(mark: Given) -> bool:
        return (
            mark.series in {Series.SECOND, Series.AGREED}
            or mark.is_released
            or (mark.component, mark.attempt) in agreed
            or sort_key(mark.by) == sort_key(reader)
        )

    return replace(one, marks=tuple(filter(is_hers_to_see, one.marks)))

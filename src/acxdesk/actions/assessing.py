"""A session's marks under a deed: whom and what they are about, what is there, and what somebody goes past.

Works on an open deed, for every deed about marks and results.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from sqlalchemy import orm, select

from acxdesk.actions.requests import said
from acxdesk.actions.tables import chunks
from acxdesk.desk.door import Changing
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.marks import Sitting, released, sitting_of
from acxdesk.queries.schemes import schemes
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.marks import Mark, Override
from acxdesk.records.people import Person
from acxdesk.rules.enrolments import ATTENDS
from acxdesk.rules.impartiality import Caution
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.marks import Given
from acxdesk.rules.moderation import sampled
from acxdesk.rules.outcomes import Due, due_after
from acxdesk.rules.schemes import Part, Scheme
from acxdesk.rules.sessions import Status
from acxdesk.rules.text import fold

NO_SCHEME: Final = "Give its programme's edition one first: scheme set."


def marked_session(work: orm.Session, reference: str) -> Sitting:
    """The session whose marks or outcomes a deed is about.

    Raises:
        NotFound: no such session.
        Refused: it is a draft or cancelled: nobody sits in it.
    """
    sitting = sitting_of(work, reference)
    if sitting.status in {Status.DRAFT, Status.CANCELLED}:
        remedy = "Open it first." if sitting.status is Status.DRAFT else "Reopen it first."
        raise Refused(f"{sitting.reference} is {sitting.status}; nothing is marked in it.", remedy=remedy)
    return sitting


@dataclass(frozen=True, slots=True)
class Delegate:
    """Somebody who attends."""

    enrolment: int
    person: int
    name: str
    twice: bool  # whether her work is marked twice


@dataclass(slots=True)
class Warnings:
    """The warnings of a session that somebody went past."""

    session: int
    kept: set[tuple[int | None, str]] | None = None  # place and sentence, once they were asked for

    def go_past(self, change: Changing, cautions: Sequence[Caution], reason: str, remedy: str) -> None:
        """Let a deed go past warnings with a reason, which is kept; what somebody went past before is silent.

        Raises:
            Refused: there is no reason.
        """
        if not cautions:
            return
        if self.kept is None:
            rows = change.work.execute(
                select(Override.enrolment_id, Override.sentence).where(Override.session_id == self.session)
            )
            self.kept = {(row.enrolment_id, row.sentence) for row in rows}
        new = [one for one in cautions if (one.enrolment, one.sentence) not in self.kept]
        if new and not reason:
            raise Refused(" ".join(one.sentence for one in new), remedy=remedy)
        for one in new:
            self.kept.add((one.enrolment, one.sentence))
            change.work.add(
                Override(
                    session_id=self.session,
                    enrolment_id=one.enrolment,
                    sentence=one.sentence,
                    reason=reason,
                    at=change.now,
                    who=change.who,
                )
            )


@dataclass(slots=True)
class MarkBook:
    """A session's people and scheme, and the marks of those whom a deed is about."""

    sitting: Sitting
    scheme: Scheme
    people: dict[int, Delegate]  # by the number of her place
    warnings: Warnings
    marks: dict[int, list[Mark]] = field(default_factory=lambda: defaultdict(list))  # by place
    due: dict[int, Due | None] = field(default_factory=dict)  # by place

    @classmethod
    def read(cls, work: orm.Session, reference: str) -> Self:
        """Read who attends, and what the scheme is, in three statements.

        Raises:
            NotFound: no such session.
            Refused: it is a draft or cancelled, or its edition has no scheme.
        """
        sitting = marked_session(work, reference)
        scheme = schemes(work, [sitting.edition]).get(sitting.edition)
        if scheme is None:
            raise Refused(f"{sitting.reference} has no assessment scheme.", remedy=NO_SCHEME)
        rows = work.execute(
            select(Enrolment.id, Enrolment.uid, Enrolment.person_id, Person.name)
            .join(Enrolment.person)
            .where(Enrolment.session_id == sitting.id, Enrolment.place.in_(sorted(ATTENDS)))
            .order_by(Person.sort_key, Enrolment.id)
        ).all()
        twice = sampled(scheme.second, sitting.uid, ((row.id, row.uid) for row in rows))
        people = {row.id: Delegate(row.id, row.person_id, row.name, row.id in twice) for row in rows}
        return cls(sitting, scheme, people, Warnings(sitting.id))

    def open(self, work: orm.Session, places: Iterable[int]) -> None:
        """Read the marks of these people, to be changed, and the resit that is due to each. Two statements for 500."""
        for some in chunks(places):
            for mark in work.scalars(select(Mark).where(Mark.enrolment_id.in_(some)).order_by(Mark.id)):
                self.marks[mark.enrolment_id].append(mark)
            told = released(work, Enrolment.id.in_(some))
            for place in some:
                last = told.get(place)
                self.due[place] = due_after(last.resit_by if last else None, self.given(place))

    def given(self, place: int) -> list[Given]:
        """The marks of somebody as the rules see them."""
        return [as_given(mark) for mark in self.marks[place]]

    def delegate(self, *, enrolment: int | None, person: int | None) -> Delegate:
        """Who is meant, by her place or her number.

        Raises:
            NotFound: she does not attend.
        """
        if enrolment is not None:
            found = self.people.get(enrolment)
        else:
            found = next((one for one in self.people.values() if one.person == person), None)
        if found is None:
            who = f"Person {person}" if enrolment is None else f"Place {enrolment}"
            raise NotFound(
                f"{who} does not attend {self.sitting.reference}.",
                remedy=f"mark sheet {self.sitting.reference} shows who does.",
            )
        return found

    def part(self, called: str) -> Part:
        """The component of this name, or of this number in the scheme's order.

        Raises:
            NotFound: the scheme has none; those that it has are named.
        """
        key = fold(called)
        for number, part in enumerate(self.scheme.parts, 1):
            if fold(part.name) == key or called == str(number):
                return part
        known = ", ".join(part.name for part in self.scheme.parts)
        raise NotFound(
            f"The scheme of {self.sitting.reference} has no component {said(called)}.",
            remedy=f"It has {known}." if known else "Nothing is marked in it: attendance alone decides.",
        )

    def local(self, moment: datetime) -> str:
        """An instant as the session's clocks show it."""
        local = wall(moment, self.sitting.zone)
        return f"{reading(local.date())} {local:%H:%M}"


def as_given(mark: Mark) -> Given:
    """A row as the rules see it."""
    return Given(
        mark.id or 0,
        mark.version or 0,
        mark.component_id,
        mark.attempt,
        mark.series,
        mark.revision,
        mark.points,
        mark.marked_by,
        mark.marked_at,
        mark.state,
        mark.origin,
        mark.reason,
    )

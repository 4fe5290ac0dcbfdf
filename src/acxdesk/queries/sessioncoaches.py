"""Who teaches a session: its coaches with what they answered, and who stands in for one of them in a meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, func, orm, select

from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, SessionCoach
from acxdesk.records.teaching import Asking, Substitution
from acxdesk.rules.sessions import Answer, Role, answer_words


@dataclass(frozen=True, slots=True)
class SubstituteRow:
    """Who teaches a meeting in the place of one of the session's coaches."""

    meeting: int
    absent: int  # a person
    absent_name: str
    person: int
    name: str
    reason: str

    @property
    def words(self) -> str:
        """In a line, by family names: "Turing for Okafor (ill)"."""
        return f"{self.name.split()[-1]} for {self.absent_name.split()[-1]} ({self.reason})"


@dataclass(frozen=True, slots=True)
class CoachRow:
    """A coach of a session."""

    person: int
    name: str
    role: Role
    answer: Answer | None = None  # None: she was just put down, which counts as confirmed
    asked_at: datetime | None = None  # UTC
    answered_at: datetime | None = None  # UTC, of that answer
    reason: str = ""  # of declining

    @property
    def teaches(self) -> bool:
        """Whether the meetings are hers: who has not declined counts."""
        return self.answer is not Answer.DECLINED

    def words(self, now: datetime) -> str:
        """Her name, her part and how far she is: "Okafor (lead) ✓ confirmed"."""
        return " ".join(filter(None, (f"{self.name} ({self.role})", answer_words(self.answer, self.asked_at, now))))


@dataclass(frozen=True, slots=True)
class Teachers:
    """Who teaches a session."""

    coaches: tuple[CoachRow, ...]  # in the order of their rows
    substitutes: tuple[SubstituteRow, ...]

    @classmethod
    def of(cls, work: orm.Session, session: int) -> Self:
        """Of the session with this number, in two statements."""
        return cls(_coaches(work, session), _substitutes(work, session))

    def instead(self, meeting: int) -> tuple[SubstituteRow, ...]:
        """Who stands in at a meeting."""
        return tuple(one for one in self.substitutes if one.meeting == meeting)


def _coaches(work: orm.Session, session: int) -> tuple[CoachRow, ...]:
    """The coaches of a session in the order of their rows, with how far they are."""
    statement = (
        select(
            Person.id,
            Person.name,
            SessionCoach.role,
            Asking.answer,
            Asking.asked_at,
            Asking.answered_at,
            func.coalesce(Asking.reason, ""),
        )
        .select_from(SessionCoach)
        .join(SessionCoach.person)
        .outerjoin(Asking, (Asking.session_id == SessionCoach.session_id) & (Asking.person_id == Person.id))
        .where(SessionCoach.session_id == session)
        .order_by(SessionCoach.id)
    )
    rows: Iterable[Any] = work.execute(statement)
    return tuple(CoachRow(*row) for row in rows)


def _substitutes(work: orm.Session, session: int) -> tuple[SubstituteRow, ...]:
    """Who stands in for whom in the meetings of a session."""
    absent, other = orm.aliased(Person), orm.aliased(Person)
    rows: Iterable[Any] = work.execute(
        select(Substitution.meeting_id, absent.id, absent.name, other.id, other.name, Substitution.reason)
        .select_from(Substitution)
        .join(Meeting, Meeting.id == Substitution.meeting_id)
        .join(absent, absent.id == Substitution.absent_id)
        .join(other, other.id == Substitution.person_id)
        .where(Meeting.session_id == session)
        .order_by(Substitution.id)
    )
    return tuple(SubstituteRow(*row) for row in rows)


def has_declined(coach: Any) -> ColumnElement[bool]:
    """Whether the coach of a `SessionCoach` (or an alias of it) was asked to teach that session, and declined."""
    found = select(Asking.id).where(
        Asking.session_id == coach.session_id,
        Asking.person_id == coach.person_id,
        Asking.answer == Answer.DECLINED,
    )
    return found.correlate_except(Asking).exists()

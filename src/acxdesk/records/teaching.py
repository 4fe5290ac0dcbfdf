"""Who teaches what: coaches who are asked, who stands in for whom, meetings that are taught together."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import STRICT, Base, Editable, Word, one_of
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.sessions import Answer


class Asking(Editable, Base):
    """That a coach was asked to teach a session, and what became of it. Who was just put down has none."""

    __subjects__: ClassVar[dict[str, str]] = {"session": "session_id", "person": "person_id"}
    __tablename__ = "askings"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        one_of("answer", Answer),
        Index(None, "person_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[Answer] = mapped_column(Word(Answer))
    asked_at: Mapped[datetime]  # UTC
    answered_at: Mapped[datetime | None]  # UTC, of the present answer; None while she is asked
    reason: Mapped[str]  # of declining, or empty

    session: Mapped[Session] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


class Substitution(Editable, Base):
    """Who teaches one meeting in the place of one of its session's coaches."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "person_id"}
    __tablename__ = "substitutions"
    __table_args__ = (
        UniqueConstraint("meeting_id", "absent_id"),
        CheckConstraint("absent_id <> person_id", name="other"),
        Index(None, "person_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    absent_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    at: Mapped[datetime]  # UTC

    meeting: Mapped[Meeting] = relationship(lazy="raise")
    absent: Mapped[Person] = relationship(lazy="raise", foreign_keys=[absent_id])
    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])


class SharedMeeting(Base):
    """A meeting that is taught as part of another session's: one class, the delegates of both."""

    __subjects__: ClassVar[dict[str, str]] = {"meeting": "meeting_id"}
    __tablename__ = "shared_meetings"
    __table_args__ = (
        CheckConstraint("meeting_id <> host_id", name="other"),
        Index(None, "host_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), unique=True)  # goes where the host goes
    host_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))  # itself shared with none

    meeting: Mapped[Meeting] = relationship(lazy="raise", foreign_keys=[meeting_id])
    host: Mapped[Meeting] = relationship(lazy="raise", foreign_keys=[host_id])

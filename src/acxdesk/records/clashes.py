"""Clashes that somebody accepted, each with the reason."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from acxdesk.records.base import STRICT, Base, Word, one_of
from acxdesk.rules.clashes import Kind


class AcceptedClash(Base):
    """One clash that stands with a reason, as long as both sides of it stay where they were then."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "person_id"}
    __tablename__ = "accepted_clashes"
    __table_args__ = (
        one_of("kind", Kind),
        Index(None, "meeting_id"),
        Index(None, "other_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))  # of two meetings the one with the lower number
    other_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))  # None: it is no meeting (leave, busy)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # whose; None for a room
    starts_at: Mapped[datetime]  # UTC, of the meeting, when it was accepted
    ends_at: Mapped[datetime]  # UTC, likewise
    other_starts_at: Mapped[datetime]  # UTC, of the other side
    other_ends_at: Mapped[datetime]  # UTC, likewise
    reason: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]  # UTC

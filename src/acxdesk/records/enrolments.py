"""Who has which place in which session, and how she came to it."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import MONOTONE, STRICT, Base, Editable, Word, one_of
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session
from acxdesk.rules.enrolments import Place


class Enrolment(Editable, Base):
    """A person's place in a session: one row for the two of them, whatever happens to it."""

    __subjects__: ClassVar[dict[str, str]] = {"session": "session_id", "person": "person_id"}
    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        one_of("place", Place),
        Index(None, "session_id", "place"),
        Index(None, "person_id"),
        Index("ix_enrolments_offers", "offered_until", sqlite_where=text("place = 'offered'")),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # a UUID, made once: names her meetings in her calendar
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    place: Mapped[Place] = mapped_column(Word(Place))
    since: Mapped[datetime]  # UTC, of the present place
    waiting_since: Mapped[datetime | None]  # UTC, when she joined the waiting list or went to its end
    priority: Mapped[int]  # on the waiting list; higher goes first
    offered_until: Mapped[datetime | None]  # UTC, while an offer stands
    attended_from: Mapped[datetime | None]  # UTC, when she first came to sit in it; None while she never did
    left_at: Mapped[datetime | None]  # UTC, when she left after that; her later meetings are cancelled for her
    sequence: Mapped[int] = mapped_column(info=MONOTONE)  # raised when what her calendar says changes
    made_at: Mapped[datetime]  # UTC
    changed_at: Mapped[datetime] = mapped_column(info=MONOTONE)  # UTC

    session: Mapped[Session] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


# Whether an offer stands, written out: SQLite takes a partial index only for what it can see, not for a bound value.
IS_OFFERED = Enrolment.place == literal_column(f"'{Place.OFFERED.value}'")


class Move(Base):
    """One step of a place: who moved it, when, why."""

    __tablename__ = "moves"
    __table_args__ = (Index(None, "enrolment_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    verb: Mapped[str]
    before: Mapped[Place | None] = mapped_column(Word(Place))
    after: Mapped[Place] = mapped_column(Word(Place))
    at: Mapped[datetime]  # UTC
    who: Mapped[str]
    why: Mapped[str]

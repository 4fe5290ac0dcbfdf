"""Sessions, their meetings and their coaches."""

from datetime import date, datetime, time
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import MONOTONE, STRICT, Base, Editable, Word, one_of
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.people import Organisation, Person
from acxdesk.rules.sessions import Delivery, Role, Status


class Session(Editable, Base):
    """One run of a programme. `orm.Session` is the other thing: the parameter for that is called `work`."""

    __subjects__: ClassVar[dict[str, str]] = {"session": "id"}
    __tablename__ = "sessions"
    __table_args__ = (
        one_of("status", Status),
        one_of("delivery", Delivery),
        CheckConstraint("capacity_min >= 0 AND capacity_max >= 1 AND capacity_min <= capacity_max", name="capacity"),
        Index(None, "starts_on", "id"),
        Index(None, "programme_id", "starts_on"),
        Index(None, "ends_at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # a UUID, made once
    reference: Mapped[str] = mapped_column(unique=True)  # ACXM-2026-11-16: code and first planned start; kept on moves
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    duration: Mapped[str]  # what was promised, in the words of rules.durations
    zone: Mapped[str]  # IANA: the wall clock of its meetings
    delivery: Mapped[Delivery] = mapped_column(Word(Delivery))
    city: Mapped[str]
    venue: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))  # in-house for it
    link: Mapped[str]  # where to join online, or empty
    language: Mapped[str]  # BCP 47, or empty
    capacity_min: Mapped[int]
    capacity_max: Mapped[int]
    decision_on: Mapped[date | None]  # by when it is decided whether it goes ahead
    status: Mapped[Status] = mapped_column(Word(Status))
    status_before: Mapped[Status | None] = mapped_column(Word(Status))  # what reopening goes back to
    status_at: Mapped[datetime]  # UTC, when that was decided
    status_reason: Mapped[str]
    chosen: Mapped[str]  # what was not printed and therefore chosen: "year, time, zone"
    search_key: Mapped[str]  # folded: reference, title, city, venue
    # Derived from the meetings that are not cancelled (from all, when all are), written with every change of them:
    starts_on: Mapped[date]
    starts_at: Mapped[datetime]  # UTC
    ends_at: Mapped[datetime]  # UTC, when the last meeting ends

    programme: Mapped[Programme] = relationship(lazy="raise")
    edition: Mapped[Edition] = relationship(lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    meetings: Mapped[list["Meeting"]] = relationship(lazy="raise", order_by="Meeting.number", back_populates="session")
    coaches: Mapped[list["SessionCoach"]] = relationship(
        lazy="raise", order_by="SessionCoach.id", back_populates="session"
    )


class SessionCoach(Base):
    """A coach's part in a session."""

    __subjects__: ClassVar[dict[str, str]] = {"session": "session_id", "person": "person_id"}
    __tablename__ = "session_coaches"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        one_of("role", Role),
        Index(None, "person_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role] = mapped_column(Word(Role))

    session: Mapped[Session] = relationship(lazy="raise", back_populates="coaches")
    person: Mapped[Person] = relationship(lazy="raise")


class Meeting(Editable, Base):
    """One dated class of a session. Its truth is the wall time; the instants beside it are derived from that."""

    __subjects__: ClassVar[dict[str, str]] = {"session": "session_id"}
    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        Index(None, "starts_at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # a UUID, made once: its name in every calendar
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    number: Mapped[int]  # from 1
    day: Mapped[date]  # local, in the session's zone
    at: Mapped[time]  # local wall time
    minutes: Mapped[int]  # taught, breaks excluded
    starts_at: Mapped[datetime]  # UTC, derived
    ends_at: Mapped[datetime]  # UTC, derived
    place: Mapped[str]  # where it differs from the session's, or empty
    cancelled: Mapped[bool]
    reason: Mapped[str]  # why it was cancelled or moved
    was: Mapped[str]  # before the last move, and when that was: "Tue 20 Oct 2020 14:00, moved on Thu 2 Jul 2020"
    sequence: Mapped[int] = mapped_column(info=MONOTONE)  # raised with every change that calendars show
    made_at: Mapped[datetime]  # UTC
    changed_at: Mapped[datetime] = mapped_column(info=MONOTONE)  # UTC

    session: Mapped[Session] = relationship(lazy="raise", back_populates="meetings")

"""When coaches can teach and when they cannot: their hours, their leave, and what their own calendars say."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import STRICT, Base, Editable
from acxdesk.records.people import Person


class Leave(Editable, Base):
    """Days on which a coach does not teach. They begin and end at midnight of her zone."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "person_id"}
    __tablename__ = "leaves"
    __table_args__ = (CheckConstraint("first_on <= last_on", name="days"), Index(None, "person_id", "ends_at"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # a UUID, made once
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    first_on: Mapped[date]  # local, in the zone below
    last_on: Mapped[date]  # included
    zone: Mapped[str]  # IANA
    starts_at: Mapped[datetime]  # UTC, derived
    ends_at: Mapped[datetime]  # UTC, derived: the midnight after the last day
    reason: Mapped[str]  # or empty

    person: Mapped[Person] = relationship(lazy="raise")


class TeachingHours(Base):
    """A stretch of a weekday in which a coach can teach; one who has none of them can at any time."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "person_id"}
    __tablename__ = "teaching_hours"
    __table_args__ = (
        UniqueConstraint("person_id", "weekday", "opens"),
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="minutes"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    weekday: Mapped[int]  # ISO: 1 Monday to 7 Sunday, in the zone below
    opens: Mapped[int]  # minutes of the wall clock after midnight
    closes: Mapped[int]  # likewise; 1440 for the midnight that ends the day
    zone: Mapped[str]  # IANA


class BusyTime(Base):
    """A stretch in which a coach's own calendar has something; what it is was never read."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "person_id"}
    __tablename__ = "busy_times"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="order"),
        Index(None, "person_id", "ends_at"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]  # which of her calendars, "private": reading it again replaces what it said
    starts_at: Mapped[datetime]  # UTC
    ends_at: Mapped[datetime]  # UTC

"""Marks, the outcomes that were released of them, and the warnings that somebody overrode."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import STRICT, Base, Editable, Word, one_of
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.schemes import Component
from acxdesk.rules.marks import MarkState, Origin, Series
from acxdesk.rules.outcomes import Verdict


class Mark(Editable, Base):
    """What somebody gave one delegate for one component in one attempt.

    A released mark stays as it is: a remark or an appeal is a further row, which points at the mark it is about.
    """

    __tablename__ = "marks"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "component_id", "attempt", "series", "revision"),
        one_of("series", Series),
        one_of("state", MarkState),
        one_of("origin", Origin),
        CheckConstraint("points >= 0 AND attempt >= 1 AND revision >= 0", name="figures"),
        CheckConstraint("(origin = 'marking') = (replaces_id IS NULL)", name="replaces"),
        Index(None, "component_id"),
        Index(
            "ix_marks_open_reviews", "enrolment_id", sqlite_where=text("origin <> 'marking' AND state <> 'released'")
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    component_id: Mapped[int] = mapped_column(ForeignKey("components.id"))
    attempt: Mapped[int]  # from 1; those after the first are resits
    series: Mapped[Series] = mapped_column(Word(Series))
    revision: Mapped[int]  # 0 as it was marked, then one more with each remark or appeal
    points: Mapped[int]  # hundredths of a point
    marked_by: Mapped[str]  # the marker's name
    marked_at: Mapped[datetime]  # UTC
    state: Mapped[MarkState] = mapped_column(Word(MarkState))
    origin: Mapped[Origin] = mapped_column(Word(Origin))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("marks.id"))  # the released mark that it is about
    reason: Mapped[str]  # of a remark or an appeal; else empty

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
    component: Mapped[Component] = relationship(lazy="raise")


class Result(Base):
    """An outcome as it was released to a delegate; a later one stands beside it, never over it."""

    __tablename__ = "results"
    __table_args__ = (UniqueConstraint("enrolment_id", "number"), one_of("verdict", Verdict), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    number: Mapped[int]  # from 1; the highest holds
    verdict: Mapped[Verdict] = mapped_column(Word(Verdict))
    total: Mapped[int | None]  # hundredths of a point of 100; None without every mark
    sentence: Mapped[str]  # the outcome explained
    resit_by: Mapped[date | None]  # last day for the resit that is due
    released_at: Mapped[datetime]  # UTC
    released_by: Mapped[str]

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")


class Override(Base):
    """A warning that somebody went past, and why."""

    __subjects__: ClassVar[dict[str, str]] = {"session": "session_id"}
    __tablename__ = "overrides"
    __table_args__ = (Index(None, "session_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"))  # None: about the whole session
    sentence: Mapped[str]  # the warning
    reason: Mapped[str]
    at: Mapped[datetime]  # UTC
    who: Mapped[str]

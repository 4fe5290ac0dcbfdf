"""Nominations of a cycle: with their evidence, seconds, exceptions, points of the panel, and conflicts of interest."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import STRICT, Base, Editable, Word, one_of
from acxdesk.records.cycles import Cycle, PanelMember
from acxdesk.records.people import Person
from acxdesk.rules.conflicts import Ruling
from acxdesk.rules.nominations import Answer, Category, Ground, Kind, State


class Nomination(Editable, Base):
    """One person proposed by another.

    Of several for one nominee the first stands, and the others are merged into it: each keeps its nominator, statement
    and evidence; the answer, the place on the shortlist and the citation are those of the one that stands.
    """

    __subjects__: ClassVar[dict[str, str]] = {"cycle": "cycle_id", "person": "nominee_id"}
    __tablename__ = "nominations"
    __table_args__ = (
        one_of("category", Category),
        one_of("state", State),
        one_of("answer", Answer),
        CheckConstraint("nominee_id <> nominator_id", name="peers"),
        CheckConstraint("(state = 'draft') = (submitted_at IS NULL) OR state = 'withdrawn'", name="submitted"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="merged"),
        Index(
            "ix_nominations_standing",
            "cycle_id",
            "nominee_id",
            unique=True,
            sqlite_where=text("state = 'submitted' AND merged_into_id IS NULL"),
        ),
        Index(
            "ix_nominations_once",
            "cycle_id",
            "nominee_id",
            "nominator_id",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
        ),
        Index("ix_nominations_keys", "cycle_id", "ballot_key", unique=True, sqlite_where=text("ballot_key <> ''")),
        Index(None, "nominee_id"),
        Index(None, "nominator_id"),
        Index(None, "merged_into_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # a UUID, made once
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"))
    nominee_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    nominator_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    category: Mapped[Category] = mapped_column(Word(Category))
    statement: Mapped[str]
    state: Mapped[State] = mapped_column(Word(State))
    submitted_at: Mapped[datetime | None]  # UTC; None for a draft
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("nominations.id"))  # the one that stands for it
    answer: Mapped[Answer] = mapped_column(Word(Answer))
    answered_at: Mapped[datetime | None]  # UTC
    reason: Mapped[str]  # of declining or withdrawing; else empty
    shortlisted: Mapped[bool]
    ballot_key: Mapped[str]  # what ballots call the nominee, N01; empty until voting opens
    ballot_name: Mapped[str]  # her name when voting opened: the sealed box has it, so nobody steers the seal by it
    citation: Mapped[str]  # what is said of the nominee if she wins or comes second

    cycle: Mapped[Cycle] = relationship(lazy="raise")
    nominee: Mapped[Person] = relationship(lazy="raise", foreign_keys=[nominee_id])
    nominator: Mapped[Person] = relationship(lazy="raise", foreign_keys=[nominator_id])


class Evidence(Base):
    """Something that a nomination points at."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("nomination_id", "number"), one_of("kind", Kind), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nominations.id"))
    number: Mapped[int]  # from 1
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    title: Mapped[str]  # or empty
    place: Mapped[str]  # the link, or the file's name

    nomination: Mapped[Nomination] = relationship(lazy="raise")


class Second(Base):
    """A peer who supports a nomination."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "person_id"}
    __tablename__ = "seconds"
    __table_args__ = (UniqueConstraint("nomination_id", "person_id"), Index(None, "person_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nominations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str]
    at: Mapped[datetime]  # UTC

    nomination: Mapped[Nomination] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


class EligibilityException(Base):
    """A rule of eligibility that does not hold for a nominee, and why she stands nevertheless."""

    __tablename__ = "eligibility_exceptions"
    __table_args__ = (UniqueConstraint("nomination_id", "ground"), one_of("ground", Ground), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nominations.id"))
    ground: Mapped[Ground] = mapped_column(Word(Ground))
    reason: Mapped[str]
    at: Mapped[datetime]  # UTC
    who: Mapped[str]

    nomination: Mapped[Nomination] = relationship(lazy="raise")


class Score(Editable, Base):
    """What one member of the panel gives one nominee."""

    __tablename__ = "scores"
    __table_args__ = (
        UniqueConstraint("member_id", "nomination_id"),
        CheckConstraint("points BETWEEN 0 AND 1000", name="points"),
        Index(None, "nomination_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("panel_members.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nominations.id"))
    points: Mapped[int]  # hundredths of a point of 10
    scored_at: Mapped[datetime]  # UTC

    member: Mapped[PanelMember] = relationship(lazy="raise")
    nomination: Mapped[Nomination] = relationship(lazy="raise")


class ConflictRuling(Editable, Base):
    """A conflict of interest that somebody declared, or one that the desk proposed and somebody dismissed."""

    __subjects__: ClassVar[dict[str, str]] = {"cycle": "cycle_id", "person": "person_id"}
    __tablename__ = "conflict_rulings"
    __table_args__ = (
        UniqueConstraint("cycle_id", "person_id", "nomination_id"),
        one_of("ruling", Ruling),
        Index(None, "nomination_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))  # who votes or scores
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nominations.id"))  # the one that stands
    ruling: Mapped[Ruling] = mapped_column(Word(Ruling))
    grounds: Mapped[str]  # that were dismissed, with commas between; empty of a declaration
    note: Mapped[str]
    at: Mapped[datetime]  # UTC
    who: Mapped[str]

    nomination: Mapped[Nomination] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")

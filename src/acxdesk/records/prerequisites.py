"""What an edition asks of delegates and coaches before, and who was exempted from it."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import STRICT, Base, Word, one_of
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.people import Person
from acxdesk.rules.prerequisites import Of, Standing


class Requirement(Base):
    """One accreditation that would do. Those of one group are alternatives; every group has to be met."""

    __tablename__ = "requirements"
    __table_args__ = (
        UniqueConstraint("edition_id", "asked_of", "group_number", "programme_id"),
        one_of("asked_of", Of),
        one_of("standing", Standing),
        CheckConstraint("group_number >= 1", name="group"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    asked_of: Mapped[Of] = mapped_column(Word(Of))
    group_number: Mapped[int]  # from 1
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))  # whose accreditation is asked for
    standing: Mapped[Standing] = mapped_column(Word(Standing))
    chosen: Mapped[bool]  # nobody printed it: it was chosen to start with

    edition: Mapped[Edition] = relationship(lazy="raise")
    programme: Mapped[Programme] = relationship(lazy="raise")


class Exemption(Base):
    """Somebody does not need what a programme asks for: on which evidence, approved by whom."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "person_id", "programme": "programme_id"}
    __tablename__ = "exemptions"
    __table_args__ = (UniqueConstraint("person_id", "programme_id"), Index(None, "programme_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))  # the one that she may sit without
    evidence: Mapped[str]
    approver: Mapped[str]
    at: Mapped[datetime]  # UTC
    who: Mapped[str]  # at the desk

    person: Mapped[Person] = relationship(lazy="raise")
    programme: Mapped[Programme] = relationship(lazy="raise")

"""Programmes and their editions."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import STRICT, Base, Editable, Word, one_of
from acxdesk.rules.accreditations import Renewal


class Programme(Editable, Base):
    """An accreditation that is taught: its name in the catalogue, for good."""

    __subjects__: ClassVar[dict[str, str]] = {"programme": "id"}
    __tablename__ = "programmes"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    code_key: Mapped[str] = mapped_column(unique=True)  # folded: acxm and ACXM are one programme
    ladder: Mapped[str]
    rung: Mapped[str]
    retired: Mapped[bool]
    search_key: Mapped[str]

    editions: Mapped[list["Edition"]] = relationship(
        lazy="raise", order_by="Edition.number", back_populates="programme"
    )


class Edition(Editable, Base):
    """What a programme promises; a session keeps the edition that it was scheduled under."""

    __subjects__: ClassVar[dict[str, str]] = {"programme": "programme_id"}
    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("programme_id", "number"),
        CheckConstraint("capacity_min >= 0 AND capacity_max >= 1 AND capacity_min <= capacity_max", name="capacity"),
        one_of("renewal", Renewal),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    number: Mapped[int]  # from 1; the highest is the current one
    title: Mapped[str]
    post_nominal: Mapped[str]  # or empty
    duration: Mapped[str]  # in the words of rules.durations, or empty where not printed
    printed: Mapped[str]  # the duration as printed, or empty
    capacity_min: Mapped[int]  # seats needed for the session to go ahead
    capacity_max: Mapped[int]  # seats
    price_minor: Mapped[int | None]  # pence, cents; None where not printed
    currency: Mapped[str]  # ISO 4217, or empty
    validity_months: Mapped[int]  # of the accreditation that it grants; 0 for life
    renewal: Mapped[Renewal] = mapped_column(Word(Renewal))  # what the validity of a renewal is counted from
    renewal_months: Mapped[int]  # before its last valid day, from when it can be renewed
    grace_months: Mapped[int]  # after its last valid day, until when it still can be
    chosen: Mapped[str]  # names of fields whose value was chosen, not printed: "capacity_max, validity_months"

    programme: Mapped[Programme] = relationship(lazy="raise", back_populates="editions")

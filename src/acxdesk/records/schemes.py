"""The assessment scheme of an edition, and its components."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import STRICT, Base, Editable, Word, one_of
from acxdesk.records.catalogue import Edition
from acxdesk.rules.schemes import Agreement, Counts, SecondMarking


class Scheme(Editable, Base):
    """What an edition asks of its delegates; see `rules.schemes.Scheme` for what the figures mean."""

    __tablename__ = "schemes"
    __table_args__ = (
        one_of("resit_counts", Counts),
        one_of("second_marking", SecondMarking),
        one_of("agreement", Agreement),
        CheckConstraint("attendance_percent BETWEEN 0 AND 100", name="attendance"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), unique=True)
    pass_total: Mapped[int]  # hundredths of a point of 100
    attendance_percent: Mapped[int]  # of the taught minutes
    recording_counts: Mapped[bool]
    resits: Mapped[int]  # attempts after the first
    resit_only_failed: Mapped[bool]
    resit_cap_percent: Mapped[int | None]  # None: a resit counts for what it is
    resit_counts: Mapped[Counts] = mapped_column(Word(Counts))
    resit_days: Mapped[int]  # after the release, until when
    second_marking: Mapped[SecondMarking] = mapped_column(Word(SecondMarking))
    sample_percent: Mapped[int]
    agreement: Mapped[Agreement] = mapped_column(Word(Agreement))
    agreement_points: Mapped[int]  # hundredths of a point
    blind: Mapped[bool]
    chosen: Mapped[bool]  # nobody printed it: it was chosen to start with

    edition: Mapped[Edition] = relationship(lazy="raise")
    components: Mapped[list["Component"]] = relationship(
        lazy="raise", order_by="Component.number", back_populates="scheme"
    )


class Component(Base):
    """One part of a scheme that is marked."""

    __tablename__ = "components"
    __table_args__ = (
        UniqueConstraint("scheme_id", "number"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight"),
        CheckConstraint("pass_mark BETWEEN 0 AND out_of", name="pass_mark"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"))
    number: Mapped[int]  # from 1, in the order of the mark sheet
    name: Mapped[str]
    weight: Mapped[int]  # per cent of the total
    out_of: Mapped[int]  # hundredths of a point
    pass_mark: Mapped[int]  # hundredths of a point; 0: any mark will do
    must_pass: Mapped[bool]

    scheme: Mapped[Scheme] = relationship(lazy="raise", back_populates="components")

"""The yearly cycle of the Change Architect award, its panel, and the Hall of Fame."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import MONOTONE, STRICT, Base, Editable, Word, one_of
from acxdesk.records.people import Organisation, Person
from acxdesk.rules.cycles import ACTIVE, Counting, PanelRule, Phase
from acxdesk.rules.laureates import Honour

_ACTIVE = ", ".join(f"'{phase.value}'" for phase in Phase if phase in ACTIVE)


class Cycle(Editable, Base):
    """One year's award: its phase, its dates, and the rules that are frozen when voting opens.

    All dates are days in the cycle's zone, the last one of a span included: what lasts until a day ends with it.
    """

    __subjects__: ClassVar[dict[str, str]] = {"cycle": "id"}
    __tablename__ = "cycles"
    __table_args__ = (
        one_of("phase", Phase),
        one_of("panel_rule", PanelRule),
        one_of("counting", Counting),
        CheckConstraint(
            "nominating_from <= nominating_until AND nominating_until < shortlist_on AND shortlist_on <= voting_from "
            "AND voting_from <= voting_until AND voting_until < announce_on",
            name="dates",
        ),
        CheckConstraint(
            "eligibility_years >= 0 AND winner_years >= 0 AND seconds_needed >= 0 AND voter_years >= 0 "
            "AND shortlist_size >= 1",
            name="figures",
        ),
        CheckConstraint("(sealed_at IS NULL) = (sealed_box = '')", name="sealed"),
        # One value for all that are active, so that there is one of them.
        Index(
            "ix_cycles_active",
            text(f"(phase IN ({_ACTIVE}))"),
            unique=True,
            sqlite_where=text(f"phase IN ({_ACTIVE})"),
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # a UUID, made once: names its dates in calendars
    year: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str]
    zone: Mapped[str]  # IANA
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))  # whose people are staff
    phase: Mapped[Phase] = mapped_column(Word(Phase))
    nominating_from: Mapped[date]
    nominating_until: Mapped[date]
    shortlist_on: Mapped[date]
    voting_from: Mapped[date]
    voting_until: Mapped[date]
    announce_on: Mapped[date]
    sequence: Mapped[int] = mapped_column(info=MONOTONE)  # RFC 5545: up with each change of a date
    changed_at: Mapped[datetime] = mapped_column(info=MONOTONE)  # UTC, the last change of a date
    created_at: Mapped[datetime]  # UTC
    eligibility_years: Mapped[int]  # a nominee is accredited for at least so many; 0: need not be
    winner_years: Mapped[int]  # nobody who won in the last so many; 0: whoever
    excludes_staff: Mapped[bool]
    seconds_needed: Mapped[int]
    panel_rule: Mapped[PanelRule] = mapped_column(Word(PanelRule))
    shortlist_size: Mapped[int]
    voter_years: Mapped[int]  # a voter is accredited for at least so many; 0: of whatever age
    counting: Mapped[Counting] = mapped_column(Word(Counting))
    rules_text: Mapped[str]  # as declared when voting opened; empty before
    rules_hash: Mapped[str]  # SHA-256 of that text, hexadecimal; empty before
    frozen_at: Mapped[datetime | None]  # UTC, when voting opened
    sealed_box: Mapped[str]  # the anonymous ballots as published; empty before the count
    sealed_at: Mapped[datetime | None]  # UTC
    announced_at: Mapped[datetime | None]  # UTC

    organiser: Mapped[Organisation | None] = relationship(lazy="raise")


class PanelMember(Base):
    """Somebody who scores the nominees of a cycle."""

    __subjects__: ClassVar[dict[str, str]] = {"cycle": "cycle_id", "person": "person_id"}
    __tablename__ = "panel_members"
    __table_args__ = (UniqueConstraint("cycle_id", "person_id"), UniqueConstraint("cycle_id", "number"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    number: Mapped[int]  # from 1, the order of the sheet's columns

    cycle: Mapped[Cycle] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


class Laureate(Editable, Base):
    """Who was named in a year. A year whose winner is not known has a row without a name."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "person_id"}
    __tablename__ = "laureates"
    __table_args__ = (
        UniqueConstraint("year", "honour"),
        one_of("honour", Honour),
        Index(None, "person_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # a UUID, made once
    year: Mapped[int]
    honour: Mapped[Honour] = mapped_column(Word(Honour))
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey("cycles.id"))  # None: named before this desk kept it
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: nobody on this desk
    name: Mapped[str]  # as announced; empty where it is not known
    job_title: Mapped[str]  # then
    organisation: Mapped[str]  # then, by name
    country: Mapped[str]  # ISO 3166 alpha-2, or empty
    citation: Mapped[str]
    source: Mapped[str]  # where it is known from, or why it is not
    announced_on: Mapped[date | None]

    cycle: Mapped[Cycle | None] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")

"""What people have earned. A record is never rewritten: renewed, reissued or extended, a new one points at the old."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import STRICT, Base, Editable, Word, one_of
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.rules.accreditations import Origin, State


class Accreditation(Editable, Base):
    """One accreditation of one person; its state alone changes, and each change is a `Step`."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "person_id", "programme": "programme_id"}
    __tablename__ = "accreditations"
    __table_args__ = (
        one_of("state", State),
        one_of("origin", Origin),
        Index(None, "person_id"),
        Index(None, "programme_id", "valid_until"),
        Index(None, "valid_until"),
        Index(None, "awarded_on", "id"),
        Index(None, "enrolment_id"),
        Index(None, "replaces_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # a UUID, made once: names its credential
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"))  # None: not earned in a session here
    number: Mapped[str] = mapped_column(unique=True)  # ACXM-2026-0001
    code: Mapped[str] = mapped_column(unique=True)  # that it is verified by; without look-alike letters
    name: Mapped[str]  # the holder's, as it stands on the certificate
    awarded_on: Mapped[date]  # of this record: a renewal has its own
    valid_until: Mapped[date | None]  # last valid day; None for life
    state: Mapped[State] = mapped_column(Word(State))
    origin: Mapped[Origin] = mapped_column(Word(Origin))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("accreditations.id"))  # the record that it came after
    made_at: Mapped[datetime]  # UTC

    person: Mapped[Person] = relationship(lazy="raise")
    programme: Mapped[Programme] = relationship(lazy="raise")
    edition: Mapped[Edition] = relationship(lazy="raise")
    enrolment: Mapped[Enrolment | None] = relationship(lazy="raise")


class Step(Base):
    """One change of an accreditation's state, the award included: what holds as of any date is read from these."""

    __tablename__ = "accreditation_steps"
    __table_args__ = (UniqueConstraint("accreditation_id", "number"), one_of("state", State), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    accreditation_id: Mapped[int] = mapped_column(ForeignKey("accreditations.id"))
    number: Mapped[int]  # from 1
    verb: Mapped[str]  # award, suspend, reinstate, revoke, renew, reissue, extend
    state: Mapped[State] = mapped_column(Word(State))  # from then on
    holds_from: Mapped[date]  # the day that it is so from
    at: Mapped[datetime]  # UTC, when it was written down
    who: Mapped[str]
    reason: Mapped[str]

    accreditation: Mapped[Accreditation] = relationship(lazy="raise")

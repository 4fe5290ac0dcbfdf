"""What of their calendars people were given, by which way, and the messages that tell them of a change."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import STRICT, Base, Editable, Word, one_of
from acxdesk.records.people import Person
from acxdesk.rules.updates import Method, Part, Sending, Way


class GivenCalendar(Base):
    """That somebody was given her calendar by one way, and when last. Without a row she never was."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "person_id"}
    __tablename__ = "given_calendars"
    __table_args__ = (
        UniqueConstraint("person_id", "part", "way"),
        one_of("part", Part),
        one_of("way", Way),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    part: Mapped[Part] = mapped_column(Word(Part))
    way: Mapped[Way] = mapped_column(Word(Way))
    given_at: Mapped[datetime]  # UTC, the last time

    person: Mapped[Person] = relationship(lazy="raise")


class GivenOccasion(Base):
    """One occasion as it stands in what somebody was given by one way."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "person_id"}
    __tablename__ = "given_occasions"
    __table_args__ = (
        UniqueConstraint("person_id", "part", "way", "uid"),
        one_of("part", Part),
        one_of("way", Way),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    part: Mapped[Part] = mapped_column(Word(Part))
    way: Mapped[Way] = mapped_column(Word(Way))
    uid: Mapped[str]  # as in her calendar
    sequence: Mapped[int]
    cancelled: Mapped[bool]
    starts_at: Mapped[datetime]  # UTC
    ends_at: Mapped[datetime]  # UTC
    summary: Mapped[str]
    given_at: Mapped[datetime]  # UTC


class Message(Editable, Base):
    """One e-mail with one occasion for one person (iMIP, RFC 6047): in the outbox, or gone."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "person_id"}
    __tablename__ = "messages"
    __table_args__ = (
        one_of("part", Part),
        one_of("method", Method),
        one_of("sending", Sending),
        Index(None, "sending", "id"),
        Index(None, "person_id", "occasion"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # a UUID, made once: its Message-ID
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    part: Mapped[Part] = mapped_column(Word(Part))
    mailbox: Mapped[str]  # whom it is addressed to
    method: Mapped[Method] = mapped_column(Word(Method))
    occasion: Mapped[str]  # its UID
    sequence: Mapped[int]
    cancelled: Mapped[bool]
    starts_at: Mapped[datetime]  # UTC, of the occasion
    ends_at: Mapped[datetime]  # UTC
    summary: Mapped[str]  # of the occasion
    subject: Mapped[str]
    content: Mapped[str]  # the whole message (RFC 5322) with CRLF, in ASCII
    made_at: Mapped[datetime]  # UTC
    sending: Mapped[Sending] = mapped_column(Word(Sending))
    attempts: Mapped[int]
    tried_at: Mapped[datetime | None]  # UTC, the last time
    sent_at: Mapped[datetime | None]  # UTC, when a server took it
    answer: Mapped[str]  # what the server, or the network, said last

    person: Mapped[Person] = relationship(lazy="raise")


class Feed(Base):
    """The name under which somebody's calendar lies in a folder that a web server shows; nobody can guess it."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "person_id"}
    __tablename__ = "feeds"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    token: Mapped[str] = mapped_column(unique=True)  # 128 random bits
    made_at: Mapped[datetime]  # UTC

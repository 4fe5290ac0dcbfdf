"""Delegates, coaches and their organisations."""

from typing import ClassVar

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acxdesk.records.base import STRICT, Base, Editable


class Organisation(Editable, Base):
    """A company or institution that delegates come from, or that a session is held for."""

    __subjects__: ClassVar[dict[str, str]] = {"organisation": "id"}
    __tablename__ = "organisations"
    __table_args__ = (Index(None, "sort_key", "id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)  # folded: one organisation a spelling
    country: Mapped[str]  # ISO 3166 alpha-2, or empty
    note: Mapped[str]
    sort_key: Mapped[str]  # the folded name


class Person(Editable, Base):
    """Somebody: a delegate by being enrolled, a coach by the mark below, often both."""

    __subjects__: ClassVar[dict[str, str]] = {"person": "id"}
    __tablename__ = "people"
    __table_args__ = (
        Index(None, "sort_key", "id"),
        Index("ix_people_coaches", "sort_key", "id", sqlite_where=text("coach = 1")),  # few among many
        Index(None, "organisation_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # a UUID, made once
    name: Mapped[str]
    certificate_name: Mapped[str]  # as it stands on a certificate; empty for the name
    email: Mapped[str]  # or empty
    email_key: Mapped[str | None] = mapped_column(unique=True)  # folded; None without an address
    country: Mapped[str]  # ISO 3166 alpha-2, or empty
    zone: Mapped[str]  # IANA, or empty
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    job_title: Mapped[str]
    languages: Mapped[str]  # "en, fr": BCP 47 tags, the first preferred
    coach: Mapped[bool]
    sort_key: Mapped[str]  # the folded name
    search_key: Mapped[str]  # folded: names, e-mail, organisation, job title; people_search indexes it

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")

"""The journal: what was done, by whom, and every row before and after. Rows are added, never changed."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from acxdesk.records.base import STRICT, Base, read_back


class Entry(Base):
    """One deed."""

    __tablename__ = "entries"
    __table_args__ = (Index(None, "undoes"), Index(None, "at"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # made by the client: a deed is written once, however often sent
    at: Mapped[datetime]  # UTC
    who: Mapped[str]
    verb: Mapped[str]  # "book", "session import", "undo"
    sentence: Mapped[str]  # the receipt: what was done, in words
    kind: Mapped[str]  # deed, undo, redo, system, final
    undoes: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
    revision: Mapped[str]  # of the schema that its rows were written under
    previous: Mapped[str]  # hash of the entry before, hexadecimal SHA-256; empty for the first
    hash: Mapped[str]  # of this entry, its changes and subjects, and `previous`


class Change(Base):
    """One row that a deed changed. Named as SQLAlchemy sees it; a *change architect* is something else."""

    __tablename__ = "entry_changes"
    __table_args__ = (
        UniqueConstraint("entry_id", "ordinal"),
        Index(None, "table_name", "row_id"),
        Index("ix_entry_changes_gone", "table_name", sqlite_where=text("after IS NULL")),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"))
    ordinal: Mapped[int]  # from 0, in the order of writing
    table_name: Mapped[str]
    row_id: Mapped[int]
    before: Mapped[str | None]  # JSON object of the row as stored; None: it was made
    after: Mapped[str | None]  # None: it was removed


def row_image(stored: str | None) -> dict[str, Any] | None:
    """A row as a change kept it, by column; None where there was none.

    Raises:
        Unreadable: the change is not what was written.
    """
    return read_back(json.loads, stored)


class Subject(Base):
    """Whom or what an entry is about, so that the journal can be read by person or session."""

    __tablename__ = "entry_subjects"
    __table_args__ = (
        UniqueConstraint("entry_id", "noun", "row_id"),
        Index(None, "noun", "row_id", "entry_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"))
    noun: Mapped[str]  # person, session, programme, organisation, cycle
    row_id: Mapped[int]

"""Days on which the business is closed, of its own accord; public holidays are looked up, not kept."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from acxdesk.records.base import STRICT, Base, Editable


class Closure(Editable, Base):
    """Some days on end on which nothing meets: the turn of the year, a move of the office."""

    __subjects__: ClassVar[dict[str, str]] = {"closure": "id"}
    __tablename__ = "closures"
    __table_args__ = (CheckConstraint("first_on <= last_on", name="days"), Index(None, "last_on"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # a UUID, made once
    name: Mapped[str]  # "Christmas closure"
    first_on: Mapped[date]
    last_on: Mapped[date]  # included

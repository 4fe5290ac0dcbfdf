"""What every table shares: names, strictness, and the types that keep instants, dates and words right.

Everything is stored as TEXT or INTEGER in STRICT tables, so that SQLite refuses what does not belong, and so that
any tool can read the file: an instant is `2020-08-10T13:00:00.000000Z`, a date `2020-08-10`, a wall time `14:00`.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from sqlalchemy import CheckConstraint, Integer, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"
_INSTANT_LENGTH = 27

T = TypeVar("T")


class Unreadable(ValueError):  # noqa: N818 - told as a sentence, as a refusal is
    """What is stored is no value of its column: the file is damaged, or was changed past acxdesk."""


def read_back(read: Callable[[str], T], stored: str | None) -> T | None:
    """A stored text as what it stands for; None for NULL.

    Raises:
        Unreadable: it does not stand for anything.
    """
    try:
        return None if stored is None else read(stored)
    except (LookupError, TypeError, ValueError) as fault:
        raise Unreadable from fault


class Instant(TypeDecorator[datetime]):
    """A UTC instant with microseconds, as text of one width so that its order is the text's order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write an aware instant; a naive one is a mistake of ours and never stored."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime is no instant: {value!r}")
        return value.astimezone(UTC).strftime(INSTANT)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read it back aware."""
        return read_back(_instant, value)


class Day(TypeDecorator[date]):
    """A calendar date, ISO 8601."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write it as text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        """Read it back."""
        return read_back(date.fromisoformat, value)


class Wall(TypeDecorator[time]):
    """A wall-clock time of day to the minute; its zone is the session's."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: time | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write it as HH:MM."""
        return None if value is None else value.strftime("%H:%M")

    def process_result_value(self, value: str | None, dialect: Dialect) -> time | None:  # noqa: ARG002
        """Read it back."""
        return read_back(time.fromisoformat, value)


class Flag(TypeDecorator[bool]):
    """A fact that holds or not, as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Write it as an integer, which STRICT tables accept."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002
        """Read it back."""
        return None if value is None else bool(value)


class Word(TypeDecorator[StrEnum]):
    """One word of a closed list."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        self.words = words
        self._known: dict[str, StrEnum] = {word.value: word for word in words}
        super().__init__()

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the word; one that is not on the list is refused here and by the table's CHECK."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        """Read it back as a member."""
        return read_back(self._known.__getitem__, value)


def _instant(text: str) -> datetime:
    # As it is written by INSTANT; `strptime` takes ten times as long, and a mark sheet reads thousands.
    if len(text) != _INSTANT_LENGTH or text[-1] != "Z":
        raise ValueError(f"no instant: {text!r}")
    return datetime.fromisoformat(text)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """A table constraint that keeps `column` to the words of the list."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Base(DeclarativeBase):
    """The root of all tables."""

    # Whom a change of a row is about, for the journal: noun -> the attribute with the number of that row.
    __subjects__: ClassVar[dict[str, str]] = {}

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        datetime: Instant,
        date: Day,
        time: Wall,
        bool: Flag,
    }


# Columns that only ever go up: taking a deed back restores a row, but these go on (see desk.journal). A calendar
# that was given out before the undo would otherwise never learn of it.
MONOTONE = {"monotone": True}

# AUTOINCREMENT: the number of a removed row is never given to another, so the journal can name rows by number.
STRICT = {"sqlite_strict": True, "sqlite_autoincrement": True}


class Editable:
    """A row that people edit: two of them cannot overwrite each other unseen."""

    version: Mapped[int] = mapped_column(Integer, default=1, info=MONOTONE)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands in the class
        """Let SQLAlchemy compare and raise the version with every UPDATE."""
        return {"version_id_col": cls.__table__.c.version} if hasattr(cls, "__table__") else {}

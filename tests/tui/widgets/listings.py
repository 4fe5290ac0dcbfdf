"""Listings for the tests of the big list: one over rows in memory that can change, one of any length that counts."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Self

from acxdesk.errors import Refused
from acxdesk.queries.listing import Column, Key, Line

COLUMNS = (
    Column("name", "Name", 20, sortable=True),
    Column("country", "Country", 12, sortable=True),
    Column("hours", "Hours", 7, sortable=True, numeric=True),
    Column("email", "E-mail", 24),
    Column("note", "Note", 30, shown=False),
)


@dataclass
class Store:
    """What stands behind a `Book`, and what was asked of it."""

    rows: dict[int, tuple[str, ...]]
    asked: list[str] = field(default_factory=list)  # the names of the reads, in order
    lines_read: int = 0
    gate: threading.Event | None = None  # reads wait until it is set
    refusal: Refused | None = None


@dataclass(frozen=True)
class Book:
    """Rows in memory, sorted and filtered anew at every read."""

    store: Store
    sort: str = "name"
    descending: bool = False
    filter: str = ""
    columns: tuple[Column, ...] = COLUMNS

    def arranged(self, *, sort: str | None = None, descending: bool | None = None, words: str | None = None) -> Self:
        return replace(
            self,
            sort=self.sort if sort is None else sort,
            descending=self.descending if descending is None else descending,
            filter=self.filter if words is None else words,
        )

    def count(self) -> int:
        return len(self._sorted("count"))

    def after(self, key: Key | None, size: int) -> tuple[Line, ...]:
        lines = self._sorted("after")
        return self._given([line for line in lines if key is None or self._is_before(key, line.key)][:size])

    def before(self, key: Key | None, size: int) -> tuple[Line, ...]:
        lines = self._sorted("before")
        return self._given([line for line in lines if key is None or self._is_before(line.key, key)][-size:])

    def at(self, index: int, size: int) -> tuple[Line, ...]:
        return self._given(self._sorted("at")[index : index + size])

    def rank(self, key: Key) -> int:
        return sum(self._is_before(line.key, key) for line in self._sorted("rank"))

    def of(self, ids: Iterable[int]) -> tuple[Line, ...]:
        wanted = set(ids)
        return self._given([line for line in self._sorted("of") if line.id in wanted])

    def ids(self) -> Iterator[int]:
        return iter([line.id for line in self._sorted("ids")])

    def _sorted(self, asked: str) -> list[Line]:
        self.store.asked.append(asked)
        if self.store.gate is not None:
            self.store.gate.wait(10)
        if self.store.refusal is not None:
            raise self.store.refusal
        place = [column.name for column in self.columns].index(self.sort)
        lines = [
            Line(line_id, (cells[place], line_id), cells)
            for line_id, cells in self.store.rows.items()
            if self.filter.casefold() in cells[0].casefold()
        ]
        return sorted(lines, key=lambda line: line.key, reverse=self.descending)

    def _is_before(self, one: Key, other: Key) -> bool:
        return one > other if self.descending else one < other

    def _given(self, lines: list[Line]) -> tuple[Line, ...]:
        self.store.lines_read += len(lines)
        return tuple(lines)


@dataclass(frozen=True)
class Numbers:
    """So many lines, made when they are asked for."""

    total: int
    store: Store
    sort: str = "name"
    descending: bool = False
    filter: str = ""
    columns: tuple[Column, ...] = COLUMNS[:2]

    def arranged(self, *, sort: str | None = None, descending: bool | None = None, words: str | None = None) -> Self:
        del sort, descending, words
        return self

    def count(self) -> int:
        self.store.asked.append("count")
        return self.total

    def after(self, key: Key | None, size: int) -> tuple[Line, ...]:
        return self._made("after", 0 if key is None else key[1] + 1, size)

    def before(self, key: Key | None, size: int) -> tuple[Line, ...]:
        end = self.total if key is None else key[1]
        return self._made("before", max(0, end - size), min(size, end))

    def at(self, index: int, size: int) -> tuple[Line, ...]:
        return self._made("at", index, size)

    def rank(self, key: Key) -> int:
        self.store.asked.append("rank")
        return key[1]

    def of(self, ids: Iterable[int]) -> tuple[Line, ...]:
        return tuple(line for wanted in ids for line in self._made("of", wanted, 1))

    def ids(self) -> Iterator[int]:
        return iter(range(self.total))

    def _made(self, asked: str, first: int, size: int) -> tuple[Line, ...]:
        numbers = range(first, min(first + size, self.total))
        self.store.asked.append(asked)
        self.store.lines_read += len(numbers)
        return tuple(Line(at, (f"{at:08}", at), (f"Line {at:,}", "Peru")) for at in numbers)


def delegates(count: int) -> dict[int, tuple[str, ...]]:
    """Rows with ids from 1, in the order of their names."""
    countries = ("Peru", "Norway", "Kenya", "Japan")
    return {
        at: (f"Delegate {at:04}", countries[at % 4], f"{at % 40}.5", f"d{at}@example.org", f"note {at}")
        for at in range(1, count + 1)
    }


def book(count: int, **changed: tuple[str, ...]) -> Book:
    """A book of so many delegates; `changed` gives other cells to some, by "row" and their id."""
    rows = delegates(count)
    for name, cells in changed.items():
        rows[int(name.removeprefix("row"))] = cells
    return Book(Store(rows))

"""A short list that is known as a whole, as a `Listing`: the meetings of a session, the lines of a dry run."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from acxdesk.queries.listing import Column, Key, Line
from acxdesk.rules.text import fold


@dataclass(frozen=True, slots=True)
class FixedListing:
    """Lines in the order in which they are given; they can be filtered and not sorted."""

    columns: tuple[Column, ...]
    all_lines: tuple[Line, ...]
    filter: str = ""
    sort: str = ""
    descending: bool = False

    @classmethod
    def made(cls, columns: Sequence[Column], rows: Iterable[tuple[int, Sequence[str]]]) -> Self:
        """A list of rows, each an id and one text a column."""
        lines = (Line(number, (place, number), tuple(cells)) for place, (number, cells) in enumerate(rows))
        return cls(tuple(columns), tuple(lines))

    @property
    def _lines(self) -> tuple[Line, ...]:
        wanted = fold(self.filter).split()
        if not wanted:
            return self.all_lines
        return tuple(line for line in self.all_lines if all(word in fold(" ".join(line.cells)) for word in wanted))

    def arranged(self, *, sort: str | None = None, descending: bool | None = None, words: str | None = None) -> Self:
        """The same list, filtered otherwise; its order is its own."""
        del sort, descending
        return self if words is None else replace(self, filter=words)

    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def after(self, key: Key | None, size: int) -> tuple[Line, ...]:
        """The next lines behind a key."""
        return tuple(line for line in self._lines if key is None or line.key > key)[:size]

    def before(self, key: Key | None, size: int) -> tuple[Line, ...]:
        """The last lines in front of a key."""
        return tuple(line for line in self._lines if key is None or line.key < key)[-size:]

    def at(self, index: int, size: int) -> tuple[Line, ...]:
        """Lines from an index on."""
        return self._lines[index : index + size]

    def rank(self, key: Key) -> int:
        """How many lines stand in front of a key."""
        return sum(line.key < key for line in self._lines)

    def of(self, ids: Iterable[int]) -> tuple[Line, ...]:
        """The lines with these ids."""
        wanted = set(ids)
        return tuple(line for line in self._lines if line.id in wanted)

    def ids(self) -> Iterator[int]:
        """The id of every line."""
        return (line.id for line in self._lines)

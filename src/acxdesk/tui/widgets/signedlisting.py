"""A list of which some lines carry a sign that the list itself does not know: it was decided beside it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from acxdesk.queries.listing import Column, Key, Line, Listing


@dataclass(frozen=True, slots=True)
class SignedListing:
    """The same lines in the same order, with a sign in front of one cell of some of them. Plain values stay plain."""

    inner: Listing
    column: int  # the index of the cell
    sign: Callable[[Line], str]  # of a line; empty for none

    def _signed(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(map(self._with_sign, lines))

    def _with_sign(self, line: Line) -> Line:
        sign = self.sign(line)
        if not sign:
            return line
        cells = list(line.cells)
        cells[self.column] = f"{sign} {cells[self.column]}"
        return replace(line, cells=tuple(cells))

    @property
    def columns(self) -> tuple[Column, ...]:
        """Those of the list."""
        return self.inner.columns

    @property
    def sort(self) -> str:
        """As the list is sorted."""
        return self.inner.sort

    @property
    def descending(self) -> bool:
        """As the list is sorted."""
        return self.inner.descending

    @property
    def filter(self) -> str:
        """As the list is filtered."""
        return self.inner.filter

    def arranged(self, *, sort: str | None = None, descending: bool | None = None, words: str | None = None) -> Self:
        """The same list, sorted or filtered otherwise; the signs stay."""
        return replace(self, inner=self.inner.arranged(sort=sort, descending=descending, words=words))

    def count(self) -> int:
        """How many lines there are."""
        return self.inner.count()

    def after(self, key: Key | None, size: int) -> tuple[Line, ...]:
        """The next lines behind a key."""
        return self._signed(self.inner.after(key, size))

    def before(self, key: Key | None, size: int) -> tuple[Line, ...]:
        """The last lines in front of a key."""
        return self._signed(self.inner.before(key, size))

    def at(self, index: int, size: int) -> tuple[Line, ...]:
        """Lines from an index on."""
        return self._signed(self.inner.at(index, size))

    def rank(self, key: Key) -> int:
        """How many lines stand in front of a key."""
        return self.inner.rank(key)

    def of(self, ids: Iterable[int]) -> tuple[Line, ...]:
        """The lines with these ids."""
        return self._signed(self.inner.of(ids))

    def ids(self) -> Iterator[int]:
        """The id of every line."""
        return self.inner.ids()

"""The shape of a list that can grow: columns, lines, and windows read by key.

A screen's big list, an export of what is shown and the command line read the same `Listing`. Windows are read by
keyset (the sort value and the id of the last line seen), so that a page costs the same at row 40 and at row 1,000,000.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, Self

Key = tuple[str | int, int]  # the sort value and the id of a line; unique and never None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list."""

    name: str  # the full field name, as JSON and CSV have it
    title: str  # as the heading shows it
    width: int  # cells wished for at 80 columns
    sortable: bool = False
    numeric: bool = False  # right-aligned
    shown: bool = True  # shown before the reader picks columns


@dataclass(frozen=True, slots=True)
class Line:
    """One row made for the reader."""

    id: int
    key: Key  # where the line stands in the present sort
    cells: tuple[str, ...]  # one text a column, in the order of `Listing.columns`
    values: tuple[str | int | bool | None, ...] = ()  # the same as plain values, for JSON; empty on a list without


class Listing(Protocol):
    """A list that reads windows of itself. Every call is one short read of the data file; call it off the UI thread."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns that can be shown."""

    @property
    def sort(self) -> str:
        """The name of the column that the list is sorted by."""

    @property
    def descending(self) -> bool:
        """Whether the sort is turned round."""

    @property
    def filter(self) -> str:
        """The words that every line must match; empty for all."""

    def arranged(self, *, sort: str | None = None, descending: bool | None = None, words: str | None = None) -> Self:
        """The same list, sorted or filtered otherwise. None leaves a setting as it is."""

    def count(self) -> int:
        """How many lines there are."""

    def after(self, key: Key | None, size: int) -> tuple[Line, ...]:
        """The next `size` lines behind `key` (None: from the top), in list order."""

    def before(self, key: Key | None, size: int) -> tuple[Line, ...]:
        """The last `size` lines in front of `key` (None: the end of the list), in list order."""

    def at(self, index: int, size: int) -> tuple[Line, ...]:
        """`size` lines from the zero-based `index` on: a far jump, costlier than `after`."""

    def rank(self, key: Key) -> int:
        """How many lines stand in front of `key`, whether or not a line with that key is still there."""

    def of(self, ids: Iterable[int]) -> tuple[Line, ...]:
        """The lines with these ids that are still in the list, in list order."""

    def ids(self) -> Iterator[int]:
        """The id of every line, in list order."""

"""The list of programmes in few cells: eight columns beside each other on 80, each with words that need no more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Self

from acxdesk.queries.listing import Column, Key, Line, Listing

# Column -> the heading and the cells that it gets here.
_NARROW: Final = {
    "code": ("Code", 10),
    "title": ("Title", 17),
    "duration": ("Duration", 14),
    "taught_hours": ("Hours", 5),
    "capacity": ("Seats", 6),
    "price": ("Price", 7),
    "edition": ("Ed.", 3),
    "status": ("Status", 7),
}


@dataclass(frozen=True, slots=True)
class CompactProgrammes:
    """The same list with shorter cells: "4 days @ 5 h" for "4 days @ 5 hours per day". Its values stay whole.

    Args:
        whole: the list as it is read, and as it goes into a file.
    """

    whole: Listing

    @property
    def columns(self) -> tuple[Column, ...]:
        """Narrower ones."""
        return tuple(_narrowed(column) for column in self.whole.columns)

    @property
    def sort(self) -> str:
        """As the whole list is sorted."""
        return self.whole.sort

    @property
    def descending(self) -> bool:
        """As the whole list is."""
        return self.whole.descending

    @property
    def filter(self) -> str:
        """As the whole list is filtered."""
        return self.whole.filter

    def arranged(self, *, sort: str | None = None, descending: bool | None = None, words: str | None = None) -> Self:
        """The same list, sorted or filtered otherwise."""
        return replace(self, whole=self.whole.arranged(sort=sort, descending=descending, words=words))

    def count(self) -> int:
        """How many lines there are."""
        return self.whole.count()

    def after(self, key: Key | None, size: int) -> tuple[Line, ...]:
        """The next lines behind a key."""
        return self._short(self.whole.after(key, size))

    def before(self, key: Key | None, size: int) -> tuple[Line, ...]:
        """The last lines in front of a key."""
        return self._short(self.whole.before(key, size))

    def at(self, index: int, size: int) -> tuple[Line, ...]:
        """Lines from an index on."""
        return self._short(self.whole.at(index, size))

    def rank(self, key: Key) -> int:
        """How many lines stand in front of a key."""
        return self.whole.rank(key)

    def of(self, ids: Iterable[int]) -> tuple[Line, ...]:
        """The lines with these ids."""
        return self._short(self.whole.of(ids))

    def ids(self) -> Iterator[int]:
        """The id of every line."""
        return self.whole.ids()

    def _short(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        names = [column.name for column in self.whole.columns]
        return tuple(replace(line, cells=tuple(map(_shortened, names, line.cells))) for line in lines)


def _narrowed(column: Column) -> Column:
    title, width = _NARROW.get(column.name, (column.title, column.width))
    return replace(column, title=title, width=width)


def _shortened(name: str, cell: str) -> str:
    if name == "duration":
        return short(cell)
    return cell.removesuffix(".00") if name == "price" else cell


def short(duration: str) -> str:
    """A duration where the room is small: "4 days @ 5 h", "25 lessons"; days are per day and weeks per week."""
    said = duration.removeprefix("on demand, ").removesuffix(" per day").removesuffix(" per week")
    return said.removesuffix("hours").removesuffix("hour").rstrip() + " h" if "hour" in said else said

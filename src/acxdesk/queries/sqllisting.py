"""A `Listing` over one select: windows by keyset, told by a specification that each noun's queries write once.

    DELEGATES = ListSpec(columns=..., rows=select(...), id=people.c.id, keys={"name": people.c.sort_key}, ...)
    listing = SqlListing(desk, DELEGATES)

Each call is one statement in one short read. Statements are built once and kept, because building one costs as much
as reading a page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Final, Self

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Row,
    Select,
    SQLColumnExpression,
    bindparam,
    func,
    select,
    type_coerce,
)
from sqlalchemy.types import NullType

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.listing import Column, Key, Line
from acxdesk.rules.text import fold, quoted

Value = str | int | bool | None
Rows = Select[*tuple[Any, ...]]  # a select of any columns

MOST_WORDS: Final = 32  # of a filter; SQLite's expressions have a depth, and nobody types more
# An index of words gives all that match, and in no order. From so many on, a page is looked for along the list instead,
# at most so many lines far.
BROAD: Final = 4_000
_IDS_A_READ: Final = 500  # `of` asks for so many lines in one statement
_IDS_A_STRETCH: Final = 5_000  # `ids` reads so many in one short read, so that nobody waits for its end

Matching = Callable[[Sequence[str]], ColumnElement[bool]]
Finding = Callable[[Sequence[str]], Select[int]]


@dataclass(frozen=True, kw_only=True, eq=False)
class ListSpec:
    """What a list is made of. One constant for each list: statements are kept by it."""

    noun: str  # plural, for a refusal: "delegates"
    columns: tuple[Column, ...]
    rows: Rows  # what a line is made from, with its joins; no where, order or limit
    frame: FromClause  # the least FROM that id, where, keys and matching need: the table that the list is of
    id: SQLColumnExpression[int]  # of the row that a line stands for
    # Sortable column -> what it is sorted by; never NULL, and indexed with the id where the list can grow.
    keys: Mapping[str, SQLColumnExpression[Any]]
    sort: str  # the column it is sorted by at first
    values: Callable[[Row[Any]], tuple[Value, ...]]  # one a column
    cells: Callable[[Row[Any]], tuple[str, ...]] | None = None  # None: `plain` of the values
    descending: bool = False
    where: tuple[ColumnElement[bool], ...] = ()  # what belongs to the list at all; by columns of `frame`
    matching: Matching | None = None  # folded words -> what a matching row fulfils; None: no filter
    found: Finding | None = None  # folded words -> the ids of just those rows, by an index; None: there is none

    def __post_init__(self) -> None:
        sortable = {column.name for column in self.columns if column.sortable}
        if sortable != set(self.keys) or self.sort not in sortable:
            raise ValueError(f"the sortable columns of {self.noun} and their keys differ: {sortable} {set(self.keys)}")


def plain(values: Iterable[Value]) -> tuple[str, ...]:
    """Values as texts: nothing for None, "yes" or nothing for a fact that holds or not."""
    return tuple([value if value.__class__ is str else _plain(value) for value in values])


def _plain(value: Value) -> str:
    if value is None or value is False:
        return ""
    return "yes" if value is True else str(value)


def containing(column: SQLColumnExpression[str]) -> Matching:
    """A filter over a folded column: every word stands somewhere in it.

    By `instr`, which knows no wildcards that would need escaping and no longest pattern, as LIKE does. It reads every
    row: for lists that stay in the thousands.
    """

    def matching(words: Sequence[str]) -> ColumnElement[bool]:
        clause = func.instr(column, words[0]) > 0
        for word in words[1:]:
            clause = clause & (func.instr(column, word) > 0)
        return clause

    return matching


def words_of(said: str) -> tuple[str, ...]:
    """The folded words of a filter, each once, at most `MOST_WORDS`."""
    return tuple(dict.fromkeys(fold(readable(said)).split()))[:MOST_WORDS]


def readable(said: str) -> str:
    """What somebody typed, with a mark in the place of each half of a surrogate pair, which SQLite cannot be handed."""
    return said.encode("utf-8", "replace").decode()


@dataclass(frozen=True)
class _Order:
    """One arrangement of one list: what its statements differ by."""

    spec: ListSpec
    sort: str
    descending: bool
    words: tuple[str, ...]

    @property
    def key(self) -> ColumnElement[Any]:
        """The sort value as stored: a date stays text, so that a Key goes back in as it came out."""
        return type_coerce(self.spec.keys[self.sort], NullType())

    def conditions(self, *, look: bool = False) -> list[ColumnElement[bool]]:
        """What a line fulfils; with `look`, its words are looked for in the row and not in an index."""
        spec, conditions = self.spec, list(self.spec.where)
        if self.words and spec.found is not None and not look:
            conditions.append(spec.id.in_(spec.found(self.words)))
        elif self.words and spec.matching is not None:
            conditions.append(spec.matching(self.words))
        return conditions

    def ordering(self, *, backward: bool) -> tuple[ColumnElement[Any], ...]:
        key, row = self.spec.keys[self.sort], self.spec.id
        return (key.desc(), row.desc()) if self.descending is not backward else (key.asc(), row.asc())

    def beyond(self, *, backward: bool) -> list[ColumnElement[bool]]:
        """Behind the Key of the parameters (in front of it: `backward`).

        Written so that SQLite searches the index; a comparison of row values would scan it.
        """
        key, row = self.key, self.spec.id
        last, at = bindparam("list_key", type_=NullType()), bindparam("list_row", type_=Integer())
        if self.descending is not backward:
            return [key <= last, (key < last) | (row < at)]
        return [key >= last, (key > last) | (row > at)]

    def lines(self) -> Rows:
        return self.spec.rows.add_columns(self.key.label("list_key"), self.spec.id.label("list_row"))


@lru_cache(maxsize=512)
def _window(order: _Order, *, backward: bool, bounded: bool) -> Rows:
    statement = order.lines().where(*order.conditions()).order_by(*order.ordering(backward=backward))
    if bounded:
        statement = statement.where(*order.beyond(backward=backward))
    return statement.limit(bindparam("list_size", type_=Integer()))


@lru_cache(maxsize=512)
def _looked(order: _Order, *, backward: bool, bounded: bool) -> Rows:
    """As `_window` along the list, up to the Key that `_stop` gave."""
    stop = bindparam("list_stop", type_=NullType())
    within = order.key >= stop if order.descending is not backward else order.key <= stop
    statement = order.lines().where(*order.conditions(look=True), within)
    if bounded:
        statement = statement.where(*order.beyond(backward=backward))
    return statement.order_by(*order.ordering(backward=backward)).limit(bindparam("list_size", type_=Integer()))


@lru_cache(maxsize=512)
def _stop(order: _Order, *, backward: bool, bounded: bool) -> Rows:
    """The sort value `BROAD` lines further on, matching or not; none where the list ends before."""
    statement = select(order.key).select_from(order.spec.frame).order_by(*order.ordering(backward=backward))
    if bounded:
        statement = statement.where(*order.beyond(backward=backward))
    return statement.limit(1).offset(BROAD)


@lru_cache(maxsize=512)
def _found(order: _Order) -> Rows:
    """How many the index of words finds, counted up to `BROAD`."""
    assert order.spec.found is not None
    return select(func.count()).select_from(order.spec.found(order.words).limit(BROAD).subquery())


@lru_cache(maxsize=512)
def _far(order: _Order) -> Rows:
    """A jump: only ids are counted off, and only the lines of the window are joined together."""
    picked = (
        select(order.spec.id)
        .select_from(order.spec.frame)
        .where(*order.conditions())
        .order_by(*order.ordering(backward=False))
        .limit(bindparam("list_size", type_=Integer()))
        .offset(bindparam("list_offset", type_=Integer()))
    )
    return order.lines().where(order.spec.id.in_(picked)).order_by(*order.ordering(backward=False))


@lru_cache(maxsize=512)
def _stretch(order: _Order, *, bounded: bool) -> Rows:
    statement = (
        select(order.key.label("list_key"), order.spec.id.label("list_row"))
        .select_from(order.spec.frame)
        .where(*order.conditions())
        .order_by(*order.ordering(backward=False))
        .limit(_IDS_A_STRETCH)
    )
    return statement.where(*order.beyond(backward=False)) if bounded else statement


@lru_cache(maxsize=512)
def _count(order: _Order, *, in_front: bool) -> Rows:
    statement = select(func.count()).select_from(order.spec.frame).where(*order.conditions())
    return statement.where(*order.beyond(backward=True)) if in_front else statement


@lru_cache(maxsize=512)
def _of(order: _Order) -> Rows:
    wanted = order.spec.id.in_(bindparam("list_ids", expanding=True, type_=NullType()))
    return order.lines().where(wanted, *order.conditions())


@dataclass(frozen=True)
class SqlListing:
    """A `Listing` of a specification, arranged one way. It never changes: `arranged` makes another."""

    desk: Desk
    spec: ListSpec
    params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))  # of the specification's bindparams
    sort: str = ""  # empty: as the specification says, as at first
    descending: bool = False
    filter: str = ""

    def __post_init__(self) -> None:
        if not self.sort:
            object.__setattr__(self, "sort", self.spec.sort)
            object.__setattr__(self, "descending", self.spec.descending)

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns that can be shown."""
        return self.spec.columns

    def arranged(self, *, sort: str | None = None, descending: bool | None = None, words: str | None = None) -> Self:
        """The same list, sorted or filtered otherwise. None leaves a setting as it is.

        Raises:
            NotFound: it cannot be sorted by that column.
        """
        if sort is not None and sort not in self.spec.keys:
            raise NotFound(
                f"The list of {self.spec.noun} cannot be sorted by {quoted(sort)}.",
                remedy=f"Sort it by {' or '.join(self.spec.keys)}.",
            )
        return replace(
            self,
            sort=self.sort if sort is None else sort,
            descending=self.descending if descending is None else descending,
            filter=self.filter if words is None else words.strip(),
        )

    def count(self) -> int:
        """How many lines there are."""
        with self._connection() as connection:
            return int(connection.execute(_count(self._order, in_front=False), self.params).scalar_one())

    def after(self, key: Key | None, size: int) -> tuple[Line, ...]:
        """The next `size` lines behind `key` (None: from the top), in list order."""
        return self._page(key, size, backward=False)

    def before(self, key: Key | None, size: int) -> tuple[Line, ...]:
        """The last `size` lines in front of `key` (None: the end of the list), in list order."""
        return self._page(key, size, backward=True)[::-1]

    def at(self, index: int, size: int) -> tuple[Line, ...]:
        """`size` lines from the zero-based `index` on: a far jump, costlier than `after`."""
        return self._lines(_far(self._order), {"list_offset": index, "list_size": size})

    def rank(self, key: Key) -> int:
        """How many lines stand in front of `key`, whether or not a line with that key is still there."""
        with self._connection() as connection:
            return int(connection.execute(_count(self._order, in_front=True), {**self.params, **_at(key)}).scalar_one())

    def of(self, ids: Iterable[int]) -> tuple[Line, ...]:
        """The lines with these ids that are still in the list, in list order."""
        wanted = list(dict.fromkeys(ids))
        found: list[Line] = []
        for start in range(0, len(wanted), _IDS_A_READ):
            found += self._lines(_of(self._order), {"list_ids": wanted[start : start + _IDS_A_READ]})
        # By code point, as SQLite compares text: the same order as that of the windows.
        return tuple(sorted(found, key=lambda line: line.key, reverse=self.descending))

    def ids(self) -> Iterator[int]:
        """The id of every line, in list order. Read in stretches: a deed between two of them is not held up."""
        key: Key | None = None
        while True:
            with self._connection() as connection:
                statement = _stretch(self._order, bounded=key is not None)
                rows = connection.execute(statement, {**self.params, **_at(key)}).all()
            yield from (row.list_row for row in rows)
            if len(rows) < _IDS_A_STRETCH:
                return
            key = (rows[-1].list_key, rows[-1].list_row)

    @property
    def _order(self) -> _Order:
        return _Order(self.spec, self.sort, self.descending, words_of(self.filter))

    @cached_property
    def _is_broad(self) -> bool:
        """Whether the filter leaves so many lines that a page of them is nearer along the list than by the index."""
        order = self._order
        if not order.words or order.spec.found is None:
            return False
        with self._connection() as connection:
            return bool(connection.execute(_found(order)).scalar_one() == BROAD)

    def _page(self, key: Key | None, size: int, *, backward: bool) -> tuple[Line, ...]:
        order, bounded = self._order, key is not None
        params = _at(key, list_size=size)
        if self._is_broad:
            with self._connection() as connection:
                stop = connection.execute(_stop(order, backward=backward, bounded=bounded), _at(key)).scalar()
            if stop is not None:
                looked = _looked(order, backward=backward, bounded=bounded)
                lines = self._lines(looked, {**params, "list_stop": stop})
                if len(lines) == size:
                    return lines
        return self._lines(_window(order, backward=backward, bounded=bounded), params)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """One short read, below the ORM: lines are made from plain rows."""
        with self.desk.reading() as work:
            yield work.connection()

    def _lines(self, statement: Rows, params: Mapping[str, Any]) -> tuple[Line, ...]:
        with self._connection() as connection:
            rows = connection.execute(statement, {**self.params, **params}).all()
        values_of, cells_of = self.spec.values, self.spec.cells
        made: list[Line] = []
        for row in rows:
            values = values_of(row)
            cells = plain(values) if cells_of is None else cells_of(row)
            made.append(Line(row[-1], (row[-2], row[-1]), cells, values))
        return tuple(made)


def _at(key: Key | None, **others: int) -> dict[str, Any]:
    """The parameters of a window: where it begins, and what else it needs."""
    return {**others} if key is None else {"list_key": key[0], "list_row": key[1], **others}

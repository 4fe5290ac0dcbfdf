"""The pages of a list that are known so far, and how to read the next one without counting through the list."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice

from acxdesk.queries.listing import Key, Line, Listing

SIZE = 128  # lines of a page
AT_ONCE = 4096  # ids that are read between two looks at whether the reader wants to stop
KEPT = 48  # pages held in memory; the keys at the ends of others are kept

Read = Callable[[], tuple[Line, ...]]


class Pages:
    """What is known of a listing: how long it is, some of its pages, and the keys at the ends of each page ever read.

    It reads nothing itself: `way` tells how a page is read, `put` takes what came. So the reading can be done in a
    thread and the rest on the event loop.
    """

    def __init__(self, listing: Listing, total: int | None = None) -> None:
        self.listing = listing
        self.total = total  # lines; None until they are counted or the end was seen
        self._pages: dict[int, tuple[Line, ...]] = {}
        self._first: dict[int, Key] = {}
        self._last: dict[int, Key] = {}

    @property
    def reach(self) -> int:
        """How many lines are known to be there: all, or up to the end of the farthest page that was read."""
        if self.total is not None:
            return self.total
        return max((page * SIZE + len(lines) for page, lines in self._pages.items() if lines), default=0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read yet."""
        return not self._pages

    def line(self, index: int) -> Line | None:
        """The line at a zero-based place in the list; None when it was not read yet or is not there."""
        if index < 0:
            return None
        page, place = divmod(index, SIZE)
        lines = self._pages.get(page, ())
        return lines[place] if place < len(lines) else None

    def lacking(self, first: int, last: int, around: int = 0) -> int | None:
        """The number of the page to read next for a window; None when all are there.

        Args:
            first: index of the window's first line.
            last: index of its last line.
            around: how many lines before and behind the window are wanted too, once the window itself is there.
        """
        for low, high in ((first, last), (first, last + around), (first - around, last)):
            pages = range(max(0, low) // SIZE, self._last_page(high) + 1)
            missing = [page for page in pages if page not in self._pages]
            if missing:
                return next(filter(self._is_near, missing), missing[0])
        return None

    def _is_near(self, page: int) -> bool:
        """Whether a page is the first, or next to one whose keys are known."""
        return page == 0 or page - 1 in self._last or page + 1 in self._first

    def _last_page(self, index: int) -> int:
        if self.total is None:
            # Behind a page that ended short there is nothing; behind a full one there may be.
            return max(0, index) // SIZE
        return max(0, min(index, self.total - 1)) // SIZE

    def way(self, page: int) -> Read:
        """How to read a page: by the key of a neighbour or from an end of the list; by its number only if need be."""
        start = page * SIZE
        if page == 0:
            return partial(self.listing.after, None, SIZE)
        if (last := self._last.get(page - 1)) is not None:
            return partial(self.listing.after, last, SIZE)
        if self.total is not None and page == (self.total - 1) // SIZE:
            return partial(self.listing.before, None, self.total - start)
        if (first := self._first.get(page + 1)) is not None:
            return partial(self.listing.before, first, SIZE)
        return partial(self.listing.at, start, SIZE)

    def put(self, page: int, lines: tuple[Line, ...]) -> bool:
        """Take a page that was read.

        Returns:
            Whether it is as long as it should be. If not, the list was changed since it was counted.
        """
        self._pages[page] = lines
        if lines:
            self._first[page], self._last[page] = lines[0].key, lines[-1].key
        if self.total is None and len(lines) < SIZE and (lines or page == 0):
            self.total = page * SIZE + len(lines)
        self._forget_far_from(page)
        return len(lines) == self._length(page, len(lines))

    def settle(self, total: int) -> bool:
        """Take the count of the lines.

        Returns:
            Whether the pages that were read agree with it. If not, the list was changed in between.
        """
        if self.total is None:
            self.total = total
        return all(len(lines) == self._length(page, len(lines)) for page, lines in self._pages.items())

    def _length(self, page: int, unknown: int) -> int:
        return unknown if self.total is None else max(0, min(SIZE, self.total - page * SIZE))

    def _forget_far_from(self, page: int) -> None:
        if len(self._pages) > KEPT:
            del self._pages[max(self._pages, key=lambda other: abs(other - page))]


@dataclass(frozen=True, slots=True)
class Held:
    """Where the reader stands in a list, so that the list can be read again and he stands there still."""

    cursor: int  # index of the line under the cursor
    line: Line | None  # that line; None to stay at the index whatever line comes there
    top: int  # index of the first line in the window
    top_line: Line | None  # that line
    rows: int  # lines in the window
    marked: tuple[int, ...] = ()  # ids whose lines may be gone


@dataclass(frozen=True, slots=True)
class Reopened:
    """A list that was read again."""

    pages: Pages
    cursor: int  # index of the line under the cursor
    top: int  # index of the first line in the window
    gone: frozenset[int]  # those of `Held.marked` whose lines are not there any more


def reopen(listing: Listing, held: Held, *, near: bool) -> Reopened:
    """Count a list, find the reader's line and read what his window shows. Call it off the UI thread.

    Args:
        listing: the list, as it is to be shown now.
        held: where the reader stood.
        near: whether the keys in `held` belong to the listing's sort, so that a line that is gone still has a place.
            If not, a reader whose line is gone stands at the top.
    """
    pages = Pages(listing, listing.count())
    total = pages.total or 0
    found = None if held.line is None else _find(listing, held.line, near=near)
    if found is not None:
        cursor = max(0, min(found.index, total - 1))
        _read_around(pages, cursor, found)
    elif held.line is None and near:
        cursor = max(0, min(held.cursor, total - 1))
    else:
        cursor = 0
    top = max(0, min(_top(pages, held, cursor, near=near), total - held.rows))
    while (page := pages.lacking(top, top + held.rows - 1)) is not None:
        pages.put(page, pages.way(page)())
    return Reopened(pages, cursor, top, _gone(listing, held.marked))


@dataclass(frozen=True, slots=True)
class _Found:
    index: int  # how many lines stand in front of the key
    key: Key
    line: Line | None  # None when the line itself is gone


def _find(listing: Listing, line: Line, *, near: bool) -> _Found | None:
    for there in listing.of((line.id,)):
        return _Found(listing.rank(there.key), there.key, there)
    return _Found(listing.rank(line.key), line.key, None) if near else None


def _read_around(pages: Pages, index: int, found: _Found) -> None:
    """Read the page of a line by the line's key: no far jump, however deep it stands."""
    if index != found.index:  # the line is gone and was the last one
        return
    page, ahead = divmod(index, SIZE)
    front = pages.listing.before(found.key, ahead) if ahead else ()
    here = (found.line,) if found.line is not None else ()
    pages.put(page, front + here + pages.listing.after(found.key, SIZE - ahead - len(here)))


def _top(pages: Pages, held: Held, cursor: int, *, near: bool) -> int:
    """The first line of the window: the reader's line stays in its row of the screen."""
    if held.top == 0 and cursor < held.rows:
        return 0  # at the very top the reader also sees what comes new in front
    if 0 <= held.cursor - held.top < held.rows:
        return cursor - (held.cursor - held.top)
    if not near:
        return cursor
    found = None if held.top_line is None else _find(pages.listing, held.top_line, near=True)
    if found is None:
        return held.top
    _read_around(pages, min(found.index, max(0, (pages.total or 0) - 1)), found)
    return found.index


def _gone(listing: Listing, marked: Iterable[int]) -> frozenset[int]:
    """The marked ids whose lines do not exist any more; those that the present filter hides do."""
    asked = frozenset(marked)
    if not asked:
        return asked
    everything = listing.arranged(words="") if listing.filter else listing
    if len(asked) <= SIZE * 4:
        return asked.difference(line.id for line in everything.of(asked))
    # So many that asking for each would be slower than walking through the list once.
    return asked.difference(everything.ids())


def all_ids(listing: Listing, stop: threading.Event) -> list[int]:
    """The id of every line, fewer once `stop` is set. Call it off the UI thread."""
    found: list[int] = []
    ids = listing.ids()
    while not stop.is_set() and (some := list(islice(ids, AT_ONCE))):
        found += some
    return found

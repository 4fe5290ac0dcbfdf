import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.queries.listing import Line
from acxdesk.tui.widgets import pages as module
from acxdesk.tui.widgets.pages import Held, Pages, all_ids, reopen
from tests.tui.widgets.listings import Book, Numbers, Store, book


@pytest.fixture(autouse=True, scope="module")
def small_pages() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SIZE", 4)
        patch.setattr(module, "KEPT", 6)
        yield


def read(pages: Pages, first: int, last: int) -> None:
    while (page := pages.lacking(first, last)) is not None:
        assert pages.put(page, pages.way(page)())


def in_order(listing: Book) -> tuple[Line, ...]:
    return listing.after(None, 10_000)


def test_nothing_is_known_of_a_list_that_was_not_read() -> None:
    pages = Pages(book(10))
    assert (pages.line(0), pages.reach, pages.total, pages.is_empty) == (None, 0, None, True)


def test_a_page_that_ends_short_tells_the_length() -> None:
    pages = Pages(book(6))
    read(pages, 0, 3)
    assert (pages.total, pages.reach) == (None, 4)
    read(pages, 4, 7)
    assert (pages.total, pages.reach) == (6, 6)


def test_an_empty_list_has_one_empty_page() -> None:
    pages = Pages(book(0))
    read(pages, 0, 9)
    assert (pages.total, pages.lacking(0, 9), pages.line(0), pages.line(-1)) == (0, None, None, None)


def test_what_lies_around_the_window_is_wanted_after_the_window() -> None:
    pages = Pages(book(40), total=40)
    wanted = []
    while (page := pages.lacking(13, 18, 4)) is not None:
        wanted.append(page)
        pages._pages[page] = pages.way(page)()
    assert wanted == [3, 4, 5, 2]


@pytest.mark.parametrize(
    ("known", "page", "asked"),
    [([], 0, "after"), ([3], 4, "after"), ([5], 4, "before"), ([], 9, "before"), ([], 4, "at"), ([1], 4, "at")],
    ids=str,
)
def test_a_page_is_read_by_a_key_if_one_is_known(known: list[int], page: int, asked: str) -> None:
    listing = book(38)
    pages = Pages(listing, total=38)
    for other in known:
        pages.put(other, pages.way(other)())
    pages.put(page, pages.way(page)())
    assert listing.store.asked[-1] == asked
    assert pages.line(page * 4) == in_order(listing)[page * 4]


def test_pages_that_do_not_agree_with_the_count_are_told() -> None:
    listing = book(8)
    pages = Pages(listing)
    assert pages.put(0, pages.way(0)())
    assert not pages.settle(3)
    pages = Pages(listing, total=20)
    assert pages.put(1, pages.way(1)())
    assert not pages.put(2, pages.way(2)())


def test_far_pages_are_forgotten_and_found_again_by_their_keys() -> None:
    listing = book(40)
    pages = Pages(listing)
    for page in range(10):
        pages.put(page, pages.way(page)())
    assert pages.line(0) is None
    listing.store.asked.clear()
    read(pages, 4, 7)
    assert listing.store.asked == ["after"]


@given(st.integers(1, 30), st.lists(st.integers(0, 29), max_size=12), st.booleans())
@settings(max_examples=100, deadline=None)
def test_however_it_is_walked_a_list_reads_the_same(total: int, walk: list[int], is_counted: bool) -> None:
    listing = book(total)
    pages = Pages(listing, total=total if is_counted else None)
    for index in walk:
        read(pages, index, index + 2)
        known = {at: pages.line(at) for at in range(40)}
        assert all(line == in_order(listing)[at] for at, line in known.items() if line is not None)
        if index < total:
            assert known[index] is not None


def held(listing: Book, cursor: int, top: int, rows: int) -> Held:
    lines = in_order(listing)
    return Held(cursor, lines[cursor], top, lines[top], rows)


@given(
    total=st.integers(1, 40),
    cursor=st.integers(0, 39),
    top=st.integers(0, 39),
    rows=st.integers(1, 9),
    gone=st.sets(st.integers(1, 40)),
    come=st.sets(st.integers(0, 45), max_size=12),
)
@settings(max_examples=100, deadline=None)
def test_a_list_read_again_has_the_reader_where_he_stood(
    *, total: int, cursor: int, top: int, rows: int, gone: set[int], come: set[int]
) -> None:
    listing = book(total)
    cursor, top = min(cursor, total - 1), max(0, min(top, total - rows))
    stood = held(listing, cursor, top, rows)
    assert stood.line is not None
    here = stood.line
    for line_id in gone:
        listing.store.rows.pop(line_id, None)
    listing.store.rows.update({100 + at: (f"Delegate {at:04}b", "Peru", "1", "", "") for at in come})
    lines = in_order(listing)
    fresh = reopen(listing, stood, near=True)
    if not lines:
        assert (fresh.cursor, fresh.top, fresh.pages.total) == (0, 0, 0)
        return
    behind = [line for line in lines if line.key >= here.key]
    assert lines[fresh.cursor] == (behind[0] if behind else lines[-1])
    shown = range(fresh.top, min(fresh.top + rows, len(lines)))
    assert [fresh.pages.line(at) for at in shown] == [lines[at] for at in shown]
    assert 0 <= fresh.top <= max(0, len(lines) - rows)
    in_sight, at_ends = top <= cursor < top + rows, {0, max(0, len(lines) - rows)}
    if in_sight and fresh.top not in at_ends:
        assert fresh.cursor - fresh.top == cursor - top


def test_a_reader_whose_line_is_filtered_out_stands_at_the_top() -> None:
    listing = book(40)
    stood = held(listing, 20, 15, 6)
    fresh = reopen(listing.arranged(words="delegate 003"), stood, near=False)
    assert (fresh.cursor, fresh.top, fresh.pages.total) == (0, 0, 10)


@pytest.mark.parametrize("cursor", [700_001, 5, 999_999])
def test_a_window_deep_in_a_list_is_read_again_without_a_far_jump(cursor: int) -> None:
    listing = Numbers(1_000_000, Store({}))
    line, top_line = listing.of([cursor, 699_990])
    listing.store.asked.clear()
    fresh = reopen(listing, Held(cursor, line, 699_990, top_line, 15), near=True)
    assert (fresh.cursor, fresh.top) == (cursor, 699_990)
    assert "at" not in listing.store.asked


def test_ids_are_collected_until_the_reader_stops_it() -> None:
    listing, stop = book(30), threading.Event()
    assert all_ids(listing, stop) == list(range(1, 31))
    stop.set()
    assert all_ids(listing, stop) == []

import threading

from acxdesk.errors import Busy
from acxdesk.queries.listing import Listing
from tests.tui.widgets.listings import Book, Numbers, Store, book
from tests.tui.widgets.stage import SIZE, Stage, settled


async def test_the_list_tells_its_window_before_and_after_it_is_counted() -> None:
    app = Stage(book(300), bordered=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        windows = app.heard_of("window")
        assert windows[-2:] == [(1, 21, None, 0), (1, 21, 300, 0)]
        await pilot.press("space", "pagedown")
        await settled(pilot)
        assert app.heard_of("window")[-1] == (22, 42, 300, 1)
        assert app.drawn[-1].endswith("22-42 of 300, 1 marked ─╯")


async def test_a_list_of_one_page_is_not_counted() -> None:
    listing = book(127)
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        assert app.list.title() == "1-23 of 127"
        assert listing.store.asked == ["after"]


async def test_the_end_of_a_million_lines_is_reached_by_reading_three_pages() -> None:
    store = Store({})
    app = Stage(Numbers(1_000_000, store))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        assert (store.asked, store.lines_read) == (["after", "count"], 128)
        await pilot.press("end")
        await settled(pilot)
        assert app.list.title() == "999,978-1,000,000 of 1,000,000"
        assert app.names == [f"Line {at:,}" for at in range(999_977, 1_000_000)]
        assert app.cursor_row == 23
        assert store.asked == ["after", "count", "before"]
        await pilot.press(*["pageup"] * 4)
        await settled(pilot)
        assert app.names == [f"Line {at:,}" for at in range(999_977 - 92, 1_000_000 - 92)]
        assert "at" not in store.asked
        assert store.lines_read <= 128 * 4


async def test_a_far_jump_into_the_middle_reads_what_it_shows() -> None:
    store = Store({})
    app = Stage(Numbers(1_000_000, store))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.list.scroll_to(y=500_000, animate=False)
        await settled(pilot)
        assert app.names[0] == "Line 500,000"
        assert store.asked.count("at") == 1
        assert store.lines_read <= 128 * 3
        assert app.list.current is not None
        assert app.list.current.id == 0  # the cursor is where it was; the next key brings it into sight
        await pilot.press("down")
        await settled(pilot)
        assert app.names[:2] == ["Line 1", "Line 2"]


async def test_lines_still_to_come_are_blank_and_keys_wait_for_them() -> None:
    listing = book(300)
    listing.store.gate = threading.Event()
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("down", "space", "down", "enter")
        assert app.names == []
        assert app.heard_of("opened") == []
        await pilot.pause(0.35)
        assert app.list.title() == "Reading…"
        listing.store.gate.set()
        await settled(pilot)
        assert app.heard_of("opened") == [4]
        assert app.list.marked == {2}
        assert app.cursor_row == 4


async def test_end_waits_for_the_count() -> None:
    listing = book(300)
    listing.store.gate = threading.Event()
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("end")
        listing.store.gate.set()
        await settled(pilot)
        assert app.names[-1] == "Delegate 0300"
        assert app.list.targets() == (300,)


async def test_a_late_answer_to_another_list_is_dropped() -> None:
    slow, quick = book(300), book(2)
    slow.store.gate = threading.Event()
    app = Stage(slow)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        app.list.show(quick)
        await pilot.pause(0.1)
        assert app.names == ["Delegate 0001", "Delegate 0002"]
        slow.store.gate.set()
        await settled(pilot)
        assert app.names == ["Delegate 0001", "Delegate 0002"]
        assert app.list.title() == "1-2 of 2"


async def test_a_slow_sort_keeps_the_old_lines_and_stops_on_escape() -> None:
    listing = book(300)
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        listing.store.gate = threading.Event()
        app.list.sort_by("country")
        await pilot.pause(0.35)
        assert app.names[0] == "Delegate 0001"
        assert app.list.title() == "1-23 of 300, reading…"
        await pilot.press("escape")
        listing.store.gate.set()
        await settled(pilot)
        assert app.names[0] == "Delegate 0001"
        assert app.list.listing == listing


async def test_a_file_that_cannot_be_read_is_told_once_and_read_when_it_can_be() -> None:
    listing = book(3)
    listing.store.refusal = Busy("Another desk is writing.", remedy="Try again.")
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        assert app.drawn[1] == " Another desk is writing. Try again."
        app.list.reread()
        await settled(pilot)
        assert app.heard_of("failed") == ["Another desk is writing. Try again."]
        listing.store.refusal = None
        app.list.reread()
        await settled(pilot)
        assert app.names == ["Delegate 0001", "Delegate 0002", "Delegate 0003"]


async def test_a_refused_reread_keeps_what_is_shown() -> None:
    listing = book(3)
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        listing.store.refusal = Busy("Another desk is writing.")
        app.list.sort_by("country")
        await settled(pilot)
        assert app.heard_of("failed") == ["Another desk is writing."]
        assert app.names == ["Delegate 0001", "Delegate 0002", "Delegate 0003"]
        assert app.list.listing == listing


async def test_a_list_that_shrinks_while_it_is_counted_is_read_again() -> None:
    listing = book(300)
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        for gone in range(140, 301):
            del listing.store.rows[gone]
        await pilot.press(*["pagedown"] * 7)
        await settled(pilot)
        assert app.list.title() == "117-139 of 139"
        assert app.names[-1] == "Delegate 0139"


def a_hundred_more_in_front(listing: Book) -> None:
    listing.store.rows.update({1000 + at: (f"A {at:03}", "Peru", "1", "", "") for at in range(100)})


async def test_reread_keeps_the_cursor_on_its_line_and_the_line_in_its_row() -> None:
    listing = book(500)
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press(*["pagedown"] * 9, "up", "up", "up")
        await settled(pilot)
        row, drawn = app.cursor_row, app.names
        before = app.list.targets()
        a_hundred_more_in_front(listing)
        for gone in (1, 2, 3, 150):
            del listing.store.rows[gone]
        listing.store.asked.clear()
        app.list.reread()
        await settled(pilot)
        assert (app.cursor_row, app.names, app.list.targets()) == (row, drawn, before)
        assert app.list.title() == f"{before[0] - row + 1 + 96}-{before[0] - row + 23 + 96} of 596"
        assert "at" not in listing.store.asked


async def test_reread_after_the_line_is_gone_stays_at_the_nearest() -> None:
    listing = book(500)
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press(*["pagedown"] * 10)
        await settled(pilot)
        (here,) = app.list.targets()
        del listing.store.rows[here]
        a_hundred_more_in_front(listing)
        app.list.reread()
        await settled(pilot)
        assert app.list.targets() == (here + 1,)
        for gone in range(400, 501):
            listing.store.rows.pop(gone)
        await pilot.press("end")
        app.list.reread()
        await settled(pilot)
        assert app.list.targets() == (399,)
        listing.store.rows.clear()
        app.list.reread()
        await settled(pilot)
        assert app.list.targets() == ()
        assert app.list.title() == "No lines"
        assert app.heard_of("rested")[-1] is None


async def test_reread_shows_what_came_in_front_to_a_reader_at_the_top() -> None:
    listing = book(500)
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        listing.store.rows[900] = ("Ada Byron", "Kenya", "1", "", "")
        app.list.reread()
        await settled(pilot)
        assert app.names[:2] == ["Ada Byron", "Delegate 0001"]
        assert app.list.targets() == (1,)
        assert app.cursor_row == 2


async def test_reread_holds_the_top_line_when_the_cursor_is_out_of_sight() -> None:
    listing = book(500)
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.list.scroll_to(y=300, animate=False)
        await settled(pilot)
        a_hundred_more_in_front(listing)
        app.list.reread()
        await settled(pilot)
        assert app.names[0] == "Delegate 0301"
        assert app.list.targets() == (1,)


async def test_reread_shows_changed_cells_and_tells_the_detail_pane() -> None:
    listing = book(5)
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.heard.clear()
        listing.store.rows[1] = ("Delegate 0001", "Malta", "9", "", "")
        app.list.reread()
        await settled(pilot)
        assert "Malta" in app.drawn[1]
        assert app.heard_of("rested") == [1]


async def test_reread_while_a_sort_is_on_its_way_asks_no_key_of_the_old_sort() -> None:
    listing = book(500)
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("down", "down")
        listing.store.gate = threading.Event()
        app.list.sort_by("hours")
        del listing.store.rows[3]
        app.list.reread()
        listing.store.gate.set()
        await settled(pilot)
        assert "Hours ▲" in app.drawn[0]
        assert app.cursor_row == 1
        assert "rank" not in listing.store.asked


async def test_reread_takes_a_list_that_was_read_elsewhere() -> None:
    app = Stage(book(500))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("pagedown", "space", "up")
        other = book(30)
        app.list.reread(other)
        await settled(pilot)
        assert app.list.listing == other
        assert app.list.marked == {24}
        assert app.list.title() == "8-30 of 30, 1 marked"
        assert app.drawn[app.cursor_row].startswith("▸✓ Delegate 0024")


async def test_show_starts_at_the_top_without_marks() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("space", "end")
        await settled(pilot)
        other: Listing = book(40)
        app.list.show(other)
        await settled(pilot)
        assert app.names[0] == "Delegate 0001"
        assert app.cursor_row == 1
        assert app.list.marked == frozenset()
        assert app.list.title() == "1-23 of 40"

from typing import ClassVar

import pytest
from textual.binding import Binding, BindingType
from textual.events import MouseScrollDown
from textual.widgets import OptionList

from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.columns import PickColumn
from tests.tui.widgets.listings import Numbers, Store, book
from tests.tui.widgets.stage import SIZE, Stage, settled


def test_every_key_has_an_id_that_a_keymap_may_name() -> None:
    ids = {binding.id for binding in BigList.BINDINGS if isinstance(binding, Binding)}
    named = {"list.open", "list.mark", "list.mark-all", "list.mark-up", "list.mark-down", "list.sort", "list.columns"}
    assert named <= ids
    assert None not in ids


# The cursor


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("down", 2),
        ("j j k", 2),
        ("down up up", 1),
        ("pagedown", 24),
        ("pagedown pagedown pageup", 24),
        ("end", 300),
        ("end down", 300),
        ("end k", 299),
        ("end home", 1),
        ("pageup", 1),
    ],
)
async def test_keys_move_the_cursor(keys: str, line: int) -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press(*keys.split())
        await settled(pilot)
        assert app.list.targets() == (line,)
        assert app.drawn[app.cursor_row].startswith(f"▸  Delegate {line:04}")


async def test_a_step_draws_the_two_touched_lines_only() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        drawn: list[int] = []
        render = app.list.render_line
        app.list.render_line = lambda y: (drawn.append(y), render(y))[1]  # type: ignore[method-assign,func-returns-value]
        await pilot.press("down")
        assert sorted(set(drawn)) == [1, 2]


async def test_a_page_keeps_the_cursor_in_its_row() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("down", "down", "down", "pagedown")
        assert app.cursor_row == 4
        assert app.names[0] == "Delegate 0024"


async def test_rested_is_told_once_the_cursor_stands_still() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        assert app.heard_of("rested") == [1]
        for _ in range(5):
            app.list.action_down()
        await pilot.pause()
        await settled(pilot)
        assert app.heard_of("rested") == [1, 6]


async def test_enter_opens_the_line_under_the_cursor() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("down", "enter")
        assert app.heard_of("opened") == [2]


async def test_a_smaller_window_keeps_the_cursor_in_sight() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("pagedown", "up")
        await pilot.resize_terminal(40, 6)
        await settled(pilot)
        assert app.list.targets() == (23,)
        assert app.drawn[app.cursor_row].startswith("▸  Delegate 0023")


async def test_escape_is_for_the_screen_when_nothing_takes_long() -> None:
    class Left(Stage):
        BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "exit(7)")]

        def action_exit(self, code: int) -> None:
            self.heard.append(("left", code))

    app = Left(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("escape")
        assert app.heard_of("left") == [7]


async def test_a_keymap_gives_other_keys() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.set_keymap({"list.sort": "f5", "list.down": "n"})
        await pilot.press("n", "down", "f5")
        assert app.list.targets() == (2,)
        assert isinstance(app.screen, PickColumn)


# Marks


async def test_space_marks_and_moves_on_and_takes_a_mark_away() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("space", "down", "space")
        assert app.list.targets() == (1, 3)
        assert [line[:2] for line in app.drawn[1:5]] == [" ✓", "  ", " ✓", "▸ "]
        await pilot.press("up", "space")
        assert app.list.targets() == (1,)
        assert app.heard_of("marks") == [1, 2, 1]
        app.list.clear_marks()
        await pilot.pause()
        assert app.list.targets() == (4,)
        assert [line[:2] for line in app.drawn[1:5]] == ["  ", "  ", "  ", "▸ "]


async def test_marks_are_handed_out_in_the_order_of_marking() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("end", "space", "home", "space")
        await settled(pilot)
        assert app.list.targets() == (300, 1)


async def test_shift_marks_a_range_and_draws_back() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("down", "down", "down", "space")  # the fourth is marked beforehand
        await pilot.press("home", "down", "shift+down", "shift+down", "shift+down")
        assert app.list.marked == {2, 3, 4, 5}
        await pilot.press("shift+up", "shift+up")
        assert app.list.marked == {2, 3, 4}  # the fourth keeps its own mark
        await pilot.press("shift+up", "shift+up")
        assert app.list.marked == {1, 2, 4}
        await pilot.press("down", "down", "down", "down", "J")  # a move ends the range, the next one begins another
        assert app.list.marked == {1, 2, 4, 5, 6}
        await pilot.press("K", "K")
        assert app.list.marked == {1, 2, 4, 5}


async def test_star_marks_all_that_match_and_takes_them_away() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("space")
        app.list.filter("delegate 02")
        await settled(pilot)
        await pilot.press("*")
        await settled(pilot)
        assert app.list.marked == {1, *range(200, 300)}
        assert app.list.title() == "1-23 of 100, 101 marked"
        await pilot.press("*")
        await settled(pilot)
        assert app.list.marked == {1}


async def test_marking_a_million_is_stopped_by_escape() -> None:
    store = Store({})
    app = Stage(Numbers(1_000_000, store))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.list.action_mark_all()
        await pilot.press("escape")
        await settled(pilot)
        assert app.list.marked == frozenset()
        await pilot.press("*")
        await settled(pilot)
        assert app.list.title() == "1-23 of 1,000,000, 1,000,000 marked"


async def test_reread_drops_the_marks_of_lines_that_are_gone_but_not_of_those_that_are_filtered_out() -> None:
    listing = book(300)
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("space", "space", "space")
        app.list.filter("delegate 0003")
        await settled(pilot)
        del listing.store.rows[2]
        app.list.reread()
        await settled(pilot)
        assert app.list.targets() == (1, 3)
        assert app.heard_of("marks")[-1] == 2
        assert app.names == ["Delegate 0003"]


async def test_reread_keeps_a_great_many_marks_by_one_walk() -> None:
    listing = book(2_000)
    app = Stage(listing)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("*")
        await settled(pilot)
        del listing.store.rows[7]
        listing.store.asked.clear()
        app.list.reread()
        await settled(pilot)
        assert app.list.marked == set(range(1, 2_001)) - {7}
        assert listing.store.asked.count("ids") == 1


# Sort, filter, columns


async def test_sorting_by_the_same_column_again_turns_it_round() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.list.sort_by("name")
        await settled(pilot)
        assert app.drawn[0].split()[:2] == ["Name", "▼"]
        assert app.names[0] == "Delegate 0300"
        assert app.cursor_row == 1
        app.list.sort_by("name")
        await settled(pilot)
        assert app.names[0] == "Delegate 0001"
        assert app.heard_of("arranged") == [
            ("name", True, ("name", "country", "hours", "email")),
            ("name", False, ("name", "country", "hours", "email")),
        ]


async def test_a_sort_follows_the_line_once_the_reader_has_left_the_top() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("down")
        app.list.sort_by("name")
        await settled(pilot)
        assert app.list.targets() == (2,)
        assert app.names[-2:] == ["Delegate 0002", "Delegate 0001"]


async def test_two_quick_sorts_end_in_the_last_one() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.list.sort_by("country")
        app.list.sort_by("country")
        await settled(pilot)
        assert "Country ▼" in app.drawn[0]
        assert app.names[0] == "Delegate 0300"


async def test_a_column_that_cannot_be_sorted_by_is_refused() -> None:
    app = Stage(book(3))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        with pytest.raises(ValueError, match="cannot be sorted by 'email'"):
            app.list.sort_by("email")


async def test_a_filter_shows_its_first_line_and_without_it_the_cursor_stays() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("end")
        app.list.filter("delegate 025")
        await settled(pilot)
        assert app.list.title() == "1-10 of 10"
        assert app.list.targets() == (250,)
        app.list.filter("")
        await settled(pilot)
        assert app.list.targets() == (250,)
        assert "Delegate 0250" in app.names
        assert app.list.title().endswith(" of 300")


async def test_the_sort_dialog_picks_and_turns_round() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("s")
        assert isinstance(app.screen, PickColumn)
        options = app.screen.query_one(OptionList)
        assert [str(option.prompt) for option in options.options] == ["▲ Name", "  Country", "  Hours"]
        await pilot.press("j", "j", "k", "enter")
        await settled(pilot)
        assert "Country ▲" in app.drawn[0]
        await pilot.press("s", "enter")
        await settled(pilot)
        assert "Country ▼" in app.drawn[0]
        await pilot.press("s", "down", "escape")
        await settled(pilot)
        assert "Country ▼" in app.drawn[0]
        assert app.focused is app.list


async def test_the_column_dialog_shows_and_hides_but_never_all() -> None:
    app = Stage(book(300))
    async with app.run_test(size=(120, 24), notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("c", "down", "space", "down", "space", "end", "space", "enter")
        await settled(pilot)
        assert list(app.list.columns_shown) == ["name", "email", "note"]
        assert app.drawn[0].split() == ["Name", "▲", "E-mail", "Note"]
        assert app.drawn[1].split() == ["▸", "Delegate", "0001", "d1@example.org", "note", "1"]
        assert app.heard_of("arranged") == [("name", False, ("name", "email", "note"))]
        await pilot.press("c", "space", "end", "space", "up", "space", "enter")
        await settled(pilot)
        assert list(app.list.columns_shown) == ["email"]
        await pilot.press("c", "home", "space", "escape")
        assert list(app.list.columns_shown) == ["email"]


async def test_the_owner_can_choose_columns_as_the_reader_left_them() -> None:
    app = Stage(book(3))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.list.choose_columns(("note", "no such column", "name"))
        await settled(pilot)
        assert app.drawn[0].split() == ["Name", "▲", "Note"]
        app.list.show(book(2))
        await settled(pilot)
        assert app.drawn[0].split() == ["Name", "▲", "Note"]


@pytest.mark.parametrize("size", [(20, 3), (10, 2)], ids=str)
async def test_dialogs_open_on_the_smallest_screens(size: tuple[int, int]) -> None:
    app = Stage(book(3))
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("s", "escape", "c", "space", "enter")
        await settled(pilot)
        assert list(app.list.columns_shown) == ["country", "hours", "email"]


# The mouse


async def test_a_click_puts_the_cursor_and_a_double_click_opens() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.click(BigList, offset=(10, 5))
        assert app.list.targets() == (5,)
        assert app.heard_of("opened") == []
        await pilot.click(BigList, offset=(10, 7), times=2)
        assert app.heard_of("opened") == [7]


async def test_a_click_in_the_gutter_marks_and_one_on_the_heading_sorts() -> None:
    app = Stage(book(300), bordered=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.click(BigList, offset=(2, 4))  # one more to the right and below: the border
        assert app.list.marked == {3}
        await pilot.click(BigList, offset=(7, 1))
        await settled(pilot)
        assert "Name ▼" in app.drawn[1]
        where = app.drawn[1].index("E-mail")
        await pilot.click(BigList, offset=(where, 1))  # cannot be sorted by
        await settled(pilot)
        assert "Name ▼" in app.drawn[1]


async def test_a_click_below_the_last_line_does_nothing() -> None:
    app = Stage(book(3))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.click(BigList, offset=(10, 12))
        assert app.list.targets() == (1,)


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    app = Stage(book(300))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        for _ in range(3):
            await pilot._post_mouse_events([MouseScrollDown], BigList, (10, 5), button=0)
        await settled(pilot)
        assert app.names[0] > "Delegate 0001"
        assert app.list.targets() == (1,)

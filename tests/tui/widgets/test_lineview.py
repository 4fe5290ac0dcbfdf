import pytest

from tests.tui.widgets.listings import book
from tests.tui.widgets.stage import SIZE, Stage, settled


async def test_heading_and_lines_stand_in_columns() -> None:
    app = Stage(book(3))
    async with app.run_test(size=(60, 5), notifications=True) as pilot:
        await settled(pilot)
        assert app.drawn == [
            "   Name ▲                        Country             Hours ›",
            "▸  Delegate 0001                 Norway                1.5",
            "   Delegate 0002                 Kenya                 2.5",
            "   Delegate 0003                 Japan                 3.5",
            "",
        ]


async def test_cells_are_cut_by_the_width_that_they_take_and_never_steer_the_terminal() -> None:
    app = Stage(
        book(
            5,
            row1=("[/oops] [red]x[/red]", "=1+1", "1", "", ""),
            row2=("Esc\x1b]0;t\x07 C1\x9b", "CR\r\nLF", "2", "", ""),
            row3=("佐藤花子佐藤花子佐藤花子佐藤花子佐藤花子", "Zoe\u0301 Noe\u0308l", "3", "", ""),
            row4=("👩‍👩‍👧 family", "عباس ليلى", "4", "", ""),
            row5=("x" * 5_000, "y" * 5_000, "523456789", "", ""),
        )
    )
    async with app.run_test(size=(46, 7), notifications=True) as pilot:
        await settled(pilot)
        app.list.sort_by("hours")
        await settled(pilot)
        lines = app.drawn
    # Columns of 20, 12 and 7 cells, one blank in front of each; the last one is right-aligned.
    assert lines[1] == "▸  [/oops] [red]x[/red] =1+1               1"
    assert lines[2] == "   Esc␛]0;t␇ C1\N{REPLACEMENT CHARACTER}" + " " * 8 + "CR␍␊LF" + " " * 13 + "2"
    assert lines[3] == "   佐藤花子佐藤花子佐 … Zoe\u0301 Noe\u0308l" + " " * 11 + "3"
    assert lines[4] == "   👩‍👩‍👧 family" + " " * 12 + "عباس ليلى" + " " * 10 + "4"
    assert lines[5] == "   " + "x" * 19 + "… " + "y" * 11 + "… 523456…"


async def test_an_empty_list_says_which_key_fills_it() -> None:
    app = Stage(book(0))
    async with app.run_test(size=(40, 5), notifications=True) as pilot:
        await settled(pilot)
        assert app.drawn[1:3] == [" No sessions yet. n schedules one, i", " imports a printed list."]
        assert app.list.title() == "No lines"
        assert app.list.current is None
        assert app.list.targets() == ()
        await pilot.press("down", "up", "pagedown", "end", "home", "space", "enter", "shift+down", "right", "asterisk")
        await settled(pilot)
        assert app.heard_of("opened") == []
        assert app.heard_of("rested")[-1] is None


async def test_a_filter_that_nothing_matches_is_named() -> None:
    app = Stage(book(3))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.list.filter("[/zz]")
        await settled(pilot)
        assert app.drawn[1] == " Nothing matches “[/zz]”."


@pytest.mark.parametrize("size", [(20, 3), (20, 1), (3, 3), (1, 1), (60, 2)], ids=str)
@pytest.mark.parametrize("bordered", [False, True], ids=["bare", "bordered"])
async def test_no_size_is_too_small(size: tuple[int, int], bordered: bool) -> None:
    app = Stage(book(300), bordered=bordered)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("down", "pagedown", "right", "right", "left", "space", "end", "up", "enter")
        await settled(pilot)
        assert app.heard_of("opened") == [299]
        assert len(app.list.targets()) == 1


async def test_twenty_cells_and_three_rows_show_a_heading_and_two_lines() -> None:
    app = Stage(book(300))
    async with app.run_test(size=(20, 3), notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("end")
        await settled(pilot)
        assert [line[:18].rstrip() for line in app.drawn] == [
            "   Name ▲",
            "   Delegate 0299",
            "▸  Delegate 0300",
        ]
        assert app.drawn[0][18] == "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"


async def test_columns_that_do_not_fit_are_reached_with_right() -> None:
    app = Stage(book(3))
    async with app.run_test(size=(46, 5), notifications=True) as pilot:
        await settled(pilot)
        assert app.drawn[0].split() == ["Name", "▲", "Country", "Hours", "›"]
        await pilot.press("right", "l", "right", "right", "right")
        assert app.drawn[0].split() == ["‹", "Hours", "E-mail"]
        assert app.drawn[1].split() == ["▸", "1.5", "d1@example.org"]
        await pilot.press("left", "h", "left", "left")
        assert app.drawn[0].split() == ["Name", "▲", "Country", "Hours", "›"]


async def test_the_first_column_stays_when_it_takes_at_most_a_third() -> None:
    app = Stage(book(3))
    async with app.run_test(size=(66, 5), notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("right")
        assert app.drawn[0].split() == ["‹", "Name", "▲", "Hours", "E-mail"]
        assert app.drawn[1].split() == ["▸", "Delegate", "0001", "1.5", "d1@example.org"]


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
@pytest.mark.parametrize("colours", [True, False], ids=["colours", "NO_COLOR"])
async def test_cursor_and_marks_are_seen_in_every_theme(
    theme: str, colours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not colours:
        monkeypatch.setenv("NO_COLOR", "1")
    app = Stage(book(5))
    async with app.run_test(size=(60, 8), notifications=True) as pilot:
        app.theme = theme
        await settled(pilot)
        await pilot.press("space")
        await settled(pilot)
        strips = app.screen._compositor.render_strips()
        looks = [next(iter(strip)).style for strip in strips]
        assert [line[:2] for line in app.drawn[1:4]] == [" ✓", "▸", ""] or app.drawn[2].startswith("▸")
        assert app.drawn[1].startswith(" ✓")
        assert looks[2] != looks[3]
        app.screen.set_focus(None)
        await settled(pilot)
        assert app.drawn[2].startswith("▹")


async def test_a_line_is_drawn_as_one_run() -> None:
    app = Stage(book(50))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        assert [len(app.list.render_line(y)._segments) for y in range(24)] == [1] * 24

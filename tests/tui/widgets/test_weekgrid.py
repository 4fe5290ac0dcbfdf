"""The grid of half-hours by itself: what it asks for, and how a box stands in its cells."""

from datetime import date

import pytest
from textual.app import App, ComposeResult

from acxdesk.rules.weekgrid import Piece
from acxdesk.tui.widgets.weekgrid import Drawn, WeekGrid

MONDAY = date(2026, 11, 23)
HOSTILE = "[/oops]\x1b]0;x"


class Stage(App[None]):
    """A grid and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = WeekGrid(empty_words="Nothing here.")
        self.asked: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.grid

    def show(self, *pieces: Piece, title: str = "CPPM") -> None:
        def drawn(key: int) -> Drawn:
            self.asked.append(key)
            return Drawn((f"{title} {key}", title), "!", (("Okafor",), ("09:00", "9")), "O")

        self.grid.show((MONDAY,), pieces, drawn, today=MONDAY, cursor=None)

    def lines(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]


async def test_words_are_asked_for_only_of_boxes_that_are_seen() -> None:
    app = Stage()
    async with app.run_test(size=(40, 12)) as pilot:
        app.show(*(Piece(key, MONDAY, 18, 20) for key in range(1, 2001)))
        await pilot.pause()
        assert len(app.asked) == len(set(app.asked)) < 10
        await pilot.press("end")
        await pilot.pause()
        assert app.grid.cursor == 2000
        assert len(app.asked) < 12


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (1, ["┏CPPM 1━━━━━━━━━━O!"]),
        (2, ["┏CPPM 1━━━━━━━━━━━!", "┗Okafor━━━━━━━━━━━━"]),
        (4, ["┏CPPM 1━━━━━━━━━━━!", "┃Okafor", "┃09:00", "┗━━━━━━━━━━━━━━━━━━"]),
    ],
)
async def test_a_box_says_what_its_height_has_room_for(rows: int, expected: list[str]) -> None:
    app = Stage()
    async with app.run_test(size=(26, 20)) as pilot:
        app.grid.focus()
        app.show(Piece(1, MONDAY, 18, 18 + rows))
        await pilot.pause()
        assert [line[6:].rstrip() for line in app.lines()[1 : 1 + rows]] == expected


async def test_a_box_that_goes_on_from_the_day_before_has_no_head_and_one_that_goes_on_no_foot() -> None:
    app = Stage()
    async with app.run_test(size=(27, 20)) as pilot:
        app.show(Piece(1, MONDAY, 18, 20, begins=False, ends=False))
        await pilot.pause()
        assert [line[6] for line in app.lines()[1:3]] == ["┃", "┃"]


async def test_text_from_elsewhere_is_shown_as_it_is_and_steers_nothing() -> None:
    app = Stage()
    async with app.run_test(size=(60, 20)) as pilot:
        app.show(Piece(1, MONDAY, 18, 20), title=HOSTILE)
        await pilot.pause()
        assert "[/oops]" in app.lines()[1]
        assert "\x1b" not in "".join(app.lines())


async def test_an_empty_grid_says_so_and_its_keys_do_nothing() -> None:
    app = Stage()
    async with app.run_test(size=(60, 20)) as pilot:
        app.show()
        app.grid.focus()
        await pilot.press("down", "left", "end", "enter")
        assert "Nothing here." in app.lines()[1]
        assert app.grid.cursor is None

"""A sheet under keys: where the cursor goes, what is typed, what is refused, and that fast keys keep their order."""

from typing import ClassVar

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.filter import LineFilter
from textual.pilot import Pilot

from acxdesk.tui.paint import ControlPictures
from acxdesk.tui.widgets.sheet import Direction, Sheet
from acxdesk.tui.widgets.sheetlines import Cell, SheetColumn, SheetRow

SIZE = (60, 12)
COLUMNS = (
    SheetColumn("exam", "Exam", 5, below="/100"),
    SheetColumn("case", "Case", 5, below="/100"),
    SheetColumn("total", "Total", 6, typed=False, stays=True),
)
NAMES = ("Byron, Ada", "Núñez Peña, José", "Sato 佐藤, Hana", "عباس, ليلى", "O'Neill, Siobhán")


def people(count: int = 5) -> list[SheetRow]:
    return [SheetRow(number, NAMES[(number - 1) % 5], {}) for number in range(1, count + 1)]


def painted(row: SheetRow, column: SheetColumn) -> Cell:
    return Cell(row.value.get(column.name, "·"), "" if column.name in row.value else "muted")


def check(row: SheetRow, column: SheetColumn, text: str, what: str) -> str:
    if not text.isascii() or not text.isdigit():
        return f"{column.title} of {row.name}: {text} is no plain number."
    return f"{text} is above 100." if int(text) > 100 else ""


class Owner(Vertical):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "late", "late"),
        Binding("p", "present", "present"),
        Binding("x", "never", "never"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        return None if action == "never" else True

    def action_late(self) -> None:
        self.query_one(Sheet).begin(what="late", prompt="Minutes late")

    def action_present(self) -> None:
        sheet = self.query_one(Sheet)
        assert sheet.current is not None
        row, column = sheet.current
        self.app.heard.append(("present", row.id, column.name))  # type: ignore[attr-defined]
        sheet.expect(row.id, column.name, "●")
        sheet.advance()


class Lettered(Sheet, inherit_bindings=False):
    """A sheet whose owner has the letter l for something else."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in Sheet.BINDINGS if not (isinstance(binding, Binding) and binding.key == "l")
    ]


class Stage(App[None]):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "elsewhere", "elsewhere"), Binding("y", "elsewhere", "y")]

    def action_elsewhere(self) -> None:
        self.heard.append(("elsewhere",))

    def __init__(
        self, rows: list[SheetRow], columns: tuple[SheetColumn, ...] = COLUMNS, way: Direction = "down"
    ) -> None:
        super().__init__()
        self.rows, self.columns = rows, columns
        self.sheet = Lettered(
            painted,
            check=check,
            taken=lambda *taken: self.heard.append(("typed", taken[0].id, taken[1].name, *taken[2:])),
            foot=lambda row, column: f"{column.title} of {row.name}",
            direction=way,
            corner="Delegate",
            empty_words="Nobody attends yet.",
        )
        self.heard: list[tuple[object, ...]] = []
        self.noted: list[tuple[object, ...]] = []

    def compose(self) -> ComposeResult:
        with Owner():
            yield self.sheet

    def on_mount(self) -> None:
        self.sheet.show(self.columns, self.rows)
        self.sheet.focus()

    def get_line_filters(self) -> list[LineFilter]:
        return [*super().get_line_filters(), ControlPictures()]

    def on_sheet_typed(self, note: Sheet.Typed) -> None:
        self.noted.append(("typed", note.row, note.column, note.text, note.what))

    def on_sheet_pressed(self, note: Sheet.Pressed) -> None:
        self.heard.append(("pressed", note.row, note.column))

    def on_sheet_turned(self, note: Sheet.Turned) -> None:
        self.heard.append(("turned", note.sheet.direction))

    @property
    def drawn(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]

    @property
    def at(self) -> tuple[int, str]:
        assert self.sheet.current is not None
        row, column = self.sheet.current
        return row.id, column.name


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_it_shows_people_down_and_columns_across_with_the_cursor_in_brackets() -> None:
    rows = [SheetRow(1, "Byron, Ada", {"exam": "61", "total": "72.4"}), *people()[1:3]]
    app = Stage(rows)
    async with app.run_test(size=SIZE, notifications=True):
        assert app.drawn == [
            "  Delegate          Exam  Case  Total",
            "                    /100  /100",
            "▸ Byron, Ada      [   61]    ·   72.4",
            "  Núñez Peña, José     ·     ·      ·",
            "  Sato 佐藤, Hana      ·     ·      ·",
            "",
            "",
            "",
            "",
            "",
            " Exam of Byron, Ada",
            "",
        ]


async def test_a_number_is_typed_handed_over_and_the_cursor_moves_on() -> None:
    app = Stage(people())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "6")
        assert "[   6▏]" in app.drawn[2]
        await press(pilot, "1", "enter")
        assert app.heard == app.noted == [("typed", 1, "exam", "61", "")]
        assert app.at == (2, "exam")
        assert "61*" in app.drawn[2]
        app.sheet.settle(1, "exam")
        await pilot.pause()
        assert "61*" not in app.drawn[2]
        app.sheet.put(SheetRow(1, NAMES[0], {"exam": "61.0"}))
        await pilot.pause()
        assert "61.0" in app.drawn[2]


async def test_moving_to_the_right_goes_on_to_the_next_persons_first_column() -> None:
    app = Stage(people(2), way="right")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, *"1", "enter", *"2", "enter", *"3", "enter", *"4", "enter")
        assert app.heard == [
            ("typed", 1, "exam", "1", ""),
            ("typed", 1, "case", "2", ""),
            ("typed", 2, "exam", "3", ""),
            ("typed", 2, "case", "4", ""),
        ]
        assert app.at == (2, "case")
        await press(pilot, "t")
        assert app.heard[-1] == ("turned", "down")


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        (["down", "down"], (3, "exam")),
        (["j", "j", "k"], (2, "exam")),
        (["right", "right", "right"], (1, "case")),
        (["right", "h"], (1, "exam")),
        (["tab", "tab"], (2, "exam")),
        (["tab", "tab", "shift+tab"], (1, "case")),
        (["end"], (12, "exam")),
        (["end", "down"], (12, "exam")),
        (["pagedown"], (9, "exam")),
        (["end", "home"], (1, "exam")),
        (["shift+tab"], (1, "exam")),
    ],
)
async def test_the_cursor_moves(keys: list[str], at: tuple[int, str]) -> None:
    app = Stage(people(12))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, *keys)
        assert app.at == at
        row = next(line for line in app.drawn if line.startswith("▸"))
        assert "[" in row


@pytest.mark.parametrize(("key", "at"), [("down", (2, "exam")), ("right", (1, "case")), ("tab", (1, "case"))])
async def test_an_arrow_hands_over_and_moves_its_own_way(key: str, at: tuple[int, str]) -> None:
    app = Stage(people())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "7", key)
        assert app.heard == [("typed", 1, "exam", "7", "")]
        assert app.at == at


@pytest.mark.parametrize("typed", ["1_0", "1e2", "101", "7 "])
async def test_what_is_refused_stays_as_typed_with_its_sentence_below_and_the_cursor_with_it(typed: str) -> None:
    app = Stage(people())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, *typed, "enter", "down", "tab")
        assert app.heard == []
        assert app.at == (1, "exam")
        assert f"{typed}▏]" in app.drawn[2]
        assert "is no plain number." in app.drawn[10] or "101 is above 100." in app.drawn[10]
        await press(pilot, *["backspace"] * len(typed), "8", "enter")
        assert app.heard == [("typed", 1, "exam", "8", "")]
        assert app.drawn[10] == " Exam of Núñez Peña, José"


async def test_escape_takes_back_what_is_being_typed() -> None:
    app = Stage([SheetRow(1, NAMES[0], {"exam": "61"})])
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "9", "escape", "enter")
        assert app.heard == []
        assert "[   61]" in app.drawn[2]


async def test_f2_types_on_at_what_stands_there() -> None:
    app = Stage([SheetRow(1, NAMES[0], {"exam": "6"})])
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "f2", "1", "enter")
        assert app.heard == [("typed", 1, "exam", "61", "")]


async def test_a_value_refused_later_keeps_what_was_typed_and_says_so_wherever_the_cursor_is() -> None:
    app = Stage(people())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, *"61", "enter")
        app.sheet.refuse(1, "exam", "61", "It was changed by bert, after you had read it.")
        await pilot.pause()
        assert "!61" in app.drawn[2]
        assert app.drawn[10] == " ! Byron, Ada: It was changed by bert, after you had read"
        assert app.drawn[11] == " it."
        app.sheet.show(COLUMNS, people())
        await press(pilot, "up")
        assert app.drawn[10].startswith(" It was changed by bert")
        await press(pilot, "escape")
        assert "!61" not in app.drawn[2]
        assert app.drawn[10] == " Exam of Byron, Ada"


async def test_shown_again_the_cursor_stays_with_its_person_and_column_and_so_does_the_typing() -> None:
    app = Stage(people())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "down", "right", "4")
        app.sheet.show((SheetColumn("more", "More", 5), *COLUMNS), [SheetRow(9, "Abel, Niels", {}), *people()])
        await press(pilot, "2", "enter")
        assert app.heard == [("typed", 2, "case", "42", "")]
        assert app.at == (3, "case")


async def test_what_was_typed_for_somebody_who_is_gone_goes_to_nobody_else() -> None:
    app = Stage(people())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "4")
        app.sheet.show(COLUMNS, people()[1:])
        await pilot.pause()
        assert "Byron, Ada is not shown here any more." in app.drawn[10]
        await press(pilot, "enter")
        assert app.heard == []


async def test_what_is_being_saved_stays_in_sight_when_older_data_is_shown() -> None:
    app = Stage(people())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, *"61", "enter", *"62", "enter")
        app.sheet.settle(1, "exam")
        app.sheet.show(COLUMNS, [SheetRow(1, NAMES[0], {"exam": "61"}), *people()[1:]])
        await pilot.pause()
        assert "61*" not in app.drawn[2]
        assert "61" in app.drawn[2]
        assert "62*" in app.drawn[3]
        assert app.sheet.is_waiting


async def test_keys_that_come_at_once_keep_their_order() -> None:
    """Letters of the owner, digits and Enter, all before the first of them is worked off."""
    app = Stage(people())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        for key in ("p", "l", "1", "0", "enter", "p", "down", "7", "enter"):
            character = key if len(key) == 1 else "\r" if key == "enter" else None
            app.post_message(events.Key(key, character))
        await pilot.pause()
        assert app.heard == [
            ("present", 1, "exam"),
            ("typed", 2, "exam", "10", "late"),
            ("present", 3, "exam"),
            ("typed", 5, "exam", "7", ""),
        ]


async def test_a_key_that_cannot_be_used_now_is_not_somebody_elses() -> None:
    app = Stage(people())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "x")
        assert app.heard == []
        await press(pilot, "y")
        assert app.heard == [("elsewhere",)]


async def test_while_something_is_typed_letters_are_text_and_not_deeds() -> None:
    app = Stage(people())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "l", "p", "j")
        assert "[  pj▏]" in app.drawn[2]
        assert app.heard == []
        assert app.drawn[10] == " Minutes late"


async def test_a_paste_is_typed_without_the_line_break_at_its_end_and_a_long_one_is_not() -> None:
    app = Stage(people())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.sheet.post_message(events.Paste("88\n"))
        await press(pilot, "enter")
        assert app.heard == [("typed", 1, "exam", "88", "")]
        app.sheet.post_message(events.Paste("\x1b[2J" + "9" * 5000))
        await press(pilot, "enter")
        assert app.heard == [("typed", 1, "exam", "88", "")]


async def test_names_are_never_markup_and_never_steer_the_terminal() -> None:
    names = ("[/oops] [red]x", "\x1b[2Jescape", "عباس, ليلى", "x" * 5000, "")
    app = Stage([SheetRow(number, name, {"exam": "[b]1"}) for number, name in enumerate(names)])
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "end", "home")
        assert "[/oops] [red]x" in app.drawn[2]
        assert "␛[2Jescape" in app.drawn[3]
        assert "…" in app.drawn[5]
        assert all("\x1b" not in line for line in app.drawn)


async def test_an_empty_sheet_says_what_fills_it_and_takes_no_typing() -> None:
    app = Stage([])
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "1", "enter", "down", "l", "tab")
        assert app.heard == []
        assert app.drawn[2] == " Nobody attends yet."


async def test_columns_that_do_not_fit_scroll_under_the_cursor_and_those_that_stay_stay() -> None:
    columns = (*(SheetColumn(f"m{number}", f"M{number}", 9) for number in range(1, 8)), COLUMNS[-1])
    app = Stage(people(2), columns)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        assert app.drawn[0] == "  Delegate                M1        M2        M3› Total"
        await press(pilot, *["right"] * 6)
        assert app.at == (1, "m7")
        assert app.drawn[0].startswith("  Delegate        ‹       M5        M6        M7")
        assert app.drawn[0].endswith("Total")
        await press(pilot, *["left"] * 6)
        assert app.drawn[0] == "  Delegate                M1        M2        M3› Total"


async def test_narrowed_by_the_beginnings_of_words_and_the_cursor_follows_its_person() -> None:
    app = Stage(people())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "down", "down")
        app.sheet.narrow("sa")
        await pilot.pause()
        assert app.at == (3, "exam")
        app.sheet.narrow("jose pen")
        await pilot.pause()
        assert app.at == (2, "exam")
        app.sheet.narrow("xyz")
        await pilot.pause()
        assert app.drawn[2] == " Nobody matches “xyz”."
        app.sheet.narrow("")
        await pilot.pause()
        assert len(app.sheet.rows) == 5


async def test_a_click_puts_the_cursor_and_a_double_click_presses() -> None:
    app = Stage(people())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.click(Sheet, offset=(26, 4))
        assert app.at == (3, "case")
        await pilot.click(Sheet, offset=(26, 4), times=2)
        assert app.heard == [("pressed", 3, "case")]
        await pilot.click(Sheet, offset=(3, 0))
        assert app.at == (3, "case")


async def test_a_move_draws_two_rows_and_what_stands_below() -> None:
    app = Stage(people(500))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "down")
        drawn: list[int] = []
        real = app.sheet.render_line

        def counting(y: int) -> object:
            drawn.append(y)
            return real(y)

        app.sheet.render_line = counting  # type: ignore[method-assign,assignment]
        await press(pilot, "down")
        assert sorted(set(drawn)) == [3, 4, 22, 23]


@pytest.mark.parametrize("size", [(20, 5), (10, 3), (5, 2), (1, 1), (200, 60)])
async def test_it_shows_what_it_can_in_any_size(size: tuple[int, int]) -> None:
    app = Stage(people())
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "down", "right", "7", "enter", "end")
        assert app.heard == [("typed", 2, "case", "7", "")]
        assert all(len(strip.text) <= size[0] for strip in app.screen._compositor.render_strips())

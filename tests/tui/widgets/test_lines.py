import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from acxdesk.queries.listing import Column
from acxdesk.tui.widgets.lines import fit, lay_out

COLUMNS = tuple(
    enumerate(
        (
            Column("name", "Name", 20),
            Column("country", "Country", 12),
            Column("hours", "Hours", 7, numeric=True),
            Column("email", "E-mail", 24),
        )
    )
)
awkward = st.text(
    st.one_of(st.characters(), st.sampled_from("\x1b\x00\x9b\n é佐👩\u200d\ufe0f\u0301\u202eعx")), max_size=60
)


@pytest.mark.parametrize(
    ("text", "width", "right", "fitted"),
    [
        ("Zoe", 5, False, "Zoe  "),
        ("Zoe", 5, True, "  Zoe"),
        ("Zoë", 5, True, "  Zoë"),
        ("Zoe Byron", 5, False, "Zoe …"),
        ("Zoë Byron", 5, True, "Zoë …"),
        ("佐藤花子", 8, False, "佐藤花子"),
        ("佐藤花子", 7, False, "佐藤花…"),
        ("佐藤花子", 6, False, "佐藤 …"),
        ("e\u0301" * 5, 5, False, "e\u0301" * 5),
        ("e\u0301" * 6, 5, False, "e\u0301" * 4 + "…"),
        ("long", 1, False, "…"),
        ("long", 0, False, ""),
        ("", 3, True, "   "),
        ("a\x1bb", 4, False, "a␛b "),
    ],
)
def test_texts_are_cut_and_aligned_by_cells(text: str, width: int, right: bool, fitted: str) -> None:
    assert fit(text, width, right=right) == fitted


@given(awkward, st.integers(0, 40), st.booleans())
@settings(max_examples=100, deadline=None)
def test_every_text_takes_exactly_its_cells(text: str, width: int, right: bool) -> None:
    assert cell_len(fit(text, width, right=right)) == width


def test_a_name_of_countless_marks_costs_no_more_than_its_cells() -> None:
    fitted = fit("e" + "\u0301" * 5_000, 5)
    assert cell_len(fitted) == 5
    assert len(fitted) < 100


@pytest.mark.parametrize(
    ("width", "skipped", "names", "more"),
    [
        (120, 0, ["name", "country", "hours", "email"], (False, False)),
        (69, 0, ["name", "country", "hours", "email"], (False, False)),
        (68, 0, ["name", "country", "hours"], (False, True)),
        (45, 0, ["name", "country", "hours"], (False, True)),
        (44, 0, ["name", "country"], (False, True)),
        (10, 0, ["name"], (False, True)),
        (66, 1, ["name", "hours", "email"], (True, False)),
        (45, 1, ["country", "hours"], (True, True)),
        (40, 2, ["hours", "email"], (True, False)),
        (80, 9, ["email"], (True, False)),
    ],
)
def test_columns_that_fit_are_placed(width: int, skipped: int, names: list[str], more: tuple[bool, bool]) -> None:
    layout = lay_out(COLUMNS, width, skipped)
    assert [place.column.name for place in layout.places] == names
    assert (layout.more_left, layout.more_right) == more


def test_room_that_is_left_goes_to_text_and_never_to_figures() -> None:
    assert [place.width for place in lay_out(COLUMNS, 97).places] == [30, 18, 7, 36]
    assert [place.width for place in lay_out(COLUMNS, 400).places] == [40, 24, 7, 48]


@given(st.integers(0, 200), st.integers(0, 6), st.lists(awkward, min_size=4, max_size=4))
@settings(max_examples=100, deadline=None)
def test_lines_and_headings_are_as_wide_as_the_window(width: int, skipped: int, cells: list[str]) -> None:
    layout = lay_out(COLUMNS, width, skipped)
    assert cell_len(layout.line(cells, cursor="▸", mark="✓")) == width
    assert cell_len(layout.heading("hours", descending=True)) == width


def test_the_sign_of_the_sort_is_never_cut() -> None:
    narrow = lay_out([(0, Column("attendance", "Attendance", 4))], 20)
    assert narrow.places[0].heading("▼") == "Atten… ▼"
    assert lay_out([(0, Column("a", "Attendance", 1, numeric=True))], 20).places[0].heading("▼") == "▼"
    hours = lay_out([(0, Column("hours", "Hours", 9, numeric=True))], 20).places[0]
    assert hours.heading("▲") == "  Hours ▲"


def test_a_cell_of_the_screen_belongs_to_a_column_or_to_none() -> None:
    layout = lay_out(COLUMNS, 69)
    found = [layout.column_at(x) for x in (0, 2, 3, 22, 23, 24, 68, 69)]
    assert [column and column.name for column in found] == [None, None, "name", "name", None, "country", "email", None]

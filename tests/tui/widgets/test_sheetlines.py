"""Where the columns of a sheet stand: in every width a whole line, and the column of the cursor in it."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from acxdesk.tui.widgets.sheetlines import GAP, GUTTER, SheetColumn, ending, lay_out

scrolling = st.lists(st.integers(1, 12), max_size=9)
staying = st.lists(st.integers(1, 12), max_size=3)


def columns(scroll: list[int], stay: list[int]) -> list[SheetColumn]:
    widths = [(width, False) for width in scroll] + [(width, True) for width in stay]
    return [SheetColumn(str(place), f"C{place}", width, stays=stays) for place, (width, stays) in enumerate(widths)]


@given(scrolling, staying, st.integers(0, 120), st.integers(0, 60), st.integers(0, 9))
def test_columns_stand_side_by_side_and_the_heading_fills_the_line(
    scroll: list[int], stay: list[int], width: int, longest: int, skipped: int
) -> None:
    made = columns(scroll, stay)
    layout = lay_out(made, width, longest, min(skipped, max(0, len(scroll) - 1)))
    left = GUTTER + layout.name
    for spot in layout.spots:
        assert spot.left == left + GAP
        left = spot.left + spot.width
    heading = layout.heading("Delegate", [column.title for column in made], made, signs=True)
    assert cell_len(heading) == width


@given(scrolling.filter(bool), staying, st.integers(30, 120), st.integers(0, 60), st.data())
def test_every_column_can_be_brought_into_sight(
    scroll: list[int], stay: list[int], width: int, longest: int, data: st.DataObject
) -> None:
    made = columns(scroll, stay)
    skipped = data.draw(st.integers(0, len(scroll) - 1))
    wanted = data.draw(st.integers(0, len(made) - 1))
    layout = lay_out(made, width, longest, skipped)
    after = lay_out(made, width, longest, layout.skipped_for(made, wanted))
    assert wanted in [spot.index for spot in after.spots]


@given(st.text(max_size=30), st.integers(0, 12), st.booleans())
def test_what_is_typed_shows_its_end_in_its_cells(text: str, width: int, right: bool) -> None:
    assert cell_len(ending(text, width, right=right)) == width

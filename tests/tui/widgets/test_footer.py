"""The footer: what fits, what goes first, and the sign that there is more."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App

from acxdesk.tui.keys import table
from acxdesk.tui.widgets.footer import MORE, Entry, arranged

IDS = ["list.open", "list.sort", "list.mark", "area.filter", "app.goto", "app.undo", "app.palette", "app.quit"]
NODE: App[None] = App()


def entry(name: str, *, enabled: bool = True) -> Entry:
    row = table()[name]
    return Entry(row.id, tuple(row.key.split(",")), row.words, row.help, enabled, row.does, NODE)


def text(names: list[str], width: int, undo: str = "", *, off: tuple[str, ...] = ()) -> str:
    line = arranged([entry(name, enabled=name not in off) for name in names], width, undo)
    return "".join(part for _, part in line)


def test_groups_stand_apart_and_help_is_last() -> None:
    assert text(["list.open", "list.sort", "app.help", "app.goto"], 80) == "⏎ open  s sort   g go to   ? help"


def test_what_can_be_missed_goes_first_and_the_last_word_says_that_there_is_more() -> None:
    names = ["list.open", "list.mark", "list.sort", "app.goto", "app.help"]
    assert text(names, 44) == "⏎ open  space mark   g go to   … ? all keys"
    assert text(names, 31) == "⏎ open   g go to   … ? all keys"
    assert text(names, 14) == "… ? all keys"


def test_what_cannot_be_used_now_goes_before_the_rest_and_stands_in_brackets() -> None:
    names = ["list.open", "app.undo", "app.goto", "app.help"]
    assert text(names, 80, off=("app.undo",)) == "⏎ open   (u undo)  g go to   ? help"
    assert text(names, 33, off=("app.undo",)) == "⏎ open   g go to   … ? all keys"


def test_what_undo_takes_back_is_shortened_before_anything_goes() -> None:
    names = ["list.open", "app.undo", "app.help"]
    said = "Ada Byron booked on ACXM-2026-11-16, seat 14 of 16."
    assert text(names, 80, said) == "⏎ open   u undo: Ada Byron booked on ACXM-2026-11-16, se…   ? help"
    assert text(names, 45, said) == "⏎ open   u undo: Ada Byron booke…   ? help"


@given(st.lists(st.sampled_from(IDS), unique=True), st.integers(0, 90), st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_it_never_overflows_and_never_hides_a_key_without_a_sign(names: list[str], width: int, undo: str) -> None:
    line = arranged([entry(name) for name in [*names, "app.help"]], width, undo)
    shown = [one.id for one, _ in line if one is not None]
    assert sum(cell_len(part) for _, part in line) <= width
    assert not line or "app.help" in shown
    assert not line or len(shown) == len(names) + 1 or (None, MORE) in line

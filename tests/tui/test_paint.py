from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Label

from acxdesk.tui.paint import ControlPictures, paint

BLACK = Color(0, 0, 0)
CONTROLS = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))}
HOSTILE = "\x1b]0;gone\x07\x9b2J[/oops]"

anything = st.text(st.one_of(st.characters(), st.sampled_from(sorted(CONTROLS)), st.just(" ")), max_size=30)


class Raw(Widget):
    """A widget that went round `paint`."""

    def render_line(self, y: int) -> Strip:
        del y
        return Strip([Segment("name "), Segment(HOSTILE, Style(bold=True)), Segment(" " * 50), Segment("|")])


class Stage(App[None]):
    def compose(self) -> ComposeResult:
        yield Label(paint("[/oops] [red]x[/] [@click=app.quit]here"))
        yield Raw()

    def get_line_filters(self) -> list[LineFilter]:
        return [*super().get_line_filters(), ControlPictures()]


def test_text_that_looks_like_markup_is_painted_as_it_is() -> None:
    assert paint("[/oops] [red]x[/]").plain == "[/oops] [red]x[/]"
    assert paint("[@click=app.quit]here").spans == []


def test_line_breaks_are_kept_and_every_other_control_character_becomes_a_picture() -> None:
    assert paint("one\r\ntwo\x1b[31m\x9b\tthree\x00").plain == "one\ntwo␛[31m\N{REPLACEMENT CHARACTER}␉three␀"


def test_a_style_holds_for_all_of_the_text() -> None:
    painted = paint("Zoë", "bold")
    assert [(span.start, span.end, span.style) for span in painted.spans] == [(0, 3, "bold")]
    assert paint("", "bold").plain == ""


@given(anything)
@settings(max_examples=100, deadline=None)
def test_nothing_painted_steers_the_terminal(value: str) -> None:
    assert not (CONTROLS - {"\n"}) & set(paint(value).plain)


def test_a_line_without_control_characters_passes_the_filter_untouched() -> None:
    segments = [Segment("Núñez 佐藤 ", Style(bold=True)), Segment("plain")]
    assert ControlPictures().apply(segments, BLACK) is segments


def test_pictures_take_their_room_from_the_blanks_behind_them() -> None:
    segments = [Segment("  a\x1b[m"), Segment("    "), Segment("| b")]
    drawn = ControlPictures().apply(segments, BLACK)
    assert [segment.text for segment in drawn] == ["  a␛[m", "   ", "| b"]


def test_without_blanks_the_end_of_the_line_pays() -> None:
    drawn = ControlPictures().apply([Segment("a\x1bb\x1bc"), Segment("de")], BLACK)
    assert "".join(segment.text for segment in drawn) == "a␛b␛c"


@given(st.lists(anything, max_size=5))
@settings(max_examples=100, deadline=None)
def test_the_filter_keeps_the_width_and_lets_no_control_character_through(texts: list[str]) -> None:
    drawn = ControlPictures().apply([Segment(text) for text in texts], BLACK)
    assert not CONTROLS & set("".join(segment.text for segment in drawn))
    assert sum(cell_len(segment.text) for segment in drawn) == sum(map(cell_len, texts))


async def test_an_app_shows_hostile_text_and_hands_no_escape_to_the_terminal() -> None:
    app = Stage()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        rows = [strip.text for strip in app.screen._compositor.render_strips()]
    assert rows[0].rstrip() == "[/oops] [red]x[/] [@click=app.quit]here"
    assert rows[1].rstrip() == "name ␛]0;gone␇\N{REPLACEMENT CHARACTER}2J[/oops]" + " " * 47 + "|"
    assert not CONTROLS & set("".join(rows))

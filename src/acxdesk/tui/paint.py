"""How what people typed reaches the screen: never as markup, never with a byte that steers the terminal."""

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from acxdesk.rules.text import visible


def paint(value: str, style: str = "") -> Content:
    """User text as content for a widget, a title, a toast or a tooltip.

    Args:
        value: any text, also one that looks like markup (`[/oops]`) or holds control bytes. Line breaks are kept.
        style: a Textual style for all of it, such as "bold" or "$text-muted".

    Returns:
        Content that shows every character, with a picture in the place of one that would steer the terminal.
    """
    if not is_plain(value):
        value = "\n".join(map(visible, value.replace("\r\n", "\n").split("\n")))
    return Content.styled(value, style)


def is_plain(value: str) -> bool:
    """Whether a text is ASCII without control characters: one cell a character, nothing to make visible."""
    return value.isascii() and value.isprintable()


class ControlPictures(LineFilter):
    """The last net: a control character in anything that is drawn is shown as a picture.

    `App.get_line_filters` gives it for every widget, so that a text which went round `paint` cannot set the window's
    title, move the cursor or write over another line. A line keeps its width: what a picture needs is taken from the
    blanks behind it, else from the end of the line.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        """The same segments when all is well, else segments of the same width without control characters."""
        if all(is_plain(segment.text) for segment in segments):
            return segments
        shown = [segment if segment.control else _pictured(segment) for segment in segments]
        if all(after is before for after, before in zip(shown, segments, strict=True)):
            return segments
        return _narrowed(shown, [_width(segment) for segment in segments])


def _pictured(segment: Segment) -> Segment:
    text = visible(segment.text)
    return segment if text == segment.text else Segment(text, segment.style)


def _width(segment: Segment) -> int:
    return 0 if segment.control else cell_len(segment.text)


def _narrowed(segments: list[Segment], widths: list[int]) -> list[Segment]:
    """The segments in the room that they had: `widths` are the cells that each took before it was made visible."""
    kept: list[Segment] = []
    owed = 0
    for place, segment in enumerate(segments):
        text = segment.text
        owed += _width(segment) - widths[place]
        blanks = len(text) - len(text.rstrip(" "))
        # One blank stays, so that two columns do not run together; the last segment has nothing behind it.
        take = max(0, min(owed, blanks if place == len(segments) - 1 else blanks - 1))
        owed -= take
        kept.append(Segment(text[: len(text) - take], segment.style, segment.control) if take else segment)
    while owed > 0 and kept:
        last = kept.pop()
        width = _width(last)
        if width > owed:
            kept.append(Segment(set_cell_size(last.text, width - owed), last.style, last.control))
        owed -= width
    return kept

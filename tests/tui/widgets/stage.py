"""An app around one big list, and what a test reads off it."""

from textual.app import App, ComposeResult
from textual.filter import LineFilter
from textual.pilot import Pilot

from acxdesk.queries.listing import Listing
from acxdesk.tui.paint import ControlPictures
from acxdesk.tui.widgets.biglist import BigList

SIZE = (80, 24)  # a heading and 23 lines
Heard = tuple[str, object]


class Stage(App[None]):
    """A list over the whole screen; notes what it says, by name and value."""

    def __init__(self, listing: Listing | None, *, bordered: bool = False) -> None:
        super().__init__()
        self.list = BigList(listing, empty_words="No sessions yet. n schedules one, i imports a printed list.")
        self.bordered = bordered
        self.heard: list[Heard] = []

    def compose(self) -> ComposeResult:
        if self.bordered:
            self.list.styles.border = ("round", "white")
        yield self.list

    def get_line_filters(self) -> list[LineFilter]:
        return [*super().get_line_filters(), ControlPictures()]

    def on_big_list_opened(self, note: BigList.Opened) -> None:
        self.heard.append(("opened", note.id))

    def on_big_list_rested(self, note: BigList.Rested) -> None:
        self.heard.append(("rested", note.id))

    def on_big_list_marks_changed(self, note: BigList.MarksChanged) -> None:
        self.heard.append(("marks", note.count))

    def on_big_list_arranged(self, note: BigList.Arranged) -> None:
        listing = note.big_list.listing
        assert listing is not None
        self.heard.append(("arranged", (listing.sort, listing.descending, note.big_list.columns_shown)))

    def on_big_list_window_changed(self, note: BigList.WindowChanged) -> None:
        self.heard.append(("window", (note.first, note.last, note.total, note.marked)))

    def on_big_list_read_failed(self, note: BigList.ReadFailed) -> None:
        self.heard.append(("failed", str(note.refusal)))

    def heard_of(self, name: str) -> list[object]:
        """The values of all notes of this name, in order."""
        return [value for said, value in self.heard if said == name]

    @property
    def drawn(self) -> list[str]:
        """The lines on the screen, without the blanks at their ends."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]

    @property
    def names(self) -> list[str]:
        """The first word pairs of the list's lines on the screen, the heading left out."""
        return [" ".join(line[3:].split()[:2]) for line in self.drawn[1:] if line[3:].strip()]

    @property
    def cursor_row(self) -> int:
        """The row of the screen that the sign of the cursor stands in."""
        (row,) = (row for row, line in enumerate(self.drawn) if line[:1] in "▸▹" and line)
        return row


async def settled(pilot: Pilot[None]) -> None:
    """Wait until all that was asked has come and is drawn."""
    for _ in range(2):
        await pilot.pause()
        while any(not worker.is_finished for worker in pilot.app.workers):
            await pilot.pause(0.01)
    await pilot.pause(0.08)  # the cursor has come to rest

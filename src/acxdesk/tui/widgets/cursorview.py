"""The cursor of a big list: how it moves, when it has come to rest, and what is done on the line under it."""

import asyncio
from collections.abc import Callable

from acxdesk.queries.listing import Line, Listing
from acxdesk.tui.widgets.pagedview import PagedView
from acxdesk.tui.widgets.pages import Reopened

RESTED = 0.06  # seconds that the cursor stands still before a detail pane follows it


class CursorView(PagedView):
    """A paged list with a cursor. A key that comes before its line is read waits for the line."""

    def __init__(
        self,
        listing: Listing | None = None,
        *,
        empty_words: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(listing, empty_words=empty_words, name=name, id=id, classes=classes, disabled=disabled)
        self._due: list[tuple[int, Callable[[Line], None]]] = []  # deeds on lines that are still to be read
        self._goes_to_end = False  # End was pressed before the lines were counted
        self._resting: asyncio.TimerHandle | None = None
        self._rest_is_due = False  # the cursor rests on a line that is still to be read
        self._rows_before = 0  # lines that the window showed before it was resized

    @property
    def current(self) -> Line | None:
        """The line under the cursor; None in an empty list and while it is being read."""
        return self.line_at(self._cursor)

    @property
    def index(self) -> int:
        """The zero-based place of the cursor."""
        return self._cursor

    def go_to(self, index: int) -> None:
        """Put the cursor on the line at a place of the list, as if keys had brought it there."""
        self._step(index - self._cursor)

    def show(self, listing: Listing) -> None:
        """Show another list, from its top."""
        self._due.clear()
        self._goes_to_end = False
        super().show(listing)
        self._rest_soon()

    # What the floor above adds

    def _moves(self) -> None:
        """The cursor is about to move without a range."""
        raise NotImplementedError

    def _say_opened(self, line: Line) -> None:
        """Tell the owner that a line is to be opened."""
        raise NotImplementedError

    def _say_rested(self, line_id: int | None) -> None:
        """Tell the owner where the cursor has come to rest."""
        raise NotImplementedError

    # Deeds

    def _on_line(self, index: int, deed: Callable[[Line], None]) -> None:
        """Do something with a line, as soon as it is read."""
        line = self.line_at(index)
        if line is not None:
            deed(line)
        elif self._pages is not None and (self._pages.total is None or index < self._pages.total):
            self._due.append((index, deed))

    def _arrange(self, listing: Listing, *, follow: bool) -> None:
        self._due.clear()  # another line will stand at that index
        super()._arrange(listing, follow=follow)

    def _arrived(self) -> None:
        if self._goes_to_end and self._pages is not None and self._pages.total is not None:
            self._goes_to_end = False
            self._move(self._pages.total - 1)
        due, self._due = self._due, []
        for index, deed in due:
            self._on_line(index, deed)
        if self._rest_is_due:
            self._rest()

    def _reopened(self, fresh: Reopened) -> None:  # noqa: ARG002 - the list with marks needs it
        self._rest_soon()

    # Rest

    def _rest_soon(self) -> None:
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None
        if self._ready:
            self._resting = asyncio.get_running_loop().call_later(RESTED, self._rest)

    def _rest(self) -> None:
        self._resting = None
        line = self.current
        is_empty = self._pages is not None and self._pages.total == 0
        self._rest_is_due = line is None and not is_empty
        if not self._rest_is_due and self.is_attached:
            self._say_rested(None if line is None else line.id)

    def on_unmount(self) -> None:
        """Nothing follows the cursor any more."""
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None

    # Moves

    def _move(self, index: int) -> None:
        """Put the cursor on a line and the line into sight; only the two touched lines are drawn anew."""
        pages = self._pages
        if pages is None:
            return
        index = max(0, index if pages.total is None else min(index, pages.total - 1))
        before, self._cursor = self._cursor, index
        if index != before:
            if pages.total is None:
                self._grow()
            self.refresh_line(before + self._header_rows)
            self.refresh_line(index + self._header_rows)
            self._rest_soon()
        self._into_sight()

    def _into_sight(self) -> None:
        rows = max(1, self._rows)
        if not self._top <= self._cursor < self._top + rows:
            top = self._cursor if self._cursor < self._top else self._cursor - rows + 1
            self.scroll_to(y=top, animate=False, force=True)

    def on_resize(self) -> None:
        """The cursor stays in sight when the window shrinks; if it was scrolled out of sight, it stays out."""
        was_in_sight = self._top <= self._cursor < self._top + self._rows_before
        self._rows_before = self._rows
        if was_in_sight:
            self._into_sight()

    def _step(self, lines: int) -> None:
        self._moves()
        self._move(self._cursor + lines)

    def _page(self, pages: int) -> None:
        rows = max(1, self._rows)
        row = self._cursor - self._top
        self._step(pages * rows)
        if 0 <= row < rows:  # the cursor stays in its row of the screen
            self.scroll_to(y=self._cursor - row, animate=False, force=True)

    def action_up(self) -> None:
        """One line up."""
        self._step(-1)

    def action_down(self) -> None:
        """One line down."""
        self._step(1)

    def action_page_up(self) -> None:
        """A window up."""
        self._page(-1)

    def action_page_down(self) -> None:
        """A window down."""
        self._page(1)

    def action_first(self) -> None:
        """To the first line."""
        self._goes_to_end = False
        self._step(-self._cursor)

    def action_last(self) -> None:
        """To the last line, as soon as the lines are counted."""
        if self._pages is None or self._pages.total is None:
            self._goes_to_end = True
        else:
            self._step(self._pages.total - 1 - self._cursor)

    def action_open(self) -> None:
        """Open the line under the cursor."""
        self._on_line(self._cursor, self._say_opened)

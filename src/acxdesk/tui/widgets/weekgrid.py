"""A grid of half-hours down and days across that hands can work with: a cursor that goes from box to box, the mouse.

grid.show(days, found, drawn, today=today, cursor=None)    # `drawn` gives a box's words by its key
grid.cursor                                                # the key under the cursor; None in an empty grid
"""

from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from acxdesk.rules.weekgrid import Piece
from acxdesk.tui.keys import bindings
from acxdesk.tui.widgets.weekview import Drawn, WeekView

__all__ = ["Drawn", "WeekGrid"]


class WeekGrid(WeekView, inherit_bindings=False):
    """The days that it was given, in as many lanes as their width has."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("grid")]

    class Rested(Message):
        """The cursor is on another box, or on none."""

    class Opened(Message):
        """The box under the cursor is to be opened."""

    @property
    def day(self) -> date | None:
        """The day under the cursor."""
        piece = self._piece(self.cursor)
        return None if piece is None else piece.day

    def put(self, cursor: int) -> None:
        """Put the cursor on a box, if it is there."""
        before = self.cursor
        if self._piece(cursor) is None or cursor == before:
            return
        self.cursor = cursor
        self._redraw(before, cursor)
        self._into_sight()
        self._say_rested()

    def _say_rested(self) -> None:
        self.post_message(self.Rested())

    # Moving

    def _step(self, by: int) -> None:
        piece = self._piece(self.cursor)
        if piece is None:
            return
        keys = [one.key for one in self._of_day[piece.day]]
        at = keys.index(piece.key) + by
        if 0 <= at < len(keys):
            self.put(keys[at])

    def _aside(self, by: int) -> None:
        """To the box of the next day on that side that has any, which begins nearest in time."""
        piece = self._piece(self.cursor)
        if piece is None:
            return
        ahead = (
            self._days[self._days.index(piece.day) + 1 :] if by > 0 else self._days[: self._days.index(piece.day)][::-1]
        )
        of_day = next((self._of_day[day] for day in ahead if any(one.begins for one in self._of_day[day])), [])
        nearest = min((one for one in of_day if one.begins), key=lambda one: abs(one.top - piece.top), default=None)
        if nearest is not None:
            self.put(nearest.key)

    def action_up(self) -> None:
        """To the box before on this day."""
        self._step(-1)

    def action_down(self) -> None:
        """To the next box of this day."""
        self._step(1)

    def action_left(self) -> None:
        """To a day before."""
        self._aside(-1)

    def action_right(self) -> None:
        """To a later day."""
        self._aside(1)

    def action_first(self) -> None:
        """To the first box."""
        self._to(next(iter(self._in_order()), None))

    def action_last(self) -> None:
        """To the last box."""
        self._to(next(iter([*self._in_order()][-1:]), None))

    def _to(self, piece: Piece | None) -> None:
        if piece is not None:
            self.put(piece.key)

    def action_open(self) -> None:
        """Open the box."""
        if self.cursor is not None:
            self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor, twice opens."""
        at = event.get_content_offset(self)
        if at is None or event.button != 1 or at.y < 1:
            return
        event.stop()
        row = at.y - 1 + self.scroll_offset.y + self._rows[0]
        for left, day in zip(self._lefts(), self._days, strict=True):
            for box in self._layout(day).boxes:
                start, width = self._span(box, day)
                if box.piece.top <= row < box.piece.bottom and left + start <= at.x < left + start + width:
                    self.put(box.piece.key)
                    if event.chain == 2:  # noqa: PLR2004 - a double click
                        self.action_open()
                    return

"""What a sheet says to its owner. The owner finds these as `Sheet.Typed` and so on."""

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from acxdesk.tui.widgets.sheet import Sheet


class Note(Message, namespace="sheet"):
    """The base of what a sheet says."""

    def __init__(self, sheet: "Sheet") -> None:
        super().__init__()
        self.sheet = sheet

    @property
    def control(self) -> "Sheet":
        """The sheet that speaks, for `on(Sheet.Typed, "#marks")`."""
        return self.sheet


class OfCell(Note, namespace="sheet"):
    """Something about one cell."""

    def __init__(self, sheet: "Sheet", row: int, column: str) -> None:
        super().__init__(sheet)
        self.row = row  # id
        self.column = column  # name


class Typed(OfCell, namespace="sheet"):
    """A text was typed into a cell and `check` had nothing against it: save it, then settle or refuse."""

    def __init__(self, sheet: "Sheet", row: int, column: str, text: str, what: str) -> None:
        super().__init__(sheet, row, column)
        self.text = text
        self.what = what  # as it was given to `begin`; empty when a character began it


class Pressed(OfCell, namespace="sheet"):
    """A double click on a cell, or Enter where it does not move on."""


class Moved(OfCell, namespace="sheet"):
    """The cursor is in another cell."""

    def can_replace(self, message: Message) -> bool:
        """Only the last move matters."""
        return isinstance(message, Moved) and message.sheet is self.sheet


class Turned(Note, namespace="sheet"):
    """The cursor moves on another way from now on; `sheet.direction` says which."""

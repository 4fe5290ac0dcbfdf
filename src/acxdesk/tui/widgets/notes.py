"""What a big list says to its owner. The owner finds these as `BigList.Opened` and so on."""

from typing import TYPE_CHECKING

from textual.message import Message

from acxdesk.errors import Refused

if TYPE_CHECKING:
    from acxdesk.tui.widgets.biglist import BigList


class Note(Message, namespace="big_list"):
    """The base of what a big list says."""

    def __init__(self, big_list: "BigList") -> None:
        super().__init__()
        self.big_list = big_list

    @property
    def control(self) -> "BigList":
        """The list that speaks, for `on(BigList.Opened, "#sessions")`."""
        return self.big_list

    def _is_like(self, message: Message) -> bool:
        return type(message) is type(self) and message.control is self.control


class Opened(Note, namespace="big_list"):
    """Enter or a double click on a line."""

    def __init__(self, big_list: "BigList", line_id: int) -> None:
        super().__init__(big_list)
        self.id = line_id


class Rested(Note, namespace="big_list"):
    """The cursor has come to rest, or the line under it was read again: a detail pane can follow."""

    def __init__(self, big_list: "BigList", line_id: int | None) -> None:
        super().__init__(big_list)
        self.id = line_id  # None in an empty list

    def can_replace(self, message: Message) -> bool:
        """Only the last rest matters."""
        return self._is_like(message)


class MarksChanged(Note, namespace="big_list"):
    """Other lines are marked."""

    def __init__(self, big_list: "BigList", count: int) -> None:
        super().__init__(big_list)
        self.count = count

    def can_replace(self, message: Message) -> bool:
        """Only the last count matters."""
        return self._is_like(message)


class Arranged(Note, namespace="big_list"):
    """The reader sorted the list otherwise or chose other columns; an owner may keep it for the next time."""


class WindowChanged(Note, namespace="big_list"):
    """The window shows other lines, or more is known of the list, or other lines are marked."""

    def __init__(self, big_list: "BigList", *, first: int, last: int, total: int | None, marked: int) -> None:
        super().__init__(big_list)
        self.first = first  # 1 for the list's first line; 0 when nothing is shown
        self.last = last
        self.total = total  # None while the lines are being counted
        self.marked = marked

    def can_replace(self, message: Message) -> bool:
        """Only the last window matters."""
        return self._is_like(message)


class ReadFailed(Note, namespace="big_list"):
    """The list could not be read. What it showed before stays; a list that showed nothing says the refusal itself."""

    def __init__(self, big_list: "BigList", refusal: Refused) -> None:
        super().__init__(big_list)
        self.refusal = refusal

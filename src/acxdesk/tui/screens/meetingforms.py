"""The forms of one meeting: move it, make it longer or shorter, add one. Each reads back before it is saved.

Imported when a form is opened: the requests bring pydantic with them.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from acxdesk.actions.meetings import (
    AddMeeting,
    MoveMeeting,
    ResizeMeeting,
    add_meeting,
    move_meeting,
    resize_meeting,
)
from acxdesk.rules.localtime import reading
from acxdesk.tui.screens.form import FormScreen, doubt
from acxdesk.tui.widgets.asks import Asking, Kind, asking

if TYPE_CHECKING:
    from acxdesk.actions.requests import Request
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.sessions import MeetingRow, SessionCard

R = TypeVar("R", bound="Request")

_WORDS: Final[dict[str, Asking]] = {
    "day": asking(Kind.DATE, label="Date"),
    "at": asking(Kind.TIME, label="Time"),
    "minutes": asking(Kind.NUMBER, hint="how long it is taught, 60 to an hour"),
    "reason": asking(Kind.LINE, hint="why; the journal keeps it"),
}


def move_meeting_form(card: "SessionCard", meeting: "MeetingRow") -> "FormScreen[Receipt, MoveMeeting]":
    """Another date or time for one meeting."""
    return FormScreen(
        f"Move {_named(card, meeting)}",
        MoveMeeting,
        move_meeting,
        names=("day", "at", "reason"),
        given={"day": meeting.day, "at": meeting.at},
        fixed={"session": card.reference, "number": meeting.number},
        otherwise=_WORDS,
        only_changed=True,
        preview=_reading_back(move_meeting),
    )


def resize_meeting_form(card: "SessionCard", meeting: "MeetingRow") -> "FormScreen[Receipt, ResizeMeeting]":
    """Another length for one meeting."""
    return FormScreen(
        f"Length of {_named(card, meeting)}",
        ResizeMeeting,
        resize_meeting,
        names=("minutes", "reason"),
        given={"minutes": meeting.minutes},
        fixed={"session": card.reference, "number": meeting.number},
        otherwise=_WORDS,
        preview=_reading_back(resize_meeting),
    )


def add_meeting_form(card: "SessionCard") -> "FormScreen[Receipt, AddMeeting]":
    """One more meeting, as long and at the same time as the last one."""
    last = card.meetings[-1]
    return FormScreen(
        f"One more meeting of {card.reference}",
        AddMeeting,
        add_meeting,
        names=("day", "at", "minutes", "place"),
        given={"at": last.at, "minutes": last.minutes},
        fixed={"session": card.reference},
        otherwise=_WORDS,
        preview=_reading_back(add_meeting),
    )


def _named(card: "SessionCard", meeting: "MeetingRow") -> str:
    return f"meeting {meeting.number} of {card.reference}, {reading(meeting.day)}"


def _reading_back(deed: "Callable[[Desk, R], Receipt]") -> "Callable[[Desk, R], Sequence[str]]":
    """The sentence of a rehearsal and what to know; the other meetings stand behind the form."""

    def read_back(desk: "Desk", request: R) -> Sequence[str]:
        receipt = deed(desk.rehearsing(), request)
        return (receipt.sentence, *(doubt(line) for line in receipt.lines if not line.lstrip()[:1].isdigit()))

    return read_back

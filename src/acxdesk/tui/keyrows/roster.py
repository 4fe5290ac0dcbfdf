"""Keys of a session's delegates, of the dialog that picks whom to book, and of one enrolment."""

from typing import Final

from acxdesk.tui.keyrows.row import Action


def moves(where: str) -> tuple[Action, ...]:
    """The keys that move places, the same wherever places are shown.

    Args:
        where: the part of the screen that has them.
    """
    of_whom = "--session {session} --person {person}"
    return (
        Action(
            f"{where}.book",
            "b",
            "book_place",
            "give a seat",
            "Give a seat to who applied, waits or had left; nobody goes before who waits longer.",
            f"acxdesk enrolment book {of_whom}",
            rank=1,
        ),
        Action(
            f"{where}.accept",
            "a",
            "accept_place",
            "accept",
            "Take the seat that was offered.",
            f"acxdesk enrolment accept {of_whom}",
            rank=1,
        ),
        Action(
            f"{where}.confirm",
            "F",
            "confirm_place",
            "confirm",
            "Confirm the booked seat.",
            f"acxdesk enrolment confirm {of_whom}",
            rank=2,
        ),
        Action(
            f"{where}.withdraw",
            "w",
            "withdraw_place",
            "withdraw",
            "End the place by the delegate's own wish, with the reason; the seat is offered to the first in line.",
            f"acxdesk enrolment withdraw {of_whom} --reason WHY",
            rank=2,
        ),
        Action(
            f"{where}.cancel",
            "d",
            "cancel_place",
            "cancel",
            "End the place by the desk's decision, with the reason; the seat is offered to the first in line.",
            f"acxdesk enrolment cancel {of_whom} --reason WHY",
            rank=2,
        ),
        Action(
            f"{where}.decline",
            "v",
            "decline_place",
            "decline",
            "Turn down the offer, the application, or the place on the waiting list.",
            f"acxdesk enrolment decline {of_whom}",
            rank=2,
        ),
    )


ROSTER: Final = (
    Action(
        "roster.new",
        "n",
        "book_people",
        "book",
        "Book people on this session; when it is full they join the waiting list. Somebody new can be added there.",
        "acxdesk enrolment book --session {session} --person WHO",
        rank=1,
    ),
    Action(
        "roster.apply",
        "p",
        "apply_people",
        "applied",
        "Put down who applied for this session; an application takes no seat.",
        "acxdesk enrolment apply --session {session} --person WHO",
        rank=4,
    ),
    *moves("roster"),
    Action(
        "roster.import",
        "i",
        "import_places",
        "import",
        "Read places from a CSV file, see line by line what becomes of it, and write all at once.",
        "acxdesk enrolment import FILE",
        rank=4,
    ),
    Action(
        "roster.calendars",
        "I",
        "calendars",
        "calendars",
        "Write the calendar of everybody who has a seat into a folder, a file for each.",
        "acxdesk calendar export --person {person} --out FILE",
        rank=4,
    ),
)

BOOKING: Final = (
    Action("booking.also", "tab", "also", "and another", "Take this one, and look for the next."),
    Action(
        "booking.new",
        "ctrl+n,f3",
        "new_person",
        "new person",
        "Put somebody new on the desk, with the name that is typed.",
        "acxdesk person add NAME",
        priority=True,
    ),
)

ENROLMENT: Final = (
    *moves("enrolment"),
    Action("enrolment.person", "p", "person", "person", "Go to the delegate.", "acxdesk person show {person}", rank=1),
    Action(
        "enrolment.session", "t", "session", "session", "Go to the session.", "acxdesk session show {session}", rank=1
    ),
    Action(
        "enrolment.calendar",
        "x",
        "export",
        "calendar",
        "Write the delegate's calendar as a file: all that she sits.",
        "acxdesk calendar export --person {person} --out FILE",
        rank=2,
    ),
)

IMPORT: Final = (
    Action(
        "places-import.write",
        "ctrl+s,f2",
        "write",
        "write",
        "Write the rows that can be written, all as one deed.",
        "acxdesk enrolment import FILE",
        rank=1,
        priority=True,
    ),
    Action(
        "places-import.refused",
        "r",
        "only_refused",
        "refused",
        "Show only the rows that are refused, or all.",
    ),
)

ROWS: Final = (*ROSTER, *ENROLMENT, *BOOKING, *IMPORT)

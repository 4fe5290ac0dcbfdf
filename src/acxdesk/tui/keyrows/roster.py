"""Keys of a session's delegates, of the dialog that picks whom to book, and of one enrolment."""

from typing import Final

from acxdesk.tui.keyrows.row import Action
from acxdesk.tui.keyrows.shared import file_lines, moves

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
        "Read places from a CSV or XLSX file, see line by line what becomes of it, and write all at once.",
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

IMPORT: Final = file_lines("places-import", "acxdesk enrolment import FILE")

ROWS: Final = (*ROSTER, *ENROLMENT, *BOOKING, *IMPORT)

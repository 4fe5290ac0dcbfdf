"""Keys of the people: of the register and its sides, of one person and her places, of one organisation."""

from typing import Final

from acxdesk.tui.keyrows.row import Action
from acxdesk.tui.keyrows.shared import file_lines, moves, sides

REGISTER: Final = (
    *sides("register", "Turn to delegates, coaches, organisations.", name="side"),
    Action(
        "register.accreditations",
        "R",
        "accreditations",
        "register",
        "Go to the register of accreditations.",
        "acxdesk accreditation list",
    ),
)

PEOPLE: Final = (
    Action("people.new", "n", "screen.new_person", "new", "Put somebody new on the desk.", "acxdesk person add NAME"),
    Action(
        "people.book",
        "b",
        "screen.book",
        "book",
        "Book the person, or all that are marked, on a session; of a full one they join the waiting list.",
        "acxdesk enrolment book --session REF --person {person}",
        rank=1,
    ),
    Action(
        "people.edit",
        "e",
        "screen.edit_person",
        "edit",
        "Edit what is kept of the person.",
        "acxdesk person edit {person}",
    ),
    Action(
        "people.remove",
        "d",
        "screen.remove_person",
        "remove",
        "Take the person off the desk who has neither places nor sessions; undo puts her back.",
        "acxdesk person remove {person}",
    ),
    Action(
        "people.import",
        "i",
        "screen.import_people",
        "import",
        "Read people from a CSV or XLSX file, see line by line what becomes of it, and write all at once.",
        "acxdesk person import FILE",
    ),
)

ORGANISATIONS: Final = (
    Action(
        "organisations.new",
        "n",
        "screen.new_organisation",
        "new",
        "Put a new organisation on the desk.",
        "acxdesk organisation add NAME",
    ),
    Action(
        "organisations.edit",
        "e",
        "screen.edit_organisation",
        "edit",
        "Edit the organisation's name, country and note.",
        "acxdesk organisation edit {organisation}",
    ),
    Action(
        "organisations.remove",
        "d",
        "screen.remove_organisation",
        "remove",
        "Take the organisation off the desk that nobody comes from; undo puts it back.",
        "acxdesk organisation remove {organisation}",
    ),
)

PERSON: Final = (
    *sides("person", "Turn to her places, her accreditations, her ladders, her coaching, her diary, her history."),
    Action(
        "person.book",
        "b",
        "book",
        "book",
        "Book her on a session; of a full one she joins the waiting list.",
        "acxdesk enrolment book --session REF --person {person}",
        rank=1,
    ),
    Action("person.edit", "e", "edit", "edit", "Edit what is kept of her.", "acxdesk person edit {person}"),
    Action(
        "person.calendar",
        "x",
        "export",
        "calendar",
        "Write her calendar as a file: what she sits, or of a coach what she teaches.",
        "acxdesk calendar export --person {person} --out FILE",
    ),
    Action(
        "person.read-calendar",
        "i",
        "read_calendar",
        "read busy",
        "Read when she is busy from her own calendar, a file. Only the stretches are kept, for the check of clashes.",
        "acxdesk calendar read FILE --coach {person}",
        shown=False,
    ),
    Action(
        "person.organisation",
        "o",
        "organisation",
        "organisation",
        "Go to the organisation that she comes from.",
        "acxdesk organisation show {organisation}",
    ),
)

LADDER: Final = (
    Action(
        "ladder.book",
        "b",
        "book_next",
        "book on next",
        "Book her on the next session that gives the rung.",
        "acxdesk enrolment book --session REF --person {person}",
        rank=1,
    ),
    Action(
        "ladder.exempt",
        "E",
        "exempt",
        "exempt",
        "Exempt her from what the rung's programme asks for before, with the evidence and who approved it.",
        "acxdesk person exempt --person {person} --programme CODE --evidence WHAT --approver WHO",
        rank=1,
    ),
    Action(
        "ladder.unexempt",
        "X",
        "unexempt",
        "exempt no more",
        "Take the exemption from what the rung's programme asks for back.",
        "acxdesk person unexempt --person {person} --programme CODE",
        shown=False,
    ),
)

PLACE: Final = moves("place", of="screen.", without={"book"})  # b books her on another session

ORGANISATION: Final = (
    Action("organisation.new", "n", "new", "new person", "Put somebody new on the desk who comes from here."),
    Action(
        "organisation.edit",
        "e",
        "edit",
        "edit",
        "Edit its name, country and note.",
        "acxdesk organisation edit {organisation}",
    ),
)

IMPORT: Final = file_lines("people-import", "acxdesk person import FILE")

ROWS: Final = (*LADDER, *PLACE, *PEOPLE, *ORGANISATIONS, *PERSON, *ORGANISATION, *REGISTER, *IMPORT)

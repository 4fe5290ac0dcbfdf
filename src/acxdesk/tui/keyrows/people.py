"""Keys of the people: of the register and its sides, of one person and her places, of one organisation."""

from typing import Final

from acxdesk.tui.keyrows.row import Action

REGISTER: Final = (
    Action("register.next-side", "},tab", "next_side", "next side", "Turn to delegates, coaches, organisations."),
    Action(
        "register.previous-side",
        "{,shift+tab",
        "previous_side",
        "side before",
        "Turn to the side before.",
        shown=False,
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
        "Read people from a CSV file, see line by line what becomes of it, and write all at once.",
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
    Action("person.next-tab", "},tab", "next_tab", "next side", "Turn to her places, her coaching, her history."),
    Action(
        "person.previous-tab",
        "{,shift+tab",
        "previous_tab",
        "side before",
        "Turn to the side before.",
        shown=False,
    ),
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
        "person.organisation",
        "o",
        "organisation",
        "organisation",
        "Go to the organisation that she comes from.",
        "acxdesk organisation show {organisation}",
    ),
)

PLACE: Final = (
    Action(
        "place.accept",
        "a",
        "screen.accept_place",
        "accept",
        "Take the seat for her that was offered.",
        "acxdesk enrolment accept --session {session} --person {person}",
    ),
    Action(
        "place.confirm",
        "f",
        "screen.confirm_place",
        "confirm",
        "Confirm her booked seat.",
        "acxdesk enrolment confirm --session {session} --person {person}",
    ),
    Action(
        "place.withdraw",
        "w",
        "screen.withdraw_place",
        "withdraw",
        "End her place by her own wish, with the reason; the seat is offered to the first in line.",
        "acxdesk enrolment withdraw --session {session} --person {person} --reason WHY",
    ),
    Action(
        "place.cancel",
        "d",
        "screen.cancel_place",
        "cancel",
        "End her place by the desk's decision, with the reason; the seat is offered to the first in line.",
        "acxdesk enrolment cancel --session {session} --person {person} --reason WHY",
    ),
    Action(
        "place.decline",
        "r",
        "screen.decline_place",
        "decline",
        "Turn down the offer, the application, or the place on the waiting list.",
        "acxdesk enrolment decline --session {session} --person {person}",
        shown=False,
    ),
)

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

IMPORT: Final = (
    Action(
        "people-import.write",
        "ctrl+s,f2",
        "write",
        "write",
        "Write the lines that can be written, all as one deed.",
        "acxdesk person import FILE",
        rank=1,
        priority=True,
    ),
    Action("people-import.refused", "r", "only_refused", "refused", "Show only the lines that are refused, or all."),
)

ROWS: Final = (*PLACE, *PEOPLE, *ORGANISATIONS, *PERSON, *ORGANISATION, *REGISTER, *IMPORT)

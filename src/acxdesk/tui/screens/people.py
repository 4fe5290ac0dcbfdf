"""The people: delegates, coaches and organisations, each a list of its own; Tab turns from one to the next."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import ContentSwitcher

from acxdesk.queries.listing import Listing
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import perform, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.tabline import TabLine

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.people import OrganisationCard, PersonCard

SIDES: Final = {"delegates": "Delegates", "coaches": "Coaches", "organisations": "Organisations"}
NOBODY: Final = "There is nobody here."
NOTHING: Final = "There is no organisation here."


class PeopleList(BigList):
    """Delegates or coaches."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("people")]


class OrganisationList(BigList):
    """Where they come from."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("organisations")]


class PeopleScreen(ListScreen):
    """Three lists, one of them in sight."""

    AREA = "3"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("register")]
    PLACEHOLDER = "zoe, byron ada, analytical …"
    HELP = (
        "Delegates, coaches and organisations: Tab, or { and }, turns from one to the next. / narrows the list by "
        "beginnings of words, in any order and without accents. Enter opens a card. Space marks: b then books all "
        "that are marked on a session, after a look at what will change. R goes to the register of accreditations, "
        "L to how much each coach teaches."
    )
    DEFAULT_CSS = """
    PeopleScreen ContentSwitcher { height: 1fr; }
    """

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self.lists: dict[str, BigList] = {
            "delegates": PeopleList(
                id="delegates", empty_words="No delegates yet. n adds one, i imports a CSV file of them."
            ),
            "coaches": PeopleList(
                id="coaches", empty_words="No coaches yet. n adds one, i imports a CSV file of them."
            ),
            "organisations": OrganisationList(
                id="organisations", empty_words="No organisations yet. n adds one; people bring theirs with them."
            ),
        }
        self._stale: set[str] = set()  # sides that were read before the desk changed
        self._stand_at(self.place.tab)

    def _stand_at(self, side: str) -> None:
        self.side = side if side in SIDES else next(iter(SIDES))
        self.list = self.lists[self.side]

    def compose_body(self) -> ComposeResult:
        """The names of the sides, the lists, and the line that / opens."""
        yield TabLine(SIDES, self.side)
        with ContentSwitcher(initial=self.side):
            yield from self.lists.values()
        yield self.filter_line

    # Reading

    def reread(self) -> None:
        """The list in sight now, the others when they are turned to."""
        self._stale = {side for side, one in self.lists.items() if one.listing is not None} - {self.side}
        super().reread()

    def narrow_listing(self) -> None:
        """Read the list in sight for the first time."""
        side = self.side
        read(self, lambda desk: _listing(desk, side), lambda listing: self._show_side(side, listing), slot=side)

    def _show_side(self, side: str, listing: Listing) -> None:
        words = self.filter_line.value
        self.lists[side].show(listing.arranged(words=words) if words else listing)

    def on_big_list_window_changed(self, note: notes.WindowChanged) -> None:
        """How many, of the list in sight."""
        if note.big_list is self.list:
            super().on_big_list_window_changed(note)

    # Sides

    def show_tab(self, tab: str) -> None:
        """Turn to another side, with the words that narrow it."""
        self._stand_at(tab)
        self.query_one(TabLine).here = self.side
        self.query_one(ContentSwitcher).current = self.side
        shown, words = self.list, self.filter_line.value
        if shown.listing is None:
            self.narrow_listing()
        elif shown.listing.filter != words:
            shown.filter(words)
        elif self.side in self._stale:
            shown.reread()
        self._stale.discard(self.side)
        self.name_crumbs(aside=shown.title())
        self.refresh_bindings()
        self.call_after_refresh(shown.focus)

    def on_tab_line_clicked(self, message: TabLine.Clicked) -> None:
        """A click turns to a side."""
        self.turn_to(message.side)

    def action_next_side(self) -> None:
        """To the next side."""
        self.turn_to(self.query_one(TabLine).after(1))

    def action_previous_side(self) -> None:
        """To the side before."""
        self.turn_to(self.query_one(TabLine).after(-1))

    # What is meant

    def command_words(self) -> Mapping[str, str]:
        """Who is under the cursor."""
        line = self.list.current
        if line is None:
            return {}
        return {"organisation" if self.side == "organisations" else "person": self.value(line, "id")}

    def why_not(self, action: str) -> str:
        """Nothing can be done with nobody; removing is for one at a time."""
        if action in {"edit_person", "remove_person", "book"} and self.list.current is None:
            return NOBODY
        if action in {"edit_organisation", "remove_organisation"} and self.list.current is None:
            return NOTHING
        if action in {"remove_person", "remove_organisation"} and len(self.list.targets()) > 1:
            return "One is removed at a time: Esc takes the marks away."
        return super().why_not(action)

    # Opening

    def open_thing(self, place: Place) -> AreaScreen | None:
        """A person or an organisation; the load of coaches; or accreditations, one or all."""
        if place.thing == "person":
            from acxdesk.tui.screens.person import PersonScreen

            return PersonScreen(place)
        if place.thing == "organisation":
            from acxdesk.tui.screens.organisation import OrganisationScreen

            return OrganisationScreen(place)
        if place.thing == "load":
            from acxdesk.tui.screens.coachload import LoadScreen

            return LoadScreen(place)
        from acxdesk.tui.screens.register import screen_of

        return screen_of(place)

    def action_accreditations(self) -> None:
        """Go to the register of accreditations."""
        self.shell.visit(Place("3", "register"))

    def action_load(self) -> None:
        """Go to how much each coach teaches."""
        self.shell.visit(Place("3", "load"))

    def opened(self, number: int) -> None:
        """Go to the card."""
        self.shell.visit(Place("3", "organisation" if self.side == "organisations" else "person", number))

    # People

    def action_new_person(self) -> None:
        """Put somebody new on the desk; who is added among the coaches is one."""
        from acxdesk.tui.screens.peopleforms import new_person

        self.app.push_screen(new_person(coach=self.side == "coaches"), self._go_to_new)

    def _go_to_new(self, receipt: "Receipt | None") -> None:
        if receipt is not None:
            self.opened(receipt.ids[0])

    def action_edit_person(self) -> None:
        """Edit the person under the cursor."""
        line = self.list.current
        if line is not None:
            read(self, lambda desk: person_card(desk, line.id), self._edit_person, slot="edit")

    def _edit_person(self, card: "PersonCard") -> None:
        from acxdesk.tui.screens.peopleforms import edit_person

        self.app.push_screen(edit_person(card))

    def action_remove_person(self) -> None:
        """Take the one person off the desk; undo puts her back."""
        for number in self.list.targets():
            perform(self, partial(_person_removed, number=number))

    def action_book(self) -> None:
        """Book the marked people, or the one under the cursor, on a session."""
        from acxdesk.tui.screens.booking import book

        names = (self.value(self.list.current, "name"),) if not self.list.marked else ()
        book(self, self.list.targets(), names, done=self.list.clear_marks)

    def action_import_people(self) -> None:
        """Read a CSV or XLSX file."""
        from acxdesk.tui.screens.peopleimport import ask_file, show_lines

        self.app.push_screen(ask_file(coach=self.side == "coaches"), lambda dry: show_lines(self, dry))

    # Organisations

    def action_new_organisation(self) -> None:
        """Put a new organisation on the desk."""
        from acxdesk.tui.screens.peopleforms import new_organisation

        self.app.push_screen(new_organisation(), self._go_to_new)

    def action_edit_organisation(self) -> None:
        """Edit the organisation under the cursor."""
        line = self.list.current
        if line is not None:
            read(self, lambda desk: organisation_card(desk, line.id), self._edit_organisation, slot="edit")

    def _edit_organisation(self, card: "OrganisationCard") -> None:
        from acxdesk.tui.screens.peopleforms import edit_organisation

        self.app.push_screen(edit_organisation(card))

    def action_remove_organisation(self) -> None:
        """Take the one organisation off the desk; undo puts it back."""
        for number in self.list.targets():
            perform(self, partial(_organisation_removed, number=number))

    # Taking out

    def file_stem(self) -> str:
        """After the side that is shown."""
        return self.side


def _listing(desk: "Desk", side: str) -> Listing:
    from acxdesk.queries import people

    asked = {"delegates": people.delegates, "coaches": people.coaches, "organisations": people.organisations}
    return asked[side](desk)


def person_card(desk: "Desk", number: int) -> "PersonCard":
    """The card of a person.

    Raises:
        NotFound: she is not on the desk any more.
    """
    from acxdesk.errors import NotFound
    from acxdesk.queries.people import person

    card = person(desk, number)
    if card is None:
        raise NotFound("She is not on the desk any more.", remedy="The journal tells who removed her.")
    return card


def organisation_card(desk: "Desk", number: int) -> "OrganisationCard":
    """The card of an organisation.

    Raises:
        NotFound: it is not on the desk any more.
    """
    from acxdesk.errors import NotFound
    from acxdesk.queries.people import organisation

    card = organisation(desk, number)
    if card is None:
        raise NotFound("The organisation is not on the desk any more.", remedy="The journal tells who removed it.")
    return card


def _person_removed(desk: "Desk", number: int) -> "Receipt":
    from acxdesk.actions.people import RemovePerson, remove_person

    return remove_person(desk, RemovePerson.read({"person": number}))


def _organisation_removed(desk: "Desk", number: int) -> "Receipt":
    from acxdesk.actions.organisations import RemoveOrganisation, remove_organisation

    return remove_organisation(desk, RemoveOrganisation.read({"organisation": number}))

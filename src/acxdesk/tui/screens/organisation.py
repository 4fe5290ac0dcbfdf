"""One organisation: what is kept of it, and the people who come from it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from acxdesk.queries.listing import Listing
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.screens.people import organisation_card

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.people import OrganisationCard


class OrganisationScreen(ListScreen):
    """The organisation that the place names by its number."""

    AREA = "3"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("organisation")]
    EMPTY = "Nobody comes from here yet. n puts somebody new on the desk."
    FILE = "organisation"
    HELP = (
        "One organisation and the people who come from it. n adds somebody who does, e edits its name, country and "
        "note. Enter opens a person's card."
    )
    DEFAULT_CSS = """
    OrganisationScreen {
        & #head { height: auto; max-height: 6; padding: 0 1; border-bottom: solid $border-blurred; }
        & BigList { height: 1fr; }
        &.-low #head { max-height: 2; border-bottom: none; }
    }
    """

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._card: OrganisationCard | None = None

    @property
    def number(self) -> int:
        """Its number."""
        return int(self.place.id)

    def compose_body(self) -> ComposeResult:
        """What is kept of it, then its people."""
        yield Static(id="head")
        yield from super().compose_body()

    # Reading

    def listing(self, desk: "Desk") -> Listing:
        """Who comes from it."""
        from acxdesk.queries.people import members

        return members(desk, self.number)

    def reread(self) -> None:
        """The card and the people."""
        number = self.number
        read(self, lambda desk: organisation_card(desk, number), self._show, slot="card", refused=self.not_read)
        super().reread()

    def _show(self, card: "OrganisationCard") -> None:
        self._card = card
        self.query_one("#head", Static).update(_head(card))
        self.name_crumbs(card.name, aside=self.list.title())
        self.refresh_bindings()

    # What is meant

    def command_words(self) -> Mapping[str, str]:
        """It."""
        return {"organisation": str(self.number)}

    def why_not(self, action: str) -> str:
        """Before it is read nothing is done."""
        if action in {"new", "edit"} and self._card is None:
            return "The organisation is not read yet."
        return super().why_not(action)

    # Doing

    def opened(self, number: int) -> None:
        """Go to the person's card."""
        self.shell.visit(Place("3", "person", number))

    def action_new(self) -> None:
        """Somebody who comes from here."""
        from acxdesk.tui.screens.peopleforms import new_person

        if self._card is not None:
            self.app.push_screen(new_person(organisation=self._card.name), self._go_to_new)

    def _go_to_new(self, receipt: "Receipt | None") -> None:
        if receipt is not None:
            self.opened(receipt.ids[0])

    def action_edit(self) -> None:
        """Its name, country and note."""
        from acxdesk.tui.screens.peopleforms import edit_organisation

        if self._card is not None:
            self.app.push_screen(edit_organisation(self._card))


def _head(card: "OrganisationCard") -> Content:
    people = "1 person" if card.people == 1 else f"{card.people:,} people"
    sessions = "1 in-house session" if card.sessions == 1 else f"{card.sessions:,} in-house sessions"
    lines = [paint(card.name, "bold"), paint(" · ".join(filter(None, (card.country_name, people, sessions))))]
    if card.note:
        lines.append(paint(card.note))
    return Content("\n").join(lines)

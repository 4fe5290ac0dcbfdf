"""What a person has earned: a side of her card, every record of it, and what can be done about it."""

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType

from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import read, shell
from acxdesk.tui.places import Place
from acxdesk.tui.screens.accreditationmoves import NOTHING, MovesAccreditations
from acxdesk.tui.screens.narrowed import said
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.hits import Hit

if TYPE_CHECKING:
    from datetime import date

    from acxdesk.desk.door import Desk
    from acxdesk.queries.listing import Listing

SHOWN: Final = ("number", "programme", "awarded_on", "valid_until", "state")


class Earned(MovesAccreditations, BigList):
    """Her accreditations, the latest first, superseded ones too. They are read when they are looked at.

    Args:
        person: her number.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("earned")]
    HELP = (
        "All that she has earned, the latest first. Enter opens one with where it came from and where it went. r "
        "renews, N puts the name right, S suspends, R reinstates, d revokes. n records what she earned before this "
        "desk kept it. P writes the certificate, B a signed badge."
    )

    def __init__(self, person: int) -> None:
        super().__init__(
            id="accreditations", empty_words="Nothing earned yet. n records what she earned before this desk kept it."
        )
        self._person = person
        self._read_at = -1  # the revision of the desk that it shows

    def look(self) -> None:
        """It is looked at: read what has changed since."""
        app = shell(self)
        if self._read_at == app.revision:
            return
        self._read_at = app.revision
        if self.listing is not None:
            self.reread()
            return
        person, today = self._person, app.today
        read(self, lambda desk: _hers(desk, person, today), self._first, slot="earned")

    def _first(self, listing: "Listing") -> None:
        self.show(listing)
        self.choose_columns(SHOWN)

    def on_big_list_opened(self, note: notes.Opened) -> None:
        """Go to the accreditation."""
        note.stop()
        shell(self).visit(Place("3", "accreditation", note.id))

    # What is meant

    def accreditations_meant(self) -> tuple[int, ...]:
        """The marked ones, else the one under the cursor."""
        return self.targets()

    def accreditation_meant(self) -> tuple[str, str] | None:
        """The one under the cursor, when none is marked."""
        line, listing = self.current, self.listing
        if line is None or listing is None or self.marked:
            return None
        return said(listing, line, "number"), said(listing, line, "state")

    def has_marks(self) -> bool:
        """On her card a decree is about hers alone."""
        return True

    def changed(self) -> None:
        """What was marked has had its deed."""
        self.clear_marks()

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        if action == "decree_accreditation" and not self.accreditations_meant():
            return NOTHING
        return self.why_no_deed(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, for what cannot be done now."""
        return None if self.why_not(action) else True

    # Doing

    def action_record(self) -> None:
        """Put down what she earned before."""
        person = self._person
        read(self, lambda desk: _called(desk, person), self._ask_what, slot="record")

    def _ask_what(self, who: Hit[int]) -> None:
        from acxdesk.tui.screens.accreditationforms import record_form

        app = shell(self)
        app.push_screen(record_form(app.zone, who))


def _hers(desk: "Desk", person: int, today: "date") -> "Listing":
    from acxdesk.queries.register import register

    return register(desk, today, person=person, standing="all")


def _called(desk: "Desk", person: int) -> Hit[int]:
    from acxdesk.tui.screens.people import person_card

    card = person_card(desk, person)
    return Hit(card.id, card.name)

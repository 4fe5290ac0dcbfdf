"""One accreditation: what it says, the records before and after it, and what was decided about it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from acxdesk.queries.listing import Column
from acxdesk.rules.localtime import reading, wall
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.accreditationmoves import MovesAccreditations, card_of
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from datetime import date

    from acxdesk.queries.accreditations import Told
    from acxdesk.queries.register import AccreditationCard

COLUMNS: Final = (
    Column("from", "From", 15),
    Column("what", "What", 26),
    Column("who", "Who", 10),
    Column("at", "On", 11),
    Column("why", "Why, or to whom", 16),
)
NOT_READ: Final = "The accreditation is not read yet."


class AccreditationScreen(MovesAccreditations, AreaScreen):
    """The accreditation that the place names by its row."""

    AREA = "3"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("accreditation", "area.copy")]
    HELP = (
        "One accreditation. Below: the records that it replaced, what was decided about it, and the records that "
        "replaced it; Enter on one of those opens it. r renews, N puts the name right, S suspends, R reinstates, d "
        "revokes. p goes to the holder, t to the session that it was earned in. y copies the number and the code. P "
        "writes the certificate, B a signed badge."
    )
    DEFAULT_CSS = """
    AccreditationScreen {
        & #accreditation { height: auto; max-height: 7; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        &.-low #accreditation { max-height: 3; }
        & BigList { height: 1fr; border-top: solid $border-blurred; }
    }
    """

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._card: AccreditationCard | None = None
        self.list = QuietList({"sort"}, empty_words="Nothing was decided yet.")

    def compose_body(self) -> ComposeResult:
        """What it says, its chain and its steps."""
        yield Static(id="accreditation")
        yield self.list

    # Reading

    def reread(self) -> None:
        """The card."""
        row = int(self.place.id)
        read(self, lambda desk: card_of(desk, row), self._show, slot="card", refused=self.not_read)

    def _show(self, card: "AccreditationCard") -> None:
        self._card = card
        today = self.shell.today
        self.name_crumbs("accreditations", card.told.number, aside=card.told.standing(today))
        self.query_one("#accreditation", Static).update(head(card, today))
        self.list.refill(FixedListing.made(COLUMNS, _lines(card, today, self.shell.zone)))
        self.refresh_bindings()

    def on_big_list_opened(self, note: notes.Opened) -> None:
        """Go to another record of it; a step opens nothing."""
        note.stop()
        card = self._card
        if card is not None and note.id > 0:
            self.shell.visit(Place("3", "accreditation", note.id))

    # What is meant

    def accreditations_meant(self) -> tuple[int, ...]:
        """This one, once it is read."""
        return () if self._card is None else (self._card.told.id,)

    def accreditation_meant(self) -> tuple[str, str] | None:
        """This one."""
        card = self._card
        return None if card is None else (card.told.number, card.told.standing(self.shell.today))

    def has_marks(self) -> bool:
        """A decree from here is about this one."""
        return self._card is not None

    def command_words(self) -> Mapping[str, str]:
        """Its number, its holder and its session."""
        card = self._card
        if card is None:
            return {}
        words = {"accreditation": card.told.number, "person": str(card.told.person)}
        return {**words, "session": card.session} if card.session else words

    def why_not(self, action: str) -> str:
        """Before it is read nothing is done; a state refuses what does not follow from it."""
        if self._card is None and action in {"person", "session", "copy"}:
            return NOT_READ
        if action == "session" and self._card is not None and not self._card.session:
            return "It was not earned in a session of this desk."
        return self.why_no_deed(action) or super().why_not(action)

    # Going on

    def action_person(self) -> None:
        """Go to the holder."""
        if self._card is not None:
            self.shell.visit(Place("3", "person", self._card.told.person))

    def action_session(self) -> None:
        """Go to the session's delegates."""
        if self._card is not None:
            self.shell.visit(Place("2", "session", self._card.session, "delegates"))

    def action_copy(self) -> None:
        """Copy the number and the code. A terminal does not say whether it took them."""
        if self._card is not None:
            self.app.copy_to_clipboard(f"{self._card.told.number}\t{self._card.told.code}")
            self.shell.say("Number and code were given to the terminal's clipboard. Not every terminal takes it.")


def head(card: "AccreditationCard", today: "date") -> Content:
    """What an accreditation says, in a few lines.

    Args:
        card: the accreditation.
        today: as of which day it stands so.
    """
    from acxdesk.queries.register import standing_words

    one = card.told
    lines = [paint(f"{one.name}", "bold"), paint(f"{one.programme}  {one.title}")]
    lines.append(paint(f"{one.number}   code {one.code}", "$text-muted"))
    valid = "for life" if one.valid_until is None else f"until {reading(one.valid_until)}"
    lines.append(paint(f"awarded {reading(one.awarded_on)}, valid {valid}"))
    state = f"{standing_words(one.standing(today))} since {reading(_since(one, today))}"
    lines.append(paint(f"{state}{f': {one.reason}' if one.reason else ''}"))
    if card.after:
        lines.append(paint(f"→ {card.now.number}, {card.now.standing(today)}", "$text-warning"))
    elif card.renewable_from and card.renewable_until:
        lines.append(paint(f"renewable {reading(card.renewable_from)} to {reading(card.renewable_until)}"))
    return Content("\n").join(lines)


def _since(one: "Told", today: "date") -> "date":
    """From when it stands so: what has expired does since the day after its last valid one."""
    from datetime import timedelta

    if one.standing(today) == "expired" and one.valid_until is not None:
        return one.valid_until + timedelta(days=1)
    return one.since


def _lines(card: "AccreditationCard", today: "date", zone: str) -> list[tuple[int, tuple[str, ...]]]:
    """The records before it, its steps, the records after it; a record by its row, a step by a number below zero."""
    from acxdesk.rules.accreditations import PAST

    def record(one: "Told") -> tuple[int, tuple[str, ...]]:
        return one.id, (reading(one.awarded_on), f"{one.number}  {one.standing(today)}", "", "", one.name)

    steps = [
        (
            -place,
            (
                reading(step.holds_from),
                PAST.get(step.verb, step.verb),
                step.who,
                reading(wall(step.at, zone).date())[4:],
                step.reason,
            ),
        )
        for place, step in enumerate(card.steps, start=1)
    ]
    return [*map(record, card.before), *steps, *map(record, card.after)]

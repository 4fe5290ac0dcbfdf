"""The catalogue: every programme by ladder and rung, and below the list all that the one under the cursor says."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from acxdesk.queries.listing import Listing
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import perform, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.area import AreaScreen
from acxdesk.tui.screens.dialogs import Reason
from acxdesk.tui.screens.listarea import ListScreen
from acxdesk.tui.screens.programmelines import CompactProgrammes
from acxdesk.tui.screens.schemedraft import left_drafts

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.catalogue import ProgrammeCard


class ProgrammesScreen(ListScreen):
    """All programmes."""

    AREA = "4"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("programmes")]
    EMPTY = "No programmes yet. n adds one."
    FILE = "programmes"
    SHOWN = ("code", "title", "duration", "taught_hours", "capacity", "price", "edition", "status")
    PLACEHOLDER = "acxm, master, champion …"
    HELP = (
        "Every programme by ladder and rung. Enter opens one: its facts, its sessions, its editions. An edit that "
        "would change what a session promised makes a new edition, and says so before it is saved. S schedules a "
        "session of the programme under the cursor."
    )
    DEFAULT_CSS = """
    ProgrammesScreen {
        & #says { height: 3; padding: 0 1; border-top: solid $border-blurred; text-overflow: ellipsis; }
        & BigList { height: 1fr; }
        &.-low #says { display: none; }
    }
    """

    def compose_body(self) -> ComposeResult:
        """The list, and what one of them says."""
        yield self.list
        yield Static(id="says")
        yield self.filter_line

    # Reading

    def listing(self, desk: "Desk") -> Listing:
        """Every programme."""
        from acxdesk.queries.catalogue import programmes

        return CompactProgrammes(programmes(desk))

    def on_big_list_rested(self) -> None:
        """The keys and the foot follow the cursor."""
        super().on_big_list_rested()
        line = self.list.current
        said = [self.value(line, name) for name in ("title", "rung", "duration", "printed", "price")] if line else []
        self.query_one("#says", Static).update(paint(_says(*said) if said else ""))

    # What is meant

    @property
    def is_unsaved(self) -> bool:
        """Whether the scheme of a programme was changed and not saved, and its screen was left."""
        return bool(left_drafts(self.app))

    @property
    def code(self) -> str:
        """What the programme under the cursor is called; empty without one."""
        return self.value(self.list.current, "code")

    def command_words(self) -> Mapping[str, str]:
        """The programme under the cursor."""
        return {"programme": self.code} if self.code else {}

    def why_not(self, action: str) -> str:
        """What is retired is not scheduled, and what is not is not taken back."""
        if action not in {"edit", "retire", "reinstate", "schedule"}:
            return super().why_not(action)
        if self.list.current is None:
            return "There is no programme here."
        return not_now(action, self.code, retired=self.value(self.list.current, "status") == "retired")

    # Doing

    def open_thing(self, place: Place) -> AreaScreen | None:
        """One programme."""
        from acxdesk.tui.screens.programme import ProgrammeScreen

        return ProgrammeScreen(place) if place.thing == "programme" else None

    def opened(self, number: int) -> None:
        """Go to it."""
        line = self.list.current
        if line is not None and line.id == number:
            self.shell.visit(Place("4", "programme", self.code))

    def action_new(self) -> None:
        """Add one."""
        from acxdesk.tui.screens.programmeforms import new_programme

        self.app.push_screen(new_programme(), self._go_to_new)

    def _go_to_new(self, receipt: "Receipt | None") -> None:
        if receipt is not None:
            number = receipt.ids[0]
            read(self, lambda desk: _code(desk, number), lambda code: self.shell.visit(Place("4", "programme", code)))

    def action_edit(self) -> None:
        """Edit the one under the cursor."""
        code = self.code
        read(self, lambda desk: programme_card(desk, code), self._edit, slot="edit")

    def _edit(self, card: "ProgrammeCard") -> None:
        from acxdesk.tui.screens.programmeforms import edit_programme

        self.app.push_screen(edit_programme(card))

    def action_retire(self) -> None:
        """Take it out of the catalogue."""
        ask_to_retire(self, self.code)

    def action_reinstate(self) -> None:
        """Take it back."""
        reinstate(self, self.code)

    def action_schedule(self) -> None:
        """Schedule a session of it."""
        schedule(self, self.code)


def _says(title: str, rung: str, duration: str, printed: str, price: str) -> str:
    """The title in full, then the rest."""
    as_printed = f"printed: {printed}" if printed and printed != duration else ""
    return "\n".join((title, " · ".join(filter(None, (rung, duration, as_printed, price)))))


def not_now(action: str, code: str, *, retired: bool) -> str:
    """Why something cannot be done with a programme now, as a sentence; empty when it can."""
    if retired and action in {"retire", "schedule"}:
        return f"{code} is retired: r takes it back into the catalogue."
    if not retired and action == "reinstate":
        return f"{code} is in the catalogue already."
    return ""


def ask_to_retire(screen: AreaScreen, code: str) -> None:
    """Ask why a programme leaves the catalogue; it may stay unsaid."""

    def go_on(reason: str | None) -> None:
        if reason is not None:
            perform(screen, lambda desk: _retired(desk, code, reason))

    question = "Why? The journal keeps it; Enter goes on, also without a reason. Sessions that are there stay."
    screen.app.push_screen(Reason(f"Retire {code}", question, needed=False), go_on)


def reinstate(screen: AreaScreen, code: str) -> None:
    """Take a programme back into the catalogue."""
    perform(screen, lambda desk: _reinstated(desk, code))


def schedule(screen: AreaScreen, code: str) -> None:
    """Schedule a session of a programme, and go to it."""
    from acxdesk.rules.linewords import as_word
    from acxdesk.tui.screens.scheduleline import say_session

    say_session(screen, f"{as_word(code)} ")


def programme_card(desk: "Desk", code: str) -> "ProgrammeCard":
    """The card of a programme.

    Raises:
        NotFound: it is not on the desk any more.
    """
    from acxdesk.errors import NotFound
    from acxdesk.queries.catalogue import programme

    card = programme(desk, code)
    if card is None:
        raise NotFound(f"{code} is not on the desk any more.", remedy="The journal tells who took it back.")
    return card


def _code(desk: "Desk", number: int) -> str:
    from acxdesk.queries.catalogue import programmes

    return programmes(desk).of([number])[0].cells[0]


def _retired(desk: "Desk", code: str, reason: str) -> "Receipt":
    from acxdesk.actions.catalogue import RetireProgramme, retire_programme

    return retire_programme(desk, RetireProgramme.read({"programme": code, "reason": reason}))


def _reinstated(desk: "Desk", code: str) -> "Receipt":
    from acxdesk.actions.catalogue import ReinstateProgramme, reinstate_programme

    return reinstate_programme(desk, ReinstateProgramme.read({"programme": code}))

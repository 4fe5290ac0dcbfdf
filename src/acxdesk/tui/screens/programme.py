"""One programme: its facts, what was printed of them and what was chosen, its sessions and its editions."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from acxdesk.queries.listing import Column
from acxdesk.rules.catalogue import validity
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import notice, read
from acxdesk.tui.places import Place
from acxdesk.tui.screens.exemptions import Exempted
from acxdesk.tui.screens.programmes import ask_to_retire, not_now, programme_card, reinstate, schedule
from acxdesk.tui.screens.sided import SidedScreen
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import LOOKED_AT, QuietList
from acxdesk.tui.widgets.tabline import TabLine

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.catalogue import EditionRow, ProgrammeCard
    from acxdesk.queries.listing import Listing

SIDES: Final = {"sessions": "Sessions", "editions": "Editions", "exemptions": "Exempted"}
BETWEEN: Final = " · "
SHOWN: Final = ("reference", "starts_on", "coaches", "status", "seats")
_EDITIONS: Final = (
    Column("edition", "Ed.", 3, numeric=True),
    Column("sessions", "Sessions", 8, numeric=True),
    Column("differs", "What differs from the edition before", 60),
)
# What is compared between editions, and what may have been chosen -> how it is called here.
_NAMES: Final = {
    "title": "title",
    "duration": "duration",
    "printed": "as printed",
    "price": "price",
    "price_minor": "price",
    "currency": "currency",
    "post_nominal": "post-nominal",
    "capacity_min": "seats at least",
    "capacity_max": "seats at most",
    "validity_months": "validity",
}
_COMPARED: Final = ("title", "duration", "price", "post_nominal", "capacity_min", "capacity_max", "validity_months")


class ProgrammeScreen(SidedScreen):
    """The programme that the place names by its code."""

    AREA = "4"
    SIDES = SIDES
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("programme")]
    HELP = (
        "One programme: what it is now, what was printed of it and what was chosen. Tab, or { and }, turns from its "
        "sessions to its editions, and to who is exempted from what it asks for. n schedules a session of it, e edits "
        "it: before saving it is told whether a new edition is made. Enter on a session goes there."
    )
    DEFAULT_CSS = """
    ProgrammeScreen {
        & #head { height: auto; max-height: 7; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        &.-low #head { max-height: 2; }
    }
    """

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._card: ProgrammeCard | None = None
        self._sessions = QuietList(id="sessions", empty_words="No session of it yet. n schedules one.")
        self._editions = QuietList(LOOKED_AT, id="editions")
        self._exempted = Exempted(str(place.id))

    @property
    def code(self) -> str:
        """What the programme is called."""
        return str(self.place.id) if self._card is None else self._card.code

    def compose_body(self) -> ComposeResult:
        """The facts, the names of the sides, and the one that is shown."""
        yield Static(id="head")
        yield TabLine(SIDES, self.side)
        with ContentSwitcher(initial=self.side):
            yield self._sessions
            yield self._editions
            yield self._exempted

    def on_mount(self) -> None:
        """The side that was asked for has focus."""
        if self.place.tab:
            self.show_tab(self.place.tab)

    # Reading

    def reread(self) -> None:
        """The card and its sessions."""
        code = self.code
        read(self, lambda desk: _card_and_sessions(desk, code), self._show, slot="card", refused=self.not_read)

    def _show(self, answer: "tuple[ProgrammeCard, Listing, int]") -> None:
        card, sessions, count = answer
        self._card = card
        self.query_one("#head", Static).update(head(card))
        self.query_one(TabLine).figures = {"sessions": f"{count:,}", "editions": str(len(card.editions))}
        self.name_crumbs(card.code, aside="✕ retired" if card.retired else f"edition {card.current.number}")
        if self._sessions.listing is None:
            self._sessions.show(sessions)
            self._sessions.choose_columns(SHOWN)
        else:
            self._sessions.reread()
        self._editions.refill(FixedListing.made(_EDITIONS, _edition_lines(card.editions)))
        self.turned(self.side)
        self.refresh_bindings()

    def turned(self, side: str) -> None:
        """Who is exempted is read once it is looked at."""
        if side == "exemptions":
            self._exempted.look()

    # Opening

    def on_big_list_opened(self, note: notes.Opened) -> None:
        """Go to the session, or to who is exempted."""
        note.stop()
        line = note.big_list.current
        if note.big_list is self._exempted:
            self._exempted.go_to_person()
            return
        if line is not None and note.big_list is self._sessions:
            self.shell.visit(Place("2", "session", line.cells[0]))

    def on_big_list_read_failed(self, note: notes.ReadFailed) -> None:
        """The list shows what it showed before."""
        note.stop()
        notice(self.app, note.refusal)

    # What is meant

    def command_words(self) -> Mapping[str, str]:
        """The programme."""
        return {"programme": self.code}

    def why_not(self, action: str) -> str:
        """What is retired is not scheduled, and what is not is not taken back."""
        if action in {"edit", "retire", "reinstate", "schedule"}:
            if self._card is None:
                return "The programme is not read yet."
            return not_now(action, self.code, retired=self._card.retired)
        return super().why_not(action)

    # Doing

    def action_edit(self) -> None:
        """Edit what it is."""
        from acxdesk.tui.screens.programmeforms import edit_programme

        if self._card is not None:
            self.app.push_screen(edit_programme(self._card))

    def action_retire(self) -> None:
        """Take it out of the catalogue."""
        ask_to_retire(self, self.code)

    def action_reinstate(self) -> None:
        """Take it back."""
        reinstate(self, self.code)

    def action_schedule(self) -> None:
        """Schedule a session of it."""
        schedule(self, self.code)


def head(card: "ProgrammeCard") -> Content:
    """The facts of the current edition, a line for each matter; a line with nothing to say is left out."""
    now = card.current
    title = [paint(now.title, "bold"), paint(f"post-nominal {now.post_nominal}" if now.post_nominal else "")]
    seats = f"{now.capacity_min} to {now.capacity_max} seats"
    price = now.price or "no price printed"
    valid = f"valid {validity(now.validity_months)}"
    lines = [
        Content(BETWEEN).join([one for one in title if one.plain]),
        paint(f"{card.ladder} {card.ladder_title}, {card.rung}" + (f"{BETWEEN}✕ retired" if card.retired else "")),
        paint(BETWEEN.join((now.duration or "no duration printed", seats, price, valid))),
    ]
    if now.printed and now.printed != now.duration:
        lines.append(paint(f"Printed: {now.printed}", "$text-muted"))
    if now.chosen:
        chosen = dict.fromkeys(_NAMES.get(name, name) for name in now.chosen)
        lines.append(paint(f"Chosen, not printed: {', '.join(chosen)}", "$text-muted"))
    return Content("\n").join(lines)


def _edition_lines(editions: "tuple[EditionRow, ...]") -> Iterable[tuple[int, tuple[str, ...]]]:
    befores = (*editions[1:], None)
    for edition, before in zip(editions, befores, strict=True):
        yield edition.number, (str(edition.number), f"{edition.sessions:,}", differs(edition, before))


def differs(edition: "EditionRow", before: "EditionRow | None") -> str:
    """What an edition has otherwise than the one before: "price: £900.00, was £860.00"."""
    if before is None:
        return "the first edition"
    changed = [name for name in _COMPARED if getattr(edition, name) != getattr(before, name)]
    said = [f"{_NAMES[name]}: {_said(edition, name)}, was {_said(before, name)}" for name in changed]
    return "; ".join(said) or "nothing that is compared"


def _said(edition: "EditionRow", name: str) -> str:
    if name == "validity_months":
        return validity(edition.validity_months)
    return str(getattr(edition, name)) or "none"


def _card_and_sessions(desk: "Desk", code: str) -> "tuple[ProgrammeCard, Listing, int]":
    from acxdesk.queries.sessions import sessions

    card = programme_card(desk, code)
    listing = sessions(desk, programme=card.id)
    return card, listing, listing.count()

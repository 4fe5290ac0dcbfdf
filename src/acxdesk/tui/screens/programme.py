"""One programme: its facts, printed or chosen; its sessions, its editions, its scheme, and what it requires."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from acxdesk.tui.screens.requirementsside import RequirementsSide
from acxdesk.tui.screens.schemeside import SchemeSide
from acxdesk.tui.screens.sided import SidedScreen
from acxdesk.tui.widgets import notes
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import LOOKED_AT, QuietList
from acxdesk.tui.widgets.tabline import TabLine

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.catalogue import EditionRow, ProgrammeCard
    from acxdesk.queries.listing import Listing
    from acxdesk.queries.requirements import RequirementsCard
    from acxdesk.queries.schemes import SchemeCard

SIDES: Final = {
    "sessions": "Sessions",
    "editions": "Editions",
    "scheme": "Scheme",
    "prerequisites": "Prerequisites",
    "exemptions": "Exempted",
}
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
    "renewal": "renewed",
    "renewal_months": "renewable, months before",
    "grace_months": "renewable, months after",
}
_IN_FEW_WORDS: Final = {
    **dict.fromkeys(("capacity_min", "capacity_max"), "seats"),
    **dict.fromkeys(("renewal", "renewal_months", "grace_months"), "renewal"),
}
_COMPARED: Final = (
    *("title", "duration", "price", "post_nominal", "capacity_min", "capacity_max"),
    *("validity_months", "renewal", "renewal_months", "grace_months"),
)


class ProgrammeScreen(SidedScreen):
    """The programme that the place names by its code."""

    AREA = "4"
    SIDES = SIDES
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("programme")]
    HELP = (
        "One programme: what it is now, what was printed of it and what was chosen. Tab, or { and }, turns to its "
        "sessions, its editions, its scheme, its prerequisites, and to who is exempted from them. n schedules a "
        "session, e edits it: before saving it is told whether a new edition is made. Enter on a session goes there."
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
        self._count = 0  # of its sessions
        self._sessions = QuietList(id="sessions", empty_words="No session of it yet. n schedules one.")
        self._editions = QuietList(LOOKED_AT, id="editions")
        self._exempted = Exempted(str(place.id))
        self._scheme = SchemeSide()
        self._requirements = RequirementsSide()

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
            yield self._scheme
            yield self._requirements
            yield self._exempted

    def on_mount(self) -> None:
        """The side that was asked for has focus."""
        if self.place.tab:
            self.show_tab(self.place.tab)

    @property
    def is_unsaved(self) -> bool:
        """Whether its scheme was changed and not saved."""
        return self._scheme.is_unsaved

    # Reading

    def reread(self) -> None:
        """The card and its sessions."""
        code = self.code
        read(self, lambda desk: _all_of(desk, code), self._show, slot="card", refused=self.not_read)

    def _show(self, answer: "AllOf") -> None:
        card = self._card = answer.card
        self.query_one("#head", Static).update(head(card))
        self.name_crumbs(card.code, aside="✕ retired" if card.retired else f"edition {card.current.number}")
        if self._sessions.listing is None:
            self._sessions.show(answer.sessions)
            self._sessions.choose_columns(SHOWN)
        else:
            self._sessions.reread()
        self._count = answer.count
        self._editions.refill(FixedListing.made(_EDITIONS, _edition_lines(card.editions, answer.changes)))
        self._scheme.show_card(answer.scheme)
        self._requirements.show_card(answer.requirements)
        self._tell_figures()
        self.turned(self.side)
        self.refresh_bindings()

    def turned(self, side: str) -> None:
        """Who is exempted is read once it is looked at."""
        if side == "exemptions":
            self._exempted.look()

    def _tell_figures(self) -> None:
        if self._card is not None:
            self.query_one(TabLine).figures = {
                "sessions": f"{self._count:,}",
                "editions": str(len(self._card.editions)),
                "scheme": self._scheme.figure,
                "prerequisites": self._requirements.figure,
            }

    def on_scheme_side_changed(self, note: SchemeSide.Changed) -> None:
        """Whether it is saved stands behind its name."""
        note.stop()
        self._tell_figures()

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
    lines = [
        Content(BETWEEN).join([one for one in title if one.plain]),
        paint(f"{card.ladder} {card.ladder_title}, {card.rung}" + (f"{BETWEEN}✕ retired" if card.retired else "")),
        paint(BETWEEN.join((now.duration or "no duration printed", seats, price))),
        paint(now.validity),
    ]
    if now.printed and now.printed != now.duration:
        lines.append(paint(f"Printed: {now.printed}", "$text-muted"))
    if now.chosen:
        chosen = dict.fromkeys({**_NAMES, **_IN_FEW_WORDS}.get(name, name) for name in now.chosen)
        lines.append(paint(f"Chosen, not printed: {', '.join(chosen)}", "$text-muted"))
    return Content("\n").join(lines)


def _edition_lines(
    editions: "tuple[EditionRow, ...]", changes: Mapping[int, Sequence[str]]
) -> Iterable[tuple[int, tuple[str, ...]]]:
    befores = (*editions[1:], None)
    for edition, before in zip(editions, befores, strict=True):
        told = differs(edition, before, changes.get(edition.number, ()))
        yield edition.number, (str(edition.number), f"{edition.sessions:,}", told)


def differs(edition: "EditionRow", before: "EditionRow | None", changes: Sequence[str] = ()) -> str:
    """What an edition has otherwise than the one before: "price: £900.00, was £860.00".

    Args:
        edition: the edition.
        before: the one before; None for the first.
        changes: what it asks and requires otherwise, a sentence each.
    """
    if before is None:
        return "the first edition"
    changed = [name for name in _COMPARED if getattr(edition, name) != getattr(before, name)]
    said = [f"{_NAMES[name]}: {_said(edition, name)}, was {_said(before, name)}" for name in changed]
    said += [change.removesuffix(".") for change in changes]
    return "; ".join(said) or "nothing that is compared"


def _said(edition: "EditionRow", name: str) -> str:
    if name == "validity_months":
        return validity(edition.validity_months)
    return str(getattr(edition, name)) or "none"


@dataclass(frozen=True, slots=True)
class AllOf:
    """All that the screen shows of a programme."""

    card: "ProgrammeCard"
    sessions: "Listing"
    count: int  # of the sessions
    scheme: "SchemeCard"
    requirements: "RequirementsCard"
    changes: Mapping[int, Sequence[str]]  # what each edition asks and requires otherwise than the one before


def _all_of(desk: "Desk", code: str) -> AllOf:
    from acxdesk.queries.editions import edition_changes
    from acxdesk.queries.requirements import requirements_card
    from acxdesk.queries.schemes import scheme
    from acxdesk.queries.sessions import sessions

    card = programme_card(desk, code)
    listing = sessions(desk, programme=card.id)
    return AllOf(
        card,
        listing,
        listing.count(),
        scheme(desk, card.code),
        requirements_card(desk, card.code),
        edition_changes(desk, card.id),
    )

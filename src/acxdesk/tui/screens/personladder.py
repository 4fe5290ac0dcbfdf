"""The ladders as one person stands on them: every rung, what is missing for it, and the next session that gives it."""

from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from acxdesk.queries.listing import Column
from acxdesk.rules.localtime import reading
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import perform, read, shell
from acxdesk.tui.places import Place
from acxdesk.tui.widgets.biglist import BigList
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.queries.ladders import LadderRow, PersonLadder, RungRow

COLUMNS: Final = (
    Column("ladder", "Ladder", 6),
    Column("rung", "Rung", 14),
    Column("programme", "Programme", 10),
    Column("held", "Held", 30),
    Column("next", "Next", 12),
)
NOT_READ: Final = "Her ladders are not read yet."


class LadderSide(Vertical):
    """The rungs of every ladder, and below them all about the one under the cursor. It is read when it is looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("ladder")]
    HELP = (
        "Every rung of every ladder: ◆ stands today, ◇ does not. Under Next is the day of the next session that gives "
        "it: ✓ she has what it asks for before, ✕ something is missing, and below the list it is said what. Enter "
        "goes to that session, or to the programme; b books her on it. E exempts her from what the programme asks "
        "for, with the evidence and who approved it; X takes that back."
    )
    DEFAULT_CSS = """
    LadderSide {
        & > #rung { height: auto; max-height: 6; padding: 0 1; border-top: solid $border-blurred; }
    }
    .-low LadderSide > #rung { display: none; }
    """

    def __init__(self, person: int) -> None:
        super().__init__(id="ladder")
        self._person = person
        self._ladder: PersonLadder | None = None
        self._read_at = -1  # the revision of the desk that it shows
        self.list = QuietList({"sort"}, empty_words="The catalogue is empty. Area 4 fills it.")

    def compose(self) -> ComposeResult:
        """The rungs, and what one of them asks for."""
        yield self.list
        yield Static(id="rung")

    # Reading

    def look(self) -> None:
        """It is looked at: read what has changed since."""
        app = shell(self)
        if self._read_at != app.revision:
            self._read_at = app.revision
            person, zone = self._person, app.zone
            read(self, lambda desk: _ladder(desk, person, zone), self._show, slot="ladder")

    def _show(self, ladder: "PersonLadder") -> None:
        self._ladder = ladder
        self.list.refill(FixedListing.made(COLUMNS, [(at, _cells(rung)) for at, rung in enumerate(ladder.rungs)]))
        self._say()

    def on_big_list_rested(self, note: BigList.Rested) -> None:
        """What the one under the cursor asks for; the keys follow."""
        note.stop()
        self._say()

    def _say(self) -> None:
        rung = self.rung_meant
        says = Content("")
        if self._ladder is not None and rung is not None:
            (ladder,) = (one for one in self._ladder.ladders if one.code == rung.ladder)
            says = about(ladder, rung)
        self.query_one("#rung", Static).update(says)
        self.screen.refresh_bindings()

    # What is meant

    @property
    def rung_meant(self) -> "RungRow | None":
        """The rung under the cursor."""
        line, ladder = self.list.current, self._ladder
        return None if line is None or ladder is None or line.id >= len(ladder.rungs) else ladder.rungs[line.id]

    def why_not(self, action: str) -> str:
        """Why something cannot be done with the rung now; empty when it can."""
        rung, ladder = self.rung_meant, self._ladder
        if action not in {"book_next", "exempt", "unexempt"}:
            return ""
        if rung is None or ladder is None:
            return NOT_READ
        if action == "book_next":
            return _why_not_booked(ladder.name, rung)
        if action == "exempt" and not rung.needs:
            return f"{rung.programme} asks for nothing before."
        if action == "unexempt" and not rung.exempt:
            return f"{ladder.name} is not exempted from what {rung.programme} asks for."
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, for what cannot be done now.

        Not for booking: a key that is not taken here would go on to the screen, and book her on another session.
        """
        return None if action != "book_next" and self.why_not(action) else True

    # Doing

    def on_big_list_opened(self, note: BigList.Opened) -> None:
        """Go to the next session that gives it, else to the programme."""
        note.stop()
        rung = self.rung_meant
        if rung is None:
            return
        if rung.next is not None:
            shell(self).visit(Place("2", "session", rung.next.session))
        else:
            shell(self).visit(Place("4", "programme", rung.programme))

    def action_book_next(self) -> None:
        """Book her on the next session that gives it."""
        from acxdesk.tui.screens.booking import booked

        rung, why_not = self.rung_meant, self.why_not("book_next")
        if why_not:
            shell(self).say(why_not)
        elif rung is not None and rung.next is not None:
            reference, person, hours = rung.next.session, self._person, shell(self).settings.offer_hours
            perform(self, lambda desk: booked(desk, reference, (person,), hours))

    def action_exempt(self) -> None:
        """Ask for the evidence and who approved it."""
        from acxdesk.tui.screens.exempting import exempt_form

        rung, ladder = self.rung_meant, self._ladder
        if rung is not None and ladder is not None:
            self.app.push_screen(exempt_form(ladder.person, ladder.name, rung.programme))

    def action_unexempt(self) -> None:
        """Ask why, then take it back."""
        from acxdesk.tui.screens.dialogs import Reason
        from acxdesk.tui.screens.exempting import taken_back

        rung, ladder = self.rung_meant, self._ladder
        if rung is None or ladder is None:
            return
        person, programme = ladder.person, rung.programme

        def go_on(reason: str | None) -> None:
            if reason is not None:
                perform(self, lambda desk: taken_back(desk, person, programme, reason))

        title = f"Take back what {ladder.name} is exempted from: {programme}"
        self.app.push_screen(Reason(title, "Why? The journal keeps it.", needed=False), go_on)


def about(ladder: "LadderRow", rung: "RungRow") -> Content:
    """The ladder in a line, what the rung asks for before, and the next session that gives it."""
    lines = [paint(f"{ladder.code}  {ladder.line}")]
    if not rung.is_open:
        needs = f"{rung.programme}: {rung.stand.words}."
    elif rung.needs:
        needs = f"{rung.programme}: {rung.needs}."
    else:
        needs = f"{rung.programme} asks for nothing before."
    lines.append(paint(needs, "$text-warning" if rung.missing and rung.is_open else ""))
    lines.append(paint(_next_words(rung), "$text-muted"))
    return Content("\n").join(lines)


def _next_words(rung: "RungRow") -> str:
    if rung.next is None:
        return "No session ahead gives it. Enter goes to the programme."
    coming = f"Next: {rung.next.session}, {reading(rung.next.starts_on)}"
    if rung.next.place is not None:
        return f"{coming}; she is {rung.next.place} there. Enter goes there."
    seats = "1 seat" if rung.next.seats_left == 1 else f"{rung.next.seats_left:,} seats"
    return f"{coming}, {seats} free. Enter goes there, b books her."


def _why_not_booked(name: str, rung: "RungRow") -> str:
    if rung.next is None:
        return f"No session ahead gives {rung.programme}. Area 4 schedules one."
    if rung.next.place is not None:
        return f"{name} is {rung.next.place} on {rung.next.session} already."
    return f"{name} {rung.needs}. E exempts her." if rung.missing else ""


def _cells(rung: "RungRow") -> tuple[str, ...]:
    held = rung.stand.words + (", retired" if rung.retired else "")
    asks = ("✕ " if rung.missing else "✓ ") if rung.needs and rung.is_open else ""
    coming = "" if rung.next is None else reading(rung.next.starts_on)[4:]
    return rung.ladder, f"{rung.stand.sign} {rung.rung}", rung.programme, held, f"{asks}{coming}".rstrip()


def _ladder(desk: "Desk", person: int, zone: str) -> "PersonLadder":
    from acxdesk.queries.ladders import ladder

    return ladder(desk, person, zone)

"""The count of an award: what is missing before it, the seal, and, for whoever asks, the report with every round."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from acxdesk.rules.cycles import Phase
from acxdesk.rules.localtime import reading, wall
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import perform, read, shell
from acxdesk.tui.screens.dialogs import Confirm
from acxdesk.tui.screens.exporting import Exporting, Told

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.counting import CountCard
    from acxdesk.rules.counting import Result

_NOTHING = "The ballots are not counted yet."


class Counted(VerticalScroll, can_focus=True):
    """The count of one cycle, by its year."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("counted")]
    HELP = (
        "How the count stands. Once voting is over, S seals the box and counts it: that is final, and no undo opens it "
        "again. The result is embargoed until it is announced; v shows it to whoever may know it, w writes the sealed "
        "ballots to a file, from which anybody gets the same report by acxdesk award count --from FILE."
    )
    DEFAULT_CSS = """
    Counted { padding: 1 1 0 1; }
    """

    def __init__(self, year: int) -> None:
        super().__init__()
        self._year = year
        self._card: CountCard | None = None
        self._report: tuple[str, ...] = ()  # once it was asked for

    def compose(self) -> ComposeResult:
        """How it stands, then the report."""
        yield Static(id="count-state")
        yield Static(id="count-report")

    def on_mount(self) -> None:
        """Read it once it is looked at."""
        self.reread()

    def reread(self) -> None:
        """How it stands now; what is announced is shown at once."""
        year = self._year
        read(self, lambda desk: _card(desk, year), self._show, slot="count")

    def _show(self, card: "CountCard") -> None:
        self._card = card
        self.query_one("#count-state", Static).update(_state(card, shell(self).zone))
        if not card.seal:
            self._report = ()
        elif not card.is_embargoed or self._report:
            self.action_reveal()
        self.query_one("#count-report", Static).update(_painted(self._report))
        self.screen.refresh_bindings()

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        card = self._card
        if action not in {"count", "reveal", "write_ballots"}:
            return ""
        if card is None:
            return "The count is not read yet."
        if action != "count":
            return "" if card.seal else _NOTHING
        is_over = shell(self).clock.now() >= card.closes_at
        reasons = (
            (bool(card.seal), f"The ballots of {card.year} are sealed and counted."),
            (card.phase is not Phase.VOTING, f"There is nothing to count: the cycle is {card.phase}."),
            (not is_over, "Voting is not over."),
        )
        return next((why for holds, why in reasons if holds), "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, for what cannot be done now."""
        return None if self.why_not(action) else True

    # Doing

    def action_count(self) -> None:
        """Ask, since it is final; then seal and count."""
        card = self._card
        if card is None:
            return
        about = (
            f"{card.voted:,} of {card.voters:,} voters have voted.",
            "The box is sealed: no ballot comes in or is changed any more.",
        )
        dialog = Confirm(f"Seal and count the ballots of {card.year}?", about, yes="Seal")
        self.app.push_screen(dialog, self._count_if)

    def _count_if(self, yes: bool | None) -> None:
        year = self._year
        if yes:
            perform(self, lambda desk: _sealed(desk, year))

    def action_reveal(self) -> None:
        """Show the report."""
        year = self._year
        read(self, lambda desk: _result(desk, year), self._reveal, slot="result")

    def _reveal(self, result: "Result") -> None:
        self._report = result.lines()
        self.query_one("#count-report", Static).update(_painted(self._report))

    def action_write_ballots(self) -> None:
        """Ask for the file, then write it."""
        if self._card is not None:
            self.app.push_screen(BallotFile(self._card))


class BallotFile(Exporting):
    """The sealed ballots of a cycle, in one file."""

    HELP = (
        "Write the file's name; ~ is your own folder. Enter writes the sealed ballots. A file that is there already is "
        "replaced only when you press Enter again. Esc stops."
    )

    def __init__(self, card: "CountCard") -> None:
        super().__init__(f"Write the sealed ballots of {card.year}", f"ballots-{card.year}.txt")
        self._year = card.year
        self._embargoed = card.is_embargoed

    def advice(self) -> str:
        """Who has the ballots has the result."""
        return "The result is EMBARGOED: whoever has this file can count it." if self._embargoed else ""

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> "Receipt":  # noqa: ARG002 - it is short
        """Write them, whole or not at all."""
        from acxdesk.actions.publishing import publish_ballots

        return publish_ballots(desk, path, self._year, embargoed=True, overwrite=overwrite)


def _state(card: "CountCard", zone: str) -> Content:
    voted = f"{card.voted:,} of {card.voters:,} voters have voted; counted by {card.counting}."
    closes = wall(card.closes_at, zone)
    lines = [paint(voted)]
    if not card.seal:
        ends = f"Voting ends {reading(closes.date())} at {closes:%H:%M}; then S seals the box and counts it."
        lines.append(paint(ends if card.phase is Phase.VOTING else _NOTHING))
    else:
        lines.append(paint(f"Sealed: SHA-256 {card.seal}"))
    if card.is_embargoed:
        told = f"EMBARGOED until {reading(card.announce_on)}. v shows the result to whoever may know it."
        lines.append(paint(told, "bold $text-warning"))
    return Content("\n").join([*lines, Content("")])


def _painted(lines: tuple[str, ...]) -> Content:
    return Content("\n").join([paint(line) for line in lines])


def _card(desk: "Desk", year: int) -> "CountCard":
    from acxdesk.queries.counting import count_card

    return count_card(desk, year)


def _result(desk: "Desk", year: int) -> "Result":
    from acxdesk.queries.counting import result

    return result(desk, year, embargoed=True)


def _sealed(desk: "Desk", year: int) -> "Receipt":
    from acxdesk.actions.voting import seal_box

    return seal_box(desk, year)

"""Conflicts of interest of an award: who is not to vote on whom, or to score her, and what was decided about it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from acxdesk.queries.listing import Column
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import perform, read
from acxdesk.tui.screens.dialogs import Reason
from acxdesk.tui.screens.listside import ListSide
from acxdesk.tui.screens.sided import Aside
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import QuietList

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.conflictlist import ConflictRow

COLUMNS: Final = (
    Column("person", "Who votes or scores", 22),
    Column("nominee", "Nominee", 18),
    Column("state", "State", 10),
    Column("why", "Why", 22),
)


class Conflicts(ListSide):
    """The conflicts of one cycle, by its year."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("conflicts")]
    HELP = (
        "Conflicts of interest, as the desk proposes them from what it knows: who coached, was coached by, works with, "
        "nominated, seconded or marked a nominee. A conflict that stands leaves the nominee out of her ballot, and out "
        "of her points. n notes one that somebody declares, d dismisses the one under the cursor with a note, w takes "
        "either back. That nobody votes for herself needs no line here."
    )

    def __init__(self, year: int) -> None:
        words = "No conflict of interest is known. n notes one that somebody declares."
        super().__init__(QuietList(empty_words=words))
        self._year = year
        self._rows: tuple[ConflictRow, ...] = ()

    def reread(self) -> None:
        """As they are now."""
        year = self._year
        read(self, lambda desk: _conflicts(desk, year), self._show, slot="conflicts")

    def _show(self, rows: "tuple[ConflictRow, ...]") -> None:
        self._rows = rows
        cells = [(at, (row.person, row.nominee, row.state, row.grounds or row.note)) for at, row in enumerate(rows)]
        self.list.refill(FixedListing.made(COLUMNS, cells))
        self.post_message(Aside())
        self.say()

    @property
    def aside(self) -> str:
        """How many stand."""
        return f"{sum(row.stands for row in self._rows):,} stand, {len(self._rows):,} known"

    def says(self) -> Content:
        """All that is known of the one under the cursor."""
        row = self._here()
        if row is None:
            return Content("")
        note = f"\nNote: {row.note}" if row.note else ""
        return paint(f"{row.person} and {row.nominee}: {row.state}. {row.grounds}{note}", "$text-muted")

    def _here(self) -> "ConflictRow | None":
        line = self.list.current
        return None if line is None or line.id >= len(self._rows) else self._rows[line.id]

    def command_words(self) -> Mapping[str, str]:
        """Who, and with which nominee."""
        row = self._here()
        return {} if row is None else {"person": str(row.person_id), "nominee": row.nominee}

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        row = self._here()
        if action not in {"dismiss", "withdraw"}:
            return ""
        if row is None:
            return "There is no conflict here."
        if action == "dismiss" and not row.stands:
            return "It is dismissed already."
        if action == "withdraw" and row.state == "proposed":
            return "Nothing was declared or dismissed here."
        return ""

    # Doing

    def action_declare(self) -> None:
        """Ask whose, with whom, and why."""
        from acxdesk.tui.screens.panelforms import declare_form

        self.app.push_screen(declare_form(self._year))

    def action_dismiss(self) -> None:
        """Ask why it does not stand."""
        row, year = self._here(), self._year
        if row is None:
            return

        def dismissed(note: str | None) -> None:
            if note:
                perform(self, lambda desk: _dismissed(desk, year, row, note))

        title = f"Dismiss the conflict of {row.person} with {row.nominee}"
        self.app.push_screen(Reason(title, "Why does it not stand? The note is kept."), dismissed)

    def action_withdraw(self) -> None:
        """Go back to what the desk proposes."""
        row, year = self._here(), self._year
        if row is not None:
            perform(self, lambda desk: _withdrawn(desk, year, row))


def _conflicts(desk: "Desk", year: int) -> "tuple[ConflictRow, ...]":
    from acxdesk.queries.conflictlist import conflicts

    return conflicts(desk, year)


def _dismissed(desk: "Desk", year: int, row: "ConflictRow", note: str) -> "Receipt":
    from acxdesk.actions.conflicts import RuleOnConflict, dismiss

    values = {"year": year, "person": row.person_id, "nomination": row.nomination, "note": note}
    return dismiss(desk, RuleOnConflict.read(values))


def _withdrawn(desk: "Desk", year: int, row: "ConflictRow") -> "Receipt":
    from acxdesk.actions.conflicts import WithdrawRuling, withdraw_ruling

    return withdraw_ruling(desk, WithdrawRuling(year=year, person=row.person_id, nomination=row.nomination))

"""The vote of a cycle: who is on the roll, who has a code, who has voted; never what. A side of area 6."""

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType

from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import perform, read
from acxdesk.tui.screens.narrowed import said
from acxdesk.tui.screens.sided import Aside
from acxdesk.tui.widgets.quietlist import LOOKED_AT, QuietList

if TYPE_CHECKING:
    from pathlib import Path

    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.listing import Listing
    from acxdesk.queries.voters import Turnout

_NEED_VOTING: Final = frozenset({"cast", "import_ballots", "write_codes", "replace_code"})


class Voters(QuietList):
    """The roll of a cycle.

    Args:
        year: of the cycle.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("voters")]
    HELP = (
        "Who may vote: everybody accredited when voting opened. o gives codes to all who have none and writes them to "
        "a file for mailing; they are kept nowhere else. v casts a ballot by its code, i imports ballots from a file. "
        "Who has voted is shown, what was voted is not: nothing in the file joins the two, and no undo takes a ballot "
        "back. R replaces a lost code."
    )

    def __init__(self, year: int) -> None:
        words = "Nobody is on the roll yet: it is fixed when voting opens."
        super().__init__(LOOKED_AT - {"sort"}, empty_words=words)
        self._year = year
        self._turnout: Turnout | None = None

    @property
    def aside(self) -> str:
        """The figures of the turnout, for the right end of the breadcrumb."""
        now = self._turnout
        return "" if now is None else f"{now.voted:,} of {now.voters:,} voted, {now.codes:,} have codes"

    def on_mount(self) -> None:
        """Read the roll."""
        self.reread_roll()

    def reread_roll(self) -> None:
        """Read the turnout, and the roll at first."""
        year = self._year
        read(self, lambda desk: _roll(desk, year), self._show_roll, slot="voters")

    def reread(self, listing: "Listing | None" = None) -> None:
        """The desk changed: the lines, then the figures."""
        if self.listing is not None:
            super().reread(listing)
        self.reread_roll()

    def _show_roll(self, answer: "tuple[Listing, Turnout]") -> None:
        listing, self._turnout = answer
        if self.listing is None:
            self.show(listing)
            self.choose_columns(("name", "code", "voted"))
        self.post_message(Aside())
        self.refresh_bindings()

    # What can be done now

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        if action in _NEED_VOTING and self._turnout is not None and not self._turnout.open:
            return self._turnout.sentence
        if action == "replace_code" and self.current is None:
            return "Nobody is here."
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """None, so that the key stays visible, for what cannot be done now."""
        return None if self.why_not(action) else super().check_action(action, parameters)

    # Doing

    def action_cast(self) -> None:
        """Ask for the code and the ranking; who it would be left out for whom is read back first."""
        from acxdesk.tui.screens.voting import ballot_form

        if self._turnout is not None:
            self.app.push_screen(ballot_form(self._turnout))

    def action_import_ballots(self) -> None:
        """Ask for the file, and show what would become of each line."""
        from acxdesk.tui.screens.awardimports import ballots_file

        ballots_file(self, self._year)

    def action_write_codes(self) -> None:
        """Ask for the file, then draw the codes and write them."""
        from acxdesk.tui.screens.dialogs import FileName

        year = self._year

        def go_on(out: "Path | None") -> None:
            if out is not None:
                perform(self, lambda desk: _codes(desk, year, out))

        self.app.push_screen(FileName("Write voting codes", f"voting-codes-{year}.csv"), go_on)

    def action_replace_code(self) -> None:
        """Ask for the file, then give the voter under the cursor another code."""
        from acxdesk.tui.screens.dialogs import FileName

        line, listing, year = self.current, self.listing, self._year
        if line is None or listing is None:
            return
        person, name = said(listing, line, "person"), said(listing, line, "name")

        def go_on(out: "Path | None") -> None:
            if out is not None:
                perform(self, lambda desk: _another(desk, year, person, out))

        self.app.push_screen(FileName(f"Another voting code for {name}", f"voting-code-{person}.csv"), go_on)


def _roll(desk: "Desk", year: int) -> "tuple[Listing, Turnout]":
    from acxdesk.queries.voters import roll, turnout

    return roll(desk, year), turnout(desk, year)


def _codes(desk: "Desk", year: int, out: "Path") -> "Receipt":
    from acxdesk.actions.voting import GiveCodes, give_codes

    return give_codes(desk, GiveCodes(year=year), out)


def _another(desk: "Desk", year: int, person: str, out: "Path") -> "Receipt":
    from acxdesk.actions.voting import ReplaceCode, replace_code

    return replace_code(desk, ReplaceCode(year=year, person=person), out)

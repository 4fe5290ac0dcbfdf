"""The Hall of Fame by year, and the announcement that puts the next one in."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from acxdesk.queries.listing import Column
from acxdesk.rules.cycles import Phase
from acxdesk.tui.keys import bindings
from acxdesk.tui.paint import paint
from acxdesk.tui.perform import perform, read, shell
from acxdesk.tui.screens.dialogs import Report
from acxdesk.tui.screens.exporting import Exporting, Told
from acxdesk.tui.screens.listside import ListSide
from acxdesk.tui.widgets.fixedlisting import FixedListing
from acxdesk.tui.widgets.quietlist import LOOKED_AT, QuietList

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.laureates import HallRow

COLUMNS: Final = (
    Column("year", "Year", 4, numeric=True),
    Column("winner", "Change Architect of the Year", 48),
    Column("runner_up", "Runner-up", 18),
)


class Hall(ListSide):
    """Every year of the award; the cycle of `year` is the one to be announced here."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("hall")]
    HELP = (
        "The Change Architects Hall of Fame by year; a year whose winner is not known says so. a announces the counted "
        "result of this cycle on its day, which ends the embargo. t shows the text that announces it, P writes the "
        "winner's certificate, n records who was named in an earlier year."
    )

    def __init__(self, year: int) -> None:
        super().__init__(QuietList(LOOKED_AT))
        self._year = year  # 0 where there is no cycle
        self._phase: Phase | None = None
        self._rows: tuple[HallRow, ...] = ()

    def reread(self) -> None:
        """As it is now."""
        year, now = self._year, shell(self).today.year
        read(self, lambda desk: _hall(desk, year, now), self._show, slot="hall")

    def _show(self, answer: "tuple[tuple[HallRow, ...], Phase | None]") -> None:
        self._rows, self._phase = answer
        cells = [
            (row.year, (str(row.year), row.words, row.runner_up.name if row.runner_up else "")) for row in self._rows
        ]
        self.list.refill(FixedListing.made(COLUMNS, cells))
        self.say()

    def says(self) -> Content:
        """What is known of the year under the cursor."""
        line = self.list.current
        row = next((row for row in self._rows if line is not None and row.year == line.id), None)
        said = () if row is None else (row.words, row.winner.citation if row.winner else "", row.source)
        return paint("\n".join(filter(None, said)), "$text-muted")

    # What can be done now

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        if action == "announce" and self._phase is not Phase.COUNTED:
            return f"The cycle is {self._phase}; a counted one is announced." if self._phase else "There is no cycle."
        if action in {"announcement", "certificate"} and self._phase is not Phase.ANNOUNCED:
            return "Nothing of this cycle is announced."
        return ""

    # Doing

    def action_announce(self) -> None:
        """Say what it means, then announce. Who has won is not told before."""
        about = ("The winner and the runner-up enter the Hall of Fame.", "The ballots can be published from then on.")
        dialog = Report.preview(f"Announce the result of {self._year}", "The embargo ends.", about, ())
        self.app.push_screen(dialog, self._announce_if)

    def _announce_if(self, yes: bool | None) -> None:
        year = self._year
        if yes:
            perform(self, lambda desk: _announced(desk, year))

    def action_announcement(self) -> None:
        """Show the text."""
        year = self._year
        read(self, lambda desk: _text(desk, year), self._show_text, slot="text")

    def _show_text(self, text: str) -> None:
        self.app.push_screen(Report("The announcement", "", text.splitlines(), asks=False))

    def action_certificate(self) -> None:
        """Ask for the file, then write the winner's certificate."""
        self.app.push_screen(HonourFile(self._year))

    def action_record(self) -> None:
        """Record an earlier winner."""
        from acxdesk.tui.screens.hallforms import record_form

        self.app.push_screen(record_form())


class HonourFile(Exporting):
    """The certificate of a winner, in one file."""

    HELP = (
        "Write the file's name; ~ is your own folder. Enter writes the certificate. A file that is there already is "
        "replaced only when you press Enter again. Esc stops."
    )

    def __init__(self, year: int) -> None:
        super().__init__(f"Write the certificate of {year}", f"change-architect-{year}.pdf")
        self._year = year

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> "Receipt":  # noqa: ARG002 - it is short
        """Write it, whole or not at all."""
        from acxdesk.actions.announcing import WriteHonour, write_honour

        issuer = shell(self).settings.issuer_name
        values = {"year": self._year, "issuer_name": issuer, "out": path, "overwrite": overwrite}
        return write_honour(desk, WriteHonour.read(values))


def _hall(desk: "Desk", year: int, now: int) -> "tuple[tuple[HallRow, ...], Phase | None]":
    from acxdesk.queries.cycles import cycle
    from acxdesk.queries.laureates import hall

    return hall(desk, now), cycle(desk, year).phase if year else None


def _announced(desk: "Desk", year: int) -> "Receipt":
    from acxdesk.actions.announcing import Announce, announce

    return announce(desk, Announce(year=year))


def _text(desk: "Desk", year: int) -> str:
    from acxdesk.actions.announcing import announcement

    return announcement(desk, year)

"""The panel of an award: nominees down, members across, 0 to 10 points typed into each cell; then the shortlist.

Points stand in their cell at once and are saved in the order of typing; figures and ranks follow by reading anew.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from acxdesk.errors import Refused
from acxdesk.rules.conflicts import in_words
from acxdesk.rules.cycles import Phase
from acxdesk.rules.marks import points
from acxdesk.rules.panels import OUT_OF
from acxdesk.rules.schemes import points_words
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import perform, read
from acxdesk.tui.screens.exporting import Exporting, Told
from acxdesk.tui.screens.sided import Aside
from acxdesk.tui.widgets.sheet import Sheet
from acxdesk.tui.widgets.sheetlines import Cell, SheetColumn, SheetRow

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.panels import MemberRow, NomineeRow, PanelSheet

_OPEN: Final = frozenset({Phase.PLANNED, Phase.NOMINATING, Phase.SCREENING})
_WIDTH: Final = 9  # cells of a member's column
_LEFT_OUT: Final = "-"


class PanelSide(Vertical):
    """The sheet of one cycle, by its year."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("panel", "area.export")]
    HELP = (
        "What each member of the panel gives each nominee: type 0 to 10, Enter moves on. - is a conflict of interest, "
        "whose reason stands below: that member gives that nominee nothing. At the right end stand the figure by the "
        "cycle's rule, the rank among those who are eligible, and on the shortlist ●. n puts somebody on the panel, r "
        "takes her off, x and i take the points out and in as a file, S makes the shortlist of the best."
    )

    def __init__(self, year: int) -> None:
        super().__init__()
        self._year = year
        self._sheet: PanelSheet | None = None
        self.grid = Sheet(
            self._painted,
            check=self._check,
            taken=self._taken,
            foot=self._foot,
            corner="Nominee",
            empty_words="Nobody is nominated yet.",
        )

    def compose(self) -> ComposeResult:
        """The sheet."""
        yield self.grid

    def on_mount(self) -> None:
        """Read it once it is looked at."""
        self.reread()

    # Reading

    def reread(self) -> None:
        """Who is on the panel, and what they gave."""
        year = self._year
        read(self, lambda desk: _sheet(desk, year), self._show, slot="panel")

    def _show(self, sheet: "PanelSheet") -> None:
        self._sheet = sheet
        members = [SheetColumn(str(member.person_id), member.name, _WIDTH, "/10") for member in sheet.members]
        ends = [
            SheetColumn("figure", "Figure", 6, "/10", typed=False, stays=True),
            SheetColumn("rank", "Rank", 5, typed=False, stays=True),
        ]
        self.grid.show([*members, *ends], [SheetRow(one.standing.id, one.standing.name, one) for one in sheet.nominees])
        self.post_message(Aside())
        self.screen.refresh_bindings()

    @property
    def aside(self) -> str:
        """How far the panel is."""
        sheet = self._sheet
        if sheet is None:
            return ""
        asked = sum(member.number not in one.conflicts for one in sheet.nominees for member in sheet.members)
        given = sum(len(one.scores.keys() - one.conflicts.keys()) for one in sheet.nominees)
        return f"{given} of {asked} points, {sheet.rule}"

    # What is meant

    def _member(self) -> "MemberRow | None":
        current, sheet = self.grid.current, self._sheet
        if current is None or sheet is None:
            return None
        return next((one for one in sheet.members if str(one.person_id) == current[1].name), None)

    def command_words(self) -> Mapping[str, str]:
        """The nominee and the member under the cursor."""
        current, member = self.grid.current, self._member()
        words = {} if current is None else {"nominee": str(current[0].value.standing.nominee_id)}
        return words if member is None else {**words, "member": str(member.person_id)}

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        sheet = self._sheet
        if action not in {"member", "unseat", "clear", "shortlist", "by_hand", "import_file"}:
            return ""
        if sheet is None:
            return "The panel is not read yet."
        if sheet.phase not in _OPEN:
            return f"The panel of {sheet.year} is done: the cycle is {sheet.phase}."
        if action in {"unseat", "clear"} and self._member() is None:
            return "Nobody is on the panel yet: n puts somebody there."
        if action in {"shortlist", "by_hand"} and sheet.phase is not Phase.SCREENING:
            return f"The shortlist is made while nominations are screened; the cycle is {sheet.phase}."
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, for what cannot be done now."""
        return None if self.why_not(action) else True

    # Typing

    def _check(self, row: SheetRow, column: SheetColumn, text: str, _what: str) -> str:
        if why := self._conflict(row, column):
            return why
        if not text.strip():
            return ""
        try:
            points(text.strip(), out_of=OUT_OF, what="The score")
        except Refused as refused:
            return str(refused)
        return ""

    def _conflict(self, row: SheetRow, column: SheetColumn) -> str:
        """Why the member of a column does not score a nominee; empty when she does."""
        one: NomineeRow = row.value
        member = self._in_column(column)
        why = () if member is None else one.conflicts.get(member.number, ())
        return f"{member.name} does not score {one.standing.name}: {in_words(why)}." if member and why else ""

    def _in_column(self, column: SheetColumn) -> "MemberRow | None":
        sheet = self._sheet
        return None if sheet is None else next((m for m in sheet.members if str(m.person_id) == column.name), None)

    def _taken(self, row: SheetRow, column: SheetColumn, text: str, _what: str) -> None:
        self._save(row, column, text.strip())

    def _save(self, row: SheetRow, column: SheetColumn, text: str) -> None:
        member, year = self._in_column(column), self._year
        if member is None:
            return
        one: NomineeRow = row.value
        seen = one.scores.get(member.number)
        cell = {
            "nomination": row.id,
            "member": member.person_id,
            "points": text,
            "version": seen.version if seen else 0,
        }
        self.grid.expect(row.id, column.name, text or "·")
        perform(
            self,
            lambda desk: _entered(desk, year, cell),
            done=lambda _: self.grid.settle(row.id, column.name),
            refused=lambda refusal: self.grid.refuse(row.id, column.name, text, str(refusal)),
            says=False,
        )

    # Doing

    def action_clear(self) -> None:
        """Take the points away."""
        current = self.grid.current
        if current is not None:
            self._save(*current, "")

    def action_member(self) -> None:
        """Ask who is to be on the panel."""
        from acxdesk.tui.screens.panelforms import member_form

        self.app.push_screen(member_form(self._year))

    def action_unseat(self) -> None:
        """Take the member off."""
        member, year = self._member(), self._year
        if member is not None:
            number = member.person_id
            perform(self, lambda desk: _unseated(desk, year, number))

    def action_export(self) -> None:
        """Ask for the file, then write the points."""
        self.app.push_screen(PointsFile(self._year))

    def action_import_file(self) -> None:
        """Read points from a file, line by line."""
        from acxdesk.tui.screens.awardimports import scores_file

        scores_file(self, self._year)

    def action_shortlist(self) -> None:
        """Look at the shortlist, then make it."""
        from acxdesk.tui.screens.panelforms import shortlist

        shortlist(self, self._year)

    def action_by_hand(self) -> None:
        """Choose it by hand."""
        from acxdesk.tui.screens.panelforms import by_hand_form

        if self._sheet is not None:
            self.app.push_screen(by_hand_form(self._sheet))

    # Drawing

    def _painted(self, row: SheetRow, column: SheetColumn) -> Cell:
        one: NomineeRow = row.value
        if column.name == "figure":
            return Cell("·" if one.figure is None else points_words(one.figure), "" if one.rank else "muted")
        if column.name == "rank":
            on_it = "●" if one.standing.shortlisted else ""
            return Cell(f"{on_it} {one.rank or ('✕' if not one.standing.is_eligible else '·')}".strip())
        member = self._in_column(column)
        if member is None:
            return Cell("")
        if member.number in one.conflicts:
            return Cell(_LEFT_OUT, "muted")
        given = one.scores.get(member.number)
        return Cell("·", "muted") if given is None else Cell(points_words(given.points))

    def _foot(self, row: SheetRow, column: SheetColumn) -> str:
        one: NomineeRow = row.value
        if why := self._conflict(row, column):
            return why
        failed = next((finding for finding in one.standing.findings if not finding.passes), None)
        return f"✕ {one.standing.name} is not eligible: {failed.sentence}" if failed else one.standing.organisation


class PointsFile(Exporting):
    """The panel's points, in one file."""

    HELP = (
        "Write the file's name; ~ is your own folder. Enter writes the points as CSV, a line for each nominee and "
        "member; i reads it back. A file that is there is replaced only when you press Enter again. Esc stops."
    )

    def __init__(self, year: int) -> None:
        super().__init__(f"Write the points of {year}", f"panel-{year}.csv")
        self._year = year

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> "Receipt":  # noqa: ARG002 - it is short
        """Write them, whole or not at all."""
        from acxdesk.actions.panelfiles import export_scores

        return export_scores(desk, path, self._year, overwrite=overwrite)


def _sheet(desk: "Desk", year: int) -> "PanelSheet":
    from acxdesk.queries.panels import panel_sheet

    return panel_sheet(desk, year)


def _entered(desk: "Desk", year: int, cell: Mapping[str, object]) -> "Receipt":
    from acxdesk.actions.panels import EnterScores, enter_scores

    return enter_scores(desk, EnterScores.read({"year": year, "scores": [cell]}))


def _unseated(desk: "Desk", year: int, person: int) -> "Receipt":
    from acxdesk.actions.panels import PanelRequest, remove_member

    return remove_member(desk, PanelRequest(year=year, person=person))

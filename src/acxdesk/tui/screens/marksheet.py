"""The marks of a session: people down, components across, a number typed into each cell.

A mark stands in its cell at once and is saved in the order of typing; totals and outcomes follow when the typing rests.
What was refused stays in its cell with its sentence below, and keeps no other from being saved.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from acxdesk.errors import Overtaken, Refused
from acxdesk.rules.localtime import wall
from acxdesk.rules.schemes import points_words
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import later, perform, read, shell
from acxdesk.tui.places import Place
from acxdesk.tui.screens import markwords as words
from acxdesk.tui.screens.markdeeds import MarkDeeds
from acxdesk.tui.screens.markfiles import OVER_THE_SESSION, MarkFiles
from acxdesk.tui.screens.sided import Aside
from acxdesk.tui.widgets.filterline import FilterLine
from acxdesk.tui.widgets.sheet import Sheet
from acxdesk.tui.widgets.sheetlines import Cell, SheetColumn, SheetRow

if TYPE_CHECKING:
    from acxdesk.actions.marks import MarksReport
    from acxdesk.desk.door import Desk
    from acxdesk.queries.marks import Assessed, MarkSheet
    from acxdesk.rules.schemes import Part

RESTED: Final = 0.06  # seconds that the cursor stands still before the footer follows it
REST: Final = 0.4  # seconds without a mark saved before totals and outcomes are read anew
At = tuple[int, str]  # an enrolment and the name of a column
Seen = tuple[int | None, int]  # the number of a mark and its version, as an edit has read it; None, 0 for none


class MarkGrid(Sheet):
    """A sheet that has room below for a mark and for the outcome in words."""

    FOOT: ClassVar[int] = 3


class MarkSide(MarkDeeds, MarkFiles, Vertical):
    """The mark sheet of one session, by its reference."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("marksheet", "area.export", "area.filter", "area.leave")]
    HELP = (
        "The marks of this session. Type a number, Enter or an arrow moves on, t turns whether down or to the right; "
        "each mark is saved as it is entered. A dot is still to be marked, ! stands before what was refused and is "
        "not saved. S turns to the second marks, which do not show the first, and to what both become; A agrees them. "
        "R releases the outcomes: then m asks for a remark and L notes an appeal against the mark under the cursor, v "
        "decides it. x writes the sheet as CSV or XLSX, i reads one; o writes a pack for a coach who is offline, O "
        "reads it."
    )

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self._sheet: MarkSheet | None = None
        self._view: words.View | None = None  # None: not known yet what to show first
        self._known: dict[At, Seen] = {}  # marks of ours that were saved since the sheet was read
        self._begun: dict[At, Seen] = {}  # what was seen where somebody types while the sheet is read anew
        self._was: dict[At, str] = {}  # what stood in a cell before it was marked here, in words
        self._refused: dict[At, str] = {}  # what was typed and refused
        self._saving: Counter[At] = Counter()  # how many deeds are under way for a cell
        self._revision = -1  # of the desk, when it was read last
        self._answers = 0  # of deeds, so far: what was read before the last one is older than what is shown
        self._saved = ""  # when the last mark was saved, on the reader's clocks
        self._reason = ""  # why one person gives two marks, once that was said
        self._footer: Callable[[], None] | None = None  # calls the drawing off of the keys when the cursor rests
        self._rest: Callable[[], None] | None = None  # calls the reading off that follows when the typing rests
        self.grid = MarkGrid(
            self._painted,
            check=self._check,
            taken=self._taken,
            foot=self._foot,
            corner="Delegate",
            empty_words="Nobody is to be marked here.",
        )
        self.filter_line = FilterLine("letters of a name")

    def compose(self) -> ComposeResult:
        """The sheet, and the line that / opens."""
        yield self.grid
        yield self.filter_line

    # Reading

    def on_mount(self) -> None:
        """Read it once it is looked at."""
        self.reread()

    def reread(self) -> None:
        """The people and their marks; while marks are being saved, once that rests."""
        if not self._saving and self._rest is None and self._revision != shell(self).revision:
            self._read()

    def _read(self) -> None:
        self._revision = shell(self).revision
        reference, view, who, asked_at = self._reference, self._view, shell(self).who, self._answers
        read(self, lambda desk: _sheet(desk, reference, view, who), lambda found: self._show(*found, asked_at))

    def _read_when_it_rests(self) -> None:
        if self._rest is not None:
            self._rest()
        self._rest = later(self, REST, self._rested)

    def _rested(self) -> None:
        self._rest = None
        if self._saving:
            self._read_when_it_rests()
        else:
            self._read()

    def _show(self, sheet: "MarkSheet", view: words.View, asked_at: int) -> None:
        if asked_at != self._answers or self._view not in {None, view}:  # a mark was saved, or other ones are asked for
            if self._rest is None:
                self._read_when_it_rests()
            return
        here = self.grid.current
        if self.grid.is_typing and here is not None:
            at = here[0].id, here[1].name
            self._begun.setdefault(at, self._seen(here[0], at))
        self._sheet, self._view = sheet, view
        self._known.clear()
        self.look_through(sheet)
        self.grid.empty_words = _why_empty(sheet)
        self.grid.show(words.columns(sheet), words.rows(sheet, view))
        self._tell()

    def _tell(self) -> None:
        self.post_message(Aside())
        self.screen.refresh_bindings()

    @property
    def aside(self) -> str:
        """Whose marks are shown, how many people are complete, and when the last mark was saved."""
        sheet = self._sheet
        if sheet is None:
            return ""
        done = f"{sheet.complete:,} of {len(sheet.people):,} complete"
        return "  ".join(filter(None, (self.view.words, done, self._saved and f"saved {self._saved}")))

    # What is meant

    @property
    def reference(self) -> str:
        """What the session is called."""
        return self._reference if self._sheet is None else self._sheet.reference

    @property
    def sheet(self) -> "MarkSheet | None":
        """What is shown; None before it is read."""
        return self._sheet

    @property
    def view(self) -> words.View:
        """Which marks are shown."""
        return self._view or words.View()

    def show_view(self, view: words.View) -> None:
        """Show other marks."""
        self._view, self._reason = view, ""
        self._read()

    def here(self) -> "tuple[Assessed, Part] | None":
        """The person and the component under the cursor."""
        current, sheet = self.grid.current, self._sheet
        if current is None or sheet is None:
            return None
        part = words.part_of(sheet, current[1].name)
        return None if part is None else (current[0].value, part)

    def command_words(self) -> Mapping[str, str]:
        """The person and the component under the cursor, and whose marks."""
        here = self.here()
        told = {"series": self.view.series.value, "attempt": str(self.view.attempt)}
        return told if here is None else {**told, "person": str(here[0].person), "component": here[1].name}

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        if action == "put_mine" and self._at() not in self._refused:
            return "Nothing that you typed was refused here."
        if action == "because" and self._at() not in self._refused:
            return "No mark was refused here."
        return self.why_no_deed(action) or self.why_no_file(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, for what cannot be done now; but its key must not be the session's."""
        return None if action not in OVER_THE_SESSION and self.why_not(action) else True

    def on_sheet_moved(self, note: Sheet.Moved) -> None:
        """The footer follows the cursor once it rests; a key itself asks anew whether it can be done."""
        note.stop()
        if self._footer is not None:
            self._footer()
        self._footer = later(self, RESTED, self.screen.refresh_bindings)

    def on_sheet_turned(self, note: Sheet.Turned) -> None:
        """Say which way the cursor moves on."""
        note.stop()
        way = "down, from person to person" if self.grid.direction == "down" else "to the right, component by component"
        shell(self).say(f"The cursor moves on {way}.")

    def on_sheet_pressed(self, note: Sheet.Pressed) -> None:
        """A double click goes to the enrolment."""
        note.stop()
        shell(self).visit(Place("2", "enrolment", note.row))

    # Typing

    def _check(self, row: SheetRow, column: SheetColumn, text: str, _what: str) -> str:
        """Why a typed mark cannot be taken."""
        sheet = self._sheet
        part = None if sheet is None else words.part_of(sheet, column.name)
        return "The marks are not read yet." if part is None else words.why_no_mark(self.view, row.value, part, text)

    def _taken(self, row: SheetRow, column: SheetColumn, text: str, _what: str) -> None:
        self._save(row, column.name, text.strip())

    def action_clear(self) -> None:
        """Take the mark away."""
        current = self.grid.current
        if current is not None:
            self._save(*current, "")

    def action_put_mine(self) -> None:
        """What was typed here goes over what somebody else gave; both were seen."""
        self._again()

    def action_because(self) -> None:
        """Ask why, then give the mark that was refused."""
        from acxdesk.tui.screens.dialogs import Reason

        def go_on(reason: str | None) -> None:
            if reason:
                self._reason = reason
                self._again()

        question = "Why is it given all the same? It is kept, also with the marks that you give next here."
        self.app.push_screen(Reason("A mark that was refused", question), go_on)

    def _again(self) -> None:
        at, current = self._at(), self.grid.current
        if current is not None and at in self._refused:
            self._save(current[0], current[1].name, self._refused[at])

    # Saving

    def _at(self) -> At:
        current = self.grid.current
        return (0, "") if current is None else (current[0].id, current[1].name)

    def _seen(self, row: SheetRow, at: At) -> Seen:
        """Which mark an edit of this cell has read."""
        if at in self._known or self._sheet is None:
            return self._known.get(at, (None, 0))
        one: Assessed = row.value
        given = one.mark(int(at[1]), self.view.attempt, self.view.series)
        return (given.id, given.version) if given is not None else (None, 0)

    def _save(self, row: SheetRow, column: "SheetColumn | str", text: str) -> None:
        """Show a mark at once and have it saved behind those that are under way."""
        name = column if isinstance(column, str) else column.name
        at = row.id, name
        sheet, view, reason = self._sheet, self.view, self._reason
        part = None if sheet is None else words.part_of(sheet, name)
        if sheet is None or part is None:
            return
        seen, number = self._begun.pop(at, None) or self._seen(row, at), words.number_of(sheet, part)
        one: Assessed = row.value
        given = one.mark(part.id, view.attempt, view.series)
        was = f"{points_words(given.points)} {words.marked(given, shell(self).zone, sheet)}" if given else ""
        self._refused.pop(at, None)
        self._saving[at] += 1
        self.grid.expect(row.id, name, text or words.NONE)

        def deed(desk: "Desk") -> "MarksReport":
            # It runs when the deeds before it were answered: a mark of ours that they wrote is what this one has seen.
            return _entered(desk, sheet.reference, view, (row.id, number, text, self._known.get(at, seen)), reason)

        def done(report: "MarksReport") -> None:
            cell = report.cells[0]
            self._known[at] = cell.mark, cell.version
            if was and report.receipt.changed:
                self._was[at] = was
            self._answered(at, is_saved=report.receipt.changed)

        def refused(refusal: Refused) -> None:
            self._answered(at)
            self._refused[at] = text
            self.grid.refuse(row.id, name, text, _with_keys(refusal))

        perform(self, deed, done=done, refused=refused, says=False)

    def _answered(self, at: At, *, is_saved: bool = False) -> None:
        self._answers += 1
        self._saving[at] -= 1
        if not self._saving[at]:
            del self._saving[at]
            self.grid.settle(*at)
        if is_saved:
            app = shell(self)
            self._saved = f"{wall(app.clock.now(), app.zone):%H:%M:%S}"
        self._read_when_it_rests()
        self._tell()

    # Finding

    def action_filter(self) -> None:
        """Let letters of a name be typed."""
        self.filter_line.open()

    def on_filter_line_words(self, message: FilterLine.Words) -> None:
        """Show who matches."""
        message.stop()
        self.grid.narrow(message.words)
        self.screen.refresh_bindings()

    def on_filter_line_left(self, message: FilterLine.Left) -> None:
        """Back to the sheet."""
        message.stop()
        self.grid.focus()

    def action_leave(self) -> None:
        """Esc: everybody again, then it is the screen's."""
        if not self.filter_line.value:
            raise SkipAction
        self.filter_line.clear_words()

    # Drawing

    def _painted(self, row: SheetRow, column: SheetColumn) -> Cell:
        return Cell("") if self._sheet is None else words.cell(self._sheet, self.view, row.value, column.name)

    def _foot(self, row: SheetRow, column: SheetColumn) -> str:
        if self._sheet is None:
            return ""
        told = words.Told(shell(self).zone, self._was.get((row.id, column.name), ""))
        return words.below(self._sheet, self.view, row.value, column.name, told)


def _with_keys(refusal: Refused) -> str:
    """Why a mark was not saved, and the keys that go on from there."""
    if isinstance(refusal, Overtaken):
        return f"{refusal.sentence} p puts yours, Esc keeps it as it is."
    return f"{refusal} b says why." if "say why" in refusal.remedy else str(refusal)


def _why_empty(sheet: "MarkSheet") -> str:
    if sheet.scheme is None:
        return "Its programme has no assessment scheme yet: 4 goes to the programmes, which give it one."
    if not sheet.people:
        return "Nobody sits in this session yet. { turns to its delegates, n books somebody there."
    return "Nobody is to be marked here. S and a turn to other marks."


def _sheet(desk: "Desk", reference: str, view: words.View | None, who: str) -> "tuple[MarkSheet, words.View]":
    """The mark sheet as a view shows it. It runs in a thread.

    Raises:
        NotFound: no session has this reference.
    """
    from acxdesk.queries.marks import sheet

    found = None
    if view is None:
        found = sheet(desk, reference)
        view = words.first_view(found, who)
    if found is None or view.is_blind:
        found = sheet(desk, reference, blind_for=who if view.is_blind else "")
    return found, view


def _entered(
    desk: "Desk", reference: str, view: words.View, cell: tuple[int, int, str, Seen], reason: str
) -> "MarksReport":
    from acxdesk.actions.marks import EnterMarks, enter_marks

    enrolment, component, text, (mark, version) = cell
    mark_ = {"enrolment": enrolment, "component": str(component), "points": text, "version": version, "mark": mark}
    values = {"series": view.series, "attempt": view.attempt, "reason": reason}
    return enter_marks(desk, EnterMarks.read({"session": reference, "marks": [mark_], **values}))

"""The attendance of a session: people down, meetings across, one key a person; the cursor moves on by itself.

A mark stands in its cell at once and is saved in the order of the keys. What was refused, because somebody else marked
the cell meanwhile or the meeting has not begun, stays in its cell, and the sentence below the sheet.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from acxdesk.errors import Overtaken, Refused
from acxdesk.rules import attendance as rules
from acxdesk.rules.attendance import Attended, Sat
from acxdesk.tui.keys import bindings
from acxdesk.tui.perform import perform, read, shell
from acxdesk.tui.places import Place
from acxdesk.tui.screens import attendancewords as words
from acxdesk.tui.widgets.filterline import FilterLine
from acxdesk.tui.widgets.sheet import Sheet
from acxdesk.tui.widgets.sheetlines import Cell, SheetColumn, SheetRow

if TYPE_CHECKING:
    from acxdesk.actions.attendance import AttendanceReport
    from acxdesk.desk.door import Desk
    from acxdesk.desk.receipts import Receipt
    from acxdesk.queries.attendance import AttendanceSheet, CellRow, MeetingHead, Sitter

_MARKS: Final = frozenset(
    {"present", "late", "early", "absent", "excused", "recording", "make_up", "clear", "note", "all_present"}
)
_At = tuple[int, int]  # an enrolment and the number of a meeting


class AttendanceGrid(Sheet, inherit_bindings=False):
    """A sheet whose letters are those of attendance: l is late, not to the right."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sheet")]


class AttendanceSide(Vertical):
    """The attendance sheet of one session, by its reference."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("attendance", "area.export", "area.filter", "area.leave")]
    HELP = (
        "The attendance of this session. p marks the person under the cursor present, l late and e left early (type "
        "the minutes, then Enter), a absent and once more excused, c excused, r watched the recording, m made it up "
        "elsewhere; the cursor moves on by itself, t turns whether down or to the right. P marks everybody of the "
        "meeting present whom nobody has marked yet, d takes a mark away, n notes why. A dash is a meeting that was "
        "over before she came: no absence. / finds a name, x writes the sheet as CSV."
    )

    def __init__(self, reference: str) -> None:
        super().__init__()
        self._reference = reference
        self._sheet: AttendanceSheet | None = None
        self._expected: dict[_At, Sat] = {}  # what is being saved
        self._saving: Counter[_At] = Counter()  # how many deeds are under way for a cell
        self._answers = 0  # of deeds, so far: what was read before the last one is older than what is shown
        self.grid = AttendanceGrid(
            self._painted,
            check=self._check,
            taken=self._taken,
            foot=self._foot,
            begins=frozenset(),
            corner="Delegate",
            empty_words="Nobody sits in this session yet. { turns to its delegates, n books somebody there.",
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
        """The people, the meetings, and who sat what."""
        reference, asked_at = self._reference, self._answers
        read(self, lambda desk: _sheet(desk, reference), lambda sheet: self._show(sheet, asked_at))

    def _show(self, sheet: "AttendanceSheet", asked_at: int) -> None:
        if asked_at != self._answers:  # a mark was saved meanwhile: what was read may not have it
            self.reread()
            return
        is_first, self._sheet = self._sheet is None, sheet
        self.grid.show(words.columns(sheet), [SheetRow(one.enrolment, one.name, one) for one in sheet.people])
        due = words.first_due(sheet, shell(self).clock.now()) if is_first else None
        if due is not None:
            self.grid.go(*due)
        self.screen.refresh_bindings()

    # What is meant

    def _here(self) -> "tuple[Sitter, MeetingHead, CellRow] | None":
        """The person and the meeting under the cursor, and how she sat it as it was read."""
        current, sheet = self.grid.current, self._sheet
        if current is None or sheet is None:
            return None
        sitter: Sitter = current[0].value
        head, cell = words.head_of(sheet, int(current[1].name)), sitter.cell(int(current[1].name))
        return None if head is None or cell is None else (sitter, head, cell)

    def _sat(self, sitter: "Sitter", cell: "CellRow") -> Sat:
        """How she sat a meeting, by what is being saved if something is."""
        return self._expected.get((sitter.enrolment, cell.meeting), cell.sat)

    def command_words(self) -> Mapping[str, str]:
        """The person and the meeting under the cursor."""
        here = self._here()
        return {} if here is None else {"person": str(here[0].person), "meeting": str(here[1].number)}

    def why_not(self, action: str) -> str:
        """Why something cannot be done now; empty when it can."""
        if action in {"export", "filter"} and self._sheet is None:
            return "The attendance is not read yet."
        if action not in _MARKS:
            return ""
        here = self._here()
        if here is None:
            return "The attendance is not read yet." if self._sheet is None else "Nobody sits here in any meeting."
        # Minutes are asked for in any case: the digits that follow would else go to another area. `_check` tells why.
        if here[0].released and action not in {"all_present", "late", "early"}:
            return _released(here[0])
        if action == "note" and self._sat(here[0], here[2]).attended is None:
            return "Say first how she sat the meeting."
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """None, so that the key stays visible, for what cannot be done now."""
        return None if self.why_not(action) else True

    def on_sheet_moved(self, note: Sheet.Moved) -> None:
        """The keys follow the cursor."""
        note.stop()
        self.screen.refresh_bindings()

    def on_sheet_turned(self, note: Sheet.Turned) -> None:
        """Say which way the cursor moves on."""
        note.stop()
        way = "down, from person to person" if self.grid.direction == "down" else "to the right, from day to day"
        shell(self).say(f"The cursor moves on {way}.")

    def on_sheet_pressed(self, note: Sheet.Pressed) -> None:
        """A double click goes to the enrolment."""
        note.stop()
        shell(self).visit(Place("2", "enrolment", note.row))

    # Marking

    def action_present(self) -> None:
        """She sat the whole of it."""
        self._mark(Attended.PRESENT)

    def action_absent(self) -> None:
        """She did not come; who is absent already is excused."""
        here = self._here()
        if here is not None:
            again = self._sat(here[0], here[2]).attended is Attended.ABSENT
            self._mark(Attended.EXCUSED if again else Attended.ABSENT)

    def action_excused(self) -> None:
        """She is excused."""
        self._mark(Attended.EXCUSED)

    def action_recording(self) -> None:
        """She watched the recording."""
        self._mark(Attended.RECORDING)

    def action_make_up(self) -> None:
        """She made it up elsewhere."""
        self._mark(Attended.MAKE_UP)

    def _mark(self, attended: Attended) -> None:
        """Mark the person under the cursor and move on."""
        here = self._here()
        if here is not None:
            sitter, head, _ = here
            self._save(sitter, head.number, Sat(head.minutes, attended))
            self.grid.advance()

    def action_clear(self) -> None:
        """Nobody has said."""
        here = self._here()
        if here is not None:
            sitter, head, cell = here
            self._save(sitter, head.number, Sat(head.minutes, before_joining=cell.sat.before_joining))

    def action_late(self) -> None:
        """Ask by how many minutes."""
        self._begin("late")

    def action_early(self) -> None:
        """Ask how many minutes before the end."""
        self._begin("early")

    def _begin(self, what: str) -> None:
        here = self._here()
        if here is not None:
            said = "came late" if what == "late" else "left before the end"
            prompt = (
                f"How many minutes {here[0].name} {said}, on {here[1].name} of {here[1].minutes} minutes? ⏎ keeps it."
            )
            self.grid.begin(what=what, prompt=prompt)

    def _missed(self, row: SheetRow, column: SheetColumn, text: str, what: str) -> Sat:
        """How she sat it with the minutes that were typed.

        Raises:
            Refused: they are none, or leave nothing of the meeting.
        """
        cell = row.value.cell(int(column.name))
        if row.value.released:
            raise Refused(_released(row.value), remedy="Esc takes back what you typed.")
        if cell is None:
            raise Refused(f"{column.title} is not held any more.", remedy="Esc takes back what you typed.")
        before = self._sat(row.value, cell)
        was = before if before.attended is Attended.PRESENT else Sat(before.minutes, Attended.PRESENT)
        count = rules.minutes(text)
        sat = replace(was, late=count) if what == "late" else replace(was, early=count)
        rules.check_missed(sat)
        return sat

    def _check(self, row: SheetRow, column: SheetColumn, text: str, what: str) -> str:
        try:
            self._missed(row, column, text, what)
        except Refused as refused:
            return str(refused)
        return ""

    def _taken(self, row: SheetRow, column: SheetColumn, text: str, what: str) -> None:
        self._save(row.value, int(column.name), self._missed(row, column, text, what))

    def action_note(self) -> None:
        """Ask for the note."""
        from acxdesk.tui.screens.dialogs import Reason

        here = self._here()
        if here is None:
            return
        sitter, head, cell = here
        sat = self._sat(sitter, cell)

        def keep(note: str | None) -> None:
            if note is not None:
                self._save(sitter, head.number, sat, note)

        title = f"{sitter.name}, {head.name}: {rules.words(sat)}"
        question = "Why, or where? It is kept with the mark."
        self.app.push_screen(Reason(title, question, needed=False, given=cell.note), keep)

    def _save(self, sitter: "Sitter", number: int, sat: Sat, note: str | None = None) -> None:
        """Show a mark at once and have it saved behind those that are under way."""
        at, column, text = (sitter.enrolment, number), str(number), rules.cell(sat)
        self._expected[at] = sat
        self._saving[at] += 1
        self.grid.expect(sitter.enrolment, column, text)

        def deed(desk: "Desk") -> "AttendanceReport":
            # It runs when the deeds before it were answered: what they wrote is what this one has seen.
            row = self.grid.row_of(sitter.enrolment)
            seen = sitter.cell(number) if row is None else row.value.cell(number)
            kept = note if note is not None else seen.note if seen and sat.attended is not None else ""
            return _marked(desk, self._reference, sitter.person, (number, sat, kept, seen.read if seen else None))

        def done(report: "AttendanceReport") -> None:
            self._answered(at)
            if not self._saving[at]:
                self.grid.settle(sitter.enrolment, column)
            self._put(report)

        def refused(refusal: Refused) -> None:
            self._answered(at)
            self.grid.refuse(sitter.enrolment, column, text, str(refusal))
            if isinstance(refusal, Overtaken):
                self.reread()

        perform(self, deed, done=done, refused=refused)

    def _answered(self, at: _At) -> None:
        self._answers += 1
        self._saving[at] -= 1
        if not self._saving[at]:
            del self._saving[at]
            self._expected.pop(at, None)

    def _put(self, report: "AttendanceReport") -> None:
        for one in report.people:
            self.grid.put(SheetRow(one.enrolment, one.name, one))
        if report.receipt.lines:
            shell(self).say(" ".join(report.receipt.lines))

    def action_all_present(self) -> None:
        """Everybody of this meeting whom nobody has marked yet."""
        here = self._here()
        if here is None:
            return
        reference, number = self._reference, here[1].number

        def done(report: "AttendanceReport") -> None:
            self._answers += 1
            self._put(report)

        perform(self, lambda desk: _all_present(desk, reference, number), done=done)

    # Finding, taking out

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

    def action_export(self) -> None:
        """Ask for the file's name, then write the sheet as CSV."""
        from acxdesk.tui.screens.dialogs import FileName

        suggested = f"{self._reference}-attendance-{shell(self).today.isoformat()}.csv"
        self.app.push_screen(FileName("Export the attendance as CSV", suggested), self._export)

    def _export(self, path: Path | None) -> None:
        reference = self._reference
        if path is not None:
            perform(self, lambda desk: _exported(desk, reference, path))

    # Drawing

    def _painted(self, row: SheetRow, column: SheetColumn) -> Cell:
        sitter: Sitter = row.value
        return words.hours(sitter) if column.name == words.HOURS else words.cell(sitter.cell(int(column.name)))

    def _foot(self, row: SheetRow, column: SheetColumn) -> str:
        return "" if self._sheet is None else words.below(row.value, int(column.name), self._sheet)


def _released(sitter: "Sitter") -> str:
    return f"The outcome of {sitter.name} was released; it stands on the hours as they are."


def _sheet(desk: "Desk", reference: str) -> "AttendanceSheet":
    from acxdesk.queries.attendance import attendance_sheet

    return attendance_sheet(desk, reference)


def _marked(
    desk: "Desk", reference: str, person: int, said: "tuple[int, Sat, str, tuple[int, int] | None]"
) -> "AttendanceReport":
    from acxdesk.actions.attendance import MarkAttendance, mark_attendance

    number, sat, note, seen = said
    minutes = {"late": sat.late, "early": sat.early}
    mark = {"person": person, "meeting": number, "attended": sat.attended, **minutes, "note": note, "read": seen}
    return mark_attendance(desk, MarkAttendance.read({"session": reference, "marks": [mark]}))


def _all_present(desk: "Desk", reference: str, number: int) -> "AttendanceReport":
    from acxdesk.actions.attendance import MarkAll, mark_all

    return mark_all(desk, MarkAll.read({"session": reference, "meeting": number}))


def _exported(desk: "Desk", reference: str, path: Path) -> "Receipt":
    from acxdesk.actions.attendance import export_attendance

    return export_attendance(desk, reference, path)

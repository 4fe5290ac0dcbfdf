"""What stands in an attendance sheet: its columns, its cells, and the words below it."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from acxdesk.rules import attendance as rules
from acxdesk.rules.attendance import Attended
from acxdesk.rules.durations import hours as figure
from acxdesk.rules.localtime import reading, wall
from acxdesk.tui.widgets.sheetlines import Cell, SheetColumn

if TYPE_CHECKING:
    from acxdesk.queries.attendance import AttendanceSheet, CellRow, MeetingHead, Sitter

HOURS: Final = "hours"  # the column at the end; the others are called by the number of their meeting


def columns(sheet: "AttendanceSheet") -> tuple[SheetColumn, ...]:
    """A column a meeting, and the hours, with what the scheme asks over them."""
    meetings = [
        SheetColumn(str(head.number), head.name.capitalize(), 9, below=_day(head), right=False)
        for head in sheet.meetings
    ]
    taught = sum(head.minutes for head in sheet.meetings)
    needs = f"needs {figure(-(-taught * sheet.asked.percent // 100))}" if sheet.asked.percent else ""
    return (*meetings, SheetColumn(HOURS, "Hours", 10, below=needs, typed=False, stays=True))


def first_due(sheet: "AttendanceSheet", now: datetime) -> tuple[int, str] | None:
    """The first cell that waits for a mark, as an enrolment and a column; None when none does.

    Args:
        sheet: as it was read.
        now: UTC; a meeting that has not begun waits for nothing yet.
    """
    for head in sheet.meetings:
        for sitter in sheet.people if head.starts_at <= now else ():
            row = sitter.cell(head.number)
            if row is not None and row.sat.attended is None and not row.sat.before_joining and not sitter.released:
                return sitter.enrolment, str(head.number)
    return None


def cell(row: "CellRow | None") -> Cell:
    """One meeting of one person; nothing for one that is not held any more."""
    if row is None:
        return Cell("")
    look = {None: "muted", Attended.ABSENT: "warning", Attended.EXCUSED: "warning"}.get(row.sat.attended, "")
    return Cell(rules.cell(row.sat), look)


def hours(sitter: "Sitter") -> Cell:
    """Her hours; a sign and a colour when the rule is out of her reach."""
    text = rules.hours_cell(sitter.hours)
    return Cell(text) if sitter.hours.can_reach else Cell(f"{text} !", "error")


def below(sitter: "Sitter", number: int, sheet: "AttendanceSheet") -> str:
    """One cell in words, and the hours of its person, with the arithmetic when they are lost.

    Args:
        sitter: the person.
        number: of the meeting.
        sheet: that both are of.
    """
    head, row = head_of(sheet, number), sitter.cell(number)
    if head is None or row is None:
        return ""
    said = rules.words(row.sat) + (f" ({row.note})" if row.note else "")
    lost = rules.shortfall(sitter.hours)
    if lost:
        return f"! {sitter.name} {lost}. {head.name.capitalize()}: {said}."
    local = wall(head.starts_at, sheet.zone)
    when = f"{head.name}, {' '.join(reading(local.date()).split()[:3])} {local:%H:%M}"
    return f"{sitter.name}, {when}: {said}. {rules.hours_words(sitter.hours)}."


def head_of(sheet: "AttendanceSheet", number: int) -> "MeetingHead | None":
    """The meeting with this number; None when it is not held."""
    return next((head for head in sheet.meetings if head.number == number), None)


def _day(head: "MeetingHead") -> str:
    """The date without what all columns share: "7 Dec"."""
    return " ".join(reading(head.day).split()[1:3])

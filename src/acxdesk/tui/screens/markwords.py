"""What stands in a mark sheet: its columns, its rows, its cells, and the words below it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from acxdesk.errors import Refused
from acxdesk.rules.attendance import floored
from acxdesk.rules.durations import hours
from acxdesk.rules.impartiality import is_same
from acxdesk.rules.localtime import reading, wall
from acxdesk.rules.marks import Given, Origin, Series, points
from acxdesk.rules.moderation import counting
from acxdesk.rules.outcomes import Verdict
from acxdesk.rules.schemes import Agreement, Part, SecondMarking, points_words
from acxdesk.tui.widgets.sheetlines import Cell, SheetColumn, SheetRow

if TYPE_CHECKING:
    from acxdesk.queries.marks import Assessed, MarkSheet

HOURS, TOTAL, OUTCOME = "hours", "total", "outcome"  # the other columns are called by the number of their component
NONE: Final = "·"  # to be marked
CLOSED: Final = "–"  # noqa: RUF001 - a dash: not to be marked in this view
_LOOKS: Final = {Verdict.RESIT: "warning", Verdict.FAILED: "warning", Verdict.INCOMPLETE: "muted"}
_MOST_TITLE: Final = 9  # cells of a component's heading


@dataclass(frozen=True, slots=True)
class View:
    """Whose marks of which attempt are shown."""

    series: Series = Series.FIRST
    attempt: int = 1

    @property
    def words(self) -> str:
        """As "first marks", "resit 1, second marks"."""
        again = f"resit {self.attempt - 1}, " if self.attempt > 1 else ""
        return f"{again}{self.series} marks"

    @property
    def is_blind(self) -> bool:
        """Whether it is for somebody who must not know the first marks."""
        return self.series in {Series.SECOND, Series.THIRD}


def all_series(sheet: "MarkSheet") -> tuple[Series, ...]:
    """The series that the scheme asks for, and what they become."""
    if sheet.scheme is None or sheet.scheme.second.whose is SecondMarking.NONE:
        return (Series.FIRST,)
    third = (Series.THIRD,) if sheet.scheme.second.agreement is Agreement.WITHIN else ()
    return (Series.FIRST, Series.SECOND, *third, Series.AGREED)


def attempts(sheet: "MarkSheet") -> int:
    """The last attempt that anybody is in."""
    return max((one.attempt for one in sheet.people), default=1)


def first_view(sheet: "MarkSheet", who: str) -> View:
    """What to show first: the second marks, to who comes for those and has not given the first.

    Args:
        sheet: as it is, nothing kept from the reader.
        who: who sits here.
    """
    scheme = sheet.scheme
    if scheme is None or not scheme.second.blind or len(all_series(sheet)) == 1:
        return View()
    firsts = [
        (one, one.mark(part.id), one.mark(part.id, series=Series.SECOND))
        for one in sheet.people
        for part in scheme.parts
    ]
    if any(first is None or is_same(first.by, who) for _, first, _ in firsts):
        return View()
    return View(Series.SECOND) if any(one.twice and second is None for one, _, second in firsts) else View()


# The sheet


def columns(sheet: "MarkSheet") -> tuple[SheetColumn, ...]:
    """A column a component; the hours, the total and the outcome stay at the end."""
    scheme = sheet.scheme
    parts = scheme.parts if scheme else ()
    asked = f"{scheme.attendance} %" if scheme and scheme.attendance else ""
    return (
        *(
            SheetColumn(
                str(part.id),
                part.name,
                min(max(len(part.name), 6), _MOST_TITLE),
                below=f"/{points_words(part.out_of)}",
            )
            for part in parts
        ),
        SheetColumn(HOURS, "Hours", 6, below=asked, typed=False, stays=True),
        SheetColumn(TOTAL, "Total", 6, below="/100", typed=False, stays=True),
        SheetColumn(OUTCOME, "Outcome", 12, below="✓ released", typed=False, stays=True, right=False),
    )


def rows(sheet: "MarkSheet", view: View) -> list[SheetRow]:
    """Everybody who has something to be marked in this view."""
    return [SheetRow(one.enrolment, one.name, one) for one in sheet.people if _is_asked(one, view)]


def _is_asked(one: "Assessed", view: View) -> bool:
    if view.attempt == 1 and not view.is_blind:
        return True
    marks = [mark for mark in one.marks if mark.attempt == view.attempt]
    if view.attempt > 1 and not marks and (one.due is None or one.due.attempt != view.attempt):
        return False
    return one.twice or not view.is_blind or any(mark.series is view.series for mark in marks)


def _parts(sheet: "MarkSheet") -> Sequence[Part]:
    return sheet.scheme.parts if sheet.scheme else ()


def part_of(sheet: "MarkSheet", column: str) -> Part | None:
    """The component of a column; None for hours, total and outcome."""
    return next((part for part in _parts(sheet) if str(part.id) == column), None)


def number_of(sheet: "MarkSheet", part: Part) -> int:
    """A component's number in the scheme's order."""
    return [one.id for one in _parts(sheet)].index(part.id) + 1


# Cells


def cell(sheet: "MarkSheet", view: View, one: "Assessed", column: str) -> Cell:
    """One cell."""
    if column == HOURS:
        short = not one.hours.can_reach
        return Cell(f"{floored(one.hours.counted)}{' !' if short else ''}", "warning" if short else "")
    if column == TOTAL:
        total = one.outcome.total
        return Cell(NONE, "muted") if total is None else Cell(points_words(total))
    if column == OUTCOME:
        told = " ✓" if one.is_released else ""
        return Cell(f"{one.outcome.verdict}{told}", _LOOKS.get(one.outcome.verdict, ""))
    part = part_of(sheet, column)
    return Cell("") if part is None else _of_part(sheet, view, one, part)


def _of_part(sheet: "MarkSheet", view: View, one: "Assessed", part: Part) -> Cell:
    review = one.review(part.id)
    sign = "?" if review is not None and review.attempt == view.attempt else ""
    given = one.mark(part.id, view.attempt, view.series)
    if given is not None:
        low = part.must_pass and given.points < part.pass_mark
        return Cell(f"{points_words(given.points)}{sign}", "warning" if low or sign else "")
    if view.series is Series.AGREED:
        return _becoming(sheet, view, one, part)
    if view.attempt > 1 and part.id not in one.open:
        return Cell(CLOSED, "muted")
    return Cell(NONE, "muted")


def _becoming(sheet: "MarkSheet", view: View, one: "Assessed", part: Part) -> Cell:
    """What the marks of a cell count for before they are agreed: both of them, where they are not."""
    assert sheet.scheme is not None
    for counts in counting(sheet.scheme, one.marks, twice=one.twice):
        if (counts.component, counts.attempt) == (part.id, view.attempt) and counts.points is not None:
            return Cell(points_words(counts.points), "muted")
    found = [one.mark(part.id, view.attempt, series) for series in (Series.FIRST, Series.SECOND)]
    if not any(found):
        return Cell(NONE, "muted")
    return Cell("/".join(points_words(mark.points) if mark else NONE for mark in found), "warning")


def why_no_mark(view: View, one: "Assessed", part: Part, text: str) -> str:
    """Why a mark cannot be what is typed, as a sentence; empty when it can. Nothing typed takes a mark away."""
    called = f"{part.name} of {one.name}"
    if view.series is Series.AGREED:
        return f"{called}: what is agreed follows from the marks. A agrees them, S turns to the first marks."
    given = one.mark(part.id, view.attempt, view.series)
    if given is not None and given.is_released:
        return f"{called} is released and stays. m asks for a remark, L notes an appeal."
    try:
        if text.strip():
            points(text, out_of=part.out_of, what=called)
    except Refused as refused:
        return str(refused)
    return ""


# Below


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a cell besides what stands in it."""

    zone: str  # the reader's
    was: str = ""  # what stood in it before, in words; empty when that is not known


def below(sheet: "MarkSheet", view: View, one: "Assessed", column: str, told: Told) -> str:
    """What stands below the sheet: the cell under the cursor, and the outcome of the person."""
    part = part_of(sheet, column)
    said = _about_hours(one) if part is None else _about(sheet, view, one, part, told)
    return f"{said} {one.outcome.sentence}"


def _about_hours(one: "Assessed") -> str:
    sat = one.hours
    return f"{one.name} has {hours(sat.counted)} of {hours(sat.taught)} hours, {hours(sat.asked)} are asked."


def _about(sheet: "MarkSheet", view: View, one: "Assessed", part: Part, told: Told) -> str:
    review, zone = one.review(part.id), told.zone
    behind = f" {review.origin.capitalize()} open: {review.reason}." if review is not None else ""
    before = f"; was {told.was}" if told.was else ""
    given = one.mark(part.id, view.attempt, view.series)
    if given is not None:
        figures = f"{part.name} {points_words(given.points)} of {points_words(part.out_of)} for {one.name}"
        return f"{figures} ({marked(given, zone, sheet)}{before}).{behind}"
    if view.series is Series.AGREED:
        both = [mark for series in Series if (mark := one.mark(part.id, view.attempt, series))]
        said = "; ".join(f"{mark.series} {points_words(mark.points)} {marked(mark, zone, sheet)}" for mark in both)
        return f"{part.name} of {one.name}: {said or 'to be marked'}.{behind}"
    return f"{part.name} of {one.name}: to be marked, out of {points_words(part.out_of)}{before}.{behind}"


def marked(given: Given, zone: str, sheet: "MarkSheet") -> str:
    """Who gave a mark, and when on the reader's clocks: "by anna at 14:29"."""
    at = wall(given.at, zone)
    when = f"at {at:%H:%M}" if at.date() == sheet.today else f"on {reading(at.date())}"
    return f"by {given.by} {when}"


def story(one: "Assessed", part: Part, zone: str) -> list[str]:
    """Every mark of a component that stands or was replaced, a line each, in the order of marking."""
    lines = []
    for mark in (mark for mark in one.marks if mark.component == part.id):
        again = f"resit {mark.attempt - 1}, " if mark.attempt > 1 else ""
        kind = f"{again}{mark.series}" if mark.origin is Origin.MARKING else f"{again}{mark.origin}"
        why = f": {mark.reason}" if mark.reason else ""
        lines.append(f"{kind} {points_words(mark.points)} by {mark.by}, {stamp(mark.at, zone)} ({mark.state}){why}")
    return lines


def stamp(moment: datetime, zone: str) -> str:
    """An instant on the reader's clocks: "Tue 24 Nov 2026 14:31"."""
    at = wall(moment, zone)
    return f"{reading(at.date())} {at:%H:%M}"


def turned(view: View, series: Sequence[Series]) -> View:
    """The same attempt, the next of the series."""
    at = series.index(view.series) + 1 if view.series in series else 0
    return replace(view, series=series[at % len(series)])

"""The verbs of `acxdesk attendance`."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, WrongUse, noun
from acxdesk.cli.said import DASH, Reference
from acxdesk.cli.voice import Heading
from acxdesk.rules import attendance as rules
from acxdesk.rules.attendance import Attended
from acxdesk.rules.text import quoted

if TYPE_CHECKING:
    from acxdesk.actions.attendance import AttendanceReport
    from acxdesk.queries.attendance import AttendanceSheet, Sitter

app = noun("attendance", "Attendance of a session's meetings: who was there, and what counts.")

HOW: Final = ("present", "late", "early", "absent", "excused", "recording", "make-up")
Meeting = Annotated[int, Parameter(name=("--meeting", "--number"), help="the meeting's number in the session")]
People = Annotated[
    list[str],
    Parameter(name="--person", help="a person by number, e-mail address or unambiguous name; repeatable"),
]
Minutes = Annotated[str, Parameter(metavar="MINUTES")]


@app.command
def show(ref: Reference, *, call: Asked) -> None:
    """Who sat what of a session, and the hours that count."""
    from acxdesk.queries.attendance import attendance_sheet

    with call.reading() as desk:
        sheet = attendance_sheet(desk, ref)
    if call.as_json:
        voice.print_json(
            {
                "session": sheet.reference,
                "title": sheet.title,
                "zone": sheet.zone,
                "attendance_percent": sheet.asked.percent,
                "recording_counts": sheet.asked.recording_counts,
                "meetings": sheet.meetings,
                "people": _people(sheet.people, [head.number for head in sheet.meetings]),
            }
        )
    elif not _print(sheet):
        voice.say(f"Nobody sits in {sheet.reference}.")


@app.command
def mark(
    ref: Reference,
    *,
    person: People,
    meeting: Meeting,
    how: Annotated[str, Parameter(name="--as", metavar="|".join(HOW), help="how each of them sat the meeting")],
    minutes: Annotated[Minutes, Parameter(help="missed, of who is late or left early")] = "",
    late: Annotated[Minutes, Parameter(help="of who is present: missed at the beginning")] = "",
    early: Annotated[Minutes, Parameter(help="of who is present: missed at the end")] = "",
    note: Annotated[str, Parameter(help="why she was excused, or where she made it up")] = "",
    call: Asked,
) -> None:
    """Mark how people sat one meeting, as one deed."""
    attended, missed = _how(how, minutes, late, early)
    _mark(call, ref, person, {"meeting": meeting, "attended": attended, **missed, "note": note})


@app.command
def clear(ref: Reference, *, person: People, meeting: Meeting, call: Asked) -> None:
    """Take marks away: nobody has said how these people sat the meeting."""
    _mark(call, ref, person, {"meeting": meeting, "attended": None})


@app.command(name="all-present")
def all_present(ref: Reference, *, meeting: Meeting, call: Asked) -> None:
    """Mark everybody of one meeting present whom nobody has marked yet, as one deed."""
    from acxdesk.actions.attendance import MarkAll, mark_all

    with call.writing() as desk:
        report = mark_all(desk, MarkAll.read({"session": ref, "meeting": meeting}))
    _answer(call, report, ref)


@app.command
def export(
    ref: Reference,
    *,
    out: Annotated[str, DASH, Parameter(metavar="FILE", help='the CSV file to write; "-" is stdout')],
    overwrite: Annotated[bool, Parameter(help="replace the file if it is there")] = False,
    call: Asked,
) -> None:
    """Write the attendance sheet as CSV: a row a person, a column a meeting, the hours in minutes."""
    from acxdesk.actions.attendance import csv_of, export_attendance
    from acxdesk.exchange.tables import write_csv
    from acxdesk.queries.attendance import attendance_sheet

    with call.reading() as opened:
        if out == "-":
            voice.raw(write_csv(*csv_of(attendance_sheet(opened, ref))))
            return
        desk = opened.rehearsing() if call.dry_run else opened
        receipt = export_attendance(desk, ref, Path(out), overwrite=overwrite)
    call.answer(receipt, file=out)


def _how(how: str, minutes: str, late: str, early: str) -> tuple[Attended, dict[str, int]]:
    """What is meant by --as and the minutes beside it.

    Raises:
        WrongUse: it is no way to sit a meeting, or minutes are missing or too many.
        Refused: the minutes are no plain number.
    """
    if how not in HOW:
        raise WrongUse(f"--as {quoted(how)} is no way to sit a meeting.", remedy=f"Give one of {', '.join(HOW)}.")
    if how in {"late", "early"}:
        if not minutes or late or early:
            raise WrongUse(f"How many minutes {how}, is not said.", remedy=f"Give --as {how} --minutes 10.")
        return Attended.PRESENT, {how: rules.minutes(minutes)}
    if minutes:
        raise WrongUse(f"Who is {how} has missed no --minutes.", remedy="Give --as late or --as early.")
    missed = {"late": late, "early": early}
    return Attended(how), {name: rules.minutes(said, what=name.capitalize()) for name, said in missed.items() if said}


def _mark(call: Call, ref: str, people: list[str], mark: dict[str, Any]) -> None:
    from acxdesk.actions.attendance import MarkAttendance, mark_attendance

    with call.writing() as desk:
        marks = [{"person": number, **mark} for number in dict.fromkeys(said.people(desk, people))]
        report = mark_attendance(desk, MarkAttendance.read({"session": ref, "marks": marks}))
    _answer(call, report, ref)


def _answer(call: Call, report: "AttendanceReport", ref: str) -> None:
    call.answer(report.receipt, reference=ref.upper(), people=[_hours(one) for one in report.people])


def _people(people: Iterable["Sitter"], numbers: Sequence[int]) -> list[dict[str, Any]]:
    return [
        {
            **_hours(one),
            "email": one.email,
            "enrolment": one.enrolment,
            "released": one.released,
            "meetings": [
                {
                    "number": number,
                    "attended": cell.sat.attended,
                    "late_minutes": cell.sat.late,
                    "early_minutes": cell.sat.early,
                    "before_joining": cell.sat.before_joining,
                    "note": cell.note,
                }
                for number, cell in zip(numbers, one.cells, strict=True)
            ],
        }
        for one in people
    ]


def _hours(one: "Sitter") -> dict[str, Any]:
    return {
        "person": one.person,
        "name": one.name,
        "counted_minutes": one.hours.counted,
        "open_minutes": one.hours.open,
        "taught_minutes": one.hours.taught,
        "asked_minutes": one.hours.asked,
        "can_reach": one.hours.can_reach,
        "shortfall": rules.shortfall(one.hours),
    }


def _print(sheet: "AttendanceSheet") -> bool:
    """The sheet as a table, and below it who cannot reach what is asked. Returns whether there was anybody."""
    headings = [
        Heading("Name"),
        *(Heading(head.name.capitalize()) for head in sheet.meetings),
        Heading("Hours", numeric=True),
    ]
    rows = (
        [one.name, *(rules.cell(cell.sat) for cell in one.cells), rules.hours_cell(one.hours)] for one in sheet.people
    )
    printed = voice.print_table(headings, rows)
    for one in sheet.people:
        if not one.hours.can_reach:
            voice.data(f"! {one.name} {rules.shortfall(one.hours)}.")
    return printed

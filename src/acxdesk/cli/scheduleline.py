"""`acxdesk session add`: sessions said in one line each."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Final

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, WrongUse
from acxdesk.cli.said import DASH, Encoding
from acxdesk.errors import InputProblem
from acxdesk.rules.elsewhere import timetable

if TYPE_CHECKING:
    from acxdesk.actions.scheduleline import LinesReport, ReadBack

_COMMENT: Final = "#"
_WIDTH: Final = 78  # cells of a read-back; two more are its indent


def add(
    line: Annotated[str, DASH, Parameter(help='a session, as "ACXM mon 16 nov 14:00 London"; - for lines on stdin')],
    /,
    *lines: Annotated[str, Parameter(help="more of them")],
    encoding: Encoding = "utf-8",
    call: Asked,
) -> int:
    """Say sessions in one line each.

    The programme's code first; then, in any order, a date and a time as people say them, a city for the clock, and by
    their keys coach:name:assistant, min:4, max:12, city:Paris, venue:"Room 2", for:organisation, link:https://...,
    lang:en, duration:"3 days @ 5 hours", decide:2 nov, closed:skip, holidays:GB,IN, accept:"why", draft. What a line
    leaves out holds as the settings have it. Each line is read back on stderr; all are saved as one deed, or none when
    one has a fault: exit code 6. Prints the references. From stdin, lines that begin with # are passed over.
    """
    from acxdesk.actions.scheduleline import House, schedule_lines

    numbered = list(_numbered((line, *lines), encoding))
    if not numbered:
        raise WrongUse("No session is said.", remedy='Say one, as "ACXM mon 16 nov 14:00 London".')
    house = House.of(call.settings)
    texts = [text for _, text in numbered]
    with call.reading() as desk:
        report = schedule_lines(desk.rehearsing(), texts, house)
    if not (report.faulty or call.dry_run):
        with call.writing() as desk:
            report = schedule_lines(desk, texts, house)
    _tell(call, report, numbered)
    return InputProblem.exit_code if report.faulty else 0


def _numbered(lines: tuple[str, ...], encoding: str) -> Iterator[tuple[int, str]]:
    """Each line that says something, with the number that whoever handed it in counts it by."""
    number = 0
    for line in lines:
        for text in said.file_text("-", encoding).splitlines() if line == "-" else [line]:
            number += 1
            if text.strip() and not (line == "-" and text.lstrip().startswith(_COMMENT)):
                yield number, text


def _tell(call: Call, report: "LinesReport", numbered: list[tuple[int, str]]) -> None:
    """The references on stdout; how each line is understood, and what is wrong with it, on stderr."""
    written = not (report.faulty or call.dry_run)
    told = list(zip(numbered, report.readings, strict=True))
    if call.as_json:
        voice.print_json(
            {
                "sentence": report.receipt.sentence,
                "changed": written,
                "dry_run": call.dry_run,
                "lines": [_as_json(number, text, reading) for (number, text), reading in told],
            }
        )
    for (number, text), reading in told:
        voice.say(f"{number}  {text.strip()}")
        for line in _read_back(reading):
            voice.say(f"  {line}")
        if written and not call.as_json:
            voice.data(reading.reference)
    voice.warn(
        f"Line {number}, place {fault.at + 1}: {fault}" for (number, _), reading in told for fault in reading.faults
    )
    voice.say(f"Nothing was written: {report.receipt.sentence}" if report.faulty else call.worded(report.receipt))


def _read_back(reading: "ReadBack") -> Iterator[str]:
    yield from reading.head
    yield from timetable(reading.meetings, reading.zone, reading.clocks, _WIDTH)
    yield from (f"! {note}" for note in reading.notes)


def _as_json(number: int, text: str, reading: "ReadBack") -> dict[str, Any]:
    return {
        "line": number,
        "text": text,
        "said": str(reading.said),
        "reference": reading.reference,
        "head": reading.head,
        "zone": reading.zone,
        "meetings": [
            {
                "number": meeting.number,
                "day": meeting.day,
                "hours": meeting.hours,
                "elsewhere": {
                    clock.zone: hours for clock, hours in zip(reading.clocks, meeting.elsewhere, strict=True)
                },
            }
            for meeting in reading.meetings
        ],
        "notes": reading.notes,
        "faults": [
            {"place": fault.at + 1, "length": fault.length, "sentence": fault.sentence, "remedy": fault.remedy}
            for fault in reading.faults
        ],
    }

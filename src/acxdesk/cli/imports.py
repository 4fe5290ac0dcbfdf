"""`acxdesk session import`: the schedule as printed, first as a dry run by line, then as one deed."""

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call
from acxdesk.cli.said import DASH, Encoding, TimeSaid, Zone
from acxdesk.cli.voice import Heading
from acxdesk.errors import InputProblem

if TYPE_CHECKING:
    from acxdesk.actions.printed import ImportLine, ImportReport

_REMEDY = "Correct it and import the list again; what is there already stays."
_HEADINGS = tuple(map(Heading, ("Line", "State", "Session", "What")))


def import_(
    file: Annotated[str, DASH, Parameter(help="the schedule as copied from the page; - for stdin")],
    /,
    *,
    year: Annotated[int | None, Parameter(help="the year of its dates; this year by default")] = None,
    time: TimeSaid | None = None,
    zone: Zone | None = None,
    encoding: Encoding = "utf-8",
    call: Asked,
) -> int:
    """Import a printed schedule.

    Shows by line what would become of it, asks, then makes all new sessions in one deed. Importing it again makes
    nothing twice. Exit code 6 when a line could not be read, which is told on stderr; the others are imported.
    """
    from acxdesk.actions import printed

    text = said.file_text(file, encoding)
    with call.reading() as desk:
        today = desk.clock.today(call.settings.zone)
        if year is None:
            voice.say(f"Chosen: the year {today.year}.")
        values = {"text": text, "year": today.year if year is None else year}
        request = printed.ImportPrinted.read({**values, **said.when(call.settings, time, zone)})
        report = printed.import_printed(desk.rehearsing(), request)
    if not call.as_json:
        voice.print_table(_HEADINGS, map(_cells, report.lines))
        voice.flush()
    new = report.of("new")
    if new and not call.dry_run:
        call.confirm(f"Import {new} session{'' if new == 1 else 's'}?", can_ask=file != "-")
        with call.writing(large=True) as desk:
            report = printed.import_printed(desk, request)
    _tell(call, report)
    return InputProblem.exit_code if report.of("unread") else 0


def _cells(line: "ImportLine") -> tuple[str, ...]:
    return (_place(line), line.state, line.reference, line.sentence)


def _place(line: "ImportLine") -> str:
    return str(line.first_line) if line.first_line == line.last_line else f"{line.first_line}-{line.last_line}"


def _tell(call: Call, report: "ImportReport") -> None:
    """The receipt; then each unread line again, on stderr, where a log of a script keeps it."""
    if call.as_json:
        voice.print_json(
            {
                "sentence": report.receipt.sentence,
                "changed": report.receipt.changed and not call.dry_run,
                "dry_run": call.dry_run,
                "lines": report.lines,
                "notes": report.receipt.lines,
            }
        )
    voice.say(call.worded(report.receipt))
    for note in report.receipt.lines:
        voice.say(f"  {note}")
    voice.warn(
        f"Line {_place(line)} could not be read: {line.sentence.rstrip('.')}. {_REMEDY}"
        for line in report.lines
        if line.state == "unread"
    )

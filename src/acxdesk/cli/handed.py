"""`acxdesk person import` and its like: CSV or XLSX files, first as a dry run by line, then as one deed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call
from acxdesk.cli.said import DASH, Encoding
from acxdesk.cli.voice import Heading
from acxdesk.errors import InputProblem

if TYPE_CHECKING:
    from acxdesk.actions.tables import CsvReport
    from acxdesk.desk.door import Desk

File = Annotated[str, DASH, Parameter(help="a CSV or XLSX file with a header line; - for stdin")]
_HEADINGS = (Heading("Line", numeric=True), Heading("State"), Heading("What"))


def people(
    file: File,
    /,
    *,
    coach: Annotated[bool, Parameter(help="they are coaches, where no column says so")] = False,
    encoding: Encoding = "utf-8",
    call: Asked,
) -> int:
    """Import people: a column name, and any of certificate_name, email, country, zone, organisation, job_title,
    languages, coach.

    Shows by line what would become of it, asks, then does all in one deed. Somebody who is there, known by her
    address, is put right. Exit code 6 when a line was refused, which is told on stderr; the others are imported.
    """  # noqa: D205 - the columns stand in the first sentence
    from acxdesk.actions.registers import ImportPeople, import_people

    request = ImportPeople.read({"data": said.file_bytes(file), "encoding": encoding, "coach": coach})
    return _import(call, lambda desk: import_people(desk, request), can_ask=file != "-")


def enrolments(file: File, /, *, encoding: Encoding = "utf-8", call: Asked) -> int:
    """Import places: a column session, one of person, email and name, and if need be place and reason.

    Shows by line what would become of it, asks, then does all in one deed. Who has her place already keeps it. Exit
    code 6 when a line was refused, which is told on stderr; the others are imported.
    """
    from acxdesk.actions.rosters import ImportEnrolments, import_enrolments

    values = {"data": said.file_bytes(file), "encoding": encoding, "offer_hours": call.settings.offer_hours}
    request = ImportEnrolments.read(values)
    return _import(call, lambda desk: import_enrolments(desk, request), can_ask=file != "-")


def accreditations(file: File, /, *, encoding: Encoding = "utf-8", call: Asked) -> int:
    """Import accreditations that were earned before: columns programme, awarded_on, one of person, email and name, and
    if need be valid_until ("life" for life), number and certificate_name.

    Shows by line what would become of it, asks, then does all in one deed. What is there already stays. Exit code 6
    when a line was refused, which is told on stderr; the others are imported.
    """  # noqa: D205 - the columns stand in the first sentence
    from acxdesk.actions.recorded import ImportAccreditations, import_accreditations

    values = {"data": said.file_bytes(file), "encoding": encoding, "zone": call.settings.zone}
    request = ImportAccreditations.read(values)
    return _import(call, lambda desk: import_accreditations(desk, request), can_ask=file != "-")


def ballots(
    file: File,
    /,
    *,
    year: Annotated[int | None, Parameter(help="of the cycle; else the active one")] = None,
    encoding: Encoding = "utf-8",
    call: Asked,
) -> int:
    """Import ballots: columns code and ranking, and if need be voter. "blank" as the ranking is a blank ballot.

    Shows by line what would become of it, asks, then does all in one deed, which no undo takes back. A code that
    stands in two lines counts in neither. Exit code 6 when a line was refused, which is told on stderr.
    """
    from acxdesk.actions.ballots import ImportBallots, import_ballots

    values = {"data": said.file_bytes(file), "encoding": encoding, **said.given(year=year)}
    request = ImportBallots.read(values)
    return _import(call, lambda desk: import_ballots(desk, request), can_ask=file != "-")


def nominations(
    file: File,
    /,
    *,
    year: Annotated[int | None, Parameter(help="of the award; else the active cycle, else the newest")] = None,
    encoding: Encoding = "utf-8",
    call: Asked,
) -> int:
    """Import nominations that came by mail: columns nominee, nominator (a number, address or name each), category,
    statement, and if need be evidence (pieces with ; between them) and state (draft).

    Shows by line what would become of it, asks, then does all in one deed. What is there already stays. Exit code 6
    when a line was refused, which is told on stderr; the others are imported.
    """  # noqa: D205 - the columns stand in the first sentence
    from acxdesk.actions.nominationimport import ImportNominations, import_nominations

    request = ImportNominations.read({"data": said.file_bytes(file), "encoding": encoding, "year": year})
    return _import(call, lambda desk: import_nominations(desk, request), can_ask=file != "-")


def scores(
    file: File,
    /,
    *,
    year: Annotated[int | None, Parameter(help="of the award; else the active cycle")] = None,
    encoding: Encoding = "utf-8",
    call: Asked,
) -> int:
    """Import the panel's points: columns nominee and member (a number, address or name each) and points, 0 to 10.

    Shows by line what would become of it, asks, then does all in one deed. An empty cell says nothing. Exit code 6
    when a line was refused, which is told on stderr; the others are entered.
    """
    from acxdesk.actions.panelfiles import ImportScores, import_scores

    request = ImportScores.read({"data": said.file_bytes(file), "encoding": encoding, "year": year})
    return _import(call, lambda desk: import_scores(desk, request), can_ask=file != "-")


def _import(call: Call, deed: "Callable[[Desk], CsvReport]", *, can_ask: bool) -> int:
    with call.reading() as desk:
        report = deed(desk.rehearsing())
    if not call.as_json:
        voice.print_table(_HEADINGS, ((str(line.line), line.state.value, line.sentence) for line in report.lines))
        voice.flush()
    due = report.of("new") + report.of("changed")
    if due and not call.dry_run:
        call.confirm(f"Import {due:,} line{'' if due == 1 else 's'}?", can_ask=can_ask)
        with call.writing(large=True) as desk:
            report = deed(desk)
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
    for line in report.receipt.lines:
        voice.say(f"  {line}")
    voice.warn(line.sentence for line in report.lines if line.state == "refused")
    return InputProblem.exit_code if report.of("refused") else 0

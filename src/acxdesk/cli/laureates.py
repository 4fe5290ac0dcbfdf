"""The verbs of `acxdesk award` about who was named: the Hall of Fame, what is recorded by hand, the dates as iCal."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, WrongUse
from acxdesk.cli.said import DASH, DaySaid, given
from acxdesk.cli.voice import Heading
from acxdesk.rules.laureates import Honour

if TYPE_CHECKING:
    from datetime import date

    from acxdesk.desk.door import Desk

Year = Annotated[int, Parameter(help="the year that the award was of")]
RunnerUp = Annotated[bool, Parameter(name="--runner-up", help="of the runner-up, not of the winner")]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Account:
    """What is said of one who was named; None where an option was left out."""

    name: Annotated[str | None, Parameter(help="as announced")] = None
    person: Annotated[str | None, Parameter(help="who she is on this desk, by number, address or name")] = None
    job_title: Annotated[str | None, Parameter(help="what she was then")] = None
    organisation: Annotated[str | None, Parameter(help="where she was then")] = None
    country: Annotated[str | None, Parameter(help="an English name or a code of two letters")] = None
    citation: Annotated[str | None, Parameter(help="what was said of her")] = None
    source: Annotated[str | None, Parameter(help="where this is known from")] = None
    announced_on: Annotated[DaySaid | None, Parameter(help="the day of the announcement")] = None

    def values(self, desk: "Desk", today: "date") -> dict[str, Any]:
        """What was given, with whom and when it means.

        Raises:
            NotFound, Refused: nobody is meant, or the day cannot be read.
        """
        values = given(**asdict(self))
        if self.person is not None:
            values["person"] = said.people(desk, [self.person])[0]
        if self.announced_on is not None:
            values["announced_on"] = said.day(self.announced_on, today, was=True)
        return values


NOTHING_SAID = Account()


def hall(*, call: Asked) -> None:
    """The Hall of Fame by year, the newest first; a year whose winner is not known says so."""
    from acxdesk.queries.laureates import hall

    with call.reading() as desk:
        rows = hall(desk, desk.clock.today(call.settings.zone).year)
    if call.as_json:
        voice.print_json(rows)
        return
    headings = [Heading("Year", numeric=True), *map(Heading, ("Winner", "Runner-up"))]
    voice.print_table(
        headings, ((str(row.year), row.words, row.runner_up.name if row.runner_up else "") for row in rows)
    )


def record(year: Year, *, runner_up: RunnerUp = False, account: Account = NOTHING_SAID, call: Asked) -> None:
    """Record who was named in a year before this desk kept the award. Needs a name or a person, and a source."""
    from acxdesk.actions.laureates import RecordLaureate, record_laureate

    with call.writing() as desk:
        values = account.values(desk, desk.clock.today(call.settings.zone))
        receipt = record_laureate(desk, RecordLaureate.read({**values, "year": year, "honour": _honour(runner_up)}))
    call.answer(receipt, made=str(year), year=year)


def correct(
    year: Year,
    *,
    runner_up: RunnerUp = False,
    account: Account = NOTHING_SAID,
    unlinked: Annotated[bool, Parameter(help="she is nobody on this desk")] = False,
    reason: Annotated[str | None, Parameter(help="why; the journal keeps it")] = None,
    call: Asked,
) -> None:
    """Correct what is kept of one who was named, or say who she is on this desk."""
    from acxdesk.actions.laureates import CorrectLaureate, correct_laureate

    with call.writing() as desk:
        values = account.values(desk, desk.clock.today(call.settings.zone))
        if not values and not unlinked:
            raise WrongUse("Nothing to correct is given.", remedy="See `acxdesk award correct --help`.")
        values |= {"year": year, "honour": _honour(runner_up), "unlinked": unlinked, **given(reason=reason)}
        receipt = correct_laureate(desk, CorrectLaureate.read(values))
    call.answer(receipt, year=year)


def calendar(
    year: Annotated[int | None, Parameter(help="the year; else the cycle that is active, else the newest")] = None,
    *,
    out: Annotated[Path, DASH, Parameter(help="the file to write, as award.ics")],
    overwrite: Annotated[bool, Parameter(help="replace the file if it is there")] = False,
    call: Asked,
) -> None:
    """Write the dates of a cycle as a calendar of whole days."""
    from acxdesk.actions.calendars import ExportCalendar, export_calendar
    from acxdesk.queries.cycles import cycle

    if out == Path("-"):
        raise WrongUse("A calendar is written to a file, not to stdout.", remedy="Name one, as --out award.ics.")
    with call.reading() as opened:
        desk = opened.rehearsing() if call.dry_run else opened
        request = ExportCalendar.read(
            {
                "award": cycle(desk, year).year,
                "out": out,
                "overwrite": overwrite,
                "organizer_name": call.settings.organizer_name,
                "organizer_mailbox": call.settings.organizer_mailbox,
            }
        )
        receipt = export_calendar(desk, request)
    call.answer(receipt, file=out)


def _honour(runner_up: bool) -> Honour:
    return Honour.RUNNER_UP if runner_up else Honour.WINNER


def announce(
    year: Annotated[int | None, Parameter(help="the year; else the cycle that is active")] = None, *, call: Asked
) -> None:
    """Announce the result on its day or later: the winner and the runner-up enter the Hall of Fame."""
    from acxdesk.actions.announcing import Announce
    from acxdesk.actions.announcing import announce as deed

    with call.writing() as desk:
        call.answer(deed(desk, Announce.read(given(year=year))))


def announcement(
    year: Annotated[int | None, Parameter(help="the year; else the newest cycle")] = None,
    *,
    out: Annotated[str, DASH, Parameter(metavar="FILE", help='the file to write; "-" is stdout')] = "-",
    overwrite: Annotated[bool, Parameter(help="replace the file if it is there")] = False,
    call: Asked,
) -> None:
    """The text that announces the winner, with how it was counted and how anybody counts it again."""
    from acxdesk.actions.announcing import announcement as text_of
    from acxdesk.actions.announcing import write_announcement

    with call.reading() as opened:
        if out == "-":
            for line in text_of(opened, year).splitlines():
                voice.data(line)
            return
        desk = opened.rehearsing() if call.dry_run else opened
        receipt = write_announcement(desk, Path(out), year, overwrite=overwrite)
    call.answer(receipt, file=out)


def certificate(
    year: Year,
    *,
    out: Annotated[str, Parameter(metavar="FILE", help="the PDF file to write")],
    runner_up: RunnerUp = False,
    overwrite: Annotated[bool, Parameter(help="replace the file if it is there")] = False,
    call: Asked,
) -> None:
    """Write the certificate of who was named, as PDF."""
    from acxdesk.actions.announcing import WriteHonour, write_honour

    values = {
        "year": year,
        "honour": Honour.RUNNER_UP if runner_up else Honour.WINNER,
        "issuer_name": call.settings.issuer_name,
        "out": out,
        "overwrite": overwrite,
    }
    with call.reading() as opened:
        desk = opened.rehearsing() if call.dry_run else opened
        receipt = write_honour(desk, WriteHonour.read(values))
    call.answer(receipt, file=out)

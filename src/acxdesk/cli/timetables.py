"""`acxdesk session page`: a schedule to send or to print."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from acxdesk.cli import said
from acxdesk.cli.call import Asked, WrongUse
from acxdesk.cli.said import DASH


def page(
    ref: Annotated[str | None, Parameter(help="the session's reference, as ACXM-2026-11-16")] = None,
    /,
    *,
    month: Annotated[str | None, Parameter(help="of all sessions in a month instead, as 2026-11")] = None,
    out: Annotated[Path, DASH, Parameter(help="the file to write, as november.pdf or november.html")],
    programme: Annotated[str | None, Parameter(help="of the month only the sessions of this programme")] = None,
    zone: Annotated[str | None, Parameter(help="the IANA zone whose times a month's page shows")] = None,
    also: Annotated[
        list[str] | None,
        Parameter(help="one more IANA zone whose times a session's page shows; repeatable", negative_iterable=()),
    ] = None,
    overwrite: Annotated[bool, Parameter(help="replace the file if it is there")] = False,
    call: Asked,
) -> None:
    """Write the schedule of a session or of a month as a page: PDF or HTML. Nobody who attends is named on it."""
    from acxdesk.actions.timetables import WriteTimetable, write_timetable

    if out == Path("-"):
        raise WrongUse("A page is written to a file, not to stdout.", remedy="Name one, as --out november.pdf.")
    if (ref is None) == (month is None):
        raise WrongUse("A page is of one session or of one month.", remedy="Give a reference or --month.")
    with call.reading() as opened:
        desk = opened.rehearsing() if call.dry_run else opened
        values = said.given(session=ref, month=month, programme=programme, also=tuple(also) if also else None)
        request = WriteTimetable.read(
            {**values, "zone": zone or call.settings.zone, "out": out, "overwrite": overwrite}
        )
        receipt = write_timetable(desk, request)
    call.answer(receipt, file=out)

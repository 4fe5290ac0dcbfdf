"""A schedule on its way out as a page: of one session or of a month, as PDF or HTML, whole or not at all."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, Field, model_validator

from acxdesk.actions.requests import GivenZone, Line, Request, as_fault, kept, said
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import shown
from acxdesk.desk.writing import refuse_taken, write_whole
from acxdesk.errors import Refused
from acxdesk.exchange.timetables import as_html, as_pdf
from acxdesk.queries import timetables
from acxdesk.queries.catalogue import resolve_programme
from acxdesk.rules.localtime import check_year
from acxdesk.rules.timetables import Page, month_page, session_page

KINDS: Final[dict[str, Callable[[Page], bytes]]] = {".pdf": as_pdf, ".html": as_html, ".htm": as_html}
_MONTH: Final = re.compile("[0-9]{4}-[0-9]{2}")


def _month(value: Any, what: str) -> Any:
    if not isinstance(value, str):
        return value
    with suppress(ValueError):
        if _MONTH.fullmatch(value):
            return date.fromisoformat(f"{value}-01")
    raise Refused(f"{what} {said(value)} is no month.", remedy="Write it as 2026-11.")


class WriteTimetable(Request):
    """Which schedule goes where. One of session and month is given."""

    session: Line = Field(default="", description="one session's, by its reference")
    month: Annotated[date | None, BeforeValidator(kept(_month))] = Field(
        default=None, description="that of all sessions in a month, as 2026-11"
    )
    programme: Line = Field(default="", description="of the month only the sessions of this programme, by its code")
    zone: GivenZone = Field(description="whose times a month's page shows")
    also: tuple[GivenZone, ...] = Field(default=(), description="more zones whose times a session's page shows")
    out: Path = Field(description="the file to write; its ending says whether it is .pdf or .html")
    overwrite: bool = Field(default=False, description="replace the file if it is there")

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        if bool(self.session) == (self.month is not None):
            raise as_fault(Refused("A page is of one session or of one month.", remedy="Give one of the two."))
        if self.out.suffix.lower() not in KINDS:
            raise as_fault(
                Refused(
                    f"{said(self.out.name)} says not which kind of page it is.",
                    remedy="Let it end in .pdf or .html.",
                )
            )
        return self


def write_timetable(desk: Desk, request: WriteTimetable) -> Receipt:
    """Write the page.

    Args:
        desk: read only; a rehearsing one makes the page and writes nothing.
        request: of what, and where to.

    Raises:
        NotFound: no such session or programme.
        Refused: no meeting is held in the month, no font has a letter of the page, or something is there already.
        SaveFailed: the disk is full or does not let us write.
    """
    refuse_taken(request.out, overwrite=request.overwrite)
    page = _page(desk, request)
    made = KINDS[request.out.suffix.lower()](page)
    if not desk.rehearsal:
        write_whole(request.out, (made,), overwrite=request.overwrite)
    count = sum(len(section.rows) for section in page.sections)
    meetings = "1 meeting" if count == 1 else f"{count:,} meetings"
    sentence = f"{page.title}: {meetings} written to {shown(request.out)}."
    return Receipt(sentence, changed=False, rehearsed=desk.rehearsal)


def _page(desk: Desk, request: WriteTimetable) -> Page:
    if request.month is None:
        return session_page(timetables.of_session(desk, request.session), request.also)
    check_year(request.month)
    programme = resolve_programme(desk, request.programme).id if request.programme else None
    return month_page(timetables.of_month(desk, request.month, request.zone, programme), request.month, request.zone)

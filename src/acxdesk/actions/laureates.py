"""Who was named in earlier years is recorded, corrected, and linked to a person on the desk; the printed ones load."""

import tomllib
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from sqlalchemy import orm, select

from acxdesk.actions.cycles import Year
from acxdesk.actions.people import Country, counted
from acxdesk.actions.requests import Day, GivenLine, Line, Reason, Request, RowNumber, Text, as_fault
from acxdesk.actions.versions import check_version
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.schema import resource
from acxdesk.desk.undoing import SYSTEM
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.laureates import found_laureate
from acxdesk.records.cycles import Cycle, Laureate
from acxdesk.records.people import Person
from acxdesk.rules.laureates import Honour, Named, check_earlier
from acxdesk.rules.localtime import wall


class RecordLaureate(Request):
    """Who was named in a year before this desk kept the award."""

    year: Year = Field(description="the year that the award was of")
    honour: Honour = Field(default=Honour.WINNER, description="winner or runner-up")
    person: RowNumber | None = Field(default=None, description="who she is on this desk; without, she is not on it")
    name: Line = Field(default="", description="as announced; left out, the name of that person")
    job_title: Line = Field(default="", description="what she was then")
    organisation: Line = Field(default="", description="where she was then")
    country: Country = Field(default="", description="an English name or a code of two letters")
    citation: Text = Field(default="", description="what was said of her")
    source: Annotated[GivenLine, Field(description="where this is known from")]
    announced_on: Day | None = Field(default=None, description="the day of the announcement, where it is known")

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.name and self.person is None:
            raise as_fault(Refused("Nobody is named.", remedy="Give a name, or a person on this desk."))
        return self


class CorrectLaureate(Request):
    """Another account of who was named. What is None stays as it is."""

    year: Year
    honour: Honour = Honour.WINNER
    version: int | None = None  # as it was read; a change since then is not overwritten
    person: RowNumber | None = Field(default=None, description="who she is on this desk")
    unlinked: bool = Field(default=False, description="whether she is nobody on this desk")
    name: GivenLine | None = None
    job_title: Line | None = None
    organisation: Line | None = None
    country: Country | None = None
    citation: Text | None = None
    source: GivenLine | None = None
    announced_on: Day | None = None
    reason: Reason = ""


def load_hall(desk: Desk) -> Receipt:
    """Put the years of the Hall of Fame that are in print on a desk that keeps nothing of them.

    It is no deed of anybody's: undo passes it by.
    """
    with (resource("seed") / "laureates.toml").open("rb") as file:
        printed = tomllib.load(file)["laureates"]
    with desk.changing("hall load", kind=SYSTEM) as change:
        held = set(change.work.scalars(select(Laureate.year).where(Laureate.honour == Honour.WINNER)))
        held |= set(change.work.scalars(select(Cycle.year)))
        rows = [_printed(entry, change.new_uid()) for entry in printed if entry["year"] not in held]
        if not rows:
            return Receipt("The printed Hall of Fame is on the desk already.", changed=False)
        change.work.add_all(rows)
        change.work.flush()
        numbers = tuple(row.id for row in rows)
        change.say(f"{counted(len(rows), 'year')} of the printed Hall of Fame loaded.")
    return Receipt(change.sentence, ids=numbers, rehearsed=desk.rehearsal)


def record_laureate(desk: Desk, request: RecordLaureate) -> Receipt:
    """Put down who was named in an earlier year; where that was kept as not known, it is known from now on.

    Raises:
        NotFound: there is no such person.
        Refused: the year's award is this desk's to announce; it is to come; or somebody is named in it already.
    """
    with desk.changing("award record", deed=request.deed) as change:
        phase = change.work.scalar(select(Cycle.phase).where(Cycle.year == request.year))
        check_earlier(request.year, phase, wall(change.now, "UTC").year)
        row = change.work.scalars(
            select(Laureate).where(Laureate.year == request.year, Laureate.honour == request.honour)
        ).first()
        if row is not None and row.name:
            raise Refused(
                f"The {request.honour} of {request.year} is {row.name} already.",
                remedy="Correct that: `acxdesk award correct`.",
            )
        values = request.model_dump(exclude={"deed", "person"})
        if request.person is not None:
            values |= _of_person(change.work, request.person, values)
        if row is None:
            row = Laureate(uid=change.new_uid(), cycle_id=None, **values)
            change.work.add(row)
        else:
            _set(row, values)
        change.work.flush()
        number, told = row.id, _named(row).in_full
        change.say(f"The {request.honour} of {request.year} is recorded: {told}.")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def correct_laureate(desk: Desk, request: CorrectLaureate) -> Receipt:
    """Change what is kept of one who was named, or whom on this desk that is.

    Raises:
        NotFound: nobody is kept of that year, or there is no such person.
        Overtaken: somebody else changed it since `request.version` was read.
    """
    with desk.changing("award correct", deed=request.deed) as change:
        row = found_laureate(change.work, request.year, request.honour)
        number = row.id
        name = f"The {request.honour} of {request.year}"
        check_version(change.work, row, name, read=request.version, now=row.version)
        skipped = {"deed", "year", "honour", "version", "person", "unlinked", "reason"}
        values = request.model_dump(exclude_none=True, exclude=skipped)
        if request.person is not None:
            _person(change.work, request.person)
            values["person_id"] = request.person
        elif request.unlinked:
            values["person_id"] = None
        was = row.name
        if row.person_id is not None:
            change.concern("person", row.person_id)  # who is not meant any more sees it in her history, too
        _set(row, values)
        if not change.changed:
            return Receipt(f"{name} is so already.", ids=(number,), changed=False)
        _say_corrected(change, row, name, was, request.reason)
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def _say_corrected(change: Changing, row: Laureate, name: str, was: str, reason: str) -> None:
    whom = row.name or "not known by name"
    if was and was != row.name:
        whom += f", not {was}"
    why = f": {reason.removesuffix('.')}" if reason else ""
    change.say(f"{name}, {whom}, corrected{why}.")


def _set(row: Laureate, values: dict[str, Any]) -> None:
    """Only what differs: a row that stays as it is keeps its version."""
    for field, value in values.items():
        if getattr(row, field) != value:
            setattr(row, field, value)


def _named(row: Laureate) -> Named:
    return Named(row.name, row.job_title, row.organisation, row.country)


def _printed(entry: dict[str, Any], uid: str) -> Laureate:
    name = entry.get("name", "")
    request = RecordLaureate.read({"name": "-", **entry})
    values = request.model_dump(exclude={"deed", "person"}) | {"name": name}
    return Laureate(uid=uid, cycle_id=None, person_id=None, **values)


def _person(work: orm.Session, number: int) -> Person:
    row = work.get(Person, number)
    if row is None:
        raise NotFound(f"There is no person {number}.", remedy="See who there is: `acxdesk person list`.")
    return row


def _of_person(work: orm.Session, number: int, said: dict[str, Any]) -> dict[str, Any]:
    """Her number; and her name, as nothing was said of it. What she was then is not what she is now."""
    row = _person(work, number)
    return {"person_id": number, "name": said["name"] or row.name}

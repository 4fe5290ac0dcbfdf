"""Accreditations that were earned before this desk kept them: put down one by one, or handed in as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field
from sqlalchemy import func, orm, select

from acxdesk.actions.accreditations import until_words
from acxdesk.actions.issuing import Noted, numbered, put_down, terms_of
from acxdesk.actions.named import Named
from acxdesk.actions.people import Who, counted
from acxdesk.actions.requests import Day, GivenLine, GivenZone, Line, Request, kept
from acxdesk.actions.tables import CsvLine, CsvReport, refused, said, table_of, told_of, unread
from acxdesk.actions.tables import State as LineState
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Faulty, InputProblem, NotFound, Refused
from acxdesk.exchange.tables import Table, whole_number
from acxdesk.queries.accreditations import among
from acxdesk.queries.finding import resolved
from acxdesk.records.accreditations import Accreditation
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.people import Person
from acxdesk.rules.accreditations import Origin, State, check_foreign, valid_until
from acxdesk.rules.localtime import reading
from acxdesk.rules.text import fold, quoted

WHO: Final = ("person", "email", "name")  # columns that say who; the first that a line fills in counts
REQUIRED: Final = ("programme", "awarded_on")
OPTIONAL: Final = (*WHO, "valid_until", "number", "certificate_name", "state")
# Columns of the register that follow from other things: a register that was written out can come in again.
PASSED_OVER: Final = ("title", "country", "session")
_FOR_LIFE: Final = frozenset({"life", "for life", "lifelong"})
_STANDS: Final = frozenset({"", State.ISSUED.value, "expired"})  # states that follow from what is recorded


class RecordAccreditation(Request):
    """What somebody earned before this desk kept it."""

    person: Who = Field(description="who: her number, address or name")
    programme: GivenLine = Field(description="the programme's code, as CPPM")
    awarded_on: Day = Field(description="the day that it was awarded on")
    valid_until: Day | None = Field(default=None, description="its last valid day; else as the programme has it")
    for_life: bool = Field(default=False, description="whether it has no last valid day")
    number: Line = Field(default="", description="the number that it has; else the next of its year is given")
    certificate_name: Line = Field(default="", description="her name as it stands there, where it differs")
    zone: GivenZone = "UTC"  # whose today


class ImportAccreditations(Request):
    """A table of accreditations: `REQUIRED`, one of `WHO` at least, and those of `OPTIONAL` that the file has."""

    data: bytes = Field(description="the whole file, CSV or XLSX, with a header line", repr=False)
    encoding: str = Field(default="utf-8", description="how its letters are written")
    zone: GivenZone = "UTC"  # whose today


def _number(value: Any, _what: str) -> Any:
    return whole_number(value.removeprefix("#")) if isinstance(value, str) else value


def _until(value: str, what: str) -> str:
    if fold(value) in _FOR_LIFE or not value:
        return fold(value) and "life"
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise Refused(f"{what} {quoted(value)} is no date.", remedy='Write it as 2026-11-16, or "life".') from error


def _state(value: str, _what: str) -> str:
    if fold(value) not in _STANDS:
        raise Refused(
            f"It is {quoted(value)} there.", remedy="Record it without that column, then suspend or revoke it here."
        )
    return value


class RecordedLine(Request):
    """One line of such a table."""

    programme: GivenLine
    awarded_on: Day
    person: Annotated[int | None, BeforeValidator(kept(_number))] = None
    email: Line = ""
    name: Line = ""
    valid_until: Annotated[Line, AfterValidator(kept(_until))] = ""
    number: Line = ""
    certificate_name: Line = ""
    state: Annotated[Line, AfterValidator(kept(_state))] = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """What is to be recorded, by whomever it was said."""

    line: int
    person: tuple[int, str]  # number, name
    programme: str
    awarded_on: date
    until: date | None  # None: for life, or as the programme has it
    for_life: bool
    number: str
    certificate_name: str


@dataclass(slots=True)
class _Known:
    """What the desk knows of those whom it is about."""

    today: date
    programmes: Mapping[str, tuple[Programme, Edition]]  # by folded code; each with its current edition
    names: Mapping[int, str] = field(default_factory=dict)  # as they stand on certificates
    held: dict[tuple[int, int, date], str] = field(default_factory=dict)  # person, programme, day -> number
    taken: dict[str, str] = field(default_factory=dict)  # number in small letters -> whose it is

    @classmethod
    def read(cls, work: orm.Session, asked: Sequence[_Said], today: date) -> "_Known":
        """Read all of it, in four statements for a table of any length."""
        editions = work.execute(
            select(Programme, Edition).join(Edition, Edition.programme_id == Programme.id).order_by(Edition.number)
        )
        known = cls(today, {row.Programme.code_key: (row.Programme, row.Edition) for row in editions})
        people = {one.person[0] for one in asked}
        called = func.coalesce(func.nullif(Person.certificate_name, ""), Person.name)
        known.names = dict(work.execute(select(Person.id, called).where(among(Person.id, people))).all())
        has = select(Accreditation.person_id, Accreditation.programme_id, Accreditation.awarded_on)
        for *key, number in work.execute(
            has.add_columns(Accreditation.number)
            .where(among(Accreditation.person_id, people))
            .order_by(Accreditation.id.desc())
        ):
            known.held[tuple(key)] = number  # the first issue, read last, stays
        wanted = [one.number for one in asked if one.number]
        for number, name in work.execute(
            select(Accreditation.number, Accreditation.name).where(
                among(Accreditation.number.collate("NOCASE"), wanted)
            )
        ):
            known.taken[number.lower()] = name
        return known

    def made(self, one: _Said) -> Accreditation | str:
        """The record of what was said, without a number where none was; or why it is there already.

        Raises:
            NotFound: no such programme.
            Refused: a day ahead, a last day before the award, a number that somebody has or that cannot be one.
        """
        programme, edition = self._programme(one.programme)
        if one.awarded_on > self.today:
            raise Refused(f"{reading(one.awarded_on)} lies ahead.", remedy="Give the day that it was awarded on.")
        has = self.held.get((one.person[0], programme.id, one.awarded_on))
        if has is not None:
            return f"{one.person[1]} has {programme.code} of {reading(one.awarded_on)} already: {has}."
        self._check_number(one, programme)
        last = one.until if one.until or one.for_life else valid_until(one.awarded_on, terms_of(edition))
        if last is not None and last < one.awarded_on:
            raise Refused(f"Its last valid day {reading(last)} lies before its award on {reading(one.awarded_on)}.")
        return Accreditation(
            person_id=one.person[0],
            programme_id=programme.id,
            edition_id=edition.id,
            enrolment_id=None,
            number=one.number,
            name=one.certificate_name or self.names[one.person[0]],
            awarded_on=one.awarded_on,
            valid_until=last,
            state=State.ISSUED,
            origin=Origin.RECORDED,
            replaces_id=None,
        )

    def code_of(self, row: Accreditation) -> str:
        """The code of a record's programme."""
        return next(
            programme.code for programme, _edition in self.programmes.values() if programme.id == row.programme_id
        )

    def _programme(self, said: str) -> tuple[Programme, Edition]:
        found = self.programmes.get(fold(said))
        if found is None:
            raise NotFound(f"No programme {quoted(said)}.", remedy="programme list shows the codes.")
        return found

    def _check_number(self, one: _Said, programme: Programme) -> None:
        if not one.number:
            return
        check_foreign(one.number, programme.code)
        if one.number.lower() in self.taken:
            raise Refused(
                f"The number {one.number} is that of {self.taken[one.number.lower()]}.", remedy="Give its own."
            )


def record_accreditation(desk: Desk, request: RecordAccreditation) -> Receipt:
    """Put down what somebody earned before this desk kept it.

    Raises:
        NotFound: nobody is meant, or there is no such programme.
        Refused: she has it already; its days or its number cannot be.
    """
    with desk.changing("accreditation record", deed=request.deed) as change:
        person = resolved(change.work, request.person)
        name = change.work.scalar(select(Person.name).where(Person.id == person)) or ""
        if request.for_life and request.valid_until is not None:
            raise Refused("It cannot be for life and have a last valid day.", remedy="Give one of the two.")
        one = _Said(
            *(0, (person, name), request.programme, request.awarded_on, request.valid_until),
            *(request.for_life, request.number, request.certificate_name),
        )
        known = _Known.read(change.work, [one], desk.clock.today(request.zone))
        made = known.made(one)
        if isinstance(made, str):
            raise Refused(made)
        _put_down(change, known, [made])
        change.say(_sentence_of(known, made))
        row = made.id
    return Receipt(change.sentence, ids=(row,), rehearsed=desk.rehearsal)


def import_accreditations(desk: Desk, request: ImportAccreditations) -> CsvReport:
    """Put down the accreditations of a table, all as one deed with one undo; on a rehearsing desk a dry run.

    A line about something that is there already, by person, programme and day of award, changes nothing. A line that
    cannot be imported is told with all its faults, and keeps no other from being imported.

    Raises:
        InputProblem: the file as a whole cannot be read, see `exchange.spreadsheets.read_table`; it has no row, or no
            column that says who.
    """
    table = table_of(
        request.data, required=REQUIRED, optional=OPTIONAL, passed_over=PASSED_OVER, encoding=request.encoding
    )
    if not set(WHO) & set(table.header):
        raise InputProblem(
            "No column says whose accreditations these are.",
            remedy=f"Add a column {' or '.join(WHO)} with one for each row.",
        )
    read, lines = _read(table)
    with desk.changing("accreditation import", deed=request.deed) as change:
        asked, unknown = _found(change, read)
        known = _Known.read(change.work, asked, desk.clock.today(request.zone))
        made, others = _decided(known, asked)
        _put_down(change, known, list(made.values()))
        new = [
            CsvLine(line, LineState.NEW, _sentence_of(known, row), None if desk.rehearsal else row.id)
            for line, row in made.items()
        ]
        lines = sorted([*lines, *unknown, *others, *new], key=lambda line: line.line)
        change.say(_sentence(lines))
        changed = change.changed
    ids = tuple(line.row for line in lines if line.row and line.state is LineState.NEW)
    receipt = Receipt(change.sentence, told_of(table), ids, changed=changed, rehearsed=desk.rehearsal)
    return CsvReport(receipt, tuple(lines))


def _read(table: Table) -> tuple[list[tuple[int, RecordedLine]], list[CsvLine]]:
    """The lines that can be read, and those that are refused for what stands in them."""
    read: list[tuple[int, RecordedLine]] = []
    lines = unread(table)
    for row in table.rows:
        if row.is_blank:
            continue
        try:
            one = RecordedLine.read(said(row))
        except Faulty as faulty:
            lines.append(refused(row.line, faulty))
            continue
        if one.person is None and not one.email and not one.name:
            lines.append(refused(row.line, "Nobody is named. Give her address, her number or her name."))
        else:
            read.append((row.line, one))
    return read, lines


def _found(change: Changing, read: Sequence[tuple[int, RecordedLine]]) -> tuple[list[_Said], list[CsvLine]]:
    """What the lines say of people who are found, and the lines of those who are not."""
    named = Named.read(change.work, [(one.person, one.email, one.name) for _line, one in read])
    asked: list[_Said] = []
    lines: list[CsvLine] = []
    for line, one in read:
        try:
            who = named.person(one.person, one.email, one.name)
        except Refused as why:
            lines.append(refused(line, why))
            continue
        for_life = one.valid_until == "life"
        until = date.fromisoformat(one.valid_until) if one.valid_until and not for_life else None
        asked.append(_Said(line, who, one.programme, one.awarded_on, until, for_life, one.number, one.certificate_name))
    return asked, lines


def _decided(known: _Known, asked: Sequence[_Said]) -> tuple[dict[int, Accreditation], list[CsvLine]]:
    """The records to be made, by line; and the lines that are there already, refused, or said twice."""
    made: dict[int, Accreditation] = {}
    lines: list[CsvLine] = []
    seen: dict[tuple[object, ...], int] = {}
    for one in asked:
        try:
            row = known.made(one)
        except Refused as why:
            lines.append(refused(one.line, why))
            continue
        if isinstance(row, str):
            lines.append(CsvLine(one.line, LineState.THERE, row))
            continue
        keys: list[tuple[object, ...]] = [(row.person_id, row.programme_id, row.awarded_on)]
        keys += [(row.number.lower(),)] if row.number else []
        earlier = next((seen[key] for key in keys if key in seen), None)
        if earlier is not None:
            lines.append(refused(one.line, f"It stands in row {earlier} already. Delete one of the two."))
            continue
        seen.update(dict.fromkeys(keys, one.line))
        made[one.line] = row
    return made, lines


def _put_down(change: Changing, known: _Known, rows: Sequence[Accreditation]) -> None:
    """Write the records, first those that have a number, so that none of those is given to another."""
    bare = [row for row in rows if not row.number]
    for some in ([row for row in rows if row.number], bare):
        if some is bare:
            given = numbered(change.work, [(known.code_of(row), row.awarded_on) for row in some])
            for row, issue in zip(some, given, strict=True):
                row.number = issue
        put_down(change, some, Noted("record", None))


def _sentence_of(known: _Known, row: Accreditation) -> str:
    return (
        f"{row.name}: {known.code_of(row)} of {reading(row.awarded_on)} recorded as {row.number}, "
        f"valid {until_words(row.valid_until)}."
    )


def _sentence(lines: Sequence[CsvLine]) -> str:
    new = sum(line.state is LineState.NEW for line in lines)
    parts = [f"{counted(new, 'accreditation')} recorded" if new else "Nothing new"]
    for state, word in ((LineState.THERE, "there already"), (LineState.REFUSED, "refused")):
        if count := sum(line.state is state for line in lines):
            parts.append(f"{count:,} {word}")
    return f"{', '.join(parts)}."

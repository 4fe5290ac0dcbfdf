"""A register of people, handed in as a table: delegates or coaches, told line by line, put down as one deed.

What a line says of somebody who is there already, known by her address, is put right; what it leaves empty stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from pydantic import Field
from sqlalchemy import orm, select

from acxdesk.actions.people import AddPerson, counted, rekeyed
from acxdesk.actions.requests import Request
from acxdesk.actions.tables import CsvLine, CsvReport, State, chunks, listing, refused, said, table_of, told_of, unread
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.numbering import number
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Faulty
from acxdesk.exchange.tables import Table
from acxdesk.records.people import Organisation, Person
from acxdesk.records.sessions import Session, SessionCoach
from acxdesk.rules.people import email_key, sort_key
from acxdesk.rules.text import fold

REQUIRED: Final = ("name",)
# Columns of the list of people that follow from other things: a list that was written out can come in again.
PASSED_OVER: Final = ("id", "country_name", "sessions")
OPTIONAL: Final = (
    *("certificate_name", "email", "country", "zone", "organisation", "job_title", "languages"),
    "coach",
)
_PLAIN: Final = ("name", "country", "zone", "job_title", "languages", "coach")  # compared and set as they are


class ImportPeople(Request):
    """A table of people: a column `name`, and those of `OPTIONAL` that the file has."""

    data: bytes = Field(description="the whole file, CSV or XLSX, with a header line", repr=False)
    encoding: str = Field(default="utf-8", description="how its letters are written")
    coach: bool = Field(default=False, description="whether they are coaches, where no column says so")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A line that can be read: who she is to be."""

    line: int
    person: AddPerson
    given: frozenset[str]  # the fields that the line says something of
    key: str | None  # of her address
    same: tuple[str, str]  # what she is known by without an address: folded name and organisation


@dataclass(slots=True)
class _Known:
    """What the desk knows of the people of a table."""

    by_address: dict[str, Person] = field(default_factory=dict)
    # Folded name -> (folded organisation or "", number) of each person of that name.
    namesakes: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    organisations: dict[str, Organisation] = field(default_factory=dict)
    teaching: frozenset[int] = frozenset()  # who has sessions to teach yet, of those that are to be no coach
    founded: int = 0  # organisations that this deed made

    @classmethod
    def read(cls, change: Changing, asked: Sequence[_Asked]) -> Self:
        """Read all of it, with some statements for a table of any length."""
        known, work = cls(), change.work
        for keys in chunks(one.key for one in asked if one.key):
            people = work.scalars(
                select(Person).where(Person.email_key.in_(keys)).options(orm.joinedload(Person.organisation))
            )
            known.by_address.update((person.email_key, person) for person in people if person.email_key)
        for keys in chunks(one.same[0] for one in asked):
            rows = work.execute(
                select(Person.sort_key, Organisation.name_key, Person.id)
                .outerjoin(Person.organisation)
                .where(Person.sort_key.in_(keys))
                .order_by(Person.id)
            )
            for name, organisation, row in rows:
                known.namesakes[name].append((organisation or "", row))
        for keys in chunks(one.same[1] for one in asked if one.person.organisation):
            found = work.scalars(select(Organisation).where(Organisation.name_key.in_(keys)))
            known.organisations.update((house.name_key, house) for house in found)
        known.teaching = _teaching(change, (known.by_address.get(one.key or "") for one in asked if _unmarks(one)))
        return known

    def organisation(self, one: _Asked) -> Organisation | None:
        """The organisation that a line names in whatever spelling; a new one where there is none."""
        name = one.person.organisation
        if not name:
            return None
        key = one.same[1]
        if key not in self.organisations:
            self.founded += 1
            self.organisations[key] = Organisation(
                name=name, name_key=key, country="", note="", sort_key=sort_key(name)
            )
        return self.organisations[key]

    def without_address(self, one: _Asked) -> int | None:
        """The number of the person of this name and organisation."""
        name, organisation = one.same
        return next((row for other, row in self.namesakes.get(name, ()) if other == organisation), None)


@dataclass(slots=True)
class _Done:
    """What became of a line that can be read."""

    line: int
    state: State
    sentence: str
    person: Person | None = None  # who was put down or changed
    number: int | None = None  # of somebody who is there


def import_people(desk: Desk, request: ImportPeople) -> CsvReport:
    """Put the people of a table on the desk, all as one deed with one undo; on a rehearsing desk a dry run.

    A line with the address of somebody on the desk is about her: other values are put right, and told. A line
    without an address is about whoever has its name and organisation; she stays as she is. A line that cannot be
    imported is told with all its faults, and keeps no other from being imported.

    Raises:
        InputProblem: the file as a whole cannot be read, see `exchange.spreadsheets.read_table`, or has no row.
    """
    table = table_of(
        request.data, required=REQUIRED, optional=OPTIONAL, passed_over=PASSED_OVER, encoding=request.encoding
    )
    asked, lines = _asked(table, coach=request.coach)
    with desk.changing("person import", deed=request.deed) as change:
        known = _Known.read(change, asked)
        done = [_carried_out(change, known, one) for one in asked]
        change.work.add_all(one.person for one in done if one.state is State.NEW and one.person)
        number(change.work)
        change.work.flush()
        lines += [_told(one, rehearsed=desk.rehearsal) for one in done]
        lines.sort(key=lambda line: line.line)
        change.say(_sentence(lines, known.founded))
        changed = change.changed
    ids = tuple(line.row for line in lines if line.row and line.state in {State.NEW, State.CHANGED})
    receipt = Receipt(change.sentence, told_of(table), ids, changed=changed, rehearsed=desk.rehearsal)
    return CsvReport(receipt, tuple(lines))


def _asked(table: Table, *, coach: bool) -> tuple[list[_Asked], list[CsvLine]]:
    """The lines that can be read, and those that are refused for what stands in them."""
    asked: list[_Asked] = []
    lines = unread(table)
    seen: dict[object, int] = {}  # by address, and by name and organisation -> the line
    for row in table.rows:
        if row.is_blank:
            continue
        cells = said(row)
        if coach:
            cells.setdefault("coach", "yes")
        try:
            person = AddPerson.read(cells)
        except Faulty as faulty:
            lines.append(refused(row.line, faulty))
            continue
        same = sort_key(person.name), fold(person.organisation)
        one = _Asked(row.line, person, frozenset(cells), email_key(person.email), same)
        earlier = seen.get(one.key or one.same)
        if earlier is not None:
            lines.append(
                refused(row.line, f"{_called(person)} stands in row {earlier} already. Delete one of the two.")
            )
            continue
        seen[one.same] = seen.get(one.same, row.line)
        if one.key:
            seen[one.key] = row.line
        asked.append(one)
    return asked, lines


def _carried_out(change: Changing, known: _Known, one: _Asked) -> _Done:
    row = known.by_address.get(one.key or "")
    if row is not None:
        return _put_right(known, one, row)
    if one.key is None and (there := known.without_address(one)):
        return _Done(one.line, State.THERE, f"{_called(one.person)} is there already.", number=there)
    values = one.person
    row = Person(
        uid=change.new_uid(),
        email_key=one.key,
        organisation=known.organisation(one),
        sort_key=one.same[0],
        search_key="",
        **values.model_dump(exclude={"deed", "organisation"}),
    )
    if row.certificate_name == row.name:
        row.certificate_name = ""
    row.search_key = rekeyed(row)
    twins = known.namesakes.get(one.same[0], ())
    more = f" There is another {values.name} ({twins[0][1]})." if twins else ""
    return _Done(one.line, State.NEW, f"{_called(values)} is new.{more}", person=row)


def _put_right(known: _Known, one: _Asked, row: Person) -> _Done:
    """Give somebody who is there the values of her line."""
    values = one.person
    if _unmarks(one) and row.coach and row.id in known.teaching:
        why = f"{row.name} has sessions to teach yet and stays a coach. Give them to somebody else first."
        return _Done(one.line, State.REFUSED, f"Row {one.line}: {why}")
    other: list[str] = [name for name in _PLAIN if name in one.given and getattr(values, name) != getattr(row, name)]
    for name in other:
        setattr(row, name, getattr(values, name))
    certificate = values.certificate_name if "certificate_name" in one.given else row.certificate_name
    if certificate == row.name:
        certificate = ""
    if certificate != row.certificate_name:
        row.certificate_name = certificate
        other.append("certificate_name")
    if "organisation" in one.given and one.same[1] != (row.organisation.name_key if row.organisation else ""):
        row.organisation = known.organisation(one)
        other.append("organisation")
    if not other:
        return _Done(one.line, State.THERE, f"{_called(values)} is there already.", number=row.id)
    row.sort_key, row.search_key = sort_key(row.name), rekeyed(row)
    fields = listing([name.replace("_", " ") for name in other])
    return _Done(one.line, State.CHANGED, f"{row.name} ({row.email}): other {fields}.", person=row)


def _unmarks(one: _Asked) -> bool:
    return "coach" in one.given and not one.person.coach


def _teaching(change: Changing, people: Iterable[Person | None]) -> frozenset[int]:
    """Those of the people who have sessions to teach yet."""
    return frozenset(
        coach
        for some in chunks(person.id for person in people if person is not None)
        for coach in change.work.scalars(
            select(SessionCoach.person_id)
            .join(SessionCoach.session)
            .where(SessionCoach.person_id.in_(some), Session.ends_at > change.now)
        )
    )


def _called(person: AddPerson) -> str:
    """Who a line is about: her name with what tells her from others of that name."""
    detail = person.email or person.organisation
    return f"{person.name} ({detail})" if detail else person.name


def _told(one: _Done, *, rehearsed: bool) -> CsvLine:
    row = one.person.id if one.person is not None else one.number
    return CsvLine(one.line, one.state, one.sentence, None if rehearsed and one.state is State.NEW else row)


def _sentence(lines: Sequence[CsvLine], founded: int) -> str:
    count = {state: sum(line.state is state for line in lines) for state in State}
    parts = [f"{counted(count[State.NEW], 'person', 'people')} imported" if count[State.NEW] else "Nobody new"]
    if count[State.CHANGED]:
        parts.append(f"{count[State.CHANGED]:,} changed")
    if count[State.THERE]:
        parts.append(f"{count[State.THERE]:,} there already")
    if founded:
        parts.append(f"{counted(founded, 'organisation')} made")
    if count[State.REFUSED]:
        parts.append(f"{counted(count[State.REFUSED], 'row')} refused")
    return f"{', '.join(parts)}."

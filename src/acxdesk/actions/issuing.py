"""Records of accreditations: read to be changed, numbered, put down with their codes and steps.

A record is never rewritten: its state alone changes, and each change is a `Step`. What takes its place is a new record.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Integer, cast, func, orm, select

from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.together import make_together, write_together
from acxdesk.errors import NotFound
from acxdesk.queries.accreditations import among, last_step
from acxdesk.records.accreditations import Accreditation, Step
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.people import Person
from acxdesk.rules.accreditations import Effect, Facts, Link, Origin, State, Terms, began_on, number_in, series
from acxdesk.rules.codes import draw
from acxdesk.rules.text import fold, quoted

_BEYOND: Final = ":"  # sorts behind every digit


@dataclass(slots=True)
class Kept:
    """One record as a deed finds it."""

    row: Accreditation
    code: str  # of the programme
    certificate_name: str  # what the person is called on certificates now
    terms: Terms  # of the edition that it was awarded under
    steps: int  # how many there are
    since: date  # from when it is in its state
    begins_on: date  # the first day of this record
    successor: str  # the number of the record that took its place; empty while none has

    @property
    def facts(self) -> Facts:
        """As the rules look at it."""
        row = self.row
        return Facts(row.number, row.name, row.state, self.since, self.begins_on, self.successor)


@dataclass(frozen=True, slots=True)
class Noted:
    """What a step says: the verb, the day that it holds from, why."""

    verb: str
    day: date | None  # None: the day that the record was awarded on
    reason: str = ""


def effect_of(desk: Desk, day: date | None, zone: str, reason: str = "") -> Effect:
    """From when a deed holds: the day that was given, else today by the clocks of the zone."""
    today = desk.clock.today(zone)
    return Effect(day or today, today, reason)


def kept_of(work: orm.Session, numbers: Iterable[int]) -> list[Kept]:
    """The records with these numbers, each once and in this order, to be changed; one statement for any number.

    Raises:
        NotFound: one is not there.
    """
    wanted = list(dict.fromkeys(numbers))
    found = {one.row.id: one for one in kept_where(work, among(Accreditation.id, wanted))}
    missing = next((row for row in wanted if row not in found), None)
    if missing is not None:
        raise NotFound(f"No accreditation {missing}.", remedy="accreditation list shows them all.")
    return [found[row] for row in wanted]


def kept_where(work: orm.Session, *conditions: Any) -> list[Kept]:
    """The records that fulfil the conditions, in the order of their making; one statement."""
    first, after = orm.aliased(Step), orm.aliased(Accreditation)
    rows = work.execute(
        select(
            Accreditation,
            Programme.code,
            func.coalesce(func.nullif(Person.certificate_name, ""), Person.name),
            *(Edition.validity_months, Edition.renewal, Edition.renewal_months, Edition.grace_months),
            last_step(Step.number),
            last_step(Step.holds_from),
            select(first.holds_from)
            .where(first.accreditation_id == Accreditation.id, first.number == 1)
            .correlate(Accreditation)
            .scalar_subquery(),
            select(func.coalesce(func.max(after.number), ""))
            .where(after.replaces_id == Accreditation.id)
            .correlate(Accreditation)
            .scalar_subquery(),
        )
        .join(Accreditation.programme)
        .join(Accreditation.edition)
        .join(Accreditation.person)
        .where(*conditions)
        .order_by(Accreditation.id)
    )
    return [
        Kept(row, code, name, Terms(months, renewal, before, grace), *rest)
        for row, code, name, months, renewal, before, grace, *rest in rows
    ]


def beginnings(work: orm.Session, kept: Sequence[Kept]) -> dict[int, date]:
    """The award that each record's run of renewals began with, by `rules.accreditations.began_on`; one statement."""
    one, before = Accreditation, orm.aliased(Accreditation)
    heads = [each.row.id for each in kept if each.row.replaces_id is not None]
    begun = {each.row.id: each.row.awarded_on for each in kept}
    if not heads:
        return begun
    chain = select(one.id.label("head"), one.id.label("at")).where(among(one.id, heads))
    chained = chain.cte("chain", recursive=True)
    current = orm.aliased(Accreditation)
    chained = chained.union_all(
        select(chained.c.head, before.id)
        .join(current, current.id == chained.c.at)
        .join(before, before.id == current.replaces_id)
    )
    rows = work.execute(
        select(
            chained.c.head,
            *(one.awarded_on, one.valid_until, one.origin),
            *(Edition.validity_months, Edition.renewal, Edition.renewal_months, Edition.grace_months),
        )
        .join(one, one.id == chained.c.at)
        .join(Edition, Edition.id == one.edition_id)
        .order_by(chained.c.head, one.id.desc())
    )
    links: dict[int, list[Link]] = {}
    for head, awarded_on, last, origin, *terms in rows:
        links.setdefault(head, []).append(Link(awarded_on, last, origin, Terms(*terms)))
    return begun | {head: began_on(chain) for head, chain in links.items()}


def numbering(work: orm.Session, wanted: Mapping[str, int]) -> dict[str, list[str]]:
    """The next numbers of some series, without a gap; one statement a series.

    Args:
        work: of a deed under way; it holds the write lock.
        wanted: what the numbers begin with ("ACXM-2026-") -> how many are needed.
    """
    given: dict[str, list[str]] = {}
    for begun, count in wanted.items():
        last = work.scalar(
            # "0001/2" counts as 1: SQLite reads a number up to the first character that is no digit.
            select(func.max(cast(func.substr(Accreditation.number, len(begun) + 1), Integer))).where(
                Accreditation.number > begun, Accreditation.number < begun + _BEYOND
            )
        )
        given[begun] = [number_in(begun, (last or 0) + step) for step in range(1, count + 1)]
    return given


def numbered(work: orm.Session, awards: Sequence[tuple[str, date]]) -> list[str]:
    """A number for each award, given as the programme's code and the day, in this order."""
    begun = [series(code, day) for code, day in awards]
    given = {name: iter(some) for name, some in numbering(work, Counter(begun)).items()}
    return [next(given[name]) for name in begun]


def put_down(change: Changing, rows: Sequence[Accreditation], noted: Noted) -> None:
    """Write new records, each with a code of its own and its first step; some statements for any number of them.

    Args:
        change: the deed.
        rows: the records, complete but for uid, code and the instant of making.
        noted: what their first step says.
    """
    drawn: set[str] = set()
    while len(drawn) < len(rows):
        drawn.add(draw(drawn))
    taken = set(change.work.scalars(select(Accreditation.code).where(among(Accreditation.code, drawn))))
    codes = (draw(drawn | taken) if code in taken else code for code in drawn)
    for row, code in zip(rows, codes, strict=True):
        row.uid, row.code, row.made_at = change.new_uid(), code, change.now
    make_together(change.work, rows)
    make_together(change.work, [_step(change, row, 1, noted) for row in rows])


def shift(change: Changing, kept: Sequence[Kept], state: State, noted: Noted) -> None:
    """Put records into another state and write down why; some statements for any number. The rules have allowed it."""
    for one in kept:
        one.row.state = state
        one.steps += 1
    write_together(change.work, [one.row for one in kept])
    make_together(change.work, [_step(change, one.row, one.steps, noted) for one in kept])


def _step(change: Changing, row: Accreditation, place: int, noted: Noted) -> Step:
    return Step(
        accreditation_id=row.id,
        number=place,
        verb=noted.verb,
        state=row.state,
        holds_from=noted.day or row.awarded_on,
        at=change.now,
        who=change.who,
        reason=noted.reason,
    )


def successor(kept: Kept, origin: Origin, issue: str) -> Accreditation:
    """A record like another, that is to take its place under this number."""
    row = kept.row
    return Accreditation(
        person_id=row.person_id,
        programme_id=row.programme_id,
        edition_id=row.edition_id,
        enrolment_id=row.enrolment_id,
        number=issue,
        name=row.name,
        awarded_on=row.awarded_on,
        valid_until=row.valid_until,
        state=row.state,
        origin=origin,
        replaces_id=row.id,
    )


def edition_of(work: orm.Session, said: str) -> tuple[Programme, Edition]:
    """A programme, retired or not, and its current edition.

    Raises:
        NotFound: no such programme.
    """
    found = work.execute(
        select(Programme, Edition)
        .join(Edition, Edition.programme_id == Programme.id)
        .where(Programme.code_key == fold(said))
        .order_by(Edition.number.desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFound(f"No programme {quoted(said)}.", remedy="programme list shows the codes.")
    return found.Programme, found.Edition


def terms_of(edition: Edition) -> Terms:
    """What an edition says of the validity of its accreditation."""
    return Terms(edition.validity_months, edition.renewal, edition.renewal_months, edition.grace_months)

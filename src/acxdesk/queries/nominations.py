"""Nominations of a cycle: the list, those that stand with their eligibility, and all of one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import orm, select
from sqlalchemy.orm import aliased

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.cycles import dates_of, rules_of
from acxdesk.queries.voters import holdings
from acxdesk.records.cycles import Cycle, Laureate
from acxdesk.records.nominations import EligibilityException, Evidence, Nomination, Second
from acxdesk.records.people import Organisation, Person
from acxdesk.rules.cycles import Phase, Rules
from acxdesk.rules.eligibility import Finding, Merits, eligibility, is_eligible
from acxdesk.rules.laureates import Honour
from acxdesk.rules.nominations import Answer, Category, Ground, Kind, State


@dataclass(frozen=True, slots=True)
class Standing:
    """A nominee of a cycle, by the nomination that stands for all of hers."""

    id: int  # of that nomination
    nominee_id: int
    name: str
    organisation: str  # its name; empty without one
    category: Category
    answer: Answer
    shortlisted: bool
    ballot_key: str  # N01; empty until voting opens
    nominators: frozenset[int]  # of it and of those merged into it
    seconds: int  # distinct peers
    findings: tuple[Finding, ...]

    @property
    def is_eligible(self) -> bool:
        """Whether every rule of eligibility holds, or is excepted."""
        return is_eligible(self.findings)


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """Something that a nomination points at."""

    kind: Kind
    title: str  # or empty
    place: str  # the link, or the file's name


@dataclass(frozen=True, slots=True)
class SecondRow:
    """A peer who supports a nomination, or one merged into it."""

    person_id: int
    name: str
    note: str
    at: datetime  # UTC


@dataclass(frozen=True, slots=True)
class MergedRow:
    """A nomination for which another one stands."""

    id: int
    nominee: str
    nominator_id: int
    nominator: str
    category: Category
    statement: str
    submitted_at: datetime | None  # UTC
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationCard:
    """All that is kept of one nomination."""

    id: int
    version: int
    year: int
    title: str  # of the award
    zone: str  # IANA, of the cycle
    phase: Phase
    nominee_id: int
    nominee: str
    job_title: str
    organisation: str
    nominator_id: int
    nominator: str
    category: Category
    statement: str
    state: State
    submitted_at: datetime | None  # UTC
    merged_into_id: int | None  # the nomination that stands for this one
    answer: Answer
    answered_at: datetime | None  # UTC
    reason: str
    shortlisted: bool
    ballot_key: str
    citation: str
    evidence: tuple[EvidenceRow, ...]
    merged: tuple[MergedRow, ...]  # those that it stands for, the first submitted first
    seconds: tuple[SecondRow, ...]  # over it and them, the first first
    findings: tuple[Finding, ...]  # empty unless it stands

    @property
    def stands(self) -> bool:
        """Whether it is submitted and stands for its nominee."""
        return self.state is State.SUBMITTED and self.merged_into_id is None


def standing(work: orm.Session, cycle_id: int) -> tuple[Standing, ...]:
    """The nominees of a cycle by name, each with her eligibility as of now. Seven statements, however many."""
    row = work.execute(select(Cycle, Organisation.name).outerjoin(Cycle.organiser).where(Cycle.id == cycle_id)).one()
    cycle, rules = row.Cycle, rules_of(row.Cycle, row.name or "")
    members = _members(work, cycle_id)
    backing = _backing(work, cycle_id, members)
    hers = holdings(work, select(Nomination.nominee_id).where(Nomination.cycle_id == cycle_id))
    won, exceptions = _won(work, cycle_id), _exceptions(work, cycle_id)
    made = []
    for nomination, person, organisation in _nominees(work, cycle_id):
        nominators, seconds = backing[nomination.id]
        merits = Merits(
            held=tuple(hers.get(person.id, ())),
            won=tuple(won.get(person.id, ())),
            organisation=organisation or "",
            is_staff=cycle.organiser_id is not None and person.organisation_id == cycle.organiser_id,
            seconds=len(seconds),
            answer=nomination.answer,
        )
        made.append(
            Standing(
                id=nomination.id,
                nominee_id=person.id,
                name=person.name,
                organisation=organisation or "",
                category=nomination.category,
                answer=nomination.answer,
                shortlisted=nomination.shortlisted,
                ballot_key=nomination.ballot_key,
                nominators=frozenset(nominators),
                seconds=len(seconds),
                findings=_findings(merits, rules, cycle, exceptions.get(nomination.id, {})),
            )
        )
    return tuple(made)


def nomination(desk: Desk, number: int) -> NominationCard:
    """All of one nomination.

    Raises:
        NotFound: there is none of that number.
    """
    with desk.reading() as work:
        nominator = aliased(Person)
        row = work.execute(
            select(Nomination, Cycle, Person, Organisation.name, nominator.name.label("by"))
            .join(Nomination.cycle)
            .join(Nomination.nominee)
            .outerjoin(Person.organisation)
            .join(nominator, Nomination.nominator_id == nominator.id)
            .where(Nomination.id == number)
        ).first()
        if row is None:
            raise missing(number)
        it, cycle, person = row.Nomination, row.Cycle, row.Person
        merged = _merged(work, number)
        evidence = _evidence(work, [number, *(each.id for each in merged)])
        findings = next((each.findings for each in standing(work, cycle.id) if each.id == number), ())
        fields = ("id", "version", "nominee_id", "nominator_id", "category", "statement", "state", "submitted_at")
        more = ("merged_into_id", "answer", "answered_at", "reason", "shortlisted", "ballot_key", "citation")
        return NominationCard(
            **{name: getattr(it, name) for name in (*fields, *more)},
            **{name: getattr(cycle, name) for name in ("year", "title", "zone", "phase")},
            nominee=person.name,
            job_title=person.job_title,
            organisation=row.name or "",
            nominator=row.by,
            evidence=evidence[number],
            merged=tuple(_with(each, evidence) for each in merged),
            seconds=_seconds(work, [number, *(each.id for each in merged)]),
            findings=findings,
        )


def missing(number: int) -> NotFound:
    """That there is no such nomination, to be raised."""
    return NotFound(f"There is no nomination {number}.", remedy="See `acxdesk nomination list`.")


def _findings(merits: Merits, rules: Rules, cycle: Cycle, given: Mapping[Ground, str]) -> tuple[Finding, ...]:
    return eligibility(merits, rules, dates_of(cycle).nominating_until, given)


def _nominees(work: orm.Session, cycle_id: int) -> Iterable[tuple[Nomination, Person, str | None]]:
    stands = (Nomination.state == State.SUBMITTED, Nomination.merged_into_id.is_(None))
    rows = work.execute(
        select(Nomination, Person, Organisation.name)
        .join(Nomination.nominee)
        .outerjoin(Person.organisation)
        .where(Nomination.cycle_id == cycle_id, *stands)
        .order_by(Person.sort_key, Nomination.id)
    )
    return [(row.Nomination, row.Person, row.name) for row in rows]


def _members(work: orm.Session, cycle_id: int) -> Mapping[int, tuple[int, int, int]]:
    """Nomination -> the one that stands for it (itself, often), its nominee, its nominator."""
    rows = work.execute(
        select(Nomination.id, Nomination.merged_into_id, Nomination.nominee_id, Nomination.nominator_id).where(
            Nomination.cycle_id == cycle_id, Nomination.state == State.SUBMITTED
        )
    )
    return {row.id: (row.merged_into_id or row.id, row.nominee_id, row.nominator_id) for row in rows}


def _backing(
    work: orm.Session, cycle_id: int, members: Mapping[int, tuple[int, int, int]]
) -> Mapping[int, tuple[set[int], set[int]]]:
    """Standing nomination -> its nominators, and the peers who second it: neither they nor the nominee."""
    nominators: dict[int, set[int]] = defaultdict(set)
    barred: dict[int, set[int]] = defaultdict(set)
    for head, nominee, nominator in members.values():
        nominators[head].add(nominator)
        barred[head] |= {nominee, nominator}
    seconds: dict[int, set[int]] = defaultdict(set)
    rows = work.execute(
        select(Second.nomination_id, Second.person_id).join(Second.nomination).where(Nomination.cycle_id == cycle_id)
    )
    for row in rows:
        if row.nomination_id in members:
            seconds[members[row.nomination_id][0]].add(row.person_id)
    return {head: (nominators[head], seconds[head] - barred[head]) for head in nominators}


def _won(work: orm.Session, cycle_id: int) -> Mapping[int, list[int]]:
    nominees = select(Nomination.nominee_id).where(Nomination.cycle_id == cycle_id)
    won: dict[int, list[int]] = defaultdict(list)
    rows = work.execute(
        select(Laureate.person_id, Laureate.year).where(
            Laureate.honour == Honour.WINNER, Laureate.person_id.in_(nominees)
        )
    )
    for person, year in rows:
        if person is not None:
            won[person].append(year)
    return won


def _exceptions(work: orm.Session, cycle_id: int) -> Mapping[int, dict[Ground, str]]:
    given: dict[int, dict[Ground, str]] = defaultdict(dict)
    rows = work.execute(
        select(EligibilityException.nomination_id, EligibilityException.ground, EligibilityException.reason)
        .join(EligibilityException.nomination)
        .where(Nomination.cycle_id == cycle_id)
    )
    for row in rows:
        given[row.nomination_id][row.ground] = row.reason
    return given


def _merged(work: orm.Session, number: int) -> list[MergedRow]:
    nominator = aliased(Person)
    rows = work.execute(
        select(Nomination, Person.name, nominator.name.label("by"))
        .join(Nomination.nominee)
        .join(nominator, Nomination.nominator_id == nominator.id)
        .where(Nomination.merged_into_id == number, Nomination.state == State.SUBMITTED)
        .order_by(Nomination.submitted_at, Nomination.id)
    )
    return [
        MergedRow(
            *(row.Nomination.id, row.name, row.Nomination.nominator_id, row.by, row.Nomination.category),
            *(row.Nomination.statement, row.Nomination.submitted_at, ()),
        )
        for row in rows
    ]


def _with(row: MergedRow, evidence: Mapping[int, tuple[EvidenceRow, ...]]) -> MergedRow:
    return replace(row, evidence=evidence[row.id])


def _evidence(work: orm.Session, numbers: list[int]) -> Mapping[int, tuple[EvidenceRow, ...]]:
    found: dict[int, tuple[EvidenceRow, ...]] = dict.fromkeys(numbers, ())
    rows = work.scalars(
        select(Evidence).where(Evidence.nomination_id.in_(numbers)).order_by(Evidence.nomination_id, Evidence.number)
    )
    for row in rows:
        found[row.nomination_id] += (EvidenceRow(row.kind, row.title, row.place),)
    return found


def _seconds(work: orm.Session, numbers: list[int]) -> tuple[SecondRow, ...]:
    rows = work.execute(
        select(Second.person_id, Person.name, Second.note, Second.at)
        .join(Second.person)
        .where(Second.nomination_id.in_(numbers))
        .order_by(Second.at, Second.id)
    )
    return tuple(SecondRow(*row) for row in rows)

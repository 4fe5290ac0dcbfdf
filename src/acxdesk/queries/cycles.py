"""The yearly cycles of the award: all of them, one with its dates and rules, and the one that a deed is about."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.records.cycles import Cycle
from acxdesk.records.people import Organisation
from acxdesk.rules.cycles import ACTIVE, Counting, Dates, PanelRule, Phase, Rules


@dataclass(frozen=True, slots=True)
class CycleRow:
    """One cycle among all."""

    id: int
    year: int
    title: str
    phase: Phase
    nominating_from: date  # days in the cycle's zone
    voting_until: date
    announce_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleCard:
    """All that is kept of a cycle, but for its ballots."""

    id: int
    version: int
    uid: str
    year: int
    title: str
    zone: str  # IANA
    organiser_id: int | None
    organiser: str  # its name; empty without one
    phase: Phase
    nominating_from: date  # days in the zone, the last one of a span included
    nominating_until: date
    shortlist_on: date
    voting_from: date
    voting_until: date
    announce_on: date
    sequence: int
    changed_at: datetime  # UTC
    created_at: datetime  # UTC
    eligibility_years: int  # 0: no such rule; so for the figures below
    winner_years: int
    excludes_staff: bool
    seconds_needed: int
    panel_rule: PanelRule
    shortlist_size: int
    voter_years: int
    counting: Counting
    rules_text: str  # as declared; empty before voting opened
    rules_hash: str
    frozen_at: datetime | None  # UTC
    sealed_at: datetime | None  # UTC
    announced_at: datetime | None  # UTC

    @property
    def dates(self) -> Dates:
        """Its plan."""
        return dates_of(self)

    @property
    def rules(self) -> Rules:
        """What it declares, or would declare."""
        return rules_of(self, self.organiser)


def cycles(desk: Desk) -> tuple[CycleRow, ...]:
    """Every cycle, the newest year first."""
    columns = (Cycle.id, Cycle.year, Cycle.title, Cycle.phase)
    days = (Cycle.nominating_from, Cycle.voting_until, Cycle.announce_on)
    with desk.reading() as work:
        rows = work.execute(select(*columns, *days).order_by(Cycle.year.desc()))
        return tuple(CycleRow(*row) for row in rows)


def cycle(desk: Desk, year: int | None = None) -> CycleCard:
    """One cycle; without a year the active one, else the newest.

    Raises:
        NotFound: there is none.
    """
    with desk.reading() as work:
        row = found_cycle(work, year)
        name = work.scalar(select(Organisation.name).where(Organisation.id == row.organiser_id))
        fields = set(CycleCard.__slots__) - {"organiser"}
        return CycleCard(organiser=name or "", **{field: getattr(row, field) for field in fields})


def found_cycle(work: orm.Session, year: int | None) -> Cycle:
    """The cycle of a year; without one the active one, else the newest.

    Raises:
        NotFound: there is none.
    """
    if year is not None:
        if row := work.scalars(select(Cycle).where(Cycle.year == year)).first():
            return row
        known = work.scalars(select(Cycle.year).order_by(Cycle.year.desc()).limit(5)).all()
        raise NotFound(
            f"There is no award cycle of {year}.",
            remedy=f"There is one of {', '.join(map(str, known))}." if known else "Plan one: `acxdesk award plan`.",
        )
    foremost = case((Cycle.phase.in_(ACTIVE), 0), else_=1)
    row = work.scalars(select(Cycle).order_by(foremost, Cycle.year.desc()).limit(1)).first()
    if row is None:
        raise NotFound("There is no award cycle yet.", remedy="Plan one: `acxdesk award plan`.")
    return row


def dates_of(row: Cycle | CycleCard) -> Dates:
    """The plan of a cycle."""
    return Dates(
        row.nominating_from,
        row.nominating_until,
        row.shortlist_on,
        row.voting_from,
        row.voting_until,
        row.announce_on,
    )


def rules_of(row: Cycle | CycleCard, organiser: str) -> Rules:
    """The rules of a cycle as they stand now.

    Args:
        row: the cycle.
        organiser: the name of the organisation that gives the award; empty without one.
    """
    return Rules(
        year=row.year,
        title=row.title,
        zone=row.zone,
        voting_from=row.voting_from,
        voting_until=row.voting_until,
        eligibility_years=row.eligibility_years,
        winner_years=row.winner_years,
        excludes_staff=row.excludes_staff,
        organiser=organiser,
        seconds_needed=row.seconds_needed,
        panel_rule=row.panel_rule,
        shortlist_size=row.shortlist_size,
        voter_years=row.voter_years,
        counting=row.counting,
    )

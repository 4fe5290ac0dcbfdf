"""The Hall of Fame by year, and what one person was named. Nothing of a result that is not announced is in it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.records.cycles import Cycle, Laureate
from acxdesk.rules.cycles import Phase
from acxdesk.rules.laureates import TITLE, Honour, Named, hall_years, without_winner

_OVER = frozenset({Phase.ANNOUNCED, Phase.ABANDONED})


@dataclass(frozen=True, slots=True, kw_only=True)
class LaureateCard:
    """All that is kept of one who was named."""

    id: int
    version: int  # as read; a correction hands it back
    uid: str
    year: int
    honour: Honour
    title: str  # what she was named: "Change Architect of the Year"
    person_id: int | None  # None: nobody on this desk
    name: str  # empty where it is not known
    job_title: str  # then
    organisation: str  # then
    country: str  # ISO 3166 alpha-2, or empty
    citation: str
    source: str
    announced_on: date | None

    @property
    def named(self) -> Named:
        """She as she was announced."""
        return Named(self.name, self.job_title, self.organisation, self.country)


@dataclass(frozen=True, slots=True)
class HallRow:
    """One year of the Hall."""

    year: int
    winner: LaureateCard | None  # None: nobody, or nobody known by name
    runner_up: LaureateCard | None
    words: str  # the winner in a line, or why there is none
    source: str  # where that is known from, or why it is not


def hall(desk: Desk, this_year: int) -> tuple[HallRow, ...]:
    """Every year of the award, the newest first; a year whose winner is not known says so.

    Args:
        desk: read only.
        this_year: the calendar year now, where the desk stands.
    """
    with desk.reading() as work:
        cards = [_card(row, title) for row, title in work.execute(_cards()).all()]
        phases = {row.year: row.phase for row in work.execute(select(Cycle.year, Cycle.phase))}
    by = {(card.year, card.honour): card for card in cards}
    over = {year for year, phase in phases.items() if phase in _OVER}
    rows = []
    for year in hall_years({card.year for card in cards} | over, this_year):
        card = by.get((year, Honour.WINNER))
        winner = card if card is not None and card.name else None
        words = winner.named.in_full if winner else without_winner(phases.get(year))
        rows.append(HallRow(year, winner, by.get((year, Honour.RUNNER_UP)), words, card.source if card else ""))
    return tuple(rows)


def laureate(desk: Desk, year: int, honour: Honour = Honour.WINNER) -> LaureateCard:
    """One who was named, or the note that her name is not known.

    Raises:
        NotFound: nothing is kept of that year.
    """
    with desk.reading() as work:
        found = work.execute(_cards().where(Laureate.year == year, Laureate.honour == honour)).first()
    if found is None:
        raise no_laureate(year, honour)
    return _card(*found)


def found_laureate(work: orm.Session, year: int, honour: Honour) -> Laureate:
    """The row of one who was named, for a deed.

    Raises:
        NotFound: nothing is kept of that year.
    """
    row = work.scalars(select(Laureate).where(Laureate.year == year, Laureate.honour == honour)).first()
    if row is None:
        raise no_laureate(year, honour)
    return row


def no_laureate(year: int, honour: Honour) -> NotFound:
    """That nothing is kept of a year."""
    return NotFound(f"No {honour} of {year} is in the Hall of Fame.", remedy="See the years: `acxdesk award hall`.")


def honours(desk: Desk, person: int) -> tuple[str, ...]:
    """What a person was named, the latest first: "Change Architect of the Year 2020"."""
    with desk.reading() as work:
        rows = work.execute(_cards().where(Laureate.person_id == person, Laureate.name != "")).all()
    told = []
    for row, title in rows:
        what = f"{title or TITLE} {row.year}"
        told.append(what if row.honour is Honour.WINNER else f"runner-up, {what}")
    return tuple(told)


def _cards() -> Select[Laureate, str]:
    return (
        select(Laureate, func.coalesce(Cycle.title, ""))
        .outerjoin(Laureate.cycle)
        .order_by(Laureate.year.desc(), Laureate.honour)
    )


def _card(row: Laureate, title: str) -> LaureateCard:
    fields = set(LaureateCard.__slots__) - {"title"}
    return LaureateCard(title=title or TITLE, **{field: getattr(row, field) for field in fields})

"""The catalogue as it is read: programmes by ladder and rung, one programme's card, what a code names."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA
from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, bindparam, case, func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.listing import Column
from acxdesk.queries.sqllisting import ListSpec, SqlListing, Value, containing
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.sessions import Session
from acxdesk.rules.accreditations import Renewal
from acxdesk.rules.catalogue import LADDERS, RUNGS, validity_words
from acxdesk.rules.durations import Duration, hours
from acxdesk.rules.money import Price
from acxdesk.rules.sessions import Status
from acxdesk.rules.text import fold, quoted

NEAR_CODE: Final = 0.6  # of 1; how much of a code must be there for it to be meant
NEAR_TITLE: Final = 80  # of 100; the same of a title, whatever else it says
_MOST_NEAR: Final = 3  # codes that a refusal offers

COLUMNS: Final = (
    Column("code", "Code", 10, sortable=True),
    Column("title", "Title", 34, sortable=True),
    Column("ladder", "Ladder", 6, sortable=True, shown=False),
    Column("rung", "Rung", 12),
    Column("duration", "Duration", 26, shown=False),
    Column("taught_hours", "Hours", 5, numeric=True),
    Column("capacity", "Seats", 7, shown=False),
    Column("price", "Price", 9, numeric=True, shown=False),
    Column("edition", "Edition", 7, numeric=True, shown=False),
    Column("sessions", "Sessions", 8, numeric=True),
    Column("status", "Status", 7, shown=False),
    Column("printed", "As printed", 26, shown=False),
)


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme that somebody meant."""

    id: int
    code: str
    title: str  # of the current edition
    edition: int  # the number of the current edition
    retired: bool


@dataclass(frozen=True, slots=True)
class EditionMeant:
    """An edition that somebody meant."""

    id: int
    number: int
    title: str
    duration: str  # in the words of rules.durations, or empty
    programme: int  # its programme's row
    code: str  # its programme's


@dataclass(frozen=True, slots=True)
class EditionRow:
    """What a programme promises under one edition."""

    number: int  # from 1
    title: str
    post_nominal: str  # or empty
    duration: str  # in the words of rules.durations, or empty where none is printed
    printed: str  # the duration as printed, or empty
    capacity_min: int
    capacity_max: int
    price: str  # "£860.00"; empty where none is printed
    validity_months: int  # of what it grants; 0 for life
    renewal: Renewal  # what the validity of a renewal is counted from
    renewal_months: int  # before its last valid day, from when it can be renewed
    grace_months: int  # after its last valid day, until when it still can be
    chosen: tuple[str, ...]  # fields whose value was chosen, not printed
    sessions: int  # how many stand under it, cancelled ones and drafts too

    @property
    def validity(self) -> str:
        """How long what it grants is valid, and how that is renewed, in words."""
        return validity_words(self.validity_months, self.renewal, before=self.renewal_months, after=self.grace_months)


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """All that is kept of one programme."""

    id: int
    version: int  # as read; rises with each change of the programme and of its editions
    code: str
    ladder: str
    ladder_title: str
    rung: str
    retired: bool
    editions: tuple[EditionRow, ...]  # the current one first

    @property
    def current(self) -> EditionRow:
        """What new sessions are scheduled under."""
        return self.editions[0]


def taught_hours(duration: str) -> str:
    """The hours that a duration is taught, as a figure: "20", "4.5"; empty on demand and without a duration."""
    minutes = Duration.parse(duration).taught_minutes if duration else 0
    return hours(minutes) if minutes else ""


def price_words(minor: int | None, currency: str) -> str:
    """A price as it is printed; empty where there is none."""
    return "" if minor is None else str(Price(minor, currency))


def programmes(desk: Desk) -> SqlListing:
    """All programmes under their current editions, by ladder and rung. `sessions` leaves out cancelled ones."""
    return SqlListing(desk, _spec())


def programme(desk: Desk, said: str) -> ProgrammeCard | None:
    """The card of the programme with this code, in any case; None when there is none."""
    with desk.reading() as work:
        found = work.execute(_programme(), {"key": fold(said)}).first()
        if found is None:
            return None
        editions = work.execute(_editions(), {"programme": found.id}).all()
    return ProgrammeCard(
        id=found.id,
        version=found.version + sum(row.version for row in editions),
        code=found.code,
        ladder=found.ladder,
        ladder_title=LADDERS.get(found.ladder, ""),
        rung=found.rung,
        retired=found.retired,
        editions=tuple(_edition(row) for row in editions),
    )


def resolve_programme(desk: Desk, said: str) -> ProgrammeRow:
    """The programme that is meant, by its code or its whole title, in any case.

    Raises:
        NotFound: there is none; the nearest codes are told.
    """
    with desk.reading() as work:
        return resolved_programme(work, said)


def resolved_programme(work: orm.Session, said: str) -> ProgrammeRow:
    """As `resolve_programme`, in a read or a deed that is under way."""
    rows = work.execute(_meant()).all()
    key = fold(said)
    for row in rows:
        if key in {fold(row.code), fold(row.title)}:
            return ProgrammeRow(row.id, row.code, row.title, row.number, row.retired)
    near = _near(key, {row.code: row.title for row in rows})
    raise NotFound(
        f"There is no programme {quoted(said)}.",
        remedy=f"Near it: {', '.join(near)}." if near else "The list of programmes shows their codes.",
    )


def resolved_edition(work: orm.Session, said: str, number: int | None = None) -> EditionMeant:
    """The edition of a programme that is meant, by its number; the current one where none is said. Two SELECTs.

    Raises:
        NotFound: there is no such programme, or it has no edition of this number.
    """
    found = resolved_programme(work, said)
    wanted = found.edition if number is None else number
    row = work.execute(
        select(Edition.id, Edition.number, Edition.title, Edition.duration).where(
            Edition.programme_id == found.id, Edition.number == wanted
        )
    ).first()
    if row is None:
        held = "edition 1 alone" if found.edition == 1 else f"editions 1 to {found.edition}"
        raise NotFound(f"{found.code} has no edition {wanted}.", remedy=f"It has {held}.")
    return EditionMeant(*row, found.id, found.code)


def _near(key: str, titles: Mapping[str, str]) -> list[str]:
    """The codes that are nearly the key, then those whose titles have its words."""
    codes = process.extract(
        key, {code: fold(code) for code in titles}, scorer=OSA.normalized_similarity, score_cutoff=NEAR_CODE
    )
    named = process.extract(
        key, {code: fold(title) for code, title in titles.items()}, scorer=fuzz.token_set_ratio, score_cutoff=NEAR_TITLE
    )
    return list(dict.fromkeys(code for _name, _score, code in (*codes, *named)))[:_MOST_NEAR]


@cache
def is_current() -> ColumnElement[bool]:
    """Joins a programme to its current edition."""
    other = orm.aliased(Edition)
    highest = select(func.max(other.number)).where(other.programme_id == Programme.id).scalar_subquery()
    return and_(Edition.programme_id == Programme.id, Edition.number == highest)


def _held() -> ScalarSelect[int]:
    counted = select(func.count()).where(Session.programme_id == Programme.id, Session.status != Status.CANCELLED)
    return counted.correlate(Programme).scalar_subquery()


@cache
def _spec() -> ListSpec:
    ladder = case({word: str(place) for place, word in enumerate(LADDERS)}, value=Programme.ladder, else_="9")
    rung = case({word: str(place) for place, word in enumerate(RUNGS)}, value=Programme.rung, else_="9")
    return ListSpec(
        noun="programmes",
        columns=COLUMNS,
        rows=select(
            *(Programme.id, Programme.code, Programme.ladder, Programme.rung, Programme.retired),
            *(Edition.title, Edition.duration, Edition.printed, Edition.capacity_min, Edition.capacity_max),
            *(Edition.price_minor, Edition.currency, Edition.number),
            _held().label("sessions"),
        ).join_from(Programme, Edition, is_current()),
        frame=orm.join(Programme, Edition, is_current()),
        id=Programme.id,
        keys={
            "ladder": ladder.concat(rung).concat(Programme.code_key),
            "code": Programme.code_key,
            "title": Edition.title,
        },
        sort="ladder",
        values=_values,
        matching=containing(Programme.search_key),
    )


def _values(row: Row[Any]) -> tuple[Value, ...]:
    return (
        row.code,
        row.title,
        row.ladder,
        row.rung,
        row.duration,
        taught_hours(row.duration),
        f"{row.capacity_min}-{row.capacity_max}",
        price_words(row.price_minor, row.currency),
        row.number,
        row.sessions,
        "retired" if row.retired else "active",
        row.printed,
    )


@cache
def _programme() -> Select[int, int, str, str, str, bool]:
    return select(
        Programme.id, Programme.version, Programme.code, Programme.ladder, Programme.rung, Programme.retired
    ).where(Programme.code_key == bindparam("key"))


@cache
def _editions() -> Select[*tuple[Any, ...]]:
    under = select(func.count()).where(Session.edition_id == Edition.id).correlate(Edition).scalar_subquery()
    return (
        select(*(c for c in Edition.__table__.c if c.key not in {"id", "programme_id"}), under.label("sessions"))
        .where(Edition.programme_id == bindparam("programme"))
        .order_by(Edition.number.desc())
    )


@cache
def _meant() -> Select[int, str, str, int, bool]:
    return (
        select(Programme.id, Programme.code, Edition.title, Edition.number, Programme.retired)
        .join_from(Programme, Edition, is_current())
        .order_by(Programme.id)
    )


def _edition(row: Row[Any]) -> EditionRow:
    return EditionRow(
        number=row.number,
        title=row.title,
        post_nominal=row.post_nominal,
        duration=row.duration,
        printed=row.printed,
        capacity_min=row.capacity_min,
        capacity_max=row.capacity_max,
        price=price_words(row.price_minor, row.currency),
        validity_months=row.validity_months,
        renewal=row.renewal,
        renewal_months=row.renewal_months,
        grace_months=row.grace_months,
        chosen=tuple(filter(None, row.chosen.split(", "))),
        sessions=row.sessions,
    )

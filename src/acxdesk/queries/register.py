"""The register of accreditations as of any day, and the card of one with what it replaced and what replaced it.

The state as of a day is that of the last step that holds from that day or an earlier one: a decision that was taken
later and holds from before wins. What was not awarded yet stands not in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, bindparam, case, exists, func, or_, orm, select

from acxdesk.desk.door import Desk
from acxdesk.queries.accreditations import Told, told
from acxdesk.queries.listing import Column
from acxdesk.queries.people import found
from acxdesk.queries.sqllisting import ListSpec, Rows, SqlListing, Value
from acxdesk.records.accreditations import Accreditation, Step
from acxdesk.records.base import Day
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.sessions import Session
from acxdesk.rules.accreditations import State, Terms, window
from acxdesk.rules.countries import COUNTRIES
from acxdesk.rules.localtime import reading
from acxdesk.rules.text import fold

EXPIRED: Final = "expired"  # no decision: what is issued is so after its last valid day
STANDINGS: Final = (*(state.value for state in State), EXPIRED)
FOR_LIFE: Final = "9999-12-31"  # what sorts behind every last valid day
COLUMNS: Final = (
    Column("number", "Number", 17),
    Column("name", "Name", 20, sortable=True),
    Column("programme", "Programme", 9),
    Column("title", "Title", 24, shown=False),
    Column("awarded_on", "Awarded", 11, sortable=True),
    Column("valid_until", "Valid until", 13, sortable=True),
    Column("state", "State", 12),
    Column("country", "Country", 7, shown=False),
    Column("session", "Session", 21, shown=False),
    Column("person", "Person no.", 6, numeric=True, shown=False),
)
# What leaves few of all: they are found first, and sorted then.
_FEW: Final = frozenset({"person", "programme", "expiring_before", State.SUSPENDED.value, State.REVOKED.value})
_SIGNS: Final = {
    State.ISSUED.value: "●",
    State.SUSPENDED.value: "◌",
    State.REVOKED.value: "✕",
    State.SUPERSEDED.value: "→",
    EXPIRED: "○",
}


def standing_words(standing: str) -> str:
    """A state as of a day with its sign, so that colour is never alone."""
    return f"{_SIGNS[standing]} {standing}"


def _day() -> ColumnElement[date]:
    return bindparam("day", type_=Day())


def _state() -> ScalarSelect[str]:
    """The state as of the day, as stored; NULL before the award."""
    return (
        select(Step.state)
        .where(Step.accreditation_id == Accreditation.id, Step.holds_from <= _day())
        .order_by(Step.number.desc())
        .limit(1)
        .correlate(Accreditation)
        .scalar_subquery()
    )


def _is_over() -> ColumnElement[bool]:
    return Accreditation.valid_until < _day()


def _rows() -> Rows:
    return (
        select(
            Accreditation.id,
            Accreditation.number,
            Accreditation.name,
            Programme.code.label("programme"),
            Edition.title,
            Accreditation.awarded_on,
            Accreditation.valid_until,
            _state().label("state"),
            case((_is_over(), True), else_=False).label("is_over"),
            Person.country,
            func.coalesce(Session.reference, "").label("session"),
            Accreditation.person_id.label("person"),
        )
        .select_from(Accreditation)
        .join(Accreditation.person)
        .join(Accreditation.programme)
        .join(Accreditation.edition)
        .outerjoin(Enrolment, Enrolment.id == Accreditation.enrolment_id)
        .outerjoin(Session, Session.id == Enrolment.session_id)
    )


def _standing(row: Row[Any]) -> str:
    return EXPIRED if row.state is State.ISSUED and row.is_over else row.state.value


def _values(row: Row[Any]) -> tuple[Value, ...]:
    return (
        row.number,
        row.name,
        row.programme,
        row.title,
        row.awarded_on.isoformat(),
        row.valid_until.isoformat() if row.valid_until else "life",  # as a table that is handed in says it
        _standing(row),
        row.country,
        row.session,
        row.person,
    )


def _day_words(day: date) -> str:
    """A day without its weekday, which nobody asks for here."""
    return reading(day)[4:]


def _cells(row: Row[Any]) -> tuple[str, ...]:
    return (
        row.number,
        row.name,
        row.programme,
        row.title,
        _day_words(row.awarded_on),
        _day_words(row.valid_until) if row.valid_until else "for life",
        standing_words(_standing(row)),
        row.country,
        row.session,
        str(row.person),
    )


def _matching(words: Any) -> ColumnElement[bool]:
    """Every word stands in the number, or begins a word of what the holder is found by."""
    number = func.lower(Accreditation.number)
    return and_(*(or_(func.instr(number, word) > 0, Accreditation.person_id.in_(found([word]))) for word in words))


def _conditions() -> Mapping[str, ColumnElement[bool]]:
    issued = _state() == State.ISSUED
    return {
        "awarded": exists().where(Step.accreditation_id == Accreditation.id, Step.holds_from <= _day()),
        "current": _state() != State.SUPERSEDED,
        State.ISSUED.value: issued & or_(Accreditation.valid_until.is_(None), Accreditation.valid_until >= _day()),
        # Most are: else SQLite walks the index of last days, and sorts.
        EXPIRED: issued & func.likely(_is_over()),
        **{state.value: _state() == state for state in (State.SUSPENDED, State.REVOKED, State.SUPERSEDED)},
        "programme": Accreditation.programme_id
        == select(Programme.id).where(Programme.code_key == bindparam("programme")).scalar_subquery(),
        "person": Accreditation.person_id == bindparam("person", type_=Accreditation.person_id.type),
        "expiring_before": Accreditation.valid_until < bindparam("expiring_before", type_=Day()),
        # True of everybody, and said to be rare: else SQLite reads and sorts the whole register before it shows the
        # first page by name. https://sqlite.org/lang_corefunc.html#unlikely
        "named": cast("ColumnElement[bool]", func.unlikely(Person.sort_key >= "")),
    }


@cache
def _spec(*where: str, sort: str = "name") -> ListSpec:
    conditions = _conditions()
    return ListSpec(
        noun="accreditations",
        columns=COLUMNS,
        rows=_rows(),
        frame=Accreditation.__table__.join(Person.__table__, Person.id == Accreditation.person_id),
        id=Accreditation.id,
        keys={
            "name": Person.sort_key,
            "awarded_on": Accreditation.awarded_on,
            "valid_until": func.coalesce(Accreditation.valid_until, FOR_LIFE),
        },
        sort=sort,
        descending=sort == "awarded_on",
        values=_values,
        cells=_cells,
        where=tuple(conditions[name] for name in where),
        matching=_matching,
    )


@cache
def _counted(*where: str) -> ListSpec:
    """The same, to be counted: whose they are does not matter."""
    return replace(_spec(*where), frame=Accreditation.__table__)


@dataclass(frozen=True)
class Register(SqlListing):
    """The register, narrowed; by name it is read along the index of names, and sorted otherwise it is not."""

    where: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Each arrangement has the statements that suit it."""
        super().__post_init__()
        along = self.sort == "name" and not self.filter and not _FEW.intersection(self.where)
        spec = _spec(*self.where, *(("named",) if along else ()), sort=self.spec.sort)
        object.__setattr__(self, "spec", spec)

    def count(self) -> int:
        """How many lines there are."""
        return SqlListing(self.desk, _counted(*self.where), self.params, filter=self.filter).count()


def register(
    desk: Desk,
    day: date,
    *,
    programme: str = "",
    standing: str = "",
    expiring_before: date | None = None,
    person: int | None = None,
) -> SqlListing:
    """The accreditations as they stood at the end of a day, by the holder's name; a person's by their day of award.

    Args:
        desk: the desk.
        day: as of which.
        programme: only those of this one, by its code; empty for all.
        standing: one of `STANDINGS`; "all" for every record; empty for those that no other has taken the place of.
        expiring_before: only those whose last valid day lies before this one.
        person: only hers, by her number.
    """
    asked = {"programme": fold(programme) or None, "expiring_before": expiring_before, "person": person}
    given = {name: value for name, value in asked.items() if value is not None}
    where = ("awarded" if standing == "all" else standing or "current", *given)
    spec = _spec(*where, sort="name" if person is None else "awarded_on")
    return Register(desk, spec, MappingProxyType({"day": day, **given}), where=where)


# ---- one of them


@dataclass(frozen=True, slots=True)
class StepRow:
    """One change of an accreditation's state, as its history shows it."""

    verb: str
    state: State
    holds_from: date
    at: datetime  # UTC
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class AccreditationCard:
    """All that is kept of one accreditation."""

    told: Told
    version: int  # as read; an edit hands it back, so that nobody's change is overwritten unseen
    holder: str  # what the person is called now
    on_certificate: str  # and on certificates
    country_name: str
    session: str  # the reference of the session that it was earned in; empty for none here
    renewable_from: date | None  # first day of its renewal window; None for life
    renewable_until: date | None  # last day of that
    before: tuple[Told, ...]  # what it replaced, the first one first
    after: tuple[Told, ...]  # what replaced it, the present one last
    steps: tuple[StepRow, ...]  # in the order in which they were taken

    @property
    def now(self) -> Told:
        """The record that stands for it now."""
        return self.after[-1] if self.after else self.told


_CARD: Final = (
    select(
        Accreditation.version,
        Person.name,
        func.coalesce(func.nullif(Person.certificate_name, ""), Person.name),
        Person.country,
        func.coalesce(Session.reference, ""),
        *(Edition.validity_months, Edition.renewal, Edition.renewal_months, Edition.grace_months),
    )
    .select_from(Accreditation)
    .join(Accreditation.person)
    .join(Accreditation.edition)
    .outerjoin(Enrolment, Enrolment.id == Accreditation.enrolment_id)
    .outerjoin(Session, Session.id == Enrolment.session_id)
    .where(Accreditation.id == bindparam("accreditation"))
)
_STEPS: Final = (
    select(Step.verb, Step.state, Step.holds_from, Step.at, Step.who, Step.reason)
    .where(Step.accreditation_id == bindparam("accreditation"))
    .order_by(Step.number)
)


def accreditation(desk: Desk, number: int) -> AccreditationCard | None:
    """One accreditation by its row, with its chain and its steps; None when there is none. Three statements."""
    asked = {"accreditation": number}
    with desk.reading() as work:
        row = work.execute(_CARD, asked).first()
        if row is None:
            return None
        version, holder, on_certificate, country, session, *terms = row
        chain = [Told(*each) for each in work.execute(_chain(), asked)]
        steps = tuple(StepRow(*each) for each in work.execute(_STEPS, asked))
    here = next(place for place, each in enumerate(chain) if each.id == number)
    opens, closes = window(chain[here].valid_until, Terms(*terms))
    return AccreditationCard(
        *(chain[here], version, holder, on_certificate, COUNTRIES.get(country, country), session, opens, closes),
        *(tuple(chain[:here]), tuple(chain[here + 1 :]), steps),
    )


@cache
def _chain() -> Rows:
    """A record, those that it replaced and those that replaced it, the first one first."""
    start = select(Accreditation.id, Accreditation.replaces_id).where(Accreditation.id == bindparam("accreditation"))
    back = start.cte("back", recursive=True)
    before = orm.aliased(Accreditation)
    back = back.union_all(select(before.id, before.replaces_id).where(before.id == back.c.replaces_id))
    on = start.cte("onward", recursive=True)
    after = orm.aliased(Accreditation)
    on = on.union_all(select(after.id, after.replaces_id).where(after.replaces_id == on.c.id))
    return told().where(Accreditation.id.in_(select(back.c.id).union(select(on.c.id)))).order_by(Accreditation.id)

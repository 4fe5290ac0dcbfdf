"""The ladders of a person: what she holds of every rung, what is missing for it, and the next session that gives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Row, ScalarSelect, Select, and_, bindparam, func, or_, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.accreditations import held
from acxdesk.queries.catalogue import is_current
from acxdesk.queries.requirements import Required, requirements
from acxdesk.records.catalogue import Edition, Programme
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.prerequisites import Exemption
from acxdesk.records.sessions import Session
from acxdesk.rules.accreditations import Held
from acxdesk.rules.catalogue import LADDERS
from acxdesk.rules.enrolments import LEFT, TAKES_SEAT, Place
from acxdesk.rules.ladders import Hold, Post, Stand, order, post_nominals, stand
from acxdesk.rules.localtime import wall
from acxdesk.rules.prerequisites import Met, Of, Unmet, meets, said
from acxdesk.rules.sessions import TAKES_ENROLMENTS

A_DAY: Final = timedelta(days=1)  # that a session's own day may be behind that of UTC


@dataclass(frozen=True, slots=True)
class NextRow:
    """The next session that gives a rung: it is ahead, takes delegates, and has a seat left or has her on it."""

    session: str  # reference
    starts_on: date
    seats_left: int
    place: Place | None  # hers on it; None without one


@dataclass(frozen=True, slots=True)
class RungRow:
    """One rung, and where a person stands on it."""

    programme: str  # its code
    title: str
    ladder: str
    rung: str
    retired: bool
    post_nominal: str  # or empty
    stand: Stand
    asked_on: date  # the day that what is asked for was looked at: of the next session, else today
    has: str  # what she has of what is asked for before; empty where it asks for nothing
    missing: tuple[str, ...]  # what she lacks of it, a clause each; empty when nothing is missing
    exempt: str  # on what she is exempted, and by whom; empty when she is not
    next: NextRow | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be earned: nothing of it stands."""
        return not self.stand.valid and self.stand.state is not Hold.SUSPENDED

    @property
    def needs(self) -> str:
        """What it asks for before, in words; empty where it asks for nothing."""
        return "; and ".join(self.missing) or self.has


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One ladder with its rungs from the ground up."""

    code: str
    title: str  # or empty
    rungs: tuple[RungRow, ...]

    @property
    def line(self) -> str:
        """Its rungs in a line: "◆ Professional 2018 → ◆ Master 2020, to Nov 2026 → ◇ Champion"."""
        return " → ".join(map(_in_line, self.rungs))


@dataclass(frozen=True, slots=True)
class PersonLadder:
    """All ladders as one person stands on them."""

    person: int
    name: str
    day: date  # as of when
    post_nominals: tuple[str, ...]  # valid that day, in the order of the ladders
    ladders: tuple[LadderRow, ...]

    @property
    def rungs(self) -> tuple[RungRow, ...]:
        """Every rung of every ladder."""
        return tuple(rung for ladder in self.ladders for rung in ladder.rungs)


def ladder(desk: Desk, person: int, zone: str) -> PersonLadder:
    """The ladders of a person; of retired programmes only those that she holds or held. Four statements.

    Args:
        desk: where to read.
        person: her number.
        zone: the IANA zone of whoever looks: it decides which day it is.

    Raises:
        NotFound: no such person.
    """
    now = desk.clock.now()
    day = wall(now, zone).date()
    with desk.reading() as work:
        name = work.scalar(select(Person.name).where(Person.id == person))
        if name is None:
            raise NotFound(f"No person {person}.", remedy="person list shows them.")
        rows = work.execute(_rungs(), {"person": person, "now": now, "since": now.date() - A_DAY}).all()
        editions = {number for row in rows for number in (row.edition, row.next_edition) if number is not None}
        asks = requirements(work, editions)
        hers = held(work, (person,)).get(person, ())
    rungs = [_rung(row, asks, [one for one in hers if one.programme == row.code], hers, day) for row in rows]
    shown = sorted(
        (rung for rung in rungs if not rung.retired or rung.stand.since is not None),
        key=lambda rung: (*order(rung.ladder, rung.rung), rung.programme),
    )
    return PersonLadder(
        person,
        name,
        day,
        post_nominals(Post(one.ladder, one.rung, one.post_nominal) for one in shown if one.stand.valid),
        tuple(
            LadderRow(code, LADDERS.get(code, ""), tuple(of_it))
            for code, of_it in groupby(shown, key=lambda rung: rung.ladder)
        ),
    )


def letters(desk: Desk, person: int, zone: str) -> tuple[str, ...]:
    """What follows a person's name today; see `rules.ladders.post_nominals`. Two statements."""
    day = wall(desk.clock.now(), zone).date()
    with desk.reading() as work:
        hers = held(work, (person,)).get(person, ())
        valid = {one.programme for one in hers if one.is_valid_on(day)}
        rows = work.execute(_posts(), {"codes": sorted(valid)}).all()
    return post_nominals(Post(*row) for row in rows)


def _rung(
    row: Row[Any], asks: Mapping[int, Mapping[Of, Required]], of_it: Sequence[Held], hers: Sequence[Held], day: date
) -> RungRow:
    upcoming = None
    if row.reference is not None:
        upcoming = NextRow(row.reference, row.starts_on, max(row.capacity_max - row.taken, 0), row.place)
    asked_on = day if upcoming is None else upcoming.starts_on
    edition = row.edition if row.next_edition is None else row.next_edition
    exempt = "" if row.evidence is None else f"{row.evidence}, approved by {row.approver}"
    verdict = meets(asks[edition][Of.DELEGATE].groups, hers, asked_on, exempt)
    return RungRow(
        programme=row.code,
        title=row.title,
        ladder=row.ladder,
        rung=row.rung,
        retired=row.retired,
        post_nominal=row.post_nominal,
        stand=stand(of_it, day),
        asked_on=asked_on,
        has=verdict.words if isinstance(verdict, Met) else "",
        missing=verdict.missing if isinstance(verdict, Unmet) else (),
        exempt=exempt,
        next=upcoming,
    )


def _in_line(rung: RungRow) -> str:
    at = rung.stand
    parts = [f"{at.sign} {rung.rung}"]
    if at.since is not None:
        parts.append(f" {at.since.year}")
        if at.state in {Hold.EXPIRED, Hold.SUSPENDED} or not at.valid:
            parts.append(f", {at.state if at.state is Hold.SUSPENDED else 'expired'}")
        elif at.until is not None:
            parts.append(f", to {said(at.until)[-8:]}")
    return "".join(parts)


def _taken() -> ScalarSelect[int]:
    counted = select(func.count()).where(Enrolment.session_id == Session.id, Enrolment.place.in_(sorted(TAKES_SEAT)))
    return counted.correlate(Session).scalar_subquery()


def _next() -> ScalarSelect[int]:
    """The number of the next session of a programme that she may go to, or that she is on already."""
    hers = (
        select(Enrolment.id)
        .where(
            Enrolment.session_id == Session.id,
            Enrolment.person_id == bindparam("person"),
            Enrolment.place.not_in(sorted(LEFT)),
        )
        .correlate(Session)
    )
    return (
        select(Session.id)
        .where(
            Session.programme_id == Programme.id,
            Session.starts_on >= bindparam("since", type_=Session.starts_on.type),  # by the index, past those long over
            Session.starts_at > bindparam("now", type_=Session.starts_at.type),
            Session.status.in_(sorted(TAKES_ENROLMENTS)),
            or_(Session.capacity_max > _taken(), hers.exists()),
        )
        .order_by(Session.starts_on, Session.id)
        .limit(1)
        .correlate(Programme)
        .scalar_subquery()
    )


@cache
def _rungs() -> Select[*tuple[Any, ...]]:
    coming, mine = orm.aliased(Session), orm.aliased(Enrolment)
    taken = select(func.count()).where(Enrolment.session_id == coming.id, Enrolment.place.in_(sorted(TAKES_SEAT)))
    return (
        select(
            *(Programme.code, Programme.ladder, Programme.rung, Programme.retired, Edition.title),
            *(Edition.post_nominal, Edition.id.label("edition"), Exemption.evidence, Exemption.approver),
            *(coming.reference, coming.starts_on, coming.capacity_max, coming.edition_id.label("next_edition")),
            taken.correlate(coming).scalar_subquery().label("taken"),
            mine.place,
        )
        .select_from(Programme)
        .join(Edition, is_current())
        .outerjoin(Exemption, and_(Exemption.programme_id == Programme.id, Exemption.person_id == bindparam("person")))
        .outerjoin(coming, coming.id == _next())
        .outerjoin(mine, and_(mine.session_id == coming.id, mine.person_id == bindparam("person")))
        .order_by(Programme.id)
    )


@cache
def _posts() -> Select[str, str, str]:
    return (
        select(Programme.ladder, Programme.rung, Edition.post_nominal)
        .join_from(Programme, Edition, is_current())
        .where(Programme.code.in_(bindparam("codes", expanding=True)))
    )

"""The roll of a cycle: who may vote, who has a code, who has voted. What was voted is nowhere near it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from acxdesk.queries.cycles import CycleCard, found_cycle
from acxdesk.queries.listing import Column
from acxdesk.queries.people import found_by
from acxdesk.queries.sqllisting import ListSpec, SqlListing, Value
from acxdesk.records.accreditations import Accreditation
from acxdesk.records.ballots import Ballot, Voter
from acxdesk.records.cycles import Cycle
from acxdesk.records.nominations import Nomination
from acxdesk.records.people import Person
from acxdesk.rules.ballots import read_sealed
from acxdesk.rules.nominations import Answer, State
from acxdesk.rules.text import visible
from acxdesk.rules.voting import Holding, Poll, check_open

COLUMNS = (
    Column("person", "Person no.", 6, numeric=True, shown=False),
    Column("name", "Name", 30, sortable=True),
    Column("email", "E-mail", 26),
    Column("code", "Code", 12),
    Column("voted", "Voted", 9),
)


def holdings(work: orm.Session, people: Select[int] | None = None) -> Mapping[int, list[Holding]]:
    """Every accreditation on the desk by its holder, each with the day of the award that it goes back to.

    One statement, however many there are.

    Args:
        work: of a read or a deed.
        people: the numbers of those whose they are; None for everybody's.
    """
    statement = select(
        *(Accreditation.id, Accreditation.person_id, Accreditation.awarded_on),
        *(Accreditation.valid_until, Accreditation.state, Accreditation.replaces_id),
    ).order_by(Accreditation.id)
    if people is not None:
        statement = statement.where(Accreditation.person_id.in_(people))
    rows = work.execute(statement).all()
    before = {row.id: row.replaces_id for row in rows}
    awarded = {row.id: row.awarded_on for row in rows}
    held: dict[int, list[Holding]] = defaultdict(list)
    for row in rows:
        first = row.id
        while (earlier := before[first]) is not None:
            first = earlier
        held[row.person_id].append(Holding(awarded[first], row.valid_until, row.state))
    return held


@dataclass(frozen=True, slots=True)
class OnBallot:
    """A nominee on the ballot."""

    nomination: int  # the one that stands
    person: int
    key: str  # N01
    name: str  # as it was when voting opened
    has_left: bool  # withdrew or declined after the ballot was made: nobody can vote for her


def on_ballot(work: orm.Session, cycle: int) -> tuple[OnBallot, ...]:
    """The nominees whom the ballots of a cycle name, by key; one statement."""
    rows = work.execute(
        select(
            *(Nomination.id, Nomination.nominee_id, Nomination.ballot_key, Nomination.ballot_name),
            (Nomination.state != State.SUBMITTED) | (Nomination.answer == Answer.DECLINED),
        )
        .where(Nomination.cycle_id == cycle, Nomination.ballot_key != "")
        .order_by(Nomination.ballot_key)
    )
    return tuple(OnBallot(*row[:4], has_left=bool(row[4])) for row in rows)


def poll_of(row: Cycle | CycleCard) -> Poll:
    """What of a cycle says whether it takes ballots."""
    return Poll(f"{row.title} {row.year}", row.phase, row.zone, row.voting_from, row.voting_until)


def _values(row: Row[Any]) -> tuple[Value, ...]:
    return (row.person_id, row.name, row.email, row.code_given_at is not None, row.ballots_cast > 0)


def _cells(row: Row[Any]) -> tuple[str, ...]:
    code = "· none yet" if row.code_given_at is None else "● given"
    return (str(row.person_id), row.name, row.email, code, "✓ voted" if row.ballots_cast else "·")


@cache
def _spec() -> ListSpec:
    columns = (Voter.id, Voter.person_id, Person.name, Person.email, Voter.code_given_at, Voter.ballots_cast)
    return ListSpec(
        noun="voters",
        columns=COLUMNS,
        rows=select(*columns).select_from(Voter).join(Voter.person),
        frame=Voter.__table__.join(Person.__table__, Person.id == Voter.person_id),
        id=Voter.id,
        keys={"name": Person.sort_key},
        sort="name",
        values=_values,
        cells=_cells,
        where=(Voter.cycle_id == bindparam("cycle", type_=Voter.cycle_id.type),),
        matching=found_by,
    )


def roll(desk: Desk, year: int | None = None) -> SqlListing:
    """Everybody who may vote in a cycle, by name: who has a code, and who has voted; never what.

    Raises:
        NotFound: there is no such cycle.
    """
    with desk.reading() as work:
        number = found_cycle(work, year).id
    return SqlListing(desk, _spec(), MappingProxyType({"cycle": number}))


@dataclass(frozen=True, slots=True)
class Turnout:
    """How the vote of a cycle stands."""

    year: int
    title: str  # with the year
    voters: int  # on the roll; none before voting opens
    codes: int  # of them have one
    voted: int
    open: bool
    sentence: str  # whether ballots are taken now, and why not
    nominees: tuple[OnBallot, ...]


def turnout(desk: Desk, year: int | None = None) -> Turnout:
    """How many have voted. Three statements.

    Raises:
        NotFound: there is no such cycle.
    """
    with desk.reading() as work:
        cycle = found_cycle(work, year)
        poll = poll_of(cycle)
        counts = select(func.count(), func.count(Voter.code_check), func.count().filter(Voter.ballots_cast > 0))
        voters, codes, voted = work.execute(counts.where(Voter.cycle_id == cycle.id)).one()
        nominees = on_ballot(work, cycle.id)
    is_open, sentence = True, f"Ballots are taken until {poll.closes_at:%Y-%m-%d %H:%M} UTC."
    try:
        check_open(poll, desk.clock.now())
    except Refused as why:
        is_open, sentence = False, why.sentence
    return Turnout(cycle.year, poll.title, voters, codes, voted, is_open, sentence, nominees)


def disagreeing(desk: Desk) -> tuple[tuple[str, ...], int]:
    """Where a box and its roll do not fit together, each a sentence; and how many cycles have ballots.

    As many ballots as voters who have voted are in the box, or under its seal; and what is sealed fits its seal.
    """
    found: list[str] = []
    voted = select(func.count()).where(Voter.cycle_id == Cycle.id, Voter.ballots_cast > 0).scalar_subquery()
    in_box = select(func.count()).where(Ballot.cycle_id == Cycle.id).scalar_subquery()
    with desk.reading() as work:
        rows = work.execute(
            select(Cycle.title, Cycle.year, Cycle.sealed_box, voted, in_box)
            .where((voted > 0) | (in_box > 0) | (Cycle.sealed_box != ""))
            .order_by(Cycle.year)
        ).all()
    for title, year, text, cast, held in rows:
        name = f"{visible(title)} {year}"
        ballots = held
        if text:
            try:
                ballots += sum(read_sealed(text).ballots.values())
            except Refused as why:
                found.append(f"The sealed box of {name} is not as it was sealed. {why.sentence}")
                continue
        if ballots != cast:
            found.append(f"{name}: {cast:,} on the roll have voted, and there are {ballots:,} ballots.")
    return tuple(found), len(rows)

"""The roll of a cycle: who may vote, who has a code, who has voted. What was voted is nowhere near it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import orm, select

from acxdesk.queries.cycles import CycleCard
from acxdesk.records.accreditations import Accreditation
from acxdesk.records.cycles import Cycle
from acxdesk.records.nominations import Nomination
from acxdesk.records.people import Person
from acxdesk.rules.nominations import Answer, State
from acxdesk.rules.voting import Holding, Poll


def holdings(work: orm.Session) -> Mapping[int, list[Holding]]:
    """Every accreditation on the desk by its holder, each with the day of the award that it goes back to.

    One statement, however many there are.
    """
    rows = work.execute(
        select(
            *(Accreditation.id, Accreditation.person_id, Accreditation.awarded_on),
            *(Accreditation.valid_until, Accreditation.state, Accreditation.replaces_id),
        ).order_by(Accreditation.id)
    ).all()
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
    name: str
    has_left: bool  # withdrew or declined after the ballot was made: nobody can vote for her


def on_ballot(work: orm.Session, cycle: int) -> tuple[OnBallot, ...]:
    """The nominees whom the ballots of a cycle name, by key; one statement."""
    rows = work.execute(
        select(
            *(Nomination.id, Nomination.nominee_id, Nomination.ballot_key, Person.name),
            (Nomination.state != State.SUBMITTED) | (Nomination.answer == Answer.DECLINED),
        )
        .join(Nomination.nominee)
        .where(Nomination.cycle_id == cycle, Nomination.ballot_key != "")
        .order_by(Nomination.ballot_key)
    )
    return tuple(OnBallot(*row[:4], has_left=bool(row[4])) for row in rows)


def poll_of(row: Cycle | CycleCard) -> Poll:
    """What of a cycle says whether it takes ballots."""
    return Poll(f"{row.title} {row.year}", row.phase, row.zone, row.voting_from, row.voting_until)

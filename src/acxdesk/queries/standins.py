"""Who could stand in for a coach in one meeting: everybody who coaches, with what speaks against each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import orm, select

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.accreditations import held
from acxdesk.queries.diaries import AWAY_WORDS, away
from acxdesk.queries.requirements import requirements
from acxdesk.queries.teaching import IS_HELD, teaching
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.prerequisites import Of, Unmet, meets

# The longest meeting is a day: one that overlaps starts no earlier than that before.
LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StandIn:
    """A coach who could teach a meeting."""

    person: int
    name: str
    against: tuple[str, ...]  # "teaches CPP-2020-11-24 then"; empty when she is free and holds what is asked


def stand_ins(desk: Desk, meeting: int) -> tuple[StandIn, ...]:
    """Who could teach a meeting, those against whom nothing speaks first, then by name.

    A constant number of statements.

    Args:
        desk: where to read.
        meeting: the number of its row.

    Raises:
        NotFound: no such meeting.
    """
    with desk.reading() as work:
        found = work.execute(
            select(Meeting.id, Meeting.day, Meeting.starts_at, Meeting.ends_at, Session.edition_id)
            .join(Meeting.session)
            .where(Meeting.id == meeting)
        ).one_or_none()
        if found is None:
            raise NotFound("The meeting is not on the desk any more.", remedy="The journal tells what became of it.")
        coaches = work.execute(
            select(Person.id, Person.name).where(Person.coach).order_by(Person.sort_key, Person.id)
        ).all()
        numbers = [one.id for one in coaches]
        against = _taught(work, meeting, found.starts_at, found.ends_at)
        for one in away(work, numbers, found.starts_at, found.ends_at):
            against[one.person].append(AWAY_WORDS[one.kind])
        for person, words in _lacking(work, found.edition_id, numbers, found.day).items():
            against[person].append(words)
    rows = (StandIn(one.id, one.name, tuple(dict.fromkeys(against[one.id]))) for one in coaches)
    return tuple(sorted(rows, key=lambda one: bool(one.against)))


def _taught(work: orm.Session, meeting: int, starts_at: datetime, ends_at: datetime) -> dict[int, list[str]]:
    """Who teaches what while the meeting is held: person -> clauses."""
    then = teaching(
        Meeting.starts_at > starts_at - LONGEST, Meeting.starts_at < ends_at, Meeting.ends_at > starts_at, *IS_HELD
    ).subquery()
    rows = work.execute(
        select(then.c.person_id, Meeting.id, Session.reference)
        .select_from(then)
        .join(Meeting, Meeting.id == then.c.meeting_id)
        .join(Session, Session.id == Meeting.session_id)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    told: dict[int, list[str]] = defaultdict(list)
    for person, number, reference in rows:
        told[person].append("teaches it already" if number == meeting else f"teaches {reference} then")
    return told


def _lacking(work: orm.Session, edition: int, people: list[int], day: date) -> dict[int, str]:
    """Who lacks what a programme asks of its coaches on a day: person -> a clause."""
    groups = requirements(work, (edition,))[edition][Of.COACH].groups
    if not groups:
        return {}
    holds = held(work, people)
    verdicts = ((person, meets(groups, holds.get(person, ()), day)) for person in people)
    return {person: verdict.words for person, verdict in verdicts if isinstance(verdict, Unmet)}

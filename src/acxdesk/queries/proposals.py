"""What could be done about a meeting that clashes: the nearest free times, and coaches who could teach it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, orm, select

from acxdesk.desk.door import Desk
from acxdesk.desk.zonecountries import country_of_zone
from acxdesk.errors import NotFound
from acxdesk.queries.accreditations import held
from acxdesk.queries.clashes import as_wanted
from acxdesk.queries.closures import closed_days
from acxdesk.queries.diaries import away
from acxdesk.queries.requirements import requirements
from acxdesk.queries.stretches import around
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.people import Person
from acxdesk.records.sessions import Meeting, Session
from acxdesk.rules.clashes import NO_MARGINS, Kind, Margins, Wanted, clashes
from acxdesk.rules.enrolments import ATTENDS
from acxdesk.rules.localtime import clock_hours, wall
from acxdesk.rules.prerequisites import Of, lapse
from acxdesk.rules.proposals import DAYS_AROUND, MOST, Coach, Sitting, Slot, slots

_REACH = timedelta(days=DAYS_AROUND + 2)
WEEKEND = frozenset({6, 7})


@dataclass(frozen=True, slots=True)
class Proposals:
    """What could become of one meeting."""

    meeting: int  # its number as a row
    session: str  # its reference
    number: int
    label: str  # "CPPM day 2"
    teachers: Mapping[int, str]  # who teaches it, by number
    slots: tuple[Slot, ...]  # nearest first
    coaches: tuple[Coach, ...]  # who could stand in, those with the fewest meetings around first


def proposals(desk: Desk, meeting: int, margins: Margins = NO_MARGINS, weekend: frozenset[int] = WEEKEND) -> Proposals:
    """The nearest times at which a meeting's coaches and room are free, and who could stand in for a coach of it.

    A constant number of statements, whatever there is around.

    Args:
        desk: an open desk.
        meeting: its number as a row.
        margins: how much time lies between two meetings at least.
        weekend: ISO weekdays on which nothing is proposed.

    Raises:
        NotFound: no such meeting is held.
    """
    with desk.reading() as work:
        row: Any = work.execute(
            select(
                *(Meeting.number, Meeting.day, Meeting.starts_at, Meeting.ends_at),
                *(Session.id, Session.reference, Session.zone, Session.edition_id),
            )
            .join(Meeting.session)
            .where(Meeting.id == meeting, Meeting.cancelled.is_(False))
        ).one_or_none()
        if row is None:
            raise NotFound(f"No meeting {meeting} is held.", remedy="clash list shows what clashes.")
        every = _around(work, row)
        mine = [one for one in every if one.meeting == meeting]
        taken = [one for one in every if one.meeting != meeting]
        sitting = _sitting(work, row.id)
        coaches = _coaches(work, row, mine, taken, margins)
        teaching = {int(one.key): one.name for one in mine if one.kind is Kind.COACH}
        free = slots(
            mine,
            taken,
            sitting=sitting,
            now=desk.clock.now(),
            margins=margins,
            weekend=weekend,
            closed=_closed(work, row),
        )
    label = mine[0].label if mine else f"meeting {row.number}"
    return Proposals(meeting, row.reference, row.number, label, teaching, free, coaches)


def _around(work: orm.Session, row: Row[Any]) -> list[Wanted]:
    """What takes the time of coaches, of the session's people and of rooms in the days around, and who is away."""
    lowest, highest = row.starts_at - _REACH, row.ends_at + _REACH
    given = {"mine": json.dumps([row.id]), "lowest": lowest, "highest": highest}
    found = [as_wanted(each) for each in work.execute(around(), given)]
    staff = work.scalars(select(Person.id).where(Person.coach)).all()
    gone = away(work, staff, lowest, highest)
    found += (Wanted(one.kind, str(one.person), "", None, "", one.kind, one.starts_at, one.ends_at) for one in gone)
    return found


def _sitting(work: orm.Session, session: int) -> list[Sitting]:
    rows = work.execute(
        select(Person.id, Person.zone)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.session_id == session, Enrolment.place.in_(sorted(ATTENDS)))
    )
    return [Sitting(*each) for each in rows]


def _closed(work: orm.Session, row: Row[Any]) -> list[Any]:
    country = country_of_zone(row.zone)
    days = timedelta(days=DAYS_AROUND)
    return list(closed_days(work, (country,) if country else (), row.day - days, row.day + days))


def _coaches(
    work: orm.Session, row: Row[Any], mine: list[Wanted], taken: list[Wanted], margins: Margins
) -> tuple[Coach, ...]:
    """The coaches who are free then and hold what the programme asks of its coaches on that day."""
    if not mine:
        return ()
    people = work.execute(select(Person.id, Person.name, Person.zone).where(Person.coach).order_by(Person.id)).all()
    groups = requirements(work, (row.edition_id,))[row.edition_id][Of.COACH].groups
    holds = held(work, (one.id for one in people))
    affected = sum(one.kind is not Kind.ROOM for one in mine)
    is_in_it = {one.key for one in mine}
    found = []
    for one in people:
        hers = [other for other in taken if other.key == str(one.id)]
        teaches = replace(mine[0], kind=Kind.COACH, key=str(one.id), name=one.name)
        if teaches.key in is_in_it or lapse(groups, holds.get(one.id, ()), [(row.number, row.day)]) is not None:
            continue
        if any(teaches in {clash.one, clash.other} for clash in clashes((teaches, *hers), margins)):
            continue
        load = sum(other.kind is Kind.COACH for other in hers)
        found.append(Coach(one.id, one.name, one.zone, affected + 1, load, _elsewhere(row, one.zone)))
    return tuple(sorted(found, key=lambda each: (each.meetings, each.name))[:MOST])


def _elsewhere(row: Row[Any], zone: str) -> str:
    """The meeting on the clock of a zone; empty where that shows the same, or none is known."""
    here = clock_hours(row.starts_at, row.ends_at, row.zone)
    there = clock_hours(row.starts_at, row.ends_at, zone, beside=wall(row.starts_at, row.zone).date()) if zone else here
    return "" if there == here else there

"""Conflicts of interest of a cycle: what the desk knows, without what was dismissed, with what was declared."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from sqlalchemy import CompoundSelect, Select, func, orm, select

from acxdesk.records.enrolments import Enrolment
from acxdesk.records.marks import Mark
from acxdesk.records.nominations import ConflictRuling, Nomination, Second
from acxdesk.records.people import Person
from acxdesk.records.sessions import SessionCoach
from acxdesk.rules.conflicts import Conflict, Ruling
from acxdesk.rules.enrolments import ATTENDS
from acxdesk.rules.nominations import State

_MOST_NAMED: Final = 500  # people who are asked for by number; of more, everybody's are read

Grounds = Mapping[int, Mapping[int, tuple[str, ...]]]  # person -> standing nomination -> why


def conflicts_of(work: orm.Session, cycle: int, people: Collection[int] | None) -> Grounds:
    """The conflicts that stand between people and the nominees of a cycle. Eight statements, however many people.

    That she is the nominee herself nobody can dismiss.

    Args:
        work: where to read.
        cycle: its number.
        people: whose; None for everybody's.

    Returns:
        Person -> standing nomination -> grounds, each a word of `rules.conflicts.Conflict`, or "declared". Who has
        none is not there.
    """
    whose = None if people is None or len(people) > _MOST_NAMED else set(people)
    found: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for ground, select_pairs in _pairs(cycle).items():
        for person, nomination in work.execute(select_pairs):
            if (whose is None or person in whose) and ground not in found[person][nomination]:
                found[person][nomination].append(ground)
    rulings = work.execute(
        select(ConflictRuling.person_id, ConflictRuling.nomination_id, ConflictRuling.ruling).where(
            ConflictRuling.cycle_id == cycle
        )
    )
    for person, nomination, ruling in rulings:
        if whose is not None and person not in whose:
            continue
        grounds = found[person][nomination]
        if ruling is Ruling.DECLARED:
            grounds.append(Ruling.DECLARED)
        else:
            grounds[:] = [ground for ground in grounds if ground == Conflict.SELF]
    return dict(_standing(found))


def _standing(found: Mapping[int, Mapping[int, list[str]]]) -> Iterator[tuple[int, Mapping[int, tuple[str, ...]]]]:
    for person, by_nomination in found.items():
        grounds = {nomination: tuple(why) for nomination, why in by_nomination.items() if why}
        if grounds:
            yield person, grounds


def _pairs(cycle: int) -> dict[Conflict, Select[int, int] | CompoundSelect[int, int]]:
    """A select for each ground: person, standing nomination."""
    nominee, other = orm.aliased(Person), orm.aliased(Person)
    stands = (Nomination.cycle_id == cycle) & (Nomination.state == State.SUBMITTED)
    first = stands & Nomination.merged_into_id.is_(None)
    standing = func.coalesce(Nomination.merged_into_id, Nomination.id)
    sat_with = (Enrolment.session_id == SessionCoach.session_id) & Enrolment.place.in_(ATTENDS)
    return {
        Conflict.SELF: select(Nomination.nominee_id, Nomination.id).where(first),
        Conflict.NOMINATED: select(Nomination.nominator_id, standing).where(stands),
        Conflict.SECONDED: select(Second.person_id, standing).join(Second.nomination).where(stands),
        Conflict.ORGANISATION: select(other.id, Nomination.id)
        .join(nominee, nominee.id == Nomination.nominee_id)
        .join(other, (other.organisation_id == nominee.organisation_id) & (other.id != nominee.id))
        .where(first),
        Conflict.COACHED: select(SessionCoach.person_id, Nomination.id)
        .join(Enrolment, sat_with)
        .join(Nomination, Nomination.nominee_id == Enrolment.person_id)
        .where(first),
        Conflict.COACHED_BY: select(Enrolment.person_id, Nomination.id)
        .join(SessionCoach, sat_with)
        .join(Nomination, Nomination.nominee_id == SessionCoach.person_id)
        .where(first),
        # A mark has its marker's name, not her number: whoever is called so is taken for her.
        Conflict.MARKED: select(other.id, Nomination.id)
        .join(Enrolment, Enrolment.person_id == Nomination.nominee_id)
        .join(Mark, Mark.enrolment_id == Enrolment.id)
        .join(other, other.name == Mark.marked_by)
        .where(first)
        .union_all(
            select(Enrolment.person_id, Nomination.id)
            .join(nominee, nominee.id == Nomination.nominee_id)
            .join(Mark, Mark.marked_by == nominee.name)
            .join(Enrolment, Enrolment.id == Mark.enrolment_id)
            .where(first)
        ),
    }

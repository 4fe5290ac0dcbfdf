"""Conflicts of interest of a cycle: what the desk knows, without what was dismissed, with what was declared."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Executable, Select, func, orm, select
from sqlalchemy.orm import InstrumentedAttribute

from acxdesk.queries.nominees import standing_of
from acxdesk.records.enrolments import Enrolment
from acxdesk.records.marks import Mark
from acxdesk.records.nominations import ConflictRuling, Nomination, Second
from acxdesk.records.people import Person
from acxdesk.records.sessions import SessionCoach
from acxdesk.rules.conflicts import Conflict, Ruling
from acxdesk.rules.enrolments import ATTENDS
from acxdesk.rules.nominations import State

_MOST_NAMED: Final = 500  # people who are asked for by number; of more, everybody's pairs are read

BETWEEN: Final = ", "  # of the grounds that a ruling dismissed, as they are kept
Grounds = Mapping[int, Mapping[int, tuple[str, ...]]]  # person -> standing nomination -> why


def conflicts_of(work: orm.Session, cycle: int, people: Collection[int] | None) -> Grounds:
    """The conflicts that stand between people and the nominees of a cycle. Nine statements, however many people.

    That she is the nominee herself nobody can dismiss.

    Args:
        work: where to read.
        cycle: its number.
        people: whose; None for everybody's.

    Returns:
        Person -> standing nomination -> grounds, each a word of `rules.conflicts.Conflict`, or "declared". Who has
        none is not there.
    """
    whose = None if people is None or len(people) > _MOST_NAMED else frozenset(people)
    found: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for ground, pairs in _pairs(cycle, whose).items():
        for person, nomination in work.execute(pairs):
            if ground not in found[person][nomination]:
                found[person][nomination].append(ground)
    for (person, nomination), ruled in rulings_of(work, cycle, whose).items():
        grounds = found[person][nomination]
        if ruled.ruling is Ruling.DECLARED:
            grounds.append(Ruling.DECLARED)
        else:
            grounds[:] = [ground for ground in grounds if ground == Conflict.SELF or ground not in ruled.grounds]
    return dict(_standing(found))


@dataclass(frozen=True, slots=True)
class Ruled:
    """What was decided about one person and one nominee."""

    ruling: Ruling
    grounds: tuple[str, ...]  # that were dismissed; what comes up later stands
    note: str


def rulings_of(work: orm.Session, cycle: int, whose: Collection[int] | None) -> Mapping[tuple[int, int], Ruled]:
    """What was decided, by person and standing nomination. Two statements.

    Of several about one nominee, who has several numbers or was nominated again, a declaration holds.

    Args:
        work: where to read.
        cycle: its number.
        whose: only theirs; None for everybody's.
    """
    heads = standing_of(work, cycle)
    rows = select(ConflictRuling).where(ConflictRuling.cycle_id == cycle).order_by(ConflictRuling.id)
    if whose is not None:
        rows = rows.where(ConflictRuling.person_id.in_(whose))
    made: dict[tuple[int, int], Ruled] = {}
    for row in work.scalars(rows):
        if row.nomination_id not in heads:
            continue
        at = row.person_id, heads[row.nomination_id]
        before = made.get(at)
        if before is not None and before.ruling is Ruling.DECLARED:
            continue
        dismissed = () if before is None or row.ruling is Ruling.DECLARED else before.grounds
        made[at] = Ruled(row.ruling, (*dismissed, *filter(None, row.grounds.split(BETWEEN))), row.note)
    return made


def _standing(found: Mapping[int, Mapping[int, list[str]]]) -> Iterator[tuple[int, Mapping[int, tuple[str, ...]]]]:
    for person, by_nomination in found.items():
        grounds = {nomination: tuple(why) for nomination, why in by_nomination.items() if why}
        if grounds:
            yield person, grounds


def _pairs(cycle: int, whose: Collection[int] | None) -> dict[Conflict, Executable]:
    """A select for each ground: person, standing nomination; by every nomination that was submitted, merged or not."""
    nominee, other = orm.aliased(Person), orm.aliased(Person)
    stands = (Nomination.cycle_id == cycle) & (Nomination.state == State.SUBMITTED)
    standing = func.coalesce(Nomination.merged_into_id, Nomination.id)
    sat_with = (Enrolment.session_id == SessionCoach.session_id) & Enrolment.place.in_(ATTENDS)

    def of(person: InstrumentedAttribute[int]) -> Select[int, int]:
        pairs = select(person, standing).where(stands)
        return pairs if whose is None else pairs.where(person.in_(whose))

    return {
        Conflict.SELF: of(Nomination.nominee_id),
        Conflict.NOMINATED: of(Nomination.nominator_id),
        Conflict.SECONDED: of(Second.person_id).join(Second.nomination),
        Conflict.ORGANISATION: of(other.id)
        .select_from(Nomination)
        .join(nominee, nominee.id == Nomination.nominee_id)
        .join(other, (other.organisation_id == nominee.organisation_id) & (other.id != nominee.id)),
        Conflict.COACHED: of(SessionCoach.person_id)
        .select_from(SessionCoach)
        .join(Enrolment, sat_with)
        .join(Nomination, Nomination.nominee_id == Enrolment.person_id),
        Conflict.COACHED_BY: of(Enrolment.person_id)
        .select_from(Enrolment)
        .join(SessionCoach, sat_with)
        .join(Nomination, Nomination.nominee_id == SessionCoach.person_id),
        # A mark has its marker's name, not her number: whoever is called so is taken for her.
        Conflict.MARKED: of(other.id)
        .select_from(Nomination)
        .join(Enrolment, Enrolment.person_id == Nomination.nominee_id)
        .join(Mark, Mark.enrolment_id == Enrolment.id)
        .join(other, other.name == Mark.marked_by)
        .union_all(
            of(Enrolment.person_id)
            .select_from(Nomination)
            .join(nominee, nominee.id == Nomination.nominee_id)
            .join(Mark, Mark.marked_by == nominee.name)
            .join(Enrolment, Enrolment.id == Mark.enrolment_id)
        ),
    }

"""Conflicts of interest of a cycle as a list: who, with whom, why, and what was decided about it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import orm, select

from acxdesk.desk.door import Desk
from acxdesk.queries.conflicts import Ruled, conflicts_of, rulings_of
from acxdesk.queries.cycles import found_cycle
from acxdesk.records.ballots import Voter
from acxdesk.records.cycles import PanelMember
from acxdesk.records.nominations import Nomination
from acxdesk.records.people import Person
from acxdesk.rules.conflicts import Conflict, Ruling, in_words

PROPOSED: Final = "proposed"
_MOST_NAMED: Final = 500  # people who are asked for by number; of more, everybody's names are read


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One conflict, whether it stands or was dismissed."""

    person_id: int
    person: str
    nomination: int  # the one that stands for the nominee
    nominee: str
    grounds: str  # in words: those that stand, else those that were dismissed
    state: str  # proposed, declared, dismissed
    note: str  # of who declared or dismissed it

    @property
    def stands(self) -> bool:
        """Whether her ballot leaves the nominee out, and she gives the nominee no points."""
        return self.state != Ruling.DISMISSED


def conflicts(desk: Desk, year: int | None = None) -> tuple[ConflictRow, ...]:
    """The conflicts of whoever votes or is on the panel, by name; before there is a roll, of everybody.

    That a nominee is herself is left out: it needs no decision. As many statements however many there are.

    Raises:
        NotFound: there is no such cycle.
    """
    with desk.reading() as work:
        cycle = found_cycle(work, year).id
        concerned = _concerned(work, cycle)
        standing = {
            (person, nomination): why
            for person, by in conflicts_of(work, cycle, None).items()
            for nomination, why in by.items()
            if Conflict.SELF not in why and (not concerned or person in concerned)
        }
        ruled = rulings_of(work, cycle, None)
        at = (*standing, *(pair for pair in ruled if pair not in standing))
        people = _names(work, {person for person, _ in at})
        nominees = _nominees(work, cycle)
    rows = [_row(pair, people, nominees, standing.get(pair, ()), ruled.get(pair)) for pair in at]
    return tuple(sorted(rows, key=lambda row: (row.person.casefold(), row.nominee.casefold(), row.nomination)))


def _row(
    pair: tuple[int, int],
    people: Mapping[int, str],
    nominees: Mapping[int, str],
    why: Sequence[str],
    ruled: Ruled | None,
) -> ConflictRow:
    person, nomination = pair
    declared = ruled is not None and ruled.ruling is Ruling.DECLARED
    state = Ruling.DECLARED if declared else PROPOSED if why else Ruling.DISMISSED
    grounds = in_words(why or (ruled.grounds if ruled else ()))
    note = ruled.note if ruled else ""
    return ConflictRow(person, people[person], nomination, nominees[nomination], grounds, state, note)


def _concerned(work: orm.Session, cycle: int) -> set[int]:
    """Whoever votes or scores; nobody before there is a roll."""
    voters = set(work.scalars(select(Voter.person_id).where(Voter.cycle_id == cycle)))
    if not voters:
        return set()
    return voters | set(work.scalars(select(PanelMember.person_id).where(PanelMember.cycle_id == cycle)))


def _nominees(work: orm.Session, cycle: int) -> dict[int, str]:
    rows = work.execute(select(Nomination.id, Person.name).join(Nomination.nominee).where(Nomination.cycle_id == cycle))
    return {row.id: row.name for row in rows}


def _names(work: orm.Session, people: Collection[int]) -> dict[int, str]:
    named = select(Person.id, Person.name)
    if len(people) <= _MOST_NAMED:
        named = named.where(Person.id.in_(people))
    return {row.id: row.name for row in work.execute(named)}

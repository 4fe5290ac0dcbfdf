"""Conflicts of interest of a cycle as a list: who, with whom, why, and what was decided about it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import orm, select

from acxdesk.desk.door import Desk
from acxdesk.queries.conflicts import conflicts_of
from acxdesk.queries.cycles import found_cycle
from acxdesk.records.ballots import Voter
from acxdesk.records.cycles import PanelMember
from acxdesk.records.nominations import ConflictRuling, Nomination
from acxdesk.records.people import Person
from acxdesk.rules.conflicts import Ruling, in_words

PROPOSED: Final = "proposed"
_MOST_NAMED: Final = 500  # people who are asked for by number; of more, everybody's names are read


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One conflict, whether it stands or was dismissed."""

    person_id: int
    person: str
    nomination: int  # the one that stands for the nominee
    nominee: str
    grounds: str  # in words; empty where it was dismissed
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
        concerned = set(work.scalars(select(Voter.person_id).where(Voter.cycle_id == cycle)))
        if concerned:
            concerned |= set(work.scalars(select(PanelMember.person_id).where(PanelMember.cycle_id == cycle)))
        found = conflicts_of(work, cycle, None)
        rulings = {
            (row.person_id, row.nomination_id): row
            for row in work.scalars(select(ConflictRuling).where(ConflictRuling.cycle_id == cycle))
        }
        named = work.execute(
            select(Nomination.id, Nomination.nominee_id, Person.name)
            .join(Nomination.nominee)
            .where(Nomination.cycle_id == cycle)
        ).all()
        nominees = {row.id: row.name for row in named}
        hers = {row.id: row.nominee_id for row in named}
        pairs = {(person, nomination): why for person, by in found.items() for nomination, why in by.items()}
        wanted = {
            pair
            for pair in (*pairs, *rulings)
            if hers[pair[1]] != pair[0] and (not concerned or pair[0] in concerned or pair in rulings)
        }
        people = _names(work, {person for person, _ in wanted})
        rows = []
        for person, nomination in wanted:
            ruling = rulings.get((person, nomination))
            rows.append(
                ConflictRow(
                    person_id=person,
                    person=people[person],
                    nomination=nomination,
                    nominee=nominees[nomination],
                    grounds=in_words(pairs.get((person, nomination), ())),
                    state=ruling.ruling if ruling else PROPOSED,
                    note=ruling.note if ruling else "",
                )
            )
    return tuple(sorted(rows, key=lambda row: (row.person.casefold(), row.nominee.casefold(), row.nomination)))


def _names(work: orm.Session, people: Collection[int]) -> dict[int, str]:
    named = select(Person.id, Person.name)
    if len(people) <= _MOST_NAMED:
        named = named.where(Person.id.in_(people))
    return {row.id: row.name for row in work.execute(named)}

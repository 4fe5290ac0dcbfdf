"""The panel of a cycle: its members, and the sheet of what each gave each nominee."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import orm, select

from acxdesk.desk.door import Desk
from acxdesk.queries.conflicts import conflicts_of
from acxdesk.queries.cycles import found_cycle
from acxdesk.queries.nominations import Standing, standing
from acxdesk.queries.nominees import standing_of
from acxdesk.records.cycles import Cycle, PanelMember
from acxdesk.records.nominations import Score
from acxdesk.records.people import Person
from acxdesk.rules.cycles import PanelRule, Phase
from acxdesk.rules.panels import Candidate, figure, ranked


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of the panel; a column of the sheet."""

    id: int
    person_id: int
    name: str
    number: int  # from 1


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """What one member gave one nominee."""

    points: int  # hundredths of a point of 10
    version: int
    id: int  # of its row


@dataclass(frozen=True, slots=True)
class NomineeRow:
    """A nominee; a row of the sheet."""

    standing: Standing
    scores: Mapping[int, ScoreCell]  # member's number -> what she gave
    conflicts: Mapping[int, tuple[str, ...]]  # member's number -> why she does not score her
    figure: int | None  # hundredths of a point; None: nobody scored her
    rank: int | None  # among those who can be on the shortlist


@dataclass(frozen=True, slots=True)
class PanelSheet:
    """All points of a cycle."""

    cycle: int
    year: int
    title: str
    phase: Phase
    rule: PanelRule
    size: int  # of the shortlist
    members: tuple[MemberRow, ...]
    nominees: tuple[NomineeRow, ...]  # by name


def panel_sheet(desk: Desk, year: int | None = None) -> PanelSheet:
    """The sheet of a cycle, of the active one without a year.

    Raises:
        NotFound: there is no such cycle.
    """
    with desk.reading() as work:
        return sheet_of(work, found_cycle(work, year))


def sheet_of(work: orm.Session, cycle: Cycle) -> PanelSheet:
    """The same in a read or a deed that is under way. The statements are as many whoever is nominated."""
    members = members_of(work, cycle.id)
    numbers = {member.id: member.number for member in members}
    conflicts = conflicts_of(work, cycle.id, {member.person_id for member in members}) if members else {}
    scores = _scores(work, cycle.id, numbers)
    nominees = standing(work, cycle.id)
    against = {
        one.id: {
            member.number: conflicts[member.person_id][one.id]
            for member in members
            if one.id in conflicts.get(member.person_id, {})
        }
        for one in nominees
    }
    counted = {one.id: _counted(scores.get(one.id, {}), against[one.id]) for one in nominees}
    figures = {
        number: figure((cell.points for cell in cells.values()), cycle.panel_rule) for number, cells in counted.items()
    }
    candidates = [Candidate(one.id, one.name, one.is_eligible, figures[one.id]) for one in nominees]
    ranks = {one.nomination: rank for rank, one in ranked(candidates)}
    return PanelSheet(
        cycle=cycle.id,
        year=cycle.year,
        title=cycle.title,
        phase=cycle.phase,
        rule=cycle.panel_rule,
        size=cycle.shortlist_size,
        members=members,
        nominees=tuple(
            NomineeRow(one, scores.get(one.id, {}), against[one.id], figures[one.id], ranks.get(one.id))
            for one in nominees
        ),
    )


def members_of(work: orm.Session, cycle: int) -> tuple[MemberRow, ...]:
    """The panel of a cycle, in the order of its columns."""
    rows = work.execute(
        select(PanelMember.id, PanelMember.person_id, Person.name, PanelMember.number)
        .join(PanelMember.person)
        .where(PanelMember.cycle_id == cycle)
        .order_by(PanelMember.number)
    )
    return tuple(MemberRow(*row) for row in rows)


def _scores(work: orm.Session, cycle: int, numbers: Mapping[int, int]) -> Mapping[int, Mapping[int, ScoreCell]]:
    """Standing nomination -> member's number -> what she gave; where she scored her under several, the one that stands.

    Args:
        work: where to read.
        cycle: its number.
        numbers: of the members, by their rows.
    """
    heads = standing_of(work, cycle)
    cells: dict[int, dict[int, ScoreCell]] = {}
    rows = work.scalars(select(Score).join(Score.member).where(PanelMember.cycle_id == cycle).order_by(Score.id)).all()
    for score in sorted(rows, key=lambda score: score.nomination_id == heads.get(score.nomination_id)):
        if score.nomination_id in heads:
            cell = ScoreCell(score.points, score.version, score.id)
            cells.setdefault(heads[score.nomination_id], {})[numbers[score.member_id]] = cell
    return cells


def _counted(cells: Mapping[int, ScoreCell], against: Mapping[int, tuple[str, ...]]) -> dict[int, ScoreCell]:
    """What counts: points of a member whose conflict was found after she scored do not."""
    return {number: cell for number, cell in cells.items() if number not in against}

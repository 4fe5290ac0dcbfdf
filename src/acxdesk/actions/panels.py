"""The panel of an award: who is on it, what each gives each nominee, and the shortlist that follows."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from acxdesk.actions.cycles import Year
from acxdesk.actions.requests import Reason, Request, RowNumber
from acxdesk.actions.versions import check_cell
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.cycles import dates_of, found_cycle
from acxdesk.queries.panels import MemberRow, NomineeRow, PanelSheet, members_of, sheet_of
from acxdesk.records.cycles import Cycle, PanelMember
from acxdesk.records.nominations import Nomination, Score
from acxdesk.records.people import Person
from acxdesk.rules.conflicts import in_words
from acxdesk.rules.cycles import Phase, check_due
from acxdesk.rules.localtime import wall
from acxdesk.rules.marks import points
from acxdesk.rules.panels import OUT_OF, Candidate, shortlist
from acxdesk.rules.schemes import points_words

_OPEN: Final = frozenset({Phase.PLANNED, Phase.NOMINATING, Phase.SCREENING})  # until the shortlist is made


class PanelRequest(Request):
    """Somebody who is to be on the panel, or no longer."""

    year: Year | None = None  # None: the active cycle
    person: RowNumber


class ScoreCellSaid(BaseModel):
    """One cell as somebody typed it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nomination: RowNumber  # the one that stands
    member: RowNumber  # the person's number
    points: str  # a plain number of 0 to 10; empty takes it away
    version: Annotated[int, Field(ge=0)] | None = None  # as read; 0: it was empty; None: nobody looked


class EnterScores(Request):
    """Points of one cell or many; all of them, or none."""

    year: Year | None = None
    scores: Annotated[tuple[ScoreCellSaid, ...], Field(min_length=1)]


class MakeShortlist(Request):
    """The shortlist: by the panel's points, or chosen by hand with the reason."""

    year: Year | None = None
    nominations: tuple[RowNumber, ...] = ()  # those that stand; none: the best by points
    reason: Reason = ""  # why by hand


def add_member(desk: Desk, request: PanelRequest) -> Receipt:
    """Put somebody on the panel, behind the others.

    Raises:
        NotFound: no such cycle or person.
        Refused: she is on it, or the shortlist is made.
    """
    with desk.changing("panel add", deed=request.deed) as change:
        cycle = open_cycle(change, request.year)
        name = _name(change, request.person)
        members = members_of(change.work, cycle.id)
        if any(member.person_id == request.person for member in members):
            raise Refused(f"{name} is on the panel of {cycle.year} already.")
        last = max((member.number for member in members), default=0)
        change.work.add(PanelMember(cycle_id=cycle.id, person_id=request.person, number=last + 1))
        change.say(f"{name} is on the panel of {cycle.year}.")
    return Receipt(change.sentence, rehearsed=desk.rehearsal)


def remove_member(desk: Desk, request: PanelRequest) -> Receipt:
    """Take somebody off the panel; what she gave goes with her.

    Raises:
        NotFound: no such cycle, or she is not on its panel.
        Refused: the shortlist is made.
    """
    with desk.changing("panel remove", deed=request.deed) as change:
        cycle = open_cycle(change, request.year)
        member = _member(members_of(change.work, cycle.id), request.person, cycle)
        scores = change.work.scalars(select(Score).where(Score.member_id == member.id)).all()
        for score in scores:
            change.work.delete(score)
        change.work.flush()
        change.work.delete(change.work.get_one(PanelMember, member.id))
        gone = f", and {len(scores)} of her points with her" if scores else ""
        change.say(f"{member.name} is off the panel of {cycle.year}{gone}.")
    return Receipt(change.sentence, rehearsed=desk.rehearsal)


def enter_scores(desk: Desk, request: EnterScores) -> Receipt:
    """Enter points, change them, or take them away, as one deed.

    Raises:
        NotFound: no such cycle, nominee or member.
        Overtaken: somebody else changed a cell since it was read.
        Refused: a cell is no number of 0 to 10; its member has a conflict of interest; the shortlist is made.
    """
    with desk.changing("panel score", deed=request.deed) as change:
        cycle = open_cycle(change, request.year)
        sheet = sheet_of(change.work, cycle)
        told = tuple(entered(change, sheet, cycle, cell) for cell in request.scores)
        change.say(told[0] if len(told) == 1 else f"{len(told)} points of the panel of {cycle.year} entered.")
        changed = change.changed
    return Receipt(change.sentence, told if len(told) > 1 else (), changed=changed, rehearsed=desk.rehearsal)


def make_shortlist(desk: Desk, request: MakeShortlist) -> Receipt:
    """Make the shortlist and lead the cycle on; who has as many points as the last one is on it too.

    Raises:
        NotFound: no such cycle or nominee.
        Refused: the cycle is not screening, it is too early, nobody can be on it, or a choice lacks its reason.
    """
    with desk.changing("panel shortlist", deed=request.deed) as change:
        cycle = found_cycle(change.work, request.year)
        if cycle.phase is not Phase.SCREENING:
            raise Refused(
                f"The shortlist is made while nominations are screened; {cycle.title} {cycle.year} is {cycle.phase}."
            )
        check_due(Phase.SHORTLISTED, dates_of(cycle), wall(change.now, cycle.zone).date())
        if request.reason and not request.nominations:
            raise Refused("A reason is for a shortlist by hand, and nobody is chosen.", remedy="Name who is on it.")
        sheet = sheet_of(change.work, cycle)
        chosen = _chosen(sheet, request) if request.nominations else _best(sheet)
        for one in chosen:
            change.work.get_one(Nomination, one.standing.id).shortlisted = True
        cycle.phase = Phase.SHORTLISTED
        names = ", ".join(one.standing.name for one in chosen)
        why = f" By hand: {request.reason}" if request.nominations else ""
        change.say(f"{cycle.title} {cycle.year} is shortlisted now: {names}.{why}")
        ids = tuple(one.standing.id for one in chosen)
    lines = (*_doubts(sheet, request, chosen), *map(_told, chosen))
    return Receipt(change.sentence, lines, ids, rehearsed=desk.rehearsal)


def _doubts(sheet: PanelSheet, request: MakeShortlist, chosen: Sequence[NomineeRow]) -> Iterator[str]:
    """What is to be known before a shortlist is made."""
    more = len(chosen) - sheet.size
    if not request.nominations and more > 0:
        yield f"{more} more than {sheet.size}: they have as many points as the last one."
    able = [one for one in sheet.nominees if one.standing.is_eligible]
    missing = sum(_missing(sheet, one) for one in able)
    if missing:
        unscored = sum(one.figure is None for one in able)
        nobody = f"; {unscored} eligible have none at all" if unscored else ""
        yield f"! {missing} of {missing + sum(_given(one) for one in able)} points are not given{nobody}."


def _given(one: NomineeRow) -> int:
    return len(one.scores.keys() - one.conflicts.keys())


def _missing(sheet: PanelSheet, one: NomineeRow) -> int:
    asked = {member.number for member in sheet.members} - one.conflicts.keys()
    return len(asked - one.scores.keys())


def _best(sheet: PanelSheet) -> tuple[NomineeRow, ...]:
    rows = {one.standing.id: one for one in sheet.nominees}
    candidates = [
        Candidate(one.standing.id, one.standing.name, one.standing.is_eligible, one.figure) for one in sheet.nominees
    ]
    best = tuple(rows[one.nomination] for one in shortlist(candidates, sheet.size))
    if not best:
        raise Refused(
            f"Nobody of {sheet.year} is both eligible and scored.",
            remedy="Enter the panel's points, or choose by hand with the reason.",
        )
    return best


def _chosen(sheet: PanelSheet, request: MakeShortlist) -> tuple[NomineeRow, ...]:
    if not request.reason:
        raise Refused("A shortlist by hand needs its reason.", remedy="Say why the points do not decide.")
    wanted = tuple(_nominee(sheet, number) for number in dict.fromkeys(request.nominations))
    for one in wanted:
        if not one.standing.is_eligible:
            failed = next(finding for finding in one.standing.findings if not finding.passes)
            raise Refused(
                f"{one.standing.name} cannot be on the shortlist: {failed.sentence}",
                remedy="An exception is a deed of its own, with its reason.",
            )
    return wanted


def _told(one: NomineeRow) -> str:
    given = "not scored" if one.figure is None else f"{points_words(one.figure)} of {points_words(OUT_OF)}"
    return f"{one.standing.name}: {given}."


def entered(change: Changing, sheet: PanelSheet, cycle: Cycle, cell: ScoreCellSaid) -> str:
    """Enter one cell in a deed that is under way; what was done.

    Raises:
        NotFound, Overtaken, Refused: as `enter_scores`.
    """
    nominee = _nominee(sheet, cell.nomination)
    member = _member(sheet.members, cell.member, cycle)
    name, by = nominee.standing.name, member.name
    seen = nominee.scores.get(member.number)
    read = None if cell.version is None else (0, cell.version)
    check_cell(change.work, Score, f"{by}'s score of {name}", read=read, now=(0, seen.version if seen else 0))
    row = change.work.get_one(Score, seen.id) if seen else None
    if not cell.points:  # also of a member whose conflict came up after she had scored
        if row is not None:
            change.work.delete(row)
        return f"{name}: the points of {by} taken away."
    if why := nominee.conflicts.get(member.number):
        raise Refused(f"{by} does not score {name}: {in_words(why)}.", remedy="A conflict is dismissed with a note.")
    given = points(cell.points, out_of=OUT_OF, what="The score")
    if row is None:
        row = Score(member_id=member.id, nomination_id=nominee.standing.id, points=given, scored_at=change.now)
        change.work.add(row)
    elif row.points != given:
        row.points, row.scored_at = given, change.now
    change.concern("person", nominee.standing.nominee_id)
    change.concern("cycle", cycle.id)
    return f"{name}: {points_words(given)} of {points_words(OUT_OF)} by {by}."


def open_cycle(change: Changing, year: int | None) -> Cycle:
    """The cycle, as long as its panel scores.

    Raises:
        NotFound: there is no such cycle.
        Refused: the shortlist is made.
    """
    cycle = found_cycle(change.work, year)
    if cycle.phase not in _OPEN:
        raise Refused(f"The panel of {cycle.year} is done: the cycle is {cycle.phase}.")
    return cycle


def _name(change: Changing, person: int) -> str:
    name = change.work.scalar(select(Person.name).where(Person.id == person))
    if name is None:
        raise NotFound(f"There is no person {person}.", remedy="See `acxdesk person list`.")
    return name


def _member(members: Sequence[MemberRow], person: int, cycle: Cycle) -> MemberRow:
    found = next((member for member in members if member.person_id == person), None)
    if found is None:
        listed = ", ".join(member.name for member in members) or "nobody"
        raise NotFound(f"That person is not on the panel of {cycle.year}.", remedy=f"On it: {listed}.")
    return found


def _nominee(sheet: PanelSheet, nomination: int) -> NomineeRow:
    found = next((one for one in sheet.nominees if one.standing.id == nomination), None)
    if found is None:
        raise NotFound(f"No nominee of {sheet.year} stands by nomination {nomination}.", remedy="See panel sheet.")
    return found

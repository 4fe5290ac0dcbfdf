"""Conflicts of interest are declared by whoever has one, or dismissed with a note where the desk proposed one."""

from sqlalchemy import select

from acxdesk.actions.cycles import Year
from acxdesk.actions.requests import GivenReason, Request, RowNumber
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.conflicts import BETWEEN, conflicts_of
from acxdesk.queries.cycles import found_cycle
from acxdesk.queries.nominees import standing_of
from acxdesk.records.ballots import Voter
from acxdesk.records.cycles import Cycle
from acxdesk.records.nominations import ConflictRuling, Nomination
from acxdesk.records.people import Person
from acxdesk.rules.conflicts import Conflict, Ruling
from acxdesk.rules.cycles import Phase
from acxdesk.rules.nominations import State

_CLOSED = frozenset({Phase.COUNTED, Phase.ANNOUNCED, Phase.ABANDONED})


class RuleOnConflict(Request):
    """Whose conflict with which nominee, and why it is declared or dismissed."""

    year: Year | None = None  # None: the active cycle
    person: RowNumber  # who votes or scores
    nomination: RowNumber  # the one that stands for the nominee
    note: GivenReason


class WithdrawRuling(Request):
    """A declaration or a dismissal that holds no longer."""

    year: Year | None = None
    person: RowNumber
    nomination: RowNumber


def declare(desk: Desk, request: RuleOnConflict) -> Receipt:
    """Note a conflict that somebody declares. Her ballot leaves the nominee out from then on.

    Raises:
        NotFound: no such cycle, person or nominee.
        Refused: she is the nominee herself, or the ballots are counted.
    """
    return _ruled(desk, request, Ruling.DECLARED)


def dismiss(desk: Desk, request: RuleOnConflict) -> Receipt:
    """Let a conflict that the desk proposes, or one that was declared, not stand, with a note.

    Raises:
        NotFound: no such cycle, person or nominee.
        Refused: there is none; she is the nominee herself; or the ballots are counted.
    """
    return _ruled(desk, request, Ruling.DISMISSED)


def withdraw_ruling(desk: Desk, request: WithdrawRuling) -> Receipt:
    """Go back to what the desk knows by itself.

    Raises:
        NotFound: no such cycle, or nothing was declared or dismissed.
        Refused: the ballots are counted.
    """
    with desk.changing("conflict withdraw", deed=request.deed) as change:
        cycle = _open_cycle(change, request.year)
        rows = _rulings(change, cycle, request.person, request.nomination)
        if not rows:
            raise NotFound("Nothing was declared or dismissed there.", remedy="See `acxdesk conflict list`.")
        name, nominee = _names(change, cycle, request.person, request.nomination)
        for row in rows:
            change.work.delete(row)
        change.say(f"{name} and {nominee}: nothing is declared or dismissed any more.")
        later = _later(change, cycle, request.person)
    return Receipt(change.sentence, later, rehearsed=desk.rehearsal)


def _ruled(desk: Desk, request: RuleOnConflict, ruling: Ruling) -> Receipt:
    verb = "declare" if ruling is Ruling.DECLARED else "dismiss"
    with desk.changing(f"conflict {verb}", deed=request.deed) as change:
        cycle = _open_cycle(change, request.year)
        name, nominee = _names(change, cycle, request.person, request.nomination)
        stands = conflicts_of(change.work, cycle.id, {request.person}).get(request.person, {})
        why = stands.get(request.nomination, ())
        if Conflict.SELF in why:
            raise Refused(f"{name} is the nominee herself: nobody votes for herself, whatever is said.")
        if ruling is Ruling.DISMISSED and not why:
            raise Refused(f"No conflict stands between {name} and {nominee}.")
        row, *others = _rulings(change, cycle, request.person, request.nomination) or [_new(cycle, request)]
        for other in others:  # under another number of the nominee: one ruling is left of them
            change.work.delete(other)
        change.work.add(row)
        row.nomination_id = request.nomination
        known = {*filter(None, row.grounds.split(BETWEEN)), *why} - {Ruling.DECLARED}
        row.grounds = "" if ruling is Ruling.DECLARED else BETWEEN.join(sorted(known))
        row.ruling, row.note, row.at, row.who = ruling, request.note, change.now, change.who
        change.say(f"Conflict of {name} with {nominee} {ruling}: {request.note}")
        later = _later(change, cycle, request.person)
    return Receipt(change.sentence, later, rehearsed=desk.rehearsal)


def _later(change: Changing, cycle: Cycle, person: int) -> tuple[str, ...]:
    """What becomes of a ballot that she has cast: nobody can find it to change it."""
    with change.work.no_autoflush:
        cast = change.work.scalar(
            select(Voter.ballots_cast).where(Voter.cycle_id == cycle.id, Voter.person_id == person)
        )
    return ("She has voted: it holds for the next ballot that she casts with her code.",) if cast else ()


def _open_cycle(change: Changing, year: int | None) -> Cycle:
    cycle = found_cycle(change.work, year)
    if cycle.phase in _CLOSED:
        raise Refused(f"Conflicts of {cycle.year} are settled: the cycle is {cycle.phase}.")
    return cycle


def _rulings(change: Changing, cycle: Cycle, person: int, nomination: int) -> list[ConflictRuling]:
    """What was decided about a person and a nominee, under whichever number of the nominee; that of this one first."""
    heads = standing_of(change.work, cycle.id)
    rows = change.work.scalars(
        select(ConflictRuling).where(ConflictRuling.cycle_id == cycle.id, ConflictRuling.person_id == person)
    )
    hers = [row for row in rows if heads.get(row.nomination_id) == nomination]
    return sorted(hers, key=lambda row: row.nomination_id != nomination)


def _new(cycle: Cycle, request: RuleOnConflict) -> ConflictRuling:
    about = {"cycle_id": cycle.id, "person_id": request.person, "nomination_id": request.nomination}
    return ConflictRuling(**about, grounds="")


def _names(change: Changing, cycle: Cycle, person: int, nomination: int) -> tuple[str, str]:
    name = change.work.scalar(select(Person.name).where(Person.id == person))
    if name is None:
        raise NotFound(f"There is no person {person}.", remedy="See `acxdesk person list`.")
    nominee = change.work.scalar(
        select(Person.name)
        .join(Nomination, Nomination.nominee_id == Person.id)
        .where(
            Nomination.id == nomination,
            Nomination.cycle_id == cycle.id,
            Nomination.state == State.SUBMITTED,
            Nomination.merged_into_id.is_(None),
        )
    )
    if nominee is None:
        raise NotFound(f"No nominee of {cycle.year} stands by nomination {nomination}.")
    return name, nominee

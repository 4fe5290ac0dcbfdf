"""Nominations are screened: two nominees who are one human merged, a rule excepted, a citation written."""

from sqlalchemy import orm, select

from acxdesk.actions.nominations import called, person, stands_for, taking
from acxdesk.actions.requests import GivenReason, Request, RowNumber, Text
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.queries.nominations import standing
from acxdesk.records.nominations import EligibilityException, Nomination
from acxdesk.rules.nominations import Answer, Ground, check_citing, check_screening


class Merge(Request):
    """Two nominations whose nominees are one human."""

    nomination: RowNumber  # the one to be merged
    into: RowNumber  # the one that stands from then on


class Except(Request):
    """A rule of eligibility that does not hold for a nominee, who stands nevertheless."""

    nomination: RowNumber
    ground: Ground
    reason: GivenReason


class LiftException(Request):
    """An exception that is given no longer."""

    nomination: RowNumber
    ground: Ground


class Cite(Request):
    """What is said of a nominee if she wins or comes second."""

    nomination: RowNumber
    version: int | None = None
    citation: Text


def merge(desk: Desk, request: Merge) -> Receipt:
    """Let one nomination, and all merged into it, be merged into another; every nominator is kept.

    Raises:
        NotFound: no such nomination.
        Refused: both are one already, of two cycles, or the shortlist is made.
    """
    with desk.changing("nomination merge", deed=request.deed) as change:
        row, cycle = stands_for(change, request.nomination)
        into, other = stands_for(change, request.into)
        if row.id == into.id:
            raise Refused(f"Nominations {request.nomination} and {request.into} are one already.")
        if cycle.id != other.id:
            raise Refused(f"Nomination {row.id} is of {cycle.year}, and {into.id} of {other.year}.")
        check_screening(taking(change, cycle), "A merge")
        name, target = called(change.work, row), called(change.work, into)
        for each in change.work.scalars(select(Nomination).where(Nomination.merged_into_id == row.id)):
            each.merged_into_id = into.id
        row.merged_into_id = into.id
        if into.answer is Answer.WAITING:  # she has answered, under her other number
            into.answer, into.answered_at = row.answer, row.answered_at
        change.say(f"{name} merged into {target[0].lower()}{target[1:]}.")
        number = into.id
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def except_(desk: Desk, request: Except) -> Receipt:
    """Let a nominee stand although one rule does not hold for her.

    Raises:
        NotFound: no such nomination.
        Refused: the rule holds, the cycle has it not, nobody can be excepted of it, or the shortlist is made.
    """
    with desk.changing("nomination except", deed=request.deed) as change:
        row, cycle = stands_for(change, request.nomination)
        check_screening(taking(change, cycle), "An exception")
        name = person(change.work, row.nominee_id).name
        if request.ground is Ground.ACCEPTED:
            raise Refused("Nobody is excepted from accepting.", remedy="Ask her, and note her answer.")
        findings = {
            each.ground: each for of in standing(change.work, cycle.id) if of.id == row.id for each in of.findings
        }
        if request.ground not in findings:
            raise Refused(f"{cycle.title} {cycle.year} has no rule “{request.ground}”.")
        if findings[request.ground].holds:
            raise Refused(f"{name} needs no exception: {findings[request.ground].sentence}")
        given = _given(change.work, row.id, request.ground)
        number = row.id
        if given is None:
            change.work.add(
                EligibilityException(
                    nomination_id=row.id,
                    ground=request.ground,
                    reason=request.reason,
                    at=change.now,
                    who=change.who,
                )
            )
        else:
            given.reason, given.at, given.who = request.reason, change.now, change.who
        change.say(f"{name} excepted from “{request.ground}”: {request.reason}")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def lift(desk: Desk, request: LiftException) -> Receipt:
    """Take an exception back that was given some time ago.

    Raises:
        NotFound: no such nomination.
        Refused: there is none, or the shortlist is made.
    """
    with desk.changing("nomination lift", deed=request.deed) as change:
        row, cycle = stands_for(change, request.nomination)
        check_screening(taking(change, cycle), "Lifting an exception")
        name, given = person(change.work, row.nominee_id).name, _given(change.work, row.id, request.ground)
        if given is None:
            raise Refused(f"{name} is not excepted from “{request.ground}”.")
        change.work.delete(given)
        change.say(f"{name} is not excepted from “{request.ground}” any more.")
        number = row.id
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def cite(desk: Desk, request: Cite) -> Receipt:
    """Write what is said of a nominee if she wins or comes second.

    Raises:
        NotFound: no such nomination.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: the result is announced.
    """
    with desk.changing("nomination cite", deed=request.deed) as change:
        row, cycle = stands_for(change, request.nomination, request.version)
        check_citing(taking(change, cycle))
        name, number = person(change.work, row.nominee_id).name, row.id
        row.citation = request.citation
        if not change.changed:
            return Receipt(f"The citation of {name} is so already.", ids=(number,), changed=False)
        change.say(f"Citation of {name} written." if row.citation else f"Citation of {name} taken away.")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def _given(work: orm.Session, nomination: int, ground: Ground) -> EligibilityException | None:
    return work.scalars(
        select(EligibilityException).where(
            EligibilityException.nomination_id == nomination, EligibilityException.ground == ground
        )
    ).first()

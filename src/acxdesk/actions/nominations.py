"""Nominations are drafted, submitted, edited, answered, seconded and withdrawn."""

from typing import Annotated

from pydantic import AfterValidator
from sqlalchemy import ColumnElement, orm, select

from acxdesk.actions.cycles import Year
from acxdesk.actions.requests import Line, Reason, Request, RowNumber, Text, kept
from acxdesk.actions.versions import check_version
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.queries.cycles import found_cycle
from acxdesk.queries.nominations import missing
from acxdesk.records.cycles import Cycle
from acxdesk.records.nominations import Evidence, Nomination, Second
from acxdesk.records.people import Person
from acxdesk.rules.localtime import wall
from acxdesk.rules.nominations import (
    MOST_EVIDENCE,
    Answer,
    Category,
    State,
    Taking,
    check_answering,
    check_drafting,
    check_leaving,
    check_taking,
    evidence_of,
)


def _evidence(said: tuple[str, ...], what: str) -> tuple[str, ...]:
    pieces = tuple(dict.fromkeys(piece for piece in said if piece))
    if len(pieces) > MOST_EVIDENCE:
        raise Refused(f"{what} has {len(pieces):,} pieces; at most {MOST_EVIDENCE}.", remedy="Keep the best of them.")
    for piece in pieces:
        evidence_of(piece)
    return pieces


Pieces = Annotated[tuple[Line, ...], AfterValidator(kept(_evidence))]


class Nominate(Request):
    """One person proposed by another, as a draft or submitted at once."""

    year: Year | None = None  # None: the active cycle, else the newest
    nominee: RowNumber
    nominator: RowNumber
    category: Category
    statement: Text = ""  # a draft may be without
    evidence: Pieces = ()  # links, and names of files
    submitted: bool = True


class EditNomination(Request):
    """New words for a nomination. What is None stays as it is."""

    nomination: RowNumber
    version: int | None = None  # as it was read; a change since then is not overwritten
    category: Category | None = None
    statement: Text | None = None
    evidence: Pieces | None = None  # all of it anew


class OfNomination(Request):
    """A deed on one nomination that needs no more words."""

    nomination: RowNumber
    version: int | None = None


class AnswerNomination(OfNomination):
    """What the nominee says."""

    accepted: bool
    reason: Reason = ""


class SecondNomination(Request):
    """A peer's support."""

    nomination: RowNumber
    person: RowNumber
    note: Reason = ""


class WithdrawNomination(OfNomination):
    """A nomination that is taken back, or with `everything` a nominee who leaves."""

    reason: Reason = ""
    everything: bool = False  # those merged into it as well


def nominate(desk: Desk, request: Nominate) -> Receipt:
    """Write a nomination down; submitted, it stands for its nominee, or is merged into the one that does.

    Raises:
        NotFound: no such cycle or person.
        Refused: nominations are not taken now; somebody nominates herself, or the same nominee twice; a submitted one
            has no statement.
    """
    with desk.changing("nominate", deed=request.deed) as change:
        row, told = nominated(change, found_cycle(change.work, request.year), request)
        number = row.id
        change.say(told)
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def nominated(change: Changing, cycle: Cycle, request: Nominate) -> tuple[Nomination, str]:
    """As `nominate`, in a deed that is under way: the new row, and what is to be said."""
    nominee, nominator = person(change.work, request.nominee), person(change.work, request.nominator)
    check_drafting(taking(change, cycle))
    if request.submitted:  # before anything is written: of a table the other lines go on
        check_taking(taking(change, cycle), "nominations")
        _check_statement(State.SUBMITTED, request.statement)
    if nominee.id == nominator.id:
        raise Refused(f"{nominee.name} cannot nominate herself.", remedy="Name the peer who proposes her.")
    twice = change.work.execute(
        select(Nomination.id, Nomination.state).where(
            Nomination.cycle_id == cycle.id,
            Nomination.nominee_id == nominee.id,
            Nomination.nominator_id == nominator.id,
            Nomination.state != State.WITHDRAWN,
        )
    ).first()
    if twice is not None:
        raise Refused(
            f"{nominator.name} has nominated {nominee.name} already: nomination {twice.id}, {twice.state}.",
            remedy="Edit that one.",
        )
    row = Nomination(
        uid=change.new_uid(),
        cycle_id=cycle.id,
        nominee_id=nominee.id,
        nominator_id=nominator.id,
        category=request.category,
        statement=request.statement,
        state=State.DRAFT,
        answer=Answer.WAITING,
        reason="",
        shortlisted=False,
        ballot_key="",
        ballot_name="",
        citation="",
    )
    change.work.add(row)
    change.work.flush()
    _put_evidence(change.work, row, request.evidence)
    if not request.submitted:
        return row, f"Draft: {nominee.name}, nominated by {nominator.name}."
    return row, _submitted(change, cycle, row)


def submit(desk: Desk, request: OfNomination) -> Receipt:
    """Submit a draft. The first nomination of a nominee stands, a further one is merged into it.

    Raises:
        NotFound: there is none.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: it is no draft, has no statement, or nominations are not taken now.
    """
    with desk.changing("nomination submit", deed=request.deed) as change:
        row, cycle = found(change, request.nomination, request.version)
        if row.state is not State.DRAFT:
            raise Refused(f"Nomination {row.id} is {row.state} already.")
        change.say(_submitted(change, cycle, row))
        number = row.id
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def edit_nomination(desk: Desk, request: EditNomination) -> Receipt:
    """Change the category, statement or evidence of a nomination, while nominations are taken.

    Raises:
        NotFound: there is none.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: it is withdrawn, or nominations are over.
    """
    with desk.changing("nomination edit", deed=request.deed) as change:
        row, cycle = found(change, request.nomination, request.version)
        number, name = row.id, called(change.work, row)
        _check_there(row)
        if row.state is State.DRAFT:
            check_drafting(taking(change, cycle))
        else:
            check_taking(taking(change, cycle), "changes of nominations")
        row.category = request.category or row.category
        if request.statement is not None:
            _check_statement(row.state, request.statement)
            row.statement = request.statement
        if request.evidence is not None:
            _replace_evidence(change.work, row, request.evidence)
        if not change.changed:
            return Receipt(f"{name} is so already.", ids=(number,), changed=False)
        change.say(f"{name} edited.")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def answer(desk: Desk, request: AnswerNomination) -> Receipt:
    """Note that the nominee accepts or declines; of a merged nomination the one that stands has the answer.

    Raises:
        NotFound: there is none.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: it is a draft or withdrawn, or voting has opened.
    """
    with desk.changing("nomination accept" if request.accepted else "nomination decline", deed=request.deed) as change:
        row, cycle = stands_for(change, request.nomination, request.version)
        check_answering(taking(change, cycle))
        number, said = row.id, Answer.ACCEPTED if request.accepted else Answer.DECLINED
        nominee = person(change.work, row.nominee_id).name
        if row.answer is said and row.reason == request.reason:
            return Receipt(f"{nominee} has {said} already.", ids=(number,), changed=False)
        row.answer, row.answered_at, row.reason = said, change.now, request.reason
        change.say(f"{nominee} {said} her nomination.")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def second(desk: Desk, request: SecondNomination) -> Receipt:
    """Note that a peer supports a nomination.

    Raises:
        NotFound: no such nomination or person.
        Refused: she is the nominee, nominated her, or seconds her already; seconds are not taken now.
    """
    with desk.changing("nomination second", deed=request.deed) as change:
        row, cycle = stands_for(change, request.nomination)
        check_taking(taking(change, cycle), "seconds")
        peer, nominee = person(change.work, request.person), person(change.work, row.nominee_id)
        family = change.work.execute(
            select(Nomination.id, Nomination.nominee_id, Nomination.nominator_id).where(_of(row.id))
        ).all()
        if any(peer.id == each.nominee_id for each in family):
            raise Refused(f"{peer.name} cannot second herself.")
        if any(peer.id == each.nominator_id for each in family):
            raise Refused(f"{peer.name} nominated {nominee.name}; a second is somebody else's.")
        there = select(Second.id).where(
            Second.person_id == peer.id, Second.nomination_id.in_([each.id for each in family])
        )
        if change.work.scalar(there):
            raise Refused(f"{peer.name} seconds {nominee.name} already.")
        change.work.add(Second(nomination_id=row.id, person_id=peer.id, note=request.note, at=change.now))
        change.say(f"{peer.name} seconds {nominee.name}.")
        number = row.id
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


def withdraw(desk: Desk, request: WithdrawNomination) -> Receipt:
    """Take a nomination back; of a nominee who leaves, all of hers. A ballot that ranks her passes her over.

    Raises:
        NotFound: there is none.
        Overtaken: somebody else changed it since `request.version` was read.
        Refused: it is withdrawn, the ballots are counted, or others are merged into it and are not named.
    """
    with desk.changing("nomination withdraw", deed=request.deed) as change:
        row, cycle = found(change, request.nomination, request.version)
        _check_there(row)
        check_leaving(taking(change, cycle))
        number, name = row.id, called(change.work, row)
        rows = change.work.scalars(select(Nomination).where(_of(row.id), Nomination.state != State.WITHDRAWN)).all()
        if len(rows) > 1 and not request.everything:
            others = ", ".join(str(each.id) for each in rows if each.id != row.id)
            raise Refused(
                f"{name} stands for {others} as well.",
                remedy="Withdraw those first, or everything if the nominee leaves: --everything.",
            )
        for each in rows:
            each.state, each.reason = State.WITHDRAWN, request.reason
        change.say(f"{name} withdrawn{f': {request.reason}' if request.reason else '.'}")
    return Receipt(change.sentence, ids=(number,), rehearsed=desk.rehearsal)


# ---- what deeds on nominations share


def found(change: Changing, number: int, version: int | None = None) -> tuple[Nomination, Cycle]:
    """A nomination and its cycle.

    Raises:
        NotFound: there is none of that number.
        Overtaken: it is not as it was read.
    """
    row = change.work.get(Nomination, number)
    if row is None:
        raise missing(number)
    check_version(change.work, row, f"Nomination {number}", read=version, now=row.version)
    return row, change.work.get_one(Cycle, row.cycle_id)


def stands_for(change: Changing, number: int, version: int | None = None) -> tuple[Nomination, Cycle]:
    """The submitted nomination that stands for this one: itself, or the one that it was merged into.

    Raises:
        NotFound, Overtaken: as `found`.
        Refused: it is a draft, or withdrawn.
    """
    row, cycle = found(change, number, version)
    _check_there(row)
    if row.state is State.DRAFT:
        raise Refused(f"{called(change.work, row)} is a draft.", remedy="Submit it first.")
    if row.merged_into_id is not None:
        row = change.work.get_one(Nomination, row.merged_into_id)
    return row, cycle


def taking(change: Changing, cycle: Cycle) -> Taking:
    """What the cycle takes now."""
    today = wall(change.now, cycle.zone).date()
    return Taking(f"{cycle.title} {cycle.year}", cycle.phase, cycle.nominating_until, today)


def person(work: orm.Session, number: int) -> Person:
    """Somebody by her number.

    Raises:
        Refused: there is nobody.
    """
    row = work.get(Person, number)
    if row is None:
        raise Refused(f"There is no person {number}.", remedy="See `acxdesk person list`.")
    return row


def called(work: orm.Session, row: Nomination) -> str:
    """How a sentence calls a nomination."""
    nominee, nominator = person(work, row.nominee_id).name, person(work, row.nominator_id).name
    return f"Nomination {row.id} of {nominee} by {nominator}"


def _submitted(change: Changing, cycle: Cycle, row: Nomination) -> str:
    check_taking(taking(change, cycle), "nominations")
    _check_statement(State.SUBMITTED, row.statement)
    head = _head(change.work, cycle.id, row.nominee_id)
    row.state, row.submitted_at, row.merged_into_id = State.SUBMITTED, change.now, head
    name = called(change.work, row)
    return f"{name} submitted." if head is None else f"{name} submitted and merged into nomination {head}."


def _head(work: orm.Session, cycle_id: int, nominee: int) -> int | None:
    """The nomination that stands for a nominee, also where hers was merged into another person's as one human."""
    with work.no_autoflush:
        row = work.execute(
            select(Nomination.id, Nomination.merged_into_id)
            .where(
                Nomination.cycle_id == cycle_id,
                Nomination.nominee_id == nominee,
                Nomination.state == State.SUBMITTED,
            )
            .order_by(Nomination.merged_into_id.is_not(None), Nomination.id)
            .limit(1)
        ).first()
    return None if row is None else row.merged_into_id or row.id


def _of(head: int) -> ColumnElement[bool]:
    return (Nomination.id == head) | (Nomination.merged_into_id == head)


def _check_there(row: Nomination) -> None:
    if row.state is State.WITHDRAWN:
        raise Refused(f"Nomination {row.id} is withdrawn.", remedy="Nominate anew.")


def _check_statement(state: State, statement: str) -> None:
    if state is State.SUBMITTED and not statement:
        raise Refused("The statement is missing.", remedy="Say why she is proposed; a draft may do without.")


def _put_evidence(work: orm.Session, row: Nomination, pieces: tuple[str, ...]) -> None:
    for number, piece in enumerate(pieces, start=1):
        kind, place = evidence_of(piece)
        work.add(Evidence(nomination_id=row.id, number=number, kind=kind, title="", place=place))


def _replace_evidence(work: orm.Session, row: Nomination, pieces: tuple[str, ...]) -> None:
    there = work.scalars(select(Evidence).where(Evidence.nomination_id == row.id).order_by(Evidence.number)).all()
    if tuple(piece.place for piece in there) == pieces:
        return
    for piece in there:
        work.delete(piece)
    work.flush()
    _put_evidence(work, row, pieces)

"""Voting for the Change Architect: who is on the roll, the codes that they vote by, and the seal on the box."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pydantic import Field
from sqlalchemy import orm, select

from acxdesk.actions.people import counted, person_of
from acxdesk.actions.requests import GivenLine, Request
from acxdesk.desk.ballotbox import ballots_of, empty
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.numbering import number
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import shown
from acxdesk.desk.undoing import FINAL
from acxdesk.desk.writing import refuse_taken, write_whole
from acxdesk.errors import NotFound, Refused
from acxdesk.exchange.tables import write_csv
from acxdesk.queries.cycles import found_cycle
from acxdesk.queries.voters import holdings, on_ballot, poll_of
from acxdesk.records.ballots import Voter
from acxdesk.records.cycles import Cycle
from acxdesk.records.people import Person
from acxdesk.rules.ballots import Box, sealed
from acxdesk.rules.cycles import Phase
from acxdesk.rules.voting import check_open, check_sealable, draw_code, may_vote, voter_check

CodeRow = tuple[str, str, str]  # name, address, code

HEADER: Final = ("name", "email", "code")
KEEP_IT: Final = "The codes are kept nowhere else. Mail them, then delete the file: whoever has a code can vote by it."


class GiveCodes(Request):
    """Who gets a voting code: those who are named, or everybody on the roll without one."""

    year: int | None = Field(default=None, description="of the cycle; else the active one")
    people: tuple[GivenLine, ...] = Field(default=(), description="only these; by number, address or name")


class ReplaceCode(Request):
    """Whose code was lost."""

    year: int | None = None
    person: GivenLine = Field(description="by number, address or name")


def enrol_voters(change: Changing, cycle: Cycle) -> int:
    """Fix the roll: everybody who is accredited on the first day of voting for as long as the cycle asks.

    Nobody else is left out: a nominee votes as well, though not for herself.

    Args:
        change: the deed that opens voting.
        cycle: whose roll it is; it has none yet.

    Returns:
        How many are on it.
    """
    held = holdings(change.work)
    people = sorted(
        person for person, held_by in held.items() if may_vote(held_by, cycle.voter_years, cycle.voting_from)
    )
    change.work.add_all(
        Voter(cycle_id=cycle.id, person_id=person, code_check=None, code_given_at=None, ballots_cast=0)
        for person in people
    )
    number(change.work)
    return len(people)


def give_codes(desk: Desk, request: GiveCodes, out: Path) -> Receipt:
    """Draw a voting code for each, and write them to a CSV file for mailing: name, email, code.

    The file is whole on the disk before the codes count; where they come not to count, it is removed.

    Args:
        desk: a rehearsing one draws codes and writes nothing.
        request: for whom.
        out: the file to be; one that is there is never replaced, since it may hold the only copy of codes.

    Raises:
        NotFound: there is no cycle, or somebody who is named is not on its roll.
        Refused: voting is not open, or somebody who is named has a code.
        SaveFailed, InputProblem: the file cannot be written.
    """
    with _file_of_codes(out) as write, desk.changing("ballot codes", deed=request.deed) as change:
        cycle = _open_cycle(change, request.year)
        voters = _to_be_given(change.work, cycle, request.people)
        rows = [_given(change, cycle, voter, person) for voter, person in voters]
        change.say(f"{counted(len(rows), 'voting code')} of {poll_of(cycle).title} given out.")
        if rows and not desk.rehearsal:
            write(rows)
    if not rows:
        return Receipt("Everybody on the roll has a code already.", changed=False, rehearsed=desk.rehearsal)
    without = sum(not email for _name, email, _code in rows)
    lines = [f"Written to {shown(out)}. {KEEP_IT}"]
    if without:
        lines.append(f"{counted(without, 'voter')} without an e-mail address: hand those codes over by hand.")
    return Receipt(change.sentence, tuple(lines), rehearsed=desk.rehearsal)


def replace_code(desk: Desk, request: ReplaceCode, out: Path) -> Receipt:
    """Give somebody another code in the place of one that was lost; that one is worth nothing from then on.

    Raises:
        NotFound: she is not on the roll.
        Refused: voting is not open; she has none yet; or she has voted: by another code she would vote twice.
        SaveFailed, InputProblem: the file cannot be written.
    """
    with _file_of_codes(out) as write, desk.changing("ballot code", deed=request.deed) as change:
        cycle = _open_cycle(change, request.year)
        voter, person = _voter(change.work, cycle, request.person)
        if voter.code_check is None:
            raise Refused(f"{person.name} has no code yet.", remedy="Give her one: `acxdesk ballot codes`.")
        if voter.ballots_cast:
            raise Refused(
                f"{person.name} has voted by her code, and gets no other one: her ballot would count twice, "
                "since nothing tells which one in the box is hers.",
                remedy="Her ballot counts as it is.",
            )
        row = _given(change, cycle, voter, person)
        change.say(f"{person.name} got another voting code for {poll_of(cycle).title}; the lost one is void.")
        if not desk.rehearsal:
            write([row])
    return Receipt(change.sentence, (f"Written to {shown(out)}. {KEEP_IT}",), rehearsed=desk.rehearsal)


def seal_box(desk: Desk, year: int | None = None) -> Receipt:
    """Seal the box after voting: its ballots become one anonymous text, the box is emptied, the cycle is counted.

    This is final. The result is computed from that text whenever it is shown, and is embargoed until announced.

    Raises:
        NotFound: there is no such cycle.
        Refused: voting is not over, was never opened, or the box is sealed.
    """
    with desk.changing("award count", kind=FINAL) as change:
        cycle = found_cycle(change.work, year)
        poll = poll_of(cycle)
        check_sealable(poll, change.now)
        nominees = on_ballot(change.work, cycle.id)
        ballots = ballots_of(change.work, cycle.id)
        cycle.sealed_box = sealed(
            Box(
                year=cycle.year,
                title=cycle.title,
                counting=cycle.counting,
                nominees=tuple((each.key, each.name) for each in nominees),
                withdrawn=tuple(each.key for each in nominees if each.has_left),
                rules_hash=cycle.rules_hash,
                ballots=ballots,
            )
        )
        cycle.sealed_at = change.now
        cycle.phase = Phase.COUNTED
        empty(change.work, cycle.id)
        change.say(f"The box of {poll.title} is sealed with {counted(sum(ballots.values()), 'ballot')}.")
        sealed_cycle = cycle.id
    told = ("The result is embargoed until it is announced.",)
    return Receipt(change.sentence, told, (sealed_cycle,), rehearsed=desk.rehearsal)


@contextmanager
def _file_of_codes(out: Path) -> Iterator[Callable[[Iterable[CodeRow]], None]]:
    """Write codes by what this gives, inside the deed: where the deed fails after that, the file is removed."""
    refuse_taken(out)
    is_written = False

    def write(rows: Iterable[CodeRow]) -> None:
        nonlocal is_written
        write_whole(out, write_csv(HEADER, rows))
        is_written = True

    try:
        yield write
    except BaseException:
        if is_written:
            out.unlink(missing_ok=True)
        raise


def _open_cycle(change: Changing, year: int | None) -> Cycle:
    cycle = found_cycle(change.work, year)
    check_open(poll_of(cycle), change.now)
    return cycle


def _to_be_given(work: orm.Session, cycle: Cycle, people: Sequence[str]) -> list[tuple[Voter, Person]]:
    """Who gets a code, by name."""
    if not people:
        rows = work.execute(
            select(Voter, Person)
            .join(Voter.person)
            .where(Voter.cycle_id == cycle.id, Voter.code_check.is_(None))
            .order_by(Person.sort_key, Person.id)
        )
        return [(voter, person) for voter, person in rows]
    found = {voter.id: (voter, person) for voter, person in (_voter(work, cycle, said) for said in people)}
    for voter, person in found.values():
        if voter.code_check is not None:
            raise Refused(
                f"{person.name} has a code already.", remedy="If it is lost, give another: `acxdesk ballot replace`."
            )
    return list(found.values())


def _voter(work: orm.Session, cycle: Cycle, said: str) -> tuple[Voter, Person]:
    person = person_of(work, said)
    voter = work.scalars(select(Voter).where(Voter.cycle_id == cycle.id, Voter.person_id == person.id)).first()
    if voter is None:
        raise NotFound(
            f"{person.name} is not on the roll of {poll_of(cycle).title}.",
            remedy="It was fixed when voting opened: `acxdesk ballot roll`.",
        )
    return voter, person


def _given(change: Changing, cycle: Cycle, voter: Voter, person: Person) -> CodeRow:
    """Draw a code; her row gets its hash, the file the code."""
    code = draw_code()
    voter.code_check = voter_check(cycle.uid, code)
    voter.code_given_at = change.now
    return person.name, person.email, code

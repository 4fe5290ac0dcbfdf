"""Ballots that come in: one by its code, or many in a file. Who voted is in the journal; what was voted is not."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from pydantic import Field
from sqlalchemy import select

from acxdesk.actions.people import counted
from acxdesk.actions.requests import Line, Request
from acxdesk.actions.tables import CsvLine, CsvReport, State, chunks, refused, said, table_of, told_of, unread
from acxdesk.desk.ballotbox import put
from acxdesk.desk.door import Changing, Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.undoing import FINAL
from acxdesk.errors import Refused
from acxdesk.queries.conflicts import Grounds, conflicts_of
from acxdesk.queries.cycles import found_cycle
from acxdesk.queries.finding import resolved
from acxdesk.queries.voters import OnBallot, on_ballot, poll_of
from acxdesk.records.ballots import Voter
from acxdesk.records.cycles import Cycle
from acxdesk.records.people import Person
from acxdesk.rules.ballots import LONGEST, Ranking, longest_text, ranking_text, read_ranking, without
from acxdesk.rules.cycles import Counting
from acxdesk.rules.voting import Poll, box_key, check_open, read_code, voter_check

REQUIRED: Final = ("code", "ranking")
OPTIONAL: Final = ("voter",)
Said = tuple[int, str, str, str]  # line, code, voter, ranking

BLANK: Final = "blank"  # what a line of a file says for a ballot without anybody


class Cast(Request):
    """One ballot."""

    year: int | None = Field(default=None, description="of the cycle; else the active one")
    code: str = Field(min_length=1, max_length=1_000, description="the voting code", repr=False)
    voter: Line = Field(default="", description="whose code it is; need not be said")
    ranking: str = Field(default="", max_length=LONGEST, description="keys, the best first: N03>N01", repr=False)
    blank: bool = Field(default=False, description="whether the ballot is to be without anybody")


class ImportBallots(Request):
    """A table of ballots: columns `code` and `ranking`, and `voter` where the file has one."""

    data: bytes = Field(description="the whole file, CSV or XLSX, with a header line", repr=False)
    encoding: str = Field(default="utf-8", description="how its letters are written")
    year: int | None = None


@dataclass(slots=True)
class _Booth:
    """What it takes to tell what a ballot is worth."""

    change: Changing
    cycle: Cycle
    poll: Poll
    nominees: Mapping[str, OnBallot]
    voters: Mapping[str, tuple[Voter, Person]]  # by the hash of their code
    conflicts: Grounds

    @classmethod
    def opened(cls, change: Changing, year: int | None, codes: Mapping[str, str]) -> Self:
        """Open the booth for the voters of some codes.

        Args:
            change: the deed under way.
            year: of the cycle.
            codes: as they were said -> as they are read.

        Raises:
            NotFound: there is no cycle.
            Refused: it takes no ballots now.
        """
        cycle = found_cycle(change.work, year)
        poll = poll_of(cycle)
        check_open(poll, change.now)
        voters: dict[str, tuple[Voter, Person]] = {}
        columns = select(Voter, Person).join(Voter.person).where(Voter.cycle_id == cycle.id)
        for some in chunks(voter_check(cycle.uid, code) for code in codes.values()):
            for voter, person in change.work.execute(columns.where(Voter.code_check.in_(some))):
                voters[voter.code_check or ""] = (voter, person)
        people = [person.id for _voter, person in voters.values()]
        conflicts = conflicts_of(change.work, cycle.id, people) if people else {}
        nominees = {each.key: each for each in on_ballot(change.work, cycle.id)}
        return cls(change, cycle, poll, nominees, voters, conflicts)

    def voter(self, code: str, named: str) -> tuple[Voter, Person]:
        """Who votes by a code.

        Raises:
            Refused: nobody on the roll; or somebody else than who is named, and not who.
        """
        found = self.voters.get(voter_check(self.cycle.uid, code))
        if found is None:
            raise Refused(
                f"No voter of {self.poll.title} has this code.",
                remedy="Read it again. A code that was replaced is worth nothing any more.",
            )
        if named and resolved(self.change.work, named) != found[1].id:
            raise Refused(
                "This is another voter's code.", remedy="Vote by the code that was given to her, or have it replaced."
            )
        return found

    def marked(self, said: str, person: Person) -> tuple[Ranking, tuple[str, ...]]:
        """What a voter's ballot says once it is as the rules have it, and what was left out of it.

        Raises:
            Refused: a nominee who is not on the ballot, stands twice, or has left; nobody is left on it.
        """
        ranking = read_ranking(said, self.nominees, ties=self.cycle.counting is Counting.SCHULZE)
        for each in (self.nominees[key] for tier in ranking for key in tier):
            if each.has_left:
                raise Refused(
                    f"{each.key} {each.name} is no nominee any more and cannot be voted for.",
                    remedy="Leave her out of the ranking.",
                )
        against = self.conflicts.get(person.id, {})
        named = {key for tier in ranking for key in tier}
        out = [each for each in self.nominees.values() if each.key in named and each.nomination in against]
        lines = tuple(
            f"Left out: {each.key} {each.name} (conflict of interest: {', '.join(against[each.nomination])})."
            for each in out
        )
        left = without(ranking, [each.key for each in out])
        if ranking and not left:
            raise Refused(
                f"Nobody is left on this ballot. {' '.join(lines)}", remedy="Rank others, or cast a blank ballot."
            )
        return left, lines

    def put(self, ballots: Mapping[str, tuple[Voter, Ranking]]) -> None:
        """Put ballots in the box, by the codes that they came by, and say of their voters that they have voted."""
        held = {box_key(self.cycle.uid, code): ranking_text(ranking) for code, (_, ranking) in ballots.items()}
        for voter, _ranking in ballots.values():
            voter.ballots_cast += 1
        put(self.change.work, self.cycle.id, held, longest_text(len(self.nominees)))


def cast(desk: Desk, request: Cast) -> Receipt:
    """Put one ballot in the box. It replaces what she voted before. It is final: no undo takes it out again.

    Nominees with whom she has a conflict of interest, herself included, are left out of it; the receipt says so.

    Raises:
        NotFound: there is no cycle.
        Refused: voting is not open; no voter has the code, or another one than is named; the ranking is none, or is
            empty and nobody said that it is to be blank.
    """
    code = read_code(request.code)
    with desk.changing("ballot cast", deed=request.deed, kind=FINAL) as change:
        booth = _Booth.opened(change, request.year, {request.code: code})
        voter, person = booth.voter(code, request.voter)
        ranking, lines = booth.marked(request.ranking, person)
        if request.blank and ranking:
            raise Refused("A blank ballot ranks nobody.", remedy="Leave the ranking out, or do not call it blank.")
        if not ranking and not request.blank:
            raise Refused("The ballot ranks nobody.", remedy="Rank somebody, or say that it is to be blank: --blank.")
        is_again = voter.ballots_cast > 0
        booth.put({code: (voter, ranking)})
        change.say(f"{person.name} voted{' again' if is_again else ''} for {booth.poll.title}.")
        number = voter.id
    replaced = ("Her earlier ballot is replaced: the last one counts.",) if is_again else ()
    blank = () if ranking else ("Her ballot is blank.",)
    return Receipt(change.sentence, (*lines, *blank, *replaced), (number,), rehearsed=desk.rehearsal)


def import_ballots(desk: Desk, request: ImportBallots) -> CsvReport:
    """Put the ballots of a table in the box, all as one deed, which is final; on a rehearsing desk a dry run.

    A code that stands in two lines counts in neither. "blank" as the ranking is a blank ballot.

    Raises:
        InputProblem: the file as a whole cannot be read, see `exchange.spreadsheets.read_table`; it has no row.
        NotFound, Refused: there is no cycle, or it takes no ballots now.
    """
    table = table_of(request.data, required=REQUIRED, optional=OPTIONAL, passed_over=(), encoding=request.encoding)
    lines = unread(table)
    read: list[Said] = []
    for row in table.rows:
        if row.is_blank:
            continue
        cells = said(row)
        try:
            code = read_code(cells.get("code", ""))
        except Refused as why:
            lines.append(refused(row.line, why))
        else:
            read.append((row.line, code, cells.get("voter", ""), cells.get("ranking", "")))
    with desk.changing("ballot import", deed=request.deed, kind=FINAL) as change:
        booth = _Booth.opened(change, request.year, {code: code for _line, code, _voter, _ranking in read})
        lines += _put_in(booth, read)
        lines.sort(key=lambda line: line.line)
        change.say(_sentence(lines, booth.poll))
        changed = change.changed
    receipt = Receipt(change.sentence, told_of(table), changed=changed, rehearsed=desk.rehearsal)
    return CsvReport(receipt, tuple(lines))


def _put_in(booth: _Booth, read: list[Said]) -> list[CsvLine]:
    lines: list[CsvLine] = []
    ballots: dict[str, tuple[Voter, Ranking]] = {}
    uses: dict[str, list[int]] = defaultdict(list)
    for line, code, _named, _ranking in read:
        uses[code].append(line)
    for line, code, named, ranking_said in read:
        if len(uses[code]) > 1:
            where = ", ".join(str(other) for other in uses[code] if other != line)
            lines.append(refused(line, f"The same code stands in row {where}; neither ballot is taken."))
            continue
        if not ranking_said:
            lines.append(refused(line, f'The ballot ranks nobody. Write "{BLANK}" if it is to be so.'))
            continue
        try:
            voter, person = booth.voter(code, named)
            ranking, left_out = booth.marked("" if ranking_said.casefold() == BLANK else ranking_said, person)
        except Refused as why:
            lines.append(refused(line, why))
            continue
        is_again = voter.ballots_cast > 0
        ballots[code] = (voter, ranking)
        sentence = (
            f"{person.name} votes again: her earlier ballot is replaced." if is_again else f"{person.name} votes."
        )
        state = State.CHANGED if is_again else State.NEW
        lines.append(CsvLine(line, state, " ".join((sentence, *left_out)), voter.id))
    if ballots:
        booth.put(ballots)
    return lines


def _sentence(lines: list[CsvLine], poll: Poll) -> str:
    states = Counter(line.state for line in lines)
    taken = states[State.NEW] + states[State.CHANGED]
    parts = [f"{counted(taken, 'ballot')} for {poll.title} imported" if taken else "No ballot imported"]
    if states[State.CHANGED]:
        parts.append(f"{states[State.CHANGED]:,} of them in the place of an earlier one")
    if states[State.REFUSED]:
        parts.append(f"{states[State.REFUSED]:,} refused")
    return f"{', '.join(parts)}."

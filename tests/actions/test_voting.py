"""Voting: the roll, the codes, ballots that come in by one or by file, the seal; and a hostile election."""

import csv
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from acxdesk.actions.ballots import Cast, ImportBallots, cast, import_ballots
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.people import EditPerson, edit_person
from acxdesk.actions.tables import CsvReport
from acxdesk.actions.voting import GiveCodes, ReplaceCode, enrol_voters, give_codes, replace_code, seal_box
from acxdesk.desk.ballotbox import ballots_of
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused, SaveFailed
from acxdesk.exchange.tables import write_csv
from acxdesk.records.cycles import Cycle
from acxdesk.records.nominations import Nomination
from acxdesk.records.people import Person
from acxdesk.rules.accreditations import Origin, State
from acxdesk.rules.ballots import read_sealed
from acxdesk.rules.cycles import Phase
from acxdesk.rules.nominations import State as Nominated
from acxdesk.rules.voting import draw_code
from tests.actions.awarding import cycle, nomination
from tests.actions.earned import column_of, grant
from tests.actions.sample import add_people, book_of

OLD, NEW = date(2020, 3, 2), date(2026, 3, 2)


def test_the_roll_is_everybody_who_is_accredited_for_so_long_and_nobody_else(staffed: Desk) -> None:
    grant(staffed, 1, awarded_on=OLD, valid_until=None)
    first = grant(staffed, 2, awarded_on=OLD, valid_until=OLD.replace(year=2022), state=State.SUPERSEDED)
    second = grant(staffed, 2, awarded_on=NEW, valid_until=None, origin=Origin.RENEWAL, replaces_id=first)
    grant(staffed, 3, awarded_on=NEW, valid_until=None)
    grant(staffed, 4, awarded_on=OLD, valid_until=None, state=State.REVOKED)
    award = cycle(staffed, Phase.SHORTLISTED)
    with staffed.changing("award advance") as change:
        row = change.work.get(Cycle, award)
        assert row is not None
        assert enrol_voters(change, row) == 2
    assert second
    assert column_of(staffed, "person_id", "voters") == [1, 2]
    assert column_of(staffed, "code_check", "voters") == [None, None]


# ---- an election: Ada and Bob are nominees, nominated by Dan; Ada, Bob, Cleo and Eve are on the roll


@dataclass(frozen=True)
class Election:
    """An election that is open."""

    desk: Desk
    codes: dict[str, str]  # by name

    def cast(self, who: str, ranking: str = "", **other: Any) -> Receipt:
        return cast(self.desk, Cast.read({"code": self.codes[who], "ranking": ranking, **other}))

    def box(self) -> dict[str, int]:
        with self.desk.reading() as work:
            return ballots_of(work, 1)

    def brought(self, *rows: tuple[str, ...], header: tuple[str, ...] = ("code", "ranking")) -> CsvReport:
        return import_ballots(self.desk, ImportBallots(data=b"".join(write_csv(header, rows))))


@pytest.fixture
def election(staffed: Desk, tmp_path: Path) -> Election:
    for person in (1, 2, 3, 5):
        grant(staffed, person, awarded_on=OLD, valid_until=None)
    award = cycle(staffed, Phase.VOTING)
    nomination(staffed, award, 1, 4, shortlisted=True, ballot_key="N01")
    nomination(staffed, award, 2, 4, shortlisted=True, ballot_key="N02")
    with staffed.changing("award advance", kind="system") as change:
        row = change.work.get(Cycle, award)
        assert row is not None
        enrol_voters(change, row)
    out = tmp_path / "codes.csv"
    receipt = give_codes(staffed, GiveCodes(), out)
    assert receipt.sentence == "4 voting codes of Change Architect of the Year 2026 given out."
    with out.open(encoding="utf-8-sig", newline="") as file:
        codes = {row["name"]: row["code"] for row in csv.DictReader(file)}
    assert list(codes) == ["Ada", "Bob", "Cleo", "Eve"]
    return Election(staffed, codes)


def kept(desk: Desk) -> object:
    """All rows, the ballots with them, which have no number."""
    with desk.reading() as work:
        return book_of(desk), ballots_of(work, 1)


def refusal(deed: Callable[[], object]) -> str:
    with pytest.raises(Refused) as why:
        deed()
    return str(why.value)


def test_a_ballot_is_taken_and_the_last_one_counts(election: Election) -> None:
    first = election.cast("Cleo", "N02>N01")
    assert first.sentence == "Cleo voted for Change Architect of the Year 2026."
    assert first.lines == ()
    again = election.cast("Cleo", "n01, n02", voter="Cleo")
    assert again.lines == ("Her earlier ballot is replaced: the last one counts.",)
    assert election.cast("Eve", blank=True).lines == ("Her ballot is blank.",)
    assert election.box() == {"": 1, "N01>N02": 1}
    assert column_of(election.desk, "ballots_cast", "voters") == [0, 0, 2, 1]


def test_a_hostile_election_is_refused_in_sentences_and_changes_nothing(election: Election, clock: FrozenClock) -> None:
    election.cast("Cleo", "N01")
    with election.desk.changing("nomination withdraw", kind="system") as change:
        row = change.work.get(Nomination, 2)
        assert row is not None
        row.state = Nominated.WITHDRAWN
    before = kept(election.desk)
    stranger = {"code": draw_code(), "ranking": "N01"}
    told = [
        refusal(lambda: election.cast("Eve", "N01", voter="Cleo")),
        refusal(lambda: cast(election.desk, Cast.read(stranger))),
        refusal(lambda: cast(election.desk, Cast.read({**stranger, "code": "[/oops]"}))),
        refusal(lambda: election.cast("Eve", "N02>N01")),
        refusal(lambda: election.cast("Eve", "N01>N01")),
        refusal(lambda: election.cast("Eve", "N09")),
        refusal(lambda: election.cast("Eve", "")),
        refusal(lambda: election.cast("Eve", "N01", blank=True)),
        refusal(lambda: election.cast("Ada", "N01")),
        refusal(lambda: undo(election.desk)),
    ]
    clock.moment = datetime(2026, 12, 1, tzinfo=UTC)
    told.append(refusal(lambda: election.cast("Eve", "N01")))
    wanted = [
        "This is another voter's code.",
        "No voter of Change Architect of the Year 2026 has this code.",
        "This is no voting code",
        "N02 Bob is no nominee any more",
        "N01 stands twice",
        '"N09" is not on the ballot.',
        "The ballot ranks nobody.",
        "A blank ballot ranks nobody.",
        "Nobody is left on this ballot. Left out: N01 Ada (conflict of interest: herself).",
        "“Cleo voted for Change Architect of the Year 2026.” cannot be taken back: ballots are secret",
        "Voting for Change Architect of the Year 2026 ended with Mon 30 Nov 2026 in Europe/London",
    ]
    for sentence, begins in zip(told, wanted, strict=True):
        assert sentence.startswith(begins)
    assert "Eve" not in told[0]
    assert kept(election.desk) == before


def test_whoever_has_a_conflict_votes_without_that_nominee(election: Election) -> None:
    receipt = election.cast("Bob", "N02>N01")
    assert receipt.lines == ("Left out: N02 Bob (conflict of interest: herself).",)
    assert election.box() == {"N01": 1}


def test_a_nominee_who_is_known_by_two_numbers_votes_for_herself_by_neither(election: Election) -> None:
    nomination(election.desk, 1, 3, 4, merged_into_id=2)  # Cleo and Bob are one human
    receipt = election.cast("Cleo", "N02>N01")
    assert receipt.lines == ("Left out: N02 Bob (conflict of interest: herself).",)
    assert election.cast("Bob", "N02>N01").lines == receipt.lines
    assert election.box() == {"N01": 2}


def test_a_name_that_is_spelled_anew_does_not_move_the_seal(election: Election, clock: FrozenClock) -> None:
    election.cast("Cleo", "N01")
    clock.moment = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with election.desk.changing("person edit", kind="system") as change:
        change.work.get_one(Person, 1).name = "Ada spelled anew"
    seal_box(election.desk)
    with election.desk.reading() as work:
        assert read_sealed(work.get_one(Cycle, 1).sealed_box).nominees == (("N01", "Ada"), ("N02", "Bob"))


def test_a_file_of_ballots_is_told_line_by_line_and_put_in_as_one(election: Election) -> None:
    election.cast("Cleo", "N02")
    codes = election.codes
    rows = [
        (codes["Cleo"], "", "N01>N02"),
        (codes["Eve"], "Eve", "blank"),
        (codes["Bob"], "Ada", "N01"),
        (codes["Ada"], "", "N02"),
        (codes["Ada"].lower(), "", "N01"),
        ("x", "", "N01"),
    ]
    header = ("code", "voter", "ranking")
    dry = import_ballots(election.desk.rehearsing(), ImportBallots(data=b"".join(write_csv(header, rows))))
    assert election.box() == {"N02": 1}
    real = election.brought(*rows, header=header)
    assert real.lines == dry.lines
    assert [line.state for line in real.lines] == ["changed", "new", "refused", "refused", "refused", "refused"]
    assert [line.sentence for line in real.lines[2:5]] == [
        "Row 4: This is another voter's code. Vote by the code that was given to her, or have it replaced.",
        "Row 5: The same code stands in row 6; neither ballot is taken.",
        "Row 6: The same code stands in row 5; neither ballot is taken.",
    ]
    assert real.receipt.sentence == (
        "2 ballots for Change Architect of the Year 2026 imported, 1 of them in the place of an earlier one, 4 refused."
    )
    assert election.box() == {"": 1, "N01>N02": 1}
    assert "cannot be taken back" in refusal(lambda: undo(election.desk))


def test_the_file_has_no_code_and_joins_no_voter_with_a_ballot(election: Election, tmp_path: Path) -> None:
    election.cast("Cleo", "N01")
    election.cast("Eve", "N02")
    held = election.desk.path.read_bytes()
    for code in election.codes.values():
        for spelled in (code, code.lower(), code.replace("-", "")):
            assert spelled.encode() not in held
    with closing(sqlite3.connect(election.desk.path)) as raw:
        keys = [row[0] for row in raw.execute("SELECT box_key FROM ballots")]
        rest = "\n".join(line for line in raw.iterdump() if 'INTO "ballots"' not in line)
    assert len(keys) == 2
    for trace in (*keys, *(key[:16] for key in keys), "N01>", '"ranking"'):
        assert trace not in rest
    assert (tmp_path / "codes.csv").stat().st_mode & 0o777 == 0o600


def test_undo_goes_past_ballots_only_on_purpose_and_never_behind_them(election: Election) -> None:
    add_people(election.desk, ["Fay"])
    edit_person(election.desk, EditPerson(person="Fay", job_title="Smith"))
    election.cast("Cleo", "N01")
    assert "undo --past-ballots" in refusal(lambda: undo(election.desk))
    assert undo(election.desk, past_ballots=True).sentence == "Taken back: Fay edited."
    assert redo(election.desk).sentence == "Put again: Fay edited."
    undo(election.desk, past_ballots=True)
    # The codes come next: behind a ballot they would be given a second time.
    assert "somebody has voted by it since" in refusal(lambda: undo(election.desk, past_ballots=True))
    election.cast("Eve", "N01")
    assert redo(election.desk).sentence == "Nothing is left to put again."
    assert election.box() == {"N01": 2}


def test_a_lost_code_is_replaced_until_its_owner_has_voted(election: Election, tmp_path: Path) -> None:
    out = tmp_path / "another.csv"
    receipt = replace_code(election.desk, ReplaceCode(person="Eve"), out)
    assert receipt.sentence.startswith("Eve got another voting code")
    assert "No voter" in refusal(lambda: election.cast("Eve", "N01"))
    election.codes["Eve"] = out.read_text().splitlines()[1].rpartition(",")[2]
    election.cast("Eve", "N01")
    third = tmp_path / "third.csv"
    assert "would count twice" in refusal(lambda: replace_code(election.desk, ReplaceCode(person="Eve"), third))
    assert "not on the roll" in refusal(lambda: replace_code(election.desk, ReplaceCode(person="Dan"), third))
    assert "has a code already" in refusal(lambda: give_codes(election.desk, GiveCodes(people=("Cleo",)), third))
    assert not third.exists()
    assert not give_codes(election.desk, GiveCodes(), third).changed


def test_codes_that_do_not_come_to_count_leave_no_file(
    election: Election, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "another.csv"
    checks = column_of(election.desk, "code_check", "voters")

    def failing(_desk: Desk, _work: object, _uid: str) -> None:
        assert out.exists()  # whole before the commit
        raise SaveFailed("The disk is full.")

    monkeypatch.setattr(Desk, "_commit", failing)
    assert refusal(lambda: replace_code(election.desk, ReplaceCode(person="Eve"), out)) == "The disk is full."
    assert not out.exists()
    assert column_of(election.desk, "code_check", "voters") == checks
    assert "is there already" in refusal(lambda: give_codes(election.desk, GiveCodes(), tmp_path / "codes.csv"))


def test_the_box_is_sealed_after_voting_and_for_good(election: Election, clock: FrozenClock) -> None:
    election.cast("Cleo", "N01")
    election.cast("Eve", "N01")
    election.cast("Ada", blank=True)
    assert "lasts until the end of Mon 30 Nov 2026" in refusal(lambda: seal_box(election.desk))
    clock.moment = datetime(2026, 12, 1, tzinfo=UTC)
    receipt = seal_box(election.desk)
    assert receipt.sentence == "The box of Change Architect of the Year 2026 is sealed with 3 ballots."
    (text,) = column_of(election.desk, "sealed_box", "cycles")
    box = read_sealed(text)
    assert (dict(box.ballots), box.nominees) == ({"": 1, "N01": 2}, (("N01", "Ada"), ("N02", "Bob")))
    assert election.box() == {}
    assert column_of(election.desk, "phase", "cycles") == ["counted"]
    for deed in (lambda: seal_box(election.desk), lambda: election.cast("Eve", "N02")):
        assert "sealed" in refusal(deed)
    assert "cannot be taken back: ballots are secret" in refusal(lambda: undo(election.desk))


def test_an_empty_box_is_sealed_as_one(election: Election, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 12, 1, tzinfo=UTC)
    assert seal_box(election.desk).sentence.endswith("is sealed with 0 ballots.")
    assert read_sealed(column_of(election.desk, "sealed_box", "cycles")[0]).ballots == {}

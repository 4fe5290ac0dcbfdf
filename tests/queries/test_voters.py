"""The roll and the turnout of a vote: what they tell, and that three voters cost no more statements than one."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from acxdesk.actions.ballots import Cast, cast
from acxdesk.actions.voting import GiveCodes, enrol_voters, give_codes, seal_box
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.conflicts import conflicts_of
from acxdesk.queries.voters import disagreeing, roll, turnout
from acxdesk.records.cycles import Cycle
from acxdesk.records.nominations import ConflictRuling, Second
from acxdesk.rules.conflicts import Ruling
from acxdesk.rules.cycles import Phase
from tests.actions.awarding import MADE, cycle, nomination
from tests.actions.earned import grant
from tests.actions.sample import add_people, add_programme, book, run
from tests.conftest import Statements


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """Ada, Bob, Cleo, Dan, Eve, and a coach, Grace."""
    add_programme(desk)
    add_people(desk, ("Ada", "Bob", "Cleo", "Dan", "Eve"))
    add_people(desk, ("Grace",), coach=True)
    return desk


def opened(desk: Desk, voters: int) -> None:
    for person in range(1, voters + 1):
        grant(desk, person, awarded_on=date(2020, 3, 2), valid_until=None)
    award = cycle(desk, Phase.VOTING)
    nomination(desk, award, 5, 4, shortlisted=True, ballot_key="N01")
    with desk.changing("award advance", kind="system") as change:
        row = change.work.get(Cycle, award)
        assert row is not None
        enrol_voters(change, row)


@pytest.mark.parametrize("voters", [1, 3])
def test_the_roll_is_one_statement_and_the_turnout_three(staffed: Desk, statements: Statements, voters: int) -> None:
    opened(staffed, voters)
    listing = roll(staffed)
    with statements(staffed) as sent:
        assert len(listing.after(None, 9)) == voters
    assert len(sent) == 1
    with statements(staffed) as sent:
        assert turnout(staffed).voters == voters
    assert len(sent) == 3


def test_the_roll_tells_who_has_a_code_and_who_has_voted(staffed: Desk, tmp_path: Path, clock: FrozenClock) -> None:
    opened(staffed, 3)
    give_codes(staffed, GiveCodes(people=("Bob", "Cleo")), tmp_path / "codes.csv")
    for line in (tmp_path / "codes.csv").read_text().splitlines()[1:]:
        cast(staffed, Cast(code=line.rpartition(",")[2], ranking="N01"))
    assert [line.values[1:2] + line.values[3:] for line in roll(staffed).after(None, 9)] == [
        ("Ada", False, False),
        ("Bob", True, True),
        ("Cleo", True, True),
    ]
    now = turnout(staffed)
    assert (now.voters, now.codes, now.voted, now.open) == (3, 2, 2, True)
    assert now.sentence == "Ballots are taken until 2026-12-01 00:00 UTC."
    clock.moment = datetime(2026, 12, 1, tzinfo=UTC)
    assert turnout(staffed).sentence.startswith("Voting for Change Architect of the Year 2026 ended")


def test_without_a_cycle_there_is_no_roll(desk: Desk) -> None:
    for read in (roll, turnout):
        with pytest.raises(NotFound, match="There is no award cycle yet"):
            read(desk)


def test_conflicts_are_what_the_desk_knows_without_what_was_dismissed(staffed: Desk, statements: Statements) -> None:
    award = cycle(staffed)
    first = nomination(staffed, award, 1, 2)
    merged = nomination(staffed, award, 1, 3, merged_into_id=first)
    other = nomination(staffed, award, 6, 2)
    reference = run(staffed, coaches=[{"person": 6}])
    book(staffed, reference, 1)
    with staffed.changing("second", kind="system") as change:
        change.work.add(Second(nomination_id=merged, person_id=4, note="", at=MADE))
        for person, nominee, ruling in ((2, first, Ruling.DISMISSED), (5, other, Ruling.DECLARED)):
            dismissed = "nominated" if ruling is Ruling.DISMISSED else ""
            values = {"note": "", "at": MADE, "who": "anna", "ruling": ruling, "cycle_id": award, "grounds": dismissed}
            change.work.add(ConflictRuling(person_id=person, nomination_id=nominee, **values))
        change.work.add(
            ConflictRuling(
                person_id=1,
                nomination_id=first,
                ruling=Ruling.DISMISSED,
                grounds="herself",
                note="",
                at=MADE,
                who="anna",
                cycle_id=award,
            )
        )
    with staffed.reading() as work, statements(staffed) as sent:
        found = conflicts_of(work, award, None)
        assert conflicts_of(work, award, [4]) == {4: found[4]}
    assert len(sent) == 18
    assert found == {
        1: {first: ("herself",), other: ("coached by",)},
        2: {other: ("nominated",)},
        3: {first: ("nominated",)},
        4: {first: ("seconded",)},
        5: {other: ("declared",)},
        6: {first: ("coached",), other: ("herself",)},
    }


def test_a_box_that_does_not_fit_its_roll_or_its_seal_is_found(
    staffed: Desk, tmp_path: Path, clock: FrozenClock
) -> None:
    opened(staffed, 2)
    assert disagreeing(staffed) == ((), 0)
    give_codes(staffed, GiveCodes(), tmp_path / "codes.csv")
    code = (tmp_path / "codes.csv").read_text().splitlines()[1].rpartition(",")[2]
    cast(staffed, Cast(code=code, ranking="N01"))
    assert disagreeing(staffed) == ((), 1)

    def past_the_desk(statement: str) -> tuple[str, ...]:
        with closing(sqlite3.connect(staffed.path)) as raw:
            raw.execute(statement)
            raw.commit()
        return disagreeing(staffed)[0]

    title = "Change Architect of the Year 2026"
    one_more = "INSERT INTO ballots VALUES (1, 'stuffed', 'N01')"
    assert past_the_desk(one_more) == (f"{title}: 1 on the roll have voted, and there are 2 ballots.",)
    assert past_the_desk("DELETE FROM ballots WHERE box_key = 'stuffed'") == ()
    clock.moment = datetime(2026, 12, 1, tzinfo=UTC)
    seal_box(staffed)
    assert disagreeing(staffed) == ((), 1)
    (wrong,) = past_the_desk("UPDATE cycles SET sealed_box = replace(sealed_box, 'ballot 1', 'ballot 9')")
    assert wrong.startswith(f"The sealed box of {title} is not as it was sealed. This is no sealed box of ballots")

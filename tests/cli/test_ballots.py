"""The verbs of `acxdesk ballot`, from the roll to a ballot that no undo takes back."""

from datetime import date
from pathlib import Path

import pytest

from acxdesk.actions.voting import enrol_voters
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.records.cycles import Cycle
from acxdesk.rules.cycles import Phase
from tests.actions.awarding import cycle, nomination
from tests.actions.earned import grant
from tests.cli.conftest import NOW, Say


@pytest.fixture
def vote(desk: Say, desk_file: Path) -> Say:
    """Voting is open: Ada and Zoë may vote, Ngozi is N01."""
    opened = Desk.open(desk_file, who="anna", clock=FrozenClock(NOW))
    for person in (1, 2):
        grant(opened, person, awarded_on=date(2020, 3, 2), valid_until=None)
    award = cycle(opened, Phase.VOTING)
    nomination(opened, award, 3, 1, shortlisted=True, ballot_key="N01")
    with opened.changing("award advance", kind="system") as change:
        row = change.work.get(Cycle, award)
        assert row is not None
        enrol_voters(change, row)
    opened.close()
    return desk


def test_codes_are_given_and_a_ballot_is_cast_by_one(vote: Say, home: Path) -> None:
    out = home / "codes.csv"
    dry = vote("ballot", "codes", "--out", str(out), "--dry-run")
    assert "2 voting codes" in dry.err
    assert not out.exists()
    assert vote("ballot", "codes", "--out", str(out)).code == 0
    codes = dict(line.split(",")[::2] for line in out.read_text("utf-8-sig").splitlines()[1:])
    again = vote("ballot", "codes", "--out", str(out))
    assert (again.code, "is there already" in again.err) == (3, True)

    voted = vote("ballot", "cast", "n01", "--code", "-", "--json", stdin=f"{codes['Zoë Brontë']}\n".encode())
    assert voted.json["sentence"] == "Zoë Brontë voted for Change Architect of the Year 2026."
    assert codes["Zoë Brontë"] not in voted.out + voted.err
    refused = vote("ballot", "cast", "N01", "--code", codes["Ada Byron"])
    assert refused.code == 3
    assert "Left out: N01 Ngozi Okafor (conflict of interest: nominated)." in refused.err
    assert vote("ballot", "cast", "--blank", "--code", codes["Ada Byron"], "--voter", "zoe@example.com").code == 3

    status = vote("ballot", "status", "--json").json
    assert (status["voters"], status["codes"], status["voted"], status["open"]) == (2, 2, 1, True)
    assert [line["voted"] for line in vote("ballot", "roll", "--json").json] == [False, True]
    assert "N01" in vote("ballot", "status").out

    kept = vote("undo")
    assert (kept.code, "cannot be taken back: ballots are secret" in kept.err) == (3, True)
    assert "somebody has voted by it since" in vote("undo", "--past-ballots").err
    assert "has voted by her code" in vote("ballot", "replace", "2", "--out", str(home / "x.csv")).err
    assert vote("ballot", "replace", "1", "--out", str(home / "x.csv")).code == 0


def test_a_file_of_ballots_is_rehearsed_then_imported(vote: Say, home: Path) -> None:
    vote("ballot", "codes", "--out", str(home / "codes.csv"))
    codes = [line.rpartition(",")[2] for line in (home / "codes.csv").read_text().splitlines()[1:]]
    data = f"code,ranking\n{codes[1]},N01\n{codes[0]},[/oops]\n".encode()
    dry = vote("ballot", "import", "-", "--dry-run", stdin=data)
    assert dry.code == 6
    assert "1 ballot for Change Architect of the Year 2026 imported, 1 refused." in dry.err
    assert vote("ballot", "status", "--json").json["voted"] == 0
    assert vote("ballot", "import", "-", "--yes", stdin=data).code == 6
    assert vote("ballot", "status", "--json").json["voted"] == 1

"""The verbs about the count: the seal, the embargo, the published ballots, and a recount without a data file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from acxdesk.desk.clock import FrozenClock, SystemClock
from acxdesk.desk.door import Desk
from acxdesk.rules.ballots import Box, sealed
from acxdesk.rules.cycles import Counting, Phase
from tests.actions.awarding import cycle, nomination
from tests.cli.conftest import NOW, Say

OVER = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def vote(desk: Say, desk_file: Path) -> Say:
    """Voting is open for N01 Ngozi and N02 Zoë, and nobody has voted."""
    opened = Desk.open(desk_file, who="anna", clock=FrozenClock(NOW))
    award = cycle(opened, Phase.VOTING, rules_hash="ab" * 32)
    nomination(opened, award, 3, 1, shortlisted=True, ballot_key="N01")
    nomination(opened, award, 2, 1, shortlisted=True, ballot_key="N02")
    opened.close()
    return desk


def test_a_box_is_sealed_embargoed_published_and_counted_again(
    vote: Say, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "lasts until the end of Mon 30 Nov 2026" in vote("award", "count", "--yes").err
    assert "are not counted" in vote("award", "result", "--embargoed").err
    monkeypatch.setattr(SystemClock, "now", lambda _clock: OVER)
    assert vote("award", "count").code == 2  # nobody can be asked
    assert "is sealed with 0 ballots" in vote("award", "count", "--dry-run").err
    assert vote("award", "count", "--yes").code == 0
    assert "are sealed already" in vote("award", "count", "--yes").err
    assert vote("undo").code == 3

    hidden = vote("award", "result")
    assert (hidden.code, hidden.out) == (3, "")
    assert "embargoed until it is announced, on Sat 12 Dec 2026" in hidden.err
    assert "embargoed" in vote("award", "ballots", "--out", str(home / "no.txt")).err
    shown = vote("award", "result", "--embargoed")
    assert shown.err.startswith("EMBARGOED until Sat 12 Dec 2026")
    assert shown.lines[-1] == "No ballot ranks anybody who can be elected: there is no winner."

    out = home / "ballots.txt"
    assert vote("award", "ballots", "--embargoed", "--out", str(out)).code == 0
    assert vote("award", "ballots", "--embargoed", "--out", str(out)).code == 3
    assert vote("award", "ballots", "--embargoed", "--out", "-").out == out.read_text()


def test_published_ballots_are_counted_without_a_data_file_and_a_changed_byte_is_told(say: Say, home: Path) -> None:
    box = Box(
        2026,
        "Change Architect of the Year",
        Counting.IRV,
        (("N01", "Ada [/oops] Byron"), ("N02", "ليلى عباس")),
        (),
        "ab" * 32,
        {"N01": 2, "N02>N01": 3},
    )
    file = home / "ballots.txt"
    file.write_text(sealed(box), encoding="utf-8", newline="\n")
    told = say("award", "count", "--from", str(file))
    assert told.lines[-2:] == ["Winner: N02 ليلى عباس", "Runner-up: N01 Ada [/oops] Byron"]
    assert say("award", "count", "--from", "-", stdin=file.read_bytes()).out == told.out
    assert say("award", "count", "--from", str(file), "--json").json["winner"] == "N02"
    assert not (home / "desk.acx").exists()
    assert say("award", "count", "2026", "--from", str(file)).code == 2

    file.write_bytes(file.read_bytes().replace(b"ballot 3", b"ballot 4"))
    changed = say("award", "count", "--from", str(file))
    assert (changed.code, changed.out) == (6, "")
    assert "the seal does not fit" in changed.err

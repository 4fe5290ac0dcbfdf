"""The count by keys: not before voting is over, asked since it is final, embargoed, written to a file."""

from datetime import UTC, datetime
from pathlib import Path

from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.cycles import cycle
from acxdesk.rules.ballots import read_sealed
from acxdesk.rules.cycles import Phase
from acxdesk.tui.places import Place
from tests.actions import awarding
from tests.actions.sample import add_people
from tests.tui.screens.sessionstage import HOSTILE, app_over, pressed, settled, typed, until, words


async def test_a_box_is_sealed_and_its_result_shown_to_who_asks(desk: Desk, clock: FrozenClock, tmp_path: Path) -> None:
    clock.moment = datetime(2026, 11, 30, 12, tzinfo=UTC)
    award = awarding.cycle(desk, Phase.VOTING, rules_hash="ab" * 32, rules_text="Head\n", frozen_at=awarding.MADE)
    hostile, peer = add_people(desk, (HOSTILE, "Peer"))
    awarding.nomination(desk, award, hostile, peer, shortlisted=True, ballot_key="N01")
    app = app_over(desk)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("6", "cycle", 2026, "count"))
        await until(pilot, app, "Count]")
        await settled(pilot)
        assert "0 of 0 voters have voted" in words(app)
        await pressed(pilot, "S")
        assert "Voting is not over." in words(app)
        clock.moment = datetime(2026, 12, 1, 0, tzinfo=UTC)  # midnight in London
        await pressed(pilot, "S", "enter")  # focus is on Cancel
        assert cycle(desk).phase is Phase.VOTING
        await pressed(pilot, "S", "Y")
        assert cycle(desk).phase is Phase.COUNTED
        assert "EMBARGOED until Sat 12 Dec 2026" in words(app)
        assert HOSTILE not in words(app)
        await pressed(pilot, "v")
        assert f"N01 {HOSTILE}" in words(app)
        assert "there is no winner" in words(app)
        await pressed(pilot, "w", "end", "ctrl+u")
        await typed(pilot, str(tmp_path / "box.txt"))
        await pressed(pilot, "enter")
        assert read_sealed((tmp_path / "box.txt").read_bytes()).nominees == (("N01", HOSTILE),)
        assert app.troubles == []

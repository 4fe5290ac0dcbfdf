"""Nominations by keys from the first to the answer, and the Hall of Fame with its announcement."""

from datetime import UTC, datetime
from pathlib import Path

from acxdesk.actions.laureates import load_hall
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.cycles import cycle
from acxdesk.queries.laureates import hall
from acxdesk.queries.nominations import nomination, standing
from acxdesk.rules.ballots import Box, sealed
from acxdesk.rules.cycles import Counting, Phase
from acxdesk.rules.nominations import Answer, State
from tests.actions import awarding
from tests.actions.sample import add_people
from tests.tui.screens.sessionstage import HOSTILE, app_over, pressed, settled, typed, until, words


async def test_somebody_is_nominated_seconded_excepted_and_accepts(desk: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 4, 1, 9, tzinfo=UTC)
    award = awarding.cycle(desk, seconds_needed=1)
    add_people(desk, (HOSTILE, "Peer", "Towers"))
    app = app_over(desk)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "6", "right_curly_bracket")
        assert "Nobody is nominated yet." in words(app)
        await pressed(pilot, "n")
        for name, told in (("oops", "[red]x"), ("peer", "Peer")):
            await typed(pilot, name)
            await until(pilot, app, told)
            await pressed(pilot, "enter", "tab")
        await pressed(pilot, "tab")
        await typed(pilot, "She [/oops] listens.")
        await pressed(pilot, "tab")
        await typed(pilot, "https://example.org/a; letter.pdf")
        await pressed(pilot, "ctrl+s")
        card = nomination(desk, 1)
        assert (card.nominee, card.nominator, card.state) == (HOSTILE, "Peer", State.SUBMITTED)
        assert [piece.place for piece in card.evidence] == ["https://example.org/a", "letter.pdf"]
        assert "0 peers second her" in words(app)

        await pressed(pilot, "S")
        await typed(pilot, "towers")
        await until(pilot, app, "Towers")
        await pressed(pilot, "enter", "ctrl+s", "a")
        assert nomination(desk, 1).answer is Answer.ACCEPTED
        await pressed(pilot, "r", "tab")
        await typed(pilot, "ten years of practice")
        await pressed(pilot, "ctrl+s")
        with desk.reading() as work:
            (it,) = standing(work, award)
        assert it.is_eligible
        await pressed(pilot, "enter")
        assert "Excepted: ten years of practice" in words(app)
        await pressed(pilot, "escape", "w")
        await typed(pilot, "she moved")
        await pressed(pilot, "enter")
        assert nomination(desk, 1).state is State.WITHDRAWN
        assert app.troubles == []


async def test_the_hall_knows_what_is_printed_and_takes_the_next_one_in(
    desk: Desk, clock: FrozenClock, tmp_path: Path
) -> None:
    clock.moment = datetime(2026, 12, 12, 9, tzinfo=UTC)
    load_hall(desk)
    nominees = (("N01", HOSTILE), ("N02", "Peer"))
    box = sealed(Box(2026, "Change Architect of the Year", Counting.SCHULZE, nominees, (), "ab" * 32, {"N01>N02": 2}))
    counted = {"sealed_box": box, "sealed_at": awarding.MADE, "rules_text": "Head\n", "rules_hash": "ab" * 32}
    award = awarding.cycle(desk, Phase.COUNTED, **counted, frozen_at=awarding.MADE)
    hostile, peer, other = add_people(desk, (HOSTILE, "Peer", "Other"))
    for nominee, key in ((hostile, "N01"), (peer, "N02")):
        awarding.nomination(desk, award, nominee, other, shortlisted=True, ballot_key=key, citation="For [b]it[/b].")
    app = app_over(desk)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "6", "left_curly_bracket")
        assert "Roland D Naidoo" in words(app)
        assert "not known" in words(app)
        assert HOSTILE not in words(app)
        await pressed(pilot, "a", "enter")
        assert cycle(desk).phase is Phase.ANNOUNCED
        (first, *_) = hall(desk, 2026)
        assert first.winner is not None
        assert first.runner_up is not None
        assert (first.year, first.winner.name, first.runner_up.name) == (2026, HOSTILE, "Peer")
        await pressed(pilot, "t")
        assert "Runner-up: Peer" in words(app)
        await pressed(pilot, "escape", "P", "end", "ctrl+u")
        await typed(pilot, str(tmp_path / "winner.pdf"))
        await pressed(pilot, "enter")
        assert (tmp_path / "winner.pdf").read_bytes().startswith(b"%PDF")
        await pressed(pilot, "u")
        assert hall(desk, 2026)[0].year == 2025
        assert app.troubles == []

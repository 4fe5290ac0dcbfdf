"""Area 6 by keys: a cycle is planned, edited, taken into its phases and given up, and another year is looked at."""

from datetime import UTC, date, datetime

from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.cycles import cycle
from acxdesk.rules.cycles import Counting, Phase
from acxdesk.tui.screens.award import AwardScreen
from tests.actions import awarding
from tests.tui.screens.sessionstage import app_over, pressed, settled, shown, typed, words

DATES = ("2026-12-01", "2026-12-20", "2027-01-10", "2027-02-01", "2027-02-28", "2027-03-15")


async def test_a_cycle_is_planned_edited_and_taken_into_its_phases(desk: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 12, 2, 9, tzinfo=UTC)
    app = app_over(desk)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "6")
        assert "No cycle is planned yet" in words(app)
        await pressed(pilot, "A")
        assert "There is no cycle yet: N plans one." in words(app)

        await pressed(pilot, "N", "tab", "tab", "tab")
        for day in DATES:
            await typed(pilot, day)
            await pressed(pilot, "tab")
        await pressed(pilot, "ctrl+s")
        assert "planned" in words(app)
        assert "It is time to open nominations" in shown(app)
        card = cycle(desk)
        assert (card.year, card.phase, card.nominating_from, card.announce_on) == (
            2026,
            Phase.PLANNED,
            date(2026, 12, 1),
            date(2027, 3, 15),
        )

        await pressed(pilot, "1")
        assert "Award 2026 ! open nominations Tue 1 Dec 2026" in words(app)
        await pressed(pilot, "enter")
        assert "Award ▸ 2026" in words(app)
        await pressed(pilot, "A")
        assert "is nominating now" in words(app)
        assert cycle(desk).phase is Phase.PLANNED  # it was a look
        await pressed(pilot, "enter")
        assert cycle(desk).phase is Phase.NOMINATING
        assert "Nominations end: Sun 20 Dec 2026, in 18 days" in words(app)

        await pressed(pilot, "A")  # the time for nominations is not over
        assert "Nominations are taken until the end of Sun 20 Dec 2026" in words(app)
        assert cycle(desk).phase is Phase.NOMINATING

        await pressed(pilot, "E", "tab", "tab", "tab", "end", "ctrl+u")
        await typed(pilot, "2026-12-22")
        await pressed(pilot, "ctrl+s")
        assert cycle(desk).nominating_until == date(2026, 12, 22)
        assert cycle(desk).sequence == 1

        await pressed(pilot, "Z")
        await typed(pilot, "nobody was proposed")
        await pressed(pilot, "enter")
        assert cycle(desk).phase is Phase.ABANDONED
        assert isinstance(app.screen, AwardScreen)
        for action in ("advance", "abandon", "edit_cycle"):
            assert app.screen.why_not(action) == "The cycle of 2026 is abandoned."
        await pressed(pilot, "u")
        assert cycle(desk).phase is Phase.NOMINATING
        assert app.troubles == []


async def test_the_rules_are_shown_as_declared_and_another_year_is_a_place(desk: Desk) -> None:
    awarding.cycle(desk, Phase.ANNOUNCED, year=2024, counting=Counting.IRV)
    awarding.cycle(
        desk, Phase.VOTING, rules_text="Head\n[/oops] is a rule\n", rules_hash="ab12", frozen_at=awarding.MADE
    )
    app = app_over(desk)
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "6")
        assert "[/oops] is a rule" in words(app)
        assert "SHA-256 ab12" in words(app)
        await pressed(pilot, "E")
        assert "Voting until" in words(app)
        assert "Accredited for" not in words(app)
        await pressed(pilot, "escape", "O")
        await typed(pilot, "2024")
        await pressed(pilot, "enter")
        assert "Award ▸ 2024" in words(app)
        assert "single-winner STV" in words(app)
        await pressed(pilot, "left_square_bracket")
        assert "Award ▸ 2026" in words(app)
        assert app.troubles == []

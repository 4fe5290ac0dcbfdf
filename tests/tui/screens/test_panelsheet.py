"""The panel and the conflicts of interest by keys: points typed, a conflict declared, the shortlist made."""

from datetime import UTC, datetime

from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.conflictlist import conflicts
from acxdesk.queries.cycles import cycle
from acxdesk.queries.panels import panel_sheet
from acxdesk.rules.cycles import Phase
from acxdesk.tui.places import Place
from tests.actions import awarding
from tests.actions.sample import add_people
from tests.tui.screens.sessionstage import HOSTILE, app_over, pressed, settled, typed, until, words


async def test_a_panel_scores_declares_and_makes_the_shortlist(desk: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 7, 1, 9, tzinfo=UTC)
    award = awarding.cycle(desk, Phase.SCREENING, eligibility_years=0, seconds_needed=0, shortlist_size=1)
    ada, hostile, peer, towers, brandt = add_people(desk, ("Ada", HOSTILE, "Peer", "Towers", "Brandt"))
    awarding.nomination(desk, award, ada, peer)
    awarding.nomination(desk, award, hostile, peer)
    app = app_over(desk)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("6", "cycle", 2026, "panel"))
        await until(pilot, app, "Panel]")
        await settled(pilot)
        for name in ("towers", "brandt"):
            await pressed(pilot, "n")
            await typed(pilot, name)
            await until(pilot, app, name.capitalize())
            await pressed(pilot, "enter", "ctrl+s")
        assert [member.person_id for member in panel_sheet(desk).members] == [towers, brandt]

        await pressed(pilot, *"9", "enter", *"7.5", "enter")
        await pressed(pilot, "up", "up", "right", *"11", "enter")
        assert "above 10" in words(app)
        await pressed(pilot, "escape", *"8", "enter")
        figures = [(row.standing.name, row.figure, row.rank) for row in panel_sheet(desk).nominees]
        assert sorted(figures, key=lambda row: row[2] or 0) == [
            (panel_sheet(desk).nominees[0].standing.name, 850, 1),
            (panel_sheet(desk).nominees[1].standing.name, 750, 2),
        ]

        await pressed(pilot, "right_curly_bracket")
        assert "nominated her" in words(app)
        await pressed(pilot, "d")
        await typed(pilot, "she only carried the letter")
        await pressed(pilot, "enter")
        assert [row.state for row in conflicts(desk)].count("dismissed") == 1
        await pressed(pilot, "w")
        assert [row.state for row in conflicts(desk)] == ["proposed", "proposed"]

        await pressed(pilot, "left_curly_bracket", "S")
        assert "is shortlisted now" in words(app)
        assert cycle(desk).phase is Phase.SCREENING
        await pressed(pilot, "enter")
        assert cycle(desk).phase is Phase.SHORTLISTED
        await pressed(pilot, "6")
        assert app.troubles == []

"""The side of a vote by keys: codes are written, a ballot is cast and stays, undo goes past it only on purpose."""

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Button

from acxdesk.actions.people import EditPerson, edit_person
from acxdesk.actions.voting import enrol_voters
from acxdesk.desk.door import Desk
from acxdesk.queries.journal import back
from acxdesk.queries.voters import turnout
from acxdesk.records.cycles import Cycle
from acxdesk.rules.cycles import Phase
from acxdesk.tui.places import Place
from tests.actions.awarding import cycle, nomination
from tests.actions.earned import grant
from tests.actions.sample import add_people, add_programme
from tests.tui.screens.sessionstage import app_over, pressed, settled, shown, typed, until, words


@pytest.fixture
def voting(desk: Desk) -> Desk:
    """Ada and [/oops] may vote, Cleo is N01; nothing is to be undone but that Cleo has a job."""
    add_programme(desk)
    add_people(desk, ("Ada", "[/oops]", "Cleo", "Dan"))
    for person in (1, 2):
        grant(desk, person, awarded_on=date(2020, 3, 2), valid_until=None)
    award = cycle(desk, Phase.VOTING)
    nomination(desk, award, 3, 4, shortlisted=True, ballot_key="N01")
    with desk.changing("award advance", kind="system") as change:
        row = change.work.get(Cycle, award)
        assert row is not None
        enrol_voters(change, row)
    return desk


async def test_codes_are_written_and_a_ballot_is_cast_that_undo_leaves_in_the_box(
    voting: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = app_over(voting)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("6", "cycle", 2026, "voters"))
        await until(pilot, app, "of 2 voted")
        await settled(pilot)
        assert "[/oops]" in shown(app)

        await pressed(pilot, "o", "enter")
        assert "2 voting codes" in words(app)
        lines = (tmp_path / "voting-codes-2026.csv").read_text().splitlines()
        codes = dict(line.split(",")[::2] for line in lines[1:])
        edit_person(voting, EditPerson(person="Cleo", job_title="Smith"))

        await pressed(pilot, "v")
        await typed(pilot, codes["Ada"])
        await pressed(pilot, "tab", "tab")
        await typed(pilot, "n01")
        await pressed(pilot, "ctrl+s")
        assert turnout(voting).voted == 1
        assert "1 of 2 voted, 2 have codes" in words(app)
        assert "✓ voted" in shown(app)
        assert codes["Ada"] not in shown(app)

        await pressed(pilot, "u")
        assert isinstance(app.focused, Button)
        assert app.focused.id == "no"
        await pressed(pilot, "enter")
        assert back(voting).undo == "Cleo edited."
        await pressed(pilot, "u", "Y")
        assert back(voting).redo == "Cleo edited."
        assert turnout(voting).voted == 1

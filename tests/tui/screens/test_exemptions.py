"""Who is exempted from what a programme asks for, on the programme's own screen."""

from acxdesk.actions.people import AddPerson, add_person
from acxdesk.actions.prerequisites import Exempt, exempt
from acxdesk.desk.door import Desk
from acxdesk.tui.places import Place
from acxdesk.tui.screens.person import PersonScreen
from tests.actions.sample import add_programme, require, rows
from tests.tui.screens.sessionstage import HOSTILE, SIZE, app_over, pressed, settled, typed, until, words


async def test_they_are_listed_gone_to_and_taken_back(desk: Desk) -> None:
    add_programme(desk, "ACXM")
    add_programme(desk, "ACXC")
    require(desk, "ACXC", "ACXM")
    ada = add_person(desk, AddPerson(name="Ada Byron")).ids[0]
    exempt(desk, Exempt(person=ada, programme="ACXC", evidence=HOSTILE, approver="Towers"))
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("4", "programme", "ACXM", "exemptions"))
        await until(pilot, app, "Nobody is exempted from what it asks for.")
        app.visit(Place("4", "programme", "ACXC", "exemptions"))
        await until(pilot, app, "Towers")
        assert "[/oops] [red]x" in words(app)
        await pressed(pilot, "enter")
        await until(pilot, app, "People ▸ Ada Byron")
        assert isinstance(app.screen, PersonScreen)
        assert app.screen.side == "ladder"
        await pressed(pilot, "[")
        await until(pilot, app, "Towers")
        await pressed(pilot, "X")
        await typed(pilot, "forged")
        await pressed(pilot, "enter")
        await until(pilot, app, "Nobody is exempted from what it asks for.")
        assert rows(desk, "exemptions") == []
    assert app.troubles == []

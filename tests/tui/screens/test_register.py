"""The register of accreditations, one of them, and a person's own: looked at, changed, taken out, read in."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from acxdesk.actions.people import AddPerson, add_person
from acxdesk.actions.recorded import RecordAccreditation, record_accreditation
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.register import register
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens.accreditation import AccreditationScreen
from acxdesk.tui.screens.person import PersonScreen
from acxdesk.tui.screens.register import RegisterScreen
from tests.actions.earned import column_of, terms
from tests.tui.screens.sessionstage import SIZE, app_over, catalogue, drawn, pressed, settled, shown, typed

HOSTILE = "[/oops] [red]x[/]"


@pytest.fixture
def earned(desk: Desk) -> Desk:
    """Ada (1) has CPPM until 30 Jan 2027, ليلى (2) the same until 30 Mar 2021, [/oops] (3) ACXC for life."""
    catalogue(desk)
    terms(desk, "CPPM", validity_months=12, renewal_months=6, grace_months=6)
    for name in ("Ada Byron", "ليلى عباس", HOSTILE):
        add_person(desk, AddPerson.read({"name": name}))
    for person, programme, day, until in (
        (1, "CPPM", "2026-01-30", "2027-01-30"),
        (2, "CPPM", "2020-03-30", "2021-03-30"),
        (3, "ACXC", "2019-05-02", None),
    ):
        values = {"person": person, "programme": programme, "awarded_on": day, "valid_until": until}
        record_accreditation(desk, RecordAccreditation.read({**values, "for_life": until is None}))
    return desk


def states(desk: Desk, day: date = date(2026, 11, 24)) -> list[str]:
    lines = register(desk, day, standing="all").after(None, 50)
    return [f"{line.values[0]} {line.values[6]}" for line in sorted(lines, key=lambda line: line.id)]


def written(folder: Path) -> str:
    """What the one file says that was exported."""
    (path,) = folder.glob("accreditations-*.csv")
    return path.read_text()


def on(app: DeskApp, kind: type) -> bool:
    """Whether the screen that is shown is of a kind."""
    return isinstance(app.screen, kind)


async def at_register(pilot: Pilot[int], app: DeskApp) -> RegisterScreen:
    await settled(pilot)
    await pressed(pilot, "3", "R")
    assert isinstance(app.screen, RegisterScreen)
    return app.screen


async def test_the_register_is_reached_from_the_people_and_left_by_esc(earned: Desk) -> None:
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_register(pilot, app)
        assert "People ▸ accreditations" in drawn(app)[1]
        assert "1-3 of 3" in drawn(app)[1]
        assert any(HOSTILE in line and "for life" in line and "● issued" in line for line in drawn(app))
        assert any("30 Mar 2021" in line and "○ expired" in line for line in drawn(app))
        await pressed(pilot, "escape")
        assert not on(app, RegisterScreen)
    assert app.troubles == []


async def test_the_register_looks_as_it_did(earned: Desk, snapshot: SnapshotAssertion) -> None:
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_register(pilot, app)
        await pressed(pilot, "down", "r", "o")
        await typed(pilot, "every")
        await pressed(pilot, "enter")
        assert "\n".join(drawn(app)) == snapshot
    assert app.troubles == []


async def test_an_empty_register_says_how_it_is_filled(desk: Desk) -> None:
    app = app_over(desk)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_register(pilot, app)
        assert "Nothing is awarded that day." in shown(app)
        await pressed(pilot, "r")
        assert "There is no accreditation here." in shown(app)
    assert app.troubles == []


async def test_it_is_shown_as_of_another_day_and_narrowed(earned: Desk) -> None:
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_register(pilot, app)
        await pressed(pilot, "t", "ctrl+u")
        await typed(pilot, "1 jun 2020")
        await pressed(pilot, "ctrl+s")
        assert "▸ as of Mon 1 Jun 2020" in drawn(app)[1]
        assert "1-2 of 2" in drawn(app)[1]
        await pressed(pilot, "escape")
        assert "1-3 of 3" in drawn(app)[1]
        await pressed(pilot, "o")
        await typed(pilot, "expired")
        await pressed(pilot, "enter")
        assert "▸ expired" in drawn(app)[1]
        assert "1-1 of 1" in drawn(app)[1]
        await pressed(pilot, "escape", "slash")
        await typed(pilot, "acxc")
        await pressed(pilot, "enter")
        assert "1-1 of 1" in drawn(app)[1]
    assert app.troubles == []


async def test_one_is_renewed_and_undo_takes_it_back(earned: Desk) -> None:
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_register(pilot, app)
        await pressed(pilot, "down", "r")
        assert states(earned)[0] == "CPPM-2026-0001 superseded"
        assert column_of(earned, "number")[-1] == "CPPM-2026-0002"
        assert "CPPM-2026-0002" in shown(app)
        await pressed(pilot, "u")
        assert len(states(earned)) == 3
    assert app.troubles == []


async def test_many_are_looked_at_before_they_are_suspended(earned: Desk) -> None:
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_register(pilot, app)
        await pressed(pilot, "asterisk", "S")
        assert "Suspend 3 accreditations" in shown(app)
        await typed(pilot, "a complaint [/x]")
        await pressed(pilot, "ctrl+s")
        assert "3 will be suspended." in shown(app)
        await pressed(pilot, "enter")
        assert {one.split()[1] for one in states(earned)} == {"suspended"}
        assert not app.screen.query_one("BigList").marked  # type: ignore[attr-defined]
        await pressed(pilot, "asterisk", "R", "enter")
        assert {one.split()[1] for one in states(earned)} == {"issued", "expired"}
        await pressed(pilot, "u", "u")
        assert {one.split()[1] for one in states(earned)} == {"issued", "expired"}
    assert app.troubles == []


async def test_a_refusal_keeps_the_form_and_what_was_typed(earned: Desk) -> None:
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_register(pilot, app)
        await pressed(pilot, "d")
        assert "Revoke ACXC-2019-0001" in shown(app)
        await pressed(pilot, "ctrl+s")
        assert "Nothing is revoked without a reason." in shown(app)
        await typed(pilot, "fraud")
        await pressed(pilot, "down", "ctrl+u")
        await typed(pilot, "2 may 2020")
        await pressed(pilot, "ctrl+s")
        assert states(earned)[2] == "ACXC-2019-0001 revoked"
        assert states(earned, date(2020, 5, 1))[1] == "ACXC-2019-0001 issued"
        await pressed(pilot, "S")
        assert "ACXC-2019-0001 is revoked: that cannot be suspended." in shown(app)
    assert app.troubles == []


async def test_a_decree_about_a_filter_is_previewed_line_by_line(earned: Desk) -> None:
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_register(pilot, app)
        await pressed(pilot, "E", "down")
        await typed(pilot, "1 jan 2020")
        await pressed(pilot, "ctrl+s")
        assert "Reason is missing" in " ".join(shown(app).split())
        for name, text in (("months", "12"), ("reason", "the pandemic")):
            app.screen.query_one(f"#field-{name} Input").focus()
            await typed(pilot, text)
        await pressed(pilot, "ctrl+s")
        assert "2 will be changed by decree." in shown(app)
        assert "CPPM-2020-0001 of ليلى عباس" in shown(app)
        await pressed(pilot, "enter")
        assert states(earned)[3:] == ["CPPM-2026-0001/2 issued", "CPPM-2020-0001/2 expired"]
        await pressed(pilot, "u")
        assert len(states(earned)) == 3
    assert app.troubles == []


async def test_a_decree_about_marked_ones_asks_for_no_filter(earned: Desk) -> None:
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_register(pilot, app)
        await pressed(pilot, "down", "space", "E")
        assert "Decree about 1 marked" in shown(app)
        assert "Programme" not in drawn(app)[8]
        await typed(pilot, "6")
        app.screen.query_one("#field-reason Input").focus()
        await typed(pilot, "the pandemic")
        await pressed(pilot, "ctrl+s")
        assert column_of(earned, "valid_until")[-1] == "2027-07-30"
    assert app.troubles == []


async def test_what_was_earned_before_is_recorded_by_a_form(earned: Desk) -> None:
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_register(pilot, app)
        await pressed(pilot, "n")
        for name, text in (("person", "ada"), ("programme", "acxm")):
            app.screen.query_one(f"#field-{name} Input").focus()
            await typed(pilot, text)
            await settled(pilot)
            await pressed(pilot, "enter")
        app.screen.query_one("#field-awarded_on Input").focus()
        await typed(pilot, "3 mar 2026")
        await pressed(pilot, "ctrl+s")
        assert states(earned)[3:] == ["ACXM-2026-0001 issued"]
    assert app.troubles == []


async def test_a_file_is_read_in_and_the_register_taken_out(
    earned: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.csv").write_text("name,programme,awarded_on\nAda Byron,ACXM,2019-01-31\nNobody,ACXM,2019-01-31\n")
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_register(pilot, app)
        await pressed(pilot, "i")
        await typed(pilot, "old.csv")
        await pressed(pilot, "ctrl+s")
        assert "1 new, 1 refused" in shown(app)
        await pressed(pilot, "ctrl+s")
        assert states(earned)[3:] == ["ACXM-2019-0001 expired"]
        await pressed(pilot, "x", "enter")
    assert app.troubles == []
    assert HOSTILE in written(tmp_path)


# ---- one of them


async def one(pilot: Pilot[int], app: DeskApp, row: int) -> AccreditationScreen:
    await settled(pilot)
    app.visit(Place("3", "accreditation", row))
    await settled(pilot)
    assert isinstance(app.screen, AccreditationScreen)
    return app.screen


async def test_a_name_is_put_right_and_the_card_says_where_it_went(earned: Desk) -> None:
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await at_register(pilot, app)
        await pressed(pilot, "enter")
        assert on(app, AccreditationScreen)
        assert HOSTILE in shown(app)
        assert "● issued since Thu 2 May 2019" in shown(app)
        await pressed(pilot, "N")
        assert "Reissue ACXC-2019-0001, now to" in shown(app)
        await pressed(pilot, "ctrl+u")
        await typed(pilot, "Zoë O'Neill")
        await pressed(pilot, "ctrl+s")
        assert "→ ACXC-2019-0001/2, issued" in shown(app)
        assert "ACXC-2019-0001/2  issued" in shown(app)
        await pressed(pilot, "N")
        assert "ACXC-2019-0001 is superseded: that cannot be reissued." in shown(app)
        await pressed(pilot, "end", "enter")
        assert app.history.present == Place("3", "accreditation", 4)
        assert "Zoë O'Neill" in shown(app)
        await pressed(pilot, "y", "t")
        assert "It was not earned in a session of this desk." in shown(app)
        await pressed(pilot, "p")
        assert on(app, PersonScreen)
    assert app.troubles == []


async def test_what_was_taken_back_is_left(earned: Desk) -> None:
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await one(pilot, app, 3)
        await pressed(pilot, "u")
        assert not on(app, AccreditationScreen)
    assert app.troubles == []


async def test_one_that_has_expired_says_since_when(earned: Desk, clock: FrozenClock) -> None:
    clock.moment = datetime(2021, 6, 1, tzinfo=UTC)
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await one(pilot, app, 2)
        assert "○ expired since Wed 31 Mar 2021" in shown(app)
        assert "renewable Wed 30 Sep 2020 to Thu 30 Sep 2021" in shown(app)
    assert app.troubles == []


# ---- a person's own


async def test_a_persons_card_has_what_she_earned(earned: Desk) -> None:
    app = app_over(earned)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("3", "person", 1, "accreditations"))
        await settled(pilot)
        assert any("CPPM-2026-0001" in line and "● issued" in line for line in drawn(app))
        await pressed(pilot, "r")
        assert any("CPPM-2026-0002" in line and "● issued" in line for line in drawn(app))
        assert any("CPPM-2026-0001" in line and "→ superseded" in line for line in drawn(app))
        await pressed(pilot, "n")
        assert "Record an accreditation of Ada Byron" in shown(app)
        await pressed(pilot, "escape", "enter")
        assert on(app, AccreditationScreen)
    assert app.troubles == []

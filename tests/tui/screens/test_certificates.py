"""Certificates on their way out: the key on a session, the folder, what is left, stopping."""

from pathlib import Path
from threading import Event

import pytest

from acxdesk.actions import certificates as deeds
from acxdesk.actions.badges import check_badge, own_key
from acxdesk.actions.enrolments import MovePlaces, move_places
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.exchange.badges import Verdict
from acxdesk.exchange.certificates import Press
from acxdesk.rules.accreditations import State
from acxdesk.rules.certificates import Certificate
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place as Spot
from acxdesk.tui.screens.accreditation import AccreditationScreen
from acxdesk.tui.screens.certificates import PaperFile, PapersFolder, badges_of, certificate_of, certificates_of
from acxdesk.tui.screens.dialogs import Report
from acxdesk.tui.screens.session import SessionScreen
from tests.actions.awarded import add_award
from tests.exchange.pages import texts
from tests.tui.screens.sessionstage import (
    HOSTILE,
    SIZE,
    app_over,
    catalogue,
    coach,
    pressed,
    scheduled,
    settled,
    shown,
    typed,
)

REF = "ACXM-2026-12-07"


@pytest.fixture
def ready(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A session that Ada, somebody hostile and Zoë sat in; nothing is awarded yet. We stand in `out`."""
    catalogue(desk)
    scheduled(desk, capacity_min=1, capacity_max=4, coaches=[{"person": coach(desk), "role": "lead"}])
    people = tuple(
        add_person(desk, AddPerson.read({"name": name})).ids[0] for name in ("Ada Byron", HOSTILE, "Zoë Núñez")
    )
    move_places(desk, MovePlaces(session=REF, people=people, verb="book"))
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    return desk


@pytest.fixture
def awarded(ready: Desk) -> Desk:
    """The same, with all three awarded."""
    for person in (2, 3, 4):
        add_award(ready, person, f"ACXM-2026-000{person}", REF)
    return ready


def app_of(desk: Desk) -> DeskApp:
    return app_over(desk, issuer_name="BP Group", verify_url="https://example.org/{code}")


def said(app: DeskApp) -> str:
    """What the screen says, wherever its lines end."""
    return " ".join(shown(app).replace("│", " ").split())


async def test_the_key_on_a_session_says_why_it_does_nothing_while_nothing_is_awarded(ready: Desk) -> None:
    app = app_of(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Spot("2", "session", REF))
        await settled(pilot)
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.why_not("certificates") == f"Nothing was awarded on {REF} yet: results are released first."
        await pressed(pilot, "P")
        assert isinstance(app.screen, SessionScreen)
        add_award(ready, 2, "ACXM-2026-0002", REF)
        app.announce()
        await settled(pilot)
        assert app.screen.why_not("certificates") == ""
    assert app.troubles == []


async def test_everybody_who_was_awarded_has_a_file_of_her_own(awarded: Desk, tmp_path: Path) -> None:
    app = app_of(awarded)
    folder = tmp_path / "out" / f"{REF}-certificates"
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Spot("2", "session", REF))
        await settled(pilot)
        await pressed(pilot, "P")
        assert isinstance(app.screen, PapersFolder)
        assert f"{REF}-certificates" in shown(app)
        await pressed(pilot, "enter")
        assert isinstance(app.screen, SessionScreen)
        assert "3 certificates written to" in shown(app)
        await pressed(pilot, "P", "enter")
        assert app.said == f"0 certificates written, 3 there already: {folder}."
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "Ada-Byron-ACXM-2026-0002.pdf",
        "Zoë-Núñez-ACXM-2026-0004.pdf",
        "oops-red-x-red-click-app-quit-q-1-1-ACXM-2026-0003.pdf",
    ]
    told = texts((folder / names[2]).read_bytes())
    assert (told[0], told[3]) == ("BP Group", HOSTILE)
    assert app.troubles == []


async def test_what_is_there_and_differs_is_replaced_when_enter_is_pressed_again(awarded: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "out" / f"{REF}-certificates"
    folder.mkdir()
    there = folder / "Ada-Byron-ACXM-2026-0002.pdf"
    there.write_text("mine")
    app = app_of(awarded)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Spot("2", "session", REF))
        await settled(pilot)
        await pressed(pilot, "P", "enter")
        assert isinstance(app.screen, PapersFolder)
        assert "2 certificates written, 1 not written" in said(app)
        assert "It is there already, and differs. Enter again replaces them" in said(app)
        assert there.read_text() == "mine"
        await pressed(pilot, "enter")
        assert isinstance(app.screen, SessionScreen)
    assert there.read_bytes().startswith(b"%PDF")
    assert app.troubles == []


async def test_who_has_none_is_told_afterwards(awarded: Desk) -> None:
    add_award(awarded, 2, "ACXM-2026-0009", REF, name="[/ⴰ] [red]x")
    add_award(awarded, 2, "ACXM-2026-0010", REF, state=State.REVOKED)
    app = app_of(awarded)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Spot("2", "session", REF))
        await settled(pilot)
        await pressed(pilot, "P", "enter")
        assert isinstance(app.screen, Report)
        assert "no font here has ⴰ (U+2D30) in the name." in said(app)
        assert "ACXM-2026-0010 of Ada Byron is revoked: there is no certificate of it." in said(app)
        await pressed(pilot, "enter")
        assert isinstance(app.screen, SessionScreen)
    assert app.troubles == []


async def test_esc_stops_after_a_whole_file(awarded: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = Event(), Event()

    class Slow(Press):
        def print(self, certificate: Certificate) -> bytes:
            if certificate.number == "ACXM-2026-0004":
                begun.set()
                go_on.wait(20)
            return super().print(certificate)

    monkeypatch.setattr(deeds, "Press", Slow)
    app = app_of(awarded)
    folder = tmp_path / "out" / f"{REF}-certificates"
    add_award(awarded, 4, "ACXM-2026-0099", REF)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Spot("2", "session", REF))
        await settled(pilot)
        await pressed(pilot, "P")
        await pilot.press("enter")
        while not begun.is_set():
            await pilot.pause(0.02)
        await pilot.pause()
        assert "2 written. Esc stops." in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Stopping…" in shown(app)
        go_on.set()
        await settled(pilot)
        assert "✕ Stopped. What is whole stays; Enter goes on from there." in shown(app)
        assert len(list(folder.iterdir())) == 3
        await pressed(pilot, "enter")
        assert isinstance(app.screen, SessionScreen)
        assert app.said == f"1 certificate written, 3 there already: {folder}."
    assert len(list(folder.iterdir())) == 4
    assert app.troubles == []


async def test_one_certificate_goes_to_the_file_that_is_named(awarded: Desk, tmp_path: Path) -> None:
    app = app_of(awarded)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        certificate_of(app.screen, 2)
        await settled(pilot)
        assert isinstance(app.screen, PaperFile)
        assert "Certificate ACXM-2026-0003 of [/oops]" in shown(app)
        await pressed(pilot, "enter")
        assert "1 certificate written to" in shown(app)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [
        "oops-red-x-red-click-app-quit-q-1-1-ACXM-2026-0003.pdf"
    ]
    assert app.troubles == []


async def test_what_does_not_stand_has_none(awarded: Desk) -> None:
    revoked = add_award(awarded, 2, "ACXM-2026-0010", REF, state=State.REVOKED)
    app = app_of(awarded)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        certificate_of(app.screen, revoked)
        await settled(pilot)
        assert not isinstance(app.screen, PaperFile)
        told = [notice.message for notice in app._notifications]
        assert told == ["ACXM-2026-0010 of Ada Byron is revoked: there is no certificate of it."]
    assert app.troubles == []


@pytest.mark.parametrize("size", [(40, 12), (20, 6)])
async def test_it_is_drawn_at_any_size(awarded: Desk, size: tuple[int, int]) -> None:
    app = app_of(awarded)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Spot("2", "session", REF))
        await settled(pilot)
        await pressed(pilot, "P", "enter")
        assert isinstance(app.screen, SessionScreen)
    assert app.troubles == []


async def test_some_certificates_go_into_a_folder_and_one_into_a_file(awarded: Desk, tmp_path: Path) -> None:
    app = app_of(awarded)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        certificates_of(app.screen, ())
        await settled(pilot)
        assert not isinstance(app.screen, PapersFolder)
        certificates_of(app.screen, (1, 3))
        await settled(pilot)
        assert isinstance(app.screen, PapersFolder)
        await pressed(pilot, "enter")
        certificates_of(app.screen, (1,))
        await settled(pilot)
        assert isinstance(app.screen, PaperFile)
        await pressed(pilot, "enter")
    assert sorted(path.name for path in (tmp_path / "out").rglob("*")) == [
        "Ada-Byron-ACXM-2026-0002.pdf",
        "Ada-Byron-ACXM-2026-0002.pdf",
        "Zoë-Núñez-ACXM-2026-0004.pdf",
        "certificates",
    ]
    assert app.troubles == []


async def test_badges_are_signed_once_there_is_a_key(awarded: Desk, tmp_path: Path) -> None:
    app = app_of(awarded)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        badges_of(app.screen, (1,))
        await settled(pilot)
        await pressed(pilot, "enter")
        assert "There is no signing key" in said(app)
        key = own_key(app.settings.key_file).public
        await pressed(pilot, "enter")
        assert "1 badge written to" in shown(app)
        badges_of(app.screen, (1, 2, 3))
        await settled(pilot)
        await pressed(pilot, "enter")
        assert len(list((tmp_path / "out" / "badges").iterdir())) == 3
    held = (tmp_path / "out" / "Ada-Byron-ACXM-2026-0002.json").read_bytes()
    checked = check_badge(held, key.multikey, awarded.clock.now())
    assert (checked.verdict, checked.issuer) == (Verdict.VALID, "BP Group")
    assert app.troubles == []


# ---- the register, one accreditation, a person's own


async def test_the_register_writes_certificates_of_what_is_marked(awarded: Desk, tmp_path: Path) -> None:
    app = app_of(awarded)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Spot("3", "register"))
        await settled(pilot)
        await pressed(pilot, "P")
        assert isinstance(app.screen, PaperFile)
        await pressed(pilot, "escape", "*", "P")
        assert isinstance(app.screen, PapersFolder)
        assert "Certificates of 3" in shown(app)
        await pressed(pilot, "enter")
        assert "3 certificates written to" in shown(app)
        await pressed(pilot, "B")
        assert "Badges of 3" in shown(app)
    assert len(list((tmp_path / "out" / "certificates").iterdir())) == 3
    assert app.troubles == []


async def test_the_keys_say_why_there_is_no_certificate(awarded: Desk) -> None:
    revoked = add_award(awarded, 2, "ACXM-2026-0010", state=State.REVOKED)
    app = app_of(awarded)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Spot("3", "accreditation", revoked))
        await settled(pilot)
        assert isinstance(app.screen, AccreditationScreen)
        told = "ACXM-2026-0010 is revoked: there is no {} of it."
        assert app.screen.why_not("certificate_accreditation") == told.format("certificate")
        assert app.screen.why_not("badge_accreditation") == told.format("badge")
        app.visit(Spot("3", "accreditation", 1))
        await settled(pilot)
        await pressed(pilot, "P")
        assert isinstance(app.screen, PaperFile)
    assert app.troubles == []


async def test_a_person_has_the_certificate_under_the_cursor(awarded: Desk, tmp_path: Path) -> None:
    app = app_of(awarded)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Spot("3", "person", 2, "accreditations"))
        await settled(pilot)
        await pressed(pilot, "P", "enter")
        assert "1 certificate written to" in shown(app)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["Ada-Byron-ACXM-2026-0002.pdf"]
    assert app.troubles == []


async def test_a_code_leads_to_what_was_awarded_under_it(awarded: Desk) -> None:
    add_award(awarded, 2, "ACXM-2026-0010", code="4K99-77PT-PCHA")
    app = app_of(awarded)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Spot("3", "register"))
        await settled(pilot)
        await pressed(pilot, "V", "enter")
        assert "✕ Type a code." in shown(app)
        await typed(pilot, "4k99 77pt pchc")
        await pressed(pilot, "enter")
        assert "its check character does not fit, so something in it is mistyped" in said(app)
        await pressed(pilot, "ctrl+u")
        await typed(pilot, "aaaa-aaaa-aaaa")
        await pressed(pilot, "enter")
        assert "Nothing was awarded under the code AAAA-AAAA-AAAA." in said(app)
        await pressed(pilot, "ctrl+u")
        await typed(pilot, "4k9977ptpcha")
        await pressed(pilot, "enter")
        assert isinstance(app.screen, AccreditationScreen)
        assert "ACXM-2026-0010" in shown(app)
    assert app.troubles == []

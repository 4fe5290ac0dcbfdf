"""The coaches of a session on its screen: asked, answered, and somebody who stands in."""

from typing import Any

import pytest
from textual.pilot import Pilot

from acxdesk.actions.askings import AnswerAsking, Ask, answer_asking, ask
from acxdesk.actions.diaries import AddLeave, add_leave
from acxdesk.desk.door import Desk
from acxdesk.queries.sessions import session
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens.coachforms import _find_stand_ins
from acxdesk.tui.screens.session import SessionScreen
from acxdesk.tui.widgets.forms import Field
from tests.tui.screens.sessionstage import (
    SIZE,
    app_over,
    catalogue,
    coach,
    pressed,
    scheduled,
    settled,
    shown,
    typed,
    until,
    words,
)

REF = "ACXM-2026-12-07"


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """A session of Grace Okafor (1); Alan Turing (2) and Hedy Lamarr (3) coach, too; Hedy is on leave on the 8th."""
    catalogue(desk)
    for name in ("Grace Okafor", "Alan Turing", "Hedy Lamarr"):
        coach(desk, name)
    scheduled(desk, coaches=[{"person": 1, "role": "lead"}])
    add_leave(desk, AddLeave.read({"person": 3, "first_on": "2026-12-08"}))
    return desk


def coaches(desk: Desk) -> list[tuple[str, str | None]]:
    return [(one.name, one.answer) for one in session(desk, REF).coaches]


async def opened(pilot: Pilot[int], app: DeskApp) -> SessionScreen:
    await settled(pilot)
    app.visit(Place("2", "session", REF))
    await settled(pilot)
    assert isinstance(app.screen, SessionScreen)
    return app.screen


async def picked(pilot: Pilot[int], app: DeskApp, text: str, then: str) -> None:
    """Type into the dialog's line, and take the first of what it finds once that is there."""
    await typed(pilot, text)
    await until(pilot, app, then)
    await pressed(pilot, "enter")


async def narrowed(pilot: Pilot[int], app: DeskApp, to: str, *, without: str) -> None:
    """Wait until what was typed has narrowed the list that a search in a thread gave first."""
    await until(pilot, app, to)
    for _ in range(400):
        if without not in words(app):
            return
        await pilot.pause(0.05)
    raise AssertionError(f"{without!r} never went:\n{shown(app)}")


async def test_a_coach_is_asked_and_her_answer_noted(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "A")
        await picked(pilot, app, "others", "Ask others")
        await typed(pilot, "turing assist")
        await narrowed(pilot, app, "Alan Turing (assistant)", without="Alan Turing (lead)")
        await pressed(pilot, "enter")
        await until(pilot, app, "Alan Turing is asked to teach it.")
        await pressed(pilot, "ctrl+s")
        assert coaches(ready) == [("Grace Okafor", None), ("Alan Turing", "asked")]
        assert "Coaches: Grace Okafor (lead), Alan Turing (assistant) ? asked today" in shown(app)
        await pressed(pilot, "A")
        await picked(pilot, app, "turing accepts", "Alan Turing accepts")
        assert coaches(ready)[1] == ("Alan Turing", "accepted")
        assert "Alan Turing (assistant) + accepted" in shown(app)
        await pressed(pilot, "A")
        await picked(pilot, app, "declines", "Alan Turing declines")
        await typed(pilot, "a wedding [/]")
        await pressed(pilot, "enter")
        assert session(ready, REF).coaches[1].reason == "a wedding [/]"
        await pressed(pilot, "u")
        assert coaches(ready)[1] == ("Alan Turing", "accepted")


async def test_a_substitute_is_picked_with_what_speaks_against_her_and_taken_back(ready: Desk) -> None:
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "j", "S")
        assert "A substitute for meeting 2 of ACXM-2026-12-07, Tue 8 Dec 2026" in shown(app)
        app.screen.query_one("#field-by", Field).focus_control()
        await typed(pilot, "hedy")
        await narrowed(pilot, app, "! is on leave", without="Alan Turing")
        await pressed(pilot, "enter")
        app.screen.query_one("#field-reason", Field).focus_control()
        await typed(pilot, "ill [/oops]")
        await until(pilot, app, "Hedy Lamarr teaches ACXM day 2 and is on leave")
        await pressed(pilot, "ctrl+s")
        assert [one.name for one in session(ready, REF).meetings[1].substitutes] == ["Hedy Lamarr"]
        assert "⇄ Lamarr for Okafor (ill [/oops])" in words(app)
        await pressed(pilot, "S")
        assert session(ready, REF).meetings[1].substitutes == ()
        assert app.said.endswith("Grace Okafor teaches it herself.")


async def test_nobody_stands_in_where_nobody_teaches(ready: Desk) -> None:
    ask(ready, Ask.read({"session": REF, "coaches": [{"person": 1}]}))
    values = {"session": REF, "person": 1, "verb": "decline", "reason": "ill"}
    answer_asking(ready, AnswerAsking.read(values))
    app = app_over(ready)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot, app)
        assert "Grace Okafor (lead) ✕ declined" in shown(app)
        await pressed(pilot, "S")
        assert app.said == f"{REF} has no coach to stand in for. A asks one."


def test_who_is_free_stands_before_who_is_not(ready: Desk) -> None:
    scheduled(ready, programme="CPP", coaches=[{"person": 2, "role": "lead"}])
    meetings = session(ready, REF).meetings

    def found(number: int) -> list[tuple[str, Any]]:
        return [(hit.text, hit.note) for hit in _find_stand_ins(meetings[number - 1].id, ready, "")]

    assert found(1) == [
        ("Hedy Lamarr", "✓ free"),
        ("Alan Turing", "! teaches CPP-2026-12-07 then"),
        ("Grace Okafor", "! teaches it already"),
    ]
    assert found(3) == [
        ("Alan Turing", "✓ free"),
        ("Hedy Lamarr", "✓ free"),
        ("Grace Okafor", "! teaches it already"),
    ]

"""The outbox on the screen: written after a look, sent after a yes, stopped between two, decided by hand."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from acxdesk.actions.enrolments import MovePlaces, move_places
from acxdesk.actions.outbox import FillOutbox, fill_outbox
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.queries.givens import pending
from acxdesk.queries.outbox import counts
from acxdesk.records.calendars import Message
from acxdesk.rules.updates import Sending, Way
from acxdesk.tui.app import DeskApp
from acxdesk.tui.places import Place
from acxdesk.tui.screens.outbox import OutboxScreen
from tests.desk.calendarservers import PASSWORD, USER, radicale
from tests.desk.mailservers import BREAK, MailServer, mail_server
from tests.tui.screens.sessionstage import (
    HOSTILE,
    SIZE,
    app_over,
    catalogue,
    drawn,
    pressed,
    scheduled,
    settled,
    shown,
    until,
    words,
)

REF = "ACXM-2026-12-07"
OFFICE = {"organizer_name": "Desk", "organizer_mailbox": "desk@example.org"}


@pytest.fixture
def booked(desk: Desk) -> Desk:
    """Somebody with a name that is hostile to markup sits four meetings."""
    catalogue(desk)
    scheduled(desk, capacity_min=1, capacity_max=4)
    (number,) = add_person(desk, AddPerson.read({"name": HOSTILE, "email": "ada@example.org"})).ids
    move_places(desk, MovePlaces(session=REF, people=(number,), verb="book"))
    return desk


@pytest.fixture
def filled(booked: Desk) -> Desk:
    """Four messages wait."""
    fill_outbox(booked, FillOutbox.read({"first": True, **OFFICE}))
    return booked


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def app_with(desk: Desk, server: MailServer) -> DeskApp:
    return app_over(desk, smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none", **OFFICE)


def stand(desk: Desk, number: int, sending: Sending, answer: str = "") -> None:
    with desk.changing("prepare", kind="system") as change:
        row = change.work.get_one(Message, number)
        row.sending, row.answer = sending, answer


async def test_the_screen(filled: Desk, snapshot: SnapshotAssertion) -> None:
    stand(filled, 1, Sending.SENT)
    stand(filled, 2, Sending.UNSURE)
    stand(filled, 3, Sending.REFUSED)
    app = app_over(filled)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "outbox"))
        await settled(pilot)
        assert "\n".join(drawn(app)) == snapshot
    assert app.troubles == []


async def test_messages_are_written_after_a_look_and_sent_after_a_yes(booked: Desk, server: MailServer) -> None:
    app = app_with(booked, server)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, "2", "G", "v", "m")
        assert "4 messages for 1 person written into the outbox." in words(app)
        await pressed(pilot, "escape")
        assert counts(booked) == {}
        await pressed(pilot, "m", "enter", "O")
        assert isinstance(app.screen, OutboxScreen)
        assert counts(booked) == {Sending.WAITING: 4}
        await pressed(pilot, "S")
        assert "4 messages would be handed to 127.0.0.1." in words(app)
        await pressed(pilot, "enter")
        assert server.lines == 0
        await pressed(pilot, "S", "Y")
        await until(pilot, app, "4 messages sent by 127.0.0.1.")
        assert counts(booked) == {Sending.SENT: 4}
        assert shown(app).count("✓ sent") == 4
        assert pending(booked, Way.MAIL, first=True) == ()
    assert len(server.taken) == 4
    assert app.troubles == []


async def test_sending_stops_between_two_messages(filled: Desk) -> None:
    begun, may_go_on = threading.Event(), threading.Event()

    def wait(_words: str) -> str:
        begun.set()
        may_go_on.wait(10)
        return ""

    with mail_server(rcpt=wait) as server:
        server_of = app_with(filled, server)
        async with server_of.run_test(size=SIZE, notifications=True) as pilot:
            await settled(pilot)
            server_of.visit(Place("2", "outbox"))
            await pressed(pilot, "p")
            assert "Nothing is being sent now." in shown(server_of)
            await pilot.press("S")
            await until(pilot, server_of, "would be handed")
            await pilot.press("Y")
            while not begun.is_set():
                await pilot.pause(0.02)
            await pilot.press("p")
            may_go_on.set()
            await until(pilot, server_of, "Stopped; the rest waits.")
        assert len(server.taken) == 1
    assert counts(filled) == {Sending.SENT: 1, Sending.WAITING: 3}
    assert server_of.troubles == []


async def test_what_is_in_doubt_is_decided_by_hand(filled: Desk) -> None:
    with mail_server(dot=[BREAK]) as server:
        app = app_with(filled, server)
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            await settled(pilot)
            app.visit(Place("2", "outbox"))
            await pressed(pilot, "S", "Y")
            await until(pilot, app, "1 unsure")
            await pressed(pilot, "escape", "end")
            assert "? unsure" in shown(app)
            await pressed(pilot, "r")
            assert "Message 1 waits again." in shown(app)
            await pressed(pilot, "r")
            assert "The message is waiting." in shown(app)
            await pressed(pilot, "a")
            assert "Message 1 is noted as sent." in shown(app)
            await pressed(pilot, "d")
            assert "The message is sent." in shown(app)
    assert counts(filled) == {Sending.SENT: 4}
    assert app.troubles == []


async def test_one_message_is_read_and_the_list_is_narrowed(filled: Desk) -> None:
    stand(filled, 1, Sending.REFUSED, "550 no such mailbox")
    app = app_over(filled)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "outbox"))
        await pressed(pilot, "v", "v", "v")
        assert "refused" in drawn(app)[1]
        assert "○ waiting" not in shown(app)
        await pressed(pilot, "enter")
        assert "Answer: 550 no such mailbox" in shown(app)
        assert "is in your calendar now." in shown(app)
        await pressed(pilot, "escape", "escape")
        assert shown(app).count("○ waiting") == 3
        await pressed(pilot, "d")
        assert "is dropped." in shown(app)
    assert app.troubles == []


async def test_messages_are_written_as_files(filled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    app = app_over(filled)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "outbox"))
        await pressed(pilot, "w", "enter")
        assert "4 messages written to" in shown(app)
    assert len(list((tmp_path / "out" / "messages").glob("*.eml"))) == 4
    assert counts(filled) == {Sending.WAITING: 4}
    assert app.troubles == []


async def test_without_a_server_the_remedy_is_told(filled: Desk) -> None:
    app = app_over(filled)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        app.visit(Place("2", "outbox"))
        await pressed(pilot, "S")
        assert "There is no server to hand e-mails to." in words(app)
    assert app.troubles == []


async def test_calendars_are_put_on_the_server_after_a_look(
    booked: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACXDESK_CALDAV_PASSWORD", PASSWORD)
    with radicale(tmp_path / "radicale") as running:
        app = app_over(booked, caldav_url=running.at().url, caldav_user=USER)
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            await settled(pilot)
            await pressed(pilot, "2", "G", "v", "P")
            assert "1 person, 4 occasions would be put on 127.0.0.1." in words(app)
            await pressed(pilot, "enter")
            await until(pilot, app, "1 person, 4 occasions put on 127.0.0.1.")
    assert pending(booked, Way.CALDAV, first=True) == ()
    assert app.troubles == []

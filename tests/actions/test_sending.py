"""Sending: nothing goes twice, nothing is called sent that was not, and it goes on later."""

import contextlib
import sqlite3
import threading
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acxdesk.actions import sending
from acxdesk.actions.journal import undo
from acxdesk.actions.messages import ChosenMessages, arrived, resend
from acxdesk.actions.sending import SendOutbox, send_outbox
from acxdesk.actions.upkeep import keep_up
from acxdesk.desk.alone import alone
from acxdesk.desk.door import Desk
from acxdesk.desk.post import Post, SmtpServer
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Busy, Refused, SaveFailed
from acxdesk.exchange.mails import text_of
from acxdesk.records.calendars import Message
from acxdesk.rules.updates import Sending
from tests.actions.posted import column, due, fill, furnish, moved, states
from tests.actions.sample import faults, rows
from tests.desk.mailservers import BREAK, HANG, MailServer, free_port, mail_server


def send(desk: Desk, server: MailServer | SmtpServer, *messages: int) -> Receipt:
    at = server.server if isinstance(server, MailServer) else server
    return send_outbox(desk, SendOutbox(messages=messages), at).receipt


def subjects(server: MailServer) -> list[tuple[str, str]]:
    """Whom the server has which message for."""
    return [
        (to, content.decode().partition("Subject: ")[2].partition("\r\n")[0]) for _from, to, content in server.taken
    ]


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Two people are to be told of two days each."""
    furnish(desk)
    fill(desk)
    return desk


def test_all_that_waits_is_sent_and_noted_as_what_people_have(filled: Desk) -> None:
    with mail_server() as server:
        receipt = send(filled, server)
        assert subjects(server) == [
            ("ada.byron@example.org", "New: ACXM, day 1 of 2"),
            ("ada.byron@example.org", "New: ACXM, day 2 of 2"),
            ("bob.kahn@example.org", "New: ACXM, day 1 of 2"),
            ("bob.kahn@example.org", "New: ACXM, day 2 of 2"),
        ]
        assert {sender for sender, _to, _content in server.taken} == {"desk@example.org"}
    assert receipt.sentence == "4 messages sent by 127.0.0.1."
    assert (states(filled), due(filled)) == (["sent"] * 4, [])
    assert set(column(filled, "answer")) == {"250 queued as 1"}
    assert set(column(filled, "sent_at")) == {"2026-11-24T09:00:00.000000Z"}
    assert faults(filled) == []
    assert send(filled, SmtpServer("127.0.0.1", 1)).sentence == "Nothing waits to be sent."


def test_a_whole_server_gets_what_any_mail_program_reads(filled: Desk) -> None:
    held: list[bytes] = []

    class Box:
        async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
            assert isinstance(envelope.content, bytes)
            held.append(envelope.content)
            return "250 kept"

    controller = Controller(Box(), "127.0.0.1", free_port())
    controller.start()
    try:
        send(filled, SmtpServer("127.0.0.1", controller.port, "none", seconds=5))
    finally:
        controller.stop()
    assert [content.decode() for content in held] == column(filled, "content")
    assert text_of(held[0].decode()).startswith("Dear Ada Byron,\n")


@pytest.mark.parametrize(
    ("acts", "sentence", "expected"),
    [
        (
            {"rcpt": ["250 ok", "550 no such mailbox", "250 ok", "250 ok"]},
            "3 messages sent by 127.0.0.1, 1 refused.",
            ["sent", "refused", "sent", "sent"],
        ),
        (
            {"rcpt": ["250 ok", "450 greylisted", "250 ok", "250 ok"]},
            "3 messages sent by 127.0.0.1, 1 waiting.",
            ["sent", "waiting", "sent", "sent"],
        ),
        (
            {"dot": ["250 ok", BREAK, "250 ok", "250 ok"]},
            "3 messages sent by 127.0.0.1, 1 unsure.",
            ["sent", "unsure", "sent", "sent"],
        ),
        (
            {"dot": ["250 ok", HANG, "250 ok", "250 ok"]},
            "3 messages sent by 127.0.0.1, 1 unsure.",
            ["sent", "unsure", "sent", "sent"],
        ),
        (
            {"mail": ["250 ok", "451 too much"]},
            (
                "1 message sent by 127.0.0.1, 1 waiting. 127.0.0.1 takes nothing now "
                "(It takes no mail from desk@example.org: 451 too much): the rest waits."
            ),
            ["sent", "waiting", "waiting", "waiting"],
        ),
        (
            {"greeting": "554 go away"},
            "0 messages sent by 127.0.0.1, 1 waiting. 127.0.0.1 takes nothing now (554 go away): the rest waits.",
            ["waiting"] * 4,
        ),
    ],
    ids=["refused", "later", "broken", "slow", "away", "closed"],
)
def test_it_goes_on_where_it_can_and_ends_where_it_cannot(
    filled: Desk, acts: dict[str, str | list[str]], sentence: str, expected: list[str]
) -> None:
    with mail_server(**acts) as server:
        assert send(filled, server).sentence == sentence
        assert states(filled) == expected
        assert len(server.taken) == expected.count("sent")
    assert faults(filled) == []


def test_after_the_server_was_away_the_rest_goes_and_nothing_twice(filled: Desk) -> None:
    with mail_server(mail=["250 ok", "421 closing", "421 closing"]) as server:
        send(filled, server)
        assert states(filled) == ["sent", "waiting", "waiting", "waiting"]
        send(filled, server)
        assert states(filled) == ["sent"] * 4
        assert len({content for _from, _to, content in server.taken}) == len(server.taken) == 4


def test_what_is_unsure_is_never_sent_again_by_itself(filled: Desk) -> None:
    with mail_server(dot=[BREAK]) as server:
        send(filled, server)
        assert (states(filled)[0], len(server.seen)) == ("unsure", 4)
        fill(filled)
        send(filled, server)
        assert (states(filled), len(server.seen)) == (["unsure", "sent", "sent", "sent"], 4)
        resend(filled, ChosenMessages(messages=(1,)))
        send(filled, server)
        assert states(filled) == ["sent"] * 4
        first, again = server.seen[0], server.seen[-1]
        assert first == again  # the same Message-ID, UID and SEQUENCE


def test_what_may_have_arrived_is_called_off_when_it_is_off(filled: Desk) -> None:
    with mail_server(dot=[BREAK]) as server:
        send(filled, server, 1)
    moved(filled, number=1, day="2026-12-11")
    fill(filled)
    changed = [row for row in rows(filled, "messages") if row["sending"] == "waiting" and row["sequence"] == 1]
    assert [row["subject"] for row in changed] == ["Moved: ACXM, day 1 of 2", "New: ACXM, day 1 of 2"]


def test_a_desk_that_was_stopped_in_the_middle_leaves_a_doubt(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with filled.changing("prepare", kind="system") as change:
        change.work.get_one(Message, 1).sending = Sending.SENDING
    with mail_server() as server:
        receipt = send(filled, server)
        assert len(server.taken) == 3
    assert receipt.lines == ("1 message left by a desk that was stopped: unsure.",)
    assert states(filled) == ["unsure", "sent", "sent", "sent"]
    assert arrived(filled, ChosenMessages(messages=(1,))).changed


def test_the_doubt_is_told_when_somebody_sits_down_again_unless_one_sends(filled: Desk, tmp_path: Path) -> None:
    def sit_down() -> tuple[str, ...]:
        return keep_up(filled, folder=tmp_path / "backups")

    assert sit_down() == ()
    with filled.changing("prepare", kind="system") as change:
        change.work.get_one(Message, 1).sending = Sending.SENDING
    with alone(filled.path, "sending", ""):
        assert sit_down() == ()
    assert sit_down() == ("1 message left by a desk that was stopped: unsure.",)
    assert states(filled) == ["unsure", "waiting", "waiting", "waiting"]


def test_ctrl_c_in_the_middle_of_a_message_leaves_a_doubt(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_values: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Post, "hand_over", interrupted)
    with pytest.raises(KeyboardInterrupt):
        send(filled, SmtpServer("127.0.0.1", 1))
    assert states(filled) == ["unsure", "waiting", "waiting", "waiting"]


def test_a_full_disk_after_a_message_went_leaves_a_doubt(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_values: object) -> None:
        raise SaveFailed("The disk is full.")

    with mail_server() as server:
        with monkeypatch.context() as patch:
            patch.setattr(sending, "_settle_one", full)
            with pytest.raises(SaveFailed):
                send(filled, server)
        assert states(filled) == ["sending", "waiting", "waiting", "waiting"]
        send(filled, server)
        assert states(filled) == ["unsure", "sent", "sent", "sent"]
        assert len(server.taken) == 4


def test_it_stops_between_two_messages(filled: Desk) -> None:
    told: list[tuple[int, int]] = []
    with mail_server() as server:
        sent = send_outbox(
            filled, SendOutbox(), server.server, lambda *count: told.append(count), lambda: len(server.taken) == 2
        )
        assert (sent.is_stopped, sent.is_whole) == (True, False)
        assert sent.receipt.sentence == "2 messages sent by 127.0.0.1. Stopped; the rest waits."
        assert told == [(0, 4), (1, 4), (2, 4), (4, 4)]
        assert states(filled) == ["sent", "sent", "waiting", "waiting"]


def test_what_was_overtaken_is_dropped_and_not_sent(filled: Desk) -> None:
    moved(filled)
    with mail_server() as server:
        receipt = send(filled, server)
        assert len(server.taken) == 2
    assert receipt.lines == ("2 were overtaken by a later change and are dropped: fill the outbox again.",)
    assert states(filled) == ["sent", "dropped", "sent", "dropped"]
    assert due(filled) == [("Ada Byron", 1), ("Bob Kahn", 1)]


def test_first_messages_that_were_all_overtaken_are_written_anew(filled: Desk) -> None:
    moved(filled, "2026-12-12", 1)
    moved(filled, "2026-12-13", 2)
    with mail_server() as server:
        receipt = send(filled, server)
        assert server.taken == []
    assert receipt.lines == ("4 were overtaken by a later change and are dropped: fill the outbox again.",)
    assert fill(filled, first=False).sentence == "4 messages for 2 people written into the outbox."


def test_only_what_is_named_is_sent(filled: Desk) -> None:
    with mail_server() as server:
        send(filled, server, 3)
        assert states(filled) == ["waiting", "waiting", "sent", "waiting"]
        with pytest.raises(Refused, match="Message 3 is sent and does not wait"):
            send(filled, server, 3)
        assert len(server.taken) == 1


def test_a_preview_reaches_no_server(filled: Desk) -> None:
    receipt = send(filled.rehearsing(), SmtpServer("mail.example.org", 1))
    assert receipt.sentence == "4 messages would be handed to mail.example.org."
    assert states(filled) == ["waiting"] * 4


def test_two_desks_do_not_send_at_once(filled: Desk) -> None:
    with alone(filled.path, "sending", ""), pytest.raises(Busy, match="Another desk is sending"):
        send(filled, SmtpServer("127.0.0.1", 1))
    assert not filled.path.with_name(f".{filled.path.name}.sending").exists()


def test_two_that_send_at_once_send_each_message_once(filled: Desk) -> None:
    with mail_server() as server:

        def sends() -> None:
            while "waiting" in states(filled):
                try:
                    send(filled, server)
                except Busy:
                    continue

        threads = [threading.Thread(target=sends) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({content for _from, _to, content in server.taken}) == len(server.taken) == 4


def test_what_was_sent_is_not_taken_back(filled: Desk) -> None:
    with mail_server() as server:
        send(filled, server)
    with pytest.raises(Refused, match="something in it has changed since"):
        undo(filled)
    assert states(filled) == ["sent"] * 4


ACT = st.sampled_from(["", "", BREAK, "421 closing", "450 later", "550 never"])
STAGES = ("greeting", "ehlo", "mail", "rcpt", "data", "dot")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.fixed_dictionaries({stage: st.lists(ACT, max_size=4) for stage in STAGES}))
def test_whatever_a_server_does_nothing_goes_twice_and_nothing_is_called_sent_that_was_not(
    desk: Desk, acts: dict[str, list[str]]
) -> None:
    if not rows(desk, "people"):
        furnish(desk)
    with contextlib.closing(sqlite3.connect(desk.path)) as file, file:
        for name in ("messages", "given_occasions", "given_calendars"):
            file.execute(f"DELETE FROM {name}")
    fill(desk)
    honest = {"greeting": "220", "ehlo": "250", "mail": "250", "rcpt": "250", "data": "354", "dot": "250"}
    script = {stage: [act or f"{honest[stage]} ok" for act in listed] for stage, listed in acts.items()}
    with mail_server(**script) as server:
        for _again in range(12):
            if "waiting" in states(desk):
                send(desk, server)
    seen = [content.decode() for _from, _to, content in server.seen]
    taken = [content.decode() for _from, _to, content in server.taken]
    for row in rows(desk, "messages"):
        assert taken.count(row["content"]) == (row["sending"] == "sent")
        if row["sending"] == "unsure":
            assert seen.count(row["content"]) >= 1
    assert "sending" not in states(desk)

"""`acxdesk calendar mail`, `outbox`, `send` and their like, from the command line."""

import os
import signal
from pathlib import Path

import pytest

from tests.cli.conftest import SESSION, Say
from tests.desk.mailservers import BREAK, MailServer, free_port, mail_server


@pytest.fixture
def booked(desk: Say, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Ada is booked on four meetings; the office has a mailbox."""
    monkeypatch.setenv("ACXDESK_ORGANIZER_NAME", "Programme desk")
    monkeypatch.setenv("ACXDESK_ORGANIZER_MAILBOX", "programmes@example.org")
    desk("enrolment", "book", "--session", SESSION, "--person", "1")
    return desk


@pytest.fixture
def filled(booked: Say) -> Say:
    """Four messages wait for Ada."""
    assert booked("calendar", "mail", "--first").code == 0
    return booked


def at(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings name this server."""
    for name, value in (("HOST", "127.0.0.1"), ("PORT", str(server.port)), ("SECURITY", "none")):
        monkeypatch.setenv(f"ACXDESK_SMTP_{name}", value)


def test_the_outbox_is_filled_and_listed(booked: Say) -> None:
    foreseen = booked("calendar", "mail", "--first", "--person", "Ada Byron", "--dry-run")
    assert foreseen.err.startswith(
        "Dry run, nothing was written: 4 messages for 1 person written into the outbox.\n"
        "  Ada Byron <ada@example.org>: New: ACXM, day 1 of 4\n"
    )
    assert booked("calendar", "outbox").err == "The list is empty.\n"
    assert booked("calendar", "mail", "--first", "--json").json["ids"] == [1, 2, 3, 4]
    assert booked("calendar", "outbox").lines[:2] == [
        "No.  State      Name       Subject",
        "  4  ○ waiting  Ada Byron  New: ACXM, day 4 of 4",
    ]
    assert [line["state"] for line in booked("calendar", "outbox", "--state", "wait", "--json").json] == ["waiting"] * 4
    assert booked("calendar", "outbox", "--state", "sent", "--json").json == []


def test_a_state_that_there_is_not_is_refused(booked: Say) -> None:
    answer = booked("calendar", "outbox", "--state", "lost")
    assert answer.code == 2
    assert answer.err == (
        'acxdesk: "lost" is no state of a message. Give waiting, sending, sent, unsure, refused, dropped.\n'
    )


def test_a_message_is_read(filled: Say) -> None:
    shown = filled("calendar", "message", "1")
    assert shown.lines[:5] == [
        "Message  1",
        "State    ○ waiting",
        "To       Ada Byron <ada@example.org>",
        "Subject  New: ACXM, day 1 of 4",
        "Written  Tue 24 Nov 2026 09:00 Europe/London",
    ]
    assert "When:  Mon 18 Jan 2027 14:00-19:00 Europe/London" in shown.lines
    assert filled("calendar", "message", "1", "--json").json["sending"] == "waiting"
    assert filled("calendar", "message", "9").code == 4


def test_what_waits_is_sent_after_a_yes(filled: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as server:
        at(server, monkeypatch)
        foreseen = filled("calendar", "send", "--dry-run")
        assert foreseen.err.startswith("Dry run, nothing was written: 4 messages would be handed to 127.0.0.1.\n")
        assert filled("calendar", "send").code == 2
        assert filled("calendar", "send", stdin=b"n\n", terminal=True).code == 3
        assert server.lines == 0
        answer = filled("calendar", "send", "2", "--yes")
        assert (answer.code, answer.err) == (0, "1 message sent by 127.0.0.1.\n")
        assert filled("calendar", "send", stdin=b"y\n", terminal=True).code == 0
        assert len(server.taken) == 4
    log = filled("calendar", "outbox", "--state", "sent", "--json").json
    assert {line["answer"] for line in log} == {"250 queued as 1"}
    assert filled("calendar", "send", "--yes").err == "Nothing waits to be sent.\n"


def test_what_did_not_go_is_told_and_decided(filled: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server(dot=[BREAK, "250 ok", "250 ok"], rcpt=["250 ok", "550 no such mailbox"]) as server:
        at(server, monkeypatch)
        answer = filled("calendar", "send", "--yes")
        assert (answer.code, answer.err) == (
            3,
            (
                "2 messages sent by 127.0.0.1, 1 unsure, 1 refused.\n"
                "  1  ada@example.org: unsure. The line broke.\n"
                "  2  ada@example.org: refused. 550 no such mailbox\n"
            ),
        )
        assert filled("calendar", "arrived", "1").err.startswith("Message 1 is noted as sent.\n")
        assert filled("calendar", "resend", "2").err.startswith("Message 2 waits again.\n")
        assert filled("calendar", "drop", "2", "--json").json["ids"] == [2]
        assert filled("calendar", "drop").code == 2
        assert filled("calendar", "resend", "1").code == 3
        assert len(server.taken) == 2


def test_a_server_that_is_away_leaves_everything_waiting(filled: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    at(MailServer({}, port=free_port()), monkeypatch)
    answer = filled("calendar", "send", "--yes")
    assert (answer.code, answer.err.splitlines()[0]) == (
        3,
        "0 messages sent by 127.0.0.1, 1 waiting. 127.0.0.1 takes nothing now (Connection refused): the rest waits.",
    )
    assert len(filled("calendar", "outbox", "--state", "waiting", "--json").json) == 4


def test_without_a_server_the_remedy_is_told(filled: Say) -> None:
    answer = filled("calendar", "send", "--yes")
    assert (answer.code, answer.err) == (
        3,
        (
            "acxdesk: There is no server to hand e-mails to. "
            "Name one: `acxdesk settings set smtp_host mail.example.org`; or write them as files.\n"
        ),
    )


def test_ctrl_c_stops_between_two_messages(filled: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_words: str) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return ""

    with mail_server(rcpt=interrupt) as server:
        at(server, monkeypatch)
        answer = filled("calendar", "send", "--yes")
        assert (answer.code, len(server.taken)) == (130, 1)
    assert answer.err.endswith("1 message sent by 127.0.0.1. Stopped; the rest waits.\n")


def test_messages_are_written_as_files(filled: Say, tmp_path: Path) -> None:
    out = tmp_path / "mails"
    assert filled("calendar", "eml", "--out", str(out), "--dry-run").code == 0
    assert not out.exists()
    answer = filled("calendar", "eml", "1", "--out", str(out))
    assert answer.err == (
        f"1 message written to {out}, still waiting.\n"
        "  00001-Ada-Byron-New-ACXM-day-1-of-4.eml  New: ACXM, day 1 of 4\n"
        "  Once they are sent from there, say that they arrived.\n"
    )
    assert filled("calendar", "eml", "--out", str(out)).code == 3
    done = filled("calendar", "eml", "--out", str(out), "--overwrite", "--handed-out", "--json")
    assert (done.json["sentence"], done.json["folder"]) == (f"4 messages written to {out}, noted as sent.", str(out))
    assert len(list(out.iterdir())) == 4
    assert filled("calendar", "eml", "--out", "-").code == 2

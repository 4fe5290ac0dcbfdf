"""What becomes of a message that is handed to a server which takes it, refuses it, is away or breaks off."""

import ssl
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from acxdesk.desk.post import Became, Outcome, Post, SmtpServer, server_of
from acxdesk.desk.settings import Settings, load
from acxdesk.errors import InputProblem, Refused
from tests.desk.certificates import certificate
from tests.desk.mailservers import BREAK, GARBAGE, HANG, Act, free_port, mail_server

LETTER = b"Subject: Moved\r\n\r\nA line.\r\n.\r\n..two dots\r\nThe end.\r\n"
UNREAD = "It answered nothing that can be read. nothing that anybody reads"
DESK, ADA = "desk@example.org", "ada@example.org"


def handed(server: SmtpServer) -> Outcome:
    with Post(server) as post:
        return post.hand_over(DESK, ADA, LETTER)


@pytest.mark.parametrize(
    ("acts", "outcome"),
    [
        ({}, Outcome(Became.TAKEN, "250 queued as 1")),
        ({"greeting": "554 no"}, Outcome(Became.AWAY, "554 no")),
        ({"greeting": "421 busy"}, Outcome(Became.AWAY, "421 busy")),
        ({"greeting": BREAK}, Outcome(Became.AWAY, "The line broke.")),
        ({"greeting": HANG}, Outcome(Became.AWAY, "It did not answer in time.")),
        (
            {"greeting": GARBAGE},
            Outcome(Became.AWAY, "It answered nothing that can be read. nothing that anybody reads"),
        ),
        ({"ehlo": BREAK}, Outcome(Became.AWAY, "The line broke.")),
        (
            {"mail": "550 5.7.1 not you"},
            Outcome(Became.AWAY, "It takes no mail from desk@example.org: 550 5.7.1 not you"),
        ),
        ({"mail": "451 later"}, Outcome(Became.AWAY, "It takes no mail from desk@example.org: 451 later")),
        ({"mail": HANG}, Outcome(Became.AWAY, "It did not answer in time.")),
        ({"rcpt": "550 5.1.1 no such mailbox"}, Outcome(Became.REFUSED, "550 5.1.1 no such mailbox")),
        ({"rcpt": "450 4.2.0 greylisted"}, Outcome(Became.LATER, "450 4.2.0 greylisted")),
        ({"rcpt": "530 sign in first"}, Outcome(Became.AWAY, "530 sign in first")),
        ({"rcpt": "421 closing"}, Outcome(Became.AWAY, "421 closing")),
        ({"rcpt": BREAK}, Outcome(Became.AWAY, "The line broke.")),
        ({"data": "554 no recipients"}, Outcome(Became.REFUSED, "554 no recipients")),
        ({"data": "452 disk full"}, Outcome(Became.LATER, "452 disk full")),
        ({"data": BREAK}, Outcome(Became.AWAY, "The line broke.")),
        ({"dot": "554 5.6.0 spam"}, Outcome(Became.REFUSED, "554 5.6.0 spam")),
        ({"dot": "451 local error"}, Outcome(Became.LATER, "451 local error")),
        ({"dot": "421 closing"}, Outcome(Became.AWAY, "421 closing")),
        ({"dot": BREAK}, Outcome(Became.UNSURE, "The line broke.")),
        ({"dot": HANG}, Outcome(Became.UNSURE, "It did not answer in time.")),
        ({"dot": GARBAGE}, Outcome(Became.UNSURE, UNREAD)),
        ({"quit": BREAK}, Outcome(Became.TAKEN, "250 queued as 1")),
        ({"quit": HANG}, Outcome(Became.TAKEN, "250 queued as 1")),
    ],
    ids=str,
)
def test_what_becomes_of_a_message_follows_from_where_the_server_stops(acts: dict[str, Act], outcome: Outcome) -> None:
    with mail_server(**acts) as server:
        assert handed(server.server) == outcome
        assert server.taken == ([(DESK, ADA, LETTER)] if outcome.became is Became.TAKEN else [])


def test_nothing_is_unsure_when_the_line_breaks_within_the_message() -> None:
    long = b"Subject: Moved\r\n\r\n" + b"x" * 70 + b"\r\n"
    with mail_server(body=BREAK) as server, Post(server.server) as post:
        outcome = post.hand_over(DESK, ADA, long * 200_000)
        assert (outcome.became, server.seen) == (Became.AWAY, [])


def test_a_server_that_is_not_there_is_away() -> None:
    outcome = handed(SmtpServer("127.0.0.1", free_port(), "none", seconds=0.5))
    assert outcome == Outcome(Became.AWAY, "Connection refused")


def test_many_messages_go_over_one_line_also_after_one_was_refused() -> None:
    with mail_server(rcpt=["250 ok", "550 nobody", "250 ok"]) as server:
        with Post(server.server) as post:
            became = [post.hand_over(DESK, ADA, LETTER).became for _ in range(3)]
        assert became == [Became.TAKEN, Became.REFUSED, Became.TAKEN]
        assert (server.lines, server.said.count("RSET"), server.said[-1]) == (1, 1, "QUIT")


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("act", ["421 idle for too long", BREAK])
def test_a_line_that_the_server_closed_is_opened_again_and_nothing_goes_twice(stage: str, act: str) -> None:
    honest = {"mail": "250 ok", "rcpt": "250 ok", "data": "354 go on"}[stage]
    with mail_server(**{stage: [honest, act, honest]}) as server:
        with Post(server.server) as post:
            became = [post.hand_over(DESK, ADA, LETTER).became for _ in range(2)]
        assert (became, server.lines, len(server.seen)) == ([Became.TAKEN, Became.TAKEN], 2, 2)


def test_the_name_of_this_computer_is_not_told() -> None:
    with mail_server() as server:
        handed(server.server)
        assert server.said[0] == "ehlo [127.0.0.1]"


# A whole server, with a certificate and a password


class _Box:
    """Keeps what comes."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.letters.append(envelope.content)
        return "250 kept"


def _knows(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object) -> AuthResult:
    good = getattr(data, "password", b"") == b"correct horse"
    return AuthResult(success=good, handled=False)


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The context of a server whose certificate this computer believes."""
    pem = certificate(tmp_path / "server.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(("secret", "became"), [("correct horse", Became.TAKEN), ("wrong", Became.AWAY)])
def test_a_private_line_is_made_before_anything_is_said(
    trusted: ssl.SSLContext, security: str, secret: str, became: Became
) -> None:
    box, port = _Box(), free_port()
    # aiosmtpd does not know that a line which began in TLS is private already.
    options: dict[str, Any] = (
        {"tls_context": trusted, "require_starttls": True, "auth_required": True}
        if security == "starttls"
        else {"ssl_context": trusted, "auth_require_tls": False}
    )
    controller = Controller(
        box,
        "127.0.0.1",
        port,
        authenticator=_knows,
        **options,
    )
    controller.start()
    try:
        outcome = handed(SmtpServer("localhost", port, security, "desk", secret, seconds=5))
    finally:
        controller.stop()
    assert outcome.became is became
    assert box.letters == ([LETTER] if became is Became.TAKEN else [])
    if became is Became.AWAY:
        assert outcome.answer.startswith("It does not let us sign in: 535 ")
    assert secret not in outcome.answer


def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    trusted: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = certificate(tmp_path / "other.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    controller = Controller(_Box(), "127.0.0.1", free_port(), tls_context=trusted)
    controller.start()
    try:
        outcome = handed(SmtpServer("localhost", controller.port, "starttls", seconds=5))
    finally:
        controller.stop()
    assert outcome.became is Became.AWAY
    assert outcome.answer.startswith("Its certificate does not hold: ")


def test_a_server_without_starttls_gets_nothing_readable() -> None:
    with mail_server() as server:
        outcome = handed(SmtpServer("127.0.0.1", server.port, "starttls", "desk", "secret", seconds=0.5))
        assert outcome.became is Became.AWAY
        assert outcome.answer.startswith("It cannot do what the settings ask for: STARTTLS")
        assert {words.partition(" ")[0] for words in server.said} == {"ehlo"}


# The settings


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    monkeypatch.setenv("ACXDESK_SMTP_PASSWORD", "correct horse")
    return load(smtp_host="mail.example.org", smtp_user="desk")


def test_the_server_is_read_from_the_settings_and_shows_no_password(settings: Settings) -> None:
    server = server_of(settings)
    assert server == SmtpServer("mail.example.org", 587, "starttls", "desk", "correct horse")
    assert "correct horse" not in repr(server)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "There is no server to hand e-mails to."),
        (
            {"smtp_host": "mail.example.org", "smtp_security": "none"},
            "With mail.example.org everything would be readable over the network.",
        ),
        (
            {"smtp_host": "mail.example.org", "smtp_security": "none-anywhere", "smtp_user": "desk"},
            "The password for mail.example.org would be readable over the network.",
        ),
        (
            {"smtp_host": "mail.example.org", "smtp_user": "desk"},
            "The password of desk at mail.example.org is missing.",
        ),
    ],
)
def test_a_server_that_cannot_be_used_is_refused_before_anything_is_sent(said: dict[str, str], words: str) -> None:
    with pytest.raises(Refused) as refused:
        server_of(load(**said))
    assert refused.value.sentence == words


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_this_computer_may_be_spoken_to_in_the_open(host: str) -> None:
    assert server_of(load(smtp_host=host, smtp_security="none")).security == "none"


def test_a_password_in_a_file_is_for_its_owners_eyes_only(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("correct horse\n")
    settings = load(smtp_host="mail.example.org", smtp_user="desk", smtp_password_file=file)
    file.chmod(0o640)
    with pytest.raises(InputProblem) as refused:
        server_of(settings)
    assert str(refused.value) == (f"Others than its owner may read the password in {file}. `chmod 600 {file}`.")
    file.chmod(0o600)
    assert server_of(settings).password == "correct horse"
    file.write_text("\n")
    with pytest.raises(InputProblem, match="has no password in its first line"):
        server_of(settings)
    with pytest.raises(InputProblem, match="cannot be read: No such file"):
        server_of(load(smtp_host="mail.example.org", smtp_user="desk", smtp_password_file=tmp_path / "none"))

"""Handing e-mails to an SMTP server, one after the other, so that it is known of each what became of it.

    with Post(server_of(settings)) as post:
        outcome = post.hand_over(sender, recipient, content)

A server has a message once it has answered the single dot behind it (RFC 5321, 4.1.1.4). Where the line breaks before
the dot is sent, it has nothing; where it breaks between the dot and the answer, nobody can know.
"""

import re
import smtplib
import ssl
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

from acxdesk.desk.passwords import password
from acxdesk.desk.settingvalues import is_loopback
from acxdesk.errors import Refused

if TYPE_CHECKING:
    from types import TracebackType

    from acxdesk.desk.settings import Settings

PASSWORD_VARIABLE: Final = "ACXDESK_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
SECONDS: Final = 30.0  # how long each answer is waited for

# What a server calls this computer when it says nothing of it: its name is nobody's business.
_OURSELVES: Final = "[127.0.0.1]"
_MOST_SAID: Final = 300  # characters of an answer that are kept
_WANTS_SIGNING_IN: Final = frozenset({530, 534, 535, 538})  # of every message, whoever it is for
_GO_ON: Final = 354  # the message may come
_CLOSING: Final = 421  # the server goes away (RFC 5321, 3.8)
_LINE_BEGINS_WITH_DOT: Final = re.compile(rb"^\.", re.MULTILINE)


class Became(StrEnum):
    """What became of a message that was handed over, or not."""

    TAKEN = "taken"  # the server has it
    REFUSED = "refused"  # this one it will never take
    LATER = "later"  # this one it does not take now; it has nothing
    AWAY = "away"  # it cannot be spoken to, or takes nothing from us at all; it has nothing
    UNSURE = "unsure"  # the whole message is on its way, and no answer came


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message, and what the server or the network said."""

    became: Became
    answer: str  # one line


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A server that takes e-mails from us."""

    host: str
    port: int
    security: str = "starttls"  # or "tls", "none"
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = SECONDS  # how long each of its answers is waited for


class _Away(Exception):  # noqa: N818 - what happened
    """The server cannot be used now, and has nothing of this message."""


class _Closing(_Away):
    """It says goodbye before it was given anything: the line was idle for too long, or has carried enough."""


def server_of(settings: "Settings") -> SmtpServer:
    """The server that the settings name, with its password.

    Raises:
        Refused: none is named, it would be spoken to readably over the network, or the password is missing.
        InputProblem: the password's file cannot be read, or others can read it.
    """
    if not settings.smtp_host:
        raise Refused(
            "There is no server to hand e-mails to.",
            remedy="Name one: `acxdesk settings set smtp_host mail.example.org`; or write them as files.",
        )
    open_line = settings.smtp_security in {"none", "none-anywhere"}
    far = not is_loopback(settings.smtp_host)
    if far and settings.smtp_security == "none":
        raise Refused(
            f"With {settings.smtp_host} everything would be readable over the network.",
            remedy="Set smtp_security to starttls or tls; none-anywhere if that is meant.",
        )
    if far and open_line and settings.smtp_user:
        raise Refused(
            f"The password for {settings.smtp_host} would be readable over the network.",
            remedy="Set smtp_security to starttls or tls, or take smtp_user out.",
        )
    secret = password(PASSWORD_VARIABLE, settings.smtp_password_file) if settings.smtp_user else ""
    if settings.smtp_user and not secret:
        raise Refused(
            f"The password of {settings.smtp_user} at {settings.smtp_host} is missing.",
            remedy=f"Say it in {PASSWORD_VARIABLE}, or name a file with it in smtp_password_file.",
        )
    security = "none" if open_line else settings.smtp_security
    return SmtpServer(settings.smtp_host, settings.smtp_port, security, settings.smtp_user, secret)


class Post:
    """A line to an SMTP server, opened with the first message and again after it broke."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Nothing is opened yet."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: "TracebackType | None"
    ) -> None:
        """Say goodbye, whether or not that is answered."""
        if self._line is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._line.docmd("QUIT")
        self._hang_up()

    def hand_over(self, sender: str, recipient: str, content: bytes) -> Outcome:
        """Hand one message to the server.

        Args:
            sender: the mailbox that it comes from and that failures go to, in ASCII.
            recipient: the mailbox that it is for, in ASCII.
            content: the whole message (RFC 5322) in ASCII, its lines ended by CRLF.
        """
        stuffed = _LINE_BEGINS_WITH_DOT.sub(b"..", content)
        stuffed += b"" if stuffed.endswith(b"\r\n") else b"\r\n"
        try:
            line, refused = self._ready(sender, recipient)
            if refused is not None:
                return refused
            line.send(stuffed)
            return self._dot(line)
        except _Away as away:
            return self._away(str(away))
        except (OSError, smtplib.SMTPException) as fault:
            return self._away(_words(fault))

    def _ready(self, sender: str, recipient: str) -> tuple[smtplib.SMTP, Outcome | None]:
        """Bring the server to wait for a message; or how it refused the recipient or the message.

        A server that has closed an idle line is asked once more on a new one: it was given nothing yet.
        """
        if self._line is not None:
            try:
                return self._line, self._addressed(self._line, sender, recipient)
            except (smtplib.SMTPServerDisconnected, _Closing):
                self._hang_up()
        self._line = _opened(self._server)
        return self._line, self._addressed(self._line, sender, recipient)

    def _addressed(self, line: smtplib.SMTP, sender: str, recipient: str) -> Outcome | None:
        code, said = line.docmd("MAIL", f"FROM:<{sender}>")
        if not _is_yes(code):
            raise (_Closing if code == _CLOSING else _Away)(f"It takes no mail from {sender}: {_told(code, said)}")
        code, said = line.docmd("RCPT", f"TO:<{recipient}>")
        if not _is_yes(code):
            return self._not_this_one(line, code, said)
        code, said = line.docmd("DATA")
        return None if code == _GO_ON else self._not_this_one(line, code, said)

    def _not_this_one(self, line: smtplib.SMTP, code: int, said: bytes) -> Outcome:
        """The server does not take this message, and has nothing of it.

        Raises:
            _Away: it would not take any other one either.
        """
        if code == _CLOSING:
            raise _Closing(_told(code, said))
        if not _is_no(code) or code in _WANTS_SIGNING_IN:
            raise _Away(_told(code, said))
        try:
            line.docmd("RSET")
        except (OSError, smtplib.SMTPException):
            self._hang_up()
        return Outcome(Became.REFUSED if _is_for_good(code) else Became.LATER, _told(code, said))

    def _dot(self, line: smtplib.SMTP) -> Outcome:
        """Send the dot that ends the message, and hear what the server says to it."""
        try:
            line.send(b".\r\n")
            code, said = line.getreply()
        except (OSError, smtplib.SMTPException) as fault:
            self._hang_up()
            return Outcome(Became.UNSURE, _words(fault))
        if _is_yes(code):
            return Outcome(Became.TAKEN, _told(code, said))
        if not _is_no(code):  # no answer that the protocol knows
            self._hang_up()
            return Outcome(Became.UNSURE, _told(code, said))
        return self._not_this_one(line, code, said)

    def _away(self, answer: str) -> Outcome:
        self._hang_up()
        return Outcome(Became.AWAY, answer)

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def _opened(server: SmtpServer) -> smtplib.SMTP:
    """A line on which the server waits for a message, private and signed in as it should be.

    Raises:
        _Away: it cannot be had so.
    """
    context = ssl.create_default_context()
    line: smtplib.SMTP | None = None
    try:
        if server.security == "tls":
            line = smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=_OURSELVES, timeout=server.seconds, context=context
            )
        else:
            line = smtplib.SMTP(server.host, server.port, local_hostname=_OURSELVES, timeout=server.seconds)
        line.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            line.starttls(context=context)
            line.ehlo_or_helo_if_needed()
        if server.user:
            line.login(server.user, server.password)
    except (OSError, smtplib.SMTPException, UnicodeError) as fault:
        if line is not None:
            line.close()
        raise _Away(_words(fault)) from fault
    return line


def _is_yes(code: int) -> bool:
    return 200 <= code < 400  # noqa: PLR2004 - RFC 5321, 4.2.1


def _is_no(code: int) -> bool:
    return 400 <= code < 600  # noqa: PLR2004 - as above


def _is_for_good(code: int) -> bool:
    return code >= 500  # noqa: PLR2004 - as above


def _words(fault: Exception) -> str:
    """What broke the line, in words."""
    match fault:
        case smtplib.SMTPAuthenticationError():
            return f"It does not let us sign in: {_told(fault.smtp_code, fault.smtp_error)}"
        case smtplib.SMTPResponseException():
            return _told(fault.smtp_code, fault.smtp_error)
        case smtplib.SMTPNotSupportedError():
            words = f"It cannot do what the settings ask for: {fault}"
        case ssl.SSLCertVerificationError():
            words = f"Its certificate does not hold: {fault.verify_message}"
        case _ if isinstance(fault, TimeoutError) or isinstance(fault.__context__, TimeoutError):
            words = "It did not answer in time."
        case smtplib.SMTPServerDisconnected() | ConnectionResetError() | ConnectionAbortedError() | BrokenPipeError():
            words = "The line broke."
        case _:
            words = getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
    return _one_line(words)


def _told(code: int, said: bytes | str) -> str:
    """A server's answer: its number and its words, on one line."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return _one_line(f"{code} {words}" if code > 0 else f"It answered nothing that can be read. {words}")


def _one_line(text: str) -> str:
    words = " ".join(_shown(text))
    return words if len(words) <= _MOST_SAID else f"{words[: _MOST_SAID - 1]}…"


def _shown(text: str) -> Iterable[str]:
    return "".join(letter if letter.isprintable() else " " for letter in text).split()

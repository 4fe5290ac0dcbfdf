"""A server for e-mails on a port of this computer that does at each stage what a test wants."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from acxdesk.desk.post import SmtpServer

BREAK: Final = "break"  # the line is cut
HANG: Final = "hang"  # no answer comes
GARBAGE: Final = "zzz nothing that anybody reads"

# What an honest server says at each stage; of several answers the first is for the first time, and so on.
_HONEST: Final = {
    "greeting": "220 here",
    "ehlo": "250 here",
    "helo": "250 here",
    "mail": "250 sender ok",
    "rcpt": "250 recipient ok",
    "data": "354 go on",
    "body": "",
    "dot": "250 queued as 1",
    "rset": "250 flushed",
    "quit": "221 bye",
}
Act = str | list[str] | Callable[[str], str]


@dataclass
class MailServer:
    """What it does, and what it was given."""

    acts: dict[str, Act]
    port: int = 0
    taken: list[tuple[str, str, bytes]] = field(default_factory=list)  # sender, recipient, the message
    seen: list[tuple[str, str, bytes]] = field(default_factory=list)  # all whose dot has come, taken or not
    lines: int = 0  # connections
    said: list[str] = field(default_factory=list)  # the commands

    @property
    def server(self) -> SmtpServer:
        """As it is spoken to: without patience."""
        return SmtpServer("127.0.0.1", self.port, "none", seconds=0.5)

    def act(self, stage: str, words: str) -> str:
        """What is done at a stage."""
        act = self.acts.get(stage, _HONEST[stage])
        if callable(act):
            return act(words) or _HONEST[stage]
        if isinstance(act, list):
            return act.pop(0) if act else _HONEST[stage]
        return act


class _Cut(Exception):  # noqa: N818 - what happens
    """The line is cut."""


class _Talk:
    """One connection."""

    def __init__(self, server: MailServer, line: socket.socket, over: threading.Event) -> None:
        self.server, self.line, self.over = server, line, over
        self.reader = line.makefile("rb")

    def run(self) -> None:
        with suppress(_Cut, OSError):
            self.do("greeting", "")
            sender = recipient = ""
            while words := self.reader.readline().decode("ascii").strip():
                self.server.said.append(words)
                verb = words.partition(" ")[0].lower()
                if verb == "data":
                    if self.do("data", words).startswith("354"):
                        self.message(sender, recipient)
                    continue
                sender = words.partition("<")[2].rstrip(">") if verb == "mail" else sender
                recipient = words.partition("<")[2].rstrip(">") if verb == "rcpt" else recipient
                self.do(verb, words)
                if verb == "quit":
                    break
        self.reader.close()
        self.line.close()

    def message(self, sender: str, recipient: str) -> None:
        held: list[bytes] = []
        if self.server.act("body", recipient) == BREAK:
            self.line.recv(10)
            raise _Cut
        while (piece := self.reader.readline()) not in {b".\r\n", b""}:
            held.append(piece.removeprefix(b"."))
        if not piece:
            raise _Cut
        given = (sender, recipient, b"".join(held))
        self.server.seen.append(given)
        answer = self.server.act("dot", recipient)
        if answer.startswith("250"):
            self.server.taken.append(given)
        self.answer(answer)

    def do(self, stage: str, words: str) -> str:
        return self.answer(self.server.act(stage, words))

    def answer(self, answer: str) -> str:
        if answer == BREAK:
            # Without this a cut looks to the other side like an end, and only later like a break.
            self.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            raise _Cut
        if answer == HANG:
            self.over.wait(20)
            raise _Cut
        self.line.sendall(answer.encode() + b"\r\n")
        if answer.startswith("421"):
            raise _Cut
        return answer


@contextmanager
def mail_server(**acts: Act) -> Iterator[MailServer]:
    """A server that does what it is told by stage: greeting, ehlo, mail, rcpt, data, body, dot, rset, quit."""
    server, over = MailServer(dict(acts)), threading.Event()
    threads: list[threading.Thread] = []

    def serve() -> None:
        while not over.is_set():
            try:
                line, _address = listener.accept()
            except OSError:
                return
            server.lines += 1
            threads.append(threading.Thread(target=_Talk(server, line, over).run, daemon=True))
            threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        listening = threading.Thread(target=serve, daemon=True)
        listening.start()
        try:
            yield server
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            for thread in (listening, *threads):
                thread.join(5)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])

"""A real Radicale on a port of this computer, and what stands between it and who speaks to it."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.request import HTTPBasicAuthHandler, HTTPPasswordMgrWithDefaultRealm, build_opener

from radicale import config, server

from acxdesk.desk.caldavserver import CaldavServer
from tests.desk.mailservers import free_port

USER, PASSWORD = "desk", "correct horse"
_REQUEST: Final = re.compile(rb"(?:^|\r\n)[A-Z]+ [^ ]+ HTTP/1\.1\r\n")


@dataclass(frozen=True)
class Radicale:
    """A server that runs."""

    port: int
    folder: Path

    def at(self, port: int | None = None, *, password: str = PASSWORD, seconds: float = 10) -> CaldavServer:
        """As it is spoken to, by this port or through another one."""
        return CaldavServer(f"http://127.0.0.1:{port or self.port}/", USER, password, seconds)

    def get(self, url: str) -> bytes:
        """What a program of somebody who may read gets."""
        known = HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, f"http://127.0.0.1:{self.port}/", USER, PASSWORD)
        with build_opener(HTTPBasicAuthHandler(known)).open(url, timeout=10) as answer:
            return bytes(answer.read())


@contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    """Start a Radicale, and stop it."""
    folder.mkdir()
    users, port = folder / "users", free_port()
    users.write_text(f"{USER}:{PASSWORD}\n")
    configuration = config.load()
    configuration.update(
        {
            "server": {"hosts": f"127.0.0.1:{port}", "timeout": "5"},
            "auth": {"type": "htpasswd", "htpasswd_filename": str(users), "htpasswd_encryption": "plain", "delay": "0"},
            "storage": {"filesystem_folder": str(folder / "collections")},
            "logging": {"level": "critical"},
        },
        "test",
        privileged=True,
    )
    ours, its = socket.socketpair()
    thread = threading.Thread(target=server.serve, args=(configuration, its), daemon=True)
    thread.start()
    try:
        _wait(port)
        yield Radicale(port, folder)
    finally:
        ours.close()
        thread.join(10)
        its.close()


def _wait(port: int) -> None:
    for _again in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.1):
            return
        threading.Event().wait(0.05)
    raise TimeoutError("Radicale did not start")


@dataclass
class Cutter:
    """What lets requests through, and then cuts."""

    port: int
    after: int  # requests that come through; the next one reaches the server, and its answer is cut off
    requests: int = 0
    lines: list[socket.socket] = field(default_factory=list)


@contextmanager
def cutter(to: int, after: int) -> Iterator[Cutter]:
    """Let so many requests through to a port of this computer; the answer to the next one never comes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Cutter(listener.getsockname()[1], after)
        threads = [threading.Thread(target=_listen, args=(made, listener, to), daemon=True)]
        threads[0].start()
        try:
            yield made
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for line in made.lines:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
                line.close()
            threads[0].join(5)


def _listen(made: Cutter, listener: socket.socket, to: int) -> None:
    while True:
        try:
            line, _address = listener.accept()
        except OSError:
            return
        behind = socket.create_connection(("127.0.0.1", to))
        made.lines += [line, behind]
        threading.Thread(target=_asked, args=(made, line, behind), daemon=True).start()
        threading.Thread(target=_answered, args=(made, behind, line), daemon=True).start()


def _asked(made: Cutter, line: socket.socket, behind: socket.socket) -> None:
    with suppress(OSError):
        while piece := line.recv(65_536):
            made.requests += len(_REQUEST.findall(piece))
            behind.sendall(piece)


def _answered(made: Cutter, behind: socket.socket, line: socket.socket) -> None:
    with suppress(OSError):
        while piece := behind.recv(65_536):
            if made.requests > made.after:
                break
            line.sendall(piece)
        line.shutdown(socket.SHUT_RDWR)


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes every line and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


@contextmanager
def answering(answer: bytes) -> Iterator[int]:
    """A port that answers the same to whatever is asked."""

    def answers() -> None:
        while True:
            try:
                line, _address = listener.accept()
            except OSError:
                return
            with suppress(OSError), line:
                line.settimeout(5)
                line.recv(65_536)
                line.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answers, daemon=True)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def http(status: str, body: str = "", *headers: str) -> bytes:
    """An answer."""
    lines = (f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close", "", body)
    return "\r\n".join(lines).encode()

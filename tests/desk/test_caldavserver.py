"""The settings of a CalDAV server, and what its calendars are called."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from acxdesk.desk.caldavserver import CaldavServer, Calendars, NotTaken, ServerAway, server_of
from acxdesk.desk.settings import load
from acxdesk.errors import InputProblem, Refused
from tests.desk.calendarservers import Radicale, answering, http, radicale


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale") / "data") as running:
        yield running


def test_a_calendar_is_made_once_and_follows_a_new_name(server: Radicale) -> None:
    with Calendars(server.at()) as calendars:
        url = calendars.opened("5ba7b810-9dad", "Zoë Brontë")
        assert url == f"http://127.0.0.1:{server.port}/desk/5ba7b810-9dad/"
        assert "Zoë Brontë".encode() in server.get(url)
        assert calendars.opened("5ba7b810-9dad", "Zoë <Nicholls>") == url
        assert "Zoë <Nicholls>".encode() in server.get(url)


def test_the_server_is_read_from_the_settings_and_shows_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACXDESK_CALDAV_PASSWORD", "correct horse")
    server = server_of(load(caldav_url="https://calendars.example.org/dav/", caldav_user="desk"))
    assert server == CaldavServer("https://calendars.example.org/dav/", "desk", "correct horse")
    assert server.host == "calendars.example.org"
    assert "correct horse" not in repr(server)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "There is no CalDAV server."),
        ({"caldav_url": "https://example.org/"}, "Nobody is named who signs in at https://example.org/."),
        (
            {"caldav_url": "https://example.org/", "caldav_user": "desk"},
            "The password of desk at https://example.org/ is missing.",
        ),
    ],
)
def test_a_server_that_cannot_be_used_is_refused_before_it_is_asked(said: dict[str, str], words: str) -> None:
    with pytest.raises(Refused) as refused:
        server_of(load(**said))
    assert refused.value.sentence == words


@pytest.mark.parametrize(
    "wrong",
    [
        "calendars.example.org",
        "http://calendars.example.org/",
        "https://desk:secret@example.org/",
        "https://example.org/?a=b",
        "https://example.org:0/",
        "https://[::1",
        "ftp://example.org/",
    ],
)
def test_an_address_that_would_tell_the_password_is_refused(wrong: str) -> None:
    with pytest.raises(InputProblem) as refused:
        load(caldav_url=wrong)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("right", ["https://example.org", "http://localhost:5232/", "http://[::1]:5232/desk/"])
def test_this_computer_may_be_spoken_to_in_the_open(right: str) -> None:
    assert load(caldav_url=right).caldav_url == right


def test_a_password_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("secret")
    file.chmod(0o644)
    with pytest.raises(InputProblem, match="Others than its owner"):
        server_of(load(caldav_url="https://example.org/", caldav_user="desk", caldav_password_file=file))


STRANGE = "it does not answer as a CalDAV server does; look at its address."
BROKEN = "it cannot be reached, or the line broke."
XML = "Content-Type: application/xml"
PAGE = http("200 OK", "<html><body>Sign in</body></html>", "Content-Type: text/html")


@pytest.mark.parametrize(
    ("answer", "opened", "put"),
    [
        (PAGE, STRANGE, STRANGE),
        (http("207 Multi-Status", "<?xml version='1.0'?><multistatus", XML), STRANGE, STRANGE),
        (http("207 Multi-Status", "", XML), STRANGE, STRANGE),
        (http("404 Not Found"), STRANGE, None),
        (http("500 Oops"), STRANGE, "it answered 500 Internal Server Error."),
        (http("507 Full"), STRANGE, "it is full."),
        (http("503 Busy", "", "Retry-After: 60"), "it is too busy.", "it is too busy."),
        (http("403 No"), "it does not let desk in, or not there.", "it does not let desk in, or not there."),
        (http("302 Found", "", "Location: /"), BROKEN, BROKEN),
        (b"SSH-2.0-OpenSSH\r\n", BROKEN, BROKEN),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", BROKEN, BROKEN),
        (b"", BROKEN, BROKEN),
    ],
    ids=[
        "page",
        "half",
        "empty",
        "missing",
        "broken",
        "full",
        "busy",
        "forbidden",
        "loop",
        "other",
        "short",
        "nothing",
    ],
)
def test_what_is_no_yes_of_a_calendar_server_is_none(
    answer: bytes, opened: str, put: str | None, capfd: pytest.CaptureFixture[str]
) -> None:
    with answering(answer) as port:
        url = f"http://127.0.0.1:{port}/"
        with Calendars(CaldavServer(url, "desk", "secret", 2)) as calendars:
            with pytest.raises(ServerAway) as away:
                calendars.opened("77", "Ada")
            assert away.value.why == opened
            if put is None:
                with pytest.raises(NotTaken, match="does not take abc: it answered 404 Not Found"):
                    calendars.put(url, "abc", b"")
            else:
                with pytest.raises(ServerAway) as away:
                    calendars.put(url, "abc", b"")
                assert away.value.why == put
    assert capfd.readouterr().err == ""

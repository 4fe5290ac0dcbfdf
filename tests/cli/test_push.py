"""`acxdesk calendar push` onto a real Radicale."""

from pathlib import Path

import pytest

from tests.cli.conftest import SESSION, Say
from tests.desk.calendarservers import PASSWORD, USER, radicale
from tests.desk.mailservers import free_port


def test_calendars_are_put_on_the_server_and_their_addresses_told(
    desk: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk("enrolment", "book", "--session", SESSION, "--person", "1")
    monkeypatch.setenv("ACXDESK_CALDAV_USER", USER)
    monkeypatch.setenv("ACXDESK_CALDAV_PASSWORD", PASSWORD)
    with radicale(tmp_path / "radicale") as server:
        monkeypatch.setenv("ACXDESK_CALDAV_URL", server.at().url)
        foreseen = desk("calendar", "push", "--first", "--dry-run")
        assert foreseen.err == (
            "Dry run, nothing was written: 1 person, 4 occasions would be put on 127.0.0.1.\n  Ada Byron: 4 new\n"
        )
        pushed = desk("calendar", "push", "--first", "--person", "Ada Byron", "--json")
        (calendar,) = pushed.json["calendars"]
        assert (calendar["name"], calendar["occasions"], pushed.code) == ("Ada Byron", 4, 0)
        assert server.get(calendar["url"]).count(b"BEGIN:VEVENT") == 4
        assert pushed.err == (f"1 person, 4 occasions put on 127.0.0.1.\n  Ada Byron: 4 new. {calendar['url']}\n")
        assert desk("calendar", "push").err == "Every calendar on the server is up to date.\n"


def test_a_server_that_is_away_ends_with_a_code_of_its_own(desk: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    desk("enrolment", "book", "--session", SESSION, "--person", "1")
    assert desk("calendar", "push").err.startswith("acxdesk: There is no CalDAV server. Name one: ")
    monkeypatch.setenv("ACXDESK_CALDAV_URL", f"http://127.0.0.1:{free_port()}/")
    monkeypatch.setenv("ACXDESK_CALDAV_USER", USER)
    monkeypatch.setenv("ACXDESK_CALDAV_PASSWORD", PASSWORD)
    answer = desk("calendar", "push", "--first")
    assert answer.code == 3
    assert answer.err == (
        "0 people, 0 occasions put on 127.0.0.1. It takes nothing now: it cannot be reached, or the line broke. "
        "The rest goes later.\n"
    )

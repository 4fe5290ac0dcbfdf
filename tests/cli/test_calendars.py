"""The verbs of `acxdesk calendar`."""

from pathlib import Path

import pytest

from tests.cli.conftest import SESSION, Say
from tests.exchange.test_busytimes import calendar, event


@pytest.mark.parametrize(
    ("whose", "name"),
    [
        (("--person", "Ada Byron"), "Sessions of Ada Byron"),
        (("--coach", "3"), "Teaching of Ngozi Okafor"),
        (("--person", "3"), "Teaching of Ngozi Okafor"),
        (("--session", SESSION.lower()), SESSION),
        (("--programme", "acxm"), "Sessions of ACXM"),
        (("--all",), "All sessions"),
    ],
)
def test_a_calendar_of_anyone_is_written(desk: Say, tmp_path: Path, whose: tuple[str, ...], name: str) -> None:
    desk("enrolment", "book", "--session", SESSION, "--person", "1")
    desk("session", "edit", SESSION, "--coach", "3")
    out = tmp_path / "out.ics"

    answer = desk("calendar", "export", *whose, "--out", str(out))

    assert (answer.code, answer.out) == (0, "")
    assert answer.err.startswith(f"{name}: 4 meetings written to {out}.\n")
    assert out.read_bytes().count(b"BEGIN:VEVENT") == 4
    assert out.stat().st_mode & 0o777 == 0o600


def test_a_file_is_replaced_only_when_asked_for_and_not_on_a_dry_run(desk: Say, tmp_path: Path) -> None:
    out = tmp_path / "out.ics"
    out.write_text("mine")

    refused = desk("calendar", "export", "--all", "--out", str(out))
    assert (refused.code, out.read_text()) == (3, "mine")
    assert refused.err.endswith("is there already. Choose another name, or replace it with --overwrite.\n")
    assert desk("calendar", "export", "--all", "--out", str(out), "--overwrite", "--dry-run").code == 0
    assert out.read_text() == "mine"
    assert desk("calendar", "export", "--all", "--out", str(out), "--overwrite").code == 0
    assert out.read_text().startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize("whose", [(), ("--all", "--person", "1")])
def test_a_calendar_is_of_one_thing(desk: Say, tmp_path: Path, whose: tuple[str, ...]) -> None:
    answer = desk("calendar", "export", *whose, "--out", str(tmp_path / "out.ics"))

    assert answer.code == 2
    assert answer.err == (
        "acxdesk: A calendar is of one thing. "
        "Give one of --person, --coach, --session, --programme, --award and --all.\n"
    )


def test_an_empty_calendar_is_refused_and_leaves_no_file(desk: Say, tmp_path: Path) -> None:
    out = tmp_path / "out.ics"

    assert desk("calendar", "export", "--person", "2", "--out", str(out)).code == 3
    assert list(tmp_path.glob("*.ics")) == []


def test_what_was_written_is_told_as_json(desk: Say, tmp_path: Path) -> None:
    out = tmp_path / "out.ics"

    assert desk("calendar", "export", "--all", "--out", str(out), "--json").json["file"] == str(out)


def test_a_calendar_is_not_printed(desk: Say) -> None:
    answer = desk("calendar", "export", "--all", "--out", "-")

    assert answer.code == 2
    assert answer.err == "acxdesk: A calendar is written to a file, not to stdout. Name one, as --out ada.ics.\n"


def test_a_coach_who_sits_somewhere_has_what_she_sits_under_her_name(desk: Say, tmp_path: Path) -> None:
    desk("session", "schedule", "--programme", "COIC", "--start", "2027-02-01", "--coach", "3")
    desk("enrolment", "book", "--session", SESSION, "--person", "3")

    answer = desk("calendar", "export", "--person", "3", "--out", str(tmp_path / "out.ics"))

    assert answer.err.startswith("Sessions of Ngozi Okafor: 4 meetings written")
    assert desk("calendar", "export", "--person", "2", "--out", str(tmp_path / "none.ics")).err.startswith(
        "acxdesk: Sessions of Zoë Brontë: there is no meeting to export."
    )


def test_a_coachs_own_calendar_is_read_and_forgotten(desk: Say, tmp_path: Path) -> None:
    file = tmp_path / "hers.ics"
    file.write_bytes(calendar(event("DTSTART:20261207T130000Z", "DTEND:20261207T150000Z")))

    answer = desk("calendar", "read", str(file), "--coach", "Ngozi Okafor", "--source", "private", "--dry-run")
    assert (answer.code, "1 busy stretch" in answer.err) == (0, True)
    assert desk("calendar", "forget", "--coach", "Ngozi Okafor").code == 4
    assert desk("calendar", "read", str(file), "--coach", "Ngozi Okafor", "--json").code == 0
    assert desk("calendar", "forget", "--coach", "Ngozi Okafor").code == 0
    assert desk("calendar", "read", str(tmp_path), "--coach", "Ngozi Okafor").code == 6


@pytest.fixture
def moved(desk: Say, tmp_path: Path) -> Say:
    """Ada has her calendar as a file; then a meeting moved."""
    desk("enrolment", "book", "--session", SESSION, "--person", "1")
    desk("calendar", "export", "--person", "1", "--out", str(tmp_path / "ada.ics"))
    desk("meeting", "move", SESSION, "2", "--day", "2026-12-12")
    return desk


def test_updates_are_listed_and_written_once(moved: Say, tmp_path: Path) -> None:
    (line,) = moved("calendar", "updates", "--json").json
    assert {name: line[name] for name in ("name", "part", "way", "added", "changed", "cancelled")} == {
        "name": "Ada Byron",
        "part": "delegate",
        "way": "file",
        "added": 0,
        "changed": 1,
        "cancelled": 0,
    }
    listed = moved("calendar", "updates")
    assert listed.lines[1].startswith("Ada Byron  delegate  file  day 2 moved ")
    folder = tmp_path / "updates"
    dry = moved("calendar", "updates", "--out", str(folder), "--dry-run")
    assert (dry.code, folder.exists()) == (0, False)
    written = moved("calendar", "updates", "--out", str(folder), "--json")
    assert written.json["sentence"] == f"1 calendar written to {folder}."
    assert [path.name for path in folder.iterdir()] == ["Ada-Byron.ics"]
    assert moved("calendar", "updates").err == "Everybody who was given a calendar has it as it stands.\n"
    assert moved("calendar", "updates", "--out", str(folder)).code == 3


def test_who_was_never_given_a_calendar_is_listed_on_request(moved: Say) -> None:
    moved("enrolment", "book", "--session", SESSION, "--person", "2")
    assert [line["name"] for line in moved("calendar", "updates", "--json").json] == ["Ada Byron"]
    first = moved("calendar", "updates", "--first", "--json").json
    assert [(line["name"], line["way"], line["added"]) for line in first][1:] == [("Zoë Brontë", None, 4)]


def test_a_feed_is_published_and_found_by_its_address(
    moved: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACXDESK_FEED_URL", "https://example.org/calendars")
    folder = tmp_path / "feeds"
    assert moved("calendar", "publish", str(folder), "--dry-run").code == 0
    assert not folder.exists()
    assert moved("calendar", "publish", str(folder)).err == (
        f"1 calendar published in {folder}: 1 written.\n  Ada Byron, delegate\n"
    )
    (name,) = [path.name for path in folder.iterdir()]
    assert moved("calendar", "feed", "1").lines == [f"https://example.org/calendars/{name}"]
    (other,) = moved("calendar", "unfeed", "ada@example.org", "--json").json["files"]
    assert other != f"https://example.org/calendars/{name}"
    assert moved("calendar", "publish", str(folder)).code == 0
    assert [f"https://example.org/calendars/{path.name}" for path in folder.iterdir()] == [other]


def test_an_address_of_feeds_that_is_none_is_refused(moved: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACXDESK_FEED_URL", "calendars")
    answer = moved("calendar", "feed", "1")
    assert answer.code != 0
    assert "no address of a folder" in answer.err


def test_today_tells_whose_calendars_changed(moved: Say) -> None:
    assert "Ada Byron  delegate  day 2 moved " in moved("today").out
    assert moved("today", "--json").json["calendars"][0]["name"] == "Ada Byron"

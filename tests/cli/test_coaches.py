"""The verbs of `acxdesk coach`."""

import pytest

from tests.cli.conftest import SESSION, Say


@pytest.fixture
def coached(desk: Say) -> Say:
    """Okafor coaches the session, Turing is another coach."""
    assert desk("person", "add", "Alan Turing", "--coach", "--zone", "Europe/London").code == 0
    assert desk("session", "edit", SESSION, "--coach", "okafor").code == 0
    return desk


def coaches(desk: Say) -> list[tuple[str, str, str | None]]:
    card = desk("session", "show", SESSION, "--json").json
    return [(coach["name"], coach["role"], coach["answer"]) for coach in card["coaches"]]


def test_a_coach_is_asked_accepts_and_is_confirmed(coached: Say) -> None:
    answer = coached("coach", "ask", SESSION, "--coach", "turing", "--role", "assistant")
    assert (answer.code, answer.err) == (0, f"{SESSION}: Alan Turing is asked to teach it.\n")
    assert "Alan Turing (assistant) ? asked today" in coached("session", "show", SESSION).out
    assert coached("coach", "accept", SESSION, "turing").code == 0
    assert coached("coach", "confirm", SESSION, "turing").code == 0
    assert coaches(coached) == [("Ngozi Okafor", "lead", None), ("Alan Turing", "assistant", "confirmed")]
    assert "Alan Turing (assistant) ✓ confirmed" in coached("session", "show", SESSION).out


def test_declining_needs_a_reason_and_withdrawing_takes_her_off(coached: Say) -> None:
    coached("coach", "ask", SESSION, "--coach", "turing")
    assert coached("coach", "decline", SESSION, "turing").code == 2
    answer = coached("coach", "decline", SESSION, "turing", "--reason", "a wedding", "--json")
    assert answer.json["sentence"] == f"{SESSION}: Alan Turing declined: a wedding."
    assert coached("coach", "accept", SESSION, "turing").code == 3
    assert coached("coach", "withdraw", SESSION, "turing").code == 0
    assert coaches(coached) == [("Ngozi Okafor", "lead", None)]


def test_a_rehearsed_asking_writes_nothing(coached: Say) -> None:
    answer = coached("coach", "ask", SESSION, "--coach", "turing", "--dry-run")
    assert answer.err.startswith("Dry run, nothing was written: ")
    assert len(coaches(coached)) == 1


def test_a_substitute_comes_and_goes(coached: Say) -> None:
    answer = coached("coach", "substitute", SESSION, "2", "--for", "okafor", "--by", "turing", "--reason", "ill")
    assert (answer.code, answer.err) == (
        0,
        f"{SESSION}, meeting 2 on Tue 19 Jan 2027: Alan Turing stands in for Ngozi Okafor (ill).\n",
    )
    assert "Turing for Okafor (ill)" in coached("meeting", "list", SESSION).out
    assert coached("coach", "unsubstitute", SESSION, "2", "--for", "okafor").code == 0
    assert "Turing" not in coached("meeting", "list", SESSION).out
    assert coached("coach", "unsubstitute", SESSION, "2", "--for", "okafor").code == 4


def test_a_leave_is_told_kept_edited_and_removed(coached: Say) -> None:
    answer = coached("coach", "leave", "okafor", "--from", "2027-01-19", "--to", "2027-01-20", "--reason", "family")
    assert (answer.code, answer.out) == (0, "1\n")
    assert answer.err.splitlines() == [
        "Ngozi Okafor is on leave Tue 19 Jan 2027 to Wed 20 Jan 2027 (family).",
        f"  ! {SESSION} meeting 2, Tue 19 Jan 2027 14:00-19:00 Europe/London.",
        f"  ! {SESSION} meeting 3, Wed 20 Jan 2027 14:00-19:00 Europe/London.",
    ]
    assert coached("coach", "edit-leave", "1", "--to", "2027-01-19").code == 0
    assert coached("coach", "edit-leave", "1").code == 2
    assert "leave 1" in coached("coach", "show", "okafor").out
    assert coached("coach", "remove-leave", "1").code == 0
    assert "leave" not in coached("coach", "show", "okafor").out


def test_hours_are_set_and_shown(coached: Say) -> None:
    answer = coached("coach", "hours", "turing", "mon-thu 9-17, fri 9-12")
    assert answer.err == "Alan Turing can teach Mon-Thu 09:00-17:00, Fri 09:00-12:00 (Europe/London).\n"
    rows = coached("coach", "list", "--json").json
    assert [(row["name"], row["hours"]) for row in rows] == [
        ("Alan Turing", "Mon-Thu 09:00-17:00, Fri 09:00-12:00"),
        ("Ngozi Okafor", "any time"),
    ]
    assert coached("coach", "hours", "turing", "any").err == "Alan Turing can teach any time.\n"
    assert coached("coach", "hours", "turing", "mornings").code == 3


def test_a_diary_shows_what_is_asked_taught_and_loaded(coached: Say) -> None:
    coached("coach", "ask", SESSION, "--coach", "okafor")
    found = coached("coach", "show", "okafor", "--json").json
    assert [one["reference"] for one in found["askings"]] == [SESSION]
    assert len(found["teaches"]) == 4
    assert found["hours"] == "any time"
    lines = coached("coach", "show", "okafor").lines
    assert lines[1].split() == ["?", "asked", "today", "Mon", "18", "Jan", "2027", SESSION, "(lead)"]
    assert lines[-1].split() == ["load", "Jan", "2027", "20", "h", "in", "4", "meetings"]


def test_the_load_is_a_table_of_months(coached: Say) -> None:
    coached("coach", "substitute", SESSION, "2", "--for", "okafor", "--by", "turing", "--reason", "ill")
    answer = coached("coach", "load", "--from", "2026-12-01", "--until", "2027-01-31")
    assert [line.split() for line in answer.lines] == [
        ["Coach", "Dec", "2026", "Jan", "2027"],
        ["Alan", "Turing", "5", "h"],
        ["Ngozi", "Okafor", "15", "h"],
    ]
    found = coached("coach", "load", "--from", "2026-12-01", "--json").json
    assert [(one["name"], [month["minutes"] for month in one["months"]]) for one in found] == [
        ("Alan Turing", [300]),
        ("Ngozi Okafor", [900]),
    ]
    assert coached("coach", "load", "--from", "2027-01-01", "--until", "2026-12-31").code == 2

"""The verbs of `acxdesk clash`, and --accept of those that put a meeting somewhere."""

from tests.cli.conftest import Say

OTHER = "CPP-2027-01-19"
TOLD = "Ngozi Okafor teaches ACXM day 2 and CPP day 1"


def clashing(desk: Say) -> None:
    """Ngozi Okafor teaches the second day of ACXM and CPP at one time."""
    assert desk("session", "edit", "ACXM-2027-01-18", "--coach", "okafor").code == 0
    schedule = ("session", "schedule", "--programme", "CPP", "--start", "2027-01-19", "--coach", "okafor")
    at = ("--time", "15:00", "--zone", "Europe/London", "--duration", "1 day @ 2 hours per day")
    assert desk(*schedule, *at).code == 3
    answer = desk(*schedule, *at, "--dry-run")
    assert f"! Tue 19 Jan 2027 15:00-17:00 London: {TOLD} (2 h overlap)." in answer.err
    assert desk(*schedule, *at, "--accept", "a guest helps").code == 0


def test_clashes_are_listed_accepted_and_taken_back(desk: Say) -> None:
    clashing(desk)
    answer = desk("clash", "list")
    assert (answer.out, answer.err) == ("", "Nothing clashes.\n")
    (one,) = desk("clash", "list", "--all", "--json").json
    assert (one["kind"], one["minutes"], one["accepted"]) == ("coach", 120, "a guest helps")
    assert [side["session"] for side in one["sides"]] == ["ACXM-2027-01-18", OTHER]
    assert desk("clash", "unaccept", one["name"]).code == 0
    assert TOLD in desk("clash", "list").out
    assert desk("clash", "list", "--kind", "room").out == ""
    assert desk("clash", "list", "--from", "2027-01-20").out == ""
    assert desk("clash", "list", "--until", "2027-01-18").out == ""
    assert one["name"] in desk("clash", "list", "--session", OTHER).out
    answer = desk("clash", "accept", "--session", OTHER, "--reason", "two rooms", "--json")
    assert (answer.json["sentence"], answer.json["clashes"]) == ("1 clash accepted: two rooms", [one["name"]])
    assert desk("clash", "accept", "coach-1-2-99", "--reason", "x").code == 4
    assert desk("clash", "accept", "--reason", "x").code == 2


def test_a_dry_run_accepts_nothing(desk: Say) -> None:
    clashing(desk)
    (one,) = desk("clash", "list", "--all", "--json").json
    assert "Dry run" in desk("clash", "unaccept", one["name"], "--dry-run").err
    assert desk("clash", "list").out == ""


def test_what_is_free_is_proposed_with_the_verb_that_does_it(desk: Say) -> None:
    clashing(desk)
    desk("person", "add", "--name", "Alan Turing", "--coach")
    answer = desk("clash", "propose", "--session", OTHER, "--number", "1")
    assert answer.lines[0] == f"CPP day 1 of {OTHER}"
    assert answer.lines[1] == "  Tue 19 Jan 2027 11:30: 3 h 30 min earlier, 1 calendar changes"
    assert f"    acxdesk meeting move {OTHER} 1 --day 2027-01-19 --time 11:30" in answer.lines
    stands_in = "  Alan Turing: 2 calendars change, 0 meetings in the days around, in the place of Ngozi Okafor"
    assert stands_in in answer.lines
    (one,) = desk("clash", "list", "--all", "--json").json
    both = desk("clash", "propose", one["name"], "--json").json
    assert [each["session"] for each in both] == ["ACXM-2027-01-18", OTHER]
    assert desk("clash", "propose").code == 2
    assert desk("clash", "propose", "--session", OTHER, "--number", "7").code == 4

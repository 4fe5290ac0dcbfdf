"""`acxdesk session decisions`."""

from tests.cli.conftest import Say


def test_what_must_be_decided_is_listed_with_what_it_costs(desk: Say) -> None:
    values = ("--programme", "ACXM", "--start", "2026-12-01", "--time", "14:00", "--max", "4", "--min", "2")
    desk("session", "schedule", *values, "--decision", "tomorrow", "--coach", "3")
    desk("enrolment", "book", "--session", "ACXM-2026-12-01", "--person", "1")

    answer = desk("session", "decisions")
    (row,) = desk("session", "decisions", "--json").json

    assert answer.lines[0].split()[:3] == ["Session", "Decide", "by"]
    assert answer.lines[1].startswith("ACXM-2026-12-01  Wed 25 Nov 2026")
    assert answer.err == "At stake: 1 person, no price printed, 20 coach hours.\n"
    assert (row["reference"], row["decide_by"], row["days_left"]) == ("ACXM-2026-12-01", "2026-11-25", 1)
    assert (row["booked"], row["minimum"], row["losing"], row["elsewhere"]) == (1, 2, 1, "ACXM-2027-01-18")
    assert row["verdict"] == (
        "1 of 2 needed, decision tomorrow: go with one more, or cancel: 1 person, no price printed, 20 coach hours; "
        "fits on ACXM-2027-01-18."
    )


def test_with_nothing_to_decide_it_says_so(desk: Say) -> None:
    answer = desk("session", "decisions")

    assert (answer.code, answer.out, answer.err) == (0, "", "Nothing is to be decided this week.\n")
    assert desk("session", "decisions", "--json").json == []


def test_a_session_is_called_off_and_its_people_go_to_another(desk: Say) -> None:
    desk("session", "schedule", "--programme", "ACXM", "--start", "2026-12-01", "--max", "4")
    for person in ("1", "2"):
        desk("enrolment", "book", "--session", "ACXM-2026-12-01", "--person", person)
    words = ("session", "call-off", "acxm-2026-12-01", "--to", "acxm-2027-01-18", "--reason", "too few")

    looked = desk(*words, "--dry-run")
    answer = desk(*words, "--json")

    assert looked.err.startswith(
        "Dry run, nothing was written: ACXM-2026-12-01 called off: too few. 2 people go to ACXM-2027-01-18.\n"
        "  Ada Byron transferred from ACXM-2026-12-01 to ACXM-2027-01-18, booked there, seat 1 of 2.\n"
    )
    assert (answer.code, answer.json["to"]) == (0, "ACXM-2027-01-18")
    assert [(one["name"], one["place"], one["goes"]) for one in answer.json["people"]] == [
        ("Ada Byron", "booked", True),
        ("Zoë Brontë", "booked", True),
    ]
    assert desk("session", "show", "ACXM-2026-12-01", "--json").json["status"] == "cancelled"


def test_calling_off_needs_a_reason(desk: Say) -> None:
    assert desk("session", "call-off", "ACXM-2027-01-18").code == 2
    assert desk("session", "call-off", "ACXM-2027-01-18", "--reason", "").code == 3

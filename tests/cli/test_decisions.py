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

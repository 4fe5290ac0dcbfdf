"""`acxdesk today`."""

from tests.cli.conftest import Say


def test_today_shows_what_needs_somebody_and_this_week(desk: Say) -> None:
    desk("session", "schedule", "--programme", "ACXC", "--start", "2026-11-25", "--max", "1", "--coach", "3")
    for number in ("1", "2"):
        desk("enrolment", "book", "--session", "ACXC-2026-11-25", "--person", number)
    desk("enrolment", "withdraw", "--session", "ACXC-2026-11-25", "--person", "1", "--reason", "ill")

    answer = desk("today")
    now = desk("today", "--json").json

    assert answer.code == 0
    assert answer.lines[0] == "Tue 24 Nov 2026"
    assert "ACXC-2026-11-25  Zoë Brontë  Wed 25 Nov 2026 14:00  Europe/London" in answer.lines
    assert "ACXC-2026-11-25  Wed 25 Nov 2026  0 of 1" in answer.lines
    assert any(line.startswith("ACXC-2026-11-25  1 of 3   Wed 25 Nov 2026 14:00-19:00") for line in answer.lines)
    assert [row["number"] for row in now["week"]] == [1, 2, 3]


def test_an_empty_desk_says_so(say: Say) -> None:
    say("init")

    assert [line for line in say("today").lines if line][1:] == [
        "Overdue: none",
        "Offers that stand: none",
        "Fewer booked than needed: none",
        "Coaches who lapse: none",
        "Calendars to give out: none",
        "The award: none",
        "This week: none",
    ]

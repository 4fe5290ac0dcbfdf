"""The verbs of `acxdesk meeting`."""

from typing import Any

from tests.cli.conftest import SESSION, Say


def meetings(desk: Say) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = desk("meeting", "list", SESSION, "--json").json
    return rows


def test_one_meeting_is_moved_and_the_others_stay(desk: Say) -> None:
    answer = desk("meeting", "move", SESSION, "2", "--day", "wed 20 jan 2027", "--time", "9.30", "--reason", "snow")

    assert answer.code == 0
    assert answer.err.splitlines()[:2] == [
        '"wed 20 jan 2027" is read as Wed 20 Jan 2027.',
        f"{SESSION}: meeting 2 moved from Tue 19 Jan 2027 14:00 to Wed 20 Jan 2027 09:30.",
    ]
    assert [(row["number"], row["day"], row["at"]) for row in meetings(desk)] == [
        (1, "2027-01-18", "14:00"),
        (2, "2027-01-20", "09:30"),
        (3, "2027-01-20", "14:00"),
        (4, "2027-01-21", "14:00"),
    ]
    assert meetings(desk)[1]["reason"] == "snow"


def test_a_meeting_is_lengthened_cancelled_restored_and_added(desk: Say) -> None:
    assert desk("meeting", "resize", SESSION, "1", "--minutes", "90").code == 0
    assert meetings(desk)[0]["minutes"] == 90

    assert desk("meeting", "cancel", SESSION, "3", "--reason", "ill", "--json").json["meeting"] == 3
    assert (meetings(desk)[2]["cancelled"], meetings(desk)[2]["reason"]) == (True, "ill")
    assert "cancelled; ill" in desk("meeting", "list", SESSION).lines[3]
    assert desk("meeting", "move", SESSION, "3", "--time", "10:00").code == 3

    assert desk("meeting", "restore", SESSION, "3").code == 0
    assert desk("meeting", "add", SESSION, "--day", "2027-01-25", "--minutes", "60", "--place", "Room 9").code == 0
    assert [(row["number"], row["minutes"], row["place"]) for row in meetings(desk)][-1] == (5, 60, "Room 9")


def test_a_meeting_that_is_not_there_is_not_found(desk: Say) -> None:
    answer = desk("meeting", "cancel", SESSION, "9")

    assert (answer.code, answer.err) == (4, f"acxdesk: {SESSION} has no meeting 9. It has 1 to 4.\n")


def test_moving_nowhere_is_wrong_use(desk: Say) -> None:
    assert desk("meeting", "move", SESSION, "1").code == 2


def test_a_meeting_and_a_session_are_moved_by_steps(desk: Say) -> None:
    assert desk("meeting", "move", SESSION, "2", "--by-days", "-1", "--by-hours", "3").code == 0
    assert [(row["day"], row["at"]) for row in meetings(desk)][1] == ("2027-01-18", "17:00")
    answer = desk("session", "move", SESSION, "--by-days", "7", "--dry-run")
    assert "moved from Mon 18 Jan 2027 14:00 Europe/London to Mon 25 Jan 2027 14:00" in answer.err
    assert desk("session", "move", SESSION).code == 2

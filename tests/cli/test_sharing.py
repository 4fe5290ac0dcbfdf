"""`acxdesk session share` and `unshare`."""

import pytest

from tests.cli.conftest import Say

GUEST, HOST = "CPP-2027-02-01", "CPPM-2027-02-01"


@pytest.fixture
def two(desk: Say) -> Say:
    """CPP's two days and CPPM's four from Mon 1 Feb 2027; Ada is on the first."""
    for code in ("CPP", "CPPM"):
        desk("session", "schedule", "--programme", code, "--start", "2027-02-01", "--time", "14:00")
    desk("enrolment", "book", "--session", GUEST, "--person", "1")
    return desk


def test_meetings_are_taught_together_and_both_sides_say_so(two: Say) -> None:
    answer = two("session", "share", GUEST.lower(), "--with", HOST.lower(), "--meetings", "1-2")

    assert answer.err.splitlines() == [
        f"{GUEST}: meetings 1 and 2 are taught with {HOST}.",
        f"   1  Mon 1 Feb 2027 14:00, {HOST} day 1",
        f"   2  Tue 2 Feb 2027 14:00, {HOST} day 2",
    ]
    assert two("session", "show", GUEST).lines[-1].endswith(f"taught with {HOST} day 2")
    assert two("session", "show", HOST).lines[-4].endswith(f"with {GUEST}, 1 delegate")
    meeting = two("session", "show", HOST, "--json").json["meetings"][0]
    assert meeting["shared"] == [
        {"session": GUEST, "number": 1, "name": "day 1", "booked": 1, "is_host": False},
    ]
    refused = two("meeting", "move", GUEST, "1", "--time", "10:00")
    assert refused.code == 3
    assert f"Move {HOST}, or `acxdesk session unshare {GUEST}` first." in refused.err


def test_a_look_at_it_writes_nothing_and_it_is_taken_apart_again(two: Say) -> None:
    looked = two("session", "share", GUEST, "--with", HOST, "--dry-run", "--json")
    assert (looked.json["dry_run"], looked.json["host"]) == (True, HOST)
    assert two("session", "unshare", GUEST).code == 3
    two("session", "share", GUEST, "--with", HOST)

    answer = two("session", "unshare", GUEST, "--meetings", "2", "--json")

    assert answer.json["sentence"] == f"{GUEST}: meeting 2 is taught alone again."


def test_what_is_no_number_of_a_meeting_is_wrong_use(two: Say) -> None:
    answer = two("session", "share", GUEST, "--with", HOST, "--meetings", "one")
    assert answer.code == 2
    assert answer.err == 'acxdesk: "one" is no number of a meeting. Write them as 1-2 or 1,3.\n'

"""The verbs of `acxdesk enrolment`."""

import pytest

from acxdesk.desk.clock import SystemClock
from tests.cli.conftest import NOW, SESSION, Say


def places(desk: Say) -> dict[str, str]:
    return {row["name"]: row["place"] for row in desk("enrolment", "list", "--session", SESSION, "--json").json}


def test_a_place_goes_through_its_steps(desk: Say) -> None:
    at = ("--session", SESSION, "--person", "Ada Byron")

    assert desk("enrolment", "apply", *at).err == f"Ada Byron applied for {SESSION}.\n"
    assert desk("enrolment", "book", *at).err == f"Ada Byron booked on {SESSION}, seat 1 of 2.\n"
    assert desk("enrolment", "confirm", *at).code == 0
    assert places(desk) == {"Ada Byron": "confirmed"}
    assert desk("enrolment", "cancel", *at).code == 3
    assert desk("enrolment", "withdraw", *at, "--reason", "moved house").code == 0
    assert desk("enrolment", "cancel", *at, "--reason", "no").code == 3
    assert places(desk) == {"Ada Byron": "withdrawn"}


def test_who_withdraws_without_a_reason_has_the_one_that_it_says(desk: Say) -> None:
    at = ("--session", SESSION, "--person", "1")
    desk("enrolment", "book", *at)

    assert desk("enrolment", "withdraw", *at).code == 0

    assert desk("enrolment", "list", "--json").json[0]["reason"] == "the delegate's wish"


def test_several_people_are_one_deed_and_the_last_waits(desk: Say) -> None:
    people = [word for name in ("1", "zoe@example.com", "3") for word in ("--person", name)]

    answer = desk("enrolment", "book", "--session", SESSION, *people, "--json")

    assert answer.json["sentence"] == f"{SESSION}: 2 booked, 1 on the waiting list."
    assert [(one["person"], one["place"]) for one in answer.json["people"]] == [
        (1, "booked"),
        (2, "booked"),
        (3, "waitlisted"),
    ]
    desk("undo")
    assert places(desk) == {}


def test_who_cannot_is_told_and_the_others_are_booked(desk: Say) -> None:
    desk("enrolment", "book", "--session", SESSION, "--person", "1")

    answer = desk("enrolment", "book", "--session", SESSION, "--person", "1", "--person", "2")

    assert answer.code == 0
    assert f"acxdesk: Ada Byron is booked on {SESSION} already" in answer.err
    assert places(desk) == {"Ada Byron": "booked", "Zoë Brontë": "booked"}


def test_a_freed_seat_is_offered_and_an_offer_lapses_before_the_next_deed(
    desk: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("1", "2", "3"):
        desk("enrolment", "book", "--session", SESSION, "--person", number)
    freed = desk("enrolment", "withdraw", "--session", SESSION, "--person", "1", "--reason", "ill")
    assert f"{SESSION}: a seat is offered to Ngozi Okafor until Thu 26 Nov 2026 09:00 Europe/London." in freed.err
    assert places(desk)["Ngozi Okafor"] == "offered"
    assert desk("enrolment", "lapse").err == "No offer is due.\n"

    monkeypatch.setattr(SystemClock, "now", lambda _clock: NOW.replace(day=28))
    answer = desk("person", "add", "Hana Sato")
    assert f"{SESSION}: the offer to Ngozi Okafor lapsed; Ngozi Okafor is at the end of the waiting list." in answer.err
    # Nobody else waits: the seat is hers again when she asks.
    assert places(desk)["Ngozi Okafor"] in {"waitlisted", "offered"}


def test_an_offer_is_accepted_or_declined(desk: Say) -> None:
    for number in ("1", "2", "3"):
        desk("enrolment", "book", "--session", SESSION, "--person", number)
    desk("enrolment", "cancel", "--session", SESSION, "--person", "1", "--reason", "fees")

    assert desk("enrolment", "accept", "--session", SESSION, "--person", "3").code == 0
    assert places(desk)["Ngozi Okafor"] == "booked"
    assert desk("enrolment", "decline", "--session", SESSION, "--person", "3").code == 3


def test_places_are_listed_by_person_and_place(desk: Say) -> None:
    desk("enrolment", "book", "--session", SESSION, "--person", "1")
    desk("enrolment", "apply", "--session", SESSION, "--person", "2")

    assert [row["person"] for row in desk("enrolment", "list", "--place", "applied", "--json").json] == [2]
    assert [row["place"] for row in desk("enrolment", "list", "--person", "Ada Byron", "--json").json] == ["booked"]
    assert desk("enrolment", "list", "--session", "NOPE-2027-01-01").code == 4


def test_a_dry_run_of_a_booking_books_nobody(desk: Say) -> None:
    answer = desk("enrolment", "book", "--session", SESSION, "--person", "1", "--dry-run")

    assert answer.err == f"Dry run, nothing was written: Ada Byron booked on {SESSION}, seat 1 of 2.\n"
    assert places(desk) == {}


def test_somebody_is_transferred_with_a_reason_and_taken_back(desk: Say) -> None:
    other = desk("session", "schedule", "--programme", "ACXM", "--start", "2027-02-15", "--time", "14:00").lines[0]
    desk("enrolment", "book", "--session", SESSION, "--person", "1")
    at = ("enrolment", "transfer", "--person", "Ada Byron", "--from", SESSION, "--to", other)

    assert desk(*at, "--dry-run").err.startswith("Dry run, nothing was written: Ada Byron transferred")
    told = desk(*at, "--reason", "a wedding", "--json").json

    assert told["sentence"] == f"Ada Byron transferred from {SESSION} to {other}, booked there, seat 1 of 16."
    assert told["reference"] == other
    assert places(desk) == {"Ada Byron": "transferred"}
    assert desk(*at).code == 3
    desk("undo")
    assert places(desk) == {"Ada Byron": "booked"}
    assert desk("enrolment", "transfer", "--person", "1", "--from", SESSION, "--to", SESSION).code == 3


def test_hours_at_night_are_told_before_and_with_the_booking(desk: Say) -> None:
    desk("person", "add", "Emmy Night", "--zone", "Pacific/Auckland")
    at = ("enrolment", "book", "--session", SESSION, "--person", "Emmy Night")
    told = "Emmy Night: 4 of 4 meetings are outside 07:00-22:00 in Auckland: 03:00-08:00."

    assert desk(*at, "--dry-run", "--json").json["lines"] == [told]
    assert told in desk(*at).err

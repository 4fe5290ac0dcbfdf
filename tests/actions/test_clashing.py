"""A deed that makes a clash is refused without a reason, and keeps it with the clash."""

from typing import Any

import pytest

from acxdesk.actions.clashing import Clashing
from acxdesk.actions.deciding import Decide, DecideMany, decide, decide_many
from acxdesk.actions.journal import undo
from acxdesk.actions.meetings import (
    AddMeeting,
    CancelMeeting,
    MoveMeeting,
    MoveSession,
    ResizeMeeting,
    RestoreMeeting,
    add_meeting,
    cancel_meeting,
    move_meeting,
    move_session,
    resize_meeting,
    restore_meeting,
)
from acxdesk.actions.sessions import EditSession, Schedule, edit_session, schedule
from acxdesk.desk.door import Desk
from acxdesk.queries.clashes import clashes_between
from tests.actions.sample import add_programme, book, book_of, entries, move, rows, run

GRACE: dict[str, Any] = {"coaches": [{"person": 6}]}
TOLD = "Tue 8 Dec 2026 15:00-17:00 London: Grace Hopper teaches ACXM day 2 and CPP day 1 (2 h overlap)."


@pytest.fixture
def taught(staffed: Desk) -> Desk:
    """Grace Hopper teaches ACXM from Mon 7 to Thu 10 Dec, 14:00 to 19:00; CPP takes two hours of a day."""
    add_programme(staffed, "CPP", "1 day @ 2 hours per day", most=9)
    run(staffed, **GRACE)
    return staffed


def cpp(**other: Any) -> Schedule:
    values = {"programme": "CPP", "start": "2026-12-08", "at": "15:00", "zone": "Europe/London", **GRACE}
    return Schedule.read({**values, **other})


def refused(desk: Desk, deed: Any, request: Any) -> tuple[str, ...]:
    """What a deed that clashes is refused for: nothing is written, and the fault stands at `accept`."""
    before = book_of(desk)
    with pytest.raises(Clashing) as fault:
        deed(desk, request)
    assert book_of(desk) == before
    assert [one.field for one in fault.value.faults] == ["accept"]
    return fault.value.sentences


def test_a_session_that_clashes_is_refused_and_a_rehearsal_warns(taught: Desk) -> None:
    assert refused(taught, schedule, cpp()) == (TOLD,)
    assert f"! {TOLD}" in schedule(taught.rehearsing(), cpp()).lines
    assert rows(taught, "accepted_clashes") == []


def test_a_reason_is_kept_with_the_clash_by_the_same_deed_and_goes_with_it(taught: Desk) -> None:
    before, done = book_of(taught), entries(taught)
    receipt = schedule(taught, cpp(accept="Turing stands in"))
    assert f"Accepted: {TOLD}" in receipt.lines
    (row,) = rows(taught, "accepted_clashes")
    assert {name: row[name] for name in ("kind", "meeting_id", "other_id", "person_id", "reason", "who")} == {
        "kind": "coach",
        "meeting_id": 2,
        "other_id": 5,
        "person_id": 6,
        "reason": "Turing stands in",
        "who": "anna",
    }
    assert [one.accepted for one in clashes_between(taught)] == ["Turing stands in"]
    assert entries(taught) == done + 1
    undo(taught)
    assert book_of(taught) == before


def test_a_reason_without_a_clash_is_nothing(taught: Desk) -> None:
    schedule(taught, cpp(at="19:00", accept="in case"))
    assert rows(taught, "accepted_clashes") == []


def test_margins_count_when_a_deed_is_asked_with_them(taught: Desk) -> None:
    assert refused(taught, schedule, cpp(at="19:00", rest_minutes=30)) == (
        (
            "Tue 8 Dec 2026 19:00-19:00 London: Grace Hopper teaches ACXM day 2 and CPP day 1 "
            "(0 min between them, 30 min too little)."
        ),
    )


def test_other_coaches_and_rooms_can_clash(taught: Desk) -> None:
    other = schedule(taught, cpp(coaches=())).reference
    assert refused(taught, edit_session, EditSession.read({"session": other, **GRACE})) == (TOLD,)
    edit_session(taught, EditSession.read({"session": other, "link": "https://a/1"}))
    edit_session(taught, EditSession.read({"session": "ACXM-2026-12-07", "link": "https://a/2"}))
    told = refused(taught, edit_session, EditSession.read({"session": other, "link": "https://a/2"}))
    assert told == (
        "Tue 8 Dec 2026 15:00-17:00 London: https://a/2 is taken by ACXM day 2 and CPP day 1 (2 h overlap).",
    )
    edit_session(taught, EditSession.read({"session": other, "accept": "one for both", **GRACE}))
    receipt = edit_session(taught, EditSession.read({"session": other, "city": "London"}))
    assert receipt.changed  # what clashes already is no fault of another deed


def test_meetings_that_are_moved_added_lengthened_or_held_after_all_can_clash(taught: Desk) -> None:
    other = schedule(taught, cpp(at="09:00")).reference
    here = {"session": other, "number": 1}
    assert refused(taught, move_meeting, MoveMeeting.read({**here, "at": "15:00"})) == (TOLD,)
    assert refused(taught, move_session, MoveSession.read({"session": other, "at": "15:00"})) == (TOLD,)
    longer = refused(taught, resize_meeting, ResizeMeeting.read({**here, "minutes": 360}))
    assert [sentence.partition("(")[2] for sentence in longer] == ["1 h overlap)."]
    day_two = refused(taught, add_meeting, AddMeeting.read({"session": other, "day": "2026-12-09", "at": "15:00"}))
    assert len(day_two) == 1
    receipt = add_meeting(
        taught, AddMeeting.read({"session": other, "day": "2026-12-09", "at": "15:00", "accept": "short"})
    )
    assert any(line.startswith("Accepted: Wed 9 Dec 2026") for line in receipt.lines)
    cancel_meeting(taught, CancelMeeting.read({"session": other, "number": 2}))
    restore_meeting(taught, RestoreMeeting.read({"session": other, "number": 2}))  # its acceptance holds still
    cancel_meeting(taught, CancelMeeting.read({"session": other, "number": 2}))
    move_meeting(taught, MoveMeeting.read({"session": "ACXM-2026-12-07", "number": 3, "at": "14:30"}))
    assert len(refused(taught, restore_meeting, RestoreMeeting.read({"session": other, "number": 2}))) == 1


def test_sessions_that_are_reopened_can_clash_and_together_are_one_deed(taught: Desk) -> None:
    other = schedule(taught, cpp(accept="for now")).reference
    third = schedule(taught, cpp(coaches=[{"person": 7}])).reference
    for session in (other, third):
        decide(taught, Decide(session=session, verb="cancel", reason="few"))
    move_meeting(taught, MoveMeeting.read({"session": "ACXM-2026-12-07", "number": 2, "at": "14:30"}))
    assert len(refused(taught, decide, Decide(session=other, verb="reopen"))) == 1
    assert len(refused(taught, decide_many, DecideMany(sessions=(2, 3), verb="reopen"))) == 1
    report = decide_many(taught, DecideMany(sessions=(2, 3), verb="reopen", accept="she asked for it"))
    assert [one.accepted for one in clashes_between(taught)] == ["she asked for it"]
    assert sum(line.startswith("Accepted: ") for line in report.receipt.lines) == 1


def test_a_booking_that_clashes_is_told_and_goes_on(taught: Desk) -> None:
    other = schedule(taught, cpp(coaches=())).reference
    book(taught, "ACXM-2026-12-07", 1, 2)
    move(taught, "ACXM-2026-12-07", "withdraw", 2, reason="ill")
    report = book(taught, other, 1, 2, 3)
    told = [line for line in report.receipt.lines if line.startswith("!")]
    assert told == ["! Tue 8 Dec 2026 15:00-17:00 London: Ada sits ACXM day 2 and CPP day 1 (2 h overlap)."]
    assert [outcome.place for outcome in report.outcomes] == ["booked"] * 3


def test_of_very_many_clashes_the_first_are_told(taught: Desk) -> None:
    requests = [cpp(accept="all of them") for _each in range(22)]
    for request in requests:
        receipt = schedule(taught, request)
    accepted = [line for line in receipt.lines if line.startswith(("Accepted: ", "And"))]
    assert len(accepted) == 21
    assert accepted[-1] == "And 2 more clashes like these."
    assert len(rows(taught, "accepted_clashes")) == sum(range(1, 23))

"""Two sessions that share meetings: put together, moved together, taken apart."""

from typing import Any

import pytest

from acxdesk.actions.clashing import Clashing
from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.meetings import (
    CancelMeeting,
    MoveMeeting,
    MoveSession,
    ResizeMeeting,
    RestoreMeeting,
    cancel_meeting,
    move_meeting,
    move_session,
    resize_meeting,
    restore_meeting,
)
from acxdesk.actions.sessions import EditSession, edit_session
from acxdesk.actions.sharing import Share, Unshare, share, unshare
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.clashes import clashes_of
from acxdesk.queries.journal import journal
from tests.actions.sample import add_programme, book_of, entries, faults, rows, run
from tests.conftest import Statements

GUEST, HOST = "CPP-2026-12-07", "CPPM-2026-12-07"


@pytest.fixture
def two(staffed: Desk) -> Desk:
    """CPP's two days and CPPM's four, both from Mon 7 Dec 2026, 14:00 in London."""
    add_programme(staffed, "CPP", "2 days @ 5 hours per day")
    add_programme(staffed, "CPPM", "4 days @ 5 hours per day")
    run(staffed, programme="CPP")
    run(staffed, programme="CPPM")
    return staffed


def shared(desk: Desk, **other: Any) -> Receipt:
    return share(desk, Share.read({"session": GUEST, "host": HOST, **other}))


def starts(desk: Desk, reference: str) -> list[str]:
    number = next(row["id"] for row in rows(desk, "sessions") if row["reference"] == reference)
    return [
        f"{row['day'][5:]} {row['at'][:5]}{' off' if row['cancelled'] else ''}"
        for row in rows(desk, "meetings")
        if row["session_id"] == number
    ]


def sequences(desk: Desk) -> list[int]:
    number = next(row["id"] for row in rows(desk, "sessions") if row["reference"] == GUEST)
    return [row["sequence"] for row in rows(desk, "meetings") if row["session_id"] == number]


def test_the_first_two_days_are_taught_together(two: Desk) -> None:
    receipt = shared(two)
    assert receipt.sentence == f"{GUEST}: meetings 1 and 2 are taught with {HOST}."
    assert receipt.lines == (
        f" 1  Mon 7 Dec 2026 14:00, {HOST} day 1",
        f" 2  Tue 8 Dec 2026 14:00, {HOST} day 2",
    )
    assert [(row["meeting_id"], row["host_id"]) for row in rows(two, "shared_meetings")] == [(1, 3), (2, 4)]
    assert sequences(two) == [0, 0]


def test_it_is_one_deed_in_the_history_of_both(two: Desk) -> None:
    before, written = book_of(two), entries(two)
    shared(two)
    after = book_of(two)
    assert entries(two) == written + 1
    for number in (1, 2):
        (told,) = journal(two, zone="Europe/London", session=number).after(None, 1)
        assert told.id == written + 1
    undo(two)
    assert book_of(two) == before
    redo(two)
    assert book_of(two) == after
    assert faults(two) == []


def test_once_more_changes_nothing(two: Desk) -> None:
    shared(two)
    written = entries(two)
    receipt = shared(two)
    assert (receipt.changed, receipt.sentence) == (
        False,
        f"{GUEST}: meetings 1 and 2 are taught with {HOST} already.",
    )
    assert entries(two) == written


def test_a_guest_is_put_where_the_host_is_whatever_its_own_clock(two: Desk) -> None:
    there = run(two, "2026-12-09", programme="CPP", at="09:00", zone="Asia/Kolkata")
    receipt = shared(two, session=there, meetings=(2,), first=3)
    assert receipt.sentence == f"{there}: meeting 2 is taught with {HOST}."
    assert receipt.lines == (f" 2  Wed 9 Dec 2026 19:30, {HOST} day 3, was Thu 10 Dec 2026 09:00",)
    assert starts(two, there) == ["12-09 09:00", "12-09 19:30"]


def test_without_a_number_it_is_the_meeting_at_the_same_time(two: Desk) -> None:
    there = run(two, "2026-12-09", programme="CPP")
    assert shared(two, session=there).lines == (
        f" 1  Wed 9 Dec 2026 14:00, {HOST} day 3",
        f" 2  Thu 10 Dec 2026 14:00, {HOST} day 4",
    )


def test_the_longer_one_as_the_guest_shares_what_the_host_has(two: Desk) -> None:
    assert shared(two, session=HOST, host=GUEST).sentence == f"{HOST}: meetings 1 and 2 are taught with {GUEST}."


def test_moved_cut_and_cancelled_with_its_host_in_one_deed(two: Desk) -> None:
    shared(two)
    before, written = book_of(two), entries(two)
    receipt = move_meeting(two, MoveMeeting.read({"session": HOST, "number": 2, "day": "2026-12-11"}))
    assert f"{GUEST}: meeting 2 goes along, Fri 11 Dec 2026 14:00 Europe/London." in receipt.lines
    assert starts(two, GUEST) == ["12-07 14:00", "12-11 14:00"]
    assert entries(two) == written + 1
    assert sequences(two) == [0, 1]
    undo(two)
    assert book_of(two) == before
    resize_meeting(two, ResizeMeeting(session=HOST, number=1, minutes=240))
    assert [row["minutes"] for row in rows(two, "meetings")][:3] == [240, 300, 240]
    cancel_meeting(two, CancelMeeting(session=HOST, number=1, reason="ill"))
    assert starts(two, GUEST) == ["12-07 14:00 off", "12-08 14:00"]
    receipt = restore_meeting(two, RestoreMeeting(session=HOST, number=1))
    assert starts(two, GUEST) == ["12-07 14:00", "12-08 14:00"]
    assert f"{GUEST}: meeting 1 goes along, Mon 7 Dec 2026 14:00 Europe/London." in receipt.lines


def test_the_whole_host_takes_its_guests_along_and_the_session_knows_its_start(two: Desk) -> None:
    shared(two)
    move_session(two, MoveSession.read({"session": HOST, "start": "2026-12-14", "at": "10:00"}))
    assert starts(two, GUEST) == ["12-14 10:00", "12-15 10:00"]
    guest = next(row for row in rows(two, "sessions") if row["reference"] == GUEST)
    assert (guest["starts_on"], guest["starts_at"]) == ("2026-12-14", "2026-12-14T10:00:00.000000Z")


def test_a_guest_that_is_taken_to_where_its_coach_is_needed_is_refused(two: Desk) -> None:
    grace, there = 6, run(two, "2026-12-11", programme="CPP")
    for reference in (GUEST, there):
        edit_session(two, EditSession.read({"session": reference, "coaches": [{"person": grace}]}))
    shared(two)
    before = book_of(two)
    there_too = {"session": HOST, "number": 2, "day": "2026-12-11"}
    with pytest.raises(Clashing, match="Grace Hopper teaches CPP-2026-12-07 day 2 and CPP-2026-12-11 day 1"):
        move_meeting(two, MoveMeeting.read(there_too))
    assert book_of(two) == before
    move_meeting(two, MoveMeeting.read({**there_too, "accept": "an assistant is there"}))
    assert len(rows(two, "accepted_clashes")) == 1


def test_what_is_added_to_the_host_alone_leaves_the_guest(two: Desk) -> None:
    shared(two)
    move_meeting(two, MoveMeeting.read({"session": HOST, "number": 4, "day": "2026-12-16"}))
    assert sequences(two) == [0, 0]


@pytest.mark.parametrize(
    "deed",
    [
        lambda desk: move_meeting(desk, MoveMeeting.read({"session": GUEST, "number": 1, "at": "10:00"})),
        lambda desk: resize_meeting(desk, ResizeMeeting(session=GUEST, number=1, minutes=60)),
        lambda desk: cancel_meeting(desk, CancelMeeting(session=GUEST, number=1)),
        lambda desk: move_session(desk, MoveSession.read({"session": GUEST, "start": "2026-12-14"})),
    ],
    ids=["move", "resize", "cancel", "move session"],
)
def test_a_guest_is_not_changed_alone(two: Desk, deed: Any) -> None:
    shared(two)
    with pytest.raises(Refused) as refused:
        deed(two)
    assert refused.value.sentence == f"{GUEST}: meeting 1 is taught with {HOST} and goes where that goes."
    assert refused.value.remedy == f"Move {HOST}, or `acxdesk session unshare {GUEST}` first."


def test_a_guest_keeps_one_meeting(two: Desk) -> None:
    shared(two)
    cancel_meeting(two, CancelMeeting(session=HOST, number=1))
    with pytest.raises(Refused, match=f"Meeting 2 is the only one that {GUEST} still has"):
        cancel_meeting(two, CancelMeeting(session=HOST, number=2))


def test_taught_alone_again_it_stays_where_it_is_and_can_be_moved(two: Desk) -> None:
    shared(two)
    receipt = unshare(two, Unshare.read({"session": GUEST.lower(), "meetings": (2,), "reason": "too many"}))
    assert receipt.sentence == f"{GUEST}: meeting 2 is taught alone again: too many."
    assert starts(two, GUEST) == ["12-07 14:00", "12-08 14:00"]
    move_meeting(two, MoveMeeting.read({"session": GUEST, "number": 2, "day": "2026-12-09"}))
    assert unshare(two, Unshare(session=GUEST)).sentence == f"{GUEST}: meeting 1 is taught alone again."
    with pytest.raises(Refused, match=f"No meeting of {GUEST} is taught as part of another session"):
        unshare(two, Unshare(session=GUEST))


def test_a_coach_of_both_teaches_one_class_and_clashes_once_it_is_two(two: Desk) -> None:
    grace = 6
    shared(two)
    for reference in (GUEST, HOST):
        edit_session(two, EditSession.read({"session": reference, "coaches": [{"person": grace}]}))
    with two.reading() as work:
        assert clashes_of(work, (1, 2)) == ()
    assert unshare(two, Unshare(session=GUEST, meetings=(1,))).lines == (
        "! Mon 7 Dec 2026 14:00-19:00 London: Grace Hopper teaches CPP day 1 and CPPM day 1 (5 h overlap).",
    )


def test_a_host_that_is_cancelled_tells_who_is_taught_alone(two: Desk) -> None:
    shared(two)
    receipt = decide(two, Decide(session=HOST, verb="cancel", reason="too few"))
    assert receipt.lines == (f"{GUEST} is taught alone now: meetings 1 and 2.",)
    assert starts(two, GUEST) == ["12-07 14:00", "12-08 14:00"]


def test_nothing_is_shared_in_a_chain_or_twice(two: Desk) -> None:
    third = run(two, programme="CPP")
    shared(two)
    cases = [
        ({"session": third, "host": GUEST}, f"{GUEST}: meeting 1 is itself taught with {HOST}."),
        ({"session": HOST, "host": third}, f"{HOST}: meeting 1 has {GUEST} taught with it."),
        ({"session": GUEST, "host": third}, f"{GUEST}: meeting 1 is taught with {HOST} already."),
    ]
    for values, sentence in cases:
        with pytest.raises(Refused) as refused:
            shared(two, **values)
        assert refused.value.sentence == sentence
        assert refused.value.remedy == f"`acxdesk session unshare {GUEST}` first."
    assert shared(two, session=third).sentence == f"{third}: meetings 1 and 2 are taught with {HOST}."


def test_what_cannot_be_shared_is_refused(two: Desk) -> None:
    with pytest.raises(Refused, match=f"{GUEST} cannot be taught with itself"):
        shared(two, host=GUEST)
    with pytest.raises(NotFound, match=f"{GUEST} has no meeting 3"):
        shared(two, meetings=(3,))
    with pytest.raises(NotFound, match=f"{HOST} has no meeting 5 for {GUEST}'s meeting 2"):
        shared(two, meetings=(1, 2), first=4)
    cancel_meeting(two, CancelMeeting(session=HOST, number=2))
    with pytest.raises(Refused, match=f"{HOST}: meeting 2 is cancelled"):
        shared(two)
    decide(two, Decide(session=HOST, verb="cancel", reason="too few"))
    with pytest.raises(Refused, match=f"{HOST} is cancelled and cannot be changed"):
        shared(two)


def test_an_hour_that_the_clocks_show_twice_is_not_guessed(two: Desk) -> None:
    add_programme(two, "ONE", "1 day @ 1 hour per day")
    host = run(two, "2026-10-25", programme="ONE", at="01:30", zone="UTC", weekend=())
    guest = run(two, "2026-10-25", programme="ONE", at="05:00", weekend=())
    with pytest.raises(Refused, match="is in the hour that the clocks of Europe/London show twice"):
        shared(two, session=guest, host=host)


def test_three_guests_go_along_in_as_many_reads_as_one(two: Desk, statements: Statements) -> None:
    counts = []
    for guests in (1, 3):
        host = run(two, programme="CPPM")
        for _each in range(guests):
            shared(two, session=run(two, programme="CPP"), host=host)
        with statements(two) as sent:
            resize_meeting(two, ResizeMeeting(session=host, number=1, minutes=60))
        counts.append(sum(statement.startswith("SELECT") for statement in sent))
    assert counts[0] == counts[1]

"""Meetings are moved, resized, cancelled, restored and added; a session is moved as a whole. Wall time is the truth."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.journal import redo, undo
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
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import NotFound, Refused
from acxdesk.rules.localtime import zone_names
from tests.actions.sample import add_programme, book_of, entries, rows, run, utc

REF = "ACXM-2026-12-07"
Told = list[tuple[str, ...]]


def timetable(desk: Desk) -> Told:
    """Day, wall time and UTC start of each meeting by number; a cancelled one says so."""
    return [
        (row["day"], row["at"], row["starts_at"][5:16], *(["off"] if row["cancelled"] else []))
        for row in sorted(rows(desk, "meetings"), key=lambda row: row["number"])
    ]


def sequences(desk: Desk) -> list[int]:
    return [row["sequence"] for row in rows(desk, "meetings")]


def session(desk: Desk) -> dict[str, Any]:
    (row,) = rows(desk, "sessions")
    return row


def moved(desk: Desk, **values: Any) -> Receipt:
    return move_session(desk, MoveSession.read({"session": REF, **values}))


def test_a_meeting_moves_alone_and_says_what_it_was(staffed: Desk, clock: FrozenClock) -> None:
    run(staffed)
    clock.moment = utc(2026, 11, 25, 23, 30)
    receipt = move_meeting(
        staffed, MoveMeeting(session=REF, number=2, day="2026-12-12", at="09:30", reason="the coach travels")
    )
    assert receipt.sentence == f"{REF}: meeting 2 moved from Tue 8 Dec 2026 14:00 to Sat 12 Dec 2026 09:30."
    second = rows(staffed, "meetings")[1]
    assert (second["starts_at"], second["ends_at"]) == ("2026-12-12T09:30:00.000000Z", "2026-12-12T14:30:00.000000Z")
    assert (second["was"], second["reason"], second["sequence"]) == (
        "Tue 8 Dec 2026 14:00, moved on Wed 25 Nov 2026",
        "the coach travels",
        1,
    )
    assert second["changed_at"] == "2026-11-25T23:30:00.000000Z"
    assert sequences(staffed) == [0, 1, 0, 0]
    assert session(staffed)["ends_at"] == "2026-12-12T14:30:00.000000Z"


def test_a_meeting_that_is_put_onto_another_one_of_its_session_is_told(staffed: Desk) -> None:
    run(staffed)
    request = MoveMeeting.read({"session": REF, "number": 1, "day": "2026-12-08", "at": "13:00"})
    told = "! Meetings 1 and 2 are at one time: Tue 8 Dec 2026 14:00."
    assert told in move_meeting(staffed.rehearsing(), request).lines
    assert told in move_meeting(staffed, request).lines
    after = MoveMeeting.read({"session": REF, "number": 1, "at": "09:00"})
    assert not [line for line in move_meeting(staffed, after).lines if line.startswith("! Meetings")]


def test_a_meeting_that_stands_there_already_is_not_moved(staffed: Desk) -> None:
    run(staffed)
    told = entries(staffed)
    receipt = move_meeting(staffed, MoveMeeting(session=REF, number=2, day="2026-12-08"))
    assert (receipt.sentence, receipt.changed) == (f"{REF}: meeting 2 stands so already.", False)
    assert (entries(staffed), sequences(staffed)) == (told, [0, 0, 0, 0])


def test_another_length_is_no_move(staffed: Desk) -> None:
    run(staffed)
    receipt = resize_meeting(staffed, ResizeMeeting(session=REF, number=4, minutes=270))
    assert receipt.sentence == f"{REF}: meeting 4 takes 4.5 hours, not 5 hours."
    last = rows(staffed, "meetings")[3]
    assert (last["minutes"], last["was"], last["sequence"]) == (270, "", 1)
    assert session(staffed)["ends_at"] == last["ends_at"] == "2026-12-10T18:30:00.000000Z"
    assert resize_meeting(staffed, ResizeMeeting(session=REF, number=4, minutes=270)).changed is False


def test_a_meeting_in_the_gap_of_a_clock_change_is_refused_with_the_times_beside_it(staffed: Desk) -> None:
    run(staffed)
    with pytest.raises(Refused) as refused:
        move_meeting(staffed, MoveMeeting(session=REF, number=1, day="2027-03-28", at="01:30"))
    assert str(refused.value) == (
        "Meeting 1: Sun 28 Mar 2027 01:30 does not exist in Europe/London: the clocks go forward over it. "
        "The nearest times are 00:59 and 02:00."
    )


def test_a_doubled_hour_is_told(staffed: Desk) -> None:
    run(staffed)
    receipt = move_meeting(staffed, MoveMeeting(session=REF, number=1, day="2027-10-31", at="01:30"))
    assert receipt.lines[4] == "Sun 31 Oct 2027 01:30 happens twice in Europe/London; the first is taken."
    assert rows(staffed, "meetings")[0]["starts_at"] == "2027-10-31T00:30:00.000000Z"


def test_a_cancelled_meeting_stays_and_comes_back(staffed: Desk) -> None:
    run(staffed)
    receipt = cancel_meeting(staffed, CancelMeeting(session=REF, number=1, reason="strike"))
    assert receipt.sentence == f"{REF}: meeting 1, Mon 7 Dec 2026 14:00, cancelled: strike."
    assert receipt.lines[0] == " 1  Mon 7 Dec 2026 14:00, 5 hours (cancelled)"
    assert session(staffed)["starts_on"] == "2026-12-08"
    with pytest.raises(Refused, match="meeting 1 is cancelled"):
        move_meeting(staffed, MoveMeeting(session=REF, number=1, day="2026-12-11"))
    with pytest.raises(Refused, match="meeting 1 is cancelled"):
        cancel_meeting(staffed, CancelMeeting(session=REF, number=1))
    restore_meeting(staffed, RestoreMeeting(session=REF, number=1))
    assert sequences(staffed) == [2, 0, 0, 0]
    assert session(staffed)["starts_on"] == "2026-12-07"
    with pytest.raises(Refused, match="meeting 1 is not cancelled"):
        restore_meeting(staffed, RestoreMeeting(session=REF, number=1))


def test_the_last_meeting_is_not_cancelled_alone(staffed: Desk) -> None:
    run(staffed, duration="2 days @ 1 hour per day")
    cancel_meeting(staffed, CancelMeeting(session=REF, number=1))
    with pytest.raises(Refused) as refused:
        cancel_meeting(staffed, CancelMeeting(session=REF, number=2))
    assert str(refused.value) == f"Meeting 2 is the only one that {REF} still has. Cancel the session instead."


def test_an_added_meeting_takes_time_and_length_of_the_last(staffed: Desk) -> None:
    run(staffed)
    receipt = add_meeting(staffed, AddMeeting(session=REF, day="2026-12-14", place="The old mill"))
    assert receipt.sentence == f"{REF}: meeting 5 added, Mon 14 Dec 2026 14:00, 5 hours."
    fifth = rows(staffed, "meetings")[4]
    assert (fifth["number"], fifth["place"], fifth["sequence"]) == (5, "The old mill", 0)
    assert session(staffed)["ends_at"] == "2026-12-14T19:00:00.000000Z"


def test_a_meeting_that_is_not_there_is_told(staffed: Desk) -> None:
    run(staffed)
    with pytest.raises(NotFound) as refused:
        cancel_meeting(staffed, CancelMeeting(session=REF, number=9))
    assert str(refused.value) == f"{REF} has no meeting 9. It has 1 to 4."


def test_nothing_of_a_cancelled_session_is_moved(staffed: Desk) -> None:
    run(staffed)
    decide(staffed, Decide(session=REF, verb="cancel", reason="fire"))
    deeds: tuple[Callable[[], Receipt], ...] = (
        lambda: move_meeting(staffed, MoveMeeting(session=REF, number=1, at="10:00")),
        lambda: add_meeting(staffed, AddMeeting(session=REF, day="2026-12-14")),
        lambda: moved(staffed, at="10:00"),
        lambda: cancel_meeting(staffed, CancelMeeting(session=REF, number=1)),
        lambda: resize_meeting(staffed, ResizeMeeting(session=REF, number=1, minutes=60)),
    )
    for deed in deeds:
        with pytest.raises(Refused, match="is cancelled and cannot be changed"):
            deed()


# ---- the whole session


def test_a_weekly_course_keeps_its_wall_time_across_a_clock_change(desk: Desk) -> None:
    add_programme(desk, "COIM", "3 weeks @ 3 hours per week")
    run(desk, programme="COIM", start="2026-12-07")
    receipt = move_session(desk, MoveSession(session="COIM-2026-12-07", start="2027-03-22"))
    assert timetable(desk) == [
        ("2027-03-22", "14:00", "03-22T14:00"),
        ("2027-03-29", "14:00", "03-29T13:00"),
        ("2027-04-05", "14:00", "04-05T13:00"),
    ]
    assert receipt.sentence == (
        "COIM-2026-12-07 moved from Mon 7 Dec 2026 14:00 Europe/London to Mon 22 Mar 2027 14:00 Europe/London: "
        "3 of 3 meetings."
    )
    assert receipt.lines[3:] == (
        "UTC offset changes from +00:00 to +01:00 between meeting 1 and 2; the wall time 14:00 is kept.",
    )


@pytest.fixture
def mended(staffed: Desk) -> Desk:
    """A session whose second meeting was moved by hand, whose third is off, with a fifth."""
    run(staffed)
    move_meeting(staffed, MoveMeeting(session=REF, number=2, day="2026-12-12", at="09:30"))
    cancel_meeting(staffed, CancelMeeting(session=REF, number=3, reason="strike"))
    add_meeting(staffed, AddMeeting(session=REF, day="2026-12-17"))
    return staffed


def test_another_start_plans_each_meeting_from_there(mended: Desk) -> None:
    moved(mended, start="2026-12-15")
    assert timetable(mended) == [
        ("2026-12-15", "14:00", "12-15T14:00"),
        ("2026-12-16", "09:30", "12-16T09:30"),
        ("2026-12-17", "14:00", "12-17T14:00", "off"),
        ("2026-12-18", "14:00", "12-18T14:00"),
        ("2026-12-25", "14:00", "12-25T14:00"),
    ]
    assert rows(mended, "meetings")[2]["reason"] == "strike"
    assert session(mended)["reference"] == REF


def test_another_wall_time_leaves_every_date_where_it_is(mended: Desk) -> None:
    moved(mended, at="10:15")
    assert timetable(mended) == [
        ("2026-12-07", "10:15", "12-07T10:15"),
        ("2026-12-12", "10:15", "12-12T10:15"),
        ("2026-12-09", "10:15", "12-09T10:15", "off"),
        ("2026-12-10", "10:15", "12-10T10:15"),
        ("2026-12-17", "10:15", "12-17T10:15"),
    ]


def test_another_zone_keeps_every_date_and_wall_time(mended: Desk, clock: FrozenClock) -> None:
    clock.moment += timedelta(days=1)
    receipt = moved(mended, zone="America/New_York")
    assert timetable(mended) == [
        ("2026-12-07", "14:00", "12-07T19:00"),
        ("2026-12-12", "09:30", "12-12T14:30"),
        ("2026-12-09", "14:00", "12-09T19:00", "off"),
        ("2026-12-10", "14:00", "12-10T19:00"),
        ("2026-12-17", "14:00", "12-17T19:00"),
    ]
    assert receipt.sentence == (
        f"{REF} moved from Mon 7 Dec 2026 14:00 Europe/London to Mon 7 Dec 2026 14:00 America/New_York: "
        "5 of 5 meetings."
    )
    assert rows(mended, "meetings")[0]["was"] == "Mon 7 Dec 2026 14:00 Europe/London, moved on Wed 25 Nov 2026"


def test_a_zone_with_the_same_clock_touches_every_meeting_and_moves_none(staffed: Desk) -> None:
    run(staffed)
    moved(staffed, zone="Europe/Lisbon")
    assert sequences(staffed) == [1, 1, 1, 1]
    assert {row["was"] for row in rows(staffed, "meetings")} == {""}
    assert session(staffed)["zone"] == "Europe/Lisbon"


def test_a_first_meeting_on_a_weekend_does_not_hold_up_a_move_of_the_clock(staffed: Desk) -> None:
    run(staffed)
    move_meeting(staffed, MoveMeeting(session=REF, number=1, day="2026-12-05"))
    moved(staffed, at="10:00", zone="Europe/Rome")
    assert timetable(staffed)[0] == ("2026-12-05", "10:00", "12-05T09:00")


def test_a_move_to_where_it_stands_is_no_deed(staffed: Desk) -> None:
    run(staffed)
    told = entries(staffed)
    assert moved(staffed, start="2026-12-07", at="14:00", zone="Europe/London").changed is False
    assert entries(staffed) == told


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"start": "2026-12-12"}, "Sat 12 Dec 2026 is a weekend."),
        ({"start": "2027-03-28", "at": "01:30", "weekend": ()}, "Meeting 1: Sun 28 Mar 2027 01:30 does not exist"),
        ({"start": "2200-01-01"}, "Wed 1 Jan 2200 is out of range."),
    ],
)
def test_a_session_is_not_moved_where_it_cannot_be(staffed: Desk, values: dict[str, Any], sentence: str) -> None:
    run(staffed)
    before = book_of(staffed)
    with pytest.raises(Refused) as refused:
        moved(staffed, **values)
    assert refused.value.sentence.startswith(sentence)
    assert book_of(staffed) == before


def test_every_move_is_taken_back_and_put_again(mended: Desk) -> None:
    before = book_of(mended)
    moved(mended, start="2026-12-15", at="08:00", zone="Asia/Kathmandu")
    after = book_of(mended)
    undo(mended)
    assert book_of(mended) == before
    redo(mended)
    assert book_of(mended) == after


def test_a_move_can_be_rehearsed(mended: Desk) -> None:
    before = book_of(mended)
    receipt = move_session(mended.rehearsing(), MoveSession(session=REF, start="2026-12-15"))
    assert (receipt.rehearsed, receipt.lines[0]) == (True, " 1  Tue 15 Dec 2026 14:00, 5 hours")
    assert book_of(mended) == before


def test_a_meeting_that_is_put_on_a_closed_day_is_told(staffed: Desk) -> None:
    run(staffed)
    moved_one = move_meeting(staffed, MoveMeeting(session=REF, number=4, day="2026-12-25"))
    assert moved_one.lines[4:] == ("Fri 25 Dec 2026 is Christmas Day in GB; it meets all the same.",)
    added = add_meeting(staffed, AddMeeting(session=REF, day="2026-12-28"))
    assert added.lines[5:] == ("Mon 28 Dec 2026 is Boxing Day (observed) in GB; it meets all the same.",)
    # Where it stays is told no second time.
    assert len(move_meeting(staffed, MoveMeeting(session=REF, number=4, at="09:00")).lines) == 5
    cancel_meeting(staffed, CancelMeeting(session=REF, number=4))
    again = restore_meeting(staffed, RestoreMeeting(session=REF, number=4))
    assert again.lines[5:] == ("Fri 25 Dec 2026 is Christmas Day in GB; it meets all the same.",)


@pytest.mark.parametrize(
    ("closed", "days", "told"),
    [
        (
            "shift",
            ["2026-12-23", "2026-12-24", "2026-12-29", "2026-12-30"],
            [
                "Skipped: Fri 25 Dec 2026 is Christmas Day in GB",
                "Skipped: Mon 28 Dec 2026 is Boxing Day (observed) in GB",
            ],
        ),
        (
            "skip",
            ["2026-12-23", "2026-12-24", "2026-12-25 off", "2026-12-28 off"],
            [
                "Left out: Fri 25 Dec 2026 is Christmas Day in GB",
                "Left out: Mon 28 Dec 2026 is Boxing Day (observed) in GB",
            ],
        ),
        (
            "keep",
            ["2026-12-23", "2026-12-24", "2026-12-25", "2026-12-28"],
            [
                "Fri 25 Dec 2026 is Christmas Day in GB; it meets all the same.",
                "Mon 28 Dec 2026 is Boxing Day (observed) in GB; it meets all the same.",
            ],
        ),
    ],
)
def test_a_session_moves_over_closed_days_as_it_is_chosen(
    staffed: Desk, closed: str, days: list[str], told: list[str]
) -> None:
    run(staffed)
    receipt = moved(staffed, start="2026-12-23", closed=closed)
    assert [" ".join((row[0], *row[3:])) for row in timetable(staffed)] == days
    assert list(receipt.lines[4:]) == told
    reasons = {row["reason"] for row in rows(staffed, "meetings") if row["cancelled"]}
    assert len(reasons) == (2 if closed == "skip" else 0)
    undo(staffed)
    assert [row[0] for row in timetable(staffed)] == ["2026-12-07", "2026-12-08", "2026-12-09", "2026-12-10"]


def test_what_was_left_out_for_a_closed_day_is_held_again_once_the_session_goes_elsewhere(staffed: Desk) -> None:
    run(staffed)
    cancel_meeting(staffed, CancelMeeting(session=REF, number=2, reason="strike"))
    moved(staffed, start="2026-12-23", closed="skip")
    shifted = moved(staffed, start="2026-12-24", closed="skip")
    assert [" ".join((row[0], *row[3:])) for row in timetable(staffed)] == [
        "2026-12-24",
        "2026-12-25 off",
        "2026-12-28 off",
        "2026-12-29",
    ]
    assert list(shifted.lines[4:]) == [
        "Left out: Fri 25 Dec 2026 is Christmas Day in GB",
        "Left out: Mon 28 Dec 2026 is Boxing Day (observed) in GB",
        "Held again: meeting 4.",
    ]
    back = moved(staffed, start="2026-12-07")
    assert "Held again: meeting 3." in back.lines
    assert [" ".join((row[0], *row[3:])) for row in timetable(staffed)] == [
        "2026-12-07",
        "2026-12-08 off",  # called off by hand: it stays so
        "2026-12-09",
        "2026-12-10",
    ]


def test_chosen_countries_bind_a_move(staffed: Desk) -> None:
    run(staffed)
    with pytest.raises(Refused, match="Thu 26 Nov 2026 is Thanksgiving Day in US"):
        moved(staffed, start="2026-11-26", holidays="US")
    moved(staffed, start="2026-11-25", holidays="US")
    assert [row[0] for row in timetable(staffed)] == ["2026-11-25", "2026-11-27", "2026-11-30", "2026-12-01"]


def test_steps_go_from_where_a_meeting_stands_on_the_wall(staffed: Desk) -> None:
    ref = run(staffed, "2026-10-22", duration="2 days @ 2 hours per day", at="23:00")
    receipt = move_meeting(staffed, MoveMeeting(session=ref, number=2, by_days=2, by_hours=2))
    assert [f"{one.day} {one.at:%H:%M}" for one in receipt.planned] == ["2026-10-22 23:00", "2026-10-26 01:00"]
    move_meeting(staffed, MoveMeeting(session=ref, number=2, day="2026-10-24", at="22:00", by_hours=-1))
    row = rows(staffed, "meetings")[1]
    assert (row["day"], row["at"]) == ("2026-10-24", "21:00")
    assert not move_meeting(staffed, MoveMeeting(session=ref, number=2, by_days=0)).changed


def test_steps_move_a_whole_session_from_its_start_and_each_meeting_by_its_own_hour(staffed: Desk) -> None:
    ref = run(staffed, "2026-12-09", duration="3 days @ 2 hours per day")
    move_meeting(staffed, MoveMeeting(session=ref, number=2, at="20:00"))
    receipt = move_session(staffed, MoveSession(session=ref, by_days=1, by_hours=5))
    assert [f"{one.day:%a %d} {one.at:%H:%M}" for one in receipt.planned] == [
        "Thu 10 19:00",
        "Sat 12 01:00",
        "Mon 14 19:00",
    ]
    with pytest.raises(Refused, match="is a weekend"):
        move_session(staffed, MoveSession(session=ref, by_days=2))


def stands(desk: Desk, reference: str) -> list[tuple[str, str, str, str]]:
    """Where each meeting of a session stands: day, wall time, instants."""
    (number,) = [row["id"] for row in rows(desk, "sessions") if row["reference"] == reference]
    return [
        (row["day"], row["at"], row["starts_at"], row["ends_at"])
        for row in rows(desk, "meetings")
        if row["session_id"] == number
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    duration=st.sampled_from(["4 days @ 5 hours per day", "7 weeks @ 3 hours per week", "1 day @ 90 min per day"]),
    days=st.lists(st.dates(date(2000, 1, 3), date(2040, 12, 1)), min_size=2, max_size=2),
    clocks=st.lists(st.integers(0, 24 * 12 - 1), min_size=2, max_size=2),
    zones=st.lists(st.sampled_from(sorted(zone_names())), min_size=2, max_size=2),
    number=st.integers(1, 7),
)
def test_moving_there_and_back_gives_the_same(
    *, staffed: Desk, duration: str, days: list[date], clocks: list[int], zones: list[str], number: int
) -> None:
    here, there = (
        {"at": time(clock * 5 // 60, clock * 5 % 60), "zone": zone} for clock, zone in zip(clocks, zones, strict=True)
    )
    start, other = days
    try:
        reference = run(staffed, start.isoformat(), duration=duration, **here)
    except Refused:
        assume(False)  # noqa: FBT003 - a weekend, a holiday or the gap of a clock change
    at_first = stands(staffed, reference)
    ways: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"start": other, **there}, {"start": start, **here}),
        (there, here),
        ({"start": other, "closed": "keep"}, {"start": start}),
    ]
    for out, back in ways:
        with suppress(Refused):  # to where nothing can stand: then it has not moved
            move_session(staffed, MoveSession.read({"session": reference, **out}))
        move_session(staffed, MoveSession.read({"session": reference, **back}))
        assert stands(staffed, reference) == at_first
    number = min(number, len(at_first))
    day, at = at_first[number - 1][:2]
    with suppress(Refused):
        move_meeting(staffed, MoveMeeting(session=reference, number=number, day=other, at=there["at"]))
    move_meeting(staffed, MoveMeeting(session=reference, number=number, day=day, at=at))
    assert stands(staffed, reference) == at_first

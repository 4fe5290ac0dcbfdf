"""Which meetings stand in whose calendar, under which name and number, and what they say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.rules.calendars import (
    GoneMeeting,
    MeetingFacts,
    Occasion,
    PlaceFacts,
    description,
    farewell,
    is_called_off,
    location,
    never_hers,
    occasion,
    summary,
)
from acxdesk.rules.sessions import Delivery, Status

MADE = datetime(2026, 11, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
START = datetime(2026, 12, 8, 14, tzinfo=UTC)
MEETING = MeetingFacts(
    uid="7d444840-9dc0-11d1-b245-5ffdce74fad2",
    number=2,
    starts_at=START,
    ends_at=START + timedelta(hours=5),
    place="",
    cancelled=False,
    was="",
    sequence=3,
    made_at=MADE,
    changed_at=MADE + timedelta(days=1),
    reference="ACXM-2026-12-07",
    programme="ACXM",
    title="Accredited CX Master",
    duration="4 days @ 5 hours per day",
    zone="Europe/London",
    delivery=Delivery.ONLINE,
    city="",
    venue="",
    link="",
    coaches="",
    status=Status.OPEN,
    status_at=MADE,
    session_ends_at=START + timedelta(days=2, hours=5),
)
PLACE = PlaceFacts(
    uid="e-1",
    attended_from=MADE + timedelta(days=2),
    left_at=None,
    sequence=2,
    made_at=MADE + timedelta(days=2),
    changed_at=MADE + timedelta(days=3),
)
GONE = GoneMeeting(
    uid=MEETING.uid,
    number=2,
    starts_at=START,
    ends_at=MEETING.ends_at,
    sequence=3,
    made_at=MADE,
    changed_at=MADE,
    removed_at=NOW,
    reference="ACX-Mentor-2026-12-07-2",
    duration="4 weeks @ 3 hours per week",
)
HOUR = timedelta(hours=1)


def test_a_meeting_reads_as_its_session_says() -> None:
    assert occasion(MEETING, NOW) == Occasion(
        uid=MEETING.uid,
        starts_at=START,
        ends_at=START + timedelta(hours=5),
        zone="Europe/London",
        summary="ACXM, day 2 of 4",
        location="Online",
        description="Accredited CX Master\n4 days @ 5 hours per day\nACXM-2026-12-07",
        link="",
        sequence=3,
        made_at=MADE,
        changed_at=MADE + timedelta(days=1),
        cancelled=False,
    )


def test_a_delegates_has_a_name_of_its_own_and_counts_her_changes_as_well() -> None:
    hers = occasion(MEETING, NOW, PLACE)
    assert hers is not None
    assert hers.uid == str(uuid5(UUID(MEETING.uid), "e-1"))
    assert (hers.sequence, hers.made_at, hers.changed_at) == (5, PLACE.made_at, PLACE.changed_at)


@pytest.mark.parametrize(
    ("left_at", "leaves"),
    [
        (None, False),
        (START - HOUR, True),
        (START, True),  # she left as it began
        (START + HOUR, False),
    ],
)
def test_whoever_left_before_a_meeting_does_not_sit_in_it(left_at: datetime | None, leaves: bool) -> None:
    assert replace(PLACE, left_at=left_at).leaves(START) is leaves


def test_whoever_joined_late_and_left_again_sits_in_what_lay_between() -> None:
    place = replace(PLACE, attended_from=START, left_at=START + timedelta(days=1))
    days = [START + timedelta(days=day) for day in (-1, 0, 1, 2)]
    assert [place.leaves(day) for day in days] == [True, False, True, True]


def test_whoever_joined_late_and_stays_has_what_lay_before_as_well() -> None:
    assert not replace(PLACE, attended_from=START + HOUR).leaves(START)


@pytest.mark.parametrize("day", range(-3, 4))
def test_a_place_that_was_taken_back_has_no_meeting_at_all(day: int) -> None:
    for removed in (True, False):
        place = never_hers(PLACE, START, removed=removed)
        assert place.leaves(START + timedelta(days=day))
        assert (place.sequence, place.changed_at) == (2 + removed, START)


# A session from 7 to 10 December that is cancelled, and which of its meetings is called off by it.
@pytest.mark.parametrize(
    ("status_at", "starts_at", "off"),
    [
        (START - HOUR, START, True),
        (START, START, True),
        (START + HOUR, START, False),  # it had begun
        (START + timedelta(days=30), START, True),  # after its end: it was never held
        (MEETING.session_ends_at, START, True),
        (MEETING.session_ends_at - HOUR, START, False),
    ],
)
def test_a_cancelled_session_calls_off_what_had_not_begun(status_at: datetime, starts_at: datetime, off: bool) -> None:
    meeting = replace(MEETING, starts_at=starts_at, status=Status.CANCELLED, status_at=status_at)
    assert is_called_off(meeting) is off


@pytest.mark.parametrize("status", Status)
def test_a_meeting_that_is_cancelled_alone_is_off_in_any_session(status: Status) -> None:
    assert is_called_off(replace(MEETING, cancelled=True, status=status, status_at=START + HOUR))
    if status is not Status.CANCELLED:
        assert not is_called_off(replace(MEETING, status=status, status_at=START - HOUR))


@settings(max_examples=60, deadline=None)
@given(st.integers(-60, 60), st.integers(-60, 60), st.booleans())
def test_what_is_cancelled_leaves_thirty_days_after_its_date_and_its_cancelling(
    changed: int, read: int, cancelled: bool
) -> None:
    meeting = replace(MEETING, cancelled=cancelled, changed_at=START + timedelta(days=changed))
    shown = occasion(meeting, START + timedelta(days=read))
    assert (shown is None) is (cancelled and read > max(changed, 0) + 30)


@pytest.mark.parametrize(
    ("duration", "number", "words"),
    [
        ("4 days @ 5 hours per day", 4, "ACXM, day 4 of 4"),
        ("4 days @ 5 hours per day", 5, "ACXM, day 5"),
        ("7 weeks @ 3 hours per week", 1, "ACXM, week 1 of 7"),
        ("1 day @ 1 hour per day", 1, "ACXM, day 1 of 1"),
    ],
)
def test_a_meeting_is_called_by_its_number(duration: str, number: int, words: str) -> None:
    assert summary(replace(MEETING, duration=duration, number=number)) == words


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"city": "Rome", "venue": "Hall 1"}, "Online"),
        ({"delivery": Delivery.CITY, "city": "Rome", "venue": "Hall 1"}, "Hall 1, Rome"),
        ({"delivery": Delivery.CITY, "city": "Rome"}, "Rome"),
        ({"delivery": Delivery.IN_HOUSE}, ""),
        ({"place": "The old mill"}, "The old mill"),
        ({"delivery": Delivery.CITY, "city": "Rome", "place": "The old mill"}, "The old mill"),
    ],
)
def test_a_meeting_is_where_it_says_or_where_its_session_is(values: dict[str, str], where: str) -> None:
    assert location(replace(MEETING, **values)) == where  # type: ignore[arg-type]


def test_the_notes_name_coaches_by_their_first_names_the_link_and_what_it_was() -> None:
    told = replace(
        MEETING,
        coaches="Grace Hopper\nSammy Davis, Jr.",
        link="https://example.org/room",
        was="Tue 8 Dec 2026 10:00, moved on Tue 24 Nov 2026",
    )
    assert description(told) == (
        "Accredited CX Master\n4 days @ 5 hours per day\nWith Grace and Sammy\nJoin: https://example.org/room\n"
        "Was Tue 8 Dec 2026 10:00, moved on Tue 24 Nov 2026\nACXM-2026-12-07"
    )


def test_a_meeting_that_was_taken_back_is_called_off_by_what_never_changes() -> None:
    assert farewell(GONE, NOW) == Occasion(
        uid=MEETING.uid,
        starts_at=START,
        ends_at=MEETING.ends_at,
        zone="UTC",
        summary="ACX-Mentor, week 2 of 4",
        location="",
        description="ACX-Mentor-2026-12-07-2",
        link="",
        sequence=4,
        made_at=MADE,
        changed_at=NOW,
        cancelled=True,
    )
    hers = farewell(GONE, NOW, PLACE)
    assert hers is not None
    assert (hers.uid, hers.sequence) == (str(uuid5(UUID(MEETING.uid), "e-1")), 6)
    assert farewell(GONE, START + timedelta(days=30)) is not None
    assert farewell(GONE, START + timedelta(days=30, seconds=1)) is None

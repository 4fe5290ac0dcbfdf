"""The meetings of a stretch of days: which are in it, whose they are, and by which index they are found."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.meetings import AddMeeting, CancelMeeting, add_meeting, cancel_meeting
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.weeks import (
    DatedMeeting,
    Only,
    agenda,
    days_between,
    ladders,
    meetings_between,
    resolve_ladder,
    resolve_room,
    rooms,
)
from acxdesk.records.catalogue import Programme
from acxdesk.rules.sessions import Status
from tests.actions.sample import add_people, add_programme, book, run
from tests.conftest import Statements

WEEK = (datetime(2026, 12, 7, tzinfo=UTC), datetime(2026, 12, 14, tzinfo=UTC))


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """Two programmes, delegates 1 and 2, coaches 3 and 4; a session of each in one week."""
    add_programme(desk)
    add_programme(desk, "CPP", "2 days @ 3 hours per day")
    with desk.changing("prepare", kind="system") as change:
        change.work.scalars(select(Programme).where(Programme.code == "CPP")).one().ladder = "CPP"
    add_people(desk, ("Ada", "Bob"))
    add_people(desk, ("Grace, the First", "Alan Turing"), coach=True)
    run(desk, coaches=[{"person": 4, "role": "assistant"}, {"person": 3}], delivery="city", city="Rome", venue="Hall 1")
    run(desk, "2026-12-08", programme="CPP", at="09:00", coaches=[{"person": 4}])
    return desk


def named(found: tuple[DatedMeeting, ...]) -> list[str]:
    return [f"{one.session} {one.number}" for one in found]


def test_a_meeting_tells_what_its_session_is(staffed: Desk) -> None:
    book(staffed, "ACXM-2026-12-07", 1)
    first = meetings_between(staffed, *WEEK)[0]
    assert first == DatedMeeting(
        id=1,
        session="ACXM-2026-12-07",
        programme="ACXM",
        ladder="ACX",
        number=1,
        of=4,
        day=date(2026, 12, 7),
        at=time(14),
        minutes=300,
        starts_at=datetime(2026, 12, 7, 14, tzinfo=UTC),
        ends_at=datetime(2026, 12, 7, 19, tzinfo=UTC),
        zone="Europe/London",
        coaches=("Grace, the First", "Alan Turing"),
        room="Rome, Hall 1",
        seats="● 1 of 2",
        status=Status.OPEN,
        cancelled=False,
    )
    assert [str(one) for one in first.local("Asia/Kolkata")] == ["2026-12-07 19:30:00", "2026-12-08 00:30:00"]


def test_what_reaches_into_a_stretch_is_in_it_and_what_ends_with_it_is_not(staffed: Desk) -> None:
    def between(first: int, after: int) -> list[str]:
        return named(
            meetings_between(
                staffed, datetime(2026, 12, 8, first, tzinfo=UTC), datetime(2026, 12, 8, after, tzinfo=UTC)
            )
        )

    assert between(11, 12) == ["CPP-2026-12-08 1"]
    assert between(12, 14) == []
    assert between(12, 15) == between(18, 19) == ["ACXM-2026-12-07 2"]


def test_a_meeting_held_elsewhere_is_in_its_own_room_and_a_cancelled_one_says_so(staffed: Desk) -> None:
    add_meeting(staffed, AddMeeting(session="ACXM-2026-12-07", day="2026-12-12", place="Garden"))
    cancel_meeting(staffed, CancelMeeting(session="ACXM-2026-12-07", number=1))
    decide(staffed, Decide(session="CPP-2026-12-08", verb="cancel", reason="ill"))
    found = {name: one for one in meetings_between(staffed, *WEEK) for name in named((one,))}
    assert found["ACXM-2026-12-07 5"].room == "Garden"
    assert [name for name, one in found.items() if one.cancelled] == [
        "ACXM-2026-12-07 1",
        "CPP-2026-12-08 1",
        "CPP-2026-12-08 2",
    ]
    assert rooms(staffed) == ("Garden", "Rome, Hall 1")


@pytest.mark.parametrize(
    ("only", "sessions"),
    [
        (Only(), {"ACXM-2026-12-07", "CPP-2026-12-08"}),
        (Only(coach=3), {"ACXM-2026-12-07"}),
        (Only(coach=4), {"ACXM-2026-12-07", "CPP-2026-12-08"}),
        (Only(coach=1), set()),
        (Only(room="Rome, Hall 1"), {"ACXM-2026-12-07"}),
        (Only(ladder="CPP"), {"CPP-2026-12-08"}),
        (Only(coach=4, ladder="CPP"), {"CPP-2026-12-08"}),
        (Only(coach=3, ladder="CPP"), set()),
    ],
)
def test_only_those_of_a_coach_a_room_or_a_ladder(staffed: Desk, only: Only, sessions: set[str]) -> None:
    assert {one.session for one in meetings_between(staffed, *WEEK, only)} == sessions


def test_rooms_and_ladders_are_known_by_some_letters(staffed: Desk) -> None:
    run(staffed, "2026-12-14", delivery="city", city="Rome", venue="Hall 2")
    assert resolve_room(staffed, "hall 2") == "Rome, Hall 2"
    assert resolve_ladder(staffed, "acx") == "ACX"
    assert ladders(staffed) == ("ACX", "CPP")
    with pytest.raises(Refused, match="may be Rome, Hall 1 or Rome, Hall 2"):
        resolve_room(staffed, "ROME")
    with pytest.raises(NotFound, match=r'No ladder "zzz"\. There are ACX, CPP'):
        resolve_ladder(staffed, "zzz")


READS: dict[str, Callable[[Desk, Only], object]] = {
    "a week": lambda desk, only: meetings_between(desk, *WEEK, only),
    "a month": lambda desk, only: days_between(desk, date(2026, 12, 1), date(2027, 1, 1), "Europe/London", only),
    "an agenda": lambda desk, only: agenda(desk, WEEK[0], "Europe/London", only).after(None, 50),
    "the next page": lambda desk, only: agenda(desk, WEEK[0], "Europe/London", only).after(("2026-12-09", 3), 50),
}


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("only", [Only(), Only(room="Rome"), Only(ladder="ACX")])
def test_a_stretch_is_found_by_the_index_of_starts(
    staffed: Desk, statements: Statements, only: Only, read: str
) -> None:
    with statements(staffed) as sent:
        READS[read](staffed, only)
    (statement,) = sent
    with staffed.reading() as work:
        plan = work.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("",) * statement.count("?"))
        steps = [str(row.detail) for row in plan]
    assert steps[0].startswith("SEARCH meetings USING INDEX ix_meetings_starts_at (starts_at>?"), steps
    scanned = {step for step in steps if step.startswith("SCAN")}
    assert scanned <= {"SCAN anon_1"}, steps  # the coaches of one meeting
    assert not any("ORDER BY" in step for step in steps[:3]), steps


def test_an_agenda_goes_on_page_by_page(staffed: Desk) -> None:
    listing = agenda(staffed, datetime(2026, 12, 8, 10, tzinfo=UTC), "Asia/Tokyo")
    assert listing.count() == 5
    first = listing.after(None, 2)
    assert [line.cells[:4] for line in first] == [
        ("Tue 8 Dec 2026", "18:00-21:00", "CPP-2026-12-08", "1 of 2"),
        ("Tue 8 Dec 2026", "23:00-04:00+1", "ACXM-2026-12-07", "2 of 4"),
    ]
    assert len(listing.after(first[-1].key, 50)) == 3
    assert listing.arranged(words="cpp").count() == 2


def test_a_month_counts_by_the_day_of_whoever_looks(staffed: Desk) -> None:
    cancel_meeting(staffed, CancelMeeting(session="CPP-2026-12-08", number=2))
    decide(staffed, Decide(session="ACXM-2026-12-07", verb="cancel", reason="ill"))
    found = days_between(staffed, date(2026, 12, 1), date(2027, 1, 1), "Pacific/Auckland")
    assert [(one.day.day, len(one.meetings), one.codes, one.cancelled) for one in found] == [
        (8, 1, ("CPP",), 1),
        (9, 0, (), 2),
        (10, 0, (), 1),
        (11, 0, (), 1),
    ]

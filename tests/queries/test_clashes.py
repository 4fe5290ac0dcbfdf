"""Clashes are read in one statement, by what can overlap, and leave out what is not held."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.meetings import CancelMeeting, cancel_meeting
from acxdesk.desk.door import Desk
from acxdesk.queries.clashes import FoundClash, clashes_between, clashes_of, signature
from acxdesk.records.clashes import AcceptedClash
from acxdesk.records.diaries import BusyTime, Leave, TeachingHours
from acxdesk.records.teaching import Asking, SharedMeeting, Substitution
from acxdesk.rules.clashes import NO_MARGINS, Kind, Margins
from acxdesk.rules.sessions import Answer
from tests.actions import sample
from tests.actions.sample import add_people, add_programme, book, move, utc
from tests.conftest import Statements

MADE = datetime(2026, 11, 1, tzinfo=UTC)
GRACE: dict[str, Any] = {"coaches": [{"person": 6}]}
ALAN: dict[str, Any] = {"coaches": [{"person": 7}]}


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """As for the deeds: delegates 1 to 5, coaches 6 and 7; ACXM of two days, CPP of one."""
    add_programme(desk, duration="2 days @ 5 hours per day", most=9)
    add_programme(desk, "CPP", "1 day @ 2 hours per day", most=9)
    add_people(desk, ("Ada", "Bob", "Cleo", "Dan", "Eve"))
    add_people(desk, ("Grace Hopper", "Alan Turing"), coach=True)
    return desk


def run(desk: Desk, start: str = "2026-12-07", **other: Any) -> str:
    """A session as for the deeds; what it clashes with is not accepted."""
    reference = sample.run(desk, start, **other)
    with desk.changing("prepare", kind="system") as change:
        for row in change.work.scalars(select(AcceptedClash)):
            change.work.delete(row)
    return reference


def put(desk: Desk, *rows: object) -> None:
    """Write rows, as no deed."""
    with desk.changing("prepare", kind="system") as change:
        change.work.add_all(rows)


def all_of(desk: Desk, margins: Margins = NO_MARGINS) -> list[str]:
    """Every clash in words; whichever way it is asked for."""
    found = clashes_between(desk, None, None, margins)
    assert found == clashes_between(desk, utc(2026, 12, 1), utc(2027, 1, 1), margins)
    with desk.reading() as work:
        assert found == clashes_of(work, range(1, 9), margins)
        for session in range(1, 9):
            one = clashes_of(work, (session,), margins)
            assert set(one) <= set(found)
    return [f"{one.clash.kind}: {one.sentence}" for one in found]


def test_a_coach_who_teaches_two_at_one_time(staffed: Desk) -> None:
    run(staffed, **GRACE)
    run(staffed, "2026-12-08", programme="CPP", at="15:00", **GRACE)
    run(staffed, "2026-12-09", programme="CPP", at="15:00", **GRACE)
    run(staffed, "2026-12-08", programme="CPP", at="15:00", **ALAN)
    assert all_of(staffed) == [
        "coach: Tue 8 Dec 2026 15:00-17:00 London: Grace Hopper teaches ACXM day 2 and CPP day 1 (2 h overlap)."
    ]


def test_a_delegate_who_sits_two_and_one_who_left(staffed: Desk) -> None:
    acxm, cpp = run(staffed), run(staffed, programme="CPP", at="18:30")
    for session in (acxm, cpp):
        book(staffed, session, 1, 2)
    move(staffed, cpp, "withdraw", 2, reason="ill")
    assert all_of(staffed) == [
        "delegate: Mon 7 Dec 2026 18:30-19:00 London: Ada sits ACXM day 1 and CPP day 1 (30 min overlap)."
    ]


def test_rooms_are_places_with_a_name_or_links(staffed: Desk) -> None:
    city: dict[str, Any] = {"delivery": "city", "city": "London"}
    run(staffed, **city, venue="Café Zoë")
    run(staffed, programme="CPP", delivery="city", city="LONDON", venue="cafe  zoe")
    run(staffed, programme="CPP", **city)
    run(staffed, programme="CPP", **city)
    run(staffed, programme="CPP", link="https://a/j/1")
    run(staffed, programme="CPP", link="https://a/j/1")
    run(staffed, programme="CPP", link="https://a/J/1")
    told = all_of(staffed)
    assert told == [
        "room: Mon 7 Dec 2026 14:00-16:00 London: Café Zoë, London is taken by ACXM day 1 and CPP day 1 (2 h overlap).",
        (
            "room: Mon 7 Dec 2026 14:00-16:00 London: https://a/j/1 is taken by CPP-2026-12-07-4 day 1 and "
            "CPP-2026-12-07-5 day 1 (2 h overlap)."
        ),
    ]


def test_leave_hours_and_a_busy_calendar(staffed: Desk) -> None:
    run(staffed, **GRACE)
    put(
        staffed,
        Leave(
            uid="l",
            person_id=6,
            first_on=date(2026, 12, 8),
            last_on=date(2026, 12, 8),
            zone="Europe/London",
            starts_at=utc(2026, 12, 8),
            ends_at=utc(2026, 12, 9),
            reason="",
        ),
        BusyTime(person_id=6, source="own", starts_at=utc(2026, 12, 7, 13), ends_at=utc(2026, 12, 7, 14, 30)),
        BusyTime(person_id=7, source="own", starts_at=utc(2026, 12, 7, 13), ends_at=utc(2026, 12, 7, 14, 30)),
        TeachingHours(person_id=6, weekday=1, opens=540, closes=1080, zone="Europe/London"),
        TeachingHours(person_id=6, weekday=2, opens=540, closes=1440, zone="Europe/London"),
    )
    assert all_of(staffed) == [
        (
            "busy: Mon 7 Dec 2026 14:00-14:30 London: Grace Hopper teaches ACXM day 1 and is busy by her own calendar "
            "(30 min overlap)."
        ),
        "hours: Mon 7 Dec 2026 18:00-19:00 London: Grace Hopper teaches ACXM day 1 outside of her hours (1 h).",
        "leave: Tue 8 Dec 2026 14:00-19:00 London: Grace Hopper teaches ACXM day 2 and is on leave (5 h overlap).",
    ]


def test_margins_widen_what_is_looked_at(staffed: Desk) -> None:
    city: dict[str, Any] = {"delivery": "city"}
    run(staffed, programme="CPP", city="London", **city, **GRACE)
    run(staffed, programme="CPP", at="17:00", city="Leeds", **city, **GRACE)
    assert all_of(staffed) == []
    assert all_of(staffed, Margins(rest=timedelta(minutes=60))) == []
    assert len(all_of(staffed, Margins(rest=timedelta(minutes=61)))) == 1
    assert all_of(staffed, Margins(travel=timedelta(minutes=90))) == [
        (
            "coach: Mon 7 Dec 2026 16:00-17:00 London: Grace Hopper teaches CPP-2026-12-07 day 1 and CPP-2026-12-07-2 "
            "day 1 (1 h between them, 30 min too little)."
        )
    ]


def test_what_is_not_held_takes_no_time(staffed: Desk) -> None:
    acxm = run(staffed, **GRACE)
    cpp = run(staffed, programme="CPP", **GRACE)
    other = run(staffed, programme="CPP", **GRACE)
    assert len(all_of(staffed)) == 3
    decide(staffed, Decide(session=other, verb="cancel", reason="few"))
    assert len(all_of(staffed)) == 1
    cancel_meeting(staffed, CancelMeeting(session=acxm, number=1))
    assert all_of(staffed) == []
    decide(staffed, Decide(session=cpp, verb="cancel", reason="few"))
    assert all_of(staffed) == []


def test_a_coach_who_declined_is_free_and_a_substitute_is_not(staffed: Desk) -> None:
    run(staffed, **GRACE)
    run(staffed, programme="CPP", **GRACE)
    put(
        staffed,
        Asking(session_id=2, person_id=6, answer=Answer.DECLINED, asked_at=MADE, answered_at=MADE, reason=""),
    )
    assert all_of(staffed) == []
    run(staffed, "2026-12-08", programme="CPP", **ALAN)
    put(staffed, Substitution(meeting_id=2, absent_id=6, person_id=7, reason="ill", at=MADE))
    assert all_of(staffed) == [
        "coach: Tue 8 Dec 2026 14:00-16:00 London: Alan Turing teaches ACXM day 2 and CPP day 1 (2 h overlap)."
    ]


def test_a_class_that_two_sessions_share_is_one(staffed: Desk) -> None:
    acxm, cpp = run(staffed, link="https://a/1", **GRACE), run(staffed, programme="CPP", link="https://a/1", **GRACE)
    for session in (acxm, cpp):
        book(staffed, session, 1)
    assert [line.partition(":")[0] for line in all_of(staffed)] == ["coach", "delegate", "room"]
    put(staffed, SharedMeeting(meeting_id=3, host_id=1))
    assert all_of(staffed) == []


def accept(desk: Desk, found: FoundClash, reason: str = "two rooms, one door") -> None:
    """Accept a clash, as no deed."""
    kind, meeting, other, person, *where = signature(found.clash)
    names = ("starts_at", "ends_at", "other_starts_at", "other_ends_at")
    stood: Any = dict(zip(names, where, strict=True))
    about: Any = {"kind": kind, "meeting_id": meeting, "other_id": other, "person_id": person}
    put(desk, AcceptedClash(**about, **stood, reason=reason, who="anna", at=MADE))


def test_an_acceptance_holds_while_both_sides_stand_where_they_were(staffed: Desk) -> None:
    run(staffed, **GRACE)
    run(staffed, programme="CPP", **GRACE)
    put(staffed, BusyTime(person_id=6, source="own", starts_at=utc(2026, 12, 7, 13), ends_at=utc(2026, 12, 7, 14, 30)))
    found = clashes_between(staffed)
    assert [(one.clash.kind, one.accepted) for one in found] == [(Kind.BUSY, ""), (Kind.BUSY, ""), (Kind.COACH, "")]
    for one in found:
        accept(staffed, one, f"because of {one.clash.kind}")
    assert [one.accepted for one in clashes_between(staffed)] == ["because of busy"] * 2 + ["because of coach"]
    with staffed.reading() as work:
        assert {one.accepted for one in clashes_of(work, (2,))} == {"because of busy", "because of coach"}
    put_off = "UPDATE meetings SET ends_at = '2026-12-07T15:30:00.000000Z' WHERE id = 3"
    with staffed.engine.begin() as raw:
        raw.exec_driver_sql(put_off)
    accepted = {one.clash.name: one.accepted for one in clashes_between(staffed)}
    assert accepted == {"busy-1-20261207T1300-6": "because of busy", "busy-3-20261207T1300-6": "", "coach-1-3-6": ""}


def test_a_stretch_of_time_has_what_is_under_way_in_it(staffed: Desk) -> None:
    for start in ("2026-12-07", "2026-12-09"):
        for code in ("ACXM", "CPP"):
            run(staffed, start, programme=code, at="23:00", **GRACE)

    def meetings(first: datetime, after: datetime) -> int:
        return len(clashes_between(staffed, first, after))

    assert meetings(utc(2026, 12, 7, 23), utc(2026, 12, 7, 23, 1)) == 1
    assert meetings(utc(2026, 12, 8, 3), utc(2026, 12, 8, 4)) == 1  # the longer one is on until then
    assert meetings(utc(2026, 12, 8, 4), utc(2026, 12, 9, 23)) == 0
    assert meetings(utc(2026, 12, 8, 4), utc(2026, 12, 9, 23, 30)) == 1
    assert meetings(utc(2026, 12, 1), utc(2027, 1, 1)) == 2


# ---- what it costs


def fill(desk: Desk, size: int) -> None:
    """So many sessions at one time, each with all coaches and all delegates."""
    add_programme(desk, duration="2 days @ 2 hours per day", most=9)
    coaches = add_people(desk, [f"C{number}" for number in range(size)], coach=True)
    people = add_people(desk, [f"D{number}" for number in range(size)])
    for _each in range(size):
        book(desk, run(desk, coaches=[{"person": number} for number in coaches], link="https://a/1"), *people)


def of_sessions(desk: Desk) -> object:
    """Those of three sessions."""
    with desk.reading() as work:
        return clashes_of(work, (1, 2, 3), Margins(timedelta(minutes=15)))


READS: list[Callable[[Desk], object]] = [of_sessions, clashes_between]


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("read", READS)
def test_clashes_cost_one_statement(
    desk: Desk, statements: Statements, size: int, read: Callable[[Desk], object]
) -> None:
    fill(desk, size)
    with statements(desk) as sent:
        read(desk)
    assert len(sent) == 1


def plan_of(desk: Desk, statements: Statements, read: Callable[[Desk], object]) -> list[str]:
    with statements(desk) as sent:
        read(desk)
    (statement,) = sent
    with desk.reading() as work:
        plan = work.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("[1]",) * statement.count("?"))
        return [str(row.detail) for row in plan]


TABLES = ("meetings", "sessions", "enrolments", "people", "session_coaches", "leaves", "busy_times", "accepted_clashes")


def test_a_check_of_one_session_reads_by_indexes_what_can_overlap(desk: Desk, statements: Statements) -> None:
    plan = plan_of(desk, statements, of_sessions)
    assert any("ix_meetings_starts_at (starts_at>? AND starts_at<?)" in step for step in plan), plan
    assert any("ix_enrolments_person_id (person_id=?)" in step for step in plan), plan
    assert not [step for step in plan if step.startswith("SCAN") and step.split()[1].rstrip("_123456") in TABLES]


def test_the_clashes_of_a_week_are_read_by_the_starts_of_its_meetings(desk: Desk, statements: Statements) -> None:
    week = utc(2026, 12, 7), utc(2026, 12, 14)
    plan = plan_of(desk, statements, lambda one: clashes_between(one, *week))
    assert sum("ix_meetings_starts_at (starts_at>? AND starts_at<?)" in step for step in plan) >= 3, plan
    assert not any(step.startswith("SCAN meetings") for step in plan), plan

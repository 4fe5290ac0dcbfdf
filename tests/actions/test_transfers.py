"""From one session to another: checked as a booking, both calendars follow, one deed with one undo."""

from typing import Any

import pytest

from acxdesk.actions.enrolments import PlacesReport
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.transfers import Transfer, transfer
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.calendars import of_delegate
from acxdesk.queries.journal import journal
from acxdesk.records.sessions import Session
from tests.actions.sample import (
    add_people,
    book,
    book_of,
    entries,
    faults,
    held,
    hold,
    levels,
    move,
    require,
    rows,
    run,
    utc,
)
from tests.conftest import Statements

ADA, BOB, CLEO, DAN, EVE = 1, 2, 3, 4, 5
HERE, THERE = "ACXM-2026-12-07", "ACXM-2027-01-18"


@pytest.fixture
def two(staffed: Desk) -> Desk:
    """Two sessions of two seats; Ada and Bob are on the first, Cleo waits for it."""
    run(staffed)
    run(staffed, "2027-01-18")
    book(staffed, HERE, ADA, BOB, CLEO)
    return staffed


def moved(desk: Desk, *people: int, **other: Any) -> PlacesReport:
    values = {"session": HERE, "to": THERE, "people": people or (ADA,), "reason": "a wedding", **other}
    return transfer(desk, Transfer.read(values))


def moves(desk: Desk, person: int) -> list[tuple[str, str, str]]:
    sessions = {row["id"]: row["reference"] for row in rows(desk, "sessions")}
    of = {row["id"]: sessions[row["session_id"]] for row in rows(desk, "enrolments") if row["person_id"] == person}
    return [
        (of[row["enrolment_id"]], row["verb"], row["why"]) for row in rows(desk, "moves") if row["enrolment_id"] in of
    ]


def test_one_place_ends_the_other_begins_and_the_freed_seat_is_offered(two: Desk) -> None:
    report = moved(two)
    assert report.receipt.sentence == f"Ada transferred from {HERE} to {THERE}, booked there, seat 1 of 2."
    assert report.receipt.lines == (f"{HERE}: a seat is offered to Cleo until Thu 26 Nov 2026 09:00 Europe/London.",)
    assert held(two, HERE) == {"Ada": "transferred", "Bob": "booked", "Cleo": "offered"}
    assert held(two, THERE) == {"Ada": "booked"}
    assert moves(two, ADA) == [
        (HERE, "book", ""),
        (THERE, "book", f"from {HERE}: a wedding"),
        (HERE, "transfer", f"to {THERE}: a wedding"),
    ]


def test_it_is_one_deed_of_both_sessions_with_one_undo(two: Desk) -> None:
    before, written = book_of(two), entries(two)
    moved(two)
    after = book_of(two)
    assert entries(two) == written + 1
    numbers = [row["id"] for row in rows(two, "sessions")]
    told = [journal(two, zone="Europe/London", session=number).after(None, 1)[0].id for number in numbers]
    assert told == [entries(two)] * 2
    undo(two)
    assert book_of(two) == before
    redo(two)
    assert book_of(two) == after
    assert faults(two) == []


def test_her_calendar_loses_the_old_meetings_and_gets_the_new_ones(two: Desk, clock: FrozenClock) -> None:
    clock.moment = utc(2026, 11, 25, 9)
    before = levels(two)
    moved(two)
    (occasions,) = [of_delegate(two, ADA).occasions()]
    told = [(one.summary, one.cancelled) for one in occasions]
    assert [cancelled for _summary, cancelled in told].count(True) == 4
    assert [cancelled for _summary, cancelled in told].count(False) == 4
    old = next(row for row in rows(two, "enrolments") if row["person_id"] == ADA and row["place"] == "transferred")
    assert old["sequence"] == int(before["enrolments", old["id"], "sequence"]) + 1
    assert old["left_at"] == "2026-11-25T09:00:00.000000Z"


def test_a_full_session_is_refused_and_nothing_is_lost(two: Desk) -> None:
    book(two, THERE, DAN, EVE)
    before, written = book_of(two), entries(two)
    with pytest.raises(Refused) as refused:
        moved(two)
    assert refused.value.sentence == f"Ada cannot be transferred to {THERE}: all 2 seats are taken."
    assert refused.value.remedy == "Ask for a place on its waiting list, or choose another session."
    assert (book_of(two), entries(two)) == (before, written)


def test_a_full_session_is_waited_for_when_that_is_asked(two: Desk) -> None:
    book(two, THERE, DAN, EVE)
    assert moved(two, wait=True).receipt.sentence == (
        f"Ada transferred from {HERE} to {THERE}, waits there, place 1 in line."
    )
    assert held(two, THERE) == {"Ada": "waitlisted", "Dan": "booked", "Eve": "booked"}


def test_nobody_goes_before_who_waits_longer(two: Desk) -> None:
    book(two, THERE, DAN, EVE, CLEO)
    with two.changing("prepare", kind="system") as change:
        session = change.work.get(Session, 2)
        assert session is not None
        session.capacity_max = 3  # without a deed that would offer the seat
    with pytest.raises(Refused, match=f"Ada cannot be transferred to {THERE}: others wait longer"):
        moved(two)


def test_it_asks_for_a_reason_and_for_another_session(two: Desk) -> None:
    with pytest.raises(Refused, match=f"Ada cannot be transferred from {HERE} without a reason"):
        moved(two, reason=" ")
    with pytest.raises(Refused) as refused:
        moved(two, to=HERE.lower())
    assert refused.value.sentence == f"{HERE} is the session that is left."


def test_who_has_no_place_or_has_left_is_not_transferred(two: Desk) -> None:
    with pytest.raises(Refused, match=f"Dan has no place on {HERE} that could be transferred"):
        moved(two, DAN)
    move(two, HERE, "withdraw", BOB, reason="ill")
    with pytest.raises(Refused, match=f"Bob is withdrawn on {HERE} already; that cannot be transferred"):
        moved(two, BOB)


def test_who_is_on_the_other_session_already_stays_where_she_is(two: Desk) -> None:
    book(two, THERE, ADA)
    with pytest.raises(Refused, match=f"Ada is booked on {THERE} already"):
        moved(two)


@pytest.mark.parametrize(("verb", "place"), [("apply", "applied"), ("book", "waitlisted")])
def test_whoever_applied_or_waits_can_be_given_a_seat_elsewhere(two: Desk, verb: str, place: str) -> None:
    move(two, HERE, verb, DAN)
    assert held(two, HERE)["Dan"] == place
    assert moved(two, DAN).receipt.sentence == f"Dan transferred from {HERE} to {THERE}, booked there, seat 1 of 2."


def test_a_confirmed_seat_is_confirmed_anew(two: Desk) -> None:
    move(two, HERE, "confirm", ADA)
    moved(two)
    assert held(two, THERE) == {"Ada": "booked"}


def test_whoever_was_transferred_can_come_back(two: Desk) -> None:
    moved(two)
    report = moved(two, session=THERE, to=HERE, wait=True, reason="no wedding")
    assert report.receipt.sentence == f"Ada transferred from {THERE} to {HERE}, waits there, place 1 in line."
    assert held(two, THERE) == {"Ada": "transferred"}


def test_what_the_other_session_asks_for_is_asked_on_its_first_day(two: Desk) -> None:
    require(two, "ACXM", "ACXM")
    hold(two, ADA, "ACXM", valid_until=utc(2027, 1, 17).date())
    with pytest.raises(Refused) as refused:
        moved(two)
    assert refused.value.sentence == (
        f"Ada cannot be booked on {THERE}: needs ACXM valid on 18 Jan 2027; holds ACXM until 17 Jan 2027."
    )
    assert held(two, HERE)["Ada"] == "booked"


def test_of_many_those_who_can_are_transferred_and_the_others_are_told(two: Desk) -> None:
    book(two, THERE, EVE)
    report = moved(two, ADA, BOB, DAN)
    assert report.receipt.sentence == f"{HERE} to {THERE}: 1 transferred, 2 cannot."
    assert report.foreseen == "1 will be transferred, 2 cannot."
    assert held(two, HERE) == {"Ada": "transferred", "Bob": "booked", "Cleo": "offered"}
    assert held(two, THERE) == {"Ada": "booked", "Eve": "booked"}


def test_many_people_are_read_in_as_many_statements_as_a_few(desk: Desk, staffed: Desk, statements: Statements) -> None:
    for start in ("2026-12-07", "2027-01-18"):
        run(desk, start, capacity_max=400)
    people = add_people(desk, [f"Delegate {number}" for number in range(203)])
    book(desk, HERE, *people)
    counts = []
    for some in (people[:3], people[3:]):
        with statements(desk) as sent:
            assert moved(desk, *some).refused == ()
        counts.append(sum(statement.startswith("SELECT") for statement in sent))  # a row is rewritten by itself
    assert counts[0] == counts[1]


def test_a_cancelled_or_unknown_session_takes_nobody(two: Desk) -> None:
    with pytest.raises(NotFound, match="No session ACXM-2031-01-01"):
        moved(two, to="ACXM-2031-01-01")
    run(two, "2027-02-01", draft=True)
    with pytest.raises(Refused, match="ACXM-2027-02-01 is draft"):
        moved(two, to="ACXM-2027-02-01")
    with pytest.raises(NotFound, match="No person 99"):
        moved(two, 99)


def test_a_dry_run_writes_nothing(two: Desk) -> None:
    before = book_of(two)
    assert moved(two.rehearsing()).receipt.rehearsed
    assert book_of(two) == before

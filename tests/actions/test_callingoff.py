"""Calling a session off: its people go elsewhere or lose their places, their calendars follow, one deed, one undo."""

from typing import Any

import pytest

from acxdesk.actions.callingoff import CallOff, CallOffReport, call_off
from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.journal import redo, undo
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import Faulty, NotFound, Refused
from acxdesk.queries.calendars import of_delegate
from tests.actions.sample import (
    add_people,
    book,
    book_of,
    entries,
    faults,
    held,
    hold,
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
    """Two sessions, of two seats and of three: Ada and Bob are on the first, Cleo and Dan wait for it, Eve applied."""
    run(staffed)
    run(staffed, "2027-01-18", capacity_max=3)
    move(staffed, HERE, "apply", EVE)
    book(staffed, HERE, ADA, BOB, CLEO, DAN)
    move(staffed, HERE, "confirm", ADA)
    return staffed


def called_off(desk: Desk, **other: Any) -> CallOffReport:
    return call_off(desk, CallOff.read({"session": HERE, "to": THERE, "reason": "too few", **other}))


def status_of(desk: Desk, reference: str) -> str:
    return next(str(row["status"]) for row in rows(desk, "sessions") if row["reference"] == reference)


def test_who_sits_goes_before_who_waits_and_the_others_lose_their_place(two: Desk) -> None:
    report = called_off(two)
    assert report.receipt.sentence == (
        f"{HERE} called off: too few. 3 people go to {THERE}, 2 on the waiting list are to be told."
    )
    assert report.receipt.lines == (
        f"Dan cannot be transferred to {THERE}: all 3 seats are taken. Dan cancelled on {HERE}.",
        f"Eve cannot be transferred to {THERE}: all 3 seats are taken. Eve cancelled on {HERE}.",
        f"Ada transferred from {HERE} to {THERE}, booked there, seat 1 of 3.",
        f"Bob transferred from {HERE} to {THERE}, booked there, seat 2 of 3.",
        f"Cleo transferred from {HERE} to {THERE}, booked there, seat 3 of 3.",
    )
    assert held(two, HERE) == {
        "Ada": "transferred",
        "Bob": "transferred",
        "Cleo": "transferred",
        "Dan": "cancelled",
        "Eve": "cancelled",
    }
    assert held(two, THERE) == {"Ada": "booked", "Bob": "booked", "Cleo": "booked"}
    assert status_of(two, HERE) == "cancelled"


def test_it_is_one_deed_with_one_undo(two: Desk) -> None:
    before, written = book_of(two), entries(two)
    called_off(two)
    after = book_of(two)
    assert entries(two) == written + 1
    undo(two)
    assert book_of(two) == before
    redo(two)
    assert book_of(two) == after
    assert faults(two) == []


def test_a_dry_run_writes_nothing(two: Desk) -> None:
    before = book_of(two)
    assert called_off(two.rehearsing()).receipt.rehearsed
    assert book_of(two) == before


def test_without_another_session_all_places_end_by_the_business(two: Desk) -> None:
    report = called_off(two, to="")
    assert report.receipt.sentence == (
        f"{HERE} called off: too few. 2 people lose their place, 3 on the waiting list are to be told."
    )
    assert report.goes == ()
    assert set(held(two, HERE).values()) == {"cancelled"}
    assert {row["why"] for row in rows(two, "moves") if row["verb"] == "cancel"} == {"too few"}


def test_who_lacks_what_the_other_session_asks_for_stays_behind_with_the_reason(two: Desk) -> None:
    require(two, "ACXM", "ACXM")
    hold(two, ADA, "ACXM", valid_until=utc(2027, 1, 17).date())
    for person in (BOB, CLEO, DAN, EVE):
        hold(two, person, "ACXM")
    report = called_off(two)
    lacks = "needs ACXM valid on 18 Jan 2027; holds ACXM until 17 Jan 2027"
    assert [one.sentence for one in report.stays] == [
        f"Ada cannot be booked on {THERE}: {lacks}. Ada cancelled on {HERE}.",
        f"Eve cannot be transferred to {THERE}: all 3 seats are taken. Eve cancelled on {HERE}.",
    ]
    assert report.receipt.sentence.endswith("1 person loses the place, 1 on the waiting list is to be told.")


def test_who_may_wait_there_waits_there(two: Desk) -> None:
    report = called_off(two, wait=True)
    assert report.receipt.sentence == (
        f"{HERE} called off: too few. 5 people go to {THERE}, 2 of them onto its waiting list."
    )
    assert report.stays == ()
    assert held(two, THERE) | {"Dan": "waitlisted", "Eve": "waitlisted"} == held(two, THERE)


def test_calendars_of_all_follow(two: Desk, clock: FrozenClock) -> None:
    clock.moment = utc(2026, 11, 25, 9)
    called_off(two, to="")
    occasions = list(of_delegate(two, ADA).occasions())
    assert [one.cancelled for one in occasions] == [True] * 4
    assert {row["sequence"] for row in rows(two, "meetings") if row["session_id"] == 1} == {1}


def test_reopened_it_tells_of_the_places_that_ended(two: Desk, clock: FrozenClock) -> None:
    move(two, HERE, "withdraw", DAN, reason="ill")
    clock.moment = utc(2026, 11, 25, 9)
    called_off(two)
    clock.moment = utc(2026, 11, 26, 9)
    receipt = decide(two, Decide(session=HERE, verb="reopen"))
    assert receipt.lines == (f"{HERE}: 4 places ended when it was called off and stay so; book who comes back.",)
    assert held(two, HERE)["Ada"] == "transferred"


def test_places_are_kept_when_it_is_only_cancelled(two: Desk) -> None:
    decide(two, Decide(session=HERE, verb="cancel", reason="no room"))
    assert decide(two, Decide(session=HERE, verb="reopen")).lines == ()
    assert held(two, HERE)["Bob"] == "booked"


def test_a_session_without_people_is_called_off_as_well(two: Desk) -> None:
    receipt = call_off(two, CallOff(session=THERE, reason="no coach")).receipt
    assert receipt.sentence == f"{THERE} called off: no coach. Nobody had a place."


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"to": HERE.lower()}, f"{HERE} is the session that is called off."),
        ({"to": "ACXM-2027-02-01"}, "ACXM-2027-02-01 is draft and takes nobody."),
        ({"to": "ACXM-2026-10-05"}, "ACXM-2026-10-05 was delivered already."),
    ],
)
def test_nobody_loses_a_place_for_a_session_that_cannot_be_gone_to(
    two: Desk, other: dict[str, str], sentence: str
) -> None:
    run(two, "2027-02-01", draft=True)
    run(two, "2026-10-05")
    before = book_of(two)
    with pytest.raises(Refused) as refused:
        called_off(two, **other)
    assert refused.value.sentence == sentence
    assert book_of(two) == before


def test_it_asks_for_a_reason_a_session_that_is_there_and_is_not_done_twice(two: Desk) -> None:
    with pytest.raises(Faulty, match="Reason is missing"):
        called_off(two, reason=" ")
    with pytest.raises(NotFound, match="No session ACXM-2031-01-01"):
        called_off(two, to="ACXM-2031-01-01")
    called_off(two)
    with pytest.raises(Refused, match=f"{HERE} is cancelled; only a session that is"):
        called_off(two)


def test_many_people_are_read_in_as_many_statements_as_a_few(staffed: Desk, statements: Statements) -> None:
    people = add_people(staffed, [f"Delegate {number}" for number in range(103)])
    counts = []
    for start, some in (("2026-12-07", people[:3]), ("2026-12-14", people[3:])):
        here = run(staffed, start, capacity_max=200)
        there = run(staffed, "2027-01-18", capacity_max=400)
        book(staffed, here, *some)
        with statements(staffed) as sent:
            assert call_off(staffed, CallOff(session=here, to=there, reason="too few")).stays == ()
        counts.append(sum(statement.startswith("SELECT") for statement in sent))
    assert counts[0] == counts[1]

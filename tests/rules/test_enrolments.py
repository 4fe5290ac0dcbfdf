"""Which moves of a place are legal, who gets a seat, and whose turn it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.enrolments import (
    ATTENDS,
    LEFT,
    STEPS,
    TAKES_SEAT,
    Held,
    Place,
    Seats,
    Waiting,
    admit,
    line,
    next_offers,
    offer_until,
    passed_over,
    step,
)
from acxdesk.rules.sessions import TAKES_ENROLMENTS, Phase, Status

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
REF = "ACXM-2026-12-07"
EMPTY = Seats(REF, Status.OPEN, Phase.UPCOMING, capacity=2, taken=0, waiting=0)
FULL = replace(EMPTY, taken=2)

# What becomes of each place by each verb while seats are free and nobody waits; what is not here is refused.
BECOMES: dict[str, dict[Place | None, Place]] = {
    "apply": dict.fromkeys((None, *LEFT), Place.APPLIED),
    "book": dict.fromkeys((None, Place.APPLIED, Place.OFFERED, *LEFT), Place.BOOKED),
    "wait": dict.fromkeys((None, Place.APPLIED, *LEFT), Place.WAITLISTED),
    "offer": {Place.WAITLISTED: Place.OFFERED},
    "accept": {Place.OFFERED: Place.BOOKED},
    "decline": dict.fromkeys((Place.OFFERED, Place.APPLIED, Place.WAITLISTED), Place.DECLINED),
    "lapse": {Place.OFFERED: Place.WAITLISTED},
    "confirm": {Place.BOOKED: Place.CONFIRMED},
    "withdraw": dict.fromkeys((Place.APPLIED, Place.WAITLISTED, *TAKES_SEAT), Place.WITHDRAWN),
    "cancel": dict.fromkeys((Place.APPLIED, Place.WAITLISTED, *TAKES_SEAT), Place.CANCELLED),
    "transfer": dict.fromkeys((Place.APPLIED, Place.WAITLISTED, *TAKES_SEAT), Place.TRANSFERRED),
}

waitings = st.lists(
    st.builds(
        Waiting,
        enrolment=st.integers(1, 10**6),
        since=st.integers(0, 5).map(lambda hours: NOW + timedelta(hours=hours)),
        priority=st.integers(-2, 2),
        lapsed=st.booleans(),
        barred=st.booleans(),
    ),
    unique_by=lambda one: one.enrolment,
    max_size=12,
)


def test_the_table_here_has_every_verb() -> None:
    assert BECOMES.keys() == STEPS.keys()


@pytest.mark.parametrize("place", [None, *Place])
@pytest.mark.parametrize("verb", STEPS)
def test_a_verb_leads_where_the_table_says_and_nowhere_else(verb: str, place: Place | None) -> None:
    held = Held("Ada", place, first_in_line=place is Place.WAITLISTED)
    if (verb, place) == ("book", Place.WAITLISTED):
        assert step(replace(EMPTY, waiting=1), held, verb) is Place.BOOKED
    elif place in BECOMES[verb]:
        assert step(EMPTY, held, verb, "why") is BECOMES[verb][place]
    else:
        with pytest.raises(Refused) as refused:
            step(EMPTY, held, verb, "why")
        expected = f"Ada has no place on {REF}" if place is None else f"Ada is {place} on {REF} already"
        assert refused.value.sentence.startswith(expected)


@pytest.mark.parametrize("verb", ["withdraw", "cancel", "transfer"])
def test_leaving_asks_for_a_reason(verb: str) -> None:
    for reason in ("", "  "):
        with pytest.raises(Refused, match="without a reason"):
            step(EMPTY, Held("Ada", Place.BOOKED), verb, reason)


@pytest.mark.parametrize("status", sorted(set(Status) - TAKES_ENROLMENTS))
@pytest.mark.parametrize(
    ("verb", "place"),
    [
        ("apply", None),
        ("book", None),
        ("wait", None),
        ("accept", Place.OFFERED),
        ("offer", Place.WAITLISTED),
        ("confirm", Place.BOOKED),
    ],
)
def test_a_session_that_takes_nobody_takes_nobody(status: Status, verb: str, place: Place | None) -> None:
    with pytest.raises(Refused) as refused:
        step(replace(EMPTY, status=status), Held("Ada", place), verb)
    assert refused.value.sentence.startswith(f"{REF} is {status}; Ada cannot be ")
    assert refused.value.remedy == ("Open it first." if status is Status.DRAFT else "Choose another session.")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", ["withdraw", "cancel", "transfer", "lapse"])
def test_whoever_leaves_may_leave_any_session(status: Status, verb: str) -> None:
    held = Held("Ada", Place.OFFERED)
    assert step(replace(EMPTY, status=status), held, verb, "why") not in TAKES_SEAT


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 5),
    st.integers(0, 7),
    st.integers(0, 5),
    st.sampled_from([None, *BECOMES["book"], Place.WAITLISTED]),
    st.booleans(),
)
def test_nobody_is_booked_over_the_capacity_or_past_the_line(
    capacity: int, taken: int, waiting: int, place: Place | None, first: bool
) -> None:
    seats = replace(EMPTY, capacity=capacity, taken=taken, waiting=waiting)
    held = Held("Ada", place, first_in_line=first and place is Place.WAITLISTED and waiting > 0)
    free = taken < capacity
    turn = not waiting or held.first_in_line
    if place is Place.OFFERED or (free and turn):  # an offered seat is among those taken
        assert admit(seats, held) is Place.BOOKED
    elif place is Place.WAITLISTED:
        with pytest.raises(Refused, match="stays on the waiting list"):
            admit(seats, held)
    else:
        assert admit(seats, held) is Place.WAITLISTED


def test_those_who_cannot_take_a_seat_keep_nobody_from_it() -> None:
    barred = replace(EMPTY, waiting=2, barred=2)
    assert admit(barred, Held("Ada", None)) is Place.BOOKED
    assert admit(replace(barred, barred=1), Held("Ada", None)) is Place.WAITLISTED


def test_whoever_waits_is_told_why_she_waits_on() -> None:
    held = Held("Ada", Place.WAITLISTED)
    with pytest.raises(Refused, match="all 2 seats are taken"):
        admit(replace(FULL, waiting=1), replace(held, first_in_line=True))
    with pytest.raises(Refused, match="others wait longer"):
        admit(replace(EMPTY, waiting=2), held)


def test_an_overfilled_session_has_no_seats_left() -> None:
    assert replace(EMPTY, taken=5).left == 0


@settings(max_examples=100, deadline=None)
@given(waitings, st.randoms())
def test_the_line_is_by_priority_then_time_then_number_in_whatever_order_it_is_read(
    waiting: list[Waiting], chance: Random
) -> None:
    ordered = line(waiting)
    shuffled = list(waiting)
    chance.shuffle(shuffled)
    assert line(shuffled) == ordered
    assert sorted(one.enrolment for one in ordered) == sorted(one.enrolment for one in waiting)
    for one, other in pairwise(ordered):
        assert (-one.priority, one.since, one.enrolment) < (-other.priority, other.since, other.enrolment)


@settings(max_examples=100, deadline=None)
@given(waitings, st.integers(1, 6), st.integers(0, 7), st.sampled_from(Status), st.sampled_from(Phase))
def test_free_seats_are_offered_to_the_first_who_can_take_one_and_did_not_let_one_lapse(
    waiting: list[Waiting], capacity: int, taken: int, status: Status, at: Phase
) -> None:
    seats = Seats(REF, status, at, capacity=capacity, taken=taken, waiting=len(waiting))
    offered = next_offers(seats, waiting)
    over = passed_over(seats, waiting)
    if at is not Phase.UPCOMING or status not in TAKES_ENROLMENTS:
        assert offered == over == ()
        return
    able = [one for one in line(waiting) if not one.lapsed and not one.barred]
    assert list(offered) == able[: max(capacity - taken, 0)]
    # Had they what is asked for, just those who are passed over would stand before whom the seats go to.
    met = next_offers(seats, [replace(one, barred=False) for one in waiting])
    assert set(met) - set(offered) <= {replace(one, barred=False) for one in over} | set(offered)
    assert all(one.barred and not one.lapsed for one in over)
    assert bool(over) == any(one not in offered for one in met)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 24 * 90), st.one_of(st.none(), st.integers(1, 24 * 90)))
def test_an_offer_stands_no_longer_than_until_the_session_starts(hours: int, starts_in: int | None) -> None:
    starts = None if starts_in is None else NOW + timedelta(hours=starts_in)
    until = offer_until(NOW, hours, starts)
    assert until == NOW + timedelta(hours=hours if starts_in is None else min(hours, starts_in))


def test_the_sets_of_places_are_what_the_domain_says() -> None:
    assert {Place.OFFERED, Place.BOOKED, Place.CONFIRMED} == TAKES_SEAT
    assert {Place.BOOKED, Place.CONFIRMED} == ATTENDS
    assert {Place.WITHDRAWN, Place.CANCELLED, Place.DECLINED, Place.TRANSFERRED} == LEFT
    assert TAKES_SEAT.isdisjoint(LEFT)

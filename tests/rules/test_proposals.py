"""What is proposed is free, within the hours of the day, nearest first, and tells what it would cost."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.rules.clashes import NO_MARGINS, Kind, Margins, Wanted, clashes
from acxdesk.rules.proposals import Coach, Sitting, Slot, is_unsocial, slots

LAWS = settings(max_examples=30, deadline=None)
MINUTE = timedelta(minutes=1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
WEEKEND = frozenset({6, 7})


def taken(kind: Kind, key: str, starts: datetime, minutes: int, meeting: int) -> Wanted:
    ends = starts + minutes * MINUTE
    return Wanted(kind, key, key, meeting, "", "A day 1", starts, ends, zone="Europe/London")


MEETING = (
    taken(Kind.COACH, "7", TUESDAY, 300, 1),
    taken(Kind.DELEGATE, "1", TUESDAY, 300, 1),
    taken(Kind.DELEGATE, "2", TUESDAY, 300, 1),
)


def free(*others: Wanted, margins: Margins = NO_MARGINS, now: datetime = LONG_AGO) -> tuple[Slot, ...]:
    sitting = [Sitting(1, "Asia/Kolkata"), Sitting(2, "")]
    return slots(MEETING, others, sitting=sitting, now=now, margins=margins, weekend=WEEKEND)


def test_the_nearest_free_time_is_right_after_what_takes_the_coach() -> None:
    morning = taken(Kind.COACH, "7", TUESDAY, 240, 2)
    first, second, *_others = free(morning)
    assert (first.day, first.at, first.moved) == (date(2026, 11, 24), time(13), timedelta(hours=4))
    assert (second.day, second.at) == (date(2026, 11, 24), time(13, 30))
    assert free(morning, margins=Margins(rest=30 * MINUTE))[0].at == time(13, 30)
    assert first.words == (
        "Tue 24 Nov 2026 13:00: 4 h later, 3 calendars change, 1 delegate outside 07:00-22:00"  # until 23:30 in Kolkata
    )


def test_a_delegate_who_sits_something_else_costs_and_does_not_forbid() -> None:
    afternoon = taken(Kind.DELEGATE, "2", TUESDAY + timedelta(hours=4), 60, 3)
    by_start = {(one.day, one.at): one.clashing for one in free(taken(Kind.COACH, "7", TUESDAY, 60, 2), afternoon)}
    assert by_start[date(2026, 11, 24), time(10)] == 1


def test_nothing_is_proposed_for_the_past_a_closed_day_or_a_weekend() -> None:
    later = free(now=TUESDAY + timedelta(hours=6))
    assert {one.moved > timedelta(hours=6) for one in later} == {True}
    shut = slots(
        MEETING,
        (taken(Kind.LEAVE, "7", TUESDAY - timedelta(hours=9), 24 * 60, 0),),
        sitting=(),
        now=LONG_AGO,
        margins=NO_MARGINS,
        weekend=WEEKEND,
        closed=(date(2026, 11, 25), date(2026, 11, 23)),
    )
    assert {one.day for one in shut} == {date(2026, 11, day) for day in (19, 20, 26, 27)}
    assert slots((), (), sitting=(), now=LONG_AGO, margins=NO_MARGINS, weekend=WEEKEND) == ()


def test_what_a_coach_who_stands_in_would_cost() -> None:
    assert Coach(3, "Turing", "", 1, 1).words == "Turing: 1 calendar changes, 1 meeting in the days around"
    assert Coach(3, "Turing", "Asia/Kolkata", 12, 0, "14:30-19:30").words == (
        "Turing: 12 calendars change, 0 meetings in the days around, 14:30-19:30 in Kolkata"
    )


others = st.builds(
    lambda kind, key, hours, minutes, meeting: taken(kind, key, TUESDAY + timedelta(hours=hours), minutes, meeting),
    st.sampled_from([Kind.COACH, Kind.DELEGATE]),
    st.sampled_from(["7", "1", "9"]),
    st.integers(-96, 96),
    st.integers(30, 600),
    st.integers(2, 9),
)


@LAWS
@given(st.lists(others, max_size=8))
def test_at_no_proposed_time_is_the_coach_wanted_twice(busy: list[Wanted]) -> None:
    found = free(*busy)
    assert [abs(one.moved) for one in found] == sorted(abs(one.moved) for one in found)
    for one in found:
        starts = TUESDAY + one.moved
        moved = taken(Kind.COACH, "7", starts, 300, 1)
        assert not any(moved in {clash.one, clash.other} for clash in clashes((moved, *busy)))
        assert not is_unsocial(starts, starts + 300 * MINUTE, "Europe/London")
        assert one.moved

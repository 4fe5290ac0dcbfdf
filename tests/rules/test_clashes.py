"""Clashes are of real meetings, in instants, with margins; nothing that can be kept is one."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.rules.clashes import (
    AWAY,
    NO_MARGINS,
    Clash,
    Kind,
    Margins,
    Wanted,
    clashes,
    outside,
    sentence,
)
from acxdesk.rules.durations import Duration
from acxdesk.rules.localtime import instant
from acxdesk.rules.planning import plan

LAWS = settings(max_examples=200, deadline=None)
MINUTE = timedelta(minutes=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def taught(
    starts: str,
    ends: str,
    *,
    meeting: int | None = 1,
    label: str = "CPPM day 2",
    kind: Kind = Kind.COACH,
    key: str = "7",
    name: str = "Ngozi Okafor",
    city: str = "",
    host: int | None = None,
    zone: str = "Europe/London",
    session: str = "CPPM-2020-11-23",
) -> Wanted:
    return Wanted(kind, key, name, meeting, session, label, utc(starts), utc(ends), city, host, zone)


def found(*wanted: Wanted, margins: Margins = NO_MARGINS) -> list[tuple[Kind, int]]:
    """Each clash by its kind and by how many minutes."""
    return [(clash.kind, clash.short // MINUTE) for clash in clashes(wanted, margins)]


# ---- by hand


@pytest.mark.parametrize(
    ("other", "short"),
    [
        (("2020-11-24T09:00", "2020-11-24T14:00"), 300),  # equal
        (("2020-11-24T09:00", "2020-11-24T10:00"), 60),  # equal starts
        (("2020-11-24T10:00", "2020-11-24T12:30"), 150),  # one inside the other
        (("2020-11-24T13:59", "2020-11-24T18:00"), 1),
        (("2020-11-23T22:00", "2020-11-24T09:30"), 30),  # across midnight
        (("2020-11-24T14:00", "2020-11-24T18:00"), 0),  # begins as it ends
        (("2020-11-24T06:00", "2020-11-24T09:00"), 0),
        (("2020-11-25T09:00", "2020-11-25T14:00"), 0),  # the next day
    ],
)
def test_two_meetings_of_a_coach_clash_while_they_overlap(other: tuple[str, str], short: int) -> None:
    one, second = taught("2020-11-24T09:00", "2020-11-24T14:00"), taught(*other, meeting=2)
    expected = [(Kind.COACH, short)] if short else []
    assert found(one, second) == found(second, one) == expected


def test_across_midnight_two_evenings_overlap_on_the_next_day() -> None:
    late = taught("2020-11-24T22:00", "2020-11-25T02:00")
    night = taught("2020-11-25T01:00", "2020-11-25T03:00", meeting=2, label="ACXM day 1")
    (clash,) = clashes((late, night))
    assert sentence(clash) == (
        "Wed 25 Nov 2020 01:00-02:00 London: Ngozi Okafor teaches CPPM day 2 and ACXM day 1 (1 h overlap)."
    )


def test_the_same_wall_time_in_two_zones_is_no_clash_and_the_same_instant_is_one() -> None:
    def at(hour: int, zone: str, number: int) -> Wanted:
        starts = instant(date(2026, 11, 16), time(hour), zone)
        label = f"ACXM day {number}"
        ends = starts + 120 * MINUTE
        return Wanted(Kind.COACH, "7", "Towers", number, f"ACXM-{number}", label, starts, ends, zone=zone)

    london, new_york = at(14, "Europe/London", 1), at(14, "America/New_York", 2)
    assert found(london, new_york) == []
    sydney = at(1, "Australia/Sydney", 3)  # Mon 01:00 there is Sun 14:00 UTC
    assert found(london, sydney) == []
    paris, kathmandu = at(15, "Europe/Paris", 4), at(20, "Asia/Kathmandu", 5)
    assert found(london, paris) == [(Kind.COACH, 120)]
    (clash,) = clashes((london, kathmandu))  # 20:00 at +05:45 is 14:15 UTC
    assert sentence(clash) == (
        "Mon 16 Nov 2026 14:15-16:00 London (20:00-21:45 Kathmandu): "
        "Towers teaches ACXM-1 day 1 and ACXM-5 day 5 (1.75 h overlap)."
    )


@pytest.mark.parametrize(
    ("zone", "day", "clock", "other_zone", "other_clock", "overlap"),
    [
        # London goes back on 25 Oct 2026 at 02:00, New York on 1 Nov: for a week 14:00 there is 10:00 and not 09:00.
        ("Europe/London", date(2026, 10, 24), time(14), "America/New_York", time(9), 60),
        ("Europe/London", date(2026, 10, 26), time(14), "America/New_York", time(9), 0),
        ("Europe/London", date(2026, 10, 26), time(14), "America/New_York", time(10), 60),
        ("Europe/London", date(2026, 11, 2), time(14), "America/New_York", time(9), 60),
        # Lord Howe goes forward by half an hour on 4 Oct 2026.
        ("Australia/Lord_Howe", date(2026, 10, 3), time(12), "UTC", time(1), 30),
        ("Australia/Lord_Howe", date(2026, 10, 5), time(12), "UTC", time(1), 60),
        ("America/Sao_Paulo", date(2026, 11, 2), time(9), "UTC", time(12), 60),
    ],
)
def test_clocks_that_change_on_other_days_make_and_end_clashes(
    zone: str, day: date, clock: time, other_zone: str, other_clock: time, overlap: int
) -> None:
    def an_hour(number: int, at: time, name: str) -> Wanted:
        starts = instant(day, at, name)
        return Wanted(Kind.COACH, "7", "T", number, "", "A day 1", starts, starts + 60 * MINUTE, zone=name)

    both = an_hour(1, clock, zone), an_hour(2, other_clock, other_zone)
    assert found(*both) == ([(Kind.COACH, overlap)] if overlap else [])


def test_a_course_of_seven_weeks_holds_its_coach_for_its_meetings_and_not_for_the_weeks() -> None:
    timetable = plan(
        Duration.parse("7 weeks @ 3 hours per week"), start=date(2026, 11, 2), at=time(14), zone="Europe/London"
    )
    course = [
        Wanted(Kind.COACH, "7", "Towers", one.number, "A", "A", one.starts_at, one.ends_at)
        for one in timetable.meetings
    ]
    between = [taught(f"2026-11-{day:02}T09:00", f"2026-11-{day:02}T18:00", meeting=50 + day) for day in (3, 4, 5, 6)]
    assert found(*course, *between) == []
    monday = taught("2026-11-09T09:00", "2026-11-09T18:00", meeting=99)
    assert found(*course, *between, monday) == [(Kind.COACH, 180)]


def test_who_teaches_one_and_sits_the_other_is_wanted_twice() -> None:
    teaches = taught("2020-11-24T09:00", "2020-11-24T14:00")
    sits = taught("2020-11-24T13:00", "2020-11-24T15:00", kind=Kind.DELEGATE, meeting=2, label="ACXM day 1")
    assert found(teaches, sits) == [(Kind.COACH, 60)]
    (clash,) = clashes((teaches, sits))
    assert sentence(clash).endswith("Ngozi Okafor teaches CPPM day 2 and sits ACXM day 1 (1 h overlap).")


def test_margins_are_for_people_rest_for_coaches_and_travel_between_cities() -> None:
    london = taught("2020-11-24T09:00", "2020-11-24T12:00", city="london")
    leeds = taught("2020-11-24T12:30", "2020-11-24T14:00", city="leeds", meeting=2)
    online = taught("2020-11-24T12:30", "2020-11-24T14:00", meeting=2)
    rest, travel = Margins(rest=45 * MINUTE), Margins(travel=120 * MINUTE)
    assert found(london, leeds) == []
    assert found(london, leeds, margins=rest) == [(Kind.COACH, 15)]
    assert found(london, leeds, margins=travel) == [(Kind.COACH, 90)]
    assert found(london, online, margins=travel) == []
    assert found(london, leeds, margins=Margins(30 * MINUTE, 30 * MINUTE)) == []
    sitting = [
        taught(f"2020-11-24T{starts}", f"2020-11-24T{ends}", kind=Kind.DELEGATE, meeting=meeting, city=city)
        for starts, ends, meeting, city in (("09:00", "12:00", 1, "london"), ("12:30", "14:00", 2, "leeds"))
    ]
    assert found(*sitting, margins=rest) == []
    assert found(*sitting, margins=travel) == [(Kind.DELEGATE, 90)]
    rooms = [taught("2020-11-24T09:00", "2020-11-24T12:00", kind=Kind.ROOM, key="a", city="london")]
    rooms.append(taught("2020-11-24T12:00", "2020-11-24T14:00", kind=Kind.ROOM, key="a", city="london", meeting=2))
    assert found(*rooms, margins=Margins(60 * MINUTE, 60 * MINUTE)) == []
    (clash,) = clashes((london, leeds), travel)
    assert not clash.overlaps
    assert sentence(clash) == (
        "Tue 24 Nov 2020 12:00-12:30 London: Ngozi Okafor teaches CPPM-2020-11-23 day 2 and CPPM-2020-11-23 day 2 "
        "(30 min between them, 1.5 h too little)."
    )


def test_what_is_taught_as_one_class_does_not_clash_with_itself() -> None:
    host = taught("2020-11-24T09:00", "2020-11-24T14:00", meeting=1)
    shared = taught("2020-11-24T09:00", "2020-11-24T14:00", meeting=2, host=1)
    also = taught("2020-11-24T09:00", "2020-11-24T14:00", meeting=3, host=1)
    assert found(host, shared, also) == []
    assert len(found(host, shared, taught("2020-11-24T09:00", "2020-11-24T10:00", meeting=4))) == 2


def test_leave_and_a_busy_calendar_keep_from_teaching_but_not_from_sitting() -> None:
    away = [
        Wanted(kind, "7", "Ngozi Okafor", None, "", "", utc("2020-11-24T00:00"), utc("2020-11-25T00:00"))
        for kind in (Kind.LEAVE, Kind.BUSY)
    ]
    teaches = taught("2020-11-24T22:00", "2020-11-25T02:00")
    assert sorted(found(*away, teaches)) == [(Kind.BUSY, 120), (Kind.LEAVE, 120)]
    assert found(*away, taught("2020-11-24T22:00", "2020-11-25T02:00", kind=Kind.DELEGATE)) == []
    assert found(*away, taught("2020-11-25T00:00", "2020-11-25T02:00"), margins=Margins(60 * MINUTE)) == []
    assert [sentence(clash) for clash in clashes((*away, teaches))] == [
        (
            "Tue 24 Nov 2020 22:00-00:00+1 London: Ngozi Okafor teaches CPPM day 2 and is busy by her own calendar "
            "(2 h overlap)."
        ),
        "Tue 24 Nov 2020 22:00-00:00+1 London: Ngozi Okafor teaches CPPM day 2 and is on leave (2 h overlap).",
    ]


def test_a_clash_has_one_name_whichever_side_begins_first() -> None:
    early, late = taught("2020-11-24T09:00", "2020-11-24T14:00"), taught("2020-11-24T10:00", "2020-11-24T11:00")
    for one, other in ((1, 2), (2, 1)):
        both = [
            Wanted(side.kind, "7", "", number, "", "", side.starts_at, side.ends_at)
            for side, number in ((early, one), (late, other))
        ]
        (clash,) = clashes(both)
        assert clash.name == "coach-1-2-7"
        assert clash.meetings == {1, 2}
    (clash,) = clashes(
        (early, Wanted(Kind.BUSY, "7", "", None, "", "", utc("2020-11-24T08:30"), utc("2020-11-24T09:30")))
    )
    assert (clash.name, clash.person) == ("busy-1-20201124T0830-7", 7)


# ---- hours


def test_what_of_a_meeting_lies_outside_of_her_hours_is_told() -> None:
    late = taught("2026-11-16T16:00", "2026-11-16T20:00")
    assert outside(late, ()) is None
    closed = [
        (utc("2026-11-16T16:00"), utc("2026-11-16T16:15")),
        (utc("2026-11-16T18:00"), utc("2026-11-16T20:00")),
    ]
    clash = outside(late, closed)
    assert clash is not None
    assert (clash.kind, clash.short, clash.name) == (Kind.HOURS, 135 * MINUTE, "hours-1-20261116T1600-7")
    assert sentence(clash) == (
        "Mon 16 Nov 2026 16:00-20:00 London: Ngozi Okafor teaches CPPM day 2 outside of her hours (2.25 h)."
    )


# ---- laws

START = datetime(2026, 11, 16, tzinfo=UTC)
stretches = st.builds(
    lambda kind, key, meeting, starts, minutes, city, host: Wanted(
        kind,
        key,
        "",
        None if kind in AWAY else meeting,
        "",
        "",
        START + starts * MINUTE,
        START + (starts + minutes) * MINUTE,
        city,
        host if kind not in AWAY else None,
    ),
    st.sampled_from([Kind.COACH, Kind.ROOM, Kind.DELEGATE, Kind.LEAVE, Kind.BUSY]),
    st.sampled_from("12"),
    st.integers(1, 6),
    st.integers(0, 300),
    st.integers(1, 120),
    st.sampled_from(["", "london", "leeds"]),
    st.none() | st.integers(1, 3),
)
margins_ = st.builds(Margins, *(st.sampled_from([timedelta(0), 15 * MINUTE, 90 * MINUTE]),) * 2)


def cannot_keep_both(one: Wanted, other: Wanted, margins: Margins) -> bool:
    """The rule, said as plainly as it can be and for any two."""
    kinds = {one.kind, other.kind}
    if (Kind.ROOM in kinds and kinds != {Kind.ROOM}) or one.key != other.key:
        return False
    if kinds <= AWAY or (kinds & AWAY and Kind.DELEGATE in kinds):
        return False
    if not kinds & AWAY and (one.host or one.meeting) == (other.host or other.meeting):
        return False
    margin = timedelta(0)
    if kinds == {Kind.COACH}:
        margin = margins.rest
    if kinds <= {Kind.COACH, Kind.DELEGATE} and "" not in {one.city, other.city} and one.city != other.city:
        margin = max(margin, margins.travel)
    return one.starts_at < other.ends_at + margin and other.starts_at < one.ends_at + margin


def pairs(made: list[Clash]) -> list[tuple[int, int]]:
    return sorted((min(id(clash.one), id(clash.other)), max(id(clash.one), id(clash.other))) for clash in made)


@LAWS
@given(st.lists(stretches, max_size=12), margins_)
def test_what_clashes_is_what_comparing_all_with_all_finds(wanted: list[Wanted], margins: Margins) -> None:
    every = [
        (min(id(one), id(other)), max(id(one), id(other)))
        for one, other in combinations(wanted, 2)
        if cannot_keep_both(one, other, margins)
    ]
    assert pairs(list(clashes(wanted, margins))) == sorted(every)


@LAWS
@given(st.lists(stretches, max_size=12), margins_)
def test_a_clash_is_short_by_something_and_its_first_side_begins_first(wanted: list[Wanted], margins: Margins) -> None:
    for clash in clashes(wanted, margins):
        assert timedelta(0) < clash.short <= max(margins.widest, min(clash.one.length, clash.other.length))
        assert clash.one.starts_at <= clash.other.starts_at
        assert clash.overlaps or margins.widest
        assert clash.sides[0].meeting is not None

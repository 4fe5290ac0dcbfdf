"""A course is planned from its duration and a start, and told where it differs."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.closures import Choice
from acxdesk.rules.durations import Duration, Pace
from acxdesk.rules.localtime import is_doubled, reading, wall, zone_names
from acxdesk.rules.planning import (
    WEEKEND,
    Planned,
    Skipped,
    clock_notes,
    differences,
    plan,
    replan_one,
)
from tests.rules.handwritten import CASES, Case, instants

LAWS = settings(max_examples=100, deadline=None)
FOUR_DAYS = Duration.parse("4 days @ 5 hours per day")
SEVEN_WEEKS = Duration.parse("7 weeks @ 3 hours per week")
ON_DEMAND = Duration.parse("on demand, 25 lessons")

zones = st.sampled_from(sorted(zone_names()))
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
taught = st.builds(Duration, st.sampled_from([Pace.DAYS, Pace.WEEKS]), st.integers(1, 30), st.integers(1, 600))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def shut(*closed: date) -> dict[date, str]:
    """Closed days, each with the reason that it is."""
    return {day: f"{reading(day)} is closed" for day in closed}


def days_of(meetings: tuple[Planned, ...]) -> list[str]:
    return [meeting.day.isoformat() for meeting in meetings]


def test_a_course_of_days_meets_on_consecutive_days() -> None:
    timetable = plan(FOUR_DAYS, start=date(2026, 11, 16), at=time(14), zone="Europe/London")
    assert timetable.meetings == tuple(
        Planned(number, date(2026, 11, 15 + number), time(14), 300, starts, starts + timedelta(hours=5))
        for number in range(1, 5)
        for starts in [utc(f"2026-11-{15 + number}T14:00")]
    )
    assert timetable.skipped == ()
    assert timetable.notes == ()


def test_weekends_and_closed_days_are_skipped_and_told() -> None:
    timetable = plan(
        FOUR_DAYS,
        start=date(2026, 11, 12),
        at=time(14),
        zone="Europe/London",
        closed=shut(date(2026, 11, 17), date(2026, 11, 14), date(2026, 12, 25)),
    )
    assert days_of(timetable.meetings) == ["2026-11-12", "2026-11-13", "2026-11-16", "2026-11-18"]
    assert timetable.skipped == (
        Skipped(date(2026, 11, 14), "Sat 14 Nov 2026 is a weekend"),
        Skipped(date(2026, 11, 15), "Sun 15 Nov 2026 is a weekend"),
        Skipped(date(2026, 11, 17), "Tue 17 Nov 2026 is closed"),
    )


def test_another_weekend_is_heeded() -> None:
    timetable = plan(FOUR_DAYS, start=date(2026, 11, 18), at=time(9), zone="Asia/Riyadh", weekend=frozenset({5, 6}))
    assert days_of(timetable.meetings) == ["2026-11-18", "2026-11-19", "2026-11-22", "2026-11-23"]


def test_a_weekly_course_keeps_its_wall_time_across_a_clock_change() -> None:
    timetable = plan(SEVEN_WEEKS, start=date(2020, 9, 8), at=time(14), zone="Europe/London")
    assert days_of(timetable.meetings) == [
        "2020-09-08",
        "2020-09-15",
        "2020-09-22",
        "2020-09-29",
        "2020-10-06",
        "2020-10-13",
        "2020-10-20",
    ]
    later = plan(SEVEN_WEEKS, start=date(2020, 9, 15), at=time(14), zone="Europe/London")
    assert [meeting.starts_at.hour for meeting in later.meetings] == [13, 13, 13, 13, 13, 13, 14]
    assert {meeting.at for meeting in later.meetings} == {time(14)}
    assert timetable.notes == ()
    assert later.notes == (
        "UTC offset changes from +01:00 to +00:00 between meeting 6 and 7; the wall time 14:00 is kept.",
    )


def test_a_closed_week_is_skipped_and_the_course_keeps_its_full_count() -> None:
    timetable = plan(
        SEVEN_WEEKS,
        start=date(2020, 11, 17),
        at=time(14),
        zone="Europe/London",
        closed=shut(date(2020, 12, 29), date(2020, 12, 28)),
    )
    assert days_of(timetable.meetings)[-2:] == ["2020-12-22", "2021-01-05"]
    assert len(timetable.meetings) == 7
    assert timetable.skipped == (Skipped(date(2020, 12, 29), "Tue 29 Dec 2020 is closed"),)


def test_a_skipped_day_is_left_out_of_a_weekly_course() -> None:
    timetable = plan(
        SEVEN_WEEKS,
        start=date(2020, 11, 17),
        at=time(14),
        zone="Europe/London",
        closed=shut(date(2020, 12, 29), date(2020, 12, 28)),
        choice=Choice.SKIP,
    )
    assert days_of(timetable.meetings) == [
        *("2020-11-17", "2020-11-24", "2020-12-01", "2020-12-08", "2020-12-15", "2020-12-22")
    ]
    assert [meeting.number for meeting in timetable.meetings] == [1, 2, 3, 4, 5, 6]
    assert timetable.skipped == (Skipped(date(2020, 12, 29), "Tue 29 Dec 2020 is closed", lost=True),)
    assert [skip.told for skip in timetable.skipped] == ["Left out: Tue 29 Dec 2020 is closed"]
    kept = [(meeting.number, meeting.minutes, False) for meeting in timetable.meetings]
    assert differences(SEVEN_WEEKS, kept) == ("6 of 7 weeks planned", "18 of 21 hours")


def test_a_skipped_day_is_left_out_of_a_course_of_days_and_a_weekend_is_passed_over() -> None:
    timetable = plan(
        FOUR_DAYS,
        start=date(2026, 12, 24),
        at=time(14),
        zone="Europe/London",
        closed=shut(date(2026, 12, 25), date(2026, 12, 26)),
        choice=Choice.SKIP,
    )
    assert days_of(timetable.meetings) == ["2026-12-24", "2026-12-28", "2026-12-29"]
    assert [skip.told for skip in timetable.skipped] == [
        "Left out: Fri 25 Dec 2026 is closed",
        "Skipped: Sat 26 Dec 2026 is a weekend",
        "Skipped: Sun 27 Dec 2026 is a weekend",
    ]


def test_a_closed_day_that_is_kept_is_met_on_with_a_note() -> None:
    timetable = plan(
        FOUR_DAYS,
        start=date(2026, 12, 24),
        at=time(14),
        zone="Europe/London",
        closed={date(2026, 12, 25): "Fri 25 Dec 2026 is Christmas Day in GB", date(2026, 12, 26): "unseen"},
        choice=Choice.KEEP,
    )
    assert days_of(timetable.meetings) == ["2026-12-24", "2026-12-25", "2026-12-28", "2026-12-29"]
    assert timetable.notes == ("Fri 25 Dec 2026 is Christmas Day in GB; it meets all the same.",)
    assert not any(skip.lost for skip in timetable.skipped)


def test_a_course_may_begin_on_a_closed_day_only_if_it_is_kept() -> None:
    christmas = shut(date(2026, 12, 25))
    for choice in (Choice.SHIFT, Choice.SKIP):
        with pytest.raises(Refused, match=r"^Fri 25 Dec 2026 is closed\. .* Or keep closed days\.$"):
            plan(FOUR_DAYS, start=date(2026, 12, 25), at=time(9), zone="UTC", closed=christmas, choice=choice)
    kept = plan(FOUR_DAYS, start=date(2026, 12, 25), at=time(9), zone="UTC", closed=christmas, choice=Choice.KEEP)
    assert days_of(kept.meetings)[0] == "2026-12-25"


def test_a_weekly_course_may_meet_on_a_weekend_day_with_a_note() -> None:
    timetable = plan(SEVEN_WEEKS, start=date(2026, 11, 14), at=time(10), zone="Europe/London")
    assert len(timetable.meetings) == 7
    assert {meeting.day.isoweekday() for meeting in timetable.meetings} == {6}
    assert timetable.skipped == ()
    assert timetable.notes == ("Sat 14 Nov 2026 is a weekend; the course meets on Sat every week.",)


NEAREST = "The nearest working days are"


@pytest.mark.parametrize(
    ("duration", "start", "closed", "sentence", "remedy"),
    [
        (
            FOUR_DAYS,
            date(2026, 11, 14),
            set[date](),
            "Sat 14 Nov 2026 is a weekend.",
            f"{NEAREST} Fri 13 Nov 2026 and Mon 16 Nov 2026.",
        ),
        (
            FOUR_DAYS,
            date(2026, 11, 15),
            {date(2026, 11, 16), date(2026, 11, 13)},
            "Sun 15 Nov 2026 is a weekend.",
            f"{NEAREST} Thu 12 Nov 2026 and Tue 17 Nov 2026.",
        ),
        (
            SEVEN_WEEKS,
            date(2026, 11, 16),
            {date(2026, 11, 16)},
            "Mon 16 Nov 2026 is closed.",
            f"{NEAREST} Fri 13 Nov 2026 and Tue 17 Nov 2026. Or keep closed days.",
        ),
        (
            SEVEN_WEEKS,
            date(2026, 11, 14),
            {date(2026, 11, 14)},
            "Sat 14 Nov 2026 is closed.",
            f"{NEAREST} Fri 13 Nov 2026 and Mon 16 Nov 2026. Or keep closed days.",
        ),
    ],
    ids=["weekend", "weekend among closures", "closed day", "weekly on a closed weekend day"],
)
def test_a_start_on_which_nothing_meets_is_refused_with_the_nearest_days(
    duration: Duration, start: date, closed: set[date], sentence: str, remedy: str
) -> None:
    with pytest.raises(Refused) as refused:
        plan(duration, start=start, at=time(14), zone="Europe/London", closed=shut(*closed))
    assert (refused.value.sentence, refused.value.remedy) == (sentence, remedy)


def test_a_week_of_weekend_days_is_refused() -> None:
    with pytest.raises(Refused, match="Every weekday is in the weekend"):
        plan(
            FOUR_DAYS,
            start=date(2026, 11, 16),
            at=time(14),
            zone="Europe/London",
            weekend=frozenset(range(1, 8)),
        )


def test_what_is_on_demand_is_not_planned() -> None:
    with pytest.raises(Refused, match=r"^A course on demand, 25 lessons has no meetings; it is taken on demand\.$"):
        plan(ON_DEMAND, start=date(2026, 11, 16), at=time(14), zone="Europe/London")


def test_a_meeting_in_the_gap_is_refused_with_its_number_and_day() -> None:
    with pytest.raises(Refused) as refused:
        plan(SEVEN_WEEKS, start=date(2026, 3, 15), at=time(1, 30), zone="Europe/London")
    assert refused.value.sentence == (
        "Meeting 3: Sun 29 Mar 2026 01:30 does not exist in Europe/London: the clocks go forward over it."
    )
    assert refused.value.remedy == "The nearest times are 00:59 and 02:00."


def test_an_unknown_zone_is_no_fault_of_a_meeting() -> None:
    with pytest.raises(Refused, match=r'^There is no time zone "Europe/Londn"\.'):
        plan(FOUR_DAYS, start=date(2026, 11, 16), at=time(14), zone="Europe/Londn")


@pytest.mark.parametrize("start", [date.min, date(1969, 12, 30), date(2200, 1, 1), date.max])
def test_a_start_far_off_is_refused(start: date) -> None:
    with pytest.raises(Refused, match="is out of range"):
        plan(FOUR_DAYS, start=start, at=time(14), zone="Europe/London")


def test_a_course_that_runs_out_of_the_planned_years_is_refused() -> None:
    with pytest.raises(Refused, match="is out of range"):
        plan(SEVEN_WEEKS, start=date(2199, 12, 17), at=time(14), zone="Europe/London")


def test_a_doubled_hour_is_told_and_its_first_is_taken() -> None:
    timetable = plan(
        Duration.parse("1 week @ 1 hour per week"), start=date(2026, 10, 25), at=time(1, 30), zone="Europe/London"
    )
    assert timetable.meetings[0].starts_at == utc("2026-10-25T00:30")
    assert timetable.notes[1:] == (
        "Sun 25 Oct 2026 01:30 happens twice in Europe/London; the first is taken.",
        "The clocks change during meeting 1 on Sun 25 Oct 2026: it starts at 01:30, lasts 1 hour and ends at 01:30.",
    )


@pytest.mark.parametrize(
    ("day", "at", "zone", "ends", "ends_on_the_wall"),
    [
        (date(2026, 3, 28), time(23), "Europe/London", "2026-03-29T04:00", time(5)),
        (date(2026, 10, 24), time(23), "Europe/London", "2026-10-25T03:00", time(3)),
        (date(2026, 10, 31), time(23), "America/New_York", "2026-11-01T08:00", time(3)),
        (date(2026, 4, 4), time(23), "Australia/Lord_Howe", "2026-04-04T17:00", time(3, 30)),
        (date(2026, 10, 3), time(23), "Australia/Sydney", "2026-10-03T18:00", time(5)),
        (date(2026, 10, 3), time(23), "Asia/Kathmandu", "2026-10-03T22:15", time(4)),
    ],
)
def test_300_minutes_last_300_minutes_over_a_clock_change(
    day: date, at: time, zone: str, ends: str, ends_on_the_wall: time
) -> None:
    meeting = replan_one(number=3, day=day, at=at, minutes=300, zone=zone)
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=300)
    assert meeting.ends_at == utc(ends)
    assert wall(meeting.ends_at, zone).time() == ends_on_the_wall
    assert len(clock_notes([meeting], zone)) == (0 if zone == "Asia/Kathmandu" else 1)


def test_one_meeting_is_planned_alone_on_any_day() -> None:
    assert replan_one(number=5, day=date(2026, 11, 15), at=time(9, 30), minutes=90, zone="Asia/Kathmandu") == Planned(
        5, date(2026, 11, 15), time(9, 30), 90, utc("2026-11-15T03:45"), utc("2026-11-15T05:15")
    )


@pytest.mark.parametrize("minutes", [-5, 0, 1441])
def test_a_meeting_without_a_fit_length_is_refused(minutes: int) -> None:
    with pytest.raises(Refused) as refused:
        replan_one(number=2, day=date(2026, 11, 16), at=time(9), minutes=minutes, zone="UTC")
    assert refused.value.sentence == f"Meeting 2 on Mon 16 Nov 2026 cannot last {minutes:,} minutes."
    assert refused.value.remedy == "Give 1 to 1,440 minutes."


def test_a_moved_meeting_is_not_said_to_keep_its_wall_time() -> None:
    first = replan_one(number=1, day=date(2026, 10, 20), at=time(14), minutes=60, zone="Europe/London")
    moved = replan_one(number=2, day=date(2026, 10, 27), at=time(15), minutes=60, zone="Europe/London")
    assert clock_notes([first, moved], "Europe/London") == ()


@LAWS
@given(
    duration=taught,
    start=days,
    at=clocks,
    zone=zones,
    weekend=st.frozensets(st.integers(1, 7), max_size=3),
    ahead_shut=st.frozensets(st.integers(1, 60)),
)
def test_a_plan_has_the_meetings_and_minutes_of_its_duration_on_open_days(
    *, duration: Duration, start: date, at: time, zone: str, weekend: frozenset[int], ahead_shut: frozenset[int]
) -> None:
    closed = {start + timedelta(days=ahead): "is closed" for ahead in ahead_shut}
    weekly = duration.pace is Pace.WEEKS
    assume(weekly or start.isoweekday() not in weekend)
    try:
        timetable = plan(duration, start=start, at=at, zone=zone, weekend=weekend, closed=closed)
    except Refused as refused:
        assert "does not exist" in refused.sentence  # noqa: PT017 - a gap is the only refusal left
        return
    meetings = timetable.meetings
    assert [meeting.number for meeting in meetings] == list(range(1, duration.meetings + 1))
    assert sum(meeting.minutes for meeting in meetings) == duration.taught_minutes
    assert differences(duration, [(meeting.number, meeting.minutes, False) for meeting in meetings]) == ()
    assert [meeting.starts_at for meeting in meetings] == [
        datetime.combine(meeting.day, at, ZoneInfo(zone)).astimezone(UTC) for meeting in meetings
    ]
    assert all(meeting.at == at for meeting in meetings)
    met = {meeting.day for meeting in meetings}
    passed = {skip.day for skip in timetable.skipped}
    assert sorted(met) == [meeting.day for meeting in meetings]
    assert meetings[0].day == start
    assert not met & (closed.keys() | passed)
    step = 7 if weekly else 1
    span = (meetings[-1].day - start).days
    assert met | passed == {start + timedelta(days=ahead) for ahead in range(0, span + 1, step)}
    assert weekly or not {day.isoweekday() for day in met} & weekend
    doubled = sum(is_doubled(meeting.day, at, zone) for meeting in meetings)
    assert sum("happens twice" in note for note in timetable.notes) == doubled


@LAWS
@given(
    duration=taught,
    start=days,
    weekend=st.frozensets(st.integers(1, 7), max_size=3),
    ahead_shut=st.frozensets(st.integers(1, 60)),
)
def test_whatever_is_chosen_each_meeting_of_the_duration_is_held_or_told_as_left_out(
    *, duration: Duration, start: date, weekend: frozenset[int], ahead_shut: frozenset[int]
) -> None:
    assume(duration.pace is Pace.WEEKS or start.isoweekday() not in weekend)
    closed = shut(*(start + timedelta(days=ahead) for ahead in ahead_shut))
    plans = {
        choice: plan(duration, start=start, at=time(12), zone="UTC", weekend=weekend, closed=closed, choice=choice)
        for choice in Choice
    }
    met = {choice: {meeting.day for meeting in made.meetings} for choice, made in plans.items()}
    assert len(met[Choice.SHIFT]) == len(met[Choice.KEEP]) == duration.meetings
    lost = {skip.day for skip in plans[Choice.SKIP].skipped if skip.lost}
    assert met[Choice.SKIP] | lost == met[Choice.KEEP]
    assert lost == met[Choice.KEEP] & closed.keys()
    assert len(plans[Choice.KEEP].notes) - (duration.pace is Pace.WEEKS and start.isoweekday() in weekend) == len(lost)
    assert not met[Choice.SHIFT] & closed.keys()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_course_meets_at_the_instants_that_were_worked_out_by_hand(case: Case) -> None:
    duration = Duration.parse(case.duration)
    timetable = plan(duration, start=case.start, at=case.at, zone=case.zone)
    assert [meeting.starts_at for meeting in timetable.meetings] == instants(case)
    assert {meeting.ends_at - meeting.starts_at for meeting in timetable.meetings} == {
        timedelta(minutes=duration.minutes)
    }
    assert {meeting.at for meeting in timetable.meetings} == {case.at}


@LAWS
@given(duration=taught, start=days, other=days, at=clocks, zone=zones)
def test_a_plan_that_is_made_elsewhere_and_back_is_the_same(
    *, duration: Duration, start: date, other: date, at: time, zone: str
) -> None:
    """Of one meeting: to another day and back; of a course: its days keep their distances, whatever the year."""
    assume(start.isoweekday() == other.isoweekday())
    try:
        here, there = (plan(duration, start=day, at=at, zone=zone) for day in (start, other))
    except Refused as refused:
        assert "does not exist" in refused.sentence or "is a weekend" in refused.sentence  # noqa: PT017
        return
    shift = other - start
    assert [meeting.day + shift for meeting in here.meetings] == [meeting.day for meeting in there.meetings]
    back = [
        replan_one(number=one.number, day=one.day - shift, at=one.at, minutes=one.minutes, zone=zone)
        for one in there.meetings
    ]
    assert tuple(back) == here.meetings


def test_the_weekend_is_saturday_and_sunday() -> None:
    assert frozenset({6, 7}) == WEEKEND


def weeks(*minutes: int, cancelled: tuple[int, ...] = ()) -> list[tuple[int, int, bool]]:
    return [(number, length, number in cancelled) for number, length in enumerate(minutes, start=1)]


@pytest.mark.parametrize(
    ("words", "meetings", "told"),
    [
        ("7 weeks @ 3 hours per week", weeks(*[180] * 7), ()),
        ("7 weeks @ 3 hours per week", weeks(*[180] * 6), ("6 of 7 weeks planned", "18 of 21 hours")),
        (
            "7 weeks @ 3 hours per week",
            weeks(*[180] * 7, cancelled=(3,)),
            ("6 of 7 weeks planned", "18 of 21 hours"),
        ),
        (
            "4 days @ 5 hours per day",
            weeks(300, 270, 300, 300),
            ("meeting 2 meets 4.5 of 5 hours", "19.5 of 20 hours"),
        ),
        (
            "4 days @ 5 hours per day",
            weeks(*[270] * 4),
            ("meetings 1, 2, 3 and 4 meet 4.5 of 5 hours", "18 of 20 hours"),
        ),
        (
            "4 days @ 5 hours per day",
            weeks(270, 330, 300, 300),
            ("meeting 1 meets 4.5 of 5 hours", "meeting 2 meets 5.5 instead of 5 hours"),
        ),
        (
            "4 days @ 5 hours per day",
            weeks(*[300] * 5),
            ("1 meeting more than printed", "25 instead of 20 hours"),
        ),
        (
            "4 days @ 5 hours per day",
            weeks(*[300] * 6),
            ("2 meetings more than printed", "30 instead of 20 hours"),
        ),
        ("4 days @ 5 hours per day", weeks(*[300] * 5, cancelled=(2,)), ()),
        (
            "4 days @ 5 hours per day",
            weeks(*[240] * 5),
            ("1 meeting more than printed", "meetings 1, 2, 3, 4 and 5 meet 4 of 5 hours"),
        ),
        ("1 day @ 1 hour per day", [], ("0 of 1 day planned", "0 of 1 hour")),
        (
            "2 days @ 4 h 20 min per day",
            weeks(240, 260),
            ("meeting 1 meets 4 hours of 4 h 20 min", "8 h 20 min of 8 h 40 min"),
        ),
        (
            "2 days @ 5 hours per day",
            weeks(300, 260),
            ("meeting 2 meets 4 h 20 min of 5 hours", "9 h 20 min of 10 hours"),
        ),
        ("on demand, 25 lessons", [], ()),
        ("on demand, 25 lessons", weeks(60), ("1 meeting more than printed",)),
    ],
)
def test_differences_are_told_in_words(
    words: str, meetings: list[tuple[int, int, bool]], told: tuple[str, ...]
) -> None:
    assert differences(Duration.parse(words), meetings) == told


def test_differences_do_not_depend_on_the_order_of_meetings() -> None:
    meetings = weeks(270, 300, 270, 330)
    assert differences(FOUR_DAYS, meetings) == differences(FOUR_DAYS, reversed(meetings))

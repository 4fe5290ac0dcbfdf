"""Hours of a week and days of leave as instants: what the wall clock says counts, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.diaries import (
    Hours,
    Stretch,
    closed_stretches,
    days_words,
    hours_words,
    leave_stretch,
    open_stretches,
    read_hours,
    short_days,
)
from acxdesk.rules.localtime import edge, is_doubled, wall
from tests.actions.sample import utc

ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Sao_Paulo",
    "America/Havana",
    "Africa/Casablanca",
)
MINUTE = timedelta(minutes=1)

zones = st.sampled_from(ZONES)
instants = st.datetimes(datetime(2000, 1, 2), datetime(2040, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0)
)
spans = st.integers(1, 20 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def hours_of_a_week(draw: st.DrawFn) -> tuple[Hours, ...]:
    found = []
    for weekday in draw(st.lists(st.integers(1, 7), unique=True, min_size=1)):
        marks = sorted(draw(st.lists(st.integers(0, 96), unique=True, min_size=2, max_size=4)))
        found += [
            Hours(weekday, opens * 15, closes * 15) for opens, closes in zip(marks[::2], marks[1::2], strict=False)
        ]
    return tuple(sorted(found))


@given(hours_of_a_week(), zones, instants, spans)
def test_open_and_closed_share_a_range_between_them(
    hours: tuple[Hours, ...], zone: str, first: datetime, span: timedelta
) -> None:
    both = [
        *open_stretches(hours, zone, first, first + span),
        *closed_stretches(hours, zone, first, first + span),
    ]
    at = first
    for one in sorted(both, key=lambda each: each.starts_at):
        assert one.starts_at == at < one.ends_at
        at = one.ends_at
    assert at == first + span


@given(hours_of_a_week(), zones, instants, spans, st.floats(0, 1, exclude_max=True))
def test_a_minute_is_open_when_the_wall_clock_says_so(
    hours: tuple[Hours, ...], zone: str, first: datetime, span: timedelta, part: float
) -> None:
    moment = first + int(part * (span / MINUTE)) * MINUTE
    said = wall(moment, zone)
    minutes = said.hour * 60 + said.minute
    by_the_clock = any(one.weekday == said.isoweekday() and one.opens <= minutes < one.closes for one in hours)
    found = any(one.starts_at <= moment < one.ends_at for one in open_stretches(hours, zone, first, first + span))
    # Hours that begin or end in a doubled hour are open from its first time to its second, never less.
    assert found == by_the_clock or (found and is_doubled(said.date(), said.time(), zone))


def test_who_has_no_hours_can_teach_at_any_time() -> None:
    first, after = utc(2026, 12, 7), utc(2026, 12, 14)
    assert list(open_stretches((), "Europe/London", first, after)) == [Stretch(first, after)]
    assert list(closed_stretches((), "Europe/London", first, after)) == []


def test_nine_stays_nine_across_a_clock_change() -> None:
    hours = read_hours("sat-mon 9-10")
    found = open_stretches(hours, "Europe/London", utc(2026, 10, 24), utc(2026, 10, 27))
    assert [one.starts_at for one in found] == [utc(2026, 10, 24, 8), utc(2026, 10, 25, 9), utc(2026, 10, 26, 9)]


@pytest.mark.parametrize(
    ("first", "last", "zone", "starts_at", "ends_at"),
    [
        ((2026, 12, 24), (2026, 12, 24), "Europe/London", utc(2026, 12, 24), utc(2026, 12, 25)),
        ((2026, 10, 25), (2026, 10, 25), "Europe/London", utc(2026, 10, 24, 23), utc(2026, 10, 26)),
        ((2028, 2, 29), (2028, 2, 29), "Asia/Kathmandu", utc(2028, 2, 28, 18, 15), utc(2028, 2, 29, 18, 15)),
        ((2026, 12, 31), (2027, 1, 1), "Australia/Sydney", utc(2026, 12, 30, 13), utc(2027, 1, 1, 13)),
        # The day begins at 01:00: the clocks went forward over its midnight.
        ((2018, 11, 4), (2018, 11, 4), "America/Sao_Paulo", utc(2018, 11, 4, 3), utc(2018, 11, 5, 2)),
        ((2026, 10, 4), (2026, 10, 4), "Australia/Lord_Howe", utc(2026, 10, 3, 13, 30), utc(2026, 10, 4, 13)),
    ],
)
def test_leave_goes_from_midnight_to_midnight_of_its_zone(
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    zone: str,
    starts_at: datetime,
    ends_at: datetime,
) -> None:
    assert leave_stretch(date(*first), date(*last), zone) == Stretch(starts_at, ends_at)


def test_leave_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused, match="before it begins"):
        leave_stretch(date(2026, 12, 24), date(2026, 12, 23), "Europe/London")
    with pytest.raises(Refused, match="longer than a year"):
        leave_stretch(date(2026, 12, 24), date(2027, 12, 25), "Europe/London")


def test_an_edge_in_a_gap_is_the_jump() -> None:
    assert edge(date(2026, 3, 29), 90, "Europe/London") == utc(2026, 3, 29, 1)
    assert edge(date(2026, 10, 25), 90, "Europe/London") == utc(2026, 10, 25, 0, 30)
    assert edge(date(2026, 10, 25), 90, "Europe/London", last=True) == utc(2026, 10, 25, 1, 30)


@given(hours_of_a_week())
def test_hours_are_read_back_as_they_are_said(hours: tuple[Hours, ...]) -> None:
    assert read_hours(hours_words(hours)) == hours


def test_hours_as_people_write_them() -> None:
    assert hours_words(read_hours("Mon-Thu 9-17, friday 09:00-12:30; sat 22-24")) == (
        "Mon-Thu 09:00-17:00, Fri 09:00-12:30, Sat 22:00-24:00"
    )
    assert hours_words(read_hours("fri-mon 9-12")) == "Mon 09:00-12:00, Fri-Sun 09:00-12:00"
    assert hours_words(read_hours(" ")) == "any time"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("mornings", '"mornings" is no teaching time'),
        ("xyz 9-10", '"xyz 9-10" is no teaching time'),
        ("mon 17-9", "does not say from when until when"),
        ("mon 9:60-12", "does not say from when until when"),
        ("mon 9-25", "does not say from when until when"),
        ("mon 9-12, mon-tue 11-13", "On Mon 09:00-12:00 and 11:00-13:00 overlap"),
    ],
)
def test_hours_that_say_nothing_are_refused(said: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_hours(said)


def test_days_are_said_with_both_ends() -> None:
    assert days_words(date(2026, 12, 24), date(2026, 12, 24)) == "Thu 24 Dec 2026"
    assert days_words(date(2026, 12, 24), date(2027, 1, 1)) == "Thu 24 Dec 2026 to Fri 1 Jan 2027"
    assert short_days(date(2026, 12, 24), date(2026, 12, 24)) == "Thu 24 Dec 2026"
    assert short_days(date(2026, 12, 24), date(2027, 1, 1)) == "24 Dec 2026 to 1 Jan 2027"
    assert short_days(date(2026, 12, 21), date(2026, 12, 24)) == "21 to 24 Dec 2026"

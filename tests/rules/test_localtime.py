"""Wall clocks and instants agree with the pinned zone data."""

import subprocess
import sys
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.localtime import instant, is_doubled, offset, reading, wall, zone, zone_names

LAWS = settings(max_examples=100, deadline=None)
zones = st.sampled_from(sorted(zone_names()))
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "name", "expected"),
    [
        (date(2026, 11, 16), time(14), "Europe/London", "2026-11-16T14:00"),
        (date(2026, 7, 1), time(14), "Europe/London", "2026-07-01T13:00"),
        (date(2020, 11, 3), time(9), "America/New_York", "2020-11-03T14:00"),
        (date(2020, 10, 30), time(9), "America/New_York", "2020-10-30T13:00"),
        (date(2026, 1, 5), time(9), "Australia/Sydney", "2026-01-04T22:00"),
        (date(2026, 7, 6), time(9), "Australia/Sydney", "2026-07-05T23:00"),
        (date(2026, 1, 5), time(9), "Australia/Lord_Howe", "2026-01-04T22:00"),
        (date(2026, 7, 6), time(9), "Australia/Lord_Howe", "2026-07-05T22:30"),
        (date(2026, 7, 6), time(9), "Asia/Kathmandu", "2026-07-06T03:15"),
        (date(2019, 1, 7), time(9), "America/Sao_Paulo", "2019-01-07T11:00"),
        (date(2020, 1, 6), time(9), "America/Sao_Paulo", "2020-01-06T12:00"),
        (date(2026, 7, 6), time(9), "UTC", "2026-07-06T09:00"),
    ],
)
def test_a_wall_time_is_the_known_instant(day: date, at: time, name: str, expected: str) -> None:
    moment = instant(day, at, name)
    assert moment == utc(expected)
    assert moment.tzinfo is UTC
    assert wall(moment, name) == datetime.combine(day, at)


@pytest.mark.parametrize(
    ("day", "at", "name", "expected"),
    [
        (date(2026, 10, 25), time(1, 30), "Europe/London", "2026-10-25T00:30"),
        (date(2026, 11, 1), time(1, 30), "America/New_York", "2026-11-01T05:30"),
        (date(2026, 4, 5), time(2, 30), "Australia/Sydney", "2026-04-04T15:30"),
        (date(2026, 4, 5), time(1, 45), "Australia/Lord_Howe", "2026-04-04T14:45"),
        (date(2018, 2, 17), time(23, 30), "America/Sao_Paulo", "2018-02-18T01:30"),
    ],
)
def test_of_a_doubled_hour_the_first_is_taken(day: date, at: time, name: str, expected: str) -> None:
    assert is_doubled(day, at, name)
    assert instant(day, at, name) == utc(expected)
    assert instant(day, at.replace(fold=1), name) == utc(expected)


@pytest.mark.parametrize(
    ("day", "at", "name"),
    [
        (date(2026, 10, 25), time(0, 59), "Europe/London"),
        (date(2026, 10, 25), time(2), "Europe/London"),
        (date(2026, 4, 5), time(1, 29), "Australia/Lord_Howe"),
        (date(2026, 3, 29), time(1, 30), "Europe/London"),
        (date(2026, 10, 25), time(1, 30), "Asia/Kathmandu"),
    ],
)
def test_a_time_outside_the_doubled_hour_is_not_doubled(day: date, at: time, name: str) -> None:
    assert not is_doubled(day, at, name)


@pytest.mark.parametrize(
    ("day", "at", "name", "said", "nearest"),
    [
        (date(2026, 3, 29), time(1), "Europe/London", "Sun 29 Mar 2026 01:00", "00:59 and 02:00"),
        (date(2026, 3, 29), time(1, 59), "Europe/London", "Sun 29 Mar 2026 01:59", "00:59 and 02:00"),
        (date(2026, 3, 8), time(2, 30), "America/New_York", "Sun 8 Mar 2026 02:30", "01:59 and 03:00"),
        (date(2026, 10, 4), time(2, 15), "Australia/Sydney", "Sun 4 Oct 2026 02:15", "01:59 and 03:00"),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", "Sun 4 Oct 2026 02:15", "01:59 and 02:30"),
        (
            date(2018, 11, 4),
            time(0, 30),
            "America/Sao_Paulo",
            "Sun 4 Nov 2018 00:30",
            "Sat 3 Nov 2018 23:59 and 01:00",
        ),
        (
            date(2011, 12, 30),
            time(10),
            "Pacific/Apia",
            "Fri 30 Dec 2011 10:00",
            "Thu 29 Dec 2011 23:59 and Sat 31 Dec 2011 00:00",
        ),
        (
            date(1972, 1, 7),
            time(0, 10, 12, 345_678),
            "Africa/Monrovia",
            "Fri 7 Jan 1972 00:10",
            "Thu 6 Jan 1972 23:59 and 00:45",
        ),
    ],
)
def test_a_time_in_the_gap_is_refused_with_the_nearest_two(
    day: date, at: time, name: str, said: str, nearest: str
) -> None:
    with pytest.raises(Refused) as refused:
        instant(day, at, name)
    assert refused.value.sentence == f"{said} does not exist in {name}: the clocks go forward over it."
    assert refused.value.remedy == f"The nearest times are {nearest}."


@LAWS
@given(days, minutes, zones)
def test_instants_equal_those_of_zoneinfo(day: date, at: time, name: str) -> None:
    said = datetime.combine(day, at, ZoneInfo(name))
    moment = said.astimezone(UTC)
    if moment.astimezone(ZoneInfo(name)).replace(tzinfo=None) != said.replace(tzinfo=None):
        with pytest.raises(Refused, match="does not exist"):
            instant(day, at, name)
    else:
        assert instant(day, at, name) == moment


@LAWS
@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 12, 31)), zones)  # noqa: DTZ001 - made aware below
def test_an_instant_comes_back_from_its_wall_time(moment: datetime, name: str) -> None:
    moment = moment.replace(tzinfo=UTC)
    local = wall(moment, name)
    first = instant(local.date(), local.time(), name)
    assert first == moment or (is_doubled(local.date(), local.time(), name) and first < moment)


@pytest.mark.parametrize(
    ("forward", "back", "name", "changed"),
    [
        (date(2026, 3, 29), date(2026, 10, 25), "Europe/London", 60),
        (date(2026, 3, 8), date(2026, 11, 1), "America/New_York", 60),
        (date(2026, 10, 4), date(2026, 4, 5), "Australia/Sydney", 60),
        (date(2026, 10, 4), date(2026, 4, 5), "Australia/Lord_Howe", 30),
    ],
)
def test_exactly_the_changed_minutes_are_refused_or_doubled(forward: date, back: date, name: str, changed: int) -> None:
    refused = 0
    for minute in range(24 * 60):
        at = time(minute // 60, minute % 60)
        try:
            instant(forward, at, name)
        except Refused:
            refused += 1
    doubled = sum(is_doubled(back, time(minute // 60, minute % 60), name) for minute in range(24 * 60))
    assert (refused, doubled) == (changed, changed)


@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date(2200, 1, 1), date.max])
@pytest.mark.parametrize("name", ["UTC", "Pacific/Kiritimati", "Pacific/Niue"])
def test_a_day_far_off_is_refused(day: date, name: str) -> None:
    with pytest.raises(Refused) as refused:
        instant(day, time(0), name)
    assert refused.value.sentence == f"{reading(day)} is out of range."
    assert refused.value.remedy == "Give a year from 1970 to 2199."


def test_the_zone_of_a_wall_time_is_not_heeded() -> None:
    at = time(14, tzinfo=timezone(timedelta(hours=9)))
    assert instant(date(2026, 11, 16), at, "Europe/London") == utc("2026-11-16T14:00")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("London", "Did you mean Europe/London?"),
        ("europe/london", "Did you mean Europe/London?"),
        ("America/Sao Paulo", "Did you mean America/Sao_Paulo?"),
        ("Sao Paulo", "Did you mean America/Sao_Paulo?"),
        ("Kathmandu", "Did you mean Asia/Kathmandu?"),
        ("", "Write it as Europe/London or Asia/Kathmandu."),
        ("localtime", "Write it as Europe/London or Asia/Kathmandu."),
        ("Factory", "Write it as Europe/London or Asia/Kathmandu."),
        ("../../etc/passwd", "Write it as Europe/London or Asia/Kathmandu."),
        ("/etc/localtime", "Write it as Europe/London or Asia/Kathmandu."),
        ("x" * 5_000, "Write it as Europe/London or Asia/Kathmandu."),
    ],
)
def test_an_unknown_zone_is_refused_with_near_names(name: str, remedy: str) -> None:
    with pytest.raises(Refused) as refused:
        zone(name)
    shown = name if len(name) <= 60 else "x" * 59 + "…"
    assert refused.value.sentence == f'There is no time zone "{shown}".'
    assert refused.value.remedy == remedy


def test_a_misspelt_zone_names_the_meant_one_first() -> None:
    with pytest.raises(Refused, match=r"Did you mean Europe/London or "):
        zone("Europe/Londn")


def test_control_characters_in_a_zone_are_made_visible() -> None:
    with pytest.raises(Refused) as refused:
        zone("Europe/\x1b[2JLondon")
    assert refused.value.sentence == 'There is no time zone "Europe/\u241b[2JLondon".'


@LAWS
@given(zones)
def test_every_listed_zone_opens(name: str) -> None:
    assert zone(name).key == name


def test_only_the_pinned_zone_data_counts() -> None:
    program = (
        "import zoneinfo; early = zoneinfo.ZoneInfo('Europe/London');"
        "from acxdesk.rules.localtime import zone;"
        "print(zoneinfo.TZPATH, zone('Europe/London') is early)"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout == "() False\n"
    assert zoneinfo.TZPATH == ()


def test_a_moment_without_a_zone_is_a_fault() -> None:
    with pytest.raises(ValueError, match="is no instant"):
        wall(datetime(2026, 11, 16, 14), "Europe/London")  # noqa: DTZ001 - that is the fault


@pytest.mark.parametrize(
    ("moment", "name", "expected"),
    [
        ("2026-07-01T12:00", "Europe/London", "+01:00"),
        ("2026-11-16T12:00", "Europe/London", "+00:00"),
        ("2026-11-16T12:00", "America/St_Johns", "-03:30"),
        ("2026-11-16T12:00", "Asia/Kathmandu", "+05:45"),
        ("2026-01-05T12:00", "Australia/Lord_Howe", "+11:00"),
        ("2026-07-05T12:00", "Australia/Lord_Howe", "+10:30"),
    ],
)
def test_the_offset_is_told_with_its_sign(moment: str, name: str, expected: str) -> None:
    assert offset(utc(moment), name) == expected


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 16), "Mon 16 Nov 2026"),
        (date(2020, 2, 29), "Sat 29 Feb 2020"),
        (date(2026, 3, 1), "Sun 1 Mar 2026"),
        (date(1, 1, 1), "Mon 1 Jan 0001"),
    ],
)
def test_a_day_reads_with_its_weekday(day: date, said: str) -> None:
    assert reading(day) == said

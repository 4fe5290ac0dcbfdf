"""VTIMEZONE blocks hold wherever they are used, by every way of reading them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.exchange.zones import vtimezone
from acxdesk.rules.calendars import ZoneSpan
from acxdesk.rules.localtime import zone, zone_names
from tests.exchange.readers import outlook_offset, rfc_offset

UTC_NAMES = {"Etc/UCT", "Etc/UTC", "Etc/Universal", "Etc/Zulu", "UCT", "UTC", "Universal", "Zulu"}


def day(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=UTC)


def block_of(name: str, first: str, last: str) -> bytes | None:
    return vtimezone(ZoneSpan(name, day(first), day(last)))


def assert_tells(block: bytes, name: str, moment: datetime) -> None:
    """Both ways of reading find the real offset of what the clock shows then; a doubled hour is nobody's."""
    local = moment.astimezone(zone(name))
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        wall = local.replace(tzinfo=None)
        assert (rfc_offset(block, wall), outlook_offset(block, wall)) == (local.utcoffset(), local.utcoffset())


def test_zone_with_summer_time_is_two_yearly_rules_from_the_year_before() -> None:
    assert block_of("Europe/London", "2020-10-20", "2020-10-30") == (
        b"BEGIN:VTIMEZONE\r\n"
        b"TZID:Europe/London\r\n"
        b"BEGIN:STANDARD\r\n"
        b"DTSTART:20191027T020000\r\n"
        b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
        b"TZOFFSETFROM:+0100\r\n"
        b"TZOFFSETTO:+0000\r\n"
        b"TZNAME:GMT\r\n"
        b"END:STANDARD\r\n"
        b"BEGIN:DAYLIGHT\r\n"
        b"DTSTART:20190331T010000\r\n"
        b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
        b"TZOFFSETFROM:+0000\r\n"
        b"TZOFFSETTO:+0100\r\n"
        b"TZNAME:BST\r\n"
        b"END:DAYLIGHT\r\n"
        b"END:VTIMEZONE\r\n"
    )


def test_zone_without_changes_is_one_standard_from_1970() -> None:
    assert block_of("Asia/Kathmandu", "2020-10-20", "2026-10-30") == (
        b"BEGIN:VTIMEZONE\r\n"
        b"TZID:Asia/Kathmandu\r\n"
        b"BEGIN:STANDARD\r\n"
        b"DTSTART:19700101T000000\r\n"
        b"TZOFFSETFROM:+0545\r\n"
        b"TZOFFSETTO:+0545\r\n"
        b"TZNAME:+0545\r\n"
        b"END:STANDARD\r\n"
        b"END:VTIMEZONE\r\n"
    )


@pytest.mark.parametrize(
    ("name", "first", "last", "rules"),
    [
        pytest.param(
            "Europe/London", "2019-03-01", "2019-11-30", ["10;BYDAY=-1SU", "3;BYDAY=-1SU"], id="last, not 4th"
        ),
        pytest.param("America/New_York", "2020-03-01", "2020-11-30", ["11;BYDAY=1SU", "3;BYDAY=2SU"], id="New York"),
        pytest.param("Australia/Lord_Howe", "2020-01-01", "2023-12-31", ["4;BYDAY=1SU", "10;BYDAY=1SU"], id="half"),
        pytest.param("Europe/Dublin", "2020-01-01", "2025-12-31", ["10;BYDAY=-1SU", "3;BYDAY=-1SU"], id="Dublin"),
        pytest.param("Africa/Casablanca", "2020-01-05", "2020-12-20", ["4;BYDAY=3SU", "5;BYDAY=-1SU"], id="Ramadan"),
        pytest.param("Africa/Casablanca", "2026-06-01", "2026-08-30", [], id="between two Ramadans"),
        pytest.param(
            "America/Sao_Paulo", "2018-10-01", "2019-03-30", ["2;BYDAY=3SU", "11;BYDAY=1SU"], id="last summer"
        ),
        pytest.param("America/Sao_Paulo", "2019-03-01", "2026-12-31", [], id="Sao Paulo since"),
        pytest.param("America/Vancouver", "2024-01-10", "2025-12-20", ["11;BYDAY=1SU", "3;BYDAY=2SU"], id="Vancouver"),
        pytest.param("America/Vancouver", "2026-11-10", "2027-12-20", [], id="Vancouver since"),
    ],
)
def test_block_follows_what_the_zone_does_in_the_span(name: str, first: str, last: str, rules: list[str]) -> None:
    block = block_of(name, first, last)
    assert block is not None
    assert re.findall(r"BYMONTH=(\S+)", block.decode()) == rules
    moment = day(first)
    while moment <= day(last):
        assert_tells(block, name, moment)
        moment += timedelta(hours=31)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        pytest.param("Africa/Casablanca", "2020-01-05", "2022-12-20", id="Ramadan moves through the years"),
        pytest.param("America/Sao_Paulo", "2018-10-01", "2019-12-30", id="summer time ends for good"),
        pytest.param("America/Vancouver", "2026-01-10", "2026-12-20", id="winter time ends for good"),
        pytest.param("America/Dawson", "2020-02-01", "2020-12-20", id="a new offset for good"),
        pytest.param("Africa/Monrovia", "1971-02-01", "1971-03-01", id="an offset with seconds"),
        pytest.param("Europe/London", "1970-02-01", "1972-03-01", id="before the years that count"),
        pytest.param("Europe/London", "2198-02-01", "2199-03-01", id="after the years that count"),
        pytest.param("Etc/UTC", "2020-01-05", "2020-12-20", id="UTC"),
    ],
)
def test_zone_that_no_block_tells_has_none(name: str, first: str, last: str) -> None:
    assert block_of(name, first, last) is None


def test_unknown_zone_is_refused_with_a_near_name() -> None:
    with pytest.raises(Refused, match=re.escape('There is no time zone "Europe/Londn". Did you mean Europe/London')):
        block_of("Europe/Londn", "2020-01-05", "2020-12-20")


def test_block_is_the_same_for_all_spans_of_the_same_years() -> None:
    whole = block_of("Europe/London", "2020-01-01", "2021-12-31")
    assert whole is not None
    assert {block_of("Europe/London", "2020-10-24", "2021-02-03"), whole} == {whole}


def test_all_zones_but_those_that_gave_up_a_change_have_a_block_for_a_year() -> None:
    refused = {name for name in zone_names() if block_of(name, "2020-01-10", "2020-12-20") is None}
    assert refused - UTC_NAMES == {"America/Dawson", "America/Whitehorse", "Canada/Yukon"}


def test_block_has_no_more_than_one_rule_of_a_kind_and_nothing_unusual() -> None:
    for name in zone_names():
        told = (block_of(name, "2025-02-10", "2025-11-20") or b"").decode("ascii")
        names = [
            line.partition(":")[0] for line in told.split("\r\n") if line and not line.startswith(("BEGIN", "END"))
        ]
        assert set(names) <= {"TZID", "DTSTART", "RRULE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"}
        assert (told.count("BEGIN:STANDARD"), told.count("BEGIN:DAYLIGHT")) in {(0, 0), (1, 0), (1, 1)}


@settings(max_examples=100, deadline=None)
@given(
    name=st.sampled_from(sorted(zone_names())),
    start=st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - made UTC below
    minutes=st.lists(st.integers(0, 900 * 24 * 60), min_size=2, max_size=12),
)
def test_any_block_tells_the_real_time_at_any_instant_of_its_span(
    name: str, start: datetime, minutes: list[int]
) -> None:
    moments = [start.replace(microsecond=0, tzinfo=UTC) + timedelta(minutes=ahead) for ahead in minutes]
    block = vtimezone(ZoneSpan(name, min(moments), max(moments)))
    for moment in moments if block is not None else ():
        assert block is not None
        assert_tells(block, name, moment)

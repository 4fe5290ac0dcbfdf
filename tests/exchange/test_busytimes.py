"""When a calendar file says that somebody is busy: what counts, in whose zone, and nothing else."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.errors import InputProblem
from acxdesk.exchange.busytimes import Busy, Stretch, busy_times

FIRST, AFTER = datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 11, 1, tzinfo=UTC)
KOLKATA = """BEGIN:VTIMEZONE
TZID:Her office
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0530
TZOFFSETTO:+0530
END:STANDARD
END:VTIMEZONE
"""


def calendar(*parts: str) -> bytes:
    return ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//hers//EN\n" + "".join(parts) + "END:VCALENDAR\n").encode()


def event(*lines: str, uid: str = "1") -> str:
    return "\n".join(("BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Secret", *lines, "END:VEVENT", ""))


def read(*parts: str, local: str = "America/New_York", ours: tuple[str, ...] = ()) -> Busy:
    return busy_times(calendar(*parts), local=local, first=FIRST, after=AFTER, ours=ours)


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("DTSTART:20261116T090000Z", "DTEND:20261116T103000Z"), [(utc(16, 9), utc(16, 10, 30))]),
        (("DTSTART:20261116T090000", "DURATION:PT90M"), [(utc(16, 14), utc(16, 15, 30))]),
        (("DTSTART;TZID=Her office:20261116T090000", "DURATION:PT1H"), [(utc(16, 3, 30), utc(16, 4, 30))]),
        (("DTSTART;TZID=Asia/Kathmandu:20261116T090000", "DURATION:PT1H"), [(utc(16, 3, 15), utc(16, 4, 15))]),
        (("DTSTART;VALUE=DATE:20261116",), [(utc(16, 5), utc(17, 5))]),
        (("DTSTART;VALUE=DATE:20261116", "DTEND;VALUE=DATE:20261119"), [(utc(16, 5), utc(19, 5))]),
        (("DTSTART:20261116T090000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT"), []),
        (("DTSTART:20261116T090000Z", "DURATION:PT1H", "STATUS:CANCELLED"), []),
        (("DTSTART:20261116T090000Z",), []),
        (("DTSTART:20201116T090000Z", "DURATION:PT1H"), []),
        (
            ("DTSTART:20261023T140000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20261106T140000Z"),
            [(utc(13, 14), utc(13, 15))],
        ),
        (  # by her wall clock, across the end of summer time on 1 November
            ("DTSTART;TZID=America/New_York:20261030T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4"),
            [(utc(1, 14), utc(1, 15)), (utc(2, 14), utc(2, 15))],
        ),
    ],
    ids=[
        *("in UTC", "without a zone", "in a zone of its own", "by a zone's name", "a whole day", "whole days"),
        *("free", "cancelled", "without a length", "long over", "every week but one", "every day"),
    ],
)
def test_an_event_makes_busy_as_its_calendar_means_it(said: tuple[str, ...], expected: list[Stretch]) -> None:
    assert read(KOLKATA, event(*said)) == Busy(tuple(expected), 0, 0)


def test_one_moved_occurrence_of_a_series_is_where_it_was_moved_to() -> None:
    series = event("DTSTART:20261116T090000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = event("RECURRENCE-ID:20261123T090000Z", "DTSTART:20261124T120000Z", "DURATION:PT1H")
    assert read(series, moved).stretches == ((utc(16, 9), utc(16, 10)), (utc(24, 12), utc(24, 13)))


def test_a_published_busy_list_is_read_but_for_what_is_free_or_tentative() -> None:
    periods = (
        "BEGIN:VFREEBUSY\nUID:9\nDTSTAMP:20261101T000000Z\n"
        "FREEBUSY;FBTYPE=BUSY:20261120T080000Z/PT2H,20261120T120000Z/20261120T130000Z\n"
        "FREEBUSY;FBTYPE=FREE:20261121T080000Z/PT2H\nFREEBUSY;FBTYPE=BUSY-TENTATIVE:20261122T080000Z/PT2H\n"
        "END:VFREEBUSY\n"
    )
    assert read(periods).stretches == ((utc(20, 8), utc(20, 10)), (utc(20, 12), utc(20, 13)))


def test_what_touches_is_one_stretch_so_that_nobody_sees_how_many_things_lie_in_it() -> None:
    starts = ("090000Z", "093000Z", "100000Z", "120000Z")
    several = (event(f"DTSTART:20261116T{start}", "DURATION:PT30M", uid=start) for start in starts)
    found = read(*several)
    assert found.stretches == ((utc(16, 9), utc(16, 10, 30)), (utc(16, 12), utc(16, 12, 30)))
    assert {field.name for field in fields(found)} == {"stretches", "ours", "unread"}


def test_what_the_desk_gave_out_itself_and_what_makes_no_sense_is_left_out_and_counted() -> None:
    found = read(
        event("DTSTART:20261116T090000Z", "DURATION:PT1H", uid="ours"),
        event("DTSTART:20261117T090000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY", uid="2"),
        event(uid="3"),
        event("DTSTART;TZID=Nowhere at all:20261119T090000", "DURATION:PT1H", uid="5"),
        event("DTSTART:20261118T090000Z", "DURATION:PT1H", uid="4"),
        ours=("ours",),
    )
    assert found == Busy(((utc(18, 9), utc(18, 10)),), 1, 3)


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xfe\x00", b"BEGIN:VCALENDAR", b"BEGIN:VEVENT\nEND:VEVENT\n"])
def test_what_is_no_calendar_is_refused_with_the_remedy(data: bytes) -> None:
    with pytest.raises(InputProblem, match=r"Export it from the calendar program as iCalendar \(.ics\)."):
        busy_times(data, local="Europe/London", first=FIRST, after=AFTER)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 200)), max_size=12))
def test_a_minute_is_busy_when_some_event_has_it(events: list[tuple[int, int]]) -> None:
    start = utc(16, 0)
    said = (
        event(f"DTSTART:{start + timedelta(minutes=begin):%Y%m%dT%H%M%SZ}", f"DURATION:PT{length}M", uid=str(at))
        for at, (begin, length) in enumerate(events)
    )
    stretches = read(*said).stretches
    expected = {minute for begin, length in events for minute in range(begin, begin + length)}
    one = timedelta(minutes=1)
    found = [minute for a, b in stretches for minute in range((a - start) // one, (b - start) // one)]
    assert sorted(expected) == found
    assert all(before[1] < after[0] for before, after in pairwise(stretches))

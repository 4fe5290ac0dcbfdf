"""What stands on the page of a schedule: meetings by the clocks of several zones, and nobody who attends."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from acxdesk.rules.calendars import MeetingFacts
from acxdesk.rules.sessions import Delivery, Status
from acxdesk.rules.timetables import Row, Section, month_page, session_page
from tests.rules.test_calendars import MEETING

HOURS = timedelta(hours=5)


def meetings(*starts: datetime, **values: Any) -> list[MeetingFacts]:
    return [
        replace(MEETING, number=number, starts_at=start, ends_at=start + HOURS, **values)
        for number, start in enumerate(starts, start=1)
    ]


def test_a_session_shows_the_same_hours_by_several_clocks_across_a_clock_change() -> None:
    # New York leaves summer time on 1 November 2026, London has left it a week before.
    page = session_page(
        meetings(datetime(2026, 10, 30, 14, tzinfo=UTC), datetime(2026, 11, 2, 14, tzinfo=UTC)),
        ("America/New_York", "Asia/Tokyo", "Europe/London"),
    )
    assert page.headings == ("", "Day", "London", "New York", "Tokyo", "Length")
    assert page.sections == (
        Section(
            "",
            (
                Row(("Day 1", "Fri 30 Oct 2026", "14:00-19:00", "10:00-15:00", "23:00-04:00+1", "5 hours")),
                Row(("Day 2", "Mon 2 Nov 2026", "14:00-19:00", "09:00-14:00", "23:00-04:00+1", "5 hours")),
            ),
        ),
    )
    assert page.notes == ("Times are those of the clocks in London, New York and Tokyo.",)


def test_a_session_says_where_with_whom_and_what_differs() -> None:
    first, second, third = meetings(
        *(datetime(2026, 12, day, 14, tzinfo=UTC) for day in (8, 9, 10)),
        delivery=Delivery.CITY,
        city="London",
        venue="Room 2",
        coaches="Ngozi Okafor\nJohanna Lindqvist",
    )
    page = session_page(
        [third, replace(first, was="Mon 7 Dec 2026 14:00, moved on Tue 1 Dec 2026"), replace(second, cancelled=True)]
    )
    assert page.facts == (
        ("Session", "ACXM-2026-12-07"),
        ("Duration", "4 days @ 5 hours per day"),
        ("Where", "Room 2, London"),
        ("Coaches", "Ngozi Okafor, Johanna Lindqvist"),
    )
    assert [(row.cells[0], row.cells[-1], row.off) for row in page.sections[0].rows] == [
        ("Day 1", "was Mon 7 Dec 2026 14:00", False),
        ("Day 2", "cancelled", True),
        ("Day 3", "", False),
    ]


def test_a_month_goes_day_by_day_in_the_zone_of_the_page_without_what_is_off() -> None:
    late, early, off = meetings(*(datetime(2026, 11, day, 23, tzinfo=UTC) for day in (17, 16, 18)))
    page = month_page([late, early, replace(off, status=Status.CANCELLED)], date(2026, 11, 30), "Asia/Kathmandu")
    assert page.title == "Sessions in November 2026"
    assert [(section.heading, [row.cells[0] for row in section.rows]) for section in page.sections] == [
        ("Tue 17 Nov 2026", ["04:45-09:45"]),
        ("Wed 18 Nov 2026", ["04:45-09:45"]),
    ]
    assert page.sections[0].rows[0].cells[1:] == ("ACXM", "Accredited CX Master, day 2 of 4", "Online", "")

"""Meetings on other clocks, with the hours at which nobody sits in class marked."""

from datetime import UTC, date, datetime, time

import pytest

from acxdesk.rules.durations import Duration
from acxdesk.rules.elsewhere import LIVED_IN, Clock, beside, read_meetings, timetable
from acxdesk.rules.localtime import zone_names
from acxdesk.rules.planning import Planned, plan

AT = datetime(2026, 11, 16, 12, tzinfo=UTC)


def meetings(
    start: date = date(2026, 11, 16), at: time = time(12), words: str = "2 days @ 5 hours"
) -> tuple[Planned, ...]:
    per = f" per {'day' if 'day' in words else 'week'}"
    return plan(Duration.parse(words + per), start=start, at=at, zone="Europe/London").meetings


@pytest.mark.parametrize(
    ("coaches", "delegates", "cities"),
    [
        ((), (), []),
        ((), ("Europe/London",), []),
        ((), ("Asia/Kolkata",), ["Kolkata"]),
        ((), ("Asia/Kolkata", "Europe/Paris", "America/New_York", "Asia/Dubai"), ["New York", "Kolkata"]),
        (("Europe/Berlin",), ("Europe/Paris", "America/New_York"), ["Berlin", "New York"]),
        (("Europe/Lisbon",), ("Asia/Kolkata", "Asia/Calcutta"), ["Kolkata"]),  # Lisbon's clock shows London's time
    ],
)
def test_the_coaches_clocks_and_the_edges_are_shown_where_they_say_something_new(
    coaches: tuple[str, ...], delegates: tuple[str, ...], cities: list[str]
) -> None:
    shown = [clock.city for clock in beside("Europe/London", (coaches, delegates), AT)]
    assert [city.replace("Calcutta", "Kolkata") for city in shown] == cities


def test_each_meeting_is_read_on_each_clock_and_what_is_too_early_or_late_is_marked() -> None:
    clocks = (Clock("America/New_York", "New York"), Clock("Asia/Kolkata", "Kolkata"))
    read = read_meetings(meetings(), "Europe/London", clocks)
    assert list(timetable(read, "Europe/London", clocks, 80)) == [
        "                     London       New York     Kolkata",
        " 1  Mon 16 Nov 2026  12:00-17:00  07:00-12:00  17:30-22:30 !",
        " 2  Tue 17 Nov 2026  12:00-17:00  07:00-12:00  17:30-22:30 !",
    ]


def test_a_wall_time_that_is_kept_moves_on_other_clocks_when_one_of_them_changes() -> None:
    clocks = (Clock("America/New_York", "New York"), Clock("Asia/Kathmandu", "Kathmandu"))
    read = read_meetings(meetings(date(2026, 10, 20), words="3 weeks @ 3 hours"), "Europe/London", clocks)
    assert [one.elsewhere for one in read] == [
        ("07:00-10:00", "16:45-19:45"),
        ("08:00-11:00", "17:45-20:45"),  # Europe's clocks went back on 25 October, America's on 1 November
        ("07:00-10:00", "17:45-20:45"),
    ]


def test_where_there_is_no_room_other_clocks_show_starts_and_then_none() -> None:
    clocks = (Clock("Pacific/Auckland", "Auckland"), Clock("Asia/Kolkata", "Kolkata"))
    read = read_meetings(meetings()[:1], "Europe/London", clocks)
    assert (
        list(timetable(read, "Europe/London", clocks, 60))[1]
        == " 1  Mon 16 Nov 2026  12:00-17:00  Tue 01:00 !  17:30 !"
    )
    assert list(timetable(read, "Europe/London", clocks, 40))[1] == " 1  Mon 16 Nov 2026  12:00-17:00"


def test_where_most_people_live_is_a_zone() -> None:
    assert {zone for zones in LIVED_IN.values() for zone in zones} <= zone_names()

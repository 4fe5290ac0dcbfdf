"""Hours outside 07:00-22:00 on a person's own clock are told."""

from datetime import UTC, datetime, timedelta

import pytest

from acxdesk.rules.sociable import Stretch, is_unsocial, unsocial


def meetings(*starts: str, hours: float = 5) -> list[Stretch]:
    instants = [datetime.fromisoformat(start).replace(tzinfo=UTC) for start in starts]
    return [(start, start + timedelta(hours=hours)) for start in instants]


FOUR = meetings("2026-12-07T07:00", "2026-12-08T07:00", "2026-12-09T07:00", "2026-12-10T07:00")


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/New_York", "4 of 4 meetings are outside 07:00-22:00 in New York: 02:00-07:00"),
        ("Australia/Sydney", "4 of 4 meetings are outside 07:00-22:00 in Sydney: 18:00-23:00"),
        ("Europe/London", ""),  # 07:00-12:00 is not too early
        ("Asia/Kathmandu", ""),
        ("Pacific/Auckland", "4 of 4 meetings are outside 07:00-22:00 in Auckland: 20:00-01:00"),
    ],
)
def test_meetings_too_early_or_too_late_are_told_with_their_clocks(zone: str, words: str) -> None:
    assert unsocial(FOUR, [zone]) == words


@pytest.mark.parametrize(
    ("start", "hours", "words"),
    [
        ("2026-12-07T07:00", 15, ""),
        ("2026-12-07T06:59", 1, "1 of 1 meetings is outside 07:00-22:00 in UTC: 06:59-07:59"),
        ("2026-12-07T21:00", 1, ""),
        ("2026-12-07T21:00", 1.25, "1 of 1 meetings is outside 07:00-22:00 in UTC: 21:00-22:15"),
        ("2026-12-07T22:00", 1, "1 of 1 meetings is outside 07:00-22:00 in UTC: 22:00-23:00"),
        ("2026-12-07T20:00", 12, "1 of 1 meetings is outside 07:00-22:00 in UTC: 20:00-08:00"),
    ],
)
def test_the_edges_are_seven_and_ten_and_midnight_is_beyond(start: str, hours: float, words: str) -> None:
    assert unsocial(meetings(start, hours=hours), ["UTC"]) == words


def test_across_a_clock_change_both_stretches_are_told() -> None:
    weeks = meetings("2026-10-28T10:30", "2026-11-04T10:30", hours=3)  # New York's clocks go back on 1 Nov
    assert unsocial(weeks, ["America/New_York"]) == (
        "2 of 2 meetings are outside 07:00-22:00 in New York: 06:30-09:30 and 05:30-08:30"
    )


def test_many_stretches_are_cut_short() -> None:
    assert unsocial(meetings(*(f"2026-12-07T0{hour}:00" for hour in range(5)), hours=1), ["UTC"]) == (
        "5 of 5 meetings are outside 07:00-22:00 in UTC: 00:00-01:00, 01:00-02:00, 02:00-03:00 and others"
    )


def test_zones_of_a_country_count_as_far_as_their_clocks_agree() -> None:
    assert unsocial(FOUR, ["Europe/Berlin", "Europe/Busingen"]) == ""
    assert unsocial(FOUR, ["America/New_York", "America/Detroit"]).endswith("in New York: 02:00-07:00")
    assert unsocial(FOUR, ["America/New_York", "America/Chicago"]) == ""
    assert unsocial(FOUR, []) == ""
    assert unsocial([], ["America/New_York"]) == ""


@pytest.mark.parametrize(
    ("starts", "ends", "outside"),
    [
        ((16, 7, 0), (16, 22, 0), False),
        ((16, 6, 59), (16, 12, 0), True),
        ((16, 20, 0), (16, 22, 1), True),
        ((16, 21, 0), (17, 0, 0), True),  # the next day
    ],
)
def test_class_is_between_seven_and_twenty_two(
    starts: tuple[int, int, int], ends: tuple[int, int, int], outside: bool
) -> None:
    stretch = (datetime(2026, 11, *starts, tzinfo=UTC), datetime(2026, 11, *ends, tzinfo=UTC))
    assert is_unsocial(stretch, "UTC") is outside

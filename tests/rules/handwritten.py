"""Courses and the instants of their meetings, worked out by hand from the published clock changes."""

from datetime import UTC, date, datetime, time
from typing import NamedTuple

WEEKLY = "2 weeks @ 3 hours per week"
THREE_WEEKS = "3 weeks @ 3 hours per week"
FOUR_DAYS = "4 days @ 5 hours per day"


class Case(NamedTuple):
    """A course from its first meeting on."""

    zone: str
    duration: str
    start: date
    at: time
    starts: tuple[str, ...]  # UTC, of each meeting


CASES = {
    # London: forward on 29 Mar, back on 25 Oct 2026.
    "London forward": Case(
        "Europe/London", WEEKLY, date(2026, 3, 24), time(14), ("2026-03-24T14:00", "2026-03-31T13:00")
    ),
    "London back": Case(
        "Europe/London", WEEKLY, date(2026, 10, 20), time(14), ("2026-10-20T13:00", "2026-10-27T14:00")
    ),
    # New York: forward on 8 Mar, back on 1 Nov 2026.
    "New York forward": Case(
        "America/New_York", WEEKLY, date(2026, 3, 3), time(9), ("2026-03-03T14:00", "2026-03-10T13:00")
    ),
    "New York back": Case(
        "America/New_York", WEEKLY, date(2026, 10, 27), time(9), ("2026-10-27T13:00", "2026-11-03T14:00")
    ),
    # Sydney: back on 5 Apr, forward on 4 Oct 2026; a morning there is the evening before in UTC.
    "Sydney back": Case(
        "Australia/Sydney", WEEKLY, date(2026, 3, 31), time(9), ("2026-03-30T22:00", "2026-04-06T23:00")
    ),
    "Sydney forward": Case(
        "Australia/Sydney", WEEKLY, date(2026, 9, 29), time(9), ("2026-09-28T23:00", "2026-10-05T22:00")
    ),
    # Lord Howe: the same days, by half an hour.
    "Lord Howe back": Case(
        "Australia/Lord_Howe", WEEKLY, date(2026, 3, 31), time(9), ("2026-03-30T22:00", "2026-04-06T22:30")
    ),
    "Lord Howe forward": Case(
        "Australia/Lord_Howe", WEEKLY, date(2026, 9, 29), time(9), ("2026-09-28T22:30", "2026-10-05T22:00")
    ),
    # Kathmandu: no summer time; from +05:30 to +05:45 with the year 1986.
    "Kathmandu": Case("Asia/Kathmandu", WEEKLY, date(2026, 3, 24), time(9), ("2026-03-24T03:15", "2026-03-31T03:15")),
    "Kathmandu in 1986": Case(
        "Asia/Kathmandu", WEEKLY, date(1985, 12, 31), time(9), ("1985-12-31T03:30", "1986-01-07T03:15")
    ),
    # Sao Paulo: forward on 4 Nov 2018, back on 17 Feb 2019, and never again.
    "Sao Paulo forward": Case(
        "America/Sao_Paulo", WEEKLY, date(2018, 10, 30), time(9), ("2018-10-30T12:00", "2018-11-06T11:00")
    ),
    "Sao Paulo back": Case(
        "America/Sao_Paulo", WEEKLY, date(2019, 2, 12), time(9), ("2019-02-12T11:00", "2019-02-19T12:00")
    ),
    "Sao Paulo without": Case(
        "America/Sao_Paulo", WEEKLY, date(2019, 10, 29), time(9), ("2019-10-29T12:00", "2019-11-05T12:00")
    ),
    "midnight in London": Case(
        "Europe/London",
        FOUR_DAYS,
        date(2026, 7, 6),
        time(0),
        ("2026-07-05T23:00", "2026-07-06T23:00", "2026-07-07T23:00", "2026-07-08T23:00"),
    ),
    "across midnight in New York": Case(
        "America/New_York",
        FOUR_DAYS,
        date(2026, 12, 29),
        time(22),
        ("2026-12-30T03:00", "2026-12-31T03:00", "2027-01-01T03:00", "2027-01-02T03:00"),
    ),
    "leap day": Case(
        "Europe/London",
        FOUR_DAYS,
        date(2028, 2, 28),
        time(14),
        ("2028-02-28T14:00", "2028-02-29T14:00", "2028-03-01T14:00", "2028-03-02T14:00"),
    ),
    "leap day of a weekly course": Case(
        "Asia/Kathmandu",
        THREE_WEEKS,
        date(2028, 2, 22),
        time(9),
        ("2028-02-22T03:15", "2028-02-29T03:15", "2028-03-07T03:15"),
    ),
    "no leap day, over the weekend": Case(
        "Europe/London",
        FOUR_DAYS,
        date(2027, 2, 25),
        time(14),
        ("2027-02-25T14:00", "2027-02-26T14:00", "2027-03-01T14:00", "2027-03-02T14:00"),
    ),
    "year end": Case(
        "Australia/Sydney",
        FOUR_DAYS,
        date(2026, 12, 30),
        time(9),
        ("2026-12-29T22:00", "2026-12-30T22:00", "2026-12-31T22:00", "2027-01-03T22:00"),
    ),
    "week 53": Case(
        "Europe/London",
        THREE_WEEKS,
        date(2026, 12, 29),
        time(14),
        ("2026-12-29T14:00", "2027-01-05T14:00", "2027-01-12T14:00"),
    ),
}


def instants(case: Case) -> list[datetime]:
    """The starts of its meetings."""
    return [datetime.fromisoformat(start).replace(tzinfo=UTC) for start in case.starts]

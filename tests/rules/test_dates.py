"""Dates and times as people say them."""

import re
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.dates import SaidDate, read_date, read_time
from acxdesk.rules.localtime import reading

quickly = settings(max_examples=100, deadline=None)
TODAY = date(2026, 11, 18)  # a Wednesday
# Words of the grammar in any order: most are no date, many are nearly one.
WORDS = (
    "mon friday next last this week w34 w53 2026 2027 0000 9999 24 31 99 3/4 24/3 24/13/2026 2026-13-45 nov feb "
    "29 16th 1st of the in + - 3 d days 9999y +9999m today yesterday . / , \u0662\u0664 ½ \x1b[2J"
)
nearly = st.lists(st.sampled_from(WORDS.split()), max_size=5).flatmap(
    lambda words: st.sampled_from([" ".join(words), "".join(words)])
)


def read_or_refused(said: str, today: date) -> SaidDate | Refused:
    try:
        return read_date(said, today)
    except Refused as refused:
        return refused


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", date(2026, 11, 18)),
        ("tomorrow", date(2026, 11, 19)),
        ("tomorrow week", date(2026, 11, 26)),
        ("fri", date(2026, 11, 20)),
        ("Friday", date(2026, 11, 20)),
        ("tues", date(2026, 11, 24)),
        ("  FRI ", date(2026, 11, 20)),
        ("monday week", date(2026, 11, 30)),
        ("this fri", date(2026, 11, 20)),
        ("next mon", date(2026, 11, 23)),
        ("next wed", date(2026, 11, 25)),
        ("+3d", date(2026, 11, 21)),
        ("+ 3 days", date(2026, 11, 21)),
        ("in 3 days", date(2026, 11, 21)),
        ("+2w", date(2026, 12, 2)),
        ("+1m", date(2026, 12, 18)),
        ("+2m", date(2027, 1, 18)),
        ("+1y", date(2027, 11, 18)),
        ("24", date(2026, 11, 24)),
        ("24th", date(2026, 11, 24)),
        ("the 17th", date(2026, 12, 17)),
        ("18", date(2026, 11, 18)),
        ("31", date(2026, 12, 31)),
        ("24/3", date(2027, 3, 24)),
        ("24.3", date(2027, 3, 24)),
        ("24.3.", date(2027, 3, 24)),
        ("3.4.2027", date(2027, 4, 3)),
        ("24/3/2027", date(2027, 3, 24)),
        ("24-3-2027", date(2027, 3, 24)),
        ("5/5", date(2027, 5, 5)),
        ("18 nov", date(2026, 11, 18)),
        ("24 nov", date(2026, 11, 24)),
        ("24nov", date(2026, 11, 24)),
        ("24th Nov", date(2026, 11, 24)),
        ("24th of November", date(2026, 11, 24)),
        ("Nov 24", date(2026, 11, 24)),
        ("november 24th, 2026", date(2026, 11, 24)),
        ("24 nov 2026", date(2026, 11, 24)),
        ("24-nov-2026", date(2026, 11, 24)),
        ("tue 24 nov", date(2026, 11, 24)),
        ("Tue, 24 Nov 2026", date(2026, 11, 24)),
        ("24 nov tue", date(2026, 11, 24)),
        ("tue 24", date(2026, 11, 24)),
        ("sat 3/4", date(2027, 4, 3)),
        ("tue 16 nov", date(2027, 11, 16)),
        ("w34 tue", date(2027, 8, 24)),
        ("tue w34", date(2027, 8, 24)),
        ("week 34 tue 2027", date(2027, 8, 24)),
        ("w53 mon", date(2026, 12, 28)),
        ("w1 mon", date(2027, 1, 4)),
        ("2027-w34-2", date(2027, 8, 24)),
        ("tue 2027-W34-2", date(2027, 8, 24)),
        ("2027-03-24", date(2027, 3, 24)),
        ("2027/3/24", date(2027, 3, 24)),
        ("29 feb", date(2028, 2, 29)),
    ],
)
def test_a_date_that_can_be_meant_in_one_way_is_read_without_a_warning(said: str, day: date) -> None:
    assert read_date(said, TODAY) == SaidDate(day, reading(day), "")


@pytest.mark.parametrize(
    ("said", "shown", "warning"),
    [
        ("wed", "Wed 18 Nov 2026", "Read as today; it could also be Wed 25 Nov 2026."),
        (
            "wed week",
            "Wed 25 Nov 2026",
            "Read as a week from today; it could also be Wed 2 Dec 2026.",
        ),
        (
            "next fri",
            "Fri 27 Nov 2026",
            "Read as the one of next week; the one of this week is Fri 20 Nov 2026.",
        ),
        ("3/4", "Sat 3 Apr 2027", "Read as day/month; as month/day it would be Thu 4 Mar 2027."),
        (
            "3/4/2027",
            "Sat 3 Apr 2027",
            "Read as day/month; as month/day it would be Thu 4 Mar 2027.",
        ),
        ("24/3/27", "Wed 24 Mar 2027", "The year is read as 2027."),
        ("24 mar 27", "Wed 24 Mar 2027", "The year is read as 2027."),
        ("16 nov", "Tue 16 Nov 2027", "Read as the next one; Mon 16 Nov 2026 was 2 days ago."),
        ("w46 tue", "Tue 16 Nov 2027", "Read as the next one; Tue 10 Nov 2026 was 8 days ago."),
        ("yesterday", "Tue 17 Nov 2026", "It is in the past, 1 day ago."),
        ("-2d", "Mon 16 Nov 2026", "It is in the past, 2 days ago."),
        ("last wed", "Wed 11 Nov 2026", "It is in the past, 7 days ago."),
        ("this mon", "Mon 16 Nov 2026", "It is in the past, 2 days ago."),
        ("24/3/2026", "Tue 24 Mar 2026", "It is in the past, 239 days ago."),
        ("mon 16 nov 2026", "Mon 16 Nov 2026", "It is in the past, 2 days ago."),
        ("19 nov 2028", "Sun 19 Nov 2028", "It is more than 2 years ahead."),
        (
            "3/4/1999",
            "Sat 3 Apr 1999",
            "Read as day/month; as month/day it would be Thu 4 Mar 1999. It is in the past, 10,091 days ago.",
        ),
    ],
)
def test_doubt_past_and_far_ahead_are_told_beside_the_reading(said: str, shown: str, warning: str) -> None:
    got = read_date(said, TODAY)
    assert (got.reading, got.warning) == (shown, warning)


def test_two_years_ahead_to_the_day_is_not_far() -> None:
    assert read_date("18 nov 2028", TODAY).warning == ""
    assert read_date("2030-02-28", date(2028, 2, 29)).warning == ""
    assert read_date("2030-03-01", date(2028, 2, 29)).warning == "It is more than 2 years ahead."


@pytest.mark.parametrize(
    ("today", "said", "day", "warning"),
    [
        (date(2026, 1, 31), "+1m", date(2026, 2, 28), "February 2026 has 28 days: read as its last."),
        (date(2028, 2, 29), "+1y", date(2029, 2, 28), "February 2029 has 28 days: read as its last."),
        (date(2026, 12, 31), "+2m", date(2027, 2, 28), "February 2027 has 28 days: read as its last."),
        (date(2026, 12, 15), "+1m", date(2027, 1, 15), ""),
        (date(2027, 1, 15), "-1m", date(2026, 12, 15), "It is in the past, 31 days ago."),
        (date(2026, 11, 21), "next fri", date(2026, 11, 27), ""),  # said on a Saturday
        (date(2026, 11, 20), "next fri", date(2026, 11, 27), ""),  # said on a Friday
        (date(2027, 1, 1), "w53 sat", date(2027, 1, 2), ""),  # the ISO year is 2026 still
        (date(2026, 1, 30), "30", date(2026, 1, 30), ""),
        (date(2026, 1, 31), "30", date(2026, 3, 30), ""),  # February is passed over
        (date(2026, 12, 25), "24", date(2027, 1, 24), ""),
        (date(9990, 1, 1), "2 jan", date(9990, 1, 2), ""),
    ],
)
def test_months_and_years_are_crossed_as_the_calendar_has_them(today: date, said: str, day: date, warning: str) -> None:
    assert read_date(said, today) == SaidDate(day, reading(day), warning)


OTHERWISE = "Write it in another way, e.g. fri, 24/3, 16 nov, 2026-03-24."


@pytest.mark.parametrize(
    ("said", "why", "remedy"),
    [
        ("99", "a month has the days 1 to 31", OTHERWISE),
        ("0", "a month has the days 1 to 31", OTHERWISE),
        ("32 nov", "November has the days 1 to 30", OTHERWISE),
        ("30 feb", "February has the days 1 to 29", OTHERWISE),
        ("29 feb 2027", "February 2027 has the days 1 to 28", OTHERWISE),
        ("2026-13-45", "there is no month 13", OTHERWISE),
        ("24/13", "there is no month 13", OTHERWISE),
        ("0000-01-01", "there is no year 0", OTHERWISE),
        (
            "3/24",
            "there is no month 24",
            "Write the day before the month, e.g. fri, 24/3, 16 nov, 2026-03-24.",
        ),
        ("24st", "24st may be a slip", "Write 24th or 24."),
        ("12nd nov", "12nd may be a slip", "Write 12th or 12."),
        ("next fri week", '"next" and "week" are too much together', OTHERWISE),
        ("w34", "a week has seven days", "Add the day, e.g. w34 tue."),
        ("w54 tue", "weeks are 1 to 53 and their days 1 to 7", OTHERWISE),
        ("2026-w34-8", "weeks are 1 to 53 and their days 1 to 7", OTHERWISE),
        ("w53 tue 2027", "2027 has no week 53", OTHERWISE),
        ("+9999y", "it is outside the years 1 to 9999", OTHERWISE),
        ("9999-w52-7", "it is outside the years 1 to 9999", OTHERWISE),
        ("18-20 aug", "it is not written like a date", OTHERWISE),
        ("24-3", "it is not written like a date", OTHERWISE),
        ("nov", "it is not written like a date", OTHERWISE),
        ("2026", "it is not written like a date", OTHERWISE),
        ("1_6 nov", "it is not written like a date", OTHERWISE),
        ("\u0662\u0664", "it is not written like a date", OTHERWISE),
        ("\u0662\u0664/\u0663", "it is not written like a date", OTHERWISE),
        ("24/3; rm -rf", "it is not written like a date", OTHERWISE),
    ],
)
def test_what_is_no_date_is_refused_with_the_value_and_what_would_do(said: str, why: str, remedy: str) -> None:
    with pytest.raises(Refused) as refused:
        read_date(said, TODAY)
    assert refused.value.sentence == f'"{said}" is no date that can be read: {why}.'
    assert refused.value.remedy == remedy


@pytest.mark.parametrize(
    ("said", "real", "near"),
    [
        ("mon 17 nov 2026", "17 Nov 2026 is a Tuesday", "Mon 16 Nov 2026 or Mon 23 Nov 2026"),
        ("mon 24", "24 Nov 2026 is a Tuesday", "Mon 23 Nov 2026 or Mon 30 Nov 2026"),
        ("wed 2027-03-23", "23 Mar 2027 is a Tuesday", "Wed 17 Mar 2027 or Wed 24 Mar 2027"),
        # Last year's would fit, and month/day would fit: both are named.
        (
            "mon 16 nov",
            "16 Nov 2027 is a Tuesday",
            "Mon 16 Nov 2026, Mon 15 Nov 2027 or Mon 22 Nov 2027",
        ),
        ("thu 3/4", "3 Apr 2027 is a Saturday", "Thu 4 Mar 2027, Thu 1 Apr 2027 or Thu 8 Apr 2027"),
        ("mon 2026-w34-2", "18 Aug 2026 is a Tuesday", "Mon 17 Aug 2026 or Mon 24 Aug 2026"),
        ("sun 0001-01-01", "1 Jan 0001 is a Monday", "Sun 7 Jan 0001"),
        ("sat 9999-12-31", "31 Dec 9999 is a Friday", "Sat 25 Dec 9999"),
    ],
)
def test_a_weekday_that_does_not_fit_is_refused_with_the_real_one_and_the_dates_that_fit(
    said: str, real: str, near: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_date(said, TODAY)
    assert refused.value.sentence == f'"{said}" is no date that can be read: {real}.'
    assert refused.value.remedy == f"Near it: {near}."


@pytest.mark.parametrize("said", ["24", "16 nov", "w34 tue", "tomorrow", "+1m", "fri week"])
def test_what_comes_after_the_last_day_of_the_calendar_is_refused(said: str) -> None:
    with pytest.raises(Refused, match=f'^"{re.escape(said)}" is no date .*: it is outside the years 1 to 9999'):
        read_date(said, date(9999, 12, 31))


def test_nothing_said_is_refused() -> None:
    with pytest.raises(Refused, match=r"^No date is given\. Write one, e\.g\. fri"):
        read_date(" \n ", TODAY)


def test_a_long_or_hostile_text_is_quoted_short_and_visible() -> None:
    with pytest.raises(Refused) as refused:
        read_date("1 " * 50_000 + "\x1b[2J", TODAY)
    assert refused.value.sentence == (f'"{("1 " * 30)[:59]}…" is no date that can be read: it is longer than any date.')
    with pytest.raises(Refused, match=r'^"␛\[2J" is no date'):
        read_date("\x1b[2J", TODAY)


@given(st.dates(), st.dates())
@quickly
def test_an_iso_date_reads_as_itself_on_any_day(day: date, today: date) -> None:
    got = read_date(day.isoformat(), today)
    assert (got.day, got.reading) == (day, reading(day))
    assert ("in the past" in got.warning) == (day < today)


@given(st.dates(), st.dates(max_value=date(9000, 1, 1)))
@quickly
def test_the_full_reading_reads_as_the_day_that_it_shows(day: date, today: date) -> None:
    assert read_date(reading(day), today).day == day
    assert read_date(f"{day:%G}-w{day:%V}-{day:%u}".rjust(len("2026-w34-2"), "0"), today).day == day


@given(st.sampled_from(["mon", "fri", "next tue", "24", "24/3", "16 nov", "29 feb", "w34 tue", "w53 mon"]), st.dates())
@quickly
def test_without_a_year_it_is_never_before_today(said: str, today: date) -> None:
    got = read_or_refused(said, today)
    if isinstance(got, Refused):
        assert today.year > 9985  # the calendar ends before the next one
    else:
        assert got.day >= today


@given(nearly | st.text(max_size=12), st.dates())
@quickly
def test_whatever_is_said_is_read_or_refused_with_a_remedy(said: str, today: date) -> None:
    got = read_or_refused(said, today)
    if isinstance(got, Refused):
        assert got.remedy.endswith(".")
    else:
        assert got.reading == reading(got.day)
        assert got.day >= today or "in the past" in got.warning


@given(st.integers(min_value=-5000, max_value=5000))
@quickly
def test_a_step_of_days_and_of_weeks_is_counted_from_today(count: int) -> None:
    assert read_date(f"{count:+}d", TODAY).day == TODAY + timedelta(days=count)
    assert read_date(f"{count:+}w", TODAY).day == TODAY + timedelta(weeks=count)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("14:00", time(14)),
        ("14", time(14)),
        ("14h", time(14)),
        ("14h30", time(14, 30)),
        ("9.30", time(9, 30)),
        ("0900", time(9)),
        ("930", time(9, 30)),
        ("2pm", time(14)),
        (" 2:30 P.M. ", time(14, 30)),
        ("12am", time(0)),
        ("12:15am", time(0, 15)),
        ("12pm", time(12)),
        ("noon", time(12)),
        ("Noon", time(12)),
        ("0", time(0)),
        ("2", time(2)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time_is_read_as_people_write_it(said: str, at: time) -> None:
    assert read_time(said) == at


OTHERWISE_TIME = "Write it in another way, e.g. 14:00, 9.30, 2pm, 0900, noon."


@pytest.mark.parametrize(
    ("said", "why", "remedy"),
    [
        ("25", "a day has the times 00:00 to 23:59", OTHERWISE_TIME),
        ("14:60", "a day has the times 00:00 to 23:59", OTHERWISE_TIME),
        ("24:00", "a day ends at 23:59", "Write 00:00, with the date of the next day."),
        ("13pm", "with am or pm the hour is 1 to 12", OTHERWISE_TIME),
        ("0am", "with am or pm the hour is 1 to 12", OTHERWISE_TIME),
        ("9:5", "it is not written like a time", OTHERWISE_TIME),
        ("12345", "it is not written like a time", OTHERWISE_TIME),
        ("midnight", "it is not written like a time", OTHERWISE_TIME),
        ("\u0661\u0664", "it is not written like a time", OTHERWISE_TIME),
        ("14:00+02:00", "it is not written like a time", OTHERWISE_TIME),
    ],
)
def test_what_is_no_time_is_refused_with_the_value_and_what_would_do(said: str, why: str, remedy: str) -> None:
    with pytest.raises(Refused) as refused:
        read_time(said)
    assert refused.value.sentence == f'"{said}" is no time that can be read: {why}.'
    assert refused.value.remedy == remedy


def test_no_time_said_is_refused() -> None:
    with pytest.raises(Refused, match=r"^No time is given\. Write one, e\.g\. 14:00"):
        read_time("  ")


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
@quickly
def test_a_time_reads_as_itself_in_each_way_to_write_it(at: time) -> None:
    for form in ("%H:%M", "%H.%M", "%H%M", "%Hh%M", "%I:%M %p"):
        assert read_time(at.strftime(form)) == at


@given(st.text(st.sampled_from("0123456789:.h apm\u0661\x1b"), max_size=8))
@quickly
def test_whatever_is_said_of_a_time_is_read_to_the_minute_or_refused(said: str) -> None:
    try:
        got = read_time(said)
    except Refused:
        return
    assert (got.second, got.microsecond, got.tzinfo) == (0, 0, None)

"""A session in one line: what it says, where it is at fault, and that what is printed parses back."""

from datetime import date, time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from acxdesk.rules.durations import Duration, Pace
from acxdesk.rules.localtime import zone_names
from acxdesk.rules.scheduleline import KEYS, LONGEST, LineReading, SaidCoach, SaidSession, read_line
from acxdesk.rules.sessions import Delivery, Role
from acxdesk.rules.text import clean_line

TODAY = date(2026, 10, 26)
LAWS = settings(max_examples=150, deadline=None)


def read(line: str) -> LineReading:
    return read_line(line, TODAY)


def said(line: str) -> SaidSession:
    reading = read(line)
    assert reading.faults == ()
    return reading.said


FULL = SaidSession(
    programme="ACXM",
    start=date(2026, 11, 16),
    at=time(14),
    zone="Europe/London",
    coaches=(SaidCoach("towers"),),
    most=12,
)


@pytest.mark.parametrize(
    "line",
    [
        "ACXM mon 16 nov 14:00 London coach:towers max:12",
        "ACXM max:12 coach:towers London 14:00 mon 16 nov",
        "ACXM on mon, 16 nov at 2pm in London coach: towers seats: 12",
        "  ACXM\t16/11/2026  14h00 europe/london coach:towers:lead max:12  ",
        "ACXM 16 nov 2026 1400 coach:towers zone:London max:12",
        "ACXM 16 nov 14 London coach:towers max:12",
        "ACXM date:16 nov time:14 London coach:towers max:12 online",
    ],
)
def test_a_session_is_said_in_any_order_and_as_people_say_it(line: str) -> None:
    assert said(line) == FULL


def test_everything_that_a_session_is_can_be_said() -> None:
    line = (
        'ACXM 7 dec 9.30 New York coach:"Ada Byron":assistant coach:towers min:4 max:12 city:Paris venue:"Room ""2""" '
        'for:"Zürich [/] Werke" link:https://example.org/a?b=1 lang:english 3 weeks @ 5 hours decide:mon 9 nov draft '
        'closed:sk holidays:gb,India accept:"They share a room."'
    )
    session = said(line)
    assert session == SaidSession(
        programme="ACXM",
        start=date(2026, 12, 7),
        at=time(9, 30),
        zone="America/New_York",
        coaches=(SaidCoach("Ada Byron", Role.ASSISTANT), SaidCoach("towers")),
        least=4,
        most=12,
        city="Paris",
        venue='Room "2"',
        organisation="Zürich [/] Werke",
        link="https://example.org/a?b=1",
        language="en",
        duration="3 weeks @ 5 hours per week",
        decision_on=date(2026, 11, 9),
        draft=True,
        closed="skip",
        holidays=("GB", "IN"),
        accept="They share a room.",
    )
    assert session.delivery is Delivery.IN_HOUSE


@pytest.mark.parametrize(
    ("line", "delivery"),
    [
        ("ACXM 7 dec London", Delivery.ONLINE),
        ("ACXM 7 dec London city:London", Delivery.CITY),
        ("ACXM 7 dec for:Acme", Delivery.IN_HOUSE),
    ],
)
def test_a_zone_names_no_city_to_teach_in(line: str, delivery: Delivery) -> None:
    assert said(line).delivery is delivery


@pytest.mark.parametrize(
    ("words", "at", "start"),
    [
        ("16 nov 20", time(20), date(2026, 11, 16)),  # rather an hour than a year that is past
        ("16 nov 26", None, date(2026, 11, 16)),  # no hour
        ("16 nov 2026", None, date(2026, 11, 16)),  # a year, and not 20:26
        ("16 nov 0930", time(9, 30), date(2026, 11, 16)),
        ("9.10 8.30", time(8, 30), date(2027, 10, 9)),
        ("28 14:00", time(14), date(2026, 10, 28)),
        ("in 3 days noon", time(12), date(2026, 10, 29)),
        ("fri week 2 pm", time(14), date(2026, 11, 6)),
        ("w49 tue 14:00", time(14), date(2026, 12, 1)),
    ],
)
def test_of_several_readings_the_likely_one_is_taken(words: str, at: time | None, start: date) -> None:
    session = said(f"ACXM {words}")
    assert (session.at, session.start) == (at, start)


def test_a_bare_hour_and_an_unclear_date_are_told() -> None:
    assert read("ACXM 3/4 9 decide:1 oct").doubts == (
        '"3/4": Read as day/month; as month/day it would be Thu 4 Mar 2027.',
        '"9" is read as the time 09:00.',
        '"1 oct": Read as the next one; Thu 1 Oct 2026 was 25 days ago.',
    )


def test_every_fault_is_told_at_once_with_its_place_and_its_remedy() -> None:
    line = 'ACXM mon 17 nov 25:00 Londn coach:ada byron max:x capx:3 city:"" venue:"Room'
    faults = [(line[fault.at : fault.at + fault.length], str(fault)) for fault in read(line).faults]
    assert faults == [
        (
            "mon 17 nov",
            (
                '"mon 17 nov" is no date that can be read: 17 Nov 2026 is a Tuesday. Near it: Mon 16 Nov 2026 or Mon '
                "23 Nov 2026."
            ),
        ),
        (
            "25:00",
            (
                '"25:00" is no time that can be read: a day has the times 00:00 to 23:59. Write it in another way, '
                "e.g. 14:00, 9.30, 2pm, 0900, noon."
            ),
        ),
        ("Londn", '"Londn" is not understood. Did you mean London?'),
        ("byron", '"byron" is not understood. What belongs together stands in quotes: coach:"ada byron".'),
        ("max:x", '"x" is no number of seats. Write digits, as max:12.'),
        (
            "capx:3",
            (
                'There is no key "capx". There are date, time, zone, coach, min, max, city, venue, for, link, lang, '
                "duration, decide, closed, holidays, accept."
            ),
        ),
        ('city:""', 'Nothing stands behind "city:". Write it there, in quotes where it has blanks: city:"...".'),
        ('venue:"Room', 'A quote is not closed. Put a " behind what belongs together.'),
        ('venue:"Room', "A venue is in a city. Say it too, as city:London."),
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("", "No programme is named. Begin with its code, as ACXM mon 16 nov 14:00 London coach:towers max:12."),
        ("max:12 7 dec", "No programme is named. Begin with its code, as ACXM mon 16 nov 14:00 London coach:towers"),
        ("ACXM 14:00", "No date is given. Say when it starts, as mon 16 nov."),
        ("ACXM 7 dec eastern", 'More than one zone is called "eastern". Write Canada/Eastern or US/Eastern.'),
        ("ACXM 7 dec 8 dec", '"8 dec" says the date a second time. Say it once.'),
        ("ACXM 7 dec max:2 max:3", '"3" says the max a second time. Say it once.'),
        ("ACXM 7 dec coach:towers:boss", '"boss" is no part of a coach. Say coach:name, coach:name:assistant or'),
        ("ACXM 7 dec cuach:towers", 'There is no key "cuach". Did you mean coach:towers?'),
        ("ACXM 7 dec drfat", '"drfat" is not understood. Did you mean draft?'),
        ("ACXM 7 dec closed:s", '"s" is nothing to do about closed days. Say shift, skip or keep.'),
        ("ACXM 7 dec holidays:gbx", 'There is no country "gbx".'),
        ("ACXM 7 dec 4 days @ x hours", '"4 days @" is no duration.'),
        ("ACXM 7 dec new y", '"new y" is not understood. Did you mean New York?'),
        ("ACXM 7 dec [x] \u0639 qqq", '"[x] \u0639 qqq" is not understood. A coach is said as coach:name'),
        ("ACXM 7 dec 400 days @ 25 hours", "A meeting of 25 hours cannot be taught. Give 1 minute to 24 hours"),
        ("ACXM 7 dec decide:mon 10 nov", '"mon 10 nov" is no date that can be read: 10 Nov 2026 is a Tuesday.'),
        ("ACXM 7 dec city:a\x1bb", "City: has a control character (ESC, U+001B) at place 2."),
    ],
)
def test_a_fault_says_what_is_wrong_and_what_would_do(line: str, fault: str) -> None:
    assert any(str(one).startswith(fault) for one in read(line).faults), read(line).faults


def test_a_line_that_is_too_long_is_told_and_not_read() -> None:
    assert [str(fault) for fault in read("A" * 5_000).faults] == [
        f"The line has 5,000 characters; at most {LONGEST:,}. Say one session in a line."
    ]


def test_where_a_part_stands_is_known_and_a_missing_one_stands_at_the_end() -> None:
    reading = read("ACXM 7 dec max:12")
    assert [reading.place(kind) for kind in ("date", "max", "zone")] == [(5, 5), (11, 6), (17, 0)]


names = st.text(min_size=1, max_size=30).filter(lambda text: _cleans(text) == text)
figures = st.integers(0, 9_999_999)
durations = st.builds(Duration, st.sampled_from([Pace.DAYS, Pace.WEEKS]), st.integers(1, 999), st.integers(1, 1440))
sessions = st.builds(
    SaidSession,
    programme=names,
    start=st.dates(date(1970, 1, 1), date(2199, 12, 31)),
    at=st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    zone=st.just("") | st.sampled_from(sorted(zone_names())),
    coaches=st.lists(st.builds(SaidCoach, names, st.sampled_from(Role)), max_size=3).map(tuple),
    least=st.none() | figures,
    most=st.none() | figures,
    city=names,
    venue=st.just("") | names,
    organisation=st.just("") | names,
    link=st.just("") | st.just("https://example.org/a?b=c:d"),
    language=st.sampled_from(["", "en", "pt-BR"]),
    duration=st.just("") | durations.map(str),
    decision_on=st.none() | st.dates(date(1970, 1, 1), date(2199, 12, 31)),
    draft=st.booleans(),
    closed=st.sampled_from(["", "skip", "shift", "keep"]),
    holidays=st.none() | st.lists(st.sampled_from(["GB", "IN", "US"]), unique=True).map(tuple),
    accept=st.just("") | names,
)


def _cleans(text: str) -> str:
    try:
        return clean_line(text, what="It")
    except Exception:  # noqa: BLE001 - a text that no field takes
        return ""


@LAWS
@given(sessions)
@example(SaidSession(programme="max:1", start=TODAY, coaches=(SaidCoach('a"b:c', Role.IN_TRAINING),), city='"'))
def test_what_is_printed_parses_back_to_itself(session: SaidSession) -> None:
    line = str(session)
    if len(line) <= LONGEST:
        assert read(line).faults == ()
        assert read(line).said == session


pieces = st.sampled_from(
    [
        *(f"{key}:" for key in KEYS),
        '"',
        '""',
        "@",
        " ",
        "16 nov",
        "mon",
        "14:00",
        "New York",
        "3 days @ 5 hours",
        "\x1b[31m",
    ]
)


@LAWS
@given(st.lists(pieces | st.text(max_size=8), max_size=40).map("".join) | st.text(max_size=60))
@example("ACXM " + "1 " * 400)
@example("[/oops] [red]x[/red] [@click=app.quit]q[/] \x00\x9b عباس 佐藤 \ud800")
def test_no_line_makes_it_crash_and_every_fault_stands_in_the_line(line: str) -> None:
    for fault in read(line).faults:
        assert 0 <= fault.at <= fault.at + fault.length <= len(line)
        assert fault.sentence
        assert fault.remedy

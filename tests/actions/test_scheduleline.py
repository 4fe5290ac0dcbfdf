"""A line is understood on a desk: its programme, its people, and what the deed would do."""

from datetime import date, time
from typing import Any

import pytest

from acxdesk.actions.organisations import AddOrganisation, add_organisation
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.actions.scheduleline import House, ReadBack, read_back, schedule_lines
from acxdesk.actions.sessions import schedule
from acxdesk.desk.door import Desk
from acxdesk.desk.settings import Settings
from acxdesk.errors import Refused
from tests.actions.sample import add_programme, book, rows

HOUSE = House(time(14), "Europe/London", (6, 7), 30, 180, 14)
GRACE, ALAN = 6, 7  # the coaches of a desk that is staffed


def read(desk: Desk, line: str) -> ReadBack:
    return read_back(desk, line, HOUSE)


def faults(desk: Desk, line: str) -> list[tuple[str, str]]:
    return [(line[one.at : one.at + one.length], str(one)) for one in read(desk, line).faults]


def person(desk: Desk, name: str, **values: Any) -> int:
    return add_person(desk, AddPerson.read({"name": name, **values})).ids[0]


def test_a_line_becomes_the_request_of_the_deed_with_the_houses_defaults(staffed: Desk) -> None:
    reading = read(staffed, "acxm mon 7 dec coach:grace max:12")
    request = reading.request
    assert request is not None
    assert request.model_dump(exclude_defaults=True, exclude={"rest_minutes", "travel_minutes"}) == {
        "programme": "ACXM",
        "start": date(2026, 12, 7),
        "at": time(14),
        "zone": "Europe/London",
        "coaches": ({"person": GRACE},),
        "capacity_max": 12,
        "decision_days": 14,
    }
    assert [(one.number, one.day, one.hours) for one in reading.meetings] == [
        (1, "Mon 7 Dec 2026", "14:00-19:00"),
        (2, "Tue 8 Dec 2026", "14:00-19:00"),
        (3, "Wed 9 Dec 2026", "14:00-19:00"),
        (4, "Thu 10 Dec 2026", "14:00-19:00"),
    ]
    assert rows(staffed, "sessions") == []
    assert schedule(staffed, request).reference == "ACXM-2026-12-07"


def test_settings_are_the_defaults() -> None:
    held = Settings(zone="Asia/Dubai", time=time(9), weekend=("Fri", "Sat"), rest_minutes=1, travel_minutes=2)
    assert House.of(held) == House(time(9), "Asia/Dubai", (5, 6), 1, 2, held.decision_days)


def test_what_is_skipped_and_how_a_course_ends_is_told(staffed: Desk) -> None:
    reading = read(staffed, "ACXM thu 24 dec")
    assert [one.day for one in reading.meetings] == [
        "Thu 24 Dec 2026",
        "Tue 29 Dec 2026",
        "Wed 30 Dec 2026",
        "Thu 31 Dec 2026",
    ]
    assert "Skipped: Fri 25 Dec 2026 is Christmas Day in GB" in reading.notes


def test_a_second_session_of_one_start_is_told(staffed: Desk) -> None:
    request = read(staffed, "ACXM 7 dec").request
    assert request is not None
    schedule(staffed, request)
    second = read(staffed, "ACXM 7 dec")
    assert second.notes == ("ACXM-2026-12-07 is there already; this is another one, ACXM-2026-12-07-2.",)


def test_a_clash_is_a_fault_until_the_line_says_why_it_is_accepted(staffed: Desk) -> None:
    request = read(staffed, "ACXM 7 dec coach:grace").request
    assert request is not None
    schedule(staffed, request)
    line = "ACXM 9 dec 16:00 coach:grace"
    clashing = read(staffed, line)
    assert clashing.request is None
    assert len(clashing.meetings) == 4
    assert [(one.at, one.length) for one in clashing.faults] == [(len(line), 0)] * 2
    assert "Grace Hopper" in clashing.faults[0].sentence
    assert clashing.faults[0].remedy == 'Say another time or coach, or why it stays so: accept:"why".'
    accepted = read(staffed, f'{line} accept:"They share the room."').request
    assert accepted is not None
    assert schedule(staffed, accepted).reference == "ACXM-2026-12-09"


def test_lines_see_the_ones_before_them_and_clash_with_these(staffed: Desk) -> None:
    report = schedule_lines(staffed.rehearsing(), ("ACXM 7 dec coach:grace", "ACXM 9 dec 16:00 coach:grace"), HOUSE)
    assert [len(reading.faults) for reading in report.readings] == [0, 2]
    assert report.receipt.sentence == "1 line of 2 cannot stay so."
    with pytest.raises(Refused, match="Grace Hopper"):
        schedule_lines(staffed, ("ACXM 7 dec coach:grace", "ACXM 9 dec 16:00 coach:grace"), HOUSE)
    assert rows(staffed, "sessions") == []


def test_a_closed_day_is_skipped_or_kept_as_the_line_says(staffed: Desk) -> None:
    assert len(read(staffed, "ACXM wed 23 dec closed:skip").meetings) < 4
    assert [one.day for one in read(staffed, "ACXM wed 23 dec closed:keep").meetings][2] == "Fri 25 Dec 2026"
    assert [one.day for one in read(staffed, "ACXM wed 23 dec holidays:none").meetings][2] == "Fri 25 Dec 2026"


def test_people_are_found_by_whole_words_then_by_beginnings_and_coaches_go_before_others(staffed: Desk) -> None:
    person(staffed, "Imogen Towers", coach=True)
    person(staffed, "Imke Towersley", coach=True)
    person(staffed, "Grace Kelly")
    for said, name in (("towers", "Imogen Towers"), ("towersl", "Imke Towersley"), ("imog", "Imogen Towers")):
        assert [coach.name for coach in read(staffed, f"ACXM 7 dec coach:{said}").coaches] == [name]
    assert [coach.person for coach in read(staffed, "ACXM 7 dec coach:grace").coaches] == [GRACE]
    assert [coach.person for coach in read(staffed, f"ACXM 7 dec coach:{ALAN}").coaches] == [ALAN]


def test_all_that_the_desk_does_not_know_is_told_with_its_place(staffed: Desk) -> None:
    person(staffed, "Imogen Towers", coach=True)
    person(staffed, "Ian Towers", coach=True)
    person(staffed, "Zoë Bart")
    add_organisation(staffed, AddOrganisation.read({"name": "Analytical Engines"}))
    line = 'ACXN mon 7 dec coach:towers coach:"zoe bart" coach:nobody for:Analytic'
    assert faults(staffed, line) == [
        ("ACXN", 'There is no programme "ACXN". Near it: ACXM.'),
        ("coach:towers", '2 coaches answer to "towers": Ian Towers (9); Imogen Towers (8). Give the number.'),
        ('coach:"zoe bart"', "Zoë Bart is not a coach. Mark her as a coach first."),
        ("coach:nobody", 'Nobody answers to "nobody". Give a number, an address or a name.'),
        ("for:Analytic", 'There is no organisation "Analytic". Near it: Analytical Engines (1).'),
    ]


@pytest.mark.parametrize(
    ("line", "place", "sentence"),
    [
        ("ACXP 7 dec", "ACXP", 'ACXP has no printed duration. Say one, as duration:"3 days @ 5 hours per day".'),
        ("ACXO 7 dec", "ACXO", "ACXO is retired. Take it back into the catalogue first."),
        ("ACXM sat 5 dec", "sat 5 dec", "Sat 5 Dec 2026 is a weekend. The nearest working days are Fri 4 Dec 2026 and"),
        ("ACXM 7 dec min:9 max:3", "7 dec", "The minimum of 9 seats is above the maximum of 3."),
        ("ACXM 7 dec max:0", "7 dec", "A capacity of 0 to 0 seats cannot be kept. Give at least one seat."),
        ("ACXM 7 dec link:x", "link:x", "Link “x” is no web address. Write it as https://example.org/room."),
        ("ACXM 28 mar 2027 1:30", "28 mar 2027", "Sun 28 Mar 2027 is a weekend."),
    ],
)
def test_what_the_deed_would_refuse_is_a_fault_of_the_line(staffed: Desk, line: str, place: str, sentence: str) -> None:
    add_programme(staffed, "ACXP", "")
    add_programme(staffed, "ACXO", retired=True)
    ((at, said),) = faults(staffed, line)
    assert at == place
    assert said.startswith(sentence)
    assert read(staffed, line).request is None


def test_the_clocks_are_those_of_the_coach_and_of_who_waits_for_the_programme(staffed: Desk) -> None:
    ravi = person(staffed, "Ravi", country="IN")
    person(staffed, "Kim", country="US")
    person(staffed, "Okafor", coach=True, zone="Africa/Lagos")
    assert [clock.city for clock in read(staffed, "ACXM 7 dec coach:okafor").clocks] == [
        "Lagos",
        "Los Angeles",
        "Kolkata",
    ]
    request = read(staffed, "ACXM 14 dec max:1").request
    assert request is not None
    session = schedule(staffed, request).reference
    book(staffed, session, 1)
    book(staffed, session, ravi)
    assert [clock.city for clock in read(staffed, "ACXM 7 dec").clocks] == ["Kolkata"]


def test_hostile_words_are_faults_and_change_nothing(staffed: Desk) -> None:
    for line in (
        "\x1b[31m",
        "ACXM 7 dec coach:[/oops]",
        "ACXM \ud800 coach:\ud800",
        "ACXM 7 dec for:عباس",
        "x" * 5_000,
    ):
        assert read(staffed, line).request is None
    assert rows(staffed, "sessions") == []

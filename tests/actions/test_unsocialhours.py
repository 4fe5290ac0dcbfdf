"""Who is booked is told when the meetings are outside 07:00-22:00 on her own clock; nobody is refused for it."""

import pytest

from acxdesk.actions.people import AddPerson, add_person
from acxdesk.actions.transfers import Transfer, transfer
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from tests.actions.sample import add_programme, book, move, run, utc
from tests.conftest import Statements

MORNINGS = "4 of 4 meetings are outside 07:00-22:00"


@pytest.fixture
def morning(desk: Desk) -> str:
    """A session from 07:00 to 12:00 in London, of ten seats."""
    add_programme(desk, most=10)
    return run(desk, at="07:00")


def person(desk: Desk, name: str, zone: str = "", country: str = "") -> int:
    return add_person(desk, AddPerson.read({"name": name, "zone": zone, "country": country})).ids[0]


def test_one_who_would_sit_at_night_is_booked_and_told(desk: Desk, morning: str) -> None:
    ada = person(desk, "Ada Byron", "America/New_York")
    report = book(desk, morning, ada)
    assert report.receipt.sentence == f"Ada Byron booked on {morning}, seat 1 of 10."
    assert report.warned == report.receipt.lines == (f"Ada Byron: {MORNINGS} in New York: 02:00-07:00.",)


@pytest.mark.parametrize(
    ("zone", "country", "told"),
    [
        ("Europe/London", "US", ""),  # her zone says more than her country
        ("", "", ""),
        ("", "GB", ""),
        ("", "JM", "in Jamaica: 02:00-07:00."),  # a country of one zone
        ("", "US", ""),  # of many
        ("Asia/Kathmandu", "", ""),  # 12:45 to 17:45
    ],
)
def test_her_zone_is_known_by_herself_or_by_a_country_of_one_clock(
    desk: Desk, morning: str, zone: str, country: str, told: str
) -> None:
    (line,) = book(desk, morning, person(desk, "Ada Byron", zone, country)).warned or ("",)
    assert line.endswith(told)
    assert bool(line) is bool(told)


def test_of_many_each_is_told_and_only_those_who_come(desk: Desk, morning: str) -> None:
    people = [person(desk, name, "America/New_York") for name in ("Ada", "Bob")] + [person(desk, "Cleo")]
    applied = move(desk, morning, "apply", *people)
    assert applied.warned == tuple(f"{name}: {MORNINGS} in New York: 02:00-07:00." for name in ("Ada", "Bob"))
    assert applied.receipt.lines[3:] == applied.warned
    assert move(desk, morning, "withdraw", *people, reason="no time").warned == ()


def test_who_is_transferred_is_told_of_the_hours_there(desk: Desk, morning: str) -> None:
    noon = run(desk, at="14:00")
    ada = person(desk, "Ada Byron", "America/New_York")
    assert book(desk, noon, ada).warned == ()
    values = {"session": noon, "people": (ada,), "to": morning, "reason": "work"}
    assert transfer(desk, Transfer.read(values)).warned == (f"Ada Byron: {MORNINGS} in New York: 02:00-07:00.",)


def test_meetings_that_are_over_do_not_count(desk: Desk, morning: str, clock: FrozenClock) -> None:
    clock.moment = utc(2026, 12, 8, 13)
    ada = person(desk, "Ada Byron", "America/New_York")
    assert book(desk, morning, ada).warned == (
        "Ada Byron: 2 of 2 meetings are outside 07:00-22:00 in New York: 02:00-07:00.",
    )


def test_it_costs_one_statement_for_one_as_for_many(desk: Desk, morning: str, statements: Statements) -> None:
    people = [person(desk, f"Delegate {number}", "America/New_York") for number in range(4)]
    for some in (people[:1], people[1:]):
        with statements(desk) as sent:
            book(desk, morning, *some)
        assert len([one for one in sent if "meetings" in one and one.startswith("SELECT")]) == 1

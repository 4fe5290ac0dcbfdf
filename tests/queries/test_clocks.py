"""The clocks of the delegates who may come: those who wait, else everybody's, each once."""

from datetime import date

import pytest

from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.queries.clocks import delegates_clocks
from tests.actions.sample import add_programme, move, run
from tests.conftest import Statements

TODAY = date(2026, 11, 24)
PEOPLE = (
    ("Ravi", "", "IN"),
    ("Kim", "America/New_York", "US"),
    ("Ada", "", ""),
    ("Maya", "", "IN"),
    ("Zoë", "Europe/Paris", ""),
)


@pytest.fixture
def peopled(desk: Desk) -> Desk:
    """Five delegates, one of whom has no clock, and a coach; ACXM with one seat."""
    add_programme(desk, most=1)
    for name, zone, country in PEOPLE:
        add_person(desk, AddPerson.read({"name": name, "zone": zone, "country": country}))
    add_person(desk, AddPerson.read({"name": "Grace", "coach": True, "zone": "Asia/Tokyo"}))
    return desk


def test_where_nobody_waits_they_are_those_of_all_delegates(peopled: Desk) -> None:
    with peopled.reading() as work:
        assert delegates_clocks(work, 1, TODAY) == (("", "IN"), ("America/New_York", "US"), ("Europe/Paris", ""))


@pytest.mark.parametrize("waiting", [(1,), (1, 2, 4)])
def test_those_who_wait_go_before_all_in_one_statement(
    peopled: Desk, waiting: tuple[int, ...], statements: Statements
) -> None:
    session = run(peopled)
    for person in waiting:
        move(peopled, session, "apply", person)
    with statements(peopled) as seen, peopled.reading() as work:
        clocks = delegates_clocks(work, 1, TODAY)
    assert clocks == ((("", "IN"),) if waiting == (1,) else (("", "IN"), ("America/New_York", "US")))
    assert len(seen) == 1

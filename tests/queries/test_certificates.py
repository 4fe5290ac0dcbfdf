"""What certificates are made of, read in one statement each."""

from datetime import date

import pytest

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound, Refused
from acxdesk.queries.certificates import awarded_in, of_number, of_person, of_row, of_rows, of_session
from acxdesk.queries.sessions import session
from acxdesk.rules.accreditations import State
from acxdesk.rules.certificates import Taught
from acxdesk.rules.sessions import Delivery
from tests.actions.awarded import add_award
from tests.actions.sample import add_people, add_programme, book, run
from tests.conftest import Statements

REF = "ACXM-2026-12-07"


@pytest.fixture
def awarded(desk: Desk) -> Desk:
    """Ada (1), Bob (2) and Cleo (3) in a session of Grace and Alan, Ada and Bob accredited; Bob's was replaced."""
    add_programme(desk)
    add_people(desk, ("Ada", "Bob", "Cleo"))
    add_people(desk, ("Alan Turing", "Grace Hopper"), coach=True)
    coaches = [{"person": 4, "role": "assistant"}, {"person": 5, "role": "lead"}]
    run(desk, coaches=coaches, capacity_max=9, delivery="city", city="London", venue="1 Broad Street")
    book(desk, REF, 1, 2, 3)
    add_award(desk, 2, "ACXM-2026-0002", REF, state=State.SUPERSEDED)
    add_award(desk, 2, "ACXM-2026-0002/2", REF, name="Robert", replaces_id=1)
    add_award(desk, 1, "ACXM-2026-0001", REF)
    add_award(desk, 1, "OLD-1", awarded_on=date(2019, 1, 1), valid_until=None, state=State.REVOKED)
    return desk


def test_all_of_a_certificate_is_read(awarded: Desk) -> None:
    found = of_number(awarded, "acxm-2026-0001")
    assert (found.number, found.state, found.name, found.email) == (
        "ACXM-2026-0001",
        State.ISSUED,
        "Ada",
        "ada@example.org",
    )
    assert (found.programme, found.title, found.post_nominal) == ("ACXM", "Accredited ACXM", "ACXM")
    assert (found.awarded_on, found.valid_until) == (date(2026, 11, 20), date(2028, 11, 20))
    assert found.taught == Taught(
        reference=REF,
        starts_on=date(2026, 12, 7),
        ends_on=date(2026, 12, 10),
        delivery=Delivery.CITY,
        city="London",
        venue="1 Broad Street",
        coaches=("Grace Hopper", "Alan Turing"),
    )
    assert of_number(awarded, found.code) == found == of_row(awarded, 3)


def test_what_was_not_earned_here_has_no_session(awarded: Desk) -> None:
    assert of_number(awarded, "OLD-1").taught is None


def test_what_was_replaced_says_by_what(awarded: Desk) -> None:
    assert of_number(awarded, "ACXM-2026-0002").replaced_by == "ACXM-2026-0002/2"


def test_a_person_and_a_session_have_what_was_not_replaced(awarded: Desk) -> None:
    assert [one.number for one in of_person(awarded, 1)] == ["OLD-1", "ACXM-2026-0001"]
    number = session(awarded, REF).id
    assert [one.name for one in of_session(awarded, number)] == ["Ada", "Robert"]
    assert awarded_in(awarded, number) == 2
    assert of_person(awarded, 3) == ()
    assert (of_session(awarded, 99), awarded_in(awarded, 99)) == ((), 0)


def test_what_is_not_there_is_told(awarded: Desk) -> None:
    with pytest.raises(NotFound, match='There is no accreditation "ACXM-2026-0009"'):
        of_number(awarded, "ACXM-2026-0009")
    with pytest.raises(Refused, match="its check character does not fit"):
        of_number(awarded, "ACEF-ACEF-ACEF")
    with pytest.raises(NotFound):
        of_row(awarded, 99)
    assert [one.number for one in of_rows(awarded, (99, 4, 2))] == ["OLD-1", "ACXM-2026-0002/2"]


def test_a_session_of_many_costs_one_statement(awarded: Desk, statements: Statements) -> None:
    number = session(awarded, REF).id
    counts = []
    for turn in range(2):
        with statements(awarded) as sent:
            of_session(awarded, number)
            of_person(awarded, 1)
            of_rows(awarded, range(turn + 1, 9))
            awarded_in(awarded, number)
        counts.append(len(sent))
        add_award(awarded, 3, f"ACXM-2026-000{turn + 3}", REF)
    assert counts == [4, 4]

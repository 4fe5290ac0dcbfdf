"""The demonstration: what is printed, people who are made up, each import an entry of its own."""

import pytest

from acxdesk.actions.catalogue import load_catalogue
from acxdesk.actions.demo import is_empty, load_demo
from acxdesk.actions.journal import undo
from acxdesk.actions.laureates import load_hall
from acxdesk.actions.people import AddPerson, add_person
from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from tests.actions.sample import add_people, add_programme, entries, faults, rows, run


@pytest.fixture
def demo(desk: Desk) -> Desk:
    load_demo(desk)
    return desk


def test_it_holds_what_is_printed_and_everybody_of_the_seed(demo: Desk) -> None:
    assert {
        table: len(rows(demo, table))
        for table in ("programmes", "sessions", "meetings", "people", "enrolments", "accreditations")
    } == {
        "programmes": 13,
        "sessions": 14,
        "meetings": 55,
        "people": 54,
        "enrolments": 96,
        "accreditations": 133,
    }
    assert {row["zone"] for row in rows(demo, "sessions")} == {"Europe/London"}
    assert {row["at"] for row in rows(demo, "meetings")} == {"14:00"}
    assert {row["day"][:4] for row in rows(demo, "meetings")} == {"2020"}
    assert [row["name"] for row in rows(demo, "people") if row["coach"]][:2] == ["Ngozi Okafor", "Astrid Lindqvist"]
    assert sum(row["coach"] for row in rows(demo, "people")) == 6
    assert faults(demo) == []


def test_no_session_is_over_its_capacity_and_who_came_too_late_waits(demo: Desk) -> None:
    by_place = [row["place"] for row in rows(demo, "enrolments")]
    assert {place: by_place.count(place) for place in by_place} == {"booked": 86, "waitlisted": 3, "applied": 7}
    most = {row["id"]: row["capacity_max"] for row in rows(demo, "sessions")}
    booked = [row["session_id"] for row in rows(demo, "enrolments") if row["place"] == "booked"]
    assert all(booked.count(session) <= capacity for session, capacity in most.items())


def test_every_session_has_a_coach_and_no_coach_is_in_two_places(demo: Desk) -> None:
    coach_of = {row["session_id"]: row["person_id"] for row in rows(demo, "session_coaches")}
    assert len(coach_of) == 14
    assert len(set(coach_of.values())) == 6
    taught = [(coach_of[row["session_id"]], row["day"]) for row in rows(demo, "meetings")]
    assert len(set(taught)) == 55


def test_the_receipt_tells_each_deed_and_each_can_be_taken_back(desk: Desk) -> None:
    receipt = load_demo(desk)
    assert receipt.sentence == "14 sessions, 6 coaches, 48 delegates and 96 places loaded for demonstration."
    assert receipt.lines[:7] == (
        "13 programmes of the printed catalogue loaded.",
        "3 years of the printed Hall of Fame loaded.",
        "6 people imported, 6 organisations made.",
        "48 people imported, 48 organisations made.",
        "6 sessions with 25 meetings imported.",
        "8 sessions with 30 meetings imported.",
        "133 accreditations recorded.",
    )
    assert len(receipt.lines) == entries(desk) == 22
    names = {row["uid"] for row in rows(desk, "meetings")}
    taken_back = 0
    while undo(desk).changed:
        taken_back += 1
    assert taken_back == 20  # the catalogue and the Hall are nobody's deed
    assert is_empty(desk)
    assert len(rows(desk, "programmes")) == 13
    assert load_demo(desk).changed
    assert names.isdisjoint(row["uid"] for row in rows(desk, "meetings"))  # the old ones are called off in calendars
    assert faults(desk) == []


def test_a_catalogue_that_is_there_already_is_no_hindrance(desk: Desk) -> None:
    load_catalogue(desk)
    load_hall(desk)
    assert is_empty(desk)
    assert load_demo(desk).lines[0] == "6 people imported, 6 organisations made."


def test_a_desk_with_somebody_on_it_is_left_alone(desk: Desk) -> None:
    add_person(desk, AddPerson(name="Ada Byron"))
    assert not is_empty(desk)
    with pytest.raises(Refused) as refused:
        load_demo(desk)
    assert refused.value.remedy
    assert entries(desk) == 1


def test_a_desk_with_a_session_on_it_is_left_alone(desk: Desk) -> None:
    add_programme(desk)
    run(desk)
    assert not is_empty(desk)
    with pytest.raises(Refused):
        load_demo(desk)


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    assert load_demo(desk.rehearsing()).rehearsed
    assert is_empty(desk)
    add_people(desk, ["Ada"])
    with pytest.raises(Refused):
        load_demo(desk.rehearsing())

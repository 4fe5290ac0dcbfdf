"""What is proposed for a meeting, from what is on the desk."""

import pytest

from acxdesk.actions.meetings import MoveMeeting, move_meeting
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.proposals import proposals
from acxdesk.records.diaries import TeachingHours
from acxdesk.rules.prerequisites import Of
from tests.actions.sample import add_people, add_programme, book, hold, require, run
from tests.conftest import Statements

GRACE = [{"person": 6}]


@pytest.fixture
def clashing(desk: Desk) -> Desk:
    """Grace Hopper teaches ACXM on Mon 7 to Thu 10 Dec from 14:00 to 19:00, and CPP on the Tuesday at 15:00."""
    add_programme(desk)
    add_people(desk, ("Ada", "Bob", "Cleo", "Dan", "Eve"))
    add_people(desk, ("Grace Hopper", "Alan Turing"), coach=True)
    add_programme(desk, "CPP", "1 day @ 2 hours per day", most=9)
    book(desk, run(desk, coaches=GRACE), 1)
    book(desk, run(desk, "2026-12-08", programme="CPP", at="15:00", coaches=GRACE, accept="for now"), 1, 2)
    return desk


def test_a_free_time_is_proposed_and_moving_there_clashes_with_nothing(clashing: Desk) -> None:
    found = proposals(clashing, 5)
    assert (found.session, found.number, found.label) == ("CPP-2026-12-08", 1, "CPP day 1")
    assert found.teachers == {6: "Grace Hopper"}
    first = found.slots[0]
    assert first.words == "Tue 8 Dec 2026 12:00: 3 h earlier, 3 calendars change"
    there = {"session": found.session, "number": 1, "day": first.day, "at": first.at}
    assert move_meeting(clashing, MoveMeeting.read(there)).changed


def test_coaches_are_proposed_who_are_free_and_hold_what_is_asked(clashing: Desk) -> None:
    assert [one.name for one in proposals(clashing, 5).coaches] == ["Alan Turing"]
    require(clashing, "CPP", "ACXM", of=Of.COACH)
    assert proposals(clashing, 5).coaches == ()
    hold(clashing, 7, "ACXM")
    assert [one.words for one in proposals(clashing, 5).coaches] == [
        "Alan Turing: 4 calendars change, 0 meetings in the days around"
    ]
    with clashing.changing("prepare", kind="system") as change:
        change.work.add(TeachingHours(person_id=7, weekday=1, opens=540, closes=1080, zone="Europe/London"))
    assert proposals(clashing, 5).coaches == ()


def test_a_meeting_that_is_not_there_has_no_proposals(clashing: Desk) -> None:
    with pytest.raises(NotFound, match="No meeting 99 is held"):
        proposals(clashing, 99)


def test_proposals_cost_the_same_however_many_there_are(clashing: Desk, statements: Statements) -> None:
    counts = []
    for names in (("Mary Somerville", "Ada Yonath"), ()):
        with statements(clashing) as sent:
            proposals(clashing, 5)
        counts.append(len(sent))
        more = add_people(clashing, names, coach=True)
        for coach in more:
            book(clashing, run(clashing, coaches=[{"person": coach}]), 3)
    assert counts[0] == counts[1]

"""Clashes that stand are accepted with a reason, and told again when a side moves."""

from itertools import combinations
from pathlib import Path

import pytest

from acxdesk.actions.catalogue import load_catalogue
from acxdesk.actions.clashes import AcceptClashes, UnacceptClashes, accept_clashes, unaccept_clashes
from acxdesk.actions.journal import undo
from acxdesk.actions.meetings import MoveMeeting, move_meeting
from acxdesk.actions.printed import ImportPrinted, import_printed
from acxdesk.actions.runs import Coaching
from acxdesk.actions.sessions import EditSession, edit_session
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.clashes import clashes_between
from acxdesk.queries.sessions import sessions
from tests.actions.sample import add_people, add_programme, book, book_of, rows, run, utc

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clashing(staffed: Desk) -> Desk:
    """Ada and Bob sit ACXM and CPP on Mon 7 Dec at one time."""
    add_programme(staffed, "CPP", "1 day @ 2 hours per day", most=9)
    for session in (run(staffed), run(staffed, programme="CPP")):
        book(staffed, session, 1, 2)
    return staffed


def accepted(desk: Desk) -> dict[str, str]:
    return {one.clash.name: one.accepted for one in clashes_between(desk)}


def test_many_are_accepted_as_one_deed_with_one_reason(clashing: Desk) -> None:
    before = book_of(clashing)
    names = tuple(accepted(clashing))
    assert names == ("delegate-1-5-1", "delegate-1-5-2")
    receipt = accept_clashes(clashing, AcceptClashes(clashes=names, reason="both are recorded"))
    assert receipt.sentence == "2 clashes accepted: both are recorded"
    assert accepted(clashing) == dict.fromkeys(names, "both are recorded")
    undo(clashing)
    assert book_of(clashing) == before


def test_another_reason_takes_the_place_of_the_first(clashing: Desk) -> None:
    first = AcceptClashes(clashes=("delegate-1-5-1",), reason="recorded")
    accept_clashes(clashing, first)
    assert not accept_clashes(clashing, first).changed
    accept_clashes(clashing, first.model_copy(update={"reason": "she sits half of each"}))
    assert [row["reason"] for row in rows(clashing, "accepted_clashes")] == ["she sits half of each"]


def test_an_acceptance_is_taken_back_and_lapses_when_a_side_moves(clashing: Desk) -> None:
    accept_clashes(clashing, AcceptClashes(clashes=("delegate-1-5-1", "delegate-1-5-2"), reason="recorded"))
    receipt = unaccept_clashes(clashing, UnacceptClashes(clashes=("delegate-1-5-1",)))
    assert receipt.sentence == "1 clash accepted no more."
    assert not unaccept_clashes(clashing, UnacceptClashes(clashes=("delegate-1-5-1",))).changed
    assert accepted(clashing) == {"delegate-1-5-1": "", "delegate-1-5-2": "recorded"}
    there = {"session": "CPP-2026-12-07", "number": 1}
    move_meeting(clashing, MoveMeeting.read({**there, "at": "15:00", "accept": "as before"}))
    move_meeting(clashing, MoveMeeting.read({**there, "at": "14:00", "accept": "back again"}))
    assert accepted(clashing) == {"delegate-1-5-1": "back again", "delegate-1-5-2": "recorded"}


@pytest.mark.parametrize("name", ["delegate-1-5-3", "delegate-99-5-1", "nothing", "busy-1-20261207T1400-1"])
def test_what_does_not_stand_is_not_accepted(clashing: Desk, name: str) -> None:
    with pytest.raises(NotFound, match=f"No clash {name} stands"):
        accept_clashes(clashing, AcceptClashes(clashes=(name,), reason="why not"))


def test_on_the_printed_lists_the_24th_of_november_2020_has_four_at_once(desk: Desk) -> None:
    load_catalogue(desk)
    (okafor,) = add_people(desk, ["Ngozi Okafor"], coach=True)
    for name in ("schedule-1.txt", "schedule-2.txt"):
        text = (ROOT / "seed" / name).read_text(encoding="utf-8")
        import_printed(desk, ImportPrinted.read({"text": text, "year": 2020, "at": "14:00", "zone": "Europe/London"}))
    listed = sessions(desk)
    for line in listed.after(None, 50):
        request = EditSession(session=line.cells[0], coaches=(Coaching(person=okafor),), accept="one coach for all")
        edit_session(desk, request)
    found = clashes_between(desk, utc(2020, 11, 24), utc(2020, 11, 25))
    labels = sorted({side.label for one in found for side in one.clash.sides})
    assert len(labels) == 4
    pairs = {frozenset(side.label for side in one.clash.sides) for one in found}
    assert pairs == {frozenset(pair) for pair in combinations(labels, 2)}
    assert all(one.accepted == "one coach for all" for one in found)
    assert found[0].sentence == (
        "Tue 24 Nov 2020 14:00-17:00 London: Ngozi Okafor teaches CPP-Coach week 4 and COIM week 2 (3 h overlap)."
    )

"""Whose calendar has changed since it was given out: every change told once, by a constant number of statements."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.givens import SYSTEM, note_given
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.meetings import AddMeeting, CancelMeeting, MoveMeeting, add_meeting, cancel_meeting, move_meeting
from acxdesk.actions.sessions import EditSession, edit_session
from acxdesk.actions.sharing import Share, share
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.givens import PersonUpdates, never_given, occasions_of, pending, standing
from acxdesk.rules.updates import News, Part, Way, briefly
from tests.actions.sample import add_people, add_programme, book, move, run
from tests.conftest import Statements

REF = "ACXM-2026-12-07"
ADA, BOB, CLEO, GRACE, ALAN = 1, 2, 3, 4, 5


@pytest.fixture
def taught(desk: Desk) -> Desk:
    """Ada and Bob in a session of Grace's, from 7 December on; all three have their calendars as files."""
    add_programme(desk)
    add_people(desk, ("Ada", "Bob", "Cleo"))
    add_people(desk, ("Grace", "Alan"), coach=True)
    run(desk, coaches=[{"person": GRACE}], capacity_max=9)
    book(desk, REF, ADA, BOB)
    for person in (ADA, BOB):
        give(desk, person)
    give(desk, GRACE, Part.COACH)
    return desk


def give(desk: Desk, person: int, part: Part = Part.DELEGATE, way: Way = Way.FILE) -> None:
    """Her whole calendar."""
    occasions = occasions_of(desk, person, part)
    with desk.changing("calendar given", kind=SYSTEM) as change:
        note_given(change, person, part, way, occasions)


def tell(desk: Desk, told: PersonUpdates, most: int | None = None) -> None:
    """The first of her updates, or all."""
    with desk.changing("calendar given", kind=SYSTEM) as change:
        note_given(change, told.person, told.part, Way.FILE, [one.occasion for one in told.updates[:most]])


def said(desk: Desk, way: Way = Way.FILE) -> dict[str, str]:
    """Who has to hear what, in a few words."""
    return {f"{told.name} {told.part}": briefly(told.updates) for told in pending(desk, way)}


def moved(desk: Desk, number: int = 2, day: str = "2026-12-12") -> None:
    move_meeting(desk, MoveMeeting(session=REF, number=number, day=day))


def test_a_calendar_as_it_was_given_has_nothing_to_tell(taught: Desk) -> None:
    assert pending(taught, Way.FILE) == ()
    assert pending(taught, Way.MAIL) == ()


def test_a_meeting_that_moved_is_told_to_all_who_have_it_until_they_were_told(taught: Desk, clock: FrozenClock) -> None:
    clock.moment += timedelta(hours=1)
    moved(taught)
    brief = "day 2 moved Tue 8 to Sat 12 Dec"
    assert said(taught) == {"Ada delegate": brief, "Bob delegate": brief, "Grace coach": brief}
    for told in pending(taught, Way.FILE, people=[ADA]):
        tell(taught, told)
    assert said(taught) == {"Bob delegate": brief, "Grace coach": brief}


def test_each_way_has_its_own_account(taught: Desk) -> None:
    give(taught, ADA, way=Way.MAIL)
    moved(taught)
    give(taught, ADA)
    assert "Ada delegate" not in said(taught)
    assert list(said(taught, Way.MAIL)) == ["Ada delegate"]


def test_what_is_left_after_a_part_was_told_is_told_later(taught: Desk, clock: FrozenClock) -> None:
    moved(taught)
    moved(taught, 3, "2026-12-13")
    clock.moment += timedelta(hours=1)
    (ada,) = pending(taught, Way.FILE, people=[ADA])
    tell(taught, ada, most=1)
    clock.moment += timedelta(hours=1)
    assert said(taught)["Ada delegate"] == "day 3 moved Wed 9 to Sun 13 Dec"


def test_the_rest_of_a_first_calendar_that_was_given_in_part_is_told_later(taught: Desk, clock: FrozenClock) -> None:
    book(taught, REF, CLEO)
    clock.moment += timedelta(hours=1)
    (first,) = never_given(taught)
    assert (first.name, first.is_first, first.given_at) == ("Cleo", True, None)
    tell(taught, first, most=1)
    clock.moment += timedelta(hours=1)
    assert said(taught) == {"Cleo delegate": "3 new"}
    assert never_given(taught) == ()


DEEDS: dict[str, tuple[Callable[[Desk], object], dict[str, str]]] = {
    "cancelled": (
        lambda desk: cancel_meeting(desk, CancelMeeting(session=REF, number=4, reason="strike")),
        dict.fromkeys(("Ada delegate", "Bob delegate", "Grace coach"), "day 4 cancelled, Thu 10 Dec"),
    ),
    "added": (
        lambda desk: add_meeting(desk, AddMeeting(session=REF, day="2026-12-14")),
        dict.fromkeys(("Ada delegate", "Bob delegate", "Grace coach"), "day 5 new, Mon 14 Dec"),
    ),
    "left": (lambda desk: move(desk, REF, "withdraw", ADA, reason="ill"), {"Ada delegate": "4 cancelled"}),
    "joined": (lambda desk: book(desk, REF, CLEO), {}),
    "another coach": (
        lambda desk: edit_session(desk, EditSession.read({"session": REF, "coaches": [{"person": ALAN}]})),
        {"Ada delegate": "4 changed", "Bob delegate": "4 changed", "Grace coach": "4 cancelled"},
    ),
    "seats": (lambda desk: edit_session(desk, EditSession(session=REF, capacity_max=12)), {}),
}


@pytest.mark.parametrize("name", DEEDS)
def test_who_hears_of_a_deed_and_of_its_taking_back(taught: Desk, clock: FrozenClock, name: str) -> None:
    deed, heard = DEEDS[name]
    clock.moment += timedelta(hours=1)
    deed(taught)
    assert said(taught) == heard
    for told in pending(taught, Way.FILE):
        tell(taught, told)
    assert said(taught) == {}
    clock.moment += timedelta(hours=1)
    undo(taught)
    assert said(taught).keys() == heard.keys()
    for told in pending(taught, Way.FILE):
        tell(taught, told)
    assert said(taught) == {}


def test_a_booking_that_was_taken_back_is_called_off_by_a_higher_sequence(taught: Desk, clock: FrozenClock) -> None:
    book(taught, REF, CLEO)
    give(taught, CLEO)
    had = {one.uid: one.sequence for one in occasions_of(taught, CLEO, Part.DELEGATE)}
    clock.moment += timedelta(hours=1)
    undo(taught)
    (cleo,) = pending(taught, Way.FILE)
    assert [update.news for update in cleo.updates] == [News.CANCELLED] * 4
    assert all(update.occasion.sequence > had[update.occasion.uid] for update in cleo.updates)
    off = {update.occasion.uid: update.occasion.sequence for update in cleo.updates}
    tell(taught, cleo)
    redo(taught)
    (back,) = pending(taught, Way.FILE)
    assert all(update.occasion.sequence > off[update.occasion.uid] for update in back.updates)


def test_the_calendars_of_some_are_the_calendars_of_each(taught: Desk) -> None:
    moved(taught)
    whose = [(ADA, Part.DELEGATE), (BOB, Part.DELEGATE), (GRACE, Part.COACH), (GRACE, Part.DELEGATE)]
    with taught.reading() as work:
        some = standing(work, whose, taught.clock.now())
    for person, part in whose:
        each = occasions_of(taught, person, part)
        assert sorted(some.get((person, part), ()), key=lambda one: (one.starts_at, one.uid)) == list(each)


def test_a_coach_learns_of_her_draft_when_it_is_opened(taught: Desk, clock: FrozenClock) -> None:
    draft = run(taught, "2026-12-14", coaches=[{"person": GRACE}], draft=True)
    clock.moment += timedelta(hours=1)
    give(taught, GRACE, Part.COACH)
    clock.moment += timedelta(hours=1)
    decide(taught, Decide(session=draft, verb="open"))
    assert said(taught) == {"Grace coach": "4 new"}
    give(taught, GRACE, Part.COACH)
    clock.moment += timedelta(hours=1)
    undo(taught)
    assert said(taught) == {"Grace coach": "4 cancelled"}
    tell(taught, pending(taught, Way.FILE)[0])
    redo(taught)
    assert said(taught) == {"Grace coach": "4 changed"}  # held again


def test_a_shared_class_stays_with_who_teaches_the_guest_alone(taught: Desk, clock: FrozenClock) -> None:
    add_programme(taught, "CPPM")
    host = run(taught, programme="CPPM", coaches=[{"person": ALAN}])
    give(taught, ALAN, Part.COACH)
    clock.moment += timedelta(hours=1)
    share(taught, Share(session=REF, host=host))
    assert said(taught) == {}  # each goes on teaching her own


def test_the_list_costs_as_many_statements_for_three_as_for_one(taught: Desk, statements: Statements) -> None:
    counts = []
    moved(taught)
    for people in ([ADA], None):
        with statements(taught) as sent:
            found = pending(taught, Way.FILE, people=people)
        counts.append((len(found), len(sent)))
    assert [found for found, _sent in counts] == [1, 3]
    assert counts[0][1] + 1 == counts[1][1] == 6  # the calendars of delegates, and those of coaches


def test_whom_a_change_concerns_is_searched_by_indexes(taught: Desk, statements: Statements) -> None:
    with statements(taught) as sent:
        pending(taught, Way.FILE, first=True)
    with taught.reading() as work:
        plan = work.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sent[0]}", (0,) * sent[0].count("?"))
        steps = [str(row.detail) for row in plan]
    assert {step for step in steps if step.startswith("SCAN")} == {
        "SCAN ahead",
        "SCAN anon_1",
        "SCAN substitutions",  # there are few
    }
    assert sum(step == "SEARCH meetings USING INDEX ix_meetings_starts_at (starts_at>?)" for step in steps) == 1
    assert sum("ix_entry_changes_gone (table_name=? AND rowid>?)" in step for step in steps) == 5


def test_undo_passes_over_what_was_given(taught: Desk) -> None:
    moved(taught)
    for told in pending(taught, Way.FILE):
        tell(taught, told)
    assert undo(taught).sentence.startswith("Taken back: ")
    assert said(taught).keys() == {"Ada delegate", "Bob delegate", "Grace coach"}

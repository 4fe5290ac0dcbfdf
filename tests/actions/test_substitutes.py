"""Somebody stands in for one meeting: who teaches it, what both calendars learn, what is told."""

from typing import Any

import pytest

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.diaries import AddLeave, add_leave
from acxdesk.actions.journal import redo, undo
from acxdesk.actions.meetings import CancelMeeting, cancel_meeting
from acxdesk.actions.people import EditPerson, RemovePerson, edit_person, remove_person
from acxdesk.actions.sessions import EditSession, edit_session
from acxdesk.actions.sharing import Share, Unshare, share, unshare
from acxdesk.actions.substitutes import EndSubstitution, Substitute, end_substitution, substitute
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Faulty, NotFound, Refused
from acxdesk.queries.calendars import of_coach, of_session
from acxdesk.rules.prerequisites import Of
from tests.actions.sample import add_people, add_programme, book_of, hold, require, rows, run

REF = "ACXM-2026-12-07"
GRACE, ALAN, HEDY = 6, 7, 8


@pytest.fixture
def taught(staffed: Desk) -> Desk:
    """A session of Grace's."""
    add_people(staffed, ["Hedy"], coach=True)
    run(staffed, coaches=[{"person": GRACE}])
    return staffed


def stand_in(desk: Desk, by: int = ALAN, number: int = 2, **other: Any) -> Receipt:
    values = {"session": REF, "number": number, "absent": GRACE, "by": by, "reason": "ill", **other}
    return substitute(desk, Substitute.read(values))


def back(desk: Desk) -> Receipt:
    return end_substitution(desk, EndSubstitution.read({"session": REF, "number": 2, "absent": GRACE}))


def shown(desk: Desk, person: int) -> dict[str, tuple[bool, int]]:
    """Of each meeting in a calendar, by its day, whether it is held, and its SEQUENCE."""
    found = of_coach(desk, person).occasions()
    return {f"{one.starts_at:%d}": (not one.cancelled, one.sequence) for one in found}


def test_the_meeting_changes_hands_in_both_calendars(taught: Desk) -> None:
    receipt = stand_in(taught)
    assert receipt.sentence == (f"{REF}, meeting 2 on Tue 8 Dec 2026: Alan Turing stands in for Grace Hopper (ill).")
    assert shown(taught, ALAN) == {"08": (True, 1)}
    assert shown(taught, GRACE) == {"07": (True, 0), "08": (False, 1), "09": (True, 0), "10": (True, 0)}
    told = [
        "With" + one.description.partition("With")[2].splitlines()[0] for one in of_session(taught, REF).occasions()
    ]
    assert told == ["With Grace", "With Alan", "With Grace", "With Grace"]


def test_it_is_taken_back_and_both_learn_of_it(taught: Desk) -> None:
    stand_in(taught)
    assert back(taught).sentence == f"{REF}, meeting 2 on Tue 8 Dec 2026: Grace Hopper teaches it herself."
    assert shown(taught, ALAN) == {"08": (False, 2)}
    assert shown(taught, GRACE)["08"] == (True, 2)
    with pytest.raises(NotFound, match="Nobody stands in for Grace Hopper in meeting 2"):
        back(taught)


def test_an_undo_is_told_as_well(taught: Desk) -> None:
    before = book_of(taught)
    stand_in(taught)
    undo(taught)
    assert book_of(taught) == before
    assert (shown(taught, ALAN), shown(taught, GRACE)["08"]) == ({"08": (False, 2)}, (True, 2))
    redo(taught)
    assert (shown(taught, ALAN), shown(taught, GRACE)["08"]) == ({"08": (True, 3)}, (False, 3))


def test_another_substitute_takes_over(taught: Desk) -> None:
    stand_in(taught)
    stand_in(taught, HEDY)
    assert (shown(taught, ALAN), shown(taught, HEDY)) == ({"08": (False, 2)}, {"08": (True, 2)})
    assert not stand_in(taught, HEDY).changed
    assert len(rows(taught, "substitutions")) == 1


def test_who_stood_in_learns_that_the_meeting_is_gone(taught: Desk) -> None:
    stand_in(taught)
    undo(taught)
    undo(taught)  # the session as well
    assert shown(taught, ALAN) == {"08": (False, 3)}


def test_who_is_taken_off_the_session_takes_her_substitutes_along(taught: Desk) -> None:
    stand_in(taught)
    edit_session(taught, EditSession.read({"session": REF, "coaches": [{"person": HEDY}]}))
    assert rows(taught, "substitutions") == []
    assert [held for held, _level in shown(taught, ALAN).values()] == [False]
    assert [held for held, _level in shown(taught, GRACE).values()] == [False] * 4
    assert [held for held, _level in shown(taught, HEDY).values()] == [True] * 4


def test_the_assistant_may_stand_in_for_the_lead(taught: Desk) -> None:
    edit_session(
        taught,
        EditSession.read({"session": REF, "coaches": [{"person": GRACE}, {"person": ALAN, "role": "assistant"}]}),
    )
    stand_in(taught)
    assert [held for held, _level in shown(taught, ALAN).values()] == [True] * 4
    assert shown(taught, GRACE)["08"][0] is False


def test_a_class_of_two_sessions_is_one_occasion_as_long_as_she_teaches_both(taught: Desk) -> None:
    add_programme(taught, "CPP", "2 days @ 5 hours per day")
    run(taught, programme="CPP", coaches=[{"person": GRACE}], accept="one class")

    def guest() -> tuple[bool, int]:
        return next(
            (not one.cancelled, one.sequence)
            for one in of_coach(taught, GRACE).occasions()
            if one.summary == "CPP, day 2 of 2"
        )

    assert guest() == (True, 0)
    share(taught, Share(session="CPP-2026-12-07", host=REF))
    assert guest() == (False, 1)
    told = stand_in(taught)  # the host is Alan's now, the guest is still hers
    also = "is taught with it and is still Grace Hopper's; say who stands in there too."
    assert told.lines == (f"! CPP-2026-12-07: meeting 2 {also}",)
    assert guest() == (True, 2)
    back(taught)
    assert guest() == (False, 3)
    unshare(taught, Unshare(session="CPP-2026-12-07"))
    assert guest() == (True, 4)
    undo(taught)
    assert guest() == (False, 5)


def test_whoever_stands_in_for_the_whole_of_a_class_is_not_asked_for_again(taught: Desk) -> None:
    add_programme(taught, "CPP", "2 days @ 5 hours per day")
    run(taught, programme="CPP", coaches=[{"person": GRACE}], accept="one class")
    share(taught, Share(session="CPP-2026-12-07", host=REF))
    assert len(stand_in(taught, session="CPP-2026-12-07").lines) == 1
    assert stand_in(taught).lines == ()


def test_what_speaks_against_it_is_told(taught: Desk) -> None:
    add_programme(taught, "CPPM")
    require(taught, "ACXM", "CPPM", of=Of.COACH)
    hold(taught, GRACE, "CPPM")
    add_leave(taught, AddLeave.read({"person": ALAN, "first_on": "2026-12-08", "otherwise": "Europe/London"}))
    assert stand_in(taught).lines == (
        "Coach Alan Turing, meeting 2 on Tue 8 Dec 2026: needs CPPM valid on 8 Dec 2026; does not hold it.",
        "! Tue 8 Dec 2026 14:00-19:00 London: Alan Turing teaches ACXM day 2 and is on leave (5 h overlap).",
    )


def test_a_clash_is_told_of_the_one_meeting_with_the_rest_that_is_wanted(taught: Desk) -> None:
    add_programme(taught, "CPP", "2 days @ 5 hours per day")
    run(taught, programme="CPP", start="2026-12-08", at="19:15", coaches=[{"person": ALAN}])
    assert stand_in(taught.rehearsing()).lines == ()
    (line,) = stand_in(taught, rest_minutes=30).lines
    assert line.startswith("! Tue 8 Dec 2026 19:00-19:15 London: Alan Turing teaches ACXM day 2 and CPP day 1 (")
    assert line.endswith("15 min too little).")


def test_who_cannot_stand_in_or_be_absent(taught: Desk) -> None:
    for values, why in (
        ({"by": 1}, "Ada is not a coach"),
        ({"by": GRACE}, "cannot stand in for herself"),
        ({"absent": HEDY}, "Hedy does not teach meeting 2 of ACXM-2026-12-07. Of its coaches it is taught by Grace"),
        ({"number": 5}, "has no meeting 5"),
    ):
        with pytest.raises(Refused) as caught:
            stand_in(taught, **values)
        assert why in str(caught.value)
    with pytest.raises(Faulty, match="Reason is missing"):
        stand_in(taught, reason="")
    cancel_meeting(taught, CancelMeeting(session=REF, number=2, reason="strike"))
    with pytest.raises(Refused, match="meeting 2 is cancelled"):
        stand_in(taught)
    decide(taught, Decide(session=REF, verb="cancel", reason="why"))
    with pytest.raises(Refused, match="is cancelled and cannot be changed"):
        stand_in(taught, number=3)


def test_who_stands_in_cannot_leave_before(taught: Desk) -> None:
    stand_in(taught)
    with pytest.raises(Refused, match="stands in at 1 meeting to come"):
        edit_person(taught, EditPerson.read({"person": ALAN, "coach": False}))
    with pytest.raises(Refused, match="stands in at 1 meeting and cannot be removed"):
        remove_person(taught, RemovePerson.read({"person": ALAN}))


def test_who_stands_in_and_teaches_elsewhere_then_is_told(staffed: Desk) -> None:
    add_programme(staffed, "CPP", "1 day @ 2 hours per day", most=9)
    run(staffed, coaches=[{"person": 6}])
    run(staffed, "2026-12-08", programme="CPP", coaches=[{"person": 7}])
    values = {"session": "ACXM-2026-12-07", "number": 2, "absent": "6", "by": "7", "reason": "ill"}
    told = substitute(staffed, Substitute.read(values)).lines
    assert told == ("! Tue 8 Dec 2026 14:00-16:00 London: Alan Turing teaches ACXM day 2 and CPP day 1 (2 h overlap).",)

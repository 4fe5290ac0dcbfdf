"""Coaches who are asked: the moves of the table, what calendars learn, and what is told on the way."""

from datetime import timedelta
from typing import Any

import pytest

from acxdesk.actions.askings import AnswerAsking, Ask, answer_asking, ask
from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.diaries import AddLeave, add_leave
from acxdesk.actions.journal import undo
from acxdesk.actions.sessions import EditSession, edit_session
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Faulty, Refused
from acxdesk.queries.calendars import of_coach
from acxdesk.queries.sessions import session
from acxdesk.rules.prerequisites import Of
from acxdesk.rules.sessions import MOVES, Answer
from tests.actions.sample import add_programme, entries, require, rows, run, utc

REF = "ACXM-2026-12-07"
GRACE, ALAN = 6, 7


@pytest.fixture
def taught(staffed: Desk) -> Desk:
    """A session with Grace as lead."""
    run(staffed, coaches=[{"person": GRACE}])
    return staffed


def asked(desk: Desk, *people: int, **other: Any) -> Receipt:
    return ask(desk, Ask.read({"session": REF, "coaches": [{"person": person, **other} for person in people]}))


def move(desk: Desk, verb: str, person: int = ALAN, reason: str = "why") -> Receipt:
    return answer_asking(desk, AnswerAsking.read({"session": REF, "person": person, "verb": verb, "reason": reason}))


def stands(desk: Desk) -> dict[str, tuple[str, str | None]]:
    return {coach.name: (coach.role.value, coach.answer) for coach in session(desk, REF).coaches}


def shown(desk: Desk, person: int) -> list[bool]:
    """Of each meeting in her calendar whether it is held."""
    return [not one.cancelled for one in of_coach(desk, person).occasions()]


def test_a_new_coach_is_asked_and_stands_in_the_session(taught: Desk) -> None:
    receipt = asked(taught, ALAN)
    assert receipt.sentence == f"{REF}: Alan Turing is asked to teach it."
    assert stands(taught) == {"Grace Hopper": ("lead", None), "Alan Turing": ("assistant", "asked")}
    assert shown(taught, ALAN) == [True] * 4


def test_several_are_asked_as_one_deed(taught: Desk) -> None:
    assert asked(taught, GRACE, ALAN).sentence == f"{REF}: Grace Hopper and Alan Turing are asked to teach it."
    undo(taught)
    assert stands(taught) == {"Grace Hopper": ("lead", None)}


def test_the_first_coach_of_a_session_is_its_lead(staffed: Desk) -> None:
    run(staffed)
    asked(staffed, ALAN)
    asked(staffed, GRACE, role="mentor in training")
    assert stands(staffed) == {"Alan Turing": ("lead", "asked"), "Grace Hopper": ("mentor in training", "asked")}


def test_from_asked_to_confirmed(taught: Desk, clock: FrozenClock) -> None:
    asked(taught, ALAN)
    clock.moment += timedelta(days=2)
    assert move(taught, "accept", reason="").sentence == f"{REF}: Alan Turing accepted."
    coach = session(taught, REF).coaches[1]
    assert (coach.asked_at, coach.answered_at) == (utc(2026, 11, 24, 9), utc(2026, 11, 26, 9))
    assert move(taught, "confirm", reason="").sentence == f"{REF}: Alan Turing is confirmed."
    assert stands(taught)["Alan Turing"] == ("assistant", "confirmed")


def test_declining_calls_her_meetings_off_and_asking_again_brings_them_back(taught: Desk) -> None:
    asked(taught, ALAN)
    levels = [one.sequence for one in of_coach(taught, ALAN).occasions()]
    assert move(taught, "decline", reason="a wedding").sentence == f"{REF}: Alan Turing declined: a wedding."
    assert session(taught, REF).coaches[1].reason == "a wedding"
    assert shown(taught, ALAN) == [False] * 4
    assert [one.sequence for one in of_coach(taught, ALAN).occasions()] == [level + 1 for level in levels]
    asked(taught, ALAN)
    assert shown(taught, ALAN) == [True] * 4
    assert [one.sequence for one in of_coach(taught, ALAN).occasions()] == [level + 2 for level in levels]
    assert session(taught, REF).coaches[1].reason == ""


def test_withdrawing_takes_her_off_the_session(taught: Desk) -> None:
    asked(taught, ALAN)
    assert move(taught, "withdraw", reason="").sentence == f"{REF}: Alan Turing is asked no more."
    assert stands(taught) == {"Grace Hopper": ("lead", None)}
    assert rows(taught, "askings") == []
    assert shown(taught, ALAN) == [False] * 4
    undo(taught)
    assert shown(taught, ALAN) == [True] * 4


def test_the_last_coach_who_declines_leaves_a_warning(taught: Desk) -> None:
    asked(taught, GRACE)
    assert move(taught, "decline", GRACE).lines == (f"! {REF} has no coach now.",)


@pytest.mark.parametrize("verb", [verb for verb in MOVES if verb != "ask"])
@pytest.mark.parametrize("before", [None, *Answer])
def test_only_the_moves_of_the_table_are_made(taught: Desk, before: Answer | None, verb: str) -> None:
    ways = {
        None: (),
        Answer.ASKED: (),
        Answer.ACCEPTED: ("accept",),
        Answer.DECLINED: ("decline",),
        Answer.CONFIRMED: ("confirm",),
    }
    if before is not None:
        asked(taught, ALAN)
    for step in ways[before]:
        move(taught, step)
    count = entries(taught)
    if before in MOVES[verb].sources:
        move(taught, verb)
        target = MOVES[verb].target
        assert stands(taught).get("Alan Turing", ("", None))[1] == target
    else:
        with pytest.raises(Refused, match="What can be done"):
            move(taught, verb)
        assert entries(taught) == count


def test_declining_without_a_reason_is_refused(taught: Desk) -> None:
    asked(taught, ALAN)
    with pytest.raises(Refused, match="Declining needs a reason"):
        move(taught, "decline", reason=" ")


def test_nobody_declines_what_has_begun(taught: Desk, clock: FrozenClock) -> None:
    asked(taught, ALAN)
    clock.moment = utc(2026, 12, 7, 14)
    for verb in ("decline", "withdraw"):
        with pytest.raises(Refused, match="has begun") as caught:
            move(taught, verb)
        assert "Name a substitute" in str(caught.value)


def test_who_cannot_be_asked(taught: Desk) -> None:
    with pytest.raises(Refused, match="Ada is not a coach"):
        asked(taught, 1)
    with pytest.raises(Faulty, match="Coaches is missing"):
        asked(taught)
    asked(taught, ALAN)
    with pytest.raises(Refused, match="Alan Turing is asked; only who is not asked"):
        asked(taught, ALAN)
    decide(taught, Decide(session=REF, verb="cancel", reason="why"))
    with pytest.raises(Refused, match="is cancelled and cannot be changed"):
        asked(taught, ALAN)


def test_what_speaks_against_it_is_told(taught: Desk) -> None:
    add_programme(taught, "CPPM")
    require(taught, "ACXM", "CPPM", of=Of.COACH)
    add_leave(taught, AddLeave.read({"person": ALAN, "first_on": "2026-12-08", "otherwise": "Europe/London"}))
    assert asked(taught, ALAN).lines == (
        "Coach Alan Turing, meeting 1 on Mon 7 Dec 2026: needs CPPM valid on 7 Dec 2026; does not hold it.",
        "! Tue 8 Dec 2026 14:00-19:00 London: Alan Turing teaches ACXM day 2 and is on leave (5 h overlap).",
    )


def test_a_coach_who_is_taken_off_by_an_edit_is_asked_no_more(taught: Desk) -> None:
    asked(taught, ALAN)
    move(taught, "decline")
    edit_session(taught, EditSession.read({"session": REF, "coaches": [{"person": GRACE}]}))
    assert rows(taught, "askings") == []
    edit_session(taught, EditSession.read({"session": REF, "coaches": [{"person": GRACE}, {"person": ALAN}]}))
    assert stands(taught)["Alan Turing"] == ("lead", None)
    assert shown(taught, ALAN) == [True] * 4

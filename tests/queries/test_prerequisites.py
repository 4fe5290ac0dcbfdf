"""The facts that prerequisites are decided on, and the coaches who lapse: the statement finds whom the rule finds."""

from datetime import date, timedelta
from random import Random

import pytest

from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.meetings import CancelMeeting, cancel_meeting
from acxdesk.actions.prerequisites import Exempt, exempt
from acxdesk.actions.sessions import EditSession, edit_session
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.queries.accreditations import held
from acxdesk.queries.prerequisites import admission
from acxdesk.queries.today import LapseRow, today
from acxdesk.records.sessions import Session
from acxdesk.rules.accreditations import State
from acxdesk.rules.prerequisites import Admission, Alternative, Met, Of, Standing, Unmet, meets
from tests.actions.sample import add_people, add_programme, hold, require, run, utc
from tests.conftest import Statements

LONDON = "Europe/London"
LAST = date(2026, 12, 10)  # of a session of four days from 7 Dec on
REF = "ACXC-2026-12-07"


@pytest.fixture
def taught(desk: Desk) -> Desk:
    """ACXC asks its coaches for ACXC; Grace, its coach, holds it until the day before the last meeting."""
    for code in ("ACXC", "ACXM", "COIM"):
        add_programme(desk, code)
    (grace,) = add_people(desk, ("Grace",), coach=True)
    hold(desk, grace, "ACXC", valid_until=LAST - timedelta(days=1))
    require(desk, "ACXC", "ACXC", of=Of.COACH)
    run(desk, programme="ACXC", coaches=[{"person": grace}])
    return desk


def lapses(desk: Desk) -> tuple[LapseRow, ...]:
    return today(desk, LONDON).lapses


def test_a_coach_who_lapses_before_the_last_meeting_is_told_of_today(taught: Desk) -> None:
    why = "needs ACXC valid on 10 Dec 2026; holds ACXC until 9 Dec 2026"
    assert lapses(taught) == (LapseRow(REF, 1, "Grace", "ACXC ends 9 Dec", why, LAST),)


def test_while_it_runs_she_is_told_of_and_no_more_once_it_is_over(taught: Desk, clock: FrozenClock) -> None:
    clock.moment = utc(2026, 12, 10, 15)
    assert len(lapses(taught)) == 1
    clock.moment = utc(2026, 12, 10, 23)
    assert lapses(taught) == ()


def test_the_last_meeting_is_the_last_that_is_held(taught: Desk) -> None:
    cancel_meeting(taught, CancelMeeting(session=REF, number=4))
    assert lapses(taught) == ()


def test_neither_a_session_that_is_off_nor_a_mentor_in_training_is_told_of(taught: Desk) -> None:
    edit_session(taught, EditSession.read({"session": REF, "coaches": [{"person": 1, "role": "mentor in training"}]}))
    assert lapses(taught) == ()
    edit_session(taught, EditSession.read({"session": REF, "coaches": [{"person": 1, "role": "assistant"}]}))
    assert len(lapses(taught)) == 1
    decide(taught, Decide(session=REF, verb="cancel", reason="too few"))
    assert lapses(taught) == ()


def test_another_accreditation_puts_it_right(taught: Desk) -> None:
    hold(taught, 1, "ACXC", awarded_on=LAST, valid_until=LAST)
    assert lapses(taught) == ()


def test_the_statement_finds_just_whom_the_rule_finds(desk: Desk) -> None:
    for code in ("ACXC", "ACXM", "COIM"):
        add_programme(desk, code)
    chance = Random(20201124)
    coaches = add_people(desk, [f"Coach {number:02}" for number in range(45)], coach=True)
    for coach in coaches:
        for _each in range(chance.randrange(5)):
            awarded_on = LAST + timedelta(days=chance.randrange(-900, 3))
            until = chance.choice((None, awarded_on, LAST, LAST - timedelta(days=chance.randrange(1, 400))))
            state = chance.choice((State.ISSUED, State.ISSUED, *State))
            hold(desk, coach, chance.choice(("ACXC", "ACXM", "COIM")), awarded_on, until, state=state)
    require(desk, "ACXC", "ACXC or ACXM", of=Of.COACH, standing=Standing.RENEWABLE)
    require(desk, "ACXC", "ACXM or COIM or ACXC", of=Of.COACH, standing=Standing.EVER)
    require(desk, "ACXC", "COIM or ACXM", of=Of.COACH)
    run(desk, programme="ACXC", coaches=[{"person": coach} for coach in coaches])
    groups = (
        (Alternative("ACXC", Standing.RENEWABLE), Alternative("ACXM", Standing.RENEWABLE)),
        tuple(Alternative(code, Standing.EVER) for code in ("ACXM", "COIM", "ACXC")),
        (Alternative("COIM"), Alternative("ACXM")),
    )
    with desk.reading() as work:
        facts = held(work, coaches)
    verdicts = {coach: meets(groups, facts.get(coach, ()), LAST) for coach in coaches}
    lacking = {coach: one.words for coach, one in verdicts.items() if isinstance(one, Unmet)}
    assert 5 < len(lacking) < 45
    assert {row.person: row.why for row in lapses(desk)} == lacking


def test_admission_reads_what_a_session_asks_and_what_people_hold_in_a_fixed_number_of_statements(
    taught: Desk, statements: Statements
) -> None:
    people = add_people(taught, [f"Delegate {number}" for number in range(60)])
    with taught.reading() as work:
        row = work.get(Session, 1)
        assert row is not None
        with statements(taught) as sent:
            assert admission(work, row, people) == Admission(date(2026, 12, 7))
        assert len(sent) == 1
    require(taught, "ACXC", "ACXM")
    hold(taught, people[0], "ACXM")
    exempt(taught, Exempt(person=people[1], programme="ACXC", evidence="practice", approver="Towers"))
    counts = []
    for some in (people[:3], people):
        with taught.reading() as work, statements(taught) as sent:
            row = work.get(Session, 1)
            assert row is not None
            facts = admission(work, row, some)
        counts.append(len(sent))
        verdicts = [facts.verdict(person) for person in some]
        assert verdicts[:2] == [
            Met("ACXM valid on 7 Dec 2026 ✓"),
            Met("exempted ✓ (practice, approved by Towers)"),
        ]
        assert {type(verdict) for verdict in verdicts[2:]} == {Unmet}
    assert counts == [4, 4]

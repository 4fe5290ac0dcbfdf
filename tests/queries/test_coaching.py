"""What is read of coaches costs as many statements for three as for one."""

import pytest

from acxdesk.actions.askings import Ask, ask
from acxdesk.actions.diaries import AddLeave, SetHours, add_leave, set_hours
from acxdesk.desk.door import Desk
from acxdesk.queries.coaching import coach_diary, coach_rows
from acxdesk.queries.sessions import session
from acxdesk.queries.standins import StandIn, stand_ins
from acxdesk.rules.diaries import hours_words
from acxdesk.rules.prerequisites import Of
from tests.actions.sample import add_people, add_programme, hold, require, run
from tests.conftest import Statements

GRACE, ALAN, HEDY = 1, 2, 3


@pytest.fixture
def coached(desk: Desk) -> Desk:
    """ACXM asks its coaches for CPPM, which Grace and Alan hold; Grace teaches it from 7 December on."""
    add_programme(desk)
    add_programme(desk, "CPPM")
    add_people(desk, ["Grace", "Alan", "Hedy"], coach=True)
    require(desk, "ACXM", "CPPM", of=Of.COACH)
    for person in (GRACE, ALAN):
        hold(desk, person, "CPPM")
    run(desk, coaches=[{"person": GRACE}])
    return desk


def test_whoever_nothing_speaks_against_comes_first(coached: Desk) -> None:
    run(coached, programme="CPPM", start="2026-12-08", coaches=[{"person": ALAN}])
    meetings = [one.id for one in session(coached, "ACXM-2026-12-07").meetings]
    grace = StandIn(GRACE, "Grace", ("teaches it already",))
    hedy = StandIn(HEDY, "Hedy", ("needs CPPM valid on 7 Dec 2026; does not hold it",))
    assert stand_ins(coached, meetings[0]) == (StandIn(ALAN, "Alan", ()), grace, hedy)
    assert stand_ins(coached, meetings[1])[0] == StandIn(ALAN, "Alan", ("teaches CPPM-2026-12-08 then",))


def test_who_could_stand_in_costs_as_many_statements_for_three_as_for_one(
    coached: Desk, statements: Statements
) -> None:
    counts = []
    for more in ([], ["Ida", "Joan"]):
        add_people(coached, more, coach=True)
        with statements(coached) as sent:
            stand_ins(coached, 1)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_diary_costs_as_many_statements_for_three_of_each_as_for_one(coached: Desk, statements: Statements) -> None:
    counts = []
    for starts in (["2026-12-14"], ["2027-01-04", "2027-01-11"]):
        for start in starts:
            reference = run(coached, start=start)
            ask(coached, Ask.read({"session": reference, "coaches": [{"person": GRACE}]}))
            add_leave(coached, AddLeave.read({"person": GRACE, "first_on": start}))
        with statements(coached) as sent:
            found = coach_diary(coached, GRACE, "Europe/London")
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert [one.reference for one in found.askings] == ["ACXM-2026-12-14", "ACXM-2027-01-04", "ACXM-2027-01-11"]
    assert (len(found.teaches), len(found.diary.leaves), len(found.load.months)) == (16, 3, 2)


def test_the_list_of_coaches_tells_hours_and_what_is_not_answered(coached: Desk, statements: Statements) -> None:
    set_hours(coached, SetHours.read({"person": ALAN, "hours": "mon-fri 9-17"}))
    ask(coached, Ask.read({"session": "ACXM-2026-12-07", "coaches": [{"person": ALAN}]}))
    with statements(coached) as sent:
        rows = coach_rows(coached)
    assert len(sent) == 2
    assert [(one.name, hours_words(one.week.hours), one.asked) for one in rows] == [
        ("Alan", "Mon-Fri 09:00-17:00", 1),
        ("Grace", "any time", 0),
        ("Hedy", "any time", 0),
    ]

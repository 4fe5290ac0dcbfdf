"""Who teaches a meeting is one select: each half is searched by an index, and somebody is in it once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import sqlite

from acxdesk.desk.door import Desk
from acxdesk.queries.sessions import coach_names
from acxdesk.queries.teaching import load, taught_between, taught_by, teacher_names, teaching
from acxdesk.records.sessions import Meeting, Session
from acxdesk.records.teaching import Asking, SharedMeeting, Substitution
from acxdesk.rules.sessions import Answer, Role
from tests.actions.sample import add_people, add_programme, run, utc
from tests.conftest import Statements

GRACE, ALAN, HEDY = 1, 2, 3
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def taught(desk: Desk) -> Desk:
    """Meetings 1 to 4 with Grace as lead and Alan as assistant; meetings 5 and 6 with Grace."""
    add_programme(desk)
    add_programme(desk, "CPP", "2 days @ 5 hours per day")
    add_people(desk, ["Grace", "Alan", "Hedy"], coach=True)
    run(desk, coaches=[{"person": ALAN, "role": "assistant"}, {"person": GRACE}])
    run(desk, programme="CPP", coaches=[{"person": GRACE}], accept="one class")
    return desk


def put(desk: Desk, *made: Any) -> None:
    with desk.changing("prepare", kind="system") as change:
        change.work.add_all(made)


def asking(person: int, answer: Answer) -> Asking:
    return Asking(session_id=1, person_id=person, answer=answer, asked_at=NOW, answered_at=NOW, reason="")


def stands_in(meeting: int, absent: int, person: int) -> Substitution:
    return Substitution(meeting_id=meeting, absent_id=absent, person_id=person, reason="ill", at=NOW)


def found(desk: Desk, *where: Any, person: int | None = None) -> list[tuple[Any, ...]]:
    with desk.reading() as work:
        rows = work.execute(teaching(*where, person=person)).all()
    return sorted((row.meeting_id, row.person_id, row.role, row.for_id) for row in rows)


def names(desk: Desk, meeting: int) -> str | None:
    with desk.reading() as work:
        return work.scalar(select(teacher_names()).where(Meeting.id == meeting))


def test_the_coaches_of_a_session_teach_its_meetings(taught: Desk) -> None:
    first = found(taught, Meeting.id == 1)
    assert first == [(1, GRACE, Role.LEAD, None), (1, ALAN, Role.ASSISTANT, None)]
    assert len(found(taught)) == 10
    assert names(taught, 1) == "Grace, Alan"


def test_who_declined_is_named_among_the_coaches_of_no_list(taught: Desk) -> None:
    put(taught, asking(ALAN, Answer.DECLINED))
    with taught.reading() as work:
        assert work.execute(select(Session.id, coach_names()).order_by(Session.id)).all() == [
            (1, "Grace"),
            (2, "Grace"),
        ]


@pytest.mark.parametrize("answer", Answer)
def test_who_declined_teaches_nothing(taught: Desk, answer: Answer) -> None:
    put(taught, asking(ALAN, answer))
    assert len(found(taught, person=ALAN)) == (0 if answer is Answer.DECLINED else 4)
    assert names(taught, 1) == ("Grace" if answer is Answer.DECLINED else "Grace, Alan")


def test_a_substitute_teaches_one_meeting_in_the_part_of_the_absent(taught: Desk) -> None:
    put(taught, stands_in(2, GRACE, HEDY))
    assert found(taught, Meeting.id == 2) == [(2, ALAN, Role.ASSISTANT, None), (2, HEDY, Role.LEAD, GRACE)]
    assert found(taught, person=HEDY) == [(2, HEDY, Role.LEAD, GRACE)]
    assert [row[0] for row in found(taught, person=GRACE)] == [1, 3, 4, 5, 6]
    assert (names(taught, 1), names(taught, 2)) == ("Grace, Alan", "Hedy, Alan")


def test_nobody_is_in_a_meeting_twice(taught: Desk) -> None:
    put(taught, stands_in(1, GRACE, ALAN))  # the assistant takes over
    put(taught, stands_in(2, GRACE, HEDY), stands_in(2, ALAN, HEDY))  # one for both
    assert found(taught, Meeting.id == 1) == [(1, ALAN, Role.ASSISTANT, None)]
    assert found(taught, Meeting.id == 2) == [(2, HEDY, Role.LEAD, GRACE)]
    assert (names(taught, 1), names(taught, 2)) == ("Alan", "Hedy")


def test_a_substitute_of_somebody_who_is_no_coach_of_it_teaches_nothing(taught: Desk) -> None:
    put(taught, stands_in(5, ALAN, HEDY))
    assert found(taught, Meeting.id == 5) == [(5, GRACE, Role.LEAD, None)]


def test_a_class_of_two_sessions_counts_once_for_who_teaches_both(taught: Desk) -> None:
    put(taught, SharedMeeting(meeting_id=5, host_id=1), SharedMeeting(meeting_id=6, host_id=2))
    put(taught, stands_in(2, GRACE, HEDY))  # Grace teaches the host of 5, not that of 6
    with taught.reading() as work:
        assert sorted(work.scalars(taught_by(GRACE))) == [1, 3, 4, 6]


def plan_of(desk: Desk, statement: Any) -> list[str]:
    text = str(statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    with desk.reading() as work:
        return [str(row.detail) for row in work.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")]


STARTS = Meeting.starts_at.between(utc(2026, 12, 7), utc(2026, 12, 14))


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(teaching(STARTS), id="of a week"),
        pytest.param(teaching(Session.id.in_((1, 2))), id="of sessions"),
        pytest.param(teaching(person=1), id="of a coach"),
        pytest.param(taught_by(1), id="once a class"),
    ],
)
def test_part_of_it_is_searched_by_indexes_alone(taught: Desk, statement: Any) -> None:
    scans = {step.split()[1] for step in plan_of(taught, statement) if step.startswith("SCAN")}
    assert scans <= {"CONSTANT", "hers", "of_host"}  # the answers of its own parts, no table


def test_whoever_joins_it_reads_no_more_than_its_own_meetings(taught: Desk) -> None:
    part = teaching(STARTS).subquery()
    steps = plan_of(taught, select(Meeting.id, part.c.person_id).join(part, part.c.meeting_id == Meeting.id))
    assert [step for step in steps if step.startswith("SCAN") and "meetings" in step] == []


def loads(desk: Desk, first: date = date(2026, 12, 1), after: date = date(2027, 2, 1)) -> dict[str, list[str]]:
    return {
        coach.name: [f"{one.month:%Y-%m} {one.minutes // 60} h in {one.meetings}" for one in coach.months]
        for coach in load(desk, first, after)
    }


def test_the_load_of_a_month_counts_who_really_teaches(taught: Desk) -> None:
    assert loads(taught) == {"Alan": ["2026-12 20 h in 4"], "Grace": ["2026-12 30 h in 6"], "Hedy": []}
    put(taught, stands_in(2, GRACE, HEDY), asking(ALAN, Answer.DECLINED))
    assert loads(taught) == {"Alan": [], "Grace": ["2026-12 25 h in 5"], "Hedy": ["2026-12 5 h in 1"]}


def test_a_shared_class_counts_once_for_who_teaches_both(taught: Desk) -> None:
    put(taught, SharedMeeting(meeting_id=5, host_id=1), SharedMeeting(meeting_id=6, host_id=2))
    assert loads(taught)["Grace"] == ["2026-12 20 h in 4"]
    put(taught, stands_in(6, GRACE, HEDY))  # the guest of a host that is Grace's
    assert loads(taught)["Hedy"] == ["2026-12 5 h in 1"]


def test_a_meeting_belongs_to_the_month_of_its_local_day(taught: Desk) -> None:
    run(taught, start="2027-01-01", at="01:00", zone="Asia/Kathmandu", weekend=(), coaches=[{"person": HEDY}])
    assert loads(taught)["Hedy"] == ["2027-01 20 h in 4"]  # from 31 December, 19:15 UTC
    assert loads(taught, after=date(2027, 1, 3))["Hedy"] == ["2027-01 10 h in 2"]


def test_the_load_is_one_statement(taught: Desk, statements: Statements) -> None:
    with statements(taught) as sent:
        load(taught, date(2026, 12, 1), date(2027, 1, 1))
        load(taught, date(2026, 12, 1), date(2027, 1, 1), GRACE)
    assert len(sent) == 2
    assert [coach.name for coach in load(taught, date(2026, 12, 1), date(2027, 1, 1), GRACE)] == ["Grace"]


def test_what_she_teaches_is_told_by_start_with_whom_she_stands_in_for(taught: Desk) -> None:
    put(taught, stands_in(6, GRACE, ALAN), SharedMeeting(meeting_id=5, host_id=1))
    with taught.reading() as work:
        grace = taught_between(work, GRACE, utc(2026, 12, 7), utc(2026, 12, 9))
        alan = taught_between(work, ALAN, utc(2026, 12, 8), utc(2026, 12, 9), 5)
    assert [(one.reference, one.number, one.role) for one in grace] == [
        ("ACXM-2026-12-07", 1, Role.LEAD),
        ("ACXM-2026-12-07", 2, Role.LEAD),
    ]
    assert [(one.reference, one.number, one.role.value, one.instead_of) for one in alan] == [
        ("ACXM-2026-12-07", 2, "assistant", ""),
        ("CPP-2026-12-07", 2, "lead", "Grace"),
    ]

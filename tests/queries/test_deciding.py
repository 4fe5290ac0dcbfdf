"""The board of what must be decided: which sessions are on it, what they cost, where their people could go."""

from datetime import date

import pytest

from acxdesk.actions.deciding import Decide, decide
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.deciding import Alternative, alternatives, decisions
from acxdesk.records.catalogue import Edition
from acxdesk.rules.deciding import Choice, verdict
from tests.actions.sample import add_people, add_programme, book, move, run, utc
from tests.conftest import Statements

ADA, BOB, CLEO, DAN, EVE, GRACE, ALAN = range(1, 8)
LONDON = "Europe/London"


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """Five delegates, two coaches, and ACXM with two seats of which one is needed."""
    add_programme(desk)
    add_people(desk, ("Ada", "Bob", "Cleo", "Dan", "Eve"))
    add_people(desk, ("Grace Hopper", "Alan Turing"), coach=True)
    return desk


def listed(desk: Desk, **other: int) -> list[str]:
    return [one.choice.reference for one in decisions(desk, LONDON, **other).decisions]


def test_what_is_due_by_sunday_or_starts_soon_without_a_date_is_on_the_board(staffed: Desk) -> None:
    by_sunday = run(staffed, "2027-02-01", decision_on="2026-11-29")
    run(staffed, "2027-02-08", decision_on="2026-11-30")
    overdue = run(staffed, "2026-12-02", decision_on="2026-11-10", draft=True)
    soon = run(staffed, "2026-12-08")
    run(staffed, "2026-12-09")
    assert listed(staffed) == [overdue, soon, by_sunday]
    assert listed(staffed, days=13) == [overdue, by_sunday]


def test_what_is_confirmed_cancelled_or_has_begun_is_not(staffed: Desk, clock: FrozenClock) -> None:
    for start, verb in (("2026-11-25", "confirm"), ("2026-11-26", "cancel")):
        decide(staffed, Decide(session=run(staffed, start), verb=verb, reason="so"))
    began = run(staffed, "2026-11-24", at="09:30")
    assert listed(staffed) == [began]
    clock.moment = utc(2026, 11, 24, 9, 30)
    assert listed(staffed) == []


def test_a_session_has_all_there_is_to_go_by(staffed: Desk) -> None:
    with staffed.changing("prepare", kind="system") as change:
        edition = change.work.get(Edition, 1)
        assert edition is not None
        edition.price_minor, edition.currency, edition.capacity_min = 120_000, "GBP", 2
    here = run(
        staffed, "2026-12-01", decision_on="2026-11-25", coaches=[{"person": GRACE}, {"person": ALAN}], capacity_min=2
    )
    full = run(staffed, "2026-12-14", capacity_max=1)
    there = run(staffed, "2027-01-12")
    book(staffed, here, ADA, BOB, CLEO)
    book(staffed, full, DAN)
    book(staffed, there, ADA)
    move(staffed, here, "withdraw", BOB, reason="ill")  # the seat is offered to Cleo

    board = decisions(staffed, LONDON)

    assert board.today == date(2026, 11, 24)
    first = board.decisions[0]
    assert (first.programme, first.title, first.status, first.seats) == ("ACXM", "Accredited ACXM", "open", "■ 2 of 2")
    assert first.choice == Choice(
        reference=here,
        booked=1,
        minimum=2,
        maximum=2,
        decide_by=date(2026, 11, 25),
        is_set=True,
        starts_on=date(2026, 12, 1),
        losing=2,
        price_minor=120_000,
        currency="GBP",
        coach_minutes=2 * 4 * 5 * 60,
        elsewhere=there,
        fits=1,
    )
    assert verdict(first.choice, board.today) == (
        "1 of 2 needed, decision tomorrow: go with one more, or cancel: 2 people, £1,200.00, 40 coach hours; 1 of 2 "
        f"fit on {there}."
    )


def test_a_session_for_which_others_wait_is_not_where_people_could_go(staffed: Desk) -> None:
    here = run(staffed, "2026-12-01")
    waited_for = run(staffed, "2027-01-12", capacity_max=1)
    book(staffed, here, ADA)
    book(staffed, waited_for, BOB, CLEO)
    assert decisions(staffed, LONDON).decisions[0].choice.elsewhere == ""


def test_other_sessions_of_the_programme_are_offered_by_their_start(staffed: Desk) -> None:
    here, later, sooner = (run(staffed, start) for start in ("2026-12-07", "2027-02-01", "2026-12-14"))
    run(staffed, "2027-03-01", draft=True)
    book(staffed, sooner, ADA)
    assert alternatives(staffed, here.lower()) == (
        Alternative(sooner, date(2026, 12, 14), "● 1 of 2"),
        Alternative(later, date(2027, 2, 1), "◐ 0 of 2"),
    )
    with pytest.raises(NotFound, match="No session ACXM-2031-01-01"):
        alternatives(staffed, "ACXM-2031-01-01")


def test_sessions_ahead_are_searched_by_the_index_of_their_starts(staffed: Desk, statements: Statements) -> None:
    run(staffed, "2026-12-01")
    with statements(staffed) as sent:
        decisions(staffed, LONDON)
    with staffed.reading() as work:
        plans = [
            [
                str(row.detail)
                for row in work.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", ("",) * one.count("?"))
            ]
            for one in sent
        ]
    assert "ix_sessions_starts_on_id" in plans[0][0]
    scans = [step for plan in plans for step in plan if step.startswith("SCAN ")]
    assert set(scans) <= {"SCAN CONSTANT ROW", "SCAN anon_1"}  # who teaches these few sessions

"""The ladders of a person: every rung, what is missing for it, and the next session that gives it."""

from datetime import date

import pytest

from acxdesk.actions.catalogue import RetireProgramme, load_catalogue, retire_programme
from acxdesk.actions.deciding import Decide, decide
from acxdesk.actions.prerequisites import Exempt, exempt
from acxdesk.desk.clock import FrozenClock
from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.ladders import NextRow, PersonLadder, RungRow, ladder, letters
from acxdesk.records.prerequisites import Requirement
from acxdesk.rules.enrolments import Place
from acxdesk.rules.ladders import Hold
from acxdesk.rules.prerequisites import Standing
from tests.actions.sample import add_people, book, hold, require, run
from tests.conftest import Statements

LONDON = "Europe/London"
ADA, BOB, CLEO = 1, 2, 3


@pytest.fixture
def printed(desk: Desk) -> Desk:
    """The printed catalogue, which asks for nothing but what a test says; Ada, Bob and Cleo."""
    load_catalogue(desk)
    with desk.changing("prepare", kind="system") as change:
        for row in change.work.query(Requirement):
            change.work.delete(row)
    add_people(desk, ("Ada", "Bob", "Cleo"))
    return desk


def of(desk: Desk, person: int = ADA) -> dict[str, RungRow]:
    return {rung.programme: rung for rung in ladder(desk, person, LONDON).rungs}


def test_every_rung_of_every_ladder_stands_in_its_order(printed: Desk) -> None:
    found = ladder(printed, ADA, LONDON)
    assert (found.name, found.day, found.post_nominals) == ("Ada", date(2026, 11, 24), ())
    assert [(one.code, [rung.programme for rung in one.rungs]) for one in found.ladders] == [
        ("ACX", ["ACXP", "ACXS", "ACXM", "ACXC", "ACX-Mentor"]),
        ("CPP", ["CPP", "CPPM", "CPPC", "CPP-Coach"]),
        ("COI", ["COIM", "COIC", "OI-Vision"]),
        ("OKR", ["OKR-Coach"]),
    ]
    assert found.ladders[0].line == "◇ Professional → ◇ Specialist → ◇ Master → ◇ Champion → ◇ Mentor"


def test_what_she_holds_stands_in_the_line_and_behind_her_name(printed: Desk) -> None:
    hold(printed, ADA, "ACXP", date(2018, 3, 1))
    hold(printed, ADA, "ACXM", date(2020, 11, 20), date(2029, 11, 20))
    hold(printed, ADA, "CPPC", date(2021, 5, 4))
    hold(printed, ADA, "COIM", date(2020, 5, 4), date(2022, 5, 4))
    found = ladder(printed, ADA, LONDON)
    assert [one.line for one in found.ladders[:3]] == [
        "◆ Professional 2018 → ◇ Specialist → ◆ Master 2020, to Nov 2029 → ◇ Champion → ◇ Mentor",
        "◇ Professional → ◇ Master → ◆ Champion 2021 → ◇ Coach",
        "◇ Master 2020, expired → ◇ Champion → ◇ open course",
    ]
    assert found.post_nominals == letters(printed, ADA, LONDON) == ("ACXM", "CPPC")
    assert letters(printed, BOB, LONDON) == ()


def test_what_is_missing_is_looked_at_on_the_day_of_the_next_session(printed: Desk) -> None:
    require(printed, "ACXC", "ACXM")
    hold(printed, ADA, "ACXM", valid_until=date(2026, 12, 1))
    assert (of(printed)["ACXC"].needs, of(printed)["ACXC"].asked_on) == (
        "ACXM valid on 24 Nov 2026 ✓",
        date(2026, 11, 24),
    )
    run(printed, programme="ACXC", capacity_max=2, capacity_min=1)
    found = of(printed)["ACXC"]
    assert found.missing == ("needs ACXM valid on 7 Dec 2026; holds ACXM until 1 Dec 2026",)
    assert found.next == NextRow("ACXC-2026-12-07", date(2026, 12, 7), 2, None)
    assert of(printed, BOB)["ACXC"].needs == "needs ACXM valid on 7 Dec 2026; does not hold it"


def test_the_next_session_takes_delegates_is_ahead_and_has_a_seat_or_has_her(printed: Desk) -> None:
    run(printed, "2026-11-23")  # runs
    run(printed, "2026-12-01", draft=True)
    cancelled = run(printed, "2026-12-02")
    decide(printed, Decide(session=cancelled, verb="cancel", reason="too few"))
    full = run(printed, "2026-12-07", capacity_max=1, capacity_min=1)
    later = run(printed, "2027-01-18", capacity_max=3, capacity_min=1)
    run(printed, "2027-02-15")
    book(printed, full, BOB)
    assert of(printed)["ACXM"].next == NextRow(later, date(2027, 1, 18), 3, None)
    assert of(printed, BOB)["ACXM"].next == NextRow(full, date(2026, 12, 7), 0, Place.BOOKED)
    assert of(printed)["CPP"].next is None


def test_an_exemption_is_told(printed: Desk) -> None:
    require(printed, "ACXC", "ACXM")
    exempt(printed, Exempt(person=ADA, programme="ACXC", evidence="practice", approver="Towers"))
    found = of(printed)["ACXC"]
    assert (found.missing, found.exempt) == ((), "practice, approved by Towers")
    assert found.needs == "exempted ✓ (practice, approved by Towers)"
    assert of(printed, BOB)["ACXC"].exempt == ""


def test_a_retired_programme_is_there_for_who_holds_or_held_it(printed: Desk) -> None:
    hold(printed, ADA, "OKR-Coach", date(2020, 1, 1), date(2021, 1, 1))
    retire_programme(printed, RetireProgramme(programme="OKR-Coach"))
    assert of(printed)["OKR-Coach"].stand.state is Hold.EXPIRED
    assert "OKR-Coach" not in of(printed, BOB)


def test_the_day_is_that_of_whoever_looks(printed: Desk, clock: FrozenClock) -> None:
    hold(printed, ADA, "ACXM", valid_until=date(2026, 11, 24))
    clock.moment = clock.moment.replace(hour=12)
    assert ladder(printed, ADA, LONDON).post_nominals == ("ACXM",)
    assert ladder(printed, ADA, "Pacific/Auckland").post_nominals == ()


def test_nobody_has_no_ladder(printed: Desk) -> None:
    with pytest.raises(NotFound, match="No person 99"):
        ladder(printed, 99, LONDON)


def test_it_costs_as_many_statements_for_much_as_for_little(printed: Desk, statements: Statements) -> None:
    counts: list[int] = []

    def look() -> PersonLadder:
        with statements(printed) as sent:
            found = ladder(printed, ADA, LONDON)
        counts.append(len(sent))
        return found

    look()
    for code in ("ACXM", "ACXC", "CPPC"):
        hold(printed, ADA, code)
        require(printed, code, "ACXP or CPP", standing=Standing.EVER)
        run(printed, programme=code)
        exempt(printed, Exempt(person=ADA, programme=code, evidence="practice", approver="Towers"))
    look()
    assert counts == [4, 4]

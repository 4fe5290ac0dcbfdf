"""The mark sheet: who attends, hours, marks and outcomes, and what a blind second marker does not see."""

from dataclasses import replace
from datetime import date

import pytest

from acxdesk.desk.door import Desk
from acxdesk.errors import NotFound
from acxdesk.queries.marks import sheet
from acxdesk.rules.attendance import Hours
from acxdesk.rules.marks import Series
from acxdesk.rules.outcomes import Verdict
from tests.actions.assessed import SCHEME, TWICE, assessed, enter, enter_all
from tests.actions.sample import move

REF = "ACXM-2026-11-16"
ADA, BOB, CLEO = 1, 2, 3


def test_a_sheet_has_who_attends_with_hours_marks_and_outcome(desk: Desk) -> None:
    assessed(desk, "Bob", "Ada", "Cleo")
    enter_all(desk, REF, 2, "61", "80", "6")
    enter_all(desk, REF, 1, "61", "47", "6")
    move(desk, REF, "withdraw", CLEO, reason="ill")

    found = sheet(desk, REF.lower())

    assert (found.reference, found.title, found.today, found.complete) == (
        REF,
        "Accredited ACXM",
        date(2026, 11, 24),
        2,
    )
    assert found.scheme is not None
    assert [part.name for part in found.scheme.parts] == ["Exam", "Case study", "Demonstration"]
    assert [(one.name, one.outcome.verdict) for one in found.people] == [
        ("Ada", Verdict.PASSED),
        ("Bob", Verdict.RESIT),
    ]
    ada = found.people[0]
    assert ada.hours == Hours(1200, 0, 1200, 1080)
    assert ada.outcome.sentence == (
        "Passed: 68.5 of 100, exam 61 >= 50, case study 80 >= 60, demonstration 6 >= 5, 20 of 20 hours."
    )
    assert ada.open == (1, 2, 3)
    assert (ada.attempt, ada.due, ada.released, ada.is_released) == (1, None, None, False)
    mark = ada.mark(2)
    assert mark is not None
    assert (mark.points, mark.by, mark.version) == (80_00, "anna", 1)
    assert ada.mark(2, series=Series.SECOND) is None
    assert found.people[1].outcome.resit_by == date(2027, 1, 23)


def test_a_session_without_a_scheme_has_a_sheet_that_says_so(desk: Desk) -> None:
    assessed(desk, "Ada", scheme=None)
    found = sheet(desk, REF)
    assert found.scheme is None
    assert found.people[0].outcome.sentence == (
        "Incomplete: the programme's edition has no assessment scheme: give it one."
    )


def test_no_session_no_sheet(desk: Desk) -> None:
    with pytest.raises(NotFound, match="No session ACXM-1"):
        sheet(desk, "ACXM-1")


@pytest.fixture
def half_second_marked(desk: Desk) -> Desk:
    """Ada has first marks by anna and one second mark by Grace; Bob has a first mark by Grace."""
    assessed(desk, "Ada", "Bob", scheme=TWICE)
    enter_all(desk, REF, ADA, "61", "80", "6")
    enter(desk, REF, (ADA, "Exam", "65"), series=Series.SECOND, by="Grace")
    enter(desk, REF, (BOB, "Exam", "47"), by="Grace")
    return desk


def test_a_blind_second_marker_reads_no_first_mark_of_somebody_else(half_second_marked: Desk) -> None:
    found = sheet(half_second_marked, REF, blind_for="GRACE")
    assert found.blind
    assert [[(mark.series, mark.points) for mark in one.marks] for one in found.people] == [
        [(Series.SECOND, 65_00)],
        [(Series.FIRST, 47_00)],
    ]
    assert "61" not in str(found.people[0].outcome)


def test_a_second_marker_who_is_not_blind_reads_everything(desk: Desk) -> None:
    assessed(desk, "Ada", scheme=replace(TWICE, second=replace(TWICE.second, blind=False)))
    enter_all(desk, REF, ADA, "61", "80", "6")
    found = sheet(desk, REF, blind_for="Grace")
    assert not found.blind
    assert len(found.people[0].marks) == 3


def test_nothing_is_kept_from_a_marker_where_nobody_marks_twice(desk: Desk) -> None:
    assessed(desk, "Ada", scheme=SCHEME)
    enter_all(desk, REF, ADA, "61", "80", "6")
    assert len(sheet(desk, REF, blind_for="Grace").people[0].marks) == 3

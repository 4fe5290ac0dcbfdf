"""Everybody's outcomes in one pass, the results that were told, open reviews, and what somebody went past."""

from dataclasses import replace

import pytest

from acxdesk.actions.results import Release, release
from acxdesk.actions.reviews import OpenReview, appeal
from acxdesk.desk.door import Desk
from acxdesk.queries import outcomes as module
from acxdesk.queries.marks import sheet
from acxdesk.queries.outcomes import outcomes, results
from acxdesk.queries.reviews import overrides, reviews
from acxdesk.rules.outcomes import Verdict
from tests.actions.assessed import SCHEME, TWICE, assessed, enter_all
from tests.actions.sample import add_people

REF, OTHER = "ACXM-2026-11-16", "ACXM-2026-11-09"


@pytest.fixture
def two_sessions(desk: Desk) -> Desk:
    """Ada passed and Bob failed in one, released; Cleo is not marked in the other."""
    (coach,) = add_people(desk, ["Grace Hopper"], coach=True)
    assessed(desk, "Bob", "Ada", coaches=[coach])
    assessed(desk, "Cleo", start="2026-11-09")
    enter_all(desk, REF, 1, "61", "47", "6", by="Grace Hopper")
    enter_all(desk, REF, 2, "61", "80", "6")
    release(desk, Release.read({"session": REF, "reason": "no other marker"}))
    return desk


def told(desk: Desk, *sessions: int) -> list[tuple[int, str, Verdict]]:
    return [(one.session, one.name, one.outcome.verdict) for one in outcomes(desk, sessions or None)]


def test_everybodys_outcome_comes_by_session_and_name(two_sessions: Desk) -> None:
    first = [(1, "Ada", Verdict.PASSED), (1, "Bob", Verdict.RESIT)]
    assert told(two_sessions) == [*first, (2, "Cleo", Verdict.INCOMPLETE)]
    assert told(two_sessions, 1) == first
    assert told(two_sessions, 99) == []
    assert list(outcomes(two_sessions, [])) == []


def test_a_pass_in_pieces_is_the_same(two_sessions: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(outcomes(two_sessions))
    monkeypatch.setattr(module, "_SESSIONS_A_READ", 1)
    assert list(outcomes(two_sessions)) == whole


def test_a_pass_says_what_the_sheets_say(desk: Desk) -> None:
    assessed(desk, "Ada", scheme=replace(TWICE, pass_total=0))
    enter_all(desk, REF, 1, "61", "47", "6")
    assert tuple(outcomes(desk)) == sheet(desk, REF).people


def test_results_are_listed_with_the_newest_first_or_by_name(two_sessions: Desk) -> None:
    lines = results(two_sessions).after(None, 10)
    assert [(line.values[4], line.values[6], line.values[7]) for line in lines] == [
        ("Bob", "resit due", "55.3"),
        ("Ada", "passed", "68.5"),
    ]
    by_name = results(two_sessions, session=1).after(None, 10)
    assert [line.cells[4] for line in by_name] == ["Ada", "Bob"]
    assert by_name[1].cells[6:10] == ("◐ resit due", "55.3", by_name[1].cells[8], "Sat 23 Jan 2027")
    assert results(two_sessions, session=2).count() == 0
    assert [line.cells[4] for line in results(two_sessions, person=2).after(None, 10)] == ["Bob"]
    assert results(two_sessions).arranged(words="ada").count() == 1


def test_open_reviews_and_overrides_are_listed(two_sessions: Desk) -> None:
    assert reviews(two_sessions).count() == 0
    request = {"session": REF, "enrolment": 1, "component": "Case study", "reason": "[/oops] [red]x"}
    appeal(two_sessions, OpenReview.read(request))
    (line,) = reviews(two_sessions).after(None, 10)
    assert line.cells[1:] == (
        *(REF, "1", "2", "Bob", "Case study", "1", "appeal", "47", "[/oops] [red]x", "Tue 24 Nov 2026", "anna"),
    )
    assert reviews(two_sessions, session=2).count() == 0
    assert reviews(two_sessions, session=1).arranged(words="bob").count() == 1

    (line,) = overrides(two_sessions).after(None, 10)
    assert line.cells[4:6] == (f"Grace Hopper taught {REF} and alone marked Bob.", "no other marker")
    assert overrides(two_sessions, session=2).count() == 0
    assert overrides(two_sessions).arranged(words="acxm").count() == 1
    assert overrides(two_sessions).arranged(words="zzz").count() == 0


def test_a_scheme_constant_is_what_the_sheet_reads(desk: Desk) -> None:
    assessed(desk, "Ada", scheme=TWICE)
    read = sheet(desk, REF).scheme
    assert read is not None
    parts = tuple(replace(part, id=0) for part in read.parts)
    assert replace(read, parts=parts) == replace(TWICE, parts=SCHEME.parts)

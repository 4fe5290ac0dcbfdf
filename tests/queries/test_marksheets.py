"""Mark sheets on their way into files: what was changed since, and how a mark came to be what it is."""

from dataclasses import replace

from acxdesk.actions.journal import undo
from acxdesk.actions.results import Release, release
from acxdesk.desk.door import Desk
from acxdesk.queries.marksheets import Entered, entered, paper, session_of_uid
from tests.actions.assessed import assessed, enter, enter_all
from tests.actions.sample import entries

REF = "ACXM-2026-11-16"
ADA, BOB = 1, 2


def test_a_paper_knows_its_age_and_what_was_marked_since(desk: Desk) -> None:
    assessed(desk, "Ada", "Bob")
    enter_all(desk, REF, ADA, "61", "80")
    then = paper(desk, REF)
    enter(desk, REF, (ADA, "Exam", "64"))
    enter(desk, REF, (BOB, "Exam", "47"))

    now = paper(desk, REF, since=then.entry)

    assert then.entry == entries(desk) - 2
    assert then.changed == {}
    assert now.changed == {1: entries(desk) - 1, 3: entries(desk)}
    assert now.emails == {1: "ada@example.org", 2: "bob@example.org"}
    assert session_of_uid(desk, now.uid) == REF
    assert session_of_uid(desk, "another") is None


def test_every_change_of_a_mark_is_told_with_who_made_it(desk: Desk) -> None:
    assessed(desk, "Ada")
    enter_all(desk, REF, ADA, "61", "80", "7")
    enter(replace(desk, who="grace"), REF, (ADA, "Exam", "64"), version=1)
    undo(desk)
    release(desk, Release(session=REF))
    at = desk.clock.now()
    assert entered(desk, [1]) == (
        Entered(at, "anna", None, 61_00),
        Entered(at, "grace", 61_00, 64_00),
        Entered(at, "anna", 64_00, 61_00),
    )
    assert entered(desk, []) == ()

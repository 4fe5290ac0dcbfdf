"""A look before a release: what would be told, and what stands against it; nothing is written."""

from dataclasses import replace

import pytest

from acxdesk.actions.releasing import Foreseen, foresee
from acxdesk.actions.results import Release
from acxdesk.desk.door import Desk
from acxdesk.errors import Refused
from tests.actions.assessed import assessed, enter_all, place
from tests.actions.sample import add_people, book_of

REF = "ACXM-2026-11-16"


def test_what_would_be_told_and_who_is_incomplete(desk: Desk) -> None:
    assessed(desk, "Ada", "Bob")
    enter_all(desk, REF, 1, "61", "80", "7")
    before = book_of(desk)
    assert foresee(desk, Release(session=REF)) == Foreseen(
        (
            "Ada: Passed: 69.5 of 100, exam 61 >= 50, case study 80 >= 60, demonstration 7 >= 5, 20 of 20 hours.",
            "Bob: Incomplete: exam is not marked; case study is not marked; demonstration is not marked.",
        ),
        "",
    )
    assert book_of(desk) == before


def test_a_warning_is_told_until_a_reason_is_given(desk: Desk) -> None:
    (coach,) = add_people(desk, ["Grace"], coach=True)
    assessed(desk, "Ada", coaches=[coach])
    enter_all(replace(desk, who="Grace"), REF, place(desk, "Ada"), "61", "80", "7")
    assert foresee(desk, Release(session=REF)).warning == f"Grace taught {REF} and alone marked Ada."
    assert foresee(desk, Release(session=REF, reason="nobody else is there")).warning == ""


def test_where_nothing_can_be_released_it_is_refused(desk: Desk) -> None:
    assessed(desk, "Ada")
    with pytest.raises(Refused, match="1 person is incomplete"):
        foresee(desk, Release(session=REF))

"""Impartiality: who is the same person, who taught and alone marked, how a warning reads."""

import pytest

from acxdesk.rules.impartiality import Caution, Coach, Marked, both_marks, is_same, own_appeal, taught_alone

GRACE = Coach("Grace Hopper", "grace@example.org")
ALAN = Coach("Alan Turing")
REF = "ACXM-2026-11-16"


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("Grace Hopper", True),
        ("  GRACE   hopper ", True),
        ("Gráce Hopper", True),
        ("Grace@Example.org", True),
        ("Grace Hopper <g@elsewhere.org>", True),
        ("G. H. <grace@example.org>", True),
        ("Grace", False),
        ("grace@example.com", False),
        ("", False),
        ("<>", False),
    ],
)
def test_a_marker_is_known_by_name_or_address(marker: str, *, expected: bool) -> None:
    assert is_same(marker, "Grace Hopper", "grace@example.org") is expected


def test_nobody_without_an_address_is_known_by_it() -> None:
    assert not is_same("", "", "")
    assert not is_same("x@example.org", "Alan Turing", "")


def test_whoever_taught_and_alone_marked_is_told_with_whose_work_it_was() -> None:
    marked = [
        Marked(1, "Ada", ("grace hopper",)),
        Marked(1, "Ada", ("grace hopper",)),
        Marked(2, "Bob", ("Grace Hopper", "GRACE HOPPER")),  # twice by herself is alone
        Marked(3, "Cleo", ("Grace Hopper", "anna")),
        Marked(4, "Dan", ("anna",)),
        Marked(5, "Eve", ("Alan Turing",)),
        Marked(6, "Fay", ()),
    ]
    assert taught_alone(REF, [GRACE, ALAN], marked) == (
        Caution(f"Grace Hopper taught {REF} and alone marked Ada and Bob."),
        Caution(f"Alan Turing taught {REF} and alone marked Eve."),
    )


def test_many_people_are_counted() -> None:
    marked = [Marked(number, f"D{number}", ("Grace Hopper",)) for number in range(1, 13)]
    assert taught_alone(REF, [GRACE], marked) == (
        Caution(f"Grace Hopper taught {REF} and alone marked D1, D2, D3 and 9 others."),
    )


def test_two_coaches_who_mark_one_person_are_not_alone() -> None:
    assert taught_alone(REF, [GRACE, ALAN], [Marked(1, "Ada", ("Grace Hopper", "Alan Turing"))]) == ()


def test_warnings_about_one_person_name_her() -> None:
    assert both_marks("anna", "Ada", 1).enrolment == 1
    assert own_appeal("anna", "Ada", "Exam", 1) == Caution(
        "anna marked Exam of Ada and decides the appeal against it.", 1
    )

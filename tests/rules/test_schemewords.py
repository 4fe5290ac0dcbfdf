"""A scheme is told in words, and so is what another one asks otherwise."""

from dataclasses import replace

import pytest

from acxdesk.rules.schemes import Agreement, Counts, Part, ResitRule, Scheme, SecondMarking, SecondRule
from acxdesk.rules.schemewords import attendance_words, differences, resit_words, rules_of, second_words

EXAM = Part("Written exam", weight=40, out_of=10_000, pass_mark=5_000, must_pass=True)
CASE = Part("Case study", weight=60, out_of=10_000, pass_mark=6_000, must_pass=False)
SCHEME = Scheme(parts=(EXAM, CASE), pass_total=6_000, attendance=90, resits=ResitRule(1))


def test_every_rule_is_told() -> None:
    assert rules_of(SCHEME, taught=20 * 60) == {
        "To pass": "60 of 100 in total, and every component that must be passed",
        "Attendance": "90% of the hours (18 of 20); recordings do not count",
        "Resits": "one within 60 days, of what was failed; best counts",
        "Second marks": "none",
    }
    assert rules_of(Scheme()) == {
        "To pass": "nothing is marked",
        "Attendance": "none is asked for",
        "Resits": "none",
        "Second marks": "none",
    }
    assert rules_of(Scheme(parts=(CASE,)))["To pass"] == "any total"


@pytest.mark.parametrize(
    ("asked", "taught", "words"),
    [
        (90, 20 * 60, "90% of the hours (18 of 20); recordings count"),
        (80, 7 * 60, "80% of the hours (5.6 of 7); recordings count"),
        (67, 100, "67% of the hours (1 h 7 min of 1 h 40 min); recordings count"),
        (90, 0, "90% of the hours; recordings count"),
    ],
)
def test_hours_are_told_where_they_are_known(asked: int, taught: int, words: str) -> None:
    assert attendance_words(Scheme(attendance=asked, recording_counts=True), taught) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (ResitRule(), "none"),
        (ResitRule(1, cap=60), "one within 60 days, of what was failed, 60% at most; best counts"),
        (
            ResitRule(2, only_failed=False, cap=100, counts=Counts.LAST, days=1),
            "2 within 1 day, of every component, 100% at most; last counts",
        ),
    ],
)
def test_resits_are_told(rule: ResitRule, words: str) -> None:
    assert resit_words(rule) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (SecondRule(), "none"),
        (SecondRule(SecondMarking.SAMPLE), "a sample of 20%, blind; agreed as their average"),
        (
            SecondRule(SecondMarking.ALL, agreement=Agreement.WITHIN, within=550, blind=False),
            (
                "everybody, with the first mark in sight; agreed as their average within 5.5 points and on one side of "
                "the pass mark, else a third marker decides"
            ),
        ),
        (
            SecondRule(SecondMarking.ALL, agreement=Agreement.WITHIN, within=100),
            (
                "everybody, blind; agreed as their average within 1 point and on one side of the pass mark, else a "
                "third marker decides"
            ),
        ),
    ],
)
def test_second_marks_are_told(rule: SecondRule, words: str) -> None:
    assert second_words(rule) == words


def test_a_first_scheme_differs_in_all_that_it_asks() -> None:
    assert differences(None, SCHEME) == (
        "New component: Written exam, 40%, out of 100, pass 50, must pass.",
        "New component: Case study, 60%, out of 100, pass 60.",
        "To pass: 60 of 100 in total, and every component that must be passed.",
        "Attendance: 90% of the hours; recordings do not count.",
        "Resits: one within 60 days, of what was failed; best counts.",
        "Second marks: none.",
    )


def test_what_differs_is_told_with_what_it_was() -> None:
    demo = Part("Demonstration", weight=20, out_of=1_000, pass_mark=0, must_pass=False)
    new = replace(SCHEME, parts=(replace(CASE, weight=80), demo), resits=ResitRule(2), attendance=80)
    assert differences(SCHEME, new) == (
        "Case study, 80%, out of 100, pass 60; was Case study, 60%, out of 100, pass 60.",
        "New component: Demonstration, 20%, out of 10.",
        "No component any more: Written exam, 40%, out of 100, pass 50, must pass.",
        "To pass: 60 of 100 in total; was 60 of 100 in total, and every component that must be passed.",
        ("Attendance: 80% of the hours; recordings do not count; was 90% of the hours; recordings do not count."),
        (
            "Resits: 2 within 60 days, of what was failed; best counts; was one within 60 days, of what "
            "was failed; best counts."
        ),
    )


def test_another_order_is_told() -> None:
    assert differences(SCHEME, replace(SCHEME, parts=(CASE, EXAM))) == ("In the order Case study, Written exam.",)


def test_what_is_not_in_force_is_told_to_be_so() -> None:
    assert differences(SCHEME, replace(SCHEME, second=SecondRule(sample=10))) == (
        "Only what is not in force is set otherwise.",
    )
    assert differences(SCHEME, replace(SCHEME, parts=(replace(EXAM, id=3), replace(CASE, id=4)))) == ()

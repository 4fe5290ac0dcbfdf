"""Outcomes: by marks and hours, by resits, explained in words; and their laws."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.rules.attendance import Hours
from acxdesk.rules.moderation import Counting
from acxdesk.rules.outcomes import Due, Outcome, Verdict, outcome, resit_parts
from acxdesk.rules.schemes import Counts, Part, ResitRule, Scheme

TODAY = date(2026, 11, 16)
DUE = Due(2, date(2027, 1, 15))
EXAM = Part("Exam", 50, 100_00, 50_00, must_pass=True, id=1)
CASE = Part("Case study", 40, 100_00, 60_00, must_pass=True, id=2)
DEMO = Part("Demonstration", 10, 10_00, 5_00, must_pass=False, id=3)
ONCE = ResitRule(most=1, days=60)
SCHEME = Scheme((EXAM, CASE, DEMO), 60_00, attendance=90, resits=ONCE)
HOURS = Hours(counted=1080, open=0, taught=1200, asked=1080)
FREE = Hours(0, 0, 0, 0)


def had(*points: float | None, attempt: int = 1) -> list[Counting]:
    """Marks for the components in their order, in points; None where there is none."""
    return [
        Counting(number, attempt, round(value * 100)) for number, value in enumerate(points, 1) if value is not None
    ]


def judge(*marks: Counting, scheme: Scheme = SCHEME, due: Due | None = None, today: date = TODAY) -> Outcome:
    return outcome(scheme, HOURS, marks, today=today, due=due)


def resits(rule: ResitRule) -> Scheme:
    return replace(SCHEME, resits=rule)


def test_passed_is_explained_with_every_figure() -> None:
    assert judge(*had(61, 80, 6)) == Outcome(
        Verdict.PASSED,
        "Passed: 68.5 of 100, exam 61 >= 50, case study 80 >= 60, demonstration 6 >= 5, 18 of 20 hours.",
        total=68_50,
        counted=(61_00, 80_00, 6_00),
    )


def test_a_failed_component_may_be_tried_again() -> None:
    assert judge(*had(61, 47, 6)) == Outcome(
        Verdict.RESIT,
        "Resit due by 15 Jan 2027: case study 47 < 60, total 55.3 of 100 < 60; attempts left 1.",
        total=55_30,
        counted=(61_00, 47_00, 6_00),
        failed=(CASE,),
        resits=(CASE,),
        resit_by=date(2027, 1, 15),
        attempts_left=1,
    )


def test_what_need_not_be_passed_only_counts() -> None:
    found = judge(*had(80, 80, 2))
    assert found.verdict is Verdict.PASSED
    assert "demonstration 2 < 5 (need not be passed)" in found.sentence


def test_a_total_that_is_too_low_can_be_raised_in_any_component() -> None:
    found = judge(*had(50, 60, 10), scheme=replace(SCHEME, pass_total=70_00))
    assert found.sentence == "Resit due by 15 Jan 2027: total 59 of 100 < 70; attempts left 1."
    assert found.resits == (EXAM, CASE, DEMO)


def test_where_what_failed_cannot_lift_the_total_the_rest_may_be_tried_too() -> None:
    scheme = replace(SCHEME, pass_total=90_00)
    assert judge(*had(100, 47, 10), scheme=scheme).resits == (CASE,)
    assert judge(*had(60, 47, 10), scheme=scheme).resits == (EXAM, CASE, DEMO)


def test_all_may_be_tried_again_where_the_rule_says_so() -> None:
    assert judge(*had(61, 47, 6), scheme=resits(replace(ONCE, only_failed=False))).resits == (EXAM, CASE, DEMO)


def test_failed_without_a_resit_in_the_scheme() -> None:
    found = judge(*had(61, 47, 6), scheme=resits(ResitRule()))
    assert found.verdict is Verdict.FAILED
    assert found.sentence == "Failed: case study 47 < 60, total 55.3 of 100 < 60; the scheme has no resit."


def test_failed_when_no_attempt_is_left() -> None:
    found = judge(*had(61, 47, 6), *had(None, 59.99, attempt=2), due=DUE)
    assert found.verdict is Verdict.FAILED
    assert found.sentence == "Failed: case study 59.99 < 60; no attempts left."


def test_a_second_resit_is_due_where_two_are_allowed() -> None:
    found = judge(*had(61, 47, 6), *had(None, 50, attempt=2), scheme=resits(replace(ONCE, most=2)), due=DUE)
    assert (found.verdict, found.attempts_left) == (Verdict.RESIT, 1)


def test_a_resit_that_cannot_pass_is_not_due() -> None:
    found = judge(*had(61, 47, 6), scheme=resits(replace(ONCE, cap=59)))
    assert found.verdict is Verdict.FAILED
    assert found.sentence.endswith("no resit can mend it, as it counts for at most 59 per cent.")


def test_a_resit_counts_up_to_its_cap() -> None:
    found = judge(*had(61, 47, 6), *had(None, 90, attempt=2), scheme=resits(replace(ONCE, cap=60)), due=DUE)
    assert found.counted == (61_00, 60_00, 6_00)
    assert found.verdict is Verdict.PASSED


@pytest.mark.parametrize(("counts", "expected"), [(Counts.BEST, 80_00), (Counts.LAST, 62_00)])
def test_the_best_or_the_last_attempt_counts(counts: Counts, expected: int) -> None:
    rule = replace(ONCE, counts=counts, only_failed=False)
    found = judge(*had(40, 80, 6), *had(55, 62, attempt=2), scheme=resits(rule), due=DUE)
    assert found.counted[1] == expected


def test_the_days_for_a_resit_do_not_begin_anew_each_day() -> None:
    found = judge(*had(61, 47, 6), due=DUE, today=date(2027, 1, 15))
    assert (found.verdict, found.resit_by) == (Verdict.RESIT, date(2027, 1, 15))


def test_a_resit_that_nobody_sat_in_time_was_not_taken() -> None:
    found = judge(*had(61, 47, 6), due=DUE, today=date(2027, 1, 16))
    assert found.verdict is Verdict.FAILED
    assert found.resit_by == DUE.by
    assert found.sentence == (
        "Failed: the resit due by 15 Jan 2027 was not taken; case study 47 < 60, total 55.3 of 100 < 60."
    )


def test_a_resit_of_which_a_part_is_marked_is_incomplete_until_its_last_day() -> None:
    marks = (*had(40, 47, 6), *had(70, attempt=2))
    assert judge(*marks, due=DUE).missing == ("the resit of case study is not marked",)
    late = judge(*marks, due=DUE, today=date(2027, 1, 16))
    assert late.verdict is Verdict.FAILED
    assert late.sentence == "Failed: case study 47 < 60, total 59.8 of 100 < 60; no attempts left."


def test_hours_that_cannot_be_reached_fail_whatever_the_marks() -> None:
    found = outcome(SCHEME, Hours(900, 60, 1200, 1080), had(100, 100, 10), today=TODAY)
    assert found.verdict is Verdict.FAILED
    assert found.sentence == "Failed: 15 of 20 hours counted and 1 still open cannot reach the 18 asked."


def test_hours_that_can_still_be_reached_are_waited_for() -> None:
    found = outcome(SCHEME, Hours(900, 300, 1200, 1080), had(61, None, 6), today=TODAY)
    assert found.verdict is Verdict.INCOMPLETE
    assert found.missing == (
        "case study is not marked",
        "15 of the 18 hours asked are counted, 5 are still open",
    )
    assert found.sentence == f"Incomplete: {found.missing[0]}; {found.missing[1]}."
    assert found.counted == (61_00, None, 6_00)


def test_hours_are_enough_before_the_last_meeting_is_marked() -> None:
    assert outcome(SCHEME, Hours(1080, 120, 1200, 1080), had(61, 80, 6), today=TODAY).verdict is Verdict.PASSED


def test_a_mark_that_waits_for_a_second_one_is_missing() -> None:
    waits = Counting(2, 1, None, "waits for a second mark")
    assert judge(*had(61, None, 6), waits).missing == ("case study waits for a second mark",)


def test_attendance_alone_decides_where_nothing_is_marked() -> None:
    scheme = Scheme(attendance=90)
    assert outcome(scheme, HOURS, (), today=TODAY) == Outcome(Verdict.PASSED, "Passed: 18 of 20 hours.")
    assert outcome(scheme, Hours(0, 1200, 1200, 1080), (), today=TODAY).verdict is Verdict.INCOMPLETE
    assert outcome(scheme, Hours(0, 0, 1200, 1080), (), today=TODAY).verdict is Verdict.FAILED


@pytest.mark.parametrize("scheme", [None, Scheme(), Scheme(attendance=90)])
def test_nothing_is_passed_where_nothing_is_asked(scheme: Scheme | None) -> None:
    found = outcome(scheme, FREE, (), today=TODAY)
    assert found.verdict is Verdict.INCOMPLETE
    assert len(found.missing) == 1


def test_a_total_is_compared_as_it_is_and_not_as_it_reads() -> None:
    third = Part("A", 100, 3_00, 0, must_pass=False, id=1)
    found = outcome(Scheme((third,), 66_67), FREE, [Counting(1, 1, 2_00)], today=TODAY)
    assert (found.verdict, found.total) == (Verdict.FAILED, 66_67)
    assert found.sentence == "Failed: total just below 66.67; the scheme has no resit."


def test_a_name_in_capitals_keeps_them() -> None:
    scheme = Scheme((replace(EXAM, weight=100, name="CX lab"),), 0)
    assert "CX lab 61 >= 50" in outcome(scheme, FREE, had(61), today=TODAY).sentence


def test_a_resit_is_marked_for_what_failed_before_it() -> None:
    marks = (*had(61, 47, 6), *had(None, 70, attempt=2))
    assert resit_parts(SCHEME, marks, DUE) == (CASE,)


# ---- laws

RANK = {Verdict.FAILED: 0, Verdict.RESIT: 1, Verdict.PASSED: 2}


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=4)))
    weights = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    parts = []
    for number, weight in enumerate(weights, 1):
        out_of = draw(st.sampled_from((1, 3, 7_00, 10_00, 33_33, 100_00)))
        parts.append(
            Part(f"Part {number}", weight, out_of, draw(st.integers(0, out_of)), draw(st.booleans()), id=number)
        )
    rule = ResitRule(
        most=draw(st.integers(0, 3)),
        only_failed=draw(st.booleans()),
        cap=draw(st.none() | st.integers(0, 100)),
        counts=draw(st.sampled_from(Counts)),
    )
    return Scheme(tuple(parts), draw(st.integers(0, 100_00)), resits=rule)


@st.composite
def marked(draw: st.DrawFn) -> tuple[Scheme, list[Counting], Due | None]:
    """A scheme, marks of every component, of some in several attempts, and perhaps a resit that is due."""
    scheme = draw(schemes())
    marks = []
    for part in scheme.parts:
        tries = draw(st.sets(st.integers(2, scheme.resits.most + 1), max_size=3)) if scheme.resits.most else set()
        marks += [Counting(part.id, attempt, draw(st.integers(0, part.out_of))) for attempt in (1, *tries)]
    due = draw(st.none() | st.builds(Due, st.integers(2, 4), st.dates(date(2026, 11, 1), date(2026, 12, 1))))
    return scheme, marks, due


@given(case=marked(), data=st.data())
def test_an_outcome_never_gets_worse_when_one_mark_rises(
    case: tuple[Scheme, list[Counting], Due | None], data: st.DataObject
) -> None:
    scheme, marks, due = case
    place = data.draw(st.integers(0, len(marks) - 1))
    mark = marks[place]
    top = next(part.out_of for part in scheme.parts if part.id == mark.component)
    assert mark.points is not None
    risen = replace(mark, points=data.draw(st.integers(mark.points, top)))
    before = outcome(scheme, FREE, marks, today=TODAY, due=due)
    after = outcome(scheme, FREE, [*marks[:place], risen, *marks[place + 1 :]], today=TODAY, due=due)
    if not (before.is_decided and after.is_decided):  # a resit of which a part is marked
        return
    assert RANK[after.verdict] >= RANK[before.verdict]
    assert before.total is not None
    assert after.total is not None
    assert after.total >= before.total


@given(case=marked(), data=st.data())
def test_an_outcome_does_not_depend_on_the_order_of_marks(
    case: tuple[Scheme, list[Counting], Due | None], data: st.DataObject
) -> None:
    scheme, marks, due = case
    other = data.draw(st.permutations(marks))
    assert outcome(scheme, FREE, marks, today=TODAY, due=due) == outcome(scheme, FREE, other, today=TODAY, due=due)


@given(case=marked())
def test_weights_and_caps_hold(case: tuple[Scheme, list[Counting], Due | None]) -> None:
    scheme, marks, due = case
    found = outcome(scheme, FREE, marks, today=TODAY, due=due)
    if not found.is_decided:
        return
    assert found.total is not None
    assert 0 <= found.total <= 100_00
    exact = Fraction(0)
    for part, points in zip(scheme.parts, found.counted, strict=True):
        assert points is not None
        first = next(mark.points for mark in marks if (mark.component, mark.attempt) == (part.id, 1))
        assert first is not None
        cap = scheme.resits.cap
        most = part.out_of if cap is None else part.out_of * cap // 100
        assert 0 <= points <= max(first, most)
        exact += Fraction(part.weight * points, part.out_of)
    assert abs(Fraction(found.total, 100) - exact) <= Fraction(1, 200)
    if found.verdict is Verdict.PASSED:
        assert exact >= Fraction(scheme.pass_total, 100)


@given(scheme=schemes(), data=st.data())
def test_a_resit_that_is_due_can_pass(scheme: Scheme, data: st.DataObject) -> None:
    scheme = replace(scheme, resits=replace(scheme.resits, most=1, counts=Counts.BEST))
    first = [Counting(part.id, 1, data.draw(st.integers(0, part.out_of))) for part in scheme.parts]
    found = outcome(scheme, FREE, first, today=TODAY)
    if found.verdict is Verdict.RESIT:
        again = [Counting(part.id, 2, part.out_of) for part in found.resits]
        best = outcome(scheme, FREE, [*first, *again], today=TODAY, due=Due(2, TODAY))
        assert best.verdict is Verdict.PASSED

"""Schemes: a component is one line that prints and parses to itself, and all that is wrong is told at once."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.schemes import (
    LONGEST_NAME,
    MOST_OUT_OF,
    Part,
    ResitRule,
    Scheme,
    SecondRule,
    check_part,
    check_scheme,
    points_said,
    points_words,
    rounded,
)
from acxdesk.rules.text import clean_line

EXAM = Part("Written exam", weight=40, out_of=10_000, pass_mark=5_000, must_pass=True)
CASE = Part("Case study", weight=60, out_of=10_000, pass_mark=6_000, must_pass=False)


def _is_clean(name: str) -> bool:
    try:
        return bool(name) and clean_line(name, what="Name", limit=LONGEST_NAME) == name
    except Refused:
        return False


names = st.text(st.characters(exclude_characters=",", exclude_categories=("Cc", "Cs")), min_size=1).filter(_is_clean)
said_like_items = st.sampled_from(["40%", "out of 10", "must pass", "pass 50", "Exam 2", "試験", "امتحان"])


@st.composite
def parts(draw: st.DrawFn) -> Part:
    out_of = draw(st.integers(1, MOST_OUT_OF))
    return Part(
        draw(names | said_like_items),
        weight=draw(st.integers(1, 100)),
        out_of=out_of,
        pass_mark=draw(st.integers(0, out_of)),
        must_pass=draw(st.booleans()),
    )


@given(parts())
def test_a_component_prints_and_parses_to_itself(part: Part) -> None:
    assert Part.parse(str(part)) == part
    check_part(part)


@given(parts())
def test_the_row_of_a_component_is_not_in_its_line(part: Part) -> None:
    assert str(replace(part, id=7)) == str(part)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        (
            "Written exam, 40%, out of 100, pass 50, must pass",
            "Written exam, 40%, out of 100, pass 50, must pass",
        ),
        ("Contribution, 20%", "Contribution, 20%, out of 100"),
        (
            "  Case study ,must PASS,  pass mark 62,5, 40 % , Out Of 100",
            "Case study, 40%, out of 100, pass 62.5, must pass",
        ),
        ("Case study, 40 per cent, pass at 62.50, must be passed", "Case study, 40%, out of 100, pass 62.5, must pass"),
        ("Demo, weight 20%, out of 10,", "Demo, 20%, out of 10"),
        ("[/oops] [red]x, 20%", "[/oops] [red]x, 20%, out of 100"),
    ],
)
def test_a_component_is_read_in_the_words_that_people_use(said: str, printed: str) -> None:
    assert str(Part.parse(said)) == printed


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", "A component begins with its name. It has no weight in per cent."),
        ("Exam", '"Exam" has no weight in per cent.'),
        (", 40%", "A component begins with its name."),
        ("Exam, 40%, 50%", '"Exam" says twice how much it weighs.'),
        (
            "Exam, 1_0%, soon, must pass, must pass",
            (
                '"1_0%" is not understood in the component "Exam". "soon" is not understood in the component "Exam". '
                '"Exam" says twice that it must be passed. "Exam" has no weight in per cent.'
            ),
        ),
        ("Exam, ٤٠%", '"٤٠%" is not understood in the component "Exam". "Exam" has no weight in per cent.'),
        ("Exam, 40%, pass 1e2", '"pass 1e2" is not understood in the component "Exam".'),
        ("Exam, 40%, pass nan", '"pass nan" is not understood in the component "Exam".'),
        ("Exam, 40%, pass -5", '"pass -5" is not understood in the component "Exam".'),
    ],
)
def test_a_line_that_is_no_component_is_told_all_at_once(said: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        Part.parse(said)
    assert refused.value.sentence == sentence
    assert refused.value.remedy == 'Write it as "Written exam, 40%, out of 100, pass 50, must pass".'


@pytest.mark.parametrize("said", ["x" * 5_000, "Exam\x1b[31m, 40%", "Exam\n, 40%"])
def test_a_line_that_is_too_long_or_steers_the_terminal_is_refused(said: str) -> None:
    with pytest.raises(Refused):
        Part.parse(said)


def test_a_scheme_that_can_be_marked_by_is_let_through() -> None:
    check_scheme(Scheme())
    check_scheme(Scheme(parts=(EXAM, CASE), pass_total=6_000, attendance=90))


def test_everything_that_is_wrong_with_a_scheme_is_told_at_once() -> None:
    wrong = Scheme(
        parts=(
            replace(EXAM, weight=0, pass_mark=10_001),
            replace(CASE, name="written EXAM", out_of=0, pass_mark=0),
            replace(CASE, name="A, b"),
            replace(CASE, name=""),
            replace(CASE, name="x" * 61, weight=101),
        ),
        pass_total=10_001,
        attendance=101,
        resits=ResitRule(10, cap=101, days=1_001),
        second=SecondRule(sample=-1, within=100_001),
    )
    with pytest.raises(Refused) as refused:
        check_scheme(wrong)
    assert str(refused.value).split(". ") == [
        "The weights of the components sum up to 281, not to 100",
        'There are two components "Written exam"',
        '"Written exam" weighs 0 per cent; give 1 to 100',
        '"Written exam" cannot be passed at 100.01 out of 100',
        '"written EXAM" cannot be out of 0; give up to 1000',
        '"A, b" has a comma, which ends a component\'s name',
        "A component has no name",
        f'"{"x" * 59}…" has 61 characters; a component\'s name has at most 60',
        f'"{"x" * 59}…" weighs 101 per cent; give 1 to 100',
        "The total to pass cannot be 100.01; give 0 to 100",
        "Attendance in per cent cannot be 101; give 0 to 100",
        "The number of resits cannot be 10; give 0 to 9",
        "The days for a resit cannot be 1001; give 0 to 1,000",
        "The cap on a resit in per cent cannot be 101; give 0 to 100",
        "The sample in per cent cannot be -1; give 0 to 100",
        "The points between two marks cannot be 1000.01; give 0 to 1,000.",
    ]


@pytest.mark.parametrize("weights", [(), (100,), (40, 40, 20), (99, 1)])
def test_weights_that_sum_up_to_a_hundred_are_right(weights: tuple[int, ...]) -> None:
    parts = tuple(replace(EXAM, name=f"Part {place}", weight=weight) for place, weight in enumerate(weights))
    check_scheme(Scheme(parts=parts))


@pytest.mark.parametrize("weights", [(99,), (50, 51), (34, 33, 34)])
def test_weights_that_do_not_are_refused(weights: tuple[int, ...]) -> None:
    parts = tuple(replace(EXAM, name=f"Part {place}", weight=weight) for place, weight in enumerate(weights))
    with pytest.raises(Refused) as refused:
        check_scheme(Scheme(parts=parts))
    assert str(refused.value) == f"The weights of the components sum up to {sum(weights)}, not to 100."


@given(st.integers(0, MOST_OUT_OF))
def test_points_print_and_parse_to_themselves(points: int) -> None:
    assert points_said(points_words(points)) == points


@pytest.mark.parametrize("said", ["", " 7 ", "1_0", "٩٥", "1e2", "nan", "7.555", "+7", "-7", "1000000000"])
def test_what_is_no_plain_number_is_no_points(said: str) -> None:
    with pytest.raises(Refused):
        points_said(said)


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_a_fraction_is_rounded_to_the_nearest_and_a_half_up(numerator: int, denominator: int) -> None:
    left = 2 * (numerator - rounded(numerator, denominator) * denominator)
    assert -denominator <= left < denominator


def test_two_schemes_that_ask_the_same_are_equal_without_their_rows() -> None:
    kept = Scheme(parts=(replace(EXAM, id=7), replace(CASE, id=8)))
    assert kept != Scheme(parts=(EXAM, CASE))
    assert kept.bare == Scheme(parts=(EXAM, CASE))

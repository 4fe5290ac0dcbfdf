"""Marks as they are typed, and which of several stands."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.marks import Given, MarkState, Origin, Series, points, standing
from acxdesk.rules.schemes import points_words

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "expected"),
    [("68", 68_00), ("68.5", 68_50), ("68,5", 68_50), ("68.05", 68_05), ("0", 0), ("007", 7_00), ("100", 100_00)],
)
def test_plain_numbers_are_marks(said: str, expected: int) -> None:
    assert points(said, out_of=100_00) == expected


@pytest.mark.parametrize(
    "said",
    [
        "",
        " ",
        "1_0",
        "٩٥",
        "९५",
        "９５",
        " 7 ",
        "7\n",
        "1e2",
        "nan",
        "inf",
        "-1",
        "+1",
        "1.",
        ".5",
        "1.234",
        "1,000.5",
        "0x10",
        "a",
    ],
)
def test_everything_else_is_refused_with_what_to_write(said: str) -> None:
    with pytest.raises(Refused) as told:
        points(said, out_of=100_00, what="Exam of Ada")
    assert told.value.sentence.startswith("Exam of Ada ")
    assert told.value.sentence.endswith(" is no plain number.")
    assert told.value.remedy == "Write digits 0 to 9, as 68 or 68.5, up to 100."


def test_a_mark_above_what_can_be_had_is_refused() -> None:
    with pytest.raises(Refused, match=r'The mark "10\.01" is above 10'):
        points("10.01", out_of=10_00)


@given(st.integers(0, 100_00))
def test_a_mark_prints_and_reads_back(value: int) -> None:
    assert points(points_words(value), out_of=100_00) == value


def made(revision: int, state: MarkState, origin: Origin = Origin.MARKING, series: Series = Series.FIRST) -> Given:
    return Given(revision + 1, 1, 1, 1, series, revision, 50_00, "anna", NOW, state, origin)


def test_the_last_revision_stands_unless_it_is_undecided() -> None:
    old = made(0, MarkState.RELEASED)
    decided = made(1, MarkState.RELEASED, Origin.REMARK)
    asked = made(2, MarkState.ENTERED, Origin.APPEAL)
    second = made(0, MarkState.ENTERED, series=Series.SECOND)
    assert standing([asked, decided, second, old]) == {(1, 1): {Series.FIRST: decided, Series.SECOND: second}}
    assert [mark.is_open_review for mark in (old, decided, asked)] == [False, False, True]
    assert standing([]) == {}

"""What counts of a meeting, whether the rule can still be reached, and the words for both."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.attendance import (
    Attended,
    Hours,
    Sat,
    cell,
    check_missed,
    counted,
    hours,
    hours_cell,
    hours_words,
    minutes,
    shortfall,
    words,
)

DAY = Sat(300)


@st.composite
def meetings(draw: st.DrawFn) -> Sat:
    taught = draw(st.integers(1, 1440))
    attended = draw(st.sampled_from([None, *Attended]))
    if attended is Attended.PRESENT:
        late = draw(st.integers(0, 1440))
        return Sat(taught, attended, late, draw(st.integers(0, 1440)))
    return Sat(taught, attended, before_joining=attended is None and draw(st.booleans()))


sessions = st.lists(meetings(), max_size=12)
asked = st.integers(0, 100)


@given(sessions, asked, st.booleans())
@settings(deadline=None)
def test_counted_and_open_never_exceed_what_is_taught(sat: list[Sat], percent: int, recording: bool) -> None:
    had = hours(sat, asked=percent, recording_counts=recording)
    assert had.counted >= 0
    assert had.open >= 0
    assert had.counted + had.open <= had.taught <= sum(one.minutes for one in sat)
    assert 0 <= had.asked <= had.taught


@given(sessions, asked, st.booleans(), st.data())
@settings(deadline=None)
def test_marking_another_present_never_lowers_what_is_counted(
    sat: list[Sat], percent: int, recording: bool, data: st.DataObject
) -> None:
    if not sat:
        return
    at = data.draw(st.integers(0, len(sat) - 1))
    more = [*sat[:at], Sat(sat[at].minutes, Attended.PRESENT), *sat[at + 1 :]]
    before, after = (hours(some, asked=percent, recording_counts=recording) for some in (sat, more))
    assert after.counted >= before.counted
    assert after.can_reach >= before.can_reach
    assert after.is_reached >= before.is_reached


@given(sessions, asked, st.booleans())
@settings(deadline=None)
def test_who_has_reached_it_can_reach_it_and_reads_no_shortfall(sat: list[Sat], percent: int, recording: bool) -> None:
    had = hours(sat, asked=percent, recording_counts=recording)
    assert had.can_reach >= had.is_reached
    assert (shortfall(had) == "") is had.can_reach


@given(sessions, asked)
@settings(deadline=None)
def test_a_recording_that_counts_is_never_worse(sat: list[Sat], percent: int) -> None:
    without, with_it = (hours(sat, asked=percent, recording_counts=counts) for counts in (False, True))
    assert with_it.counted >= without.counted


@given(st.lists(meetings(), min_size=1), asked)
@settings(deadline=None)
def test_what_was_over_before_she_came_counts_for_nothing(sat: list[Sat], percent: int) -> None:
    over = [Sat(one.minutes, before_joining=True) for one in sat]
    assert hours(over + sat, asked=percent, recording_counts=True) == hours(sat, asked=percent, recording_counts=True)


@pytest.mark.parametrize(
    ("sat", "expected"),
    [
        (DAY, 0),
        (Sat(300, Attended.PRESENT), 300),
        (Sat(300, Attended.PRESENT, 10, 20), 270),
        (Sat(300, Attended.PRESENT, 200, 200), 0),
        (Sat(300, Attended.ABSENT), 0),
        (Sat(300, Attended.EXCUSED), 0),
        (Sat(300, Attended.RECORDING), 0),
        (Sat(300, Attended.MAKE_UP), 300),
    ],
)
def test_what_counts_of_a_meeting(sat: Sat, expected: int) -> None:
    assert counted(sat, recording_counts=False) == expected


def test_a_recording_counts_where_the_scheme_says_so() -> None:
    assert counted(Sat(300, Attended.RECORDING), recording_counts=True) == 300


@pytest.mark.parametrize(
    ("sat", "in_cell", "said"),
    [
        (DAY, "·", "not marked"),
        (replace(DAY, before_joining=True), "–", "not there yet"),
        (Sat(300, Attended.PRESENT), "●", "present"),
        (Sat(300, Attended.PRESENT, late=10), "late 10", "present, 10 minutes late"),
        (Sat(300, Attended.PRESENT, early=1), "early 1", "present, left 1 minute early"),
        (Sat(300, Attended.PRESENT, 10, 20), "l10 e20", "present, 10 minutes late, left 20 minutes early"),
        (Sat(300, Attended.ABSENT), "absent", "absent"),
        (Sat(300, Attended.EXCUSED), "excused", "excused"),
        (Sat(300, Attended.RECORDING), "watched", "watched the recording"),
        (Sat(300, Attended.MAKE_UP), "make-up", "made it up elsewhere"),
    ],
)
def test_a_cell_and_its_words(sat: Sat, in_cell: str, said: str) -> None:
    assert (cell(sat), words(sat)) == (in_cell, said)


@given(meetings())
@settings(deadline=None)
def test_no_cell_is_wider_than_its_column(sat: Sat) -> None:
    typed = replace(sat, late=min(sat.late, 999), early=min(sat.early, 999))
    assert 1 <= len(cell(typed)) <= 9


@given(st.integers(0, 9999))
@settings(deadline=None)
def test_minutes_are_plain_digits(count: int) -> None:
    assert minutes(str(count)) == count


@pytest.mark.parametrize(
    "said", ["", " 7 ", "1_0", "٩٥", "1e2", "nan", "-5", "+5", "1.5", "1h", "²", "12345", "\x1b[2J"]
)
def test_what_is_no_plain_number_is_refused(said: str) -> None:
    with pytest.raises(Refused, match="is no whole number of minutes"):
        minutes(said)


def test_a_refused_value_is_shown_without_what_would_steer_the_terminal() -> None:
    with pytest.raises(Refused) as refused:
        minutes("\x1b[2J", what="Late")
    assert refused.value.sentence == 'Late "␛[2J" is no whole number of minutes.'


@pytest.mark.parametrize(
    ("sat", "sentence"),
    [
        (Sat(300, Attended.PRESENT, late=300), "300 minutes late leaves nothing of a meeting of 300 minutes."),
        (
            Sat(60, Attended.PRESENT, 30, 31),
            "30 minutes late and 31 minutes early leaves nothing of a meeting of 60 minutes.",
        ),
        (Sat(60, Attended.ABSENT, late=5), "Who is absent is neither late nor gone early."),
    ],
)
def test_minutes_that_cannot_be_are_refused(sat: Sat, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        check_missed(sat)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize("sat", [DAY, Sat(60, Attended.PRESENT, 30, 29), Sat(60, Attended.ABSENT)])
def test_minutes_that_leave_something_are_taken(sat: Sat) -> None:
    check_missed(sat)


def test_the_shortfall_does_the_arithmetic() -> None:
    had = hours(
        [Sat(300, Attended.PRESENT, late=180), Sat(300, Attended.PRESENT), Sat(300, Attended.PRESENT), Sat(300)],
        asked=100,
        recording_counts=False,
    )
    assert shortfall(had) == "cannot reach 20 of 20 hours any more: 12 counted, 5 still open"
    assert hours_cell(had) == "12/20"
    assert hours_words(had) == "12 of 20 hours"


def test_the_shortfall_of_a_session_that_is_over() -> None:
    assert shortfall(Hours(counted=30, open=0, taught=60, asked=54)) == (
        "cannot reach 0.9 of 1 hour any more: 0.5 counted, none open"
    )


@pytest.mark.parametrize(
    ("had", "in_cell"),
    [
        (Hours(750, 0, 1200, 1080), "12.5/20"),
        (Hours(1079, 0, 1200, 1080), "17.98/20"),
        (Hours(0, 0, 0, 0), "0/0"),
        (Hours(60, 0, 80, 80), "1/1.33"),
    ],
)
def test_the_hours_cell_is_never_rounded_up(had: Hours, in_cell: str) -> None:
    assert hours_cell(had) == in_cell

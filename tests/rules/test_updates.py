"""Of what somebody is told: every change since once, nothing twice, and nothing that she never had."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.rules.calendars import Occasion
from acxdesk.rules.updates import Given, Method, News, Update, as_given, briefly, updates, words

NOW = datetime(2020, 10, 1, 9, tzinfo=UTC)
WEEK_3 = Occasion(
    uid="3",
    starts_at=datetime(2020, 10, 20, 13, tzinfo=UTC),
    ends_at=datetime(2020, 10, 20, 16, tzinfo=UTC),
    zone="Europe/London",
    summary="CPPM, week 3 of 7",
    location="Online",
    description="",
    link="",
    sequence=1,
    made_at=NOW - timedelta(days=90),
    changed_at=NOW - timedelta(days=1),
    cancelled=False,
)
Book = dict[str, Given]


@st.composite
def occasions(draw: st.DrawFn, uid: str) -> Occasion:
    starts_at = NOW + timedelta(days=draw(st.integers(-2, 2)), hours=draw(st.integers(-1, 1)))
    return replace(
        WEEK_3,
        uid=uid,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        sequence=draw(st.integers(0, 3)),
        cancelled=draw(st.booleans()),
    )


calendars = st.sets(st.sampled_from("abcd")).flatmap(
    lambda uids: st.tuples(*(occasions(uid) for uid in sorted(uids))).map(list)
)


def told(found: tuple[Update, ...], book: Book) -> Book:
    """What she has once she was told."""
    return book | {update.occasion.uid: as_given(update.occasion) for update in found}


@given(calendars)
def test_a_calendar_that_was_given_out_whole_has_nothing_to_tell(standing: list[Occasion]) -> None:
    assert updates(standing, {one.uid: as_given(one) for one in standing}, NOW) == ()


@given(calendars, calendars)
def test_what_was_told_is_told_once(before: list[Occasion], after: list[Occasion]) -> None:
    book = {one.uid: as_given(one) for one in before}
    found = updates(after, book, NOW)
    assert updates(after, told(found, book), NOW) == ()


@given(calendars, calendars)
def test_whoever_is_told_has_what_is_ahead_as_it_stands(before: list[Occasion], after: list[Occasion]) -> None:
    book = {one.uid: as_given(one) for one in before}
    has = told(updates(after, book, NOW), book)
    shown = {given.uid: (given.starts_at, given.ends_at) for given in has.values() if not given.cancelled}
    stands = {one.uid: (one.starts_at, one.ends_at) for one in after if not one.cancelled}
    ahead = {uid for uid, (_start, end) in (shown | stands).items() if end > NOW}
    assert {uid: shown.get(uid) for uid in ahead} == {uid: stands.get(uid) for uid in ahead}


@given(calendars, calendars)
def test_nobody_hears_of_the_cancelling_of_what_she_never_had(before: list[Occasion], after: list[Occasion]) -> None:
    has = {one.uid for one in before if not one.cancelled}
    found = updates(after, {one.uid: as_given(one) for one in before}, NOW)
    assert {update.occasion.uid for update in found if update.news is News.CANCELLED} <= has
    assert all((update.was is None) is (update.news is News.ADDED) for update in found)


@given(calendars, calendars)
def test_what_is_over_in_both_is_told_no_more(before: list[Occasion], after: list[Occasion]) -> None:
    for update in updates(after, {one.uid: as_given(one) for one in before}, NOW):
        assert max(update.occasion.ends_at, (update.was or as_given(update.occasion)).ends_at) > NOW


def test_what_her_calendar_knows_nothing_of_any_more_is_called_off_above_what_she_has() -> None:
    (update,) = updates([], {"3": as_given(WEEK_3)}, NOW)
    assert (update.news, update.method) == (News.CANCELLED, Method.CANCEL)
    assert update.occasion.cancelled
    assert update.occasion.sequence == WEEK_3.sequence + 1
    assert update.occasion.starts_at == WEEK_3.starts_at


def test_what_is_over_or_off_already_is_not_called_off_when_it_vanishes() -> None:
    over = replace(as_given(WEEK_3), ends_at=NOW)
    off = replace(as_given(WEEK_3), cancelled=True)
    assert updates([], {"3": over}, NOW) == updates([], {"3": off}, NOW) == ()


DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MOVED = replace(WEEK_3, starts_at=WEEK_3.starts_at + DAY, ends_at=WEEK_3.ends_at + DAY, sequence=2)


@pytest.mark.parametrize(
    ("one", "was", "brief", "sentence"),
    [
        (WEEK_3, None, "week 3 new, Tue 20 Oct", "CPPM, week 3 of 7 is new: Tue 20 Oct 2020 14:00 Europe/London."),
        (
            MOVED,
            WEEK_3,
            "week 3 moved Tue 20 to Wed 21 Oct",
            "CPPM, week 3 of 7 moved from Tue 20 Oct 2020 14:00 to Wed 21 Oct 2020 14:00 Europe/London.",
        ),
        (
            replace(MOVED, starts_at=WEEK_3.starts_at + 14 * DAY, ends_at=WEEK_3.ends_at + 14 * DAY),
            WEEK_3,
            "week 3 moved Tue 20 Oct to Tue 3 Nov",
            "CPPM, week 3 of 7 moved from Tue 20 Oct 2020 14:00 to Tue 3 Nov 2020 13:00 Europe/London.",
        ),
        (
            replace(MOVED, starts_at=WEEK_3.starts_at + HOUR, ends_at=WEEK_3.ends_at + HOUR),
            WEEK_3,
            "week 3 moved 14:00 to 15:00, Tue 20 Oct",
            "CPPM, week 3 of 7 moved from Tue 20 Oct 2020 14:00 to Tue 20 Oct 2020 15:00 Europe/London.",
        ),
        (
            replace(WEEK_3, ends_at=WEEK_3.ends_at + HOUR, sequence=2),
            WEEK_3,
            "week 3 ends 18:00 now, Tue 20 Oct",
            "CPPM, week 3 of 7 of Tue 20 Oct 2020 14:00 Europe/London ends at 18:00 now.",
        ),
        (
            replace(WEEK_3, sequence=2),
            WEEK_3,
            "week 3 changed, Tue 20 Oct",
            "CPPM, week 3 of 7 of Tue 20 Oct 2020 14:00 Europe/London: place, link or coach changed.",
        ),
        (
            replace(WEEK_3, sequence=2, cancelled=True),
            WEEK_3,
            "week 3 cancelled, Tue 20 Oct",
            "CPPM, week 3 of 7 is cancelled: Tue 20 Oct 2020 14:00 Europe/London.",
        ),
        (
            replace(WEEK_3, sequence=3),
            replace(WEEK_3, cancelled=True),
            "week 3 held again, Tue 20 Oct",
            "CPPM, week 3 of 7 is held again: Tue 20 Oct 2020 14:00 Europe/London.",
        ),
    ],
)
def test_an_update_in_words(one: Occasion, was: Occasion | None, brief: str, sentence: str) -> None:
    found = updates([one], {} if was is None else {was.uid: as_given(was)}, NOW)
    assert briefly(found) == brief
    assert [words(update) for update in found] == [sentence]


def test_several_updates_are_counted() -> None:
    four = [replace(WEEK_3, uid=uid) for uid in "1245"]
    found = updates([*four, MOVED], {"3": as_given(WEEK_3), "9": replace(as_given(WEEK_3), uid="9")}, NOW)
    assert briefly(found) == "4 new, 1 changed, 1 cancelled"

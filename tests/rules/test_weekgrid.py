"""Where meetings stand in a grid: split at midnight, side by side, never one over another, none lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acxdesk.rules.weekgrid import (
    DAY,
    WORKING,
    DayLayout,
    More,
    Piece,
    Room,
    Spell,
    by_day,
    lay_out,
    pieces,
    shown_days,
    signs,
    used,
    window,
)

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
ZONES = ("Europe/London", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "UTC")


def spell(key: int, start: str, minutes: int) -> Spell:
    """A stretch that starts at an instant, as "2026-11-24 09:00" in UTC."""
    starts_at = datetime.fromisoformat(start).replace(tzinfo=UTC)
    return Spell(key, starts_at, starts_at + timedelta(minutes=minutes))


def rows(found: list[Piece]) -> list[tuple[int, date, int, int]]:
    return [(piece.key, piece.day, piece.top, piece.bottom) for piece in found]


def test_a_meeting_stands_in_the_rows_that_it_touches() -> None:
    found = list(pieces([spell(1, "2026-11-24 09:15", 60), spell(2, "2026-11-24 10:00", 5)], "Europe/London"))
    assert rows(found) == [(1, TUESDAY, 18, 21), (2, TUESDAY, 20, 21)]


def test_across_midnight_it_has_a_part_on_each_day_and_none_on_a_day_that_it_only_ends_with() -> None:
    across, until = list(pieces([spell(1, "2026-11-23 23:00", 120)], "UTC")), spell(2, "2026-11-23 23:00", 60)
    assert rows(across) == [(1, MONDAY, 46, 48), (1, TUESDAY, 0, 2)]
    assert [(piece.begins, piece.ends) for piece in across] == [(True, False), (False, True)]
    assert rows(list(pieces([until], "UTC"))) == [(2, MONDAY, 46, 48)]


def test_the_day_is_that_of_whoever_looks() -> None:
    (found,) = pieces([spell(1, "2026-11-23 20:00", 60)], "Asia/Kathmandu")  # 01:45 on the next day there
    assert (found.day, found.top, found.bottom) == (TUESDAY, 3, 6)


@pytest.mark.parametrize(
    ("start", "minutes", "top", "bottom"),
    [
        ("2026-10-25 00:30", 60, 3, 4),  # 01:30 in summer time to 01:30 in winter time
        ("2026-10-25 00:30", 120, 3, 5),  # to 02:30
        ("2026-10-25 01:30", 30, 3, 4),  # the second 01:30
        ("2026-03-29 00:30", 60, 1, 5),  # 00:30, and at 01:00 it is 02:00
    ],
)
def test_it_stands_where_the_clocks_show_it_when_they_change(start: str, minutes: int, top: int, bottom: int) -> None:
    (found,) = pieces([spell(1, start, minutes)], "Europe/London")
    assert (found.top, found.bottom) == (top, bottom)


def test_a_weekend_without_a_meeting_is_not_shown() -> None:
    assert len(shown_days(MONDAY, [])) == 5
    assert len(shown_days(MONDAY, [Piece(1, MONDAY + timedelta(days=5), 18, 20)])) == 7


def test_the_window_is_the_working_day_and_what_is_used() -> None:
    assert window([]) == used([]) == WORKING == (18, 34)
    assert window([Piece(1, MONDAY, 20, 40)]) == (18, 40)
    assert used([Piece(1, MONDAY, 20, 40), Piece(2, MONDAY, 30, 41)]) == (20, 41)


def stacked(count: int) -> list[Piece]:
    return [Piece(key, MONDAY, 18, 20) for key in range(count)]


def test_what_has_no_lane_is_counted_and_the_one_under_the_cursor_has_one() -> None:
    four, two = stacked(4), Room(3, 2)
    layout = lay_out(MONDAY, four, two)
    assert [(box.piece.key, box.lane, box.lanes) for box in layout.boxes] == [(0, 0, 2), (1, 1, 2)]
    assert layout.more == (More(18, 20, 2),)
    seen = lay_out(MONDAY, four, two, foremost=3)
    assert [box.piece.key for box in seen.boxes] == [0, 3]
    assert seen.more == (More(18, 20, 2),)
    assert lay_out(MONDAY, four[:3], two).more == ()


def test_those_that_follow_one_another_have_the_whole_width_each() -> None:
    layout = lay_out(MONDAY, [Piece(1, MONDAY, 18, 20), Piece(2, MONDAY, 20, 22)], Room(2, 1))
    assert [box.lanes for box in layout.boxes] == [1, 1]


spells = st.lists(
    st.tuples(
        st.integers(0, 8 * 24 * 60).map(
            lambda minutes: datetime(2026, 10, 19, tzinfo=UTC) + timedelta(minutes=minutes)
        ),
        st.integers(1, 24 * 60),
    ),
    max_size=30,
).map(
    lambda found: [Spell(key, start, start + timedelta(minutes=minutes)) for key, (start, minutes) in enumerate(found)]
)
rooms = st.integers(1, 8).flatmap(lambda most: st.integers(1, most).map(lambda beside: Room(most, beside)))


@given(spells, st.sampled_from(ZONES), rooms, st.integers(0, 29))
def test_no_box_covers_another_and_every_meeting_is_drawn_or_counted(
    made: list[Spell], zone: str, room: Room, foremost: int
) -> None:
    found = list(pieces(made, zone))
    assert {piece.key for piece in found} == {one.key for one in made}
    days = sorted({piece.day for piece in found})
    for day, of_day in by_day(found, days).items():
        layout = lay_out(day, of_day, room, foremost)
        assert_tidy(layout, room)
        assert len(layout.boxes) + sum(more.count for more in layout.more) == len(of_day)
        assert (layout.box_of(foremost) is not None) == any(piece.key == foremost for piece in of_day)


def assert_tidy(layout: DayLayout, room: Room) -> None:
    """Every box is inside of the day and of its lanes, and no two share a row and a lane."""
    taken: set[tuple[int, int]] = set()
    for box in layout.boxes:
        assert 0 <= box.piece.top < box.piece.bottom <= DAY
        assert 0 <= box.lane < box.lanes <= room.all
        cells = {(row, box.lane) for row in range(box.piece.top, box.piece.bottom)}
        assert not cells & taken
        taken |= cells


@given(spells)
def test_enough_room_leaves_nothing_out(made: list[Spell]) -> None:
    found = list(pieces(made, "Europe/London"))
    for day, of_day in by_day(found, sorted({piece.day for piece in found})).items():
        assert lay_out(day, of_day, Room(30, 30)).more == ()


def test_signs_are_letters_of_the_names_and_no_two_alike() -> None:
    assert signs(["Grace Okafor", "Eva Brandt", "Olu Okoro", "Grace Okafor"]) == {
        "Grace Okafor": "O",
        "Eva Brandt": "B",
        "Olu Okoro": "K",
    }


@given(st.lists(st.text(min_size=1, max_size=12), max_size=30))
def test_any_names_have_signs(names: list[str]) -> None:
    given_signs = signs(names)
    assert given_signs.keys() == set(names)
    letters = [sign for sign in given_signs.values() if sign != "*"]
    assert len(letters) == len(set(letters))

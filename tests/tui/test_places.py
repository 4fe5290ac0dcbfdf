"""Where one has been: the laws of back and forward."""

from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.tui.places import MOST, History, Place

PLACES = st.builds(Place, st.sampled_from("123"), st.sampled_from(["", "session"]), st.integers(0, 2))


def test_nothing_lies_behind_or_ahead_at_first() -> None:
    history = History()
    assert (history.present, history.back(), history.forward()) == (None, None, None)


def test_a_new_place_forgets_what_lay_ahead() -> None:
    history = History()
    for area in "123":
        history.visit(Place(area))
    assert history.back() == Place("2")
    history.visit(Place("8"))
    assert history.forward() is None
    assert history.places == [Place("1"), Place("2"), Place("8")]


def test_another_tab_of_the_same_thing_takes_its_place() -> None:
    history = History()
    history.visit(Place("2", "session", "ACXM-2026-11-16"))
    history.visit(Place("2", "session", "ACXM-2026-11-16", "delegates"))
    assert history.places == [Place("2", "session", "ACXM-2026-11-16", "delegates")]


def test_a_place_that_is_no_more_is_forgotten_wherever_it_was() -> None:
    history = History()
    gone = Place("3", "person", 7)
    for place in (Place("3"), gone, Place("2"), gone):
        history.visit(place)
    history.forget(gone)
    assert (history.places, history.present) == ([Place("3"), Place("2")], Place("2"))


@given(st.lists(PLACES, min_size=1, max_size=12), st.integers(0, 12))
@settings(max_examples=100, deadline=None)
def test_as_many_steps_forward_as_back_lead_to_where_one_was(places: list[Place], steps: int) -> None:
    history = History()
    for place in places:
        history.visit(place)
    end = history.present
    gone = sum(history.back() is not None for _ in range(steps))
    assert sum(history.forward() is not None for _ in range(gone)) == gone
    assert history.present == end
    assert not history.can_go_forward


@given(st.lists(PLACES, min_size=1, max_size=12), st.integers(0, 5), PLACES)
@settings(max_examples=100, deadline=None)
def test_forgetting_leaves_one_at_a_place_that_is_there(places: list[Place], back: int, gone: Place) -> None:
    history = History()
    for place in places:
        history.visit(place)
    for _ in range(back):
        history.back()
    history.forget(gone)
    assert history.present is None or history.present.whole != gone.whole
    assert (history.present is None) == (not history.places)


def test_only_so_many_places_are_remembered() -> None:
    history = History()
    for number in range(MOST + 50):
        history.visit(Place("3", "person", number))
    assert len(history.places) == MOST
    assert history.present == Place("3", "person", MOST + 49)

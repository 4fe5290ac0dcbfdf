"""What may follow as a session's line is typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.rules.completing import Typing, completed, completions, typing_at


def typing(line: str) -> Typing:
    return typing_at(line, len(line))


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("", "", ""),
        ("ac", "programme", "ac"),
        ("ACXM ", "", ""),
        ("ACXM lon", "word", "lon"),
        ("ACXM coach:tow", "coach", "tow"),
        ('ACXM coach:"imogen t', "coach", "imogen t"),
        ("ACXM for:", "for", ""),
        ("ACXM room:x", "venue", "x"),
        ("ACXM nokey:x", "", "x"),
    ],
)
def test_the_word_at_the_cursor_is_known_by_what_it_would_say(line: str, kind: str, text: str) -> None:
    assert (typing(line).kind, typing(line).text) == (kind, text)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("ACXM coa", ["coach:"]),
        ("ACXM dra", ["draft"]),
        ("ACXM lond", ["London"]),
        ("ACXM 7 dec 14:00 new y", ["New York"]),
        ("ACXM zone:kolk", ["Kolkata"]),
        ("ACXM closed:s", ["shift", "skip"]),
        ("ACXM 7 dec", []),  # a month, and no decision
        ("ACXM coach:new y", []),
        ("ACXM l", ["link:", "lang:"]),  # a letter is too little for a city
    ],
)
def test_keys_flags_and_cities_are_offered(line: str, shown: list[str]) -> None:
    assert [one.shown for one in completions(typing(line))] == shown


def test_a_completion_takes_the_place_of_what_is_typed_of_it_and_leaves_the_rest() -> None:
    line = "ACXM 7 dec new yo coach:towers"
    (york,) = completions(typing_at(line, 17))
    assert completed(line, 17, york) == ("ACXM 7 dec New York coach:towers", 20)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.integers(0, 60))
def test_no_line_makes_it_crash_and_what_is_offered_goes_on_from_the_line(line: str, cursor: int) -> None:
    cursor = min(cursor, len(line))
    for one in completions(typing_at(line, cursor)):
        assert 0 <= one.at <= cursor
        assert completed(line, cursor, one)[0].startswith(line[: one.at] + one.text)

"""Durations are the words of the printed schedule, both ways."""

import unicodedata
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.durations import Duration, Pace, hours, quoted, span

LAWS = settings(max_examples=100, deadline=None)
taught = st.builds(Duration, st.sampled_from([Pace.DAYS, Pace.WEEKS]), st.integers(1, 999), st.integers(1, 24 * 60))
on_demand = st.builds(Duration, st.just(Pace.ON_DEMAND), st.integers(1, 999), st.just(0))
durations = taught | on_demand

PRINTED = [
    ("4 days @ 5 hours per day", Duration(Pace.DAYS, 4, 300)),
    ("7 weeks @ 3 hours per week", Duration(Pace.WEEKS, 7, 180)),
    ("1 day @ 1 hour per day", Duration(Pace.DAYS, 1, 60)),
    ("1 week @ 2 hours per week", Duration(Pace.WEEKS, 1, 120)),
    ("4 days @ 4.5 hours per day", Duration(Pace.DAYS, 4, 270)),
    ("4 days @ 4.25 hours per day", Duration(Pace.DAYS, 4, 255)),
    ("4 days @ 4 h 20 min per day", Duration(Pace.DAYS, 4, 260)),
    ("4 days @ 20 min per day", Duration(Pace.DAYS, 4, 20)),
    ("on demand, 25 lessons", Duration(Pace.ON_DEMAND, 25, 0)),
    ("on demand, 1 lesson", Duration(Pace.ON_DEMAND, 1, 0)),
]


@pytest.mark.parametrize(("words", "duration"), PRINTED, ids=[words for words, _ in PRINTED])
def test_the_printed_words_parse_and_print_to_themselves(words: str, duration: Duration) -> None:
    assert Duration.parse(words) == duration
    assert str(duration) == words


@LAWS
@given(durations)
def test_any_duration_prints_and_parses_to_itself(duration: Duration) -> None:
    assert Duration.parse(str(duration)) == duration


@LAWS
@given(durations, st.randoms(use_true_random=False))
def test_any_blanks_and_line_breaks_between_words_are_read(duration: Duration, random: Random) -> None:
    words = str(duration).split(" ")
    broken = "".join(word + random.choice([" ", "\n", "\r\n", "\u00a0", "\t ", "  "]) for word in words)
    assert Duration.parse(f"\u00a0{broken}") == duration


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("6 weeks at 3 hours per week", "6 weeks @ 3 hours per week"),
        ("1 days @ 1 hours per day", "1 day @ 1 hour per day"),
        ("4 day @ 5 hour per day", "4 days @ 5 hours per day"),
        ("4 DAYS @ 5 Hours Per Day", "4 days @ 5 hours per day"),
        ("4days@5hours per day", "4 days @ 5 hours per day"),
        ("4 days @ 4,5 hours per day", "4 days @ 4.5 hours per day"),
        ("4 days @ 4 hours 30 minutes per day", "4 days @ 4.5 hours per day"),
        ("4 days @ 90 min per day", "4 days @ 1.5 hours per day"),
        ("4 days @ 4.500 hours per day", "4 days @ 4.5 hours per day"),
        ("On demand, 25 video lessons", "on demand, 25 lessons"),
        ("on-demand , 25 lessons", "on demand, 25 lessons"),
    ],
)
def test_other_ways_of_writing_are_read(words: str, printed: str) -> None:
    assert str(Duration.parse(words)) == printed


NO_DURATION = 'Write it as "4 days @ 5 hours per day", "7 weeks @ 3 hours per week" or "on demand, 25 lessons".'


@pytest.mark.parametrize(
    ("words", "sentence", "remedy"),
    [
        ("", '"" is no duration.', NO_DURATION),
        ("soon", '"soon" is no duration.', NO_DURATION),
        ("4 days @ per day", '"4 days @ per day" is no duration.', NO_DURATION),
        ("4 days @\n5 dyas", '"4 days @ 5 dyas" is no duration.', NO_DURATION),
        ("4 days attach 5 hours per day", '"4 days attach 5 hours per day" is no duration.', NO_DURATION),
        ("\u0664 days @ 5 hours per day", '"\u0664 days @ 5 hours per day" is no duration.', NO_DURATION),
        ("4 days \x1b[2J", '"4 days \u241b[2J" is no duration.', NO_DURATION),
        (
            "4 days @ 5 hours per day and more",
            '"4 days @ 5 hours per day and more" is no duration.',
            NO_DURATION,
        ),
        (
            "4 days @ 5 hours per week",
            '"4 days @ 5 hours per week" counts days but says how long it is taught per week.',
            'Say "per day", or count weeks.',
        ),
        ("4 days @ 4.33 hours per day", "4.33 hours is no whole number of minutes.", 'Write "4 h 20 min".'),
        ("4 days @ 3.999 hours per day", "3.999 hours is no whole number of minutes.", 'Write "4 hours".'),
        ("4 days @ 0.001 hours per day", "0.001 hours is no whole number of minutes.", 'Write "1 min".'),
        ("0 days @ 5 hours per day", "A duration of 0 days cannot be taught.", "Give 1 to 999 days."),
        ("1000 weeks @ 3 hours per week", "A duration of 1000 weeks cannot be taught.", "Give 1 to 999 weeks."),
        ("on demand, 0 lessons", "A duration of 0 lessons cannot be taught.", "Give 1 to 999 lessons."),
        (
            "4 days @ 0 hours per day",
            "A meeting of 0 hours cannot be taught.",
            "Give 1 minute to 24 hours a meeting.",
        ),
        (
            "4 days @ 25 hours per day",
            "A meeting of 25 hours cannot be taught.",
            "Give 1 minute to 24 hours a meeting.",
        ),
    ],
)
def test_what_is_no_duration_is_refused_with_a_remedy(words: str, sentence: str, remedy: str) -> None:
    with pytest.raises(Refused) as refused:
        Duration.parse(words)
    assert (refused.value.sentence, refused.value.remedy) == (sentence, remedy)


@pytest.mark.parametrize("words", ["9" * 5_000 + " days @ 5 hours per day", "x" * 5_000, "4 days @ " + "1" * 5_000])
def test_a_very_long_text_is_refused_in_a_short_sentence(words: str) -> None:
    with pytest.raises(Refused) as refused:
        Duration.parse(words)
    assert len(refused.value.sentence) < 100


def test_on_demand_has_no_minutes() -> None:
    with pytest.raises(Refused, match="on demand has no meetings"):
        Duration(Pace.ON_DEMAND, 25, 60)


@pytest.mark.parametrize(
    ("words", "meetings", "minutes"),
    [
        ("4 days @ 5 hours per day", 4, 1200),
        ("7 weeks @ 3 hours per week", 7, 1260),
        ("on demand, 25 lessons", 0, 0),
    ],
)
def test_a_duration_knows_its_meetings_and_taught_time(words: str, meetings: int, minutes: int) -> None:
    duration = Duration.parse(words)
    assert (duration.meetings, duration.taught_minutes) == (meetings, minutes)


@pytest.mark.parametrize(
    ("minutes", "figure", "with_unit"),
    [
        (0, "0", "0 hours"),
        (3, "0.05", "0.05 hours"),
        (20, "20 min", "20 min"),
        (30, "0.5", "0.5 hours"),
        (60, "1", "1 hour"),
        (255, "4.25", "4.25 hours"),
        (260, "4 h 20 min", "4 h 20 min"),
        (300, "5", "5 hours"),
        (600, "10", "10 hours"),
        (59_940, "999", "999 hours"),
    ],
)
def test_hours_are_told_without_needless_noughts(minutes: int, figure: str, with_unit: str) -> None:
    assert (hours(minutes), span(minutes)) == (figure, with_unit)


@LAWS
@given(st.text())
def test_what_is_quoted_is_short_and_on_one_line(said: str) -> None:
    assert len(quoted(said)) <= 60
    assert not any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in quoted(said))

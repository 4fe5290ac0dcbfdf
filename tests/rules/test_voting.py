"""Voting codes, the roll, and when the box takes ballots."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acxdesk.errors import Refused
from acxdesk.rules.accreditations import State
from acxdesk.rules.codes import ALPHABET
from acxdesk.rules.cycles import Phase
from acxdesk.rules.voting import (
    Holding,
    Poll,
    box_key,
    check_open,
    check_sealable,
    draw_code,
    may_vote,
    read_code,
    voter_check,
)

DAY = date(2026, 9, 1)
CODE = "K7MX-3PRT-9WAE-HN4J-YCF3"


def poll(phase: Phase = Phase.VOTING, zone: str = "Europe/London", until: date = date(2026, 11, 30)) -> Poll:
    return Poll("Change Architect of the Year 2026", phase, zone, DAY, until)


def test_a_code_is_twenty_letters_in_groups_and_never_the_same() -> None:
    codes = {draw_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4] * 5
        assert set(code) <= {*ALPHABET, "-"}
        assert read_code(code) == code


@pytest.mark.parametrize(
    "said",
    ["k7mx 3prt 9wae hn4j ycf3", "K7MX3PRT9WAEHN4JYCF3", "  k7mx.3prt_9wae/hn4j-ycf3\n", "Ｋ7MX-3PRT-9WAE-HN4J-YCF3"],
    ids=["blanks", "bare", "other signs", "wide letter"],
)
def test_a_code_is_read_however_it_is_typed(said: str) -> None:
    assert read_code(said) == CODE


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "it has 0 characters, and a code has 20"),
        (CODE[:-1], "it has 19 characters"),
        (CODE + "A", "it has 21 characters"),
        (CODE.replace("3", "0"), "a character that none has"),
        ("[/oops]", "a character that none has"),
        ("\x1b[31m", "a character that none has"),
        ("ليلى", "a character that none has"),
        ("A" * 5_000, "it has 100 characters"),
        (CODE + " " * 200, "it has 20 characters"),
    ],
    ids=["empty", "short", "long", "zero", "markup", "escape", "arabic", "5,000", "blanks behind"],
)
def test_what_is_no_code_is_refused_without_repeating_it(said: str, words: str) -> None:
    with pytest.raises(Refused) as why:
        read_code(said)
    assert words in str(why.value)
    assert not said or said not in str(why.value)


@settings(max_examples=100)
@given(st.text(max_size=150))
def test_whatever_is_typed_is_a_code_or_refused(said: str) -> None:
    try:
        code = read_code(said)
    except Refused:
        return
    assert read_code(code) == code


def test_the_hashes_of_a_code_differ_by_purpose_cycle_and_code() -> None:
    cycles, codes = ("1f0a", "2e9b"), (CODE, draw_code())
    made = {hashed(cycle, code) for hashed in (voter_check, box_key) for cycle in cycles for code in codes}
    assert len(made) == 8
    assert all(CODE not in each and len(each) == 64 for each in made)


@pytest.mark.parametrize(
    ("held", "years", "expected"),
    [
        ([], 0, False),
        ([Holding(DAY, None, State.ISSUED)], 0, True),
        ([Holding(date(2026, 9, 2), None, State.ISSUED)], 0, False),
        ([Holding(date(2024, 9, 1), None, State.ISSUED)], 2, True),
        ([Holding(date(2024, 9, 2), None, State.ISSUED)], 2, False),
        ([Holding(date(2020, 1, 1), DAY, State.ISSUED)], 2, True),
        ([Holding(date(2020, 1, 1), date(2026, 8, 31), State.ISSUED)], 2, False),
        ([Holding(date(2020, 1, 1), None, State.SUSPENDED)], 2, False),
        ([Holding(date(2020, 1, 1), None, State.REVOKED), Holding(date(2021, 1, 1), None, State.ISSUED)], 2, True),
        ([Holding(date(2020, 1, 1), None, State.SUPERSEDED)], 2, False),
    ],
    ids=[
        *("nothing", "that day", "the day after", "two years to the day", "a day short", "last valid day", "expired"),
        *("suspended", "another one", "superseded"),
    ],
)
def test_the_roll_has_who_is_accredited_on_the_first_day_for_so_long(
    held: list[Holding], years: int, expected: bool
) -> None:
    assert may_vote(held, years, DAY) is expected


@pytest.mark.parametrize(
    ("zone", "closes"),
    [
        ("Europe/London", datetime(2026, 12, 1, 0, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 11, 30, 11, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 12, 1, 8, tzinfo=UTC)),
    ],
)
def test_voting_lasts_until_midnight_in_the_cycles_zone(zone: str, closes: datetime) -> None:
    at = poll(zone=zone)
    assert at.closes_at == closes
    check_open(at, closes - timedelta(seconds=1))
    with pytest.raises(Refused, match=r"ended with Mon 30 Nov 2026"):
        check_open(at, closes)
    check_sealable(at, closes)
    with pytest.raises(Refused, match=r"lasts until the end of Mon 30 Nov 2026"):
        check_sealable(at, datetime(2026, 11, 30, 10, 59, tzinfo=UTC))


def test_where_the_clocks_skip_midnight_voting_lasts_until_they_do() -> None:
    assert poll(zone="America/Asuncion", until=date(2023, 9, 30)).closes_at == datetime(2023, 10, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.VOTING])
def test_in_no_other_phase_is_a_ballot_taken_or_a_box_sealed(phase: Phase) -> None:
    for check in (check_open, check_sealable):
        with pytest.raises(Refused) as why:
            check(poll(phase), datetime(2026, 10, 1, tzinfo=UTC))
        sealed = phase in {Phase.COUNTED, Phase.ANNOUNCED}
        assert ("sealed" in str(why.value)) is sealed or (f"it is {phase}" in str(why.value))
